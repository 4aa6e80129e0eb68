CREATE TABLE uploads (
    id             TEXT PRIMARY KEY,
    photo_id       TEXT NOT NULL,
    team_id        TEXT NOT NULL REFERENCES teams (id),
    member_id      TEXT NOT NULL REFERENCES members (id),   -- whose photo it is
    uploader_id    TEXT NOT NULL REFERENCES members (id),
    length_bytes   BIGINT NOT NULL CHECK (length_bytes > 0),
    metadata       TEXT NOT NULL DEFAULT '',                -- Upload-Metadata exactly as given
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    completed_at   BIGINT
);
CREATE UNIQUE INDEX uploads_one_per_photo ON uploads (team_id, photo_id);
CREATE INDEX uploads_open ON uploads (team_id, member_id) WHERE completed_at IS NULL;
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

CREATE TABLE photos (
    id             TEXT PRIMARY KEY,                        -- made by the client
    team_id        TEXT NOT NULL REFERENCES teams (id),
    member_id      TEXT NOT NULL REFERENCES members (id),
    uploader_id    TEXT NOT NULL REFERENCES members (id),
    file_name      TEXT NOT NULL DEFAULT '',
    media_type     TEXT NOT NULL DEFAULT '',
    size_bytes     BIGINT NOT NULL CHECK (size_bytes > 0),
    sha256         TEXT NOT NULL,
    blob_key       TEXT,                                    -- null once the bytes are gone
    width          INTEGER,
    height         INTEGER,
    state          TEXT NOT NULL CHECK (state IN ('checking', 'usable', 'refused', 'deleted')),
    refusal        TEXT,                                    -- an error code
    report         TEXT NOT NULL DEFAULT '{}',
    check_attempts INTEGER NOT NULL DEFAULT 0,
    check_lease    BIGINT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL
);
CREATE INDEX photos_by_member ON photos (team_id, member_id, created_at);
CREATE INDEX photos_to_check ON photos (created_at) WHERE state = 'checking';
CREATE INDEX photos_to_purge ON photos (updated_at, id) WHERE state IN ('deleted', 'refused') AND blob_key IS NOT NULL;
