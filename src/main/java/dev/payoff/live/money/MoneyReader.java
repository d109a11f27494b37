package dev.payoff.live.money;

import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.Assumptions.Discounting;
import dev.payoff.live.money.Assumptions.LaterGoLive;
import dev.payoff.live.money.Assumptions.Prices;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.FiscalCalendarInput;
import dev.payoff.portfolio.Kept;
import dev.payoff.portfolio.MoneyTerms;
import dev.payoff.portfolio.PriceIndexInput;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.portfolio.Registry;
import dev.payoff.value.DiscountSchedule;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what figures about money are made of, all of it as known at one time. */
@ApplicationScoped
class MoneyReader {

    /** How far plan and outlook reach where no metric ends and nobody tells. */
    static final int DEFAULT_YEARS = 5;

    private static final int MOST_YEARS = 100;

    private final Registry registry;
    private final MoneyTerms terms;

    MoneyReader(Registry registry, MoneyTerms terms) {
        this.registry = registry;
        this.terms = terms;
    }

    Uni<Facts> read(
            SqlConnection tx, UUID tenantId, String project, MoneyQuery query, Instant now) {
        Moment moment = Moment.of(query.asOf, query.asKnownAt, now);
        return registry.project(tx, tenantId, project)
                .map(found ->
                        found.orElseThrow(() -> ProblemException.notFound("project", project)))
                .chain(found -> Ledger.read(tx, found, moment))
                .chain(ledger ->
                        CostRow.read(tx, ledger.project(), moment)
                                .chain(costs ->
                                        asked(tx, query, moment)
                                                .map(by ->
                                                        facts(
                                                                ledger,
                                                                costs,
                                                                by.of(ledger.project())))));
    }

    static Facts facts(Ledger ledger, List<CostRow> costs, Assumptions by) {
        if (costs.size() > CostRow.MAX_ROWS) {
            throw ProblemException.of(
                    422,
                    "TOO_MANY_COSTS",
                    "Too many cost lines",
                    "The project has cost lines of more than "
                            + CostRow.MAX_ROWS
                            + " days and categories.",
                    "Use fewer categories of cost.");
        }
        LocalDate asOf = MoneyCase.day(ledger.moment().until());
        LocalDate horizon = horizon(ledger, by.horizon(), asOf);
        // The horizon stays: what comes later is not made up for at the end.
        LaterGoLive later =
                LaterGoLive.of(ledger.project().goLive(), ledger.moment().until(), by.duration());
        return new Facts(
                later == null ? ledger : ledger.goingLiveLater(later.by()),
                costs,
                by,
                horizon.isBefore(asOf) ? asOf : horizon);
    }

    /** The end of the last benefit, or years after the first begins. */
    private static LocalDate horizon(Ledger ledger, @Nullable LocalDate told, LocalDate asOf) {
        List<Ledger.Entry> valued = ledger.entries().stream().filter(MoneyCase::counts).toList();
        LocalDate first =
                valued.stream()
                        .map(entry ->
                                MoneyCase.day(Objects.requireNonNull(entry.terms().benefitStart())))
                        .min(Comparator.naturalOrder())
                        .orElse(asOf);
        LocalDate most = (first.isBefore(asOf) ? first : asOf).plusYears(MOST_YEARS);
        if (told != null) {
            if (told.isAfter(most)) {
                throw MoneyProblems.wrong("horizon", "reaches at most to " + most);
            }
            return told;
        }
        boolean allEnd =
                !valued.isEmpty()
                        && valued.stream().allMatch(it -> it.terms().benefitEnd() != null);
        LocalDate end =
                allEnd
                        ? valued.stream()
                                .map(it ->
                                        MoneyCase.day(
                                                Objects.requireNonNull(it.terms().benefitEnd())
                                                        .minusNanos(1)))
                                .max(Comparator.naturalOrder())
                                .orElseThrow()
                        : first.plusYears(DEFAULT_YEARS).minusDays(1);
        return end.isAfter(most) ? most : end;
    }

