"""What a person asks of a new session, and what their settings make of it."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .const import Key, SpeechLevel
from .cues import OutputSettings
from .cues.guidance import speech_lengths
from .cues.playback import is_satellite
from .engine.models import Side, Timeline
from .library import NamedRoutine
from .profile import Profile
from .settings import supported_language


class PlannedSession(NamedTuple):
    """What a session will be, and where its cues go."""

    timeline: Timeline
    outputs: OutputSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """A wish for a session; None leaves it to the settings of the person."""

    routine: str | None = None
    minutes: float | None = None
    level: int | None = None
    side: Side | None = None
    speakers: tuple[str, ...] | None = None
    lights: tuple[str, ...] | None = None
    speech_level: SpeechLevel | None = None
    language: str | None = None

    @property
    def output_ids(self) -> tuple[str, ...]:
        """Return the speakers and lights that are asked for."""
        return (*(self.speakers or ()), *(self.lights or ()))

    def level_for(self, profile: Profile) -> int:
        """Return the level of the session."""
        return profile.level if self.level is None else self.level

    def routine_for(self, profile: Profile) -> NamedRoutine:
        """Return the routine of the session.

        Raises UnknownRoutine or RoutineLocked.
        """
        if self.routine is not None:
            return profile.library.find(self.routine)
        if self.minutes is not None:
            return profile.library.by_length(self.minutes, self.level_for(profile))
        return profile.selected_routine

    def plan(self, profile: Profile, has_devices: bool = False) -> PlannedSession:
        """Return the session that the person asks for, with browsers that listen or not.

        Raises UnknownRoutine, RoutineLocked or UnknownLevel.
        """
        item = self.routine_for(profile)
        outputs = replace(self.outputs_for(profile, item), has_devices=has_devices)
        timeline = profile.library.timeline(
            item.routine,
            self.level_for(profile),
            chosen_side=self.side,
            **speech_lengths(
                outputs,
                profile.texts[outputs.language],
                profile.guided_exercises(item.routine),
            ),
        )
        outputs = replace(outputs, total_seconds=timeline.total_seconds)
        return PlannedSession(timeline, outputs)

    def outputs_for(self, profile: Profile, item: NamedRoutine) -> OutputSettings:
        """Return where and how the cues of the session go; its length comes later."""
        settings = profile.settings
        language = supported_language(self.language or settings.language)
        choices = cue_choices(profile)
        if self.speech_level is not None:
            choices["speech_level"] = self.speech_level
        level = self.level_for(profile)
        speakers = settings.speakers if self.speakers is None else self.speakers
        is_asked = settings.ask_ratings and any(map(is_satellite, speakers))
        return OutputSettings(
            person_name=settings.name,
            routine_name=item.names[language],
            total_seconds=0,
            language=language,
            speech_engine=settings.speech_engine,
            speakers=speakers,
            lights=settings.lights if self.lights is None else self.lights,
            lead_seconds=settings.lead_seconds,
            volumes=settings.volumes,
            light_mode=settings.light_mode,
            scenes=settings.scenes,
            is_careful=profile.is_careful_at(level),
            week_number=profile.week_number_with(item.routine),
            week_goal=profile.week.goal,
            # Who is asked hears it after the answers.
            news=(
                {} if is_asked else profile.news_after(item.routine, level, language)
            ),
            welcome=profile.welcome(item.routine, level, language),
            **choices,
        )


def cue_choices(profile: Profile) -> dict[str, Any]:
    """Return the states of the selects and switches that cues obey."""
    return {
        "speech_level": SpeechLevel(profile.choice(Key.SPEECH_LEVEL)),
        "speech_cues": profile.choice(Key.SPEECH_CUES),
        "tone_cues": profile.choice(Key.TONE_CUES),
        "light_cues": profile.choice(Key.LIGHT_CUES),
    }
