package dev.payoff.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Pull;
import dev.payoff.connector.QueryTrials;
import dev.payoff.connector.RecordMap;
import dev.payoff.connector.Rest.Reply;
import dev.payoff.connector.Rest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches HubSpot's records by the user's filters, from where the last search ended. */
@ApplicationScoped
public class HubspotConnector implements Pull {

    /** The most that a search gives at a time. */
    static final int PAGE = 200;

    /** Pages in one slice: a search ends at 10,000 records, and another begins from there. */
    private static final int MAX_PAGES = 10;

    /** HubSpot allows ten filters in a group, of which one is ours. */
    private static final int MAX_FILTERS = 9;

    private static final Duration PAUSE = Duration.ofHours(1);

    /** Part of the day's calls that is left to others, as one in so many. */
    private static final int LEFT_TO_OTHERS = 20;

    private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Map<String, String> DEFAULTS =
            Map.of("changed", "properties.hs_lastmodifieddate", "id", "id");

    /** What some pages brought; a refusal, or null. */
    private record Pages(
            List<JsonNode> records, boolean end, @Nullable Duration pause, Reply.@Nullable No no) {}

    private final Rest rest;
    private final TimeAndChance time;

    HubspotConnector(Rest rest, TimeAndChance time) {
        this.rest = rest;
        this.time = time;
    }

    @Override
    public String kind() {
        return "hubspot";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        for (String name : maps(config, wrong).keySet()) {
            JsonObject query = config.getJsonObject("queries").getJsonObject(name);
            String at = "config.queries." + name;
            if (!(query.getValue("object") instanceof String object)
                    || !OBJECT.matcher(object).matches()) {
                wrong.add(
                        new Violation(
                                at + ".object",
                                "is a type of object, such as feedback_submissions"));
            }
            if (query.getValue("filters") != null
                    && !(query.getValue("filters") instanceof JsonArray filters
                            && filters.size() <= MAX_FILTERS
                            && filters.stream().allMatch(JsonObject.class::isInstance))) {
                wrong.add(
                        new Violation(
                                at + ".filters",
                                "is a list of at most "
                                        + MAX_FILTERS
                                        + " of HubSpot's filters {\"propertyName\", \"operator\", \"value\"}"));
            }
        }
        return wrong;
    }

    /** Fields are properties of a record, and stand under that name. */
    private static Map<String, RecordMap> maps(JsonObject config, List<Violation> wrong) {
        Map<String, RecordMap> maps = RecordMap.parse(config, DEFAULTS, wrong);
        maps.replaceAll((name, map) ->
                new RecordMap(
                        property(map.value()),
                        property(map.time()),
                        property(map.changed()),
                        map.id(),
                        map.as(),
                        map.satisfiedFrom()));
        return maps;
    }

    private static String property(String field) {
        return field.isEmpty() || field.startsWith("properties.") ? field : "properties." + field;
    }

    private static String bare(String field) {
        return field.startsWith("properties.") ? field.substring("properties.".length()) : field;
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return series.isBlank() || series.length() > 60 ? "is the name of a query" : null;
    }

    @Override
    public Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now) {
        RecordMap map = maps(connection.config(), new ArrayList<>()).get(feed.series());
        if (map == null) {
            return Uni.createFrom()
                    .item(new Slice.Failed("There is no query of this name any more."));
        }
        return pages(connection, feed.series(), map, cursor, null, List.of(), MAX_PAGES)
                .map(pages ->
                        pages.no() == null
                                ? map.slice(
                                        pages.records(), pages.end(), cursor, now, pages.pause())
                                : new Slice.Failed(pages.no().reason(), pages.no().pause()));
    }

    private Uni<Pages> pages(
            Connection connection,
            String name,
            RecordMap map,
            Instant since,
            @Nullable String after,
            List<JsonNode> before,
            int left) {
        return search(connection, name, map, since, after)
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom().item(new Pages(List.of(), false, null, no));
                            case Reply.Json json -> {
                                List<JsonNode> records = new ArrayList<>(before);
                                json.body().node().path("results").forEach(records::add);
                                String next =
                                        Payload.plain(
                                                json.body()
                                                        .node()
                                                        .path("paging")
                                                        .path("next")
                                                        .path("after"));
                                Duration pause = usedUp(json) ? PAUSE : null;
                                boolean end = next.isEmpty();
                                yield end || left == 1 || pause != null
                                        ? Uni.createFrom()
                                                .item(new Pages(records, end, pause, null))
                                        : pages(
                                                connection,
                                                name,
                                                map,
                                                since,
                                                next,
                                                records,
                                                left - 1);
                            }
                        });
    }

    /** Whether so much of the day's calls is used that the rest is left to others. */
    private static boolean usedUp(Reply.Json json) {
        String all = json.header("x-hubspot-ratelimit-daily");
        String left = json.header("x-hubspot-ratelimit-daily-remaining");
        return all.matches("\\d{1,12}")
                && left.matches("\\d{1,12}")
                && Long.parseLong(left) * LEFT_TO_OTHERS < Long.parseLong(all);
    }

    private Uni<Reply> search(
            Connection connection,
            String name,
            RecordMap map,
            Instant since,
            @Nullable String after) {
        JsonObject query = connection.config().getJsonObject("queries").getJsonObject(name);
        String changed = bare(map.changed());
        JsonArray filters = query.getJsonArray("filters", new JsonArray()).copy();
        filters.add(
                new JsonObject()
                        .put("propertyName", changed)
                        .put("operator", "GTE")
                        .put("value", Long.toString(since.toEpochMilli())));
        Set<String> properties = new LinkedHashSet<>(List.of(bare(map.time()), changed));
        if (!map.value().isEmpty()) {
            properties.add(bare(map.value()));
        }
        JsonObject body =
                new JsonObject()
                        .put(
                                "filterGroups",
                                new JsonArray().add(new JsonObject().put("filters", filters)))
                        .put(
                                "sorts",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("propertyName", changed)
                                                        .put("direction", "ASCENDING")))
                        .put("properties", new JsonArray(List.copyOf(properties)))
                        .put("limit", PAGE);
        if (after != null) {
            body.put("after", after);
        }
        return rest.post(
                connection,
                "/crm/v3/objects/" + query.getString("object") + "/search",
                Rest.bearer(connection.secrets().getOrDefault("token", "")),
                body);
    }

    /** Runs each query from this moment on, so that a wrong name or a missing right is told. */
    @Override
    public Uni<Tried> test(Connection connection) {
        Map<String, RecordMap> maps = maps(connection.config(), new ArrayList<>());
        return QueryTrials.each(
                "HubSpot",
                List.copyOf(maps.keySet()),
                name ->
                        search(
                                connection,
                                name,
                                Objects.requireNonNull(maps.get(name)),
                                time.now(),
                                null));
    }
}
