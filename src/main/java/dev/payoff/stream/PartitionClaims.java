package dev.payoff.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What this worker holds, and how far it has read each partition. Batches that were fetched before
 * a partition was lost or wound back still arrive; they are recognised by the offset that was
 * expected. Thread-safe: the polling thread claims, batches move.
 */
@ApplicationScoped
class PartitionClaims {

    private static final Logger LOG = Logger.getLogger(PartitionClaims.class);

    private final Map<LogPosition, Place> places = new HashMap<>();
    private final Map<LogPosition, String> halted = new HashMap<>();
    private BiConsumer<LogPosition, Long> rewind = (at, offset) -> {};
    private Consumer<List<LogPosition>> reclaim = lost -> {};

    /**
     * @param gapAt the first offset of a batch that came after a hole; null while there is none in
     *     question
     */
    private record Place(long epoch, long next, @Nullable Long gapAt) {}

    /** How the stored offsets stand to a batch whose fate is not known. */
    enum Comparison {
        UNCHANGED,
        COMMITTED,
        LOST
    }

    /** How to make the consumer read a partition from an offset again. */
    synchronized void rewindBy(BiConsumer<LogPosition, Long> how) {
        this.rewind = how;
    }

    /** How to ask for partitions again whose claim another has overtaken. */
    synchronized void reclaimBy(Consumer<List<LogPosition>> how) {
        this.reclaim = how;
    }

    synchronized void claim(LogPosition at, OffsetStore.Claim claim) {
        places.put(at, new Place(claim.epoch(), claim.nextOffset(), null));
        halted.remove(at);
    }

    /** Notes that a partition is ours but may not be read, and why; true if that is news. */
    synchronized boolean halt(LogPosition at, String why) {
        places.remove(at);
        return !why.equals(halted.put(at, why));
    }

    synchronized boolean isHalted(LogPosition at) {
        return halted.containsKey(at);
    }

    /** The partitions that stand still until a person decides, each with its reason. */
    synchronized SortedMap<LogPosition, String> halted() {
        return new TreeMap<>(halted);
    }

    synchronized void release(LogPosition at) {
        places.remove(at);
        halted.remove(at);
    }

    synchronized boolean isHeld(LogPosition at) {
        return places.containsKey(at);
    }

    /** The partitions held now. */
    synchronized int held() {
        return places.size();
    }

    /**
     * Whether a stretch of the log is the next one to commit. Empty: it is not ours any more, or
     * was committed before. A stretch that starts after a hole is read again once: if it starts
     * there again, the hole is the log's own (records that were compacted away, or marks of
     * transactions).
     */
    synchronized Optional<OffsetStore.Move> admit(LogPosition at, long first, long last) {
        Place place = places.get(at);
        if (place == null || last < place.next()) {
            return Optional.empty();
        }
        if (first > place.next() && (place.gapAt() == null || place.gapAt() != first)) {
            LOG.infof(
                    "%s/%d: expected offset %d, got %d; reading again.",
                    at.topic(), at.partition(), place.next(), first);
            places.put(at, new Place(place.epoch(), place.next(), first));
            rewind.accept(at, place.next());
            return Optional.empty();
        }
        return Optional.of(new OffsetStore.Move(place.epoch(), place.next(), last + 1));
    }

    synchronized void moved(SortedMap<LogPosition, OffsetStore.Move> moves) {
        moves.forEach((at, move) -> {
            Place place = places.get(at);
            if (place != null && place.epoch() == move.epoch()) {
                places.put(at, new Place(place.epoch(), move.next(), null));
            }
        });
    }

    /**
     * After a batch was dropped. What is still ours is read again from where it stands; what was
     * claimed over our head is given up, and asked for again, for Kafka may hold it to be ours.
     */
    synchronized void dropped(
            SortedMap<LogPosition, OffsetStore.Move> moves,
            Map<LogPosition, OffsetStore.Claim> stored) {
        List<LogPosition> lost = new ArrayList<>();
        moves.forEach((at, move) -> {
            Place place = places.get(at);
            OffsetStore.Claim claim = stored.get(at);
            if (place == null || place.epoch() != move.epoch()) {
                return;
            }
            if (claim != null && claim.epoch() == move.epoch()) {
                places.put(at, new Place(place.epoch(), claim.nextOffset(), null));
                rewind.accept(at, claim.nextOffset());
            } else {
                places.remove(at);
                lost.add(at);
            }
        });
        if (!lost.isEmpty()) {
            reclaim.accept(lost);
        }
    }

    /** Compares a batch with the stored offsets: a batch commits as a whole, or not at all. */
    Comparison compare(
            SortedMap<LogPosition, OffsetStore.Move> moves,
            Map<LogPosition, OffsetStore.Claim> stored) {
        boolean unchanged = true;
        boolean committed = true;
        for (Map.Entry<LogPosition, OffsetStore.Move> entry : moves.entrySet()) {
            OffsetStore.Claim claim = stored.get(entry.getKey());
            OffsetStore.Move move = entry.getValue();
            if (claim == null || claim.epoch() != move.epoch()) {
                return Comparison.LOST;
            }
            unchanged &= claim.nextOffset() == move.expected();
            committed &= claim.nextOffset() == move.next();
        }
        return unchanged
                ? Comparison.UNCHANGED
                : committed ? Comparison.COMMITTED : Comparison.LOST;
    }
}
