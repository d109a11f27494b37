package dev.payoff.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What the stream counts: consumed = valid + duplicate + rejected, by topic; and what went
 * otherwise than planned, with a reason.
 */
@ApplicationScoped
class StreamMeters {

    private final MeterRegistry registry;

    @Inject
    StreamMeters(MeterRegistry registry, PartitionClaims claims) {
        this.registry = registry;
        registry.gauge("payoff.stream.partitions", claims, PartitionClaims::held);
        registry.gauge("payoff.stream.halted", claims, each -> each.halted().size());
    }

    void committed(Flush flush) {
        flush.tallies()
                .forEach((at, tally) -> {
                    count(at.topic(), "valid", tally.valid());
                    count(at.topic(), "duplicate", tally.duplicate());
                    count(at.topic(), "rejected", tally.rejected());
                });
        flush.rejections.forEach(rejection ->
                registry.counter("payoff.stream.rejected", "code", rejection.code().name())
                        .increment());
        registry.summary("payoff.stream.batch.records").record(flush.batch.records().size());
    }

    private void count(String topic, String outcome, long records) {
        registry.counter("payoff.stream.records", "topic", topic, "outcome", outcome)
                .increment(records);
    }

    void retried(Throwable failure) {
        String reason =
                failure instanceof PgException pg
                        ? "sqlstate-" + pg.getSqlState()
                        : failure.getClass().getSimpleName();
        registry.counter("payoff.stream.retries", "reason", reason).increment();
    }

    void fenced(int records) {
        registry.counter("payoff.stream.fenced").increment(records);
    }
}
