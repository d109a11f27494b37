package dev.payoff.bench;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that first sends a backlog as fast as it can and then goes on at a steady rate. */
final class Feed implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final Workload workload;
    private final int perSecond;
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch filled = new CountDownLatch(1);
    private volatile boolean ended;

    Feed(String bootstrap, Workload workload, int perSecond) {
        this.workload = workload;
        this.perSecond = perSecond;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "compression.type",
                                "lz4",
                                "linger.ms",
                                "20"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Returns once the backlog lies there. */
    void start(int backlog) throws InterruptedException {
        long[] began = new long[1];
        Thread.ofPlatform()
                .daemon()
                .start(() ->
                        workload.generate(record -> {
                            long n = sent.get();
                            if (ended) {
                                return;
                            }
                            if (n == backlog) {
                                producer.flush();
                                began[0] = System.nanoTime();
                                filled.countDown();
                            } else if (n > backlog) {
                                LockSupport.parkNanos(
                                        began[0]
                                                + (n - backlog) * 1_000_000_000L / perSecond
                                                - System.nanoTime());
                            }
                            producer.send(
                                    new ProducerRecord<>(
                                            PayoffCompetitor.TOPIC, record.key(), record.value()));
                            sent.incrementAndGet();
                        }));
        filled.await();
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        ended = true;
        producer.close();
    }
}
