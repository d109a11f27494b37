-- Thresholds, their crossings, and what people are told.

CREATE TABLE rule (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL REFERENCES tenant,
    name           text NOT NULL,
    metric_id      uuid REFERENCES metric,
    project_id     uuid NOT NULL REFERENCES project,
    figure         text NOT NULL CHECK (figure IN ('VALUE', 'MEAN', 'MIN', 'MAX', 'SUM', 'COUNT', 'ACHIEVEMENT', 'REALISED', 'ROI_SIMPLE', 'NO_DATA')),
    window_size    text CHECK (window_size IN ('MINUTE', 'HOUR', 'DAY', 'MONTH')),
    comparator     text CHECK (comparator IN ('>', '>=', '<', '<=')),
    threshold      numeric,
    clear          numeric,
    for_s          bigint NOT NULL DEFAULT 0,
    keep_firing_s  bigint NOT NULL DEFAULT 0,
    severity       text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
    enabled        boolean NOT NULL DEFAULT true,
    version        integer NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    removed_at     timestamptz
);
CREATE INDEX rule_by_metric ON rule (metric_id) WHERE removed_at IS NULL;
CREATE INDEX rule_by_project ON rule (project_id) WHERE removed_at IS NULL;
CALL confine('rule', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT');
-- Only to read rules FOR SHARE: a rule that is switched off waits for the batch that judges by it.
GRANT UPDATE (name) ON rule TO payoff_stream;

CREATE TABLE rule_state (
    rule_id      uuid PRIMARY KEY REFERENCES rule,
    tenant_id    uuid NOT NULL,
    rule_version integer NOT NULL,
    state        jsonb NOT NULL,                          -- alert.AlertState
    next_check   timestamptz,                             -- when the clock alone may change it; null: never
    updated_at   timestamptz NOT NULL
);
CREATE INDEX rule_state_due ON rule_state (next_check) WHERE next_check IS NOT NULL;
-- A rule that is switched off or removed starts anew when it comes back, so the application deletes its state.
CALL confine('rule_state', 'SELECT, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE episode (
    id            uuid PRIMARY KEY,                       -- made from rule, version and start: the same crossing has the same id
    tenant_id     uuid NOT NULL,
    rule_id       uuid NOT NULL REFERENCES rule,
    rule_version  integer NOT NULL,
    project_id    uuid NOT NULL,
    metric_id     uuid,
    name          text NOT NULL,
    severity      text NOT NULL,
    state         text NOT NULL CHECK (state IN ('FIRING', 'RESOLVED')),
    late          boolean NOT NULL DEFAULT false,
    active_at     timestamptz NOT NULL,
    fired_at      timestamptz NOT NULL,
    resolved_at   timestamptz,
    value         numeric,                                -- when it fired
    resolved_value numeric,                               -- when it recovered
    threshold     numeric,
    worth_per_hour numeric,                               -- what the project earned per hour when it fired, in its currency
    currency      text,
    acknowledged_at timestamptz,
    acknowledged_by text,
    snoozed_until timestamptz,
    note          text,
    planned       text CHECK (planned IN ('FIRING', 'RESOLVED')), -- the state for which notifications are planned
    updated_at    timestamptz NOT NULL,
    UNIQUE (rule_id, rule_version, active_at)
);
CREATE INDEX episode_by_tenant ON episode (tenant_id, fired_at DESC, id);
CREATE INDEX episode_firing ON episode (rule_id) WHERE state = 'FIRING';
CREATE INDEX episode_unplanned ON episode (id) WHERE planned IS DISTINCT FROM state;
CALL confine('episode', 'SELECT, UPDATE', 'SELECT, INSERT, UPDATE');

CREATE TABLE silence (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    project_id uuid REFERENCES project,
    rule_id    uuid REFERENCES rule,
    severity   text CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL CHECK (ends_at > starts_at),
    comment    text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CALL confine('silence', 'SELECT, INSERT, UPDATE', 'SELECT');

-- Where people are told. The address is a secret (whoever has a Slack webhook's URL can post), so it is sealed.
CREATE TABLE channel (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenant,
    name         text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('SLACK', 'EMAIL', 'WEBHOOK')),
    address      bytea NOT NULL,
    secret       bytea,                                   -- with which a WEBHOOK is signed, sealed
    address_host text NOT NULL,                           -- what may be shown of it: the host and the last four characters
    address_end  text NOT NULL,
    min_severity text NOT NULL DEFAULT 'INFO' CHECK (min_severity IN ('INFO', 'WARNING', 'CRITICAL')),
    enabled      boolean NOT NULL DEFAULT true,
    version      integer NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    removed_at   timestamptz
);
CALL confine('channel', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT');

-- Until when a channel is left alone: a lease while a message is on its way, then the pace that the other side asks
-- for. Apart from channel, so that sending never waits for somebody who edits it.
CREATE TABLE channel_pace (
    channel_id uuid PRIMARY KEY REFERENCES channel,
    tenant_id  uuid NOT NULL,
    free_at    timestamptz NOT NULL
);
CALL confine('channel_pace', 'SELECT', 'SELECT, INSERT, UPDATE');

-- One row for each message that should go out: never two for one episode and state.
CREATE TABLE notification (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    channel_id   uuid NOT NULL REFERENCES channel,
    episode_id   uuid NOT NULL REFERENCES episode,
    state        text NOT NULL CHECK (state IN ('FIRING', 'RESOLVED')),
    status       text NOT NULL CHECK (status IN ('WAITING', 'SENT', 'SUPPRESSED', 'FAILED')),
    reason       text,
    attempts     integer NOT NULL DEFAULT 0,
    next_attempt timestamptz,
    created_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    UNIQUE (channel_id, episode_id, state)
);
CREATE INDEX notification_waiting ON notification (channel_id, next_attempt) WHERE status = 'WAITING';
CREATE INDEX notification_by_episode ON notification (episode_id);
CALL confine('notification', 'SELECT', 'SELECT, INSERT, UPDATE');
