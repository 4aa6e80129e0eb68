-- Every command that was carried out or refused, by the id that its initiator made. The id is taken for ever;
-- the stored answer may be pruned. Team '' stands for commands outside any team.
CREATE TABLE commands (
    user_id       TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    id            TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    status        INTEGER NOT NULL,
    answer        TEXT,
    version       BIGINT NOT NULL DEFAULT 0,
    created_at    BIGINT NOT NULL,
    PRIMARY KEY (user_id, team_id, id)
);
CREATE INDEX commands_to_prune ON commands (created_at) WHERE answer IS NOT NULL;

-- Who did what. Ids only, never names or addresses.
CREATE TABLE audit_log (
    id          TEXT PRIMARY KEY,
    team_id     TEXT NOT NULL,
    actor_id    TEXT,
    action      TEXT NOT NULL,
    subject_id  TEXT,
    details     TEXT NOT NULL DEFAULT '{}',
    created_at  BIGINT NOT NULL
);
CREATE INDEX audit_log_by_team ON audit_log (team_id, created_at);
