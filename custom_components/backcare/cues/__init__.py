"""The outputs of a session: what the person hears and sees at each moment.

Nothing here can delay or fail a phase: the moments are only turned into text and looks,
and each speaker and each light goes on from there in its own task.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.engine.models import EventType, SessionEvent
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .lights import Lights
from .looks import look_of
from .narrator import Narrator
from .rehearsal import texts_to_come
from .settings import OutputSettings
from .speakers import Speakers
from .trouble import LOGGER
from .voice import Voice

__all__ = ["CueOutputs", "OutputSettings"]

_ENDS = {
    EventType.SESSION_FINISHED,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
}

_INTERRUPTIONS = {
    EventType.PAUSED,
    EventType.RESUMED,
    EventType.SKIPPED,
    EventType.WENT_BACK,
    EventType.SESSION_CANCELLED,
}
"""Make obsolete what waits to be said."""


class CueOutputs:
    """The speakers and lights of one session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        settings: OutputSettings,
        texts: Texts,
        lights_before: Sequence[dict[str, Any]] = (),
    ) -> None:
        """Take the settings, and how the lights were if a restart came between."""
        self.settings = settings
        self._hass = hass
        self._entry = entry
        self._texts = texts
        self._narrator = Narrator(texts, settings)
        self._voice = Voice(hass, settings.speech_engine, settings.language)
        self._speakers = Speakers(hass, entry, settings.speakers, self._voice)
        self._preparation: asyncio.Task[None] | None = None
        self._lights = Lights(hass, entry, settings.lights, lights_before)
        self._last: SessionEvent | None = None
        self._is_mute = False

    @property
    def lights_before(self) -> list[dict[str, Any]]:
        """Return how the lights were before the session, as JSON data."""
        return self._lights.before

    @callback
    def async_handle(self, events: tuple[SessionEvent, ...]) -> None:
        """Say and show a moment of the session, soon."""
        if self._is_mute:
            return
        self._last = events[-1]
        with _contained():
            self._say(events)
        with _contained():
            self._show()

    @callback
    def async_prepare(self, session: Mapping[str, Any]) -> None:
        """Let the voice make beforehand what a stored session will say."""
        if self._speaks and self._speakers.has_media_players:
            self._preparation = self._entry.async_create_background_task(
                self._hass, self._async_prepare(session), "backcare prepare speech"
            )

    async def _async_prepare(self, session: Mapping[str, Any]) -> None:
        """Make the speech, soonest first; what is not ready is made when it is due."""
        settings = self.settings
        narrator = Narrator(self._texts, settings)
        with _contained():
            texts = await self._hass.async_add_executor_job(
                texts_to_come,
                session,
                lambda events: narrator.utterances(
                    events, settings.speech_level, settings.tone_cues
                ),
            )
            await self._voice.async_prepare(texts)

    @callback
    def async_update(self, **changes: Any) -> None:
        """Change settings; they count at once."""
        showed = self.settings.light_cues
        self.settings = replace(self.settings, **changes)
        if not self._speaks:
            self._speakers.async_hush()
        if showed and not self.settings.light_cues:
            self._entry.async_create_background_task(
                self._hass, self._lights.async_restore(), "backcare restore lights"
            )
        elif not self._is_mute:
            with _contained():
                self._show()

    @callback
    def async_mute(self) -> None:
        """Say and show nothing more."""
        self._is_mute = True
        self._speakers.async_hush()

    async def async_close(self) -> None:
        """Put the lights back; what waits to be said is still said."""
        self._is_mute = True
        if self._preparation:
            self._preparation.cancel()
        with _contained():
            await self._lights.async_restore()

    @property
    def _speaks(self) -> bool:
        """Return if anything is to be said at all."""
        return (
            self.settings.speech_cues
            and self.settings.speech_level is not SpeechLevel.OFF
        )

    def _say(self, events: tuple[SessionEvent, ...]) -> None:
        """Hand what is to be said to the speakers."""
        if not _INTERRUPTIONS.isdisjoint(event.type for event in events):
            self._speakers.async_hush()
        level = self.settings.speech_level if self._speaks else SpeechLevel.OFF
        for utterance in self._narrator.utterances(
            events, level, self.settings.tone_cues
        ):
            LOGGER.debug(
                "Cue for %s: %s", ", ".join(self.settings.speakers), utterance.text
            )
            self._speakers.async_say(utterance)

    def _show(self) -> None:
        """Hand the look of the phase to the lights."""
        last = self._last
        if last is None or last.type in _ENDS or not self.settings.light_cues:
            return
        if look := look_of(last.snapshot):
            self._lights.async_show(look)


@contextmanager
def _contained() -> Iterator[None]:
    """Keep an error in the outputs away from the session."""
    try:
        yield
    except Exception:  # noqa: BLE001  # the session must not notice
        LOGGER.exception("The outputs of BackCare missed a moment of the session")
