-- Since when it is known that a deployment succeeded or failed, and until when an alert was told to fire: what was known at a
-- time, and whether an alert that ended fires again. New columns without a default: no row is written anew. What was told before
-- this migration counts as always known.

ALTER TABLE dora_deployment
    ADD COLUMN succeeded_told timestamptz,                -- when it was first told; null: before this was kept
    ADD COLUMN failed_told    timestamptz;

-- to_at stays what is shown. It is null again where the last firing was told well after the end was.
ALTER TABLE project_annotation
    ADD COLUMN last_lasting  timestamptz,                 -- the last minute in which it was told to last
    ADD COLUMN last_end      timestamptz,                 -- the latest end that was told; null: to_at is, where there is one
    ADD COLUMN last_end_told timestamptz;                 -- when that end was first told
