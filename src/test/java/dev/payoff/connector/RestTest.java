package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.connector.Rest.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private static Reply read(int status, Map<String, String> headers, String body) {
        return Rest.read(new Answered(status, headers, body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    https://erp.example/x/, /api/y?z=1,                    https://erp.example/x/api/y?z=1
                    https://erp.example,    api/y,                         https://erp.example/api/y
                    https://erp.example/x,  https://erp.example/page2?a=b, https://erp.example/page2?a=b
                    https://erp.example,    https://erp.example:443/p,     https://erp.example:443/p
                    https://erp.example,    https://evil.example/p,        -
                    https://erp.example,    http://erp.example/p,          -
                    https://erp.example,    https://erp.example:8443/p,    -
                    https://erp.example,    https://erp.example@evil.example/p, -
                    https://erp.example,    https://u@erp.example/p,       -
                    """)
    void credentialsGoToTheHostOfTheBaseUrlOnly(String base, String path, String leads) {
        URI uri = Rest.within(base, path);
        assertThat(uri == null ? null : uri.toString()).isEqualTo(leads);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    429, 30,                              PT30S
                    429, 1.5,                             PT1.5S
                    429, '',                              PT1M
                    429, soon,                            PT1M
                    429, 99999999,                        PT24H
                    429, 'Wed, 4 Mar 2026 10:02:00 GMT',  PT2M
                    429, 'Wed, 4 Mar 2026 09:00:00 GMT',  PT1M
                    503, 10,                              PT10S
                    503, '',                              -
                    500, 10,                              -
                    """)
    void whoAsksForTimeGetsIt(int status, String retryAfter, String wait) {
        Reply reply = read(status, Map.of("retry-after", retryAfter), "");
        assertThat(((Reply.No) reply).pause())
                .isEqualTo(wait == null ? null : Duration.parse(wait));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"error":{"code":"005056A509B11ED","message":{"lang":"en","value":"No access"}}} | No access
                    {"error":{"code":"x","message":"No access"}}          | No access
                    {"name":"odoo.exceptions.AccessError","message":"No"} | No
                    [{"message":"No such column","errorCode":"X"}]        | No such column (X)
                    {"error":"invalid_client","error_description":"Wrong"} | Wrong
                    """)
    void theSystemsOwnWordsAreTold(String body, String told) {
        Reply.No no = (Reply.No) read(400, Map.of(), body);
        assertThat(no.reason()).isEqualTo("HTTP 400: it failed. It says: " + told);
    }

    @Test
    void aPageOfHtmlIsNoAnswer() {
        Reply.No no = (Reply.No) read(200, Map.of(), "<html>login</html>");
        assertThat(no.reason()).contains("no JSON; is the base URL right?");
    }

    /** As docs.github.com (rate limits for the REST API) and docs.gitlab.com (rate limits) say. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    403, x-ratelimit-, 0,    60,   -,   PT1M1S
                    403, x-ratelimit-, 17,   60,   -,   -
                    403, x-ratelimit-, 4999, 3600, 120, PT2M
                    429, ratelimit-,   0,    30,   -,   PT31S
                    429, ratelimit-,   0,    -60,  -,   PT1M
                    """)
    void aLimitThatIsUsedUpIsWaitedOut(
            int status, String prefix, int remaining, long reset, String retryAfter, String wait) {
        Map<String, String> headers = new java.util.HashMap<>();
        headers.put(prefix + "remaining", "" + remaining);
        headers.put(prefix + "reset", "" + (NOW.getEpochSecond() + reset));
        if (retryAfter != null) {
            headers.put("retry-after", retryAfter);
        }
        Reply.No no = (Reply.No) read(status, headers, "{\"message\":\"no\"}");
        assertThat(no.pause()).isEqualTo(wait == null ? null : Duration.parse(wait));
        assertThat(no.reason())
                .contains(wait == null ? "credentials do not allow" : "asked too often");
    }

    @Test
    void theLastCallsAreLeftToOthers() {
        String reset = "" + (NOW.getEpochSecond() + 60);
        Map<String, String> few = Map.of("x-ratelimit-remaining", "10", "x-ratelimit-reset", reset);
        Map<String, String> some =
                Map.of("x-ratelimit-remaining", "11", "x-ratelimit-reset", reset);
        assertThat(((Reply.Json) read(200, few, "{}")).pause()).isEqualTo(Duration.ofSeconds(61));
        assertThat(((Reply.Json) read(200, some, "{}")).pause()).isNull();
    }

    @Test
    void theNextPageIsWhatTheLinkHeaderCallsSo() {
        assertThat(next("<https://a/x?page=2>; rel=\"next\", <https://a/x?page=9>; rel=\"last\""))
                .isEqualTo("https://a/x?page=2");
        assertThat(next("<https://a/x?page=1>; rel=\"prev\", <https://a/x?page=3>; rel=\"next\""))
                .isEqualTo("https://a/x?page=3");
        assertThat(next("<https://a/x?page=1>; rel=\"prev\"")).isNull();
        assertThat(next("")).isNull();
    }

    private static String next(String link) {
        return ((Reply.Json) read(200, Map.of("link", link), "[]")).next();
    }
}
