-- What the figures of a choice are made of, so that they can be proved later: analytics.ChoiceWorkings. Null in what was solved
-- before. Adding the column rewrites nothing.
ALTER TABLE scenario ADD COLUMN workings jsonb;

-- Quarters in messages are those of the tenant's fiscal calendar, which the stream reads; the other terms of money it does not.
CREATE POLICY stream_calendar ON money_term FOR SELECT TO payoff_stream USING (kind = 'FISCAL_CALENDAR');
GRANT SELECT ON money_term TO payoff_stream;
