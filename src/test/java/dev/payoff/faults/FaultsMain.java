package dev.payoff.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./payoff faults}: runs the faults, or one of them, and prints what was found: {@code
 * [--seed N] [--fault F3,F10] [--minutes M] [--instances N]}; or {@code --variants
 * [WORDS]}: runs the wrong variants, or those with these words in their name.
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
        boolean clean;
        try (Laboratory lab =
                new Laboratory(
                        seed,
                        Integer.parseInt(options.getOrDefault("instances", "2")),
                        List.of())) {
            FaultRun run = new FaultRun(lab);
            boolean another = true;
            while (another) {
                for (Fault fault : faults) {
                    if (run.canGoOn() && (end == null || Instant.now().isBefore(end))) {
                        run.round(fault);
                    }
                }
                another = end != null && Instant.now().isBefore(end) && run.canGoOn();
            }
            System.out.println(Round.table(run.rounds()));
            System.out.println(Summary.of(seed, lab, run.rounds()));
            clean = run.rounds().stream().allMatch(Round::isClean);
        }
        System.exit(clean ? 0 : 1);
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
