package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.stream.Classifier.Known;
import dev.payoff.stream.Classifier.Verdict;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the verdicts of a batch do to windows. */
class WindowFoldTest {

    private static final MetricDef METRIC = Given.metric(new UUID(9, 9));
    private static final Instant AT = Given.START;

    private static Candidate candidate(String event, int revision, String value, Duration after) {
        return Given.candidate(METRIC, Given.reading(event, revision, value, AT.plus(after)), 1);
    }

    @Test
    void aFreshReadingAddsToOneWindowOfEachSize() {
        WindowFold fold =
                WindowFold.of(List.of(new Verdict.Fresh(candidate("a", 0, "5", Duration.ZERO))));
        assertThat(fold.deltas().keySet())
                .extracting(WindowKey::size, WindowKey::start)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(WindowSize.MINUTE, AT),
                        org.assertj.core.groups.Tuple.tuple(WindowSize.HOUR, AT),
                        // The day of Berlin starts an hour before that of UTC.
                        org.assertj.core.groups.Tuple.tuple(
                                WindowSize.DAY, AT.minus(Duration.ofHours(1))),
                        org.assertj.core.groups.Tuple.tuple(
                                WindowSize.MONTH, WindowSize.MONTH.startOf(AT, METRIC.zone())));
        assertThat(fold.anew()).isEmpty();
        assertThat(fold.isCorrected(METRIC.id())).isFalse();
    }

    @Test
    void readingsOfOneWindowAreAddedUpBeforeTheyAreWritten() {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            verdicts.add(new Verdict.Fresh(candidate("e" + i, 0, "2", Duration.ofMinutes(i))));
        }
        WindowFold fold = WindowFold.of(verdicts);
        assertThat(fold.deltas()).hasSize(60 + 1 + 1 + 1);
        WindowAggregate hour = fold.hoursOf(METRIC.id()).get(AT);
        assertThat(hour.count()).isEqualTo(60);
        assertThat(hour.sum()).isEqualByComparingTo("120");
        assertThat(fold.counted(METRIC.id())).hasSize(60);
    }

    @Test
    void aCorrectionFoldsTheWindowsItLeavesAndThoseItEntersAnew() {
        Candidate before = candidate("a", 0, "5", Duration.ZERO);
        Candidate after = candidate("a", 1, "6", Duration.ofHours(2));
        WindowFold fold =
                WindowFold.of(
                        List.of(
                                new Verdict.Fresh(before),
                                new Verdict.Fresh(candidate("b", 0, "7", Duration.ofSeconds(1))),
                                new Verdict.Correction(after, Known.of(before))));
        assertThat(fold.isCorrected(METRIC.id())).isTrue();
        assertThat(fold.anew())
                .filteredOn(key -> key.size() == WindowSize.HOUR)
                .extracting(WindowKey::start)
                .containsExactly(AT, AT.plus(Duration.ofHours(2)));
        // What is folded anew from the stored readings must not be added to as well.
        assertThat(fold.deltas().keySet()).doesNotContainAnyElementsOf(fold.anew());
    }

    @Test
    void whatDoesNotCountChangesNoWindow() {
        Candidate candidate = candidate("a", 0, "5", Duration.ZERO);
        WindowFold fold =
                WindowFold.of(
                        List.of(
                                new Verdict.Duplicate(candidate),
                                new Verdict.Outdated(candidate),
                                new Verdict.Conflict(candidate, Known.of(candidate))));
        assertThat(fold.deltas()).isEmpty();
        assertThat(fold.anew()).isEmpty();
        assertThat(fold.metrics()).isEmpty();
    }

    @Test
    void keysAreInTheOrderInWhichPostgresqlComparesThem() {
        UUID low = UUID.fromString("7fffffff-0000-0000-0000-000000000000");
        UUID high = UUID.fromString("80000000-0000-0000-0000-000000000000");
        assertThat(low.compareTo(high)).as("Java compares signed").isPositive();
        assertThat(WindowKey.BY_BYTES.compare(low, high)).isNegative();
        assertThat(WindowKey.BY_BYTES.compare(new UUID(1, 1), new UUID(1, -1))).isNegative();
        assertThat(new WindowKey(low, WindowSize.DAY, AT))
                .isLessThan(new WindowKey(high, WindowSize.MINUTE, AT));
        assertThat(new WindowKey(low, WindowSize.MINUTE, AT.plusSeconds(60)))
                .isLessThan(new WindowKey(low, WindowSize.HOUR, AT));
    }
}
