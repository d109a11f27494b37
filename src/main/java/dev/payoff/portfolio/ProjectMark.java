package dev.payoff.portfolio;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
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
 * @param to null while it lasts
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
        @Nullable Instant to) {

    static final int MAX_SEVERITY_CHARS = 50;
    static final int MAX_LINK_CHARS = 2_000;
    static final int MAX_TAGS = 20;
    static final int MAX_TAG_CHARS = 100;

    private static final int MAX_TEXT_CHARS = 1_000;

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
     * What two of the same come to, in any order: the texts of the first, and the latest end that
     * was told. One that tells of no end does not take it back, since it may only be late.
     */
    ProjectMark and(ProjectMark other) {
        Instant end = to;
        if (end == null || other.to != null && other.to.isAfter(end)) {
            end = other.to;
        }
        return new ProjectMark(project, identity, title, text, link, severity, tags, from, end);
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
