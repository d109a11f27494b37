package dev.payoff.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recount's own rules, on logs that fit on a line. */
class RecountTest {

    private static final Definition METRIC =
            new Definition(
                    "id", "p/m", "ms", BigDecimal.ZERO, null, false, ZoneId.of("Europe/Berlin"));
    private static final Instant HOUR = Instant.parse("2026-03-29T01:00:00Z");

    private final List<KafkaLog.Entry> log = new ArrayList<>();

    @Test
    void theSameAgain_countsOnce_aHigherRevisionInstead_anotherBodyNot() {
        reading("'value':1,'observedAt':'2026-03-29T01:10:00Z','eventId':'a'");
        reading("'value':1.0,'observedAt':'2026-03-29T03:10:00+02:00','eventId':'a'");
        reading("'value':2,'observedAt':'2026-03-29T01:10:00Z','eventId':'a'");
        reading("'value':5,'observedAt':'2026-03-29T01:20:00Z','eventId':'a','revision':1");
        reading("'value':7,'observedAt':'2026-03-29T01:10:00Z'");

        Recount recount = recount();
        assertThat(recount.duplicates()).isEqualTo(1);
        assertThat(recount.rejected).containsOnlyKeys(log.get(2).origin());
        assertThat(recount.measurements).isEqualTo(Map.of("id", 3L));
        assertThat(
                        recount.windows
                                .get(new Window.Key("id", 2, HOUR))
                                .equalTo(window(2, "12", "74", "5", "7", "5")))
                .isTrue();
        assertThat(recount.windows.keySet()).filteredOn(key -> key.size() == 1).hasSize(2);
    }

    @Test
    void theDayIsTheTenants_ofTwentyThreeHoursWhereTheClockChanges() {
        reading("'value':1,'observedAt':'2026-03-28T22:59:59Z','eventId':'a'");
        reading("'value':2,'observedAt':'2026-03-28T23:00:00Z','eventId':'b'");
        reading("'value':3,'observedAt':'2026-03-29T21:59:59.999999Z','eventId':'c'");
        reading("'value':4,'observedAt':'2026-03-29T22:00:00Z','eventId':'d'");

        assertThat(recount().windows.entrySet())
                .filteredOn(each -> each.getKey().size() == 3)
                .extracting(each -> each.getKey().start() + " " + each.getValue().count())
                .containsExactlyInAnyOrder(
                        "2026-03-27T23:00:00Z 1",
                        "2026-03-28T23:00:00Z 2",
                        "2026-03-29T22:00:00Z 1");
    }

    @Test
    void theMonthIsTheTenants() {
        reading("'value':1,'observedAt':'2026-03-31T21:59:59Z','eventId':'a'");
        reading("'value':2,'observedAt':'2026-03-31T22:00:00Z','eventId':'b'");
        log.replaceAll(entry ->
                new KafkaLog.Entry(
                        0,
                        0,
                        entry.offset(),
                        entry.timestamp() + 172_800_000,
                        entry.key(),
                        entry.value()));

        assertThat(recount().windows.keySet())
                .filteredOn(key -> key.size() == 4)
                .extracting(key -> key.start().toString())
                .containsExactlyInAnyOrder("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z");
    }

    @Test
    void whatMayNotCount_isRejected() {
        String at = "'observedAt':'2026-03-29T01:10:00Z'";
        for (String fields :
                List.of(
                        "'value':-1," + at,
                        "'value':'1'," + at,
                        "'value':NaN," + at,
                        "'value':1e31," + at,
                        "'value':1,'value':1," + at,
                        "'value':1,'unit':'s'," + at,
                        "'value':1,'confidence':2," + at,
                        "'value':1,'revision':-1," + at,
                        "'value':1,'observedAt':'2026-03-29'",
                        "'value':1,'observedAt':'1969-12-31T23:59:59Z'",
                        "'value':1,'observedAt':'2026-03-30T00:05:01Z'",
                        at)) {
            reading(fields);
        }
        Recount recount = recount();
        assertThat(recount.rejected).hasSize(log.size());
        assertThat(recount.windows).isEmpty();
        assertThat(recount.records()).isEqualTo(log.size());
    }

    @Test
    void ofTwoAtOneInstant_theLaterOfTheLogIsTheLast() {
        reading("'value':9,'observedAt':'2026-03-29T01:10:00Z','eventId':'a'");
        reading("'value':3,'observedAt':'2026-03-29T01:10:00Z','eventId':'b'");
        reading("'value':4,'observedAt':'2026-03-29T01:09:59Z','eventId':'c'");
        assertThat(recount().windows.get(new Window.Key("id", 2, HOUR)).last())
                .isEqualByComparingTo("3");
    }

    @Test
    void anotherTenants_isNotOurs() {
        add("{'tenant':'other','metric':'p/m','value':1,'observedAt':'2026-03-29T01:10:00Z'}");
        assertThat(recount().records()).isZero();
    }

    private static Window window(
            long count, String sum, String squares, String min, String max, String last) {
        return new Window(
                count,
                new BigDecimal(sum),
                new BigDecimal(squares),
                new BigDecimal(min),
                new BigDecimal(max),
                new BigDecimal(last));
    }

    private Recount recount() {
        return Recount.of(log, "t", "tenant-id", Map.of("p/m", METRIC, "id", METRIC));
    }

    private void reading(String fields) {
        add("{'tenant':'t','metric':'p/m'," + fields + "}");
    }

    private void add(String json) {
        log.add(
                new KafkaLog.Entry(
                        0,
                        0,
                        log.size(),
                        Instant.parse("2026-03-30T00:00:00Z").toEpochMilli(),
                        "t/p/m".getBytes(StandardCharsets.UTF_8),
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
