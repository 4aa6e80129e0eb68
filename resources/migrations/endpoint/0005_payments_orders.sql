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

-- Refunds and disputes as Stripe reports them; what they reverse in sum never exceeds the grant. A report may come
-- before the order's payment is known: order_id is filled in when it is.
CREATE TABLE payment_reversals (
    id              TEXT PRIMARY KEY,           -- of the charge (refund), the refund (failed_refund) or the dispute
    order_id        TEXT REFERENCES payments (id),
    payment_intent  TEXT,
    kind            TEXT NOT NULL CHECK (kind IN ('refund', 'failed_refund', 'dispute')),
    cents           BIGINT NOT NULL CHECK (cents >= 0),   -- of a charge: refunded so far, all refunds together
    state           TEXT NOT NULL CHECK (state IN ('pending', 'effective', 'won', 'lost')),
    as_of           BIGINT NOT NULL,            -- when Stripe saw it so; older reports change nothing
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);
CREATE INDEX payment_reversals_by_order ON payment_reversals (order_id);
CREATE INDEX payment_reversals_by_intent ON payment_reversals (payment_intent);

-- One row: which process asks Stripe about open orders, and up to when events were read.
CREATE TABLE payment_reconciler (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    holder        TEXT,
    lease_until   BIGINT NOT NULL DEFAULT 0,
    events_until  BIGINT NOT NULL DEFAULT 0
);
INSERT INTO payment_reconciler (id) VALUES (1);
