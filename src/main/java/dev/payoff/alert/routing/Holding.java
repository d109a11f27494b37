package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Decision.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What keeps an alert from being told now.
 *
 * @param ends whether it keeps back the end as well
 */
record Holding(Verdict verdict, String reason, boolean ends) {

    /** The first that applies. */
    static Optional<Holding> of(
            Routing routing,
            List<Inhibition.InForce> inhibitions,
            Route route,
            Group group,
            Grouper.World world,
            Alert alert,
            Instant now) {
        return alert.fires() && !routing.takes(route, group.labels(), alert, world.everyChannel())
                ? held(Verdict.LEFT, "the route takes it no more", false)
                : of(routing, inhibitions, route, world, alert, now);
    }

    /** The first that applies to an alert that the route takes. */
    static Optional<Holding> of(
            Routing routing,
            List<Inhibition.InForce> inhibitions,
            Route route,
            Grouper.World world,
            Alert alert,
            Instant now) {
        for (MuteTime mute : routing.muteTimes()) {
            Optional<Instant> until =
                    route.mutes().contains(mute.name())
                            ? mute.until(alert, world.zone(), now)
                            : Optional.empty();
            if (until.isPresent()) {
                return held(
                        Verdict.MUTED,
                        "the route is muted by " + mute.name() + ", until " + until.get(),
                        true);
            }
        }
        for (Inhibition.InForce inhibition : inhibitions) {
            Optional<Alert> source = inhibition.by(alert);
            if (source.isPresent()) {
                return held(
                        Verdict.INHIBITED,
                        "inhibited by the alert "
                                + source.get().id()
                                + " ("
                                + source.get().label("alertname")
                                + "), by the inhibition "
                                + inhibition.inhibition().name(),
                        true);
            }
        }
        if (alert.silence() != null) {
            return held(Verdict.SILENCED, "silenced: " + alert.silence(), true);
        }
        if (alert.acknowledgedBy() != null) {
            return held(Verdict.ACKNOWLEDGED, "acknowledged by " + alert.acknowledgedBy(), false);
        }
        Instant snoozed = alert.snoozedUntil();
        return snoozed != null && snoozed.isAfter(now)
                ? held(Verdict.SNOOZED, "snoozed until " + snoozed, false)
                : Optional.empty();
    }

    private static Optional<Holding> held(Verdict verdict, String reason, boolean ends) {
        return Optional.of(new Holding(verdict, reason, ends));
    }
}
