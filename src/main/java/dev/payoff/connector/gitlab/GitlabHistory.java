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

/**
 * Reads GitLab's API (docs.gitlab.com/api) into the facts that its webhooks tell, with the same
 * identities; pure.
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
            // There is no bound of time to ask with: reading ends at the first that is older.
            case "releases" -> of + "releases?per_page=100&order_by=released_at&sort=desc";
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
            case "releases" -> releases(place, page, settings);
            default -> throw new IllegalArgumentException(stream);
        };
    }

    private static Listing commits(Place place, Payload page, boolean last) {
        List<MainLine.Listed> commits = new ArrayList<>();
        for (Payload commit : page.elements()) {
            List<String> parents = new ArrayList<>();
            commit.node().path("parent_ids").forEach(id -> parents.add(id.asText()));
            commits.add(
                    new MainLine.Listed(commit.text("id"), parents, commit.time("committed_date")));
        }
        return MainLine.read(place, commits, last);
    }

    private static Listing mergeRequests(Place place, Payload page) {
        List<Fact> facts = new ArrayList<>();
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload merge : page.elements()) {
            Instant updated = merge.time("updated_at");
            newest = Listing.later(newest, updated);
            String sha =
                    merge.textOr(
                            "merge_commit_sha",
                            merge.textOr("squash_commit_sha", merge.textOr("sha", "")));
            Instant merged = merge.timeOrNull("merged_at");
            if (sha.isEmpty() || merged == null) {
                continue;
            }
            Fact.PullMerged request =
                    new Fact.PullMerged(
                            place.repo(),
                            merge.number("iid"),
                            merge.text("source_branch"),
                            sha,
                            merge.time("created_at"),
                            merged);
            facts.add(request);
            // A fork's branch may be called like one of ours.
            if (merge.has("source_project_id")
                    && merge.number("source_project_id") == place.repo().id()) {
                details.add(
                        Detail.commits(
                                of(place)
                                        + "merge_requests/"
                                        + request.number()
                                        + "/commits?per_page=100",
                                request));
            }
        }
        return new Listing(facts, details, newest, false);
    }

    private static Listing issues(Place place, Payload page, GitlabEvent.Settings settings) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload issue : page.elements()) {
            Instant updated = issue.time("updated_at");
            newest = Listing.later(newest, updated);
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
        return new Listing(facts, List.of(), newest, false);
    }

    /** The list does not tell when a pipeline finished; the pipeline itself does. */
    private static Listing pipelines(Place place, Payload page) {
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload run : page.elements()) {
            Instant updated = run.time("updated_at");
            newest = Listing.later(newest, updated);
            if (GitlabEvent.state(run.text("status")) != Fact.State.BEGUN
                    && !run.is("source", "merge_request_event")) {
                details.add(
                        new Detail(
                                of(place) + "pipelines/" + run.number("id"),
                                updated,
                                new JsonObject()));
            }
        }
        return new Listing(List.of(), details, newest, false);
    }

    private static Listing deployments(Place place, Payload page) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload deployment : page.elements()) {
            Instant updated = deployment.time("updated_at");
            newest = Listing.later(newest, updated);
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
        return new Listing(facts, List.of(), newest, false);
    }

    /** One that is announced for later is read once it is out. */
    private static Listing releases(Place place, Payload page, GitlabEvent.Settings settings) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        boolean enough = false;
        for (Payload release : page.elements()) {
            if (release.isTrue("upcoming_release")) {
                continue;
            }
            Fact.Deployed released =
                    GitlabEvent.released(place.repo(), release.text("tag_name"), release, settings);
            if (released.at().isBefore(place.since())) {
                enough = true;
                break;
            }
            newest = Listing.later(newest, released.at());
            facts.add(released);
        }
        return new Listing(facts, List.of(), newest, enough);
    }

    static Detailed read(
            Place place, Detail detail, Payload answer, GitlabEvent.Settings settings) {
        if (!detail.isCommits()) {
            return pipeline(place, answer, settings);
        }
        List<Fact.Commit> commits =
                answer.elements().stream()
                        .map(each -> new Fact.Commit(each.text("id"), each.time("committed_date")))
                        .toList();
        // GitLab lists the newest first.
        return detail.said(place, commits.reversed());
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
}
