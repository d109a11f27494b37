-- Which projects to do: scenarios, what reports said of projects, what projects are grouped by, comparison. New tables and
-- nullable columns only: nothing to do for an installation of any size.

ALTER TABLE project ADD COLUMN programme text;
ALTER TABLE project ADD COLUMN objective text;

-- What a report said of a project on a day: its budget and its end. Growth is the difference between two.
CREATE TABLE project_estimate (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenant,
    project_id   uuid NOT NULL REFERENCES project,
    as_of        date NOT NULL,                           -- the report's
    budget       numeric NOT NULL CHECK (budget >= 0),    -- in the project's currency
    completes_on date,                                    -- null: not told
    source       text NOT NULL,                           -- which report
    recorded_at  timestamptz NOT NULL,
    UNIQUE (project_id, as_of)
);
CREATE INDEX project_estimate_by_tenant ON project_estimate (tenant_id, project_id, as_of);
CALL confine('project_estimate', 'SELECT, INSERT, UPDATE', 'SELECT');

-- A choice that was saved: what was asked, the figures that it was answered with, and the answer.
CREATE TABLE scenario (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL REFERENCES tenant,
    name        text NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    input       jsonb NOT NULL,                           -- analytics.ScenarioInput
    basis       jsonb NOT NULL,                           -- analytics.Basis, one a candidate
    result      jsonb NOT NULL,                           -- analytics.ScenarioResult
    auto_solve  boolean NOT NULL DEFAULT false,           -- solve again when a figure moves
    version     integer NOT NULL DEFAULT 1,
    created_by  text NOT NULL,
    created_at  timestamptz NOT NULL,
    solved_at   timestamptz NOT NULL,
    looked_at   timestamptz NOT NULL,                     -- when its figures were last compared
    approved_at timestamptz,
    approved_by text,
    removed_at  timestamptz
);
CREATE INDEX scenario_by_tenant ON scenario (tenant_id, id);
CREATE INDEX scenario_to_look_at ON scenario (looked_at) WHERE auto_solve AND removed_at IS NULL AND approved_at IS NULL;
CALL confine('scenario', 'SELECT, INSERT, UPDATE', 'SELECT');

-- Comparison between tenants: who takes part, and what may be told of those who do. The second has no tenant: each row is
-- of at least 20, and drawn with noise (analytics.Peers).
CREATE TABLE benchmark_member (
    tenant_id uuid PRIMARY KEY REFERENCES tenant,
    since     timestamptz NOT NULL
);
CALL confine('benchmark_member', 'SELECT, INSERT, DELETE', 'SELECT');

CREATE TABLE benchmark_cell (
    figure   text NOT NULL,
    of_class text NOT NULL,
    vintage  date NOT NULL,
    tenants  integer NOT NULL CHECK (tenants >= 20),
    p25      numeric NOT NULL,
    p50      numeric NOT NULL,
    p75      numeric NOT NULL,
    epsilon  numeric NOT NULL,                            -- privacy of each quantile
    PRIMARY KEY (figure, of_class, vintage)
);
GRANT SELECT ON benchmark_cell TO payoff_app;
GRANT SELECT, INSERT ON benchmark_cell TO payoff_stream;
