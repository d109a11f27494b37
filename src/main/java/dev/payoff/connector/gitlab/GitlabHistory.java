package dev.payoff.connector.gitlab;

import dev.payoff.connector.Fact;
import dev.payoff.connector.FactPull.Detail;
import dev.payoff.connector.FactPull.Detailed;
import dev.payoff.connector.FactPull.Listing;
import dev.payoff.connector.FactPull.Place;
import dev.payoff.connector.MainLine;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Rest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads GitLab's API (docs.gitlab.com/api) into the facts that its webhooks tell, with the same
 * identities; pure. Releases are not asked for: the API does not tell the id that their webhook
 * has, so each would count twice.
 */
final class GitlabHistory {

    /** A commit that lay on a branch for longer before it was merged is not looked for. */
    static final Duration LONGEST_BRANCH = Duration.ofDays(30);

    private static final String LATEST = "&order_by=updated_at&sort=desc&updated_after=";

    private GitlabHistory() {}

    static String newest(String stream, Place place) {
        Instant since = place.since();
        String of = "/api/v4/projects/" + place.repo().id() + "/";
        return switch (stream) {
            case "commits" ->
                    of
                            + "repository/commits?per_page=100&order=topo&ref_name="
                            + Rest.encoded(place.repo().defaultBranch())
                            + "&since="
                            + since.minus(LONGEST_BRANCH);
            // Each one is asked for its commits besides, so a page is short.
            case "merge requests" ->
                    of + "merge_requests?state=merged&scope=all&per_page=30" + LATEST + since;
            case "issues" -> of + "issues?scope=all&per_page=100" + LATEST + since;
            case "pipelines" ->
                    of
                            + "pipelines?per_page=30&ref="
                            + Rest.encoded(place.config().getString("deployPipelineRef"))
                            + LATEST
                            + since;
            case "deployments" -> of + "deployments?per_page=100" + LATEST + since;
            default -> throw new IllegalArgumentException(stream);
        };
    }

    static Listing read(
            String stream, Place place, Payload page, boolean last, GitlabEvent.Settings settings) {
        return switch (stream) {
            case "commits" -> commits(place, page, last);
            case "merge requests" -> mergeRequests(place, page);
            case "issues" -> issues(place, page, settings);
            case "pipelines" -> pipelines(place, page);
            case "deployments" -> deployments(place, page);
            default -> throw new IllegalArgumentException(stream);
        };
    }

    private static Listing commits(Place place, Payload page, boolean last) {
        MainLine line = new MainLine(place.state());
        Instant newest = null;
        for (Payload commit : page.elements()) {
            List<String> parents = new ArrayList<>();
            commit.node().path("parent_ids").forEach(id -> parents.add(id.asText()));
            Instant at = commit.time("committed_date");
            line.add(new MainLine.Listed(commit.text("id"), parents, at));
            newest = later(newest, at);
        }
        List<Fact> facts = new ArrayList<>();
        for (MainLine.Arrival arrival : line.complete(last)) {
            // What is older was told in an earlier round, and is listed for its branches only.
            if (!arrival.at().isBefore(place.since())) {
                facts.add(
                        new Fact.Push(
                                place.repo(),
                                place.repo().defaultBranch(),
                                arrival.at(),
                                arrival.commits()));
            }
        }
        return new Listing(facts, List.of(), newest, false, line.state());
    }

