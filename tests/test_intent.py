"""Tests of the intents for people who write sentences of their own."""

import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.intent import INTENTS
from homeassistant.components.conversation import async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component

from .common import SessionClock, act, build_entry, session_routine, state
from .conftest import SetUp

ENGLISH = """
language: en
intents:
  BackCareStart:
    data:
      - sentences:
          - "mat time [for {person}]"
          - "mat time of {minutes} minutes"
  BackCareSkip:
    data:
      - sentences: ["enough of this one"]
        slots:
          scope: exercise
  BackCareAsk:
    data:
      - sentences: ["where am I on the ladder"]
        slots:
          question: level
lists:
  person:
    values: ["Anna", "Zoë"]
  minutes:
    range:
      from: 1
      to: 180
"""
DUTCH = """
language: nl
intents:
  BackCareStart:
    data:
      - sentences:
          - "matje uit [voor {person}]"
          - "{minutes} minuten op het matje"
  BackCareSkip:
    data:
      - sentences: ["genoeg van deze"]
        slots:
          scope: exercise
  BackCareAsk:
    data:
      - sentences: ["hoe hoog sta ik op de ladder"]
        slots:
          question: level
lists:
  person:
    values: ["Anna", "Zoë"]
  minutes:
    range:
      from: 1
      to: 180
"""
"""The examples of the README, for ``custom_sentences/en`` and ``custom_sentences/nl``."""


@pytest.fixture(autouse=True)
async def intents(hass: HomeAssistant) -> None:
    """Set up the intents of Home Assistant."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "intent", {})


async def say(
    hass: HomeAssistant,
    name: str,
    /,
    *,
    language: str = "en",
    satellite_id: str | None = None,
    **slots: Any,
) -> str:
    """Let a sentence mean an intent, and return the answer."""
    response = await intent.async_handle(
        hass,
        "test",
        f"BackCare{name}",
        {slot: {"value": value} for slot, value in slots.items()},
        language=language,
        satellite_id=satellite_id,
    )
    await hass.async_block_till_done()
    assert response.error_code is None
    answer: str = response.speech["plain"]["speech"]
    return answer


async def in_a_set(hass: HomeAssistant, clock: SessionClock) -> None:
    """Start a session and go to its first set."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    assert state(hass, "sensor.phase") == "hold"


@pytest.mark.usefixtures("setup_backcare")
async def test_registered(hass: HomeAssistant) -> None:
    """Sentences can use all the intents."""
    names = {handler.intent_type for handler in intent.async_get(hass)}
    assert set(INTENTS) <= names


# Start


