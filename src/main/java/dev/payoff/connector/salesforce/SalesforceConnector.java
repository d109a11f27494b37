package dev.payoff.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.ClientCredentials;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Pull;
import dev.payoff.connector.QueryTrials;
import dev.payoff.connector.RecordMap;
import dev.payoff.connector.Rest.Reply;
import dev.payoff.connector.Rest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs SOQL queries of the user's own making: what a satisfied customer or a closed deal is, each
 * Salesforce knows by other names. {@code {since}} in a query is where the last one ended.
 */
@ApplicationScoped
public class SalesforceConnector implements Pull {

    /** Where a query says from when on records are wanted. */
    static final String SINCE = "{since}";

    /** Pages of up to 2,000 records in one slice. */
    private static final int MAX_PAGES = 5;

    private static final int MAX_QUERY_CHARS = 4_000;
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Map<String, String> DEFAULTS =
            Map.of("changed", "SystemModstamp", "id", "Id");

    /** How much of the day's calls is used, as {@code Sforce-Limit-Info} has it. */
    private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,12})/(\\d{1,12})");

    /** What some pages brought; a refusal, or null. */
    private record Pages(
            List<JsonNode> records, boolean end, @Nullable Duration pause, Reply.@Nullable No no) {}

    private final Rest rest;
    private final ClientCredentials credentials;
    private final TimeAndChance time;

    SalesforceConnector(Rest rest, ClientCredentials credentials, TimeAndChance time) {
        this.rest = rest;
        this.credentials = credentials;
        this.time = time;
    }

    @Override
    public String kind() {
        return "salesforce";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        for (String name : RecordMap.parse(config, DEFAULTS, wrong).keySet()) {
            String soql = config.getJsonObject("queries").getJsonObject(name).getString("soql", "");
            if (soql.length() > MAX_QUERY_CHARS
                    || !soql.contains(SINCE)
                    || !soql.regionMatches(true, 0, "SELECT ", 0, 7)) {
                wrong.add(
                        new Violation(
                                "config.queries." + name + ".soql",
                                "is a SELECT of at most "
                                        + MAX_QUERY_CHARS
                                        + " characters with the condition 'SystemModstamp >= "
                                        + SINCE
                                        + "', ordered by it"));
            }
        }
        return wrong;
    }

    @Override
    public @Nullable String checkSeries(String series) {
        return series.isBlank() || series.length() > 60 ? "is the name of a query" : null;
    }

    @Override
    public Uni<Slice> fetch(Connection connection, Feed feed, Instant cursor, Instant now) {
        RecordMap map =
                RecordMap.parse(connection.config(), DEFAULTS, new ArrayList<>())
                        .get(feed.series());
        if (map == null) {
            return Uni.createFrom()
                    .item(new Slice.Failed("There is no query of this name any more."));
        }
        return pages(connection, query(connection, feed.series(), cursor), List.of(), MAX_PAGES)
                .map(pages ->
                        pages.no() == null
                                ? map.slice(
                                        pages.records(), pages.end(), cursor, now, pages.pause())
                                : new Slice.Failed(pages.no().reason(), pause(pages.no())));
    }

    private static @Nullable Duration pause(Reply.No no) {
        return no.reason().contains("REQUEST_LIMIT_EXCEEDED") ? PAUSE : no.pause();
    }

    private static String query(Connection connection, String name, Instant since) {
        String soql =
                connection
                        .config()
                        .getJsonObject("queries")
                        .getJsonObject(name)
                        .getString("soql")
                        // SOQL knows thousandths of a second, and its literals always have three.
                        .replace(SINCE, since.truncatedTo(ChronoUnit.SECONDS).toString());
        return "/services/data/"
                + connection.config().getString("version")
                + "/query?q="
                + Rest.encoded(soql);
    }

    private Uni<Pages> pages(Connection connection, String path, List<JsonNode> before, int left) {
        return get(connection, path)
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom().item(new Pages(List.of(), false, null, no));
                            case Reply.Json json -> {
                                List<JsonNode> records = new ArrayList<>(before);
                                json.body().node().path("records").forEach(records::add);
                                String next =
                                        Payload.plain(json.body().node().path("nextRecordsUrl"));
                                Duration pause =
                                        usedUp(
                                                        json.header("sforce-limit-info"),
                                                        connection
                                                                .config()
                                                                .getInteger("maxUsagePercent"))
                                                ? PAUSE
                                                : null;
                                boolean end = next.isEmpty();
                                yield end || left == 1 || pause != null
                                        ? Uni.createFrom()
                                                .item(new Pages(records, end, pause, null))
                                        : pages(connection, next, records, left - 1);
                            }
                        });
    }

    /** Whether so much of the day's calls is used that the rest is left to others. */
    static boolean usedUp(String limitInfo, int percent) {
        Matcher usage = USAGE.matcher(limitInfo);
        return usage.find()
                && Long.parseLong(usage.group(1)) * 100 >= Long.parseLong(usage.group(2)) * percent;
    }

    /** Runs each query from this moment on, so that a wrong name of a field is told. */
    @Override
    public Uni<Tried> test(Connection connection) {
        return QueryTrials.each(
                "Salesforce",
                List.copyOf(
                        RecordMap.parse(connection.config(), DEFAULTS, new ArrayList<>()).keySet()),
                name -> get(connection, query(connection, name, time.now())));
    }

    private Uni<Reply> get(Connection connection, String path) {
        String base = connection.config().getString("baseUrl");
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return credentials.with(
                new ClientCredentials.Grant(
                        URI.create(root + "/services/oauth2/token"),
                        connection.config().getString("clientId"),
                        connection.secrets().getOrDefault("clientSecret", ""),
                        null),
                token -> rest.get(connection, path, token));
    }
}
