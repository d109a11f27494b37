-- What the last deliveries of a connection were, so that one can be taken again once its mapping or feed is mended.
-- An empty table at first: nothing is done to an installation of any size.

CREATE TABLE connection_payload (
    delivery_id   uuid PRIMARY KEY REFERENCES connection_delivery ON DELETE CASCADE,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    connection_id uuid NOT NULL REFERENCES connection,
    path          text NOT NULL,                          -- below the connection's own; never what may be a credential
    headers       jsonb NOT NULL,                         -- those that say what the body is
    body          bytea NOT NULL,
    at            timestamptz NOT NULL
);
CREATE INDEX connection_payload_latest ON connection_payload (connection_id, at DESC, delivery_id);
CREATE INDEX connection_payload_age ON connection_payload (at);
CALL confine('connection_payload', 'SELECT, INSERT, DELETE', 'SELECT, DELETE');

ALTER TABLE connection_delivery ADD COLUMN replayed_at timestamptz;
