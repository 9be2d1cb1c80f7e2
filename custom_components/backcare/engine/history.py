"""What a history says about the weeks; worked out anew, never kept as counters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .assessment import PastSession
from .models import MuscleClass

PROGRAMME_WEEKS = 12
PROGRAMME_SESSIONS = 36
"""Planned in the programme (``domain.md`` 4.5)."""

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Days without training that were planned, first and last included."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A calendar week."""

    starts_on: date
    session_count: int
    minutes: float
    goal: int
    """Sessions."""
    minutes_goal: int | None = None
    missing_muscles: tuple[MuscleClass, ...] = ()
    """Those that no session trained: every week wants both (R-BALANCE)."""

    @property
    def is_met(self) -> bool:
        """Return if there were as many sessions as there should be."""
        return self.session_count >= self.goal


class Weeks:
    """The sessions of a history by calendar week; those of the future wait there."""

    def __init__(
        self,
        sessions: Iterable[PastSession],
        *,
        first_weekday: int = 0,
        breaks: Sequence[Break] = (),
    ) -> None:
        """Take a history in any order; a week begins on a weekday from 0, Monday."""
        # The first day of the calendar was a Monday.
        self._offset = 1 + first_weekday
        self._breaks = breaks
        self._sessions: dict[int, list[PastSession]] = {}
        for session in sessions:
            self._sessions.setdefault(self._index(session.day), []).append(session)
        self._shares = {
            index: sum(session.share for session in found)
            for index, found in self._sessions.items()
        }

    def week(self, today: date, goal: int, minutes_goal: int | None = None) -> Week:
        """Return the week of today."""
        index = self._index(today)
        found = self._sessions.get(index, [])
        trained = {muscle for session in found for muscle in session.muscles}
        if MuscleClass.MIXED in trained:
            # The bird dog is one of the local exercises (R-BALANCE).
            trained.add(MuscleClass.LOCAL)
        return Week(
            starts_on=date.fromordinal(index * _WEEK_DAYS + self._offset),
            session_count=int(self.share(today)),
            minutes=sum(session.minutes for session in found),
            goal=goal,
            minutes_goal=minutes_goal,
            missing_muscles=tuple(
                muscle
                for muscle in (MuscleClass.LOCAL, MuscleClass.GLOBAL)
                if muscle not in trained
            ),
        )

    def share(self, today: date) -> float:
        """Return what the sessions of this week count for."""
        return self._shares.get(self._index(today), 0)

    def streak(self, today: date, goal: int) -> int:
        """Return how many weeks in a row met the goal.

        A week with a planned break never ends it, and this week only adds to it.
        """
        now = self._index(today)
        count = int(self._is_met(now, goal))
        for index in range(now - 1, min(self._shares, default=now) - 1, -1):
            if self._is_met(index, goal):
                count += 1
            elif not self._has_break(index):
                break
        return count

    def programme_week(self, today: date) -> int:
        """Return which week of the programme it is, from 1; lost to a break, none."""
        now = self._index(today)
        begun = [index for index, share in self._shares.items() if share]
        first = min(begun, default=now)
        return 1 + sum(
            bool(self._shares.get(index)) or not self._has_break(index)
            for index in range(first, now)
        )

    def session_count(self, today: date) -> int:
        """Return how many sessions count, of all until today."""
        now = self._index(today)
        before = sum(share for index, share in self._shares.items() if index < now)
        this_week = self._sessions.get(now, [])
        return int(before + sum(s.share for s in this_week if s.day <= today))

    def practice_count(self, today: date) -> int:
        """Return how many practices were done today."""
        this_week = self._sessions.get(self._index(today), [])
        return sum(s.is_practice and s.day == today for s in this_week)

    def _index(self, day: date) -> int:
        """Return the number of the week of a day."""
        return (day.toordinal() - self._offset) // _WEEK_DAYS

    def _is_met(self, index: int, goal: int) -> bool:
        """Return if a week had as many sessions as there should be."""
        return int(self._shares.get(index, 0)) >= goal

    def _has_break(self, index: int) -> bool:
        """Return if a planned break touches a week."""
        return any(
            self._index(item.first_day) <= index <= self._index(item.last_day)
            for item in self._breaks
        )
