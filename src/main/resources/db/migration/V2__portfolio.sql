-- The registry: what is meant to pay off, by which measures, at which cost.

CREATE TABLE project (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    key           text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name          text NOT NULL,
    type          text NOT NULL,
    description   text,
    owner         text,
    currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    go_live       timestamptz,
    discount_rate numeric NOT NULL DEFAULT 0,
    template_key  text,
    version       integer NOT NULL DEFAULT 0,
    cost_revision bigint NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL,
    archived_at   timestamptz,
    UNIQUE (tenant_id, key)
);
CALL confine('project', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- What was known of a project, and since when; the highest version known at a time is the one in force.
CREATE TABLE project_version (
    project_id uuid NOT NULL REFERENCES project,
    version    integer NOT NULL,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    known_from timestamptz NOT NULL,
    definition jsonb NOT NULL,
    PRIMARY KEY (project_id, version)
);
CALL confine('project_version', 'SELECT, INSERT', 'SELECT, INSERT');

CREATE TABLE metric (
    id               uuid PRIMARY KEY,
    tenant_id        uuid NOT NULL REFERENCES tenant,
    project_id       uuid NOT NULL REFERENCES project,
    key              text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    full_key         text NOT NULL,                      -- project key / metric key
    name             text NOT NULL,
    category         text NOT NULL CHECK (category IN ('COST_REDUCTION', 'REVENUE', 'EFFICIENCY', 'QUALITY', 'RISK', 'SATISFACTION')),
    type             text NOT NULL CHECK (type IN ('CURRENCY', 'PERCENTAGE', 'DURATION', 'COUNT', 'SCORE')),
    unit             text NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('LEVEL', 'FLOW')),
    baseline         numeric,                            -- null: not known yet, so no value can be told
    target           numeric,
    target_date      date,
    minimum          numeric,                            -- readings outside [minimum, maximum] are rejected
    maximum          numeric,
    frequency_s      bigint NOT NULL,
    staleness_s      bigint NOT NULL,
    confidence       numeric NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    share            numeric NOT NULL CHECK (share BETWEEN 0 AND 1),
    series           text,                               -- outside series, for the double-count guard of shares
    valuation_amount numeric,                            -- null: not financial
    valuation_per    text CHECK (valuation_per IN ('HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR', 'UNIT')),
    flow_per         text CHECK (flow_per IN ('HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR')),
    benefit_start    timestamptz,                        -- null: the project's go-live
    benefit_end      timestamptz,
    disbenefit       boolean NOT NULL DEFAULT false,
    owner            text,
    note             text,
    version          integer NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL,
    archived_at      timestamptz,
    UNIQUE (tenant_id, full_key),
    UNIQUE (project_id, key),
    CHECK ((valuation_amount IS NULL) = (valuation_per IS NULL))
);
CREATE INDEX metric_by_series ON metric (tenant_id, series) WHERE series IS NOT NULL;
CALL confine('metric', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

CREATE TABLE metric_version (
    metric_id  uuid NOT NULL REFERENCES metric,
    version    integer NOT NULL,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    known_from timestamptz NOT NULL,
    definition jsonb NOT NULL,
    PRIMARY KEY (metric_id, version)
);
CALL confine('metric_version', 'SELECT, INSERT', 'SELECT, INSERT');

CREATE TABLE cost_line (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL REFERENCES tenant,
    project_id  uuid NOT NULL REFERENCES project,
    event_key   uuid NOT NULL,                           -- identity of the line in its source; see stream.EventKey
    amount      numeric NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    incurred_on date NOT NULL,
    category    text NOT NULL,
    planned     boolean NOT NULL DEFAULT false,
    source      text NOT NULL,
    note        text,
    recorded_at timestamptz NOT NULL,
    voided_at   timestamptz,
    UNIQUE (project_id, event_key)
);
CREATE INDEX cost_line_by_project ON cost_line (project_id, incurred_on);
CALL confine('cost_line', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- One unit of base is worth rate units of quote from valid_from on. A rate that is told anew supersedes the one before
-- it, which is kept: what was known at a time is what was recorded by then and not yet superseded.
CREATE TABLE exchange_rate (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    base          text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
    quote         text NOT NULL CHECK (quote ~ '^[A-Z]{3}$'),
    valid_from    date NOT NULL,
    rate          numeric NOT NULL CHECK (rate > 0),
    recorded_at   timestamptz NOT NULL,
    superseded_at timestamptz,
    CHECK (base <> quote)
);
CREATE UNIQUE INDEX exchange_rate_in_force ON exchange_rate (tenant_id, base, quote, valid_from) WHERE superseded_at IS NULL;
CALL confine('exchange_rate', 'SELECT, INSERT, UPDATE', 'SELECT');

CREATE TABLE stakeholder (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    project_id uuid NOT NULL REFERENCES project,
    name       text,                                     -- null: the role is not filled yet
    role       text NOT NULL,
    influence  integer NOT NULL CHECK (influence BETWEEN 1 AND 3),
    attitude   integer NOT NULL DEFAULT 0 CHECK (attitude BETWEEN -1 AND 1),
    categories text[] NOT NULL DEFAULT '{}',
    version    integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX stakeholder_by_project ON stakeholder (project_id, id);
CALL confine('stakeholder', 'SELECT, INSERT, UPDATE', '');

CREATE TABLE deliverable (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL REFERENCES tenant,
    project_id  uuid NOT NULL REFERENCES project,
    name        text NOT NULL,
    description text,
    due_on      date,
    done_on     date,
    metric_keys text[] NOT NULL DEFAULT '{}',             -- the value that it should bring
    version     integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    removed_at  timestamptz
);
CREATE INDEX deliverable_by_project ON deliverable (project_id, id);
CALL confine('deliverable', 'SELECT, INSERT, UPDATE', '');

CREATE TABLE dependency (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    project_id    uuid NOT NULL REFERENCES project,
    depends_on_id uuid NOT NULL REFERENCES project,
    note          text,
    created_at    timestamptz NOT NULL,
    removed_at    timestamptz,
    CHECK (project_id <> depends_on_id)
);
CREATE UNIQUE INDEX dependency_once ON dependency (project_id, depends_on_id) WHERE removed_at IS NULL;
CALL confine('dependency', 'SELECT, INSERT, UPDATE', '');

-- A tenant's own templates; the three built in are resources of the application.
CREATE TABLE template (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    key        text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL,
    body       jsonb NOT NULL,
    version    integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX template_by_key ON template (tenant_id, key) WHERE removed_at IS NULL;
CALL confine('template', 'SELECT, INSERT, UPDATE', '');
