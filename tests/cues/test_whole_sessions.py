"""Whole sessions are heard: nothing cut, nothing twice, and all that matters."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.cues.utterance import Utterance
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.models import Timeline

from .common import SPEAKER, Scenes, Told, timeline
from .home import Engine, Heard, Home
from .test_wording import ROUTINES

GREETED = {"seated_transversus": {"prepare"}}
"""The greeting has told already what comes, in a very short preparation."""


def ways(utterance: Utterance) -> set[str]:
    """Return all that may be heard for something to say."""
    tones = (utterance.tone, utterance.stand_in)
    return {*utterance.texts, *(f"[{tone}]" for tone in tones if tone)}


def left_out(told: Told, heard: Iterable[Heard]) -> list[Utterance]:
    """Return what was not heard; fail if anything else was, or in another order."""
    sounds = [sound.what for sound in heard]
    missing = []
    for utterance in told.utterances:
        if sounds and sounds[0] in ways(utterance):
            sounds.pop(0)
        else:
            missing.append(utterance)
    assert not sounds
    return missing


def assert_nothing_is_cut(heard: Iterable[Heard]) -> None:
    """Check that each sound is over before the next one begins."""
    for first, second in pairwise(heard):
        assert first.over_at <= second.starts_at, (first, second)


def assert_little(missing: Iterable[Utterance], routine: str) -> None:
    """Check that only words of a rhythm were left out, which anybody has by then."""
    keys = {said.key for said in missing if said.priority is not CuePriority.PACE}
    assert keys <= GREETED.get(routine, set())


async def play(
    scenes: Scenes, catalogue: Catalogue, planned: Timeline, language: str
) -> Told:
    """Play a session on a speaker; return what there was to say."""
    chosen = {
        "language": language,
        "routine_name": catalogue.texts[language].routines[planned.routine_id].name,
    }
    told = Told(catalogue, planned, **chosen)
    told.play.elapse(planned.total_seconds)
    scene = await scenes(planned=planned, speakers=(SPEAKER,), **chosen).start()
    await scene.elapse(planned.total_seconds)
    await scene.close()
    return told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("routine", ROUTINES)
async def test_all_that_matters_is_heard(
    scenes: Scenes, catalogue: Catalogue, home: Home, routine: str, language: str
) -> None:
    """At all kinds of levels, whole and in order."""
    phases = []
    for level in (1, 5, 7):
        planned = timeline(catalogue, routine, level)
        if planned.phases in phases:
            continue
        phases.append(planned.phases)
        home.heard.clear()
        told = await play(scenes, catalogue, planned, language)
        missing = left_out(told, home.heard)
        assert_nothing_is_cut(home.heard)
        assert_little(missing, routine)
        assert len(missing) <= 4


@pytest.mark.parametrize("routine", ROUTINES)
async def test_a_slow_voice_leaves_little_out(
    scenes: Scenes, catalogue: Catalogue, home: Home, engine: Engine, routine: str
) -> None:
    """Nothing is cut even if each sentence takes 30 % longer than reckoned."""
    engine.pace = 1.3
    planned = timeline(catalogue, routine)
    told = await play(scenes, catalogue, planned, "nl")
    missing = left_out(told, home.heard)
    assert_nothing_is_cut(home.heard)
    assert_little(missing, routine)
    assert len(missing) <= 10
