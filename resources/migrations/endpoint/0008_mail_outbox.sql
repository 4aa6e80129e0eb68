-- Messages that wait for the mail server. An address stands here only until its message was taken over, or given up.
-- Sign-in codes are not here: the database holds their digests only.
CREATE TABLE mail_outbox (
    id          TEXT PRIMARY KEY,           -- also the Message-ID's, the same in every attempt
    kind        TEXT NOT NULL CHECK (kind IN ('invitation')),
    recipient   TEXT NOT NULL,
    details     TEXT NOT NULL,              -- JSON: what the message is written from
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     BIGINT NOT NULL,            -- on the database's clock; while one is at it: when that one is given up
    expires_at  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_at);
