package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import dev.payoff.identity.TenantDb;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What waits because of a flood, at the moment an instance stops; one that no clock wakes. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class KeptAtStopTest extends ConnectorTestBase {

    @Inject TenantDb db;
    @Inject TimeAndChance time;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void theLastTwentyOfAFloodAreThereOnceItHasStopped() throws Exception {
        UUID connection = UUID.fromString(connect("alertmanager", Map.of("token", "t0ken")));
        KeptDeliveries flooded = new KeptDeliveries(db, time, meters);
        List<Deliveries.Row> flood = flood(connection, "");
        assertThat(flooded.atOnce(flood)).hasSize(HeldPayloads.BURST);
        assertThat(kept(connection)).isZero();

        flooded.stop(new ShutdownEvent());

        assertThat(kept(connection)).isEqualTo(KeptDelivery.KEPT);
        assertThat(unkept("failed") + unkept("stopped")).isZero();
        flooded.stop(new ShutdownEvent());
        assertThat(kept(connection)).isEqualTo(KeptDelivery.KEPT);
    }

    @Test
    void whatCannotBeWrittenIsCountedWithItsReason() throws Exception {
        UUID connection = UUID.fromString(connect("alertmanager", Map.of("token", "t0ken")));
        KeptDeliveries flooded = new KeptDeliveries(db, time, meters);
        flooded.atOnce(flood(connection, "no text of PostgreSQL: \0"));
        flooded.stop(new ShutdownEvent());
        assertThat(kept(connection)).isZero();
        assertThat(unkept("failed")).isEqualTo(KeptDelivery.KEPT);
    }

    /** Notes that are there, with bodies that are to be kept. */
    private List<Deliveries.Row> flood(UUID connection, String path) throws Exception {
        UUID tenant =
                UUID.fromString(
                        text("SELECT tenant_id FROM connection WHERE id = '%s'", connection));
        OffsetDateTime now = time.now().atOffset(ZoneOffset.UTC);
        List<Deliveries.Row> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            UUID id = time.newId();
            sql(
                    "INSERT INTO connection_delivery (id, tenant_id, connection_id, event, status, at)"
                            + " VALUES ('%s', '%s', '%s', 'alerts', 'TAKEN', now())"
                                    .formatted(id, tenant, connection));
            rows.add(
                    new Deliveries.Row(
                            tenant,
                            id,
                            connection,
                            null,
                            "alerts",
                            Deliveries.Status.TAKEN,
                            null,
                            1,
                            0,
                            now.plusNanos(i * 1_000L),
                            new KeptDelivery(path, new JsonObject(), Buffer.buffer("body " + i))));
        }
        return rows;
    }

    private static int kept(UUID connection) throws Exception {
        return Integer.parseInt(
                text(
                        "SELECT count(*) FROM connection_payload WHERE connection_id = '%s'",
                        connection));
    }

    private static String text(String sql, Object value) throws Exception {
        try (var database = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql.formatted(value))) {
            rows.next();
            return rows.getString(1);
        }
    }

    private double unkept(String reason) {
        return meters.counter("payoff.deliveries.unkept", "reason", reason).count();
    }
}
