-- Tenants, people, credentials and the audit trail.
-- Three database roles: the owner (migrations only), payoff_app (everything that HTTP reaches; row-level
-- security confines it to one tenant per transaction) and payoff_stream (Kafka consumers, relay and
-- notifiers; sees every tenant, is reachable by no HTTP request).

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payoff_app') THEN CREATE ROLE payoff_app; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payoff_stream') THEN CREATE ROLE payoff_stream; END IF;
END $$;

GRANT USAGE ON SCHEMA public TO payoff_app, payoff_stream;

-- The tenant of this transaction; null, and so no rows at all, where it was not set.
CREATE FUNCTION app_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;

-- Confines a table to the tenant of the transaction for payoff_app, and opens it to payoff_stream with the
-- given privileges. Forced, so that not even the owner sees rows by accident.
CREATE PROCEDURE confine(tab regclass, app_privileges text, stream_privileges text, tenant_column text DEFAULT 'tenant_id')
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY own_tenant ON %s TO payoff_app USING (%I = app_tenant()) WITH CHECK (%I = app_tenant())',
                   tab, tenant_column, tenant_column);
    EXECUTE format('GRANT %s ON %s TO payoff_app', app_privileges, tab);
    IF stream_privileges <> '' THEN
        EXECUTE format('CREATE POLICY stream_all ON %s TO payoff_stream USING (true) WITH CHECK (true)', tab);
        EXECUTE format('GRANT %s ON %s TO payoff_stream', stream_privileges, tab);
    END IF;
END $$;

CREATE TABLE tenant (
    id         uuid PRIMARY KEY,
    key        text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL,
    zone       text NOT NULL DEFAULT 'UTC',
    currency   text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL
);
CALL confine('tenant', 'SELECT, UPDATE', 'SELECT, INSERT', 'id');

