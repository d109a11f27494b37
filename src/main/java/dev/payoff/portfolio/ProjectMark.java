package dev.payoff.portfolio;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an outside system tells of a stretch of a project's time: an alert that fired and ended.
 * Texts from outside are made fit: cut, without control characters; a link that is none is left
 * out.
 *
 * @param project its key
 * @param identity of the outside system's own ids, the same each time
 * @param severity as the outside system calls it, in lower case
 * @param until what was told of its end
 */
public record ProjectMark(
        String project,
        UUID identity,
        String title,
        @Nullable String text,
        @Nullable String link,
        @Nullable String severity,
        List<String> tags,
        Instant from,
        Until until) {

    static final int MAX_SEVERITY_CHARS = 50;
    static final int MAX_LINK_CHARS = 2_000;
    static final int MAX_TAGS = 20;
    static final int MAX_TAG_CHARS = 100;

    private static final int MAX_TEXT_CHARS = 1_000;

    /**
     * What was told of an end. Alertmanager says neither when it sent a payload, nor that an alert
     * which it gave up fires again, but by telling the same start as before: what is left to go by
     * is when each payload came.
     *
     * <p>Two of the same come to the same in any order and however often: the last time at which it
     * was told to last, the latest end, and when that end was first told.
     *
     * @param lasting the last time at which it was told to last, in whole minutes, so that what is
     *     told again and again writes little
     * @param end the latest end that was told
     * @param told when that end was first told
     */
    public record Until(@Nullable Instant lasting, @Nullable Instant end, @Nullable Instant told) {

        /**
         * How long after an end was told it may still be told to last by one who does not know:
         * Alertmanager tries to deliver what it found firing for as long as its {@code
         * group_interval}, which is five minutes where nobody set it.
         */
        static final Duration LATE = Duration.ofMinutes(5);

        /** It lasts, as told at a time. */
        public static Until lasting(Instant told) {
            return new Until(told.truncatedTo(ChronoUnit.MINUTES), null, null);
        }

        /** It ended, as told at a time. */
        public static Until ended(Instant end, Instant told) {
            return new Until(null, end, told);
        }

        /** When it ended; null while it lasts, or again. */
        @Nullable Instant to() {
            return end != null
                            && lasting != null
                            && told != null
                            && lasting.isAfter(told.plus(LATE))
                    ? null
                    : end;
        }

        Until and(Until other) {
            Until later = other;
            if (other.end == null || other.told == null) {
                later = this;
            } else if (end != null && told != null) {
                int order = end.compareTo(other.end);
                later = order > 0 || order == 0 && told.isBefore(other.told) ? this : other;
            }
            Instant last =
                    lasting == null || other.lasting != null && other.lasting.isAfter(lasting)
                            ? other.lasting
                            : lasting;
            return new Until(last, later.end, later.told);
        }
    }

    /** Makes the texts fit. */
    public ProjectMark {
        title = title.isBlank() ? "untitled" : cut(title.strip(), Limits.NAME);
        text = text == null || text.isBlank() ? null : cut(text.strip(), MAX_TEXT_CHARS);
        link = link == null || !isLink(link) ? null : link;
        severity =
                severity == null || severity.isBlank()
                        ? null
                        : cut(severity.strip().toLowerCase(Locale.ROOT), MAX_SEVERITY_CHARS);
        tags =
                tags.stream()
                        .map(tag -> cut(tag.strip(), MAX_TAG_CHARS))
                        .filter(tag -> !tag.isEmpty())
                        .distinct()
                        .limit(MAX_TAGS)
                        .toList();
    }

    /** The identity that an outside system's ids make, within its connection. */
    public static UUID identity(UUID connection, String id) {
        return EventKeys.of(connection + "/" + id);
    }

    /**
     * What two of the same come to, in any order: the texts of the first, and what was told of the
     * end.
     */
    ProjectMark and(ProjectMark other) {
        return new ProjectMark(
                project, identity, title, text, link, severity, tags, from, until.and(other.until));
    }

    /** Whether a browser may be led there: an address of the web, without a password in it. */
    static boolean isLink(String text) {
        if (text.length() > MAX_LINK_CHARS) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String cut(String text, int max) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
