package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending what is stored and not sent yet, batch after batch.
 *
 * @param sent records that the brokers have now
 * @param more whether there may be more, since the rounds of one turn were over
 * @param failure that the brokers did not confirm; what is left stays stored
 */
record Draining(int sent, boolean more, Receipt.@Nullable Unavailable failure) {

    /**
     * Sends until nothing is left, the brokers do not confirm, or the rounds are over.
     *
     * @param unsent the next batch; less than a full one: nothing is left after it
     * @param full records of a full batch
     * @param taken what the brokers have is not to be told again
     */
    static <T> Uni<Draining> of(
            Supplier<Uni<List<T>>> unsent,
            int full,
            Function<List<T>, Uni<Receipt>> send,
            Function<List<T>, Uni<Void>> taken,
            int rounds) {
        return round(unsent, full, send, taken, 0, rounds);
    }

    private static <T> Uni<Draining> round(
            Supplier<Uni<List<T>>> unsent,
            int full,
            Function<List<T>, Uni<Receipt>> send,
            Function<List<T>, Uni<Void>> taken,
            int sent,
            int left) {
        if (left == 0) {
            return Uni.createFrom().item(new Draining(sent, true, null));
        }
        return unsent.get()
                .chain(batch ->
                        batch.isEmpty()
                                ? Uni.createFrom().item(new Draining(sent, false, null))
                                : send.apply(batch)
                                        .chain(receipt ->
                                                switch (receipt) {
                                                    case Receipt.Unavailable no ->
                                                            Uni.createFrom()
                                                                    .item(
                                                                            new Draining(
                                                                                    sent, true,
                                                                                    no));
                                                    case Receipt.Taken yes ->
                                                            taken.apply(batch)
                                                                    .chain(() ->
                                                                            next(
                                                                                    unsent,
                                                                                    full,
                                                                                    send,
                                                                                    taken,
                                                                                    sent,
                                                                                    batch.size(),
                                                                                    left - 1));
                                                }));
    }

    private static <T> Uni<Draining> next(
            Supplier<Uni<List<T>>> unsent,
            int full,
            Function<List<T>, Uni<Receipt>> send,
            Function<List<T>, Uni<Void>> taken,
            int before,
            int batch,
            int left) {
        return batch < full
                ? Uni.createFrom().item(new Draining(before + batch, false, null))
                : round(unsent, full, send, taken, before + batch, left);
    }
}
