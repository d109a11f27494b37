/**
 * The appraisal of a project: what its flows are worth, how sure that is, and what waiting costs.
 * Pure like all of {@code value}; chance is a seed. Formulas carry their source; what is not
 * defined is null, and says why where it is shown.
 */
@NullMarked
package dev.payoff.value.appraisal;

import org.jspecify.annotations.NullMarked;
