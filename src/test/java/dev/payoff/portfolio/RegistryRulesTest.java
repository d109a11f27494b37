package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.portfolio.DependencyGraph.Edge;
import dev.payoff.portfolio.SharePolicy.Claim;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRulesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class Shares {

        @Test
        void mayAddUpToExactlyOne() {
            List<Claim> others =
                    List.of(claim("a/m", "0.1"), claim("b/m", "0.2"), claim("c/m", "0.3"));
            assertThat(SharePolicy.refusal("s", new BigDecimal("0.4"), others)).isEmpty();
        }

        @Test
        void areRefusedBeyondOneWithAllClaimants() {
            List<Claim> others = List.of(claim("a/m", "0.7"), claim("b/m", "0.2"));
            Problem problem =
                    SharePolicy.refusal("s", new BigDecimal("0.100000000000000001"), others)
                            .orElseThrow();
            assertThat(problem.code()).isEqualTo("SHARE_EXCEEDED");
            assertThat(problem.status()).isEqualTo(409);
            assertThat(problem.detail()).contains("0.1 that others leave");
            assertThat(problem.violations())
                    .containsExactly(
                            new Violation("a/m", "claims 0.7"), new Violation("b/m", "claims 0.2"));
        }

        private Claim claim(String key, String share) {
            return new Claim(key, new BigDecimal(share));
        }
    }

    @Nested
    class Graph {

        private final List<UUID> p = IntStream.range(0, 6).mapToObj(i -> new UUID(7, i)).toList();

        @Test
        void findsTheShortestCircle() {
            var graph = graph(0, 1, 1, 2, 2, 3, 1, 3);
            assertThat(graph.circle(p.get(3), p.get(0)))
                    .containsExactly(p.get(3), p.get(0), p.get(1), p.get(3));
        }

        @Test
        void findsThatAProjectWouldNeedItself() {
            assertThat(graph().circle(p.get(0), p.get(0))).containsExactly(p.get(0), p.get(0));
        }

        @Test
        void letsADiamondPass() {
            assertThat(graph(0, 1, 0, 2, 1, 3).circle(p.get(2), p.get(3))).isEmpty();
        }

        private DependencyGraph graph(int... pairs) {
            return new DependencyGraph(
                    IntStream.range(0, pairs.length / 2)
                            .mapToObj(i -> new Edge(p.get(pairs[2 * i]), p.get(pairs[2 * i + 1])))
                            .toList());
        }
    }

    @Nested
    class Projects {

        @Test
        void dateIsTheStartOfTheDayInTheTenantsZone() {
            ProjectInput winter = project("EUR", "SOFTWARE", "2026-01-01");
            assertThat(ProjectRules.check(winter, Set.of("SOFTWARE"), BERLIN)).isEmpty();
            assertThat(ProjectRules.normal(winter, BERLIN).goLive())
                    .isEqualTo("2025-12-31T23:00:00Z");
            assertThat(
                            ProjectRules.normal(
                                            project("EUR", "SOFTWARE", "2026-07-01T00:00:00+02:00"),
                                            BERLIN)
                                    .goLive())
                    .isEqualTo("2026-06-30T22:00:00Z");
        }

        @Test
        void currencyTypeAndGoLiveAreChecked() {
            assertThat(
                            ProjectRules.check(
                                    project("EUX", "FUN", "soon"), Set.of("SOFTWARE"), BERLIN))
                    .extracting(Violation::field)
                    .containsExactlyInAnyOrder("currency", "type", "goLive");
        }

        @Test
        void keyThatLooksLikeAnIdIsRefused() {
            ProjectInput project =
                    new ProjectInput(
                            "018f0000-0000-7000-8000-000000000000",
                            "n",
                            "SOFTWARE",
                            null,
                            null,
                            "EUR",
                            null,
                            BigDecimal.ONE,
                            null,
                            null,
                            null);
            assertThat(ProjectRules.check(project, Set.of("SOFTWARE"), BERLIN))
                    .extracting(Violation::field)
                    .containsExactly("key");
        }

        private ProjectInput project(String currency, String type, String goLive) {
            return new ProjectInput(
                    "p",
                    "n",
                    type,
                    null,
                    null,
                    currency,
                    goLive,
                    new BigDecimal("0.08"),
                    null,
                    null,
                    null);
        }
    }

    @Nested
    class EventIds {

        @Test
        void uuidStandsForItself() {
            UUID id = UUID.fromString("018f0000-0000-7000-8000-00000000abcd");
            assertThat(EventKeys.of(id.toString())).isEqualTo(id);
        }

        @Test
        void otherTextIsDigested() {
            // printf 'invoice-1' | sha256sum
            assertThat(EventKeys.of("invoice-1"))
                    .isEqualTo(UUID.fromString("ed8d97c0-8bf3-add2-0118-c75a4e92eb49"));
            assertThat(EventKeys.of("1-1-1-1-1"))
                    .isNotEqualTo(new UUID(0x0000000100010001L, 0x0001000000000001L));
        }
    }

    @Nested
    class Reading {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "null",
                    "{",
                    "{} {}",
                    "{\"a\": 1, \"a\": 2}",
                    "{\"a\": NaN}",
                    "\"x\""
                })
        void whatIsNoObjectIsMalformed(String body) {
            assertThatThrownBy(() -> tree(body))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("MALFORMED_JSON"));
        }

        @Test
        void bodyOfTooManyBytesIsRefused() {
            assertThatThrownBy(() -> tree("{\"a\": \"" + "x".repeat(Limits.BODY) + "\"}"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(413));
        }

        @Test
        void mergePatchIsThatOfRfc7396() {
            ObjectNode target = tree("{\"a\": \"b\", \"c\": {\"d\": \"e\", \"f\": \"g\"}}");
            ObjectNode merged = Bodies.merged(target, tree("{\"a\": \"z\", \"c\": {\"f\": null}}"));
            assertThat(merged.path("a").asText()).isEqualTo("z");
            assertThat(merged.path("c").path("d").asText()).isEqualTo("e");
            assertThat(merged.path("c").path("f").isNull()).isTrue();
        }

        @Test
        void numbersStayExact() {
            assertThat(tree("{\"a\": 0.1234567890123456789}").path("a").decimalValue())
                    .isEqualTo(new BigDecimal("0.1234567890123456789"));
        }

        private ObjectNode tree(String json) {
            return Bodies.tree(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class Stored {

        private static final String PROJECT = "{\"goLive\": \"2026-01-01T00:00:00Z\"}";

        @Test
        void definitionBecomesTerms() {
            String metric =
                    """
                    {"kind": "LEVEL", "baseline": 50000, "target": 35000.10, "targetDate": "2026-06-30",
                     "share": 0.5, "confidence": 0.8, "valuation": {"amount": 1, "per": "MONTH"},
                     "flowPer": null, "benefitStart": null, "benefitEnd": null, "staleness": "PT3H"}\
                    """;
            assertThat(Definitions.terms(metric, PROJECT, BERLIN))
                    .isEqualTo(
                            new MetricTerms(
                                    Kind.LEVEL,
                                    new BigDecimal("50000"),
                                    new BigDecimal("35000.10"),
                                    Instant.parse("2026-06-30T22:00:00Z"),
                                    new BigDecimal("0.5"),
                                    new BigDecimal("0.8"),
                                    new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                                    Period.MONTH,
                                    Instant.parse("2026-01-01T00:00:00Z"),
                                    null,
                                    Duration.ofHours(3)));
        }

        @Test
        void datedBaselinesBeginInTheTenantsZone() {
            String metric =
                    """
                    {"kind": "LEVEL", "baseline": 50000, "target": 35000, "share": 1, "confidence": 1,
                     "baselineSeries": [{"from": "2026-07-01", "baseline": 46000.5},
                                        {"from": "2026-09-01T00:00:00Z", "baseline": 45000, "lower": 44000, "upper": 45500}],
                     "staleness": "PT3H"}\
                    """;
            assertThat(Definitions.terms(metric, PROJECT, BERLIN).baselines())
                    .isEqualTo(
                            new BaselineSeries(
                                    List.of(
                                            new BaselineSeries.Step(
                                                    Instant.parse("2026-06-30T22:00:00Z"),
                                                    new BigDecimal("46000.5")),
                                            new BaselineSeries.Step(
                                                    Instant.parse("2026-09-01T00:00:00Z"),
                                                    new BigDecimal("45000")))));
        }

        @Test
        void unknownStaysUnknown() {
            String metric =
                    """
                    {"kind": "FLOW", "baseline": null, "target": null, "targetDate": null, "share": 1,
                     "confidence": 1, "valuation": null, "flowPer": "WEEK",
                     "benefitStart": "2026-03-01T00:00:00Z", "benefitEnd": "2027-03-01T00:00:00Z",
                     "staleness": "PT1H"}\
                    """;
            MetricTerms terms = Definitions.terms(metric, "{\"goLive\": null}", BERLIN);
            assertThat(terms.baseline()).isNull();
            assertThat(terms.valuation()).isNull();
            assertThat(terms.flowPer()).isEqualTo(Period.WEEK);
            assertThat(terms.benefitStart()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
            assertThat(terms.benefitEnd()).isEqualTo(Instant.parse("2027-03-01T00:00:00Z"));
        }
    }
}