CREATE TABLE app_user (
    id            uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    email         text NOT NULL CHECK (email = lower(email)),
    name          text NOT NULL,
    role          text NOT NULL CHECK (role IN ('VIEWER', 'CONTRIBUTOR', 'MANAGER', 'ADMIN')),
    password_hash text,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL,
    version       integer NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, email)
);
CALL confine('app_user', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT');

CREATE TABLE api_key (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenant,
    name         text NOT NULL,
    prefix       text NOT NULL,
    hash         bytea NOT NULL UNIQUE,
    role         text NOT NULL CHECK (role IN ('VIEWER', 'CONTRIBUTOR', 'MANAGER', 'ADMIN')),
    scopes       text[] NOT NULL DEFAULT '{}',
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
CALL confine('api_key', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT');

-- A browser's session, a one-time link that opens one, or a one-time ticket for the event stream. Only the SHA-256
-- of the secret is stored. It is a person's or an API key's; a ticket that a session drew ends with that session.
CREATE TABLE session (
    hash       bytea PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    user_id    uuid REFERENCES app_user,
    key_id     uuid REFERENCES api_key,
    parent     bytea,
    kind       text NOT NULL CHECK (kind IN ('SESSION', 'LOGIN_LINK', 'STREAM_TICKET')),
    role       text NOT NULL CHECK (role IN ('VIEWER', 'CONTRIBUTOR', 'MANAGER', 'ADMIN')), -- at most this one
    scopes     text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CHECK (num_nonnulls(user_id, key_id) = 1)
);
CREATE INDEX session_by_user ON session (user_id);
CALL confine('session', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, DELETE');

-- Keys that sign our tokens: the installation's, not a tenant's. The private part is sealed by the application.
CREATE TABLE signing_key (
    kid         text PRIMARY KEY,
    public_jwk  text NOT NULL,
    private_key bytea NOT NULL,
    created_at  timestamptz NOT NULL,
    retired_at  timestamptz
);
GRANT SELECT, INSERT, UPDATE ON signing_key TO payoff_stream;
GRANT SELECT, INSERT, UPDATE ON signing_key TO payoff_app;

-- One row for each change, written in the change's own transaction; nobody may alter or remove one.
CREATE TABLE audit (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenant,
    at           timestamptz NOT NULL,
    actor        text NOT NULL,
    action       text NOT NULL,
    subject_type text NOT NULL,
    subject_id   text NOT NULL,
    detail       jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_tenant ON audit (tenant_id, id DESC);
CALL confine('audit', 'SELECT, INSERT', 'SELECT, INSERT');

-- Look-ups that come before a tenant is known. They answer for one secret's hash only. The owner's policies hold
-- within these functions alone, where somebody else is logged in; the owner sees no rows otherwise.
CREATE FUNCTION looking_up() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT session_user <> current_user $$;
CREATE POLICY owner_looks_up ON api_key FOR SELECT TO CURRENT_USER USING (looking_up());
CREATE POLICY owner_looks_up ON session TO CURRENT_USER USING (looking_up());
CREATE POLICY owner_looks_up ON app_user FOR SELECT TO CURRENT_USER USING (looking_up());
CREATE POLICY owner_looks_up ON tenant FOR SELECT TO CURRENT_USER USING (looking_up());

CREATE FUNCTION find_api_key(secret_hash bytea, at timestamptz)
RETURNS TABLE (id uuid, tenant_id uuid, tenant_key text, name text, role text, scopes text[], expires_at timestamptz,
               last_used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, t.key, k.name, k.role, k.scopes, k.expires_at, k.last_used_at
      FROM api_key k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.hash = secret_hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > at)
$$;

CREATE FUNCTION find_session(secret_hash bytea, at timestamptz)
RETURNS TABLE (tenant_id uuid, tenant_key text, user_id uuid, email text, role text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.tenant_id, t.key, u.id, u.email, u.role, s.expires_at
      FROM session s JOIN tenant t ON t.id = s.tenant_id JOIN app_user u ON u.id = s.user_id
     WHERE s.hash = secret_hash AND s.kind = 'SESSION' AND s.expires_at > at AND u.disabled_at IS NULL
$$;

-- Spends a login link or a stream ticket: the one caller whose update hits the row gets the answer. Whoever was
-- disabled, revoked or logged out since gets none.
CREATE FUNCTION spend_once(secret_hash bytea, wanted_kind text, at timestamptz)
RETURNS TABLE (tenant_id uuid, tenant_key text, user_id uuid, key_id uuid, name text, role text, role_limit text,
               scopes text[], parent bytea)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH spent AS (
        UPDATE session s SET used_at = at
         WHERE s.hash = secret_hash AND s.kind = wanted_kind AND s.used_at IS NULL AND s.expires_at > at
        RETURNING s.tenant_id, s.user_id, s.key_id, s.role, s.scopes, s.parent)
    SELECT x.tenant_id, t.key, x.user_id, x.key_id, coalesce(u.email, 'key:' || k.name), coalesce(u.role, k.role), x.role,
           x.scopes, x.parent
      FROM spent x JOIN tenant t ON t.id = x.tenant_id
      LEFT JOIN app_user u ON u.id = x.user_id AND u.disabled_at IS NULL
      LEFT JOIN api_key k ON k.id = x.key_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > at)
     WHERE (u.id IS NOT NULL OR k.id IS NOT NULL)
       AND (x.parent IS NULL OR EXISTS (SELECT FROM session p WHERE p.hash = x.parent AND p.expires_at > at))
$$;

-- For a login by password: the tenant's key and the e-mail address name at most one person.
CREATE FUNCTION find_login(wanted_tenant text, wanted_email text)
RETURNS TABLE (tenant_id uuid, tenant_key text, user_id uuid, email text, role text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.tenant_id, t.key, u.id, u.email, u.role, u.password_hash
      FROM app_user u JOIN tenant t ON t.id = u.tenant_id
     WHERE t.key = wanted_tenant AND u.email = lower(wanted_email) AND u.disabled_at IS NULL
$$;

REVOKE ALL ON FUNCTION find_api_key, find_session, spend_once, find_login FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key, find_session, spend_once, find_login TO payoff_app;
