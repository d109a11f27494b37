package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackMessageTest {

    private static final String URL = "https://payoff.example/";

    private final EpisodeFixture fixture = new EpisodeFixture();

    @Test
    void firing() {
        JsonObject message = SlackMessage.firing(fixture.episode(), URL);

        assertThat(message)
                .isEqualTo(
                        new JsonObject(
                                """
                                {
                                  "text": "🔴 Critical: Cost is back (Cloud move). The mean of Cost per month in the hour is 46,000.5 EUR, above 42,000 EUR. Since 2026-03-01 10:00 UTC.",
                                  "parse": "none", "link_names": false,
                                  "unfurl_links": false, "unfurl_media": false,
                                  "blocks": [
                                    {"type": "header", "text": {"type": "plain_text", "text": "🔴 Critical: Cost is back", "emoji": false}},
                                    {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
                                      "text": "The mean of Cost per month in the hour is 46,000.5 EUR, above 42,000 EUR."}},
                                    {"type": "section", "fields": [
                                      {"type": "mrkdwn", "verbatim": true, "text": "*Project*\\nCloud move"},
                                      {"type": "mrkdwn", "verbatim": true, "text": "*Severity*\\nCritical"},
                                      {"type": "mrkdwn", "verbatim": true, "text": "*What it is worth*\\nThe project loses 8.21 EUR an hour now, 197.13 EUR a day."},
                                      {"type": "mrkdwn", "verbatim": true, "text": "*Since*\\n<!date^1772359200^{date_short_pretty} {time}|2026-03-01 10:00 UTC>"}]},
                                    {"type": "actions", "elements": [
                                      {"type": "button", "text": {"type": "plain_text", "text": "Open in Payoff", "emoji": false},
                                       "url": "https://payoff.example/projects/cloud?alert=00000000-0000-8000-8000-000000000001"}]}
                                  ]
                                }\
                                """));
    }

    @Test
    void resolvedSaysHowLongItLasted() {
        fixture.resolvedAt = EpisodeFixture.ACTIVE.plus(Duration.ofMinutes(125));
        fixture.resolvedValue = new BigDecimal("39000");

        JsonObject message = SlackMessage.resolved(fixture.episode(), fixture.resolvedAt, URL);

        assertThat(message.getString("text"))
                .isEqualTo(
                        "✅ Resolved: Cost is back (Cloud move). It lasted 2 h 5 min. The mean of Cost"
                                + " per month in the hour was last 39,000 EUR.");
    }

    @Test
    void silenceAndProjectFiguresHaveWordsOfTheirOwn() {
        fixture.figure = Figure.NO_DATA;
        fixture.comparator = null;
        fixture.threshold = null;
        fixture.window = null;
        assertThat(SlackMessage.firing(fixture.episode(), URL).getString("text"))
                .contains("Cost per month is silent: no reading for longer than it should be.");

        fixture.figure = Figure.ROI_SIMPLE;
        fixture.metricName = null;
        fixture.comparator = "<=";
        fixture.value = new BigDecimal("-0.1234");
        fixture.threshold = BigDecimal.ZERO;
        fixture.worthPerHour = null;
        assertThat(SlackMessage.firing(fixture.episode(), URL).encode())
                .contains("The simple ROI of Cloud move is -12.34 %, at or below 0 %.")
                .contains("*What it is worth*\\nnot known");

        fixture.figure = Figure.REALISED;
        fixture.value = new BigDecimal("1234567.891");
        assertThat(SlackMessage.firing(fixture.episode(), URL).getString("text"))
                .contains("is 1,234,567.89 EUR, at or below 0.00 EUR");
    }

    @Test
    void whatWasToldLateSaysSo() {
        fixture.late = true;
        assertThat(SlackMessage.firing(fixture.episode(), URL).encode()).contains("Told late");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel> wake up",
                "<@U123>",
                "<https://evil.example|ok>",
                "https://evil.example/x",
                "&lt;script&gt;",
                "<script>alert(1)</script>",
                "a\r\nBcc: x",
                "\u202eevil\u202c",
                "<!date^1^x|y>",
            })
    void aNameIsNeverAMentionOrALink(String name) {
        fixture.name = name;
        fixture.projectName = name;
        fixture.metricName = name;
        fixture.unit = name;
        String json =
                SlackMessage.firing(fixture.episode(), URL)
                        .encode()
                        .replaceAll("<!date\\^1772359200[^>]*>", "");

        assertThat(json).doesNotContain("<", ">", "https://evil", "\u202e", "\\r");
        assertThat(json.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
    }

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void staysWithinSlacksLimits(long seed) {
        Random random = new Random(seed);
        fixture.name = nasty(random);
        fixture.projectName = nasty(random);
        fixture.metricName = nasty(random);
        fixture.unit = nasty(random);
        fixture.figure = Figure.values()[random.nextInt(Figure.values().length)];
        fixture.value =
                new BigDecimal(new java.math.BigInteger(126, random), random.nextInt(61) - 30);
        fixture.resolvedValue = fixture.value;
        fixture.late = random.nextBoolean();
        fixture.resolvedAt = Instant.parse("2027-01-01T00:00:00Z");

        check(SlackMessage.firing(fixture.episode(), URL));
        check(SlackMessage.resolved(fixture.episode(), fixture.resolvedAt, URL));
        check(SlackMessage.test(fixture.name, fixture.unit));
    }

    private static String nasty(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(2_000);
        for (int i = 0; i < length; i++) {
            text.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "&";
                        case 1 -> "<";
                        case 2 -> "😀";
                        case 3 -> "\ud83d";
                        case 4 -> "\n";
                        default -> String.valueOf((char) random.nextInt(0x3000));
                    });
        }
        return text.toString();
    }

    private static void check(JsonObject message) {
        assertThat(message.getString("text")).isNotBlank().hasSizeLessThan(12_000);
        JsonArray blocks = message.getJsonArray("blocks");
        assertThat(blocks.size()).isBetween(1, 50);
        assertThat(message.encode().length()).isLessThan(13_000 * 6);
        for (Object each : blocks) {
            JsonObject block = (JsonObject) each;
            switch (block.getString("type")) {
                case "header" -> text(block.getJsonObject("text"), 150);
                case "section" -> {
                    if (block.containsKey("text")) {
                        text(block.getJsonObject("text"), 3_000);
                    } else {
                        assertThat(block.getJsonArray("fields").size()).isBetween(1, 10);
                        block.getJsonArray("fields")
                                .forEach(field -> text((JsonObject) field, 2_000));
                    }
                }
                case "context" ->
                        assertThat(block.getJsonArray("elements").size()).isBetween(1, 10);
                case "actions" -> {
                    JsonObject button = block.getJsonArray("elements").getJsonObject(0);
                    text(button.getJsonObject("text"), 75);
                    assertThat(button.getString("url")).hasSizeLessThanOrEqualTo(3_000);
                }
                default -> throw new AssertionError("unknown block " + block);
            }
        }
    }

    private static void text(JsonObject text, int most) {
        String value = text.getString("text");
        assertThat(value).isNotBlank().hasSizeLessThanOrEqualTo(most);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)) {
                assertThat(Character.isLowSurrogate(value.charAt(++i))).isTrue();
            } else {
                assertThat(Character.isLowSurrogate(c)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT59S, 59 s",
        "PT60S, 1 min",
        "PT61S, 1 min 1 s",
        "PT1H, 1 h",
        "PT1H59M59S, 1 h 59 min",
        "PT24H, 1 d",
        "PT49H, 2 d 1 h",
        "PT-5S, 0 s"
    })
    void lengthsOfTimeInTwoUnits(Duration length, String words) {
        assertThat(SlackText.duration(length)).isEqualTo(words);
    }
}
