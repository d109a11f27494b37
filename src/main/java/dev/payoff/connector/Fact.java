package dev.payoff.connector;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a delivery system tells of a repository, whichever system it is. */
public sealed interface Fact {

    /** The repository that it is about. */
    Repo repo();

    /**
     * A repository.
     *
     * @param id of the outside system, which survives a renaming; negative where the one who tells
     *     knows the name only
     * @param name as in a feed's series, such as {@code owner/repo}
     */
    record Repo(long id, String name, String defaultBranch) {

        /** One that is known by its name only, in any case. */
        public static Repo named(String name) {
            String digest =
                    Signatures.digest(
                            name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return new Repo(-1 - Long.parseLong(digest, 0, 15, 16), name, "main");
        }

        String lowerName() {
            return name.toLowerCase(Locale.ROOT);
        }

        boolean byNameOnly() {
            return id < 0;
        }
    }

    /** A commit of a push. */
    record Commit(String sha, Instant committed) {}

    /** Commits reached a branch, oldest first. */
    record Push(Repo repo, String branch, Instant pushed, List<Commit> commits) implements Fact {}

    /** A pull request, or merge request, was merged. */
    record PullMerged(
            Repo repo,
            long number,
            String headBranch,
            String mergeSha,
            Instant created,
            Instant merged)
            implements Fact {}

    /** How a deployment stands. */
    enum State {
        BEGUN,
        SUCCEEDED,
        FAILED
    }

    /**
     * A deployment, or what stands for one.
     *
     * @param id unique within the repository
     * @param sha the commit, or {@link #NO_SHA} as long as it is not known
     * @param ref the branch, tag or commit that was deployed
     */
    record Deployed(
            Repo repo,
            String id,
            String environment,
            String sha,
            String ref,
            State state,
            Instant at)
            implements Fact {

        /** The commit is told apart, by another fact of the same deployment. */
        public static final String NO_SHA = "";

        Deployed in(Repo other) {
            return new Deployed(other, id, environment, sha, ref, state, at);
        }
    }

    /**
     * An issue as it stands.
     *
     * @param incident whether it tells of an incident now
     * @param updated of two descriptions of the same issue the later one holds
     */
    record Issue(
            Repo repo,
            long id,
            Instant opened,
            @Nullable Instant closed,
            boolean incident,
            Instant updated)
            implements Fact {}
}
