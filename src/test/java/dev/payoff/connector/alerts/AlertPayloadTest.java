package dev.payoff.connector.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Statements.Statement;
import dev.payoff.connector.Webhook.Check;
import dev.payoff.portfolio.ProjectMark;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads in the form of Alertmanager's version 4 and of Grafana, which has more fields. */
class AlertPayloadTest {

    private static final String FIRING =
            "{\"status\":\"firing\",\"labels\":{\"alertname\":\"Slow\",\"service\":\"shop-web\"},\"annotations\":{},"
                    + "\"startsAt\":\"2026-03-02T10:00:00.25Z\",\"endsAt\":\"0001-01-01T00:00:00Z\",\"generatorURL\":\"http://p/\","
                    + "\"fingerprint\":\"a1b2\"}";

    private static final String RESOLVED =
            FIRING.replace("\"firing\"", "\"resolved\"")
                    .replace("0001-01-01T00:00:00Z", "2026-03-02T11:30:00.25Z");

    private static String payload(String... alerts) {
        return "{\"version\":\"4\",\"groupKey\":\"{}:{}\",\"truncatedAlerts\":2,\"status\":\"firing\",\"notification_reason\":\"x\","
                + "\"alerts\":["
                + String.join(",", alerts)
                + "]}";
    }

    private static final Instant TOLD = Instant.parse("2026-03-02T12:00:30Z");

    @Test
    void anAlertFiredOnce_andWasResolvedOnce_howeverOftenItIsTold() {
        List<Feed> feeds =
                List.of(
                        feed("alertname=Slow|fired", 1),
                        feed("service=shop*|firing_hours", 1),
                        feed("*|firing", 1),
                        feed("alertname=Fast|fired", 1));

        assertThat(said(feeds, payload(FIRING)))
                .containsExactly(
                        "2026-03-02T10:00:00.250Z/firing 1 at 2026-03-02T10:00:00.250Z",
                        "2026-03-02T10:00:00.250Z/firing 1 at 2026-03-02T10:00:00.250Z");
        assertThat(said(feeds, payload(RESOLVED)))
                .as("the start is told again, under the same name")
                .containsExactly(
                        "2026-03-02T10:00:00.250Z/firing 1 at 2026-03-02T10:00:00.250Z",
                        "2026-03-02T10:00:00.250Z/resolved 1.5 at 2026-03-02T11:30:00.250Z",
                        "2026-03-02T10:00:00.250Z/firing 1 at 2026-03-02T10:00:00.250Z",
                        "2026-03-02T10:00:00.250Z/resolved 0 at 2026-03-02T11:30:00.250Z");
    }

    @Test
    void theFactorOfAFeedIsHeeded() {
        assertThat(said(List.of(feed("*|firing_hours", 60)), payload(RESOLVED)))
                .containsExactly(
                        "2026-03-02T10:00:00.250Z/resolved 90.0 at 2026-03-02T11:30:00.250Z");
    }

    @Test
    void anAlertIsMarkedOnTheProjectOfItsFeeds_andOnTheOneThatItsLabelNames_once() {
        List<Feed> feeds = List.of(feed("*|fired", 1), feed("*|firing", 1), feed("no=x|fired", 1));
        Connection named = connection(new JsonObject().put("projectLabel", "service"));
        String telling =
                RESOLVED.replace(
                        "\"annotations\":{}",
                        "\"annotations\":{\"summary\":\"Pages take 3 s\"},\"dashboardURL\":\"https://g/d/1\"");

        List<ProjectMark> marks = marks(named, feeds, telling);

        assertThat(marks).extracting(ProjectMark::project).containsExactly("p", "shop-web");
        ProjectMark mark = marks.getFirst();
        assertThat(mark.title()).isEqualTo("Slow");
        assertThat(mark.text()).isEqualTo("Pages take 3 s");
        assertThat(mark.link()).isEqualTo("https://g/d/1");
        assertThat(mark.tags()).containsExactly("service=shop-web");
        assertThat(mark.from()).isEqualTo("2026-03-02T10:00:00.250Z");
        assertThat(mark.until().end()).isEqualTo("2026-03-02T11:30:00.250Z");
        assertThat(mark.until().told()).isEqualTo(TOLD);
        assertThat(marks(named, feeds, FIRING).getFirst().until().lasting())
                .isEqualTo("2026-03-02T12:00:00Z");
        assertThat(marks(named, feeds, FIRING).getFirst().identity()).isEqualTo(mark.identity());
        assertThat(marks(connection(new JsonObject()), List.of(), FIRING)).isEmpty();
        assertThat(marks(connection(new JsonObject().put("annotations", false)), feeds, FIRING))
                .isEmpty();
    }

    private static List<ProjectMark> marks(Connection connection, List<Feed> feeds, String alert) {
        return AlertReadings.marks(
                connection, feeds, ((AlertPayload.Read) parse(payload(alert))).alerts(), TOLD);
    }

