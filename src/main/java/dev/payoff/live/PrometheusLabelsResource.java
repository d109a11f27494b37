package dev.payoff.live;

import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.live.promql.LabelMatcher;
import dev.payoff.live.promql.Parser;
import dev.payoff.live.promql.QueryRefused;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * Which series there are, as Prometheus' HTTP API tells it: what editors of queries complete from.
 */
@Path("/api/v1/prometheus/api/v1")
@Tag(name = "Prometheus")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
@NeedsScope(Scopes.READ)
public class PrometheusLabelsResource {

    /** The most selectors of one question for labels. */
    static final int MAX_MATCHES = 20;

    private final CurrentCaller current;
    private final TenantDb db;

    @Inject
    PrometheusLabelsResource(CurrentCaller current, TenantDb db) {
        this.current = current;
        this.db = db;
    }

    /** Series by their labels. */
    @GET
    @Path("series")
    @Operation(
            summary = "Series by their labels",
            description = "Whatever the time: a series may have no sample in the range asked for.")
    public Uni<PrometheusAnswer> series(@QueryParam("match[]") @Nullable List<String> matches) {
        if (matches == null || matches.isEmpty()) {
            throw QueryRefused.badData("The parameter match[] is missing.");
        }
        return labelSets(matches).map(PrometheusAnswer::success);
    }

    /** The same, as a form. */
    @POST
    @Path("series")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Series by their labels, asked by a form")
    public Uni<PrometheusAnswer> seriesForm(@RestForm("match[]") @Nullable List<String> matches) {
        return series(matches);
    }

    /** Names of labels. */
    @GET
    @Path("labels")
    @Operation(summary = "Names of labels")
    public Uni<PrometheusAnswer> labels(@QueryParam("match[]") @Nullable List<String> matches) {
        return labelSets(matches)
                .map(sets -> {
                    TreeSet<String> names = new TreeSet<>();
                    sets.forEach(set -> names.addAll(set.keySet()));
                    return PrometheusAnswer.success(names);
                });
    }

    /** The same, as a form. */
    @POST
    @Path("labels")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Names of labels, asked by a form")
    public Uni<PrometheusAnswer> labelsForm(@RestForm("match[]") @Nullable List<String> matches) {
        return labels(matches);
    }

    /** Values of a label. */
    @GET
    @Path("label/{name}/values")
    @Operation(
            summary = "Values of a label",
            description = "404 where no series of the tenant has such a label.")
    public Uni<PrometheusAnswer> labelValues(
            @PathParam("name") String name, @QueryParam("match[]") @Nullable List<String> matches) {
        return labelSets(matches)
                .map(sets -> {
                    TreeSet<String> values = new TreeSet<>();
                    sets.forEach(set -> {
                        if (set.containsKey(name)) {
                            values.add(set.get(name));
                        }
                    });
                    if (values.isEmpty() && !SeriesFamily.LABELS.contains(name)) {
                        throw QueryRefused.notFound("No series has a label " + name + ".");
                    }
                    return PrometheusAnswer.success(values);
                });
    }

    /** What families there are. */
    @GET
    @Path("metadata")
    @Operation(summary = "What series there are, by name")
    public Uni<PrometheusAnswer> metadata(@QueryParam("metric") @Nullable String metric) {
        return Uni.createFrom()
                .item(
                        PrometheusAnswer.metadata(
                                Arrays.stream(SeriesFamily.values())
                                        .filter(it -> metric == null || it.told().equals(metric))
                                        .toList()));
    }

    /** By which Grafana tells Prometheus from what is like it. */
    @GET
    @Path("status/buildinfo")
    @Operation(
            summary = "Which API this is like",
            description = "Grafana chooses by the version which calls it makes.")
    public Uni<PrometheusAnswer> buildInfo() {
        return Uni.createFrom()
                .item(
                        PrometheusAnswer.success(
                                Map.of(
                                        "version", "2.24.0",
                                        "revision", "payoff",
                                        "branch", "",
                                        "buildUser", "",
                                        "buildDate", "",
                                        "goVersion", "")));
    }

    /** Of all selectors together, or of all series where none is told; each once. */
    private Uni<List<SortedMap<String, String>>> labelSets(@Nullable List<String> asked) {
        List<String> matches = asked == null ? List.of() : asked;
        Caller caller = current.get().require(Scopes.READ);
        if (matches.size() > MAX_MATCHES) {
            throw QueryRefused.badData("At most " + MAX_MATCHES + " match[] are answered at once.");
        }
        List<List<LabelMatcher>> selectors =
                matches.isEmpty()
                        ? List.of(List.of())
                        : matches.stream().map(Parser::selector).toList();
        return db.inTransaction(caller.tenantId(), tx -> labelSets(tx, selectors));
    }

    private static Uni<List<SortedMap<String, String>>> labelSets(
            SqlConnection tx, List<List<LabelMatcher>> selectors) {
        List<LabelMatcher> common = selectors.size() == 1 ? selectors.getFirst() : List.of();
        return SeriesCatalogue.read(tx, common)
                .map(catalogue ->
                        selectors.stream()
                                .flatMap(it -> catalogue.candidates(it).stream())
                                .map(SeriesCatalogue.Candidate::labels)
                                .distinct()
                                .limit(SeriesCatalogue.MAX_LABEL_SETS)
                                .toList());
    }
}
