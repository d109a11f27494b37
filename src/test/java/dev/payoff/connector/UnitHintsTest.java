package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.UnitSuggestion.Conversion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is concluded from what a sender says, and from names. */
class UnitHintsTest {

    /** Names as they stand in the practices of Prometheus, and in OpenTelemetry's conventions. */
    @ParameterizedTest(name = "{0} [{1}]")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    process_cpu_seconds_total|increase,       -,         seconds,      true,  s,        1
                    node_memory_usage_bytes,                  -,         bytes,        false, GB,       0.000000001
                    cache_hit_ratio,                          -,         a part of 1,  false, %,        100
                    http_requests_total|increase,             -,         requests,     true,  requests, 1
                    http_request_duration_seconds_sum|increase, -,       seconds,      true,  s,        1
                    http_request_duration_seconds_count|increase, -,     events,       true,  events,   1
                    http.server.request.duration.sum|increase, s,        seconds,      true,  s,        1
                    http.server.request.duration.count|increase, s,      duration,     true,  duration, 1
                    http.server.active_requests,              {request}, request,      false, request,  1
                    system.cpu.utilization,                   1,         a part of 1,  false, %,        100
                    system.processes,                         1,         1,            false, 1,        1
                    jvm.memory.used,                          By,        bytes,        false, GB,       0.000000001
                    network.io|increase,                      By/s,      By/s,         true,  By/s,     1
                    checkout.revenue|increase,                EUR,       EUR,          true,  EUR,      1
                    queue_wait,                               seconds,   seconds,      false, s,        1
                    job.time,                                 ms,        milliseconds, false, ms,       1
                    orders|increase,                          -,         orders,       true,  orders,   1
                    oven.temperature,                         [degF],    [degF],       false, [degF],   1
                    """)
    void toldUnitsAndNamesAreUnderstood(
            String offer, String told, String unit, boolean counter, String metric, String factor) {
        UnitSuggestion found = UnitHints.of(offer, told);
        assertThat(found).isNotNull();
        assertThat(found.unit()).isEqualTo(unit);
        assertThat(found.counter()).isEqualTo(counter);
        Conversion first = found.conversions().getFirst();
        assertThat(first.unit()).isEqualTo(metric);
        assertThat(first.factor()).isEqualByComparingTo(factor);
        assertThat(first.exact()).isTrue();
        assertThat(found.reason())
                .startsWith(
                        told == null || offer.contains(".count")
                                ? "The name "
                                : "The sender says that its unit is " + told);
        assertThat(found.reason().contains("|increase")).isEqualTo(counter);
    }

    @ParameterizedTest(name = "{0} [{1}]")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    queue_length,                    -
                    up,                              -
                    process_start_timestamp_seconds, -
                    temperature,                     ''
                    """)
    void whatNeitherTellsIsNotGuessed(String offer, String told) {
        assertThat(UnitHints.of(offer, told)).isNull();
    }

    @Test
    void aFactorThatIsRoundedSaysSo_andIsWhatAFeedTakes() {
        UnitSuggestion seconds = UnitHints.of("wait_seconds", null);
        assertThat(seconds).isNotNull();
        assertThat(seconds.conversions())
                .extracting(each -> each.unit() + " " + each.factor() + " " + each.exact())
                .containsExactly(
                        "s 1 true",
                        "ms 1000 true",
                        "min 0.016666666667 false",
                        "h 0.000277777778 false");
        assertThat(seconds.conversions())
                .allMatch(each -> each.factor().scale() <= UnitHints.FACTOR_DIGITS);
    }
}
