package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's routes as they are sent, stored and answered; what is left out has its default.
 *
 * @param routes in order; the first that fits takes an alert
 */
@Schema(
        name = "Routes",
        example =
                """
                {"routes": [{"name": "grave", "match": {"severity": ["CRITICAL"]}, "channels": [], \
                "groupBy": ["project"], "escalation": []}], \
                "inhibitions": [{"name": "graver", "source": {"match": {"severity": ["CRITICAL"]}}, \
                "target": {"match": {"severity": ["WARNING"]}}, "equal": ["project"]}], \
                "muteTimes": [{"name": "nights", "weekly": [{"days": ["MONDAY"], \
                "from": "22:00", "to": "07:00"}]}]}\
                """)
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoutesInput(
        List<RouteInput> routes, List<InhibitionInput> inhibitions, List<MuteInput> muteTimes) {

    RoutesInput {
        routes = orNone(routes);
        inhibitions = orNone(inhibitions);
        muteTimes = orNone(muteTimes);
    }

    /** No route at all: every channel is told at once. */
    static final RoutesInput NONE = new RoutesInput(List.of(), List.of(), List.of());

    /**
     * A route.
     *
     * @param match by label, the values of which an alert must have one; an empty text: it has none
     * @param except by label, the values of which an alert must have none
     * @param goesOn whether later routes may take the alert as well
     * @param channels ids; none: nobody is told
     * @param groupWait ISO 8601, such as PT30S; likewise the other two
     * @param muteTimes names
     */
    @Schema(name = "Route")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RouteInput(
            @Nullable String name,
            Map<String, List<String>> match,
            Map<String, List<String>> except,
            @JsonProperty("continue") @Nullable Boolean goesOn,
            List<UUID> channels,
            List<String> groupBy,
            @Nullable String groupWait,
            @Nullable String groupInterval,
            @Nullable String repeatInterval,
            List<String> muteTimes,
            List<StepInput> escalation) {

        RouteInput {
            match = orNone(match);
            except = orNone(except);
            channels = orNone(channels);
            groupBy = orNone(groupBy);
            muteTimes = orNone(muteTimes);
            escalation = orNone(escalation);
        }
    }

    /**
     * A step of an escalation.
     *
     * @param after ISO 8601, since it was first told
     */
    @Schema(name = "EscalationStep")
    record StepInput(@Nullable String after, List<UUID> channels) {

        StepInput {
            channels = orNone(channels);
        }
    }

    /** Which alerts. */
    @Schema(name = "AlertMatch")
    record MatchInput(Map<String, List<String>> match, Map<String, List<String>> except) {

        MatchInput {
            match = orNone(match);
            except = orNone(except);
        }
    }

    /** While the source fires, nobody is told of the target where the equal labels are the same. */
    @Schema(name = "Inhibition")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InhibitionInput(
            @Nullable String name,
            @Nullable MatchInput source,
            @Nullable MatchInput target,
            List<String> equal) {

        InhibitionInput {
            equal = orNone(equal);
        }
    }

    /**
     * A mute time: quiet hours, dates, or days around each project's go-live.
     *
     * @param zone of the quiet hours; left out: the tenant's
     */
    @Schema(name = "MuteTime")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MuteInput(
            @Nullable String name,
            @Nullable String zone,
            List<WeeklyInput> weekly,
            List<DatesInput> dates,
            @Nullable FreezeInput goLive) {

        MuteInput {
            weekly = orNone(weekly);
            dates = orNone(dates);
        }
    }

    /**
     * Quiet hours.
     *
     * @param days on which they begin; none: each
     * @param from by the clock on the wall, such as 22:00
     * @param to where it is not after {@code from}, it is on the next day
     */
    @Schema(name = "QuietHours")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WeeklyInput(List<java.time.DayOfWeek> days, @Nullable String from, @Nullable String to) {

        WeeklyInput {
            days = orNone(days);
        }
    }

    /** From one time to another, both ISO 8601 with an offset. */
    @Schema(name = "MuteDates")
    record DatesInput(@Nullable String from, @Nullable String to) {}

    /** Around the go-live of the alert's project, both ISO 8601 durations. */
    @Schema(name = "GoLiveFreeze")
    record FreezeInput(@Nullable String before, @Nullable String after) {}

    /** A list that nobody changes; one with a null in it is refused as not readable. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static Map<String, List<String>> orNone(@Nullable Map<String, List<String>> map) {
        return map == null
                ? Map.of()
                : map.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, it -> List.copyOf(it.getValue())));
    }
}
