package dev.payoff.connector;

import dev.payoff.connector.FactPull.Listing;
import dev.payoff.connector.FactPull.Place;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out which commits reached a branch together, of a list of its commits; pure. A webhook
 * tells pushes; an API only tells commits, newest first, page by page. The line of first parents is
 * what the branch's head was at some time. Whatever else a commit of that line has behind it came
 * with that commit, with the earliest one that has it: a branch that was merged at noon was not
 * there at eleven, however old its commits are.
 *
 * <p>When a push was made is not told either. The time of its commit on the line stands for it,
 * never later than that of the next one on the line.
 */
public final class MainLine {

    /** Commits held back until all that came with them is known; then they go as they are. */
    static final int MAX_HELD = 500;

    /** A commit as it is listed. */
    public record Listed(String sha, List<String> parents, Instant committed) {}

    /**
     * Commits that reached the branch together, oldest first.
     *
     * @param at when they did
     */
    public record Arrival(Instant at, List<Fact.Commit> commits) {}

    private @Nullable String expected;
    private @Nullable Instant line;
    private final Map<String, Instant> brought = new HashMap<>();
    private final TreeMap<Instant, List<Fact.Commit>> held = new TreeMap<>();

    /**
     * Goes on where a page before ended.
     *
     * @param state what {@link #state} gave; empty at the newest commit
     */
    public MainLine(JsonObject state) {
        String time = state.getString("line");
        line = time == null ? null : Instant.parse(time);
        expected = state.getString("expected");
        JsonObject open = state.getJsonObject("brought", new JsonObject());
        open.fieldNames().forEach(sha -> brought.put(sha, Instant.parse(open.getString(sha))));
        JsonArray commits = state.getJsonArray("held", new JsonArray());
        for (int i = 0; i < commits.size(); i++) {
            JsonArray each = commits.getJsonArray(i);
            hold(Instant.parse(each.getString(0)), each.getString(1), each.getString(2));
        }
    }

    /**
     * Reads a page of commits of the default branch, newest first.
     *
     * @param last whether there is no page after it
     */
    public static Listing read(Place place, List<Listed> page, boolean last) {
        MainLine line = new MainLine(place.state());
        Instant newest = null;
        for (Listed commit : page) {
            line.add(commit);
            newest = Listing.later(newest, commit.committed());
        }
        List<Fact> facts = new ArrayList<>();
        for (Arrival arrival : line.complete(last)) {
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

    private void hold(Instant at, String sha, String committed) {
        held.computeIfAbsent(at, _ -> new ArrayList<>())
                .add(new Fact.Commit(sha, Instant.parse(committed)));
    }

    /** The next older commit. */
    public void add(Listed commit) {
        Instant told = brought.remove(commit.sha());
        Instant at;
        if (line == null || commit.sha().equals(expected)) {
            at = line == null || commit.committed().isBefore(line) ? commit.committed() : line;
            line = at;
            expected = commit.parents().isEmpty() ? null : commit.parents().getFirst();
        } else {
            // One that nothing led to, as what did lies outside of the list, stands for itself.
            at = told == null ? commit.committed() : told;
        }
        for (String parent : commit.parents()) {
            if (!parent.equals(expected)) {
                brought.merge(parent, at, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        hold(at, commit.sha(), commit.committed().toString());
    }

    /**
     * The arrivals that are complete now, newest first; they are not told again.
     *
     * @param all whether the list has ended, so that nothing more can come
     */
    public List<Arrival> complete(boolean all) {
        int size = held.values().stream().mapToInt(List::size).sum();
        boolean everything = all || size > MAX_HELD;
        Instant reached = line;
        List<Arrival> complete = new ArrayList<>();
        held.descendingMap()
                .forEach((at, commits) -> {
                    boolean passed = reached != null && at.isAfter(reached);
                    if (everything || passed && !brought.containsValue(at)) {
                        complete.add(new Arrival(at, List.copyOf(commits).reversed()));
                    }
                });
        complete.forEach(arrival -> held.remove(arrival.at()));
        complete.sort(Comparator.comparing(Arrival::at).reversed());
        return complete;
    }

    /** For the next page. */
    public JsonObject state() {
        JsonObject open = new JsonObject();
        brought.forEach((sha, at) -> open.put(sha, at.toString()));
        JsonArray commits = new JsonArray();
        held.forEach((at, each) ->
                each.forEach(commit ->
                        commits.add(
                                new JsonArray()
                                        .add(at.toString())
                                        .add(commit.sha())
                                        .add(commit.committed().toString()))));
        return new JsonObject()
                .put("line", line == null ? null : line.toString())
                .put("expected", expected)
                .put("brought", open)
                .put("held", commits);
    }
}
