-- Readings lie in packs: what one flush brought of an hour of a metric is a row or a few, its readings side by side in arrays. A
-- row a reading, with an index over each metric's time, was half of what the stream cost PostgreSQL (docs/adr/0018).

DROP INDEX measurement_superseded;

CREATE TABLE measurement_pack (
    metric_id      uuid NOT NULL,
    tenant_id      uuid NOT NULL,
    first_observed timestamptz NOT NULL,
    last_observed  timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    partition      integer NOT NULL,
    source         text NOT NULL,
    event_keys     uuid[] NOT NULL,                        -- identity within the metric; see stream.EventKey
    revisions      integer[],                              -- null: all 0
    measured       numeric[] NOT NULL,
    observed_us    bigint[] NOT NULL,                      -- microseconds since 1970-01-01T00:00Z
    log_offsets    bigint[] NOT NULL,
    confidences    numeric[],                              -- null, or a null within: the metric's own
    notes          text[],
    event_ids      text[]                                  -- null: each is its key, written out
);

-- One row a reading: which of its revisions is in force, and when that was observed. The unique index is what makes a
-- reading count once. Keys lead with the time where senders' ids do (UUIDv7), so most rows go to its right-hand end.
CREATE TABLE measurement_identity (
    event_key   uuid NOT NULL,
    metric_id   uuid NOT NULL,
    revision    integer NOT NULL,
    observed_at timestamptz NOT NULL
);

-- Revisions that are not in force any more, or never were, and since when.
CREATE TABLE measurement_superseded (
    metric_id     uuid NOT NULL,
    event_key     uuid NOT NULL,
    revision      integer NOT NULL,
    tenant_id     uuid NOT NULL,
    observed_at   timestamptz NOT NULL,
    superseded_at timestamptz NOT NULL,
    PRIMARY KEY (metric_id, event_key, revision)
);

-- What was there moves. Its owner is not of any tenant, and would see nothing of it otherwise.
ALTER TABLE measurement NO FORCE ROW LEVEL SECURITY;

INSERT INTO measurement_pack
SELECT metric_id, tenant_id, min(observed_at), max(observed_at), recorded_at, partition, source,
       array_agg(event_key ORDER BY log_offset), array_agg(revision ORDER BY log_offset), array_agg(value ORDER BY log_offset),
       array_agg((extract(epoch FROM observed_at) * 1000000)::bigint ORDER BY log_offset), array_agg(log_offset ORDER BY log_offset),
       array_agg(confidence ORDER BY log_offset), array_agg(note ORDER BY log_offset), array_agg(event_id ORDER BY log_offset)
  FROM (SELECT m.*, (row_number() OVER (PARTITION BY metric_id, recorded_at, partition, source, date_trunc('hour', observed_at, 'UTC')
                                          ORDER BY log_offset) - 1) / 32 AS pack
          FROM measurement m) AS numbered
 GROUP BY metric_id, tenant_id, recorded_at, partition, source, date_trunc('hour', observed_at, 'UTC'), pack;

INSERT INTO measurement_identity
SELECT event_key, metric_id, revision, observed_at FROM measurement WHERE NOT superseded ORDER BY event_key;

INSERT INTO measurement_superseded
SELECT m.metric_id, m.event_key, m.revision, m.tenant_id, m.observed_at,
       (SELECT greatest(m.recorded_at, min(h.recorded_at)) FROM measurement h
         WHERE h.metric_id = m.metric_id AND h.event_key = m.event_key AND h.revision > m.revision)
  FROM measurement m WHERE m.superseded;

DROP TABLE measurement;

CREATE INDEX measurement_pack_by_time ON measurement_pack (metric_id, last_observed);
CREATE UNIQUE INDEX measurement_in_force ON measurement_identity (event_key, metric_id);
CALL confine('measurement_pack', 'SELECT', 'SELECT, INSERT');
CALL confine('measurement_superseded', 'SELECT', 'SELECT, INSERT');
GRANT SELECT, INSERT, UPDATE ON measurement_identity TO payoff_stream;

-- The readings one by one. Who asks for a stretch of time bounds the packs as well: pack_last >= its start, and < an hour
-- after its end, as no pack reaches over the end of an hour; that is what the index knows.
CREATE VIEW measurement WITH (security_invoker = true) AS
SELECT p.metric_id, r.event_key, coalesce(r.revision, 0) AS revision, p.tenant_id, r.value,
       timestamptz 'epoch' + r.observed_us * interval '1 microsecond' AS observed_at, p.recorded_at, r.confidence,
       (SELECT x.superseded_at FROM measurement_superseded x
         WHERE x.metric_id = p.metric_id AND x.event_key = r.event_key AND x.revision = coalesce(r.revision, 0)) AS superseded_at,
       p.partition, r.log_offset, p.source,
       CASE WHEN p.event_ids IS NULL THEN r.event_key::text ELSE r.event_id END AS event_id, r.note,
       p.last_observed AS pack_last
  FROM measurement_pack p
 CROSS JOIN LATERAL unnest(p.event_keys, p.revisions, p.measured, p.observed_us, p.log_offsets, p.confidences, p.notes, p.event_ids)
       AS r(event_key, revision, value, observed_us, log_offset, confidence, note, event_id);
GRANT SELECT ON measurement TO payoff_app, payoff_stream;
