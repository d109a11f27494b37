package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.stream.Classifier.Known;
import dev.payoff.stream.Classifier.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Counted once, corrected by the higher revision, in any order and however the log is cut. */
class ClassifierTest {

    private static final MetricDef METRIC = Given.metric(new UUID(9, 9));
    private static final Instant AT = Given.START;

    private static Candidate candidate(String event, int revision, String value, long offset) {
        return Given.candidate(METRIC, Given.reading(event, revision, value, AT), offset);
    }

    /** As the store keeps what a batch said: every new revision. */
    private static void store(Map<Candidate.Identity, List<Known>> stored, List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Fresh _, Verdict.Correction _, Verdict.Outdated _ ->
                        stored.computeIfAbsent(
                                        verdict.candidate().identity(), id -> new ArrayList<>())
                                .add(Known.of(verdict.candidate()));
                case Verdict.Duplicate _, Verdict.Conflict _, Verdict.TooLate _ -> {}
            }
        }
    }

    private static List<Verdict> classify(List<Candidate> candidates, int... cuts) {
        Map<Candidate.Identity, List<Known>> stored = new HashMap<>();
        List<Verdict> all = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? candidates.size() : cuts[i];
            List<Verdict> verdicts =
                    Classifier.classify(candidates.subList(from, to), stored, null, Gate.EARLIEST);
            store(stored, verdicts);
            all.addAll(verdicts);
            from = to;
        }
        return all;
    }

    private static String names(List<Verdict> verdicts) {
        StringBuilder names = new StringBuilder();
        verdicts.forEach(v -> names.append(v.getClass().getSimpleName().charAt(0)));
        return names.toString();
    }

    @Test
    void theFirstIsFreshAndTheSameAgainIsADuplicate() {
        List<Candidate> log = List.of(candidate("e", 0, "1", 0), candidate("e", 0, "1.0", 1));
        assertThat(classify(log))
                .hasExactlyElementsOfTypes(Verdict.Fresh.class, Verdict.Duplicate.class);
        assertThat(classify(log, 1))
                .hasExactlyElementsOfTypes(Verdict.Fresh.class, Verdict.Duplicate.class);
    }

    @Test
    void theSameRevisionWithAnotherBodyContradictsTheFirst() {
        Verdict verdict =
                classify(List.of(candidate("e", 0, "1", 0), candidate("e", 0, "2", 1))).getLast();
        assertThat(verdict).isInstanceOf(Verdict.Conflict.class);
        assertThat(((Verdict.Conflict) verdict).before().value()).isEqualByComparingTo("1");
    }

    @Test
    void timeNoteAndConfidenceBelongToTheBody() {
        WireRecord.Reading r = Given.reading("e", 0, "1", AT);
        WireRecord.Reading later = Given.reading("e", 0, "1", AT.plusSeconds(1));
        WireRecord.Reading noted =
                new WireRecord.Reading(
                        "acme", r.metric(), r.value(), AT, "e", 0, null, "note", "test", null);
        WireRecord.Reading unsure =
                new WireRecord.Reading(
                        "acme",
                        r.metric(),
                        r.value(),
                        AT,
                        "e",
                        0,
                        new java.math.BigDecimal("0.5"),
                        null,
                        "test",
                        null);
        for (WireRecord.Reading other : List.of(later, noted, unsure)) {
            assertThat(
                            names(
                                    classify(
                                            List.of(
                                                    Given.candidate(METRIC, r, 0),
                                                    Given.candidate(METRIC, other, 1)))))
                    .isEqualTo("FC");
        }
    }

    @Test
    void aHigherRevisionCorrectsWhicheverCountedBefore() {
        List<Verdict> verdicts =
                classify(
                        List.of(
                                candidate("e", 0, "1", 0),
                                candidate("e", 2, "3", 1),
                                candidate("e", 5, "4", 2)));
        assertThat(verdicts)
                .hasExactlyElementsOfTypes(
                        Verdict.Fresh.class, Verdict.Correction.class, Verdict.Correction.class);
        assertThat(((Verdict.Correction) verdicts.get(2)).replaced().revision()).isEqualTo(2);
    }

    @Test
    void aLowerRevisionThatComesLaterIsKeptButDoesNotCount() {
        assertThat(classify(List.of(candidate("e", 2, "3", 0), candidate("e", 1, "2", 1))))
                .hasExactlyElementsOfTypes(Verdict.Fresh.class, Verdict.Outdated.class);
    }

    @Test
    void readingsOfOtherMetricsAreOtherReadings() {
        MetricDef other = Given.metric(new UUID(9, 10));
        WireRecord.Reading r = Given.reading("e", 0, "1", AT);
        assertThat(
                        names(
                                classify(
                                        List.of(
                                                Given.candidate(METRIC, r, 0),
                                                Given.candidate(other, r, 1)))))
                .isEqualTo("FF");
    }

    @Test
    void howTheLogIsCutIntoBatchesChangesNoVerdict() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            List<Candidate> log = new ArrayList<>();
            int size = 2 + random.nextInt(30);
            for (int i = 0; i < size; i++) {
                log.add(
                        candidate(
                                "e" + random.nextInt(4),
                                random.nextInt(3),
                                Integer.toString(random.nextInt(2)),
                                i));
            }
            int[] cuts = random.ints(random.nextInt(size), 0, size + 1).sorted().toArray();
            assertThat(classify(log, cuts)).isEqualTo(classify(log));
        }
    }

    @Test
    void whichReadingsCountInTheEndDoesNotDependOnTheOrderOfArrival() {
        Random random = new Random(43);
        for (int round = 0; round < 300; round++) {
            List<Candidate> log = new ArrayList<>();
            for (int event = 0; event < 4; event++) {
                for (int revision = 0; revision <= random.nextInt(4); revision++) {
                    log.add(candidate("e" + event, revision, "1" + event + revision, log.size()));
                }
            }
            Map<String, String> inOrder = counting(classify(log));
            java.util.Collections.shuffle(log, random);
            assertThat(counting(classify(log, random.nextInt(log.size())))).isEqualTo(inOrder);
        }
    }

    private static Map<String, String> counting(List<Verdict> verdicts) {
        Map<String, String> values = new HashMap<>();
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Fresh(Candidate c) ->
                        values.put(c.wire().eventId(), c.wire().value().toString());
                case Verdict.Correction(Candidate c, Known replaced) -> {
                    assertThat(values.get(c.wire().eventId()))
                            .isEqualTo(replaced.value().toString());
                    values.put(c.wire().eventId(), c.wire().value().toString());
                }
                case Verdict.Outdated _,
                        Verdict.Duplicate _,
                        Verdict.Conflict _,
                        Verdict.TooLate _ -> {}
            }
        }
        return values;
    }

    @Test
    void whatIsOlderThanIsAcceptedIsNotCorrectedAnyMore() {
        Instant acceptedFrom = AT.plusSeconds(60);
        Candidate old = candidate("e", 1, "1", 0);
        Map<Candidate.Identity, List<Known>> stored =
                Map.of(
                        old.identity(),
                        List.of(
                                new Known(
                                        0,
                                        new java.math.BigDecimal(5),
                                        acceptedFrom,
                                        null,
                                        null,
                                        0,
                                        0),
                                new Known(1, null, AT, null, null, 0, 0)));
        List<Candidate> candidates = new ArrayList<>();
        for (int revision : new int[] {0, 0, 1, 2}) {
            int offset = candidates.size();
            candidates.add(
                    Given.candidate(
                            METRIC,
                            Given.reading("e", revision, offset == 0 ? "5" : "6", acceptedFrom),
                            offset));
        }
        assertThat(names(Classifier.classify(candidates, stored, null, acceptedFrom)))
                .isEqualTo("DTTT");
    }
}
