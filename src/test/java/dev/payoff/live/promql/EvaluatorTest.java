package dev.payoff.live.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an expression comes to, moment by moment; - is a moment without a sample. */
class EvaluatorTest {

    private final Map<String, List<Series>> known =
            Map.of(
                    "value",
                            List.of(series("value", "a", "10 20 -"), series("value", "b", "1 - -")),
                    "cost", List.of(series("cost", "a", "4 0 4"), series("cost", "c", "9 9 9")));

    private static Series series(String name, String project, String values) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("__name__", name);
        labels.put("project", project);
        List<@Nullable BigDecimal> samples = new ArrayList<>();
        for (String value : values.split(" ")) {
            samples.add(value.equals("-") ? null : new BigDecimal(value));
        }
        return new Series(labels, samples);
    }

    /** {@code name} by its name; earlier ones are a tenth. */
    private String told(String query) {
        Expr expr = Parser.expression(query);
        Map<Expr.Selector, List<Series>> found = new HashMap<>();
        for (Expr.Selector selector : Evaluator.selectors(expr)) {
            List<Series> series =
                    known.values().stream()
                            .flatMap(List::stream)
                            .filter(it ->
                                    selector.matchers().stream()
                                            .allMatch(matcher -> matcher.accepts(it.labels())))
                            .toList();
            found.put(
                    selector,
                    selector.offset().isZero()
                            ? series
                            : series.stream().map(EvaluatorTest::tenth).toList());
        }
        return switch (Evaluator.evaluate(expr, found, 3)) {
            case Outcome.Scalar scalar -> text(scalar.values());
            case Outcome.Vector vector ->
                    String.join(
                            "; ",
                            vector.series().stream()
                                    .map(it -> it.labels() + " " + text(it.values()))
                                    .toList());
        };
    }

    private static Series tenth(Series of) {
        return new Series(
                of.labels(),
                of.values().stream()
                        .map(it -> it == null ? null : it.scaleByPowerOfTen(-1))
                        .toList());
    }

    private static String text(List<@Nullable BigDecimal> values) {
        return String.join(
                " ",
                values.stream()
                        .map(it -> it == null ? "-" : it.stripTrailingZeros().toPlainString())
                        .toList());
    }

    @Test
    void numbersAreWorkedOutExactly() {
        assertThat(told("1+1")).isEqualTo("2 2 2");
        assertThat(told("0.1 + 0.2")).isEqualTo("0.3 0.3 0.3");
        assertThat(told("-(2 - 5) * 2")).isEqualTo("6 6 6");
        assertThat(told("1 / 0")).as("no infinity").isEqualTo("- - -");
    }

    @Test
    void aSelectorIsWhatWasFound() {
        assertThat(told("value{project=\"a\"}")).isEqualTo("{__name__=value, project=a} 10 20 -");
    }

    @Test
    void seriesWithTheSameLabelsMeetAndAZeroBelowGivesNoSample() {
        assertThat(told("(value - cost) / cost")).isEqualTo("{project=a} 1.5 - -");
    }

    @Test
    void aComparisonKeepsWhatMeetsItAndItsName() {
        assertThat(told("value > 10")).isEqualTo("{__name__=value, project=a} - 20 -");
        assertThat(told("value > cost")).isEqualTo("{project=a} 10 20 -");
    }

    @Test
    void groupsAreFoldedAndAMomentWithoutASampleStaysOne() {
        assertThat(told("sum(value)")).isEqualTo("{} 11 20 -");
        assertThat(told("count(value)")).isEqualTo("{} 2 1 -");
        assertThat(told("avg(value)")).isEqualTo("{} 5.5 20 -");
        assertThat(told("min by (project) (cost)"))
                .isEqualTo("{project=a} 4 0 4; {project=c} 9 9 9");
        assertThat(told("max without (project) (cost)")).isEqualTo("{} 9 9 9");
    }

    @Test
    void deltaIsNowLessThen() {
        assertThat(told("delta(value{project=\"a\"}[1d])")).isEqualTo("{project=a} 9 18 -");
    }

    @Test
    void whatCannotBeCombinedSaysSo() {
        assertThatThrownBy(() -> told("value + {project=\"a\"}"))
                .hasMessageContaining("several series have the same labels");
        assertThatThrownBy(() -> told("sum(1)")).hasMessageContaining("not a number");
        assertThatThrownBy(() -> told("1 > 2")).hasMessageContaining("not compared");
        assertThatThrownBy(() -> told("a+b+c+d+e+f+g+h+i")).hasMessageContaining("at most 8");
    }
}
