package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import dev.payoff.app.Problem.Violation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people, or their scripts, write on a project's line of time. */
@Schema(name = "AnnotationInput")
record AnnotationInput(
        @Schema(examples = "Released 2.0") @NotBlank @Size(max = Limits.NAME) String title,
        @Size(max = Limits.TEXT) @Nullable String text,
        @Schema(
                        description = "An http or https address, without a password.",
                        examples = "https://wiki.example/releases/2.0")
                @Size(max = ProjectMark.MAX_LINK_CHARS)
                @Nullable String link,
        @Schema(description = "In one's own words.", examples = "info")
                @Size(min = 1, max = ProjectMark.MAX_SEVERITY_CHARS)
                @Nullable String severity,
        @Schema(examples = "[\"release\"]") @NotNull @Size(max = ProjectMark.MAX_TAGS) @Filled
                List<@NotBlank @Size(max = ProjectMark.MAX_TAG_CHARS) String> tags,
        @Schema(
                        description =
                                "A date-time with offset, or a date: the beginning of that day in the"
                                        + " tenant's zone.",
                        examples = "2026-03-02T09:00:00Z")
                @NotBlank
                String from,
        @Schema(description = "Like from; left out: a moment, unless it lasts.")
                @Nullable String to,
        @Schema(description = "Whether it goes on, with no end known; default false.")
                @NotNull
                @Filled
                Boolean lasts,
        @Schema(description = "Its identity: sent twice, it is there once.")
                @Size(min = 1, max = 400)
                @Nullable String eventId) {

    /** What holds where nothing was told; null counts as not told. */
    AnnotationInput {
        tags = tags == null ? List.of() : List.copyOf(tags);
        lasts = lasts == null ? Boolean.FALSE : lasts;
    }

    static final String EXAMPLE =
            """
            {"title": "Released 2.0", "text": "Self-service checkout for all customers.",
             "link": "https://wiki.example/releases/2.0", "tags": ["release"], "from": "2026-03-02T09:00:00Z"}\
            """;

    static final String LASTING_EXAMPLE =
            """
            {"title": "Price raised by 8 %", "severity": "info", "from": "2026-04-01", "lasts": true}\
            """;

    /** The stretch of time that is meant; {@code to} is null while it lasts. */
    record Stretch(Instant from, @Nullable Instant to) {}

    /** What is wrong with it beyond what each field says. */
    List<Violation> wrong(ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        Optional<Instant> start = Moments.parse(from, zone);
        Optional<Instant> end = to == null ? start : Moments.parse(to, zone);
        String time = "must be an ISO date, or a date-time with offset, from 1970 to 2199";
        if (start.isEmpty()) {
            wrong.add(new Violation("from", time));
        } else if (end.isEmpty()) {
            wrong.add(new Violation("to", time));
        } else if (end.get().isBefore(start.get())) {
            wrong.add(new Violation("to", "must not lie before from"));
        }
        if (lasts && to != null) {
            wrong.add(new Violation("lasts", "what lasts has no to"));
        }
        if (link != null && !ProjectMark.isLink(link)) {
            wrong.add(new Violation("link", "must be an http or https address without a password"));
        }
        return wrong;
    }

    /** The times that {@link #wrong} found nothing in. */
    Stretch stretch(ZoneId zone) {
        Instant start = Moments.parse(from, zone).orElseThrow();
        return new Stretch(
                start, lasts ? null : to == null ? start : Moments.parse(to, zone).orElseThrow());
    }
}
