package dev.payoff.live.promql;

import dev.payoff.live.promql.Lexer.Kind;
import dev.payoff.live.promql.Lexer.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of one query, one after the other. */
final class Tokens {

    private static final String ANSWERED =
            " Answered are: selectors, offset, delta, sum, avg, min, max, count, by, without, + - * /"
                    + " and comparisons.";

    private final List<Token> tokens;
    private int next;

    Tokens(String text) {
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean is(String sign) {
        return peek().kind() == Kind.SIGN && peek().text().equals(sign);
    }

    boolean isWord(String word) {
        return peek().kind() == Kind.WORD && peek().text().equals(word);
    }

    boolean isGrouping() {
        return isWord("by") || isWord("without");
    }

    Token expect(Kind kind, @Nullable String text) {
        Token token = take();
        if (token.kind() != kind || text != null && !token.text().equals(text)) {
            throw unexpected(token);
        }
        return token;
    }

    /** Refuses what is PromQL and not answered here, where it comes next. */
    void refuse(String... words) {
        Token token = peek();
        for (String word : words) {
            if (token.kind() != Kind.STRING && token.text().equals(word)) {
                throw notAnswered("'" + word + "'");
            }
        }
    }

    static QueryRefused notAnswered(String what) {
        return QueryRefused.badData(what + " is not answered here." + ANSWERED);
    }

    static QueryRefused unexpected(Token token) {
        return QueryRefused.badData(
                "The query cannot be read at character "
                        + token.at()
                        + ": '"
                        + token.text()
                        + "' was not expected there.");
    }
}
