"""When training is planned, which one is due now, and when to remind of it.

There is at most one planned training a day, so a day stands for it: whatever the clock
or the time zone does, what is kept of a day is kept of its training.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Self

from .history import Break

LATER = timedelta(hours=1)
"""By so much a training is put off."""

_ON_TIME = timedelta(minutes=10)
"""Within this time a training may start by itself; after it the person is asked."""

_AHEAD_DAYS = 400
"""How far to look for the next training, past the longest break."""

_FADED_WEEKS = 4
"""Weeks in a row that met the goal: after them the habit needs no reminder."""

_ASK_FROM = timedelta(hours=12)
_ASK_UNTIL = timedelta(hours=36)
"""After a session: when the question of the next morning makes sense (rule P5)."""

_MORNING = time(9)
_EARLY = time(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of the day without reminders; they may run over midnight."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        """Return if a time of day is one of them."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of a planned training so far."""

    is_told: bool = False
    """Automations know that it is due."""
    is_reminded: bool = False
    is_skipped: bool = False
    later_at: datetime | None = None

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return a mark that ``as_dict`` kept.

        Raises KeyError, TypeError or ValueError for a damaged one.
        """
        kept = stored["later_at"]
        later_at = datetime.fromisoformat(kept) if kept else None
        if later_at and later_at.tzinfo is None:
            raise ValueError("no UTC offset")
        return cls(**{**stored, "later_at": later_at})

    def as_dict(self) -> dict[str, Any]:
        """Return the mark as JSON data."""
        return {
            "is_told": self.is_told,
            "is_reminded": self.is_reminded,
            "is_skipped": self.is_skipped,
            "later_at": self.later_at.isoformat() if self.later_at else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things are at a moment."""

    day: date
    """Today, at home."""
    due_at: datetime | None = None
    """When the training was planned that waits now."""
    is_on_time: bool = False
    """It became due only just now."""
    tells: bool = False
    """Automations are to be told that it is due."""
    reminds: bool = False
    """The person is to be reminded, if it suits."""
    next_at: datetime | None = None
    """The next moment at which a training becomes due."""
    wake_at: datetime | None = None
    """When time alone changes any of this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The days and times at which a person wants to train, by the clock at home."""

    times: Mapping[int, time]
    """By weekday; 0 is Monday."""
    zone: tzinfo
    breaks: Sequence[Break] = ()
    quiet: QuietHours | None = None

    def day_of(self, moment: datetime) -> date:
        """Return the day at home."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: date, at: time) -> datetime:
        """Return a time of day; one that the clock leaves out comes right after."""
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def planned_at(self, day: date) -> datetime | None:
        """Return when the training of a day is planned, if there is one."""
        at = self.times.get(day.weekday())
        if at is None or any(b.first_day <= day <= b.last_day for b in self.breaks):
            return None
        return self.moment(day, at)

    def moments(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Yield the planned moments from the start up to the end."""
        day = self.day_of(start)
        while day <= self.day_of(end):
            planned_at = self.planned_at(day)
            if planned_at and start <= planned_at < end:
                yield planned_at
            day += timedelta(days=1)

    def next_after(self, day: date) -> datetime | None:
        """Return the first planned moment after a day."""
        if not self.times:
            return None
        days = (day + timedelta(days=ahead) for ahead in range(1, _AHEAD_DAYS))
        return next(filter(None, map(self.planned_at, days)), None)

    def is_faded(self, day: date, week_streak: int, done: Container[date]) -> bool:
        """Return if the habit needs no reminder.

        That is after four weeks in a row that met the goal, as long as the last planned
        training was done.
        """
        days = (day - timedelta(days=back) for back in range(1, 8))
        last = next((d for d in days if self.planned_at(d)), None)
        return week_streak >= _FADED_WEEKS and (last is None or last in done)

    def put_off(self, now: datetime, mark: Mark) -> Mark:
        """Return the mark of a training that is put off; past the day it is skipped."""
        later_at = now + LATER
        if self.day_of(later_at) != self.day_of(now):
            return replace(mark, is_skipped=True)
        return Mark(later_at=later_at)

    def standing(
        self, now: datetime, mark: Mark, done: Container[date], *, is_held: bool
    ) -> Standing:
        """Return how things are.

        Done are the days with a session that counts. Held is who trains, or rests.
        """
        day = self.day_of(now)
        planned_at = self.planned_at(day)
        is_open = planned_at is not None and day not in done and not mark.is_skipped
        begins_at = (mark.later_at or planned_at) if is_open else None
        if begins_at is None or now < begins_at:
            next_at = begins_at or self.next_after(day)
            return Standing(day=day, next_at=next_at, wake_at=next_at)
        next_at = self.next_after(day)
        if is_held:
            return Standing(day=day, next_at=next_at, wake_at=next_at)
        quiet_until = self._quiet_until(now)
        day_ends_at = self.moment(day + timedelta(days=1), time())
        return Standing(
            day=day,
            due_at=planned_at,
            is_on_time=now - begins_at < _ON_TIME,
            tells=not mark.is_told,
            reminds=not mark.is_reminded and quiet_until is None,
            next_at=next_at,
            wake_at=min(quiet_until or day_ends_at, day_ends_at),
        )

    def question_at(self, ended_at: datetime) -> datetime | None:
        """Return when to ask about the morning after a session (rule P5).

        It is at nine, or before, when training is planned: then an answer still counts.
        """
        for ahead in range(3):
            day = self.day_of(ended_at) + timedelta(days=ahead)
            planned = self.times.get(day.weekday(), _MORNING)
            at = planned if _EARLY <= planned < _MORNING else _MORNING
            asked_at = self.moment(day, at)
            asked_at = self._quiet_until(asked_at) or asked_at
            if ended_at + _ASK_FROM <= asked_at < ended_at + _ASK_UNTIL:
                return asked_at
        return None

    def is_time_to_ask(self, ended_at: datetime, now: datetime) -> bool:
        """Return if the question about a session may be asked now."""
        asked_at = self.question_at(ended_at)
        return (
            asked_at is not None
            and asked_at <= now < ended_at + _ASK_UNTIL
            and self._quiet_until(now) is None
        )

    def _quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours end, if it is one of them now."""
        local = now.astimezone(self.zone)
        if self.quiet is None or not self.quiet.covers(local.time()):
            return None
        ends_at = self.moment(local.date(), self.quiet.ends)
        if ends_at <= now:
            ends_at = self.moment(local.date() + timedelta(days=1), self.quiet.ends)
        return ends_at


def first_starts(blocks: Sequence[Sequence[tuple[time, time]]]) -> dict[int, time]:
    """Return when the first block of each day starts, given all blocks from Monday on.

    A block from midnight that only goes on with the last one of the day before is none.
    """
    starts: dict[int, time] = {}
    for weekday, today in enumerate(blocks):
        goes_on = any(end == time.max for _, end in blocks[weekday - 1])
        begun = [start for start, _ in today if start != time() or not goes_on]
        if begun:
            starts[weekday] = min(begun)
    return starts
