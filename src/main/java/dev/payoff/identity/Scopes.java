package dev.payoff.identity;

import java.util.Set;

/**
 * What a credential can be limited to. A limited credential keeps its role: it may do what both
 * allow.
 */
public final class Scopes {

    /** Send measurements and costs; read nothing. */
    public static final String INGEST = "ingest";

    /** Read: every GET, the event stream, and stream tickets. */
    public static final String READ = "read";

    /** Change the registry, rules, connections, people and keys. */
    public static final String WRITE = "write";

    /** All there are. */
    public static final Set<String> ALL = Set.of(INGEST, READ, WRITE);

    private Scopes() {}
}
