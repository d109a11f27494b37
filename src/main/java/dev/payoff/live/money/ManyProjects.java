package dev.payoff.live.money;

import dev.payoff.app.Moment;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.live.money.MoneyReader.Asked;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.portfolio.MoneyTerms;
import dev.payoff.portfolio.PriorityInput;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.portfolio.Registry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Appraises many projects: a fixed number of statements for each chunk of them, chunks of at most
 * {@link #CHUNK_FACTS} measured hours and cost lines, so that memory stays within bounds however
 * much was measured, and so that the transaction does not wait for what is computed longer than
 * PostgreSQL lets one be idle. Computes off the event loop.
 */
@ApplicationScoped
class ManyProjects implements Appraisals {

    /**
     * Measured hours and cost lines that are in memory at once; some 300 bytes each, and well under
     * a second for all figures of them.
     */
    static final int CHUNK_FACTS = 20_000;

    /** Projects that are read at once. */
    static final int CHUNK_PROJECTS = 50;

    private static final String FACTS =
            """
            SELECT p.id,
                   (SELECT count(*) FROM metric m JOIN metric_window w ON w.metric_id = m.id AND w.size = 2
                     WHERE m.project_id = p.id AND m.archived_at IS NULL)
                   + (SELECT count(*) FROM cost_line c WHERE c.project_id = p.id AND c.voided_at IS NULL) AS facts
              FROM project p WHERE p.id = ANY($1)
            """;

    private final Registry registry;
    private final MoneyReader reader;
    private final MoneyTerms terms;
    private final Vertx vertx;

    ManyProjects(Registry registry, MoneyReader reader, MoneyTerms terms, Vertx vertx) {
        this.registry = registry;
        this.reader = reader;
        this.terms = terms;
        this.vertx = vertx;
    }

    @Override
    public Uni<Map<String, Appraised>> of(
            SqlConnection tx, UUID tenantId, Collection<String> projects, Question question) {
        MoneyQuery query = new MoneyQuery();
        query.rate = question.rate();
        query.schedule = question.schedule();
        Moment moment = question.moment();
        Map<String, Appraised> appraised = new HashMap<>();
        return registry.projects(tx, tenantId, projects)
                .chain(found ->
                        weights(tx, found)
                                .map(weights -> Chunks.of(found, weights))
                                .invoke(chunks ->
                                        chunks.beyond()
                                                .forEach(it ->
                                                        appraised.put(it.key(), beyond(question)))))
                .chain(chunks ->
                        reader.asked(tx, query, moment)
                                .chain(by ->
                                        terms.priorities(tx, moment.asKnownAt())
                                                .chain(priorities ->
                                                        eachChunk(
                                                                tx,
                                                                chunks.chunks(),
                                                                new Asking(
                                                                        question,
                                                                        moment,
                                                                        by,
                                                                        priorities),
                                                                appraised))))
                .replaceWith(appraised);
    }

    private record Asking(
            Question question, Moment moment, Asked by, Map<UUID, PriorityInput> priorities) {}

    /** Projects that are read together, and those for which there is no room. */
    record Chunks(List<List<ProjectRef>> chunks, List<ProjectRef> beyond) {

        static Chunks of(List<ProjectRef> projects, Map<UUID, Long> facts) {
            List<List<ProjectRef>> chunks = new ArrayList<>();
            List<ProjectRef> beyond = new ArrayList<>();
            List<ProjectRef> chunk = new ArrayList<>();
            long all = 0;
            long inChunk = 0;
            for (ProjectRef project : projects) {
                long more = facts.getOrDefault(project.id(), 0L);
                if (all + more > MOST_FACTS) {
                    beyond.add(project);
                    continue;
                }
                if (!chunk.isEmpty()
                        && (inChunk + more > CHUNK_FACTS || chunk.size() == CHUNK_PROJECTS)) {
                    chunks.add(List.copyOf(chunk));
                    chunk.clear();
                    inChunk = 0;
                }
                chunk.add(project);
                all += more;
                inChunk += more;
            }
            if (!chunk.isEmpty()) {
                chunks.add(List.copyOf(chunk));
            }
            return new Chunks(List.copyOf(chunks), List.copyOf(beyond));
        }
    }

    /** Measured hours and cost lines of projects, by id. */
    static Uni<Map<UUID, Long>> weights(SqlConnection tx, List<ProjectRef> projects) {
        return tx.preparedQuery(FACTS)
                .execute(Tuple.of((Object) ids(projects)))
                .map(rows -> {
                    Map<UUID, Long> weights = new HashMap<>();
                    rows.forEach(row -> weights.put(row.getUUID("id"), row.getLong("facts")));
                    return weights;
                });
    }

    private Uni<Void> eachChunk(
            SqlConnection tx,
            List<List<ProjectRef>> chunks,
            Asking asking,
            Map<String, Appraised> into) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (List<ProjectRef> chunk : chunks) {
            done =
                    done.chain(
                            () -> chunk(tx, chunk, asking).invoke(into::putAll).replaceWithVoid());
        }
        return done;
    }

    private Uni<Map<String, Appraised>> chunk(
            SqlConnection tx, List<ProjectRef> chunk, Asking asking) {
        return Ledger.read(tx, chunk, asking.moment())
                .chain(ledgers ->
                        CostRow.read(tx, chunk, asking.moment(), CHUNK_FACTS + MOST_FACTS)
                                .chain(costs ->
                                        EarnedValueView.work(
                                                        tx,
                                                        List.of(ids(chunk)),
                                                        MoneyCase.day(asking.moment().until()))
                                                .chain(work ->
                                                        vertx.executeBlocking(
                                                                () ->
                                                                        appraised(
                                                                                ledgers, costs,
                                                                                work, asking),
                                                                false))));
    }

    private static Map<String, Appraised> appraised(
            List<Ledger> ledgers,
            Map<UUID, List<CostRow>> costs,
            Map<UUID, EarnedValueView.Work> work,
            Asking asking) {
        Map<String, Appraised> all = new HashMap<>();
        for (Ledger ledger : ledgers) {
            ProjectRef project = ledger.project();
            List<CostRow> rows = costs.getOrDefault(project.id(), List.of());
            if (rows.size() > CostRow.MAX_ROWS) {
                all.put(project.key(), beyond(asking.question()));
                continue;
            }
            Facts facts = MoneyReader.facts(ledger, rows, asking.by().of(project));
            all.put(
                    project.key(),
                    ProjectAppraisal.of(
                            facts,
                            work.getOrDefault(project.id(), new EarnedValueView.Work(0, 0)),
                            asking.priorities().getOrDefault(project.id(), PriorityInput.NONE),
                            asking.question()));
        }
        return all;
    }

    /** Nothing of a project, and why. */
    private static Appraised beyond(Question question) {
        Map<MoneyMeasure, Told> none = new EnumMap<>(MoneyMeasure.class);
        question.measures()
                .forEach(measure ->
                        none.put(
                                measure,
                                Told.unknown(
                                        "Its measured hours and cost lines are beyond the "
                                                + MOST_FACTS
                                                + " that one answer looks through: ask for fewer"
                                                + " projects, or for this one's /money.")));
        return new Appraised(none, null);
    }

    private static UUID[] ids(List<ProjectRef> projects) {
        return projects.stream().map(ProjectRef::id).toArray(UUID[]::new);
    }
}
