package dev.payoff.benefit;

import dev.payoff.app.Shown;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.RealisedValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a project loses while a deliverable is late: what the benefits behind it earn per day, from
 * their live run rate where they earn already, else from what they promise; pure. Deliverables do
 * not add up: a benefit that needs two of them is lost to each.
 *
 * @param deliverables each with its loss, the dearest first
 */
@Schema(name = "BenefitSlippage")
record Slippage(String project, String currency, LocalDate asOf, List<Line> deliverables) {

    private static final BigDecimal HOURS_PER_DAY = BigDecimal.valueOf(24);

    /**
     * A deliverable.
     *
     * @param lostPerDay money, for each day that it slips; null where a benefit behind it has no
     *     known value
     * @param daysLate days since it was due, while it is not done
     * @param lostSoFar by these days
     * @param reasons why money is unknown, and which benefits are not counted
     */
    @Schema(name = "BenefitSlippageLine")
    record Line(
            String node,
            String title,
            @Nullable UUID deliverable,
            @Nullable LocalDate dueOn,
            @Nullable LocalDate doneOn,
            List<Behind> benefits,
            @Nullable BigDecimal lostPerDay,
            long daysLate,
            @Nullable BigDecimal lostSoFar,
            List<String> reasons) {}

    /** A benefit behind a deliverable, and what it brings per day. */
    @Schema(name = "BenefitSlippageBenefit")
    record Behind(String metric, @Nullable BigDecimal perDay, Rate rate) {}

    /** Where a rate comes from. */
    enum Rate {
        LIVE,
        PROMISED,
        /** It has not passed the gate, so it is in no figure, and nothing of one is lost. */
        UNCOUNTED,
        UNKNOWN
    }

    /**
     * What a metric brings.
     *
     * @param livePerHour what it earns now; 0 where it does not
     * @param promisedPerHour at its target; null where unknown
     * @param counted whether it has passed the gate, so that it counts in the project's figures
     */
    record Brings(BigDecimal livePerHour, @Nullable BigDecimal promisedPerHour, boolean counted) {

        /** One that counts. */
        Brings(BigDecimal livePerHour, @Nullable BigDecimal promisedPerHour) {
            this(livePerHour, promisedPerHour, true);
        }

        /**
         * What it brings now; a benefit that is over brings nothing more, and one that does not
         * count brings nothing to any figure.
         */
        static Brings of(MetricTerms terms, BigDecimal earningPerHour, Instant now) {
            return !terms.counted() || terms.isOver(now)
                    ? new Brings(BigDecimal.ZERO, BigDecimal.ZERO, terms.counted())
                    : new Brings(earningPerHour, RealisedValue.promisedPerHour(terms));
        }
    }

    /** The dates of a deliverable. */
    record Dates(@Nullable LocalDate dueOn, @Nullable LocalDate doneOn) {}

    /**
     * @param brings by metric key
     * @param dates by deliverable
     */
    static Slippage of(
            String project,
            String currency,
            MapGraph map,
            Map<String, Brings> brings,
            Map<UUID, Dates> dates,
            LocalDate today) {
        List<Line> lines = new ArrayList<>();
        for (MapInput.Node node : map.deliverables()) {
            UUID of = node.deliverable();
            Dates dated = of == null ? null : dates.get(of);
            Dates due = dated == null ? new Dates(null, null) : dated;
            lines.add(line(node, map, brings, due, today));
        }
        lines.sort((a, b) ->
                amount(b.lostPerDay()).compareTo(amount(a.lostPerDay())) != 0
                        ? amount(b.lostPerDay()).compareTo(amount(a.lostPerDay()))
                        : a.node().compareTo(b.node()));
        return new Slippage(project, currency, today, List.copyOf(lines));
    }

    private static Line line(
            MapInput.Node node,
            MapGraph map,
            Map<String, Brings> brings,
            Dates due,
            LocalDate today) {
        List<Behind> benefits = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        BigDecimal perDay = BigDecimal.ZERO;
        boolean known = true;
        for (String metric : map.metricsBehind(node.id())) {
            Behind behind = behind(metric, brings.get(metric));
            benefits.add(behind);
            if (behind.rate() == Rate.UNCOUNTED) {
                reasons.add(
                        metric + " has not passed the gate, so nothing of it is counted as lost.");
            }
            if (behind.perDay() == null) {
                known = false;
                reasons.add("The value of " + metric + " is not known.");
            } else {
                perDay = perDay.add(behind.perDay());
            }
        }
        if (benefits.isEmpty()) {
            known = false;
            reasons.add("No measured benefit stands behind it in the map.");
        }
        LocalDate dueOn = due.dueOn();
        long late =
                dueOn == null || due.doneOn() != null
                        ? 0
                        : Math.max(0, ChronoUnit.DAYS.between(dueOn, today));
        return new Line(
                node.id(),
                node.title(),
                node.deliverable(),
                dueOn,
                due.doneOn(),
                List.copyOf(benefits),
                known ? Shown.figure(perDay) : null,
                late,
                known ? Shown.figure(perDay.multiply(BigDecimal.valueOf(late))) : null,
                List.copyOf(reasons));
    }

    private static Behind behind(String metric, @Nullable Brings brings) {
        if (brings == null || brings.promisedPerHour() == null) {
            return new Behind(metric, null, Rate.UNKNOWN);
        }
        if (!brings.counted()) {
            return new Behind(metric, BigDecimal.ZERO, Rate.UNCOUNTED);
        }
        boolean live = brings.livePerHour().signum() > 0;
        BigDecimal perHour = live ? brings.livePerHour() : brings.promisedPerHour();
        return new Behind(
                metric,
                Shown.figure(perHour.multiply(HOURS_PER_DAY)),
                live ? Rate.LIVE : Rate.PROMISED);
    }

    private static BigDecimal amount(@Nullable BigDecimal perDay) {
        return perDay == null ? BigDecimal.ZERO : perDay;
    }
}
