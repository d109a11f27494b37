package dev.payoff.connector;

import java.util.Locale;

/**
 * A text in which {@code *} stands for any text. Matching takes at most length times length steps,
 * whatever stands in it.
 */
public record Glob(String pattern, boolean anyCase) {

    /** A glob of which upper and lower case do not matter where told so. */
    public Glob {
        pattern = anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
    }

    /** Whether a text is one that this stands for. */
    public boolean matches(String told) {
        String text = anyCase ? told.toLowerCase(Locale.ROOT) : told;
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
