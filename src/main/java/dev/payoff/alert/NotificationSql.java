package dev.payoff.alert;

/** What the notifier asks PostgreSQL. */
final class NotificationSql {

    private NotificationSql() {}
}
