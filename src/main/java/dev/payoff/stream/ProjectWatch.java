package dev.payoff.stream;

import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.value.HourWindow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Watches rules on whole projects, whose figures move with the clock. */
final class ProjectWatch {

    private ProjectWatch() {}

    /** Samples and ticks each of these rules. */
    static Uni<Void> watch(SqlConnection tx, List<WatchedRule> rules, Instant now) {
        Collection<UUID> projects =
                rules.stream().map(rule -> rule.terms().projectId()).distinct().toList();
        if (projects.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return RuleStore.owned(tx, rules)
                .chain(owned ->
                        FigureStore.read(tx, projects, now)
                                .map(ProjectWatch::byProject)
                                .chain(found -> judge(tx, rules, found, owned, now)));
    }

    private static Uni<Void> judge(
            SqlConnection tx,
            List<WatchedRule> rules,
            Map<UUID, FigureStore.Figures> figures,
            Set<UUID> owned,
            Instant now) {
        BurnWatch.Round round = BurnWatch.ofProjects(rules, figures, now);
        return WindowStore.around(tx, round.stretches())
                .chain(hours -> judge(tx, rules, figures, owned, round, hours, now));
    }

    private static Map<UUID, FigureStore.Figures> byProject(List<FigureStore.Figures> found) {
        Map<UUID, FigureStore.Figures> figures = new HashMap<>();
        found.forEach(figure -> figures.put(figure.project().id(), figure));
        return figures;
    }

    private static Uni<Void> judge(
            SqlConnection tx,
            List<WatchedRule> rules,
            Map<UUID, FigureStore.Figures> figures,
            Set<UUID> owned,
            BurnWatch.Round round,
            Map<UUID, List<HourWindow>> hours,
            Instant now) {
        List<Supplier<Uni<Void>>> work = new ArrayList<>();
        List<RuleStore.Kept> kept = new ArrayList<>();
        for (WatchedRule rule : rules) {
            RuleTerms terms = rule.terms();
            FigureStore.Figures figure = figures.get(terms.projectId());
            if (figure == null) {
                continue;
            }
            ProjectFigure project = figure.project();
            ValueWatch value =
                    ValueWatch.of(
                            terms.figure(),
                            project,
                            figure.metrics(),
                            owned.contains(project.id()),
                            BurnWatch.of(terms, figure.metrics(), hours, now),
                            now);
            Sample sample =
                    round.has(terms)
                            ? new Sample(now, ClockSample.of(terms.figure(), project, value))
                            : null;
            work.add(
                    ClockWatch.moved(
                            tx,
                            rule,
                            sample,
                            now,
                            project.earningPerHour(),
                            value.detail(),
                            now,
                            kept));
        }
        return InTurn.all(work).chain(() -> RuleStore.save(tx, kept, now));
    }
}
