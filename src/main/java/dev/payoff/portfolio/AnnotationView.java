package dev.payoff.portfolio;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a project, on its line of time.
 *
 * @param text more about it
 * @param link where to read on
 * @param severity as whoever told it calls it
 * @param from when it began
 * @param to when it ended; the same as from for a moment; null while it lasts
 * @param source who told it
 * @param recordedAt since when it is known as it stands here
 * @param version rises with each change
 */
@Schema(name = "Annotation")
record AnnotationView(
        UUID id,
        String title,
        @Nullable String text,
        @Nullable String link,
        @Nullable String severity,
        List<String> tags,
        Instant from,
        @Nullable Instant to,
        Source source,
        Instant recordedAt,
        int version)
        implements Answers.Part {

    /**
     * Who told it.
     *
     * @param kind PERSON, also for a person's script; CONNECTION
     * @param name of the person, or of the connection
     * @param connection its id; null for a person
     */
    @Schema(name = "AnnotationSource")
    record Source(Kind kind, String name, @Nullable UUID connection) {}

    /** Who tells. */
    enum Kind {
        PERSON,
        CONNECTION
    }
}
