package dev.payoff.connector;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the reading of each ledger stands; kept, so that it goes on where it stopped. */
final class CostPlaces {

    /**
     * Where the reading of a connection's ledger stands.
     *
     * @param settings hash of the settings that it is read with
     * @param round counts the readings of the ledger; the same within one month
     * @param page what the outside system calls the page to read; null for the first
     * @param pages read of this month
     */
    record Place(String settings, int round, YearMonth month, @Nullable String page, int pages) {

        Place turned(String next) {
            return new Place(settings, round, month, next, pages + 1);
        }

        Place monthAfter() {
            return new Place(settings, round, month.plusMonths(1), null, 0);
        }

        /** The same month from its first page on; what was read of it counts for nothing. */
        Place monthAnew() {
            return new Place(settings, round + 1, month, null, 0);
        }

        /**
         * Where a turn begins.
         *
         * @param kept where the last one ended, or null
         * @param upToDate whether that was the present
         */
        static Place begin(
                @Nullable Place kept, boolean upToDate, JsonObject config, YearMonth present) {
            String settings = hash(config);
            if (kept == null || !kept.settings().equals(settings)) {
                return new Place(
                        settings,
                        kept == null ? 1 : kept.round() + 1,
                        present.minusMonths(config.getInteger("backfillMonths")),
                        null,
                        0);
            }
            return upToDate
                    ? new Place(
                            settings,
                            kept.round() + 1,
                            present.minusMonths(config.getInteger("openMonths") - 1L),
                            null,
                            0)
                    : kept;
        }

        /** The same for the same settings, in whichever order they stand. */
        static String hash(JsonObject config) {
            String text = new JsonObject(new TreeMap<>(config.getMap())).encode();
            return Signatures.digest(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private CostPlaces() {}

    /** Whether an instance still holds a connection; until the transaction ends, no other can. */
    static Uni<Boolean> held(SqlConnection tx, Connection connection, UUID lease) {
        return tx.preparedQuery(
                        "SELECT 1 FROM connection WHERE id = $1 AND lease_token = $2 FOR SHARE")
                .execute(Tuple.of(connection.id(), lease))
                .map(rows -> rows.size() > 0);
    }

    /** Where a turn begins. */
    static Uni<Place> begin(SqlConnection tx, Connection connection, YearMonth present) {
        return tx.preparedQuery("SELECT * FROM ledger_place WHERE connection_id = $1")
                .execute(Tuple.of(connection.id()))
                .map(rows -> {
                    for (Row row : rows) {
                        LocalDate month = row.getLocalDate("month");
                        Place kept =
                                new Place(
                                        row.getString("settings"),
                                        row.getInteger("round"),
                                        month == null ? present : YearMonth.from(month),
                                        row.getString("page"),
                                        row.getInteger("pages"));
                        return Place.begin(kept, month == null, connection.config(), present);
                    }
                    return Place.begin(null, false, connection.config(), present);
                });
    }

    /**
     * Keeps where the reading stands.
     *
     * @param upToDate whether there is nothing left to read for now
     */
    static Uni<Void> keep(SqlConnection tx, Connection connection, Place place, boolean upToDate) {
        return tx.preparedQuery(
                        """
                        INSERT INTO ledger_place (connection_id, tenant_id, settings, round, month, page, pages)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (connection_id) DO UPDATE
                           SET settings = excluded.settings, round = excluded.round, month = excluded.month,
                               page = excluded.page, pages = excluded.pages
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    connection.id(),
                                    connection.tenantId(),
                                    place.settings(),
                                    place.round(),
                                    upToDate ? null : place.month().atDay(1),
                                    place.page(),
                                    place.pages()
                                }))
                .replaceWithVoid();
    }
}