    private static Listing mergeRequests(Place place, Payload page) {
        List<Fact> facts = new ArrayList<>();
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload merge : page.elements()) {
            Instant updated = merge.time("updated_at");
            newest = later(newest, updated);
            String sha =
                    merge.textOr(
                            "merge_commit_sha",
                            merge.textOr("squash_commit_sha", merge.textOr("sha", "")));
            Instant merged = merge.timeOrNull("merged_at");
            if (sha.isEmpty() || merged == null) {
                continue;
            }
            long number = merge.number("iid");
            String branch = merge.text("source_branch");
            Instant created = merge.time("created_at");
            facts.add(new Fact.PullMerged(place.repo(), number, branch, sha, created, merged));
            // A fork's branch may be called like one of ours.
            if (merge.has("source_project_id")
                    && merge.number("source_project_id") == place.repo().id()) {
                details.add(
                        new Detail(
                                of(place) + "merge_requests/" + number + "/commits?per_page=100",
                                updated,
                                new JsonObject()
                                        .put("branch", branch)
                                        .put("at", created.toString())));
            }
        }
        return listing(facts, details, newest);
    }

    private static Listing issues(Place place, Payload page, GitlabEvent.Settings settings) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload issue : page.elements()) {
            Instant updated = issue.time("updated_at");
            newest = later(newest, updated);
            boolean incident = issue.textOr("issue_type", "").equals("incident");
            for (var label : issue.node().path("labels")) {
                incident |= settings.incidentLabels().contains(label.asText());
            }
            Instant closed = issue.timeOrNull("closed_at");
            facts.add(
                    new Fact.Issue(
                            place.repo(),
                            issue.number("id"),
                            issue.time("created_at"),
                            closed == null && issue.is("state", "closed") ? updated : closed,
                            incident,
                            updated));
        }
        return listing(facts, List.of(), newest);
    }

    /** The list does not tell when a pipeline finished; the pipeline itself does. */
    private static Listing pipelines(Place place, Payload page) {
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload run : page.elements()) {
            Instant updated = run.time("updated_at");
            newest = later(newest, updated);
            if (GitlabEvent.state(run.text("status")) != Fact.State.BEGUN
                    && !run.is("source", "merge_request_event")) {
                details.add(
                        new Detail(
                                of(place) + "pipelines/" + run.number("id"),
                                updated,
                                new JsonObject()));
            }
        }
        return listing(List.of(), details, newest);
    }

    private static Listing deployments(Place place, Payload page) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload deployment : page.elements()) {
            Instant updated = deployment.time("updated_at");
            newest = later(newest, updated);
            Fact.State state = GitlabEvent.state(deployment.text("status"));
            if (state == Fact.State.BEGUN) {
                continue;
            }
            Instant finished = deployment.at("deployable").timeOrNull("finished_at");
            facts.add(
                    new Fact.Deployed(
                            place.repo(),
                            "d" + deployment.number("id"),
                            deployment.at("environment").text("name"),
                            deployment.text("sha"),
                            deployment.textOr("ref", ""),
                            state,
                            finished == null ? updated : finished));
        }
        return listing(facts, List.of(), newest);
    }

    static Detailed read(
            Place place, Detail detail, Payload answer, GitlabEvent.Settings settings) {
        return detail.of().containsKey("branch")
                ? branch(place, detail, answer)
                : pipeline(place, answer, settings);
    }

    /** The commits of a merge request, on its branch, newest first: when coding began. */
    private static Detailed branch(Place place, Detail detail, Payload answer) {
        List<Fact.Commit> commits = new ArrayList<>();
        for (Payload commit : answer.elements()) {
            commits.addFirst(new Fact.Commit(commit.text("id"), commit.time("committed_date")));
        }
        return new Detailed(
                commits.isEmpty()
                        ? List.of()
                        : List.of(
                                new Fact.Push(
                                        place.repo(),
                                        detail.of().getString("branch"),
                                        Instant.parse(detail.of().getString("at")),
                                        List.copyOf(commits))),
                true);
    }

    private static Detailed pipeline(Place place, Payload run, GitlabEvent.Settings settings) {
        Instant finished = run.timeOrNull("finished_at");
        return new Detailed(
                List.of(
                        new Fact.Deployed(
                                place.repo(),
                                "p" + run.number("id"),
                                settings.deployPipelineEnvironment(),
                                run.text("sha"),
                                run.text("ref"),
                                GitlabEvent.state(run.text("status")),
                                finished == null ? run.time("updated_at") : finished)),
                true);
    }

    private static String of(Place place) {
        return "/api/v4/projects/" + place.repo().id() + "/";
    }

    private static Listing listing(
            List<Fact> facts, List<Detail> details, @Nullable Instant newest) {
        return new Listing(facts, details, newest, false, new JsonObject());
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
