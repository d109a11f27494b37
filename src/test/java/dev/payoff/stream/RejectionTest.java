package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of a refused record. */
class RejectionTest {

    private static final Decoded.Refused WHY =
            new Decoded.Refused(RejectCode.MALFORMED_JSON, "Not valid JSON.");

    private static Rejection of(byte[] bytes) {
        return Rejection.of(null, "t/0/1", WHY, bytes);
    }

    @Test
    void textIsKeptAsItWas() {
        Rejection kept = of("{\"note\":\"für\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(kept.payload()).isEqualTo("{\"note\":\"für\"}");
        assertThat(kept.truncated()).isFalse();
        assertThat(kept.code()).isEqualTo(RejectCode.MALFORMED_JSON);
        assertThat(kept.detail()).isEqualTo("Not valid JSON.");
        assertThat(kept.origin()).isEqualTo("t/0/1");
    }

    @Test
    void bytesThatAreNoTextAreEscaped() {
        assertThat(of(new byte[] {'a', (byte) 0xFF, 1, '\n'}).payload())
                .isEqualTo("a\\xff\\x01\\x0a");
    }

    @Test
    void nulIsEscapedForPostgresqlTakesNone() {
        assertThat(of(new byte[] {'a', 0, 'b'}).payload()).isEqualTo("a\\u0000b");
    }

    @Test
    void noMoreThan16KiBAreKept() {
        byte[] large = "x".repeat(Rejection.MAX_PAYLOAD_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        assertThat(of(large).payload()).hasSize(Rejection.MAX_PAYLOAD_BYTES);
        assertThat(of(large).truncated()).isTrue();
    }

    @Test
    void textCutInTheMiddleOfACharacterIsStillText() {
        byte[] large =
                ("x" + "ü".repeat(Rejection.MAX_PAYLOAD_BYTES)).getBytes(StandardCharsets.UTF_8);
        assertThat(of(large).payload()).startsWith("xüü").doesNotContain("\\x");
    }

    @Test
    void aRecordWithoutBytesHasNoPayload() {
        assertThat(of(null).payload()).isNull();
    }

    @Test
    void noBytesWhateverLeaveNulOrGrowBeyondBounds() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(of(bytes).payload()).doesNotContain("\0").hasSizeLessThanOrEqualTo(6 * 200);
        }
    }
}
