"""Follows the weekly plan of one person: what is due, and who is told of it."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_HOME, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import (
    async_track_point_in_utc_time,
    async_track_state_change_event,
)
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from .agenda import Agenda
from .const import SIGNAL_DUE, DueAction, Key
from .engine.errors import EngineError, NoTrainingDue
from .engine.plan import Mark, Standing
from .listeners import Order
from .morning import AskNextDay, NextMorning
from .profile import Profile
from .prompts import Prompts, Verb
from .request import StartRequest
from .schedule_helper import ScheduleHelper
from .settings import Settings

type AskDue = Callable[[HomeAssistant, Any, str], Awaitable[str | None]]
"""Asks on a satellite; None without an answer."""

_PHONE_EVENT = "mobile_app_notification_action"

_MAX_SLEEP = timedelta(hours=1)
"""A clock that was set forward is noticed by then."""


class Reminders:
    """The plan of one person as it comes about; it may start a session."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], profile: Profile
    ) -> None:
        """Wait for async_follow."""
        self._hass = hass
        self._entry = entry
        self._profile = profile
        self._helper = ScheduleHelper(hass, entry, self._tell)
        self._agenda = Agenda(entry, profile, self._helper)
        self._prompts = Prompts(hass, entry, profile)
        self._morning = NextMorning(hass, entry, profile, self._agenda, self._prompts)
        self._ask_due: AskDue | None = None
        self._ask_next_day: AskNextDay | None = None
        self._is_started = False
        self._settings: Settings | None = None
        """Those that are followed."""
        self._undo_wake: CALLBACK_TYPE | None = None
        self._undo_person: CALLBACK_TYPE | None = None

    @property
    def due_at(self) -> datetime | None:
        """Return when the training was planned that waits now."""
        return self._agenda.standing.due_at

    @property
    def next_at(self) -> datetime | None:
        """Return when the next training becomes due."""
        return self._agenda.standing.next_at

    def occurrences(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Yield the planned moments from the start up to the end, but those done with."""
        return self._agenda.occurrences(start, end)

    # Commands: each may raise an EngineError, and then nothing has changed

    @callback
    def async_start(self) -> None:
        """Start the selected routine; raises what a start may raise."""
        self._entry.runtime_data.async_start(StartRequest())

    @callback
    def async_later(self) -> None:
        """Put the training that is due off for a while; raises NoTrainingDue."""
        self._agenda.put_off()
        self._tell()

    @callback
    def async_skip(self) -> None:
        """Leave the training that is due out; raises NoTrainingDue."""
        self._agenda.skip()
        self._tell()

    # Life of the entry

    @callback
    def async_follow(self, ask_due: AskDue, ask_next_day: AskNextDay) -> CALLBACK_TYPE:
        """Follow the plan from now on; return the undo.

        Nobody is told before Home Assistant has started, when automations can hear it.
        """
        self._ask_due, self._ask_next_day = ask_due, ask_next_day
        undos = (
            self._entry.runtime_data.listeners.async_add(self._on_update, Order.TIMERS),
            self._hass.bus.async_listen(_PHONE_EVENT, self._on_button),
            async_at_started(self._hass, self._on_started),
            self._helper.async_leave,
            self._leave_person,
            self._disarm,
        )

        @callback
        def leave() -> None:
            for undo in undos:
                undo()

        return leave

    @callback
    def _on_started(self, _hass: HomeAssistant) -> None:
        """Notice what became due meanwhile."""
        self._is_started = True
        self._on_update()

    @callback
    def _on_update(self, _event: Event[Any] | None = None) -> None:
        """Do what is due now, and wake when that changes."""
        if not self._is_started:
            return
        self._follow_settings()
        standing = self._agenda.follow()
        if standing.due_at:
            self._on_due(standing)
        elif self._helper.is_known:
            if self._entry.runtime_data.running:
                self._agenda.know_of_session()
            self._prompts.async_clear_training()
        if (session_id := self._morning.session_id) is None:
            self._prompts.async_clear_question()
        elif not self._morning.is_asked:
            self._agenda.keep(asked=session_id)
            self._run(self._morning.async_ask(self._ask_next_day))
        self._arm(standing)

    def _follow_settings(self) -> None:
        """Follow the helper and the person of new settings."""
        if self._settings is self._profile.settings:
            return
        self._settings = self._profile.settings
        plan = self._settings.plan
        self._prompts.async_check()
        self._helper.async_follow(plan.schedule)
        self._leave_person()
        if plan.person:
            self._undo_person = async_track_state_change_event(
                self._hass, [plan.person], self._on_update
            )

    @callback
    def _leave_person(self) -> None:
        """Follow nobody's presence."""
        if self._undo_person:
            self._undo_person()
            self._undo_person = None

    @callback
    def _arm(self, standing: Standing) -> None:
        """Wake when time alone changes something."""
        self._disarm()
        now = dt_util.utcnow()
        moments = (standing.wake_at, self._profile.rest_until, self._morning.asks_at)
        if to_come := [moment for moment in moments if moment and moment > now]:
            wake_at = min(*to_come, now + _MAX_SLEEP)
            self._undo_wake = async_track_point_in_utc_time(
                self._hass, self._on_wake, wake_at
            )

    @callback
    def _disarm(self) -> None:
        """Wake no more."""
        if self._undo_wake:
            self._undo_wake()
            self._undo_wake = None

    @callback
    def _on_wake(self, _now: datetime) -> None:
        """Let everybody see what the time has changed."""
        self._undo_wake = None
        self._tell()

    @callback
    def _tell(self) -> None:
        """Tell everybody, this one too."""
        self._entry.runtime_data.async_tell()

    # The training

    def _on_due(self, standing: Standing) -> None:
        """Tell automations and the person, once each."""
        mark = self._agenda.mark(standing.day)
        is_wanted = standing.reminds and self._is_welcome(standing, mark)
        after = replace(mark, is_told=True, is_reminded=mark.is_reminded or is_wanted)
        if after != mark:
            self._agenda.keep_mark(standing.day, after)
        if standing.tells and standing.due_at:
            async_dispatcher_send(
                self._hass,
                SIGNAL_DUE,
                self._entry.entry_id,
                Key.SESSION_DUE.value,
                {"planned_at": standing.due_at.isoformat()},
            )
        if is_wanted:
            self._run(self._async_remind(standing))

    def _is_welcome(self, standing: Standing, mark: Mark) -> bool:
        """Return if the person wants to be told now."""
        if self._presence not in (None, STATE_HOME, STATE_UNAVAILABLE, STATE_UNKNOWN):
            return False
        return (
            mark.later_at is not None
            or self._starts_itself(standing)
            or not self._agenda.is_faded(standing.day)
        )

    def _starts_itself(self, standing: Standing) -> bool:
        """Return if the training starts without a question: only right on time."""
        return (
            self._profile.settings.plan.on_due is DueAction.START
            and standing.is_on_time
            and self._presence in (None, STATE_HOME)
        )

    @property
    def _presence(self) -> str | None:
        """Return where the person is; None where it does not matter."""
        if not (person := self._profile.settings.plan.person):
            return None
        state = self._hass.states.get(person)
        return state.state if state else STATE_UNKNOWN

    async def _async_remind(self, standing: Standing) -> None:
        """Start, or else ask or remind."""
        if self._starts_itself(standing):
            try:
                self.async_start()
            except EngineError:
                pass  # Then the person is asked.
            else:
                return
        plan = self._profile.settings.plan
        asks = plan.on_due is not DueAction.REMIND
        self._prompts.async_show_training(standing.day, asks=asks)
        if asks and plan.satellite and self._ask_due:
            answer = await self._ask_due(self._hass, self._entry, plan.satellite)
            if answer:
                await self._async_obey(Verb(answer))

    @callback
    def _on_button(self, event: Event[Any]) -> None:
        """Do what a button says, if what it is about still waits."""
        if (answer := self._prompts.read(event.data)) is None:
            return
        standing = self._agenda.standing
        if answer.verb in (Verb.RATE, Verb.PASS):
            self._morning.async_take(answer)
        elif standing.due_at and answer.about == standing.day.isoformat():
            self._run(self._async_obey(answer.verb))

    async def _async_obey(self, verb: Verb) -> None:
        """Do what the person wants of the training."""
        commands = {
            Verb.START: self.async_start,
            Verb.LATER: self.async_later,
            Verb.SKIP: self.async_skip,
        }
        try:
            commands[verb]()
        except NoTrainingDue:
            pass  # It was answered elsewhere.
        except EngineError as err:
            await self._prompts.async_show_refusal(err)

    def _run(self, task: Any) -> None:
        """Let something happen after everybody was told of this moment."""
        self._entry.async_create_background_task(
            self._hass, task, "backcare reminder", eager_start=False
        )
