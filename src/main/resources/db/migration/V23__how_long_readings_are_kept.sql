-- How far back readings are kept (docs/adr/0040). The bound only moves forward. A reading observed before accepted_from is
-- refused; readings and minutes before kept_from are hidden from that moment on and removed a few at a time. Between the two
-- lie the readings that a window of an accepted reading may hold as well: a month begins at another hour in each zone.
CREATE TABLE reading_bound (
    only_one      boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    accepted_from timestamptz NOT NULL,
    kept_from     timestamptz NOT NULL CHECK (kept_from <= accepted_from),
    swept_after   uuid,                                   -- metrics up to this one hold nothing older any more
    swept         boolean NOT NULL DEFAULT true           -- no metric does
);
INSERT INTO reading_bound (accepted_from, kept_from) VALUES ('epoch', 'epoch');
GRANT SELECT ON reading_bound TO payoff_app;
GRANT SELECT, UPDATE ON reading_bound TO payoff_stream;
GRANT DELETE ON measurement_pack, measurement_identity, measurement_superseded TO payoff_stream;

-- As before, without what is older than is kept. A pack does not reach over the end of an hour, and the bound is at one.
CREATE OR REPLACE VIEW measurement WITH (security_invoker = true) AS
SELECT p.metric_id, r.event_key, coalesce(r.revision, 0) AS revision, p.tenant_id, r.value,
       timestamptz 'epoch' + r.observed_us * interval '1 microsecond' AS observed_at, p.recorded_at, r.confidence,
       (SELECT x.superseded_at FROM measurement_superseded x
         WHERE x.metric_id = p.metric_id AND x.event_key = r.event_key AND x.revision = coalesce(r.revision, 0)) AS superseded_at,
       p.partition, r.log_offset, p.source,
       CASE WHEN p.event_ids IS NULL THEN r.event_key::text ELSE r.event_id END AS event_id, r.note,
       p.last_observed AS pack_last
  FROM measurement_pack p
 CROSS JOIN LATERAL unnest(p.event_keys, p.revisions, p.measured, p.observed_us, p.log_offsets, p.confidences, p.notes, p.event_ids)
       AS r(event_key, revision, value, observed_us, log_offset, confidence, note, event_id)
 WHERE p.last_observed >= (SELECT kept_from FROM reading_bound);
