"""Runs the sessions of one person: the only file that schedules."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.event import async_call_at, async_track_point_in_utc_time
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util, ulid as ulid_util

from .catalogue import Catalogue
from .clock import LoopClock
from .const import Key
from .cues import OutputSettings
from .engine.errors import NoActiveSession, SessionAlreadyActive, UnknownOutput
from .engine.models import (
    EventType,
    Scope,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    StopReason,
    Timeline,
)
from .engine.session import SessionEngine
from .listeners import Listeners
from .outputs import Outputs
from .practice import Practice
from .profile import Profile
from .reminders import Reminders
from .request import StartRequest, cue_choices
from .running import OUTCOMES, RunningSession, StoredSession
from .store import BackCareStore

type BackCareConfigEntry = ConfigEntry[SessionController]

_MAX_WALL_DRIFT = timedelta(seconds=1)


class SessionController:
    """Owns the engine, the store and the outputs of one person."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BackCareConfigEntry,
        catalogue: Catalogue,
        store: BackCareStore,
    ) -> None:
        """Take an opened store; a session in it waits for async_take_up."""
        self.hass = hass
        self.entry = entry
        self.profile = Profile(entry, catalogue, store, hass.config.language)
        self.listeners = Listeners(hass, entry.entry_id)
        self.snapshot = SessionSnapshot()
        """What the entities show; changes only at an event."""
        self._store = store
        self._clock = LoopClock(hass)
        self.outputs = Outputs(hass, entry, self.profile, store, self._clock)
        self.reminders = Reminders(hass, entry, self.profile)
        self.practice = Practice(hass, entry, self.profile, self.outputs)
        self._running: RunningSession | None = None
        self._unsub_wake: CALLBACK_TYPE | None = None
        self._published_offset = self._clock.wall_offset()

    @property
    def running(self) -> RunningSession | None:
        """Return the session that runs."""
        return self._running

    @property
    def routine_name(self) -> str | None:
        """Return the name of the running routine."""
        return self._running.routine_name if self._running else None

    # Commands: each may raise an EngineError, and then nothing has changed

    @callback
    def async_start(self, request: StartRequest) -> Timeline:
        """Start a session and return its timeline.

        Raises SessionAlreadyActive, SafetyNotConfirmed, ProgrammeOnHold, UnknownRoutine,
        RoutineLocked, UnknownLevel, UnknownOutput, NotASpeaker or SpeakerInUse.
        """
        if self._running:
            raise SessionAlreadyActive
        self.profile.check(request.routine_for(self.profile))
        for entity_id in async_unknown(self.hass, request.output_ids):
            raise UnknownOutput(entity=entity_id)
        timeline, settings = request.plan(self.profile, self.outputs.has_devices)
        self.outputs.async_check(settings.speakers)
        self._take(SessionEngine(timeline, self._clock, ulid_util.ulid_now()), settings)
        self._command(SessionEngine.start)
        return timeline

    @callback
    def async_pause(self) -> None:
        """Pause the session."""
        self._command(SessionEngine.pause)

    @callback
    def async_resume(self) -> None:
        """Resume the session."""
        self._command(SessionEngine.resume)

    @callback
    def async_skip(self, scope: Scope = Scope.PHASE) -> None:
        """Go to the next phase or exercise."""
        self._command(lambda engine: engine.skip(scope))

    @callback
    def async_previous(self, scope: Scope = Scope.PHASE) -> None:
        """Go back a phase or an exercise."""
        self._command(lambda engine: engine.previous(scope))

    @callback
    def async_add_time(self, seconds: float) -> None:
        """Lengthen or shorten the running phase, in seconds."""
        self._command(lambda engine: engine.change(seconds))

    @callback
    def async_stop(self, reason: StopReason | None = None) -> None:
        """Stop the session; what was done is kept."""
        self._command(lambda engine: engine.cancel(reason))

    @callback
    def async_test_speakers(self) -> None:
        """Let every speaker of the person say a sentence and count down.

        Raises SessionAlreadyActive, NoSpeakers or SpeakerInUse.
        """
        if self._running:
            raise SessionAlreadyActive
        self.outputs.async_test_speakers()

    @callback
    def async_choose(self, key: Key, value: Any) -> None:
        """Keep the state of a select or switch; it counts at once."""
        self.profile.choose(key, value)
        if self._running and (choice := cue_choices(self.profile).get(key)) is not None:
            self._running.outputs.async_update(**{key: choice})
        self.async_tell()

    # Life of the entry

    @callback
    def async_take_up(self) -> None:
        """Take up the session of before a restart, paused, or end it as interrupted.

        Call it when the entities are there.
        """
        async_follow_days(self)
        session = StoredSession.of(
            self._store, self._clock, self.profile.catalogue.exercises
        )
        go_on = self.outputs.async_put_back
        if session:
            engine = session.engine
            if engine.status is SessionStatus.ACTIVE:
                engine.pause()
            self.outputs.async_forget_music(session.saved_at)
            self._take(engine, session.outputs, **session.kept)
            self.snapshot = engine.snapshot()
            self._arm()
            self.async_tell()
            limit_seconds = self.profile.settings.resume_limit_minutes * 60
            is_late = session.age_seconds > limit_seconds
            go_on = self._on_too_late if is_late else self.outputs.async_take_up
        self.entry.async_on_unload(async_at_started(self.hass, go_on))

    @callback
    def _on_too_late(self, _hass: HomeAssistant) -> None:
        """End a session that nobody took up in time, when automations can hear it."""
        if self._running and self._running.engine.status is SessionStatus.PAUSED:
            self._command(SessionEngine.interrupt)

    @callback
    def async_hold(self, _event: Event | None = None) -> None:
        """Stop the clock before Home Assistant stops, so that no second is lost."""
        if self._running and self._running.engine.status is SessionStatus.ACTIVE:
            self._running.outputs.async_mute()
            with suppress(NoActiveSession):  # It may end in the very same moment.
                self._command(SessionEngine.pause)
        self._disarm()
        # Home Assistant may drop a write that it began just before it stops.
        self._store.save_all_soon()

    async def async_close(self) -> None:
        """Stop the clock, put the lights back and keep the session for later."""
        self.async_hold()
        self._running = None
        await self.outputs.async_close()
        await self._store.async_save_now()

    @callback
    def async_settings_changed(self) -> None:
        """Read the settings anew; a running session keeps its own."""
        self.profile.read_settings()
        devices = dr.async_get(self.hass)
        for device in dr.async_entries_for_config_entry(devices, self.entry.entry_id):
            devices.async_update_device(device.id, name=self.entry.title)
        self.async_tell()

    # Inside

    def _command(self, command: Callable[[SessionEngine], None]) -> None:
        """Give the engine a command, then wake for what comes next.

        Raises NoActiveSession, or what the command raises.
        """
        if self._running is None:
            raise NoActiveSession
        try:
            command(self._running.engine)
        finally:
            self._arm()

    def _take(
        self, engine: SessionEngine, settings: OutputSettings, **kept: Any
    ) -> None:
        """Make the engine the running session, with what was kept over a restart."""
        self._running = RunningSession(
            engine=engine,
            outputs=self.outputs.async_lend(engine, settings),
            routine_name=settings.routine_name,
            **kept,
        )
        engine.add_listener(self._on_events)

    @callback
    def _arm(self) -> None:
        """Wake at the next deadline of the engine."""
        self._disarm()
        if self._running and (due := self._running.engine.next_due_at()) is not None:
            self._unsub_wake = async_call_at(self.hass, self._on_wake, due)

    @callback
    def _disarm(self) -> None:
        """Wake no more."""
        if self._unsub_wake:
            self._unsub_wake()
            self._unsub_wake = None

    @callback
    def _on_wake(self, _now: datetime) -> None:
        """Let the engine handle what is due."""
        self._unsub_wake = None
        self._check_wall_clock()
        self._command(SessionEngine.advance)

    def _check_wall_clock(self) -> None:
        """Publish the ends anew when the wall clock was set."""
        offset = self._clock.wall_offset()
        if self._running and abs(offset - self._published_offset) > _MAX_WALL_DRIFT:
            self._published_offset = offset
            self.snapshot = self._running.engine.snapshot()
            self.async_tell()

    def _on_events(self, events: tuple[SessionEvent, ...]) -> None:
        """Cue a moment, keep it and tell everybody."""
        assert self._running
        self._running.outputs.async_handle(events)
        last = events[-1]
        if last.type is EventType.CUE:
            return
        if last.type in OUTCOMES:
            self._end(last)
        else:
            self.snapshot = last.snapshot
            self._published_offset = self._clock.wall_offset()
            self._store.content.running = self._running.as_data(last.due_at)
        self._store.save_soon()
        self.async_tell(*events)

    def _end(self, event: SessionEvent) -> None:
        """Write the session into the history and be free for the next one."""
        assert self._running
        self.profile.add(self._running.record(event, OUTCOMES[event.type]))
        self.outputs.async_take_back()
        self._store.content.running = None
        self._running = None
        self.snapshot = SessionSnapshot()

    @callback
    def async_tell(self, *events: SessionEvent) -> None:
        """Tell everybody of a moment, or of a change of something else."""
        texts = self.profile.texts[self.profile.settings.language]
        self.listeners.async_tell(events, texts)


@callback
def async_follow_days(controller: SessionController) -> None:
    """Tell everybody at midnight at home that a day, and maybe a week, has begun."""
    cancels: list[CALLBACK_TYPE] = []

    @callback
    def follow() -> None:
        tomorrow = dt_util.now().date() + timedelta(days=1)
        midnight = dt_util.start_of_local_day(tomorrow)
        cancels.append(async_track_point_in_utc_time(controller.hass, job, midnight))

    @callback
    def on_new_day(_now: datetime) -> None:
        cancels.clear()
        follow()
        controller.async_tell()

    @callback
    def stop() -> None:
        cancels.pop()()

    job = HassJob(on_new_day, cancel_on_shutdown=True)
    follow()
    controller.entry.async_on_unload(stop)


@callback
def async_unknown(hass: HomeAssistant, entity_ids: Iterable[str]) -> list[str]:
    """Return the entities that Home Assistant does not know; one that is away it does."""
    registry = er.async_get(hass)
    return [
        entity_id
        for entity_id in entity_ids
        if not (hass.states.get(entity_id) or registry.async_get(entity_id))
    ]
