package dev.payoff.stream;

import static dev.payoff.stream.Bench.rows;

import dev.payoff.app.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A project with one metric, whose readings move episodes and figures. */
abstract class StreamOutTestBase {

    final Bench bench = new Bench();
    final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));

    UUID metric;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        metric = bench.level("cloud", "cost", "");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    UUID rule(String more) {
        return UUID.fromString(
                bench.post("rules", "{'name':'r','severity':'WARNING',%s}".formatted(more))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    void readings(Object... minutesAndValues) {
        for (int i = 0; i < minutesAndValues.length; i += 2) {
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    minutesAndValues[i + 1].toString(),
                    hour.plus(Duration.ofMinutes((int) minutesAndValues[i])),
                    "");
        }
        bench.committed();
    }

    List<List<String>> episodes(UUID rule) {
        return rows(
                "SELECT id::text, state, late::text, extract(epoch FROM active_at - ?)::int / 60,"
                        + " extract(epoch FROM fired_at - ?)::int / 60, extract(epoch FROM resolved_at - ?)::int / 60, value"
                        + " FROM episode WHERE rule_id = ? ORDER BY active_at",
                hour,
                hour,
                hour,
                rule);
    }
}
