package dev.payoff.connector;

import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.CostStage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What connections have booked as cost, entry by entry. What comes again unchanged is not said
 * again; of what changed, the former line is taken back and the new one said, under event ids that
 * count the changes.
 *
 * <p>As with {@link Statements}, the order of the steps makes a crash harmless: what is to be said
 * is decided and kept in one transaction with the progress of the reading, and is forgotten only
 * after the brokers' ack. Sent twice, it has the same identity and body, and counts once.
 */
@ApplicationScoped
class CostBook {

    /** Lines handed over at a time. */
    static final int MAX_BATCH = 500;

    private static final int MAX_ROUNDS = 40;

    /**
     * An entry that is to be booked.
     *
     * @param line hash of what the outside system calls it
     * @param project id or key; null to book it nowhere
     */
    record Line(String line, @Nullable String project, CostPull.Entry entry) {}

    /** What became of sending. */
    sealed interface Sent {

        /**
         * The brokers have it.
         *
         * @param more whether there is more to send
         */
        record Done(boolean more) implements Sent {}

        /** They do not; it will be sent again. */
        record Unavailable(Receipt.Unavailable receipt) implements Sent {

            /** A sentence on why. */
            public String reason() {
                return receipt.reason();
            }
        }
    }

    private static final String NOTE =
            """
            WITH told AS (
                SELECT t.line, t.project, t.amount::numeric AS amount, t.currency, t.incurred_on, t.category, t.note
                  FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::date[], $11::text[], $12::text[])
                       AS t(line, project, amount, currency, incurred_on, category, note)),
            changed AS (
                SELECT t.*, b.project AS old_project, b.amount AS old_amount, b.currency AS old_currency,
                       b.incurred_on AS old_incurred_on, b.category AS old_category, b.note AS old_note,
                       coalesce(b.revision + 1, 0) AS revision
                  FROM told t LEFT JOIN ledger_line b ON b.connection_id = $1 AND b.line = t.line
                 WHERE b.line IS NULL
                    OR (b.project, b.amount, b.currency, b.incurred_on, b.category)
                       IS DISTINCT FROM (t.project, t.amount, t.currency, t.incurred_on, t.category)),
            kept AS (
                INSERT INTO ledger_line AS l
                    (connection_id, tenant_id, month, round, line, project, amount, currency, incurred_on, category, note, revision)
                SELECT $1, $2, $3, $4, t.line, t.project, t.amount, t.currency, t.incurred_on, t.category, t.note, 0 FROM told t
                ON CONFLICT (connection_id, line) DO UPDATE
                   SET month = excluded.month, round = excluded.round, project = excluded.project, amount = excluded.amount,
                       currency = excluded.currency, incurred_on = excluded.incurred_on, category = excluded.category,
                       note = excluded.note,
                       revision = l.revision + (SELECT count(*) FROM changed c WHERE c.line = l.line)::int),
            taken_back AS (
                INSERT INTO ledger_unsent
                    (connection_id, tenant_id, event_id, project, amount, currency, incurred_on, category, note)
                SELECT $1, $2, $5 || line || '/' || revision || '/back', old_project, -old_amount, old_currency,
                       old_incurred_on, old_category, old_note
                  FROM changed WHERE old_project IS NOT NULL),
            said AS (
                INSERT INTO ledger_unsent
                    (connection_id, tenant_id, event_id, project, amount, currency, incurred_on, category, note)
                SELECT $1, $2, $5 || line || '/' || revision, project, amount, currency, incurred_on, category, note
                  FROM changed WHERE project IS NOT NULL)
            SELECT count(*) AS changes FROM changed WHERE project IS NOT NULL OR old_project IS NOT NULL
            """;

    private static final String CLOSE =
            """
            WITH gone AS (
                UPDATE ledger_line l SET project = NULL, revision = l.revision + 1
                  FROM ledger_line old
                 WHERE l.connection_id = $1 AND l.month = $3 AND l.round <> $4 AND l.project IS NOT NULL
                   AND old.connection_id = l.connection_id AND old.line = l.line
                RETURNING l.line, l.revision, old.project, l.amount, l.currency, l.incurred_on, l.category, l.note)
            INSERT INTO ledger_unsent
                (connection_id, tenant_id, event_id, project, amount, currency, incurred_on, category, note)
            SELECT $1, $2, $5 || line || '/' || revision || '/back', project, -amount, currency, incurred_on, category, note
              FROM gone
            """;

    private final TenantDb db;
    private final Intake intake;

