-- Whether a series that no feed takes only grows, where its sender says so apart from its samples, as remote write 1.0 does.
-- An installation of any size: at most 200 rows a connection, and a column without a default writes none.
ALTER TABLE seen_series ADD COLUMN counter boolean;       -- null: not said; what samples themselves tell stands in the series
