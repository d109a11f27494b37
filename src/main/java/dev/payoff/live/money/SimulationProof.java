package dev.payoff.live.money;

import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.live.money.RiskProofs.At;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A simulation, and all that it was drawn from: whoever draws again by the seed gets the same
 * digits.
 */
@Schema(name = "MoneySimulationExplanation")
public record SimulationProof(SimulationView simulation, String how, Proof proof) {

    private static final String HOW =
            "SplitMix64 from the seed, a number is (its upper 53 bits + 0.5) / 2^53. Line by line in this"
                    + " order, first those that move for themselves, run by run; each run adds present value"
                    + " · factor to the certain ones. TRIANGULAR by inversion; PERT as beta of two gammas"
                    + " (Marsaglia and Tsang 2000, normals by the polar method), its shapes 1 + 4 · (likely −"
                    + " low) / (high − low) and 1 + 4 · (high − likely) / (high − low). Lines with"
                    + " correlations afterwards, by normal scores of those ranks. All in IEEE doubles, logs and"
                    + " roots as Java's StrictMath.";

    static SimulationProof of(
            Facts facts,
            MoneyCase of,
            RiskLines lines,
            RiskLines.Ranges ranges,
            SimulationView view,
            @Nullable LocalDate day) {
        Map<String, String> by = new LinkedHashMap<>();
        by.put("shape", view.shape());
        by.put("runs", Integer.toString(view.runs()));
        by.put("seed", Long.toString(view.seed()));
        BigDecimal common = ranges.commonCorrelation();
        by.put("commonCorrelation", common == null ? "0" : common.toPlainString());
        List<RiskLines.Correlation> pairs = ranges.correlations();
        if (pairs != null && !pairs.isEmpty()) {
            by.put(
                    "correlations",
                    pairs.stream()
                            .map(it ->
                                    it.one() + " " + it.other() + " " + it.rank().toPlainString())
                            .collect(Collectors.joining(", ")));
        }
        List<Proof> parts =
                lines.missing().isEmpty()
                        ? new RiskProofs(facts, of, lines, null, day).all(null, At.LIKELY)
                        : List.of();
        return new SimulationProof(
                view,
                HOW,
                Proof.of(
                                "Net present value, drawn",
                                Operation.SIMULATION,
                                null,
                                facts.ledger().project().currency(),
                                parts)
                        .with(by, null));
    }
}
