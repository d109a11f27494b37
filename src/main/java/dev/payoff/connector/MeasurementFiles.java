package dev.payoff.connector;

import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.ImportJournal.Tally;
import dev.payoff.connector.TableLines.NotReadable;
import dev.payoff.connector.TableLines.Recognised;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of measurements in, batch by batch: the next one is read when the brokers have the
 * one before. A row is judged as the stream will judge it, so that a trial tells what would become
 * of it.
 */
@ApplicationScoped
public class MeasurementFiles {

    private static final int BATCH = 500;

    /** Opens a file's table; called on a worker thread. */
    public interface Opener {
        /**
         * Opens it.
         *
         * @throws NotReadable where it is not such a file
         */
        TableLines open() throws IOException;
    }

    /**
     * How a run ended.
     *
     * @param recognised how the file was found to be written, or null where that failed
     * @param failure why it could not be finished, or null
     */
    public record Run(
            UUID id, Tally tally, @Nullable Recognised recognised, @Nullable Failure failure) {}

    /**
     * Why a run could not be finished.
     *
     * @param retry whether the same file may be sent again as it is
     */
    public record Failure(String code, String reason, boolean retry) {}

    /**
     * What is asked for.
     *
     * @param kind of file, a manifest's
     * @param revision of the readings: a higher one than before corrects them
     */
    public record Order(
            Caller caller,
            String kind,
            @Nullable UUID connection,
            TableFormat.Settings settings,
            int revision,
            String fileName,
            boolean dryRun) {}

    private final Intake intake;
    private final ImportJournal journal;
    private final ReadingGate gate;

    MeasurementFiles(Intake intake, ImportJournal journal, ReadingGate gate) {
        this.intake = intake;
        this.journal = journal;
        this.gate = gate;
    }

    /** Reads a file in, or only tells what it would add. */
    public Uni<Run> run(Order order, Opener opener) {
        return journal.begin(
                        order.caller(),
                        order.kind(),
                        order.connection(),
                        order.fileName(),
                        order.dryRun())
                .chain(id -> {
                    Progress progress = new Progress(order, id, opener);
                    return Multi.createBy()
                            .repeating()
                            .uni(() -> step(progress))
                            .whilst(more -> more)
                            .collect()
                            .last()
                            .onTermination()
                            .call(() -> closed(progress))
                            .chain(() ->
                                    journal.end(
                                            order.caller(), id, progress.tally(), progress.why()))
                            .replaceWith(() ->
                                    new Run(
                                            id,
                                            progress.tally(),
                                            progress.recognised,
                                            progress.failure));
                });
    }

    private static Uni<Void> closed(Progress progress) {
        return Uni.createFrom()
                .<Void>item(() -> {
                    progress.close();
                    return null;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Reads a batch, judges it and hands it over; answers whether there is more to do. */
    private Uni<Boolean> step(Progress progress) {
        return Uni.createFrom()
                .item(progress::read)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(more ->
                        gate.judge(progress.order.caller(), progress.batch)
                                .invoke(progress::judged)
                                .chain(progress::send)
                                .chain(progress::keepErrors)
                                .map(done -> more && progress.failure == null));
    }

    /** What a run has come to; handed from step to step, never shared. */
    private final class Progress {
        private final Order order;
        private final UUID id;
        private final Opener opener;
        private @Nullable Recognised recognised;
        private @Nullable TableLines file;
        private @Nullable TableReadings reader;
        private @Nullable Failure failure;
        private final List<OutgoingReading> batch = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();
        private final List<OutgoingReading> good = new ArrayList<>();
        private final List<RowError> errors = new ArrayList<>();
        private int kept;
        private long rows;
        private long accepted;
        private long skipped;
        private long rejected;

        Progress(Order order, UUID id, Opener opener) {
            this.order = order;
            this.id = id;
            this.opener = opener;
        }

        /** Reads rows until a batch is full or the file ends; answers whether it does not. */
        boolean read() {
            try {
                TableReadings open = reader == null ? open() : reader;
                reader = open;
                recognised = open.recognised();
                for (int i = 0; i < BATCH && open.hasNext(); i++) {
                    rows++;
                    switch (open.next()) {
                        case TableReadings.Bad bad -> reject(bad.error());
                        case TableReadings.Reading row -> {
                            lines.add(row.line());
                            batch.add(
                                    new OutgoingReading(
                                            row.metric(),
                                            row.value(),
                                            row.at(),
                                            row.eventId(),
                                            order.revision(),
                                            null,
                                            row.note(),
                                            order.kind()));
                        }
                    }
                }
                return open.hasNext();
            } catch (NotReadable e) {
                failure = new Failure(e.code(), e.reason(), false);
            } catch (Occurrences.TooMany e) {
                failure =
                        new Failure(
                                "TOO_MANY_ROWS",
                                "The file has more than "
                                        + Occurrences.MAX_ROWS
                                        + " rows; split it.",
                                false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return false;
        }

        private TableReadings open() throws IOException {
            TableLines lines = opener.open();
            file = lines;
            return new TableReadings(lines, order.settings());
        }

        void close() {
            if (file != null) {
                file.close();
            }
        }

        @Nullable String why() {
            return failure == null ? null : failure.reason();
        }

        private void reject(RowError error) {
            rejected++;
            if (kept + errors.size() < ImportJournal.MAX_ERRORS) {
                errors.add(error);
            }
        }

        void judged(ReadingGate.Verdict verdict) {
            good.addAll(verdict.good());
            for (Receipt.Refusal refusal : verdict.refused()) {
                reject(
                        new RowError(
                                lines.get(refusal.index()),
                                null,
                                refusal.code(),
                                refusal.detail(),
                                null));
            }
            batch.clear();
            lines.clear();
        }

        Uni<Void> send() {
            if (order.dryRun() || good.isEmpty()) {
                accepted += good.size();
                good.clear();
                return Uni.createFrom().voidItem();
            }
            return intake.readings(order.caller().tenantKey(), Family.BUSINESS, List.copyOf(good))
                    .invoke(receipt -> {
                        switch (receipt) {
                            case Receipt.Unavailable no -> {
                                failure = new Failure(NotTaken.code(no), no.reason(), true);
                                skipped += good.size();
                            }
                            case Receipt.Taken taken -> accepted += taken.accepted();
                        }
                        good.clear();
                    })
                    .replaceWithVoid();
        }

        Uni<Void> keepErrors() {
            List<RowError> some = List.copyOf(errors);
            int first = kept;
            kept += some.size();
            errors.clear();
            return journal.errors(order.caller(), id, first, some);
        }

        Tally tally() {
            return new Tally(rows, accepted, skipped, rejected, List.of());
        }
    }
}
