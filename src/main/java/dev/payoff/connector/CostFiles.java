package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.CostPlaces.Place;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Costs of whole months out of files: a file says all that there is of its months, so that one that
 * comes again with other lines corrects them, as a ledger that is read again does.
 */
@ApplicationScoped
public class CostFiles {

    /** Entries written at a time. */
    private static final int BATCH = 1_000;

    /**
     * What a file comes to.
     *
     * @param booked entries that have a project
     * @param unmapped entries that have none
     * @param problems sentences on what could not be booked
     * @param changes how many entries are booked otherwise than before; 0 for a trial
     * @param failure why the brokers do not have it yet, or null
     */
    public record Filed(
            List<Entry> booked,
            List<String> projects,
            int unmapped,
            List<String> problems,
            int changes,
            @Nullable String failure) {}

    private final TenantDb db;
    private final CostBook book;

    CostFiles(TenantDb db, CostBook book) {
        this.db = db;
        this.book = book;
    }

    /** Books months, or only tells what that would come to. */
    public Uni<Filed> file(
            Connection connection, Map<YearMonth, List<Entry>> months, boolean dryRun) {
        return db.inTransaction(connection.tenantId(), tx -> book(tx, connection, months, dryRun))
                .chain(filed ->
                        dryRun
                                ? Uni.createFrom().item(filed)
                                : book.send(connection)
                                        .map(sent ->
                                                switch (sent) {
                                                    case CostBook.Sent.Done done -> filed;
                                                    case CostBook.Sent.Unavailable no ->
                                                            failed(filed, no.reason());
                                                }));
    }

    private static Filed failed(Filed filed, String reason) {
        return new Filed(
                filed.booked(),
                filed.projects(),
                filed.unmapped(),
                filed.problems(),
                filed.changes(),
                reason);
    }

    private static Uni<Filed> book(
            SqlConnection tx,
            Connection connection,
            Map<YearMonth, List<Entry>> months,
            boolean dryRun) {
        ProjectRules rules =
                ProjectRules.parse(
                        connection.config(), name -> true, "", new ArrayList<Violation>());
        Set<String> named = new HashSet<>(rules.projects());
        months.values().forEach(entries -> named.addAll(CostLines.own(entries)));
        return CostBook.known(tx, named)
                .chain(known ->
                        (dryRun ? Uni.createFrom().item(0) : round(tx, connection))
                                .chain(round -> {
                                    List<String> problems = new ArrayList<>();
                                    List<Entry> booked = new ArrayList<>();
                                    List<String> projects = new ArrayList<>();
                                    List<Month> all = new ArrayList<>();
                                    int[] unmapped = {0};
                                    months.forEach((month, entries) -> {
                                        List<CostBook.Line> lines =
                                                CostLines.of(
                                                        entries,
                                                        new Place("", round, month, null, 0),
                                                        rules,
                                                        known,
                                                        problems);
                                        all.add(new Month(month, lines));
                                        for (CostBook.Line line : lines) {
                                            if (line.project() == null) {
                                                unmapped[0]++;
                                            } else {
                                                booked.add(line.entry());
                                                projects.add(line.project());
                                            }
                                        }
                                    });
                                    Filed filed =
                                            new Filed(
                                                    booked,
                                                    projects,
                                                    unmapped[0],
                                                    problems.stream().distinct().toList(),
                                                    0,
                                                    null);
                                    return dryRun
                                            ? Uni.createFrom().item(filed)
                                            : note(tx, connection, all, round, filed);
                                }));
    }

    private record Month(YearMonth month, List<CostBook.Line> lines) {}

    private static Uni<Filed> note(
            SqlConnection tx, Connection connection, List<Month> months, int round, Filed filed) {
        return Multi.createFrom()
                .iterable(months)
                .onItem()
                .transformToUniAndConcatenate(month ->
                        Multi.createFrom()
                                .iterable(batches(month.lines()))
                                .onItem()
                                .transformToUniAndConcatenate(batch ->
                                        CostBook.note(tx, connection, month.month(), round, batch))
                                .collect()
                                .with(java.util.stream.Collectors.summingInt(n -> n))
                                .chain(changes ->
                                        CostBook.close(tx, connection, month.month(), round)
                                                .map(gone -> changes + gone)))
                .collect()
                .with(java.util.stream.Collectors.summingInt(n -> n))
                .map(changes ->
                        new Filed(
                                filed.booked(),
                                filed.projects(),
                                filed.unmapped(),
                                filed.problems(),
                                changes,
                                null));
    }

    private static List<List<CostBook.Line>> batches(List<CostBook.Line> lines) {
        List<List<CostBook.Line>> batches = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += BATCH) {
            batches.add(lines.subList(i, Math.min(lines.size(), i + BATCH)));
        }
        return batches;
    }

    /** The next round; until the transaction ends, no other file of this connection gets one. */
    private static Uni<Integer> round(SqlConnection tx, Connection connection) {
        return tx.preparedQuery(
                        "INSERT INTO ledger_place (connection_id, tenant_id, settings, round)"
                                + " VALUES ($1, $2, 'files', 1) ON CONFLICT (connection_id) DO UPDATE"
                                + " SET settings = 'files', round = ledger_place.round + 1, month = NULL"
                                + " RETURNING round")
                .execute(Tuple.of(connection.id(), connection.tenantId()))
                .map(rows -> rows.iterator().next().getInteger("round"));
    }
}
