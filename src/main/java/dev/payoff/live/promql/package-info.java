/**
 * The part of PromQL that is answered, and nothing that reads or writes: text to {@link
 * dev.payoff.live.promql.Expr} by {@link dev.payoff.live.promql.Parser}, and an expression over the
 * series that its selectors found, by {@link dev.payoff.live.promql.Evaluator}. Numbers are
 * decimals, a moment without a sample is null.
 *
 * <p>Language: <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">Prometheus:
 * querying basics</a>. What is answered of it, and what differs, is told in docs/manual/grafana.md.
 */
@NullMarked
package dev.payoff.live.promql;

import org.jspecify.annotations.NullMarked;
