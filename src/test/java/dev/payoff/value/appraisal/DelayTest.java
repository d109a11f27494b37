package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.assertPrinted;
import static dev.payoff.value.appraisal.Numbers.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.value.appraisal.DelayPlan.Job;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Oracles 4.7. */
class DelayTest {

    private static final Job A = new Job("A", dec("10000"), dec("4"));
    private static final Job B = new Job("B", dec("20000"), dec("10"));
    private static final Job C = new Job("C", dec("3000"), dec("1"));

    private static List<List<Job>> orders(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Job>> orders = new ArrayList<>();
        for (Job first : jobs) {
            List<Job> others = new ArrayList<>(jobs);
            others.remove(first);
            for (List<Job> rest : orders(others)) {
                List<Job> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    @Test
    void threeJobsInTheOrderThatCostsLeast() {
        DelayPlan plan = DelayPlan.cheapest(List.of(A, B, C));
        assertThat(plan.steps()).extracting(it -> it.job().key()).containsExactly("C", "A", "B");
        assertThat(plan.steps())
                .extracting(DelayPlan.Step::cd3)
                .containsExactly(dec("3000"), dec("2500"), dec("2000"));
        assertThat(plan.total()).isEqualTo(dec("353000"));
        assertThat(orders(List.of(A, B, C)).stream().map(it -> DelayPlan.inOrder(it).total()))
                .extracting(it -> it.intValueExact() / 1000)
                .containsExactlyInAnyOrder(353, 355, 365, 373, 383, 385);
    }

    @Test
    void noOrderOfAnyJobsCostsLess() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                jobs.add(
                        new Job(
                                "j" + i,
                                BigDecimal.valueOf(random.nextInt(0, 50)),
                                BigDecimal.valueOf(random.nextInt(1, 20))));
            }
            BigDecimal least =
                    orders(jobs).stream()
                            .map(it -> DelayPlan.inOrder(it).total())
                            .min(BigDecimal::compareTo)
                            .orElseThrow();
            assertThat(DelayPlan.cheapest(jobs).total()).as("seed %d", seed).isEqualTo(least);
        }
    }

    @Test
    void pointsOfSafeAreAnotherScale() {
        assertThat(Priority.wsjf(dec("8"), dec("5"), dec("3"), dec("2"))).isEqualTo(dec("8"));
        assertThat(Priority.wsjf(dec("1"), dec("1"), dec("1"), dec("0"))).isNull();
        assertThat(Priority.cd3(dec("10000"), dec("4"))).isEqualTo(dec("2500"));
    }

    @Test
    void jobsThatTakeNoTimeAreRefused() {
        assertThatThrownBy(() -> new Job("D", dec("1"), dec("0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void impactOfAnExperiment() {
        // GrowthBook, issue 210
        assertPrinted(
                Priority.impactPerYear(
                        dec(".10"), dec("5"), dec("1000"), dec(".4"), dec(".5"), dec("14")),
                "65178.57");
        // issue 4104: seven of the fourteen days were effective, so a day is worth twice as much
        assertPrinted(
                Priority.impactPerYear(
                        dec(".10"), dec("5"), dec("1000"), dec(".4"), dec(".5"), dec("7")),
                "130357.14");
        assertThat(
                        Priority.impactPerYear(
                                dec(".1"), dec("5"), dec("1"), dec("0"), dec(".5"), dec("7")))
                .isNull();
    }
}
