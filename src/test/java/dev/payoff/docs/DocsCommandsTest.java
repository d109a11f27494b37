package dev.payoff.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command of the documents against a started application, in the order in which a reader
 * meets them, and compares each answer with what the document shows. What is shown comes true
 * within a bounded time, as what was sent travels through Kafka first.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DocsCommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestHTTPResource("/")
    URI url;

    @TempDir Path directory;

    static List<Document> documents() {
        return Document.all().stream()
                .filter(it ->
                        it.commands().stream()
                                .anyMatch(block -> !Launcher.without(block.content()).isEmpty()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void doesWhatItSays(Document document) throws Exception {
        String address = url.toString();
        Shell shell =
                new Shell(
                        directory,
                        Map.of(
                                "PAYOFF_URL",
                                address.substring(0, address.length() - 1),
                                "PAYOFF_TOKEN",
                                StackResource.ADMIN_KEY));
        List<Document.Block> blocks = document.blocks();
        int run = 0;
        for (int i = 0; i < blocks.size(); i++) {
            Document.Block block = blocks.get(i);
            String commands = Launcher.without(block.content());
            if (!block.language().equals("sh") || commands.isEmpty()) {
                continue;
            }
            run++;
            String output = shell.run(commands);
            if (i + 1 < blocks.size() && blocks.get(i + 1).language().equals("json")) {
                String shown = blocks.get(i + 1).content();
                String place = document + ":" + block.line();
                if (changesSomething(commands)) {
                    assertThat(Shown.differences(shown, output)).as(place).isEmpty();
                } else {
                    Awaitility.await(place)
                            .atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(300))
                            .untilAsserted(() ->
                                    assertThat(Shown.differences(shown, shell.run(commands)))
                                            .as(place)
                                            .isEmpty());
                }
            }
        }
        assertThat(run).isPositive();
    }

    /** Only what changes nothing may be asked again. */
    private static boolean changesSomething(String commands) {
        return commands.contains(" -d ") || commands.contains("--data") || commands.contains(" -X");
    }
}
