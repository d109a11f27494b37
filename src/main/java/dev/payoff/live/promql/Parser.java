package dev.payoff.live.promql;

import dev.payoff.live.promql.Expr.Aggregation;
import dev.payoff.live.promql.Expr.Operator;
import dev.payoff.live.promql.Lexer.Kind;
import dev.payoff.live.promql.Lexer.Token;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query, by recursive descent. What is PromQL and not answered here is refused with a
 * sentence that says so, not with a wrong answer.
 */
public final class Parser {

    /** The label that a series' name is kept as. */
    public static final String NAME = "__name__";

    /** How deep expressions may lie within each other. */
    static final int MAX_DEPTH = 30;

    private final Tokens tokens;
    private int depth;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads an expression.
     *
     * @throws QueryRefused where it is not one of those that are answered
     */
    public static Expr expression(String text) {
        Parser parser = new Parser(new Tokens(text));
        Expr read = parser.operation(0);
        parser.tokens.expect(Kind.END, null);
        return read;
    }

    /**
     * Reads a selector alone, as {@code match[]} tells one.
     *
     * @throws QueryRefused where it is something else
     */
    public static List<LabelMatcher> selector(String text) {
        return switch (expression(text)) {
            case Expr.Selector selector when selector.offset().isZero() -> selector.matchers();
            default ->
                    throw QueryRefused.badData(
                            "A selector is wanted here, such as payoff_metric_value{project=\"cloud\"}: "
                                    + text);
        };
    }

    /** Operators that bind at least this closely; those of one kind go from left to right. */
    private Expr operation(int binding) {
        if (++depth > MAX_DEPTH) {
            throw QueryRefused.badData(
                    "The query lies more than " + MAX_DEPTH + " expressions deep.");
        }
        Expr left = unary();
        for (Operator operator = operator();
                operator != null && operator.binding() >= binding;
                operator = operator()) {
            tokens.take();
            tokens.refuse("bool", "on", "ignoring", "group_left", "group_right");
            left = new Expr.Binary(operator, left, operation(operator.binding() + 1));
        }
        tokens.refuse("and", "or", "unless", "atan2", "%", "^", "@", "[", ":");
        depth--;
        return left;
    }

    private @Nullable Operator operator() {
        Token token = tokens.peek();
        if (token.kind() == Kind.SIGN) {
            for (Operator operator : Operator.values()) {
                if (operator.sign().equals(token.text())) {
                    return operator;
                }
            }
        }
        return null;
    }

    private Expr unary() {
        if (tokens.is("-")) {
            tokens.take();
            return new Expr.Negated(operation(Operator.TIMES.binding() + 1));
        }
        if (tokens.is("+")) {
            tokens.take();
        }
        return primary();
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> new Expr.Number(number(tokens.take()));
            case WORD -> word();
            case SIGN -> {
                if (tokens.is("(")) {
                    tokens.take();
                    Expr within = operation(0);
                    tokens.expect(Kind.SIGN, ")");
                    yield within;
                }
                if (tokens.is("{")) {
                    yield series(null);
                }
                throw Tokens.unexpected(token);
            }
            case DURATION, STRING, END -> throw Tokens.unexpected(token);
        };
    }

    private static BigDecimal number(Token token) {
        try {
            BigDecimal value = new BigDecimal(token.text());
            if (Math.abs((long) value.precision() - value.scale()) <= 100) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw QueryRefused.badData("'" + token.text() + "' is not a number.");
        }
        throw QueryRefused.badData("The number " + token.text() + " is out of all proportion.");
    }

    private Expr word() {
        Token word = tokens.take();
        boolean called = tokens.is("(");
        for (Aggregation how : Aggregation.values()) {
            if (how.name().toLowerCase(Locale.ROOT).equals(word.text())
                    && (called || tokens.isGrouping())) {
                return aggregate(how);
            }
        }
        if (called && word.text().equals("delta")) {
            return delta();
        }
        if (called) {
            throw Tokens.notAnswered("The function " + word.text());
        }
        return series(word.text());
    }

    private Expr aggregate(Aggregation how) {
        Grouping grouping = tokens.isGrouping() ? grouping() : null;
        tokens.expect(Kind.SIGN, "(");
        Expr of = operation(0);
        tokens.expect(Kind.SIGN, ")");
        if (grouping == null && tokens.isGrouping()) {
            grouping = grouping();
        }
        return grouping == null
                ? new Expr.Aggregate(how, of, true, List.of())
                : new Expr.Aggregate(how, of, grouping.by(), grouping.labels());
    }

    private record Grouping(boolean by, List<String> labels) {}

    private Grouping grouping() {
        boolean by = tokens.take().text().equals("by");
        tokens.expect(Kind.SIGN, "(");
        List<String> labels = new ArrayList<>();
        while (!tokens.is(")")) {
            labels.add(tokens.expect(Kind.WORD, null).text());
            if (!tokens.is(")")) {
                tokens.expect(Kind.SIGN, ",");
            }
        }
        tokens.take();
        return new Grouping(by, List.copyOf(labels));
    }

    private Expr delta() {
        tokens.expect(Kind.SIGN, "(");
        Expr.Selector of = bareSelector();
        tokens.expect(Kind.SIGN, "[");
        Duration range = Lengths.of(tokens.take().text());
        tokens.expect(Kind.SIGN, "]");
        Duration offset = offset();
        tokens.expect(Kind.SIGN, ")");
        return new Expr.Delta(of.earlier(offset), range);
    }

    private Expr.Selector bareSelector() {
        if (tokens.is("{")) {
            return matchers(null);
        }
        return matchers(tokens.expect(Kind.WORD, null).text());
    }

    private Expr series(@Nullable String name) {
        return matchers(name).earlier(offset());
    }

    private Duration offset() {
        if (!tokens.isWord("offset")) {
            return Duration.ZERO;
        }
        tokens.take();
        if (tokens.is("-")) {
            throw QueryRefused.badData("An offset looks back; what is to come is not known.");
        }
        return Lengths.of(tokens.take().text());
    }

    private Expr.Selector matchers(@Nullable String name) {
        List<LabelMatcher> matchers = new ArrayList<>();
        if (name != null) {
            matchers.add(LabelMatcher.of(NAME, LabelMatcher.Op.IS, name));
        }
        if (tokens.is("{")) {
            tokens.take();
            while (!tokens.is("}")) {
                matchers.add(matcher());
                if (!tokens.is("}")) {
                    tokens.expect(Kind.SIGN, ",");
                }
            }
            tokens.take();
        }
        if (matchers.isEmpty()) {
            throw QueryRefused.badData("A selector names a series or has at least one matcher.");
        }
        return new Expr.Selector(List.copyOf(matchers), Duration.ZERO);
    }

    private LabelMatcher matcher() {
        String label = tokens.expect(Kind.WORD, null).text();
        Token sign = tokens.take();
        for (LabelMatcher.Op op : LabelMatcher.Op.values()) {
            if (sign.kind() == Kind.SIGN && op.sign().equals(sign.text())) {
                return LabelMatcher.of(label, op, tokens.expect(Kind.STRING, null).text());
            }
        }
        throw Tokens.unexpected(sign);
    }
}
