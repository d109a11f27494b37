package dev.payoff.connector;

import java.nio.ByteBuffer;

/**
 * Counts how often each row of a file occurred, by 64 bits of its hash: 12 bytes a place, at most
 * two thirds full. Two different rows of the same 64 bits only share a counter; their identities
 * still differ by the rest of the hash. One thread owns it.
 */
public final class Occurrences {

    /** Rows of one file; a larger bill is to be sent by billing period or account. */
    public static final int MAX_ROWS = 2_000_000;

    /** The file has more than {@link #MAX_ROWS} rows. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMany() {
            super("more than " + MAX_ROWS + " rows", null, false, false);
        }
    }

    private long[] hashes = new long[1024];
    private int[] counts = new int[1024];
    private int used;

    /** Which occurrence of this row it is, from 1. */
    public int next(byte[] identity) {
        if (used * 3L > hashes.length * 2L) {
            grow();
        }
        int at = place(hashes, counts, ByteBuffer.wrap(identity).getLong());
        if (counts[at] == 0) {
            if (used == MAX_ROWS) {
                throw new TooMany();
            }
            used++;
            hashes[at] = ByteBuffer.wrap(identity).getLong();
        }
        return ++counts[at];
    }

    private static int place(long[] hashes, int[] counts, long hash) {
        int at = (int) hash & hashes.length - 1;
        while (counts[at] != 0 && hashes[at] != hash) {
            at = at + 1 & hashes.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] newHashes = new long[hashes.length * 2];
        int[] newCounts = new int[newHashes.length];
        for (int i = 0; i < hashes.length; i++) {
            if (counts[i] != 0) {
                int at = place(newHashes, newCounts, hashes[i]);
                newHashes[at] = hashes[i];
                newCounts[at] = counts[i];
            }
        }
        hashes = newHashes;
        counts = newCounts;
    }
}
