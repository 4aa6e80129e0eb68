-- One row: who this endpoint's feed is. The epoch is renewed by a restore or a move between engines, so that no
-- client mistakes another history for its own. The secret keys digests that are not tokens of 256 bits (sign-in
-- codes, rate counters); an operator who wants it out of the database gives one by configuration instead.
CREATE TABLE endpoint_state (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    feed_epoch  TEXT NOT NULL,
    secret      TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);

-- Every write for a team first takes this row and advances it, so commit order is feed order on both engines.
CREATE TABLE team_feed (
    team_id  TEXT PRIMARY KEY,
    version  BIGINT NOT NULL CHECK (version >= 0),
    floor    BIGINT NOT NULL DEFAULT 0 CHECK (floor >= 0)   -- tombstones below it are purged
);

-- What changed, in order. The rows themselves stand in their own tables.
CREATE TABLE changes (
    team_id         TEXT NOT NULL REFERENCES team_feed (team_id),
    version         BIGINT NOT NULL,
    ordinal         INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    row_id          TEXT NOT NULL,
    member_id       TEXT,           -- whose row it is; null when it concerns the whole team
    also_member_id  TEXT,           -- a second member who may see it: who uploaded a photo on the owner's behalf
    deleted         INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    created_at      BIGINT NOT NULL,
    PRIMARY KEY (team_id, version, ordinal)
);
CREATE INDEX changes_by_time ON changes (team_id, created_at);
