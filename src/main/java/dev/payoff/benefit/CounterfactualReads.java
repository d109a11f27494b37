package dev.payoff.benefit;

import dev.payoff.app.ProblemException;
import dev.payoff.identity.Caller;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.MetricDef;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a counterfactual, and what is read for it.
 *
 * @param goLive null: the metric's benefit start
 * @param now what had happened by then
 * @param control id or key of a metric; null: none
 */
record CounterfactualReads(
        @Nullable Instant goLive,
        Instant now,
        WindowSize size,
        BigDecimal coverage,
        @Nullable String control,
        int placebos) {

    private static final Map<String, WindowSize> SIZES =
            Map.of("hour", WindowSize.HOUR, "day", WindowSize.DAY, "month", WindowSize.MONTH);

    private static final String WINDOWS =
            """
            SELECT start_at, count, sum FROM metric_window
             WHERE metric_id = $1 AND size = $2 AND end_at <= $3 ORDER BY start_at DESC LIMIT $4
            """;

    /** What was read, to be worked out off the event loop. */
    record Read(MetricDef metric, WithoutProject.Asked asked, EvenSeries series) {

        WithoutProject forecast() {
            return WithoutProject.of(asked, series);
        }
    }

    /** What the parameters ask for; 400 where they say nothing. */
    static CounterfactualReads of(
            @Nullable String goLive,
            @Nullable String asOf,
            String size,
            BigDecimal coverage,
            @Nullable String control,
            int placebos,
            Instant present) {
        WindowSize window = SIZES.get(size);
        if (window == null) {
            throw ProblemException.of(
                    400,
                    "BAD_SIZE",
                    "Not a window size",
                    "The parameter 'size' is '" + size + "'.",
                    "Use hour, day or month.");
        }
        Instant at = instant("asOf", asOf);
        return new CounterfactualReads(
                instant("goLive", goLive),
                at == null || at.isAfter(present) ? present : at,
                window,
                coverage,
                control,
                placebos);
    }

    /** Reads the metric's definition, its windows and those of its control. */
    Uni<Read> read(SqlConnection tx, Caller caller, String metric) {
        return definition(tx, caller, metric)
                .chain(def ->
                        controlled(tx, caller)
                                .chain(by ->
                                        series(tx, def)
                                                .map(series ->
                                                        new Read(
                                                                def,
                                                                asked(def, by.orElse(null)),
                                                                series))));
    }

    private WithoutProject.Asked asked(MetricDef def, @Nullable EvenSeries by) {
        Instant from = goLive == null ? def.terms().benefitStart() : goLive;
        if (from == null) {
            throw ProblemException.of(
                    409,
                    "NO_GO_LIVE",
                    "No go-live",
                    "Neither the project nor the metric has a start.",
                    "Send goLive, or set the project's.");
        }
        return new WithoutProject.Asked(
                def.key(),
                def.currency(),
                def.terms(),
                size,
                def.zone(),
                from,
                coverage.doubleValue(),
                placebos,
                by);
    }

    private static Uni<MetricDef> definition(SqlConnection tx, Caller caller, String metric) {
        return Definitions.byReferences(tx, caller.tenantKey(), List.of(metric))
                .map(found -> {
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("metric", metric);
                    }
                    return found.getFirst();
                });
    }

    private Uni<Optional<EvenSeries>> controlled(SqlConnection tx, Caller caller) {
        return control == null
                ? Uni.createFrom().item(Optional.empty())
                : definition(tx, caller, control).chain(def -> series(tx, def)).map(Optional::of);
    }

    private Uni<EvenSeries> series(SqlConnection tx, MetricDef def) {
        return tx.preparedQuery(WINDOWS)
                .execute(
                        Tuple.of(
                                def.id(),
                                size.code(),
                                now.atOffset(ZoneOffset.UTC),
                                EvenSeries.MOST))
                .map(rows -> {
                    List<EvenSeries.Measured> measured = new ArrayList<>();
                    rows.forEach(row ->
                            measured.add(
                                    new EvenSeries.Measured(
                                            row.getOffsetDateTime("start_at").toInstant(),
                                            row.getLong("count"),
                                            row.getBigDecimal("sum"))));
                    return EvenSeries.of(measured, def.terms().kind(), size, def.zone(), now);
                });
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            // A plus sign that was not escaped arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    400,
                    "BAD_TIME",
                    "Not a time",
                    "The parameter '" + name + "' is '" + text + "'.",
                    "Write it like 2026-03-01T00:00:00Z.");
        }
    }
}
