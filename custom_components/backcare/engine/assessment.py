"""How a session went, by what the person told of it (``domain.md`` 4.4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .models import COUNTED_SHARE, MuscleClass, StopReason

_FINAL_AFTER = timedelta(hours=36)
"""From then on an answer of the next morning comes too late (rule P5)."""

WORSE = 2
"""Points of pain that matter (rules P5 and P5b)."""

HIGH_PAIN = 6
"""Pain from which a session is none of the plan (rules P3 and P7)."""

_SORE = 4
"""Pain that is more than a little."""

_HARD = 7
"""Effort from which a session was hard."""

_WHOLE_SHARE = 0.9
"""Share of the planned sets of a session that went well."""


class SessionClass(StrEnum):
    """How a session went."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NEUTRAL = "neutral"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """A session of the history, as far as it matters for the next one."""

    at: datetime
    """When it ended."""
    day: date
    """On which it ended, at home."""
    level: int
    minutes: float = 0
    """Trained, without pauses."""
    share: float = 1
    """What it counts for in the weekly number of sessions."""
    muscles: frozenset[MuscleClass] = frozenset()
    """Those that it trained."""
    is_practice: bool = False
    """A practice with its own daily number."""
    is_classified: bool = True
    """Says something about the level (rule P0)."""
    is_full: bool = True
    part: str | None = None
    """Of a full session; both parts on one day are one."""
    completed: float = 1
    """Share of the planned sets, 0 to 1."""
    reason: StopReason | None = None
    is_red_flag: bool = False
    pain_before: int | None = None
    pain_during: int | None = None
    effort: int | None = None
    pain_next_day: int | None = None


def class_by_share(completed: float) -> SessionClass:
    """Return how a session went that nobody rated."""
    if completed < COUNTED_SHARE:
        return SessionClass.RED
    return SessionClass.AMBER if completed < _WHOLE_SHARE else SessionClass.GREEN


def classify(session: PastSession, pain_before: float) -> SessionClass:
    """Return how a session went, given the pain before it; 0 to 10 each.

    What was not rated gives no reason for anything but GREEN.
    """
    during = session.pain_during or 0
    next_day = session.pain_next_day
    is_worse = next_day is not None and next_day >= pain_before + WORSE
    if session.is_red_flag:
        return SessionClass.STOP
    if (
        during >= HIGH_PAIN
        or (is_worse and (next_day or 0) >= _SORE)
        or session.reason is StopReason.PAIN
    ):
        return SessionClass.RED
    if session.reason is StopReason.NO_TIME:
        return SessionClass.NEUTRAL
    done = class_by_share(session.completed)
    is_hard = (
        (during >= _SORE and during > pain_before)
        or is_worse
        or (session.effort or 0) >= _HARD
    )
    return SessionClass.AMBER if is_hard and done is SessionClass.GREEN else done


def is_final(
    ended_at: datetime, now: datetime, next_started_at: datetime | None
) -> bool:
    """Return if an answer of the next morning comes too late (rule P5)."""
    is_next = next_started_at is not None and ended_at <= next_started_at <= now
    return is_next or now - ended_at >= _FINAL_AFTER
