"""Who meets an exercise for the first times hears all about it, in time."""

from typing import Any

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues.guidance import speech_lengths
from custom_components.backcare.cues.utterance import estimated_seconds

from .common import SPEAKER, Scenes, Told, settings, timeline
from .home import Home

HEARD = settings(speakers=(SPEAKER,))


@pytest.mark.parametrize(
    "changes",
    [
        {"speakers": ()},
        {"speech_cues": False},
        {"speech_level": SpeechLevel.MINIMAL},
        {"speech_level": SpeechLevel.OFF},
    ],
)
def test_nothing_is_stretched_for_nobody(
    catalogue: Catalogue, changes: dict[str, Any]
) -> None:
    """Without explanations the session is as long as ever."""
    chosen = settings(**({"speakers": (SPEAKER,), "is_careful": True} | changes))
    assert speech_lengths(chosen, catalogue.texts["en"], ["plank"]) == {}


def test_who_knows_everything_needs_no_time(catalogue: Catalogue) -> None:
    """The greeting alone fits into any preparation."""
    assert speech_lengths(HEARD, catalogue.texts["en"], []) == {}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_explained_exercise_gets_the_time(
    catalogue: Catalogue, language: str
) -> None:
    """The name, all steps, and seven seconds to get into position."""
    texts = catalogue.texts[language]
    lengths = speech_lengths(HEARD, texts, catalogue.exercises)
    planned = timeline(catalogue, **lengths)
    told = Told(catalogue, planned, language=language, speakers=(SPEAKER,))
    told.play.elapse(planned.total_seconds)
    guides = [said for said in told.utterances if said.key == "prepare_guided"]
    phases = [phase for phase in planned.phases if phase.is_guided]
    assert len(phases) > len(catalogue.exercises) / 2
    for guide, phase in zip(guides, phases, strict=True):
        full, name = guide.texts
        assert full.startswith(name)
        steps = texts.exercises[phase.exercise_id].steps
        assert len(full.split()) == len(f"{name} {' '.join(steps)}".split())
        assert phase.duration_seconds >= estimated_seconds(full) + 7


def test_the_side_is_told_in_the_instructions(catalogue: Catalogue) -> None:
    """The name tells it, and each step that needs it."""
    texts = catalogue.texts["en"]
    lengths = speech_lengths(HEARD, texts, ["side_plank"])
    planned = timeline(catalogue, **lengths)
    told = Told(catalogue, planned)
    told.play.elapse(planned.total_seconds)
    full, name = told.first("prepare_guided").texts
    assert name == "Next: side plank, left side."
    assert "left" in full.removeprefix(name)
    assert "{" not in full


def test_the_warning_gets_its_time(catalogue: Catalogue) -> None:
    """A careful session has a longer first preparation, where anything is explained."""
    texts = catalogue.texts["en"]
    careful = settings(speakers=(SPEAKER,), is_careful=True)
    usual, longer = (
        timeline(catalogue, **speech_lengths(chosen, texts, ["plank"]))
        for chosen in (HEARD, careful)
    )
    added_seconds = longer.phases[0].duration_seconds - usual.phases[0].duration_seconds
    assert added_seconds >= estimated_seconds(texts.cues["safety_line"])
    assert longer.phases[1:] == usual.phases[1:]


async def test_the_warning_is_heard_in_any_case(
    scenes: Scenes, catalogue: Catalogue, home: Home
) -> None:
    """Where nothing is stretched, the name of the exercise has to do."""
    planned = timeline(catalogue)
    scene = scenes(planned=planned, speakers=(SPEAKER,), is_careful=True)
    await scene.start()
    await scene.elapse(14)
    _, warning, name, countdown = home.heard
    assert warning.what == catalogue.texts["en"].cues["safety_line"]
    assert name.what == "Next: forearm plank."
    assert countdown.at == 12


@pytest.mark.parametrize("is_careful", [True, False])
async def test_a_guided_beginning_is_heard_in_full(
    scenes: Scenes, catalogue: Catalogue, home: Home, is_careful: bool
) -> None:
    """The greeting, the warning and the whole explanation are over in time."""
    chosen = {"speakers": (SPEAKER,), "is_careful": is_careful}
    lengths = speech_lengths(settings(**chosen), catalogue.texts["en"], ["plank"])
    scene = await scenes(planned=timeline(catalogue, **lengths), **chosen).start()
    first = scene.engine.timeline.phases[0]
    await scene.elapse(first.duration_seconds)
    *_, explanation, countdown = home.heard
    assert explanation.what.startswith("Next: forearm plank. ")
    assert len(explanation.what.split()) > 20
    assert countdown.what == "[countdown]"
    assert explanation.over_at + 0.5 <= countdown.at
    assert len(home.heard) == (4 if is_careful else 3)
