package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.value.Gap;
import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricRulesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Bodies BODIES =
            new Bodies(Validation.buildDefaultValidatorFactory().getValidator());

    static Stream<Arguments> refused() {
        return Stream.of(
                argumentSet("no key", "{'key': null}", "key"),
                argumentSet("key with a slash", "{'key': 'a/b'}", "key"),
                argumentSet("key in capitals", "{'key': 'Cost'}", "key"),
                argumentSet("key of 64", "{'key': '" + "a".repeat(64) + "'}", "key"),
                argumentSet(
                        "key like an id", "{'key': '018f0000-0000-7000-8000-000000000000'}", "key"),
                argumentSet("blank name", "{'name': ' '}", "name"),
                argumentSet("unknown category", "{'category': 'FUN'}", "category"),
                argumentSet("unknown type", "{'type': 'MONEY', 'unit': 'x'}", "type"),
                argumentSet("unknown kind", "{'kind': 'STOCK'}", "kind"),
                argumentSet("DURATION without unit", "{'type': 'DURATION', 'unit': null}", "unit"),
                argumentSet(
                        "UNIT for a LEVEL",
                        "{'valuation': {'amount': 1, 'per': 'UNIT'}}",
                        "valuation.per"),
                argumentSet(
                        "MONTH for a FLOW",
                        "{'kind': 'FLOW', 'valuation': {'amount': 1, 'per': 'MONTH'}}",
                        "valuation.per"),
                argumentSet(
                        "no such period",
                        "{'valuation': {'amount': 1, 'per': 'DECADE'}}",
                        "valuation.per"),
                argumentSet(
                        "worth nothing",
                        "{'valuation': {'amount': 0, 'per': 'MONTH'}}",
                        "valuation.amount"),
                argumentSet(
                        "worth less than nothing",
                        "{'valuation': {'amount': -1, 'per': 'MONTH'}}",
                        "valuation.amount"),
                argumentSet(
                        "price without amount",
                        "{'valuation': {'per': 'MONTH'}}",
                        "valuation.amount"),
                argumentSet("flow period of a LEVEL", "{'flowPer': 'MONTH'}", "flowPer"),
                argumentSet("absurdly large", "{'baseline': 1e999999999}", "baseline"),
                argumentSet("absurdly fine", "{'target': 1e-999999999}", "target"),
                argumentSet("confidence above 1", "{'confidence': 1.01}", "confidence"),
                argumentSet("confidence below 0", "{'confidence': -0.01}", "confidence"),
                argumentSet("share above 1", "{'share': 2}", "share"),
                argumentSet(
                        "percentage above 100",
                        "{'type': 'PERCENTAGE', 'baseline': 50, 'target': 101}",
                        "target"),
                argumentSet(
                        "count below 0",
                        "{'type': 'COUNT', 'baseline': -1, 'target': 1}",
                        "baseline"),
                argumentSet(
                        "empty range", "{'minimum': 2, 'maximum': 1}", "minimum baseline target"),
                argumentSet("frequency in words", "{'frequency': 'hourly'}", "frequency"),
                argumentSet("frequency of a month", "{'frequency': 'P1M'}", "frequency"),
                argumentSet("frequency of nothing", "{'frequency': 'PT0S'}", "frequency"),
                argumentSet("frequency of millis", "{'frequency': 'PT0.5S'}", "frequency"),
                argumentSet("frequency backwards", "{'frequency': '-PT1H'}", "frequency"),
                argumentSet("frequency for ever", "{'frequency': 'PT99999999999H'}", "frequency"),
                argumentSet("staleness for ever", "{'staleness': 'P99999D'}", "staleness"),
                argumentSet("no such day", "{'targetDate': '2026-02-30'}", "targetDate"),
                argumentSet(
                        "start without offset",
                        "{'benefitStart': '2026-01-01T00:00:00'}",
                        "benefitStart"),
                argumentSet("start in year 0", "{'benefitStart': '0000-01-01'}", "benefitStart"),
                argumentSet(
                        "end before start",
                        "{'benefitStart': '2026-02-01', 'benefitEnd': '2026-01-01'}",
                        "benefitEnd"),
                argumentSet("empty series", "{'series': ''}", "series"),
                argumentSet(
                        "dated baselines without a constant one",
                        "{'baseline': null, 'baselineSeries': [{'from': '2026-07-01', 'baseline': 1}]}",
                        "baselineSeries"),
                argumentSet(
                        "a baseline without a date",
                        "{'baselineSeries': [{'from': 'July', 'baseline': 1}]}",
                        "baselineSeries[0].from"),
                argumentSet(
                        "two baselines of one instant",
                        "{'baselineSeries': [{'from': '2026-07-01', 'baseline': 1}, {'from': '2026-06-30T22:00:00Z', 'baseline': 2}]}",
                        "baselineSeries[1].from"),
                argumentSet(
                        "half an interval",
                        "{'baselineSeries': [{'from': '2026-07-01', 'baseline': 1, 'lower': 0}]}",
                        "baselineSeries[0]"),
                argumentSet(
                        "a baseline outside its interval",
                        "{'baselineSeries': [{'from': '2026-07-01', 'baseline': 3, 'lower': 0, 'upper': 2}]}",
                        "baselineSeries[0]"),
                argumentSet(
                        "a dated baseline out of range",
                        "{'minimum': 0, 'baselineSeries': [{'from': '2026-07-01', 'baseline': -1}]}",
                        "baselineSeries[0].baseline"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsWrongIsNamedByItsField(String patch, String fields) {
        assertThat(wrongWith(patch))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(fields.split(" "));
    }

    @Test
    void theContractsExamplesAreValid() {
        assertThat(wrongWith("{}")).isEmpty();
        ObjectNode flow = tree(MetricInput.FLOW_EXAMPLE);
        MetricDefaults.fill(flow, "EUR");
        MetricInput metric = BODIES.checked(flow, MetricInput.class);
        assertThat(MetricRules.check(metric, BERLIN)).isEmpty();
        assertThat(metric.flowPer()).isEqualTo("MONTH");
        assertThat(metric.minimum()).isEqualByComparingTo("0");
        assertThat(metric.maximum()).isNull();
    }

    @Test
    void aRangeThatIsLiftedByNullAllowsAllNumbers() {
        assertThat(
                        wrongWith(
                                "{'type': 'PERCENTAGE', 'baseline': -5, 'target': 120, 'minimum': null, 'maximum': null}"))
                .isEmpty();
    }

    @Test
    void defaultsDependOnTypeAndFrequency() {
        MetricInput percentage =
                filled(
                        "{'type': 'PERCENTAGE', 'baseline': 1, 'target': 2, 'unit': null, 'frequency': 'PT6H'}");
        assertThat(percentage.minimum()).isEqualByComparingTo("0");
        assertThat(percentage.maximum()).isEqualByComparingTo("100");
        assertThat(percentage.unit()).isEqualTo("%");
        assertThat(percentage.staleness()).isEqualTo("PT18H");
        MetricInput score = filled("{'type': 'SCORE', 'frequency': 'PT1M'}");
        assertThat(score.minimum()).isNull();
        assertThat(score.staleness()).isEqualTo("PT1H");
        assertThat(score.confidence()).isEqualByComparingTo("1");
        assertThat(score.share()).isEqualByComparingTo("1");
        assertThat(score.disbenefit()).isFalse();
        assertThat(score.flowPer()).isNull();
        assertThat(filled("{'unit': null}").unit()).isEqualTo("EUR");
    }

    @Test
    void dayOfTheTenantBeginsInItsZone() {
        MetricInput normal =
                MetricRules.normal(
                        filled(
                                "{'benefitStart': '2026-07-01', 'benefitEnd': '2026-08-01T00:00:00Z'}"),
                        BERLIN);
        assertThat(normal.benefitStart()).isEqualTo("2026-06-30T22:00:00Z");
        assertThat(normal.benefitEnd()).isEqualTo("2026-08-01T00:00:00Z");
    }

    @Test
    void gapsAreReasonsNotZero() {
        Instant goLive = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(MetricRules.gaps(filled("{}"), goLive)).isEmpty();
        assertThat(MetricRules.gaps(filled("{}"), null)).containsExactly(Gap.NO_BENEFIT_START);
        assertThat(MetricRules.gaps(filled("{'benefitStart': '2026-01-01'}"), null)).isEmpty();
        assertThat(
                        MetricRules.gaps(
                                filled("{'baseline': null, 'target': null, 'valuation': null}"),
                                goLive))
                .containsExactly(Gap.NO_BASELINE, Gap.NO_TARGET, Gap.NO_VALUATION);
        assertThat(MetricRules.gaps(filled("{'target': 50000.0}"), goLive))
                .containsExactly(Gap.TARGET_IS_BASELINE);
    }

    private static List<Violation> wrongWith(String patch) {
        try {
            return MetricRules.check(filled(patch), BERLIN);
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isEqualTo(400);
            assertThat(e.problem().code()).isEqualTo("VALIDATION");
            return e.problem().violations();
        }
    }

    @Test
    void unknownPropertyIsRefusedByName() {
        assertThatThrownBy(() -> filled("{'tenantId': 'x'}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().status()).isEqualTo(400);
                            assertThat(e.problem().detail()).contains("tenantId");
                        });
    }

    private static MetricInput filled(String patch) {
        ObjectNode metric = tree(MetricInput.EXAMPLE);
        tree(patch.replace('\'', '"'))
                .properties()
                .forEach(p -> metric.set(p.getKey(), p.getValue()));
        MetricDefaults.fill(metric, "EUR");
        return BODIES.checked(metric, MetricInput.class);
    }

    private static ObjectNode tree(String json) {
        return Bodies.tree(json.getBytes(StandardCharsets.UTF_8));
    }
}
