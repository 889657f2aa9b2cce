-- Lighthouse Mutual's own system, as it has always been: Mass Enrollment adapts to it.
CREATE TABLE IF NOT EXISTS employer (
    number TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    area TEXT NOT NULL              -- a region of carrier.toml
);
CREATE TABLE IF NOT EXISTS division (
    employer TEXT NOT NULL REFERENCES employer,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    products TEXT NOT NULL,         -- one a line
    opened TEXT NOT NULL,
    closed TEXT,
    PRIMARY KEY (employer, code)
);
CREATE TABLE IF NOT EXISTS insured (
    policy TEXT PRIMARY KEY,
    employer TEXT NOT NULL REFERENCES employer,
    division TEXT NOT NULL,
    kinship TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    born TEXT NOT NULL,
    tax_number TEXT,
    since TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS insured_by_number ON insured (employer, tax_number);
CREATE INDEX IF NOT EXISTS insured_by_birth ON insured (employer, born);
-- What came from Mass Enrollment. A clerk decides; the key keeps anything from coming in twice.
CREATE TABLE IF NOT EXISTS intake (
    idempotency_key TEXT PRIMARY KEY,
    confirmation TEXT NOT NULL UNIQUE,
    employer TEXT NOT NULL,
    subscriber_key TEXT,
    enrollment TEXT NOT NULL,       -- JSON
    decision TEXT CHECK (decision IN ('accepted', 'declined', 'manual')),
    remark TEXT NOT NULL DEFAULT ''
);
