package dev.payoff.app;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, 8.8.3) made of a row's version, so that two editors do not overwrite. */
public final class Versions {

    private Versions() {}

    /** The value of the {@code ETag} header for this version. */
    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Checks {@code If-Match} against the version that is stored; a request without it goes
     * through.
     *
     * @throws ProblemException 412 where somebody else changed the thing meanwhile
     */
    public static void check(@Nullable String ifMatch, long version) {
        if (ifMatch == null) {
            return;
        }
        boolean matches =
                Arrays.stream(ifMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag(version)));
        if (!matches) {
            throw ProblemException.of(
                    412,
                    "CHANGED_MEANWHILE",
                    "Changed meanwhile",
                    "If-Match was " + ifMatch + ", but the version is now " + etag(version) + ".",
                    "Read it again, apply the change to what is there now, and send the new ETag.");
        }
    }
}
