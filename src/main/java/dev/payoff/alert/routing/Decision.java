package dev.payoff.alert.routing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert was told or not.
 *
 * @param channel null: it holds for all channels of the route
 * @param number of the message, where there is one
 */
public record Decision(
        UUID alert,
        String route,
        @Nullable UUID groupId,
        @Nullable UUID channel,
        @Nullable Integer number,
        Verdict verdict,
        String reason) {

    /** What was decided. */
    public enum Verdict {
        /** It waits for its group. */
        WAITS,
        /** That it fires is told. */
        TOLD,
        /** It is told again. */
        REPEATED,
        /** It is told to further channels, since nobody acknowledged. */
        ESCALATED,
        /** That it is over is told. */
        ENDED,
        /** A mute time holds it back. */
        MUTED,
        /** Another alert holds it back. */
        INHIBITED,
        /** A silence holds it back. */
        SILENCED,
        /** Somebody knows of it. */
        ACKNOWLEDGED,
        /** Somebody wants to hear of it later. */
        SNOOZED,
        /** The channel wants graver ones only. */
        BELOW_SEVERITY,
        /** The channel is switched off or gone. */
        CHANNEL_OFF,
        /** The route tells nobody. */
        NOBODY,
        /** Its route was changed or removed meanwhile. */
        LEFT,
        /** It was over before anyone was told. */
        OVER,
        /** Its group holds as many as it can. */
        FULL
    }
}
