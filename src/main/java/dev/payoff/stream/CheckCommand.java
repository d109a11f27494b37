package dev.payoff.stream;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code payoff check}: plays contract tests for benefits. Exit code 0: all hold; 1: some do not,
 * each difference is told; 2: a file could not be read or is no contract.
 */
public final class CheckCommand {

    private static final String USAGE =
            """
            Usage: payoff check FILE.yaml ...

            Plays each contract on Payoff's own arithmetic and alert machine, without servers, and
            compares; of a folder, every .yaml in it.
            """;

    /** The most differences of one file that are shown. */
    private static final int MAX_SHOWN = 20;

    private CheckCommand() {}

    /** Runs and ends the process. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0 || args[0].startsWith("-")) {
            err.print(USAGE);
            return 2;
        }
        int code = 0;
        for (String arg : args) {
            try {
                for (Path file : files(Path.of(arg))) {
                    code = Math.max(code, check(file, out, err));
                }
            } catch (IOException e) {
                err.println(arg + " cannot be read: " + e.getMessage());
                code = 2;
            }
        }
        return code;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return new ArrayList<>(
                    inside.filter(it -> it.toString().endsWith(".yaml")).sorted().toList());
        }
    }

    private static int check(Path file, PrintStream out, PrintStream err) throws IOException {
        try {
            Contract contract = ContractReader.read(Files.readString(file));
            ContractCheck.Result result = ContractCheck.check(contract);
            if (result.differences().isEmpty()) {
                out.println(
                        "ok    "
                                + file
                                + ": "
                                + contract.name()
                                + " ("
                                + result.compared()
                                + " compared)");
                return 0;
            }
            out.println("FAIL  " + file + ": " + contract.name());
            result.differences().stream().limit(MAX_SHOWN).forEach(it -> out.println("  " + it));
            if (result.differences().size() > MAX_SHOWN) {
                out.println("  and " + (result.differences().size() - MAX_SHOWN) + " more");
            }
            return 1;
        } catch (ContractFault e) {
            err.println(file + ": " + e.sentence());
            return 2;
        }
    }
}
