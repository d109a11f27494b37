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
}
