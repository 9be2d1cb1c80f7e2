"""What one person has planned, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.util import dt as dt_util

from .engine.errors import NoTrainingDue
from .engine.plan import Mark, Plan, Standing
from .profile import Profile
from .record import SessionRecord
from .schedule_helper import ScheduleHelper

_RECENT_COUNT = 100
"""More sessions than a week has; a clock that was wrong may have mixed their order."""

_REMEMBERED_DAYS = 30
"""Of so many trainings it is kept what became of them, should a clock go wrong."""


class Agenda:
    """The plan of one person, with their history and their answers."""

    def __init__(
        self, entry: ConfigEntry[Any], profile: Profile, helper: ScheduleHelper
    ) -> None:
        """Take the person; the helper stands in for days and a time."""
        self._entry = entry
        self._profile = profile
        self._helper = helper
        self._times: Mapping[int, time] | None = None
        """The plan that was followed last."""

    @property
    def plan(self) -> Plan:
        """Return the days and times of the person."""
        settings = self._profile.settings.plan
        return Plan(
            times=self._helper.times if settings.schedule else settings.times,
            zone=dt_util.get_default_time_zone(),
            breaks=settings.breaks,
            quiet=settings.quiet,
        )

    @property
    def standing(self) -> Standing:
        """Return how things are now."""
        profile, now = self._profile, dt_util.utcnow()
        day = self.plan.day_of(now)
        is_held = (
            self._entry.runtime_data.running or profile.is_on_hold or profile.rest_until
        )
        return self.plan.standing(
            now, self.mark(day), self._done_days(day), is_held=bool(is_held)
        )

    def follow(self) -> Standing:
        """Return how things are; a training that was moved to later today is new."""
        plan, now = self.plan, dt_util.utcnow()
        is_new, self._times = self._times not in (None, plan.times), plan.times
        planned_at = plan.planned_at(day := plan.day_of(now))
        if is_new and planned_at and now < planned_at:
            self.keep_mark(day, Mark())
        return self.standing

    def is_faded(self, day: date) -> bool:
        """Return if the habit needs no reminder on a day."""
        done = self._done_days(day - timedelta(days=7))
        return self.plan.is_faded(day, self._profile.week_streak, done)

    def occurrences(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Yield the planned moments from the start up to the end, but those done with."""
        plan = self.plan
        done = self._done_days(plan.day_of(start))
        for planned_at in plan.moments(start, end):
            day = plan.day_of(planned_at)
            mark = self.mark(day)
            if day not in done and not mark.is_skipped:
                yield mark.later_at or planned_at

    def put_off(self) -> None:
        """Put the training that is due off for a while; raises NoTrainingDue."""
        day = self._due_day
        self.keep_mark(day, self.plan.put_off(dt_util.utcnow(), self.mark(day)))

    def skip(self) -> None:
        """Leave the training that is due out; raises NoTrainingDue."""
        day = self._due_day
        self.keep_mark(day, replace(self.mark(day), is_skipped=True))

    @property
    def _due_day(self) -> date:
        """Return the day of the training that is due; raises NoTrainingDue."""
        standing = self.standing
        if standing.due_at is None:
            raise NoTrainingDue
        return standing.day

    def know_of_session(self) -> None:
        """Let nobody be reminded of a training who began it."""
        now = dt_util.utcnow()
        day = self.plan.day_of(now)
        mark = self.mark(day)
        begins_at = mark.later_at or self.plan.planned_at(day)
        if begins_at and begins_at <= now and not mark.is_reminded:
            self.keep_mark(day, replace(mark, is_told=True, is_reminded=True))

    def _done_days(self, since: date) -> set[date]:
        """Return the days since then on which a session began that counts."""
        days = set()
        pairs = zip(
            reversed(self._profile.sessions),
            reversed(self._profile.progress.past),
            strict=True,
        )
        for record, past in islice(pairs, _RECENT_COUNT):
            if past.share and past.day >= since:
                days.add(dt_util.as_local(record.started_at).date())
        return days

    @property
    def last_classified(self) -> SessionRecord | None:
        """Return the last session that says something about the level."""
        pairs = zip(
            reversed(self._profile.sessions),
            reversed(self._profile.progress.past),
            strict=True,
        )
        return next((record for record, past in pairs if past.is_classified), None)

    # What is kept

    @property
    def kept(self) -> dict[str, Any]:
        """Return what is kept of the plan; change it by ``keep``."""
        return self._profile.store.content.plan

    def keep(self, **changes: Any) -> None:
        """Keep something of the plan."""
        self.kept.update(changes)
        self._profile.store.save_soon()

    def mark(self, day: date) -> Mark:
        """Return what became of the training of a day."""
        try:
            return Mark.from_dict(self.kept["marks"][day.isoformat()])
        except KeyError, TypeError, ValueError:
            return Mark()

    def keep_mark(self, day: date, mark: Mark) -> None:
        """Keep what became of the training of a day."""
        marks = {**self.kept.get("marks", {}), day.isoformat(): mark.as_dict()}
        self.keep(marks=dict(list(marks.items())[-_REMEMBERED_DAYS:]))
