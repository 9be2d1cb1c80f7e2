"""Test what is asked in the room when no session runs."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf
from custom_components.backcare.voice.asking import (
    DueAnswer,
    async_ask_due,
    async_ask_next_day,
)
from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.components.assist_satellite import AssistSatelliteEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.conftest import SetUp
from tests.cues.test_satellites import choose

from .gym import HANGS, STOP_AND_REST, Gym, person

DUE = "Time for your back training? Say start, later or skip."
NEXT_DAY = "Good morning. How is your back today, zero to ten?"

type Ask = Callable[[HomeAssistant, MockConfigEntry, str], Coroutine[Any, Any, object]]


async def ask(
    gym: Gym,
    question: Ask,
    *answers: str | Exception | None,
    satellite: str | None = None,
    seconds: float = 90,
) -> object:
    """Ask, and return the answer that comes within some seconds."""
    gym.satellite.answers = list(answers)
    satellite_id = satellite or gym.satellite.entity_id
    task = gym.hass.async_create_background_task(
        question(gym.hass, gym.entry, satellite_id), "asking"
    )
    await gym.time.elapse(seconds)
    assert task.done()
    return task.result()


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("Yes, start", DueAnswer.START),
        ("Not now, later", DueAnswer.LATER),
        ("Skip it today", DueAnswer.SKIP),
    ],
)
async def test_a_training_that_is_due(
    gym: Gym, answer: str, meaning: DueAnswer
) -> None:
    """One question, one word, and nothing starts by itself."""
    assert await ask(gym, async_ask_due, answer) is meaning
    assert gym.satellite.said == [DUE]
    assert gym.entry.runtime_data.running is None


async def test_in_dutch(hass: HomeAssistant, gym: Gym) -> None:
    """The question is in the language of the person."""
    speech = {**gym.entry.options[Conf.SPEECH], Conf.LANGUAGE: "nl"}
    hass.config_entries.async_update_entry(gym.entry, options={Conf.SPEECH: speech})
    await choose(hass, tts_language="nl_NL", tts_voice=None)
    assert await ask(gym, async_ask_due, "straks") is DueAnswer.LATER
    assert await ask(gym, async_ask_next_day, "een drie") == 3
    assert gym.satellite.said == [
        "Tijd voor je rugtraining? Zeg start, later of overslaan.",
        "Goedemorgen. Hoe is je rug vandaag, van nul tot tien?",
    ]


@pytest.mark.parametrize(
    ("answer", "number", "said"),
    [
        ("Two.", 2, [NEXT_DAY]),
        ("no pain", 0, [NEXT_DAY]),
        ("seven", 7, [NEXT_DAY, STOP_AND_REST]),
        ("it hurts", None, [NEXT_DAY, STOP_AND_REST]),
        ("skip", None, [NEXT_DAY]),
        ("stop", None, [NEXT_DAY]),
    ],
)
async def test_the_next_morning(
    gym: Gym, answer: str, number: int | None, said: list[str]
) -> None:
    """A number from zero to ten, and what to do about severe pain."""
    assert await ask(gym, async_ask_next_day, answer) == number
    assert gym.satellite.said == said


@pytest.mark.parametrize("question", [async_ask_due, async_ask_next_day])
@pytest.mark.parametrize(
    "answer", [None, HANGS, HomeAssistantError("busy"), ValueError("odd")]
)
async def test_nobody_is_there(
    gym: Gym, question: Ask, answer: str | Exception | None
) -> None:
    """It is asked once, and then left."""
    assert await ask(gym, question, answer, seconds=30) is None
    assert len(gym.satellite.said) == 1


@pytest.mark.parametrize("question", [async_ask_due, async_ask_next_day])
async def test_an_unclear_answer(gym: Gym, question: Ask) -> None:
    """It is asked for once more."""
    assert await ask(gym, question, "banana", "banana", "start") is None
    assert len(gym.satellite.said) == 2


@pytest.mark.parametrize("question", [async_ask_due, async_ask_next_day])
@pytest.mark.parametrize("is_somebody_else", [False, True])
async def test_nobody_who_trains_is_disturbed(
    hass: HomeAssistant,
    gym: Gym,
    set_up: SetUp,
    question: Ask,
    is_somebody_else: bool,
) -> None:
    """Nothing is asked of who trains, nor on a satellite on which somebody does."""
    trainee = gym
    if is_somebody_else:
        bob = await set_up(person(gym.satellite.entity_id, entry_id="bob"))
        trainee = Gym(hass, gym.time, gym.satellite, bob)
    await trainee.start()
    assert await ask(gym, question, "start", seconds=0.5) is None
    assert not gym.satellite.asked


@pytest.mark.parametrize("question", [async_ask_due, async_ask_next_day])
async def test_who_talks_is_not_interrupted(gym: Gym, question: Ask) -> None:
    """A satellite that is busy for long is not asked on."""
    gym.satellite._internal_on_pipeline_event(
        PipelineEvent(PipelineEventType.STT_START, {})
    )
    assert await ask(gym, question, "start") is None
    assert not gym.satellite.asked
    gym.satellite._hear(None)


@pytest.mark.parametrize(
    "trouble", ["unknown", "away", "another language", "can't listen"]
)
async def test_a_satellite_that_can_not_ask(
    hass: HomeAssistant, gym: Gym, trouble: str
) -> None:
    """There is no answer, at once."""
    satellite_id = None
    match trouble:
        case "unknown":
            satellite_id = "assist_satellite.unknown"
        case "away":
            gym.satellite._attr_available = False
        case "another language":
            await choose(hass, tts_language="nl_NL", tts_voice=None)
        case _:
            gym.satellite._attr_supported_features = (
                AssistSatelliteEntityFeature.ANNOUNCE
            )
    gym.satellite.async_write_ha_state()
    answer = await ask(gym, async_ask_due, "start", satellite=satellite_id, seconds=0)
    assert answer is None
    assert not gym.satellite.said
