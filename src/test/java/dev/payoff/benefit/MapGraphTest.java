package dev.payoff.benefit;

import static dev.payoff.benefit.MapInput.Kind.BENEFIT;
import static dev.payoff.benefit.MapInput.Kind.CHANGE;
import static dev.payoff.benefit.MapInput.Kind.DELIVERABLE;
import static dev.payoff.benefit.MapInput.Kind.OBJECTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import dev.payoff.benefit.MapInput.Edge;
import dev.payoff.benefit.MapInput.Kind;
import dev.payoff.benefit.MapInput.Node;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What leads to what, and what it costs when it slips. */
class MapGraphTest {

    private static final UUID RACKS = new UUID(0, 1);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    private static Node node(String id, Kind kind) {
        return new Node(id, kind, id, null, null);
    }

    private static Node benefit(String id) {
        return new Node(id, BENEFIT, id, null, id);
    }

    /**
     * Racks and training lead to one change, which leads to both benefits; racks also to one alone.
     */
    private static final MapInput MAP =
            new MapInput(
                    List.of(
                            new Node("racks", DELIVERABLE, "Racks off", RACKS, null),
                            node("training", DELIVERABLE),
                            node("ops", CHANGE),
                            benefit("cost"),
                            benefit("power"),
                            node("margin", OBJECTIVE)),
                    List.of(
                            new Edge("racks", "ops"),
                            new Edge("training", "ops"),
                            new Edge("ops", "cost"),
                            new Edge("racks", "power"),
                            new Edge("cost", "margin"),
                            new Edge("power", "margin")));

    private static List<String> wrong(MapInput map) {
        return MapGraph.check(map, Set.of(RACKS), Set.of("cost", "power")).stream()
                .map(Violation::field)
                .toList();
    }

    @Test
    void aMapThatLeadsForwardIsTaken() {
        assertThat(wrong(MAP)).isEmpty();
    }

