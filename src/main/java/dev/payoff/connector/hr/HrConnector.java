package dev.payoff.connector.hr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Connection;
import dev.payoff.connector.CostPull;
import dev.payoff.connector.Payload;
import dev.payoff.connector.ProjectRules;
import dev.payoff.connector.Rest;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a system of people's hours for a month, where it has an interface; where it has none, files
 * are taken instead.
 */
@ApplicationScoped
public class HrConnector implements CostPull {

    /** What rules can ask for. */
    static final List<String> CONDITIONS = List.of("role", "project", "department");

    private static final String MONTH = "{month}";
    private static final int MAX_PAGES = 50;

    private final Rest rest;
    private final TimeAndChance time;

    HrConnector(Rest rest, TimeAndChance time) {
        this.rest = rest;
        this.time = time;
    }

    @Override
    public String kind() {
        return "hr";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        Labour.rates(config, wrong);
        if (config.getValue("rules") != null) {
            ProjectRules.parse(config, CONDITIONS::contains, "one of " + CONDITIONS, wrong);
        }
        if (config.getString("baseUrl") != null) {
            if (!config.getString("path", "").contains(MONTH)) {
                wrong.add(
                        new Violation(
                                "config.path",
                                "is a path with " + MONTH + ", which becomes 2026-03"));
            }
            if (config.getValue("mapping") instanceof JsonObject mapping) {
                HrTable.check(mapping, wrong);
            } else {
                wrong.add(new Violation("config.mapping", "is needed where there is a base URL"));
            }
        }
        return wrong;
    }

    @Override
    public boolean asks(Connection connection) {
        return connection.config().getString("baseUrl") != null;
    }

    /** All pages of a month are one to us: what several of them hold of a role is added up. */
    @Override
    public Uni<Page> page(Connection connection, YearMonth month, @Nullable String after) {
        Labour labour = new Labour(connection.config());
        return pages(
                connection,
                month,
                labour,
                new ArrayList<>(),
                connection.config().getString("path").replace(MONTH, month.toString()),
                MAX_PAGES);
    }

    private Uni<Page> pages(
            Connection connection,
            YearMonth month,
            Labour labour,
            List<String> unusable,
            String path,
            int left) {
        return get(connection, path)
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom().item(new Page.Failed(no.reason(), no.pause()));
                            case Reply.Json json -> {
                                JsonObject mapping = connection.config().getJsonObject("mapping");
                                JsonNode answer = json.body().node();
                                for (JsonNode each : HrTable.at(answer, mapping, "each")) {
                                    String wrong =
                                            HrTable.add(each, connection.config(), month, labour);
                                    if (wrong != null) {
                                        unusable.add(wrong);
                                    }
                                }
                                String next =
                                        mapping.containsKey("next")
                                                ? Payload.plain(HrTable.at(answer, mapping, "next"))
                                                : "";
                                if (!next.isBlank() && left == 1) {
                                    yield Uni.createFrom()
                                            .item(
                                                    new Page.Failed(
                                                            "There are more than "
                                                                    + MAX_PAGES
                                                                    + " pages.",
                                                            null));
                                }
                                yield next.isBlank()
                                        ? Uni.createFrom()
                                                .item(
                                                        new Page.Entries(
                                                                labour.entries()
                                                                        .getOrDefault(
                                                                                month, List.of()),
                                                                unusable,
                                                                null))
                                        : pages(
                                                connection,
                                                month,
                                                labour,
                                                unusable,
                                                next,
                                                left - 1);
                            }
                        });
    }

    private Uni<Reply> get(Connection connection, String path) {
        String token = connection.secrets().get("token");
        String user = connection.config().getString("username");
        Map<String, String> headers =
                user != null
                        ? Rest.basic(user, connection.secrets().getOrDefault("password", ""))
                        : token != null ? Rest.bearer(token) : Map.of();
        return rest.get(connection, path, headers);
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        if (!asks(connection)) {
            return Uni.createFrom()
                    .item(
                            new Tried(
                                    true,
                                    "Files come by upload: POST /api/v1/imports/hr?connection="
                                            + connection.id()
                                            + "&dryRun=true tells what a file would book."));
        }
        YearMonth month = YearMonth.from(time.now().atOffset(ZoneOffset.UTC));
        return page(connection, month, null)
                .map(page ->
                        switch (page) {
                            case Page.Failed failed -> new Tried(false, failed.reason());
                            case Page.Entries entries ->
                                    entries.unusable().isEmpty()
                                            ? new Tried(
                                                    true,
                                                    "It answers; "
                                                            + month
                                                            + " comes to "
                                                            + entries.entries().size()
                                                            + " lines.")
                                            : new Tried(
                                                    false,
                                                    entries.unusable().size()
                                                            + " elements cannot be used; the first: "
                                                            + entries.unusable().getFirst());
                        });
    }
}
