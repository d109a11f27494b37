package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.MoneyMeasure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures of a project that a group's is made of are proved: the question of its own
 * proof, by the same terms and at the same moment.
 *
 * @param terms null for figures that are not of money
 * @param measure null as {@code terms}
 */
record Links(Moment at, @Nullable FiguresAsked terms, @Nullable MoneyMeasure measure) {

    /** Of the figure that is asked for. */
    String of(String project) {
        return of(project, measure == null ? "realised" : measure.label());
    }

    /** Of a figure that a sum is made of. */
    String of(String project, String figure) {
        String base = "/api/v1/projects/" + project;
        if (measure == null || terms == null) {
            return switch (figure) {
                case "cost" -> base + "/money/explain?figure=cost&basis=TO_DATE" + times("&");
                case "budget" -> base + "/costs";
                default -> base + "/value/explain" + times("?");
            };
        }
        return switch (measure) {
            case CPI, SPI -> base + "/money/proofs/earned-value?figure=" + figure + by();
            case EAC -> base + "/money/proofs/earned-value?figure=eacAtCpi" + by();
            case COST_OF_DELAY_PER_WEEK ->
                    "/api/v1/portfolio/delay/explain?figure=costOfDelayPerWeek&project=" + project;
            case REALISATION_TO_DATE, REALISATION_TO_TOTAL ->
                    base + "/money/explain?figure=" + figure + by();
            default -> base + "/money/explain?figure=" + figure + "&basis=" + terms.basis() + by();
        };
    }

    /** Of a side of a project's flows on a day. */
    String of(String project, String side, LocalDate day) {
        return of(project, side) + "&day=" + day;
    }

    /** Of what earned value is made of. */
    String work(String project, String figure) {
        return "/api/v1/projects/" + project + "/money/proofs/earned-value?figure=" + figure + by();
    }

    private String by() {
        StringBuilder by = new StringBuilder();
        if (terms != null && terms.rate() != null) {
            by.append("&rate=").append(escaped(terms.rate()));
        }
        if (terms != null && terms.schedule() != null) {
            by.append("&schedule=").append(escaped(terms.schedule()));
        }
        return by + times("&");
    }

    private String times(String first) {
        String times = "";
        if (at.asOf() != null) {
            times = first + "asOf=" + at.asOf();
        }
        if (at.asKnownAt() != null) {
            times += (times.isEmpty() ? first : "&") + "asKnownAt=" + at.asKnownAt();
        }
        return times;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
