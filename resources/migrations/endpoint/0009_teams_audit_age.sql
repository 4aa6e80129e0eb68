-- Entries of all teams leave by their age.
CREATE INDEX audit_log_by_time ON audit_log (created_at);
