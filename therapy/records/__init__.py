"""What happened, stored once, in order, durably: entries and telemetry of every visit in one SQLite file."""

from therapy.records.entry import Entry, Role
from therapy.records.errors import DamagedRecordError, RecordsError
from therapy.records.patients import PatientRow
from therapy.records.recorder import Recorder
from therapy.records.repair import Finding, repair
from therapy.records.store import Store
from therapy.records.stored import SessionRow, StoredSession, StoredTick
from therapy.records.writer import Acknowledged

__all__ = [
    "Acknowledged",
    "DamagedRecordError",
    "Entry",
    "Finding",
    "PatientRow",
    "Recorder",
    "RecordsError",
    "Role",
    "SessionRow",
    "Store",
    "StoredSession",
    "StoredTick",
    "repair",
]
