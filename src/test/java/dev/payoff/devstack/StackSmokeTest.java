package dev.payoff.devstack;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StackSmokeTest {

    @Inject RedisDataSource redis;

    @Test
    void theApplicationIsReadyOnRealServers() {
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(redis.execute("PING").toString()).isEqualTo("PONG");
    }

    @Test
    void theSchemaIsMigratedAndDurable() throws Exception {
        try (var connection =
                        DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                var statement = connection.createStatement()) {
            try (var rows =
                    statement.executeQuery(
                            "SELECT count(*), current_setting('fsync'),"
                                    + " current_setting('synchronous_commit'), version() FROM"
                                    + " flyway_schema_history WHERE success")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(4);
                assertThat(rows.getString(2)).isEqualTo("on");
                assertThat(rows.getString(3)).isEqualTo("on");
                assertThat(rows.getString(4)).startsWith("PostgreSQL 17");
            }
        }
    }

    @Test
    void theTopicsAreThere() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", StackProcess.shared().kafkaBootstrap()))) {
            assertThat(admin.listTopics().names().get()).containsAll(Topics.MEASUREMENTS);
        }
    }
}
