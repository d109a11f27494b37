package dev.payoff.live.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as PromQL, and what is refused with a sentence. */
class ParserTest {

    private static Expr.Number number(String value) {
        return new Expr.Number(new BigDecimal(value));
    }

    private static Expr.Selector named(String name) {
        return new Expr.Selector(
                List.of(LabelMatcher.of("__name__", LabelMatcher.Op.IS, name)), Duration.ZERO);
    }

    @Test
    void grafanasTestOfADataSourceIsReadAsASum() {
        assertThat(Parser.expression("1+1"))
                .isEqualTo(new Expr.Binary(Expr.Operator.PLUS, number("1"), number("1")));
    }

    @Test
    void timesBindsCloserThanPlusAndEqualsGoFromTheLeft() {
        assertThat(Parser.expression("1 - 2 * 3 - 4"))
                .isEqualTo(Parser.expression("(1 - (2 * 3)) - 4"));
        assertThat(Parser.expression("1 + 2 > 3 / 4"))
                .isEqualTo(Parser.expression("(1 + 2) > (3 / 4)"));
        assertThat(Parser.expression("-a * b")).isEqualTo(Parser.expression("(-a) * b"));
    }

    @Test
    void aSelectorHasANameMatchersAndAnOffset() {
        Expr.Selector read =
                (Expr.Selector)
                        Parser.expression(
                                "payoff_metric_value{project=\"cloud\", metric!='cost',unit=~\"EUR|USD\",category!~`Q.*`,} offset 1h30m");
        assertThat(read.matchers().stream().map(LabelMatcher::toString))
                .containsExactly(
                        "__name__=\"payoff_metric_value\"",
                        "project=\"cloud\"",
                        "metric!=\"cost\"",
                        "unit=~\"EUR|USD\"",
                        "category!~\"Q.*\"");
        assertThat(read.offset()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void aNameMayStandAmongTheMatchers() {
        assertThat(Parser.expression("{__name__=\"up\"}")).isEqualTo(named("up"));
    }

    @Test
    void groupsMayBeToldBeforeOrAfter() {
        Expr.Aggregate wanted =
                new Expr.Aggregate(
                        Expr.Aggregation.SUM, named("x"), true, List.of("project", "currency"));
        assertThat(Parser.expression("sum by (project, currency) (x)")).isEqualTo(wanted);
        assertThat(Parser.expression("sum(x) by (project, currency)")).isEqualTo(wanted);
        assertThat(Parser.expression("avg without (metric) (x)"))
                .isEqualTo(
                        new Expr.Aggregate(
                                Expr.Aggregation.AVG, named("x"), false, List.of("metric")));
    }

    @Test
    void deltaLooksOverARange() {
        assertThat(Parser.expression("delta(x[1d] offset 1w)"))
                .isEqualTo(
                        new Expr.Delta(named("x").earlier(Duration.ofDays(7)), Duration.ofDays(1)));
    }

    @Test
    void wordsOfTheLanguageMayBeNamesToo() {
        assertThat(Parser.expression("sum")).isEqualTo(named("sum"));
    }

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "7d,PT168H", "2w,PT336H", "500ms,PT0.5S"})
    void lengthsOfTimeAreAddedUp(String text, Duration wanted) {
        assertThat(Lengths.of(text)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5m!", "0s", "5 m", "200y", "99999999999999999999s"})
    void otherTextIsNoLengthOfTime(String text) {
        assertThatThrownBy(() -> Lengths.of(text)).isInstanceOf(QueryRefused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "rate(x[5m])|function rate is not answered",
                "histogram_quantile(0.9, x)|function histogram_quantile",
                "x[5m]|'[' is not answered",
                "x and y|'and' is not answered",
                "x * on(project) y|'on' is not answered",
                "x > bool 1|'bool' is not answered",
                "x @ 0|'@' is not answered",
                "2 ^ 3|'^' is not answered",
                "x offset -5m|An offset looks back",
                "x{|'end of the query' was not expected",
                "x{a}|'}' was not expected",
                "x{a=1}|'1' was not expected",
                "1 +|'end of the query'",
                "(1|'end of the query'",
                "1 1|'1' was not expected",
                "{}|names a series or has at least one matcher",
                "x # y|Character 3",
                "x{a=\"b|never ends",
                "x{a=~\"(\"}|not one of RE2",
                "x{a=~\"(a)\\\\1\"}|not one of RE2",
                "1e999999999|out of all proportion",
            })
    void whatIsNotAnsweredIsRefusedWithASentence(String query, String told) {
        assertThatThrownBy(() -> Parser.expression(query))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining(told);
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThatThrownBy(() -> Parser.expression("(".repeat(2_000)))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("30 expressions deep");
        assertThatThrownBy(() -> Parser.expression("-".repeat(3_000) + "1"))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("30 expressions deep");
        assertThatThrownBy(() -> Parser.expression("1+".repeat(3_000) + "1"))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("4000 characters");
        assertThatThrownBy(() -> LabelMatcher.of("a", LabelMatcher.Op.MATCHES, "a".repeat(501)))
                .isInstanceOf(QueryRefused.class)
                .hasMessageContaining("500");
    }

    @Test
    void aPatternMatchesTheWholeValueAndAnAbsentLabelIsEmpty() {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("project", "cloud");
        assertThat(matches("project", "clo", labels)).isFalse();
        assertThat(matches("project", "clo.*", labels)).isTrue();
        assertThat(matches("project", "a|cloud", labels)).isTrue();
        assertThat(matches("owner", "", labels)).isTrue();
        assertThat(matches("owner", ".+", labels)).isFalse();
    }

    @Test
    void aPatternThatWouldKeepABacktrackerBusyForAgesIsMatchedAtOnce() {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("project", "a".repeat(5_000) + "!");
        long start = System.nanoTime();
        assertThat(matches("project", "(a|aa)+", labels)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private static boolean matches(String label, String pattern, TreeMap<String, String> labels) {
        return LabelMatcher.of(label, LabelMatcher.Op.MATCHES, pattern).accepts(labels);
    }
}
