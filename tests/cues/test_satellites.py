"""A satellite speaks with the voice of its own assistant, if that fits."""

from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.cues.satellites import async_own_voice
from custom_components.backcare.cues.speakers import Speakers
from custom_components.backcare.cues.voice import VoiceChoice
from homeassistant.components import assist_pipeline
from homeassistant.components.assist_satellite import (
    AssistSatelliteAnnouncement,
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
    AssistSatelliteEntityFeature,
)
from homeassistant.components.assist_satellite.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .common import Time, settings, utterance
from .home import Engine

FORMAT = {"preferred_format": "mp3"}

SHORT = utterance("Let go.")


class Satellite(AssistSatelliteEntity):
    """A satellite that announces at once."""

    _attr_name = "Study"
    _attr_supported_features = AssistSatelliteEntityFeature.ANNOUNCE
    _attr_tts_options = FORMAT

    def __init__(self) -> None:
        """Remember what was announced."""
        self.announced: list[AssistSatelliteAnnouncement] = []

    @override
    async def async_announce(self, announcement: AssistSatelliteAnnouncement) -> None:
        """Announce."""
        self.announced.append(announcement)

    @override
    def on_pipeline_event(self, event: Any) -> None:
        """Hear of the assistant."""

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        """Return its wake words."""
        return AssistSatelliteConfiguration([], [], 1)

    @override
    async def async_set_configuration(
        self, config: AssistSatelliteConfiguration
    ) -> None:
        """Take other wake words."""


@pytest.fixture
async def satellite(hass: HomeAssistant, engine: Engine) -> Satellite:
    """Put a satellite into the home, with an assistant that speaks English."""
    hass.config.internal_url = "http://home.local:8123"
    for component in ("homeassistant", "media_source", "assist_satellite"):
        assert await async_setup_component(hass, component, {})
    satellite = Satellite()
    await hass.data[DATA_COMPONENT].async_add_entities([satellite])
    await choose(hass)
    return satellite


async def choose(hass: HomeAssistant, **changes: Any) -> None:
    """Change the assistant of the home."""
    chosen = {
        "conversation_engine": "conversation.home_assistant",
        "conversation_language": "en",
        "language": "en",
        "name": "Home",
        "stt_engine": None,
        "stt_language": None,
        "tts_engine": "tts.engine",
        "tts_language": "en_US",
        "tts_voice": "en_US-amy",
        "wake_word_entity": None,
        "wake_word_id": None,
    }
    await assist_pipeline.async_update_pipeline(
        hass, assist_pipeline.async_get_pipeline(hass), **(chosen | changes)
    )


async def test_a_satellite_has_the_voice_of_its_assistant(
    hass: HomeAssistant, satellite: Satellite
) -> None:
    """The one that the person chose, in the format that it plays."""
    assert async_own_voice(hass, satellite.entity_id, "en") == VoiceChoice(
        engine="tts.engine",
        language="en_US",
        options={"voice": "en_US-amy", **FORMAT},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"tts_language": "nl_NL"},
        {"tts_engine": None, "tts_language": None, "tts_voice": None},
        {"tts_engine": "tts.gone"},
    ],
)
async def test_an_assistant_of_another_language_is_no_help(
    hass: HomeAssistant, satellite: Satellite, changes: dict[str, Any]
) -> None:
    """Then one of our own is made."""
    await choose(hass, **changes)
    assert async_own_voice(hass, satellite.entity_id, "en") is None


async def test_the_assistant_that_is_chosen_for_a_satellite_counts(
    hass: HomeAssistant, satellite: Satellite
) -> None:
    """A home may have several."""
    english = assist_pipeline.async_get_pipeline(hass)
    await choose(hass, name="Huis", tts_language="nl_NL", tts_voice=None)
    satellite._attr_pipeline_entity_id = "select.study_assistant"
    for state in (english.name, "preferred", "Huis"):
        hass.states.async_set("select.study_assistant", state)
        own = async_own_voice(hass, satellite.entity_id, "nl")
        assert own == VoiceChoice(engine="tts.engine", language="nl_NL", options=FORMAT)


async def test_a_home_without_satellites_has_no_such_voice(
    hass: HomeAssistant, engine: Engine
) -> None:
    """Nothing of the voice assistant is loaded."""
    assert async_own_voice(hass, "assist_satellite.study", "en") is None


@pytest.mark.parametrize(
    ("language", "engine_id", "message"),
    [("en", None, "Let go."), ("nl", None, ""), ("en", "tts.engine", "")],
)
async def test_a_satellite_is_told_what_to_say(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    satellite: Satellite,
    engine: Engine,
    time: Time,
    language: str,
    engine_id: str | None,
    message: str,
) -> None:
    """In its own voice it gets the words, in another one the sound; made once."""
    coach = Speakers(
        hass,
        entry,
        settings(
            speakers=(satellite.entity_id,),
            language=language,
            speech_engine=engine_id,
        ),
    )
    coach.async_want(SHORT.texts)
    await time.settle()
    coach.async_say(SHORT, time.loop.time())
    await time.until_done(coach.async_finish())
    (announcement,) = satellite.announced
    assert announcement.message == message
    assert announcement.preannounce_media_id is None
    assert "/api/tts_proxy/" in announcement.media_id
    # The sound is made in the format of the satellite, or as it comes.
    assert len(engine.asked) == 1


async def test_two_satellites_of_one_assistant_share_a_voice(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    satellite: Satellite,
    engine: Engine,
    time: Time,
) -> None:
    """Each text is made once for both."""
    other = Satellite()
    other._attr_name = "Hall"
    await hass.data[DATA_COMPONENT].async_add_entities([other])
    coach = Speakers(
        hass, entry, settings(speakers=(satellite.entity_id, other.entity_id))
    )
    coach.async_want(SHORT.texts)
    coach.async_say(SHORT, time.loop.time() + 1)
    await time.elapse(2)
    assert [len(each.announced) for each in (satellite, other)] == [1, 1]
    assert engine.asked == ["Let go."]
