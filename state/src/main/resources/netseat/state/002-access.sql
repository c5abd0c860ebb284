-- Who may come in, and what they did.

CREATE TABLE users (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'operator', 'user', 'viewer')),
    seats TEXT NOT NULL, -- names, * in them for anything, a line each
    vms TEXT NOT NULL,
    password TEXT -- argon2id as other programs write it; null for who logs in another way
) STRICT, WITHOUT ROWID;

-- Who has logged in. The cookie's secret is not here, only its SHA-256.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    made INTEGER NOT NULL, -- milliseconds since 1970
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_user ON sessions (user);

-- By what programs act for a user.
CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    scopes TEXT NOT NULL, -- words with spaces between them
    secret TEXT NOT NULL UNIQUE, -- SHA-256
    made INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_user ON tokens (user);

-- Who did what; an id is never used twice.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, -- ISO 8601, UTC
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    thing TEXT NOT NULL,
    before TEXT, -- JSON
    after TEXT
) STRICT;

CREATE INDEX audit_what ON audit (what, id);
