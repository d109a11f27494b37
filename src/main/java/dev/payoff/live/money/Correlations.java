package dev.payoff.live.money;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.appraisal.Dependence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes of the correlations that a question tells what a simulation draws by; pure. */
final class Correlations {

    private Correlations() {}

    /**
     * How the lines of a case move together.
     *
     * @throws dev.payoff.app.ProblemException where something is no uncertain line of the case, or
     *     the correlations contradict each other
     */
    static Dependence of(RiskLines lines, RiskLines.Ranges told) {
        List<RiskLines.Correlation> pairs =
                told.correlations() == null ? List.of() : told.correlations();
        BigDecimal common =
                told.commonCorrelation() == null ? BigDecimal.ZERO : told.commonCorrelation();
        Set<String> uncertain = new LinkedHashSet<>();
        for (RiskLines.Line line : lines.lines()) {
            if (!line.of().factor().isCertain()) {
                uncertain.add(line.of().key());
            }
        }
        check(pairs, uncertain, lines);
        List<String> keys = new ArrayList<>(uncertain);
        if (common.signum() == 0) {
            keys.removeIf(key ->
                    pairs.stream().noneMatch(it -> it.one().equals(key) || it.other().equals(key)));
        }
        if (keys.size() > Dependence.MOST_LINES) {
            MoneyProblems.notOfTheCase(
                    List.of(
                            new Violation(
                                    "correlations",
                                    "would tie %d lines, and at most %d move together"
                                            .formatted(keys.size(), Dependence.MOST_LINES))));
        }
        return switch (Dependence.of(keys, common.doubleValue(), ranks(pairs))) {
            case Dependence.Fits(Dependence fitting) -> fitting;
            case Dependence.Contradicts it -> throw MoneyProblems.contradiction(it);
        };
    }

    private static List<Dependence.Pair> ranks(List<RiskLines.Correlation> pairs) {
        return pairs.stream()
                .map(it -> new Dependence.Pair(it.one(), it.other(), it.rank().doubleValue()))
                .toList();
    }

    private static void check(
            List<RiskLines.Correlation> pairs, Set<String> uncertain, RiskLines lines) {
        List<Violation> wrong = new ArrayList<>();
        Set<Set<String>> seen = new LinkedHashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            RiskLines.Correlation pair = pairs.get(i);
            String at = "correlations[" + i + "].";
            for (String[] end :
                    List.of(
                            new String[] {"one", pair.one()},
                            new String[] {"other", pair.other()})) {
                if (lines.lines().stream().noneMatch(it -> it.of().key().equals(end[1]))) {
                    wrong.add(new Violation(at + end[0], "is no line of the case"));
                } else if (!uncertain.contains(end[1])) {
                    wrong.add(
                            new Violation(
                                    at + end[0],
                                    "is certain, so it moves with nothing; give it a range"));
                }
            }
            if (pair.one().equals(pair.other())) {
                wrong.add(new Violation(at + "other", "must be another line"));
            } else if (!seen.add(Set.of(pair.one(), pair.other()))) {
                wrong.add(new Violation(at + "other", "makes a pair that was told already"));
            }
        }
        MoneyProblems.notOfTheCase(wrong);
    }
}
