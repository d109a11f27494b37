package dev.payoff.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller, and what their access rests on.
 *
 * @param userId the person, or null for an API key
 * @param keyId the API key, or null for a person
 * @param sessionHash the browser session that this came with or from, or null
 * @param until when this credential ends by itself, or null
 * @param how what was shown
 */
record Standing(
        Caller caller,
        @Nullable UUID userId,
        @Nullable UUID keyId,
        byte @Nullable [] sessionHash,
        @Nullable Instant until,
        How how) {

    static final String ATTRIBUTE = "payoff.standing";

    enum How {
        TOKEN,
        KEY,
        SESSION,
        TICKET
    }
}
