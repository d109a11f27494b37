package dev.payoff.connector.ci;

import dev.payoff.connector.Fact;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a call tells: one deployment, of one commit a repository. Names are taken in DevLake's
 * present form ({@code startedDate}) and in its former one ({@code start_time}); what is left out
 * is as DevLake has it: a success, in production.
 */
sealed interface DeploymentCall {

    /** Deployments, one a repository. */
    record Told(List<Fact> deployments) implements DeploymentCall {}

    /** It ended in a way that is neither a success nor a failure. */
    record Unused(String reason) implements DeploymentCall {}

    /** It cannot be read. */
    record Malformed(String reason) implements DeploymentCall {}

    /** Commits that one call may list. */
    int MAX_COMMITS = 200;

    /** Longest id that is used as it is. */
    int MAX_ID_CHARS = 100;

    /** The path of a repository's address, without the host and {@code .git}. */
    Pattern ADDRESS = Pattern.compile("(?:[a-z+]+://[^/]+/|[^/@]+@[^/:]+:)(.+?)(?:\\.git)?/*");

    /**
     * Reads a call.
     *
     * @param now stands for a finish that is not told
     */
    static DeploymentCall parse(byte[] body, Instant now) {
        try {
            Payload call = Payload.object(body);
            String result =
                    call.textOr("result", "SUCCESS").toUpperCase(Locale.ROOT).replace(' ', '_');
            return switch (result) {
                // Jenkins calls a deployment whose tests complain UNSTABLE: it is out all the same.
                case "SUCCESS", "SUCCEEDED", "UNSTABLE" -> told(call, Fact.State.SUCCEEDED, now);
                case "FAILURE", "FAILED", "ERROR" -> told(call, Fact.State.FAILED, now);
                case "ABORT", "ABORTED", "CANCELED", "CANCELLED", "SKIPPED", "NOT_BUILT" ->
                        new Unused("A deployment that ended as " + result + " does not count.");
                default ->
                        new Malformed(
                                "The result "
                                        + result
                                        + " is not known; send SUCCESS, FAILURE or ABORT.");
            };
        } catch (Payload.Unusable e) {
            return new Malformed(e.reason());
        }
    }

    private static DeploymentCall told(Payload call, Fact.State state, Instant now) {
        Instant started = time(call, "startedDate", "start_time", null);
        Instant finished = time(call, "finishedDate", "end_time", now);
        if (finished.isBefore(started)) {
            return new Malformed("The deployment finished before it started.");
        }
        String environment = call.textOr("environment", "PRODUCTION").toLowerCase(Locale.ROOT);
        List<Payload> commits = commits(call);
        if (commits.size() > MAX_COMMITS) {
            return new Malformed("The call lists more than " + MAX_COMMITS + " commits.");
        }
        Map<String, Fact> byRepo = new LinkedHashMap<>();
        for (Payload commit : commits) {
            String sha = text(commit, "commitSha", "commit_sha");
            Fact.Repo repo = Fact.Repo.named(repoName(text(commit, "repoUrl", "repo_url")));
            // Of several commits of one repository the last one listed is what runs afterwards.
            byRepo.put(
                    repo.name().toLowerCase(Locale.ROOT),
                    new Fact.Deployed(
                            repo,
                            id(call, sha, started),
                            environment,
                            sha,
                            ref(commit),
                            state,
                            time(commit, "finishedDate", "end_time", finished)));
        }
        return new Told(List.copyOf(byRepo.values()));
    }

    private static List<Payload> commits(Payload call) {
        List<Payload> commits = new ArrayList<>(call.each("deploymentCommits"));
        commits.addAll(call.each("deployment_commits"));
        return commits.isEmpty() ? List.of(call) : commits;
    }

    /** Unique within the repository; without one, a commit is deployed again at another time. */
    private static String id(Payload call, String sha, Instant started) {
        String id = call.textOr("id", call.textOr("pipeline_id", ""));
        if (id.isEmpty()) {
            id = sha + "@" + started.getEpochSecond();
        }
        return "c"
                + (id.length() <= MAX_ID_CHARS
                        ? id
                        : Signatures.digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static String ref(Payload commit) {
        return branch(commit.textOr("refName", commit.textOr("ref_name", "")));
    }

    /** The branch or tag that a ref names. */
    static String branch(String ref) {
        for (String prefix : List.of("refs/heads/", "refs/tags/", "origin/")) {
            if (ref.startsWith(prefix)) {
                return ref.substring(prefix.length());
            }
        }
        return ref;
    }

    /** {@code acme/shop} of {@code https://github.com/acme/shop.git}; any other text as it is. */
    static String repoName(String url) {
        Matcher address = ADDRESS.matcher(url);
        return address.matches() ? address.group(1) : url;
    }

    private static String text(Payload payload, String name, String formerName) {
        return payload.has(name) || !payload.has(formerName)
                ? payload.text(name)
                : payload.text(formerName);
    }

    private static Instant time(
            Payload payload, String name, String formerName, @Nullable Instant other) {
        if (payload.has(name)) {
            return payload.time(name);
        }
        if (payload.has(formerName)) {
            return payload.time(formerName);
        }
        return other == null ? payload.time(name) : other;
    }
}
