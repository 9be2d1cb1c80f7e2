"""The outputs of a session: what the person hears and sees at each moment.

Nothing here can delay or fail a phase: what will be said is planned ahead from a copy of
the session, and each speaker and each light goes on from there in its own task.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Self

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.models import (
    Clock,
    EventType,
    SessionEvent,
    SessionStatus,
    StopReason,
)
from custom_components.backcare.engine.script import CueKey
from custom_components.backcare.engine.session import SessionEngine
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .device import Device
from .lights import Lights
from .looks import Look, farewell_of
from .narrator import Manner, Narrator
from .score import COMMANDS, Rehearsal
from .settings import OutputSettings
from .speakers import Speakers
from .tones import Tone
from .trouble import LOGGER
from .utterance import Utterance

__all__ = [
    "CueOutputs",
    "Device",
    "OutputSettings",
    "OutputsBefore",
    "Speakers",
    "async_audition",
    "async_remind",
]

_TEST_KEY = "speaker_test"

_PATIENT_SECONDS = 30.0

_SOON_COUNT = 5
"""Sentences that are made before those for what the person may do next."""

_NEAR_SECONDS = 20.0
"""What is due so soon is planned at once: what is said now has to leave room for it."""

_REACTIONS: tuple[Callable[[SessionEngine], None], ...] = (
    SessionEngine.pause,
    SessionEngine.skip,
    SessionEngine.cancel,
    lambda engine: engine.cancel(StopReason.PAIN),
    SessionEngine.previous,
)
"""What the person may do at any moment, to be answered at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputsBefore:
    """How the lights and speakers were before a session, as JSON data."""

    lights: Sequence[dict[str, Any]] = ()
    speakers: Sequence[dict[str, Any]] = ()

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what ``asdict`` wrote; what is damaged is lost."""
        return cls(
            **{kind: _notes(stored.get(kind)) for kind in ("lights", "speakers")}
        )


class CueOutputs:
    """The speakers and lights of one session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        engine: SessionEngine,
        *,
        clock: Clock,
        settings: OutputSettings,
        texts: Texts,
        before: OutputsBefore,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Take a session, and how the outputs were if a restart came between.

        Calls on_change whenever ``before`` has changed.
        """
        self.settings = settings
        self.is_silent = False
        """The last words are said, and the speakers are put back."""
        self._hass = hass
        self._entry = entry
        self._engine = engine
        self._clock = clock
        self._narrator = Narrator(texts, settings)
        self._speakers = Speakers(hass, entry, settings, before.speakers, on_change)
        self._lights = Lights(
            hass,
            entry,
            settings.lights,
            before.lights,
            mode=settings.light_mode,
            scenes=settings.scenes,
            on_change=on_change,
        )
        self._plan: asyncio.Task[None] | None = None
        self._farewell: Look | None = None
        self._is_mute = False

    @property
    def before(self) -> OutputsBefore:
        """Return how the outputs were before the session, until they are so again."""
        return OutputsBefore(lights=self._lights.before, speakers=self._speakers.before)

    @callback
    def async_handle(self, events: tuple[SessionEvent, ...]) -> None:
        """Say and show a moment of the session, soon."""
        if self._is_mute:
            return
        with _contained():
            if self.settings.light_cues:
                self._lights.async_show(events[-1])
            else:
                self._lights.async_hear(events[-1])
            self._farewell = farewell_of(events[-1])
        with _contained():
            if events[0].type in COMMANDS:
                self._perform(events)
            elif any(event.type is EventType.PHASE_STARTED for event in events):
                self._prepare_reactions()

    @callback
    def async_take_up(self) -> None:
        """Tell and show, after a restart, that the session waits, if it still does."""
        if self._engine.status is not SessionStatus.PAUSED:
            return
        paused = SessionEvent(
            type=EventType.PAUSED,
            due_at=self._clock.utcnow(),
            snapshot=self._engine.snapshot(),
        )
        self.async_handle((paused,))

    @callback
    def async_update(self, **changes: Any) -> None:
        """Change settings; they count at once."""
        showed = self.settings.light_cues
        spoke = self._manner.level is not SpeechLevel.OFF
        self.settings = replace(self.settings, **changes)
        if self._is_mute:
            return
        with _contained():
            if showed and not self.settings.light_cues:
                self._entry.async_create_background_task(
                    self._hass, self._lights.async_restore(), "backcare restore lights"
                )
            elif not showed and self.settings.light_cues:
                self._lights.async_refresh()
        with _contained():
            if spoke and self._manner.level is SpeechLevel.OFF:
                self._speakers.async_hush()
            self._perform(())

    @callback
    def async_add_device(self, device: Device) -> CALLBACK_TYPE:
        """Let a device hear what is still to come; return the undo."""
        remove = self._speakers.async_add_device(device)
        if not self._is_mute:
            with _contained():
                self._perform(())
        return remove

    @callback
    def async_mute(self) -> None:
        """Say and show nothing more."""
        self._is_mute = True
        self._forget_plan()
        self._speakers.async_hush()

    @callback
    def async_abandon(self) -> OutputsBefore:
        """Leave the outputs as they are; return how they were before."""
        self.async_mute()
        self._lights.async_abandon()
        self._speakers.async_abandon()
        return self.before

    async def async_close(self) -> None:
        """Say what waits, then put the outputs back as they were."""
        farewell = None if self._is_mute else self._farewell
        self._is_mute = True
        with _contained():
            await asyncio.gather(
                self._async_finish_plan(), self._lights.async_restore(farewell)
            )

    async def _async_finish_plan(self) -> None:
        """Let the speakers say all that is planned."""
        if self._plan:
            await asyncio.wait({self._plan})
        await self._speakers.async_finish()
        self.is_silent = True

    @property
    def _manner(self) -> Manner:
        """Return how much is to be said and sounded."""
        settings = self.settings
        return Manner(
            level=settings.speech_level if settings.speech_cues else SpeechLevel.OFF,
            tones=settings.tone_cues,
        )

    def _perform(self, events: tuple[SessionEvent, ...]) -> None:
        """Answer a command, and plan anew what follows from it."""
        self._forget_plan()
        if events and events[0].type is not EventType.CHANGED:
            self._speakers.async_hush()
        now = self._clock.monotonic()
        self._say(now, self._narrator.utterances(events, self._manner))
        if self._engine.next_due_at() is not None:
            self._plan = self._entry.async_create_background_task(
                self._hass,
                self._async_plan(
                    Rehearsal(self._engine, self._clock), self._narrator.copy()
                ),
                "backcare plan",
            )

    async def _async_plan(self, rehearsal: Rehearsal, narrator: Narrator) -> None:
        """Hand everything that will be said to the speakers, soonest first."""
        count = 0
        near_until = self._clock.monotonic() + _NEAR_SECONDS
        with _contained():
            for due, events in rehearsal.moments():
                utterances = narrator.utterances(events, self._manner)
                self._say(due, utterances)
                if count < _SOON_COUNT <= (count := count + len(utterances)):
                    self._prepare_reactions()
                if due > near_until:
                    # A moment takes well below a thousandth of a second.
                    await asyncio.sleep(0)

    def _say(self, due: float, utterances: list[Utterance]) -> None:
        """Hand utterances to the speakers, and let their speech be made."""
        for utterance in utterances:
            self._speakers.async_say(utterance, due)
            self._speakers.async_want(utterance.texts)

    def _prepare_reactions(self) -> None:
        """Let the answers to what the person may do now be made beforehand."""
        for command in _REACTIONS:
            rehearsal = Rehearsal(self._engine, self._clock)
            narrator = self._narrator.copy()
            for events in rehearsal.after(command):
                for utterance in narrator.utterances(events, self._manner):
                    self._speakers.async_want(utterance.texts)

    def _forget_plan(self) -> None:
        """Forget what was planned."""
        if self._plan:
            self._plan.cancel()
            self._plan = None
        self._speakers.async_clear()


async def async_audition(
    speakers: Speakers, texts: Texts, clock: Clock, *, devices: Iterable[Device] = ()
) -> None:
    """Let all speakers say a sentence and count down, then give them back."""
    countdown = replace(_utterance(CueKey.COUNTDOWN, texts), tone=Tone.COUNTDOWN)
    await _async_perform(
        speakers, (_utterance(_TEST_KEY, texts), countdown), clock, devices
    )


async def async_remind(
    speakers: Speakers, texts: Texts, clock: Clock, *, key: str
) -> None:
    """Let all speakers say the sentence with a key, then give them back."""
    await _async_perform(speakers, (_utterance(key, texts),), clock)


async def _async_perform(
    speakers: Speakers,
    utterances: Iterable[Utterance],
    clock: Clock,
    devices: Iterable[Device] = (),
) -> None:
    """Let speakers that no session has say something, then give them back."""
    for device in devices:
        speakers.async_add_device(device)
    for utterance in utterances:
        speakers.async_want(utterance.texts)
        speakers.async_say(utterance, clock.monotonic())
    await speakers.async_finish()


def _utterance(key: str, texts: Texts) -> Utterance:
    """Return a sentence that may come late: nothing waits for it."""
    return Utterance(
        key=key,
        priority=CuePriority.START_END,
        fresh_seconds=_PATIENT_SECONDS,
        texts=(texts.cues[key],),
    )


def _notes(stored: Any) -> list[dict[str, Any]]:
    """Return the notes that name an output."""
    return [
        item
        for item in (stored if isinstance(stored, list | tuple) else ())
        if isinstance(item, dict) and isinstance(item.get("entity_id"), str)
    ]


@contextmanager
def _contained() -> Iterator[None]:
    """Keep an error in the outputs away from the session."""
    try:
        yield
    except Exception:  # noqa: BLE001  # the session must not notice
        LOGGER.exception("The outputs of BackCare missed a moment of the session")
