package dev.payoff.connector.odoo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Rest;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls to methods of Odoo's models: by JSON-2, or by JSON-RPC where that is set or where there is
 * no JSON-2.
 */
@ApplicationScoped
class OdooCalls {

    private final Rest rest;

    OdooCalls(Rest rest) {
        this.rest = rest;
    }

    /** {@code search_read} of a model; the reply's body is the list of rows. */
    Uni<Reply> read(Connection connection, String model, JsonObject query) {
        return switch (connection.config().getString("api")) {
            case "json2" -> json2(connection, model, query);
            case "jsonrpc" -> rpc(connection, model, query);
            default ->
                    json2(connection, model, query)
                            .chain(reply ->
                                    reply instanceof Reply.No no && no.status() == 404
                                            ? rpc(connection, model, query)
                                            : Uni.createFrom().item(reply));
        };
    }

    private Uni<Reply> json2(Connection connection, String model, JsonObject query) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "bearer " + key(connection));
        String database = connection.config().getString("database");
        if (database != null) {
            headers.put("X-Odoo-Database", database);
        }
        return rest.post(connection, "/json/2/" + model + "/search_read", headers, query);
    }

    /** A login for the user's number first: it is cheap, and a number kept could be another's. */
    private Uni<Reply> rpc(Connection connection, String model, JsonObject query) {
        String database = connection.config().getString("database");
        String login = connection.config().getString("login");
        if (database == null || login == null) {
            return Uni.createFrom()
                    .item(
                            new Reply.No(
                                    404,
                                    "There is no JSON-2 interface (Odoo before 19?); for JSON-RPC set"
                                            + " database and login.",
                                    null));
        }
        JsonArray identity =
                new JsonArray().add(database).add(login).add(key(connection)).add(new JsonObject());
        return call(connection, "common", "authenticate", identity)
                .chain(reply -> {
                    if (!(reply instanceof Reply.Json json)) {
                        return Uni.createFrom().item(reply);
                    }
                    JsonNode user = json.body().node();
                    if (!user.isIntegralNumber()) {
                        return Uni.createFrom()
                                .item(
                                        new Reply.No(
                                                401,
                                                "Odoo does not know this login with this key in this"
                                                        + " database.",
                                                null));
                    }
                    return call(
                            connection,
                            "object",
                            "execute_kw",
                            new JsonArray()
                                    .add(database)
                                    .add(user.longValue())
                                    .add(key(connection))
                                    .add(model)
                                    .add("search_read")
                                    .add(new JsonArray())
                                    .add(query));
                });
    }

    private Uni<Reply> call(
            Connection connection, String service, String method, JsonArray arguments) {
        JsonObject body =
                new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("method", "call")
                        .put("id", 1)
                        .put(
                                "params",
                                new JsonObject()
                                        .put("service", service)
                                        .put("method", method)
                                        .put("args", arguments));
        return rest.post(connection, "/jsonrpc", Map.of(), body).map(OdooCalls::result);
    }

    /** JSON-RPC tells errors with the status 200. */
    private static Reply result(Reply reply) {
        if (!(reply instanceof Reply.Json json)) {
            return reply;
        }
        Payload body = json.body();
        if (body.has("error")) {
            String message =
                    body.at("error")
                            .at("data")
                            .textOr("message", body.at("error").textOr("message", ""));
            return new Reply.No(200, "Odoo refuses: " + message, null);
        }
        return new Reply.Json(body.at("result"), json.headers());
    }

    private static String key(Connection connection) {
        return connection.secrets().getOrDefault("apiKey", "");
    }
}
