package dev.payoff.connector.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.connector.Fact;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
     */
    record Settings(
            Set<String> incidentLabels,
            @Nullable String deployWorkflow,
            String deployEnvironment) {}

    /** Deepest nesting of a payload; real ones have less than 10. */
    int MAX_DEPTH = 64;

    /** GitHub's own bound of a push's commits. */
    int MAX_COMMITS = 2048;

    /** Longest text that is used. */
    int MAX_TEXT_CHARS = 1000;

    /** Parses with bounds on depth, names, numbers and texts. */
    ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_DEPTH)
                                            .maxNameLength(1024)
                                            .maxNumberLength(64)
                                            .maxStringLength(1024 * 1024)
                                            .build())
                            .build());

    /** Reads a payload of the event of this name. */
    static GithubEvent parse(String event, byte[] body, Settings settings) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            return new Malformed("The body is not JSON that can be read.");
        }
        if (root == null || !root.isObject()) {
            return new Malformed("The body is not a JSON object.");
        }
        try {
            return switch (event) {
                case "ping" -> new Ping();
                case "push" -> push(root);
                case "pull_request" -> pullRequest(root);
                case "deployment" -> deployment(root);
                case "deployment_status" -> deploymentStatus(root);
                case "workflow_run" -> workflowRun(root, settings);
                case "issues" -> issue(root, settings);
                case "release", "pull_request_review" ->
                        new Unused("No measure is made of " + event + ".");
                default -> new Unused("The event is not known here.");
            };
        } catch (Missing e) {
            return new Malformed(e.reason);
        }
    }

    private static GithubEvent push(JsonNode root) {
        String ref = text(root, "ref");
        if (!ref.startsWith("refs/heads/")) {
            return new Unused("Only pushes to branches are used, not to " + ref + ".");
        }
        if (root.path("deleted").asBoolean()) {
            return new Unused("The branch was deleted.");
        }
        List<Fact.Commit> commits = new ArrayList<>();
        for (JsonNode commit : root.path("commits")) {
            if (commits.size() == MAX_COMMITS) {
                break;
            }
            commits.add(new Fact.Commit(text(commit, "id"), time(commit, "timestamp")));
        }
        if (commits.isEmpty()) {
            return new Unused("The push brought no commits.");
        }
        return told(
                new Fact.Push(
                        repo(root),
                        ref.substring("refs/heads/".length()),
                        time(root.path("repository"), "pushed_at"),
                        List.copyOf(commits)));
    }

    private static GithubEvent pullRequest(JsonNode root) {
        JsonNode pull = root.path("pull_request");
        if (!"closed".equals(text(root, "action")) || !pull.path("merged").asBoolean()) {
            return new Unused("Only the merge of a pull request is used.");
        }
        return told(
                new Fact.PullMerged(
                        repo(root),
                        number(pull, "number"),
                        text(pull.path("head"), "ref"),
                        text(pull, "merge_commit_sha"),
                        time(pull, "created_at"),
                        time(pull, "merged_at")));
    }

    private static GithubEvent deployment(JsonNode root) {
        return deployed(root, Fact.State.BEGUN, time(root.path("deployment"), "created_at"));
    }

    private static GithubEvent deploymentStatus(JsonNode root) {
        JsonNode status = root.path("deployment_status");
        String state = text(status, "state");
        Instant at = time(status, "created_at");
        return switch (state) {
            case "success" -> deployed(root, Fact.State.SUCCEEDED, at);
            case "failure", "error" -> deployed(root, Fact.State.FAILED, at);
            default -> new Unused("The status " + state + " does not end a deployment.");
        };
    }

    private static GithubEvent deployed(JsonNode root, Fact.State state, Instant at) {
        JsonNode deployment = root.path("deployment");
        return told(
                new Fact.Deployed(
                        repo(root),
                        "d" + number(deployment, "id"),
                        text(deployment, "environment"),
                        text(deployment, "sha"),
                        branch(text(deployment, "ref")),
                        state,
                        at));
    }

    private static GithubEvent workflowRun(JsonNode root, Settings settings) {
        JsonNode run = root.path("workflow_run");
        boolean ours =
                settings.deployWorkflow() != null
                        && (settings.deployWorkflow().equals(run.path("name").asText())
                                || settings.deployWorkflow()
                                        .equals(root.path("workflow").path("name").asText()));
        if (!ours) {
            return new Unused("The workflow does not stand for a deployment.");
        }
        if (!"completed".equals(text(root, "action"))) {
            return new Unused("The run is not completed.");
        }
        Fact.State state =
                switch (text(run, "conclusion")) {
                    case "success" -> Fact.State.SUCCEEDED;
                    case "failure", "timed_out", "startup_failure" -> Fact.State.FAILED;
                    default -> Fact.State.BEGUN;
                };
        if (state == Fact.State.BEGUN) {
            return new Unused("The run ended as " + text(run, "conclusion") + ".");
        }
        return told(
                new Fact.Deployed(
                        repo(root),
                        "w" + number(run, "id") + "." + run.path("run_attempt").asLong(1),
                        settings.deployEnvironment(),
                        text(run, "head_sha"),
                        run.path("head_branch").asText(""),
                        state,
                        time(run, "updated_at")));
    }

    private static GithubEvent issue(JsonNode root, Settings settings) {
        JsonNode issue = root.path("issue");
        String action = text(root, "action");
        boolean incident = false;
        for (JsonNode label : issue.path("labels")) {
            incident |= settings.incidentLabels().contains(text(label, "name"));
        }
        boolean gone = action.equals("deleted") || action.equals("transferred");
        return told(
                new Fact.Issue(
                        repo(root),
                        number(issue, "id"),
                        time(issue, "created_at"),
                        issue.path("closed_at").isTextual() ? time(issue, "closed_at") : null,
                        incident && !gone,
                        time(issue, "updated_at")));
    }

    private static GithubEvent told(Fact fact) {
        return new Told(fact);
    }

    private static Fact.Repo repo(JsonNode root) {
        JsonNode repository = root.path("repository");
        return new Fact.Repo(
                number(repository, "id"),
                text(repository, "full_name"),
                repository.path("default_branch").asText("main"));
    }

    private static String branch(String ref) {
        return ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
    }

    /** Something that is needed is not there. */
    final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        Missing(String field, String kind) {
            super(null, null, false, false);
            this.reason = "The payload has no " + kind + " '" + field + "'.";
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        String text = value.isTextual() ? value.textValue() : "";
        if (text.isEmpty() || text.length() > MAX_TEXT_CHARS || text.indexOf(0) >= 0) {
            throw new Missing(field, "text");
        }
        return text;
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new Missing(field, "whole number");
        }
        return value.longValue();
    }

    /** GitHub writes times as ISO 8601, and those of a push's repository as seconds since 1970. */
    private static Instant time(JsonNode node, String field) {
        JsonNode value = node.path(field);
        try {
            return value.isIntegralNumber()
                    ? Instant.ofEpochSecond(number(node, field))
                    : OffsetDateTime.parse(text(node, field)).toInstant();
        } catch (DateTimeException e) {
            throw new Missing(field, "time");
        }
    }
}
