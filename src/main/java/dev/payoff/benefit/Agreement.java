package dev.payoff.benefit;

import dev.payoff.portfolio.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Finance's word that a promise is worth what it says.
 *
 * @param promise the numbers that were agreed on; others need another agreement
 * @param by who agreed
 * @param on ISO date
 */
record Agreement(Promise promise, String by, String on, @Nullable String note) {}
