package dev.payoff.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./payoff faults}: runs the faults, or some of them, and prints what was found: {@code
 * [--seed N] [--fault F3,F10] [--minutes M] [--instances N]}; with minutes it goes on to a full run
 * (see {@link Agenda}); or {@code --variants [WORDS]}: runs the wrong variants, or those with these
 * words in their name.
 */
final class FaultsMain {

    /** How many records one world holds at most, more or less. */
    private static final long MOST_RECORDS = 300_000;

    /** No round begins when less time is left. */
    private static final Duration A_ROUND = Duration.ofSeconds(30);

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
        int size = Integer.parseInt(options.getOrDefault("instances", "3"));
        boolean full = wanted.contains("");
        Agenda agenda = new Agenda(faults, full && end != null ? Agenda.Aims.FULL : null);
        List<Round> rounds = new ArrayList<>();
        Summary summary = new Summary(seed);
        for (int world = 0; !isOver(agenda, end); world++) {
            world(new Laboratory(seed + world, size, List.of()), agenda, end, rounds, summary);
        }
        System.out.println(Round.table(rounds));
        if (!agenda.notReached().isEmpty()) {
            System.out.println("Not reached in this time:");
            agenda.notReached()
                    .forEach(fault -> System.out.println("- " + fault.id() + " " + fault.name()));
        }
        System.out.println(summary);
        System.out.println(summary.totals(rounds));
        System.exit(rounds.stream().allMatch(Round::isClean) ? 0 : 1);
    }

    /**
     * Rounds in one laboratory, until it knows so many records that counting them anew takes long,
     * or something went wrong: nobody knows what state it is in then.
     */
    private static void world(
            Laboratory made, Agenda agenda, Instant end, List<Round> rounds, Summary summary)
            throws Exception {
        try (Laboratory lab = made) {
            FaultRun run = new FaultRun(lab);
            Summary.World here = summary.enter(lab);
            while (!isOver(agenda, end) && run.canGoOn() && here.records() < MOST_RECORDS) {
                run.round(agenda.next(summary.done()));
            }
            if (run.canGoOn()) {
                run.round(Fault.theEnd());
            }
            rounds.addAll(run.rounds());
            summary.leave(lab, run.rounds());
        }
    }

    private static boolean isOver(Agenda agenda, Instant end) {
        return end == null ? agenda.isThrough() : Instant.now().plus(A_ROUND).isAfter(end);
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
