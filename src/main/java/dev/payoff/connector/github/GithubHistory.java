package dev.payoff.connector.github;

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
 * Reads GitHub's API (docs.github.com/rest) into the facts that its webhooks tell, with the same
 * identities; pure. Lists come newest first: what is added meanwhile then moves things to later
 * pages, where they are read twice and not missed.
 */
final class GithubHistory {

    /** A commit that lay on a branch for longer before it was merged is not looked for. */
    static final Duration LONGEST_BRANCH = Duration.ofDays(30);

    /** A run that goes on for longer is not seen to its end. */
    static final Duration LONGEST_RUN = Duration.ofDays(3);

    /** A deployment without a last status is looked at for so long. */
    static final Duration LONGEST_DEPLOYMENT = Duration.ofDays(7);

    private static final String TAG = "tag";

    private GithubHistory() {}

    static String newest(String stream, Place place) {
        Fact.Repo repo = place.repo();
        Instant since = place.since();
        String of = "/repos/" + repo.name() + "/";
        return switch (stream) {
            case "commits" ->
                    of
                            + "commits?per_page=100&sha="
                            + Rest.encoded(repo.defaultBranch())
                            + "&since="
                            + seconds(since.minus(LONGEST_BRANCH));
            // Each merged one is asked for its commits besides, so a page is short.
            case "pulls" -> of + "pulls?state=closed&sort=updated&direction=desc&per_page=30";
            case "issues" ->
                    of
                            + "issues?state=all&sort=updated&direction=desc&per_page=100&since="
                            + seconds(since);
            case "runs" ->
                    of
                            + "actions/runs?status=completed&per_page=50&created="
                            + Rest.encoded(">=" + seconds(since.minus(LONGEST_RUN)));
            case "deployments" -> of + "deployments?per_page=30";
            // Each new one is asked for its commit besides, so a page is short.
            case "releases" -> of + "releases?per_page=30";
            default -> throw new IllegalArgumentException(stream);
        };
    }

