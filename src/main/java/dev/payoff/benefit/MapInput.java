package dev.payoff.benefit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What leads to what: deliverable, change, benefit, objective. */
@Schema(name = "BenefitMapInput")
record MapInput(
        @NotNull @Size(max = MOST_NODES) List<@NotNull @Valid Node> nodes,
        @NotNull @Size(max = MOST_EDGES) List<@NotNull @Valid Edge> edges) {

    static final int MOST_NODES = 500;
    static final int MOST_EDGES = 2_000;

    /** The kinds of nodes, in the order in which one leads to the next. */
    enum Kind {
        DELIVERABLE,
        CHANGE,
        BENEFIT,
        OBJECTIVE
    }

    /**
     * A node.
     *
     * @param id of the map's own, to name it in edges
     * @param deliverable for a DELIVERABLE: which of the project's
     * @param metric for a BENEFIT: the key of the metric that measures it; null: it is not measured
     */
    @Schema(name = "BenefitMapNode")
    record Node(
            @NotBlank @Pattern(regexp = "[A-Za-z0-9_.:-]{1,100}") String id,
            @NotNull Kind kind,
            @NotBlank @Size(max = ProfileInput.NAME) String title,
            @Nullable UUID deliverable,
            @Size(max = ProfileInput.NAME) @Nullable String metric) {}

    /** That one leads to the other. */
    @Schema(name = "BenefitMapEdge")
    record Edge(@NotBlank String from, @NotBlank String to) {}

    /** What was told, kept as it is. */
    MapInput {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
        edges = edges == null ? List.of() : List.copyOf(edges);
    }

    static final String EXAMPLE =
            """
            {"nodes": [{"id": "racks", "kind": "DELIVERABLE", "title": "Racks switched off"},
              {"id": "ops", "kind": "CHANGE", "title": "Operations runs in the cloud only"},
              {"id": "cost", "kind": "BENEFIT", "title": "Lower cost", "metric": "infra-cost"},
              {"id": "margin", "kind": "OBJECTIVE", "title": "Margin of 12 %"}],
             "edges": [{"from": "racks", "to": "ops"}, {"from": "ops", "to": "cost"},
              {"from": "cost", "to": "margin"}]}\
            """;
}
