-- More kinds of mail, each for a member and in a language. SQLite cannot widen a CHECK: the table is written anew.
CREATE TABLE mail_outbox_wider (
    id          TEXT PRIMARY KEY,           -- also the Message-ID's, the same in every attempt
    kind        TEXT NOT NULL CHECK (kind IN ('invitation', 'headshots_ready', 'credits_received', 'credits_bought',
                                              'low_credits', 'payment_problem')),
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
INSERT INTO mail_outbox_wider (id, kind, recipient, details, attempts, next_at, expires_at, created_at)
    SELECT id, kind, recipient, details, attempts, next_at, expires_at, created_at FROM mail_outbox;
DROP TABLE mail_outbox;
ALTER TABLE mail_outbox_wider RENAME TO mail_outbox;
CREATE INDEX mail_outbox_due ON mail_outbox (next_at);
CREATE INDEX mail_outbox_by_member ON mail_outbox (member_id);

-- What members do not want. No row: they get it.
CREATE TABLE mail_switches_off (
    member_id   TEXT NOT NULL REFERENCES members (id),
    mail        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (member_id, mail)
);

-- Facts that somebody was told of, such as 'disputed:<order>': each is told once.
CREATE TABLE mail_facts (
    fact        TEXT PRIMARY KEY,
    created_at  BIGINT NOT NULL
);

-- Up to which version of a team's feed its ledger was told, and whether it was told that credits are low. What happened
-- before there were such mails is not told.
CREATE TABLE mail_progress (
    team_id     TEXT PRIMARY KEY REFERENCES teams (id),
    version     BIGINT NOT NULL,
    told_low    INTEGER NOT NULL DEFAULT 0 CHECK (told_low IN (0, 1))
);
INSERT INTO mail_progress (team_id, version) SELECT team_id, version FROM team_feed;

-- Whether somebody was told that all of a request's headshots have ended.
ALTER TABLE headshot_requests ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE headshot_requests SET told = 1;
CREATE INDEX headshot_requests_untold ON headshot_requests (team_id) WHERE told = 0;

-- A person's language, from the desktop's locale; empty when it is not known, or none that mails are written in.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- "#rrggbb", for mails; empty: Headroom's own.
ALTER TABLE teams ADD COLUMN colour TEXT NOT NULL DEFAULT '';
