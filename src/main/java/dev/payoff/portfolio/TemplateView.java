package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A template as it is told.
 *
 * @param template as it was written
 */
@Schema(name = "Template")
record TemplateView(
        String key,
        String name,
        String type,
        boolean builtIn,
        int version,
        @Schema(implementation = TemplateInput.class) ObjectNode template) {

    /** A template in a list. */
    @Schema(name = "TemplateSummary")
    record Summary(
            String key, String name, String type, boolean builtIn, int version, int metrics) {}

    static TemplateView builtIn(Template template) {
        return of(template, true, 1);
    }

    static TemplateView own(Template template, int version) {
        return of(template, false, version);
    }

    private static TemplateView of(Template template, boolean builtIn, int version) {
        return new TemplateView(
                template.key(),
                template.name(),
                template.type(),
                builtIn,
                version,
                template.json());
    }

    Summary summary() {
        return new Summary(key, name, type, builtIn, version, template.path("metrics").size());
    }
}
