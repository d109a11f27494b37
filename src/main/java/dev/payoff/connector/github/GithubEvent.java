package dev.payoff.connector.github;

import dev.payoff.connector.Fact;
import dev.payoff.connector.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we use of a webhook's payload. Fields that we do not know are ignored; one that we need and
 * that is missing makes the payload {@link Malformed}, with the field's name.
 */
sealed interface GithubEvent {

    /** The hook works. */
    record Ping() implements GithubEvent {}

    /** Nothing is made of it. */
    record Unused(String reason) implements GithubEvent {}

    /** It cannot be read. */
    record Malformed(String reason) implements GithubEvent {}

    /** A fact for the DORA measures. */
    record Told(Fact fact) implements GithubEvent {}

    /**
     * What a connection is set to.
     *
     * @param incidentLabels an issue with one of them is an incident
     * @param deployWorkflow name of the workflow whose runs stand for deployments, or null
     * @param deployEnvironment where that workflow deploys to
     * @param releaseEnvironment where a release counts as a deployment, or null
     */
    record Settings(
            Set<String> incidentLabels,
            @Nullable String deployWorkflow,
            String deployEnvironment,
            @Nullable String releaseEnvironment) {}

    String OTHER_WORKFLOW = "The workflow does not stand for a deployment.";

    String NO_RELEASE = "The release does not stand for a deployment.";

    String TAGS = "refs/tags/";

    /** GitHub's own bound of a push's commits. */
    int MAX_COMMITS = 2048;

    /** Reads a payload of the event of this name. */
    static GithubEvent parse(String event, byte[] body, Settings settings) {
        try {
            // What is of no use is not even read: a hook that tells everything is mostly that.
            return switch (event) {
                case "ping" -> new Ping();
                case "push" -> push(Payload.object(body), settings);
                case "pull_request" -> pullRequest(Payload.object(body));
                case "deployment" -> deployment(Payload.object(body));
                case "deployment_status" -> deploymentStatus(Payload.object(body));
                case "workflow_run" ->
                        settings.deployWorkflow() == null
                                ? new Unused(OTHER_WORKFLOW)
                                : workflowRun(Payload.object(body), settings);
                case "issues" -> issue(Payload.object(body), settings);
                case "release" ->
                        settings.releaseEnvironment() == null
                                ? new Unused(NO_RELEASE)
                                : release(Payload.object(body), settings.releaseEnvironment());
                case "pull_request_review" -> new Unused("No measure is made of " + event + ".");
                default -> new Unused("The event is not known here.");
            };
        } catch (Payload.Unusable e) {
            return new Malformed(e.reason());
        }
    }

    private static GithubEvent push(Payload root, Settings settings) {
        String ref = root.text("ref");
        if (ref.startsWith(TAGS) && settings.releaseEnvironment() != null) {
            return tag(root, ref.substring(TAGS.length()), settings.releaseEnvironment());
        }
        if (!ref.startsWith("refs/heads/")) {
            return new Unused("Only pushes to branches are used, not to " + ref + ".");
        }
        if (root.isTrue("deleted")) {
            return new Unused("The branch was deleted.");
        }
        List<Fact.Commit> commits = new ArrayList<>();
        for (Payload commit : root.each("commits")) {
            if (commits.size() == MAX_COMMITS) {
                break;
            }
            commits.add(new Fact.Commit(commit.text("id"), commit.time("timestamp")));
        }
        if (commits.isEmpty()) {
            return new Unused("The push brought no commits.");
        }
        return told(
                new Fact.Push(
                        repo(root),
                        ref.substring("refs/heads/".length()),
                        root.at("repository").time("pushed_at"),
                        List.copyOf(commits)));
    }

    /** A release does not tell its commit; the push of its tag does, before or after it. */
    private static GithubEvent tag(Payload root, String tag, String environment) {
        if (root.isTrue("deleted") || !root.has("head_commit")) {
            return new Unused("The tag was deleted.");
        }
        return told(
                released(
                        repo(root),
                        tag,
                        environment,
                        root.at("head_commit").text("id"),
                        Fact.State.BEGUN,
                        root.at("repository").time("pushed_at")));
    }

    private static GithubEvent release(Payload root, String environment) {
        Payload release = root.at("release");
        boolean out = root.is("action", "published") || root.is("action", "released");
        return out && counts(release)
                ? told(
                        released(
                                repo(root),
                                release.text("tag_name"),
                                environment,
                                Fact.Deployed.NO_SHA,
                                Fact.State.SUCCEEDED,
                                release.time("published_at")))
                : new Unused(NO_RELEASE);
    }

    /** Whether a release, as webhooks and the API describe it alike, is out for everybody. */
    static boolean counts(Payload release) {
        return !release.isTrue("draft") && !release.isTrue("prerelease");
    }

