package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.app.Topics;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaTopicsTest {

    private static final Path FOLDER = Path.of("kafka-topics");
    private static final List<String> ALL =
            Stream.concat(Topics.MEASUREMENTS.stream(), Stream.of(Topics.REJECTED, Topics.ALERTS))
                    .sorted()
                    .toList();

    static List<String> topics() {
        return ALL;
    }

    @Test
    void thereIsOneFileForEachTopicAndTheListNamesThemAll() {
        List<String> expected = ALL.stream().map(it -> it + ".yaml").toList();
        assertThat(Yaml.in(FOLDER))
                .extracting(it -> it.getFileName().toString())
                .filteredOn(it -> !it.equals("kustomization.yaml"))
                .containsExactlyElementsOf(expected);
        assertThat(Yaml.document(FOLDER.resolve("kustomization.yaml")).get("resources"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void strimziUnderstandsTheFile(String topic) {
        JsonNode document = Yaml.document(FOLDER.resolve(topic + ".yaml"));
        KafkaTopic declared = Yaml.as(document, KafkaTopic.class);

        assertThat(document.get("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
        assertThat(declared.getMetadata().getName()).isEqualTo(topic);
        assertThat(declared.getMetadata().getLabels()).containsKey("strimzi.io/cluster");
        assertThat(declared.getSpec().getPartitions()).isBetween(1, 50);
        assertThat(declared.getSpec().getReplicas()).isEqualTo(3);
        assertThat(declared.getMetadata().getAnnotations())
                .containsKeys("payoff/key", "payoff/owner", "payoff/sample", "payoff/sample-key");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void brokersTakeEachSetting(String topic) {
        Map<String, Object> config =
                Yaml.as(Yaml.document(FOLDER.resolve(topic + ".yaml")), KafkaTopic.class)
                        .getSpec()
                        .getConfig();
        java.util.Properties settings = new java.util.Properties();
        config.forEach((key, value) -> settings.put(key, value.toString()));
        LogConfig.validate(settings);

        assertThat(config)
                .as("retention counts from arrival, whatever a producer says")
                .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")
                .containsKeys(
                        TopicConfig.RETENTION_MS_CONFIG, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        assertThat(Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).toString()))
                .as("a stream that stands still over a long weekend must lose nothing")
                .isGreaterThanOrEqualTo(7L * 24 * 3600 * 1000);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theSampleIsARecordOfTheTopic(String topic) throws Exception {
        Map<String, String> notes =
                Yaml.as(Yaml.document(FOLDER.resolve(topic + ".yaml")), KafkaTopic.class)
                        .getMetadata()
                        .getAnnotations();
        JsonNode sample = new ObjectMapper().readTree(notes.get("payoff/sample"));
        String key = notes.get("payoff/sample-key");

        if (sample.has("metric")) {
            assertThat(key)
                    .isEqualTo(sample.get("tenant").asText() + "/" + sample.get("metric").asText());
            assertThat(sample.get("value").isNumber()).isTrue();
            assertThat(OffsetDateTime.parse(sample.get("observedAt").asText())).isNotNull();
        } else if (sample.has("amount")) {
            assertThat(key)
                    .isEqualTo(
                            sample.get("tenant").asText() + "/" + sample.get("project").asText());
            assertThat(sample.get("amount").isNumber()).isTrue();
            assertThat(sample.get("currency").asText()).matches("[A-Z]{3}");
        } else if (sample.has("alerts")) {
            assertThat(sample.get("version").asText()).isEqualTo("4");
            assertThat(sample.get("groupKey").asText()).contains("/" + key + "/");
        } else {
            assertThat(sample.get("tenant").asText()).isEqualTo(key);
            assertThat(sample.get("code").asText()).matches("[A-Z_]+");
        }
    }
}
