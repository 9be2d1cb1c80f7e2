"""Tells a person of the seated practice, some times a day (``domain.md`` A5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_HOME, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .const import DOMAIN, LOGGER, SIGNAL_DUE
from .engine.errors import EngineError
from .engine.models import SessionStatus
from .engine.practice import Happened, Happening, Rhythm
from .listeners import Order
from .notices import Notice, async_clear, async_send
from .outputs import Outputs
from .profile import Profile
from .request import StartRequest

ROUTINE = "seated_transversus"

_REMINDER = "reminder_micro"
_DUE = "practice_due"

_PHONE_EVENT = "mobile_app_notification_action"

_LATER_BUTTON = "later"
_BUTTONS = ("start", _LATER_BUTTON)

_TOLD, _AGAIN, _LATER_AT, _SHOWN = _FIELDS = ("told", "again", "later_at", "shown")
"""What is kept, in moments; the last one is of a notification without an answer."""

_KEPT = {_TOLD: Happening.TOLD, _AGAIN: Happening.OTHER}

_LATER = timedelta(minutes=30)
"""How long a person is left alone who wants to do it later."""

_MAX_LATE = timedelta(minutes=5)
"""A moment that Home Assistant slept through for longer is over."""

_REMEMBERED = timedelta(days=1)
"""How long what was told matters for the next practice."""

_RECENT_COUNT = 100
"""More sessions than a day has; a clock that was wrong may have mixed their order."""

_ANYWHERE = {STATE_HOME, STATE_UNAVAILABLE, STATE_UNKNOWN}
"""The states of a person who is at home, or may be."""


class Practice:
    """When one person is told of the seated practice, and that it happens."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        profile: Profile,
        outputs: Outputs,
    ) -> None:
        """Wait for async_follow."""
        self.next_at: datetime | None = None
        """When the person is told next, in UTC; None: not today, and not tomorrow."""
        self._hass = hass
        self._entry = entry
        self._profile = profile
        self._outputs = outputs
        self._tag = f"{DOMAIN}_practice_{entry.entry_id}"
        self._unsub: CALLBACK_TYPE | None = None

    @property
    def goal(self) -> int:
        """Return how many practices a day there should be."""
        return self._profile.settings.practice.count

    @property
    def today_count(self) -> int:
        """Return how many practices were done today."""
        return self._profile.practices_today

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Tell the person from now on; return the undo."""
        undos = (
            self._entry.runtime_data.listeners.async_add(self._arm, Order.SENSORS),
            self._hass.bus.async_listen(_PHONE_EVENT, self._on_button),
            self._disarm,
        )
        self._arm()

        @callback
        def leave() -> None:
            for undo in undos:
                undo()

        return leave

    # The clock

    @callback
    def _arm(self) -> None:
        """Wake at the next moment; who trains needs no notification."""
        if self._is_training and self._moments(_SHOWN):
            self._withdraw()
        next_at = self._next_at()
        if next_at == self.next_at:
            return
        self._disarm()
        self.next_at = next_at
        if next_at:
            self._unsub = async_track_point_in_utc_time(
                self._hass, HassJob(self._on_due, cancel_on_shutdown=True), next_at
            )

    @callback
    def _disarm(self) -> None:
        """Wake no more."""
        self.next_at = None
        if self._unsub:
            self._unsub()
            self._unsub = None

    @callback
    def _on_due(self, _planned_at: datetime) -> None:
        """Tell the person, unless this is not the moment; then it is over."""
        assert self.next_at
        due_at, self._unsub = self.next_at, None
        if dt_util.utcnow() - due_at <= _MAX_LATE and self._is_welcome():
            field = _AGAIN if due_at in self._moments(_LATER_AT) else _TOLD
            moments = [*self._moments(field), due_at]
            self._keep(**{field: moments, _SHOWN: [due_at]})
            self._tell(due_at)
        self._arm()
        self._entry.runtime_data.async_tell()

    def _next_at(self) -> datetime | None:
        """Return when the person is told next."""
        profile, now = self._profile, dt_util.utcnow()
        settings, plan = profile.settings.practice, profile.settings.plan
        if not settings.is_on or profile.needs_safety_check:
            return None
        zone = dt_util.get_default_time_zone()
        rhythm = Rhythm(
            count=settings.count,
            from_hour=settings.from_hour,
            to_hour=settings.to_hour,
            gap=timedelta(minutes=settings.gap_minutes),
            quiet=plan.quiet,
            breaks=plan.breaks,
        )
        happened = [*self._happened(now)]
        for later_at in self._moments(_LATER_AT):
            # Whoever trains in between needs no reminder.
            is_open = all(at <= later_at - _LATER for at, _ in happened)
            if is_open and now < later_at < rhythm.ends_at(now, zone):
                return later_at
        return rhythm.next_at(now, zone, happened)

    def _happened(self, now: datetime) -> Iterator[Happened]:
        """Yield what the person was told and did of late, up to now."""
        since = now - _REMEMBERED
        for session in self._profile.sessions[-_RECENT_COUNT:]:
            if session.ended_at >= since:
                is_practice = session.routine_id == ROUTINE and session.counts
                yield (
                    session.ended_at,
                    Happening.PRACTISED if is_practice else Happening.OTHER,
                )
        for field, what in _KEPT.items():
            yield from ((at, what) for at in self._moments(field) if since <= at)

    def _moments(self, field: str) -> list[datetime]:
        """Return the moments that are kept in a field; what is damaged is lost."""
        stored = self._profile.store.content.practice.get(field)
        found = (
            dt_util.parse_datetime(str(item))
            for item in (stored if isinstance(stored, list) else ())
        )
        return [at for at in found if at and at.tzinfo]

    def _keep(self, **changes: list[datetime]) -> None:
        """Keep other moments in some fields, and forget those that matter no more."""
        now, store = dt_util.utcnow(), self._profile.store
        fields = {field: self._moments(field) for field in _FIELDS} | changes
        store.content.practice = {
            field: [
                at.isoformat()
                for at in moments
                if now - _REMEMBERED <= at <= now + _LATER
            ]
            for field, moments in fields.items()
        }
        store.save_soon()

    # What the person is told, and answers

    def _is_welcome(self) -> bool:
        """Return if the person is at home, as far as that is known, and not training."""
        settings = self._profile.settings
        person = settings.practice.person or settings.plan.person
        state = self._hass.states.get(person) if person else None
        return not self._is_training and (state is None or state.state in _ANYWHERE)

    @property
    def _is_training(self) -> bool:
        """Return if a session of the person runs."""
        status: SessionStatus = self._entry.runtime_data.snapshot.status
        return status is not SessionStatus.IDLE

    @callback
    def _tell(self, due_at: datetime) -> None:
        """Tell the person and the automations that it is time."""
        settings = self._profile.settings
        texts = self._profile.texts[settings.language]
        async_dispatcher_send(
            self._hass,
            SIGNAL_DUE,
            self._entry.entry_id,
            _DUE,
            {"routine": ROUTINE, "planned_at": due_at.isoformat()},
        )
        self._outputs.async_remind(_REMINDER, settings.practice.speakers)
        notice = Notice(
            tag=self._tag,
            title=settings.name,
            message=texts.cues[_REMINDER],
            buttons={
                f"{self._tag}_{button}": texts.programme[f"button_{button}"]
                for button in _BUTTONS
            },
        )
        async_send(self._hass, self._entry, settings.practice.notify, notice)

    @callback
    def _withdraw(self) -> None:
        """Take the notification back."""
        notify = self._profile.settings.practice.notify
        async_clear(self._hass, self._entry, notify, self._tag)
        self._keep(**{_SHOWN: []})

    @callback
    def _on_button(self, event: Event) -> None:
        """Do what a button on a phone says; one of an older notification does nothing."""
        tag, _, button = str(event.data.get("action")).rpartition("_")
        if tag != self._tag or button not in _BUTTONS or not self._moments(_SHOWN):
            return
        self._withdraw()
        if button == _LATER_BUTTON:
            self._keep(**{_LATER_AT: [dt_util.utcnow() + _LATER]})
            self._arm()
            self._entry.runtime_data.async_tell()
            return
        speakers = self._profile.settings.practice.speakers
        try:
            self._entry.runtime_data.async_start(
                StartRequest(routine=ROUTINE, speakers=speakers or None)
            )
        except EngineError as err:
            LOGGER.warning("The practice can't start now: %s", err)
