-- Which projects to do: scenarios, what reports said of projects, and what projects are grouped by. New tables and
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
CALL confine('project_estimate', 'SELECT, INSERT, UPDATE', '');

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
