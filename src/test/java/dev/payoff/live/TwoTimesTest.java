package dev.payoff.live;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import dev.payoff.value.QuantileSketch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows, value and return: as of any time, as known at any time; and what is restated. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class TwoTimesTest {

    private static final List<String> SIZES = List.of("minute", "hour", "day", "month");

    private final Bench bench = new Bench();
    private UUID metric;
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        metric = bench.level("cloud", "cost", "");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void reading(String value, Duration after, String more) {
        bench.send(Topics.BUSINESS, "cloud/cost", value, hour.plus(after), more);
    }

    /** When the last batch was recorded. */
    private Instant known() {
        return text(
                        "SELECT to_char(max(recorded_at) AT TIME ZONE 'UTC',"
                                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM measurement WHERE"
                                + " tenant_id = ?",
                        bench.tenant)
                .transform(Instant::parse);
    }

    private List<Map<String, Object>> windows(String query) {
        return bench.get("metrics/" + metric + "/windows?" + query).getList("windows");
    }

    /** What must not change: all but the revision, which only the present has. */
    private static List<Map<String, Object>> withoutRevision(List<Map<String, Object>> windows) {
        return windows.stream()
                .map(window -> {
                    Map<String, Object> told = new HashMap<>(window);
                    told.remove("revision");
                    return told;
                })
                .toList();
    }

    @Test
    void whatWasToldOnceIsToldAgainAsKnownThen() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        record Told(
                Instant known,
                Map<String, List<Map<String, Object>>> windows,
                Map<String, Object> value) {}
        Instant asOf = hour.plus(Duration.ofHours(20));
        List<Told> told = new ArrayList<>();
        int event = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 25; i++) {
                boolean corrects = event > 0 && random.nextInt(3) == 0;
                reading(
                        BigDecimal.valueOf(random.nextInt(4_000_000, 5_000_000), 2).toString(),
                        Duration.ofSeconds(random.nextInt(28 * 3600)),
                        corrects
                                ? ",'eventId':'e%d','revision':%d"
                                        .formatted(random.nextInt(event), 1 + random.nextInt(4))
                                : ",'eventId':'e%d'".formatted(event++));
            }
            bench.committed();
            Map<String, List<Map<String, Object>>> now = new HashMap<>();
            for (String size : SIZES) {
                now.put(size, windows("size=" + size + "&quantiles=0,0.5,0.95,1"));
                assertThat(now.get(size)).isNotEmpty().allMatch(w -> w.get("revision") != null);
            }
            told.add(new Told(known(), now, figures("asOf=" + asOf)));
        }
        for (Told then : told) {
            for (String size : SIZES) {
                assertThat(
                                withoutRevision(
                                        windows(
                                                "size="
                                                        + size
                                                        + "&quantiles=0,0.5,0.95,1&asKnownAt="
                                                        + then.known())))
                        .as("seed %d: %ss as known at %s", seed, size, then.known())
                        .isEqualTo(withoutRevision(then.windows().get(size)));
            }
            assertThat(figures("asOf=" + asOf + "&asKnownAt=" + then.known()))
                    .as("seed %d: value as known at %s", seed, then.known())
                    .isEqualTo(then.value());
        }
    }

    @Test
    void thePortfolioTurnsBackWithItsProjects() {
        reading("44000", Duration.ZERO, ",'eventId':'first'");
        bench.committed();
        Instant known = known();
        reading("41000", Duration.ZERO, ",'eventId':'first','revision':2");
        bench.committed();
        Instant asOf = hour.plus(Duration.ofHours(2));

        JsonPath then = bench.get("portfolio?asOf=" + asOf + "&asKnownAt=" + known);
        JsonPath since = bench.get("portfolio?asOf=" + asOf);

        assertThat(then.getString("asOf")).isEqualTo(asOf.toString());
        assertThat(then.<Object>get("projects[0].realised"))
                .isEqualTo(figures("asOf=" + asOf + "&asKnownAt=" + known).get("realised"))
                .isEqualTo(then.get("totals.realised"));
        assertThat(since.<Object>get("projects[0].realised"))
                .isEqualTo(figures("asOf=" + asOf).get("realised"))
                .isNotEqualTo(then.get("projects[0].realised"));
        assertThat(then.getInt("totals.cost")).isEqualTo(4000);
    }

    private Map<String, Object> figures(String query) {
        JsonPath value = bench.get("projects/cloud/value?" + query);
        Map<String, Object> figures = new HashMap<>();
        for (String figure :
                List.of("realised", "weighted", "cost", "roiSimple", "roiDiscounted", "npv")) {
            figures.put(figure, value.get(figure));
        }
        return figures;
    }

    @Test
    void asOfLeavesOutWhatWasObservedLater() {
        reading("40000", Duration.ofMinutes(10), "");
        reading("44000", Duration.ofMinutes(20), "");
        reading("48000", Duration.ofMinutes(70), "");
        bench.committed();
        List<Map<String, Object>> then =
                windows("size=hour&quantiles=0.5&asOf=" + hour.plus(Duration.ofMinutes(20)));
        assertThat(then).hasSize(1);
        assertThat(then.getFirst()).containsEntry("count", 2).containsEntry("revision", null);
        assertThat(windows("size=hour&asOf=" + hour.plus(Duration.ofMinutes(19))).getFirst())
                .containsEntry("count", 1)
                .containsEntry("stdDev", null);
        assertThat(windows("size=day&asOf=" + hour.minusSeconds(1))).isEmpty();
        assertThat(windows("size=month&asKnownAt=2026-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void quantilesAreWithinOnePercent_andTheDeviationIsExactToTheLastDigitShown() {
        List<BigDecimal> values = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            values.add(BigDecimal.valueOf(random.nextInt(1_000, 9_000_000), 2));
            reading(values.get(i).toString(), Duration.ofSeconds(i), "");
        }
        bench.committed();
        Collections.sort(values);
        for (String size : List.of("hour", "day", "month")) {
            Map<String, Object> window =
                    windows("size=" + size + "&quantiles=0.1,0.5,0.99").getFirst();
            assertThat(window).containsEntry("count", 200);
            Map<?, ?> quantiles = (Map<?, ?>) window.get("quantiles");
            for (Map.Entry<String, Integer> asked :
                    Map.of("0.1", 20, "0.5", 100, "0.99", 198).entrySet()) {
                BigDecimal exact = values.get(asked.getValue() - 1);
                BigDecimal shown = new BigDecimal(quantiles.get(asked.getKey()).toString());
                assertThat(shown.subtract(exact).abs())
                        .isLessThanOrEqualTo(exact.multiply(QuantileSketch.RELATIVE_ERROR));
            }
            assertThat(new BigDecimal(window.get("stdDev").toString()))
                    .isEqualByComparingTo(rounded(deviation(values), 10));
        }
        // A minute keeps no sketch and tells the same of its readings.
        Map<String, Object> minute = windows("size=minute&quantiles=0.5").getFirst();
        assertThat(minute.get("quantiles")).isNotNull();
        assertThat(windows("size=minute").getFirst()).containsEntry("quantiles", null);
    }

    /** In two passes, the squares of the distances from the mean, with 50 digits. */
    private static BigDecimal deviation(List<BigDecimal> values) {
        MathContext digits = new MathContext(50);
        BigDecimal count = BigDecimal.valueOf(values.size());
        BigDecimal mean =
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(count, digits);
        return values.stream()
                .map(value -> value.subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(count.subtract(BigDecimal.ONE), digits)
                .sqrt(digits);
    }

    @Test
    void monthsAreThoseOfTheTenantsZone() {
        Instant turn =
                OffsetDateTime.now()
                        .atZoneSameInstant(ZoneId.of("Europe/Berlin"))
                        .toLocalDate()
                        .withDayOfMonth(1)
                        .atStartOfDay(ZoneId.of("Europe/Berlin"))
                        .toInstant();
        bench.send(Topics.BUSINESS, "cloud/cost", "1", turn.minusSeconds(1), "");
        bench.send(Topics.BUSINESS, "cloud/cost", "2", turn, "");
        bench.committed();
        for (String moment : List.of("", "&asKnownAt=" + known())) {
            List<Map<String, Object>> months = windows("size=month" + moment);
            assertThat(months).extracting(m -> m.get("count")).containsExactly(1, 1);
            assertThat(Instant.parse(months.getFirst().get("end").toString())).isEqualTo(turn);
            assertThat(Instant.parse(months.getLast().get("start").toString())).isEqualTo(turn);
            assertThat(windows("size=month&from=" + turn + moment)).hasSize(1);
            assertThat(windows("size=month&to=" + turn + moment)).hasSize(1);
        }
    }

    @Test
    void pagesOfAnotherTimeFollowEachOther() {
        for (int i = 0; i < 7; i++) {
            reading("4" + i, Duration.ofHours(i), "");
        }
        bench.committed();
        String query = "metrics/" + metric + "/windows?size=hour&limit=3&asKnownAt=" + known();
        List<Object> starts = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonPath answer = bench.get(query + cursor);
            starts.addAll(answer.getList("windows.start"));
            cursor = "&cursor=" + answer.getString("nextCursor");
        }
        assertThat(starts).hasSize(7).doesNotHaveDuplicates();
        assertThat(cursor).isEqualTo("&cursor=null");
    }

    @Test
    void whatIsNotAWindowOrAQuantileIsRefused() {
        for (String query :
                List.of(
                        "size=week",
                        "quantiles=2",
                        "quantiles=a",
                        "quantiles=NaN",
                        "quantiles=0,.1,.2,.3,.4,.5,.6,.7,.8,.9,1",
                        "asOf=yesterday")) {
            bench.admin()
                    .get("/api/v1/metrics/" + metric + "/windows?" + query)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void aLateReadingAndACorrectionAreToldAsRestatements_withWhatWasToldBefore() {
        reading("44000", Duration.ofMinutes(10), ",'eventId':'a'");
        reading("44000", Duration.ofMinutes(70), ",'eventId':'b'");
        reading("44000", Duration.ofHours(3), ",'eventId':'c'");
        bench.committed();
        assertThat(restated()).isEmpty();
        Instant before = known();

        reading("46000", Duration.ofMinutes(20), ",'eventId':'late'");
        bench.committed();
        assertThat(restated()).hasSize(1);
        JsonObject late = restated().getFirst();
        assertThat(late.getString("cause")).isEqualTo("LATE");
        assertThat(late.getString("from")).isEqualTo(hour.toString());
        assertThat(late.getString("to")).isEqualTo(hour.plus(Duration.ofHours(1)).toString());
        assertThat(late.getInteger("hours")).isEqualTo(1);
        assertToldTwice(late, before);
        // Worked example C: the mean of the hour rises by 1,000.
        assertThat(rounded(new BigDecimal(late.getValue("change").toString()), 6))
                .isEqualTo(
                        rounded(
                                new BigDecimal(-1000)
                                        .divide(
                                                new BigDecimal("730.5"),
                                                20,
                                                java.math.RoundingMode.HALF_EVEN),
                                6));
        assertThat(late.getLong("revision"))
                .isEqualTo(
                        Long.parseLong(
                                text(
                                        "SELECT revision FROM metric_state WHERE tenant_id = ?",
                                        bench.tenant)));

        Instant between = known();
        reading("41000", Duration.ofMinutes(70), ",'eventId':'b','revision':1");
        bench.committed();
        assertThat(restated()).hasSize(2);
        JsonObject correction = restated().getLast();
        assertThat(correction.getString("cause")).isEqualTo("CORRECTION");
        assertThat(correction.getLong("revision")).isGreaterThan(late.getLong("revision"));
        assertToldTwice(correction, between);

        reading("43000", Duration.ofHours(4), "");
        reading("43000", Duration.ofHours(4).plusMinutes(1), "");
        bench.committed();
        assertThat(restated()).as("what is new restates nothing").hasSize(2);
    }

    /** The same figures are told by the value of the project, then and now. */
    private void assertToldTwice(JsonObject event, Instant before) {
        String asOf = "projects/cloud/value?asOf=" + event.getString("asOf");
        assertThat(money(bench.get(asOf), "realised"))
                .isEqualByComparingTo(event.getValue("realised").toString());
        assertThat(money(bench.get(asOf + "&asKnownAt=" + before), "realised"))
                .isEqualByComparingTo(event.getValue("realisedBefore").toString());
    }

    private List<JsonObject> restated() {
        return rows(
                        "SELECT payload FROM outbox WHERE tenant_id = ? AND kind = 'restated' AND"
                                + " topic = 'project:cloud' ORDER BY id",
                        bench.tenant)
                .stream()
                .map(row -> new JsonObject(row.getFirst()))
                .toList();
    }

    @Test
    void theReturnIsDiscountedAtTheRateThatWasKnown() {
        reading("44000", Duration.ofMinutes(10), "");
        bench.committed();
        String asOf = "asOf=" + hour.plus(Duration.ofHours(2));
        Instant then = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Object before = figures(asOf).get("npv");
        bench.patch("projects/cloud", "{'discountRate':0.5}").statusCode(200);
        assertThat(figures(asOf).get("npv")).isNotEqualTo(before);
        assertThat(figures(asOf + "&asKnownAt=" + then).get("npv")).isEqualTo(before);
    }
}
