package dev.payoff.connector;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a delivery system tells of a repository, whichever system it is. */
public sealed interface Fact {

    /** The repository that it is about. */
    Repo repo();

    /**
     * A repository.
     *
     * @param id of the outside system; survives a renaming
     * @param name as in a feed's series, such as {@code owner/repo}
     */
    record Repo(long id, String name, String defaultBranch) {}

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
            implements Fact {}

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
