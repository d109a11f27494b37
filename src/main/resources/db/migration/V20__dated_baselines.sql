-- A baseline may change at dates. [{"from": instant, "baseline": number, "lower": …, "upper": …}, …], rising; null: the constant
-- in "baseline" alone, as for all metrics before. A column without a default: nothing is rewritten, whatever the size.
ALTER TABLE metric ADD COLUMN baseline_series jsonb;