@pytest.mark.parametrize(
    ("slots", "routine", "level"),
    [
        ({}, "full_core_30", 5),
        ({"routine": "short_10"}, "short_10", 5),
        ({"routine": "Korte training"}, "short_10", 5),
        ({"minutes": 10}, "short_10", 5),
        ({"minutes": "10", "level": "3"}, "short_10", 3),
        ({"routine": " ", "minutes": None, "person": ""}, "full_core_30", 5),
        ({"side": "left"}, "full_core_30", 5),
        ({"side": "upside down", "name": "unknown"}, "full_core_30", 5),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_start(
    hass: HomeAssistant,
    clock: SessionClock,
    slots: dict[str, Any],
    routine: str,
    level: int,
) -> None:
    """A sentence may say which session is wanted."""
    await say(hass, "Start", **slots)
    assert session_routine(hass) == routine
    running = hass.config_entries.async_loaded_entries("backcare")[0].runtime_data
    assert running.snapshot.level == level


# Steer


@pytest.mark.parametrize(
    ("name", "slots", "entity", "value"),
    [
        ("Pause", {}, "sensor.session", "paused"),
        ("Skip", {}, "sensor.phase", "rest"),
        ("Skip", {"scope": "exercise"}, "sensor.exercise", "side_plank"),
        ("Skip", {"scope": "everything"}, "sensor.phase", "rest"),
        ("Previous", {}, "sensor.phase", "prepare"),
        ("Stop", {}, "sensor.session", "idle"),
        ("Pain", {}, "sensor.session", "idle"),
        (
            "AddTime",
            {"seconds": 30},
            "sensor.session_ends_at",
            "2026-11-02T18:32:05+00:00",
        ),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_steer(
    hass: HomeAssistant,
    clock: SessionClock,
    name: str,
    slots: dict[str, Any],
    entity: str,
    value: str,
) -> None:
    """An intent does what it says."""
    await in_a_set(hass, clock)
    await say(hass, name, **slots)
    assert state(hass, entity) == value


@pytest.mark.usefixtures("setup_backcare")
async def test_resume(hass: HomeAssistant, clock: SessionClock) -> None:
    """A pause is ended."""
    await in_a_set(hass, clock)
    await say(hass, "Pause")
    await say(hass, "Resume")
    assert state(hass, "sensor.session") == "active"


async def test_pain(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """A stop for pain is kept as one."""
    await in_a_set(hass, clock)
    await say(hass, "Pain")
    assert setup_backcare.runtime_data.profile.last_session.reason == "pain"


# Answers


@pytest.mark.parametrize(
    ("slots", "answer"),
    [
        ({"change": "easier", "exercise": "plank"}, "Next time: Knee plank."),
        ({"change": "knees", "exercise": "Zijplank"}, "Next time: Side plank on the knees."),
        ({"change": "banana", "exercise": "plank"}, "Next time: Knee plank."),
        ({"change": "shorter"}, "Nothing is running. Say start my back training."),
        ({"exercise": "{{ 1 }}"}, "Which exercise? Say for instance give me an easier plank."),
        ({}, "Which exercise? Say for instance give me an easier plank."),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("setup_backcare")
async def test_adapt(hass: HomeAssistant, slots: dict[str, Any], answer: str) -> None:
    """An exercise gets another form by its name in any language."""
    assert await say(hass, "Adapt", language="en", **slots) == answer


@pytest.mark.parametrize(
    ("language", "answer"),
    [("en", "Level five."), ("nl-BE", "Niveau vijf."), ("de", "Level five.")],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_ask(hass: HomeAssistant, language: str, answer: str) -> None:
    """A question is answered in the language in which it was asked."""
    assert await say(hass, "Ask", language=language, question="level") == answer


@pytest.mark.parametrize(
    ("name", "slots", "english", "dutch"),
    [
        ("Start", {"minutes": "banana"}, "one to 180 minutes", "180 minuten"),
        ("Start", {"minutes": "nan"}, "one to 180 minutes", "180 minuten"),
        ("Start", {"minutes": 181}, "one to 180 minutes", "180 minuten"),
        ("Start", {"level": "high"}, "from one to seven", "van één tot zeven"),
        ("Start", {"level": 8}, "from one to seven", "van één tot zeven"),
        ("Start", {"routine": "{{ 1 }}"}, "I don't know 1.", "Ik ken 1 niet."),
        ("Start", {"routine": "x" * 10_000}, "I don't know x", "Ik ken x"),
        ("Start", {"person": "<b>"}, "only for Back care", "wel voor Back care"),
        ("AddTime", {}, "How much?", "Hoeveel?"),
        ("AddTime", {"seconds": "many"}, "five minutes at most", "vijf minuten"),
        ("AddTime", {"seconds": 301}, "five minutes at most", "vijf minuten"),
        ("Ask", {}, "What would you like to know", "Wat wil je weten"),
        ("Ask", {"question": "rain"}, "What would you like to know", "Wat wil je"),
        ("Ask", {"question": "sets_left"}, "Nothing is running", "geen training"),
        ("Pause", {}, "Nothing is running", "geen training"),
        ("Stop", {}, "Nothing is running", "geen training"),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_refused(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    name: str,
    slots: dict[str, Any],
    english: str,
    dutch: str,
) -> None:
    """What can't be done gets an answer, changes nothing and leaves the log alone."""
    before = {found.entity_id: found for found in hass.states.async_all()}
    for language, expected in (("en", english), ("nl", dutch)):
        answer = await say(hass, name, language=language, **slots)
        assert expected in answer
        assert len(answer) < 200
    assert {found.entity_id: found for found in hass.states.async_all()} == before
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


# Who, and where


async def test_two_people(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """With two people one is named, or is the one who trains."""
    await set_up(build_entry(title="Anna"))
    await set_up(build_entry(title="Zoë", entry_id="zoe"))
    assert "Anna or Zoë" in await say(hass, "Start")
    assert hass.states.is_state("sensor.zoe_session", "idle")

    await say(hass, "Start", person="zoe")
    assert hass.states.is_state("sensor.zoe_session", "active")
    assert hass.states.is_state("sensor.anna_session", "idle")
    await say(hass, "Pause")
    assert hass.states.is_state("sensor.zoe_session", "paused")


async def test_satellite(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """A session is heard where the sentence was said."""
    hass.states.async_set("assist_satellite.gym", "idle", {"supported_features": 1})
    answer = await say(hass, "Start", satellite_id="assist_satellite.gym")
    assert answer == ""
    running = setup_backcare.runtime_data.running
    assert running.outputs.settings.speakers == ("assist_satellite.gym",)


# Sentences


@pytest.mark.parametrize(
    ("language", "content", "ask", "start", "skip", "level"),
    [
        (
            "en",
            ENGLISH,
            "Where am I on the ladder?",
            ("Mat time of ten minutes.", "Mat time for Zoë!"),
            "Enough of this one",
            "Level five.",
        ),
        (
            "nl",
            DUTCH,
            "Hoe hoog sta ik op de ladder?",
            ("Tien minuten op het matje.", "Matje uit voor Zoë!"),
            "Genoeg van deze",
            "Niveau vijf.",
        ),
    ],
)
async def test_sentences(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    tmp_path: Path,
    language: str,
    content: str,
    ask: str,
    start: tuple[str, str],
    skip: str,
    level: str,
) -> None:
    """A person's own sentences ask, start and steer."""
    folder = tmp_path / "custom_sentences" / language
    folder.mkdir(parents=True)
    (folder / "backcare.yaml").write_text(content, encoding="utf-8")
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, "conversation", {})
    person = await set_up(build_entry(title="Zoë"))

    async def hear(sentence: str) -> str:
        """Return the answer to a sentence."""
        result = await async_converse(hass, sentence, None, Context(), language)
        await hass.async_block_till_done()
        answer: str = result.response.speech["plain"]["speech"]
        return answer

    assert await hear(ask) == level
    for sentence, routine in zip(start, ("short_10", "full_core_30"), strict=True):
        await hear(sentence)
        assert person.runtime_data.snapshot.routine_id == routine
        before = person.runtime_data.snapshot.phase.step_index
        await hear(skip)
        assert person.runtime_data.snapshot.phase.step_index == before + 1
        await act(hass, "stop_session")
