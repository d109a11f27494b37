package dev.payoff.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** One way from the topic to the rows. */
interface Competitor {

    /** The name on the command line. */
    String name();

    /** What it is, for the table. */
    String title();

    /** Whether it counts what was said twice only once. */
    boolean tellsRepeats();

    /** What it is given to do. */
    Preload.Loaded work();

    /** The database as if nothing had been read. */
    void reset(Servers servers) throws SQLException;

    Running start(Servers servers) throws IOException;

    /**
     * The windows it left, by the queries' columns: metric key, size, start, count, sum, least,
     * most, last.
     */
    String windows();

    /** Anything else that must hold; an empty answer is good. */
    String alsoWrong(Servers servers) throws SQLException;

    /** A started process. */
    interface Running {
        /** Its processes. */
        List<Long> pids();

        boolean isAlive();

        /** Records committed so far. */
        double records() throws SQLException;

        /** Whether its rows can be compared. */
        boolean isDone() throws SQLException;

        void end() throws IOException, InterruptedException;

        /** What it wrote last, for an error. */
        String tail() throws IOException;
    }
}
