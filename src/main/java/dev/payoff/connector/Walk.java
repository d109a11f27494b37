package dev.payoff.connector;

import dev.payoff.connector.FactPull.Detail;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of one stream of an outside system has come. A stream is read in rounds, each
 * from the newest page back to what the round before had seen. All times are the outside system's
 * own, so that its clock may differ from ours.
 *
 * @param since what changed at this time or later is to be read
 * @param newest of what was seen in this round; null where nothing was yet
 * @param next address of the next page; null where a round begins
 * @param etag of the first page when it was last had, or null
 * @param etagOf the address that the etag belongs to, or null
 * @param memo what else the reading keeps: see {@link FactPages}
 */
record Walk(
        Instant since,
        @Nullable Instant newest,
        @Nullable String next,
        @Nullable String etag,
        @Nullable String etagOf,
        JsonObject memo) {

    /** Details that are asked for again; more are given up, the oldest first. */
    static final int MAX_OPEN = 50;

    /** Nothing was read yet. */
    static Walk from(Instant since) {
        return new Walk(since, null, null, null, null, new JsonObject());
    }

    static Walk of(JsonObject kept) {
        String newest = kept.getString("newest");
        return new Walk(
                Instant.parse(kept.getString("since")),
                newest == null ? null : Instant.parse(newest),
                kept.getString("next"),
                kept.getString("etag"),
                kept.getString("etagOf"),
                kept.getJsonObject("memo"));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("since", since.toString())
                .put("newest", newest == null ? null : newest.toString())
                .put("next", next)
                .put("etag", etag)
                .put("etagOf", etagOf)
                .put("memo", memo);
    }

    boolean begins() {
        return next == null;
    }

    /** The same after a page was had from this address. */
    Walk first(String address, String tag) {
        return new Walk(since, newest, next, tag.isEmpty() ? null : tag, address, memo);
    }

    /** After a page; the round ends where there is no next one. */
    Walk after(@Nullable Instant seen, @Nullable String nextPage, JsonObject kept) {
        Instant latest = later(newest, seen);
        return nextPage == null
                ? new Walk(
                        latest != null && latest.isAfter(since) ? latest : since,
                        null,
                        null,
                        etag,
                        etagOf,
                        kept)
                : new Walk(since, latest, nextPage, etag, etagOf, kept);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }

    /** The repository that is read; null where it is not known yet. */
    Fact.@Nullable Repo repo() {
        JsonObject known = memo.getJsonObject("repo");
        return known == null
                ? null
                : new Fact.Repo(
                        known.getLong("id"), known.getString("name"), known.getString("branch"));
    }

    /** The same of a repository that described itself. */
    Walk of(Fact.Repo repo, String tag) {
        JsonObject known =
                new JsonObject()
                        .put("id", repo.id())
                        .put("name", repo.name())
                        .put("branch", repo.defaultBranch());
        JsonObject kept = memo.copy().put("repo", known).put("repoEtag", tag);
        return new Walk(since, newest, next, etag, etagOf, kept);
    }

    /** The details that did not say all yet. */
    List<Detail> open() {
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

    /** Details as they are kept: the last ones. */
    static JsonArray kept(List<Detail> open) {
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
