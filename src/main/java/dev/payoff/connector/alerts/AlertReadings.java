package dev.payoff.connector.alerts;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Family;
import dev.payoff.connector.Feed;
import dev.payoff.connector.Glob;
import dev.payoff.connector.SeenSeries;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.Statements;
import dev.payoff.connector.Statements.Statement;
import dev.payoff.connector.Webhook.Outcome;
import dev.payoff.connector.alerts.AlertPayload.Alert;
import dev.payoff.portfolio.ProjectMark;
import dev.payoff.portfolio.ProjectMarks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes readings and annotations of alerts. An alert is known by its fingerprint and its start:
 * however often it is told of, by however many senders, it fired once and was resolved once.
 */
@ApplicationScoped
public class AlertReadings {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    private static final int HOUR_DIGITS = 9;
    private static final int MAX_ID_CHARS = 150;

    /**
     * An alert that fires again is told of by the same bytes as when it first fired; within this
     * time they are what was sent twice.
     */
    static final Duration REPEATED_WITHIN = Duration.ofMinutes(5);

    /** What is measured; the name is the last part of a series name. */
    enum Measure {
        /** 1 for each alert, when it began to fire. */
        FIRED,
        /** Hours from start to end, when it ended. */
        FIRING_HOURS,
        /** 1 when it began, 0 when it ended. */
        FIRING
    }

    /**
     * What a feed's series says: which labels, and what of them.
     *
     * @param labels patterns by label name; a label that is not there is an empty text
     */
    record Series(Map<String, Glob> labels, Measure measure) {

        /** Reads {@code name=pattern,name=pattern|measure}; null where it is none. */
        static @Nullable Series parse(String text) {
            int bar = text.lastIndexOf('|');
            Measure measure = measure(text.substring(bar + 1));
            if (bar <= 0 || measure == null) {
                return null;
            }
            Map<String, Glob> labels = new LinkedHashMap<>();
            String before = text.substring(0, bar);
            if (before.equals("*")) {
                return new Series(labels, measure);
            }
            for (String each : before.split(",", -1)) {
                int equals = each.indexOf('=');
                if (equals <= 0) {
                    return null;
                }
                labels.put(
                        each.substring(0, equals).strip(),
                        new Glob(each.substring(equals + 1).strip(), false));
            }
            return new Series(labels, measure);
        }

        private static @Nullable Measure measure(String name) {
            return switch (name) {
                case "fired" -> Measure.FIRED;
                case "firing_hours" -> Measure.FIRING_HOURS;
                case "firing" -> Measure.FIRING;
                default -> null;
            };
        }

        boolean matches(Alert alert) {
            return labels.entrySet().stream()
                    .allMatch(each ->
                            each.getValue()
                                    .matches(alert.labels().getOrDefault(each.getKey(), "")));
        }
    }

    private final Statements statements;
    private final ProjectMarks marks;
    private final SeenSeries seen;

    AlertReadings(Statements statements, ProjectMarks marks, SeenSeries seen) {
        this.seen = seen;
        this.statements = statements;
        this.marks = marks;
    }

    static @Nullable String checkSeries(String series) {
        return Series.parse(series) == null
                ? "is label=pattern,label=pattern|measure or *|measure, where * stands for any text and"
                        + " measure is fired, firing_hours or firing"
                : null;
    }

    /**
     * Takes a delivery in.
     *
     * @param told when it came; that of then where it is taken again
     */
    Uni<Outcome> take(Connection connection, byte[] body, Instant told) {
        return switch (AlertPayload.parse(body)) {
            case AlertPayload.Malformed malformed ->
                    Uni.createFrom().item(new Outcome.Malformed(malformed.reason()));
            case AlertPayload.WithoutAlerts none ->
                    Uni.createFrom()
                            .item(
                                    new Outcome.Ignored(
                                            "The payload has no list 'alerts'; leave the sender's own template."));
            case AlertPayload.Read read -> say(connection, read, told);
        };
    }

    private Uni<Outcome> say(Connection connection, AlertPayload.Read read, Instant told) {
        if (read.alerts().isEmpty() && read.unusable() > 0) {
            return Uni.createFrom().item(new Outcome.Malformed(String.valueOf(read.why())));
        }
        Set<String> unfed = new LinkedHashSet<>();
        return statements
                .say(
                        connection,
                        Family.MONITORING,
                        feeds -> {
                            unfed.addAll(unfed(feeds, read.alerts()));
                            return statements(connection.kind(), feeds, read.alerts());
                        },
                        (tx, feeds) ->
                                marks.keep(
                                        tx,
                                        connection.tenantId(),
                                        connection.id(),
                                        marks(connection, feeds, read.alerts(), told)))
                .call(() -> seen.note(connection, unfed))
                .map(sent ->
                        switch (sent) {
                            case Statements.Sent.All all ->
                                    new Outcome.Taken(all.readings(), remark(read));
                            case Statements.Sent.Unavailable no ->
                                    new Outcome.Unavailable(no.receipt());
                        });
    }

