package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connector.Tried;
import dev.payoff.connector.Rest.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** The repositories of a connection that is asked: whether they are named well, and shown to us. */
@ApplicationScoped
public class FactTrial {

    /** Repositories that a trial asks for. */
    private static final int MAX_TRIED = 10;

    private final Rest rest;

    FactTrial(Rest rest) {
        this.rest = rest;
    }

    /** Whether the first of the repositories can be read with the token. */
    public Uni<Tried> test(FactPull pull, Connection connection, String fine) {
        List<String> repositories = repositories(connection.config());
        return test(
                pull,
                connection,
                repositories.subList(0, Math.min(MAX_TRIED, repositories.size())),
                fine);
    }

    private Uni<Tried> test(FactPull pull, Connection connection, List<String> left, String fine) {
        if (left.isEmpty()) {
            return Uni.createFrom().item(new Tried(true, fine));
        }
        return rest.get(
                        connection,
                        pull.repoPath(left.getFirst()),
                        FactPages.headers(pull, connection, null))
                .chain(reply ->
                        switch (reply) {
                            case Reply.No no ->
                                    Uni.createFrom()
                                            .item(
                                                    new Tried(
                                                            false,
                                                            left.getFirst()
                                                                    + ": "
                                                                    + FactPages.reason(no)));
                            case Reply.Json json ->
                                    test(pull, connection, left.subList(1, left.size()), fine);
                        });
    }

    /**
     * What is wrong with the repositories of a connection.
     *
     * @param name of a repository
     * @param example how one is written
     */
    public static List<Violation> check(JsonObject config, Pattern name, String example) {
        List<Violation> teams = checkTeams(config);
        List<String> repositories = repositories(config);
        if (repositories.isEmpty() && config.getString(FactPull.TOKEN) != null) {
            return List.of(
                    new Violation("config.repositories", "is needed where there is a token"));
        }
        return !teams.isEmpty()
                ? teams
                : repositories.stream().allMatch(each -> name.matcher(each).matches())
                        ? List.of()
                        : List.of(new Violation("config.repositories", "is a list of " + example));
    }

    /** What is wrong with the setting {@code teams}: lists of repositories by the team's name. */
    public static List<Violation> checkTeams(JsonObject config) {
        Object teams = config.getValue("teams");
        boolean fine =
                teams == null
                        || teams instanceof JsonObject named
                                && named.stream()
                                        .allMatch(team ->
                                                team.getValue() instanceof JsonArray names
                                                        && names.stream()
                                                                .allMatch(
                                                                        String.class::isInstance));
        return fine
                ? List.of()
                : List.of(
                        new Violation(
                                "config.teams",
                                "is lists of repositories by team: {\"checkout\": [\"acme/shop*\"]}"));
    }

    /** The repositories that a connection asks for. */
    static List<String> repositories(JsonObject config) {
        return config.getJsonArray("repositories", new JsonArray()).stream()
                .map(String::valueOf)
                .distinct()
                .toList();
    }
}
