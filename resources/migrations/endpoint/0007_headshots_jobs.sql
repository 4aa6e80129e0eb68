CREATE TABLE headshot_requests (
    id            TEXT PRIMARY KEY,                         -- the id of the command that asked
    team_id       TEXT NOT NULL REFERENCES teams (id),
    member_id     TEXT NOT NULL REFERENCES members (id),    -- whose headshots
    requester_id  TEXT NOT NULL REFERENCES members (id),
    photo_ids     TEXT NOT NULL,                            -- JSON array, in the order in which they were chosen
    content_hash  TEXT NOT NULL DEFAULT '',                 -- tells a repeat from a misused id
    created_at    BIGINT NOT NULL
);

CREATE TABLE headshots (
    id            TEXT PRIMARY KEY,
    team_id       TEXT NOT NULL REFERENCES teams (id),
    member_id     TEXT NOT NULL REFERENCES members (id),
    request_id    TEXT NOT NULL REFERENCES headshot_requests (id),
    style         TEXT NOT NULL,
    ordinal       INTEGER NOT NULL,                         -- n-th of its style in the request, from 0
    style_count   INTEGER NOT NULL DEFAULT 1,               -- how many of its style the request asked for
    state         TEXT NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'deleted')),
    charged       INTEGER NOT NULL DEFAULT 0 CHECK (charged IN (0, 1)),   -- its hold was settled; stays after deletion
    failure       TEXT,                                     -- an error code
    name          TEXT NOT NULL DEFAULT '',
    favourite     INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    photo_id      TEXT,                                     -- the photo that it was made from
    variant       TEXT NOT NULL DEFAULT '{}',
    generator     TEXT,
    blob_key      TEXT,                                     -- null before it is completed and once the bytes are gone
    media_type    TEXT,
    width         INTEGER,
    height        INTEGER,
    size_bytes    BIGINT,
    sha256        TEXT,
    created_at    BIGINT NOT NULL,
    completed_at  BIGINT,
    deleted_at    BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX headshots_by_member ON headshots (team_id, member_id, created_at);
CREATE INDEX headshots_by_time ON headshots (team_id, created_at);
CREATE INDEX headshots_to_purge ON headshots (deleted_at) WHERE state = 'deleted' AND blob_key IS NOT NULL;

-- The durable queue. A lease is fenced by (headshot, attempt): a late result of a lost lease is discarded.
CREATE TABLE headshot_jobs (
    headshot_id   TEXT PRIMARY KEY REFERENCES headshots (id),
    request_id    TEXT NOT NULL REFERENCES headshot_requests (id),
    team_id       TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'submitting', 'submitted', 'done')),
    attempt       INTEGER NOT NULL DEFAULT 0,
    generator     TEXT,                                     -- which generator the attempt was given to
    attempt_id    TEXT,                                     -- given to the generator; written before the call
    handle        TEXT,                                     -- the generator's own name for the work
    worker        TEXT,
    run_after     BIGINT NOT NULL,
    lease_until   BIGINT,
    deadline_at   BIGINT NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE INDEX headshot_jobs_ready ON headshot_jobs (run_after) WHERE state <> 'done';
CREATE INDEX headshot_jobs_open_by_team ON headshot_jobs (team_id) WHERE state <> 'done';
CREATE INDEX headshot_jobs_by_request ON headshot_jobs (request_id);
