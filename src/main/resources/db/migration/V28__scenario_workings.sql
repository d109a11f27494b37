-- What the figures of a choice are made of, so that they can be proved later: analytics.ChoiceWorkings. Null in what was solved
-- before. Adding the column rewrites nothing.
ALTER TABLE scenario ADD COLUMN workings jsonb;
