package dev.payoff.alert;

import dev.payoff.alert.RoutesInput.InhibitionInput;
import dev.payoff.alert.RoutesInput.MatchInput;
import dev.payoff.alert.RoutesInput.MuteInput;
import dev.payoff.alert.RoutesInput.RouteInput;
import dev.payoff.alert.RoutesInput.StepInput;
import dev.payoff.alert.RoutesInput.WeeklyInput;
import dev.payoff.alert.routing.Inhibition;
import dev.payoff.alert.routing.Match;
import dev.payoff.alert.routing.MuteTime;
import dev.payoff.alert.routing.Route;
import dev.payoff.alert.routing.Routing;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a routing of what was sent, and says what is wrong with it, field by field. Pure. */
final class RoutesReader {

    static final int MAX_ROUTES = 50;
    static final int MAX_STEPS = 5;
    private static final int MAX_VALUES = 100;
    private static final int MAX_SPANS = 50;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(31);

    private final Set<UUID> channels;
    private final FieldChecks checks = new FieldChecks();

    private RoutesReader(Set<UUID> channels) {
        this.channels = channels;
    }

    /**
     * The routing.
     *
     * @param channels those that there are
     * @throws dev.payoff.app.ProblemException 400 where something is wrong
     */
    static Routing read(RoutesInput input, Set<UUID> channels) {
        RoutesReader reader = new RoutesReader(channels);
        Routing routing = reader.routing(input);
        Bodies.refuse(reader.checks.wrong());
        return routing;
    }

    /** The routing of what was checked when it was stored; channels may be gone since. */
    static Routing stored(RoutesInput input) {
        Set<UUID> named = new HashSet<>();
        for (RouteInput route : input.routes()) {
            named.addAll(route.channels());
            route.escalation().forEach(step -> named.addAll(step.channels()));
        }
        return read(input, named);
    }

