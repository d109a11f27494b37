package dev.payoff.analytics;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scenarios in the database, within a transaction that is confined to a tenant. */
final class ScenarioStore {

    /** The most that a tenant may keep. */
    static final int MAX_SCENARIOS = 500;

    private static final String SELECT =
            """
            SELECT id, name, currency, input::text, basis::text, result::text, version, created_by,
                   created_at, solved_at, approved_at, approved_by
              FROM scenario WHERE removed_at IS NULL
            """;

    private static final String INSERT =
            """
            INSERT INTO scenario (id, tenant_id, name, currency, input, basis, result, auto_solve,
                                  created_by, created_at, solved_at, looked_at, workings)
            SELECT $1, $2, $3, $4, cast($5::text AS jsonb), cast($6::text AS jsonb), cast($7::text AS jsonb),
                   $8, $9, $10, $10, $10, cast($11::text AS jsonb)
             WHERE (SELECT count(*) FROM scenario WHERE removed_at IS NULL) < %d
            """
                    .formatted(MAX_SCENARIOS);

    private static final String SOLVED =
            """
            UPDATE scenario SET basis = cast($2::text AS jsonb), result = cast($3::text AS jsonb),
                   solved_at = $4, looked_at = $4, version = version + 1, workings = cast($6::text AS jsonb)
             WHERE id = $1 AND version = $5 AND approved_at IS NULL AND removed_at IS NULL
            """;

    private ScenarioStore() {}

    static Uni<Scenario> find(SqlConnection tx, String id, String lock) {
        @Nullable UUID wanted = uuid(id);
        if (wanted == null) {
            throw absent(id);
        }
        return tx.preparedQuery(SELECT + " AND id = $1" + lock)
                .execute(Tuple.of(wanted))
                .map(rows -> {
                    for (Row row : rows) {
                        return scenario(row);
                    }
                    throw absent(id);
                });
    }

    private static ProblemException absent(String id) {
        return ProblemException.notFound("scenario", id.length() > 64 ? id.substring(0, 64) : id);
    }

    private static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Scenarios after one, oldest first, one more than the limit where there are more. */
    static Uni<List<Scenario>> page(SqlConnection tx, @Nullable UUID after, int limit) {
        return tx.preparedQuery(SELECT + " AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2")
                .execute(Tuple.of(after, limit + 1))
                .map(rows -> {
                    List<Scenario> found = new ArrayList<>();
                    rows.forEach(row -> found.add(scenario(row)));
                    return found;
                });
    }

    static Uni<Void> insert(
            SqlConnection tx,
            UUID tenant,
            UUID id,
            ScenarioInput input,
            String currency,
            Solved solved,
            String by,
            Instant now) {
        return tx.preparedQuery(INSERT)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    id,
                                    tenant,
                                    input.name(),
                                    currency,
                                    Json.text(input),
                                    Json.text(solved.basis()),
                                    Json.text(solved.result()),
                                    Boolean.TRUE.equals(input.autoSolve()),
                                    by,
                                    at(now),
                                    text(solved)
                                }))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ProblemException.of(
                                409,
                                "LIMIT_REACHED",
                                "Limit reached",
                                "A tenant may have " + MAX_SCENARIOS + " scenarios at most.",
                                "Remove one that is no longer needed.");
                    }
                })
                .replaceWithVoid();
    }

    /** A new answer to the same question; whether it was still the version that was asked. */
    static Uni<Boolean> solved(SqlConnection tx, Scenario before, Solved solved, Instant now) {
        return tx.preparedQuery(SOLVED)
                .execute(
                        Tuple.of(
                                before.id(),
                                Json.text(solved.basis()),
                                Json.text(solved.result()),
                                at(now),
                                before.version(),
                                text(solved)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** An answer, what it was answered with, and what its figures are made of. */
    record Solved(List<Basis> basis, ScenarioResult result, @Nullable ChoiceWorkings workings) {}

    private static @Nullable String text(Solved solved) {
        return solved.workings() == null ? null : Json.text(solved.workings());
    }

    /** What its figures are made of; empty where that was not kept. */
    static Uni<Optional<ChoiceWorkings>> workings(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT workings::text FROM scenario WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    String text = rows.iterator().next().getString("workings");
                    return text == null
                            ? Optional.empty()
                            : Optional.of(Json.read(text, new TypeReference<ChoiceWorkings>() {}));
                });
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Scenario scenario(Row row) {
        OffsetDateTime approved = row.getOffsetDateTime("approved_at");
        return new Scenario(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("currency"),
                Json.read(row.getString("input"), new TypeReference<>() {}),
                Json.read(row.getString("basis"), new TypeReference<>() {}),
                Json.read(row.getString("result"), new TypeReference<>() {}),
                false,
                List.of(),
                row.getInteger("version"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("solved_at").toInstant(),
                approved == null ? null : approved.toInstant(),
                row.getString("approved_by"));
    }
}
