package dev.payoff.analytics;

import dev.payoff.analytics.ProjectTable.Content;
import dev.payoff.analytics.ProjectTable.Item;
import dev.payoff.analytics.ProjectTable.RowError;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.CsvText;
import dev.payoff.connector.TableLines;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.ProjectImport;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes a report's list of projects in: projects that are new, and what it says of each. */
@Path("/api/v1/imports/projects")
@Tag(name = "Imports")
@Produces(MediaType.APPLICATION_JSON)
public class ProjectImportResource {

    /** Row errors that one answer has. */
    static final int MAX_ERRORS = 100;

    private static final String ESTIMATE =
            """
            INSERT INTO project_estimate (id, tenant_id, project_id, as_of, budget, completes_on, source, recorded_at)
            SELECT $1, $2, p.id, $4, $5, $6, $7, $8 FROM project p WHERE p.tenant_id = $2 AND p.key = $3
            ON CONFLICT (project_id, as_of) DO UPDATE SET budget = excluded.budget,
                completes_on = excluded.completes_on, source = excluded.source, recorded_at = excluded.recorded_at
            """;

    /**
     * What a list added, or would add.
     *
     * @param created projects that were new; {@code estimates} budgets and ends taken
     * @param errors of the rejected rows, the first {@link #MAX_ERRORS}
     */
    public record Imported(
            boolean dryRun,
            long rows,
            int created,
            int estimates,
            int rejected,
            List<RowError> errors) {}

    private final CurrentCaller current;
    private final ProjectImport projects;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    ProjectImportResource(
            CurrentCaller current,
            ProjectImport projects,
            TenantDb db,
            Audit audit,
            TimeAndChance time) {
        this.current = current;
        this.projects = projects;
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    /**
     * A file.
     *
     * @param asOf the day of the report
     * @param mapping JSON: name of a column by field
     * @param set JSON: fields that are the same of all rows, such as type and currency
     */
    @POST
    @Consumes({"text/csv", "application/octet-stream"})
    @RolesAllowed("manager")
    @Blocking
    @Operation(
            summary = "Takes in a report's list of projects as CSV",
            description =
                    "mapping is JSON, such as {\"key\": \"id\", \"name\": \"title\", \"programme\": \"department\", \"budget\":"
                            + " \"total\", \"completesOn\": \"end\"}; set is JSON of fields that all rows share, such as"
                            + " {\"type\": \"SOFTWARE\", \"currency\": \"CAD\"}. A project that is there stays as it is; its"
                            + " budget and end are kept as of the report's day, and the same report again replaces them.")
    public Uni<Imported> body(
            @Parameter(example = "2016-06-09") @QueryParam("asOf") @Nullable String asOf,
            @Parameter(example = "8555-421-266") @QueryParam("source") @DefaultValue("import")
                    String source,
            @QueryParam("mapping") @Nullable String mapping,
            @QueryParam("set") @Nullable String set,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            InputStream body)
            throws IOException {
        Caller caller = current.get().require(Scopes.WRITE);
        LocalDate day = Parameters.date("asOf", asOf);
        if (day == null || source.isBlank() || source.length() > ScenarioInput.NAME) {
            throw Parameters.invalid(
                    "'asOf' must be the report's day, and 'source' name it in at most 200 characters.");
        }
        ProjectTable table = new ProjectTable(fields("mapping", mapping), fields("set", set));
        Content content;
        try (TableLines lines = CsvText.open(body, null, null)) {
            content = table.read(lines);
        } catch (TableLines.NotReadable e) {
            throw ProblemException.of(
                    400, e.code(), "File not read in", e.reason(), "Send another file.");
        }
        List<RowError> errors = new ArrayList<>(content.errors());
        if (dryRun) {
            return Uni.createFrom().item(answer(true, content, 0, 0, errors));
        }
        List<Item> taken = new ArrayList<>();
        // The file was read on a worker thread; the registry is written on the request's event
        // loop.
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return Uni.createFrom()
                .voidItem()
                .emitOn(work -> context.runOnContext(ignored -> work.run()))
                .chain(() -> db.inTransaction(caller.tenantId(), tx -> known(tx, content.items())))
                .chain(known -> create(caller, content.items(), known, taken, errors))
                .chain(created ->
                        db.inTransaction(
                                        caller.tenantId(),
                                        tx -> estimates(tx, caller, taken, day, source))
                                .map(count -> answer(false, content, created, count, errors)));
    }

    private static Imported answer(
            boolean dryRun, Content content, int created, int estimates, List<RowError> errors) {
        return new Imported(
                dryRun,
                content.rows(),
                created,
                estimates,
                errors.size(),
                errors.stream().limit(MAX_ERRORS).toList());
    }

    private static Map<String, String> fields(String name, @Nullable String json) {
        Map<String, String> fields = new HashMap<>();
        try {
            JsonObject object = json == null ? new JsonObject() : new JsonObject(json);
            for (Map.Entry<String, Object> each : object) {
                if (!ProjectTable.FIELDS.contains(each.getKey())
                        || !(each.getValue() instanceof String text)) {
                    throw Parameters.invalid(
                            "'%s' has texts by %s."
                                    .formatted(name, String.join(", ", ProjectTable.FIELDS)));
                }
                fields.put(each.getKey(), text);
            }
        } catch (DecodeException e) {
            throw Parameters.invalid("'" + name + "' must be a JSON object.");
        }
        return fields;
    }

    /** Keys of projects that are there already, so that a report taken in again refuses nothing. */
    private static Uni<Set<String>> known(SqlConnection tx, List<Item> items) {
        return tx.preparedQuery("SELECT key FROM project WHERE key = ANY($1)")
                .execute(Tuple.of((Object) items.stream().map(Item::key).toArray(String[]::new)))
                .map(rows -> {
                    Set<String> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getString("key")));
                    return known;
                });
    }

    /** Makes projects one after the other; a row that is refused is told and the next one taken. */
    private Uni<Integer> create(
            Caller caller,
            List<Item> items,
            Set<String> known,
            List<Item> taken,
            List<RowError> errors) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> {
                    if (known.contains(item.key())) {
                        taken.add(item);
                        return Uni.createFrom().item(0);
                    }
                    return create(caller, item, taken, errors);
                })
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> create(Caller caller, Item item, List<Item> taken, List<RowError> errors) {
        return projects.ensure(caller, item.fields())
                .map(made -> {
                    taken.add(item);
                    return made ? 1 : 0;
                })
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> {
                    errors.add(
                            new RowError(
                                    item.line(),
                                    item.key(),
                                    ((ProblemException) e).problem().detail()));
                    return 0;
                });
    }

    private Uni<Integer> estimates(
            SqlConnection tx, Caller caller, List<Item> items, LocalDate day, String source) {
        List<Tuple> rows = new ArrayList<>();
        for (Item item : items) {
            if (item.budget() != null && item.budget().signum() >= 0) {
                rows.add(
                        Tuple.from(
                                new @Nullable Object[] {
                                    time.newId(),
                                    caller.tenantId(),
                                    item.key(),
                                    day,
                                    item.budget(),
                                    item.completesOn(),
                                    source,
                                    ScenarioStore.at(time.now())
                                }));
            }
        }
        Uni<Void> stored =
                rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(ESTIMATE).executeBatch(rows).replaceWithVoid();
        return stored.chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "estimates.imported",
                                "report",
                                day.toString(),
                                new JsonObject()
                                        .put("source", source)
                                        .put("estimates", rows.size())))
                .replaceWith(rows.size());
    }
}