    private static List<String> said(List<Feed> feeds, String payload) {
        AlertPayload.Read read = (AlertPayload.Read) parse(payload);
        return AlertReadings.statements("grafana", feeds, read.alerts()).stream()
                .map((Statement s) ->
                        s.eventId().substring("grafana/a1b2/".length())
                                + " "
                                + s.value().toPlainString()
                                + " at "
                                + s.at())
                .toList();
    }

    @Test
    void oneAlertThatCannotBeUsedDoesNotKeepTheOthersOut() {
        String backwards = RESOLVED.replace("11:30", "09:30");
        AlertPayload.Read read =
                (AlertPayload.Read)
                        parse(payload("7", "{\"status\":\"firing\"}", backwards, FIRING));
        assertThat(read.alerts()).hasSize(1);
        assertThat(read.unusable()).isEqualTo(3);
        assertThat(read.why()).isEqualTo("The payload has no time 'startsAt'.");
        assertThat(read.truncated()).isEqualTo(2);
    }

    @Test
    void withoutAFingerprintTheLabelsAreIt() {
        String bare = FIRING.replace(",\"fingerprint\":\"a1b2\"", "");
        AlertPayload.Read read = (AlertPayload.Read) parse(payload(bare, bare));
        assertThat(read.alerts().get(0).fingerprint())
                .hasSize(32)
                .isEqualTo(read.alerts().get(1).fingerprint());
    }

    @Test
    void aTemplateOfOnesOwnIsLeftAlone_noJsonIsMalformed_andTheNumberIsBounded() {
        assertThat(parse("{\"text\":\"hello\"}")).isInstanceOf(AlertPayload.WithoutAlerts.class);
        assertThat(parse("[]")).isInstanceOf(AlertPayload.Malformed.class);
        assertThat(parse("{")).isInstanceOf(AlertPayload.Malformed.class);
        String[] many = new String[AlertPayload.MAX_ALERTS + 1];
        java.util.Arrays.fill(many, "{}");
        assertThat(parse(payload(many))).isInstanceOf(AlertPayload.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*|fired", "a=b|firing", "a=|fired", "a=b,c=d*|firing_hours", "a=b|c|fired"})
    void takesSeries(String series) {
        assertThat(AlertReadings.checkSeries(series)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "|fired", "fired", "a|fired", "=b|fired", "a=b|count", "a=b,|fired"})
    void refusesSeries(String series) {
        assertThat(AlertReadings.checkSeries(series)).isNotNull();
    }

    @Test
    void grafanasSignatureIsOfTheBody_orOfTimeAndBodyWhereThatIsSet() throws Exception {
        Map<String, String> headers = new HashMap<>();
        assertThat(grafana(null, headers)).isInstanceOf(Check.Refused.class);
        headers.put("X-Sig", hex("{}"));
        assertThat(grafana(null, headers)).isInstanceOf(Check.Genuine.class);
        assertThat(grafana("X-Time", headers)).isInstanceOf(Check.Refused.class);
        headers.put("X-Time", "1000");
        assertThat(grafana("X-Time", headers)).isInstanceOf(Check.Refused.class);
        headers.put("X-Sig", hex("1000:{}"));
        assertThat(grafana("X-Time", headers)).isInstanceOf(Check.Genuine.class);
        assertThat(grafana(null, headers)).isInstanceOf(Check.Refused.class);
        headers.put("X-Time", "699");
        headers.put("X-Sig", hex("699:{}"));
        assertThat(grafana("X-Time", headers)).as("too old").isInstanceOf(Check.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"Bearer k,true", "Bearer l,false"})
    void beforeSignatures_grafanaSendsAToken(String authorization, boolean genuine) {
        Connection connection =
                connection(new JsonObject().put("auth", "token").put("signatureHeader", "X-Sig"));
        Check check =
                new GrafanaConnector(null)
                        .check(connection, incoming(Map.of("Authorization", authorization)));
        assertThat(check instanceof Check.Genuine).isEqualTo(genuine);
    }

    private static Check grafana(String timestampHeader, Map<String, String> headers) {
        return new GrafanaConnector(null)
                .check(
                        connection(
                                new JsonObject()
                                        .put("auth", "hmac")
                                        .put("signatureHeader", "X-Sig")
                                        .put("timestampHeader", timestampHeader)),
                        incoming(headers));
    }

    private static Incoming incoming(Map<String, String> headers) {
        return new Incoming(
                "",
                headers::get,
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochSecond(1000));
    }

    private static String hex(String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("k".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static Connection connection(JsonObject config) {
        return new Connection(
                new UUID(0, 1), new UUID(0, 2), "t", "grafana", "n", config, Map.of("secret", "k"));
    }

    private static Feed feed(String series, int factor) {
        return new Feed(
                UUID.nameUUIDFromBytes(series.getBytes(StandardCharsets.UTF_8)),
                new UUID(0, 1),
                series,
                new UUID(0, 3),
                "p/m",
                BigDecimal.valueOf(factor),
                null,
                Instant.EPOCH);
    }

    private static AlertPayload parse(String body) {
        return AlertPayload.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
