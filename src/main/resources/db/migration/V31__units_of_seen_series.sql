-- What a sender said of the unit of a series that no feed takes. A new column without a default: no row is written anew.

ALTER TABLE seen_series ADD COLUMN unit text;             -- as the sender says it, by UCUM or OpenMetrics; null: not said
