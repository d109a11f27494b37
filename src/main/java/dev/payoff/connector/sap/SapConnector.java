package dev.payoff.connector.sap;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.ClientCredentials;
import dev.payoff.connector.Connection;
import dev.payoff.connector.CostPull;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Payload;
import dev.payoff.connector.ProjectRules;
import dev.payoff.connector.Rest;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks an S/4HANA for what was posted in a month, by cost centre, WBS element and account. */
@ApplicationScoped
public class SapConnector implements CostPull {

    private final Rest rest;
    private final ClientCredentials credentials;
    private final TimeAndChance time;

    SapConnector(Rest rest, ClientCredentials credentials, TimeAndChance time) {
        this.rest = rest;
        this.credentials = credentials;
        this.time = time;
    }

    @Override
    public String kind() {
        return "sap";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        SapQuery query = SapQuery.parse(config, wrong);
        ProjectRules.parse(
                config,
                query.dimensions()::contains,
                "one of dimensions, " + query.dimensions(),
                wrong);
        List<String> needed =
                switch (config.getString("auth")) {
                    case "basic" -> List.of("username");
                    case "oauth" -> List.of("tokenUrl", "clientId");
                    default -> List.of();
                };
        for (String name : needed) {
            if (config.getString(name) == null) {
                wrong.add(
                        new Violation(
                                "config." + name,
                                "is needed where auth is " + config.getString("auth")));
            }
        }
        return wrong;
    }

    @Override
    public Uni<Page> page(Connection connection, YearMonth month, @Nullable String after) {
        SapQuery query = SapQuery.parse(connection.config(), new ArrayList<>());
        ODataPage.At at = ODataPage.At.parse(after);
        String asked = at.link() == null ? query.page(month, at.skip()) : at.link();
        return get(connection, query.path() + "?" + asked)
                .map(reply ->
                        switch (reply) {
                            case Reply.No no -> new Page.Failed(no.reason(), no.pause());
                            case Reply.Json json -> {
                                try {
                                    yield ODataPage.read(
                                            json.body(),
                                            query,
                                            month,
                                            at,
                                            accounts(connection.config()));
                                } catch (Payload.Unusable e) {
                                    yield new Page.Failed(e.reason(), null);
                                }
                            }
                        });
    }

    private static List<Glob> accounts(JsonObject config) {
        return config.getJsonArray("accounts", new JsonArray()).stream()
                .map(each -> new Glob(String.valueOf(each), false))
                .toList();
    }

    /** Asks for this month just as a reading would, so that a wrong name of a property is told. */
    @Override
    public Uni<Tried> test(Connection connection) {
        SapQuery query = SapQuery.parse(connection.config(), new ArrayList<>());
        YearMonth month = YearMonth.from(time.now().atOffset(ZoneOffset.UTC));
        return get(connection, query.path() + "?" + query.page(month, 0))
                .map(reply ->
                        switch (reply) {
                            case Reply.No no -> new Tried(false, no.reason());
                            case Reply.Json json -> {
                                try {
                                    int rows = ODataPage.rows(json.body()).size();
                                    yield new Tried(
                                            true,
                                            "The service answers; it has "
                                                    + (rows < SapQuery.PAGE ? "" : "at least ")
                                                    + rows
                                                    + " entries of "
                                                    + month
                                                    + ".");
                                } catch (Payload.Unusable e) {
                                    yield new Tried(false, e.reason());
                                }
                            }
                        });
    }

    private Uni<Reply> get(Connection connection, String path) {
        JsonObject config = connection.config();
        Map<String, String> secrets = connection.secrets();
        String client = config.getString("client");
        Map<String, String> headers = client == null ? Map.of() : Map.of("sap-client", client);
        return switch (config.getString("auth")) {
            case "oauth" ->
                    credentials.with(
                            new ClientCredentials.Grant(
                                    URI.create(config.getString("tokenUrl")),
                                    config.getString("clientId"),
                                    secrets.getOrDefault("clientSecret", ""),
                                    config.getString("scope")),
                            token -> rest.get(connection, path, both(headers, token)));
            case "apikey" ->
                    rest.get(
                            connection,
                            path,
                            both(headers, Map.of("APIKey", secrets.getOrDefault("apiKey", ""))));
            default ->
                    rest.get(
                            connection,
                            path,
                            both(
                                    headers,
                                    Rest.basic(
                                            config.getString("username"),
                                            secrets.getOrDefault("password", ""))));
        };
    }

    private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }
}
