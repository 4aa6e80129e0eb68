-- Fewer credits than this, in the pool and with members, and the team's owners and admins are told by mail. 0: never.
ALTER TABLE teams ADD COLUMN low_credits_below BIGINT NOT NULL DEFAULT 10 CHECK (low_credits_below >= 0);
