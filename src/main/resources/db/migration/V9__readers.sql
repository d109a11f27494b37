-- What tools such as Grafana read by SQL: views of one tenant each, for login roles that are bound to a tenant here.

-- Which tenant a login role reads. A role without a row sees nothing.
CREATE TABLE sql_reader (
    role_name  name PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    created_at timestamptz NOT NULL
);
CALL confine('sql_reader', 'SELECT', '');
CREATE POLICY owner_looks_up ON sql_reader FOR SELECT TO CURRENT_USER USING (looking_up());

-- The tenant of whoever is logged in. session_user: a reader cannot become somebody else by SET ROLE.
CREATE FUNCTION reader_tenant() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT tenant_id FROM sql_reader WHERE role_name = session_user $$;

-- Figures of each project by day of the tenant's zone, as they were told last on that day; the stream writes them down
-- once a minute. Corrections of readings change the days to come, never those before.
CREATE TABLE project_day (
    project_id       uuid NOT NULL REFERENCES project,
    day              date NOT NULL,
    tenant_id        uuid NOT NULL,
    realised         numeric NOT NULL,
    weighted         numeric NOT NULL,
    earning_per_hour numeric NOT NULL,
    cost             numeric,                              -- null: a rate is missing
    roi_simple       numeric,                              -- null: no cost, or not known
    achievement      numeric,
    freshness        text NOT NULL CHECK (freshness IN ('LIVE', 'STALE', 'NO_DATA')),
    reasons          text[] NOT NULL,                      -- why the figures are not complete
    as_of            timestamptz NOT NULL,
    PRIMARY KEY (project_id, day)
);
CALL confine('project_day', 'SELECT', 'SELECT, INSERT, UPDATE');

-- The views run as their owner, who sees of these tables what belongs to the reader's tenant, and nothing where there is no
-- reader. Each view says so itself, too.
CREATE POLICY reader_reads ON project FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON project_day FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON metric FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON metric_state FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON metric_window FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON episode FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));
CREATE POLICY reader_reads ON cost_line FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT reader_tenant()));

-- Version 1 of the views. Columns may be added to it; one that is renamed, removed or means something else makes a schema
-- payoff_v2, and payoff_v1 stays for a release at least.
CREATE SCHEMA payoff_v1;

CREATE VIEW payoff_v1.project WITH (security_barrier = true) AS
SELECT p.tenant_id, p.id AS project_id, p.key AS project, p.name, p.type, p.owner, p.currency, p.go_live,
       p.archived_at IS NOT NULL AS archived,
       d.realised, d.weighted, d.earning_per_hour, d.cost, d.roi_simple, d.achievement, d.freshness,
       d.reasons = '{}' AS complete, d.reasons, d.as_of
  FROM project p
  LEFT JOIN LATERAL (SELECT * FROM project_day x WHERE x.project_id = p.id ORDER BY x.day DESC LIMIT 1) AS d ON true
 WHERE p.tenant_id = (SELECT reader_tenant());

CREATE VIEW payoff_v1.project_day WITH (security_barrier = true) AS
SELECT d.tenant_id, d.project_id, p.key AS project, p.name, p.type, p.currency, d.day, d.realised, d.weighted,
       d.realised - lag(d.realised) OVER (PARTITION BY d.project_id ORDER BY d.day) AS realised_since_day_before,
       d.earning_per_hour, d.cost, d.roi_simple, d.achievement, d.freshness, d.reasons = '{}' AS complete, d.reasons, d.as_of
  FROM project_day d JOIN project p ON p.id = d.project_id
 WHERE d.tenant_id = (SELECT reader_tenant());

CREATE VIEW payoff_v1.metric WITH (security_barrier = true) AS
SELECT m.tenant_id, m.id AS metric_id, m.project_id, p.key AS project, m.key AS metric, m.full_key, m.name, m.category, m.type,
       m.unit, m.kind, m.baseline, m.target, m.target_date, p.currency, m.confidence, m.share, m.disbenefit, m.owner,
       m.archived_at IS NOT NULL AS archived, s.last_value, s.last_observed, coalesce(s.count, 0) AS readings,
       CASE WHEN s.last_observed IS NULL THEN 'NO_DATA'
            WHEN now() < date_trunc('hour', s.last_observed, 'UTC') + interval '1 hour' + m.staleness_s * interval '1 second'
            THEN 'LIVE' ELSE 'STALE' END AS freshness
  FROM metric m JOIN project p ON p.id = m.project_id LEFT JOIN metric_state s ON s.metric_id = m.id
 WHERE m.tenant_id = (SELECT reader_tenant());

