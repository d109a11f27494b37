package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.FactPull.Detail;
import dev.payoff.connector.FactPull.Detailed;
import dev.payoff.connector.FactPull.Listing;
import dev.payoff.connector.FactPull.Place;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks delivery systems for pages of facts. Each round begins with the repository and the newest
 * page, both asked for by ETag: where nothing changed the answer is 304, which GitHub does not
 * count. What a stream keeps between its pages is in its {@link Walk}'s memo: the repository and
 * its ETag, the details that did not say all yet, and the connector's own state of the round.
 */
@ApplicationScoped
public class FactPages {

    /** Pages of one stream in one round, after which something is wrong. */
    static final int MAX_PAGES = 10_000;

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
        Fact.Repo known = walk.repo();
        if (!walk.begins() && known != null) {
            return list(work, known);
        }
        String etag = known == null ? null : walk.memo().getString("repoEtag");
        return rest.get(connection, pull.repoPath(repository), headers(pull, connection, etag))
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no when no.status() == 304 && known != null ->
                                    list(work, known);
                            case Reply.No no -> Uni.createFrom().item(failed(no));
                            case Reply.Json json -> described(work, json);
                        });
    }

    private Uni<Page> described(Work work, Reply.Json json) {
        try {
            Fact.Repo repo = work.pull().repo(json.body());
            Walk walk = work.walk().of(repo, json.header("etag"));
            return list(new Work(work.pull(), work.connection(), work.stream(), walk), repo);
        } catch (Payload.Unusable e) {
            return Uni.createFrom().item(unreadable(e));
        }
    }

    private Uni<Page> list(Work work, Fact.Repo repo) {
        Walk walk = work.walk();
        if (walk.memo().getInteger("pages", 0) >= MAX_PAGES) {
            return Uni.createFrom()
                    .item(
                            new Page.Failed(
                                    "It has more than "
                                            + MAX_PAGES
                                            + " pages; take a shorter back-fill.",
                                    false,
                                    null));
        }
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
        List<Detail> before = walk.open();
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
                                    memo.remove("pages");
                                } else {
                                    memo.put("state", listing.state());
                                    memo.put("pages", memo.getInteger("pages", 0) + 1);
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
            JsonObject memo = work.walk().memo().copy().put("open", Walk.kept(gathered.open()));
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

    static Map<String, String> headers(
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

    /** What a refusal means for whoever set the connection up. */
    static String reason(Reply.No no) {
        return no.status() == 301
                ? "HTTP 301: it was renamed or moved; set the repository to what it is called now."
                : no.reason();
    }

    private static Page unreadable(Payload.Unusable e) {
        return new Page.Failed(
                "The answer cannot be read; is the base URL right? " + e.reason(), false, null);
    }
}