    private static String seconds(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond()).toString();
    }

    static Listing read(
            String stream, Place place, Payload page, boolean last, GithubEvent.Settings settings) {
        return switch (stream) {
            case "commits" -> commits(place, page, last);
            case "pulls" -> pulls(place, page);
            case "issues" -> issues(place, page, settings);
            case "runs" -> runs(place, page, settings);
            case "deployments" -> deployments(place, page);
            case "releases" -> releases(place, page, settings);
            default -> throw new IllegalArgumentException(stream);
        };
    }

    private static Listing commits(Place place, Payload page, boolean last) {
        List<MainLine.Listed> commits = new ArrayList<>();
        for (Payload commit : page.elements()) {
            List<String> parents =
                    commit.each("parents").stream().map(parent -> parent.text("sha")).toList();
            commits.add(new MainLine.Listed(commit.text("sha"), parents, committed(commit)));
        }
        return MainLine.read(place, commits, last);
    }

    private static Instant committed(Payload commit) {
        return commit.at("commit").at("committer").time("date");
    }

    private static Listing pulls(Place place, Payload page) {
        List<Fact> facts = new ArrayList<>();
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload pull : page.elements()) {
            Instant updated = pull.time("updated_at");
            newest = Listing.later(newest, updated);
            if (updated.isBefore(place.since())) {
                return new Listing(facts, details, newest, true);
            }
            if (!pull.has("merged_at") || !pull.has("merge_commit_sha")) {
                continue;
            }
            Fact.PullMerged merged = GithubEvent.merged(place.repo(), pull);
            facts.add(merged);
            Payload home = pull.at("head").at("repo");
            // A fork's branch may be called like one of ours.
            if (home.has("id") && home.number("id") == place.repo().id()) {
                details.add(
                        Detail.commits(
                                "/repos/"
                                        + place.repo().name()
                                        + "/pulls/"
                                        + merged.number()
                                        + "/commits?per_page=100",
                                merged));
            }
        }
        return new Listing(facts, details, newest, false);
    }

    private static Listing issues(Place place, Payload page, GithubEvent.Settings settings) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload issue : page.elements()) {
            newest = Listing.later(newest, issue.time("updated_at"));
            if (!issue.has("pull_request")) {
                facts.add(GithubEvent.issue(place.repo(), issue, false, settings));
            }
        }
        return new Listing(facts, List.of(), newest, false);
    }

    private static Listing runs(Place place, Payload page, GithubEvent.Settings settings) {
        List<Fact> facts = new ArrayList<>();
        Instant newest = null;
        for (Payload run : page.each("workflow_runs")) {
            Instant updated = run.time("updated_at");
            newest = Listing.later(newest, updated);
            if (!updated.isBefore(place.since())
                    && GithubEvent.run(place.repo(), run, run, settings)
                            instanceof GithubEvent.Told told) {
                facts.add(told.fact());
            }
        }
        return new Listing(facts, List.of(), newest, false);
    }

    private static Listing deployments(Place place, Payload page) {
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload deployment : page.elements()) {
            Instant created = deployment.time("created_at");
            newest = Listing.later(newest, created);
            if (created.isBefore(place.since())) {
                return new Listing(List.of(), details, newest, true);
            }
            long id = deployment.number("id");
            details.add(
                    new Detail(
                            "/repos/"
                                    + place.repo().name()
                                    + "/deployments/"
                                    + id
                                    + "/statuses?per_page=100",
                            created.plus(LONGEST_DEPLOYMENT),
                            new JsonObject()
                                    .put("id", id)
                                    .put("environment", deployment.text("environment"))
                                    .put("sha", deployment.text("sha"))
                                    .put("ref", deployment.text("ref"))));
        }
        return new Listing(List.of(), details, newest, false);
    }

    /**
     * What is listed follows the commits' times and not those of publication, so reading ends only
     * with a page of which nothing is new. The commit is the tag's, which the list does not tell.
     */
    private static Listing releases(Place place, Payload page, GithubEvent.Settings settings) {
        List<Detail> details = new ArrayList<>();
        Instant newest = null;
        for (Payload release : page.elements()) {
            Instant published = release.timeOrNull("published_at");
            if (published == null || !GithubEvent.counts(release)) {
                continue;
            }
            newest = Listing.later(newest, published);
            if (!published.isBefore(place.since())) {
                String tag = release.text("tag_name");
                details.add(
                        new Detail(
                                "/repos/"
                                        + place.repo().name()
                                        + "/commits/"
                                        + Rest.encoded("tags/" + tag),
                                published,
                                new JsonObject()
                                        .put(TAG, tag)
                                        .put("environment", settings.releaseEnvironment())
                                        .put("at", published.toString())));
            }
        }
        return new Listing(List.of(), details, newest, newest != null && details.isEmpty());
    }

    static Detailed read(Place place, Detail detail, Payload answer) {
        if (detail.of().containsKey(TAG)) {
            return new Detailed(
                    List.of(
                            GithubEvent.released(
                                    place.repo(),
                                    detail.of().getString(TAG),
                                    detail.of().getString("environment"),
                                    answer.text("sha"),
                                    Fact.State.SUCCEEDED,
                                    Instant.parse(detail.of().getString("at")))),
                    true);
        }
        return detail.isCommits()
                ? detail.said(
                        place,
                        answer.elements().stream()
                                .map(commit ->
                                        new Fact.Commit(commit.text("sha"), committed(commit)))
                                .toList())
                : statuses(place, detail, answer);
    }

    private static Detailed statuses(Place place, Detail detail, Payload answer) {
        List<Fact> facts = new ArrayList<>();
        boolean all = false;
        for (Payload status : answer.elements()) {
            String said = status.text("state");
            Fact.State state = GithubEvent.state(said);
            all |= state != Fact.State.BEGUN || said.equals("inactive");
            if (state != Fact.State.BEGUN) {
                facts.add(
                        new Fact.Deployed(
                                place.repo(),
                                "d" + detail.of().getLong("id"),
                                detail.of().getString("environment"),
                                detail.of().getString("sha"),
                                GithubEvent.branch(detail.of().getString("ref")),
                                state,
                                status.time("created_at")));
            }
        }
        return new Detailed(facts, all);
    }
}
