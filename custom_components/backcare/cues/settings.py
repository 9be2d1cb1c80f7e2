"""Where and how the cues of one session go."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

from custom_components.backcare.const import LANGUAGES, SpeechLevel


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
