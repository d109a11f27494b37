package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturesTest {

    // The vector of Standard Webhooks' own Java tests.
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1614265330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String RIGHT = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void theVectorOfStandardWebhooksFits() {
        assertThat(verify(SECRET, headers(), BODY, 0)).isNull();
        assertThat(verify(SECRET.substring(6), headers(), BODY, 0)).isNull();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    webhook-signature | v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
                    webhook-signature | v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
                    webhook-signature | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
                    webhook-signature | v1,
                    webhook-signature | v1,%%%
                    webhook-timestamp | 1614265331
                    webhook-timestamp | soon
                    webhook-id        | msg_p5jXN8AQM9LWM0D4loKWxJel
                    """)
    void anythingElseDoesNot(String header, String value) {
        Map<String, String> headers = headers();
        headers.put(header, value);
        assertThat(verify(SECRET, headers, BODY, 0)).isNotNull();
        headers.remove(header);
        assertThat(verify(SECRET, headers, BODY, 0)).contains("are needed");
    }

    @Test
    void bodySecretAndTimeAreSigned() {
        assertThat(verify(SECRET, headers(), BODY + " ", 0)).contains("does not fit");
        assertThat(verify("whsec_" + base64("another"), headers(), BODY, 0)).contains("not fit");
        assertThat(verify("whsec_%", headers(), BODY, 0)).contains("whsec_");
        assertThat(verify(SECRET, headers(), BODY, 300)).isNull();
        assertThat(verify(SECRET, headers(), BODY, -300)).isNull();
        assertThat(verify(SECRET, headers(), BODY, 301)).contains("minutes");
        assertThat(verify(SECRET, headers(), BODY, -301)).contains("minutes");
    }

    @Test
    void ofTwoSignaturesOneIsEnough_asWhileASecretIsChanged() {
        Map<String, String> headers = headers();
        headers.put("webhook-signature", "v1," + base64("old") + " " + RIGHT);
        assertThat(verify(SECRET, headers, BODY, 0)).isNull();
        headers.put("webhook-signature", ("v1," + base64("old") + " ").repeat(20) + RIGHT);
        assertThat(verify(SECRET, headers, BODY, 0)).as("their number is bounded").isNotNull();
    }

    /** RFC 4231, test case 2. */
    @Test
    void hexIsOfTheBytesPutTogether() {
        String right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertThat(Signatures.hexFits("Jefe", right, utf8("what do ya want for nothing?")))
                .isTrue();
        assertThat(
                        Signatures.hexFits(
                                "Jefe", right, utf8("what do ya "), utf8("want for nothing?")))
                .isTrue();
        assertThat(Signatures.hexFits("jefe", right, utf8("what do ya want for nothing?")))
                .isFalse();
        assertThat(
                        Signatures.hexFits(
                                "Jefe", right.substring(2), utf8("what do ya want for nothing?")))
                .isFalse();
        assertThat(Signatures.hexFits("Jefe", "", utf8("what do ya want for nothing?"))).isFalse();
        assertThat(Signatures.hexFits("Jefe", "sha256", utf8("what do ya want for nothing?")))
                .isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTokenComesAsBearerOrAsPassword() {
        assertThat(Signatures.authorised("t", "Bearer t")).isTrue();
        assertThat(Signatures.authorised("t", "bearer  t ")).isTrue();
        assertThat(Signatures.authorised("t", "Basic " + base64("anyone:t"))).isTrue();
        for (String wrong :
                new String[] {
                    null,
                    "",
                    "t",
                    "Bearer",
                    "Bearer T",
                    "Bearer t t",
                    "Digest t",
                    "Basic t",
                    "Basic %",
                    "Basic " + base64("t"),
                    "Basic " + base64("t:"),
                    "Basic " + base64("a:t:")
                }) {
            assertThat(Signatures.authorised("t", wrong)).as("%s", wrong).isFalse();
        }
    }

    private static String verify(
            String secret, Map<String, String> headers, String body, long later) {
        return Signatures.standardWebhook(
                secret,
                new Incoming(
                        "",
                        headers::get,
                        body.getBytes(StandardCharsets.UTF_8),
                        Instant.ofEpochSecond(TIMESTAMP + later)));
    }

    private static Map<String, String> headers() {
        return new HashMap<>(
                Map.of(
                        "webhook-id",
                        ID,
                        "webhook-timestamp",
                        Long.toString(TIMESTAMP),
                        "webhook-signature",
                        RIGHT));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
