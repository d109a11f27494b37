-- Who is told of what, and when: routes, groups of alerts, why each was told or not; Slack's bot; digests by e-mail.

-- What people call a rule's alerts, so that routes can tell them apart.
ALTER TABLE rule ADD COLUMN labels jsonb NOT NULL DEFAULT '{}';

-- A tenant's routes, inhibitions and mute times: one document, so that they change together.
CREATE TABLE routing (
    tenant_id  uuid PRIMARY KEY REFERENCES tenant,
    version    integer NOT NULL,
    document   jsonb NOT NULL,                            -- alert.RoutesInput
    active     boolean NOT NULL,                          -- whether it has a route; without one, every channel is told at once
    updated_at timestamptz NOT NULL
);
CALL confine('routing', 'SELECT, INSERT, UPDATE', 'SELECT');
-- Only to lock it: one instance decides for a tenant at a time.
GRANT UPDATE (active) ON routing TO payoff_stream;

-- Alerts that are told together.
CREATE TABLE alert_group (
    id        uuid PRIMARY KEY,                           -- made from tenant, route and labels
    tenant_id uuid NOT NULL REFERENCES tenant,
    state     jsonb NOT NULL,                             -- alert.routing.Group
    members   uuid[] NOT NULL,                            -- its episodes
    due_at    timestamptz NOT NULL                        -- when it must be looked at
);
CREATE INDEX alert_group_due ON alert_group (due_at);
CREATE INDEX alert_group_by_tenant ON alert_group (tenant_id, due_at);
CREATE INDEX alert_group_by_member ON alert_group USING gin (members);
CALL confine('alert_group', 'SELECT', 'SELECT, INSERT, UPDATE, DELETE');
-- Who acknowledges has the group looked at.
GRANT UPDATE (due_at) ON alert_group TO payoff_app;

-- A message tells of one episode, as before, or of a group.
ALTER TABLE notification ALTER COLUMN episode_id DROP NOT NULL;
ALTER TABLE notification ADD COLUMN group_id uuid;
ALTER TABLE notification ADD COLUMN number integer;       -- of the group's messages to the channel
ALTER TABLE notification ADD COLUMN message jsonb;        -- alert.GroupMessage
ALTER TABLE notification ADD CONSTRAINT notification_of_one_thing CHECK (num_nonnulls(episode_id, group_id) = 1);
CREATE INDEX notification_of_group ON notification (channel_id, group_id) WHERE status = 'WAITING' AND group_id IS NOT NULL;

-- Why an episode was told or not, each time that changed.
CREATE TABLE notification_decision (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id       uuid NOT NULL REFERENCES tenant,
    episode_id      uuid NOT NULL,
    at              timestamptz NOT NULL,
    route           text NOT NULL,
    channel_id      uuid,                                 -- null: all of the route's
    notification_id uuid,                                 -- the message, where there is one
    verdict         text NOT NULL,                        -- alert.routing.Decision.Verdict
    reason          text NOT NULL
);
CREATE INDEX notification_decision_by_episode ON notification_decision (episode_id, id);
CALL confine('notification_decision', 'SELECT', 'SELECT, INSERT');

-- Slack's bot beside its incoming webhooks: it can change what it said, and has buttons.
ALTER TABLE channel DROP CONSTRAINT channel_kind_check;
ALTER TABLE channel ADD CONSTRAINT channel_kind_check CHECK (kind IN ('SLACK', 'SLACK_BOT', 'EMAIL', 'WEBHOOK'));

-- Which of Slack's messages is the first of a thread.
CREATE TABLE slack_post (
    channel_id    uuid NOT NULL REFERENCES channel,
    thread        text NOT NULL,                          -- an episode, or a group while it lives
    tenant_id     uuid NOT NULL,
    slack_channel text NOT NULL,                          -- as Slack answered it
    ts            text NOT NULL,
    posted_at     timestamptz NOT NULL,
    PRIMARY KEY (channel_id, thread)
);
CALL confine('slack_post', 'SELECT', 'SELECT, INSERT, UPDATE');

-- A button's call, and whoever wants no more e-mail, names a channel before a tenant is known; answers for one id only.
CREATE POLICY owner_looks_up ON channel FOR SELECT TO CURRENT_USER USING (looking_up());
CREATE FUNCTION find_channel(wanted uuid)
RETURNS TABLE (id uuid, tenant_id uuid, tenant_key text, kind text, address bytea, secret bytea,
               enabled boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.tenant_id, t.key, c.kind, c.address, c.secret, c.enabled
      FROM channel c JOIN tenant t ON t.id = c.tenant_id
     WHERE c.id = wanted AND c.removed_at IS NULL
$$;
REVOKE ALL ON FUNCTION find_channel FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_channel TO payoff_app;

-- Digests: an e-mail channel may want one message a day or week. What it would have been told waits for it.
ALTER TABLE channel ADD COLUMN digest text CHECK (digest IN ('DAILY', 'WEEKLY'));
ALTER TABLE notification DROP CONSTRAINT notification_status_check;
ALTER TABLE notification ADD CONSTRAINT notification_status_check
    CHECK (status IN ('WAITING', 'SENT', 'SUPPRESSED', 'FAILED', 'DIGEST'));
CREATE INDEX notification_for_digest ON notification (channel_id, created_at) WHERE status = 'DIGEST';
CREATE TABLE channel_digest (
    channel_id uuid PRIMARY KEY REFERENCES channel,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    since      timestamptz NOT NULL,
    due_at     timestamptz NOT NULL
);
CREATE INDEX channel_digest_due ON channel_digest (due_at);
CALL confine('channel_digest', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE, DELETE');
