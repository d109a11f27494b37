-- What happened to a project, on its line of time: alerts of other systems from their start to their end, and what people
-- wrote down. An empty table at first: nothing is done to an installation of any size.

CREATE TABLE project_annotation (
    id                uuid PRIMARY KEY,
    tenant_id         uuid NOT NULL REFERENCES tenant,
    project_id        uuid NOT NULL REFERENCES project,
    connection_id     uuid REFERENCES connection,         -- null: by a person or a script
    identity          uuid NOT NULL,                      -- made of the sender's own ids: told again, it is the same
    former_of         uuid,                               -- the annotation that once said this; null: it still does
    title             text NOT NULL,
    body              text,
    link              text,                               -- http or https
    severity          text,
    tags              text[] NOT NULL DEFAULT '{}',
    from_at           timestamptz NOT NULL,
    to_at             timestamptz,                        -- the same as from_at: a moment; null: it lasts
    created_by        text,
    recorded_at       timestamptz NOT NULL,               -- when it was said as it stands here
    ended_recorded_at timestamptz,                        -- since when its end is known
    removed_at        timestamptz,                        -- kept, for what was known before
    version           integer NOT NULL DEFAULT 1,
    CHECK (to_at >= from_at),
    UNIQUE (project_id, identity)
);
CREATE INDEX project_annotation_time ON project_annotation (project_id, from_at DESC, id DESC);
CREATE INDEX project_annotation_age ON project_annotation (coalesce(removed_at, to_at, recorded_at))
    WHERE connection_id IS NOT NULL OR removed_at IS NOT NULL;
CALL confine('project_annotation', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, DELETE');
