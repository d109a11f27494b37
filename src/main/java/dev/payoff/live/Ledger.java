package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import dev.payoff.value.MetricTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a project at a moment: definitions, measured hours, costs, in both times. What
 * had happened by as-of is told by observed times, what was known by then by recorded times; a
 * correction changes only later knowledge.
 */
public final class Ledger {

    /**
     * A metric at the moment, with the hours that its value is folded from.
     *
     * @param ownStart whether its benefit starts by its own definition, not at the go-live
     */
    public record Entry(
            UUID id,
            String key,
            String name,
            String category,
            String type,
            String unit,
            boolean disbenefit,
            MetricTerms terms,
            boolean ownStart,
            List<HourWindow> hours,
            @Nullable BigDecimal lastValue,
            @Nullable Instant lastObserved) {

        /** The same readings under other terms. */
        Entry valuedBy(MetricTerms other) {
            return new Entry(
                    id,
                    key,
                    name,
                    category,
                    type,
                    unit,
                    disbenefit,
                    other,
                    ownStart,
                    hours,
                    lastValue,
                    lastObserved);
        }
    }

    /**
     * Cost of a day in the project's currency.
     *
     * @param amount null where no rate is known
     */
    public record Cost(
            LocalDate on,
            String category,
            String currency,
            BigDecimal told,
            @Nullable BigDecimal amount) {}

    private final ProjectRef project;
    private final Moment moment;
    private final List<Entry> entries;
    private final List<Cost> costs;
    private final long metricsRevision;
    private final Instant keptFrom;

    /** A ledger of what is known; {@link #read} makes it of what is stored. */
    public Ledger(
            ProjectRef project,
            Moment moment,
            List<Entry> entries,
            List<Cost> costs,
            long metricsRevision) {
        this(project, moment, entries, costs, metricsRevision, Instant.EPOCH);
    }

    Ledger(
            ProjectRef project,
            Moment moment,
            List<Entry> entries,
            List<Cost> costs,
            long metricsRevision,
            Instant keptFrom) {
        this.keptFrom = keptFrom;
        this.metricsRevision = metricsRevision;
        this.project = project;
        this.moment = moment;
        this.entries = entries;
        this.costs = costs;
    }

    /** The same readings and costs of a project discounted at another rate, under other terms. */
    Ledger assuming(ProjectRef otherProject, List<Entry> otherEntries) {
        return new Ledger(otherProject, moment, otherEntries, costs, metricsRevision, keptFrom);
    }

    /**
     * The same with what starts at the project's go-live starting later; benefits with a start of
     * their own keep it.
     */
    public Ledger goingLiveLater(Duration by) {
        return assuming(
                project,
                entries.stream()
                        .map(it -> it.ownStart() ? it : it.valuedBy(it.terms().later(by)))
                        .toList());
    }

    /** The project, discounted as it was known then. */
    public ProjectRef project() {
        return project;
    }

    /** The two times of the question. */
    public Moment moment() {
        return moment;
    }

    /** Its metrics, by key. */
    public List<Entry> entries() {
        return entries;
    }

    List<Cost> costs() {
        return costs;
    }

    /** Grows with every change of what the figures rest on. */
    public long revision() {
        return project.version() + project.costRevision() + metricsRevision;
    }

    /**
     * Actual cost by day; lines that cannot be converted are left out, and {@link #missingRates}
     * names them.
     */
    List<DatedAmount> costByDay() {
        List<DatedAmount> byDay = new ArrayList<>();
        for (Cost cost : costs) {
            if (cost.amount() != null) {
                byDay.add(new DatedAmount(cost.on(), cost.amount()));
            }
        }
        return byDay;
    }

    /** Currencies whose cost could not be converted. */
    public List<String> missingRates() {
        return costs.stream()
                .filter(cost -> cost.amount() == null)
                .map(cost ->
                        "There is no rate from "
                                + cost.currency()
                                + " to "
                                + project.currency()
                                + " for some cost lines.")
                .distinct()
                .toList();
    }

    /** What cannot be told exactly since readings that it would take are not kept any more. */
    public List<String> forgotten() {
        boolean reaches =
                entries.stream()
                        .anyMatch(entry ->
                                !entry.hours().isEmpty()
                                        && entry.hours().getFirst().start().isBefore(keptFrom));
        List<String> forgotten = new ArrayList<>();
        if (reaches && moment.asKnownAt() != null) {
            forgotten.add(
                    "Readings before "
                            + keptFrom
                            + " are not kept any more; hours before it are told as they stood last, whatever was known earlier.");
        }
        Instant asOf = moment.asOf();
        if (asOf != null
                && asOf.isBefore(keptFrom)
                && !asOf.equals(asOf.truncatedTo(ChronoUnit.HOURS))) {
            forgotten.add(
                    "Readings before "
                            + keptFrom
                            + " are not kept any more; an hour that was not over at "
                            + asOf
                            + " is left out.");
        }
        return forgotten;
    }

    /** Reads it in a transaction of the tenant. */
    public static Uni<Ledger> read(SqlConnection tx, ProjectRef project, Moment moment) {
        return LedgerReader.read(tx, project, moment);
    }

    /** The ledgers of projects in their order, by as many statements as that of one. */
    public static Uni<List<Ledger>> read(
            SqlConnection tx, List<ProjectRef> projects, Moment moment) {
        return LedgerReader.read(tx, projects, moment);
    }
}
