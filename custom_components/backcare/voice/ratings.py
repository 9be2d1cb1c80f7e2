"""Asks by voice how the back feels, before and after a session (``domain.md`` 6.7).

A session waits for no answer: the question before it has its place in a longer first
preparation, which is shortened again as soon as the question is over.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from custom_components.backcare.const import (
    LOGGER,
    SEVERE_PAIN,
    SIGNAL_SESSION_EVENT,
    Rating,
    SpeechLevel,
)
from custom_components.backcare.controller import BackCareConfigEntry, SessionController
from custom_components.backcare.cues import OutputSettings
from custom_components.backcare.cues.playback import (
    ASSIST_SATELLITE_DOMAIN,
    async_available,
    features,
    is_satellite,
)
from custom_components.backcare.cues.satellites import async_own_voice, is_busy
from custom_components.backcare.cues.wording import EventKey
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    StopReason,
)
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .scale import Reply, read_answer

_QUESTION_SECONDS = 16.0
"""By so much the first preparation gets longer for the question in it."""

_READY_SECONDS = 5.0
"""Left of the preparation when the question is over: the countdown needs it."""

_PATIENCE_SECONDS = 20.0
"""For a question with its answer, or for an announcement."""

_BUSY_SECONDS = 0.1
"""How often a busy satellite is looked at."""

_TRY_COUNT = 2

_CAN_BE_ASKED = 1 | 2
"""AssistSatelliteEntityFeature.ANNOUNCE and START_CONVERSATION."""

_TEXTS = {
    Rating.PAIN_BEFORE: "ask_before",
    Rating.PAIN_DURING: "ask_pain",
    Rating.EFFORT: "ask_effort",
}

_ENDS_QUESTIONS = {
    EventType.SESSION_STARTED,
    EventType.PAUSED,
    EventType.SKIPPED,
    EventType.WENT_BACK,
    EventType.PHASE_FINISHED,
    EventType.SESSION_FINISHED,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
}


@callback
def async_ask_ratings(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Ask about each session of a person, until the entry is unloaded."""
    entry.async_on_unload(_Questions(hass, entry).async_follow())


