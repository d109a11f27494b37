/**
 * Measurements out of CSV files of any make. {@link dev.payoff.connector.csv.CsvFormat} finds out
 * how a file is written, {@link dev.payoff.connector.csv.CsvRows} reads it row by row, {@link
 * dev.payoff.connector.csv.CsvConnector} judges the rows as the stream will and hands them over in
 * batches, {@link dev.payoff.connector.csv.CsvResource} takes uploads.
 */
@NullMarked
package dev.payoff.connector.csv;

import org.jspecify.annotations.NullMarked;
