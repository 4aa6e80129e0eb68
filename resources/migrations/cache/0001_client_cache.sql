-- One file per endpoint and team. Rows are server truth and nothing else; what the user did and the server has not
-- confirmed stands in the outbox, in the same file so that both change in one transaction.

-- One row: which generation of rows is shown and how far it has come. A resync builds the next generation beside it.
CREATE TABLE cache_state (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    generation  BIGINT NOT NULL,
    cursor      TEXT NOT NULL,          -- opaque; empty before the first snapshot is complete
    version     BIGINT NOT NULL,
    synced_at   BIGINT
);
INSERT INTO cache_state (id, generation, cursor, version) VALUES (1, 1, '', 0);

CREATE TABLE cached_rows (
    generation  BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    id          TEXT NOT NULL,
    body        TEXT NOT NULL,          -- JSON as core/sync/rows.h
    PRIMARY KEY (generation, kind, id)
);

-- The ledger is large and immutable; only what lists and sums need stands in columns.
CREATE TABLE cached_transfers (
    generation  BIGINT NOT NULL,
    id          TEXT NOT NULL,
    version     BIGINT NOT NULL,
    ordinal     BIGINT NOT NULL,
    command_id  TEXT,
    day         BIGINT NOT NULL,        -- days since 1970, UTC
    purchased   BIGINT NOT NULL,
    spent       BIGINT NOT NULL,
    refunded    BIGINT NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (generation, id)
);
CREATE INDEX cached_transfers_newest ON cached_transfers (generation, version, ordinal);
CREATE INDEX cached_transfers_by_day ON cached_transfers (generation, day);
CREATE INDEX cached_transfers_by_command ON cached_transfers (generation, command_id) WHERE command_id IS NOT NULL;

-- Commands in the order in which they were given. The id is made here, before the first send.
CREATE TABLE outbox (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    lane        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'refused')),
    version     BIGINT,                 -- of an accepted one: the row goes once the cursor is there
    code        TEXT,
    answer      TEXT,                   -- problem detail or answer, as JSON
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL
);

-- Files on their way to the endpoint; the bytes stay where the user has them.
CREATE TABLE uploads (
    photo_id     TEXT PRIMARY KEY,
    member_id    TEXT NOT NULL,
    path         TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size_bytes   BIGINT NOT NULL,
    modified_at  BIGINT NOT NULL,
    head_sha256  TEXT NOT NULL,         -- of the first bytes: with size and time, whether it is the same file
    url          TEXT NOT NULL DEFAULT '',
    sent_bytes   BIGINT NOT NULL DEFAULT 0,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'paused', 'done', 'failed')),
    code         TEXT,
    created_at   BIGINT NOT NULL
);
