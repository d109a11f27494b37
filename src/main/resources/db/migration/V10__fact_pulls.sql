-- Where the back-fill of a connection of a delivery system stands: a row for each stream of each repository, so that it goes
-- on where it stopped. A new table only: nothing to do for an installation of any size.

CREATE TABLE fact_place (
    connection_id uuid NOT NULL REFERENCES connection,
    stream        text NOT NULL,                          -- repository and what of it, such as 'acme/shop commits'
    tenant_id     uuid NOT NULL REFERENCES tenant,
    settings      text NOT NULL,                          -- hash of the settings; others begin anew
    walk          jsonb NOT NULL,                         -- connector.Walk
    done          boolean NOT NULL,                       -- in this round
    problem       text,                                   -- why it could not be read in this round
    PRIMARY KEY (connection_id, stream)
);
CALL confine('fact_place', 'SELECT, INSERT, UPDATE', '');