class _Questions:
    """The questions of one person; a task runs while there is one to be asked."""

    def __init__(self, hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
        """Begin with nothing to ask."""
        self._hass = hass
        self._entry = entry
        self._satellite_id = ""
        self._task: asyncio.Task[None] | None = None

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Follow the sessions of everybody; return its undo."""
        undos = (
            self._entry.runtime_data.listeners.async_add_for_events(self._on_event),
            async_dispatcher_connect(
                self._hass, SIGNAL_SESSION_EVENT, self._on_event_of_anybody
            ),
        )

        @callback
        def leave() -> None:
            for undo in undos:
                undo()

        return leave

    @callback
    def _on_event(self, event: SessionEvent) -> None:
        """Ask at the start and at the end of a session; whatever else happens ends it."""
        if event.type not in _ENDS_QUESTIONS:
            return
        self._leave()
        settings = self._entry.runtime_data.outputs.settings
        session_id = event.snapshot.session_id
        if (
            event.type in (EventType.SESSION_STARTED, EventType.SESSION_FINISHED)
            and settings
            and session_id
            and self._is_wanted(event.snapshot.routine_id, settings)
            and (satellite_id := _first_satellite(settings))
        ):
            self._satellite_id = satellite_id
            interview = _Interview(
                hass=self._hass,
                controller=self._entry.runtime_data,
                session_id=session_id,
                satellite_id=satellite_id,
                language=settings.language,
            )
            self._task = self._entry.async_create_background_task(
                self._hass,
                interview.async_run(event.type),
                "backcare ratings",
                eager_start=False,
            )

    @callback
    def _on_event_of_anybody(
        self, entry_id: str, event_type: str, _attributes: dict[str, Any]
    ) -> None:
        """Leave the satellite to somebody else whose session starts on it."""
        if (
            event_type == EventType.SESSION_STARTED
            and entry_id != self._entry.entry_id
            and (other := self._hass.config_entries.async_get_entry(entry_id))
            and self._satellite_id in other.runtime_data.outputs.speakers_in_session
        ):
            self._leave()

    def _is_wanted(self, routine_id: str | None, settings: OutputSettings) -> bool:
        """Return if the person wants to be asked and spoken to, and the session counts."""
        profile = self._entry.runtime_data.profile
        routine = profile.catalogue.routines.get(routine_id or "")
        return (
            profile.settings.ask_ratings
            and (routine is None or routine.weekly_share > 0)
            and settings.speech_cues
            and settings.speech_level is not SpeechLevel.OFF
        )

    def _leave(self) -> None:
        """Ask no more, unless it is an answer that is being obeyed."""
        if self._task and self._task is not asyncio.current_task():
            self._task.cancel()
            self._task = None


def _first_satellite(settings: OutputSettings) -> str | None:
    """Return the satellite of a session."""
    return next(filter(is_satellite, settings.speakers), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interview:
    """The questions about one session on one satellite."""

    hass: HomeAssistant
    controller: SessionController
    session_id: str
    satellite_id: str
    language: str

    async def async_run(self, moment: EventType) -> None:
        """Ask what belongs to the start or to the end of the session, if possible."""
        try:
            if self._can_be_asked():
                if moment is EventType.SESSION_STARTED:
                    await self._async_before()
                else:
                    await self._async_after()
        except Exception as err:  # noqa: BLE001  # an answer is welcome, not needed
            LOGGER.debug("No answer from %s: %s", self.satellite_id, type(err).__name__)

    def _can_be_asked(self) -> bool:
        """Return if the satellite can ask and understands the language."""
        state = async_available(self.hass, self.satellite_id)
        return (
            state is not None
            and features(state) & _CAN_BE_ASKED == _CAN_BE_ASKED
            and async_own_voice(self.hass, self.satellite_id, self.language) is not None
        )

    async def _async_before(self) -> None:
        """Ask in the first preparation, when its words are said."""
        running = self.controller.running
        phase = self.controller.snapshot.phase
        if not running or not phase or phase.kind is not PhaseKind.PREPARE:
            return
        words_seconds = running.engine.snapshot().remaining_seconds
        self.controller.async_add_time(_QUESTION_SECONDS)
        try:
            await asyncio.sleep(words_seconds)
            async with asyncio.timeout(_QUESTION_SECONDS - _READY_SECONDS):
                answer = await self._async_ask(Rating.PAIN_BEFORE)
            if answer is Reply.STOP:
                self.controller.async_stop()
            elif answer is Reply.HURTS:
                self.controller.async_stop(StopReason.PAIN)
            elif isinstance(answer, int):
                running.ratings[Rating.PAIN_BEFORE] = answer
                if answer >= SEVERE_PAIN:
                    self.controller.async_pause()
                    await self._async_warn()
        finally:
            self._go_on()

    def _go_on(self) -> None:
        """Give back what is left of the time for the question."""
        running = self.controller.running
        if not running or running.engine.session_id != self.session_id:
            return
        seen = running.engine.snapshot()
        unused_seconds = min(seen.remaining_seconds - _READY_SECONDS, _QUESTION_SECONDS)
        if seen.phase_number == 1 and unused_seconds > 0:
            self.controller.async_add_time(-unused_seconds)

    async def _async_after(self) -> None:
        """Ask when the last words are said."""
        await self.controller.outputs.async_wait_until_put_back()
        for rating in (Rating.PAIN_DURING, Rating.EFFORT):
            answer = await self._async_ask(rating)
            if isinstance(answer, int):
                self.controller.profile.rate(self.session_id, {rating: answer})
                self.controller.async_tell()
                is_severe = rating is Rating.PAIN_DURING and answer >= SEVERE_PAIN
            else:
                is_severe = answer is Reply.HURTS
            if is_severe:
                await self._async_warn()
            if is_severe or answer in (None, Reply.STOP):
                return

    async def _async_ask(self, rating: Rating) -> int | Reply | None:
        """Return the answer to a question that is asked once more if it was unclear."""
        texts = self.controller.profile.catalogue.texts
        for _ in range(_TRY_COUNT):
            heard = await self._async_call(
                "ask_question",
                return_response=True,
                question=texts[self.language].cues[_TEXTS[rating]],
            )
            answer = read_answer(
                str(heard.get("sentence", "")), (text.words for text in texts.values())
            )
            if answer is not None:
                return answer
        return None

    async def _async_warn(self) -> None:
        """Say what to do about severe pain."""
        texts = self.controller.profile.catalogue.texts[self.language]
        for _ in range(_TRY_COUNT):
            try:
                await self._async_call(
                    "announce", message=texts.cues[EventKey.PAIN_STOP]
                )
            except HomeAssistantError:
                continue  # A cue of the session may have been faster.
            return

    async def _async_call(
        self, service: str, *, return_response: bool = False, **fields: Any
    ) -> dict[str, Any]:
        """Call an action of the satellite when nobody talks to it.

        Raises TimeoutError, or whatever the integration of the satellite raises.
        """
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (state := async_available(self.hass, self.satellite_id)) and (
                is_busy(state)
            ):
                await asyncio.sleep(_BUSY_SECONDS)
            if state is None:
                raise HomeAssistantError("gone")
            response = await self.hass.services.async_call(
                ASSIST_SATELLITE_DOMAIN,
                service,
                {ATTR_ENTITY_ID: self.satellite_id, "preannounce": False, **fields},
                blocking=True,
                return_response=return_response,
            )
        return response or {}
