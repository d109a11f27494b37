-- What pulls of cost have booked, entry by entry, so that the same entry adds nothing, a changed one is corrected and one
-- that is gone is taken back. New tables only: nothing to do for an installation of any size.

-- An outside system's entry as it was last booked; grows with the entries of the systems, one row each.
CREATE TABLE ledger_line (
    connection_id uuid NOT NULL REFERENCES connection,
    line          text NOT NULL,                          -- hash of what the outside system calls it
    tenant_id     uuid NOT NULL REFERENCES tenant,
    month         date NOT NULL,                          -- first day of the month that it was read with
    round         integer NOT NULL,                       -- of reading in which it was last there
    project       text,                                   -- null: booked nowhere
    amount        numeric NOT NULL,
    currency      text NOT NULL,
    incurred_on   date NOT NULL,
    category      text NOT NULL,
    note          text,
    revision      integer NOT NULL DEFAULT 0,             -- how often it was booked differently
    PRIMARY KEY (connection_id, line)
);
CREATE INDEX ledger_line_month ON ledger_line (connection_id, month, round);
CALL confine('ledger_line', 'SELECT, INSERT, UPDATE', '');

-- Cost lines that are decided and that the brokers do not have yet.
CREATE TABLE ledger_unsent (
    connection_id uuid NOT NULL REFERENCES connection,
    event_id      text NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    project       text NOT NULL,
    amount        numeric NOT NULL,
    currency      text NOT NULL,
    incurred_on   date NOT NULL,
    category      text NOT NULL,
    note          text,
    PRIMARY KEY (connection_id, event_id)
);
CALL confine('ledger_unsent', 'SELECT, INSERT, DELETE', '');

-- Where the reading of a connection stands: month by month, each page by page.
CREATE TABLE ledger_place (
    connection_id uuid PRIMARY KEY REFERENCES connection,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    settings      text NOT NULL,                          -- hash of the settings; others begin anew
    round         integer NOT NULL,
    month         date,                                   -- null: up to the present
    page          text,                                   -- what the outside system calls the next page; null: the first
    pages         integer NOT NULL DEFAULT 0              -- of this month
);
CALL confine('ledger_place', 'SELECT, INSERT, UPDATE', '');
