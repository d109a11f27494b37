-- Cost by stage and nature, with its range; and what a tenant's figures are computed by: discount schedules, price indices,
-- labour rates, its fiscal calendar, and the priorities of its projects. New columns are null and a new table: no row is
-- rewritten, and the former version goes on working.

-- A line that is not spent has planned = true, whatever its stage, so that the former version does not count it as actual.
ALTER TABLE cost_line ADD COLUMN stage text CHECK (stage IN ('PLANNED', 'COMMITTED', 'ACTUAL', 'FORECAST')); -- null: by planned
ALTER TABLE cost_line ADD CONSTRAINT cost_line_stage_fits CHECK (stage IS NULL OR planned = (stage <> 'ACTUAL'));
ALTER TABLE cost_line ADD COLUMN nature text CHECK (nature IN ('CAPEX', 'OPEX'));                            -- null: not told
ALTER TABLE cost_line ADD COLUMN low numeric;
ALTER TABLE cost_line ADD COLUMN high numeric;
ALTER TABLE cost_line ADD CONSTRAINT cost_line_range CHECK ((low IS NULL) = (high IS NULL) AND low <= amount AND amount <= high);
ALTER TABLE cost_line ADD COLUMN labour jsonb;           -- hours, role and the rate that made the amount; null: told as an amount

-- Each state that was told, the highest version known at a time being the one in force.
CREATE TABLE money_term (
    tenant_id  uuid NOT NULL REFERENCES tenant,
    kind       text NOT NULL CHECK (kind IN ('DISCOUNT_SCHEDULE', 'PRICE_INDEX', 'LABOUR_RATE', 'FISCAL_CALENDAR', 'PRIORITY')),
    key        text NOT NULL,                            -- for PRIORITY the project's id
    version    integer NOT NULL,
    known_from timestamptz NOT NULL,
    document   jsonb NOT NULL,                           -- the input of portfolio, as told
    PRIMARY KEY (tenant_id, kind, key, version)
);
CALL confine('money_term', 'SELECT, INSERT', '');
