package dev.payoff.analytics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a scenario.
 *
 * @param frontier sets of which none is worth as much at less risk, by rising risk; null where no
 *     risk was asked for
 * @param left projects that were no candidates, and why
 */
public record ScenarioResult(
        ChoiceReport choice, @Nullable List<Point> frontier, List<String> left) {

    private static final int POINTS = 10;

    /**
     * A set on the frontier.
     *
     * @param risk standard deviation, or conditional value at risk: the mean loss of the worst
     */
    public record Point(List<String> projects, BigDecimal value, BigDecimal risk, boolean proved) {}

    /** Solves; takes about three times the time at most. Never call it on an event loop. */
    static Worked of(ScenarioProblem asked, ScenarioInput input, Duration time) {
        Risk risk = asked.risk();
        ScenarioInput.Measure measure = input.risk();
        List<Point> frontier = null;
        if (risk != null && measure != null) {
            int most = measure.points() == null ? POINTS : measure.points();
            frontier =
                    Frontier.of(asked.problem(), risk, most, time).stream()
                            .map(it ->
                                    new Point(
                                            it.in().stream().sorted().toList(),
                                            it.value(),
                                            it.risk(),
                                            it.proved()))
                            .toList();
        }
        ChoiceReport.Worked worked = ChoiceReport.worked(asked.problem(), asked.today(), time);
        ChoiceWorkings workings = worked.workings();
        return new Worked(
                new ScenarioResult(worked.report(), frontier, asked.left()),
                workings == null ? null : workings.proving(asked.proofs()));
    }

    /** A result, and what its figures are made of; null where there is none. */
    record Worked(ScenarioResult result, @Nullable ChoiceWorkings workings) {}
}
