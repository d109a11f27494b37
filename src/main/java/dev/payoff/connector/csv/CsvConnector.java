package dev.payoff.connector.csv;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Connector;
import dev.payoff.connector.Family;
import dev.payoff.connector.ImportJournal;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.ImportJournal.Tally;
import dev.payoff.connector.Intake;
import dev.payoff.connector.Occurrences;
import dev.payoff.connector.OutgoingReading;
import dev.payoff.connector.ReadingGate;
import dev.payoff.connector.Receipt;
import dev.payoff.identity.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV files in, batch by batch: the next one is read when the brokers have the one before. A
 * row is judged as the stream will judge it, so that a trial tells what would become of it.
 */
@ApplicationScoped
public class CsvConnector implements Connector {

    private static final int BATCH = 500;
    private static final int MAX_REVISION = 1_000_000;

    /**
     * How a run ended.
     *
     * @param format as it was found out, or null where that failed
     * @param failure why it could not be finished, or null
     * @param retry whether the same file may be sent again as it is
     */
    record Run(
            UUID id,
            Tally tally,
            @Nullable CsvFormat format,
            @Nullable String failure,
            boolean retry) {}

    /**
     * What is asked for.
     *
     * @param revision of the readings: a higher one than before corrects them
     */
    record Order(
            Caller caller,
            @Nullable UUID connection,
            CsvFormat.Settings settings,
            int revision,
            String fileName,
            boolean dryRun) {}

    private final Intake intake;
    private final ImportJournal journal;
    private final ReadingGate gate;

    CsvConnector(Intake intake, ImportJournal journal, ReadingGate gate) {
        this.intake = intake;
        this.journal = journal;
        this.gate = gate;
    }

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> violations = new ArrayList<>();
        CsvFormat.Settings.parse(config, violations);
        return violations;
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Files come by upload: POST /api/v1/imports/csv?connection="
                                        + connection.id()
                                        + "&dryRun=true tells what a file would add."));
    }

    static boolean isRevision(int revision) {
        return revision >= 0 && revision <= MAX_REVISION;
    }

    /** Reads a file in, or only tells what it would add. */
    Uni<Run> run(Order order, InputStream file) {
        return journal.begin(
                        order.caller(), "csv", order.connection(), order.fileName(), order.dryRun())
                .chain(id -> {
                    Progress progress = new Progress(order, id, file);
                    return Multi.createBy()
                            .repeating()
                            .uni(() -> step(progress))
                            .whilst(more -> more)
                            .collect()
                            .last()
                            .chain(() ->
                                    journal.end(
                                            order.caller(), id, progress.tally(), progress.failure))
                            .replaceWith(() ->
                                    new Run(
                                            id,
                                            progress.tally(),
                                            progress.format,
                                            progress.failure,
                                            progress.retry));
                });
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
        private final InputStream file;
        private @Nullable CsvFormat format;
        private @Nullable CsvRows reader;
        private @Nullable String failure;
        private boolean retry;
        private final List<OutgoingReading> batch = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();
        private final List<OutgoingReading> good = new ArrayList<>();
        private final List<RowError> errors = new ArrayList<>();
        private int kept;
        private long rows;
        private long accepted;
        private long skipped;
        private long rejected;

        Progress(Order order, UUID id, InputStream file) {
            this.order = order;
            this.id = id;
            this.file = file;
        }

        /** Reads rows until a batch is full or the file ends; answers whether it does not. */
        boolean read() {
            try {
                CsvRows open = reader == null ? open() : reader;
                reader = open;
                for (int i = 0; i < BATCH && open.hasNext(); i++) {
                    rows++;
                    switch (open.next()) {
                        case CsvRows.Bad bad -> reject(bad.error());
                        case CsvRows.Reading row -> {
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
                                            "csv"));
                        }
                    }
                }
                return open.hasNext();
            } catch (CsvFormat.NotReadable e) {
                failure = String.valueOf(e.getMessage());
            } catch (Occurrences.TooMany e) {
                failure = "The file has more than " + Occurrences.MAX_ROWS + " rows; split it.";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return false;
        }

        private CsvRows open() throws IOException {
            byte[] head = file.readNBytes(CsvFormat.HEAD_BYTES);
            CsvFormat found = CsvFormat.detect(head, order.settings());
            format = found;
            return new CsvRows(
                    new SequenceInputStream(new ByteArrayInputStream(head), file),
                    found,
                    order.settings().defaultMetric(),
                    order.settings().zone());
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
                                failure = no.reason();
                                retry = true;
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
