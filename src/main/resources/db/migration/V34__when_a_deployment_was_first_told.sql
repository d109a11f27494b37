-- When a deployment was first told of, so that one that never ends is forgotten too: a tag that no release follows begins one.
-- An installation of any size: the default is worked out once, and no row is written anew.
ALTER TABLE dora_deployment ADD COLUMN first_told timestamptz NOT NULL DEFAULT now();
