package dev.payoff.connector.erpnext;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.CostPull;
import dev.payoff.connector.Payload;
import dev.payoff.connector.ProjectRules;
import dev.payoff.connector.Rest;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks an ERPNext for the general ledger of a company. A page begins after the name that the one
 * before ended with: unlike {@code limit_start}, that neither repeats nor leaves out a row when
 * others are added meanwhile.
 */
@ApplicationScoped
public class ErpNextConnector implements CostPull {

    /** More accounts than any chart has. */
    private static final int MAX_ACCOUNTS = 10_000;

    private final Rest rest;

    ErpNextConnector(Rest rest) {
        this.rest = rest;
    }

    @Override
    public String kind() {
        return "erpnext";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> wrong = new ArrayList<>();
        ProjectRules.parse(
                config, GlEntries.CONDITIONS::contains, "one of " + GlEntries.CONDITIONS, wrong);
        return wrong;
    }

    @Override
    public Uni<Page> page(Connection connection, YearMonth month, @Nullable String after) {
        return get(connection, company(connection))
                .chain(company ->
                        switch (company) {
                            case Reply.No no -> failed(no);
                            case Reply.Json found -> {
                                String currency =
                                        found.body().at("data").textOr("default_currency", "");
                                yield currency.isEmpty()
                                        ? Uni.createFrom()
                                                .item(
                                                        new Page.Failed(
                                                                "The company tells no default_currency.",
                                                                null))
                                        : get(connection, accounts(connection))
                                                .chain(accounts ->
                                                        switch (accounts) {
                                                            case Reply.No no -> failed(no);
                                                            case Reply.Json list ->
                                                                    get(
                                                                                    connection,
                                                                                    entries(
                                                                                            connection,
                                                                                            month,
                                                                                            after))
                                                                            .map(page ->
                                                                                    read(
                                                                                            page,
                                                                                            list,
                                                                                            currency));
                                                        });
                            }
                        });
    }

    private static Page read(Reply page, Reply.Json accounts, String currency) {
        return switch (page) {
            case Reply.No no -> new Page.Failed(no.reason(), no.pause());
            case Reply.Json json -> {
                try {
                    Set<String> costs = GlEntries.accounts(accounts.body());
                    yield costs.isEmpty()
                            ? new Page.Failed(
                                    "The company has no accounts of the type Expense that this user may"
                                            + " read.",
                                    null)
                            : GlEntries.read(json.body(), costs, currency);
                } catch (Payload.Unusable e) {
                    yield new Page.Failed(e.reason(), null);
                }
            }
        };
    }

    private static Uni<Page> failed(Reply.No no) {
        return Uni.createFrom().item(new Page.Failed(no.reason(), no.pause()));
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return get(connection, company(connection))
                .chain(company ->
                        switch (company) {
                            case Reply.No no ->
                                    Uni.createFrom().item(new Tried(false, no.reason()));
                            case Reply.Json found ->
                                    get(
                                                    connection,
                                                    listed(
                                                            "GL Entry",
                                                            List.of("name"),
                                                            new JsonArray(),
                                                            1))
                                            .map(entries ->
                                                    switch (entries) {
                                                        case Reply.No no ->
                                                                new Tried(false, no.reason());
                                                        case Reply.Json json ->
                                                                json.body().each("data").isEmpty()
                                                                        ? new Tried(
                                                                                false,
                                                                                "ERPNext answers, but this user sees no GL Entry;"
                                                                                        + " it needs a role such as Accounts User.")
                                                                        : new Tried(
                                                                                true,
                                                                                "ERPNext answers, and the general ledger can be read.");
                                                    });
                        });
    }

    private static String company(Connection connection) {
        return "/api/resource/Company/" + Rest.encoded(connection.config().getString("company"));
    }

    private static String accounts(Connection connection) {
        return listed(
                "Account",
                List.of("name"),
                new JsonArray()
                        .add(condition("company", "=", connection.config().getString("company")))
                        .add(condition("root_type", "=", "Expense"))
                        .add(condition("is_group", "=", 0)),
                MAX_ACCOUNTS);
    }

    private static String entries(Connection connection, YearMonth month, @Nullable String after) {
        JsonArray filters =
                new JsonArray()
                        .add(condition("company", "=", connection.config().getString("company")))
                        .add(condition("posting_date", ">=", month.atDay(1).toString()))
                        .add(condition("posting_date", "<=", month.atEndOfMonth().toString()));
        if (after != null) {
            filters.add(condition("name", ">", after));
        }
        return listed("GL Entry", GlEntries.FIELDS, filters, GlEntries.PAGE);
    }

    private static JsonArray condition(String field, String operator, Object value) {
        return new JsonArray().add(field).add(operator).add(value);
    }

    /** Said in full, as the default is 20 rows, the youngest first. */
    private static String listed(String type, List<String> fields, JsonArray filters, int atMost) {
        return "/api/resource/"
                + Rest.encoded(type)
                + "?fields="
                + Rest.encoded(new JsonArray(fields).encode())
                + "&filters="
                + Rest.encoded(filters.encode())
                + "&order_by="
                + Rest.encoded("name asc")
                + "&limit_start=0&limit_page_length="
                + atMost;
    }

    private Uni<Reply> get(Connection connection, String path) {
        String token =
                connection.config().getString("apiKey")
                        + ":"
                        + connection.secrets().getOrDefault("apiSecret", "");
        return rest.get(connection, path, Map.of("Authorization", "token " + token));
    }
}
