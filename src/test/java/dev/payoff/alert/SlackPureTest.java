package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.SlackButtons.Pressed;
import dev.payoff.alert.routing.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack's signatures, buttons and limits. */
class SlackPureTest {

    /** The example of Slack's page on verifying requests. */
    private static final SlackSecret PUBLISHED =
            new SlackSecret("xoxb-any", "8f742231b10e8888abcd99yyyzzz85a5");

    private static final String BODY =
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
                    + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                    + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private static final String SIGNATURE =
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final String AT = "1531420618";

    private static String refuses(String signature, String at, String body, long now) {
        return PUBLISHED.refuses(
                signature, at, body.getBytes(StandardCharsets.UTF_8), Instant.ofEpochSecond(now));
    }

    @Test
    void slacksPublishedExampleIsGenuine() {
        assertThat(refuses(SIGNATURE, AT, BODY, 1531420618)).isNull();
        assertThat(refuses(SIGNATURE, AT, BODY, 1531420618 + 300)).isNull();
        assertThat(refuses(SIGNATURE, AT, BODY, 1531420618 - 300)).isNull();
    }

    @Test
    void whatIsOldOrFromTheFutureIsRefused() {
        assertThat(refuses(SIGNATURE, AT, BODY, 1531420618 + 301)).contains("5 minutes");
        assertThat(refuses(SIGNATURE, AT, BODY, 1531420618 - 301)).contains("5 minutes");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(refuses(SIGNATURE, AT, BODY + " ", 1531420618)).contains("does not fit");
        assertThat(refuses(SIGNATURE, "1531420619", BODY, 1531420618)).contains("does not fit");
        assertThat(refuses(SIGNATURE.replace("v0=", "v1="), AT, BODY, 1531420618))
                .contains("does not fit");
        assertThat(refuses("", AT, BODY, 1531420618)).contains("does not fit");
        assertThat(refuses(null, AT, BODY, 1531420618)).contains("are needed");
        assertThat(refuses(SIGNATURE, null, BODY, 1531420618)).contains("are needed");
        assertThat(
                        new SlackSecret("xoxb-any", null)
                                .refuses(SIGNATURE, AT, new byte[0], Instant.EPOCH))
                .contains("no signing secret");
    }

    @Test
    void aSecretNeverShowsItself() {
        assertThat(PUBLISHED.toString()).doesNotContain("8f74").doesNotContain("xoxb");
        assertThat(SlackSecret.read(PUBLISHED.text())).isEqualTo(PUBLISHED);
    }

    @Test
    void aButtonSaysWhatIsMeant() {
        UUID id = UUID.randomUUID();
        assertThat(SlackButtons.pressed("payoff_ack", SlackButtons.episode(id)))
                .contains(new Pressed(false, id, null));
        assertThat(SlackButtons.pressed("payoff_snooze_pt1h", "PT1H|" + SlackButtons.group(id)))
                .contains(new Pressed(true, id, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payoff_ack ",
                "payoff_ack e:",
                "payoff_ack e:1",
                "payoff_ack x:00000000-0000-7000-8000-000000000001",
                "payoff_snooze e:00000000-0000-7000-8000-000000000001",
                "payoff_snooze PT9999H|e:00000000-0000-7000-8000-000000000001",
                "approve e:00000000-0000-7000-8000-000000000001"
            })
    void anyOtherButtonMeansNothing(String pressed) {
        String[] words = pressed.split(" ", 2);
        assertThat(SlackButtons.pressed(words[0], words[1])).isEmpty();
    }

    private static EpisodeJson episode(String name, boolean over) {
        EpisodeFixture fixture = new EpisodeFixture();
        fixture.name = name;
        fixture.metricName = name;
        fixture.projectName = name;
        fixture.unit = name;
        fixture.resolvedAt = over ? EpisodeFixture.ACTIVE.plusSeconds(4_000) : null;
        fixture.resolvedValue = over ? java.math.BigDecimal.ONE : null;
        return fixture.episode();
    }

    private static GroupNote note(int firing, int ended, String name) {
        List<EpisodeJson> all = new ArrayList<>();
        List<EpisodeJson> over = new ArrayList<>();
        for (int i = 0; i < Math.min(firing, GroupMessage.MAX_NAMED); i++) {
            all.add(episode(name, false));
        }
        for (int i = 0; i < Math.min(ended, GroupMessage.MAX_NAMED); i++) {
            over.add(episode(name, true));
        }
        return new GroupNote(
                UUID.randomUUID(),
                new GroupMessage(
                        "all",
                        Map.of("project", name),
                        "t",
                        2,
                        Message.Kind.ESCALATION,
                        all.stream().map(EpisodeJson::id).toList(),
                        firing,
                        firing,
                        over.stream().map(EpisodeJson::id).toList(),
                        ended),
                all,
                over);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cost is back",
                "<!channel> & <https://evil|ok>",
                "&&&&&&&&&&",
                "ÄÖÜ 漢字 \u202E"
            })
    void aGroupStaysWithinBlockKitsLimits_howeverLargeAndWhateverItsNames(String name) {
        for (int many : new int[] {1, 2, 20, 1_000}) {
            GroupNote note = note(many, many, name.repeat(30));
            for (JsonObject message :
                    List.of(
                            SlackGroupMessage.of(note, "https://payoff.example", true),
                            SlackGroupMessage.news(note))) {
                assertThat(SlackApiStub.beyondLimits(message)).isNull();
                assertThat(message.encode()).doesNotContain("<!channel").doesNotContain("<https:");
            }
        }
    }

    @Test
    void whatIsNotNamedIsCounted() {
        String shown =
                SlackGroupMessage.of(note(100, 50, "x"), "https://p.example", false).encode();
        assertThat(shown).contains("And 90 more fire.").contains("And 44 more are over.");
    }
}
