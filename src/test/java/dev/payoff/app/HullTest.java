package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.NotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Paging, entity tags and what failures mean: all pure. */
class HullTest {

    @Test
    void pagesAreCutFromOneRowMore() {
        Page<Integer> more = Page.cut(List.of(1, 2, 3), 2, x -> x * 10, x -> "after" + x);
        assertThat(more).isEqualTo(new Page<>(List.of(10, 20), "after2"));
        Page<Integer> last = Page.cut(List.of(1, 2), 2, x -> x * 10, x -> "after" + x);
        assertThat(last).isEqualTo(new Page<>(List.of(10, 20), null));
        assertThat(Page.cut(List.<Integer>of(), 2, x -> x, x -> "x").nextCursor()).isNull();
    }

    @Test
    void whatFailsWhileTheProcessStopsIsForAnotherInstance() {
        ProblemMappers mappers = new ProblemMappers(new TimeAndChance());
        IllegalStateException closed = new IllegalStateException("Pool closed");
        assertThat(mappers.problemOf(closed).status()).isEqualTo(500);
        mappers.stop(new ShutdownEvent());
        assertThat(mappers.problemOf(closed).status()).isEqualTo(503);
        assertThat(mappers.problemOf(closed).code()).isEqualTo("STOPPING");
        assertThat(mappers.problemOf(new NotFoundException()).status()).isEqualTo(404);
    }

    @Test
    void cursorsComeBackAndOthersAreRefused() {
        UUID id = UUID.randomUUID();
        Cursor cursor = Cursor.decode(Cursor.encode("things", 42, id, "ümlaut \"x\""), "things", 3);
        assertThat(cursor.number(0)).isEqualTo(42);
        assertThat(cursor.id(1)).isEqualTo(id);
        assertThat(cursor.text(2)).isEqualTo("ümlaut \"x\"");
        assertThat(Cursor.decode(null, "things", 1)).isNull();
        assertThat(Cursor.decode("", "things", 1)).isNull();
        String[] bad = {
            Cursor.encode("others", 42),
            Cursor.encode("things"),
            Cursor.encode("things", 1, 2),
            "%%%",
            "AAAA",
            "x".repeat(10_000),
            b64("[\"things\",{\"a\":1}]"),
            b64("[\"things\",null]"),
            b64("[".repeat(300)),
        };
        for (String text : bad) {
            assertThatThrownBy(() -> Cursor.decode(text, "things", 1))
                    .as(text.substring(0, Math.min(20, text.length())))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("INVALID_CURSOR");
        }
        Cursor text = Cursor.decode(Cursor.encode("things", "x"), "things", 1);
        assertThatThrownBy(() -> text.number(0)).hasMessageContaining("INVALID_CURSOR");
        assertThatThrownBy(() -> text.id(0)).hasMessageContaining("INVALID_CURSOR");
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void versionsMustMatchWhereOneIsSent() {
        assertThat(Versions.etag(7)).isEqualTo("\"7\"");
        Versions.check(null, 7);
        Versions.check("\"7\"", 7);
        Versions.check("\"6\", \"7\"", 7);
        Versions.check("*", 7);
        for (String other : new String[] {"\"6\"", "7", "W/\"7\"", ""}) {
            assertThatThrownBy(() -> Versions.check(other, 7))
                    .hasMessageContaining("CHANGED_MEANWHILE");
        }
    }

    /** A thing to be read. */
    record Thing(int count, List<Thing> parts) {}

    @Test
    void jsonFailuresSayWhereAndNeverHow() {
        ObjectMapper mapper = new ObjectMapper();
        String[][] cases = {
            {"{\"count\":1,\n\"cuont\":2}", "There is no property 'cuont' here"},
            {"{\"count\":\"many\"}", "'count' is not a valid int"},
            {"{\"parts\":[{},{\"count\":[]}]}", "'parts[1].count' is not what belongs there"},
            {"{\"count\":", "The body is not well-formed JSON"},
        };
        for (String[] c : cases) {
            Problem problem = Problems.known(failure(mapper, c[0])).orElseThrow();
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.code()).isEqualTo("MALFORMED_JSON");
            assertThat(problem.detail())
                    .startsWith(c[1])
                    .matches(".* \\(line [12], column \\d+\\)\\.");
        }
    }

    private static Exception failure(ObjectMapper mapper, String json) {
        try {
            mapper.readValue(json, Thing.class);
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("read: " + json);
    }

    @Test
    void theDatabaseIsNeverQuoted() {
        PgException unique =
                new PgException(
                        "duplicate key value violates unique constraint \"project_tenant_id_key_key\"",
                        "ERROR",
                        "23505",
                        "Key (tenant_id, key)=(5e, secret-name) already exists.");
        Problem problem = Problems.known(new RuntimeException(unique)).orElseThrow();
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.detail()).isEqualTo("There already is one with the same key.");
        SQLException hibernates =
                new SQLException(
                        "duplicate key value violates unique constraint"
                                + " \"metric_tenant_id_full_key_key\"",
                        "23505");
        assertThat(Problems.known(new RuntimeException(hibernates)).orElseThrow().detail())
                .isEqualTo("There already is one with the same full key.");
        assertThat(Problems.known(new PgException("syntax error", "ERROR", "42601", null)))
                .isEmpty();
        for (String state : new String[] {"57P01", "53300", "08006", "25P03"}) {
            assertThat(Problems.known(new PgException("away", "FATAL", state, null)))
                    .hasValueSatisfying(p -> assertThat(p.status()).isEqualTo(503));
        }
        for (Exception broken :
                List.of(
                        new ConnectException("Connection refused"),
                        new SocketException("Connection reset"),
                        new IOException("Connection reset by peer"))) {
            assertThat(Problems.known(broken))
                    .hasValueSatisfying(p -> assertThat(p.status()).isEqualTo(503));
        }
    }

    @Test
    void whoeverIsGivenUpForADeadlockMayTryAgain() {
        Problem problem =
                Problems.known(new PgException("deadlock detected", "ERROR", "40P01", null))
                        .orElseThrow();
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("BUSY");
    }

    @Test
    void whatNobodyForesawIsUnknown() {
        assertThat(Problems.known(new IllegalStateException("secret"))).isEmpty();
        assertThat(Problems.known(new NotFoundException()))
                .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("NO_SUCH_ROUTE"));
        assertThat(Problems.known(new IOException("No space left on device"))).isEmpty();
        Throwable loop = new RuntimeException("a");
        loop.initCause(new RuntimeException("b", loop));
        assertThat(Problems.known(loop)).isEmpty();
    }
}
