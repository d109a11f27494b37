/**
 * Cloud bills in the FinOps FOCUS layout (focus.finops.org) become cost lines of projects. {@link
 * dev.payoff.connector.focus.FocusRows} reads a file row by row; {@link
 * dev.payoff.connector.focus.FocusMapping} says whose cost a row is; {@link
 * dev.payoff.connector.focus.FocusConnector} hands the lines over in batches; {@link
 * dev.payoff.connector.focus.FocusResource} takes uploads. Memory does not grow with the file but
 * for 16 bytes a row, which tell equal rows apart.
 */
@NullMarked
package dev.payoff.connector.focus;

import org.jspecify.annotations.NullMarked;
