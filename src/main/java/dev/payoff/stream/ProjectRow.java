package dev.payoff.stream;

import java.util.UUID;

/** A project's row, as figures need it. */
record ProjectRow(
        UUID id,
        UUID tenantId,
        String tenantKey,
        String key,
        String name,
        String type,
        String currency,
        long revision) {}
