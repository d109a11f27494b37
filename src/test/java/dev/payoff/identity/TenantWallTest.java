package dev.payoff.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database itself refuses, whatever the application asks. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class TenantWallTest {

    @Inject World world;

    private World.Tenant a;
    private World.Tenant b;

    @BeforeEach
    void makeTenants() {
        a = world.tenant("walla");
        b = world.tenant("wallb");
        World.session(a, Role.ADMIN);
    }

    /** Tables of tenants, partitions included; partitions are reached through their parent only. */
    private List<String> tenantTables(Connection connection) throws SQLException {
        return column(
                connection,
                "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid"
                        + " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT"
                        + " t.attisdropped AND (t.attname = 'tenant_id' OR c.relname = 'tenant' AND t.attname ="
                        + " 'key') ORDER BY 1");
    }

    @Test
    void everyTenantTableIsConfinedAndForced() throws SQLException {
        try (Connection owner = world.as("payoff_owner")) {
            List<String> tables = tenantTables(owner);
            assertThat(tables).contains("tenant", "app_user", "api_key", "session", "audit");
            for (String table : tables) {
                assertThat(
                                column(
                                        owner,
                                        "SELECT relrowsecurity::text || relforcerowsecurity::text FROM pg_class"
                                                + " WHERE oid = '"
                                                + table
                                                + "'::regclass"))
                        .as(table)
                        .containsExactly("truetrue");
            }
            assertThat(
                            column(
                                    owner,
                                    "SELECT rolname FROM pg_roles WHERE rolname LIKE 'payoff\\_%' AND (rolsuper OR"
                                            + " rolbypassrls)"))
                    .isEmpty();
            assertThat(
                            column(
                                    owner,
                                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND"
                                            + " pg_get_userbyid(relowner) <> 'payoff_owner'"))
                    .isEmpty();
        }
    }

    @Test
    void withoutATenantThereAreNoRows() throws SQLException {
        try (Connection app = world.as("payoff_app")) {
            for (String table : readable(app)) {
                assertThat(count(app, table, "")).as(table).isZero();
            }
        }
    }

    @Test
    void theOwnerSeesNoRowsEither() throws SQLException {
        try (Connection owner = world.as("payoff_owner")) {
            for (String table : tenantTables(owner)) {
                assertThat(count(owner, table, "")).as(table).isZero();
            }
        }
    }

    @Test
    void anotherTenantsRowsAreNotThere() throws SQLException {
        try (Connection app = world.as("payoff_app");
                Statement statement = app.createStatement()) {
            app.setAutoCommit(false);
            statement.execute("SELECT set_config('app.tenant', '" + b.id() + "', true)");
            for (String table : readable(app)) {
                String column = table.equals("tenant") ? "id" : "tenant_id";
                assertThat(count(app, table, " WHERE " + column + " = '" + a.id() + "'"))
                        .as(table)
                        .isZero();
            }
            assertThat(count(app, "app_user", "")).as("its own are").isEqualTo(4);
            assertThat(
                            statement.executeUpdate(
                                    "UPDATE app_user SET role = 'ADMIN' WHERE tenant_id = '"
                                            + a.id()
                                            + "'"))
                    .isZero();
            app.commit();
            assertThat(count(app, "app_user", "")).as("after the transaction").isZero();
            app.rollback();
            statement.execute("SELECT set_config('app.tenant', '" + b.id() + "', true)");
            assertThatThrownBy(() ->
                            statement.executeUpdate(
                                    "INSERT INTO audit (tenant_id, at, actor, action, subject_type,"
                                            + " subject_id) VALUES ('"
                                            + a.id()
                                            + "', now(), 'x', 'x', 'x', 'x')"))
                    .hasMessageContaining("row-level security");
            app.rollback();
        }
    }

    @Test
    void nobodyAltersTheAuditTrail() throws SQLException {
        for (String role : new String[] {"payoff_app", "payoff_stream"}) {
            try (Connection connection = world.as(role);
                    Statement statement = connection.createStatement()) {
                for (String sql :
                        new String[] {
                            "UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"
                        }) {
                    assertThatThrownBy(() -> statement.execute(sql))
                            .as(role + ": " + sql)
                            .hasMessageContaining("permission denied");
                }
            }
        }
    }

    @Test
    void theStreamCannotLookUpCredentialsThroughTheOwnersFunctions() throws SQLException {
        try (Connection stream = world.as("payoff_stream");
                Statement statement = stream.createStatement()) {
            assertThatThrownBy(
                            () -> statement.execute("SELECT * FROM find_api_key('\\x00', now())"))
                    .hasMessageContaining("permission denied");
        }
    }

    private List<String> readable(Connection connection) throws SQLException {
        List<String> readable = new ArrayList<>();
        for (String table : tenantTables(connection)) {
            if (column(connection, "SELECT has_table_privilege('" + table + "', 'SELECT')::text")
                    .equals(List.of("true"))) {
                readable.add(table);
            }
        }
        assertThat(readable).hasSizeGreaterThan(10);
        return readable;
    }

    private static int count(Connection connection, String table, String where)
            throws SQLException {
        return Integer.parseInt(
                column(connection, "SELECT count(*) FROM " + table + where).getFirst());
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
