package dev.payoff.analytics;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.payoff.app.Moment;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Standings;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What to measure oneself by: the tenant's own projects, and public facts with their source. */
@Path("/api/v1/benchmarks")
@Tag(name = "Portfolio")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class BenchmarksResource {

    private static final String FACTS = "/benchmark/reference-facts.json";

    /** A public figure. */
    public record Fact(
            String figure, BigDecimal value, String unit, String of, int vintage, String source) {}

    /** A figure over the projects of a class; {@code group} null: those that have none. */
    public record OwnClass(@Nullable String group, Quantiles quantiles) {}

    /** The tenant's own classes, the largest first; {@code unknown} counts projects without one. */
    public record Own(
            String figure,
            Instant asOf,
            @Nullable Instant asKnownAt,
            int unknown,
            Quantiles all,
            List<OwnClass> classes) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;
    private final Appraisals appraisals;
    private final Standings standings;
    private final List<Fact> facts = read();

    BenchmarksResource(
            CurrentCaller current,
            TenantDb db,
            TimeAndChance time,
            Appraisals appraisals,
            Standings standings) {
        this.current = current;
        this.db = db;
        this.time = time;
        this.appraisals = appraisals;
        this.standings = standings;
    }

    private static List<Fact> read() {
        try (InputStream file =
                Objects.requireNonNull(BenchmarksResource.class.getResourceAsStream(FACTS))) {
            return Json.read(
                    new String(file.readAllBytes(), StandardCharsets.UTF_8),
                    new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Public facts. */
    @GET
    @Path("/reference")
    @Operation(summary = "Public figures to measure oneself by, each with its source and vintage")
    public List<Fact> reference() {
        current.get().require(Scopes.READ);
        return facts;
    }

    /** The tenant's own. */
    @GET
    @Path("/own")
    @Operation(
            summary = "The tenant's own reference classes: a figure's quantiles over its projects",
            description =
                    "Quantiles, never means; at least 5 projects make a class. Figures as of /api/v1/portfolio/compare, best"
                            + " those without a currency: roiSimple, bcr, irr, paybackMonths, cpi,"
                            + " realisationToTotal, achievement. 'unknown' counts the projects that"
                            + " have none.")
    public Uni<Own> own(
            @Parameter(example = "spentOfBudget", description = FiguresAsked.ALL)
                    @QueryParam("figure")
                    @DefaultValue("roiSimple")
                    String figure,
            @BeanParam FiguresAsked.By money,
            @BeanParam When when,
            @Parameter(example = "type") @QueryParam("by") @DefaultValue("type") String by) {
        FiguresAsked asked = FiguresAsked.of(figure, money);
        if (asked.names().size() != 1) {
            throw Parameters.invalid("'figure' must be one figure.");
        }
        PortfolioViews.By group = Parameters.by(by);
        Caller caller = current.get().require(Scopes.READ);
        Moment at = when.moment(time.now());
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.read(
                                        tx,
                                        caller.tenantId(),
                                        standings,
                                        at,
                                        PortfolioReader.Which.ALL)
                                .chain(read ->
                                        asked.read(
                                                        appraisals,
                                                        tx,
                                                        caller.tenantId(),
                                                        read.rows(),
                                                        at)
                                                .map(of -> classes(read, asked, of, group, at))));
    }

    private static Own classes(
            PortfolioReader.Read read,
            FiguresAsked asked,
            Map<String, Appraised> money,
            PortfolioViews.By by,
            Moment at) {
        List<PortfolioRow> rows = read.rows();
        String figure = asked.names().getFirst();
        List<BigDecimal> all = new ArrayList<>();
        List<BigDecimal> none = new ArrayList<>();
        Map<String, List<BigDecimal>> groups = new TreeMap<>();
        for (PortfolioRow row : rows) {
            BigDecimal value = asked.told(figure, row, money).value();
            if (value != null) {
                all.add(value);
                row.group(by)
                        .map(name -> groups.computeIfAbsent(name, key -> new ArrayList<>()))
                        .orElse(none)
                        .add(value);
            }
        }
        List<OwnClass> classes = new ArrayList<>();
        groups.forEach((name, values) -> classes.add(new OwnClass(name, Quantiles.of(values))));
        if (!none.isEmpty()) {
            classes.add(new OwnClass(null, Quantiles.of(none)));
        }
        classes.sort((a, b) -> Integer.compare(b.quantiles().n(), a.quantiles().n()));
        return new Own(
                figure,
                at.until(),
                at.asKnownAt(),
                read.beyond().size() + rows.size() - all.size(),
                Quantiles.of(all),
                classes);
    }
}