    /** A release by the name of its tag, of which a repository has one. */
    static Fact.Deployed released(
            Fact.Repo repo,
            String tag,
            String environment,
            String sha,
            Fact.State state,
            Instant at) {
        return new Fact.Deployed(repo, "t:" + tag, environment, sha, tag, state, at);
    }

    private static GithubEvent pullRequest(Payload root) {
        Payload pull = root.at("pull_request");
        if (!root.is("action", "closed") || !pull.isTrue("merged")) {
            return new Unused("Only the merge of a pull request is used.");
        }
        return told(merged(repo(root), pull));
    }

    /** A merged pull request, as webhooks and the API describe it alike. */
    static Fact.PullMerged merged(Fact.Repo repo, Payload pull) {
        return new Fact.PullMerged(
                repo,
                pull.number("number"),
                pull.at("head").text("ref"),
                pull.text("merge_commit_sha"),
                pull.time("created_at"),
                pull.time("merged_at"));
    }

    private static GithubEvent deployment(Payload root) {
        return deployed(root, Fact.State.BEGUN, root.at("deployment").time("created_at"));
    }

    private static GithubEvent deploymentStatus(Payload root) {
        Payload status = root.at("deployment_status");
        Fact.State state = state(status.text("state"));
        Instant at = status.time("created_at");
        return state == Fact.State.BEGUN
                ? new Unused("The status " + status.text("state") + " does not end a deployment.")
                : deployed(root, state, at);
    }

    /** What a deployment's status means; begun for all that do not end it. */
    static Fact.State state(String status) {
        return switch (status) {
            case "success" -> Fact.State.SUCCEEDED;
            case "failure", "error" -> Fact.State.FAILED;
            default -> Fact.State.BEGUN;
        };
    }

    private static GithubEvent deployed(Payload root, Fact.State state, Instant at) {
        Payload deployment = root.at("deployment");
        return told(
                new Fact.Deployed(
                        repo(root),
                        "d" + deployment.number("id"),
                        deployment.text("environment"),
                        deployment.text("sha"),
                        branch(deployment.text("ref")),
                        state,
                        at));
    }

    private static GithubEvent workflowRun(Payload root, Settings settings) {
        return "completed".equals(root.textOr("action", ""))
                ? run(repo(root), root.at("workflow_run"), root.at("workflow"), settings)
                : new Unused("The run is not completed.");
    }

    /** A completed run, as webhooks and the API describe it alike. */
    static GithubEvent run(Fact.Repo repo, Payload run, Payload workflow, Settings settings) {
        boolean ours =
                settings.deployWorkflow() != null
                        && (run.is("name", settings.deployWorkflow())
                                || workflow.is("name", settings.deployWorkflow()));
        if (!ours) {
            return new Unused(OTHER_WORKFLOW);
        }
        Fact.State state =
                switch (run.text("conclusion")) {
                    case "success" -> Fact.State.SUCCEEDED;
                    case "failure", "timed_out", "startup_failure" -> Fact.State.FAILED;
                    default -> Fact.State.BEGUN;
                };
        if (state == Fact.State.BEGUN) {
            return new Unused("The run ended as " + run.text("conclusion") + ".");
        }
        return told(
                new Fact.Deployed(
                        repo,
                        "w"
                                + run.number("id")
                                + "."
                                + (run.has("run_attempt") ? run.number("run_attempt") : 1),
                        settings.deployEnvironment(),
                        run.text("head_sha"),
                        run.textOr("head_branch", ""),
                        state,
                        run.time("updated_at")));
    }

    private static GithubEvent issue(Payload root, Settings settings) {
        String action = root.text("action");
        boolean gone = action.equals("deleted") || action.equals("transferred");
        return told(issue(repo(root), root.at("issue"), gone, settings));
    }

    /** An issue, as webhooks and the API describe it alike. */
    static Fact.Issue issue(Fact.Repo repo, Payload issue, boolean gone, Settings settings) {
        boolean incident = false;
        for (Payload label : issue.each("labels")) {
            incident |= settings.incidentLabels().contains(label.text("name"));
        }
        return new Fact.Issue(
                repo,
                issue.number("id"),
                issue.time("created_at"),
                issue.timeOrNull("closed_at"),
                incident && !gone,
                issue.time("updated_at"));
    }

    private static GithubEvent told(Fact fact) {
        return new Told(fact);
    }

    private static Fact.Repo repo(Payload root) {
        return repository(root.at("repository"));
    }

    /** A repository, as webhooks and the API describe it alike. */
    static Fact.Repo repository(Payload repository) {
        return new Fact.Repo(
                repository.number("id"),
                repository.text("full_name"),
                repository.textOr("default_branch", "main"));
    }

    static String branch(String ref) {
        return ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
    }
}
