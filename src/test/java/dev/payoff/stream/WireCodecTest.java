package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.payoff.portfolio.CostStage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wire format takes, and with which code it refuses the rest. */
class WireCodecTest {

    private static final String READING =
            "{'tenant':'acme','metric':'cloud/cost','value':44000.10,'observedAt':'2026-11-21T09:30:00Z'%s}";

    private static Decoded decode(String json) {
        return WireCodec.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "kafka");
    }

    private static WireRecord.Reading reading(String more) {
        Decoded decoded = decode(READING.formatted(more));
        assertThat(decoded).isInstanceOf(Decoded.Usable.class);
        return (WireRecord.Reading) ((Decoded.Usable) decoded).wire();
    }

    private static RejectCode code(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Refused.class);
        Decoded.Refused refused = (Decoded.Refused) decoded;
        assertThat(refused.detail()).isNotBlank().hasSizeLessThan(400);
        return refused.code();
    }

    @Test
    void aReadingNeedsFourFields() {
        assertThat(reading(""))
                .isEqualTo(
                        new WireRecord.Reading(
                                "acme",
                                "cloud/cost",
                                new BigDecimal("44000.10"),
                                Instant.parse("2026-11-21T09:30:00Z"),
                                null,
                                0,
                                null,
                                null,
                                "kafka",
                                null));
    }

    @Test
    void fieldsThatAreNotKnownAreIgnoredWhateverTheyHold() {
        assertThat(reading(",'x':{'value':1,'y':[{'metric':'z'}]},'w':NaN,'v':null"))
                .isEqualTo(reading(""));
    }

    @Test
    void nullIsTheSameAsAbsent() {
        assertThat(reading(",'note':null,'eventId':null,'revision':null")).isEqualTo(reading(""));
        assertThat(code(decode("{'metric':null,'value':1,'observedAt':'2026-11-21T09:30:00Z'}")))
                .isEqualTo(RejectCode.MISSING_FIELD);
    }

    @Test
    void timesAreKeptToTheMicrosecondWhateverTheirOffset() {
        WireRecord.Reading r =
                (WireRecord.Reading)
                        ((Decoded.Usable)
                                        decode(
                                                "{'metric':'m','value':1,'observedAt':'2026-11-21T10:30:00.123456789+01:00'}"))
                                .wire();
        assertThat(r.observedAt()).isEqualTo(Instant.parse("2026-11-21T09:30:00.123456Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NaN                   | NOT_A_NUMBER",
                "Infinity              | NOT_A_NUMBER",
                "-Infinity             | NOT_A_NUMBER",
                "1e999999999           | NUMBER_TOO_LARGE",
                "-1e999999999          | NUMBER_TOO_LARGE",
                "1e-999999999          | NUMBER_TOO_LARGE",
                "0e999999999           | NUMBER_TOO_LARGE",
                "1e31                  | NUMBER_TOO_LARGE",
                "1e-31                 | NUMBER_TOO_LARGE",
                "123456789012345678901234567890123456789 | NUMBER_TOO_LARGE",
                "0.123456789012345678901234567890123456789 | NUMBER_TOO_LARGE",
                "'44000'               | WRONG_TYPE",
                "true                  | WRONG_TYPE",
                "{}                    | WRONG_TYPE",
                "[1]                   | WRONG_TYPE",
                "01                    | MALFORMED_JSON",
                "0x10                  | MALFORMED_JSON",
                "                      | MALFORMED_JSON"
            })
    void aValueIsAPlainNumberOfReasonableSize(String value, RejectCode code) {
        assertThat(
                        code(
                                decode(
                                        "{'metric':'m','value':%s,'observedAt':'2026-11-21T09:30:00Z'}"
                                                .formatted(value == null ? "" : value))))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e30", "1e-30", "-0", "0.00", "1234567890.1234567890123456789012345678"})
    void numbersUpToTheBoundsAreTakenExactly(String value) {
        WireRecord wire =
                ((Decoded.Usable)
                                decode(
                                        "{'metric':'m','value':%s,'observedAt':'2026-11-21T09:30:00Z'}"
                                                .formatted(value)))
                        .wire();
        assertThat(((WireRecord.Reading) wire).value()).isEqualByComparingTo(value);
    }

    @Test
    void aNumberWithThousandsOfDigitsIsNotEvenParsed() {
        String digits = "9".repeat(5_000);
        assertThat(
                        code(
                                decode(
                                        "{'metric':'m','value':%s,'observedAt':'2026-11-21T09:30:00Z'}"
                                                .formatted(digits))))
                .isEqualTo(RejectCode.NUMBER_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'value':44000.10          | DUPLICATE_FIELD",
                ",'metric':'other'          | DUPLICATE_FIELD",
                ",'revision':-1             | BAD_REVISION",
                ",'revision':2147483648     | BAD_REVISION",
                ",'revision':1.5            | WRONG_TYPE",
                ",'revision':'1'            | WRONG_TYPE",
                ",'confidence':1.01         | BAD_CONFIDENCE",
                ",'confidence':-0.1         | BAD_CONFIDENCE",
                ",'confidence':NaN          | NOT_A_NUMBER",
                ",'note':7                  | WRONG_TYPE",
                ",'note':'a\\u0000b'        | BAD_TEXT",
                ",'eventId':'  '            | BAD_TEXT",
                ",'source':''               | BAD_TEXT",
                ",'planned':'yes'           | WRONG_TYPE",
                ",'currency':'euro'         | BAD_CURRENCY"
            })
    void otherFieldsHaveTheirRules(String more, RejectCode code) {
        assertThat(code(decode(READING.formatted(more)))).isEqualTo(code);
    }

    @Test
    void textsAreBounded() {
        assertThat(code(decode(READING.formatted(",'eventId':'" + "x".repeat(513) + "'"))))
                .isEqualTo(RejectCode.BAD_TEXT);
        assertThat(code(decode(READING.formatted(",'note':'" + "x".repeat(4001) + "'"))))
                .isEqualTo(RejectCode.BAD_TEXT);
        assertThat(reading(",'note':'" + "x".repeat(4000) + "'").note()).hasSize(4000);
    }

    @Test
    void controlCharactersBelongIntoEscapes() {
        assertThat(code(decode(READING.formatted(",'note':'a\u0001b'"))))
                .isEqualTo(RejectCode.MALFORMED_JSON);
        assertThat(reading(",'note':'a\\tb'").note()).isEqualTo("a\tb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-11-21",
                "2026-11-21T09:30:00",
                "2026-02-30T00:00:00Z",
                "2026-11-21T25:00:00Z",
                "1763717400"
            })
    void aTimeIsIsoWithAnOffset(String time) {
        assertThat(code(decode("{'metric':'m','value':1,'observedAt':'%s'}".formatted(time))))
                .isEqualTo(RejectCode.BAD_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "{",
                "{'metric':'m'",
                "[]",
                "1",
                "null",
                "{'metric':'m',}",
                "{metric:'m'}",
                "{'metric':'m','value':1,'observedAt':'2026-11-21T09:30:00Z'} {}",
                "{'metric':'m','value':1,'observedAt':'2026-11-21T09:30:00Z'}x"
            })
    void whatIsNotOneJsonObjectIsMalformed(String json) {
        assertThat(code(decode(json))).isEqualTo(RejectCode.MALFORMED_JSON);
    }

    @Test
    void aRecordWithoutAValueIsMalformed() {
        assertThat(code(WireCodec.decode(null, "kafka"))).isEqualTo(RejectCode.MALFORMED_JSON);
    }

    @Test
    void textThatIsNotUtf8IsMalformed() {
        byte[] bytes =
                READING.formatted(",'note':'a#b'")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '#') {
                bytes[i] = (byte) 0xFF;
            }
        }
        assertThat(code(WireCodec.decode(bytes, "kafka"))).isEqualTo(RejectCode.MALFORMED_JSON);
    }

    @Test
    void aRecordHasAtMost64KiB() {
        String padding = " ".repeat(WireCodec.MAX_RECORD_BYTES);
        assertThat(code(decode(READING.formatted(padding)))).isEqualTo(RejectCode.TOO_LARGE);
        int room = WireCodec.MAX_RECORD_BYTES - READING.formatted("").length();
        assertThat(reading(" ".repeat(room))).isEqualTo(reading(""));
        assertThat(code(decode(READING.formatted(" ".repeat(room + 1)))))
                .isEqualTo(RejectCode.TOO_LARGE);
    }

    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(200) + "]".repeat(200);
        assertThat(code(decode(READING.formatted(",'x':" + deep))))
                .isEqualTo(RejectCode.NUMBER_TOO_LARGE);
    }

    @Test
    void aCostLineIsToldByItsAmount() {
        Decoded decoded =
                decode(
                        "{'tenant':'acme','project':'cloud','amount':-12.5,'currency':'EUR','incurredOn':'2026-11-01',"
                                + "'eventId':'bill-1','planned':true}");
        assertThat(((Decoded.Usable) decoded).wire())
                .isEqualTo(
                        new WireRecord.Cost(
                                "acme",
                                "cloud",
                                new BigDecimal("-12.5"),
                                "EUR",
                                LocalDate.parse("2026-11-01"),
                                "other",
                                CostStage.PLANNED,
                                null,
                                "bill-1",
                                "kafka"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'amount':1}                                                     | MISSING_FIELD",
                "{'project':'p','amount':1,'currency':'EUR','incurredOn':'2026-11-01'} | MISSING_FIELD",
                "{'project':'p','amount':1,'currency':'eur','incurredOn':'2026-11-01','eventId':'e'} | BAD_CURRENCY",
                "{'project':'p','amount':1,'currency':'EUR','incurredOn':'1.11.2026','eventId':'e'}  | BAD_TIME",
                "{'project':'p','amount':NaN,'currency':'EUR','incurredOn':'2026-11-01','eventId':'e'} | NOT_A_NUMBER"
            })
    void aCostLineNeedsItsFields(String json, RejectCode code) {
        assertThat(code(decode(json))).isEqualTo(code);
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        Random random = new Random(20261121);
        for (int i = 0; i < 2_000; i++) {
            WireRecord.Reading reading =
                    new WireRecord.Reading(
                            maybe(random, "acme"),
                            "p/m" + i,
                            new BigDecimal(
                                    new java.math.BigInteger(100, random)
                                            .subtract(java.math.BigInteger.ONE.shiftLeft(99)),
                                    random.nextInt(40)),
                            Instant.ofEpochSecond(
                                    random.nextInt(2_000_000_000),
                                    random.nextInt(1_000_000) * 1000L),
                            maybe(random, "event-\"ü\\-" + i),
                            random.nextInt(3),
                            random.nextBoolean() ? null : new BigDecimal("0.25"),
                            maybe(random, "line\nother \uD83D\uDE00"),
                            "source",
                            maybe(random, "EUR"));
            if (reading.value().precision() - reading.value().scale() - 1 < -30) {
                continue;
            }
            assertThat(WireCodec.decode(WireCodec.encode(reading), "other"))
                    .isEqualTo(new Decoded.Usable(reading));
        }
        for (CostStage stage : CostStage.values()) {
            WireRecord.Cost cost =
                    new WireRecord.Cost(
                            "acme",
                            "cloud",
                            new BigDecimal("10.10"),
                            "USD",
                            LocalDate.parse("2026-01-31"),
                            "cloud",
                            stage,
                            "a note",
                            "e-1",
                            "focus");
            assertThat(WireCodec.decode(WireCodec.encode(cost), "other"))
                    .isEqualTo(new Decoded.Usable(cost));
        }
    }

    private static String maybe(Random random, String text) {
        return random.nextBoolean() ? text : null;
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        Random random = new Random(7);
        byte[] good =
                READING.formatted(",'note':'x','revision':1,'y':[1,{'z':2}]")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(64)];
                random.nextBytes(bytes);
            } else {
                bytes = good.clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            byte[] sent = bytes;
            assertThatCode(() -> WireCodec.decode(sent, "kafka")).doesNotThrowAnyException();
        }
    }

    @Test
    void ofManyRecordsOneThatIsRefusedDoesNotSpoilTheNext() throws Exception {
        String body =
                "[{'metric':'a','value':{'x':[1,{}]},'observedAt':'2026-11-21T09:30:00Z'},"
                        + "{'metric':'b','value':1,'observedAt':'2026-11-21T09:30:00Z'}, 7, [1,[2]], null,"
                        + "{'value':2},{'metric':'c','value':3,'observedAt':'2026-11-21T09:30:00Z'}]";
        try (var parser =
                WireCodec.parser(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            List<String> outcomes = new java.util.ArrayList<>();
            while (parser.nextToken() != com.fasterxml.jackson.core.JsonToken.END_ARRAY) {
                outcomes.add(
                        switch (WireCodec.decodeNext(parser, "api")) {
                            case Decoded.Refused refused -> refused.code().name();
                            case Decoded.Usable(WireRecord.Reading r) -> r.metric();
                            case Decoded.Usable usable -> usable.toString();
                        });
            }
            assertThat(outcomes)
                    .containsExactly(
                            "WRONG_TYPE",
                            "b",
                            "WRONG_TYPE",
                            "WRONG_TYPE",
                            "WRONG_TYPE",
                            "MISSING_FIELD",
                            "c");
        }
    }
}
