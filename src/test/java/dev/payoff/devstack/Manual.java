package dev.payoff.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that the documents give to whoever sets up another's program. A test gives that program the
 * same, with its own addresses and secrets in their places.
 */
public final class Manual {

    private final String file;
    private String lines;

    private Manual(String file, String lines) {
        this.file = file;
        this.lines = lines;
    }

    /** The first fenced block of a language in a document, such as {@code docs/operations.md}. */
    public static Manual of(String file, String language) throws IOException {
        Matcher found =
                Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of(file)));
        if (!found.find()) {
            throw new AssertionError(file + " has no lines of " + language);
        }
        return new Manual(file, found.group(1));
    }

    /** Puts something of the test's own in the place of what is shown, which has to be there. */
    public Manual with(String shown, Object here) {
        if (!lines.contains(shown)) {
            throw new AssertionError(file + ": the lines have no " + shown);
        }
        lines = lines.replace(shown, here.toString());
        return this;
    }

    @Override
    public String toString() {
        return lines;
    }
}
