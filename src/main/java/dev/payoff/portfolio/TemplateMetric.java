package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a template as the API's description tells it; it is kept and answered as it was
 * written, without what is filled in when a project takes it.
 */
@Schema(name = "TemplateMetric")
record TemplateMetric(
        @JsonUnwrapped MetricInput metric, TemplateInput.@Nullable Suggestion suggestion) {}
