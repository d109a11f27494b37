package dev.payoff.live.promql;

import dev.payoff.live.promql.Expr.Aggregation;
import dev.payoff.live.promql.Expr.Operator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works an expression out, moment by moment, over what its selectors found. Pure.
 *
 * <p>Arithmetic is decimal, to 34 digits. What has no value, such as a division by 0, is no sample:
 * there is neither NaN nor infinity.
 */
public final class Evaluator {

    private static final MathContext DIGITS = MathContext.DECIMAL128;

    /** The most selectors that one query may look up. */
    static final int MAX_SELECTORS = 8;

    private final Map<Expr.Selector, List<Series>> found;
    private final int moments;

    private Evaluator(Map<Expr.Selector, List<Series>> found, int moments) {
        this.found = found;
        this.moments = moments;
    }

    /**
     * What has to be looked up, each once.
     *
     * @throws QueryRefused where that is too much
     */
    public static Set<Expr.Selector> selectors(Expr of) {
        Set<Expr.Selector> into = new LinkedHashSet<>();
        collect(of, into);
        if (into.size() > MAX_SELECTORS) {
            throw QueryRefused.execution(
                    "The query looks up "
                            + into.size()
                            + " selectors; at most "
                            + MAX_SELECTORS
                            + " are answered. Ask in several queries.");
        }
        return into;
    }

    private static void collect(Expr of, Set<Expr.Selector> into) {
        switch (of) {
            case Expr.Number number -> {}
            case Expr.Selector selector -> into.add(selector);
            case Expr.Delta delta -> {
                into.add(delta.of());
                into.add(delta.of().earlier(delta.range()));
            }
            case Expr.Negated negated -> collect(negated.of(), into);
            case Expr.Binary binary -> {
                collect(binary.left(), into);
                collect(binary.right(), into);
            }
            case Expr.Aggregate aggregate -> collect(aggregate.of(), into);
        }
    }

    /**
     * Works an expression out.
     *
     * @param found of each of its {@link #selectors} the series at the moments, its offset told
     * @param moments how many there are
     */
    public static Outcome evaluate(Expr of, Map<Expr.Selector, List<Series>> found, int moments) {
        Outcome outcome = new Evaluator(found, moments).of(of);
        return switch (outcome) {
            case Outcome.Scalar scalar -> scalar;
            case Outcome.Vector vector ->
                    new Outcome.Vector(
                            vector.series().stream()
                                    .filter(it -> it.values().stream().anyMatch(v -> v != null))
                                    .toList());
        };
    }

    private Outcome of(Expr expr) {
        return switch (expr) {
            case Expr.Number number ->
                    new Outcome.Scalar(Collections.nCopies(moments, number.value()));
            case Expr.Selector selector -> new Outcome.Vector(found(selector));
            case Expr.Delta delta ->
                    matched(
                            Operator.MINUS,
                            found(delta.of()),
                            found(delta.of().earlier(delta.range())));
            case Expr.Negated negated ->
                    combined(Operator.MINUS, constant(BigDecimal.ZERO), of(negated.of()));
            case Expr.Binary binary ->
                    combined(binary.operator(), of(binary.left()), of(binary.right()));
            case Expr.Aggregate aggregate -> aggregated(aggregate, of(aggregate.of()));
        };
    }

    private List<Series> found(Expr.Selector selector) {
        List<Series> series = found.get(selector);
        if (series == null) {
            throw new IllegalArgumentException("Nobody looked up " + selector.matchers());
        }
        return series;
    }

    private Outcome.Scalar constant(BigDecimal value) {
        return new Outcome.Scalar(Collections.nCopies(moments, value));
    }

    private Outcome combined(Operator operator, Outcome left, Outcome right) {
        return switch (left) {
            case Outcome.Scalar a ->
                    switch (right) {
                        case Outcome.Scalar b -> scalars(operator, a, b);
                        case Outcome.Vector b ->
                                each(operator, b, v -> values(operator, a.values(), v, v));
                    };
            case Outcome.Vector a ->
                    switch (right) {
                        case Outcome.Scalar b ->
                                each(operator, a, v -> values(operator, v, b.values(), v));
                        case Outcome.Vector b -> matched(operator, a.series(), b.series());
                    };
        };
    }

    private Outcome scalars(Operator operator, Outcome.Scalar a, Outcome.Scalar b) {
        if (operator.compares()) {
            throw QueryRefused.badData("Two numbers are not compared here.");
        }
        return new Outcome.Scalar(values(operator, a.values(), b.values(), a.values()));
    }

    private interface Change {
        List<@Nullable BigDecimal> of(List<@Nullable BigDecimal> values);
    }

    /** What is computed loses its name; what a comparison keeps is what it was. */
    private static Outcome each(Operator operator, Outcome.Vector vector, Change change) {
        return new Outcome.Vector(
                vector.series().stream()
                        .map(it ->
                                new Series(
                                        operator.compares() ? it.labels() : nameless(it.labels()),
                                        change.of(it.values())))
                        .toList());
    }

