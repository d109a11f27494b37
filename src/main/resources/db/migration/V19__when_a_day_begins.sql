-- When the day of a project's figures began. Read as midnight in Greenwich, the day of a tenant further east would lie ahead for
-- its first hours, and be missing from what is asked for up to now.
CREATE POLICY reader_reads ON tenant FOR SELECT TO CURRENT_USER USING (id = (SELECT reader_tenant()));

CREATE OR REPLACE VIEW payoff_v1.project_day WITH (security_barrier = true) AS
SELECT d.tenant_id, d.project_id, p.key AS project, p.name, p.type, p.currency, d.day, d.realised, d.weighted,
       d.realised - lag(d.realised) OVER (PARTITION BY d.project_id ORDER BY d.day) AS realised_since_day_before,
       d.earning_per_hour, d.cost, d.roi_simple, d.achievement, d.freshness, d.reasons = '{}' AS complete, d.reasons, d.as_of,
       d.day::timestamp AT TIME ZONE t.zone AS start_at
  FROM project_day d JOIN project p ON p.id = d.project_id JOIN tenant t ON t.id = d.tenant_id
 WHERE d.tenant_id = (SELECT reader_tenant());
