package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which stretches of the log a worker may commit. */
class PartitionClaimsTest {

    private static final LogPosition P0 = new LogPosition("t", 0);
    private static final LogPosition P1 = new LogPosition("t", 1);

    private final PartitionClaims claims = new PartitionClaims();
    private final List<String> rewound = new ArrayList<>();
    private final List<LogPosition> reclaimed = new ArrayList<>();

    @BeforeEach
    void prepare() {
        claims.rewindBy((at, offset) -> rewound.add(at.partition() + "@" + offset));
        claims.reclaimBy(reclaimed::addAll);
        claims.claim(P0, new OffsetStore.Claim(10, 7, "id"));
    }

    private static SortedMap<LogPosition, OffsetStore.Move> moves(
            LogPosition at, OffsetStore.Move move) {
        return new TreeMap<>(Map.of(at, move));
    }

    @Test
    void theNextStretchIsAdmittedUnderTheClaimsEpoch() {
        assertThat(claims.admit(P0, 10, 19)).contains(new OffsetStore.Move(7, 10, 20));
        claims.moved(moves(P0, new OffsetStore.Move(7, 10, 20)));
        assertThat(claims.admit(P0, 20, 20)).contains(new OffsetStore.Move(7, 20, 21));
    }

    @Test
    void nothingIsAdmittedOfAPartitionThatIsNotHeld() {
        assertThat(claims.admit(P1, 0, 5)).isEmpty();
        claims.release(P0);
        assertThat(claims.admit(P0, 10, 19)).isEmpty();
        assertThat(claims.held()).isZero();
    }

    @Test
    void aBatchFetchedBeforeAndCommittedSinceIsPassedOver() {
        assertThat(claims.admit(P0, 3, 9)).isEmpty();
        assertThat(rewound).isEmpty();
    }

    @Test
    void ofABatchThatOverlapsOnlyTheRestMoves() {
        assertThat(claims.admit(P0, 5, 12)).contains(new OffsetStore.Move(7, 10, 13));
    }

    @Test
    void aHoleIsReadAgainOnceAndThenIsTheLogsOwn() {
        assertThat(claims.admit(P0, 15, 19)).isEmpty();
        assertThat(rewound).containsExactly("0@10");
        assertThat(claims.admit(P0, 15, 19)).contains(new OffsetStore.Move(7, 10, 20));
        assertThat(rewound).containsExactly("0@10");
    }

    @Test
    void staleBatchesAfterAHoleDoNotPassForTheLogsOwnHole() {
        assertThat(claims.admit(P0, 15, 19)).isEmpty();
        assertThat(claims.admit(P0, 20, 29)).isEmpty();
        assertThat(rewound).containsExactly("0@10", "0@10");
        assertThat(claims.admit(P0, 10, 19)).contains(new OffsetStore.Move(7, 10, 20));
    }

    @Test
    void aMoveUnderAnOlderEpochChangesNothing() {
        claims.claim(P0, new OffsetStore.Claim(12, 8, "id"));
        claims.moved(moves(P0, new OffsetStore.Move(7, 10, 20)));
        assertThat(claims.admit(P0, 12, 12)).contains(new OffsetStore.Move(8, 12, 13));
    }

    @Test
    void theStoredOffsetsTellWhatBecameOfABatch() {
        SortedMap<LogPosition, OffsetStore.Move> batch =
                new TreeMap<>(
                        Map.of(
                                P0, new OffsetStore.Move(7, 10, 20),
                                P1, new OffsetStore.Move(3, 0, 5)));
        assertThat(claims.compare(batch, stored(10, 7, 0, 3)))
                .isEqualTo(PartitionClaims.Comparison.UNCHANGED);
        assertThat(claims.compare(batch, stored(20, 7, 5, 3)))
                .isEqualTo(PartitionClaims.Comparison.COMMITTED);
        assertThat(claims.compare(batch, stored(10, 8, 0, 3)))
                .isEqualTo(PartitionClaims.Comparison.LOST);
        assertThat(claims.compare(batch, stored(20, 7, 0, 3)))
                .isEqualTo(PartitionClaims.Comparison.LOST);
        assertThat(claims.compare(batch, Map.of())).isEqualTo(PartitionClaims.Comparison.LOST);
    }

    private static Map<LogPosition, OffsetStore.Claim> stored(
            long next0, long epoch0, long next1, long epoch1) {
        return Map.of(
                P0, new OffsetStore.Claim(next0, epoch0, "id"),
                P1, new OffsetStore.Claim(next1, epoch1, "id"));
    }

    @Test
    void afterADroppedBatchWhatIsStillOursIsReadAgainAndTheRestAskedFor() {
        claims.claim(P1, new OffsetStore.Claim(0, 3, "id"));
        SortedMap<LogPosition, OffsetStore.Move> batch =
                new TreeMap<>(
                        Map.of(
                                P0, new OffsetStore.Move(7, 10, 20),
                                P1, new OffsetStore.Move(3, 0, 5)));
        claims.dropped(batch, stored(10, 7, 4, 9));
        assertThat(rewound).containsExactly("0@10");
        assertThat(reclaimed).containsExactly(P1);
        assertThat(claims.isHeld(P1)).isFalse();
        assertThat(claims.admit(P0, 10, 19)).contains(new OffsetStore.Move(7, 10, 20));
    }

    @Test
    void aClaimMadeAnewMeanwhileIsNotGivenUp() {
        claims.claim(P0, new OffsetStore.Claim(10, 9, "id"));
        claims.dropped(moves(P0, new OffsetStore.Move(7, 10, 20)), stored(10, 9, 0, 3));
        assertThat(claims.isHeld(P0)).isTrue();
        assertThat(reclaimed).isEmpty();
    }

    @Test
    void aHaltedPartitionIsNotHeldAndSaysWhyUntilItIsClaimedOrReleased() {
        assertThat(claims.halt(P0, "a hole")).isTrue();
        assertThat(claims.halt(P0, "a hole")).as("news the second time").isFalse();
        assertThat(claims.halt(P0, "another hole")).isTrue();
        assertThat(claims.admit(P0, 10, 19)).isEmpty();
        assertThat(claims.halted()).containsExactly(Map.entry(P0, "another hole"));
        claims.claim(P0, new OffsetStore.Claim(10, 8, "id"));
        assertThat(claims.halted()).isEmpty();
        claims.halt(P1, "a hole");
        claims.release(P1);
        assertThat(claims.halted()).isEmpty();
    }

    @Test
    void aPartitionIsReadOnOnlyInTheTopicThatWasReadAndWhereNothingIsMissing() {
        OffsetStore.Claim claim = new OffsetStore.Claim(10, 7, "id");
        assertThat(PartitionOwnership.hole(claim, "id", 0, 10)).isEmpty();
        assertThat(PartitionOwnership.hole(claim, "id", 10, 10)).isEmpty();
        assertThat(PartitionOwnership.hole(claim, "new", 0, 10).orElse("")).contains("made anew");
        assertThat(PartitionOwnership.hole(claim, "id", 11, 20).orElse(""))
                .contains("from offset 10 on are gone");
        assertThat(PartitionOwnership.hole(claim, "id", 0, 9).orElse("")).contains("ends at 9");
    }
}
