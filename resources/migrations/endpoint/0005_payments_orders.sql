-- An order exists before Stripe is asked, and is the only place that knows what was sold for how much.
CREATE TABLE payments (
    id                TEXT PRIMARY KEY,
    team_id           TEXT NOT NULL REFERENCES teams (id),
    member_id         TEXT NOT NULL REFERENCES members (id),   -- who ordered
    package           TEXT NOT NULL,
    credits           BIGINT NOT NULL CHECK (credits > 0),
    amount_cents      BIGINT NOT NULL CHECK (amount_cents > 0),
    currency          TEXT NOT NULL,
    state             TEXT NOT NULL CHECK (state IN ('created', 'open', 'processing', 'paid', 'failed', 'cancelled', 'expired',
                                                     'partly_refunded', 'refunded')),
    checkout_key      TEXT NOT NULL UNIQUE,     -- Idempotency-Key of the call that makes the session
    session_id        TEXT UNIQUE,
    payment_intent    TEXT,
    checkout_url      TEXT,
    livemode          INTEGER NOT NULL CHECK (livemode IN (0, 1)),
    disputed          INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1)),
    refunded_cents    BIGINT NOT NULL DEFAULT 0 CHECK (refunded_cents >= 0),
    reversed_credits  BIGINT NOT NULL DEFAULT 0 CHECK (reversed_credits >= 0),
    checks            INTEGER NOT NULL DEFAULT 0,
    next_check_at     BIGINT,                   -- when the reconciler asks Stripe; null once closed
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    expires_at        BIGINT,
    paid_at           BIGINT,
    CHECK (refunded_cents <= amount_cents),
    CHECK (reversed_credits <= credits)
);
CREATE INDEX payments_by_team ON payments (team_id, created_at);
CREATE INDEX payments_to_check ON payments (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX payments_by_intent ON payments (payment_intent);

-- At most one grant per order, whatever webhooks and reconcilers do at the same moment.
CREATE TABLE payment_grants (
    order_id    TEXT PRIMARY KEY REFERENCES payments (id),
    credits     BIGINT NOT NULL CHECK (credits > 0),
    source      TEXT NOT NULL,                  -- event id or 'reconciler'
    created_at  BIGINT NOT NULL
);

CREATE TABLE payment_events (
    id           TEXT PRIMARY KEY,
    type         TEXT NOT NULL,
    object_id    TEXT,
    order_id     TEXT,
    livemode     INTEGER NOT NULL,
    outcome      TEXT NOT NULL,
    received_at  BIGINT NOT NULL
);

-- Refunds and disputes as Stripe reports them; what they reverse in sum never exceeds the grant.
CREATE TABLE payment_reversals (
    id          TEXT PRIMARY KEY,
    order_id    TEXT NOT NULL REFERENCES payments (id),
    kind        TEXT NOT NULL CHECK (kind IN ('refund', 'dispute')),
    cents       BIGINT NOT NULL CHECK (cents >= 0),
    state       TEXT NOT NULL CHECK (state IN ('pending', 'effective', 'failed', 'won')),
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX payment_reversals_by_order ON payment_reversals (order_id);
