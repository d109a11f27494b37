-- What the stream keeps. Everything of a batch commits in one transaction with the offsets it was read from.

-- An instant as ISO-8601 in UTC, as every answer of the API writes it.
CREATE FUNCTION iso(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- The commit point: a batch's first statement moves next_offset under the worker's own epoch, or is dropped.
CREATE TABLE consumer_offset (
    topic       text NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    epoch       bigint NOT NULL DEFAULT 0,
    owner       text,
    topic_id    text,                                     -- Kafka's id: a topic made anew under the same name is refused
    consumed    bigint NOT NULL DEFAULT 0,                -- consumed = valid + duplicate + rejected, always
    valid       bigint NOT NULL DEFAULT 0,
    duplicate   bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (topic, partition)
);
GRANT SELECT, INSERT, UPDATE ON consumer_offset TO payoff_stream;
GRANT SELECT ON consumer_offset TO payoff_app;

CREATE TABLE measurement (
    metric_id   uuid NOT NULL,
    event_key   uuid NOT NULL,                            -- identity within the metric; see stream.EventKey
    revision    integer NOT NULL,
    tenant_id   uuid NOT NULL,
    value       numeric NOT NULL,
    observed_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    confidence  numeric,                                  -- null: the metric's own
    superseded  boolean NOT NULL DEFAULT false,           -- a higher revision is known
    partition   integer NOT NULL,
    log_offset  bigint NOT NULL,
    source      text NOT NULL,
    event_id    text,
    note        text
);
-- One revision of a reading is in force, and each of those before it is there once. Keys lead with the time where
-- senders' ids do (UUIDv7), so most rows go to the right-hand end of the index.
CREATE UNIQUE INDEX measurement_in_force ON measurement (event_key, metric_id) WHERE NOT superseded;
CREATE UNIQUE INDEX measurement_superseded ON measurement (event_key, metric_id, revision) WHERE superseded;
CREATE INDEX measurement_by_time ON measurement (metric_id, observed_at);
CALL confine('measurement', 'SELECT', 'SELECT, INSERT, UPDATE');

CREATE TABLE metric_window (
    metric_id        uuid NOT NULL,
    size             smallint NOT NULL,                   -- 1 minute, 2 hour, 3 day, 4 month; see value.WindowSize
    start_at         timestamptz NOT NULL,
    tenant_id        uuid NOT NULL,
    end_at           timestamptz NOT NULL,
    count            bigint NOT NULL,
    sum              numeric NOT NULL,
    sum_squares      numeric NOT NULL,                    -- exact, for the standard deviation
    minimum          numeric NOT NULL,
    maximum          numeric NOT NULL,
    last_value       numeric NOT NULL,
    last_observed    timestamptz NOT NULL,
    last_partition   integer NOT NULL,
    last_offset      bigint NOT NULL,
    confidence_sum   numeric NOT NULL,                    -- of the readings that told theirs
    confidence_count bigint NOT NULL,
    sketch           bytea,                               -- for quantiles, of hours and longer; see value.QuantileSketch
    revision         integer NOT NULL DEFAULT 0,          -- raised by each batch that changed it
    recorded_at      timestamptz NOT NULL,                -- when it changed last
    PRIMARY KEY (metric_id, size, start_at)
) WITH (fillfactor = 70);
CALL confine('metric_window', 'SELECT', 'SELECT, INSERT, UPDATE, DELETE');

-- What is known of a metric now, kept up by each batch, equal to what its windows give when folded anew.
CREATE TABLE metric_state (
    metric_id          uuid PRIMARY KEY,
    tenant_id          uuid NOT NULL,
    project_id         uuid NOT NULL,
    definition_version integer NOT NULL,
    project_version    integer NOT NULL,
    revision           bigint NOT NULL,
    count              bigint NOT NULL,
    first_observed     timestamptz,
    last_value         numeric,
    last_observed      timestamptz,
    last_partition     integer,
    last_offset        bigint,
    settled            numeric NOT NULL,                  -- money of all measured hours but those of the tail
    settled_weighted   numeric NOT NULL,
    tail               jsonb NOT NULL,                    -- the last two measured hours
    updated_at         timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX metric_state_by_project ON metric_state (project_id);
CREATE INDEX metric_state_by_tenant ON metric_state (tenant_id, updated_at);
CALL confine('metric_state', 'SELECT', 'SELECT, INSERT, UPDATE');

CREATE TABLE rejected (
    id          uuid PRIMARY KEY,
    tenant_id   uuid,                                     -- null where the record told none that exists
    origin      text NOT NULL,                            -- topic/partition/offset, or the way in that refused it
    code        text NOT NULL,
    detail      text NOT NULL,
    payload     text,                                     -- at most 16 KiB of it
    truncated   boolean NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL,
    replayed_at timestamptz,
    UNIQUE (origin)
);
CREATE INDEX rejected_by_tenant ON rejected (tenant_id, received_at DESC, id);
CREATE INDEX rejected_by_age ON rejected (received_at);
CALL confine('rejected', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- History that goes out: written in the transaction that made it; the relay gives each row its number in the
-- tenant's stream, in the order in which commits became visible, and publishes it.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    kind       text NOT NULL,                             -- alert, restated, rejected, project
    topic      text NOT NULL,                             -- what a subscriber asks for: portfolio, project:KEY, alerts
    payload    jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    seq        bigint,
    published_at timestamptz
);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE seq IS NULL;
CREATE INDEX outbox_unpublished ON outbox (tenant_id, seq) WHERE published_at IS NULL;
CREATE UNIQUE INDEX outbox_by_seq ON outbox (tenant_id, seq) WHERE seq IS NOT NULL;
CALL confine('outbox', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE event_counter (
    tenant_id uuid PRIMARY KEY,
    last_seq  bigint NOT NULL
);
CALL confine('event_counter', 'SELECT', 'SELECT, INSERT, UPDATE');
