"""The wall clock, for the records and whoever writes a briefing. The session itself never reads it."""

from datetime import datetime


def now() -> datetime:
    """This moment to the second, with the offset of local time: a briefing's `started_at` is its ISO form."""
    return datetime.now().astimezone().replace(microsecond=0)
