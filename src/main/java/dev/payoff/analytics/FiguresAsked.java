package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Basis;
import dev.payoff.portfolio.Appraisals.Question;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.MoneyMeasure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The figures that projects are compared on: those of the portfolio's live rows, and those of
 * money, which take reading ledgers.
 *
 * @param names of all, in the order that they were asked for in
 * @param measures those of money
 */
record FiguresAsked(
        List<String> names,
        List<MoneyMeasure> measures,
        Basis basis,
        @Nullable String rate,
        @Nullable String schedule) {

    /** What may be asked for where ledgers are read; as {@link MoneyMeasure} has it. */
    static final String OF_MONEY =
            "Of npv, riskAdjustedNpv, roiDiscounted, irr, mirr, paybackMonths, discountedPaybackMonths,"
                    + " bcr, profitabilityIndex, realisationToDate, realisationToTotal, probabilityNegative,"
                    + " cpi, spi, eac, costOfDelayPerWeek.";

    /** All that may be asked for. */
    static final String ALL =
            "Of realised, weighted, earningPerHour, cost, net, roiSimple, budget, spentOfBudget,"
                    + " achievement, planPerYear, npv, riskAdjustedNpv, roiDiscounted, irr, mirr,"
                    + " paybackMonths, discountedPaybackMonths, bcr, profitabilityIndex, realisationToDate,"
                    + " realisationToTotal, probabilityNegative, cpi, spi, eac, costOfDelayPerWeek.";

    /** By what figures of money are told; JAX-RS fills it. */
    @NullUnmarked
    public static class By {

        /** Which case. */
        @QueryParam("basis")
        @Parameter(
                description =
                        "The case that figures of money are of: TO_DATE, PLAN or OUTLOOK; default OUTLOOK.",
                example = "OUTLOOK")
        @Nullable String basis;

        /** A yearly discount rate. */
        @QueryParam("rate")
        @Parameter(description = "Discount rate a year; default: each project's.", example = "0.08")
        @Nullable String rate;

        /** A discount schedule's key. */
        @QueryParam("schedule")
        @Parameter(
                description = "A discount schedule in place of a rate.",
                example = "hmt-green-book")
        @Nullable String schedule;
    }

    /** Any figures, at least one. */
    static FiguresAsked of(String names, By by) {
        FiguresAsked asked = asked(names, by, PortfolioRow.FIGURES);
        if (asked.names().isEmpty()) {
            throw wrong(PortfolioRow.FIGURES);
        }
        return asked;
    }

    /** Figures of money, if any. */
    static FiguresAsked ofMoney(String names, By by) {
        return asked(names, by, Set.of());
    }

    private static FiguresAsked asked(String names, By by, Set<String> besides) {
        List<String> all = new ArrayList<>();
        Set<MoneyMeasure> measures = EnumSet.noneOf(MoneyMeasure.class);
        for (String name : names.isBlank() ? new String[0] : names.split(",")) {
            String stripped = name.strip();
            MoneyMeasure.of(stripped).ifPresent(measures::add);
            if (!besides.contains(stripped) && MoneyMeasure.of(stripped).isEmpty()) {
                throw wrong(besides);
            }
            if (!all.contains(stripped)) {
                all.add(stripped);
            }
        }
        return new FiguresAsked(
                List.copyOf(all), List.copyOf(measures), basis(by.basis), by.rate, by.schedule);
    }

    private static RuntimeException wrong(Set<String> besides) {
        Set<String> all = new TreeSet<>(besides);
        all.addAll(MoneyMeasure.labels());
        return Parameters.invalid("'figures' must name some of " + String.join(", ", all) + ".");
    }

    private static Basis basis(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Basis.OUTLOOK;
        }
        try {
            return Basis.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Parameters.invalid("'basis' must be TO_DATE, PLAN or OUTLOOK.");
        }
    }

    /**
     * The money of these projects by key; nothing is read where no figure of money is asked for.
     */
    Uni<Map<String, Appraised>> read(
            Appraisals appraisals,
            SqlConnection tx,
            UUID tenantId,
            Collection<PortfolioRow> projects,
            Moment at) {
        return measures.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : appraisals.of(
                        tx,
                        tenantId,
                        projects.stream().map(PortfolioRow::key).toList(),
                        new Question(Set.copyOf(measures), basis, rate, schedule, at));
    }

    /** A figure of a project. */
    Told told(String name, PortfolioRow row, Map<String, Appraised> money) {
        return MoneyMeasure.of(name)
                .map(measure -> {
                    Appraised of = money.get(row.key());
                    Told told = of == null ? null : of.figures().get(measure);
                    return told == null ? Told.unknown("It is not known.") : told;
                })
                .orElseGet(() -> Told.of(row.figure(name), row.reason(name)));
    }
}
