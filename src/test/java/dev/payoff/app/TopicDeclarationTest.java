package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicDeclarationTest {

    @Test
    void isReadFromTheFileThatAnOperatorApplies() {
        TopicDeclaration monitoring = TopicDeclaration.of(Topics.MONITORING);

        assertThat(monitoring.name()).isEqualTo("payoff.measurements.monitoring.v1");
        assertThat(monitoring.partitions()).isEqualTo(12);
        assertThat(monitoring.replication()).isEqualTo((short) 3);
        assertThat(monitoring.config())
                .containsEntry("retention.ms", "604800000")
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    @Test
    void aTopicWithoutAFileIsABrokenBuild() {
        assertThatThrownBy(() -> TopicDeclaration.of("payoff.nothing.v1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("payoff.nothing.v1.yaml");
    }

    @Test
    void fewerCopiesLowerTheNumberThatMustBeInSync() {
        TopicDeclaration declared = TopicDeclaration.of(Topics.BUSINESS);

        assertThat(declared.withReplication((short) 1).config())
                .containsEntry("min.insync.replicas", "1");
        assertThat(declared.withReplication((short) 2).config())
                .containsEntry("min.insync.replicas", "1");
        assertThat(declared.withReplication((short) 3).config())
                .containsEntry("min.insync.replicas", "2");
        assertThat(declared.withReplication((short) 5).config())
                .containsEntry("min.insync.replicas", "2");
        assertThat(declared.config()).containsEntry("min.insync.replicas", "2");
    }

    @Test
    void whatDiffersIsNamedWithBothSides() {
        TopicDeclaration declared = TopicDeclaration.of(Topics.ALERTS);
        Map<String, String> config = new HashMap<>(declared.config());
        config.put("retention.ms", "3600000");
        config.remove("segment.ms");

        assertThat(
                        TopicFinding.compare(
                                declared, new TopicDeclaration.Actual(1, 2, Map.copyOf(config))))
                .isEqualTo(
                        new TopicFinding.Differs(
                                Topics.ALERTS,
                                List.of(
                                        "partitions is 1, declared 3",
                                        "replication is 2, declared 3",
                                        "retention.ms is 3600000, declared 2592000000",
                                        "segment.ms is not set, declared 86400000")));
    }

    @Test
    void settingsThatNobodyDeclaredMayBeAnything() {
        TopicDeclaration declared = TopicDeclaration.of(Topics.ALERTS);
        Map<String, String> config = new HashMap<>(declared.config());
        config.put("unclean.leader.election.enable", "true");

        assertThat(TopicFinding.compare(declared, new TopicDeclaration.Actual(3, 3, config)))
                .isEqualTo(new TopicFinding.AsDeclared(Topics.ALERTS));
    }
}
