package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.MetricFigure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The benefit maps of projects. */
@ApplicationScoped
class Maps {

    private final ProjectBenefits projects;
    private final Audit audit;
    private final Bodies bodies;
    private final TimeAndChance time;

    Maps(ProjectBenefits projects, Audit audit, Bodies bodies, TimeAndChance time) {
        this.projects = projects;
        this.audit = audit;
        this.bodies = bodies;
        this.time = time;
    }

    /**
     * A map as it is told.
     *
     * @param derived whether nobody drew one: it is what the deliverables say of their metrics
     */
    @Schema(name = "BenefitMap")
    record View(
            String project,
            boolean derived,
            List<MapInput.Node> nodes,
            List<MapInput.Edge> edges,
            int version) {}

    /** What a map is drawn over. */
    private record Parts(
            ProjectRef project,
            List<Row> deliverables,
            Set<String> metrics,
            @Nullable MapInput drawn,
            int version) {

        MapInput map() {
            return drawn == null ? derived() : drawn;
        }

        private MapInput derived() {
            List<MapInput.Node> nodes = new ArrayList<>();
            List<MapInput.Edge> edges = new ArrayList<>();
            Set<String> behind = new LinkedHashSet<>();
            for (Row row : deliverables) {
                UUID id = row.getUUID("id");
                nodes.add(
                        new MapInput.Node(
                                id.toString(),
                                MapInput.Kind.DELIVERABLE,
                                row.getString("name"),
                                id,
                                null));
                for (String key : row.getArrayOfStrings("metric_keys")) {
                    if (metrics.contains(key)) {
                        behind.add(key);
                        edges.add(new MapInput.Edge(id.toString(), "metric:" + key));
                    }
                }
            }
            behind.forEach(key ->
                    nodes.add(
                            new MapInput.Node(
                                    "metric:" + key, MapInput.Kind.BENEFIT, key, null, key)));
            return new MapInput(nodes, edges);
        }

        View view() {
            return new View(project.key(), drawn == null, map().nodes(), map().edges(), version);
        }
    }

    Uni<View> get(Caller caller, String project) {
        return projects.inProject(
                caller, project, (tx, found) -> parts(tx, found).map(Parts::view));
    }

    Uni<View> put(Caller caller, String project, @Nullable String ifMatch, byte[] body) {
        MapInput map = bodies.checked(Bodies.tree(body), MapInput.class);
        return projects.inProject(
                caller,
                project,
                (tx, found) ->
                        tx.preparedQuery("SELECT id FROM project WHERE id = $1 FOR UPDATE")
                                .execute(Tuple.of(found.id()))
                                .chain(() -> parts(tx, found))
                                .invoke(parts -> refuse(parts, ifMatch, map))
                                .chain(() -> save(tx, caller, found, map))
                                .chain(() -> parts(tx, found))
                                .map(Parts::view));
    }

    private static void refuse(Parts parts, @Nullable String ifMatch, MapInput map) {
        if (parts.project().archived()) {
            throw ProblemException.of(
                    409,
                    "ARCHIVED",
                    "Archived",
                    "The project '" + parts.project().key() + "' is archived.",
                    "An archived project's map stays as it is.");
        }
        Versions.check(ifMatch, parts.version());
        Set<UUID> deliverables = new HashSet<>();
        parts.deliverables().forEach(row -> deliverables.add(row.getUUID("id")));
        Bodies.refuse(MapGraph.check(map, deliverables, parts.metrics()));
    }

    private Uni<Void> save(SqlConnection tx, Caller caller, ProjectRef project, MapInput map) {
        return tx.preparedQuery(
                        """
                        INSERT INTO benefit_map (project_id, tenant_id, document, version, updated_at)
                        VALUES ($1, $2, $3::text::jsonb, 1, $4)
                        ON CONFLICT (project_id) DO UPDATE
                           SET document = excluded.document, version = benefit_map.version + 1, updated_at = excluded.updated_at
                        """)
                .execute(
                        Tuple.of(
                                project.id(),
                                caller.tenantId(),
                                Bodies.text(map),
                                time.now().atOffset(ZoneOffset.UTC)))
                .chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "benefit.mapped",
                                "project",
                                project.id().toString(),
                                new JsonObject()
                                        .put("key", project.key())
                                        .put("nodes", map.nodes().size())
                                        .put("edges", map.edges().size())));
    }

    Uni<Slippage> slippage(Caller caller, String project) {
        Instant now = time.now();
        return projects.inProject(
                caller,
                project,
                (tx, found) ->
                        parts(tx, found)
                                .chain(parts ->
                                        FigureStore.read(tx, List.of(found.id()), now)
                                                .map(figures -> slippage(parts, figures, now))));
    }

    private static Slippage slippage(Parts parts, List<FigureStore.Figures> figures, Instant now) {
        Map<String, Slippage.Brings> brings = new HashMap<>();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (FigureStore.Figures figure : figures) {
            for (MetricFigure metric : figure.metrics()) {
                String full = metric.definition().key();
                brings.put(
                        full.substring(full.indexOf('/') + 1),
                        Slippage.Brings.of(
                                metric.definition().terms(),
                                metric.gaps().isEmpty() ? metric.earningPerHour() : BigDecimal.ZERO,
                                now));
                today = LocalDate.ofInstant(now, metric.definition().zone());
            }
        }
        Map<UUID, Slippage.Dates> dates = new HashMap<>();
        for (Row row : parts.deliverables()) {
            dates.put(
                    row.getUUID("id"),
                    new Slippage.Dates(row.getLocalDate("due_on"), row.getLocalDate("done_on")));
        }
        return Slippage.of(
                parts.project().key(),
                parts.project().currency(),
                new MapGraph(parts.map()),
                brings,
                dates,
                today);
    }

    private static Uni<Parts> parts(SqlConnection tx, ProjectRef project) {
        return tx.preparedQuery(
                        "SELECT id, name, due_on, done_on, metric_keys FROM deliverable"
                                + " WHERE project_id = $1 AND removed_at IS NULL ORDER BY id")
                .execute(Tuple.of(project.id()))
                .chain(deliverables ->
                        tx.preparedQuery(
                                        "SELECT key FROM metric WHERE project_id = $1 AND"
                                                + " archived_at IS NULL")
                                .execute(Tuple.of(project.id()))
                                .chain(metrics ->
                                        tx.preparedQuery(
                                                        "SELECT document::text AS document, version"
                                                                + " FROM benefit_map WHERE project_id ="
                                                                + " $1")
                                                .execute(Tuple.of(project.id()))
                                                .map(maps -> {
                                                    List<Row> rows = new ArrayList<>();
                                                    deliverables.forEach(rows::add);
                                                    Set<String> keys = new HashSet<>();
                                                    metrics.forEach(
                                                            row -> keys.add(row.getString("key")));
                                                    MapInput drawn = null;
                                                    int version = 0;
                                                    for (Row row : maps) {
                                                        drawn =
                                                                Bodies.stored(
                                                                        row.getString("document"),
                                                                        MapInput.class);
                                                        version = row.getInteger("version");
                                                    }
                                                    return new Parts(
                                                            project, rows, keys, drawn, version);
                                                })));
    }
}
