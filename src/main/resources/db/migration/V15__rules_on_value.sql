-- Rules on value: realisation, forecast, unmeasured benefits, missing owners; and what an episode means in money. Both statements
-- take the tables' lock for a moment only: the constraint is not checked against the rules that are there, as it allows more.

ALTER TABLE rule DROP CONSTRAINT rule_figure_check;
ALTER TABLE rule ADD CONSTRAINT rule_figure_check CHECK (figure IN
    ('VALUE', 'MEAN', 'MIN', 'MAX', 'SUM', 'COUNT', 'ACHIEVEMENT', 'REALISED', 'ROI_SIMPLE', 'NO_DATA',
     'REALISATION', 'FORECAST', 'UNMEASURED', 'NO_OWNER')) NOT VALID;

ALTER TABLE episode ADD COLUMN detail text;
