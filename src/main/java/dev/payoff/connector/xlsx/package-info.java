/**
 * Measurements out of workbooks (Office Open XML, ECMA-376). {@link
 * dev.payoff.connector.xlsx.XlsxResource} takes uploads, {@link
 * dev.payoff.connector.xlsx.XlsxWorkbook} finds the sheet and refuses what a file of measurements
 * has no need of, {@link dev.payoff.connector.xlsx.XlsxSheet} reads a sheet line by line; what its
 * columns are and what becomes of its rows is the same for all tables: {@link
 * dev.payoff.connector.MeasurementFiles}.
 */
@NullMarked
package dev.payoff.connector.xlsx;

import org.jspecify.annotations.NullMarked;
