-- Outside systems: how they are reached, which of their series feed which metric, what they delivered.

CREATE TABLE connection (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenant,
    kind         text NOT NULL,                           -- a manifest's kind
    name         text NOT NULL,
    config       jsonb NOT NULL,                          -- what the manifest's fields say, secrets excepted
    secret       bytea,                                   -- sealed for connection/<id>; never leaves again
    secret_names text[] NOT NULL DEFAULT '{}',            -- which of the manifest's secret fields are in it
    enabled      boolean NOT NULL DEFAULT true,
    version      integer NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    removed_at   timestamptz,
    -- For kinds that pull: one instance at a time holds the lease; the token fences one that lost it.
    next_pull    timestamptz,                             -- null: not pulled
    lease_until  timestamptz,
    lease_token  uuid,
    failures     integer NOT NULL DEFAULT 0,
    last_success timestamptz,
    last_error   text
);
CREATE UNIQUE INDEX connection_name ON connection (tenant_id, name) WHERE removed_at IS NULL;
CREATE INDEX connection_due ON connection (next_pull) WHERE next_pull IS NOT NULL;
CALL confine('connection', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

CREATE TABLE feed (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    connection_id uuid NOT NULL REFERENCES connection,
    series        text NOT NULL,                          -- what the outside system calls it
    metric_id     uuid NOT NULL REFERENCES metric,
    factor        numeric NOT NULL DEFAULT 1,             -- reading = outside value x factor
    cursor_at     timestamptz,                            -- everything up to here has been acknowledged
    skipped       bigint NOT NULL DEFAULT 0,              -- NaN, infinities: no readings, but counted
    created_at    timestamptz NOT NULL,
    removed_at    timestamptz
);
CREATE UNIQUE INDEX feed_once ON feed (connection_id, series, metric_id) WHERE removed_at IS NULL;
CALL confine('feed', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- The last deliveries of a connection, bounded by connector.Deliveries.
CREATE TABLE connection_delivery (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    connection_id uuid NOT NULL REFERENCES connection,
    external_id   text,
    event         text NOT NULL,
    status        text NOT NULL CHECK (status IN ('TAKEN', 'IGNORED', 'REFUSED', 'UNAVAILABLE')),
    reason        text,
    readings      integer NOT NULL DEFAULT 0,
    repeats       integer NOT NULL DEFAULT 0,             -- how often it was delivered again
    at            timestamptz NOT NULL
);
CREATE INDEX connection_delivery_latest ON connection_delivery (connection_id, at DESC, id);
-- Only what was verified and finished makes a later delivery of the same id a repetition: a forged or
-- failed one must not keep the real one out.
CREATE UNIQUE INDEX connection_delivery_once ON connection_delivery (connection_id, external_id)
    WHERE status IN ('TAKEN', 'IGNORED');
CALL confine('connection_delivery', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- A webhook names its connection before a tenant is known; answers for one id only.
CREATE POLICY owner_looks_up ON connection FOR SELECT TO CURRENT_USER USING (looking_up());
CREATE FUNCTION find_connection(wanted uuid)
RETURNS TABLE (id uuid, tenant_id uuid, tenant_key text, kind text, name text, config jsonb, secret bytea,
               enabled boolean, version integer)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.tenant_id, t.key, c.kind, c.name, c.config, c.secret, c.enabled, c.version
      FROM connection c JOIN tenant t ON t.id = c.tenant_id
     WHERE c.id = wanted AND c.removed_at IS NULL
$$;
REVOKE ALL ON FUNCTION find_connection FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_connection TO payoff_app;

-- Where pushed counters stood that feeds take the increase of; bounded by connector.Counters.
CREATE TABLE push_counter (
    feed_id   uuid NOT NULL REFERENCES feed,
    series    text NOT NULL,                              -- hash of name and labels
    tenant_id uuid NOT NULL REFERENCES tenant,
    at        timestamptz NOT NULL,
    value     numeric NOT NULL,
    PRIMARY KEY (feed_id, series)
);
CALL confine('push_counter', 'SELECT, INSERT, UPDATE, DELETE', '');

-- Readings that were worked out from facts, with what was last said of each: a change is said again under a
-- higher revision, no change is not said again. sent_at is null until the brokers have it.
CREATE TABLE connector_statement (
    connection_id uuid NOT NULL REFERENCES connection,
    metric_id     uuid NOT NULL REFERENCES metric,
    event_id      text NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    revision      integer NOT NULL,
    value         numeric NOT NULL,
    observed_at   timestamptz NOT NULL,
    sent_at       timestamptz,
    PRIMARY KEY (connection_id, metric_id, event_id)
);
CREATE INDEX connector_statement_unsent ON connector_statement (connection_id) WHERE sent_at IS NULL;
CREATE INDEX connector_statement_by_time ON connector_statement (connection_id, observed_at);
CALL confine('connector_statement', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT');

-- What delivery systems told: the facts of connector.FactStore. Each grows or takes the earlier time only, so that the order of arrival does not matter.
CREATE TABLE dora_repo (
    connection_id uuid NOT NULL REFERENCES connection,
    repo_id       bigint NOT NULL,                        -- the outside system's; negative: known by its name only
    tenant_id     uuid NOT NULL REFERENCES tenant,
    name          text NOT NULL,
    default_branch text NOT NULL,
    PRIMARY KEY (connection_id, repo_id)
);
CREATE INDEX dora_repo_name ON dora_repo (connection_id, lower(name));
CALL confine('dora_repo', 'SELECT, INSERT, UPDATE', '');

CREATE TABLE dora_commit (
    connection_id uuid NOT NULL REFERENCES connection,
    repo_id       bigint NOT NULL,
    branch        text NOT NULL,
    sha           text NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    committed_at  timestamptz NOT NULL,
    pushed_at     timestamptz NOT NULL,
    ordinal       integer NOT NULL,                       -- place within its push, oldest first
    PRIMARY KEY (connection_id, repo_id, branch, sha)
);
CREATE INDEX dora_commit_order ON dora_commit (connection_id, repo_id, branch, pushed_at, ordinal);
CREATE INDEX dora_commit_sha ON dora_commit (connection_id, repo_id, sha);
CALL confine('dora_commit', 'SELECT, INSERT, UPDATE, DELETE', '');

CREATE TABLE dora_pull (
    connection_id uuid NOT NULL REFERENCES connection,
    repo_id       bigint NOT NULL,
    number        bigint NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    head_branch   text NOT NULL,
    merge_sha     text NOT NULL,
    created_at    timestamptz NOT NULL,
    merged_at     timestamptz NOT NULL,
    PRIMARY KEY (connection_id, repo_id, number)
);
CREATE INDEX dora_pull_sha ON dora_pull (connection_id, repo_id, merge_sha);
CALL confine('dora_pull', 'SELECT, INSERT, UPDATE, DELETE', '');

CREATE TABLE dora_deployment (
    connection_id uuid NOT NULL REFERENCES connection,
    repo_id       bigint NOT NULL,
    deployment    text NOT NULL,                          -- the outside system's id
    tenant_id     uuid NOT NULL REFERENCES tenant,
    environment   text NOT NULL,
    sha           text NOT NULL,
    branch        text NOT NULL,                          -- the ref that was deployed
    default_branch text NOT NULL,
    succeeded_at  timestamptz,                            -- the earliest
    failed_at     timestamptz,                            -- the earliest
    finished_at   timestamptz GENERATED ALWAYS AS (least(succeeded_at, failed_at)) STORED,
    PRIMARY KEY (connection_id, repo_id, deployment)
);
CREATE INDEX dora_deployment_order ON dora_deployment (connection_id, repo_id, environment, finished_at);
CALL confine('dora_deployment', 'SELECT, INSERT, UPDATE, DELETE', '');

CREATE TABLE dora_incident (
    connection_id uuid NOT NULL REFERENCES connection,
    repo_id       bigint NOT NULL,
    issue_id      bigint NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    opened_at     timestamptz NOT NULL,
    closed_at     timestamptz,
    incident      boolean NOT NULL,                       -- carries one of the connection's labels
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (connection_id, repo_id, issue_id)
);
CALL confine('dora_incident', 'SELECT, INSERT, UPDATE, DELETE', '');

-- Files that were read in.
CREATE TABLE import_run (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    kind          text NOT NULL,
    connection_id uuid REFERENCES connection,
    file_name     text NOT NULL,
    dry_run       boolean NOT NULL,
    status        text NOT NULL CHECK (status IN ('RUNNING', 'DONE', 'FAILED')),
    reason        text,
    rows          bigint NOT NULL DEFAULT 0,
    accepted      bigint NOT NULL DEFAULT 0,
    skipped       bigint NOT NULL DEFAULT 0,              -- rows of no cost, or that no rule maps
    rejected      bigint NOT NULL DEFAULT 0,
    totals        jsonb NOT NULL DEFAULT '[]',
    created_by    text NOT NULL,
    started_at    timestamptz NOT NULL,
    finished_at   timestamptz
);
CREATE INDEX import_run_by_tenant ON import_run (tenant_id, started_at DESC, id);
CALL confine('import_run', 'SELECT, INSERT, UPDATE', '');

-- The first errors of an import, bounded by connector.ImportJournal.
CREATE TABLE import_error (
    import_id uuid NOT NULL REFERENCES import_run,
    line      bigint NOT NULL,
    ordinal   integer NOT NULL,
    tenant_id uuid NOT NULL REFERENCES tenant,
    field     text,
    code      text NOT NULL,
    detail    text NOT NULL,
    cell      text,
    PRIMARY KEY (import_id, ordinal)
);
CALL confine('import_error', 'SELECT, INSERT', '');
