-- What a disbenefit moves towards its target is a cost since this version, and was a gain before: each is valued anew. A state
-- is folded again where its versions are not those of its definition, which start at 0.
ALTER TABLE metric NO FORCE ROW LEVEL SECURITY;
ALTER TABLE metric_state NO FORCE ROW LEVEL SECURITY;
ALTER TABLE revaluation_due NO FORCE ROW LEVEL SECURITY;
UPDATE metric_state AS s SET definition_version = -1 FROM metric AS m WHERE m.id = s.metric_id AND m.disbenefit;
INSERT INTO revaluation_due
SELECT m.id, m.tenant_id FROM metric_state s JOIN metric m ON m.id = s.metric_id WHERE m.disbenefit
ON CONFLICT (metric_id) DO NOTHING;
ALTER TABLE metric FORCE ROW LEVEL SECURITY;
ALTER TABLE metric_state FORCE ROW LEVEL SECURITY;
ALTER TABLE revaluation_due FORCE ROW LEVEL SECURITY;
