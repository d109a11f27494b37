package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.Telling.Silence;
import dev.payoff.alert.Telling.Suppress;
import dev.payoff.alert.Telling.Tell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TellingTest {

    private static final Instant NOW = EpisodeFixture.ACTIVE.plus(Duration.ofHours(5));

    private final EpisodeFixture fixture = new EpisodeFixture();

    private Telling firing(Silence... silences) {
        return Telling.firing(fixture.episode(), Severity.WARNING, List.of(silences), NOW);
    }

    private static Silence silence(UUID project, UUID rule, Severity severity) {
        return new Silence(EpisodeFixture.TENANT, project, rule, severity, "moving");
    }

    @Test
    void tellsFromTheChannelsSeverityOn() {
        assertThat(firing()).isEqualTo(new Tell());
        fixture.severity = Severity.WARNING;
        assertThat(firing()).isEqualTo(new Tell());
        fixture.severity = Severity.INFO;
        assertThat(firing()).isEqualTo(new Suppress("INFO is below the channel's WARNING"));
    }

    @Test
    void whatSomebodyKnowsOfIsNotTold() {
        fixture.acknowledgedAt = NOW;
        assertThat(firing()).isEqualTo(new Suppress("acknowledged by ann@acme.example"));
        fixture.acknowledgedAt = null;
        fixture.snoozedUntil = NOW.plusSeconds(1);
        assertThat(firing()).isInstanceOf(Suppress.class);
        fixture.snoozedUntil = NOW;
        assertThat(firing()).isEqualTo(new Tell());
    }

    @Test
    void aSilenceCoversWhatItNames() {
        assertThat(firing(silence(null, null, null))).isEqualTo(new Suppress("silenced: moving"));
        assertThat(firing(silence(EpisodeFixture.PROJECT, null, null)))
                .isInstanceOf(Suppress.class);
        assertThat(firing(silence(null, EpisodeFixture.RULE, Severity.CRITICAL)))
                .isInstanceOf(Suppress.class);
        assertThat(firing(silence(UUID.randomUUID(), null, null))).isEqualTo(new Tell());
        assertThat(firing(silence(null, UUID.randomUUID(), null))).isEqualTo(new Tell());
        assertThat(firing(silence(null, null, Severity.INFO))).isEqualTo(new Tell());
        assertThat(firing(new Silence(UUID.randomUUID(), null, null, null, "of another tenant")))
                .isEqualTo(new Tell());
    }

    @Test
    void historyIsNotTold() {
        fixture.resolvedAt = NOW.minus(Telling.HISTORY_AFTER);
        assertThat(firing()).isEqualTo(new Tell());
        fixture.resolvedAt = fixture.resolvedAt.minusSeconds(1);
        assertThat(firing()).isInstanceOf(Suppress.class);
    }

    @Test
    void whatWaitsForItsChannelBecomesHistoryOnlyByWaiting() {
        fixture.resolvedAt = NOW.minus(Duration.ofDays(1));
        Instant longAgo = NOW.minus(Telling.HISTORY_AFTER);
        assertThat(still(NOW)).isEqualTo(new Tell());
        assertThat(still(longAgo)).isEqualTo(new Tell());
        assertThat(still(longAgo.minusSeconds(1))).isInstanceOf(Suppress.class);
        fixture.resolvedAt = null;
        assertThat(still(longAgo.minusSeconds(1))).isEqualTo(new Tell());
        fixture.acknowledgedAt = NOW;
        assertThat(still(NOW)).isInstanceOf(Suppress.class);
    }

    private Telling still(Instant planned) {
        return Telling.firingStill(fixture.episode(), Severity.WARNING, List.of(), planned, NOW);
    }

    @Test
    void theEndIsToldToThoseWhoWereToldTheBeginning() {
        fixture.resolvedAt = NOW;
        assertThat(over("SENT", 1)).isEqualTo(new Tell());
        assertThat(over("WAITING", 0)).isEqualTo(new Tell());
        assertThat(over("DIGEST", 0)).isEqualTo(new Tell());
        Suppress untold = new Suppress("that it fired was not told");
        assertThat(over("SUPPRESSED", 0)).isEqualTo(untold);
        assertThat(over("FAILED", 20)).isEqualTo(untold);
        assertThat(Telling.resolved(fixture.episode(), null, List.of())).isEqualTo(untold);
        assertThat(over("SENT", 1, silence(null, null, null))).isInstanceOf(Suppress.class);
    }

    @Test
    void theEndIsToldToThoseWhoMayHaveHeardTheBeginningAllTheSame() {
        fixture.resolvedAt = NOW;
        assertThat(over("SUPPRESSED", 1)).isEqualTo(new Tell());
    }

    private Telling over(String firing, int attempts, Silence... silences) {
        return Telling.resolved(
                fixture.episode(), new Telling.Beginning(firing, attempts), List.of(silences));
    }
}
