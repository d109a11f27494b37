-- Benefits: profiles of metrics, their reviews, maps, closures, claims to be scored; signed templates. New columns have
-- constant defaults and the tables are new: nothing to rewrite for an installation of any size.

-- Whether a benefit must pass the four-part gate before it counts in ROI.
ALTER TABLE tenant ADD COLUMN benefit_gate boolean NOT NULL DEFAULT false;

-- Set by the gate; without one everything counts. Held apart from what people decide about a metric.
ALTER TABLE metric ADD COLUMN counted boolean NOT NULL DEFAULT true;
-- [{"at": instant, "target": number}, …] ascending; null: the target and its date alone.
ALTER TABLE metric ADD COLUMN target_profile jsonb;

-- What is promised of a metric beyond its numbers.
CREATE TABLE benefit_profile (
    metric_id  uuid PRIMARY KEY REFERENCES metric,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    project_id uuid NOT NULL REFERENCES project,
    state      text NOT NULL CHECK (state IN ('PROJECTED', 'IN_DELIVERY', 'REALISING', 'SUSTAINED', 'RETIRED', 'WRITTEN_OFF')),
    custody    text NOT NULL CHECK (custody IN ('PROJECT', 'BUSINESS')),
    document   jsonb NOT NULL,                            -- benefit.ProfileInput
    agreement  jsonb,                                     -- benefit.Agreement: finance's word on the promise; null: none yet
    version    integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX benefit_profile_by_project ON benefit_profile (project_id, metric_id);
CALL confine('benefit_profile', 'SELECT, INSERT, UPDATE', '');

-- A review that was held; which are due follows from dates and is not stored.
CREATE TABLE benefit_review (
    metric_id   uuid NOT NULL REFERENCES metric,
    label       text NOT NULL,                            -- GO_LIVE_6M, CLOSURE_12M, … or the agreed date
    tenant_id   uuid NOT NULL REFERENCES tenant,
    held_on     date NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('CONFIRMED', 'ADJUSTED', 'AT_RISK', 'NOT_REALISED')),
    note        text,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (metric_id, label)
);
CALL confine('benefit_review', 'SELECT, INSERT', '');

-- The project is over, its benefits are not: they are the business's, and are measured on.
CREATE TABLE project_closure (
    project_id     uuid PRIMARY KEY REFERENCES project,
    tenant_id      uuid NOT NULL REFERENCES tenant,
    closed_on      date NOT NULL,
    measured_until date NOT NULL,
    note           text,
    recorded_at    timestamptz NOT NULL
);
CALL confine('project_closure', 'SELECT, INSERT', '');

-- Deliverable → change → benefit → objective, one document a project.
CREATE TABLE benefit_map (
    project_id uuid PRIMARY KEY REFERENCES project,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    document   jsonb NOT NULL,                            -- benefit.MapInput
    version    integer NOT NULL,
    updated_at timestamptz NOT NULL
);
CALL confine('benefit_map', 'SELECT, INSERT, UPDATE', '');

-- What somebody claimed of a metric and how sure they were. Whether it came true follows from what was measured, as far as
-- it is known, and is not stored.
CREATE TABLE benefit_claim (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL REFERENCES tenant,
    metric_id   uuid NOT NULL REFERENCES metric,
    claimed_by  text NOT NULL,
    claimed_at  timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    comparator  text CHECK (comparator IN ('AT_LEAST', 'AT_MOST')),
    threshold   numeric,
    confidence  numeric NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    lower_bound numeric,                                  -- an interval instead of a threshold
    upper_bound numeric,
    CHECK ((comparator IS NULL) = (threshold IS NULL)),
    CHECK ((lower_bound IS NULL) = (upper_bound IS NULL)),
    CHECK ((threshold IS NULL) <> (lower_bound IS NULL))
);
CREATE INDEX benefit_claim_by_metric ON benefit_claim (metric_id, id);
CREATE INDEX benefit_claim_by_tenant ON benefit_claim (tenant_id, id);
CALL confine('benefit_claim', 'SELECT, INSERT', '');

-- Every version of a tenant's own templates.
CREATE TABLE template_version (
    template_id uuid NOT NULL REFERENCES template,
    version     integer NOT NULL,
    tenant_id   uuid NOT NULL REFERENCES tenant,
    known_from  timestamptz NOT NULL,
    body        jsonb NOT NULL,
    PRIMARY KEY (template_id, version)
);
CALL confine('template_version', 'SELECT, INSERT', '');

-- With which a tenant signs the templates that it exports.
CREATE TABLE template_key (
    tenant_id   uuid PRIMARY KEY REFERENCES tenant,
    public_key  bytea NOT NULL,                           -- Ed25519, X.509
    private_key bytea NOT NULL,                           -- sealed
    created_at  timestamptz NOT NULL
);
CALL confine('template_key', 'SELECT, INSERT', '');

-- Whose templates a tenant trusts.
CREATE TABLE template_signer (
    tenant_id   uuid NOT NULL REFERENCES tenant,
    fingerprint text NOT NULL,                            -- SHA-256 of the public key, hexadecimal
    name        text NOT NULL,
    trusted_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, fingerprint)
);
CALL confine('template_signer', 'SELECT, INSERT, DELETE', '');
