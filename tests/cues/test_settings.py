"""The settings of a session survive a restart, or say that they are damaged."""

from dataclasses import asdict
import json
from typing import Any

import pytest

from custom_components.backcare.const import LightMode, SceneMoment, SpeechLevel
from custom_components.backcare.cues import OutputSettings

from .common import SATELLITE, SPEAKER, settings

SETTINGS = settings(
    speakers=(SPEAKER, SATELLITE),
    lights=("light.lamp",),
    speech_engine="tts.engine",
    speech_level=SpeechLevel.MINIMAL,
    tone_cues=False,
    lead_seconds={SPEAKER: 0.2},
    volumes={SATELLITE: 0.5},
    light_mode=LightMode.SCENES,
    scenes={SceneMoment.REST: "scene.rest"},
    is_careful=True,
    week_number=2,
    week_goal=3,
    news={"green": "Next time: level six."},
    welcome="Welcome back.",
)

OPTIONAL = (
    "lead_seconds",
    "volumes",
    "light_mode",
    "scenes",
    "is_careful",
    "week_number",
    "week_goal",
    "news",
    "welcome",
    "has_devices",
)


def test_settings_come_back_from_a_file() -> None:
    """What asdict wrote is read again."""
    stored = json.loads(json.dumps(asdict(SETTINGS)))
    assert OutputSettings.from_dict(stored) == SETTINGS
    stored["speech_engine"] = None
    assert OutputSettings.from_dict(stored).speech_engine is None


@pytest.mark.parametrize("key", sorted({*asdict(SETTINGS)} - {*OPTIONAL}))
def test_a_missing_key_is_damage(key: str) -> None:
    """Nothing is made up."""
    stored = asdict(SETTINGS)
    del stored[key]
    with pytest.raises(KeyError):
        OutputSettings.from_dict(stored)


def test_a_session_of_the_version_before_is_read() -> None:
    """What it did not know is as it was then."""
    stored = asdict(SETTINGS)
    for key in OPTIONAL:
        del stored[key]
    read = OutputSettings.from_dict(stored)
    assert read.light_mode is LightMode.COLORS
    assert (read.lead_seconds, read.volumes, read.scenes) == ({}, {}, {})
    assert (read.is_careful, read.week_number, read.week_goal) == (False, 0, 0)
    assert (read.news, read.welcome) == ({}, "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("person_name", None),
        ("routine_name", 3),
        ("total_seconds", "long"),
        ("total_seconds", None),
        ("total_seconds", float("nan")),
        ("language", "fr"),
        ("language", ["en"]),
        ("speech_engine", 5),
        ("speakers", SPEAKER),
        ("speakers", [None]),
        ("lights", {}),
        ("speech_level", "loud"),
        ("speech_cues", "yes"),
        ("tone_cues", None),
        ("light_cues", 1),
        ("lead_seconds", {SPEAKER: -5}),
        ("lead_seconds", {SPEAKER: "soon"}),
        ("lead_seconds", {3: 0.1}),
        ("volumes", {SPEAKER: float("inf")}),
        ("volumes", 0.5),
        ("light_mode", "disco"),
        ("scenes", {"lunch": "scene.lunch"}),
        ("scenes", {"rest": 3}),
        ("is_careful", "very"),
        ("week_number", "two"),
        ("week_goal", None),
        ("news", {"great": "Next time: level six."}),
        ("news", {"green": 6}),
        ("welcome", None),
    ],
)
def test_a_wrong_value_is_damage(key: str, value: Any) -> None:
    """A value of another kind is refused."""
    with pytest.raises((TypeError, ValueError)):
        OutputSettings.from_dict(asdict(SETTINGS) | {key: value})


@pytest.mark.parametrize("stored", [None, [], "x", 3])
def test_other_data_are_damage(stored: Any) -> None:
    """Something that is no mapping is refused."""
    with pytest.raises(TypeError):
        OutputSettings.from_dict(stored)


@pytest.mark.parametrize(
    ("changes", "explains"),
    [
        ({}, False),
        ({"speakers": (SPEAKER,)}, True),
        ({"has_devices": True}, True),
        ({"speakers": (SPEAKER,), "speech_cues": False}, False),
        ({"speakers": (SPEAKER,), "speech_level": SpeechLevel.NORMAL}, True),
        ({"speakers": (SPEAKER,), "speech_level": SpeechLevel.MINIMAL}, False),
        ({"speakers": (SPEAKER,), "speech_level": SpeechLevel.OFF}, False),
    ],
)
def test_explanations_need_somebody_to_hear_them(
    changes: dict[str, Any], explains: bool
) -> None:
    """Without speech a preparation is not stretched for it."""
    assert settings(**changes).explains is explains
