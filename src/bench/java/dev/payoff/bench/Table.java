package dev.payoff.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Results as Markdown: the median of the repeats, with the least and the most. */
final class Table {

    private Table() {}

    static String line(Result r) {
        return String.format(
                Locale.ROOT,
                "%s: %,.0f records/s; CPU-s per million: app %.2f, broker %.2f, database %.2f, redis %.2f;"
                        + " peak %d MiB; first commit after %.1f s; %.2f cores busy; %.0f B WAL a record",
                r.name(),
                r.perSecond(),
                r.app(),
                r.broker(),
                r.database(),
                r.redis(),
                r.peakMebibytes(),
                r.startSeconds(),
                r.busyCores(),
                r.wal());
    }

    static String of(List<Competitor> competitors, List<Result> results) {
        StringBuilder table =
                new StringBuilder(
                        "| | records/s (least–most) | application | broker | database | Redis | all | peak memory | start to first commit |\n"
                                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Competitor competitor : competitors) {
            List<Result> own =
                    results.stream().filter(r -> r.name().equals(competitor.name())).toList();
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | **%,.0f** (%,.0f–%,.0f) | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f MiB | %.1f s |%n",
                            competitor.title(),
                            median(own, Result::perSecond),
                            own.stream().mapToDouble(Result::perSecond).min().orElse(0),
                            own.stream().mapToDouble(Result::perSecond).max().orElse(0),
                            median(own, Result::app),
                            median(own, Result::broker),
                            median(own, Result::database),
                            median(own, Result::redis),
                            median(own, Result::total),
                            median(own, r -> (double) r.peakMebibytes()),
                            median(own, Result::startSeconds)));
        }
        return table + ratios(competitors, results);
    }

    private static String ratios(List<Competitor> competitors, List<Result> results) {
        List<Result> ours = results.stream().filter(r -> r.name().equals("payoff")).toList();
        if (ours.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Competitor competitor : competitors) {
            List<Result> theirs =
                    results.stream().filter(r -> r.name().equals(competitor.name())).toList();
            if (!competitor.name().equals("payoff")) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%n- Payoff against %s: %.2f times its records a second; CPU a record: application %.2f,"
                                        + " application and database %.2f, all %.2f times as much.",
                                competitor.name(),
                                median(ours, Result::perSecond) / median(theirs, Result::perSecond),
                                median(ours, Result::app) / median(theirs, Result::app),
                                median(ours, r -> r.app() + r.database())
                                        / median(theirs, r -> r.app() + r.database()),
                                median(ours, Result::total) / median(theirs, Result::total)));
            }
        }
        return text.toString();
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
