-- Copies of what is held about a member or a team, to take away. The row is the queue's too: a lease is fenced by
-- (copy, attempt).
CREATE TABLE data_copies (
    id           TEXT PRIMARY KEY,
    team_id      TEXT NOT NULL REFERENCES teams (id),
    member_id    TEXT NOT NULL REFERENCES members (id),   -- who asked, and alone may have it
    scope        TEXT NOT NULL CHECK (scope IN ('own', 'team')),
    state        TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'failed', 'expired', 'removed')),
    failure      TEXT,                          -- an error code
    attempt      INTEGER NOT NULL DEFAULT 0,
    run_after    BIGINT NOT NULL,               -- on the database's clock
    lease_until  BIGINT,
    blob_key     TEXT,                          -- null before it is ready and once the bytes are gone
    size_bytes   BIGINT,
    sha256       TEXT,
    created_at   BIGINT NOT NULL,
    ready_at     BIGINT,
    expires_at   BIGINT,
    updated_at   BIGINT NOT NULL
);
CREATE INDEX data_copies_by_member ON data_copies (team_id, member_id, created_at);
CREATE UNIQUE INDEX data_copies_one_at_a_time ON data_copies (team_id, member_id, scope) WHERE state = 'preparing';
CREATE INDEX data_copies_to_prepare ON data_copies (run_after) WHERE state = 'preparing';
CREATE INDEX data_copies_to_expire ON data_copies (expires_at) WHERE state = 'ready';
CREATE INDEX data_copies_to_remove ON data_copies (id) WHERE state = 'removed';

-- One more kind of mail. SQLite cannot widen a CHECK: the table is written anew.
CREATE TABLE mail_outbox_wider (
    id          TEXT PRIMARY KEY,           -- also the Message-ID's, the same in every attempt
    kind        TEXT NOT NULL CHECK (kind IN ('invitation', 'headshots_ready', 'credits_received', 'credits_bought',
                                              'low_credits', 'payment_problem', 'data_ready')),
    recipient   TEXT NOT NULL,
    member_id   TEXT,                       -- who gets it; removing them removes what waits
    language    TEXT NOT NULL DEFAULT '',
    details     TEXT NOT NULL,              -- JSON: what the message is written from
    attempts    INTEGER NOT NULL DEFAULT 0,
    leased      INTEGER NOT NULL DEFAULT 0 CHECK (leased IN (0, 1)),   -- a sender has it in its hands
    next_at     BIGINT NOT NULL,            -- on the database's clock; while one is at it: when that one is given up
    expires_at  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
INSERT INTO mail_outbox_wider
    (id, kind, recipient, member_id, language, details, attempts, leased, next_at, expires_at, created_at)
    SELECT id, kind, recipient, member_id, language, details, attempts, leased, next_at, expires_at, created_at
    FROM mail_outbox;
DROP TABLE mail_outbox;
ALTER TABLE mail_outbox_wider RENAME TO mail_outbox;
CREATE INDEX mail_outbox_due ON mail_outbox (next_at);
CREATE INDEX mail_outbox_by_member ON mail_outbox (member_id);
