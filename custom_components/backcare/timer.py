"""Timer entities: views of the session that obey every timer action.

The engine counts; a timer here only shows it and hands commands on. Core's own ``Timer``
would be a second clock, and it truncates to whole seconds.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, override

from homeassistant.components.timer import DOMAIN as TIMER_DOMAIN
from homeassistant.const import ATTR_EDITABLE, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN, Key
from .controller import BackCareConfigEntry, SessionController
from .engine.errors import NoActiveSession
from .engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
)
from .entity import BackCareEntity
from .errors import translated_errors
from .listeners import Order
from .request import StartRequest

PARALLEL_UPDATES = 0

# Core's own names for these moved between the supported versions.
ATTR_DURATION = "duration"
ATTR_FINISHED_AT = "finished_at"
ATTR_FINISHES_AT = "finishes_at"
ATTR_LAST_TRANSITION = "last_transition"
ATTR_REMAINING = "remaining"


@dataclass(frozen=True, kw_only=True)
class BackCareTimerEntityDescription(EntityDescription):
    """A timer and the kinds of phase in which it runs."""

    kinds: frozenset[PhaseKind] = frozenset()
    """Empty: it runs throughout the session."""


TIMERS = (
    BackCareTimerEntityDescription(
        key=Key.EXERCISE, kinds=frozenset(kind for kind in PhaseKind if kind.is_work)
    ),
    BackCareTimerEntityDescription(
        key=Key.REST, kinds=frozenset(kind for kind in PhaseKind if not kind.is_work)
    ),
    BackCareTimerEntityDescription(key=Key.SESSION),
)

_PHASE_TRANSITIONS = {
    EventType.PHASE_STARTED: "started",
    EventType.PHASE_FINISHED: "finished",
    EventType.SKIPPED: "finished",
    EventType.WENT_BACK: "finished",
    EventType.SESSION_CANCELLED: "cancelled",
    EventType.SESSION_INTERRUPTED: "cancelled",
}
_SESSION_TRANSITIONS = {
    EventType.SESSION_STARTED: "started",
    EventType.SESSION_FINISHED: "finished",
    EventType.SESSION_CANCELLED: "cancelled",
    EventType.SESSION_INTERRUPTED: "cancelled",
}
_CLOCK_TRANSITIONS = {
    EventType.PAUSED: "paused",
    EventType.RESUMED: "restarted",
    EventType.CHANGED: "changed",
}
_ENDS = ("finished", "cancelled")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the timers of one person."""
    async_add_entities(BackCareTimer(entry.runtime_data, row) for row in TIMERS)


