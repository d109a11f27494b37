package dev.payoff.docs;

import java.util.List;

/** Lines of a block that start the launcher or read what it left; a test does not run those. */
final class Launcher {

    /** Whether a line is the launcher's. */
    static boolean is(String line) {
        return line.startsWith("./payoff ") || line.equals(". .payoff/demo.env");
    }

    /** The calls of the launcher in a block. */
    static List<String> calls(String commands) {
        return commands.lines().filter(it -> it.startsWith("./payoff ")).toList();
    }

    /** The block without them. */
    static String without(String commands) {
        return String.join("\n", commands.lines().filter(it -> !is(it)).toList()).strip();
    }

    private Launcher() {}
}
