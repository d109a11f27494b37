package dev.payoff.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as {@code application/problem+json} (RFC 9457).
 *
 * @param title the kind of problem, in a few words
 * @param status the HTTP status
 * @param code stable and for machines, such as {@code UNKNOWN_METRIC}
 * @param detail one sentence on what is wrong and where
 * @param remedy one sentence on what to do
 * @param violations what is wrong field by field, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String title,
        int status,
        String code,
        String detail,
        @Nullable String remedy,
        @Nullable List<Violation> violations) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** One field that was refused. */
    public record Violation(String field, String message) {}

    /** A problem without field violations. */
    public static Problem of(
            int status, String code, String title, String detail, @Nullable String remedy) {
        return new Problem(title, status, code, detail, remedy, null);
    }
}