    /** Series with the same labels, names aside, meet; the others are left out. */
    private Outcome matched(Operator operator, List<Series> left, List<Series> right) {
        Map<SortedMap<String, String>, Series> others = new LinkedHashMap<>();
        for (Series each : right) {
            if (others.put(nameless(each.labels()), each) != null) {
                throw ambiguous();
            }
        }
        Map<SortedMap<String, String>, Series> met = new LinkedHashMap<>();
        for (Series each : left) {
            SortedMap<String, String> labels = nameless(each.labels());
            Series other = others.get(labels);
            if (other != null) {
                Series both =
                        new Series(
                                labels,
                                values(operator, each.values(), other.values(), each.values()));
                if (met.put(labels, both) != null) {
                    throw ambiguous();
                }
            }
        }
        return new Outcome.Vector(List.copyOf(met.values()));
    }

    private static QueryRefused ambiguous() {
        return QueryRefused.execution(
                "On one side several series have the same labels, so none of them is the one to"
                        + " combine. Name one series, or sum by labels first.");
    }

    /**
     * Moment by moment.
     *
     * @param kept what a comparison keeps where it holds
     */
    private List<@Nullable BigDecimal> values(
            Operator operator,
            List<@Nullable BigDecimal> left,
            List<@Nullable BigDecimal> right,
            List<@Nullable BigDecimal> kept) {
        List<@Nullable BigDecimal> values = new ArrayList<>(moments);
        for (int i = 0; i < moments; i++) {
            BigDecimal a = left.get(i);
            BigDecimal b = right.get(i);
            values.add(a == null || b == null ? null : value(operator, a, b, kept.get(i)));
        }
        return values;
    }

    private static @Nullable BigDecimal value(
            Operator operator, BigDecimal a, BigDecimal b, @Nullable BigDecimal kept) {
        int order = a.compareTo(b);
        return switch (operator) {
            case PLUS -> a.add(b, DIGITS);
            case MINUS -> a.subtract(b, DIGITS);
            case TIMES -> a.multiply(b, DIGITS);
            case DIVIDED_BY -> b.signum() == 0 ? null : a.divide(b, DIGITS);
            case EQUAL -> order == 0 ? kept : null;
            case UNEQUAL -> order != 0 ? kept : null;
            case ABOVE -> order > 0 ? kept : null;
            case BELOW -> order < 0 ? kept : null;
            case AT_LEAST -> order >= 0 ? kept : null;
            case AT_MOST -> order <= 0 ? kept : null;
        };
    }

    private Outcome aggregated(Expr.Aggregate how, Outcome of) {
        if (!(of instanceof Outcome.Vector vector)) {
            throw QueryRefused.badData("Series are aggregated, not a number.");
        }
        Map<SortedMap<String, String>, List<Series>> groups = new LinkedHashMap<>();
        for (Series each : vector.series()) {
            groups.computeIfAbsent(group(how, each.labels()), labels -> new ArrayList<>())
                    .add(each);
        }
        List<Series> series = new ArrayList<>();
        groups.forEach(
                (labels, members) -> series.add(new Series(labels, folded(how.how(), members))));
        return new Outcome.Vector(series);
    }

    private static SortedMap<String, String> group(
            Expr.Aggregate how, SortedMap<String, String> labels) {
        SortedMap<String, String> group = nameless(labels);
        if (how.by()) {
            group.keySet().retainAll(how.labels());
        } else {
            how.labels().forEach(group::remove);
        }
        return group;
    }

    private List<@Nullable BigDecimal> folded(Aggregation how, List<Series> members) {
        @Nullable BigDecimal[] values = new @Nullable BigDecimal[moments];
        for (int i = 0; i < moments; i++) {
            values[i] = folded(how, members, i);
        }
        return Arrays.asList(values);
    }

    private static @Nullable BigDecimal folded(Aggregation how, List<Series> members, int moment) {
        BigDecimal folded = null;
        int count = 0;
        for (Series each : members) {
            BigDecimal value = each.values().get(moment);
            if (value != null) {
                count++;
                folded =
                        folded == null
                                ? value
                                : switch (how) {
                                    case SUM, AVG, COUNT -> folded.add(value, DIGITS);
                                    case MIN -> folded.min(value);
                                    case MAX -> folded.max(value);
                                };
            }
        }
        if (folded == null) {
            return null;
        }
        return switch (how) {
            case SUM, MIN, MAX -> folded;
            case AVG -> folded.divide(BigDecimal.valueOf(count), DIGITS);
            case COUNT -> BigDecimal.valueOf(count);
        };
    }

    private static SortedMap<String, String> nameless(SortedMap<String, String> labels) {
        SortedMap<String, String> nameless = new TreeMap<>(labels);
        nameless.remove(Parser.NAME);
        return nameless;
    }
}
