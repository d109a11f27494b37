package dev.payoff.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;

/**
 * Steps one after the other, however many there are. A chain that a loop makes is as deep as its
 * steps are many, and is subscribed to by recursion: a batch with some thousand changes of episodes
 * would overflow the stack, in a place where nobody learns of it.
 */
final class InTurn {

    private InTurn() {}

    /** Each begins when the one before it is done; the first failure ends it. */
    static Uni<Void> all(List<Supplier<Uni<Void>>> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(Supplier::get)
                .onItem()
                .ignoreAsUni();
    }
}