    CostBook(TenantDb db, Intake intake) {
        this.db = db;
        this.intake = intake;
    }

    /** Those of these projects that there are, by id or key, as they were named. */
    static Uni<Set<String>> known(SqlConnection tx, Set<String> projects) {
        return tx.preparedQuery(
                        "SELECT n FROM unnest($1::text[]) AS n"
                                + " WHERE EXISTS (SELECT 1 FROM project p WHERE p.key = n OR p.id::text = n)")
                .execute(Tuple.of((Object) projects.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getString(0)));
                    return known;
                });
    }

    /** Whether an entry of this page was on an earlier page of the same round already. */
    static Uni<Boolean> repeats(SqlConnection tx, Connection of, int round, List<Line> lines) {
        return tx.preparedQuery(
                        "SELECT 1 FROM ledger_line WHERE connection_id = $1 AND round = $2"
                                + " AND line = ANY($3) LIMIT 1")
                .execute(Tuple.of(of.id(), round, texts(lines, Line::line)))
                .map(rows -> rows.size() > 0);
    }

    /** Books a page's entries; answers how many were booked otherwise than before. */
    static Uni<Integer> note(
            SqlConnection tx, Connection of, YearMonth month, int round, List<Line> lines) {
        Tuple parameters =
                Tuple.from(
                        new Object[] {
                            of.id(),
                            of.tenantId(),
                            month.atDay(1),
                            round,
                            prefix(of),
                            texts(lines, Line::line),
                            texts(lines, Line::project),
                            texts(lines, line -> line.entry().amount().toPlainString()),
                            texts(lines, line -> line.entry().currency()),
                            lines.stream().map(line -> line.entry().on()).toArray(LocalDate[]::new),
                            texts(lines, line -> line.entry().category()),
                            texts(lines, line -> line.entry().note())
                        });
        return tx.preparedQuery(NOTE)
                .execute(parameters)
                .map(rows -> Math.toIntExact(rows.iterator().next().getLong("changes")));
    }

    /** Takes back what a month had and was not there in this round; answers how much that is. */
    static Uni<Integer> close(SqlConnection tx, Connection of, YearMonth month, int round) {
        return tx.preparedQuery(CLOSE)
                .execute(Tuple.of(of.id(), of.tenantId(), month.atDay(1), round, prefix(of)))
                .map(rows -> rows.rowCount());
    }

    private static String prefix(Connection of) {
        return of.kind() + "/" + of.id() + "/";
    }

    private static @Nullable String[] texts(
            List<Line> lines, Function<Line, @Nullable String> text) {
        @Nullable String[] texts = new @Nullable String[lines.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text.apply(lines.get(i));
        }
        return texts;
    }

    /** Sends what a connection has not sent yet, earlier failures' remains included. */
    Uni<Sent> send(Connection connection) {
        return Draining.of(
                        () -> db.inTransaction(connection.tenantId(), tx -> unsent(tx, connection)),
                        MAX_BATCH,
                        batch -> intake.costs(connection.tenantKey(), batch),
                        batch -> forget(connection, batch),
                        MAX_ROUNDS)
                .map(drained ->
                        drained.failure() == null
                                ? new Sent.Done(drained.more())
                                : new Sent.Unavailable(drained.failure()));
    }

    private static Uni<List<OutgoingCost>> unsent(SqlConnection tx, Connection connection) {
        return tx.preparedQuery(
                        "SELECT * FROM ledger_unsent WHERE connection_id = $1 ORDER BY event_id LIMIT $2")
                .execute(Tuple.of(connection.id(), MAX_BATCH))
                .map(rows -> {
                    List<OutgoingCost> batch = new ArrayList<>();
                    for (Row row : rows) {
                        BigDecimal amount = row.getBigDecimal("amount");
                        batch.add(
                                new OutgoingCost(
                                        row.getString("project"),
                                        amount,
                                        row.getString("currency"),
                                        row.getLocalDate("incurred_on"),
                                        row.getString("category"),
                                        CostStage.ACTUAL,
                                        row.getString("note"),
                                        row.getString("event_id"),
                                        connection.kind()));
                    }
                    return batch;
                });
    }

    private Uni<Void> forget(Connection connection, List<OutgoingCost> batch) {
        String[] ids = batch.stream().map(OutgoingCost::eventId).toArray(String[]::new);
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "DELETE FROM ledger_unsent WHERE connection_id = $1"
                                                + " AND event_id = ANY($2)")
                                .execute(Tuple.of(connection.id(), ids))
                                .replaceWithVoid());
    }
}
