package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.MeasurementBody.Split;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.RejectCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body of measurements falls into its records. */
class MeasurementBodyTest {

    private static final String GOOD =
            "{'metric':'p/m','value':1,'observedAt':'2026-11-21T09:30:00Z'}";

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> outcomes(Split split) {
        assertThat(split).isInstanceOf(Split.Records.class);
        return ((Split.Records) split)
                .records().stream()
                        .map(item ->
                                item.decoded() instanceof Decoded.Refused refused
                                        ? refused.code().name()
                                        : "ok")
                        .toList();
    }

    @Test
    void oneObjectIsOneRecord() {
        assertThat(outcomes(MeasurementBody.json(bytes(GOOD)))).containsExactly("ok");
    }

    @Test
    void anArrayIsItsElementsEachJudgedByItself() {
        assertThat(outcomes(MeasurementBody.json(bytes("[" + GOOD + ",7," + GOOD + ",{}]"))))
                .containsExactly("ok", "WRONG_TYPE", "ok", "MISSING_FIELD");
        assertThat(outcomes(MeasurementBody.json(bytes("[]")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[{'metric':'a'", "nonsense", "[1,", "{'a':}"})
    void aBodyThatIsNotJsonIsUnreadableAsAWhole(String body) {
        assertThat(MeasurementBody.json(bytes(body))).isInstanceOf(Split.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", "[]", ",", " x", "\n" + GOOD})
    void nothingAfterTheFirstValueIsSilentlyLeftOut(String more) {
        Split split = MeasurementBody.json(bytes(GOOD + more));
        assertThat(split).isInstanceOf(Split.Unreadable.class);
        assertThat(((Split.Unreadable) split).why().code()).isEqualTo(RejectCode.MALFORMED_JSON);
    }

    @Test
    void aLineThatCannotBeReadRefusesItselfOnly() {
        assertThat(
                        outcomes(
                                MeasurementBody.lines(
                                        bytes(GOOD + "\n\n{oops\r\n  \n" + GOOD + "\r\n" + GOOD))))
                .containsExactly("ok", "MALFORMED_JSON", "ok", "ok");
        assertThat(outcomes(MeasurementBody.lines(bytes("")))).isEmpty();
    }

    @Test
    void whatIsRefusedIsKeptAsItWasSent() {
        Split.Records records =
                (Split.Records) MeasurementBody.json(bytes("[ {'metric':7} , " + GOOD + "]"));
        assertThat(new String(records.records().getFirst().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"metric\":7}");
    }

    @Test
    void moreRecordsThanARequestMayHoldAreTooMany() {
        String body = "[" + "1,".repeat(MeasurementBody.MAX_RECORDS) + "1]";
        assertThat(MeasurementBody.json(bytes(body))).isInstanceOf(Split.TooMany.class);
        assertThat(MeasurementBody.lines(bytes("1\n".repeat(MeasurementBody.MAX_RECORDS + 1))))
                .isInstanceOf(Split.TooMany.class);
        assertThat(MeasurementBody.lines(bytes("1\n".repeat(MeasurementBody.MAX_RECORDS))))
                .isInstanceOf(Split.Records.class);
    }
}