    /**
     * What a question tells, for any project.
     *
     * @param discounting null: at the project's own rate
     */
    record Asked(
            @Nullable Discounting discounting,
            @Nullable BigDecimal reinvest,
            @Nullable Kept<PriceIndexInput> index,
            @Nullable LocalDate base,
            @Nullable LocalDate horizon,
            BigDecimal optimism,
            BigDecimal duration,
            Kept<FiscalCalendarInput> calendar) {

        Assumptions of(ProjectRef project) {
            Discounting by =
                    discounting == null
                            ? flat(project.discountRate(), "the project's discount rate")
                            : discounting;
            return new Assumptions(
                    by.steps(),
                    by,
                    reinvest == null ? null : DiscountSchedule.flat(reinvest),
                    index == null ? null : index.terms().index(),
                    index == null
                            ? Prices.NOMINAL
                            : new Prices("REAL", index.key(), index.version(), base),
                    horizon,
                    optimism,
                    duration,
                    calendar);
        }
    }

    /** Reads what a question tells. */
    Uni<Asked> asked(SqlConnection tx, MoneyQuery query, Moment moment) {
        BigDecimal rate = MoneyProblems.number("rate", query.rate, "-0.5", "10");
        String key = query.schedule;
        if (rate != null && key != null) {
            throw MoneyProblems.wrong("rate", "is not told together with a schedule");
        }
        BigDecimal reinvest =
                MoneyProblems.number("reinvestRate", query.reinvestRate, "-0.5", "10");
        LocalDate base = MoneyProblems.date("priceBase", query.priceBase);
        if ((query.index == null) != (base == null)) {
            throw MoneyProblems.wrong("priceBase", "goes with an index, and an index with it");
        }
        BigDecimal optimism =
                bias("optimismBias", query.optimismBias, "mitigation", query.mitigation);
        BigDecimal duration =
                bias(
                        "durationBias",
                        query.durationBias,
                        "durationMitigation",
                        query.durationMitigation);
        LocalDate horizon = MoneyProblems.date("horizon", query.horizon);
        Instant known = moment.asKnownAt();
        return discounting(tx, rate, key, known)
                .chain(discounting ->
                        index(tx, query.index, known)
                                .chain(index ->
                                        terms.calendar(tx, known)
                                                .map(calendar ->
                                                        new Asked(
                                                                discounting.orElse(null),
                                                                reinvest,
                                                                index.orElse(null),
                                                                base,
                                                                horizon,
                                                                optimism,
                                                                duration,
                                                                calendar))));
    }

    /** What is multiplied by: 1 + bound · (1 − mitigated); 1 where no bound is told. */
    private static BigDecimal bias(
            String name, @Nullable String told, String mitigation, @Nullable String by) {
        BigDecimal bound = MoneyProblems.number(name, told, "0", "10");
        BigDecimal mitigated = MoneyProblems.number(mitigation, by, "0", "1");
        return bound == null
                ? BigDecimal.ONE
                : dev.payoff.value.appraisal.Risk.withOptimismBias(
                        BigDecimal.ONE, bound, mitigated == null ? BigDecimal.ZERO : mitigated);
    }

    private static Discounting flat(BigDecimal rate, String source) {
        return new Discounting(rate, null, null, source, DiscountSchedule.flat(rate));
    }

    /** Empty: at the project's own rate. */
    private Uni<Optional<Discounting>> discounting(
            SqlConnection tx,
            @Nullable BigDecimal told,
            @Nullable String key,
            @Nullable Instant known) {
        if (key == null) {
            return Uni.createFrom()
                    .item(Optional.ofNullable(told).map(rate -> flat(rate, "the question")));
        }
        return terms.schedule(tx, key, known)
                .map(found ->
                        found.map(kept ->
                                        new Discounting(
                                                null,
                                                kept.key(),
                                                kept.version(),
                                                kept.terms().source(),
                                                kept.terms().schedule()))
                                .or(() -> {
                                    throw ProblemException.notFound("discount schedule", key);
                                }));
    }

    private Uni<Optional<Kept<PriceIndexInput>>> index(
            SqlConnection tx, @Nullable String key, @Nullable Instant known) {
        return key == null
                ? Uni.createFrom().item(Optional.empty())
                : terms.index(tx, key, known)
                        .invoke(found -> {
                            if (found.isEmpty()) {
                                throw ProblemException.notFound("price index", key);
                            }
                        });
    }
}
