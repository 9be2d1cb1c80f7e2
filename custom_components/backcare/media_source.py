"""The tones as a media source, and sounds served to speakers, which have no login."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import override

from aiohttp import web

from homeassistant.components import tts
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.media_player.const import MediaClass, MediaType
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.components.media_source.const import URI_SCHEME
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from .const import DOMAIN
from .cues.playback import WHOLE_SECONDS, WITH_SILENCE
from .cues.recording import with_silence
from .cues.tones import TONES_URL, Tone, async_tone_url

_FOLDER = Path(__file__).parent / "tones"
_MIME_TYPE = "audio/mpeg"
_TONES = {f"tones/{tone}": tone for tone in Tone}
"""Each tone by its identifier."""


async def async_serve_sounds(hass: HomeAssistant) -> None:
    """Serve the files of the tones, and what has silence after it."""
    hass.http.register_view(WithSilenceView)
    await hass.http.async_register_static_paths(
        [StaticPathConfig(TONES_URL, str(_FOLDER), cache_headers=True)]
    )


async def async_get_media_source(hass: HomeAssistant) -> ToneSource:
    """Return the tones as a media source."""
    return ToneSource(DOMAIN)


class WithSilenceView(HomeAssistantView):
    """Short sounds with silence after them, for players that lose the end of a file."""

    url = f"/api/{DOMAIN}/with_silence/{{media}}"
    name = f"api:{DOMAIN}:with_silence"

    async def get(self, request: web.Request, media: str) -> web.Response:
        """Return a tone, or speech from the cache of its engine."""
        hass = request.app[KEY_HASS]
        try:
            inner = urlsafe_b64decode(media).decode()
            if tone := _TONES.get(inner.removeprefix(f"{DOMAIN}/")):
                audio = await hass.async_add_executor_job(_file(tone).read_bytes)
            else:
                _, audio = await tts.async_get_media_source_audio(
                    hass, f"{URI_SCHEME}{inner}"
                )
        except (KeyError, ValueError, HomeAssistantError) as err:
            raise web.HTTPNotFound from err
        audio = await hass.async_add_executor_job(with_silence, audio, WHOLE_SECONDS)
        return web.Response(body=audio, content_type=_MIME_TYPE)


def _file(tone: Tone) -> Path:
    """Return the file of a tone."""
    return _FOLDER / f"{tone}.mp3"


class ToneSource(MediaSource):
    """The tones of BackCare."""

    name = "BackCare"

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return the file of a tone; raises Unresolvable for an unknown one."""
        if (item.identifier or "").startswith(WITH_SILENCE):
            inner = item.identifier.removeprefix(WITH_SILENCE).encode()
            # Home Assistant signs the address.
            return PlayMedia(
                WithSilenceView.url.format(media=urlsafe_b64encode(inner).decode()),
                _MIME_TYPE,
            )
        if (tone := _TONES.get(item.identifier)) is None:
            raise Unresolvable(
                translation_domain=DOMAIN,
                translation_key="unknown_tone",
                translation_placeholders={"tone": item.identifier},
            )
        return PlayMedia(async_tone_url(item.hass, tone), _MIME_TYPE, path=_file(tone))

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return the list of the tones."""
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier=None,
            media_class=MediaClass.DIRECTORY,
            media_content_type=MediaType.MUSIC,
            title=self.name,
            can_play=False,
            can_expand=True,
            children_media_class=MediaClass.MUSIC,
            children=[
                BrowseMediaSource(
                    domain=DOMAIN,
                    identifier=identifier,
                    media_class=MediaClass.MUSIC,
                    media_content_type=_MIME_TYPE,
                    title=tone.replace("_", " ").capitalize(),
                    can_play=True,
                    can_expand=False,
                )
                for identifier, tone in _TONES.items()
            ],
        )