    private Routing routing(RoutesInput input) {
        checks.atMost("routes", input.routes(), MAX_ROUTES);
        checks.atMost("inhibitions", input.inhibitions(), MAX_ROUTES);
        checks.atMost("muteTimes", input.muteTimes(), MAX_ROUTES);
        List<MuteTime> mutes = new ArrayList<>();
        for (int i = 0; i < input.muteTimes().size(); i++) {
            mutes.add(mute("muteTimes[" + i + "]", input.muteTimes().get(i)));
        }
        Set<String> muteNames = mutes.stream().map(MuteTime::name).collect(Collectors.toSet());
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < input.routes().size(); i++) {
            routes.add(route("routes[" + i + "]", input.routes().get(i), muteNames));
        }
        List<Inhibition> inhibitions = new ArrayList<>();
        for (int i = 0; i < input.inhibitions().size(); i++) {
            inhibitions.add(inhibition("inhibitions[" + i + "]", input.inhibitions().get(i)));
        }
        checks.once("routes", routes.stream().map(Route::name).toList());
        checks.once("inhibitions", inhibitions.stream().map(Inhibition::name).toList());
        checks.once("muteTimes", mutes.stream().map(MuteTime::name).toList());
        return new Routing(routes, inhibitions, mutes);
    }

    private Route route(String at, RouteInput input, Set<String> muteNames) {
        String name = checks.name(at, input.name());
        if (name.equals(Routing.REST)) {
            checks.say(at + ".name", "cannot be 'rest', the name of what no route takes");
        }
        checks.atMost(at + ".channels", input.channels(), MAX_ROUTES);
        known(at + ".channels", input.channels());
        checks.labels(at + ".groupBy", input.groupBy());
        for (String mute : input.muteTimes()) {
            if (!muteNames.contains(mute)) {
                checks.say(at + ".muteTimes", "names a mute time that there is not");
            }
        }
        checks.atMost(at + ".escalation", input.escalation(), MAX_STEPS);
        List<Route.Step> steps = new ArrayList<>();
        Duration before = Duration.ZERO;
        for (int i = 0; i < input.escalation().size(); i++) {
            String step = at + ".escalation[" + i + "]";
            StepInput told = input.escalation().get(i);
            Duration after =
                    checks.duration(
                            step + ".after", told.after(), null, Duration.ofMinutes(1), MONTH);
            if (i > 0 && after.compareTo(before) <= 0) {
                checks.say(step + ".after", "must be more than that of the step before");
            }
            if (told.channels().isEmpty()) {
                checks.say(step + ".channels", "must not be empty");
            }
            known(step + ".channels", told.channels());
            steps.add(new Route.Step(after, told.channels()));
            before = after;
        }
        return new Route(
                name,
                match(at, input.match(), input.except()),
                input.goesOn() != null && input.goesOn(),
                input.channels(),
                input.groupBy(),
                checks.duration(
                        at + ".groupWait", input.groupWait(), Route.GROUP_WAIT, Duration.ZERO, DAY),
                checks.duration(
                        at + ".groupInterval",
                        input.groupInterval(),
                        Route.GROUP_INTERVAL,
                        Duration.ofSeconds(10),
                        DAY),
                checks.duration(
                        at + ".repeatInterval",
                        input.repeatInterval(),
                        Route.REPEAT_INTERVAL,
                        Duration.ofMinutes(1),
                        MONTH),
                input.muteTimes(),
                steps);
    }

    private Inhibition inhibition(String at, InhibitionInput input) {
        checks.labels(at + ".equal", input.equal());
        return new Inhibition(
                checks.name(at, input.name()),
                side(at + ".source", input.source()),
                side(at + ".target", input.target()),
                input.equal());
    }

    private Match side(String at, @Nullable MatchInput input) {
        if (input == null || input.match().isEmpty() && input.except().isEmpty()) {
            checks.say(at, "must say which alerts");
            return Match.ALL;
        }
        return match(at, input.match(), input.except());
    }

    private Match match(
            String at, Map<String, List<String>> match, Map<String, List<String>> except) {
        values(at + ".match", match);
        values(at + ".except", except);
        return new Match(match, except);
    }

    private void values(String at, Map<String, List<String>> labels) {
        checks.labels(at, List.copyOf(labels.keySet()));
        for (Map.Entry<String, List<String>> label : labels.entrySet()) {
            List<String> values = label.getValue();
            if (values.isEmpty() || values.size() > MAX_VALUES) {
                checks.say(at + "." + label.getKey(), "must be 1 to " + MAX_VALUES + " values");
            } else if (values.stream().anyMatch(it -> it.length() > AlertLabels.MAX_VALUE_CHARS)) {
                checks.say(
                        at + "." + label.getKey(),
                        "must be texts of at most " + AlertLabels.MAX_VALUE_CHARS + " characters");
            }
        }
    }

    private MuteTime mute(String at, MuteInput input) {
        List<MuteTime.Weekly> weekly = new ArrayList<>();
        checks.atMost(at + ".weekly", input.weekly(), MAX_SPANS);
        for (WeeklyInput hours : input.weekly()) {
            Set<DayOfWeek> days =
                    hours.days().isEmpty()
                            ? EnumSet.allOf(DayOfWeek.class)
                            : EnumSet.copyOf(hours.days());
            weekly.add(
                    new MuteTime.Weekly(
                            days,
                            checks.time(at + ".weekly.from", hours.from()),
                            checks.time(at + ".weekly.to", hours.to())));
        }
        List<MuteTime.Span> spans = new ArrayList<>();
        checks.atMost(at + ".dates", input.dates(), MAX_SPANS);
        for (RoutesInput.DatesInput dates : input.dates()) {
            Instant from = checks.instant(at + ".dates.from", dates.from());
            Instant to = checks.instant(at + ".dates.to", dates.to());
            if (!to.isAfter(from)) {
                checks.say(at + ".dates.to", "must be an ISO 8601 time after from");
            }
            spans.add(new MuteTime.Span(from, to));
        }
        RoutesInput.FreezeInput goLive = input.goLive();
        MuteTime.Freeze freeze =
                goLive == null
                        ? null
                        : new MuteTime.Freeze(
                                checks.duration(
                                        at + ".goLive.before",
                                        goLive.before(),
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        MONTH),
                                checks.duration(
                                        at + ".goLive.after",
                                        goLive.after(),
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        MONTH));
        if (weekly.isEmpty() && spans.isEmpty() && freeze == null) {
            checks.say(at, "must have weekly, dates or goLive");
        }
        return new MuteTime(
                checks.name(at, input.name()),
                checks.zone(at, input.zone()),
                weekly,
                spans,
                freeze);
    }

    private void known(String at, List<UUID> named) {
        for (UUID channel : named) {
            if (!channels.contains(channel)) {
                checks.say(at, "names a channel that there is not");
            }
        }
    }
}
