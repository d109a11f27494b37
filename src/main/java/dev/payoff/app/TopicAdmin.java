package dev.payoff.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at topics and creates them. Blocks: for a thread that may. An answer of the brokers that
 * another attempt will not change becomes a {@link TopicFinding}; all else is thrown, to be tried
 * again.
 */
final class TopicAdmin implements AutoCloseable {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(15);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Admin admin;

    TopicAdmin(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("default.api.timeout.ms", (int) CALL_LIMIT.toMillis());
        settings.put("request.timeout.ms", (int) CALL_LIMIT.toMillis() / 2);
        this.admin = Admin.create(settings);
    }

    /**
     * Settles each declared topic, creating those that are missing if told to.
     *
     * @throws ExecutionException if the brokers failed in a way that may pass
     * @throws TimeoutException if they did not answer in time
     */
    List<TopicFinding> settle(Collection<TopicDeclaration> declarations, boolean create)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicFinding> findings = new ArrayList<>();
        for (TopicDeclaration declared : declarations) {
            findings.add(settle(declared, create));
        }
        return List.copyOf(findings);
    }

    private TopicFinding settle(TopicDeclaration declared, boolean create)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            Optional<TopicDeclaration.Actual> actual = look(declared.name());
            if (actual.isPresent()) {
                return TopicFinding.compare(declared, actual.get());
            }
            if (!create) {
                return new TopicFinding.Missing(declared.name());
            }
            answer(
                    admin.createTopics(
                                    List.of(
                                            new NewTopic(
                                                            declared.name(),
                                                            declared.partitions(),
                                                            declared.replication())
                                                    .configs(declared.config())))
                            .all());
            return new TopicFinding.Created(declared.name());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                // Another instance was faster; what it made is compared like any other.
                case TopicExistsException _ -> compareOrRetry(declared, e);
                // Brokers may still be on their way up; more of them would mend it.
                case InvalidReplicationFactorException _ -> throw e;
                case AuthorizationException cause -> refused(declared, cause);
                case PolicyViolationException cause -> refused(declared, cause);
                case InvalidConfigurationException cause -> refused(declared, cause);
                case null, default -> throw e;
            };
        }
    }

    private TopicFinding compareOrRetry(TopicDeclaration declared, ExecutionException raced)
            throws ExecutionException, InterruptedException, TimeoutException {
        return TopicFinding.compare(declared, look(declared.name()).orElseThrow(() -> raced));
    }

    private static TopicFinding refused(TopicDeclaration declared, Exception cause) {
        return new TopicFinding.Refused(declared.name(), String.valueOf(cause.getMessage()));
    }

    private Optional<TopicDeclaration.Actual> look(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        Collection<TopicDescription> described;
        try {
            described = answer(admin.describeTopics(List.of(topic)).allTopicNames()).values();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> config =
                answer(admin.describeConfigs(List.of(resource)).all()).values().stream()
                        .flatMap(found -> found.entries().stream())
                        .filter(entry -> entry.value() != null)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        ConfigEntry::name, ConfigEntry::value));
        return described.stream()
                .findFirst()
                .map(found ->
                        new TopicDeclaration.Actual(
                                found.partitions().size(), fewestCopies(found), config));
    }

    private static int fewestCopies(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    private static <T> T answer(KafkaFuture<T> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        return asked.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(CLOSE_LIMIT);
    }
}
