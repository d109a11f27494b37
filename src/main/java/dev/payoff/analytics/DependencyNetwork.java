package dev.payoff.analytics;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What depends on what, and what a slip costs all that comes late by it; pure. */
final class DependencyNetwork {

    private DependencyNetwork() {}

    /**
     * A project among those that it needs and that need it; money per day.
     *
     * @param earnsPerDay what it earns now, or would at its targets; null where neither is known
     * @param atRiskPerDay what a day's slip of it costs: its own and that of all downstream, where
     *     known
     * @param lost by the slip that was asked about; 0 where this project does not come late by it
     */
    public record Node(
            String project,
            Set<String> dependsOn,
            Set<String> upstream,
            Set<String> downstream,
            @Nullable BigDecimal earnsPerDay,
            BigDecimal atRiskPerDay,
            BigDecimal lost) {}

    /**
     * Who needs whom, and what a slip costs; {@code lost} is of all projects.
     *
     * @param rates that projects in other currencies were converted at
     */
    public record Network(
            String currency,
            List<Node> projects,
            List<Conversion> rates,
            BigDecimal lost,
            List<String> reasons) {}

    private static final BigDecimal HOURS_A_DAY = new BigDecimal(24);
    private static final BigDecimal DAYS_A_YEAR = new BigDecimal("365.25");

    /**
     * What depends on what, with value handed on. A slip is handed on in full: nothing is known of
     * slack between projects.
     *
     * @param slipping key of a project that comes late, or null
     */
    static Network of(
            Together projects,
            Map<String, Set<String>> needs,
            @Nullable String slipping,
            int days) {
        Propagation propagation = new Propagation(needs);
        Map<String, @Nullable BigDecimal> perDay = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>(projects.reasons());
        for (PortfolioRow row : projects.rows()) {
            BigDecimal earns = earnsPerDay(row);
            perDay.put(row.key(), earns);
            if (earns == null) {
                reasons.add(row.key() + " earns nothing yet and has no target with a valuation.");
            }
        }
        Set<String> late =
                slipping == null ? Set.of() : new TreeSet<>(propagation.downstream(slipping));
        List<Node> nodes = new ArrayList<>();
        BigDecimal lost = BigDecimal.ZERO;
        for (String key : perDay.keySet()) {
            Set<String> downstream = propagation.downstream(key);
            BigDecimal atRisk = known(perDay.get(key));
            for (String other : downstream) {
                atRisk = atRisk.add(known(perDay.get(other)));
            }
            BigDecimal own =
                    key.equals(slipping) || late.contains(key)
                            ? known(perDay.get(key)).multiply(BigDecimal.valueOf(days))
                            : BigDecimal.ZERO;
            lost = lost.add(own);
            nodes.add(
                    new Node(
                            key,
                            needs.getOrDefault(key, Set.of()),
                            propagation.upstream(key),
                            downstream,
                            Shown.figure(perDay.get(key)),
                            shown(atRisk),
                            shown(own)));
        }
        return new Network(projects.currency(), nodes, projects.rates(), shown(lost), reasons);
    }

    private static @Nullable BigDecimal earnsPerDay(PortfolioRow row) {
        if (row.earningPerHour().signum() != 0) {
            return row.earningPerHour().multiply(HOURS_A_DAY);
        }
        BigDecimal plan = row.planPerYear();
        return plan == null ? null : plan.divide(DAYS_A_YEAR, MathContext.DECIMAL64);
    }

    private static BigDecimal known(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private static BigDecimal shown(BigDecimal exact) {
        return Objects.requireNonNull(Shown.figure(exact));
    }
}