    /** What feeds would say to count the alerts, by name, that none of them takes. */
    static Set<String> unfed(List<Feed> feeds, List<Alert> alerts) {
        List<Series> taken = new ArrayList<>();
        for (Feed feed : feeds) {
            Series series = Series.parse(feed.series());
            if (series != null) {
                taken.add(series);
            }
        }
        Set<String> unfed = new LinkedHashSet<>();
        for (Alert alert : alerts) {
            String name = alert.labels().get("alertname");
            if (name != null
                    && name.indexOf(',') < 0
                    && taken.stream().noneMatch(series -> series.matches(alert))) {
                unfed.add("alertname=" + name + "|firing_hours");
            }
        }
        return unfed;
    }

    /** Whether a feed takes alerts of the name that another one asks for, whatever it measures. */
    static boolean takes(String feed, String seen) {
        Series mine = Series.parse(feed);
        Series other = Series.parse(seen);
        Glob wanted = mine == null ? null : mine.labels().get("alertname");
        Glob name = other == null ? null : other.labels().get("alertname");
        return mine != null
                && name != null
                && (wanted == null ? mine.labels().isEmpty() : wanted.matches(name.pattern()));
    }

    /**
     * What the alerts come to on the lines of time of projects: of those whose feeds ask for an
     * alert, and of the one that the connection's label names. Pure.
     */
    static List<ProjectMark> marks(
            Connection connection, List<Feed> feeds, List<Alert> alerts, Instant at) {
        if (!connection.config().getBoolean("annotations", true)) {
            return List.of();
        }
        String label = connection.config().getString("projectLabel");
        List<ProjectMark> told = new ArrayList<>();
        for (Alert alert : alerts) {
            Set<String> projects = new LinkedHashSet<>();
            for (Feed feed : feeds) {
                Series series = Series.parse(feed.series());
                if (series != null && series.matches(alert)) {
                    projects.add(feed.metric().split("/", 2)[0]);
                }
            }
            String named = label == null ? null : alert.labels().get(label);
            if (named != null) {
                projects.add(named);
            }
            projects.forEach(project -> told.add(alert.mark(connection, project, at)));
        }
        return told;
    }

    private static @Nullable String remark(AlertPayload.Read read) {
        if (read.unusable() > 0) {
            return read.unusable() + " of the alerts could not be used: " + read.why();
        }
        return read.truncated() > 0 ? "The sender left out " + read.truncated() + " alerts." : null;
    }

    /** What the alerts come to for the feeds; pure. */
    static List<Statement> statements(String kind, List<Feed> feeds, List<Alert> alerts) {
        List<Statement> said = new ArrayList<>();
        for (Feed feed : feeds) {
            Series series = Series.parse(feed.series());
            for (Alert alert : alerts) {
                if (series != null && series.matches(alert)) {
                    add(said, kind, feed, series.measure(), alert);
                }
            }
        }
        return said;
    }

    private static void add(
            List<Statement> said, String kind, Feed feed, Measure measure, Alert alert) {
        Instant endsAt = alert.endsAt();
        switch (measure) {
            case FIRED -> said.add(said(kind, feed, alert, "firing", BigDecimal.ONE));
            case FIRING_HOURS -> {
                if (endsAt != null) {
                    BigDecimal hours = hours(Duration.between(alert.startsAt(), endsAt));
                    said.add(said(kind, feed, alert, "resolved", hours));
                }
            }
            case FIRING -> {
                said.add(said(kind, feed, alert, "firing", BigDecimal.ONE));
                if (endsAt != null) {
                    said.add(said(kind, feed, alert, "resolved", BigDecimal.ZERO));
                }
            }
        }
    }

    private static Statement said(
            String kind, Feed feed, Alert alert, String status, BigDecimal value) {
        Instant endsAt = alert.endsAt();
        String id = alert.fingerprint() + "/" + alert.startsAt() + "/" + status;
        return new Statement(
                feed.metricId(),
                kind
                        + "/"
                        + (id.length() <= MAX_ID_CHARS
                                ? id
                                : Signatures.digest(id.getBytes(StandardCharsets.UTF_8))),
                value.multiply(feed.factor()),
                status.equals("resolved") && endsAt != null ? endsAt : alert.startsAt());
    }

    private static BigDecimal hours(Duration span) {
        return BigDecimal.valueOf(span.toMillis(), 3)
                .divide(SECONDS_PER_HOUR, HOUR_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
    }
}
