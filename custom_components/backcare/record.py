"""One session in the history, and how it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from math import inf
from operator import itemgetter
from types import NoneType
from typing import Any, Final, Self

from .const import MAX_RATING, Rating
from .engine.models import COUNTED_SHARE, Outcome, StopReason

_MAX_TEXT_LENGTH = 255
_MAX_LEVEL = 7
_MAX_COUNT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One session in the history."""

    session_id: str
    routine_id: str
    routine_name: str
    level: int
    started_at: datetime
    ended_at: datetime
    active_seconds: float
    """Time trained, without pauses."""
    set_done_count: int
    set_total_count: int
    outcome: Outcome
    reason: StopReason | None = None
    exercise_ids: tuple[str, ...] = ()
    """The exercises that were begun."""
    ratings: Mapping[Rating, int] = field(default_factory=dict)
    """Health data: never a state, an attribute, a diagnostic or a line of a log."""
    pause_count: int = 0
    """How often it was interrupted."""
    is_logged: bool = False
    """Was not led by BackCare, but told afterwards."""
    is_red_flag: bool = False
    """Was ended by a warning sign."""

    @property
    def counts(self) -> bool:
        """Return if enough was done for the weekly number (``domain.md`` 3.2)."""
        return self.set_done_count >= COUNTED_SHARE * self.set_total_count

    @classmethod
    def from_dict(cls, row: Mapping[str, Any], shared: dict[Any, Any]) -> Self:
        """Return the record of a row, with what is the same in many rows shared.

        Ten years of daily sessions would take twice the memory without, and twice the
        time. Raises KeyError, TypeError or ValueError for a damaged row.
        """
        row = {**_OPTIONAL, **row}
        types = tuple(map(type, _VALUES(row)))
        if types not in shared:
            shared[types] = _check_types(types)
        if not (
            0 < len(row["session_id"]) <= _MAX_TEXT_LENGTH
            and 1 <= row["level"] <= _MAX_LEVEL
            and 0 <= row["active_seconds"] < inf
            and 0 <= row["set_done_count"] <= _MAX_COUNT
            and 0 <= row["set_total_count"] <= _MAX_COUNT
            and 0 <= row["pause_count"] <= _MAX_COUNT
        ):
            raise ValueError("a value is out of range")
        return cls(
            session_id=row["session_id"],
            routine_id=_text(row["routine_id"], shared),
            routine_name=_text(row["routine_name"], shared),
            level=row["level"],
            started_at=_moment(row["started_at"]),
            ended_at=_moment(row["ended_at"]),
            active_seconds=row["active_seconds"],
            set_done_count=row["set_done_count"],
            set_total_count=row["set_total_count"],
            outcome=_OUTCOMES[row["outcome"]],
            reason=_REASONS[row["reason"]],
            exercise_ids=_exercises(row["exercise_ids"], shared),
            ratings=_ratings(row["ratings"], shared),
            pause_count=row["pause_count"],
            is_logged=row["is_logged"],
            is_red_flag=row["is_red_flag"],
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON data."""
        return {
            **asdict(self),
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }


def read_records(rows: Any) -> tuple[list[SessionRecord], int]:
    """Return the sessions of rows, and how many rows make no sense.

    Raises TypeError for something else than rows.
    """
    if not isinstance(rows, list):
        raise TypeError("the sessions are no list")
    records: dict[str, SessionRecord] = {}
    damaged_count = 0
    shared: dict[Any, Any] = {}
    for row in rows:
        try:
            record = SessionRecord.from_dict(row, shared)
        except AttributeError, KeyError, TypeError, ValueError:
            damaged_count += 1
        else:
            records[record.session_id] = record
    return list(records.values()), damaged_count


def merged(
    known: Iterable[SessionRecord], others: Iterable[SessionRecord]
) -> list[SessionRecord]:
    """Return all sessions, oldest first; what is known is not changed by the others."""
    records = {record.session_id: record for record in (*others, *known)}
    return sorted(records.values(), key=lambda record: record.ended_at)


def read_ratings(stored: Any) -> dict[Rating, int]:
    """Return stored ratings; raises TypeError or ValueError for damaged ones."""
    return {Rating(key): _rating(rating) for key, rating in dict(stored).items()}


def _rating(value: Any) -> int:
    """Check a rating."""
    if type(value) is int and 0 <= value <= MAX_RATING:
        return value
    raise ValueError("a rating is not a whole number from 0 to 10")


def _check_types(types: tuple[type, ...]) -> bool:
    """Check what kind of values a row has; raises TypeError."""
    for name, kind in zip(_TYPES, types, strict=True):
        if kind not in _TYPES[name]:
            raise TypeError(f"{name} is a {kind.__name__}")
    return True


def _text(value: str, shared: dict[Any, Any]) -> str:
    """Check a text."""
    if value in shared:
        found: str = shared[value]
        return found
    if not 0 < len(value) <= _MAX_TEXT_LENGTH:
        raise ValueError("an empty or long text")
    shared[value] = value
    return value


def _moment(value: str) -> datetime:
    """Check an ISO moment with its offset."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("no UTC offset")
    return moment


def _exercises(value: list[Any], shared: dict[Any, Any]) -> tuple[str, ...]:
    """Check the exercises that were begun."""
    key = (str, *value)
    if key not in shared:
        if not all(isinstance(exercise_id, str) for exercise_id in value):
            raise TypeError("an exercise is no text")
        shared[key] = tuple(_text(exercise_id, shared) for exercise_id in value)
    exercise_ids: tuple[str, ...] = shared[key]
    return exercise_ids


def _ratings(value: dict[str, Any], shared: dict[Any, Any]) -> Mapping[Rating, int]:
    """Check ratings."""
    key = (Rating, *value.items())
    if key not in shared:
        shared[key] = read_ratings(value)
    ratings: Mapping[Rating, int] = shared[key]
    return ratings


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "session_id": (str,),
    "routine_id": (str,),
    "routine_name": (str,),
    "level": (int,),
    "started_at": (str,),
    "ended_at": (str,),
    "active_seconds": (int, float),
    "set_done_count": (int,),
    "set_total_count": (int,),
    "outcome": (str,),
    "reason": (str, NoneType),
    "exercise_ids": (list,),
    "ratings": (dict,),
    "pause_count": (int,),
    "is_logged": (bool,),
    "is_red_flag": (bool,),
}
_VALUES: Final = itemgetter(*_TYPES)

_OPTIONAL: Final[dict[str, Any]] = {
    "exercise_ids": [],
    "ratings": {},
    "pause_count": 0,
    "is_logged": False,
    "is_red_flag": False,
}
"""What the first version did not keep."""

_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}
_REASONS: Final[dict[str | None, StopReason | None]] = {
    None: None,
    **{reason.value: reason for reason in StopReason},
}
