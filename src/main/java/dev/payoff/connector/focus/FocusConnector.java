package dev.payoff.connector.focus;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Connector;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.ImportJournal.Tally;
import dev.payoff.connector.ImportJournal.Total;
import dev.payoff.connector.ImportJournal;
import dev.payoff.connector.Intake;
import dev.payoff.connector.Occurrences;
import dev.payoff.connector.OutgoingCost;
import dev.payoff.connector.Receipt;
import dev.payoff.identity.Caller;
import dev.payoff.portfolio.CostStage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads FOCUS files in, batch by batch: the next one is read when the brokers have the one before,
 * so that at most one batch of lines and one of errors is held, and the upload slows down to what
 * Kafka takes. A run's state is handed from step to step, never shared.
 */
@ApplicationScoped
public class FocusConnector implements Connector {

    private static final int BATCH = 500;
    private static final int MAX_CATEGORY_CHARS = 100;
    private static final int MAX_NOTE_CHARS = 300;

    /**
     * How a run ended.
     *
     * @param failure why it could not be finished, or null
     * @param retry whether the same file may be sent again as it is
     */
    record Run(UUID id, Tally tally, @Nullable String failure, boolean retry) {}

    private final Intake intake;
    private final ImportJournal journal;

    FocusConnector(Intake intake, ImportJournal journal) {
        this.intake = intake;
        this.journal = journal;
    }

