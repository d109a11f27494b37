-- A baseline may change at dates. [{"from": instant, "baseline": number, "lower": …, "upper": …}, …], rising; null: the constant
-- in "baseline" alone, as for all metrics before. A column without a default: nothing is rewritten, whatever the size.
ALTER TABLE metric ADD COLUMN baseline_series jsonb;

-- Readers see the baseline in force. The same columns as before, so that what was granted stays.
CREATE OR REPLACE VIEW payoff_v1.metric WITH (security_barrier = true) AS
SELECT m.tenant_id, m.id AS metric_id, m.project_id, p.key AS project, m.key AS metric, m.full_key, m.name, m.category, m.type,
       m.unit, m.kind,
       coalesce((SELECT (step ->> 'baseline')::numeric FROM jsonb_array_elements(m.baseline_series) AS s(step)
                  WHERE (step ->> 'from')::timestamptz <= now() ORDER BY (step ->> 'from')::timestamptz DESC LIMIT 1),
                m.baseline) AS baseline,
       m.target, m.target_date, p.currency, m.confidence, m.share, m.disbenefit, m.owner,
       m.archived_at IS NOT NULL AS archived, s.last_value, s.last_observed, coalesce(s.count, 0) AS readings,
       CASE WHEN s.last_observed IS NULL THEN 'NO_DATA'
            WHEN now() < date_trunc('hour', s.last_observed, 'UTC') + interval '1 hour' + m.staleness_s * interval '1 second'
            THEN 'LIVE' ELSE 'STALE' END AS freshness
  FROM metric m JOIN project p ON p.id = m.project_id LEFT JOIN metric_state s ON s.metric_id = m.id
 WHERE m.tenant_id = (SELECT reader_tenant());
