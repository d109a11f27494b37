package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rounded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The worked examples of the value model, from Kafka to the answer of the API. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class WorkedExamplesOnServersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void workedExampleA() {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", ",'confidence':0.8");
        List<Integer> hours = new ArrayList<>();
        for (int hour = 0; hour < 730; hour++) {
            hours.add(hour);
            if (hour % 10 == 0) {
                hours.add(hour);
            }
        }
        Collections.shuffle(hours, new Random(1));
        for (int i = 0; i < hours.size(); i++) {
            int hour = hours.get(i);
            bench.send(
                    Topics.MONITORING,
                    "cloud/cost",
                    "44000",
                    START.plus(Duration.ofHours(hour)),
                    ",'eventId':'h" + hour + "'");
            if (i == hours.size() / 2) {
                bench.confirmed();
            }
        }
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-10','category':'CLOUD'}")
                .statusCode(201);
        bench.committed();
        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .isEqualTo(730);
        String end = "2026-01-31T10:00:00Z";
        JsonPath value = bench.get("projects/cloud/value?asOf=" + end);
        assertThat(rounded(money(value, "realised"), 6)).isEqualTo("5995.893224");
        assertThat(rounded(money(value, "weighted"), 6)).isEqualTo("4796.714579");
        assertThat(rounded(money(value, "roiSimple"), 9)).isEqualTo("0.498973306");
        assertThat(rounded(money(value, "cost"), 2)).isEqualTo("4000.00");
        JsonPath firstHour = bench.get("projects/cloud/value?asOf=2026-01-01T01:00:00Z");
        assertThat(rounded(money(firstHour, "realised"), 8)).isEqualTo("8.21355236");
        JsonPath halfHour = bench.get("projects/cloud/value?asOf=2026-01-01T00:30:00Z");
        assertThat(rounded(money(halfHour, "realised"), 8)).isEqualTo("4.10677618");
    }

    @Test
    void workedExampleB() {
        Instant hour = START.plus(Duration.ofDays(40));
        bench.project("desk");
        bench.flow("desk", "tickets", hour);
        for (int i = 4; i >= 0; i--) {
            for (int again = 0; again < 2; again++) {
                bench.send(
                        Topics.BUSINESS,
                        "desk/tickets",
                        "1",
                        hour.plusSeconds(600L * i),
                        ",'eventId':'t" + i + "'");
            }
        }
        bench.committed();
        JsonPath value = bench.get("projects/desk/value?asOf=" + hour.plusSeconds(3600));
        assertThat(rounded(money(value, "realised"), 6)).isEqualTo("58.357290");
        // (5 − 100/730.5) · 12, cut after nine digits as the design shows it.
        assertThat(money(value, "realised").toPlainString()).startsWith("58.357289");
    }

    @Test
    void workedExampleC() {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", "");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(2));
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plusSeconds(600), "");
        bench.committed();
        Instant between = Instant.now().truncatedTo(ChronoUnit.MICROS);
        bench.send(Topics.BUSINESS, "cloud/cost", "46000", hour.plusSeconds(1200), "");
        bench.committed();
        String asOf = "projects/cloud/value?asOf=" + hour.plusSeconds(3600);
        BigDecimal now = money(bench.get(asOf), "realised");
        BigDecimal then = money(bench.get(asOf + "&asKnownAt=" + between), "realised");
        assertThat(rounded(now, 8)).isEqualTo("6.84462697");
        assertThat(rounded(then, 8)).isEqualTo("8.21355236");
        assertThat(rounded(then.subtract(now), 8)).isEqualTo("1.36892539");
        JsonPath windows =
                bench.get(
                        "metrics/"
                                + metric
                                + "/windows?size=hour&from="
                                + hour
                                + "&to="
                                + hour.plusSeconds(3600));
        assertThat(windows.getList("windows")).hasSize(1);
        assertThat(money(windows, "windows[0].mean")).isEqualByComparingTo("45000");
        assertThat(money(windows, "windows[0].last")).isEqualByComparingTo("46000");
        assertThat(windows.getInt("windows[0].revision")).isEqualTo(1);
    }
}
