package dev.payoff.alert;

import static dev.payoff.alert.PreviewHistory.MAX_SAMPLES;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a rule would have done over the metric's own history; nothing is stored and nobody told. */
@Path("/api/v1/rules/preview")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class RulePreviewResource {

    /** The longest stretch that is looked back on. */
    static final int MAX_DAYS = 366;

    /** So many of the latest episodes are told one by one. */
    static final int MAX_SHOWN = 50;

    private static final String FOR_PREVIEW = "preview";

    /**
     * What would have happened.
     *
     * @param from since when samples were looked at: later than asked for where there are more than
     *     {@link PreviewHistory#MAX_SAMPLES}, or where history begins later; null: there are none
     * @param grain of the stored windows that were replayed
     * @param samples how many; each stored window gives one, as it stands now
     * @param fired how often it would have fired; null: it cannot be told
     * @param firingSeconds how long altogether; null: it cannot be told
     * @param firingNow whether it would fire at the end; null: it cannot be told
     * @param reasons why it cannot be told, or what is not in it
     * @param episodes the latest, in order
     */
    @Schema(name = "RulePreview")
    record View(
            @Nullable Instant from,
            Instant to,
            @Nullable String grain,
            int samples,
            @Nullable Integer fired,
            @Nullable Long firingSeconds,
            @Nullable Boolean firingNow,
            List<String> reasons,
            List<EpisodeView> episodes) {

        static View unknown(Instant to, String reason) {
            return new View(null, to, null, 0, null, null, null, List.of(reason), List.of());
        }
    }

    /** A stretch in which it would have fired; {@code resolvedAt} null: it would fire still. */
    @Schema(name = "RulePreviewEpisode")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EpisodeView(
            Instant activeAt, Instant firedAt, @Nullable Instant resolvedAt, BigDecimal value) {

        static EpisodeView of(RuleReplay.Episode episode) {
            return new EpisodeView(
                    episode.activeAt(), episode.firedAt(), episode.resolvedAt(), episode.value());
        }
    }

    private final CurrentCaller caller;
    private final TenantDb db;
    private final TimeAndChance time;

    RulePreviewResource(CurrentCaller caller, TenantDb db, TimeAndChance time) {
        this.caller = caller;
        this.db = db;
        this.time = time;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("viewer")
    @Operation(
            summary = "How often a rule would have fired over the metric's own history",
            description =
                    "Replays the stored windows of the last days through the same state machine as live readings."
                            + " A name and a severity may be left out. Each window counts once, as it stands now; what"
                            + " crossed and came back within one is not seen.")
    public Uni<View> preview(
            @QueryParam("days") @DefaultValue("90") @Min(1) @Max(MAX_DAYS) int days,
            @RequestBody(content = @Content(schema = @Schema(implementation = RuleInput.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.READ);
        RuleInput input = whole(Bodies.read(body, RuleInput.class));
        Bodies.refuse(input.violations());
        Instant until = time.now();
        String metric = input.metric();
        if (metric == null) {
            return Uni.createFrom().item(View.unknown(until, notKept(input, "a whole project")));
        }
        if (!isKept(input.figure())) {
            return Uni.createFrom().item(View.unknown(until, notKept(input, "a metric")));
        }
        Instant from = until.minus(Duration.ofDays(days));
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        Targets.of(tx, metric, input.project())
                                .chain(target ->
                                        PreviewHistory.read(tx, input, target, from, until))
                                .map(history -> view(input, history, until)));
    }

    private static View view(RuleInput input, PreviewHistory history, Instant until) {
        if (history.samples().isEmpty()) {
            return View.unknown(until, history.empty());
        }
        List<RuleReplay.Episode> episodes =
                RuleReplay.episodes(threshold(input), history.samples(), until);
        List<RuleReplay.Episode> shown =
                episodes.subList(Math.max(0, episodes.size() - MAX_SHOWN), episodes.size());
        return new View(
                history.samples().getFirst().at(),
                until,
                history.grain(),
                history.windows(),
                episodes.size(),
                RuleReplay.firing(episodes, until).toSeconds(),
                !episodes.isEmpty() && episodes.getLast().resolvedAt() == null,
                history.cut()
                        ? List.of("Only the latest " + MAX_SAMPLES + " windows were looked at.")
                        : List.of(),
                shown.stream().map(EpisodeView::of).toList());
    }

    /** Whether stored windows tell the figure's past. */
    private static boolean isKept(@Nullable Figure figure) {
        return switch (figure) {
            case VALUE, MEAN, MIN, MAX, SUM, COUNT, ACHIEVEMENT, NO_DATA -> true;
            case REALISED, ROI_SIMPLE, REALISATION, FORECAST, BURN_RATE, UNMEASURED, NO_OWNER ->
                    false;
            case null -> false;
        };
    }

    private static String notKept(RuleInput input, String of) {
        return input.figure()
                + " of "
                + of
                + " is not kept over time, so its past cannot be replayed.";
    }

    /** A preview needs no name and no severity yet. */
    private static RuleInput whole(RuleInput input) {
        return new RuleInput(
                input.name() == null || input.name().isBlank() ? FOR_PREVIEW : input.name(),
                input.metric(),
                input.project(),
                input.figure(),
                input.window(),
                input.longWindow(),
                input.shortWindow(),
                input.allowance(),
                input.comparator(),
                input.threshold(),
                input.clear(),
                input.forTime(),
                input.keepFiringFor(),
                input.severity() == null ? Severity.INFO : input.severity(),
                input.enabled(),
                input.labels());
    }

    private static Threshold threshold(RuleInput input) {
        Duration forTime = Duration.ofSeconds(RuleInput.seconds(input.forTime()));
        Duration keep = Duration.ofSeconds(RuleInput.seconds(input.keepFiringFor()));
        BigDecimal limit = input.threshold();
        return limit == null || input.comparator() == null
                ? Threshold.noData(forTime, keep)
                : new Threshold(
                        Comparison.of(input.comparator()), limit, input.clear(), forTime, keep);
    }
}
