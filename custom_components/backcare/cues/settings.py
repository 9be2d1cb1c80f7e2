"""Where and how the cues of one session go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Self

from custom_components.backcare.const import (
    LANGUAGES,
    LightMode,
    SceneMoment,
    SpeechLevel,
)
from custom_components.backcare.engine.assessment import SessionClass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSettings:
    """What a session needs to know of its outputs; kept with it over a restart."""

    person_name: str
    routine_name: str
    total_seconds: float
    language: str
    speech_engine: str | None
    """Entity id of the text-to-speech engine; None: the default one."""
    speakers: tuple[str, ...]
    lights: tuple[str, ...]
    speech_level: SpeechLevel
    speech_cues: bool
    tone_cues: bool
    light_cues: bool
    lead_seconds: Mapping[str, float] = field(default_factory=dict)
    """By speaker, where the person measured it."""
    volumes: Mapping[str, float] = field(default_factory=dict)
    """The volume for cues by speaker, 0 to 1; the others keep theirs."""
    light_mode: LightMode = LightMode.COLORS
    scenes: Mapping[str, str] = field(default_factory=dict)
    """A scene or script by SceneMoment."""
    is_careful: bool = False
    """Begin with the words about comfort (``safety_line`` of ``domain.md`` 6.1)."""
    week_number: int = 0
    """Which session of the week this is; 0: it does not count."""
    week_goal: int = 0
    news: Mapping[str, str] = field(default_factory=dict)
    """What the session means for the next one, by SessionClass; said at its end."""
    welcome: str = ""
    """Said first to somebody who was away."""
    has_devices: bool = False
    """Browsers listen from the start."""

    @property
    def is_spoken(self) -> bool:
        """Return if the person wants to hear sentences."""
        return self.speech_cues and self.speech_level is not SpeechLevel.OFF

    @property
    def explains(self) -> bool:
        """Return if there is somebody to hear explanations."""
        return (
            (bool(self.speakers) or self.has_devices)
            and self.speech_cues
            and self.speech_level in (SpeechLevel.FULL, SpeechLevel.NORMAL)
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the settings that ``asdict`` wrote.

        Raises KeyError, TypeError or ValueError for damaged data.
        """
        language = _checked(data["language"], str)
        total_seconds = float(data["total_seconds"])
        if language not in LANGUAGES or not isfinite(total_seconds):
            raise ValueError(f"unusable: {language}, {total_seconds} seconds")
        speech_engine = data["speech_engine"]
        return cls(
            person_name=_checked(data["person_name"], str),
            routine_name=_checked(data["routine_name"], str),
            total_seconds=total_seconds,
            language=language,
            speech_engine=speech_engine and _checked(speech_engine, str),
            speakers=_entity_ids(data["speakers"]),
            lights=_entity_ids(data["lights"]),
            speech_level=SpeechLevel(data["speech_level"]),
            speech_cues=_checked(data["speech_cues"], bool),
            tone_cues=_checked(data["tone_cues"], bool),
            light_cues=_checked(data["light_cues"], bool),
            lead_seconds=_numbers(data.get("lead_seconds", {})),
            volumes=_numbers(data.get("volumes", {})),
            light_mode=LightMode(data.get("light_mode", LightMode.COLORS)),
            scenes={
                SceneMoment(moment).value: _checked(scene, str)
                for moment, scene in dict(data.get("scenes", {})).items()
            },
            is_careful=_checked(data.get("is_careful", False), bool),
            week_number=_checked(data.get("week_number", 0), int),
            week_goal=_checked(data.get("week_goal", 0), int),
            news={
                SessionClass(key).value: _checked(text, str)
                for key, text in dict(data.get("news", {})).items()
            },
            welcome=_checked(data.get("welcome", ""), str),
            has_devices=_checked(data.get("has_devices", False), bool),
        )


def _checked[ValueT](value: Any, kind: type[ValueT]) -> ValueT:
    """Return the value; raises TypeError if it is of another kind."""
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    return value


def _entity_ids(value: Any) -> tuple[str, ...]:
    """Return entity ids; raises TypeError for anything else."""
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, got {value!r}")
    return tuple(_checked(item, str) for item in value)


def _numbers(value: Any) -> dict[str, float]:
    """Return numbers by entity id; raises TypeError or ValueError for anything else."""
    numbers = {_checked(key, str): float(number) for key, number in dict(value).items()}
    if not all(isfinite(number) and number >= 0 for number in numbers.values()):
        raise ValueError(f"unusable: {numbers}")
    return numbers
