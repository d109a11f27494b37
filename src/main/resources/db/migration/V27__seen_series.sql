-- Series that came and that no feed takes: what is offered to be bound. At most connector.SeenSeries.MOST a connection, the
-- latest; a series that comes again and again is written once in ten minutes. An empty table at first.

CREATE TABLE seen_series (
    connection_id uuid NOT NULL REFERENCES connection,
    series        text NOT NULL,                          -- as a feed would say it
    tenant_id     uuid NOT NULL REFERENCES tenant,
    first_seen    timestamptz NOT NULL,
    last_seen     timestamptz NOT NULL,
    PRIMARY KEY (connection_id, series)
);
CALL confine('seen_series', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, DELETE');
