package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Dockerfile as a list of instructions; enough to catch what would not build or run. */
class DockerfileTest {

    private static final Set<String> KNOWN =
            Set.of(
                    "FROM",
                    "ARG",
                    "LABEL",
                    "WORKDIR",
                    "COPY",
                    "USER",
                    "EXPOSE",
                    "ENV",
                    "RUN",
                    "ENTRYPOINT");
    private static final List<Instruction> INSTRUCTIONS = read();

    record Instruction(String name, String rest) {}

    @Test
    void instructionsAreKnownAndTheBaseIsPinned() {
        assertThat(INSTRUCTIONS).extracting(Instruction::name).isSubsetOf(KNOWN);
        assertThat(INSTRUCTIONS.getFirst().rest()).matches("eclipse-temurin:25-jre-[a-z]+");
        assertThat(rests("FROM")).hasSize(1);
    }

    @Test
    void itRunsAsANumberedUserThatIsNotRoot() {
        assertThat(rests("USER")).singleElement().asString().matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
        List<String> names = INSTRUCTIONS.stream().map(Instruction::name).toList();
        assertThat(names.indexOf("USER"))
                .as("files are copied as root, so that the process cannot alter them")
                .isGreaterThan(names.lastIndexOf("COPY"));
    }

    @Test
    void everythingThatQuarkusBuildsIsCopied() {
        assertThat(rests("COPY"))
                .containsExactlyInAnyOrder(
                        "target/quarkus-app/lib/ lib/",
                        "target/quarkus-app/quarkus/ quarkus/",
                        "target/quarkus-app/quarkus-run.jar ./",
                        "target/quarkus-app/app/ app/");
        assertThat(rests("ENTRYPOINT"))
                .singleElement()
                .asString()
                .startsWith("[\"java\"")
                .endsWith("\"quarkus-run.jar\"]");
    }

    @Test
    void theContextHoldsNothingElse() throws IOException {
        assertThat(Files.readAllLines(Path.of("docker/Dockerfile.dockerignore")))
                .containsExactly("*", "!target/quarkus-app");
    }

    @Test
    void itIsLabelled() {
        assertThat(String.join(" ", rests("LABEL")))
                .contains(
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.revision",
                        "org.opencontainers.image.licenses=\"MIT\"");
    }

    private static List<String> rests(String name) {
        return INSTRUCTIONS.stream()
                .filter(it -> it.name().equals(name))
                .map(Instruction::rest)
                .toList();
    }

    private static List<Instruction> read() {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        try {
            for (String part : Files.readAllLines(Path.of("docker/Dockerfile"))) {
                if (part.isBlank() || part.startsWith("#")) {
                    continue;
                }
                boolean continued = part.endsWith("\\");
                line.append(continued ? part.substring(0, part.length() - 1) : part);
                if (!continued) {
                    int space = line.indexOf(" ");
                    instructions.add(
                            new Instruction(
                                    line.substring(0, space), line.substring(space + 1).strip()));
                    line.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(line).as("the last instruction is complete").isEmpty();
        return instructions;
    }
}
