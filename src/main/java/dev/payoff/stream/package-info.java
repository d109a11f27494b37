/**
 * Kafka to PostgreSQL, exactly once. A batch is decoded, validated, folded into windows, valued and
 * watched, and commits together with the offsets that it was read from; the relay then numbers and
 * publishes what goes out.
 */
@NullMarked
package dev.payoff.stream;

import org.jspecify.annotations.NullMarked;
