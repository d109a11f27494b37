package dev.payoff.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The short run: two instances are killed, halted, frozen, and lose answers to their commits and
 * all of Redis, and nothing shows it afterwards. The same again by {@code -Dpayoff.faults.seed=};
 * the long run is {@code ./payoff faults}.
 */
class FaultsIT {

    private static final List<String> SHORT = List.of("F1", "F2", "F3", "F10", "F15");
    private static final String CHEAPEST_VARIANT = "sums in doubles";

    private final long seed = Long.getLong("payoff.faults.seed", System.nanoTime());

    @Test
    void whateverGoesWrong_nothingIsLostAndNothingCountsTwice() throws Exception {
        System.setProperty("payoff.faults.points", "3");
        System.out.println("The seed is " + seed);
        FaultRun run;
        Summary summary = new Summary(seed);
        try (Laboratory lab = new Laboratory(seed, 2, List.of())) {
            run = new FaultRun(lab);
            for (Fault fault : Fault.all()) {
                if (SHORT.contains(fault.id()) && run.canGoOn()) {
                    run.round(fault);
                }
            }
            summary.add(lab, run.rounds());
        }
        System.out.println(Round.table(run.rounds()));
        System.out.println(summary);
        SoftAssertions holds = new SoftAssertions();
        holds.assertThat(run.rounds()).as("faults that were made").hasSize(SHORT.size());
        for (Round round : run.rounds()) {
            String what = round.fault().id() + " " + round.fault().name();
            holds.assertThat(round.trouble()).as(what).isNull();
            if (round.findings() != null) {
                holds.assertThat(round.findings().all().stream().limit(20)).as(what).isEmpty();
                holds.assertThat(round.findings().records()).as(what).isPositive();
                holds.assertThat(round.findings().windows()).as(what).isPositive();
            }
        }
        holds.assertAll();
        Verifier.Findings last = run.rounds().getLast().findings();
        assertThat(last.episodesFound()).isGreaterThan(3);
        assertThat(last.rejections()).isPositive();
        assertThat(last.duplicates()).isPositive();
    }

    @Test
    void aProgramThatIsWrongIsFoundOut() throws Exception {
        Variants.Variant wrong =
                Variants.all().stream()
                        .filter(variant -> variant.name().equals(CHEAPEST_VARIANT))
                        .findFirst()
                        .orElseThrow();
        Variants.Caught caught = Variants.run(wrong, seed);
        System.out.println(wrong.name() + ": " + caught.by());
        assertThat(caught.caught()).as(caught.by()).isTrue();
    }
}
