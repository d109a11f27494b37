package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Jobs one after the other, and what waiting for each until it is done costs. By descending CD3 the
 * sum is the least of all orders (W. E. Smith, 1956).
 *
 * @param steps the jobs in their order
 * @param total the sum of what they cost in delay
 */
public record DelayPlan(List<Step> steps, BigDecimal total) {

    /**
     * Work to be done.
     *
     * @param key what it is called
     * @param costOfDelay money lost per unit of time until it is done
     * @param duration how long it takes, in the same unit, above 0
     */
    public record Job(String key, BigDecimal costOfDelay, BigDecimal duration) {

        /** Refuses a job that takes no time. */
        public Job {
            if (duration.signum() <= 0) {
                throw new IllegalArgumentException("A job takes time: " + key);
            }
        }

        BigDecimal cd3() {
            return Objects.requireNonNull(Priority.cd3(costOfDelay, duration));
        }
    }

    /**
     * A job in its place.
     *
     * @param cd3 its cost of delay / duration
     * @param doneAfter when it is done
     * @param delayCost its cost of delay · doneAfter
     */
    public record Step(Job job, BigDecimal cd3, BigDecimal doneAfter, BigDecimal delayCost) {}

    /** Keeps an own copy. */
    public DelayPlan {
        steps = List.copyOf(steps);
    }

    /** The jobs in the order that costs least; those of equal CD3 by key. */
    public static DelayPlan cheapest(List<Job> jobs) {
        return inOrder(
                jobs.stream()
                        .sorted(Comparator.comparing(Job::cd3).reversed().thenComparing(Job::key))
                        .toList());
    }

    /** The jobs in this order. */
    public static DelayPlan inOrder(List<Job> jobs) {
        List<Step> steps = new ArrayList<>(jobs.size());
        BigDecimal elapsed = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (Job job : jobs) {
            elapsed = elapsed.add(job.duration());
            BigDecimal cost = job.costOfDelay().multiply(elapsed);
            total = total.add(cost);
            steps.add(new Step(job, job.cd3(), Decimals.plain(elapsed), Decimals.plain(cost)));
        }
        return new DelayPlan(steps, Decimals.plain(total));
    }
}
