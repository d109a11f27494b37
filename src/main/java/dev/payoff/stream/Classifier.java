package dev.payoff.stream;

import dev.payoff.value.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells fresh readings from duplicates, corrections and conflicts. Pure, and indifferent to how the
 * log was cut into batches: what an earlier batch stored and what an earlier record of this batch
 * said weigh the same.
 */
final class Classifier {

    /**
     * A reading as it is known, by identity and revision.
     *
     * @param value null where the reading itself is older than is kept
     */
    record Known(
            int revision,
            @Nullable BigDecimal value,
            Instant observedAt,
            @Nullable BigDecimal confidence,
            @Nullable String note,
            int partition,
            long offset) {

        static Known of(Candidate c) {
            WireRecord.Reading wire = c.wire();
            return new Known(
                    wire.revision(),
                    wire.value(),
                    wire.observedAt(),
                    wire.confidence(),
                    wire.note(),
                    c.partition(),
                    c.offset());
        }

        boolean sameBody(Known other) {
            return observedAt.equals(other.observedAt)
                    && value != null
                    && other.value != null
                    && value.compareTo(other.value) == 0
                    && Objects.equals(note, other.note)
                    && (confidence == null || other.confidence == null
                            ? confidence == other.confidence
                            : confidence.compareTo(other.confidence) == 0);
        }

        Reading reading() {
            return new Reading(
                    observedAt, Objects.requireNonNull(value), confidence, partition, offset);
        }
    }

    /** What a candidate turned out to be. */
    sealed interface Verdict {

        Candidate candidate();

        /** Counts, and is the first of its identity. */
        record Fresh(Candidate candidate) implements Verdict {}

        /** Counts instead of a lower revision. */
        record Correction(Candidate candidate, Known replaced) implements Verdict {}

        /** Is kept, but a higher revision is known already. */
        record Outdated(Candidate candidate) implements Verdict {}

        /** The same again. */
        record Duplicate(Candidate candidate) implements Verdict {}

        /** Contradicts what the same revision said before. */
        record Conflict(Candidate candidate, Known before) implements Verdict {}

        /**
         * Would correct a reading that is older than is accepted: what it counted in cannot be
         * folded anew.
         */
        record TooLate(Candidate candidate, Known before) implements Verdict {}
    }

    private Classifier() {}

    /**
     * @param candidates in the order of the log
     * @param stored what the database holds of their identities
     * @param inQuestion those that may be stored or come more than once; the others are fresh. Null
     *     where any may.
     * @param acceptedFrom no candidate was observed before; what is stored may have been
     */
    static List<Verdict> classify(
            List<Candidate> candidates,
            Map<Candidate.Identity, ? extends List<Known>> stored,
            @Nullable Set<Candidate.Identity> inQuestion,
            Instant acceptedFrom) {
        Map<Candidate.Identity, TreeMap<Integer, Known>> known = HashMap.newHashMap(stored.size());
        stored.forEach((identity, rows) -> {
            TreeMap<Integer, Known> byRevision = new TreeMap<>();
            rows.forEach(row -> byRevision.put(row.revision(), row));
            known.put(identity, byRevision);
        });
        // Almost every identity comes once; only one that comes again is worth a map of revisions.
        Map<Candidate.Identity, Candidate> firsts = new HashMap<>();
        List<Verdict> verdicts = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            Candidate.Identity identity = candidate.identity();
            if (inQuestion != null && !inQuestion.contains(identity)) {
                verdicts.add(new Verdict.Fresh(candidate));
                continue;
            }
            TreeMap<Integer, Known> revisions = known.get(identity);
            if (revisions == null) {
                Candidate first = firsts.putIfAbsent(identity, candidate);
                if (first == null) {
                    verdicts.add(new Verdict.Fresh(candidate));
                    continue;
                }
                revisions = new TreeMap<>();
                revisions.put(first.wire().revision(), Known.of(first));
                known.put(identity, revisions);
            }
            verdicts.add(verdict(candidate, revisions, acceptedFrom));
        }
        return verdicts;
    }

    private static Verdict verdict(
            Candidate candidate, TreeMap<Integer, Known> revisions, Instant acceptedFrom) {
        Known now = Known.of(candidate);
        Known same = revisions.get(now.revision());
        if (same != null && same.sameBody(now)) {
            return new Verdict.Duplicate(candidate);
        }
        Map.Entry<Integer, Known> highest = revisions.lastEntry();
        if (highest != null && highest.getValue().observedAt().isBefore(acceptedFrom)) {
            return new Verdict.TooLate(candidate, highest.getValue());
        }
        if (same != null) {
            return new Verdict.Conflict(candidate, same);
        }
        revisions.put(now.revision(), now);
        if (highest == null) {
            return new Verdict.Fresh(candidate);
        }
        return highest.getKey() > now.revision()
                ? new Verdict.Outdated(candidate)
                : new Verdict.Correction(candidate, highest.getValue());
    }
}
