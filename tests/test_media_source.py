"""Speakers find the tones through the media source, and get them without a login."""

from http import HTTPStatus

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.cues.tones import Tone, media_id
from homeassistant.components.media_player import async_process_play_media_url
from homeassistant.components.media_source import (
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import SetUp


@pytest.fixture(autouse=True)
async def media(
    hass: HomeAssistant, config_entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Set up the media sources and BackCare."""
    assert await async_setup_component(hass, "media_source", {})
    await set_up(config_entry)


@pytest.mark.parametrize("tone", Tone)
async def test_speaker_gets_a_tone(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, tone: Tone
) -> None:
    """A speaker is given the unsigned address of a file, and may keep it."""
    found = await async_resolve_media(hass, media_id(tone), None)
    client = await hass_client_no_auth()
    answer = await client.get(found.url)

    assert async_process_play_media_url(hass, found.url, allow_relative_url=True) == (
        found.url
    )
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == found.mime_type == "audio/mpeg"
    assert "max-age" in answer.headers["Cache-Control"]
    assert found.path
    assert await answer.read() == found.path.read_bytes()


@pytest.mark.parametrize("identifier", ["", "/tones", "/tones/gong", "/../const"])
async def test_unknown_tone(hass: HomeAssistant, identifier: str) -> None:
    """What is no tone has no address."""
    with pytest.raises(Unresolvable) as error:
        await async_resolve_media(hass, f"media-source://backcare{identifier}", None)
    assert error.value.translation_key == "unknown_tone"


async def test_browse(hass: HomeAssistant) -> None:
    """The list of media shows each tone with a name, and each can be played."""
    root = await async_browse_media(hass, None)
    assert "BackCare" in {source.title for source in root.children or ()}

    found = (await async_browse_media(hass, "media-source://backcare")).children or []
    assert [item.media_content_id for item in found] == [
        media_id(tone) for tone in Tone
    ]
    assert found[1].title == "Countdown end"
    for item in found:
        assert item.can_play
        assert await async_resolve_media(hass, item.media_content_id, None)
