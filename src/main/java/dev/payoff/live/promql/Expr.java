package dev.payoff.live.promql;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** An expression of the part of PromQL that is answered. */
public sealed interface Expr {

    /** A number. */
    record Number(BigDecimal value) implements Expr {}

    /**
     * Series that meet all conditions.
     *
     * @param matchers the name among them, as the label {@code __name__}
     * @param offset how far back from the moment asked for; never negative
     */
    record Selector(List<LabelMatcher> matchers, Duration offset) implements Expr {

        /** The same, looked at earlier by this much. */
        Selector earlier(Duration by) {
            return new Selector(matchers, offset.plus(by));
        }
    }

    /**
     * By how much each series moved over a range: its value now less its value a range ago. Nothing
     * is extrapolated, unlike Prometheus' own.
     */
    record Delta(Selector of, Duration range) implements Expr {}

    /** The sign turned. */
    record Negated(Expr of) implements Expr {}

    /** Arithmetic, or a comparison that keeps what meets it. */
    record Binary(Operator operator, Expr left, Expr right) implements Expr {}

    /**
     * One series for each group.
     *
     * @param by whether {@code labels} are those that groups are told apart by, or those that they
     *     are not
     */
    record Aggregate(Aggregation how, Expr of, boolean by, List<String> labels) implements Expr {}

    /** What stands between two expressions. */
    enum Operator {
        PLUS("+", 3),
        MINUS("-", 3),
        TIMES("*", 4),
        DIVIDED_BY("/", 4),
        EQUAL("==", 2),
        UNEQUAL("!=", 2),
        ABOVE(">", 2),
        BELOW("<", 2),
        AT_LEAST(">=", 2),
        AT_MOST("<=", 2);

        private final String sign;
        private final int binding;

        Operator(String sign, int binding) {
            this.sign = sign;
            this.binding = binding;
        }

        String sign() {
            return sign;
        }

        /** The higher, the closer it binds. */
        int binding() {
            return binding;
        }

        boolean compares() {
            return binding == 2;
        }
    }

    /** How a group becomes one. */
    enum Aggregation {
        SUM,
        AVG,
        MIN,
        MAX,
        COUNT
    }
}
