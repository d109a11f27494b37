package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Connector.Tried;
import dev.payoff.connector.FactPull.Detail;
import dev.payoff.connector.FactPull.Detailed;
import dev.payoff.connector.FactPull.Listing;
import dev.payoff.connector.FactPull.Place;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks delivery systems for pages of facts. Each round begins with the repository and the newest
 * page, both asked for by ETag: where nothing changed the answer is 304, which GitHub does not
 * count. What a stream keeps between its pages is in its {@link Walk}'s memo: the repository and
 * its ETag, the details that did not say all yet, and the connector's own state of the round.
 */
@ApplicationScoped
public class FactPages {

    /** Details that are asked for again; more are given up, the oldest first. */
    static final int MAX_OPEN = 50;

    private static final int MAX_TRIED = 10;

    /** What is wrong with one stream only. */
    private static final Set<Integer> OF_THE_STREAM = Set.of(301, 404, 409, 410, 422, 451);

    /** What a page came to. */
    sealed interface Page {

        /**
         * Facts.
         *
         * @param walk where it goes on; a round has ended where it begins
         * @param pause how long the system asks to be left alone, or null
         */
        record Facts(List<Fact> facts, Walk walk, @Nullable Duration pause) implements Page {}

        /**
         * None, and why.
         *
         * @param everywhere whether the other streams of the connection would fare the same
         */
        record Failed(String reason, boolean everywhere, @Nullable Duration pause)
                implements Page {}
    }

    /** A page on its way: what was asked, and what of it is there already. */
    private record Work(FactPull pull, Connection connection, String stream, Walk walk) {}

    private record Gathered(List<Fact> facts, List<Detail> open, @Nullable Duration pause) {}

    private final Rest rest;
    private final TimeAndChance time;

    FactPages(Rest rest, TimeAndChance time) {
        this.rest = rest;
        this.time = time;
    }

