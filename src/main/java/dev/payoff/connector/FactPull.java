package dev.payoff.connector;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery system that also is asked for its facts: for those from before a connection was set
 * up, and for those whose webhook did not arrive. It gives each fact the identity that its webhook
 * has, so that what came twice counts once. All of it is pure; {@link FactPages} makes the calls,
 * {@link FactTurn} has the cursors.
 *
 * <p>Its manifest has the settings {@code token}, {@code baseUrl}, {@code repositories}, {@code
 * backfillDays} and {@code intervalMinutes}. Without a token nothing is asked.
 */
public interface FactPull extends Connector {

    /** The credential with which we ask. */
    String TOKEN = "token";

    /** Whether there is anything to ask. */
    default boolean asks(Connection connection) {
        return connection.secrets().containsKey(TOKEN);
    }

    /** What is asked for of each repository, in this order, such as {@code commits}. */
    List<String> streams(JsonObject config);

    /** The headers of each call, the credential among them. */
    Map<String, String> headers(Connection connection);

    /** Where a repository describes itself. */
    String repoPath(String repository);

    /** The repository that describes itself. */
    Fact.Repo repo(Payload answer);

    /** The address of the newest page of a stream. */
    String newest(String stream, Place place);

    /**
     * Reads a page.
     *
     * @param last whether there is no page after it
     * @throws Payload.Unusable where it cannot be read
     */
    Listing read(String stream, Place place, Payload page, boolean last);

    /**
     * Reads what was asked for besides a page.
     *
     * @throws Payload.Unusable where it cannot be read
     */
    Detailed read(Place place, Detail detail, Payload answer);

    /**
     * What a page is read with.
     *
     * @param since what is older was read before
     * @param state what the page before it left, as {@link Listing#state}; empty for the first
     * @param config the connection's settings
     */
    record Place(Fact.Repo repo, Instant since, JsonObject state, JsonObject config) {}

    /**
     * What a page says.
     *
     * @param details what is to be asked for besides
     * @param newest time of the newest of it; null for an empty page
     * @param enough whether the pages after it are older than {@code since}
     * @param state for the next page of this round
     */
    record Listing(
            List<Fact> facts,
            List<Detail> details,
            @Nullable Instant newest,
            boolean enough,
            JsonObject state) {

        /** One that leaves nothing for the next page. */
        public Listing(
                List<Fact> facts, List<Detail> details, @Nullable Instant newest, boolean enough) {
            this(facts, details, newest, enough, new JsonObject());
        }

        /** The later of two times. */
        public static Instant later(@Nullable Instant one, Instant other) {
            return one == null || other.isAfter(one) ? other : one;
        }
    }

    /**
     * Something to ask for.
     *
     * @param until as long as it does not say all, it is asked for again in each round before this
     * @param of whatever is needed to read the answer
     */
    record Detail(String path, Instant until, JsonObject of) {

        private static final String BRANCH = "branch";

        /**
         * The commits of a merged request: when coding began. They do not change any more.
         *
         * @param path where they are listed
         */
        public static Detail commits(String path, Fact.PullMerged merged) {
            return new Detail(
                    path,
                    merged.merged(),
                    new JsonObject()
                            .put(BRANCH, merged.headBranch())
                            .put("at", merged.created().toString()));
        }

        /** Whether it is for the commits of a merged request. */
        public boolean isCommits() {
            return of.containsKey(BRANCH);
        }

        /**
         * What these commits say, oldest first: that they were on the branch when it was opened.
         */
        public Detailed said(Place place, List<Fact.Commit> commits) {
            Instant at = Instant.parse(of.getString("at"));
            return new Detailed(
                    commits.isEmpty()
                            ? List.of()
                            : List.of(
                                    new Fact.Push(place.repo(), of.getString(BRANCH), at, commits)),
                    true);
        }
    }

    /**
     * What a detail says.
     *
     * @param all whether there is no more to come
     */
    record Detailed(List<Fact> facts, boolean all) {}
}
