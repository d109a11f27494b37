/**
 * The other ways from the same topic to the same rows, each a process of its own: a raw loop that
 * only folds, a floor, a statement a record, Kafka Streams, Flink.
 */
package dev.payoff.bench.peer;
