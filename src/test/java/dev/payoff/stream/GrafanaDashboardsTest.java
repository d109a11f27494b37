package dev.payoff.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Asks every question of the dashboards, with Grafana's variables and macros filled in: each has an
 * answer, and none an empty one.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GrafanaDashboardsTest {

    private static final String API = "/api/v1/prometheus/api/v1/";
    private static final Pattern LABEL_VALUES =
            Pattern.compile("label_values\\((?<selector>.*), *(?<label>\\w+)\\)");
    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
    private static final Pattern OURS = Pattern.compile("payoff_\\w+");

    @Inject KeptFigures kept;
    @Inject BusinessMeters meters;

    private final Bench bench = new Bench();
    private String reader;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        bench.level("cloud", "silent", "");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
        bench.post(
                        "rules",
                        "{'name':'Too dear','metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':43000,'severity':'WARNING'}")
                .statusCode(201);
        for (int hours : new int[] {26, 25, 1}) {
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    "44000",
                    Instant.now().minus(Duration.ofHours(hours)),
                    "");
        }
        bench.send(
                Topics.BUSINESS,
                "cloud/cost",
                "44500",
                Instant.now().minus(Duration.ofMinutes(2)),
                "");
        bench.committed();
        Bench.keptOf(kept, bench.tenant);
        meters.count().await().atMost(Duration.ofSeconds(20));
        Bench.update(
                "INSERT INTO project_day SELECT project_id, day - 1, tenant_id, realised - 100, weighted, earning_per_hour, cost,"
                        + " roi_simple, achievement, freshness, reasons, as_of - interval '1 day' FROM project_day WHERE tenant_id = ?",
                bench.tenant);
        reader = "grafana_" + bench.tenantKey.replace('-', '_');
        Bench.update("CALL make_reader(?, ?, 'a password')", reader, bench.tenantKey);
    }

    @AfterEach
    void close() {
        Bench.update("CALL drop_reader(?)", reader);
        bench.close();
    }

    @Test
    void everyQuestionHasAnAnswer() throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        int questions = 0;
        try (Stream<Path> files = Files.list(Path.of("docs/grafana"));
                Connection connection = connect()) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
                JsonNode board = new ObjectMapper().readTree(file.toFile());
                for (JsonNode variable : board.at("/templating/list")) {
                    if (variable.path("type").asText().equals("query")) {
                        questions++;
                        variable(file, variable.at("/query/query").asText(), wrong);
                    }
                }
                for (JsonNode panel : board.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        questions++;
                        String place = file.getFileName() + ", " + panel.path("title").asText();
                        switch (target.at("/datasource/uid").asText()) {
                            case "${figures}" -> figures(place, target, wrong);
                            case "${sql}" -> sql(connection, place, target, wrong);
                            case "${operations}" -> operations(place, target, wrong);
                            default -> wrong.add(place + ": asks nobody that is known");
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(questions).isGreaterThan(35);
    }

    private Connection connect() throws SQLException {
        String url = StackProcess.shared().superuserJdbcUrl();
        return DriverManager.getConnection(
                url.substring(0, url.indexOf('?')), reader, "a password");
    }

    private RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + bench.key());
    }

    private static String filled(String text) {
        return text.replace("$project", "cloud")
                .replace("$metric", "cost")
                .replace("$__rate_interval", "5m");
    }

    private void variable(Path file, String query, List<String> wrong) {
        Matcher values = LABEL_VALUES.matcher(filled(query));
        assertThat(values.matches()).as(query).isTrue();
        List<String> told =
                asked().queryParam("match[]", values.group("selector"))
                        .get(API + "label/" + values.group("label") + "/values")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("data");
        if (told.isEmpty()) {
            wrong.add(file.getFileName() + ": " + query + " has no value");
        }
    }

    private void figures(String place, JsonNode target, List<String> wrong) {
        String expr = filled(target.path("expr").asText());
        Instant now = Instant.now();
        RequestSpecification form = asked().formParam("query", expr);
        var answer =
                (target.path("instant").asBoolean()
                                ? form.formParam("time", now.getEpochSecond()).post(API + "query")
                                : form.formParam(
                                                "start",
                                                now.minus(Duration.ofDays(2)).getEpochSecond())
                                        .formParam("end", now.getEpochSecond())
                                        .formParam("step", "600")
                                        .post(API + "query_range"))
                        .then()
                        .extract();
        if (answer.statusCode() != 200) {
            wrong.add(place + ": " + expr + " is answered " + answer.asString());
        } else if (answer.jsonPath().getList("data.result").isEmpty()) {
            wrong.add(place + ": " + expr + " has no series");
        }
    }

    private static void sql(
            Connection connection, String place, JsonNode target, List<String> wrong) {
        String sql =
                TIME_FILTER
                        .matcher(filled(target.path("rawSql").asText()))
                        .replaceAll("$1 BETWEEN now() - interval '3 days' AND now()");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                wrong.add(place + ": no row for " + sql);
            }
        } catch (SQLException e) {
            wrong.add(place + ": " + e.getMessage());
        }
    }

    /**
     * Asked of a Prometheus that scrapes us; what can be seen here is that we tell these series.
     */
    private static void operations(String place, JsonNode target, List<String> wrong) {
        String scraped = given().get("/q/metrics").asString();
        Matcher series = OURS.matcher(target.path("expr").asText());
        int found = 0;
        while (series.find()) {
            found++;
            if (!Pattern.compile("(?m)^" + series.group() + "[{ ]").matcher(scraped).find()) {
                wrong.add(place + ": /q/metrics does not tell " + series.group());
            }
        }
        if (found == 0) {
            wrong.add(place + ": asks for no series of ours");
        }
    }
}
