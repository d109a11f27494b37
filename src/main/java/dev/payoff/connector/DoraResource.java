package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.DoraHistory.Found;
import dev.payoff.connector.DoraHistory.Question;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * DORA's five measures by team, repository and environment, from whichever delivery systems speak.
 * There is nothing here by person, and no fact has a person in it.
 */
@Path("/api/v1/dora")
@Tag(name = "DORA")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class DoraResource {

    /** Four Keys looks three months back. */
    private static final Duration USUAL = Duration.ofDays(90);

    /** What the figures are told of. */
    enum By {
        ALL,
        TEAM,
        REPOSITORY,
        ENVIRONMENT
    }

    /**
     * The answer.
     *
     * @param bands year of the report that the bands are of
     */
    public record DoraReport(
            Instant from, Instant to, int bands, String by, List<DoraGroup> groups) {}

    /**
     * Five figures of some repositories and environments together.
     *
     * @param name of the team, repository or environment; null for all, and for what has no team
     * @param places how many environments of repositories it is of
     */
    public record DoraGroup(@Nullable String name, int places, List<DoraSummary.Figure> measures) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;

    DoraResource(CurrentCaller current, TenantDb db, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.time = time;
    }

    @GET
    @Operation(
            summary = "DORA's five measures, with medians and bands",
            description =
                    "Worked out of the facts that GitHub, GitLab and CI connections told, whether or not a feed binds them."
                            + " Without a reading a figure is null and says why.")
    public Uni<DoraReport> report(
            @Parameter(
                            description = "from here on; 90 days before 'to'",
                            example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable String from,
            @Parameter(description = "and before here; now", example = "2026-04-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable String to,
            @Parameter(description = "such as production; * stands for any text")
                    @QueryParam("environment")
                    @DefaultValue("production")
                    String environment,
            @Parameter(description = "owner/name; * stands for any text", example = "acme/*")
                    @QueryParam("repository")
                    @DefaultValue("*")
                    String repository,
            @Parameter(description = "a team of the connections' setting 'teams'")
                    @QueryParam("team")
                    @Nullable String team,
            @Parameter(description = "what this project's metrics are bound to: its id or key")
                    @QueryParam("project")
                    @Nullable String project,
            @Parameter(description = "all, team, repository or environment", example = "repository")
                    @QueryParam("by")
                    @DefaultValue("all")
                    String by,
            @Parameter(description = "year of the report that the bands are of: 2021 or 2023")
                    @QueryParam("bands")
                    @DefaultValue("2023")
                    String bands) {
        Caller caller = current.get().require(Scopes.READ);
        DoraBands vintage = DoraBands.of(bands);
        if (vintage == null) {
            throw invalid("bands is 2021 or 2023.");
        }
        By grouping = grouping(by);
        Instant until = to == null ? time.now() : instant("to", to);
        Instant since = from == null ? until.minus(USUAL) : instant("from", from);
        if (!since.isBefore(until)
                || Duration.between(since, until).compareTo(Statements.KEPT) > 0) {
            throw invalid(
                    "from lies before to, by "
                            + Statements.KEPT.toDays()
                            + " days at most, for which facts are kept.");
        }
        Question question =
                new Question(
                        since,
                        until,
                        new Glob(repository, true),
                        new Glob(environment, false),
                        team,
                        project);
        return db.inTransaction(
                        caller.tenantId(), tx -> DoraHistory.of(tx, caller.tenantId(), question))
                .map(found ->
                        new DoraReport(
                                since,
                                until,
                                vintage.year(),
                                by,
                                groups(found, question, grouping, vintage)));
    }

    /** By name, what has none last; all together is one group, though it be of nothing. */
    static List<DoraGroup> groups(
            List<Found> found, Question question, By grouping, DoraBands vintage) {
        Map<@Nullable String, List<Found>> groups =
                new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        if (grouping == By.ALL) {
            groups.put(null, new ArrayList<>());
        }
        for (Found each : found) {
            for (String name : names(each, question, grouping)) {
                groups.computeIfAbsent(name.isEmpty() ? null : name, _ -> new ArrayList<>())
                        .add(each);
            }
        }
        return groups.entrySet().stream()
                .map(group ->
                        new DoraGroup(
                                group.getKey(),
                                group.getValue().size(),
                                DoraSummary.of(
                                        group.getValue().stream()
                                                .flatMap(each -> each.readings().stream())
                                                .toList(),
                                        question.from(),
                                        question.to(),
                                        !group.getValue().isEmpty(),
                                        vintage)))
                .toList();
    }

    /** The groups of a place; an empty name for that which has none. */
    private static Set<String> names(Found found, Question question, By grouping) {
        return switch (grouping) {
            case ALL -> Set.of("");
            case REPOSITORY -> Set.of(found.place().repo().name());
            case ENVIRONMENT -> Set.of(found.place().environment());
            case TEAM ->
                    question.team() != null
                            ? Set.of(question.team())
                            : found.place().teams().isEmpty() ? Set.of("") : found.place().teams();
        };
    }

    private static By grouping(String by) {
        return switch (by) {
            case "all" -> By.ALL;
            case "team" -> By.TEAM;
            case "repository" -> By.REPOSITORY;
            case "environment" -> By.ENVIRONMENT;
            default -> throw invalid("by is all, team, repository or environment.");
        };
    }

    static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name + " is a time in ISO 8601 with an offset, as 2026-01-01T00:00:00Z.");
        }
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(
                400, "INVALID", "Not a question that can be answered", detail, "Correct it.");
    }
}
