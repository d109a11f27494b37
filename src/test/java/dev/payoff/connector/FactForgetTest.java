package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Facts are forgotten with the readings that they could still correct. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class FactForgetTest extends ConnectorTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject TenantDb db;

    @Inject Connections connections;

    @Test
    void aTagThatNoReleaseFollowedIsForgottenToo() throws Exception {
        String id =
                connect(
                        "github",
                        Map.of("webhookSecret", "s3cret", "releaseEnvironment", "production"));
        for (String tag : new String[] {"old", "new"}) {
            String push =
                    "{\"ref\":\"refs/tags/%s\",\"deleted\":false,\"commits\":[],\"head_commit\":{\"id\":\"c1\"},"
                            + "\"repository\":{\"id\":7,\"full_name\":\"acme/shop\",\"pushed_at\":1772445700}}";
            hook(id, "s3cret", "push", tag, push.formatted(tag).getBytes(StandardCharsets.UTF_8))
                    .statusCode(202);
        }
        sql(
                "UPDATE dora_deployment SET first_told = now() - interval '401 days' WHERE"
                        + " deployment = 't:old' AND connection_id = '"
                        + id
                        + "'");
        Connection connection =
                connections.named(UUID.fromString(id)).await().atMost(PATIENCE).orElseThrow();
        db.inTransaction(
                        connection.tenantId(),
                        tx -> FactSql.forget(tx, connection, Instant.now().minus(Statements.KEPT)))
                .await()
                .atMost(PATIENCE);
        assertThat(
                        Bench.rows(
                                "SELECT deployment FROM dora_deployment WHERE connection_id = ?",
                                UUID.fromString(id)))
                .singleElement()
                .isEqualTo(List.of("t:new"));
    }
}
