package dev.payoff.connector.csv;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Connection;
import dev.payoff.connector.Connector;
import dev.payoff.connector.TableFormat;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Keeps how a sender's CSV files are written. */
@ApplicationScoped
public class CsvConnector implements Connector {

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public List<Violation> check(JsonObject config) {
        List<Violation> violations = new ArrayList<>();
        TableFormat.Settings.parse(config, violations);
        return violations;
    }

    @Override
    public Uni<Tried> test(Connection connection) {
        return Uni.createFrom()
                .item(
                        new Tried(
                                true,
                                "Files come by upload: POST /api/v1/imports/csv?connection="
                                        + connection.id()
                                        + "&dryRun=true tells what a file would add."));
    }
}
