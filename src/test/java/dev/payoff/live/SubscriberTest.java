package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a stream may be cut, and what its last id then says. */
class SubscriberTest {

    private static final UUID TENANT = new UUID(1, 0xABC);
    private static final long CAME_WITH = 1_000;

    private final Subscriber subscriber =
            new Subscriber(null, TENANT, StreamTopics.parse("portfolio,alerts"));

    @Test
    void behindAnyPiece_theIdNamesTheEventsBeforeIt() {
        subscriber.startAt(new StreamPosition(10, CAME_WITH));
        subscriber.replay(event(11));
        subscriber.offer(figure("a"));
        subscriber.offer(event(12));
        subscriber.offer(figure("b"));
        subscriber.goLive();

        assertThat(ids(5_000))
                .containsExactly("abc.11.1000", "abc.12.1000", "abc.12.1000", "abc.12.5000");
    }

    @Test
    void figuresAlone_leaveTheNumberWhereItWas() {
        subscriber.startAt(new StreamPosition(10, CAME_WITH));
        subscriber.goLive();
        subscriber.offer(figure("a"));
        assertThat(ids(5_000)).containsExactly("abc.10.5000");

        subscriber.offer(event(11));
        assertThat(ids(6_000)).containsExactly("abc.11.5000");
        assertThat(subscriber.drain(7_000)).isNull();
    }

    @Test
    void whoWasWrittenNothingLately_isDueAtOnce_andAfterAPieceOnlyOncePauseHasPassed() {
        subscriber.goLive();
        subscriber.offer(figure("a"));
        assertThat(subscriber.isDue(5_000)).isTrue();
        subscriber.drain(5_000);

        assertThat(subscriber.isDue(5_000 + Subscriber.PAUSE_MILLIS - 1)).isFalse();
        assertThat(subscriber.isDue(5_000 + Subscriber.PAUSE_MILLIS)).isTrue();
        subscriber.drain(6_000);
        assertThat(subscriber.isDue(6_100)).as("nothing was written").isTrue();
        assertThat(subscriber.isDue(1_000)).as("the clock was set back").isTrue();
    }

    @Test
    void anEventOfTheReplay_isNotTakenAgainFromTheHub() {
        subscriber.startAt(new StreamPosition(10, CAME_WITH));
        subscriber.offer(event(11));
        subscriber.replay(event(11));
        subscriber.goLive();
        assertThat(ids(5_000)).containsExactly("abc.11.1000");
    }

    @Test
    void whoIsFarBehind_getsTheReplayPageByPage_andIsNotCutForIt() {
        subscriber.startAt(new StreamPosition(0, CAME_WITH));
        long seq = 0;
        for (int page = 0; page < 20; page++) {
            for (int i = 0; i < EventLog.PAGE; i++) {
                subscriber.replay(event(++seq));
            }
            assertThat(subscriber.replayed()).isNotNull();
            assertThat(subscriber.isOverflown()).isFalse();
        }
        subscriber.offer(event(seq + 1));
        subscriber.goLive();
        assertThat(subscriber.isOverflown()).isFalse();
        assertThat(ids(5_000)).containsExactly("abc." + (seq + 1) + ".1000");
    }

    private List<String> ids(long now) {
        return subscriber
                .drain(now)
                .toString()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static Frame event(long seq) {
        return Frame.event("alert", "alerts", seq, "{\"id\":\"" + seq + "\"}");
    }

    private static Frame figure(String of) {
        return Frame.figure("value", "portfolio", "{\"id\":\"" + of + "\"}");
    }
}
