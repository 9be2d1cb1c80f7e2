"""Speakers find the tones through the media source, and get them without a login."""

from http import HTTPStatus

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.cues.playback import with_silence_id
from custom_components.backcare.cues.recording import read_recording
from custom_components.backcare.cues.tones import TONE_SECONDS, Tone, media_id
from custom_components.backcare.cues.voice import Voice, async_choose_voice
from homeassistant.components.media_player import async_process_play_media_url
from homeassistant.components.media_source import (
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import SetUp
from .cues.home import Home


@pytest.fixture(autouse=True)
async def media(
    hass: HomeAssistant, config_entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Set up the media sources and BackCare."""
    assert await async_setup_component(hass, "media_source", {})
    await set_up(config_entry)


def signed(hass: HomeAssistant, url: str) -> str:
    """Return the address that a player gets."""
    return async_process_play_media_url(hass, url, allow_relative_url=True)


@pytest.mark.parametrize("tone", Tone)
async def test_speaker_gets_a_tone(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, tone: Tone
) -> None:
    """A speaker is given the unsigned address of a file, and may keep it."""
    found = await async_resolve_media(hass, media_id(tone), None)
    client = await hass_client_no_auth()
    answer = await client.get(found.url)

    assert signed(hass, found.url) == found.url
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == found.mime_type == "audio/mpeg"
    assert "max-age" in answer.headers["Cache-Control"]
    assert found.path
    assert await answer.read() == found.path.read_bytes()


@pytest.mark.parametrize("tone", Tone)
async def test_tone_with_silence(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, tone: Tone
) -> None:
    """A player that loses the end of a short file gets more, at a signed address."""
    found = await async_resolve_media(hass, with_silence_id(media_id(tone)), None)
    client = await hass_client_no_auth()
    answer = await client.get(signed(hass, found.url))
    recording = read_recording(await answer.read())

    assert answer.content_type == found.mime_type
    assert recording
    assert recording.seconds == pytest.approx(max(TONE_SECONDS[tone], 1.5), abs=0.03)
    assert (await client.get(found.url)).status == HTTPStatus.UNAUTHORIZED


async def test_speech_with_silence(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, home: Home
) -> None:
    """Speech comes from the cache of its engine, and gets silence too."""
    voice = Voice(hass, home.entry, async_choose_voice(hass, None, "en"))
    speech_id = with_silence_id(voice.media_id("Let go."))
    found = await async_resolve_media(hass, speech_id, None)
    client = await hass_client_no_auth()
    for _ in range(2):
        answer = await client.get(signed(hass, found.url))
        recording = read_recording(await answer.read())

        assert recording
        assert recording.seconds == pytest.approx(1.5, abs=0.03)
    assert home.engine.asked == ["Let go."]


@pytest.mark.parametrize("source", ["x", "eA==", "dHRzL3g=", "dHRzL3g_bWVzc2FnZT14"])
async def test_nonsense_with_silence(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, source: str
) -> None:
    """What is no sound is not found, and nothing breaks."""
    client = await hass_client_no_auth()
    address = f"/api/backcare/with_silence/{source}"
    answer = await client.get(signed(hass, address))
    assert answer.status == HTTPStatus.NOT_FOUND


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
