package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who of a tenant's subscribers is told what. */
class FeedTest {

    private static final UUID TENANT = new UUID(1, 0xABC);
    private static final String VALUE = "value\tproject:a\t{\"id\":\"a\",\"roi\":1}";
    private static final String METRIC = "metric\tproject:a\t{\"id\":\"m\",\"last\":1}";

    private final Feed feed = new Feed();

    private Subscriber joined(String topics) {
        Subscriber subscriber = new Subscriber(null, TENANT, StreamTopics.parse(topics));
        subscriber.goLive();
        feed.join(subscriber);
        return subscriber;
    }

    /** What would be written next. */
    private static String told(Subscriber subscriber) {
        var waiting = subscriber.drain(5_000);
        return waiting == null ? "" : waiting.toString();
    }

    @Test
    void aProjectsFigure_goesToWhoAskedForItOrForThePortfolio_andAMetricsToTheFirstAlone() {
        Subscriber project = joined("project:a");
        Subscriber other = joined("project:b");
        Subscriber portfolio = joined("portfolio,alerts");

        feed.figures(Stream.of(VALUE));
        feed.figures(Stream.of(METRIC));

        assertThat(told(project)).contains("\"roi\":1").contains("\"last\":1");
        assertThat(told(other)).isEmpty();
        assertThat(told(portfolio)).contains("\"roi\":1").doesNotContain("\"last\":1");
    }

    @Test
    void whoeverWasOfferedSomething_isNamed_soThatItIsWrittenAtOnce() {
        Subscriber project = joined("project:a");
        Subscriber other = joined("project:b");

        assertThat(feed.figures(Stream.of(VALUE, METRIC))).containsExactly(project);
        assertThat(feed.figures(Stream.of(METRIC.replace("project:a", "project:b"))))
                .containsExactly(other);
        assertThat(feed.figures(Stream.of(VALUE.replace("project:a", "project:c")))).isEmpty();
    }

    @Test
    void whoAskedForBoth_isToldOnce() {
        Subscriber both = joined("portfolio,project:a");
        feed.figures(Stream.of(VALUE));
        assertThat(told(both).split("\"roi\":1", -1)).hasSize(2);
    }

    @Test
    void whoLeft_isToldNothing_andWhoStays_goesOn() {
        Subscriber left = joined("project:a,portfolio");
        Subscriber stays = joined("project:a");
        feed.leave(left);

        feed.figures(Stream.of(VALUE));

        assertThat(told(left)).isEmpty();
        assertThat(told(stays)).contains("\"roi\":1");
        assertThat(feed.subscribers()).containsExactly(stays);
        feed.leave(stays);
        assertThat(feed.subscribers()).isEmpty();
    }

    /** Its number moves on whoever watches, so that an id never lies behind what was sent. */
    @Test
    void anEvent_movesThoseOnToo_whoDidNotAskForIt() {
        Subscriber project = joined("project:a");
        feed.event(Frame.event("alert", "alerts", 7, "{}"));
        feed.figures(Stream.of(VALUE));
        assertThat(told(project)).contains("id: abc.7.").doesNotContain("event: alert");
    }

    @Test
    void aLineOfAnotherForm_isPassedOver() {
        Subscriber project = joined("project:a");
        feed.figures(Stream.of(""));
        feed.figures(Stream.of("value project:a {}"));
        feed.figures(Stream.of("value\tproject:a"));
        assertThat(told(project)).isEmpty();
    }
}
