"""How long the words are for which a preparation is stretched."""

from collections.abc import Iterable
from typing import Any

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.engine.script import CueKey

from .phrases import first_sentence
from .settings import OutputSettings
from .utterance import BREATH_SECONDS, estimated_seconds
from .wording import EventKey


def speech_lengths(
    settings: OutputSettings, texts: Texts, guided_exercises: Iterable[str]
) -> dict[str, Any]:
    """Return the preferences of a timeline that speech asks for, in seconds."""
    guidance = {
        exercise_id: _guidance_seconds(texts, exercise_id)
        for exercise_id in guided_exercises
    }
    if not (guidance or settings.welcome) or not settings.explains:
        return {}
    greeting = [texts.cues[EventKey.SESSION_START]]
    if settings.welcome:
        greeting.append(settings.welcome)
    if settings.is_careful:
        greeting.append(texts.cues[EventKey.SAFETY_LINE])
    return {
        "guidance_seconds": guidance,
        "greeting_seconds": sum(
            estimated_seconds(text) + BREATH_SECONDS for text in greeting
        ),
    }


def _guidance_seconds(texts: Texts, exercise_id: str) -> float:
    """Return about how long it takes to say the name of an exercise and its steps."""
    announcement = first_sentence(texts.cues[CueKey.PREPARE_SIDE])
    exercise = texts.exercises[exercise_id]
    return estimated_seconds(" ".join([announcement, exercise.spoken, *exercise.steps]))
