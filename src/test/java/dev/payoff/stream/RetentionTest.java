package dev.payoff.stream;

import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What has served its time goes, and nothing else does. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RetentionTest {

    private static final int OLD = Retention.ROWS_AT_A_TIME + 10;

    @Inject Retention retention;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void oldEventsAndOldRefusedRecordsGo_inSeveralStatements() {
        update(
                "INSERT INTO outbox (tenant_id, kind, topic, payload, created_at, seq, published_at)"
                        + " SELECT ?, 'project', 'portfolio', '{}', now() - interval '20 days', i, now() - interval '20 days'"
                        + " FROM generate_series(1, "
                        + OLD
                        + ") AS i",
                bench.tenant);
        update(
                "INSERT INTO outbox (tenant_id, kind, topic, payload, created_at, seq, published_at)"
                        + " VALUES (?, 'project', 'portfolio', '{}', now() - interval '20 days', 100001, now()),"
                        + " (?, 'project', 'portfolio', '{}', now(), 100002, now())",
                bench.tenant,
                bench.tenant);
        for (int days : new int[] {200, 100}) {
            update(
                    "INSERT INTO rejected (id, tenant_id, origin, code, detail, received_at)"
                            + " VALUES (?, ?, ?, 'CONFLICT', 'd', now() - make_interval(days => ?))",
                    UUID.randomUUID(),
                    bench.tenant,
                    "test/" + UUID.randomUUID(),
                    days);
        }

        retention.round().await().atMost(Duration.ofSeconds(20));

        assertThat(number("SELECT count(*) FROM outbox WHERE tenant_id = ?", bench.tenant))
                .isEqualTo(2);
        assertThat(number("SELECT count(*) FROM rejected WHERE tenant_id = ?", bench.tenant))
                .isEqualTo(1);
        assertThat(bench.admin().get("/q/health/ready").jsonPath().getString("status"))
                .isEqualTo("UP");
        assertThat(bench.admin().get("/q/health/ready").asString())
                .contains("\"stream\"")
                .doesNotContain("Redis");
    }

    @Test
    void whatConnectionsToldLongAgoGoes_andWhatWasRemoved_butNothingThatPeopleWrote() {
        UUID project = bench.project("notes");
        UUID connection = UUID.randomUUID();
        update(
                "INSERT INTO connection (id, tenant_id, kind, name, config, created_at)"
                        + " VALUES (?, ?, 'alertmanager', 'n', '{}', now())",
                connection,
                bench.tenant);
        annotation(project, connection, "ended long ago", 500, "now() - interval '499 days'", null);
        annotation(project, connection, "never ended", 500, null, null);
        annotation(project, connection, "ended lately", 500, "now()", null);
        annotation(project, null, "by hand", 500, "now() - interval '499 days'", null);
        annotation(project, null, "removed", 500, null, "now() - interval '401 days'");
        annotation(project, null, "removed lately", 500, null, "now()");

        retention.round().await().atMost(Duration.ofSeconds(20));

        assertThat(
                        Bench.text(
                                "SELECT string_agg(title, ', ' ORDER BY title) FROM project_annotation WHERE project_id = ?",
                                project))
                .isEqualTo("by hand, ended lately, removed lately");
    }

    private void annotation(
            UUID project, UUID connection, String title, int days, String to, String removed) {
        update(
                "INSERT INTO project_annotation (id, tenant_id, project_id, connection_id, identity, title, from_at,"
                        + " recorded_at, to_at, removed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, now() - make_interval(days => ?), now() - make_interval(days => ?), "
                        + to
                        + ", "
                        + removed
                        + ")",
                UUID.randomUUID(),
                bench.tenant,
                project,
                connection,
                UUID.randomUUID(),
                title,
                days,
                days);
    }
}
