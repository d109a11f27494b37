package dev.payoff.connector;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The five DORA measures of one repository and environment, worked out from facts; pure.
 *
 * <ul>
 *   <li>Change lead time: from the commit to its first successful deployment, in hours; one reading
 *       for each commit. A commit that merged a pull request counts the pull request's whole cycle.
 *   <li>Deployment frequency: 1 for each deployment that succeeded; add them up.
 *   <li>Change fail rate: 0 or 100 for each finished deployment; their mean is the rate. A
 *       deployment failed when its system says so, or when an incident was opened while it was the
 *       newest one. Distinct failed deployments are counted, not incidents, so the rate stays
 *       within 0 and 100.
 *   <li>Recovery time: hours from a failed deployment to the next successful one; for an incident,
 *       from its opening to its closing.
 *   <li>Deployment rework rate: 0 or 100 for each finished deployment; their mean is the rate. A
 *       deployment is rework where something was broken in its environment when it finished: a
 *       deployment before it had failed and none had succeeded since, or an incident was open and
 *       none had succeeded since it was opened.
 * </ul>
 *
 * <p>Definitions: dora.dev/guides/dora-metrics (five since 2024). Spans are whole minutes, rounded
 * up, and spans of zero or less do not count, as Apache DevLake and Four Keys have it. Medians are
 * for whoever reads the readings.
 */
final class Dora {

    /** What is measured; the name is the last part of a series name. */
    enum Measure {
        CHANGE_LEAD_TIME("change_lead_time"),
        DEPLOYMENT_FREQUENCY("deployment_frequency"),
        CHANGE_FAIL_RATE("change_fail_rate"),
        RECOVERY_TIME("recovery_time"),
        DEPLOYMENT_REWORK_RATE("deployment_rework_rate");

        private final String series;

        Measure(String series) {
            this.series = series;
        }

        String series() {
            return series;
        }

        static String names() {
            return Arrays.stream(values()).map(Measure::series).collect(Collectors.joining(", "));
        }

        static @Nullable Measure of(String series) {
            for (Measure measure : values()) {
                if (measure.series.equals(series)) {
                    return measure;
                }
            }
            return null;
        }
    }

    /**
     * A commit that a deployment brought.
     *
     * @param pull the pull request that it merged, or null
     */
    record Change(String sha, Instant committed, @Nullable Pull pull) {}

    /**
     * A merged pull request.
     *
     * @param firstCommit of its branch; null where it is not known
     */
    record Pull(@Nullable Instant firstCommit, Instant created, Instant merged) {}

    /**
     * A finished deployment.
     *
     * @param id GitHub's
     * @param succeeded when it first succeeded, or null
     * @param failed when it first failed, or null; both are told where it failed after a success
     * @param changes the commits that no earlier successful deployment brought
     */
    record Deployment(
            String id,
            @Nullable Instant succeeded,
            @Nullable Instant failed,
            List<Change> changes) {

        Instant finished() {
            if (succeeded == null) {
                if (failed == null) {
                    throw new IllegalArgumentException("Deployment " + id + " is not finished.");
                }
                return failed;
            }
            return failed != null && failed.isBefore(succeeded) ? failed : succeeded;
        }
    }

    /** An issue that tells of an incident. */
    record Incident(long issue, Instant opened, @Nullable Instant closed) {}

    /**
     * One reading.
     *
     * @param fact names the fact within repository, environment and measure; never changes
     * @param value hours, 1, or 0 or 100
     */
    record Reading(Measure measure, String fact, Instant at, BigDecimal value) {}

