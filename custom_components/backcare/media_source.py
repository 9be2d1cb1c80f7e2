"""The tones as a media source, and served to speakers, which have no login."""

from pathlib import Path
from typing import override

from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.media_player.const import MediaClass, MediaType
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_loaded_integration

from .const import DOMAIN
from .cues.tones import Tone

_FOLDER = Path(__file__).parent / "tones"
_URL = f"/{DOMAIN}/tones"
_MIME_TYPE = "audio/mpeg"
_TONES = {f"tones/{tone}": tone for tone in Tone}
"""Each tone by its identifier."""


async def async_serve_tones(hass: HomeAssistant) -> None:
    """Serve the files of the tones."""
    await hass.http.async_register_static_paths(
        [StaticPathConfig(_URL, str(_FOLDER), cache_headers=True)]
    )


async def async_get_media_source(hass: HomeAssistant) -> ToneSource:
    """Return the tones as a media source."""
    return ToneSource(DOMAIN)


class ToneSource(MediaSource):
    """The tones of BackCare."""

    name = "BackCare"

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return the file of a tone; raises Unresolvable for an unknown one."""
        if (tone := _TONES.get(item.identifier)) is None:
            raise Unresolvable(
                translation_domain=DOMAIN,
                translation_key="unknown_tone",
                translation_placeholders={"tone": item.identifier},
            )
        file = f"{tone}.mp3"
        # Players keep files: a new version is another address. With a query Home Assistant
        # also leaves it as it is, instead of signing it anew, and too long for some players.
        version = async_get_loaded_integration(item.hass, DOMAIN).version
        return PlayMedia(
            f"{_URL}/{file}?version={version}", _MIME_TYPE, path=_FOLDER / file
        )

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
