-- How the services fared that the endpoint relies on: what went wrong, once for each wording, and when each last worked.
CREATE TABLE service_mishaps (
    kind     TEXT NOT NULL,     -- generator, storage, mail, payments
    name     TEXT NOT NULL,
    words    TEXT NOT NULL,     -- for people; nothing personal
    last_at  BIGINT NOT NULL,
    times    BIGINT NOT NULL CHECK (times > 0),
    PRIMARY KEY (kind, name, words)
);

CREATE TABLE services_worked (
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    worked_at  BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);
