-- What makes a team's headshots, as its owner chose. No row: the operator's order, and no photo leaves.
CREATE TABLE team_generators (
    team_id           TEXT PRIMARY KEY REFERENCES teams (id),
    preferred         TEXT NOT NULL DEFAULT '[]',   -- JSON array of names; empty: the operator's order
    styles            TEXT NOT NULL DEFAULT '{}',   -- JSON object: style to array of names
    consents          TEXT NOT NULL DEFAULT '[]',   -- JSON array of names: services that photos may be sent to
    day_limit_micros  BIGINT CHECK (day_limit_micros >= 0),   -- null: the operator's
    changed_by        TEXT NOT NULL REFERENCES members (id),
    updated_at        BIGINT NOT NULL
);

-- What paid generators cost the operator, in millionths of the operator's currency: the sums of each day (UTC), of
-- all teams together (scope '') and of each.
CREATE TABLE generator_days (
    scope    TEXT NOT NULL,
    day      BIGINT NOT NULL,    -- since 1970
    micros   BIGINT NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (scope, day)
);

-- And of each attempt: reserved before it begins, so that what is under way counts.
CREATE TABLE generator_costs (
    attempt_id  TEXT PRIMARY KEY,
    team_id     TEXT NOT NULL,
    generator   TEXT NOT NULL,
    day         BIGINT NOT NULL,
    micros      BIGINT NOT NULL CHECK (micros > 0),
    state       TEXT NOT NULL CHECK (state IN ('reserved', 'spent')),
    created_at  BIGINT NOT NULL
);
CREATE INDEX generator_costs_by_age ON generator_costs (created_at);

ALTER TABLE headshots ADD COLUMN cost_micros BIGINT;   -- what it cost the operator; null: nothing
ALTER TABLE headshots ADD COLUMN cost_currency TEXT;

-- Webhooks of generators that were taken in: a repetition is left aside.
CREATE TABLE webhooks_seen (
    service      TEXT NOT NULL,
    id           TEXT NOT NULL,
    received_at  BIGINT NOT NULL,
    PRIMARY KEY (service, id)
);
CREATE INDEX webhooks_seen_by_age ON webhooks_seen (received_at);
