package dev.payoff.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the blocks of a document as a reader would, one after the other: variables of one are there
 * in the next. Any command that fails fails its block, and so does an HTTP answer of 400 or more.
 */
final class Shell {

    private static final int LONGEST_SECONDS = 60;
    private static final String STRICT =
            """
            set -aeuo pipefail
            curl() { command curl --fail-with-body "$@"; }
            """;

    private final Path directory;
    private final Map<String, String> variables;

    Shell(Path directory, Map<String, String> variables) {
        this.directory = directory;
        this.variables = new HashMap<>(variables);
    }

    /** Runs commands and gives what they wrote. */
    String run(String commands) throws IOException, InterruptedException {
        Path state = directory.resolve("variables");
        Path out = directory.resolve("out");
        Path script =
                Files.writeString(
                        directory.resolve("block.sh"),
                        STRICT + commands + "\nenv -0 > '" + state + "'\n");
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString());
        bash.directory(directory.toFile());
        bash.environment().putAll(variables);
        bash.redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = bash.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(out);
        assertThat(process.waitFor()).as("exit of%n%s%n%s", commands, output).isZero();
        for (String variable : Files.readString(state, StandardCharsets.UTF_8).split("\0")) {
            int equals = variable.indexOf('=');
            if (equals > 0 && !variable.startsWith("BASH_FUNC_")) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return output;
    }
}
