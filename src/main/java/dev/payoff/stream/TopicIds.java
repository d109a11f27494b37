package dev.payoff.stream;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Asks the brokers for a topic's id, which tells a topic from another one made later under the same
 * name.
 */
@ApplicationScoped
class TopicIds {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> kafka;

    @Inject
    TopicIds(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.keySet().retainAll(AdminClientConfig.configNames());
        this.kafka.remove(AdminClientConfig.CLIENT_ID_CONFIG);
    }

    /**
     * The id, asked each time: partitions are assigned rarely. Blocks; called on the polling
     * thread.
     */
    String of(String topic) {
        try (Admin admin = Admin.create(kafka)) {
            TopicDescription description =
                    admin.describeTopics(Set.of(topic))
                            .allTopicNames()
                            .get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(topic);
            if (description == null) {
                throw new IllegalStateException("The brokers know no topic " + topic);
            }
            return description.topicId().toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for the id of " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The brokers did not tell the id of " + topic, e);
        }
    }
}
