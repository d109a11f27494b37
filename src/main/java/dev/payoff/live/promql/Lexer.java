package dev.payoff.live.promql;

import java.util.ArrayList;
import java.util.List;

/** Cuts a query into words and signs. */
final class Lexer {

    /** The longest query, in characters. */
    static final int MAX_TEXT = 4_000;

    /** What kind a token is. */
    enum Kind {
        WORD,
        NUMBER,
        DURATION,
        STRING,
        SIGN,
        END
    }

    /**
     * A piece of a query.
     *
     * @param at where it begins, from 1
     */
    record Token(Kind kind, String text, int at) {}

    private static final List<String> SIGNS =
            List.of(
                    "=~", "!~", "!=", "==", ">=", "<=", "(", ")", "{", "}", "[", "]", ",", "=", "+",
                    "-", "*", "/", ">", "<", "%", "^", "@", ":");

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        if (text.length() > MAX_TEXT) {
            throw QueryRefused.badData(
                    "The query is longer than " + MAX_TEXT + " characters. Ask for less at once.");
        }
        return new Lexer(text).all();
    }

    private List<Token> all() {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new Token(Kind.END, "end of the query", at + 1));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private Token next() {
        int start = at;
        char first = text.charAt(at);
        if (isLetter(first)) {
            return new Token(Kind.WORD, run(it -> isLetter(it) || isDigit(it)), start + 1);
        }
        if (isDigit(first) || first == '.') {
            return number(start);
        }
        if (first == '"' || first == '\'' || first == '`') {
            return new Token(Kind.STRING, string(first), start + 1);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return new Token(Kind.SIGN, sign, start + 1);
            }
        }
        throw QueryRefused.badData(
                "Character " + (at + 1) + " of the query means nothing: " + first);
    }

    private Token number(int start) {
        String digits = run(it -> isDigit(it) || it == '.');
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
            String exponent = text.substring(at, Math.min(text.length(), at + sign));
            at += exponent.length();
            return new Token(Kind.NUMBER, digits + exponent + run(Lexer::isDigit), start + 1);
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            return new Token(
                    Kind.DURATION, digits + run(it -> isLetter(it) || isDigit(it)), start + 1);
        }
        return new Token(Kind.NUMBER, digits, start + 1);
    }

    private String string(char quote) {
        int opened = ++at;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return value.toString();
            }
            value.append(next == '\\' && quote != '`' ? escaped() : next);
        }
        throw QueryRefused.badData("The text that begins at character " + opened + " never ends.");
    }

    private char escaped() {
        if (at == text.length()) {
            throw QueryRefused.badData("The query ends within a text.");
        }
        char next = text.charAt(at++);
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> next;
            default ->
                    throw QueryRefused.badData(
                            "There is no escape \\"
                                    + next
                                    + " (character "
                                    + at
                                    + "); a backslash is written twice.");
        };
    }

    private interface Test {
        boolean takes(char it);
    }

    private String run(Test test) {
        int start = at;
        while (at < text.length() && test.takes(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLetter(char it) {
        return it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it == '_';
    }

    private static boolean isDigit(char it) {
        return it >= '0' && it <= '9';
    }
}
