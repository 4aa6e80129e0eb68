-- Balances are caches of the sums of transfers; the CHECKs are the last line of defence.
CREATE TABLE team_credits (
    team_id     TEXT PRIMARY KEY REFERENCES teams (id),
    purchased   BIGINT NOT NULL DEFAULT 0 CHECK (purchased >= 0),
    pool        BIGINT NOT NULL DEFAULT 0 CHECK (pool >= 0),
    held        BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    spent       BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0),
    refunded    BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    debt        BIGINT NOT NULL DEFAULT 0 CHECK (debt >= 0),
    updated_at  BIGINT NOT NULL
);

CREATE TABLE member_credits (
    team_id     TEXT NOT NULL REFERENCES teams (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    available   BIGINT NOT NULL DEFAULT 0 CHECK (available >= 0),
    held        BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    spent       BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0),
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (team_id, member_id)
);

CREATE TABLE holds (
    id          TEXT PRIMARY KEY,       -- the id of the headshot that it pays for
    team_id     TEXT NOT NULL REFERENCES teams (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    source      TEXT NOT NULL CHECK (source IN ('pool', 'member')),
    credits     BIGINT NOT NULL CHECK (credits > 0),
    state       TEXT NOT NULL CHECK (state IN ('open', 'settled', 'released')),
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX holds_open ON holds (team_id, member_id) WHERE state = 'open';

-- The ledger: rows are only ever added. An account is (team, kind, member); only member, held and spent have one.
CREATE TABLE transfers (
    id            TEXT PRIMARY KEY,
    team_id       TEXT NOT NULL REFERENCES teams (id),
    version       BIGINT NOT NULL,
    ordinal       INTEGER NOT NULL,
    from_account  TEXT NOT NULL CHECK (from_account IN ('purchased', 'pool', 'member', 'held', 'spent', 'refunded', 'debt')),
    from_member   TEXT,
    to_account    TEXT NOT NULL CHECK (to_account IN ('purchased', 'pool', 'member', 'held', 'spent', 'refunded', 'debt')),
    to_member     TEXT,
    credits       BIGINT NOT NULL CHECK (credits > 0),
    reason        TEXT NOT NULL CHECK (reason IN ('purchase', 'debt_payment', 'allocate', 'take_back', 'auto_distribute',
                                                  'reassign', 'hold', 'settle', 'release', 'refund', 'refund_reversal',
                                                  'member_removed')),
    command_id    TEXT,
    hold_id       TEXT REFERENCES holds (id),
    order_id      TEXT,
    actor_id      TEXT,                  -- member id; null when the endpoint itself acted
    livemode      INTEGER NOT NULL DEFAULT 0 CHECK (livemode IN (0, 1)),
    created_at    BIGINT NOT NULL,
    UNIQUE (team_id, version, ordinal)
);
CREATE INDEX transfers_by_time ON transfers (team_id, created_at);
CREATE INDEX transfers_by_order ON transfers (order_id);
CREATE INDEX transfers_by_hold ON transfers (hold_id);
