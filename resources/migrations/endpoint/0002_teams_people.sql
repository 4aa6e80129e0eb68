-- Names and addresses live in users and members only, and can be blanked there.
CREATE TABLE users (
    id          TEXT PRIMARY KEY,
    email_key   TEXT UNIQUE,        -- normalised address; null once erased
    created_at  BIGINT NOT NULL
);

CREATE TABLE teams (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    member_version  BIGINT NOT NULL DEFAULT 0,   -- advanced when the set of members, a role or a state changes
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);

CREATE TABLE members (
    id              TEXT PRIMARY KEY,
    team_id         TEXT NOT NULL REFERENCES teams (id),
    user_id         TEXT REFERENCES users (id),   -- null until the invitation is taken up
    email_key       TEXT,
    name            TEXT NOT NULL DEFAULT '',
    role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    state           TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'removed')),
    scope           BIGINT NOT NULL DEFAULT 1,    -- advanced when what this member may see changes
    invited_at      BIGINT,
    joined_at       BIGINT,
    last_active_at  BIGINT,
    removed_at      BIGINT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);
-- A removed member may be invited again: that is a new membership with its own history.
CREATE UNIQUE INDEX members_one_per_address ON members (team_id, email_key) WHERE state <> 'removed';
CREATE UNIQUE INDEX members_one_per_user ON members (team_id, user_id) WHERE state <> 'removed';
CREATE INDEX members_by_team ON members (team_id, id);
CREATE INDEX members_by_user ON members (user_id);
CREATE INDEX members_by_address ON members (email_key);

CREATE TABLE invitations (
    id          TEXT PRIMARY KEY,
    team_id     TEXT NOT NULL REFERENCES teams (id),
    token_hash  TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL CHECK (role IN ('admin', 'member')),
    created_by  TEXT NOT NULL REFERENCES members (id),
    uses        INTEGER NOT NULL DEFAULT 0,
    max_uses    INTEGER NOT NULL CHECK (max_uses > 0),
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    revoked_at  BIGINT,
    CHECK (uses <= max_uses)
);
CREATE INDEX invitations_by_team ON invitations (team_id, id);

CREATE TABLE sign_in_attempts (
    id           TEXT PRIMARY KEY,
    email_key    TEXT NOT NULL,
    code_hash    TEXT NOT NULL,
    device_hash  TEXT NOT NULL,     -- the code works only on the device that asked for it
    tries        INTEGER NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);
CREATE INDEX sign_in_attempts_by_address ON sign_in_attempts (email_key, created_at);

CREATE TABLE devices (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (id),
    token_hash    TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL DEFAULT '',
    created_at    BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    revoked_at    BIGINT
);
CREATE INDEX devices_by_user ON devices (user_id);

-- Counters of what an account or an address did in a window of time.
CREATE TABLE rate_counters (
    key           TEXT PRIMARY KEY,
    window_start  BIGINT NOT NULL,
    count         BIGINT NOT NULL
);
