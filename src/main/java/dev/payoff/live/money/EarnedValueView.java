package dev.payoff.live.money;

import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.Decimals;
import dev.payoff.value.appraisal.EarnedValue;
import dev.payoff.value.appraisal.Unknown;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Earned value of a project's work.
 *
 * @param done the part of the work that is done, from 0 to 1; null where nobody knows
 * @param doneFrom DELIVERABLES, each of which counts the same, or TOLD
 */
@Schema(name = "MoneyEarnedValue")
public record EarnedValueView(
        String project,
        String currency,
        Instant asOf,
        @Nullable Instant asKnownAt,
        @Nullable BigDecimal done,
        @Nullable String doneFrom,
        MoneyFigure budget,
        MoneyFigure planned,
        MoneyFigure earned,
        MoneyFigure actual,
        MoneyFigure toGo,
        MoneyFigure costVariance,
        MoneyFigure scheduleVariance,
        MoneyFigure cpi,
        MoneyFigure spi,
        MoneyFigure eacAtCpi,
        MoneyFigure eacAtPlan,
        MoneyFigure eacAtEstimate,
        MoneyFigure tcpi,
        MoneyFigure varianceAtCompletion,
        List<String> reasons) {

    private static final String DELIVERABLES =
            """
            SELECT project_id, count(*) AS all, count(*) FILTER (WHERE done_on <= $2) AS done FROM deliverable
             WHERE project_id = ANY($1) AND removed_at IS NULL GROUP BY project_id
            """;

    /** How many deliverables there are, and how many of them are done. */
    record Work(long all, long done) {

        @Nullable BigDecimal part() {
            return all == 0
                    ? null
                    : Decimals.quotient(BigDecimal.valueOf(done), BigDecimal.valueOf(all));
        }
    }

    static Uni<Work> work(SqlConnection tx, UUID project, LocalDate asOf) {
        return work(tx, List.of(project), asOf)
                .map(all -> all.getOrDefault(project, new Work(0, 0)));
    }

    /** The work of projects; those without deliverables are absent. */
    static Uni<Map<UUID, Work>> work(SqlConnection tx, List<UUID> projects, LocalDate asOf) {
        return tx.preparedQuery(DELIVERABLES)
                .execute(Tuple.of(projects.toArray(UUID[]::new), asOf))
                .map(rows -> {
                    Map<UUID, Work> work = new HashMap<>();
                    rows.forEach(row ->
                            work.put(
                                    row.getUUID("project_id"),
                                    new Work(row.getLong("all"), row.getLong("done"))));
                    return work;
                });
    }

    /**
     * What earned value is made of.
     *
     * @param toGo null where nothing is committed or forecast
     * @param reasons why there is no earned value, or what is missing
     */
    record Inputs(
            BigDecimal budget,
            BigDecimal planned,
            BigDecimal actual,
            @Nullable BigDecimal toGo,
            @Nullable BigDecimal done,
            List<String> reasons) {

        static Inputs of(Facts facts, Work work, @Nullable BigDecimal told) {
            BigDecimal budget = BigDecimal.ZERO;
            BigDecimal planned = BigDecimal.ZERO;
            BigDecimal actual = BigDecimal.ZERO;
            BigDecimal toGo = null;
            List<String> reasons = new ArrayList<>();
            for (CostRow row : facts.costs()) {
                BigDecimal amount = row.amount();
                if (amount == null) {
                    reasons.add(
                            "There is no rate from " + row.currency() + " for some cost lines.");
                    continue;
                }
                switch (row.stage()) {
                    case PLANNED -> {
                        budget = budget.add(amount);
                        planned = row.on().isAfter(facts.asOf()) ? planned : planned.add(amount);
                    }
                    case ACTUAL -> actual = actual.add(amount);
                    case COMMITTED, FORECAST -> toGo = toGo == null ? amount : toGo.add(amount);
                }
            }
            if (facts.costs().stream().noneMatch(it -> it.stage() == CostStage.PLANNED)) {
                reasons.add("There is no planned cost line, so there is no budget.");
            }
            return new Inputs(
                    budget,
                    planned,
                    actual,
                    toGo,
                    told == null ? work.part() : told,
                    reasons.stream().distinct().toList());
        }

        /** EV; null where something is missing. */
        @Nullable BigDecimal earned() {
            return done == null || !reasons.isEmpty() ? null : budget.multiply(done);
        }

        EarnedValue value() {
            BigDecimal earned = earned();
            return EarnedValue.of(
                    Decimals.plain(budget),
                    Decimals.plain(planned),
                    earned == null ? null : Decimals.plain(earned),
                    Decimals.plain(actual),
                    toGo);
        }

        /** Why there is no earned value; null where there is one. */
        @Nullable String missing() {
            return !reasons.isEmpty() ? reasons.getFirst() : done == null ? NO_WORK : null;
        }
    }

    private static final String NO_WORK = "It is not known how much of the work is done.";

    static EarnedValueView of(Facts facts, Work work, @Nullable BigDecimal told) {
        Inputs of = Inputs.of(facts, work, told);
        return told(
                facts, of.done(), told == null ? "DELIVERABLES" : "TOLD", of.value(), of.reasons());
    }

    private static EarnedValueView told(
            Facts facts,
            @Nullable BigDecimal done,
            String doneFrom,
            EarnedValue it,
            List<String> reasons) {
        String currency = facts.ledger().project().currency();
        String missing = reasons.isEmpty() ? null : reasons.getFirst();
        return new EarnedValueView(
                facts.ledger().project().key(),
                currency,
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                done,
                done == null ? null : doneFrom,
                figure(it, "budget", it.budget(), currency, "BAC: sum of planned cost lines", null),
                figure(
                        it,
                        "planned",
                        it.planned(),
                        currency,
                        "PV: planned cost lines until as-of",
                        null),
                figure(
                        it,
                        "earned",
                        it.earned(),
                        currency,
                        "EV: BAC · part of the work done",
                        missing == null ? NO_WORK : missing),
                figure(it, "actual", it.actual(), currency, "AC: actual cost lines", null),
                figure(
                        it,
                        "toGo",
                        it.toGo(),
                        currency,
                        "ETC: committed and forecast cost lines",
                        "There are none."),
                figure(it, "costVariance", it.costVariance(), currency, "EV − AC", missing),
                figure(it, "scheduleVariance", it.scheduleVariance(), currency, "EV − PV", missing),
                figure(it, "cpi", it.cpi(), null, "EV / AC", missing),
                figure(it, "spi", it.spi(), null, "EV / PV", missing),
                figure(it, "eacAtCpi", it.eacAtCpi(), currency, "BAC / CPI", missing),
                figure(it, "eacAtPlan", it.eacAtPlan(), currency, "AC + BAC − EV", missing),
                figure(it, "eacAtEstimate", it.eacAtEstimate(), currency, "AC + ETC", null),
                figure(it, "tcpi", it.tcpi(), null, "(BAC − EV) / (BAC − AC)", missing),
                figure(
                        it,
                        "varianceAtCompletion",
                        it.varianceAtCompletion(),
                        currency,
                        "VAC: BAC − EAC by CPI",
                        missing),
                reasons);
    }

    private static MoneyFigure figure(
            EarnedValue of,
            String name,
            @Nullable BigDecimal exact,
            @Nullable String unit,
            String formula,
            @Nullable String missing) {
        String reason =
                missing != null
                        ? missing
                        : of.undefined().stream()
                                .filter(it -> it.figure().equals(name))
                                .map(Unknown::sentence)
                                .findFirst()
                                .orElse(null);
        return MoneyFigure.of(exact, unit, formula, reason);
    }
}