    /** Asks for the next page of a stream of a repository. */
    Uni<Page> page(
            FactPull pull, Connection connection, String repository, String stream, Walk walk) {
        Work work = new Work(pull, connection, stream, walk);
        JsonObject known = walk.memo().getJsonObject("repo");
        if (!walk.begins() && known != null) {
            return list(work, repo(known));
        }
        String etag = known == null ? null : walk.memo().getString("repoEtag");
        return rest.get(connection, pull.repoPath(repository), headers(pull, connection, etag))
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no when no.status() == 304 && known != null ->
                                    list(work, repo(known));
                            case Reply.No no -> Uni.createFrom().item(failed(no));
                            case Reply.Json json -> described(work, json);
                        });
    }

    private Uni<Page> described(Work work, Reply.Json json) {
        try {
            Fact.Repo repo = work.pull().repo(json.body());
            JsonObject memo =
                    work.walk()
                            .memo()
                            .copy()
                            .put(
                                    "repo",
                                    new JsonObject()
                                            .put("id", repo.id())
                                            .put("name", repo.name())
                                            .put("branch", repo.defaultBranch()))
                            .put("repoEtag", json.header("etag"));
            Walk walk = work.walk();
            return list(
                    new Work(
                            work.pull(),
                            work.connection(),
                            work.stream(),
                            new Walk(
                                    walk.since(),
                                    walk.newest(),
                                    walk.next(),
                                    walk.etag(),
                                    walk.etagOf(),
                                    memo)),
                    repo);
        } catch (Payload.Unusable e) {
            return Uni.createFrom().item(unreadable(e));
        }
    }

    private Uni<Page> list(Work work, Fact.Repo repo) {
        Walk walk = work.walk();
        Place place =
                new Place(
                        repo,
                        walk.since(),
                        walk.memo().getJsonObject("state", new JsonObject()),
                        work.connection().config());
        String path = walk.next() == null ? work.pull().newest(work.stream(), place) : walk.next();
        String etag = walk.begins() && path.equals(walk.etagOf()) ? walk.etag() : null;
        return rest.get(work.connection(), path, headers(work.pull(), work.connection(), etag))
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no when no.status() == 304 ->
                                    finish(
                                            work,
                                            place,
                                            walk,
                                            new Listing(
                                                    List.of(),
                                                    List.of(),
                                                    null,
                                                    true,
                                                    place.state()),
                                            null,
                                            no.pause());
                            case Reply.No no -> Uni.createFrom().item(failed(no));
                            case Reply.Json json -> read(work, place, path, json);
                        });
    }

    private Uni<Page> read(Work work, Place place, String path, Reply.Json json) {
        try {
            String next = json.next();
            Listing listing = work.pull().read(work.stream(), place, json.body(), next == null);
            Walk walk =
                    work.walk().begins()
                            ? work.walk().first(path, json.header("etag"))
                            : work.walk();
            return finish(work, place, walk, listing, listing.enough() ? null : next, json.pause());
        } catch (Payload.Unusable e) {
            return Uni.createFrom().item(unreadable(e));
        }
    }

    /** Asks for what is missing, then tells where it goes on. */
    private Uni<Page> finish(
            Work work,
            Place place,
            Walk walk,
            Listing listing,
            @Nullable String next,
            @Nullable Duration pause) {
        Map<String, Detail> details = new LinkedHashMap<>();
        List<Detail> before = open(walk.memo());
        if (walk.begins()) {
            before.forEach(detail -> details.put(detail.path(), detail));
        }
        listing.details().forEach(detail -> details.put(detail.path(), detail));
        List<Detail> later = walk.begins() ? List.of() : before;
        return details(
                        work,
                        place,
                        List.copyOf(details.values()),
                        0,
                        new Gathered(listing.facts(), later, pause))
                .map(outcome ->
                        switch (outcome) {
                            case Page.Failed failed -> failed;
                            case Page.Facts facts -> {
                                JsonObject memo = facts.walk().memo();
                                if (next == null) {
                                    memo.remove("state");
                                } else {
                                    memo.put("state", listing.state());
                                }
                                yield new Page.Facts(
                                        facts.facts(),
                                        walk.after(seen(listing.newest()), next, memo),
                                        facts.pause());
                            }
                        });
    }

    /** A commit may be dated in the future; what comes until then must not pass for seen. */
    private @Nullable Instant seen(@Nullable Instant newest) {
        Instant now = time.now();
        return newest != null && newest.isAfter(now) ? now : newest;
    }

    private Uni<Page> details(
            Work work, Place place, List<Detail> details, int at, Gathered gathered) {
        if (at == details.size()) {
            JsonObject memo = work.walk().memo().copy().put("open", toJson(gathered.open()));
            return Uni.createFrom()
                    .item(
                            new Page.Facts(
                                    gathered.facts(),
                                    work.walk().after(null, null, memo),
                                    gathered.pause()));
        }
        Detail detail = details.get(at);
        return rest.get(
                        work.connection(),
                        detail.path(),
                        headers(work.pull(), work.connection(), null))
                .chain(reply -> {
                    Detailed detailed;
                    Duration pause = gathered.pause();
                    switch (reply) {
                        // It was deleted meanwhile.
                        case Reply.No no when no.status() == 404 ->
                                detailed = new Detailed(List.of(), true);
                        case Reply.No no -> {
                            return Uni.createFrom().item(failed(no));
                        }
                        case Reply.Json json -> {
                            try {
                                detailed = work.pull().read(place, detail, json.body());
                            } catch (Payload.Unusable e) {
                                return Uni.createFrom().item(unreadable(e));
                            }
                            pause = json.pause() == null ? pause : json.pause();
                        }
                    }
                    List<Fact> facts = new ArrayList<>(gathered.facts());
                    facts.addAll(detailed.facts());
                    List<Detail> open = new ArrayList<>(gathered.open());
                    if (!detailed.all() && detail.until().isAfter(time.now())) {
                        open.add(detail);
                    }
                    return details(work, place, details, at + 1, new Gathered(facts, open, pause));
                });
    }

    /** Whether the first of the repositories can be read with the token. */
    public Uni<Tried> test(FactPull pull, Connection connection, String fine) {
        List<String> repositories = repositories(connection.config());
        return test(
                pull,
                connection,
                repositories.subList(0, Math.min(MAX_TRIED, repositories.size())),
                fine);
    }

    private Uni<Tried> test(FactPull pull, Connection connection, List<String> left, String fine) {
        if (left.isEmpty()) {
            return Uni.createFrom().item(new Tried(true, fine));
        }
        return rest.get(connection, pull.repoPath(left.getFirst()), headers(pull, connection, null))
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom()
                                            .item(
                                                    new Tried(
                                                            false,
                                                            left.getFirst() + ": " + reason(no)));
                            case Reply.Json json ->
                                    test(pull, connection, left.subList(1, left.size()), fine);
                        });
    }

    /**
     * What is wrong with the repositories of a connection.
     *
     * @param name of a repository
     * @param example how one is written
     */
    public static List<Violation> check(JsonObject config, Pattern name, String example) {
        List<String> repositories = repositories(config);
        if (repositories.isEmpty() && config.getString(FactPull.TOKEN) != null) {
            return List.of(
                    new Violation("config.repositories", "is needed where there is a token"));
        }
        return repositories.stream().allMatch(each -> name.matcher(each).matches())
                ? List.of()
                : List.of(new Violation("config.repositories", "is a list of " + example));
    }

    /** The repositories that a connection asks for. */
    static List<String> repositories(JsonObject config) {
        return config.getJsonArray("repositories", new JsonArray()).stream()
                .map(String::valueOf)
                .distinct()
                .toList();
    }

    private static Map<String, String> headers(
            FactPull pull, Connection connection, @Nullable String etag) {
        Map<String, String> headers = new HashMap<>(pull.headers(connection));
        if (etag != null && !etag.isEmpty()) {
            headers.put("If-None-Match", etag);
        }
        return headers;
    }

    private static Page failed(Reply.No no) {
        boolean here =
                OF_THE_STREAM.contains(no.status()) || no.status() == 403 && no.pause() == null;
        return new Page.Failed(reason(no), !here, no.pause());
    }

    private static String reason(Reply.No no) {
        return no.status() == 301
                ? "HTTP 301: it was renamed or moved; set the repository to what it is called now."
                : no.reason();
    }

    private static Page unreadable(Payload.Unusable e) {
        return new Page.Failed(
                "The answer cannot be read; is the base URL right? " + e.reason(), false, null);
    }

    private static Fact.Repo repo(JsonObject known) {
        return new Fact.Repo(
                known.getLong("id"), known.getString("name"), known.getString("branch"));
    }

    private static List<Detail> open(JsonObject memo) {
        List<Detail> open = new ArrayList<>();
        JsonArray kept = memo.getJsonArray("open", new JsonArray());
        for (int i = 0; i < kept.size(); i++) {
            JsonObject each = kept.getJsonObject(i);
            open.add(
                    new Detail(
                            each.getString("path"),
                            Instant.parse(each.getString("until")),
                            each.getJsonObject("of")));
        }
        return open;
    }

    private static JsonArray toJson(List<Detail> open) {
        JsonArray kept = new JsonArray();
        open.stream()
                .skip(Math.max(0, open.size() - MAX_OPEN))
                .forEach(detail ->
                        kept.add(
                                new JsonObject()
                                        .put("path", detail.path())
                                        .put("until", detail.until().toString())
                                        .put("of", detail.of())));
        return kept;
    }
}
