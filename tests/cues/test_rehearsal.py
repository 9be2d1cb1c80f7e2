"""Tests of the speech that is made before it is needed."""

import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues.narrator import Narrator
from custom_components.backcare.cues.rehearsal import texts_to_come
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant

from .common import (
    SATELLITE,
    SPEAKER,
    Home,
    Scene,
    Scenes,
    Time,
    Told,
    settings,
    timeline,
)
from .conftest import Engine


def rehearsed(catalogue: Catalogue, told: Told) -> list[str]:
    """Return what the session of a teller is going to say."""
    chosen = settings(total_seconds=told.play.engine.timeline.total_seconds)
    narrator = Narrator(catalogue.texts["en"], chosen)
    return texts_to_come(
        told.play.engine.to_dict(),
        lambda events: narrator.utterances(events, SpeechLevel.FULL, True),
    )


def once(texts: list[str]) -> list[str]:
    """Return each text the first time it comes."""
    return list(dict.fromkeys(texts))


@pytest.mark.parametrize(
    "routine", ["full_core_30", "full_core_circuit", "short_holds", "asymmetric_addon"]
)
def test_a_rehearsal_says_what_the_session_will_say(
    catalogue: Catalogue, routine: str
) -> None:
    """Every text once, in the order in which it comes."""
    planned = timeline(catalogue, routine)
    told = Told(catalogue, planned)
    # The greeting and the preparation belong to the start, which has been.
    told.utterances.clear()
    texts = rehearsed(catalogue, told)
    told.play.elapse(planned.total_seconds)
    assert texts == once(told.texts)


def test_a_rehearsal_begins_where_the_session_is(catalogue: Catalogue) -> None:
    """What has been said is not made again."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned)
    told.play.elapse(planned.total_seconds - 100)
    texts = rehearsed(catalogue, told)
    told.utterances.clear()
    told.play.elapse(planned.total_seconds)
    assert texts == once(told.texts)


async def prepared(hass: HomeAssistant, scene: Scene) -> list[str]:
    """Start a session and return what the engine was asked to speak by then."""
    await scene.start()
    scene.outputs.async_prepare(scene.play.engine.to_dict())
    if scene.outputs._preparation:
        await scene.outputs._preparation
    engine: Engine = hass.data[DATA_COMPONENT].get_entity("tts.engine")
    return engine.asked


async def test_the_engine_makes_everything_once(
    hass: HomeAssistant, scenes: Scenes, home: Home
) -> None:
    """Soonest first, and before the first set has begun."""
    scene = scenes(speakers=(SPEAKER,))
    asked = await prepared(hass, scene)
    assert asked[0] == "Three, two, one."
    assert "That was everything. Well done, Sam." in asked
    assert len(asked) == len(set(asked)) > 30


async def test_a_satellite_has_its_own_voice(
    hass: HomeAssistant, scenes: Scenes, home: Home
) -> None:
    """Nothing is made for it."""
    assert await prepared(hass, scenes(speakers=(SATELLITE,))) == []


@pytest.mark.parametrize(
    "silence", [{"speech_cues": False}, {"speech_level": SpeechLevel.OFF}]
)
async def test_a_silent_session_needs_no_speech(
    hass: HomeAssistant, scenes: Scenes, home: Home, silence: dict[str, object]
) -> None:
    """The engine is left alone."""
    assert await prepared(hass, scenes(speakers=(SPEAKER,), **silence)) == []


async def test_an_engine_that_fails_is_asked_once(
    hass: HomeAssistant,
    scenes: Scenes,
    home: Home,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The session goes on; the trouble is told when a text is missed."""
    engine: Engine = hass.data[DATA_COMPONENT].get_entity("tts.engine")
    engine.error = RuntimeError("no voice today")
    with caplog.at_level(logging.DEBUG):
        asked = await prepared(hass, scenes(speakers=(SPEAKER,)))
    assert len(asked) == 1
    assert "Speech was not made beforehand" in caplog.text


async def test_a_session_that_ends_stops_the_engine(
    hass: HomeAssistant, scenes: Scenes, home: Home, time: Time
) -> None:
    """Nobody will hear the rest."""
    engine: Engine = hass.data[DATA_COMPONENT].get_entity("tts.engine")
    engine.is_ready.clear()
    scene = await scenes(speakers=(SPEAKER,)).start()
    scene.outputs.async_prepare(scene.play.engine.to_dict())
    await time.settle()
    await scene.outputs.async_close()
    engine.is_ready.set()
    await time.settle()
    assert len(engine.asked) <= 1
