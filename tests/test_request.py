"""Test what becomes of a wish for a session."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf, SpeechLevel
from custom_components.backcare.cues.utterance import estimated_seconds
from custom_components.backcare.engine.models import Timeline
from custom_components.backcare.request import StartRequest
from homeassistant.core import HomeAssistant

from .common import build_entry, session_record
from .conftest import SetUp

SPEAKERS = {Conf.SPEAKERS: ["media_player.kitchen"]}

STANDARD_SECONDS = 31 * 60 + 35


async def planned(
    set_up: SetUp,
    *,
    options: dict[str, Any] | None = None,
    session_count: int = 0,
    **wish: Any,
) -> Timeline:
    """Return the full routine as a person with so many sessions will get it."""
    entry = await set_up(build_entry(options={Conf.SPEECH: SPEAKERS | (options or {})}))
    profile = entry.runtime_data.profile
    met = ("plank", "side_plank", "glute_bridge", "transversus_activation")
    profile.sessions.extend(
        [session_record(level=4, exercise_ids=(*met, "cat_camel", "bird_dog"))]
        * session_count
    )
    return StartRequest(**wish).plan(profile).timeline


def guided(timeline: Timeline) -> list[str]:
    """Return the exercises that are explained in full."""
    return [phase.exercise_id for phase in timeline.phases if phase.is_guided]


@pytest.mark.parametrize("speech_level", [SpeechLevel.FULL, SpeechLevel.NORMAL])
async def test_the_first_session_has_time_for_instructions(
    set_up: SetUp, speech_level: SpeechLevel
) -> None:
    """Each exercise is explained whenever it begins, on the other side too."""
    timeline = await planned(set_up, speech_level=speech_level)
    assert guided(timeline) == [
        "plank",
        "side_plank",
        "glute_bridge",
        "side_plank",
        "transversus_activation",
        "cat_camel",
        "bird_dog",
    ]
    assert timeline.total_seconds > STANDARD_SECONDS


@pytest.mark.parametrize(
    ("options", "wish", "session_count"),
    [
        ({Conf.SPEAKERS: []}, {}, 0),
        ({}, {"speakers": ()}, 0),
        ({}, {"speech_level": SpeechLevel.MINIMAL}, 0),
        ({}, {"speech_level": SpeechLevel.OFF}, 0),
        ({Conf.GUIDED: False}, {}, 0),
        ({}, {}, 3),
    ],
)
@pytest.mark.usefixtures("frozen")
async def test_a_session_without_instructions_keeps_its_length(
    set_up: SetUp, options: dict[str, Any], wish: dict[str, Any], session_count: int
) -> None:
    """Nobody hears them, or nobody needs them any more."""
    timeline = await planned(
        set_up, options=options, session_count=session_count, **wish
    )
    assert guided(timeline) == []
    assert timeline.total_seconds == STANDARD_SECONDS


@pytest.mark.parametrize(
    ("language", "total_seconds"), [("en", 32 * 60 + 32), ("nl", 32 * 60 + 42)]
)
async def test_instructions_take_as_long_as_they_should(
    setup_backcare: MockConfigEntry, language: str, total_seconds: float
) -> None:
    """The length of ``domain.md`` 1.7, where nothing else is said."""
    profile = setup_backcare.runtime_data.profile
    exercises = profile.catalogue.texts[language].exercises
    timeline = profile.library.timeline(
        profile.library.find("full_core_30").routine,
        5,
        guidance_seconds={
            exercise_id: estimated_seconds(" ".join(texts.steps))
            for exercise_id, texts in exercises.items()
        },
    )
    assert timeline.total_seconds == total_seconds


@pytest.mark.usefixtures("frozen")
async def test_a_session_knows_its_length_week_and_care(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """What is said at its start and end."""
    entry = await set_up(build_entry(options={Conf.SPEECH: SPEAKERS}))
    profile = entry.runtime_data.profile
    timeline, outputs = StartRequest().plan(profile)
    assert outputs.total_seconds == timeline.total_seconds
    assert (outputs.week_number, outputs.week_goal) == (1, 3)
    assert outputs.is_careful

    profile.sessions.extend([session_record()] * 3)
    assert not StartRequest().plan(profile).outputs.is_careful
    assert StartRequest(level=4).plan(profile).outputs.is_careful


async def test_a_welcome_takes_its_time(
    set_up: SetUp, frozen: FrozenDateTimeFactory
) -> None:
    """The first preparation is longer for who hears it."""
    frozen.move_to("2026-11-20T18:00:00+00:00")
    timeline = await planned(set_up, session_count=3)
    extra_seconds = timeline.phases[0].duration_seconds - 15
    assert 5 <= extra_seconds <= 15
    assert not timeline.phases[0].is_guided
