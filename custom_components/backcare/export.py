"""The history as a file: for a spreadsheet, or to be taken in by another BackCare."""

from collections.abc import Callable
import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any, Final

from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util
from homeassistant.util.json import json_loads

from .const import Rating
from .record import SessionRecord, read_records

MAX_BYTES: Final = 10_000_000
"""Many times the history of a life."""

_KIND: Final = "backcare_history"
_VERSION: Final = 1

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes accents for something else."""

_DELIMITERS: Final = {"nl": ";"}
"""Where a comma is for decimals, spreadsheets expect a semicolon."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is calculated, whatever it says."""


class NotAnExport(Exception):
    """A file that can't be taken in; ``key`` says why."""

    def __init__(self, key: str) -> None:
        """Keep the reason."""
        self.key = key
        super().__init__(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The content of a file that was exported."""

    profile_id: str
    name: str
    sessions: list[SessionRecord]


def as_json(profile_id: str, name: str, sessions: list[SessionRecord]) -> bytes:
    """Return the sessions of a person as a file that can be imported."""
    return json_bytes(
        {
            "kind": _KIND,
            "version": _VERSION,
            "profile_id": profile_id,
            "name": name,
            "exported_at": dt_util.utcnow(),
            "sessions": sessions,
        }
    )


def as_csv(language: str, sessions: list[SessionRecord]) -> bytes:
    """Return the sessions as a table for a spreadsheet, in the time of home."""
    table = StringIO(newline="")
    writer = csv.writer(table, delimiter=_DELIMITERS.get(language, ","))
    writer.writerow(_COLUMNS)
    writer.writerows(
        [_cell(value_of(session)) for value_of in _COLUMNS.values()]
        for session in sessions
    )
    return (_BYTE_ORDER_MARK + table.getvalue()).encode()


def read_export(content: bytes, now: datetime) -> Export:
    """Return what is in an exported file.

    Raises NotAnExport with the key ``not_an_export``, ``export_too_new``,
    ``export_too_large`` or ``export_damaged``.
    """
    if len(content) > MAX_BYTES:
        raise NotAnExport("export_too_large")
    try:
        found: Any = json_loads(content)
    except ValueError as err:
        raise NotAnExport("not_an_export") from err
    match found:
        case {"kind": str(kind), "version": int(version)} if kind == _KIND:
            if version > _VERSION:
                raise NotAnExport("export_too_new")
        case _:
            raise NotAnExport("not_an_export")
    match found:
        case {"profile_id": str(profile_id), "name": str(name), "sessions": list(rows)}:
            sessions, damaged_count = read_records(rows)
        case _:
            raise NotAnExport("export_damaged")
    # A clock may be a little wrong.
    latest = now + timedelta(days=1)
    if damaged_count or any(session.ended_at > latest for session in sessions):
        raise NotAnExport("export_damaged")
    return Export(profile_id=profile_id, name=name, sessions=sessions)


def _local(moment: datetime) -> str:
    """Return a moment as every spreadsheet reads it."""
    return f"{dt_util.as_local(moment):%Y-%m-%d %H:%M:%S}"


def _told(rating: Rating) -> Callable[[SessionRecord], Any]:
    """Return what tells a rating of a session, nothing if nobody gave it."""
    return lambda session: session.ratings.get(rating, "")


def _cell(value: Any) -> Any:
    """Return a value that a spreadsheet does not calculate."""
    return f"'{value}" if str(value).startswith(_FORMULA) else value


_COLUMNS: Final[dict[str, Callable[[SessionRecord], Any]]] = {
    "started_at": lambda session: _local(session.started_at),
    "ended_at": lambda session: _local(session.ended_at),
    "routine": lambda session: session.routine_name,
    "level": lambda session: session.level,
    "active_seconds": lambda session: round(session.active_seconds),
    "sets_done": lambda session: session.set_done_count,
    "sets_planned": lambda session: session.set_total_count,
    "outcome": lambda session: session.outcome.value,
    "reason": lambda session: session.reason.value if session.reason else "",
    "pauses": lambda session: session.pause_count,
    "logged": lambda session: int(session.is_logged),
    **{rating.value: _told(rating) for rating in Rating},
    "routine_id": lambda session: session.routine_id,
    "session_id": lambda session: session.session_id,
}
"""The columns of the table; whole numbers mean the same everywhere."""
