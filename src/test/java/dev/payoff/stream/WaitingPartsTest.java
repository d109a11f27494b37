package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What several polls brought is one commit, unless there is a hole between them. */
class WaitingPartsTest {

    private static final LogPosition A = new LogPosition("topic", 0);
    private static final LogPosition B = new LogPosition("topic", 1);

    private final WaitingParts waiting = new WaitingParts();

    static Batch.Item item(LogPosition at, long offset) {
        return new Batch.Item(
                at,
                offset,
                null,
                new byte[0],
                new Decoded.Refused(RejectCode.MALFORMED_JSON, "Not read here."));
    }

    private void add(LogPosition at, long first, long last) {
        waiting.add(
                new WaitingParts.Part(
                        at,
                        LongStream.rangeClosed(first, last)
                                .mapToObj(offset -> item(at, offset))
                                .toList()));
    }

    private List<String> taken() {
        return waiting.take().stream()
                .map(part -> {
                    assertThat(part.items().stream().map(Batch.Item::offset)).isSorted();
                    return part.at().partition() + ": " + part.first() + " to " + part.last();
                })
                .toList();
    }

    @Test
    void pollsThatFollowOnAreOnePart() {
        add(A, 10, 12);
        add(B, 5, 5);
        add(A, 13, 20);
        assertThat(waiting.records()).isEqualTo(12);
        assertThat(taken()).containsExactly("0: 10 to 20", "1: 5 to 5");
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.records()).isZero();
    }

    @Test
    void behindAHoleOneWaitsForTheNextCommit() {
        add(A, 10, 12);
        add(A, 20, 25);
        add(A, 26, 27);
        add(B, 1, 2);
        assertThat(taken()).containsExactly("0: 10 to 12", "1: 1 to 2");
        assertThat(waiting.records()).isEqualTo(8);
        assertThat(taken()).containsExactly("0: 20 to 27");
        assertThat(taken()).isEmpty();
    }

    @Test
    void whatIsReadAgainIsNotTakenForWhatFollowsOn() {
        add(A, 10, 12);
        add(A, 10, 14);
        assertThat(taken()).containsExactly("0: 10 to 12");
        assertThat(taken()).containsExactly("0: 10 to 14");
    }
}
