package dev.payoff.live.money;

import static dev.payoff.live.money.MoneyProofTest.dec;
import static dev.payoff.live.money.MoneyProofTest.json;
import static dev.payoff.live.money.MoneyProofTest.nominal;
import static dev.payoff.live.money.MoneyProofTest.random;
import static dev.payoff.live.money.MoneyProofTest.real;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.Shown;
import dev.payoff.live.money.EarnedValueView.Work;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.DiscountSchedule.Step;
import dev.payoff.value.appraisal.Simulation;
import dev.payoff.value.appraisal.Simulation.Shape;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Earned value, tornado and simulation of random projects, again from their proofs alone. */
class RiskProofTest {

    private static final DiscountSchedule BENDING =
            new DiscountSchedule(List.of(new Step(1, dec("0.08")), new Step(2, dec("0.05"))));

    private static void again(FigureProof of, String where) {
        JsonPath told = json(of);
        BigDecimal value = new Recomputed(told).figure(told);
        if (told.get("value") == null) {
            assertThat(told.getString("reason")).as(where).endsWith(".");
        } else {
            assertThat(value).as(where).isEqualByComparingTo(told.get("value").toString());
        }
    }

    @Test
    void everyFigureOfEarnedValueIsComputedAgain() {
        Facts facts = random(new Random(11), nominal(BENDING));
        for (String figure : EarnedValueProof.FIGURES) {
            again(EarnedValueProof.of(facts, new Work(7, 3), null, figure), figure);
            again(EarnedValueProof.of(facts, new Work(0, 0), dec("0.425"), figure), figure);
            again(EarnedValueProof.of(facts, new Work(0, 0), null, figure), figure);
        }
        JsonPath cpi = json(EarnedValueProof.of(facts, new Work(7, 3), null, "cpi"));
        assertThat(cpi.<Object>get("value")).isNotNull();
        assertThat(cpi.getString("proof.parts[0].parts[1].parts[0].exact")).isEqualTo("3");
        assertThat(cpi.getString("proof.parts[1].parts[0].facts.stage")).isEqualTo("ACTUAL");
        assertThatThrownBy(() -> EarnedValueProof.of(facts, new Work(0, 0), null, "luck"))
                .hasMessageContaining("figure");
    }

    @Test
    void everyBarOfATornadoIsComputedAgain() {
        long seed = System.nanoTime();
        int bars = 0;
        Map<Basis, Assumptions> cases =
                Map.of(Basis.OUTLOOK, real(BENDING), Basis.PLAN, nominal(BENDING));
        for (Map.Entry<Basis, Assumptions> each : cases.entrySet()) {
            Facts facts = random(new Random(seed), each.getValue());
            MoneyCase of = MoneyCase.of(each.getKey(), facts);
            RiskLines lines = RiskLines.of(of, each.getValue(), RiskLines.Ranges.NONE);
            BigDecimal swing = dec("0.1");
            BigDecimal rateSwing = dec("0.01");
            again(
                    SensitivityProof.of(facts, of, lines, swing, rateSwing, null, "npvAtLow", null),
                    "seed " + seed + ", base");
            for (SensitivityView.Bar bar :
                    SensitivityView.of(facts, of, lines, swing, rateSwing).bars()) {
                // The width is of both ends.
                for (String figure : List.of("width", "switchingFactor")) {
                    bars++;
                    again(
                            SensitivityProof.of(
                                    facts, of, lines, swing, rateSwing, bar.key(), figure, null),
                            "seed %d, %s of %s".formatted(seed, figure, bar.key()));
                }
            }
        }
        assertThat(bars).isGreaterThan(12);
    }

    @Test
    void aSimulationIsDrawnAgainToTheLastDigit() {
        Facts facts = random(new Random(12), nominal(BENDING));
        MoneyCase of = MoneyCase.of(Basis.OUTLOOK, facts);
        RiskLines.Ranges moved =
                new RiskLines.Ranges(
                        Map.of("p/m0", new RiskLines.Range(dec("0.5"), dec("0.9"), dec("1.1"))),
                        List.of(new RiskLines.Correlation("p/m0", "p/m1", dec("0.5"))),
                        null);
        for (RiskLines.Ranges ranges : List.of(RiskLines.Ranges.NONE, moved)) {
            for (Shape shape : Shape.values()) {
                RiskLines lines = RiskLines.of(of, facts.by(), ranges);
                SimulationView view = SimulationView.of(facts, of, lines, ranges, shape, 3_000, 41);
                JsonPath told = json(SimulationProof.of(facts, of, lines, ranges, view, null));
                Simulation again =
                        new Recomputed(told.getList("simulation.discounting.steps.steps"), null)
                                .drawnAgain(told.getMap("proof"));
                assertThat(shown(again.mean())).isEqualByComparingTo(view.mean());
                assertThat(shown(again.negative()))
                        .isEqualByComparingTo(view.probabilityNegative());
                assertThat(shown(again.cvar95())).isEqualByComparingTo(view.cvar95());
                List<BigDecimal> percentiles = new ArrayList<>();
                again.percentiles().forEach(it -> percentiles.add(shown(it)));
                assertThat(view.percentiles().values())
                        .usingElementComparator(BigDecimal::compareTo)
                        .containsExactlyElementsOf(percentiles);
            }
        }
    }

    private static BigDecimal shown(double drawn) {
        return Shown.figure(new BigDecimal(drawn));
    }
}
