package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.app.Page;
import dev.payoff.app.Shown;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Told;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Projects side by side on any figures, as table and as bubbles; pure. */
final class Comparisons {

    private Comparisons() {}

    /**
     * A project with the figures that were asked for; null where not known.
     *
     * @param reasons why, by figure
     */
    public record Compared(
            String project,
            String name,
            String currency,
            Map<String, @Nullable BigDecimal> figures,
            Map<String, String> reasons) {}

    /** Where a project stands in a chart of bubbles. */
    public record Bubble(
            String project, String name, BigDecimal x, BigDecimal y, BigDecimal size) {}

    /**
     * Projects side by side.
     *
     * @param bubbles of the first three figures, where three are asked for and known
     * @param basis of the figures of money
     * @param asOf what had happened by then
     * @param asKnownAt what we knew by then; null: all that we know
     * @param missing projects without a bubble
     * @param nextCursor what to send as {@code cursor} for the projects after these; null at the
     *     end
     */
    public record Comparison(
            List<String> figures,
            Appraisals.Basis basis,
            Instant asOf,
            @Nullable Instant asKnownAt,
            List<Compared> projects,
            List<Bubble> bubbles,
            List<String> missing,
            @Nullable String nextCursor) {}

    static Comparison of(
            Page<PortfolioRow> page, FiguresAsked asked, Map<String, Appraised> money, Moment at) {
        List<String> figures = asked.names();
        List<Compared> compared =
                page.items().stream().map(row -> compared(row, asked, money)).toList();
        List<Bubble> bubbles = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        if (figures.size() == 3) {
            for (Compared each : compared) {
                BigDecimal x = each.figures().get(figures.get(0));
                BigDecimal y = each.figures().get(figures.get(1));
                BigDecimal size = each.figures().get(figures.get(2));
                if (x == null || y == null || size == null) {
                    missing.add(each.project());
                } else {
                    bubbles.add(new Bubble(each.project(), each.name(), x, y, size));
                }
            }
        }
        return new Comparison(
                figures,
                asked.basis(),
                at.until(),
                at.asKnownAt(),
                compared,
                bubbles,
                missing,
                page.nextCursor());
    }

    private static Compared compared(
            PortfolioRow row, FiguresAsked asked, Map<String, Appraised> money) {
        Map<String, @Nullable BigDecimal> figures = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (String name : asked.names()) {
            Told told = asked.told(name, row, money);
            figures.put(name, Shown.figure(told.value()));
            if (told.reason() != null) {
                reasons.put(name, told.reason());
            }
        }
        return new Compared(row.key(), row.name(), row.currency(), figures, reasons);
    }
}
