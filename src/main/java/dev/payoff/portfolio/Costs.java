package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cost lines by hand; each one added or voided raises the project's cost revision. */
@ApplicationScoped
class Costs {

    private static final String LIST = "costs";
    private static final String SOURCE = "manual";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** A line, and whether this request added it or an earlier one did. */
    record Added(CostView line, boolean fresh) {}

    private final TenantSession tenants;
    private final ProjectRepository projects;
    private final CostLineRepository lines;
    private final Audit audit;
    private final Bodies bodies;
    private final Changes changes;
    private final TimeAndChance time;

    Costs(
            TenantSession tenants,
            ProjectRepository projects,
            CostLineRepository lines,
            Audit audit,
            Bodies bodies,
            Changes changes,
            TimeAndChance time) {
        this.tenants = tenants;
        this.projects = projects;
        this.lines = lines;
        this.audit = audit;
        this.bodies = bodies;
        this.changes = changes;
        this.time = time;
    }

    Uni<Added> add(Caller caller, String project, byte[] body) {
        ObjectNode tree = Bodies.tree(body);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.requireLive(tenant, project)
                                        .chain(found -> add(caller, found, tree)))
                .invoke(added -> {
                    if (added.fresh()) {
                        changes.tell(tenant, added.line().projectId());
                    }
                });
    }

    private Uni<Added> add(Caller caller, Project project, ObjectNode tree) {
        boolean currencyTold = tree.hasNonNull("currency");
        if (!currencyTold) {
            tree.put("currency", project.currency);
        }
        CostInput input = bodies.checked(tree, CostInput.class);
        Bodies.refuse(CostRules.check(input));
        LabourInput labour = input.labour();
        if (labour == null) {
            BigDecimal amount = Objects.requireNonNull(input.amount());
            return add(caller, line(project, input, amount, input.currency()));
        }
        return LabourCosts.price(project.tenantId, labour, input.incurredOn())
                .chain(priced -> {
                    Bodies.refuse(CostRules.check(input, currencyTold, priced));
                    CostLine line = line(project, input, priced.amount(), priced.currency());
                    line.labour = Bodies.text(priced.labour());
                    return add(caller, line);
                });
    }

    private Uni<Added> add(Caller caller, CostLine line) {
        // The project's row is locked, so of two requests with one event id the second sees the
        // first.
        return lines.find("projectId = ?1 and eventKey = ?2", line.projectId, line.eventKey)
                .firstResult()
                .chain(there -> there == null ? insert(caller, line) : repeated(line, there));
    }

    private CostLine line(Project project, CostInput input, BigDecimal amount, String currency) {
        CostLine line = new CostLine();
        line.id = time.newId();
        line.tenantId = project.tenantId;
        line.projectId = project.id;
        line.eventKey = input.eventId() == null ? line.id : EventKeys.of(input.eventId());
        line.amount = amount;
        line.currency = currency;
        line.incurredOn = LocalDate.parse(input.incurredOn());
        line.category = input.category();
        line.stage = input.effectiveStage().name();
        line.planned = input.effectiveStage() != CostStage.ACTUAL;
        line.nature = input.nature();
        line.low = input.low();
        line.high = input.high();
        line.source = SOURCE;
        line.note = input.note();
        line.recordedAt = time.now();
        return line;
    }

    private static Uni<Added> repeated(CostLine line, CostLine there) {
        if (there.voidedAt == null && there.saysTheSameAs(line)) {
            return Uni.createFrom().item(new Added(CostView.of(there), false));
        }
        throw ProblemException.of(
                409,
                "CONFLICT",
                "Conflicting event id",
                "A cost line with this event id is there already and "
                        + (there.voidedAt == null ? "says something else." : "was voided."),
                "Send a new event id for another cost; void the line that is wrong.");
    }

    private Uni<Added> insert(Caller caller, CostLine line) {
        return lines.persistAndFlush(line)
                .chain(() -> raise(line.projectId))
                .chain(() ->
                        audit.record(
                                caller, "cost.added", "cost", line.id.toString(), detail(line)))
                .replaceWith(() -> new Added(CostView.of(line), true));
    }

    private static JsonObject detail(CostLine line) {
        return new JsonObject()
                .put("project", line.projectId.toString())
                .put("amount", line.amount.toString())
                .put("currency", line.currency)
                .put("incurredOn", line.incurredOn.toString())
                .put("category", line.category)
                .put("stage", line.effectiveStage().name())
                .put("planned", line.planned);
    }

    private static Uni<Void> raise(UUID project) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "UPDATE project SET cost_revision = cost_revision + 1"
                                                + " WHERE id = ?1")
                                .setParameter(1, project)
                                .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Page<CostView>> list(
            Caller caller,
            String project,
            @Nullable Boolean planned,
            boolean voided,
            @Nullable String cursor,
            int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID tenant = caller.tenantId();
        String live = voided ? "" : " and voidedAt is null";
        String plan = planned == null ? "" : planned ? " and planned" : " and not planned";
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found ->
                                                lines.find(
                                                                "tenantId = ?1 and projectId = ?2"
                                                                        + " and id > ?3"
                                                                        + live
                                                                        + plan
                                                                        + " order by id",
                                                                tenant,
                                                                found.id,
                                                                after == null
                                                                        ? BEFORE_ALL
                                                                        : after.id(0))
                                                        .page(0, limit + 1)
                                                        .list()))
                .map(rows ->
                        Page.cut(rows, limit, CostView::of, row -> Cursor.encode(LIST, row.id)));
    }

    Uni<CostView> get(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.require(tenant, project)
                                        .chain(found -> require(tenant, found.id, id)))
                .map(CostView::of);
    }

    /** Voids a line; voiding it again is no change. */
    Uni<CostView> strike(Caller caller, String project, UUID id) {
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                projects.requireLive(tenant, project)
                                        .chain(found -> require(tenant, found.id, id))
                                        .chain(line -> strike(caller, line)))
                .map(CostView::of)
                .invoke(line -> changes.tell(tenant, line.projectId()));
    }

    private Uni<CostLine> strike(Caller caller, CostLine line) {
        if (line.voidedAt != null) {
            return Uni.createFrom().item(line);
        }
        line.voidedAt = time.now();
        return lines.flush()
                .chain(() -> raise(line.projectId))
                .chain(() ->
                        audit.record(
                                caller, "cost.voided", "cost", line.id.toString(), detail(line)))
                .replaceWith(line);
    }

    private Uni<CostLine> require(UUID tenant, UUID project, UUID id) {
        return lines.find("tenantId = ?1 and projectId = ?2 and id = ?3", tenant, project, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("cost line", id.toString()));
    }
}
