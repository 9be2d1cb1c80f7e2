"""When the next seated practice is; told the time, and what happened before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from .history import Break
from .plan import QuietHours


class Happening(StrEnum):
    """What moves the next practice."""

    TOLD = "told"
    PRACTISED = "practised"
    OTHER = "other"
    """Gives some rest, but is neither a reminder nor a practice of its own."""


type Happened = tuple[datetime, Happening]
"""When what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often somebody wants to practise on a day, and when not."""

    count: int = 4
    from_hour: int = 9
    to_hour: int = 18
    gap: timedelta = timedelta(minutes=90)
    """At least so long after a reminder, a practice or a session."""
    quiet: QuietHours | None = None
    breaks: Sequence[Break] = ()

    def next_at(
        self, now: datetime, zone: tzinfo, happened: Iterable[Happened]
    ) -> datetime | None:
        """Return the next moment in UTC, today or tomorrow, where the zone is home.

        The rest of the day is shared out anew after everything that happened. A moment
        that passed without a word is not made up for.
        """
        before = sorted(item for item in happened if item[0] <= now)
        today = now.astimezone(zone).date()
        return self._next_on(today, now, zone, before) or self._next_on(
            today + timedelta(days=1), now, zone, before
        )

    def ends_at(self, now: datetime, zone: tzinfo) -> datetime:
        """Return when nobody is told any more today, in UTC."""
        return _moment(now.astimezone(zone).date(), self.to_hour, zone)

    def _next_on(
        self, day: date, now: datetime, zone: tzinfo, before: list[Happened]
    ) -> datetime | None:
        """Return the next moment on a day."""
        if any(item.first_day <= day <= item.last_day for item in self.breaks):
            return None
        midnight = _moment(day, 0, zone)
        anchor = free_at = _moment(day, self.from_hour, zone)
        ends_at = _moment(day, self.to_hour, zone)
        waiting = iter(before)
        happened = next(waiting, None)
        left, is_open = self.count, False
        while left > 0:
            # Half a share stays free at the end.
            moment = max(anchor + (ends_at - anchor) / (left + 0.5), free_at)
            if happened and happened[0] <= moment:
                at, what = happened
                if at >= midnight and what is not Happening.OTHER:
                    # The practice after a reminder is the one that it asked for.
                    left -= not (is_open and what is Happening.PRACTISED)
                    is_open = what is Happening.TOLD
                anchor, free_at = max(anchor, at), max(free_at, at + self.gap)
                happened = next(waiting, None)
                continue
            if moment >= ends_at:
                return None
            local = moment.astimezone(zone).time()
            if moment > now and not (self.quiet and self.quiet.covers(local)):
                return moment
            anchor, free_at = moment, moment + self.gap
            left, is_open = left - 1, False
        return None


def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """Return the UTC moment of an hour of a day; 24 is the next midnight."""
    days, hour = divmod(hour, 24)
    local = datetime.combine(day + timedelta(days=days), time(hour), zone)
    return local.astimezone(UTC)
