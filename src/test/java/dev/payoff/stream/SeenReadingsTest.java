package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which readings are looked up before they are stored. */
class SeenReadingsTest {

    private static final int ENOUGH_TO_FORGET = 1_200_000;
    private static final MetricDef METRIC = Given.metric(new UUID(9, 9));

    private static List<Candidate> batch(int from, int to) {
        List<Candidate> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(candidate(i, 0));
        }
        return batch;
    }

    private static Candidate candidate(int event, int revision) {
        WireRecord.Reading reading = Given.reading("e" + event, revision, "1", Given.START);
        return new Candidate(METRIC, reading, new UUID(event, ~event), 0, event);
    }

    private static SeenReadings trusting() {
        SeenReadings seen = new SeenReadings();
        while (!seen.isTrusting()) {
            seen.inQuestion(List.of());
        }
        return seen;
    }

    @Test
    void afterAStartEverythingIsLookedUp() {
        assertThat(new SeenReadings().inQuestion(batch(0, 10))).hasSize(10);
    }

    @Test
    void whatIsNewIsNotLookedUpAndWhatComesAgainIs() {
        SeenReadings seen = trusting();
        assertThat(seen.inQuestion(batch(0, 1_000))).isEmpty();
        assertThat(seen.inQuestion(batch(990, 1_010)))
                .containsExactlyElementsOf(
                        batch(990, 1_000).stream().map(Candidate::identity).toList());
    }

    @Test
    void whatComesTwiceInOneBatchIsLookedUp() {
        List<Candidate> twice = List.of(candidate(1, 0), candidate(1, 0));
        assertThat(trusting().inQuestion(twice)).hasSize(1);
    }

    @Test
    void aHigherRevisionIsAlwaysLookedUp() {
        assertThat(trusting().inQuestion(List.of(candidate(1, 1)))).hasSize(1);
    }

    @Test
    void oneEventOfTwoMetricsIsTwoReadings() {
        SeenReadings seen = trusting();
        Candidate other =
                new Candidate(
                        Given.metric(new UUID(8, 8)),
                        candidate(1, 0).wire(),
                        candidate(1, 0).eventKey(),
                        0,
                        1);
        assertThat(seen.inQuestion(List.of(candidate(1, 0), other))).isEmpty();
    }

    @Test
    void afterASurpriseEverythingIsLookedUpForAWhile() {
        SeenReadings seen = trusting();
        seen.surprised();
        assertThat(seen.isTrusting()).isFalse();
        assertThat(seen.inQuestion(batch(0, 10))).hasSize(10);
    }

    @Test
    void whatLiesFarBackIsForgotten() {
        SeenReadings seen = trusting();
        for (int i = 0; i < ENOUGH_TO_FORGET; i += 10_000) {
            seen.inQuestion(batch(i, i + 10_000));
        }
        assertThat(seen.inQuestion(batch(0, 10))).isEmpty();
        assertThat(seen.inQuestion(batch(ENOUGH_TO_FORGET - 10, ENOUGH_TO_FORGET))).hasSize(10);
    }
}
