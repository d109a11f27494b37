package dev.payoff.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the topics are there before anything subscribes: creates what is missing where it
 * may, and says what differs where it may not. Never alters a topic.
 *
 * <p>Asks on a thread of its own, while the rest starts. Before the channels subscribe the start of
 * the application waits for it, on the main thread and for a bounded time; without brokers the
 * application starts all the same (people can still read), and the asking goes on until they are
 * there.
 */
@ApplicationScoped
public class TopicSetup {

    /** Before the others that start, so that the brokers are asked while they ask the database. */
    private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE + 50;

    /**
     * After those, and before the messaging channels subscribe, at {@link
     * Interceptor.Priority#LIBRARY_BEFORE}.
     */
    private static final int BEFORE_CHANNELS = Interceptor.Priority.PLATFORM_BEFORE + 900;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);

    private final Map<String, Object> kafka;
    private final boolean create;
    private final Duration startupWait;
    private final List<TopicDeclaration> declarations;
    private final CompletableFuture<List<TopicFinding>> settled = new CompletableFuture<>();
    private @Nullable Thread worker;

    /**
     * @param kafka how to reach the brokers: the {@code kafka.*} settings
     * @param create whether missing topics are created
     * @param startupWait how long the start of the application waits at most
     * @param partitions instead of the partitions that the files declare
     * @param replication instead of the replication that the files declare
     */
    @Inject
    public TopicSetup(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "payoff.kafka.manage-topics", defaultValue = "true")
                    boolean create,
            @ConfigProperty(name = "payoff.kafka.startup-wait", defaultValue = "PT20S")
                    Duration startupWait,
            @ConfigProperty(name = "payoff.kafka.partitions") Optional<Integer> partitions,
            @ConfigProperty(name = "payoff.kafka.replication") Optional<Short> replication) {
        this.kafka = kafka;
        this.create = create;
        this.startupWait = startupWait;
        this.declarations =
                Stream.concat(
                                Topics.MEASUREMENTS.stream(),
                                Stream.of(Topics.REJECTED, Topics.ALERTS))
                        .map(TopicDeclaration::of)
                        .map(it -> partitions.map(it::withPartitions).orElse(it))
                        .map(it -> replication.map(it::withReplication).orElse(it))
                        .toList();
    }

    /**
     * Completes once each topic is there, or is known to be missing for good; what was found stands
     * in the log.
     */
    public Uni<Void> ready() {
        return Uni.createFrom().completionStage(settled).replaceWithVoid();
    }

    /** What was found, once it is known; for tests. */
    CompletableFuture<List<TopicFinding>> findings() {
        return settled.copy();
    }

    void start(@Observes @Priority(FIRST) StartupEvent started) {
        worker = Thread.ofVirtual().name("topic-setup").start(this::settleInTime);
    }

    void waitForBrokers(@Observes @Priority(BEFORE_CHANNELS) StartupEvent started) {
        try {
            settled.get(startupWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.errorf(
                    "Kafka did not answer within %s; starting without it and trying on. Are the"
                            + " brokers at %s up, and may this machine reach them"
                            + " (payoff.kafka.bootstrap)?",
                    startupWait, kafka.get("bootstrap.servers"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics could not be looked at.", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void settleInTime() {
        Duration pause = FIRST_PAUSE;
        while (!settled.isDone()) {
            try (TopicAdmin admin = new TopicAdmin(kafka)) {
                List<TopicFinding> findings = admin.settle(declarations, create);
                findings.forEach(this::report);
                settled.complete(findings);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf(
                        "Topics not settled yet, trying again in %s: %s",
                        pause, e.getCause() == null ? e : e.getCause());
                pause = sleepThenDouble(pause);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                settled.cancel(false);
            } catch (RuntimeException e) {
                // A setting that no client can be made of: trying again would not mend it.
                settled.completeExceptionally(e);
            }
        }
    }

    private Duration sleepThenDouble(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            settled.cancel(false);
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void report(TopicFinding finding) {
        String remedy = "Apply kafka-topics/" + finding.topic() + ".yaml, or create it by hand.";
        switch (finding) {
            case TopicFinding.AsDeclared(String topic) ->
                    LOG.debugf("Topic %s is as declared", topic);
            case TopicFinding.Created(String topic) -> LOG.infof("Topic %s created", topic);
            case TopicFinding.Differs(String topic, List<String> differences) ->
                    LOG.warnf(
                            "Topic %s is not as declared and is left as it is: %s",
                            topic, String.join("; ", differences));
            case TopicFinding.Missing(String topic) ->
                    LOG.errorf(
                            "Topic %s is missing and payoff.kafka.manage-topics is false. %s",
                            topic, remedy);
            case TopicFinding.Refused(String topic, String reason) ->
                    LOG.errorf("The brokers refuse topic %s (%s). %s", topic, reason, remedy);
        }
    }
}
