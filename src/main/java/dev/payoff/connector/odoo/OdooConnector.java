package dev.payoff.connector.odoo;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.CostPull;
import dev.payoff.connector.Payload;
import dev.payoff.connector.ProjectRules;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks an Odoo for the analytic lines of a month, in the order of their ids. */
@ApplicationScoped
public class OdooConnector implements CostPull {

    private final OdooCalls odoo;

    OdooConnector(OdooCalls odoo) {
        this.odoo = odoo;
    }

    @Override
    public String kind() {
        return "odoo";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        List<String> dimensions = AnalyticLines.dimensions(config);
        ProjectRules.parse(
                config,
                name ->
                        dimensions.contains(
                                name.endsWith(".id") ? name.substring(0, name.length() - 3) : name),
                "one of dimensions, " + dimensions + ", with or without .id behind it",
                wrong);
        if (!(config.getValue("domain") instanceof JsonArray)) {
            wrong.add(new Violation("config.domain", "is a list of Odoo's conditions"));
        }
        if ("jsonrpc".equals(config.getString("api"))
                && (config.getString("database") == null || config.getString("login") == null)) {
            wrong.add(new Violation("config.login", "and database are needed for jsonrpc"));
        }
        return wrong;
    }

    @Override
    public Uni<Page> page(Connection connection, YearMonth month, @Nullable String after) {
        JsonObject config = connection.config();
        return odoo.read(connection, AnalyticLines.MODEL, AnalyticLines.query(config, month, after))
                .map(reply ->
                        switch (reply) {
                            case Reply.No no -> new Page.Failed(no.reason(), no.pause());
                            case Reply.Json json -> {
                                try {
                                    yield json.body().node().isArray()
                                            ? AnalyticLines.read(json.body().node(), config)
                                            : new Page.Failed(
                                                    "The answer is not a list of lines.", null);
                                } catch (Payload.Unusable e) {
                                    yield new Page.Failed(e.reason(), null);
                                }
                            }
                        });
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        JsonObject one =
                new JsonObject()
                        .put("domain", new JsonArray())
                        .put(
                                "fields",
                                new JsonArray(
                                        new ArrayList<>(
                                                AnalyticLines.dimensions(connection.config()))))
                        .put("limit", 1);
        return odoo.read(connection, AnalyticLines.MODEL, one)
                .map(reply ->
                        switch (reply) {
                            case Reply.No no -> new Tried(false, no.reason());
                            case Reply.Json json ->
                                    !json.body().node().isArray()
                                            ? new Tried(false, "The answer is not a list of lines.")
                                            : json.body().node().isEmpty()
                                                    ? new Tried(
                                                            false,
                                                            "Odoo answers, but this user sees no analytic lines.")
                                                    : new Tried(
                                                            true,
                                                            "Odoo answers, and analytic lines can be read.");
                        });
    }
}
