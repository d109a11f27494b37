/**
 * Measurements out of CSV files of any make. {@link dev.payoff.connector.csv.CsvResource} takes
 * uploads; how a file is written is found out by {@link dev.payoff.connector.CsvText}, what its
 * columns are and what becomes of its rows is the same for all tables: {@link
 * dev.payoff.connector.MeasurementFiles}.
 */
@NullMarked
package dev.payoff.connector.csv;

import org.jspecify.annotations.NullMarked;