    @Test
    void circlesAreRefusedAndTold() {
        MapInput circle =
                new MapInput(
                        List.of(node("a", CHANGE), node("b", CHANGE), node("c", CHANGE)),
                        List.of(new Edge("a", "b"), new Edge("b", "c"), new Edge("c", "a")));
        assertThat(MapGraph.check(circle, Set.of(), Set.of()))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("a -> b -> c -> a"));
        MapInput self = new MapInput(List.of(node("a", CHANGE)), List.of(new Edge("a", "a")));
        assertThat(wrong(self)).containsExactly("edges");
    }

    @Test
    void aLongChainIsNoCircleAndNeedsNoDeepStack() {
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < MapInput.MOST_NODES; i++) {
            nodes.add(node("n" + i, CHANGE));
            if (i > 0) {
                edges.add(new Edge("n" + (i - 1), "n" + i));
            }
        }
        assertThat(new MapGraph(new MapInput(nodes, edges)).circle()).isEmpty();
        edges.add(new Edge("n499", "n0"));
        assertThat(new MapGraph(new MapInput(nodes, edges)).circle()).hasSize(501);
    }

    @Test
    void edgesLeadForwardBetweenNodesThatAreThere() {
        assertThat(
                        wrong(
                                new MapInput(
                                        List.of(node("o", OBJECTIVE), node("d", DELIVERABLE)),
                                        List.of(new Edge("o", "d"), new Edge("d", "x")))))
                .containsExactly("edges[0]", "edges[1].to");
        assertThat(
                        wrong(
                                new MapInput(
                                        List.of(
                                                new Node(
                                                        "d",
                                                        DELIVERABLE,
                                                        "d",
                                                        new UUID(0, 9),
                                                        null),
                                                new Node("b", BENEFIT, "b", null, "unknown"),
                                                new Node("c", CHANGE, "c", null, "cost"),
                                                node("c", CHANGE)),
                                        List.of())))
                .containsExactly(
                        "nodes[0].deliverable",
                        "nodes[1].metric",
                        "nodes[2].metric",
                        "nodes[3].id");
    }

    @Test
    void aSlipCostsTheBenefitsBehindEachOnce() {
        Map<String, Slippage.Brings> brings =
                Map.of(
                        "cost", new Slippage.Brings(new BigDecimal("10"), new BigDecimal("20")),
                        "power", new Slippage.Brings(BigDecimal.ZERO, new BigDecimal("5")));
        Slippage slip =
                Slippage.of(
                        "cloud",
                        "EUR",
                        new MapGraph(MAP),
                        brings,
                        Map.of(RACKS, new Slippage.Dates(TODAY.minusDays(10), null)),
                        TODAY);
        Slippage.Line racks = slip.deliverables().getFirst();
        assertThat(racks.node()).isEqualTo("racks");
        assertThat(racks.benefits())
                .extracting(Slippage.Behind::rate)
                .containsExactlyInAnyOrder(Slippage.Rate.LIVE, Slippage.Rate.PROMISED);
        assertThat(racks.lostPerDay())
                .as("(10 live + 5 promised) * 24 h")
                .isEqualByComparingTo("360");
        assertThat(racks.daysLate()).isEqualTo(10);
        assertThat(racks.lostSoFar()).isEqualByComparingTo("3600");
        Slippage.Line training = slip.deliverables().getLast();
        assertThat(training.lostPerDay()).isEqualByComparingTo("240");
        assertThat(training.lostSoFar()).as("no date, not late").isEqualByComparingTo("0");
    }

    @Test
    void whatIsDoneIsNotLateAndWhatIsUnknownIsNotNothing() {
        Slippage slip =
                Slippage.of(
                        "cloud",
                        "EUR",
                        new MapGraph(MAP),
                        Map.of("cost", new Slippage.Brings(BigDecimal.TEN, BigDecimal.TEN)),
                        Map.of(RACKS, new Slippage.Dates(TODAY.minusDays(10), TODAY.minusDays(9))),
                        TODAY);
        assertThat(slip.deliverables())
                .filteredOn(line -> line.node().equals("racks"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.daysLate()).isZero();
                    assertThat(line.lostPerDay()).isNull();
                    assertThat(line.reasons()).containsExactly("The value of power is not known.");
                });
    }

    @Test
    void influenceAndAttitudeTellHowToDealWithSomebody() {
        assertThat(StakeholderReport.Approach.of(3, -1))
                .isEqualTo(StakeholderReport.Approach.WIN_OVER);
        assertThat(StakeholderReport.Approach.of(3, 1))
                .isEqualTo(StakeholderReport.Approach.INVOLVE_CLOSELY);
        assertThat(StakeholderReport.Approach.of(2, 0))
                .isEqualTo(StakeholderReport.Approach.CONSULT);
        assertThat(StakeholderReport.Approach.of(1, -1))
                .isEqualTo(StakeholderReport.Approach.KEEP_INFORMED);
    }

    @Test
    void aBenefitThatHasNotPassedTheGateLosesNothingByASlipAndIsNamed() {
        Instant now = TODAY.atStartOfDay().toInstant(ZoneOffset.UTC);
        Slippage slip =
                Slippage.of(
                        "cloud",
                        "EUR",
                        new MapGraph(MAP),
                        Map.of(
                                "cost",
                                Slippage.Brings.of(
                                        promise(now).with(null, false), BigDecimal.TEN, now),
                                "power",
                                new Slippage.Brings(BigDecimal.ZERO, new BigDecimal("5"))),
                        Map.of(RACKS, new Slippage.Dates(TODAY.minusDays(10), null)),
                        TODAY);
        Slippage.Line racks = slip.deliverables().getFirst();
        assertThat(racks.lostPerDay()).as("5 promised * 24 h").isEqualByComparingTo("120");
        assertThat(racks.benefits())
                .extracting(Slippage.Behind::rate)
                .containsExactlyInAnyOrder(Slippage.Rate.UNCOUNTED, Slippage.Rate.PROMISED);
        assertThat(racks.reasons()).singleElement().asString().startsWith("cost has not passed");
    }

    private static MetricTerms promise(Instant now) {
        return new MetricTerms(
                dev.payoff.value.Kind.LEVEL,
                new BigDecimal(100),
                new BigDecimal(90),
                null,
                BigDecimal.ONE,
                BigDecimal.ONE,
                new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                Period.MONTH,
                now,
                now.plusSeconds(60),
                Duration.ofHours(3));
    }

    @Test
    void aBenefitThatIsOverLosesNothingByASlip() {
        Instant now = TODAY.atStartOfDay().toInstant(ZoneOffset.UTC);
        MetricTerms promise = promise(now);
        assertThat(Slippage.Brings.of(promise, BigDecimal.ZERO, now).promisedPerHour())
                .isEqualByComparingTo("10");
        assertThat(Slippage.Brings.of(promise, BigDecimal.ONE, now.plusSeconds(60)))
                .isEqualTo(new Slippage.Brings(BigDecimal.ZERO, BigDecimal.ZERO));
    }
}
