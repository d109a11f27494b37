/**
 * Labour: hours by role and project, times a rate. {@link dev.payoff.connector.hr.HrResource} takes
 * CSV files, {@link dev.payoff.connector.hr.HrConnector} asks a system for the same by a mapping,
 * {@link dev.payoff.connector.hr.HrTable} reads either, {@link dev.payoff.connector.hr.Labour} adds
 * up. Nobody's name is read unless the connection says so.
 */
@NullMarked
package dev.payoff.connector.hr;

import org.jspecify.annotations.NullMarked;