    private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);
    private static final int HOUR_DIGITS = 9;
    private static final BigDecimal FAILED = BigDecimal.valueOf(100);
    private static final BigDecimal UNPLANNED = BigDecimal.valueOf(100);

    private Dora() {}

    /** All readings of one repository and environment, in the order of the deployments. */
    static List<Reading> readings(List<Deployment> deployments, List<Incident> incidents) {
        List<Deployment> ordered =
                deployments.stream()
                        .sorted(
                                Comparator.comparing(Deployment::finished)
                                        .thenComparing(Deployment::id))
                        .toList();
        Set<String> failed = new HashSet<>();
        ordered.stream().filter(d -> d.failed() != null).map(Deployment::id).forEach(failed::add);
        List<Reading> readings = new ArrayList<>();
        for (Incident incident : incidents) {
            Deployment blamed = newestBefore(ordered, incident.opened());
            if (blamed != null) {
                failed.add(blamed.id());
                BigDecimal hours = hours(minutes(incident.opened(), incident.closed()));
                if (incident.closed() != null && hours != null) {
                    readings.add(
                            new Reading(
                                    Measure.RECOVERY_TIME,
                                    "i" + incident.issue(),
                                    incident.closed(),
                                    hours));
                }
            }
        }
        for (Deployment deployment : ordered) {
            readings.add(
                    new Reading(
                            Measure.CHANGE_FAIL_RATE,
                            deployment.id(),
                            deployment.finished(),
                            failed.contains(deployment.id()) ? FAILED : BigDecimal.ZERO));
            readings.add(
                    new Reading(
                            Measure.DEPLOYMENT_REWORK_RATE,
                            deployment.id(),
                            deployment.finished(),
                            isRework(deployment, ordered, incidents)
                                    ? UNPLANNED
                                    : BigDecimal.ZERO));
            Instant succeeded = deployment.succeeded();
            if (succeeded != null) {
                readings.add(
                        new Reading(
                                Measure.DEPLOYMENT_FREQUENCY,
                                deployment.id(),
                                succeeded,
                                BigDecimal.ONE));
                leadTimes(deployment, succeeded, readings);
            }
            if (deployment.failed() != null) {
                recovery(deployment, deployment.failed(), ordered, readings);
            }
        }
        return readings;
    }

    /** Whether something was broken when a deployment finished, and nothing had mended it. */
    private static boolean isRework(
            Deployment deployment, List<Deployment> ordered, List<Incident> incidents) {
        Instant finished = deployment.finished();
        Instant mended =
                ordered.stream()
                        .map(Deployment::succeeded)
                        .filter(at -> at != null && at.isBefore(finished))
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN);
        return Stream.concat(
                        ordered.stream().map(Deployment::failed),
                        incidents.stream()
                                .filter(i -> i.closed() == null || !i.closed().isBefore(finished))
                                .map(Incident::opened))
                .anyMatch(at -> at != null && at.isBefore(finished) && !at.isBefore(mended));
    }

    private static void leadTimes(Deployment deployment, Instant succeeded, List<Reading> into) {
        for (Change change : deployment.changes()) {
            Pull pull = change.pull();
            BigDecimal hours =
                    hours(
                            pull == null
                                    ? minutes(change.committed(), succeeded)
                                    : cycle(
                                            pull.firstCommit(),
                                            pull.created(),
                                            pull.merged(),
                                            succeeded));
            if (hours != null) {
                into.add(new Reading(Measure.CHANGE_LEAD_TIME, change.sha(), succeeded, hours));
            }
        }
    }

    private static void recovery(
            Deployment broken, Instant failed, List<Deployment> ordered, List<Reading> into) {
        Instant recovered = null;
        for (Deployment later : ordered) {
            Instant succeeded = later.succeeded();
            if (succeeded != null
                    && succeeded.isAfter(failed)
                    && (recovered == null || succeeded.isBefore(recovered))) {
                recovered = succeeded;
            }
        }
        BigDecimal hours = hours(minutes(failed, recovered));
        if (recovered != null && hours != null) {
            into.add(new Reading(Measure.RECOVERY_TIME, broken.id(), recovered, hours));
        }
    }

    private static @Nullable Deployment newestBefore(List<Deployment> ordered, Instant opened) {
        Deployment newest = null;
        for (Deployment deployment : ordered) {
            Instant succeeded = deployment.succeeded();
            if (succeeded != null
                    && !succeeded.isAfter(opened)
                    && (newest == null || !succeeded.isBefore(newest.finished()))) {
                newest = deployment;
            }
        }
        return newest;
    }

    /**
     * A pull request's cycle in minutes: coding (first commit to creation), review (creation to
     * merge) and deployment (merge to deployed), each rounded up, each left out where it is unknown
     * or negative; null where the whole comes to nothing.
     */
    static @Nullable Long cycle(
            @Nullable Instant firstCommit,
            Instant created,
            Instant merged,
            @Nullable Instant deployed) {
        Long coding = minutes(firstCommit, created);
        Long review = minutes(created, merged);
        Long deployment = minutes(merged, deployed);
        long sum = 0;
        for (Long part : new Long[] {coding, review, deployment}) {
            sum += part == null ? 0 : part;
        }
        return sum == 0 ? null : sum;
    }

    /**
     * Minutes between two times, rounded up; null where one is unknown or the span is not positive.
     */
    static @Nullable Long minutes(@Nullable Instant from, @Nullable Instant to) {
        if (from == null || to == null || !to.isAfter(from)) {
            return null;
        }
        Duration span = Duration.between(from, to);
        long whole = span.toMinutes();
        return span.equals(Duration.ofMinutes(whole)) ? whole : whole + 1;
    }

    private static @Nullable BigDecimal hours(@Nullable Long minutes) {
        return minutes == null
                ? null
                : BigDecimal.valueOf(minutes)
                        .divide(MINUTES_PER_HOUR, HOUR_DIGITS, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }
}
