"""What the person set up about their weeks, with safe defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Literal, Self

from homeassistant.util import dt as dt_util

from .const import DEFAULT_WEEK_GOAL, WEEKDAYS, Conf, DueAction
from .engine.history import Break
from .engine.plan import QuietHours

_SUNDAY = "sunday"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """The section of the options about the weekly plan, typed."""

    days: tuple[int, ...] = ()
    """0 is Monday."""
    at: time | None = None
    schedule: str | None = None
    """A schedule helper, in the place of days and a time."""
    on_due: DueAction = DueAction.ASK
    notify: tuple[str, ...] = ()
    """Actions or entities that notify."""
    satellite: str | None = None
    """Asks by voice."""
    person: str | None = None
    """Whose presence counts, for who wants to be reminded only at home."""
    quiet_from: time | None = None
    quiet_to: time | None = None
    week_goal: int = DEFAULT_WEEK_GOAL
    week_starts_on: Literal["monday", "sunday"] = "monday"
    breaks: tuple[Break, ...] = ()

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings of the options of an entry."""
        plan: Mapping[str, Any] = options.get(Conf.PLAN, {})
        on_due = plan.get(Conf.ON_DUE)
        return cls(
            days=tuple(
                index
                for index, day in enumerate(WEEKDAYS)
                if day in plan.get(Conf.DAYS, ())
            ),
            at=_time(plan.get(Conf.AT)),
            schedule=plan.get(Conf.SCHEDULE),
            on_due=DueAction(str(on_due)) if on_due in DueAction else DueAction.ASK,
            notify=tuple(plan.get(Conf.NOTIFY, ())),
            satellite=plan.get(Conf.SATELLITE),
            person=plan.get(Conf.PERSON),
            quiet_from=_time(plan.get(Conf.QUIET_FROM)),
            quiet_to=_time(plan.get(Conf.QUIET_TO)),
            week_goal=plan.get(Conf.WEEK_GOAL, DEFAULT_WEEK_GOAL),
            week_starts_on=(
                "sunday" if plan.get(Conf.WEEK_STARTS_ON) == _SUNDAY else "monday"
            ),
            breaks=tuple(_breaks(plan.get(Conf.BREAKS, ()))),
        )

    @property
    def quiet(self) -> QuietHours | None:
        """Return when not to be disturbed."""
        if self.quiet_from is None or self.quiet_to is None:
            return None
        return QuietHours(begins=self.quiet_from, ends=self.quiet_to)

    @property
    def times(self) -> dict[int, time]:
        """Return the time of training by weekday, without the schedule helper."""
        return dict.fromkeys(self.days, self.at) if self.at else {}


def _time(value: Any) -> time | None:
    """Return a stored time of day."""
    return dt_util.parse_time(value) if isinstance(value, str) else None


def _breaks(rows: Any) -> Iterator[Break]:
    """Yield the stored breaks that make sense."""
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        first_day = dt_util.parse_date(str(row.get(Conf.FIRST_DAY)))
        last_day = dt_util.parse_date(str(row.get(Conf.LAST_DAY)))
        if first_day and last_day and first_day <= last_day:
            yield Break(first_day=first_day, last_day=last_day)
