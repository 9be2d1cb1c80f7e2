"""Calendar: the sessions that were done, and those that are planned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .catalogue.texts import Texts
from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .entity import BackCareEntity
from .store import SessionRecord

PARALLEL_UPDATES = 0

_AHEAD = timedelta(weeks=8)
"""How far ahead planned sessions are shown."""

_MOMENT = timedelta(seconds=1)
"""An end that moves by less has not moved, and no session is shorter."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar of one person."""
    async_add_entities([BackCareCalendar(entry.runtime_data)])


class BackCareCalendar(BackCareEntity, CalendarEntity):
    """The sessions of one person; never how the back felt."""

    def __init__(self, controller: SessionController) -> None:
        """Show the sessions of the controller."""
        super().__init__(controller, Key.SESSIONS)
        self._running: CalendarEvent | None = None
        self._planned: tuple[object, timedelta] = None, timedelta()
        """How long the routine takes, and of which one that is."""

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the session that runs, else the next one that is planned."""
        if self.controller.running:
            return self._running_event()
        self._running = None
        now, reminders = dt_util.utcnow(), self.controller.reminders
        length = self._planned_length()
        for planned_at in filter(None, (reminders.due_at, reminders.next_at)):
            if planned_at + length > now:
                return self._planned_event(planned_at, length)
        return None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return all sessions that touch a range."""
        events = [*self._events(start_date, end_date)]
        return sorted(events, key=lambda event: event.start_datetime_local)

    def _events(self, start: datetime, end: datetime) -> Iterator[CalendarEvent]:
        """Yield the sessions that touch a range: done, running and planned ones."""
        sessions = self.controller.profile.sessions
        for session in sessions:
            if start < _end_of(session) and session.started_at < end:
                yield self._done_event(session)
        if self.controller.running:
            running = self._running_event()
            if (
                start < running.end_datetime_local
                and running.start_datetime_local < end
            ):
                yield running
        # What was planned before today and not done is nobody's business any more.
        now, today = dt_util.utcnow(), dt_util.start_of_local_day()
        if self._is_planned_one():
            today += timedelta(days=1)
        length = self._planned_length()
        for planned_at in self.controller.reminders.occurrences(
            max(start - length, today), min(end, now + _AHEAD)
        ):
            if start < planned_at + length:
                yield self._planned_event(planned_at, length)

    def _done_event(self, session: SessionRecord) -> CalendarEvent:
        """Return a session of the history."""
        sets = self._texts.answers["calendar_sets"].format(
            done=session.set_done_count,
            total=session.set_total_count,
            level=session.level,
        )
        return _event(session.started_at, _end_of(session), session.routine_name, sets)

    def _running_event(self) -> CalendarEvent:
        """Return the session that runs, until the end that is in sight."""
        seen, name = self.controller.snapshot, self.controller.routine_name or ""
        now = dt_util.utcnow()
        left = timedelta(seconds=seen.session_remaining_seconds)
        ends_at = seen.session_ends_at or now + left
        event = self._running
        # The clock of the session is not the one on the wall: a blink is no change.
        if event is None or abs(event.end_datetime_local - ends_at) > _MOMENT:
            event = self._running = _event(seen.started_at or now, ends_at, name)
        return event

    def _is_planned_one(self) -> bool:
        """Return if the session that runs is what the plan may have asked for."""
        routine_id = self.controller.snapshot.routine_id
        routine = self.controller.profile.catalogue.routines.get(routine_id or "")
        return routine_id is not None and (routine is None or routine.weekly_share > 0)

    def _planned_event(self, planned_at: datetime, length: timedelta) -> CalendarEvent:
        """Return a session that is planned."""
        profile = self.controller.profile
        name = profile.selected_routine.names[profile.settings.language]
        return _event(planned_at, planned_at + length, name)

    def _planned_length(self) -> timedelta:
        """Return how long a planned session takes."""
        profile = self.controller.profile
        routine, level = profile.selected_routine.routine, profile.level
        key = (profile.library, routine.id, level)
        if key != self._planned[0]:
            timeline = profile.library.timeline(routine, level)
            self._planned = key, timedelta(seconds=timeline.total_seconds)
        return self._planned[1]

    @property
    def _texts(self) -> Texts:
        """Return the words in the language of the person."""
        profile = self.controller.profile
        return profile.texts[profile.settings.language]


def _event(
    start: datetime, end: datetime, summary: str, description: str | None = None
) -> CalendarEvent:
    """Return an event, in the time at home."""
    start, end = dt_util.as_local(start), dt_util.as_local(end)
    if end.replace(tzinfo=None) < start.replace(tzinfo=None):
        # In the night with an hour twice, the calendar looks only at the wall.
        end = start.replace(fold=1)
    return CalendarEvent(start=start, end=end, summary=summary, description=description)


def _end_of(session: SessionRecord) -> datetime:
    """Return when a session ended; it takes a moment at least."""
    return max(session.ended_at, session.started_at + _MOMENT)
