package dev.payoff.live.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.SortedMap;

/**
 * A condition on a label; one that is not there counts as empty. Patterns match the whole value, by
 * RE2, whose time grows with the text and never with the pattern's cunning.
 */
public final class LabelMatcher {

    /** The longest pattern, in characters. */
    static final int MAX_PATTERN = 500;

    /** How a label is compared. */
    public enum Op {
        IS("="),
        IS_NOT("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }
    }

    private final String label;
    private final Op op;
    private final String value;
    private final Pattern pattern;

    private LabelMatcher(String label, Op op, String value, Pattern pattern) {
        this.label = label;
        this.op = op;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * A condition.
     *
     * @throws QueryRefused where the pattern is not one of RE2, or too long
     */
    public static LabelMatcher of(String label, Op op, String value) {
        boolean pattern = op == Op.MATCHES || op == Op.MATCHES_NOT;
        if (pattern && value.length() > MAX_PATTERN) {
            throw QueryRefused.badData(
                    "The pattern for label "
                            + label
                            + " is longer than "
                            + MAX_PATTERN
                            + " characters.");
        }
        try {
            return new LabelMatcher(
                    label, op, value, Pattern.compile(pattern ? "(?s:" + value + ")" : ""));
        } catch (PatternSyntaxException e) {
            throw QueryRefused.badData(
                    "The pattern for label "
                            + label
                            + " is not one of RE2: "
                            + e.getDescription()
                            + ".");
        }
    }

    /** The label that it looks at. */
    public String label() {
        return label;
    }

    /** How it compares. */
    public Op op() {
        return op;
    }

    /** What it compares with. */
    public String value() {
        return value;
    }

    /** Whether labels meet it. */
    public boolean accepts(SortedMap<String, String> labels) {
        String there = labels.getOrDefault(label, "");
        return switch (op) {
            case IS -> there.equals(value);
            case IS_NOT -> !there.equals(value);
            case MATCHES -> pattern.matches(there);
            case MATCHES_NOT -> !pattern.matches(there);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher that
                && label.equals(that.label)
                && op == that.op
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return label.hashCode() * 31 + value.hashCode();
    }

    @Override
    public String toString() {
        return label + op.sign() + '"' + value + '"';
    }
}
