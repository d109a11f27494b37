package dev.payoff.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./payoff faults}: runs the faults, or one of them, and prints what was found: {@code
 * [--seed N] [--fault F3,F10] [--minutes M] [--instances N]}; or {@code --variants [WORDS]}: runs
 * the wrong variants, or those with these words in their name.
 */
final class FaultsMain {

    private FaultsMain() {}

    /** Exit code 1 tells that something did not hold. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].replaceFirst("^--", "");
            boolean flag = i + 1 == args.length || args[i + 1].startsWith("--");
            options.put(name, flag ? "" : args[++i]);
        }
        long seed = Long.parseLong(options.getOrDefault("seed", Long.toString(System.nanoTime())));
        Instant end =
                options.containsKey("minutes")
                        ? Instant.now()
                                .plus(Duration.ofMinutes(Long.parseLong(options.get("minutes"))))
                        : null;
        List<String> wanted = List.of(options.getOrDefault("fault", "").split(","));
        List<Fault> faults =
                Fault.all().stream()
                        .filter(fault -> wanted.contains("") || wanted.contains(fault.id()))
                        .toList();
        System.out.println("The seed is " + seed);
        if (options.containsKey("variants")) {
            System.exit(variants(options.get("variants"), seed) ? 0 : 1);
        }
        int size = Integer.parseInt(options.getOrDefault("instances", "2"));
        List<Round> rounds = new ArrayList<>();
        Summary summary = new Summary(seed);
        Deque<Fault> left = new ArrayDeque<>(faults);
        // After trouble nobody knows what state a world is in, so the next fault gets a new one.
        for (int world = 0; !left.isEmpty() && isBefore(end); world++) {
            try (Laboratory lab = new Laboratory(seed + world, size, List.of())) {
                FaultRun run = new FaultRun(lab);
                while (!left.isEmpty() && isBefore(end) && run.canGoOn()) {
                    run.round(left.removeFirst());
                    if (left.isEmpty() && end != null) {
                        left.addAll(faults);
                    }
                }
                rounds.addAll(run.rounds());
                summary.add(lab, run.rounds());
            }
        }
        System.out.println(Round.table(rounds));
        System.out.println(summary);
        System.exit(rounds.stream().allMatch(Round::isClean) ? 0 : 1);
    }

    private static boolean isBefore(Instant end) {
        return end == null || Instant.now().isBefore(end);
    }

    private static boolean variants(String named, long seed) throws Exception {
        List<Variants.Caught> caught = new ArrayList<>();
        for (Variants.Variant variant : Variants.all()) {
            if (variant.name().contains(named)) {
                caught.add(Variants.run(variant, seed));
                Variants.Caught last = caught.getLast();
                System.out.println((last.caught() ? "caught: " : "MISSED: ") + variant.name());
            }
        }
        System.out.println("\n| wrong variant | caught by |\n|---|---|");
        for (Variants.Caught each : caught) {
            System.out.println(
                    "| "
                            + each.variant().name()
                            + " | "
                            + (each.caught() ? "" : "**missed**: ")
                            + each.by().replace('|', '/')
                            + " |");
        }
        long missed = caught.stream().filter(each -> !each.caught()).count();
        System.out.printf("%n%d of %d caught%n", caught.size() - missed, caught.size());
        return missed == 0;
    }
}
