"""What is known of a speaker before it is asked to play."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare.cues import playback
from custom_components.backcare.cues.playback import (
    async_announces,
    async_available,
    async_default_lead_seconds,
    async_play,
    is_satellite,
)
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er

from .common import SATELLITE, SPEAKER
from .home import ANNOUNCES, PLAYS, Home

STOPS = PLAYS | MediaPlayerEntityFeature.STOP


def put(
    hass: HomeAssistant, home: Home, platform: str, features: int, state: str = "idle"
) -> str:
    """Put a player of an integration into the home; return its entity id."""
    entity = er.async_get(hass).async_get_or_create("media_player", platform, "1")
    home.put(entity.entity_id, features, state)
    return entity.entity_id


@pytest.mark.parametrize(
    ("platform", "lead_seconds"),
    [
        ("mpd", 0.02),
        ("wyoming", 0.1),
        ("squeezebox", 0.2),
        ("esphome", 0.2),
        ("cast", 0.1),
    ],
)
async def test_a_speaker_has_the_lead_of_its_integration(
    hass: HomeAssistant, entry: MockConfigEntry, platform: str, lead_seconds: float
) -> None:
    """Until the person has measured it."""
    entity = er.async_get(hass).async_get_or_create("media_player", platform, "1")
    assert async_default_lead_seconds(hass, entity.entity_id) == lead_seconds


async def test_an_unknown_speaker_has_a_lead(hass: HomeAssistant) -> None:
    """A group of the old kind is in no registry."""
    assert async_default_lead_seconds(hass, SPEAKER) == 0.1


async def test_only_what_is_there_can_play(hass: HomeAssistant, home: Home) -> None:
    """A speaker that is off or was never used is there; it may wake up."""
    for state in ("idle", "off", "unknown", "standby", "playing"):
        home.change(SPEAKER, state)
        assert async_available(hass, SPEAKER)
    home.leave(SPEAKER)
    assert not async_available(hass, SPEAKER)
    assert not async_available(hass, "media_player.nowhere")


@pytest.mark.parametrize(
    ("features", "announces"),
    [(ANNOUNCES, True), (PLAYS, False), (None, False), ("x", False), (1.5, False)],
)
async def test_who_announces(
    hass: HomeAssistant, home: Home, features: object, announces: bool
) -> None:
    """Only a player that says so itself."""
    home.put(SPEAKER, features)
    state = hass.states.get(SPEAKER)
    assert state
    assert async_announces(state) is announces


def test_satellites_are_known_by_their_name() -> None:
    """All others are media players."""
    assert is_satellite(SATELLITE)
    assert not is_satellite(SPEAKER)


@pytest.mark.parametrize(
    ("platform", "media_id"),
    [
        ("vlc_telnet", "media-source://backcare/with_silence/tts/x?message=Rest"),
        ("mpd", "media-source://tts/x?message=Rest"),
    ],
)
async def test_who_loses_the_end_gets_silence(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    platform: str,
    media_id: str,
) -> None:
    """VLC stops before its buffer is empty; all others play the file itself."""
    state = hass.states.get(put(hass, home, platform, PLAYS))
    await async_play(hass, state, "media-source://tts/x?message=Rest")
    (call,) = home.calls_of("play_media")
    assert call["media_content_id"] == media_id


@pytest.mark.parametrize(
    ("platform", "features", "state", "stops"),
    [
        ("dlna_dmr", STOPS, "playing", True),
        ("dlna_dmr", STOPS, "idle", False),
        ("dlna_dmr", PLAYS, "playing", False),
        ("mpd", STOPS, "playing", False),
    ],
)
async def test_who_needs_silence_is_stopped_first(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    platform: str,
    features: int,
    state: str,
    stops: bool,
) -> None:
    """A renderer that seems to play still when the next sound comes would never play it."""
    entity_id = put(hass, home, platform, features, state)
    were: list[str] = []

    async def stop(call: ServiceCall) -> None:
        """Stop, and tell so a little later."""
        hass.loop.call_soon(home.change, entity_id, "playing")
        hass.loop.call_soon(hass.loop.call_soon, home.change, entity_id, "idle")

    async def play(call: ServiceCall) -> None:
        """Note how the player is."""
        were.append(hass.states.get(entity_id).state)

    hass.services.async_register("media_player", "media_stop", stop)
    hass.services.async_register("media_player", "play_media", play)
    await async_play(hass, hass.states.get(entity_id), "media-source://x")
    assert were == ["idle" if stops else state]


async def test_a_player_that_never_falls_silent_keeps_nobody_waiting(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is told to play all the same."""
    monkeypatch.setattr(playback, "SILENCE_SECONDS", 0)
    entity_id = put(hass, home, "dlna_dmr", STOPS, "playing")
    stopped = async_mock_service(hass, "media_player", "media_stop")
    await async_play(hass, hass.states.get(entity_id), "media-source://x")
    assert stopped
    assert home.calls_of("play_media")


@pytest.mark.parametrize(
    ("message", "told"),
    [(None, {"media_id": "x"}), ("Let go.", {"message": "Let go."})],
)
async def test_a_satellite_gets_words_or_a_sound(
    hass: HomeAssistant, home: Home, message: str | None, told: dict[str, str]
) -> None:
    """Never both, and never the chime."""
    home.seconds[SATELLITE] = 0
    state = hass.states.get(SATELLITE)
    assert state
    await async_play(hass, state, "x", message=message)
    assert home.calls_of("announce") == [
        {"entity_id": SATELLITE, "preannounce": False, **told}
    ]
