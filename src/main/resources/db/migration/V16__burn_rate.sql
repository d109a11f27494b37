-- Rules on how fast missing value eats what may be missing, over two windows. The columns are nullable and the constraints are not
-- checked against the rules that are there: all of these take the table's lock for a moment only, and the former version goes on.

ALTER TABLE rule ADD COLUMN long_window_s bigint;
ALTER TABLE rule ADD COLUMN short_window_s bigint;
ALTER TABLE rule ADD COLUMN allowance numeric;              -- share of the plan that may be missing

ALTER TABLE rule DROP CONSTRAINT rule_figure_check;
ALTER TABLE rule ADD CONSTRAINT rule_figure_check CHECK (figure IN
    ('VALUE', 'MEAN', 'MIN', 'MAX', 'SUM', 'COUNT', 'ACHIEVEMENT', 'REALISED', 'ROI_SIMPLE', 'NO_DATA',
     'REALISATION', 'FORECAST', 'UNMEASURED', 'NO_OWNER', 'BURN_RATE')) NOT VALID;
ALTER TABLE rule ADD CONSTRAINT rule_burn_check CHECK (CASE WHEN figure = 'BURN_RATE'
    THEN short_window_s > 0 AND long_window_s > short_window_s AND allowance > 0 AND allowance <= 1
         AND short_window_s IS NOT NULL AND long_window_s IS NOT NULL AND allowance IS NOT NULL
    ELSE long_window_s IS NULL AND short_window_s IS NULL AND allowance IS NULL END) NOT VALID;

-- Whether somebody owns a benefit is told by its profile too, which the stream's rules look at: who it is, and whether they are there.
CREATE POLICY stream_all ON benefit_profile FOR SELECT TO payoff_stream USING (true);
CREATE POLICY stream_all ON stakeholder FOR SELECT TO payoff_stream USING (true);
GRANT SELECT (metric_id, document) ON benefit_profile TO payoff_stream;
GRANT SELECT (id, project_id, removed_at) ON stakeholder TO payoff_stream;
