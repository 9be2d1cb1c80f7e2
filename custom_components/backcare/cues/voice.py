"""The voices of text-to-speech engines: they make beforehand what will be said."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.components import tts
from homeassistant.components.tts.const import DATA_COMPONENT, DOMAIN as TTS_DOMAIN
from homeassistant.components.tts.helper import get_engine_instance
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import language as language_util

from .recording import Recording, read_recording
from .trouble import Trouble
from .utterance import estimated_seconds

PATIENCE_SECONDS = 15.0
"""How long an engine may take for one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceChoice:
    """An engine, the name that it has for a language, and what else it is told."""

    engine: str
    language: str | None
    options: Mapping[str, Any] = field(default_factory=dict)


class Voice:
    """Says texts as chosen; makes each of them once, one by one, soonest first."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], choice: VoiceChoice
    ) -> None:
        """Begin with nothing said."""
        self._hass = hass
        self._entry = entry
        self._choice = choice
        self._trouble = Trouble(hass, entry, choice.engine)
        self._wanted: deque[str] = deque()
        self._recordings: dict[str, Recording] = {}
        """The texts that are ready."""
        self._task: asyncio.Task[None] | None = None
        self._made = asyncio.Event()
        """Set whenever a text is ready or given up."""
        self._listeners: list[Callable[[str], None]] = []

    @callback
    def media_id(self, text: str) -> str:
        """Return the media source id of a spoken text.

        The only place that builds it: the same text must give the same id, or the
        cache of the engine misses it.
        """
        return tts.generate_media_source_id(
            self._hass,
            text,
            engine=self._choice.engine,
            language=self._choice.language,
            options=dict(self._choice.options),
            cache=True,
        )

    @callback
    def async_url(self, text: str) -> str:
        """Return an address at which a browser gets a spoken text, for some minutes.

        Raises whatever the engine raises.
        """
        stream = tts.async_create_stream(
            self._hass,
            self._choice.engine,
            self._choice.language,
            dict(self._choice.options),
        )
        stream.async_set_message(text)
        return stream.url

    @callback
    def async_add_listener(self, listener: Callable[[str], None]) -> CALLBACK_TYPE:
        """Call the listener with each text that is wanted, once it is ready.

        Returns the undo.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_want(self, texts: Iterable[str]) -> None:
        """Make speech of texts after those that are wanted already."""
        for text in texts:
            if text in self._recordings:
                self._tell(text)
            elif text not in self._wanted:
                self._wanted.append(text)
        if self._wanted and self._task is None:
            self._task = self._entry.async_create_background_task(
                self._hass,
                self._async_make_all(),
                f"backcare voice {self._choice.engine}",
                eager_start=False,
            )

    @callback
    def async_forget(self) -> None:
        """Make nothing more of what is wanted, and let nobody wait for it."""
        self._wanted.clear()
        self._made.set()

    def is_ready(self, text: str) -> bool:
        """Return if the speech is there, and the engine that gives it out."""
        return (
            text in self._recordings
            and get_engine_instance(self._hass, self._choice.engine) is not None
        )

    def recording(self, text: str) -> Recording:
        """Return what is known of the speech, guessed as long as it is not there."""
        return self._recordings.get(text) or Recording(seconds=estimated_seconds(text))

    async def async_wait_for(self, text: str, until: float) -> bool:
        """Wait until a text is ready, at most to a moment of the loop; return if it is."""
        was_tried = False
        while not self.is_ready(text):
            if text not in self._wanted:
                if was_tried:
                    break
                self._wanted.appendleft(text)
                self.async_want(())
            was_tried = True
            self._made.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self._made.wait()
            except TimeoutError:
                break
        return self.is_ready(text)

    async def _async_make_all(self) -> None:
        """Make what is wanted, one text after the other."""
        try:
            while self._wanted:
                await self._async_make(self._wanted[0])
        finally:
            self._task = None

    async def _async_make(self, text: str) -> None:
        """Make one text; a fault is told, and the next one may do better."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                _, audio = await tts.async_get_media_source_audio(
                    self._hass, self.media_id(text)
                )
            if not audio:
                raise HomeAssistantError("it made no sound")  # noqa: TRY301
            recording = await self._hass.async_add_executor_job(read_recording, audio)
            self._recordings[text] = recording or self.recording(text)
            self._trouble.works()
            self._tell(text)
        except Exception as err:  # noqa: BLE001  # an engine may fail in any way
            self._trouble.failed(err)
        if text in self._wanted:
            self._wanted.remove(text)
        self._made.set()

    def _tell(self, text: str) -> None:
        """Tell the listeners of a text that is ready."""
        for listener in self._listeners:
            listener(text)


@callback
def async_choose_voice(
    hass: HomeAssistant, engine: str | None, language: str
) -> VoiceChoice:
    """Return how an engine, or else any one of the home, speaks a language.

    Raises HomeAssistantError where none does; the message says why.
    """
    if TTS_DOMAIN not in hass.config.components:
        raise HomeAssistantError("there is no text-to-speech engine")
    for candidate in (engine,) if engine else _async_engines(hass):
        instance = get_engine_instance(hass, candidate)
        if instance is None:
            continue
        languages = language_util.matches(
            language, instance.supported_languages, country=hass.config.country
        )
        if not languages:
            continue
        options = {}
        # Some engines go by the voice alone, and their default one has its own language.
        if (
            languages[0] != instance.default_language
            and tts.ATTR_VOICE in (instance.supported_options or ())
            and (voices := instance.async_get_supported_voices(languages[0]))
        ):
            options = {tts.ATTR_VOICE: voices[0].voice_id}
        return VoiceChoice(engine=candidate, language=languages[0], options=options)
    raise HomeAssistantError(f"no text-to-speech engine speaks {language}")


@callback
def _async_engines(hass: HomeAssistant) -> list[str]:
    """Return the engines of the home, the default one first."""
    default = tts.async_default_engine(hass)
    entities = [entity.entity_id for entity in hass.data[DATA_COMPONENT].entities]
    return list(dict.fromkeys([*([default] if default else []), *entities]))
