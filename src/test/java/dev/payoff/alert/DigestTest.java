package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests: when they come, and what is in them; the notifier on a real database. */
class DigestTest extends NotifierBench {

    @ParameterizedTest
    @CsvSource({
        "DAILY, UTC, 2026-03-01T06:59:59Z, 2026-03-01T07:00:00Z",
        "DAILY, UTC, 2026-03-01T07:00:00Z, 2026-03-02T07:00:00Z",
        "WEEKLY, UTC, 2026-03-01T12:00:00Z, 2026-03-02T07:00:00Z",
        "WEEKLY, UTC, 2026-03-02T07:00:00Z, 2026-03-09T07:00:00Z",
        "DAILY, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T05:00:00Z",
        "DAILY, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T06:00:00Z"
    })
    void comesAtSevenByTheClockOnTheWall(Digest digest, String zone, Instant now, Instant next) {
        assertThat(digest.next(ZoneId.of(zone), now)).isEqualTo(next);
    }

    private UUID mail() throws SQLException {
        UUID id = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " digest, created_at) VALUES (?, ?, 'm', 'EMAIL', ?, 'h', 'e', 'DAILY', now())",
                id,
                tenant,
                box.seal("ada@acme.example", Channel.place(id)));
        run(
                "INSERT INTO channel_digest (channel_id, tenant_id, since, due_at) VALUES (?, ?, ?, ?)",
                id,
                tenant,
                START,
                Instant.parse("2026-03-02T07:00:00Z"));
        return id;
    }

    private void until(String time) {
        clock.now = Instant.parse(time);
        round();
        after(Duration.ofSeconds(2));
    }

    @Test
    void everythingIsToldAtOnce_andOnce() throws Exception {
        UUID channel = mail();
        fires("one");
        UUID two = fires("two");
        round();
        for (int i = 0; i < 4; i++) {
            after(Duration.ofSeconds(2));
        }
        resolves(two);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(mails.announced).isEmpty();
        assertThat(outcomes(channel)).allMatch(it -> it.contains("DIGEST")).hasSize(3);

        until("2026-03-02T06:59:00Z");
        assertThat(mails.digests).isEmpty();
        until("2026-03-02T07:00:00Z");
        assertThat(mails.digests).hasSize(1);
        DigestNote digest = mails.digests.getFirst();
        assertThat(digest.all()).isEqualTo(2);
        assertThat(digest.firing()).extracting(EpisodeJson::name).containsExactly("one");
        assertThat(digest.over()).extracting(EpisodeJson::name).containsExactly("two");
        assertThat(rows("SELECT due_at FROM channel_digest"))
                .allMatch(it -> it.startsWith("2026-03-03"));

        until("2026-03-03T07:00:00Z");
        assertThat(mails.digests).as("nothing happened").hasSize(1);
        assertThat(mails.announced).isEmpty();
    }

    @Test
    void aGroupsNewsWaitToo_butAnEscalationDoesNot() throws Exception {
        UUID channel = mail();
        run(
                "INSERT INTO routing (tenant_id, version, document, active, updated_at) VALUES (?, 1,"
                        + " ?::jsonb, true, now())",
                tenant,
                """
                {"routes": [{"name": "all", "channels": ["%s"], "groupWait": "PT0S",
                  "escalation": [{"after": "PT10M", "channels": ["%s"]}]}]}
                """
                        .formatted(channel, channel));
        fires("one");
        round();
        after(Duration.ofSeconds(2));
        assertThat(mails.announced).isEmpty();
        after(Duration.ofMinutes(10));
        after(Duration.ofSeconds(2));
        assertThat(mails.announced).hasSize(1);
        until("2026-03-02T07:00:00Z");
        assertThat(mails.digests).singleElement().satisfies(it -> assertThat(it.all()).isOne());
    }

    @Test
    void aChannelThatWantsNoDigestsAnyMoreGetsItsLast() throws Exception {
        UUID channel = mail();
        fires("one");
        round();
        run("UPDATE channel SET digest = NULL WHERE id = ?", channel);
        run("UPDATE channel_digest SET due_at = ? WHERE channel_id = ?", clock.now, channel);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(mails.digests).hasSize(1);
        assertThat(count("SELECT count(*) FROM channel_digest")).isZero();
    }
}
