package dev.payoff.live;

/** What series ask PostgreSQL; row-level security confines each answer to the tenant. */
final class SeriesSql {

    private SeriesSql() {}

    /**
     * Of each metric and moment the newest window that had begun, shown from its start until the
     * next begins, for at most one more window's length.
     */
    static final String WINDOWS =
            """
            SELECT m.number::int AS metric, t.number::int AS moment, w.count, w.sum, w.minimum, w.maximum
              FROM unnest($1::uuid[]) WITH ORDINALITY AS m(id, number)
             CROSS JOIN unnest($2::timestamptz[]) WITH ORDINALITY AS t(at, number)
             CROSS JOIN LATERAL (
                SELECT count, sum, minimum, maximum, start_at, end_at FROM metric_window
                 WHERE metric_id = m.id AND size = $3 AND start_at <= t.at ORDER BY start_at DESC LIMIT 1) AS w
             WHERE w.end_at + (w.end_at - w.start_at) > t.at
            """;

    /**
     * Of each metric and moment the last reading by then, as far as windows of this size tell it:
     * of the window that holds the moment nothing is told where a later reading is in it.
     */
    static final String READINGS =
            """
            SELECT m.number::int AS metric, t.number::int AS moment, w.last_value, w.last_observed
              FROM unnest($1::uuid[]) WITH ORDINALITY AS m(id, number)
             CROSS JOIN unnest($2::timestamptz[]) WITH ORDINALITY AS t(at, number)
             CROSS JOIN LATERAL (
                SELECT last_value, last_observed FROM metric_window
                 WHERE metric_id = m.id AND size = $3 AND start_at <= t.at AND last_observed <= t.at
                 ORDER BY start_at DESC LIMIT 1) AS w
            """;

    /** Measured hours from the last one before a moment on. */
    static final String HOURS =
            """
            SELECT w.metric_id, w.start_at, w.count, w.sum, w.confidence_sum, w.confidence_count
              FROM unnest($1::uuid[]) AS m(id)
             CROSS JOIN LATERAL (SELECT max(start_at) AS at FROM metric_window
                                  WHERE metric_id = m.id AND size = 2 AND start_at < $2) AS since
              JOIN metric_window w ON w.metric_id = m.id AND w.size = 2 AND w.start_at >= coalesce(since.at, $2)
             ORDER BY w.metric_id, w.start_at LIMIT $3
            """;

    /** When metrics spoke first. */
    static final String FIRST =
            "SELECT metric_id, first_observed FROM metric_state WHERE metric_id = ANY($1) AND first_observed IS NOT NULL";

    /** Actual cost by day in the project's currency; null of a day with a cost that has no rate. */
    static final String COSTS =
            """
            SELECT c.project_id, c.incurred_on,
                   CASE WHEN bool_and(c.currency = p.currency OR r.rate IS NOT NULL)
                        THEN sum(CASE WHEN c.currency = p.currency THEN c.amount ELSE c.amount * r.rate END) END AS amount
              FROM cost_line c JOIN project p ON p.id = c.project_id
              LEFT JOIN LATERAL (
                SELECT CASE WHEN x.base = c.currency THEN x.rate ELSE 1 / x.rate END AS rate FROM exchange_rate x
                 WHERE c.currency <> p.currency AND x.superseded_at IS NULL AND x.valid_from <= c.incurred_on
                   AND (x.base = c.currency AND x.quote = p.currency OR x.base = p.currency AND x.quote = c.currency)
                 ORDER BY x.valid_from DESC, (x.base = c.currency) DESC LIMIT 1) AS r ON true
             WHERE c.project_id = ANY($1) AND NOT c.planned AND c.voided_at IS NULL AND c.incurred_on <= $2
             GROUP BY c.project_id, c.incurred_on ORDER BY c.project_id, c.incurred_on
            """;

    /** Episodes that fired at some moment of a range. */
    static final String EPISODES =
            """
            SELECT project_id, severity, fired_at, resolved_at FROM episode
             WHERE project_id = ANY($1) AND fired_at <= $3 AND (resolved_at IS NULL OR resolved_at > $2)
             ORDER BY fired_at LIMIT $4
            """;
}
