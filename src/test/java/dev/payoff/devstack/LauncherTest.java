package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the launcher says to people whose machine lacks something. */
class LauncherTest {

    @TempDir Path tools;

    record Answer(int code, String text) {}

    static Stream<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>(List.of(Path.of("payoff"), Path.of(".ci/run")));
        try (Stream<Path> parts = Files.list(Path.of("src/test/launcher"))) {
            parts.forEach(scripts::add);
        }
        return scripts.stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void isValidBash(Path script) throws Exception {
        assertThat(run(Map.of(), "bash", "-n", script.toString())).isEqualTo(new Answer(0, ""));
    }

    @Test
    void helpTellsEveryCommand() throws Exception {
        Answer answer = run(Map.of(), "./payoff", "--help");
        assertThat(answer.code()).isZero();
        assertThat(answer.text())
                .contains(
                        "payoff demo",
                        "payoff dev",
                        "payoff test",
                        "payoff faults",
                        "payoff check",
                        "payoff replay",
                        "payoff doctor")
                .contains("--port", "--no-data", "--detach", "--stop", "--reset");
    }

    @Test
    void anUnknownCommandOrOptionIsAnError() throws Exception {
        assertThat(run(Map.of(), "./payoff", "demonstrate").code()).isEqualTo(1);
        Answer option = run(Map.of(), "./payoff", "demo", "--prot", "1");
        assertThat(option.code()).isEqualTo(1);
        assertThat(option.text()).contains("demo does not know --prot");
    }

    @Test
    void withoutAJdkItSaysWhichAndWhere() throws Exception {
        Answer none =
                run(
                        Map.of("JAVA_HOME", "", "PAYOFF_JVM_DIRS", tools.toString()),
                        "./payoff",
                        "demo");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.text()).contains("No JDK of version 25 or later").contains("JAVA_HOME");
    }

    @Test
    void anOldJdkIsNoJdk() throws Exception {
        Path old = Files.createDirectories(tools.resolve("jdk-17/bin"));
        executable(old.resolve("javac"), "exit 0");
        Files.writeString(tools.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.15\"\n");
        Answer answer =
                run(
                        Map.of(
                                "JAVA_HOME",
                                old.getParent().toString(),
                                "PAYOFF_JVM_DIRS",
                                tools.toString()),
                        "./payoff",
                        "replay");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.text()).contains("No JDK of version 25 or later");
    }

    @Test
    void withoutMavenOrWithAnOldNodeItSaysSo() throws Exception {
        for (String tool : List.of("bash", "dirname", "sed", "tr", "head", "cut", "cat", "env")) {
            Files.createSymbolicLink(tools.resolve(tool), which(tool));
        }
        Map<String, String> environment = Map.of("PATH", tools.toString());
        assertThat(run(environment, "./payoff", "test").text()).contains("Maven is missing");
        executable(tools.resolve("mvn"), "exit 0");
        assertThat(run(environment, "./payoff", "test").text())
                .contains("Node.js (with npm) is missing");
        executable(tools.resolve("npm"), "exit 0");
        executable(tools.resolve("node"), "echo v18.20.4");
        Answer old = run(environment, "./payoff", "test");
        assertThat(old.code()).isEqualTo(1);
        assertThat(old.text()).contains("Node.js is 18.20.4").contains("20 or later");
    }

    private static void executable(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path which(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(dir -> Path.of(dir, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static Answer run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }
}
