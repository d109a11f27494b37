package dev.payoff.live;

/** What the ledger asks PostgreSQL; row-level security confines each answer to the tenant. */
final class LedgerSql {

    private LedgerSql() {}

    static final String METRICS =
            """
            SELECT m.id, m.project_id, m.full_key, m.name, m.category, m.type, m.unit, m.disbenefit, t.zone, v.definition::text AS definition,
                   v.definition->>'benefitStart' IS NOT NULL AS own_start,
                   pv.definition::text AS project_definition
              FROM metric m JOIN tenant t ON t.id = m.tenant_id
              JOIN LATERAL (SELECT definition FROM metric_version WHERE metric_id = m.id AND ($2::timestamptz IS NULL OR known_from <= $2)
                             ORDER BY version DESC LIMIT 1) AS v ON true
              JOIN LATERAL (SELECT definition FROM project_version WHERE project_id = m.project_id AND ($2::timestamptz IS NULL OR known_from <= $2)
                             ORDER BY version DESC LIMIT 1) AS pv ON true
             WHERE m.project_id = ANY($1) AND (m.archived_at IS NULL OR m.archived_at > coalesce($2, 'infinity'))
             ORDER BY m.full_key
            """;

    /**
     * As the live figures of the project count it, archived metrics included, so that it only
     * grows.
     */
    static final String REVISION =
            """
            SELECT m.project_id, sum(m.version + 1 + coalesce(s.revision, 0))::bigint AS revision
              FROM metric m LEFT JOIN metric_state s ON s.metric_id = m.id
             WHERE m.project_id = ANY($1) GROUP BY m.project_id
            """;

    static final String HOURS_NOW =
            """
            SELECT w.metric_id, w.start_at, w.count, w.sum, w.confidence_sum, w.confidence_count FROM metric_window w
             WHERE w.metric_id = ANY($1) AND w.size = 2 AND ($2::timestamptz IS NULL OR w.end_at <= $2)
            UNION ALL
            SELECT s.metric_id, date_trunc('hour', $2::timestamptz, 'UTC'), count(*), sum(s.value), coalesce(sum(s.confidence), 0), count(s.confidence)
              FROM measurement s
             WHERE $2::timestamptz IS NOT NULL AND s.metric_id = ANY($1) AND s.superseded_at IS NULL
               AND s.observed_at >= date_trunc('hour', $2::timestamptz, 'UTC') AND s.observed_at <= $2
               AND s.pack_last >= date_trunc('hour', $2::timestamptz, 'UTC') AND s.pack_last < $2 + interval '1 hour'
             GROUP BY s.metric_id
            ORDER BY 1, 2
            """;

    /** Where readings are not kept any more, hours are as they stood last. */
    static final String HOURS_KNOWN =
            """
            SELECT metric_id, date_trunc('hour', observed_at, 'UTC') AS start_at, count(*) AS count, sum(value) AS sum,
                   coalesce(sum(confidence), 0) AS confidence_sum, count(confidence) AS confidence_count
              FROM (SELECT DISTINCT ON (metric_id, event_key) metric_id, observed_at, value, confidence FROM measurement
                     WHERE metric_id = ANY($1) AND recorded_at <= $3 ORDER BY metric_id, event_key, revision DESC) AS known
             WHERE $2::timestamptz IS NULL OR observed_at <= $2
             GROUP BY 1, 2
            UNION ALL
            SELECT w.metric_id, w.start_at, w.count, w.sum, w.confidence_sum, w.confidence_count FROM metric_window w
             WHERE w.metric_id = ANY($1) AND w.size = 2 AND w.start_at < (SELECT kept_from FROM reading_bound)
               AND ($2::timestamptz IS NULL OR w.end_at <= $2)
            ORDER BY 1, 2
            """;

    /** The readings that an hour before this belonged to are not there any more. */
    static final String KEPT_FROM = "SELECT kept_from FROM reading_bound";

    static final String LAST =
            """
            SELECT DISTINCT ON (metric_id) metric_id, value, observed_at
              FROM (SELECT * FROM (
                      SELECT DISTINCT ON (metric_id, event_key) metric_id, value, observed_at, partition, log_offset FROM measurement
                       WHERE metric_id = ANY($1) AND ($3::timestamptz IS NULL OR recorded_at <= $3)
                       ORDER BY metric_id, event_key, revision DESC) AS readings
                    UNION ALL
                    SELECT metric_id, last_value, last_observed, last_partition, last_offset FROM metric_window
                     WHERE metric_id = ANY($1) AND size = 2 AND start_at < (SELECT kept_from FROM reading_bound)) AS known
             WHERE $2::timestamptz IS NULL OR observed_at <= $2
             ORDER BY metric_id, observed_at DESC, partition DESC, log_offset DESC
            """;

    static final String LAST_NOW =
            "SELECT metric_id, last_value AS value, last_observed AS observed_at FROM metric_state WHERE metric_id = ANY($1) AND last_observed IS NOT NULL";

    static final String COSTS =
            """
            SELECT c.project_id, c.incurred_on, c.currency, c.category, sum(c.amount) AS amount, r.rate
              FROM cost_line c JOIN project p ON p.id = c.project_id
              LEFT JOIN LATERAL (
                SELECT CASE WHEN x.base = c.currency THEN x.rate ELSE 1 / x.rate END AS rate FROM exchange_rate x
                 WHERE c.currency <> p.currency AND x.valid_from <= c.incurred_on
                   AND ($3::timestamptz IS NULL AND x.superseded_at IS NULL
                        OR x.recorded_at <= $3 AND coalesce(x.superseded_at, 'infinity') > $3)
                   AND (x.base = c.currency AND x.quote = p.currency OR x.base = p.currency AND x.quote = c.currency)
                 ORDER BY x.valid_from DESC, (x.base = c.currency) DESC LIMIT 1) AS r ON true
             WHERE c.project_id = ANY($1) AND NOT c.planned AND c.incurred_on <= $2
               AND ($3::timestamptz IS NULL AND c.voided_at IS NULL OR c.recorded_at <= $3 AND coalesce(c.voided_at, 'infinity') > $3)
             GROUP BY c.project_id, c.incurred_on, c.currency, c.category, r.rate ORDER BY c.incurred_on
            """;
}
