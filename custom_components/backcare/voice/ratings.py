"""Asks by voice how the back feels, before and after a session (``domain.md`` 6.7).

A session waits for no answer: the question before it has its place in a longer first
preparation, which is shortened again as soon as the question is over.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.const import (
    LOGGER,
    SEVERE_PAIN,
    SIGNAL_SESSION_EVENT,
    Rating,
    SpeechLevel,
)
from custom_components.backcare.controller import BackCareConfigEntry, SessionController
from custom_components.backcare.cues import OutputSettings
from custom_components.backcare.cues.playback import is_satellite
from custom_components.backcare.cues.wording import EventKey
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    StopReason,
)
from custom_components.backcare.outlook import Offer, OfferKind
from custom_components.backcare.request import StartRequest
from custom_components.backcare.running import RunningSession
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .choices import read_yes_or_no
from .replies import Replies
from .satellite import Satellite
from .scale import Reply, read_answer

_QUESTION_SECONDS = 16.0
"""By so much the first preparation gets longer for the question in it."""

_READY_SECONDS = 5.0
"""Left of the preparation when the question is over: the countdown needs it."""

_GENTLE_ROUTINE = "gentle_reset"
"""Is offered to who hurts much before a session (``domain.md`` 4.4, rule P7)."""

_TEXTS = {
    Rating.PAIN_BEFORE: "ask_before",
    Rating.PAIN_DURING: "ask_pain",
    Rating.EFFORT: "ask_effort",
}

_ENDS_QUESTIONS = {
    EventType.SESSION_STARTED,
    EventType.PAUSED,
    EventType.RESUMED,
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
                controller=self._entry.runtime_data,
                session_id=session_id,
                satellite=Satellite(
                    hass=self._hass,
                    entity_id=satellite_id,
                    language=settings.language,
                ),
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

    controller: SessionController
    session_id: str
    satellite: Satellite

    @property
    def _texts(self) -> Mapping[str, Texts]:
        """Return what is said to the person, by language."""
        return self.controller.profile.texts

    @property
    def _replies(self) -> Replies:
        """Return the words in the language of the session."""
        return Replies(self._texts[self.satellite.language])

    async def async_run(self, moment: EventType) -> None:
        """Ask what belongs to the start or to the end of the session, if possible."""
        try:
            if self.satellite.can_ask():
                if moment is EventType.SESSION_STARTED:
                    await self._async_before()
                else:
                    await self._async_after()
        except Exception as err:  # noqa: BLE001  # an answer is welcome, not needed
            name = self.satellite.entity_id
            LOGGER.debug("No answer from %s: %s", name, type(err).__name__)

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
                answer = await self._async_rating(Rating.PAIN_BEFORE)
            if isinstance(answer, int):
                running.ratings[Rating.PAIN_BEFORE] = answer
                if answer >= SEVERE_PAIN:
                    self.controller.async_pause()
                    await self._async_offer_gentle(running)
            else:
                self._obey(answer)
        finally:
            self._go_on()

    def _obey(self, reply: object) -> bool:
        """Stop the session if a safe word was said; return if it was one."""
        if reply is Reply.STOP:
            self.controller.async_stop()
        elif reply is Reply.HURTS:
            self.controller.async_stop(StopReason.PAIN)
        return reply in (Reply.STOP, Reply.HURTS)

    async def _async_offer_gentle(self, running: RunningSession) -> None:
        """Offer the gentle session in the place of the plan (rule P7).

        Without an answer the session stays paused.
        """
        await self._async_warn()
        wants_gentle = await self.satellite.async_ask(
            self._replies.say("gentle_instead"), read_yes_or_no
        )
        if self.controller.running is not running or self._obey(wants_gentle):
            return
        if wants_gentle is True:
            settings = running.outputs.settings
            self.controller.async_stop()
            self.controller.async_start(
                StartRequest(
                    routine=_GENTLE_ROUTINE,
                    speakers=settings.speakers,
                    lights=settings.lights,
                    language=settings.language,
                )
            )
            if gentle := self.controller.running:
                gentle.ratings.update(running.ratings)
        elif wants_gentle is False:
            self.controller.async_resume()

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
        """Ask when the last words are said, and tell what the answers mean."""
        await self.controller.outputs.async_wait_until_put_back()
        assessment = None
        for rating in (Rating.PAIN_DURING, Rating.EFFORT):
            answer = await self._async_rating(rating)
            is_severe = answer is Reply.HURTS
            if isinstance(answer, int):
                assessment = self.controller.profile.rate(
                    self.session_id, {rating: answer}
                )
                self.controller.async_tell()
                is_severe = rating is Rating.PAIN_DURING and answer >= SEVERE_PAIN
            if is_severe:
                await self._async_warn()
            if is_severe or answer in (None, Reply.STOP):
                break
        own_language = self.controller.profile.settings.language
        if assessment and self.satellite.language == own_language:
            offer = self.controller.profile.offer
            if offer is None or offer.text != assessment.sentence:
                await self.satellite.async_tell(assessment.sentence)
            if offer:
                await self._async_offer(offer)

    async def _async_offer(self, offer: Offer) -> None:
        """Ask if the person wants what the programme offers."""
        profile = self.controller.profile
        question = offer.text
        if offer.kind is OfferKind.LEVEL_UP:
            agreed = self._replies.say("level_up_agreed")
            question = f"{question} {agreed}"
        answer = await self.satellite.async_ask(question, read_yes_or_no)
        if isinstance(answer, bool) and profile.offer == offer:
            (profile.accept if answer else profile.refuse)(offer)
            self.controller.async_tell()
            await self.satellite.async_tell(self._replies.say("rated"))
        elif answer is Reply.HURTS:
            await self._async_warn()

    async def _async_warn(self) -> None:
        """Say what to do about severe pain."""
        await self.satellite.async_tell(self._replies.say(EventKey.PAIN_STOP))

    async def _async_rating(self, rating: Rating) -> int | Reply | None:
        """Return what is answered to the question about a rating."""
        return await self.satellite.async_ask(
            self._replies.say(_TEXTS[rating]),
            lambda text: read_answer(text, (t.words for t in self._texts.values())),
        )
