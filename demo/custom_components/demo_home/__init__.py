"""A voice, a loudspeaker and two lamps that need no hardware and no internet."""

from io import BytesIO
import math
from typing import Any, override

import mutagen
from yarl import URL

from homeassistant.components import media_source
from homeassistant.components.light import ColorMode, LightEntity
from homeassistant.components.media_player import (
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    async_process_play_media_url,
)
from homeassistant.components.tts import TextToSpeechEntity, TtsAudioType
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.typing import ConfigType

DOMAIN = "demo_home"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)

LANGUAGES = ["en", "nl"]
LETTERS_PER_SECOND = 15

# An MP3 frame: MPEG 2, layer III, 8 kbit/s, 24 kHz, one channel, with nothing in it. Home
# Assistant would need ffmpeg for a sound that is easier to make.
SILENT_FRAME = bytes.fromhex("fff314c0") + bytes(20)
FRAME_SECONDS = 0.024


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Add the entities."""
    for domain, entity in (
        ("tts", DemoVoice()),
        ("media_player", DemoSpeaker()),
        ("light", DemoLamp("Mat lamp", ColorMode.HS)),
        ("light", DemoLamp("Corner lamp", ColorMode.BRIGHTNESS)),
    ):
        await hass.data[DATA_INSTANCES][domain].async_add_entities([entity])
    return True


class DemoVoice(TextToSpeechEntity):
    """Keeps silent for as long as a voice would speak."""

    _attr_name = "Demo voice"
    _attr_unique_id = "voice"
    _attr_default_language = "en"
    _attr_supported_languages = LANGUAGES

    @override
    def get_tts_audio(
        self, message: str, language: str, options: dict[str, Any]
    ) -> TtsAudioType:
        """Return silence."""
        seconds = len(message) / LETTERS_PER_SECOND
        return "mp3", SILENT_FRAME * math.ceil(seconds / FRAME_SECONDS)


class DemoSpeaker(MediaPlayerEntity):
    """Fetches what it is asked to play, as a real loudspeaker does, and keeps silent."""

    _attr_name = "Demo speaker"
    _attr_unique_id = "speaker"
    _attr_should_poll = False
    _attr_state = MediaPlayerState.IDLE
    _attr_volume_level = 0.5
    _attr_supported_features = (
        MediaPlayerEntityFeature.PLAY_MEDIA
        | MediaPlayerEntityFeature.MEDIA_ANNOUNCE
        | MediaPlayerEntityFeature.STOP
        | MediaPlayerEntityFeature.VOLUME_SET
    )
    _cancel_end: CALLBACK_TYPE | None = None

    @override
    async def async_play_media(
        self, media_type: str, media_id: str, **kwargs: Any
    ) -> None:
        """Fetch the sound and play it to its end."""
        url = media_id
        if media_source.is_media_source_id(media_id):
            media = await media_source.async_resolve_media(
                self.hass, media_id, self.entity_id
            )
            url = media.url
        url = async_process_play_media_url(self.hass, url, allow_relative_url=True)
        assert self.hass.config.api
        home = URL(f"http://127.0.0.1:{self.hass.config.api.port}")
        async with async_get_clientsession(self.hass).get(
            home.join(URL(url))
        ) as answer:
            answer.raise_for_status()
            sound = mutagen.File(BytesIO(await answer.read()))
        self._attr_media_content_id = media_id
        self._attr_media_content_type = media_type
        self._attr_media_title = URL(media_id).query.get("message")
        self._attr_media_duration = math.ceil(sound.info.length)
        self._show(MediaPlayerState.PLAYING)
        self._cancel_end = async_call_later(self.hass, sound.info.length, self._on_end)

    @override
    async def async_media_stop(self) -> None:
        """Fall silent."""
        self._show(MediaPlayerState.IDLE)

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume."""
        self._attr_volume_level = volume
        self.async_write_ha_state()

    async def _on_end(self, _now: Any) -> None:
        """Fall silent when the sound is over."""
        self._cancel_end = None
        self._show(MediaPlayerState.IDLE)

    def _show(self, state: MediaPlayerState) -> None:
        """Show the state; a new sound replaces the one that plays."""
        if self._cancel_end:
            self._cancel_end()
            self._cancel_end = None
        self._attr_state = state
        self.async_write_ha_state()


class DemoLamp(LightEntity):
    """Shines in Home Assistant only."""

    _attr_should_poll = False
    _attr_is_on = True
    _attr_brightness = 180

    def __init__(self, name: str, color_mode: ColorMode) -> None:
        """Start as a lamp that somebody uses."""
        self._attr_name = name
        self._attr_unique_id = name
        self._attr_color_mode = color_mode
        self._attr_supported_color_modes = {color_mode}
        if color_mode is ColorMode.HS:
            self._attr_hs_color = (30, 40)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Shine as asked."""
        self._attr_is_on = True
        self._attr_brightness = kwargs.get("brightness", self._attr_brightness)
        self._attr_hs_color = kwargs.get("hs_color", self._attr_hs_color)
        self.async_write_ha_state()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Go dark."""
        self._attr_is_on = False
        self.async_write_ha_state()
