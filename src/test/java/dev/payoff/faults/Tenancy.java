package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the two tenants of a laboratory. Both have projects, metrics and rules of the same names,
 * so that whatever is mixed up shows.
 *
 * @param key the tenant's
 * @param token of its administrator
 * @param generator of what it sends
 * @param feeder that sends it
 * @param subscribers who listen to its stream
 */
record Tenancy(
        String key, String token, Generator generator, Feeder feeder, List<SseClient> subscribers) {

    /** The other tenant; the first one is {@link AppProcess#TENANT}. */
    static final String OTHER = "others";

    static final String OTHER_TOKEN = "pay_others_fedcba9876543210fedcba9876543210fedcba98";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    /** Makes its projects, metrics and rules; answers the id of the metric that readers look at. */
    static String register(AppProcess app, String token) throws IOException, InterruptedException {
        String step = "";
        for (String project : List.of(Generator.PROJECT, Generator.LADDER)) {
            post(
                    app,
                    token,
                    "/api/v1/projects",
                    "{'key':'%s','name':'Kept','type':'SOFTWARE','goLive':'2025-01-01'}"
                            .formatted(project));
        }
        List<String> keys = new ArrayList<>(List.of("watched", "rare"));
        for (int i = 0; i < Generator.ORDINARY; i++) {
            keys.add("m-" + i);
        }
        for (String key : keys) {
            metric(app, token, Generator.PROJECT, key);
        }
        step = metric(app, token, Generator.LADDER, "step");
        rule(app, token, Generator.WATCHED, "WARNING");
        rule(app, token, Generator.RARE, "CRITICAL");
        return step;
    }

    private static String metric(AppProcess app, String token, String project, String key)
            throws IOException, InterruptedException {
        String answer =
                post(
                        app,
                        token,
                        "/api/v1/projects/" + project + "/metrics",
                        ("{'key':'%s','name':'M','category':'COST_REDUCTION','type':'CURRENCY',"
                                        + "'kind':'LEVEL','baseline':%s,'target':20,"
                                        + "'frequency':'PT1H','staleness':'%s',"
                                        + "'valuation':{'amount':1,'per':'HOUR'}}")
                                .formatted(key, Generator.BASELINE, Generator.STALENESS));
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException("No id in " + answer);
        }
        return id.group(1);
    }

    private static void rule(AppProcess app, String token, String metric, String severity)
            throws IOException, InterruptedException {
        post(
                app,
                token,
                "/api/v1/rules",
                ("{'name':'%1$s is high','metric':'%1$s','figure':'VALUE',"
                                + "'comparator':'>','threshold':%2$s,'severity':'%3$s'}")
                        .formatted(metric, Generator.THRESHOLD, severity));
    }

    /** Messages of what is critical go there. */
    static void channel(AppProcess app, String token, String url)
            throws IOException, InterruptedException {
        post(
                app,
                token,
                "/api/v1/channels",
                "{'name':'lab','kind':'SLACK','url':'%s','minSeverity':'CRITICAL'}".formatted(url));
    }

    private static String post(AppProcess app, String token, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                app.send(token, path, "application/json", body.replace('\'', '"'), PATIENCE);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