class BackCareTimer(BackCareEntity):
    """A timer that shows a part of the session."""

    _order = Order.TIMERS
    _unrecorded_attributes = frozenset(
        {ATTR_EDITABLE, ATTR_FINISHES_AT, ATTR_REMAINING}
    )
    entity_description: BackCareTimerEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareTimerEntityDescription,
    ) -> None:
        """Show what the controller shows."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description
        self._last_transition: str | None = None
        self._transitions = _CLOCK_TRANSITIONS | (
            _PHASE_TRANSITIONS if description.kinds else _SESSION_TRANSITIONS
        )
        self._shown = controller.snapshot

    @property
    @override
    def state(self) -> SessionStatus:
        """Return idle, active or paused."""
        return self._shown.status if self._runs_in(self._shown) else SessionStatus.IDLE

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return what clients count down from."""
        attributes: dict[str, Any] = {
            ATTR_DURATION: _formatted(self._duration_seconds),
            ATTR_EDITABLE: False,
            ATTR_LAST_TRANSITION: self._last_transition,
        }
        if self.state is SessionStatus.IDLE:
            return attributes
        whole = self._is_whole_session
        remaining = (
            self._shown.session_remaining_seconds
            if whole
            else self._shown.remaining_seconds
        )
        attributes[ATTR_REMAINING] = _formatted(remaining)
        if ends_at := (
            self._shown.session_ends_at if whole else self._shown.phase_ends_at
        ):
            attributes[ATTR_FINISHES_AT] = ends_at.isoformat()
        return attributes

    # The actions of the timer domain

    @callback
    def async_start(self, duration: timedelta | None = None) -> None:
        """Resume or start the session.

        Raises ServiceValidationError for another duration than the one shown: a routine
        has its own.
        """
        if duration and _formatted(duration.total_seconds()) != _formatted(
            self._duration_seconds
        ):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="timer_duration"
            )
        with translated_errors():
            match self.controller.snapshot.status:
                case SessionStatus.IDLE:
                    self.controller.async_start(StartRequest())
                case SessionStatus.PAUSED:
                    self.controller.async_resume()

    @callback
    def async_pause(self) -> None:
        """Pause the session."""
        if self.controller.snapshot.status is SessionStatus.ACTIVE:
            self.controller.async_pause()

    @callback
    def async_cancel(self) -> None:
        """Stop the session."""
        if self.controller.snapshot.status is not SessionStatus.IDLE:
            self.controller.async_stop()

    @callback
    def async_finish(self) -> None:
        """End the phase, if this timer runs in it."""
        if self._runs_in(self.controller.snapshot):
            self.controller.async_skip()

    @callback
    def async_change(self, duration: timedelta) -> None:
        """Lengthen or shorten the phase, if this timer runs in it."""
        with translated_errors():
            if not self._runs_in(self.controller.snapshot):
                raise NoActiveSession
            self.controller.async_add_time(duration.total_seconds())

    # Following the session

    @override
    async def async_added_to_hass(self) -> None:
        """Follow each event too: finished is written before started."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.controller.listeners.async_add_for_events(self._async_on_event)
        )

    @callback
    @override
    def _async_on_update(self) -> None:
        """Show another end than that of the last transition.

        What is left changes all the time, and each new value would be a row for the
        recorder; as with core's timers it is that of the last transition.
        """
        seen = self.controller.snapshot
        if self._countdown(seen) != self._countdown(self._shown):
            self._shown = seen
        super()._async_on_update()

    @callback
    def _async_on_event(self, event: SessionEvent) -> None:
        """Show what the event means for this timer."""
        transition = self._transitions.get(event.type)
        if transition is None or not self._runs_in(event.snapshot):
            return
        if transition == "started" and event.snapshot.status is SessionStatus.PAUSED:
            transition = "paused"
        if transition != "changed":
            self._last_transition = transition
        ended = transition in _ENDS
        self._shown = SessionSnapshot() if ended else event.snapshot
        self.async_write_ha_state()
        data = {ATTR_ENTITY_ID: self.entity_id}
        if transition == "finished":
            data[ATTR_FINISHED_AT] = event.due_at.isoformat()
        self.hass.bus.async_fire(
            f"{TIMER_DOMAIN}.{transition}", data, context=self._context
        )

    def _runs_in(self, snapshot: SessionSnapshot) -> bool:
        """Return if the timer runs in the phase of a snapshot."""
        kinds = self.entity_description.kinds
        return snapshot.phase is not None and (
            not kinds or snapshot.phase.kind in kinds
        )

    def _countdown(self, snapshot: SessionSnapshot) -> tuple[object, ...] | None:
        """Return what tells one countdown from another, its end to the second."""
        if not self._runs_in(snapshot):
            return None
        ends_at = snapshot.phase_ends_at
        number = snapshot.phase_number
        if self._is_whole_session:
            ends_at = snapshot.session_ends_at
            number = 0
        return snapshot.status, number, ends_at and round(ends_at.timestamp())

    @property
    def _is_whole_session(self) -> bool:
        return not self.entity_description.kinds

    @property
    def _duration_seconds(self) -> float:
        """Return the length of what the timer counts, 0 when it is idle."""
        if self.state is SessionStatus.IDLE:
            return 0
        if self._is_whole_session:
            return self._shown.session_seconds
        return self._shown.phase_seconds


def _formatted(seconds: float) -> str:
    """Return seconds as timers show them: 0:01:30."""
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
