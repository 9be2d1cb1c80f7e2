"""Tells what is in the history, and writes into it what was trained without BackCare."""

from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.util import dt as dt_util, ulid as ulid_util

from .controller import SessionController
from .engine.errors import (
    InvalidPeriod,
    SessionInFuture,
    SessionOverlaps,
    SessionTooOld,
)
from .engine.models import Outcome, Timeline
from .library import NamedRoutine
from .store import SessionRecord

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2996
"""Beyond it a moment may not fit into a time zone; a leap year, as the first one."""


def sessions_between(
    sessions: list[SessionRecord], start: datetime | None, end: datetime | None
) -> list[SessionRecord]:
    """Return the sessions that ended in a period, oldest first; raises InvalidPeriod."""
    first = _utc(start) if start else None
    last = _utc(end) if end else None
    if first and last and last < first:
        raise InvalidPeriod
    found = (
        session
        for session in sessions
        if (not first or session.ended_at >= first)
        and (not last or session.ended_at <= last)
    )
    return sorted(found, key=lambda session: session.ended_at)


def described(session: SessionRecord) -> dict[str, Any]:
    """Return what is told of a session to who may control the person."""
    return {
        "session_id": session.session_id,
        "routine": session.routine_id,
        "name": session.routine_name,
        "level": session.level,
        "started_at": session.started_at.isoformat(),
        "ended_at": session.ended_at.isoformat(),
        "minutes": round(session.active_seconds / 60, 1),
        "outcome": session.outcome.value,
        "reason": session.reason.value if session.reason else None,
        "set_done_count": session.set_done_count,
        "set_total_count": session.set_total_count,
        "pause_count": session.pause_count,
        "logged": session.is_logged,
        "exercises": list(session.exercise_ids),
        "ratings": {rating.value: value for rating, value in session.ratings.items()},
    }


def log(
    controller: SessionController,
    item: NamedRoutine,
    finished_at: datetime | None,
    minutes: float | None,
) -> SessionRecord:
    """Keep a session that BackCare did not lead; it ended now unless told otherwise.

    Raises SessionTooOld, SessionInFuture or SessionOverlaps.
    """
    profile = controller.profile
    now = dt_util.utcnow()
    if finished_at and finished_at.year < _FIRST_YEAR:
        raise SessionTooOld(year=_FIRST_YEAR)
    ended_at = _utc(finished_at) if finished_at else now
    if ended_at > now:
        raise SessionInFuture
    later = (record for record in profile.sessions if record.ended_at >= ended_at)
    level = min(later, key=lambda record: record.ended_at, default=profile).level
    timeline = profile.library.timeline(item.routine, level)
    seconds = minutes * 60 if minutes else timeline.total_seconds
    record = SessionRecord(
        session_id=ulid_util.ulid_now(),
        routine_id=item.id,
        routine_name=item.names[profile.settings.language],
        level=level,
        started_at=ended_at - timedelta(seconds=seconds),
        ended_at=ended_at,
        active_seconds=round(seconds, 3),
        set_done_count=timeline.set_count,
        set_total_count=timeline.set_count,
        outcome=Outcome.FINISHED,
        exercise_ids=_exercise_ids(timeline),
        is_logged=True,
    )
    _check_overlap(controller, record)
    profile.add(record)
    controller.async_tell()
    return record


def _check_overlap(controller: SessionController, record: SessionRecord) -> None:
    """Raise SessionOverlaps if the person trained something else at that time."""
    seen = controller.snapshot
    others = [
        (other.started_at, other.ended_at, other.routine_name)
        for other in controller.profile.sessions
    ]
    if seen.started_at:
        others.append(
            (seen.started_at, dt_util.utcnow(), controller.routine_name or "")
        )
    for started_at, ended_at, name in others:
        if started_at < record.ended_at and record.started_at < ended_at:
            moment = dt_util.as_local(started_at)
            raise SessionOverlaps(routine=name, started_at=f"{moment:%Y-%m-%d %H:%M}")


def _exercise_ids(timeline: Timeline) -> tuple[str, ...]:
    """Return the exercises of a timeline, in its order."""
    return tuple(
        dict.fromkeys(
            phase.exercise_id for phase in timeline.phases if phase.kind.is_work
        )
    )


def _utc(moment: datetime) -> datetime:
    """Return a moment of home as one of UTC, within the years that can be told."""
    year = min(max(moment.year, _FIRST_YEAR), _LAST_YEAR)
    return dt_util.as_utc(moment.replace(year=year))
