package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes what a template brings: metrics, stakeholder roles, deliverables; in the transaction of the
 * project. A metric without baseline or target is a benefit that nobody measures yet, and says so.
 */
@ApplicationScoped
class TemplateApplier {

    private final Metrics metrics;
    private final StakeholderRepository stakeholders;
    private final DeliverableRepository deliverables;
    private final Bodies bodies;
    private final TimeAndChance time;

    TemplateApplier(
            Metrics metrics,
            StakeholderRepository stakeholders,
            DeliverableRepository deliverables,
            Bodies bodies,
            TimeAndChance time) {
        this.metrics = metrics;
        this.stakeholders = stakeholders;
        this.deliverables = deliverables;
        this.bodies = bodies;
        this.time = time;
    }

    Uni<List<Metric>> apply(Optional<Template> template, Project project) {
        if (template.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Template chosen = template.get();
        return Multi.createFrom()
                .iterable(chosen.metrics())
                .onItem()
                .transformToUniAndConcatenate(item -> metrics.insert(project, input(item, project)))
                .collect()
                .asList()
                .call(() -> kept(roles(chosen, project), stakeholders::persist))
                .call(() -> kept(patterns(chosen, project), deliverables::persist));
    }

    /** A template may have none; Panache does not take nothing. */
    private static <T> Uni<Void> kept(List<T> entities, Function<List<T>, Uni<Void>> persist) {
        return entities.isEmpty() ? Uni.createFrom().voidItem() : persist.apply(entities);
    }

    private MetricInput input(ObjectNode metric, Project project) {
        ObjectNode tree = metric.deepCopy();
        MetricDefaults.fill(tree, project.currency);
        return bodies.checked(tree, MetricInput.class);
    }

    private List<Stakeholder> roles(Template template, Project project) {
        return template.stakeholders().stream()
                .map(input -> {
                    Stakeholder stakeholder = new Stakeholder();
                    stakeholder.beginIn(project, time.newId(), time.now());
                    input.applyTo(stakeholder);
                    return stakeholder;
                })
                .toList();
    }

    private List<Deliverable> patterns(Template template, Project project) {
        return template.deliverables().stream()
                .map(input -> {
                    Deliverable deliverable = new Deliverable();
                    deliverable.beginIn(project, time.newId(), time.now());
                    input.applyTo(deliverable);
                    return deliverable;
                })
                .toList();
    }
}
