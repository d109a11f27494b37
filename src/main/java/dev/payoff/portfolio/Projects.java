package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with projects; each change in one transaction with its version and audit row. */
@ApplicationScoped
class Projects {

    private static final String LIST = "projects";

    /** A usual corporate hurdle rate per year; public bodies use less, such as 0.035 in the UK. */
    static final BigDecimal DISCOUNT_RATE = new BigDecimal("0.08");

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final Templates templates;
    private final TemplateApplier applier;
    private final History history;
    private final Audit audit;
    private final Bodies bodies;
    private final Changes changes;
    private final TimeAndChance time;

    Projects(
            TenantSession tenants,
            ProjectRepository projects,
            Templates templates,
            TemplateApplier applier,
            History history,
            Audit audit,
            Bodies bodies,
            Changes changes,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.templates = templates;
        this.applier = applier;
        this.history = history;
        this.audit = audit;
        this.bodies = bodies;
        this.changes = changes;
        this.time = time;
    }

    Uni<ProjectView> create(Caller caller, byte[] body) {
        ObjectNode tree = Bodies.tree(body);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                TenantFacts.of(tenant)
                                        .chain(facts ->
                                                templates
                                                        .chosen(tenant, tree)
                                                        .chain(template ->
                                                                create(
                                                                        caller, tree, facts,
                                                                        template))))
                .invoke(view -> changes.tell(tenant, view.id()));
    }

    private Uni<ProjectView> create(
            Caller caller, ObjectNode tree, TenantFacts facts, Optional<Template> template) {
        UUID tenant = caller.tenantId();
        fill(tree, facts, template);
        ProjectInput input = bodies.checked(tree, ProjectInput.class);
        return templates
                .types(tenant)
                .invoke(types -> Bodies.refuse(ProjectRules.check(input, types, facts.zone())))
                .chain(() -> persist(tenant, ProjectRules.normal(input, facts.zone())))
                .call(project -> history.keep(ProjectView.of(project), tenant))
                .chain(project ->
                        applier.apply(template, project)
                                .call(metrics ->
                                        audit.record(
                                                caller,
                                                "project.created",
                                                "project",
                                                project.id.toString(),
                                                created(project, metrics)))
                                .replaceWith(() -> ProjectView.of(project)));
    }

    private static JsonObject created(Project project, List<Metric> metrics) {
        JsonArray keys = new JsonArray();
        metrics.forEach(metric -> keys.add(metric.key));
        return new JsonObject()
                .put("key", project.key)
                .put("type", project.type)
                .put("currency", project.currency)
                .put("template", project.template)
                .put("metrics", keys);
    }

    private static void fill(ObjectNode tree, TenantFacts facts, Optional<Template> template) {
        if (!tree.hasNonNull("currency")) {
            tree.put("currency", facts.currency());
        }
        if (!tree.hasNonNull("discountRate")) {
            tree.put("discountRate", DISCOUNT_RATE);
        }
        template.ifPresent(chosen -> {
            tree.put("template", chosen.key());
            if (!tree.hasNonNull("type")) {
                tree.put("type", chosen.type());
            }
        });
    }

    private Uni<Project> persist(UUID tenant, ProjectInput input) {
        Project project = new Project();
        project.id = time.newId();
        project.tenantId = tenant;
        project.key = input.key();
        project.currency = input.currency();
        project.template = input.template();
        project.version = 1;
        project.createdAt = time.now();
        project.apply(input);
        return Taken.told(projects.persistAndFlush(project), "project", project.key);
    }

    Uni<Page<ProjectView>> list(
            Caller caller, @Nullable String cursor, int limit, boolean archived) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.page(
                                        tenant,
                                        after == null ? null : after.id(0),
                                        archived,
                                        limit))
                .map(rows ->
                        Page.cut(rows, limit, ProjectView::of, row -> Cursor.encode(LIST, row.id)));
    }

    Uni<ProjectView> get(Caller caller, String idOrKey) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(tenant, () -> projects.require(tenant, idOrKey))
                .map(ProjectView::of);
    }

    Uni<ProjectView> patch(Caller caller, String idOrKey, @Nullable String ifMatch, byte[] body) {
        ObjectNode patch = Bodies.tree(body);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                TenantFacts.of(tenant)
                                        .chain(facts ->
                                                patch(caller, idOrKey, ifMatch, patch, facts)))
                .invoke(view -> changes.tell(tenant, view.id()));
    }

    private Uni<ProjectView> patch(
            Caller caller,
            String idOrKey,
            @Nullable String ifMatch,
            ObjectNode patch,
            TenantFacts facts) {
        UUID tenant = caller.tenantId();
        return projects.requireLive(tenant, idOrKey)
                .invoke(project -> Versions.check(ifMatch, project.version))
                .chain(project ->
                        templates
                                .types(tenant)
                                .map(types -> changed(project, patch, types, facts))
                                .chain(input -> save(caller, project, input)));
    }

    private ProjectInput changed(
            Project project, ObjectNode patch, Set<String> types, TenantFacts facts) {
        ProjectInput before = project.input();
        ObjectNode merged = Bodies.merged(before, patch);
        fill(merged, facts, Optional.empty());
        ProjectInput after = bodies.checked(merged, ProjectInput.class);
        Bodies.refuse(ProjectRules.fixed(before, after, "key", "currency", "template"));
        Bodies.refuse(ProjectRules.check(after, types, facts.zone()));
        return ProjectRules.normal(after, facts.zone());
    }

    private Uni<ProjectView> save(Caller caller, Project project, ProjectInput input) {
        ProjectInput before = project.input();
        if (before.equals(input)) {
            return Uni.createFrom().item(ProjectView.of(project));
        }
        project.apply(input);
        return raise(caller, project, "project.changed", Bodies.changes(before, input));
    }

    Uni<ProjectView> archive(Caller caller, String idOrKey, @Nullable String ifMatch) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.requireLive(tenant, idOrKey)
                                        .invoke(project -> {
                                            Versions.check(ifMatch, project.version);
                                            project.archivedAt = time.now();
                                        })
                                        .chain(project ->
                                                raise(
                                                        caller,
                                                        project,
                                                        "project.archived",
                                                        new JsonObject())))
                .invoke(view -> changes.tell(tenant, view.id()));
    }

    private Uni<ProjectView> raise(
            Caller caller, Project project, String action, JsonObject detail) {
        project.version++;
        ProjectView view = ProjectView.of(project);
        return history.keep(view, project.tenantId)
                .chain(() ->
                        audit.record(
                                caller,
                                action,
                                "project",
                                project.id.toString(),
                                detail.put("key", project.key).put("version", project.version)))
                .replaceWith(view);
    }
}
