"""The tables, as a list of migrations that only ever grows: a record outlives the program that wrote it."""

from typing import Final

from sqlite_utils import Database, Migrations

APPLICATION_ID: Final = 0x53544C52
"""Marks our database files ("STLR" in SQLite's header), so that no other program's file is taken for one."""

migrations: Final = Migrations("stepladder")


@migrations()
def visits(db: Database) -> None:
    """Patients, prescriptions, and the visits with their entries and telemetry."""
    for statement in _VISITS:
        db.execute(statement)


@migrations()
def clinic(db: Database) -> None:
    """Practice patients, signed screenings and consents, and visits that were made without a record."""
    for statement in _CLINIC:
        db.execute(statement)


def known_migrations() -> frozenset[str]:
    """Names of all changes this version of the program knows."""
    with Database(memory=True, execute_plugins=False) as nothing_applied:
        return frozenset(migration.name for migration in migrations.pending(nothing_applied))


_VISITS: Final = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # Who a record is about is known by alias only.
    """CREATE TABLE patients (
        alias TEXT PRIMARY KEY,
        since TEXT NOT NULL
    ) STRICT""",
    # Every version stays; body is the canonical form of Prescription.
    """CREATE TABLE prescriptions (
        alias TEXT NOT NULL REFERENCES patients (alias),
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        stored_at TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (alias, id, version)
    ) STRICT""",
    # briefing is the canonical form of Briefing; the columns before it repeat what lists and questions need.
    # The three last ones are known when the visit is closed: where its entries and telemetry end.
    """CREATE TABLE sessions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        alias TEXT NOT NULL REFERENCES patients (alias),
        started_at TEXT NOT NULL,
        protocol_id TEXT NOT NULL,
        protocol_version TEXT NOT NULL,
        prescription_id TEXT NOT NULL,
        prescription_version INTEGER NOT NULL,
        core_version TEXT NOT NULL,
        headset TEXT NOT NULL,
        briefing BLOB NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'interrupted')),
        ending TEXT,
        first_tick INTEGER,
        last_tick INTEGER,
        last_seq INTEGER
    ) STRICT""",
    # The numbered stream of one visit. body is canonical bytes, fixed once; chain is SHA-256 over the
    # chain of the entry before, and this entry, so that a changed, lost or moved entry shows. number: the
    # session's own count of its outputs; inputs have none.
    """CREATE TABLE entries (
        session INTEGER NOT NULL REFERENCES sessions (number),
        seq INTEGER NOT NULL,
        tick INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('command', 'observation', 'event', 'directive')),
        kind TEXT NOT NULL,
        number INTEGER,
        body BLOB NOT NULL,
        chain BLOB NOT NULL,
        PRIMARY KEY (session, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE telemetry (
        session INTEGER NOT NULL REFERENCES sessions (number),
        first_tick INTEGER NOT NULL,
        ticks INTEGER NOT NULL CHECK (ticks > 0),
        codec TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (session, first_tick)
    ) STRICT""",
    # What a start found and did: sentence is an English template over inputs.
    """CREATE TABLE repairs (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        session INTEGER REFERENCES sessions (number),
        sentence TEXT NOT NULL,
        inputs TEXT NOT NULL
    ) STRICT""",
    # What happened does not change afterwards.
    """CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    """CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    """CREATE TRIGGER prescriptions_stay BEFORE UPDATE ON prescriptions
        BEGIN SELECT RAISE(ABORT, 'a version of a prescription is never changed'); END""",
)

_CLINIC: Final = (
    "ALTER TABLE patients ADD COLUMN practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1))",
    # Whoever was met by simulated patients only is there for practice. One visit with a person makes a patient.
    """UPDATE patients SET practice = 1 WHERE alias IN (
        SELECT alias FROM sessions GROUP BY alias HAVING min(headset) = 'simulated' AND max(headset) = 'simulated'
    )""",
    # Forms as they were signed, in canonical form; the one with the highest number counts.
    """CREATE TABLE screenings (
        number INTEGER PRIMARY KEY,
        alias TEXT NOT NULL REFERENCES patients (alias),
        stored_at TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE consents (
        number INTEGER PRIMARY KEY,
        alias TEXT NOT NULL REFERENCES patients (alias),
        stored_at TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT""",
    # Visits made before this record began, or elsewhere; body is the canonical form of DoneVisit.
    """CREATE TABLE earlier_visits (
        number INTEGER PRIMARY KEY,
        alias TEXT NOT NULL REFERENCES patients (alias),
        id TEXT NOT NULL,
        stored_at TEXT NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (alias, id)
    ) STRICT""",
    """CREATE INDEX screenings_by_alias ON screenings (alias)""",
    """CREATE INDEX consents_by_alias ON consents (alias)""",
    # Nobody becomes somebody else, and what was signed or reported stays as it was.
    """CREATE TRIGGER patients_stay BEFORE UPDATE ON patients
        BEGIN SELECT RAISE(ABORT, 'a patient is never changed'); END""",
    """CREATE TRIGGER patients_are_kept BEFORE DELETE ON patients
        BEGIN SELECT RAISE(ABORT, 'a patient is never deleted'); END""",
    """CREATE TRIGGER screenings_stay BEFORE UPDATE ON screenings
        BEGIN SELECT RAISE(ABORT, 'a signed screening is never changed'); END""",
    """CREATE TRIGGER screenings_are_kept BEFORE DELETE ON screenings
        BEGIN SELECT RAISE(ABORT, 'a signed screening is never deleted'); END""",
    """CREATE TRIGGER consents_stay BEFORE UPDATE ON consents
        BEGIN SELECT RAISE(ABORT, 'a signed consent is never changed'); END""",
    """CREATE TRIGGER consents_are_kept BEFORE DELETE ON consents
        BEGIN SELECT RAISE(ABORT, 'a signed consent is never deleted'); END""",
    """CREATE TRIGGER earlier_visits_stay BEFORE UPDATE ON earlier_visits
        BEGIN SELECT RAISE(ABORT, 'an earlier visit is never changed'); END""",
    """CREATE TRIGGER earlier_visits_are_kept BEFORE DELETE ON earlier_visits
        BEGIN SELECT RAISE(ABORT, 'an earlier visit is never deleted'); END""",
)
