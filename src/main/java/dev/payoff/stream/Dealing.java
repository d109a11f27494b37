package dev.payoff.stream;

/**
 * How a poll's records are dealt out to the lanes. Where readings come as they happen, one commit
 * of all of them takes less time than one for each lane; of a backlog, the lanes commit side by
 * side.
 */
enum Dealing {
    /** All to the first lane. */
    TOGETHER,
    /** To all lanes, by partition. */
    SPREAD;

    /** A poll that is full by a quarter says that more wait. */
    private static final int BACKLOG_FROM = 4;

    /**
     * One that is not by a sixteenth comes only once the backlog is gone. Well below the other, as
     * changing over makes the lanes wait for each other, and read again what another changed.
     */
    private static final int BACKLOG_BELOW = 16;

    /**
     * How the next poll is dealt out.
     *
     * @param records that it brings, of all partitions
     * @param most that a poll may bring
     */
    Dealing next(int records, int most) {
        return switch (this) {
            case TOGETHER -> records >= most / BACKLOG_FROM ? SPREAD : TOGETHER;
            case SPREAD -> records < most / BACKLOG_BELOW ? TOGETHER : SPREAD;
        };
    }

    /** The lane for a partition. */
    int lane(int partition, int lanes) {
        return switch (this) {
            case TOGETHER -> 0;
            case SPREAD -> partition % lanes;
        };
    }
}