-- One view a size, so that each is a plain look-up by metric and time.
DO $$
DECLARE
    window_size record;
BEGIN
    FOR window_size IN SELECT * FROM (VALUES ('minute', 1), ('hour', 2), ('day', 3), ('month', 4)) AS s(name, code) LOOP
        EXECUTE format($view$
            CREATE VIEW payoff_v1.%I WITH (security_barrier = true) AS
            SELECT w.tenant_id, w.metric_id, m.project_id, p.key AS project, m.key AS metric, m.full_key, m.unit, w.start_at, w.end_at,
                   w.count, w.sum, round(w.sum / w.count, 10) AS mean, w.minimum, w.maximum, w.last_value, w.last_observed
              FROM metric_window w JOIN metric m ON m.id = w.metric_id JOIN project p ON p.id = m.project_id
             WHERE w.size = %s AND w.tenant_id = (SELECT reader_tenant())
        $view$, 'metric_' || window_size.name, window_size.code);
    END LOOP;
END $$;

CREATE VIEW payoff_v1.episode WITH (security_barrier = true) AS
SELECT e.tenant_id, e.id AS episode_id, e.rule_id, e.project_id, p.key AS project, m.key AS metric, e.name, lower(e.severity) AS severity,
       lower(e.state) AS state, e.late, e.active_at, e.fired_at, e.resolved_at, e.value, e.resolved_value, e.threshold,
       e.worth_per_hour, e.currency, e.acknowledged_at, e.snoozed_until
  FROM episode e JOIN project p ON p.id = e.project_id LEFT JOIN metric m ON m.id = e.metric_id
 WHERE e.tenant_id = (SELECT reader_tenant());

CREATE VIEW payoff_v1.cost WITH (security_barrier = true) AS
SELECT c.tenant_id, c.id AS cost_id, c.project_id, p.key AS project, c.incurred_on, c.amount, c.currency, c.category, c.planned, c.source
  FROM cost_line c JOIN project p ON p.id = c.project_id
 WHERE c.voided_at IS NULL AND c.tenant_id = (SELECT reader_tenant());

-- Makes a login role that reads one tenant and writes nothing; called by a superuser. The password may be null: set it by
-- \password then.
CREATE PROCEDURE make_reader(role_name text, tenant_key text, secret text) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    tenant_of uuid;
BEGIN
    SELECT id INTO tenant_of FROM tenant WHERE key = tenant_key;
    IF tenant_of IS NULL THEN
        RAISE EXCEPTION 'There is no tenant %, or you are not a superuser.', tenant_key;
    END IF;
    IF role_name IS NULL OR role_name !~ '^[a-z][a-z0-9_]{2,62}$' OR role_name LIKE 'payoff\_%' THEN
        RAISE EXCEPTION 'A reader is named by 3 to 63 of a-z, 0-9 and _, and does not begin with payoff_: %', role_name;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payoff_reader') THEN
        CREATE ROLE payoff_reader NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA payoff_v1 TO payoff_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA payoff_v1 TO payoff_reader;
    ALTER DEFAULT PRIVILEGES FOR ROLE payoff_owner IN SCHEMA payoff_v1 GRANT SELECT ON TABLES TO payoff_reader;
    EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE CONNECTION LIMIT 10 PASSWORD %L IN ROLE payoff_reader',
                   role_name, secret);
    EXECUTE format('ALTER ROLE %I SET search_path = payoff_v1', role_name);
    EXECUTE format('ALTER ROLE %I SET default_transaction_read_only = on', role_name);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''30s''', role_name);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''30s''', role_name);
    INSERT INTO sql_reader VALUES (role_name, tenant_of, now());
    INSERT INTO audit (tenant_id, at, actor, action, subject_type, subject_id)
    VALUES (tenant_of, now(), 'database:' || session_user, 'reader.created', 'reader', role_name);
END $$;

-- Takes the role away; called by a superuser. Whoever is logged in by it stays so until they leave, and sees nothing more.
CREATE PROCEDURE drop_reader(reader text) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    tenant_of uuid;
BEGIN
    DELETE FROM sql_reader WHERE role_name = reader RETURNING tenant_id INTO tenant_of;
    IF tenant_of IS NULL THEN
        RAISE EXCEPTION 'There is no reader %, or you are not a superuser.', reader;
    END IF;
    EXECUTE format('DROP ROLE %I', reader);
    INSERT INTO audit (tenant_id, at, actor, action, subject_type, subject_id)
    VALUES (tenant_of, now(), 'database:' || session_user, 'reader.removed', 'reader', reader);
END $$;
REVOKE ALL ON PROCEDURE make_reader, drop_reader FROM PUBLIC;
