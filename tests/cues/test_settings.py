"""The settings of a session survive a restart, or say that they are damaged."""

from dataclasses import asdict
import json
from typing import Any

import pytest

from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues import OutputSettings

from .common import SATELLITE, SPEAKER, settings

SETTINGS = settings(
    speakers=(SPEAKER, SATELLITE),
    lights=("light.lamp",),
    speech_engine="tts.engine",
    speech_level=SpeechLevel.MINIMAL,
    tone_cues=False,
)


def test_settings_come_back_from_a_file() -> None:
    """What asdict wrote is read again."""
    stored = json.loads(json.dumps(asdict(SETTINGS)))
    assert OutputSettings.from_dict(stored) == SETTINGS
    stored["speech_engine"] = None
    assert OutputSettings.from_dict(stored).speech_engine is None


@pytest.mark.parametrize("key", asdict(SETTINGS))
def test_a_missing_key_is_damage(key: str) -> None:
    """Nothing is made up."""
    stored = asdict(SETTINGS)
    del stored[key]
    with pytest.raises(KeyError):
        OutputSettings.from_dict(stored)


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
