package dev.payoff.live;

import dev.payoff.app.Cursor;
import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Shown;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.MetricRef;
import dev.payoff.portfolio.Registry;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Windows of a metric: as they stand, or as of and as known at any time. */
@Path("/api/v1/metrics/{metric}/windows")
@Tag(name = "Value")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class MetricWindowsResource {

    /** The most windows of one answer: 30 days of minutes come in pages, a year of hours in two. */
    static final int MAX_WINDOWS = 5_000;

    /** The most quantiles of one question. */
    static final int MAX_QUANTILES = 10;

    private static final String WINDOWS = "windows";
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final CurrentCaller current;
    private final TenantDb db;
    private final Registry registry;
    private final TimeAndChance time;

    @Inject
    MetricWindowsResource(
            CurrentCaller current, TenantDb db, Registry registry, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.registry = registry;
        this.time = time;
    }

    /**
     * What a window keeps.
     *
     * @param end exclusive
     * @param mean rounded to {@link Shown#DECIMALS} places, as is the next
     * @param stdDev standard deviation of a sample; null of a single reading
     * @param quantiles those that were asked for, with a relative error of at most 1 %; null where
     *     none were
     * @param revision raised by each batch that changed it; null of a window at another time than
     *     now
     */
    public record Window(
            Instant start,
            Instant end,
            long count,
            BigDecimal sum,
            BigDecimal min,
            BigDecimal max,
            @Nullable BigDecimal mean,
            @Nullable BigDecimal stdDev,
            BigDecimal last,
            @Nullable Map<String, BigDecimal> quantiles,
            @Nullable Integer revision) {}

    /** Windows by time. */
    public record Windows(
            String metric,
            String size,
            @Nullable Instant asOf,
            @Nullable Instant asKnownAt,
            List<Window> windows,
            @Nullable String nextCursor) {}

    /** Windows of one size. */
    @GET
    @Operation(
            summary = "Windows of a metric: minute, hour, day or month",
            description =
                    "Days and months are those of the tenant's time zone. asOf: of readings that had been made by then."
                            + " asKnownAt: of what we knew by then; a correction changes only later knowledge."
                            + " Quantiles have a relative error of at most 1 %.")
    public Uni<Windows> windows(
            @PathParam("metric") String metric,
            @Parameter(description = "minute, hour, day or month")
                    @QueryParam("size")
                    @DefaultValue("hour")
                    String size,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @Parameter(description = "Up to ten numbers from 0 to 1, such as 0.5,0.95")
                    @QueryParam("quantiles")
                    @Nullable String quantiles,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(MAX_WINDOWS) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        WindowSize window = size(size);
        Cursor after = Cursor.decode(cursor, WINDOWS, 1);
        Instant since =
                after != null
                        ? Instant.parse(after.text(0))
                        : orElse(Moment.instant("from", from), Instant.EPOCH);
        Instant until = orElse(Moment.instant("to", to), END_OF_TIME);
        Moment moment = Moment.of(asOf, asKnownAt, time.now());
        Map<String, Double> shares = shares(quantiles);
        return ofMetric(
                metric,
                (tx, ref, zone) -> {
                    WindowReader.Asked asked =
                            new WindowReader.Asked(
                                    ref.id(), window, since, until, shares, limit + 1);
                    return read(tx, asked, zone, moment)
                            .map(found -> answer(ref, window, moment, found, limit));
                });
    }

    private static Uni<List<WindowReader.Found>> read(
            SqlConnection tx, WindowReader.Asked asked, ZoneId zone, Moment moment) {
        return moment.asOf() == null && moment.asKnownAt() == null
                ? WindowReader.kept(tx, asked, zone)
                : WindowReader.folded(
                        tx,
                        asked,
                        zone,
                        orElse(moment.asOf(), END_OF_TIME),
                        orElse(moment.asKnownAt(), END_OF_TIME));
    }

    private static Windows answer(
            MetricRef ref,
            WindowSize size,
            Moment moment,
            List<WindowReader.Found> found,
            int limit) {
        boolean more = found.size() > limit;
        return new Windows(
                ref.fullKey(),
                size.name().toLowerCase(Locale.ROOT),
                moment.asOf(),
                moment.asKnownAt(),
                (more ? found.subList(0, limit) : found)
                        .stream().map(MetricWindowsResource::window).toList(),
                more ? Cursor.encode(WINDOWS, found.get(limit).start().toString()) : null);
    }

    private static Window window(WindowReader.Found found) {
        BigDecimal count = BigDecimal.valueOf(found.count());
        return new Window(
                found.start(),
                found.end(),
                found.count(),
                Shown.plain(found.sum()),
                Shown.plain(found.min()),
                Shown.plain(found.max()),
                Shown.figure(found.sum().divide(count, MathContext.DECIMAL128)),
                Shown.figure(
                        WindowAggregate.standardDeviation(
                                found.count(), found.sum(), found.sumSquares())),
                Shown.plain(found.last()),
                found.quantiles().isEmpty() ? null : found.quantiles(),
                found.revision());
    }

    private interface OfMetric<T> {
        Uni<T> read(SqlConnection tx, MetricRef metric, ZoneId zone);
    }

    private <T> Uni<T> ofMetric(String idOrKey, OfMetric<T> read) {
        Caller caller = current.get().require(Scopes.READ);
        UUID tenantId = caller.tenantId();
        return db.inTransaction(
                tenantId,
                tx ->
                        registry.metric(tx, tenantId, idOrKey)
                                .map(found ->
                                        found.orElseThrow(() ->
                                                ProblemException.notFound("value metric", idOrKey)))
                                .chain(metric ->
                                        TenantZone.of(tx, tenantId)
                                                .chain(zone -> read.read(tx, metric, zone))));
    }

    private static WindowSize size(String name) {
        try {
            return WindowSize.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "BAD_SIZE",
                    "Not a window size",
                    "The parameter 'size' is '" + name + "'.",
                    "Use minute, hour, day or month.");
        }
    }

    /** Keyed by the text that was asked with, in the order of the question. */
    private static Map<String, Double> shares(@Nullable String quantiles) {
        Map<String, Double> shares = new LinkedHashMap<>();
        if (quantiles == null || quantiles.isBlank()) {
            return shares;
        }
        for (String text : quantiles.split(",", -1)) {
            shares.put(text.strip(), share(text.strip(), quantiles));
        }
        if (shares.size() > MAX_QUANTILES) {
            throw badQuantiles(quantiles);
        }
        return shares;
    }

    private static double share(String text, String quantiles) {
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw badQuantiles(quantiles);
        }
        throw badQuantiles(quantiles);
    }

    private static ProblemException badQuantiles(String quantiles) {
        return ProblemException.of(
                400,
                "BAD_QUANTILES",
                "Not quantiles",
                "The parameter 'quantiles' is '" + quantiles + "'.",
                "Ask for at most "
                        + MAX_QUANTILES
                        + " numbers from 0 to 1, with commas between: 0.5,0.95.");
    }

    private static Instant orElse(@Nullable Instant instant, Instant otherwise) {
        return instant == null ? otherwise : instant;
    }
}
