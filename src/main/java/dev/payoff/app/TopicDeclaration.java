package dev.payoff.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How a topic should be, as its file under {@code kafka-topics/} says.
 *
 * @param name the topic
 * @param partitions how many partitions it is created with, at least 1
 * @param replication how many brokers keep each partition, at least 1
 * @param config settings passed to the broker as they stand, in the file's order
 */
record TopicDeclaration(
        String name, int partitions, short replication, SequencedMap<String, String> config) {

    private static final String MIN_IN_SYNC = "min.insync.replicas";
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * The declaration of a topic, from the resources of this application.
     *
     * @throws IllegalStateException if the topic has no file, or one that cannot be read: the build
     *     is broken then, not the installation
     */
    static TopicDeclaration of(String topic) {
        String resource = "/kafka-topics/" + topic + ".yaml";
        try (InputStream in = TopicDeclaration.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("This build lacks " + resource);
            }
            JsonNode document = YAML.readTree(in);
            JsonNode spec = document.path("spec");
            SequencedMap<String, String> config = new LinkedHashMap<>();
            spec.path("config")
                    .properties()
                    .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
            return new TopicDeclaration(
                    document.path("metadata").path("name").asText(),
                    spec.path("partitions").asInt(),
                    (short) spec.path("replicas").asInt(),
                    config);
        } catch (IOException e) {
            throw new IllegalStateException("Not a topic declaration: " + resource, e);
        }
    }

    /** The same with other partitions. */
    TopicDeclaration withPartitions(int other) {
        return new TopicDeclaration(name, other, replication, config);
    }

    /**
     * The same with other replication. {@code min.insync.replicas} is lowered where it would not
     * leave one broker to lose (for a single copy: where it would refuse every write).
     */
    TopicDeclaration withReplication(short other) {
        SequencedMap<String, String> fitting = new LinkedHashMap<>(config);
        int most = Math.max(1, other - 1);
        fitting.computeIfPresent(
                MIN_IN_SYNC, (_, declared) -> "" + Math.min(Integer.parseInt(declared), most));
        return new TopicDeclaration(name, partitions, other, fitting);
    }

    /** What of an existing topic matters here; see {@link TopicFinding#compare}. */
    record Actual(int partitions, int replication, Map<String, String> config) {}
}
