package dev.payoff.live.money;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.live.money.EarnedValueView.Work;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of a project's money for whoever may read it, and lets it be looked at off
 * the event loop, for present values and draws take milliseconds.
 */
@ApplicationScoped
class MoneyDesk {

    private static final int PERCENT = 2;

    private final CurrentCaller current;
    private final TenantDb db;
    private final MoneyReader reader;
    private final TimeAndChance time;

    MoneyDesk(CurrentCaller current, TenantDb db, MoneyReader reader, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.reader = reader;
        this.time = time;
    }

    /** A case and the lines of it that may come otherwise, looked at. */
    interface RiskView<T> {
        T of(Facts facts, MoneyCase it, RiskLines lines);
    }

    /** The work done, looked at; {@code done} as it was told, a share of 1, or null. */
    interface WorkView<T> {
        T of(Facts facts, Work work, @Nullable BigDecimal done);
    }

    <T> Uni<T> facts(String project, MoneyQuery query, Function<Facts, T> view) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                        caller.tenantId(),
                        tx -> reader.read(tx, caller.tenantId(), project, query, time.now()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(view);
    }

    <T> Uni<T> risk(
            String project,
            MoneyQuery query,
            Basis basis,
            RiskLines.Ranges ranges,
            RiskView<T> view) {
        return facts(
                project,
                query,
                facts -> {
                    MoneyCase it = MoneyCase.of(basis, facts);
                    return view.of(facts, it, RiskLines.of(it, facts.by(), ranges));
                });
    }

    /**
     * Of earned value.
     *
     * @param percentComplete as it was told, 0 to 100; null: by deliverables
     */
    <T> Uni<T> work(
            String project, MoneyQuery query, @Nullable String percentComplete, WorkView<T> view) {
        BigDecimal percent = MoneyProblems.number("percentComplete", percentComplete, "0", "100");
        BigDecimal done = percent == null ? null : percent.movePointLeft(PERCENT);
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        reader.read(tx, caller.tenantId(), project, query, time.now())
                                .chain(facts ->
                                        EarnedValueView.work(
                                                        tx,
                                                        facts.ledger().project().id(),
                                                        facts.asOf())
                                                .map(work -> view.of(facts, work, done))));
    }
}
