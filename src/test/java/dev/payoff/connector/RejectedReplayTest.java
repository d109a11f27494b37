package dev.payoff.connector;

import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was refused is mended and sent again, in bulk, and counts once however often. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RejectedReplayTest {

    private static final int MISNAMED = 1_200;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void foreign(String json) {
        bench.raw(
                Topics.MONITORING,
                (bench.tenantKey + "/p/old").getBytes(StandardCharsets.UTF_8),
                ("{'tenant':'" + bench.tenantKey + "'," + json + "}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
    }

    private JsonPath replay(String body, int status) {
        return bench.post("rejected/replay", body).statusCode(status).extract().jsonPath();
    }

    @Test
    void readingsOfAMisnamedMetricFindTheirMetric_pageByPage_andOnce() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        for (int i = 0; i < MISNAMED; i++) {
            foreign(
                    "'metric':'p/old','value':%d,'observedAt':'2026-01-01T%02d:%02d:00Z'"
                            .formatted(i, i / 60, i % 60));
        }
        bench.committed();
        JsonPath summary = bench.get("rejected/summary");
        assertThat(summary.getString("[0].code")).isEqualTo("UNKNOWN_METRIC");
        assertThat(summary.getInt("[0].open")).isEqualTo(MISNAMED);

        String mend = "'code':'UNKNOWN_METRIC','set':{'metric':'p/m'}";
        JsonPath tried = replay("{" + mend + ",'dryRun':true}", 200);
        assertThat(tried.getInt("matched")).isEqualTo(RejectedReplayResource.MAX_RECORDS);
        assertThat(tried.getInt("accepted")).isEqualTo(RejectedReplayResource.MAX_RECORDS);
        assertThat(bench.get("rejected/summary").getInt("[0].open")).isEqualTo(MISNAMED);

        JsonPath asItWas = replay("{'code':'UNKNOWN_METRIC'}", 200);
        assertThat(asItWas.getInt("accepted")).isZero();
        assertThat(asItWas.getList("refused")).hasSize(RejectedReplayResource.MAX_RECORDS);
        assertThat(asItWas.getString("refused[0].detail")).contains("p/old");

        for (String again : new String[] {"false", "true"}) {
            JsonPath first = replay("{" + mend + ",'again':" + again + "}", 202);
            assertThat(first.getInt("accepted")).isEqualTo(RejectedReplayResource.MAX_RECORDS);
            JsonPath second =
                    replay(
                            "{%s,'again':%s,'cursor':'%s'}"
                                    .formatted(mend, again, first.getString("nextCursor")),
                            202);
            assertThat(second.getInt("accepted"))
                    .isEqualTo(MISNAMED - RejectedReplayResource.MAX_RECORDS);
            assertThat(second.getString("nextCursor")).isNull();
        }
        assertThat(bench.get("rejected/summary").getInt("[0].open")).isZero();
        foreign("'metric':'p/m','value':0,'observedAt':'2026-01-01T00:00:00Z'");
        bench.committed();
        soon().untilAsserted(() ->
                assertThat(
                                number(
                                        "SELECT coalesce(sum(count), 0) FROM metric_state WHERE metric_id = ?",
                                        metric))
                        .isEqualTo(MISNAMED));
        assertThat(
                        number(
                                "SELECT count(*) FROM audit WHERE action = 'rejected.replayed' AND tenant_id = ?",
                                bench.tenant))
                .isEqualTo(4);
    }

    @Test
    void eachRecordSaysWhyItIsStillRefused() {
        bench.project("p");
        bench.level("p", "m", "");
        foreign("'metric':'p/m','value':1,'observedAt':'2026-01-01T00:00:00Z','unit':'furlong'");
        foreign("'metric':'p/m','value':'seven','observedAt':'2026-01-01T00:00:00Z'");
        foreign("'metric':'p/m','value':NaN,'observedAt':'2026-01-01T00:00:00Z'");
        bench.committed();
        JsonPath answer = replay("{'set':{'unit':null}}", 202);
        assertThat(answer.getInt("accepted")).isEqualTo(1);
        assertThat(answer.getList("refused.code"))
                .containsExactlyInAnyOrder("WRONG_TYPE", "MALFORMED_JSON");
        assertThat(answer.getList("refused.detail").toString()).contains("by itself");
    }

    @Test
    void anotherTenantsRecordsAreNotThere() {
        bench.project("p");
        foreign("'metric':'p/none','value':1,'observedAt':'2026-01-01T00:00:00Z'");
        bench.committed();
        String id = bench.get("rejected").getString("items[0].id");
        try (Bench stranger = new Bench()) {
            stranger.post("rejected/replay", "{'ids':['" + id + "'],'set':{'metric':'p/m'}}")
                    .statusCode(200)
                    .extract();
            assertThat(
                            stranger.post("rejected/replay", "{'ids':['" + id + "']}")
                                    .extract()
                                    .jsonPath()
                                    .getInt("matched"))
                    .isZero();
        }
        assertThat(bench.get("rejected").getString("items[0].replayedAt")).isNull();
    }

    @Test
    void whatIsNoRequestIsToldSo() {
        bench.post("rejected/replay", "{'cursor':'rubbish'}").statusCode(400);
        bench.post("rejected/replay", "{'ids':['rubbish']}").statusCode(400);
        bench.post("rejected/replay", "{'from':'yesterday'}").statusCode(400);
    }
}
