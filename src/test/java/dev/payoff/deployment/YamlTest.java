package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker itself: it must refuse what the tools would refuse or, worse, ignore. */
class YamlTest {

    @TempDir Path directory;

    @Test
    void aMisspeltFieldIsRefusedHoweverDeepItLies() throws IOException {
        Path deployment =
                written(
                        """
                        kind: Deployment
                        spec:
                          template:
                            spec:
                              containers:
                                - name: payoff
                                  livenesProbe: {}
                        """);
        assertThatThrownBy(() -> Yaml.as(Yaml.document(deployment), Deployment.class))
                .hasMessageContaining("livenesProbe");

        Path topic = written("kind: KafkaTopic\nspec:\n  partition: 12\n");
        assertThatThrownBy(() -> Yaml.as(Yaml.document(topic), KafkaTopic.class))
                .hasMessageContaining("partition");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws IOException {
        Path file = written("data:\n  a: 1\n  a: 2\n");
        assertThatThrownBy(() -> Yaml.document(file)).hasMessageContaining("uplicate");
    }

    private Path written(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "planted", ".yaml"), yaml);
    }
}
