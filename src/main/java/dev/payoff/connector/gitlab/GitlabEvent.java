package dev.payoff.connector.gitlab;

import dev.payoff.connector.Fact;
import dev.payoff.connector.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we use of a webhook's payload, which names its own kind. Fields that we do not know are
 * ignored; one that we need and that is missing makes the payload {@link Incomplete}, with the
 * field's name.
 */
sealed interface GitlabEvent {

    /** Nothing is made of it. */
    record Unused(String reason) implements GitlabEvent {}

    /** It is not GitLab's. */
    record Foreign(String reason) implements GitlabEvent {}

    /** It is GitLab's, but lacks what we need. */
    record Incomplete(String reason) implements GitlabEvent {}

    /** A fact for the DORA measures. */
    record Told(Fact fact) implements GitlabEvent {}

    /**
     * What a connection is set to.
     *
     * @param incidentLabels an issue with one of them is an incident, as is each work item of the
     *     type Incident
     * @param deployPipelineRef branch or tag whose pipelines stand for deployments, or null
     * @param deployPipelineEnvironment where they deploy to
     * @param releaseEnvironment where a release counts as a deployment, or null
     */
    record Settings(
            Set<String> incidentLabels,
            @Nullable String deployPipelineRef,
            String deployPipelineEnvironment,
            @Nullable String releaseEnvironment) {}

    /** A push lists its newest 20 commits. */
    int MAX_COMMITS = 20;

    /** Reads a payload. */
    static GitlabEvent parse(byte[] body, Settings settings) {
        Payload root;
        try {
            root = Payload.object(body);
        } catch (Payload.Unusable e) {
            return new Foreign(e.reason());
        }
        String kind = root.textOr("object_kind", "");
        try {
            return switch (kind) {
                case "push" -> push(root);
                case "merge_request" -> mergeRequest(root);
                case "deployment" -> deployment(root);
                case "pipeline" -> pipeline(root, settings);
                case "release" -> release(root, settings);
                case "issue", "work_item" -> issue(root, settings);
                default -> new Unused("No measure is made of the event '" + kind + "'.");
            };
        } catch (Payload.Unusable e) {
            return new Incomplete(kind + ": " + e.reason());
        }
    }

    /**
     * GitLab does not tell when a push was made. The newest commit's time stands for it: it is the
     * same however often and late the event comes.
     */
    private static GitlabEvent push(Payload root) {
        String ref = root.text("ref");
        if (!ref.startsWith("refs/heads/")) {
            return new Unused("Only pushes to branches are used, not to " + ref + ".");
        }
        List<Fact.Commit> commits = new ArrayList<>();
        Instant newest = Instant.MIN;
        for (Payload commit : root.each("commits")) {
            if (commits.size() == MAX_COMMITS) {
                break;
            }
            Instant at = commit.time("timestamp");
            commits.add(new Fact.Commit(commit.text("id"), at));
            newest = at.isAfter(newest) ? at : newest;
        }
        return commits.isEmpty()
                ? new Unused("The push brought no commits.")
                : new Told(
                        new Fact.Push(
                                repo(root),
                                ref.substring("refs/heads/".length()),
                                newest,
                                List.copyOf(commits)));
    }

    private static GitlabEvent mergeRequest(Payload root) {
        Payload merge = root.at("object_attributes");
        if (!merge.is("action", "merge")) {
            return new Unused("Only the merge of a merge request is used.");
        }
        // A fast-forward makes no merge commit; the branch's last commit is then what arrived.
        String sha =
                merge.textOr(
                        "merge_commit_sha",
                        merge.textOr(
                                "squash_commit_sha", merge.at("last_commit").textOr("id", "")));
        if (sha.isEmpty()) {
            return new Incomplete(
                    "merge_request: neither merge_commit_sha nor last_commit is told.");
        }
        Instant told = merge.timeOrNull("merged_at");
        return new Told(
                new Fact.PullMerged(
                        repo(root),
                        merge.number("iid"),
                        merge.text("source_branch"),
                        sha,
                        merge.time("created_at"),
                        told == null ? merge.time("updated_at") : told));
    }

    private static GitlabEvent deployment(Payload root) {
        Fact.State state = state(root.text("status"));
        if (state == Fact.State.BEGUN) {
            return new Unused("The status " + root.text("status") + " does not end a deployment.");
        }
        // The payload has the first digits of the commit's hash; its address ends with all of them.
        String address = root.text("commit_url");
        return new Told(
                new Fact.Deployed(
                        repo(root),
                        "d" + root.number("deployment_id"),
                        root.text("environment"),
                        address.substring(address.lastIndexOf('/') + 1),
                        root.textOr("ref", ""),
                        state,
                        root.time("status_changed_at")));
    }

    private static GitlabEvent pipeline(Payload root, Settings settings) {
        Payload run = root.at("object_attributes");
        if (settings.deployPipelineRef() == null || !run.is("ref", settings.deployPipelineRef())) {
            return new Unused("The pipeline does not stand for a deployment.");
        }
        Fact.State state = state(run.text("status"));
        if (state == Fact.State.BEGUN || run.is("source", "merge_request_event")) {
            return new Unused("The pipeline, " + run.text("status") + ", ends no deployment.");
        }
        return new Told(
                new Fact.Deployed(
                        repo(root),
                        "p" + run.number("id"),
                        settings.deployPipelineEnvironment(),
                        run.text("sha"),
                        run.text("ref"),
                        state,
                        run.time("finished_at")));
    }

    private static GitlabEvent release(Payload root, Settings settings) {
        if (settings.releaseEnvironment() == null || !root.is("action", "create")) {
            return new Unused("The release does not stand for a deployment.");
        }
        return new Told(released(repo(root), root.text("tag"), root, settings));
    }

    /**
     * A release by the name of its tag: a project has one release of a tag, and the tag is what
     * webhook and API both tell, while the id is in the webhook alone.
     *
     * @param release the webhook's payload, or the API's description
     */
    static Fact.Deployed released(Fact.Repo repo, String tag, Payload release, Settings settings) {
        Instant at = release.timeOrNull("released_at");
        return new Fact.Deployed(
                repo,
                "t:" + tag,
                String.valueOf(settings.releaseEnvironment()),
                release.at("commit").text("id"),
                tag,
                Fact.State.SUCCEEDED,
                at == null ? release.time("created_at") : at);
    }

    private static GitlabEvent issue(Payload root, Settings settings) {
        Payload issue = root.at("object_attributes");
        boolean incident = issue.is("type", "Incident");
        List<Payload> labels = new ArrayList<>(issue.each("labels"));
        labels.addAll(root.each("labels"));
        for (Payload label : labels) {
            incident |= settings.incidentLabels().contains(label.textOr("title", ""));
        }
        Instant updated = issue.time("updated_at");
        Instant closed = issue.timeOrNull("closed_at");
        return new Told(
                new Fact.Issue(
                        repo(root),
                        issue.number("id"),
                        issue.time("created_at"),
                        closed == null && issue.is("state", "closed") ? updated : closed,
                        incident,
                        updated));
    }

    /** What the status of a deployment or pipeline means. */
    static Fact.State state(String status) {
        return switch (status) {
            case "success" -> Fact.State.SUCCEEDED;
            case "failed" -> Fact.State.FAILED;
            default -> Fact.State.BEGUN;
        };
    }

    private static Fact.Repo repo(Payload root) {
        Payload project = root.at("project");
        return new Fact.Repo(
                project.has("id") ? project.number("id") : root.number("project_id"),
                project.text("path_with_namespace"),
                project.textOr("default_branch", "main"));
    }
}
