package dev.payoff.portfolio;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantSession;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's dated exchange rates. */
@ApplicationScoped
class Rates implements PanacheRepositoryBase<ExchangeRate, UUID> {

    private static final String LIST = "rates";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** The rate in force, and the projects whose costs it may convert. */
    private record Put(RateView rate, List<UUID> projects) {}

    private final TenantSession tenants;
    private final Audit audit;
    private final Bodies bodies;
    private final Changes changes;
    private final TimeAndChance time;

    Rates(TenantSession tenants, Audit audit, Bodies bodies, Changes changes, TimeAndChance time) {
        this.tenants = tenants;
        this.audit = audit;
        this.bodies = bodies;
        this.changes = changes;
        this.time = time;
    }

    /** Puts a rate in force from a day on; the same again is no change. */
    Uni<RateView> put(Caller caller, byte[] body) {
        RateInput input = bodies.checked(Bodies.tree(body), RateInput.class);
        Bodies.refuse(check(input));
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(tenant, () -> put(caller, input))
                .invoke(put -> put.projects().forEach(project -> changes.tell(tenant, project)))
                .map(Put::rate);
    }

    private static List<Violation> check(RateInput input) {
        List<Violation> wrong = new ArrayList<>();
        ProjectRules.checkCurrency("base", input.base()).ifPresent(wrong::add);
        ProjectRules.checkCurrency("quote", input.quote()).ifPresent(wrong::add);
        if (input.base().equals(input.quote())) {
            wrong.add(new Violation("quote", "must not be the base"));
        }
        DeliverableRules.checkDate("validFrom", input.validFrom(), wrong);
        return List.copyOf(wrong);
    }

    private Uni<Put> put(Caller caller, RateInput input) {
        LocalDate validFrom = LocalDate.parse(input.validFrom());
        return find(
                        "tenantId = ?1 and base = ?2 and quote = ?3 and validFrom = ?4"
                                + " and supersededAt is null",
                        caller.tenantId(),
                        input.base(),
                        input.quote(),
                        validFrom)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .chain(there ->
                        there != null && there.rate.compareTo(input.rate()) == 0
                                ? Uni.createFrom().item(new Put(RateView.of(there), List.of()))
                                : supersede(caller, there, input, validFrom));
    }

    private Uni<Put> supersede(
            Caller caller, @Nullable ExchangeRate there, RateInput input, LocalDate validFrom) {
        ExchangeRate rate = new ExchangeRate();
        rate.id = time.newId();
        rate.tenantId = caller.tenantId();
        rate.base = input.base();
        rate.quote = input.quote();
        rate.validFrom = validFrom;
        rate.rate = input.rate();
        rate.recordedAt = time.now();
        if (there != null) {
            there.supersededAt = rate.recordedAt;
        }
        // The old one leaves the unique index before the new one enters it.
        return flush().chain(() ->
                        Taken.told(
                                persistAndFlush(rate), "rate", input.base() + "/" + input.quote()))
                .chain(() -> raise(caller.tenantId()))
                .call(() ->
                        audit.record(
                                caller,
                                "rate.put",
                                "rate",
                                rate.id.toString(),
                                new JsonObject()
                                        .put("base", rate.base)
                                        .put("quote", rate.quote)
                                        .put("validFrom", rate.validFrom.toString())
                                        .put("from", was(there))
                                        .put("rate", rate.rate.toString())))
                .map(projects -> new Put(RateView.of(rate), projects));
    }

    private static @Nullable String was(@Nullable ExchangeRate there) {
        return there == null ? null : there.rate.toString();
    }

    /** Raises the cost revision of the live projects that have costs in another currency. */
    private static Uni<List<UUID>> raise(UUID tenant) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        """
                                        UPDATE project p SET cost_revision = cost_revision + 1
                                         WHERE p.tenant_id = ?1 AND p.archived_at IS NULL
                                           AND EXISTS (SELECT FROM cost_line c
                                                        WHERE c.project_id = p.id
                                                          AND c.currency <> p.currency)
                                        RETURNING p.id\
                                        """,
                                        UUID.class)
                                .setParameter(1, tenant)
                                .getResultList());
    }

    Uni<Page<RateView>> list(Caller caller, @Nullable String cursor, int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        UUID tenant = caller.tenantId();
        return tenants.inTransaction(
                        tenant,
                        () ->
                                find(
                                                "tenantId = ?1 and id > ?2 and supersededAt is null"
                                                        + " order by id",
                                                tenant,
                                                after == null ? BEFORE_ALL : after.id(0))
                                        .page(0, limit + 1)
                                        .list())
                .map(rows ->
                        Page.cut(rows, limit, RateView::of, row -> Cursor.encode(LIST, row.id)));
    }
}
