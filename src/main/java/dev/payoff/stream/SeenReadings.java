package dev.payoff.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers which readings this worker has met lately, so that only those which may be stored
 * already are looked up; the rest are inserted on the unique index's word. What it has forgotten or
 * never knew costs a transaction that is undone and a while of looking everything up, never a
 * reading counted twice. Used by one batch at a time.
 */
final class SeenReadings {

    /** Readings that a generation remembers; two generations are kept, of 8 MiB each. */
    private static final int REMEMBERED = 1 << 19;

    /** Batches that look everything up, after a start and after each surprise. */
    private static final int CAREFUL_BATCHES = 3;

    private long[] current = new long[2 * REMEMBERED];
    private long[] former = new long[2 * REMEMBERED];
    private int size;
    private int careful = CAREFUL_BATCHES;

    /**
     * Those that may be stored, or that come more than once among these, and so have to be looked
     * up; the others are new. All of them are remembered from now on.
     */
    Set<Candidate.Identity> inQuestion(List<Candidate> candidates) {
        boolean all = careful > 0;
        if (all) {
            careful--;
        }
        Set<Candidate.Identity> asked = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            boolean met = meet(fingerprint(candidate));
            if (all || met || candidate.wire().revision() > 0) {
                asked.add(candidate.identity());
            }
        }
        return asked;
    }

    /** A reading was stored that was taken to be new. */
    void surprised() {
        careful = CAREFUL_BATCHES;
    }

    /** Whether nothing is looked up but what was met before. */
    boolean isTrusting() {
        return careful == 0;
    }

    private boolean meet(long fingerprint) {
        if (slot(former, fingerprint) < 0) {
            return true;
        }
        int slot = slot(current, fingerprint);
        if (slot < 0) {
            return true;
        }
        current[slot] = fingerprint;
        if (++size == REMEMBERED) {
            long[] emptied = former;
            java.util.Arrays.fill(emptied, 0);
            former = current;
            current = emptied;
            size = 0;
        }
        return false;
    }

    /** Where it belongs, or -1 where it is there. */
    private static int slot(long[] table, long fingerprint) {
        int mask = table.length - 1;
        int at = (int) (fingerprint >>> 32) & mask;
        while (table[at] != 0) {
            if (table[at] == fingerprint) {
                return -1;
            }
            at = at + 1 & mask;
        }
        return at;
    }

    /** 64 bits of the identity; two that meet by chance cost a look-up. Never 0. */
    private static long fingerprint(Candidate candidate) {
        long mixed = candidate.eventKey().getLeastSignificantBits();
        mixed = mix(mixed ^ mix(candidate.eventKey().getMostSignificantBits()));
        mixed = mix(mixed ^ candidate.metric().id().getLeastSignificantBits());
        return mixed == 0 ? 1 : mixed;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
