"""The voice of the text-to-speech engine for the media players."""

from collections.abc import Iterable
from typing import Any

from homeassistant.components import tts
from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.components.tts.helper import get_engine_instance
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import language as language_util

from .trouble import LOGGER


class Voice:
    """Says texts in one language with one engine."""

    def __init__(self, hass: HomeAssistant, engine: str | None, language: str) -> None:
        """Take the entity id of an engine; None: the default one."""
        self._hass = hass
        self._engine = engine
        self._language = language

    @callback
    def media_id(self, text: str) -> str:
        """Return the media source id of a spoken text.

        The only place that builds it: the same text must give the same id, or the
        cache of the engine misses it. Raises HomeAssistantError without an engine.
        """
        engine = self._engine
        if engine is None and TTS_DOMAIN in self._hass.config.components:
            engine = tts.async_default_engine(self._hass)
        if engine is None:
            raise HomeAssistantError("there is no text-to-speech engine")
        language, options = self._language_and_options(engine)
        return tts.generate_media_source_id(
            self._hass,
            text,
            engine=engine,
            language=language,
            options=options,
            cache=True,
        )

    async def async_prepare(self, texts: Iterable[str]) -> None:
        """Make speech of the texts in the cache of Home Assistant, one by one.

        A fault is left to the moment at which a text is spoken and missed.
        """
        for text in texts:
            try:
                await tts.async_get_media_source_audio(self._hass, self.media_id(text))
            except Exception as err:  # noqa: BLE001  # an engine may fail in any way
                LOGGER.debug("Speech was not made beforehand: %s", err)
                return

    def _language_and_options(self, engine: str) -> tuple[str | None, dict[str, Any]]:
        """Return the name that the engine has for the language, and a voice for it."""
        instance = get_engine_instance(self._hass, engine)
        if instance is None:
            return None, {}
        languages = language_util.matches(
            self._language,
            instance.supported_languages,
            country=self._hass.config.country,
        )
        if not languages:
            return None, {}
        language = languages[0]
        # Some engines go by the voice alone, and their default one has its own language.
        if (
            language != instance.default_language
            and tts.ATTR_VOICE in (instance.supported_options or ())
            and (voices := instance.async_get_supported_voices(language))
        ):
            return language, {tts.ATTR_VOICE: voices[0].voice_id}
        return language, {}
