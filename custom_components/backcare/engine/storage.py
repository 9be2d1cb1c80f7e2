"""Reads a session back from the plain data that it made of itself."""

from collections.abc import Mapping
from datetime import datetime
from math import inf
from typing import Any, NamedTuple

from .cue import Cue, CuePriority
from .errors import InvalidSnapshot
from .models import MuscleClass, Phase, PhaseKind, SessionStatus, Side, Timeline
from .position import Position


class StoredEngine(NamedTuple):
    """What a session needs to go on."""

    session_id: str
    started_at: datetime | None
    position: Position


def read_session(data: Mapping[str, Any], moment: float) -> StoredEngine:
    """Return the session that the data tell, as from a monotonic moment on.

    Raises InvalidSnapshot for data that no session can have written.
    """
    try:
        timeline = timeline_from_dict(data["timeline"])
        position = Position.from_dict(data, timeline, moment)
        started_at = None
        if position.status is not SessionStatus.IDLE or data["started_at"]:
            started_at = datetime.fromisoformat(data["started_at"])
        return StoredEngine(str(data["session_id"]), started_at, position)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as err:
        raise InvalidSnapshot(reason=repr(err)) from err


def timeline_from_dict(data: Mapping[str, Any]) -> Timeline:
    """Return the timeline; raises KeyError, TypeError or ValueError for other data."""
    return Timeline(
        routine_id=str(data["routine_id"]),
        level=int(data["level"]),
        phases=tuple(_phase(item) for item in data["phases"]),
    )


def _phase(data: Mapping[str, Any]) -> Phase:
    """Return a phase."""
    return Phase(
        **{
            **data,
            "kind": PhaseKind(data["kind"]),
            "step_index": int(data["step_index"]),
            "duration_seconds": _length(data["duration_seconds"]),
            "side": Side(data["side"]),
            "muscle_class": MuscleClass(data["muscle_class"]),
            "tempo_seconds": tuple(data["tempo_seconds"]),
            "cues": tuple(_cue(item) for item in data["cues"]),
        }
    )


def _cue(data: Mapping[str, Any]) -> Cue:
    """Return a cue; one of an older file has no share."""
    share = data.get("share")
    return Cue(
        **{
            **data,
            "at_seconds": float(data["at_seconds"]),
            "share": None if share is None else float(share),
            "priority": CuePriority(data["priority"]),
        }
    )


def _length(value: Any) -> float:
    """Return seconds that can pass."""
    seconds = float(value)
    if not 0 < seconds < inf:
        raise ValueError(f"{seconds} seconds can't pass")
    return seconds