    @Override
    public String kind() {
        return "focus";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> violations = new ArrayList<>();
        FocusMapping.parse(config, violations);
        return violations;
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Files come by upload: POST /api/v1/imports/focus?connection="
                                        + connection.id()
                                        + "&dryRun=true tells what a file would add."));
    }

    /**
     * Reads a file in, or only tells what it would add. The file is read on worker threads, one
     * batch at a time.
     */
    Uni<Run> run(
            Caller caller,
            @Nullable UUID connection,
            FocusMapping mapping,
            String fileName,
            boolean dryRun,
            InputStream file) {
        return journal.begin(caller, "focus", connection, fileName, dryRun)
                .chain(id -> {
                    Progress progress = new Progress(caller, id, dryRun, mapping, file);
                    return Multi.createBy()
                            .repeating()
                            .uni(() -> step(progress))
                            .whilst(more -> more)
                            .collect()
                            .last()
                            .chain(progress::keepErrors)
                            .chain(() ->
                                    journal.end(caller, id, progress.tally(), progress.failure))
                            .replaceWith(() ->
                                    new Run(
                                            id,
                                            progress.tally(),
                                            progress.failure,
                                            progress.retry));
                });
    }

    /** Reads a batch and hands it over; answers whether there is more to do. */
    private Uni<Boolean> step(Progress progress) {
        return Uni.createFrom()
                .item(progress::read)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(more ->
                        progress.send()
                                .chain(progress::keepErrors)
                                .map(done -> more && progress.failure == null));
    }

    /** What a run has come to. */
    private final class Progress {
        private final Caller caller;
        private final UUID id;
        private final boolean dryRun;
        private final FocusMapping mapping;
        private final InputStream file;
        private @Nullable FocusRows reader;
        private @Nullable String failure;
        private boolean retry;
        private final List<OutgoingCost> lines = new ArrayList<>();
        private final List<FocusRows.Charge> charges = new ArrayList<>();
        private final List<RowError> errors = new ArrayList<>();
        private final Map<String, Total> totals = new LinkedHashMap<>();
        private int kept;
        private long rows;
        private long accepted;
        private long skipped;
        private long rejected;

        Progress(Caller caller, UUID id, boolean dryRun, FocusMapping mapping, InputStream file) {
            this.caller = caller;
            this.id = id;
            this.dryRun = dryRun;
            this.mapping = mapping;
            this.file = file;
        }

        /** Reads rows until a batch is full or the file ends; answers whether it does not. */
        boolean read() {
            try {
                FocusRows open =
                        reader != null ? reader : new FocusRows(file, mapping.amountColumn());
                reader = open;
                for (int i = 0; i < BATCH && open.hasNext(); i++) {
                    take(open.next());
                }
                return open.hasNext();
            } catch (FocusRows.NotFocus e) {
                failure = String.valueOf(e.getMessage());
            } catch (Occurrences.TooMany e) {
                failure =
                        "The file has more than "
                                + Occurrences.MAX_ROWS
                                + " rows; send it by billing period or account.";
            }
            return false;
        }

        private void take(FocusRows.Row row) {
            rows++;
            switch (row) {
                case FocusRows.Bad bad ->
                        reject(
                                new RowError(
                                        bad.line(),
                                        bad.column(),
                                        bad.code(),
                                        bad.detail(),
                                        bad.cell()));
                case FocusRows.Charge charge -> {
                    String project = mapping.project(charge);
                    if (project == null || charge.amount().signum() == 0) {
                        skipped++;
                    } else {
                        charges.add(charge);
                        lines.add(line(charge, project));
                    }
                }
            }
        }

        private void reject(RowError error) {
            rejected++;
            if (kept + errors.size() < ImportJournal.MAX_ERRORS) {
                errors.add(error);
            }
        }

        Uni<Void> send() {
            if (dryRun || lines.isEmpty()) {
                count();
                return Uni.createFrom().voidItem();
            }
            return intake.costs(caller.tenantKey(), List.copyOf(lines))
                    .invoke(receipt -> {
                        switch (receipt) {
                            case Receipt.Unavailable no -> {
                                failure = no.reason();
                                retry = true;
                            }
                            case Receipt.Taken taken -> {
                                drop(taken.rejected());
                                count();
                            }
                        }
                    })
                    .replaceWithVoid();
        }

        private void count() {
            for (OutgoingCost line : lines) {
                accepted++;
                totals.merge(
                        line.project() + ' ' + line.currency(),
                        new Total(line.project(), line.currency(), 1, line.amount()),
                        (a, b) ->
                                new Total(
                                        a.project(),
                                        a.currency(),
                                        a.rows() + 1,
                                        a.amount().add(b.amount())));
            }
            lines.clear();
            charges.clear();
        }

        private void drop(List<Receipt.Refusal> refusals) {
            List<Receipt.Refusal> fromTheEnd =
                    refusals.stream()
                            .sorted((a, b) -> Integer.compare(b.index(), a.index()))
                            .toList();
            for (Receipt.Refusal refusal : fromTheEnd) {
                lines.remove(refusal.index());
                reject(
                        new RowError(
                                charges.get(refusal.index()).line(),
                                null,
                                refusal.code(),
                                refusal.detail(),
                                null));
            }
        }

        Uni<Void> keepErrors() {
            List<RowError> batch = List.copyOf(errors);
            int first = kept;
            kept += batch.size();
            errors.clear();
            return journal.errors(caller, id, first, batch);
        }

        Tally tally() {
            // Where a run ends early, the lines that were read but not confirmed count as skipped.
            return new Tally(
                    rows, accepted, skipped + lines.size(), rejected, List.copyOf(totals.values()));
        }
    }

    private static OutgoingCost line(FocusRows.Charge charge, String project) {
        String category = charge.category();
        return new OutgoingCost(
                project,
                charge.amount(),
                charge.currency(),
                charge.incurredOn(),
                category.length() <= MAX_CATEGORY_CHARS
                        ? category
                        : category.substring(0, MAX_CATEGORY_CHARS),
                CostStage.ACTUAL,
                note(charge),
                charge.eventId(),
                "focus");
    }

    private static @Nullable String note(FocusRows.Charge charge) {
        String service = charge.text("ServiceName");
        return service == null || service.length() <= MAX_NOTE_CHARS
                ? service
                : service.substring(0, MAX_NOTE_CHARS);
    }
}
