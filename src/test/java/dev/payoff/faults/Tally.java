package dev.payoff.faults;

/** What was done to a laboratory so far, as far as it is counted over the whole of a run. */
final class Tally {

    private int kills;
    private int halts;
    private int cuts;
    private int resends;

    /** SIGKILL to an instance. */
    void kill() {
        kills++;
    }

    /** An instance that ended itself at a crash point, as SIGKILL would have. */
    void halt() {
        halts++;
    }

    /** Streams that subscribers cut on purpose. */
    void cut(int streams) {
        cuts += streams;
    }

    /** Messages that may come once more, since PostgreSQL forgot that they were sent. */
    void forgot(int messages) {
        resends += messages;
    }

    int kills() {
        return kills;
    }

    int halts() {
        return halts;
    }

    int cuts() {
        return cuts;
    }

    /** How many messages to Slack may at most have come twice. */
    int resends() {
        return kills + halts + resends;
    }
}
