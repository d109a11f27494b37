package dev.payoff.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./payoff faults}: runs the faults, or one of them, and prints what was found: {@code
 * [--seed N] [--fault F3,F10] [--minutes M] [--instances N] [--records N]}.
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
}
