package dev.payoff.portfolio;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Terms that figures are computed by, in one of their versions.
 *
 * @param version 0 is the first; what is built in has no other
 * @param knownFrom when it was told; null for what is built in
 * @param terms as told
 */
public record Kept<T>(
        String key, int version, @Nullable Instant knownFrom, boolean builtIn, T terms) {}
