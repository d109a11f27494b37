package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How budgets and ends moved between two reports; pure. */
final class Growth {

    private Growth() {}

    /** What two reports said of a project; an end is null where a report did not tell it. */
    record Pair(
            String project,
            String name,
            @Nullable String group,
            String currency,
            BigDecimal budgetThen,
            BigDecimal budgetNow,
            @Nullable LocalDate endThen,
            @Nullable LocalDate endNow) {}

    /**
     * A project in both reports.
     *
     * @param growth budget now / budget then − 1; null where it was 0 then
     * @param slipDays by which its end moved, negative where it came earlier; null where not told
     */
    public record Line(
            String project,
            String name,
            @Nullable String group,
            String currency,
            BigDecimal budgetThen,
            BigDecimal budgetNow,
            @Nullable BigDecimal growth,
            @Nullable Long slipDays) {}

    /**
     * A class of projects.
     *
     * @param group null: all of them, or those without a group
     */
    public record ReferenceClass(@Nullable String group, Quantiles growth, Quantiles slipDays) {}

    /**
     * The growth between two reports.
     *
     * @param all every project in both; {@code classes} by group, the largest first
     * @param projects greatest growth first
     */
    public record Report(
            LocalDate from,
            LocalDate to,
            int onlyThen,
            int onlyNow,
            ReferenceClass all,
            List<ReferenceClass> classes,
            List<Line> projects) {}

    static Report of(LocalDate from, LocalDate to, List<Pair> pairs, int onlyThen, int onlyNow) {
        List<Line> lines = new ArrayList<>(pairs.stream().map(Growth::line).toList());
        lines.sort(
                Comparator.comparing(Line::growth, Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(Line::project));
        Map<String, List<Line>> groups = new TreeMap<>();
        lines.stream()
                .filter(it -> it.group() != null)
                .forEach(it ->
                        groups.computeIfAbsent(String.valueOf(it.group()), k -> new ArrayList<>())
                                .add(it));
        Map<String, ReferenceClass> classes = new LinkedHashMap<>();
        groups.forEach((group, members) -> classes.put(group, classOf(group, members)));
        return new Report(
                from,
                to,
                onlyThen,
                onlyNow,
                classOf(null, lines),
                classes.values().stream()
                        .sorted(Comparator.comparingInt(it -> -it.growth().n()))
                        .toList(),
                List.copyOf(lines));
    }

    private static Line line(Pair pair) {
        return new Line(
                pair.project(),
                pair.name(),
                pair.group(),
                pair.currency(),
                pair.budgetThen(),
                pair.budgetNow(),
                pair.budgetThen().signum() == 0
                        ? null
                        : pair.budgetNow()
                                .divide(pair.budgetThen(), MathContext.DECIMAL64)
                                .subtract(BigDecimal.ONE),
                pair.endThen() == null || pair.endNow() == null
                        ? null
                        : ChronoUnit.DAYS.between(pair.endThen(), pair.endNow()));
    }

    private static ReferenceClass classOf(@Nullable String group, List<Line> lines) {
        List<BigDecimal> growth = new ArrayList<>();
        List<BigDecimal> slips = new ArrayList<>();
        for (Line line : lines) {
            if (line.growth() != null) {
                growth.add(line.growth());
            }
            if (line.slipDays() != null) {
                slips.add(BigDecimal.valueOf(line.slipDays()));
            }
        }
        return new ReferenceClass(group, Quantiles.of(growth), Quantiles.of(slips));
    }
}
