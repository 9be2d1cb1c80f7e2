"""What the person set up, read from the config entry with safe defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.util import dt as dt_util

from .const import (
    DEFAULT_RESUME_LIMIT_MINUTES,
    LANGUAGES,
    MAX_LEAD_SECONDS,
    Conf,
    LightMode,
    Placement,
    SceneMoment,
)
from .engine.models import Preferences, Side
from .engine.progression import Form
from .plan_settings import PlanSettings
from .practice_settings import PracticeSettings

_PLACEMENT_LEVEL = {
    Placement.UNDER_20: 1,
    Placement.FROM_20: 1,
    Placement.FROM_40: 2,
    Placement.FROM_60: 3,
    Placement.FROM_90: 4,
    Placement.FROM_120: 5,
}
"""The level to start at, by how long a plank is held (``domain.md`` 4.2)."""

_KNEE_SIDE_PLANK_UP_TO_LEVEL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The data and options of a config entry, typed."""

    name: str
    safety_confirmed: bool
    safety_confirmed_at: datetime | None
    consulted: bool
    placement: Placement
    side_plank_fine: bool
    speakers: tuple[str, ...]
    speech_engine: str | None
    language: str
    guided: bool
    """Explain an exercise in full the first times that the person meets it."""
    lead_seconds: Mapping[str, float]
    """How long after the command a speaker sounds, where the person knows it."""
    volumes: Mapping[str, float]
    """The volume for cues, 0 to 1, by speaker."""
    lights: tuple[str, ...]
    light_mode: LightMode
    scenes: Mapping[str, str]
    """A scene or script by SceneMoment."""
    resume_limit_minutes: float
    first_side: Side
    add_on_side: Side
    rest_seconds: float | None
    warm_up: bool
    fill_to_goal: bool
    booklet: bool
    """Wants a booklet on the back where an exercise may have one (``domain.md`` A18)."""
    ask_ratings: bool
    """Ask by voice how the back feels, before and after a session."""
    add_on_confirmed: bool
    practice: PracticeSettings

    plan: PlanSettings

    @classmethod
    def of(cls, entry: ConfigEntry[Any], home_language: str) -> Self:
        """Return the settings of an entry; the home's language is the default one."""
        safety: dict[str, Any] = entry.data.get(Conf.SAFETY, {})
        speech: dict[str, Any] = entry.options.get(Conf.SPEECH, {})
        lights: dict[str, Any] = entry.options.get(Conf.LIGHTS, {})
        behaviour: dict[str, Any] = entry.options.get(Conf.BEHAVIOUR, {})
        return cls(
            name=entry.title,
            safety_confirmed=_is_confirmed(safety),
            safety_confirmed_at=_confirmed_at(safety),
            consulted=bool(safety.get(Conf.CONSULTED)),
            placement=_member(
                Placement, entry.data.get(Conf.PLACEMENT), Placement.FROM_20
            ),
            side_plank_fine=bool(entry.data.get(Conf.SIDE_PLANK_FINE)),
            speakers=tuple(speech.get(Conf.SPEAKERS, ())),
            speech_engine=speech.get(Conf.SPEECH_ENGINE),
            language=supported_language(speech.get(Conf.LANGUAGE) or home_language),
            guided=bool(speech.get(Conf.GUIDED, True)),
            lead_seconds={
                speaker: min(lead_time / 1000, MAX_LEAD_SECONDS)
                for speaker, lead_time in _by_speaker(speech, Conf.LEAD_TIME)
            },
            volumes={
                speaker: min(volume / 100, 1)
                for speaker, volume in _by_speaker(speech, Conf.VOLUME)
            },
            lights=tuple(lights.get(Conf.LIGHTS, ())),
            light_mode=_member(
                LightMode, lights.get(Conf.LIGHT_MODE), LightMode.COLORS
            ),
            scenes=_scenes(lights.get(Conf.SCENES, {})),
            resume_limit_minutes=behaviour.get(
                Conf.RESUME_LIMIT_MINUTES, DEFAULT_RESUME_LIMIT_MINUTES
            ),
            first_side=_member(Side, behaviour.get(Conf.FIRST_SIDE), Side.LEFT),
            add_on_side=_member(Side, behaviour.get(Conf.ADD_ON_SIDE), Side.LEFT),
            rest_seconds=behaviour.get(Conf.REST_SECONDS),
            warm_up=bool(behaviour.get(Conf.WARM_UP)),
            fill_to_goal=bool(behaviour.get(Conf.FILL_TO_GOAL)),
            booklet=bool(behaviour.get(Conf.BOOKLET, True)),
            ask_ratings=bool(behaviour.get(Conf.ASK_RATINGS, True)),
            plan=PlanSettings.of(entry.options),
            add_on_confirmed=bool(
                behaviour.get(Conf.ADD_ON_CONFIRMED) and safety.get(Conf.CONSULTED)
            ),
            practice=PracticeSettings.of(entry.options),
        )

    @property
    def first_level(self) -> int:
        """Return the level to start at; 1 before a talk with a professional."""
        return _PLACEMENT_LEVEL[self.placement] if self.consulted else 1

    def preferences(
        self,
        level: int,
        chosen_side: Side | None = None,
        forms: Mapping[str, Form] | None = None,
        **speech: Any,
    ) -> Preferences:
        """Return what changes the timeline at a level, with the lengths of speech.

        Forms are how the person does an exercise by now, whatever they set up.
        """
        forms = forms or {}
        variants: dict[str, str | None] = {}
        if self.placement is Placement.UNDER_20 and level == 1:
            variants["plank"] = "plank_knees"
        if level <= _KNEE_SIDE_PLANK_UP_TO_LEVEL and not self.side_plank_fine:
            variants["side_plank"] = "side_plank_knees"
        variants |= {key: form.variant_id for key, form in forms.items()}
        return Preferences(
            first_side=self.first_side,
            chosen_side=chosen_side or self.add_on_side,
            rest_seconds=self.rest_seconds,
            variants={key: variant for key, variant in variants.items() if variant},
            exercise_levels={key: f.level for key, f in forms.items() if f.level},
            fill_to_goal=self.fill_to_goal,
            **speech,
        )


def _is_confirmed(safety: Mapping[str, Any]) -> bool:
    """Return if the person promised to stop in time, and has no warning sign."""
    return bool(safety.get(Conf.AGREED) and safety.get(Conf.NO_WARNING_SIGNS))


def _confirmed_at(safety: Mapping[str, Any]) -> datetime | None:
    """Return when the safety check was answered, where that is known."""
    return dt_util.parse_datetime(str(safety.get(Conf.CONFIRMED_AT)))


def _scenes(scenes: Mapping[str, str]) -> dict[str, str]:
    """Return the scene or script of each moment that has one."""
    return {
        moment.value: scene for moment in SceneMoment if (scene := scenes.get(moment))
    }


def _by_speaker(speech: Mapping[str, Any], field: Conf) -> Iterator[tuple[str, float]]:
    """Yield what is special about the speakers, as far as it makes sense."""
    for row in speech.get(Conf.SPEAKER_SETTINGS, ()):
        value = row.get(field)
        if isinstance(value, int | float) and value >= 0:
            yield row[Conf.SPEAKER], value


def supported_language(language: str) -> str:
    """Return the catalogue language for a language tag such as ``nl-BE``."""
    short = language.partition("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def _member[EnumT: StrEnum](enum: type[EnumT], value: Any, default: EnumT) -> EnumT:
    """Return the member with the value, or a safe one."""
    return enum(value) if value in enum else default
