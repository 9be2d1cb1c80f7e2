"""Tests of what is answered to a question."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import backcare
from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.engine.models import Scope
from custom_components.backcare.voice.answers import OF_SESSION
from custom_components.backcare.voice.weeks import OF_PERSON
from custom_components.backcare.voice.wish import Question as Q, WishKind as Kind
from homeassistant.core import HomeAssistant
from tests.common import SessionClock
from tests.conftest import SetUp

from .household import person, say, seen

SKIP: dict[str, Any] = {}
NEXT_EXERCISE = {"scope": Scope.EXERCISE}


@pytest.fixture
async def anna(clock: SessionClock, set_up: SetUp) -> MockConfigEntry:
    """Return Anna, who has no speakers."""
    return await set_up(person("Anna"))


def test_every_question_has_an_answer() -> None:
    """A question is about the session or about the weeks."""
    assert sorted([*OF_SESSION, *OF_PERSON]) == sorted(Q)


def test_every_text_is_an_answer_to_something() -> None:
    """No text is left over, and none hides a cue that is an answer too."""
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in Path(backcare.__file__).parent.rglob("*.py")
    )
    for texts in load_catalogue().texts.values():
        assert texts.answers.keys().isdisjoint(texts.cues)
        for key in texts.answers:
            family = key.partition("_")[0]
            assert f'"{key}"' in code or f'f"{family}_{{' in code, key


@pytest.mark.parametrize(
    ("routine", "skips", "seconds", "question", "en", "nl"),
    [
        # Before the first set
        (None, [], 0, Q.CURRENT_EXERCISE, "In a moment: forearm plank, set one of three.", "Zo meteen: buikplank, serie één van drie."),
        (None, [], 5, Q.PHASE_TIME_LEFT, "The next set starts in ten seconds.", "De volgende serie begint over tien seconden."),
        (None, [], 0, Q.REPETITIONS_LEFT, "The next set starts in fifteen seconds.", "De volgende serie begint over vijftien seconden."),
        (None, [], 0, Q.SESSION_TIME_LEFT, "About thirty-two minutes left.", "Nog ongeveer tweeëndertig minuten."),
        (None, [], 0, Q.EXERCISES_LEFT, "Still to come: side plank, glute bridge, deep belly activation, cat camel and bird dog.", "Nog te doen: zijplank, rugplank, diepe buikspier aanspannen, hol en bol en superman."),
        # In a set
        (None, [SKIP], 10, Q.NEXT_EXERCISE, "Next is side plank, three times one minute.", "Straks zijplank, drie keer één minuut."),
        (None, [SKIP], 10, Q.CURRENT_SET, "Forearm plank, set one of three.", "Buikplank, serie één van drie."),
        (None, [SKIP], 10, Q.PHASE_TIME_LEFT, "Fifty seconds left.", "Nog vijftig seconden."),
        (None, [SKIP], 10, Q.REPETITIONS_LEFT, "Fifty seconds left.", "Nog vijftig seconden."),
        (None, [SKIP], 10, Q.SETS_LEFT, "Seventeen sets left, three of them of this exercise.", "Nog zeventien series, waarvan drie van deze oefening."),
        (None, [SKIP], 10, Q.NEXT_SIDE, "The next set has no side.", "De volgende serie heeft geen kant."),
        (None, [SKIP], 10, Q.HALFWAY, "Not yet. About thirty-one minutes left.", "Nog niet. Nog ongeveer eenendertig minuten."),
        (None, [SKIP], 10, Q.HOW_TO, "Lie face down and rest on your forearms, ", "Ga op je buik liggen en steun op je onderarmen, "),
        # In a rest
        (None, [SKIP, SKIP], 5, Q.CURRENT_SET, "In a moment: forearm plank, set two of three.", "Zo meteen: buikplank, serie twee van drie."),
        (None, [SKIP, SKIP], 5, Q.PHASE_TIME_LEFT, "The next set starts in fifteen seconds.", "De volgende serie begint over vijftien seconden."),
        (None, [SKIP, SKIP], 5, Q.SETS_LEFT, "Sixteen sets left, two of them of this exercise.", "Nog zestien series, waarvan twee van deze oefening."),
        # Sides
        (None, [NEXT_EXERCISE, SKIP], 0, Q.CURRENT_EXERCISE, "Side plank, left side, set one of three.", "Zijplank, linkerkant, serie één van drie."),
        (None, [NEXT_EXERCISE], 0, Q.NEXT_SIDE, "Your left side.", "Je linkerkant."),
        (None, [NEXT_EXERCISE] * 3, 0, Q.HOW_TO, "Lie on your right side ", "Ga op je rechterzij liggen "),
        # Repetitions
        (None, [NEXT_EXERCISE] * 4, 0, Q.REPETITIONS_LEFT, "Six repetitions left.", "Nog zes herhalingen."),
        (None, [*[NEXT_EXERCISE] * 4, SKIP], 10, Q.REPETITIONS_LEFT, "Five repetitions left.", "Nog vijf herhalingen."),
        (None, [*[NEXT_EXERCISE] * 6, SKIP], 9, Q.REPETITIONS_LEFT, "Nineteen per side left.", "Nog negentien per kant."),
        # The last exercise
        (None, [NEXT_EXERCISE] * 6, 0, Q.NEXT_EXERCISE, "This is the last exercise.", "Dit is de laatste oefening."),
        (None, [NEXT_EXERCISE] * 6, 0, Q.EXERCISES_LEFT, "This is the last exercise.", "Dit is de laatste oefening."),
        (None, [NEXT_EXERCISE] * 6, 0, Q.NEXT_SIDE, "Both sides, in turn.", "Beide kanten, om en om."),
        (None, [NEXT_EXERCISE] * 6, 0, Q.SETS_LEFT, "Three sets left.", "Nog drie series."),
        (None, [NEXT_EXERCISE] * 6, 0, Q.HALFWAY, "Yes. About nine minutes left.", "Ja. Nog ongeveer negen minuten."),
        # One set
        ("seated_transversus", [SKIP], 0, Q.CURRENT_EXERCISE, "Seated belly activation.", "Buikspier aanspannen op de stoel."),
        ("seated_transversus", [SKIP], 65, Q.REPETITIONS_LEFT, "One repetition left.", "Nog één herhaling."),
        ("seated_transversus", [SKIP], 0, Q.SETS_LEFT, "This is the last set.", "Dit is de laatste serie."),
        ("seated_transversus", [SKIP], 0, Q.NEXT_SIDE, "This is the last set.", "Dit is de laatste serie."),
        ("seated_transversus", [SKIP], 30, Q.SESSION_TIME_LEFT, "About one minute left.", "Nog ongeveer één minuut."),
        # Rounds: the rest belongs to the exercise before
        ("circuit", [SKIP, SKIP], 0, Q.CURRENT_EXERCISE, "In a moment: side plank, left side, set one of three.", "Zo meteen: zijplank, linkerkant, serie één van drie."),
        ("circuit", [SKIP, SKIP], 0, Q.HOW_TO, "Lie on your left side ", "Ga op je linkerzij liggen "),
    ],
)  # fmt: skip
async def test_questions_during_a_session(
    hass: HomeAssistant,
    clock: SessionClock,
    anna: MockConfigEntry,
    routine: str | None,
    skips: list[dict[str, Any]],
    seconds: float,
    question: Q,
    en: str,
    nl: str,
) -> None:
    """The answer fits the moment, and the session goes on."""
    await say(hass, Kind.START, routine=routine)
    for scope in skips:
        await say(hass, Kind.SKIP, **scope)
    await clock.elapse(seconds)
    before = seen(anna)
    assert (await say(hass, Kind.ASK, question=question)).startswith(en)
    answer = await say(hass, Kind.ASK, question=question, language="nl")
    assert answer.startswith(nl)
    assert seen(anna) == before


async def test_questions_in_a_pause(
    hass: HomeAssistant, clock: SessionClock, anna: MockConfigEntry
) -> None:
    """What is left stays left, and nothing starts by itself."""
    await say(hass, Kind.START)
    await clock.elapse(5)
    await say(hass, Kind.PAUSE)
    await clock.elapse(100)
    for question, answer in (
        (Q.PHASE_TIME_LEFT, "Ten seconds left."),
        (Q.SESSION_TIME_LEFT, "About thirty-two minutes left."),
        (Q.CURRENT_EXERCISE, "In a moment: forearm plank, set one of three."),
    ):
        assert await say(hass, Kind.ASK, question=question) == answer


@pytest.mark.parametrize("question", OF_SESSION)
async def test_questions_about_a_session_that_is_not_there(
    hass: HomeAssistant, anna: MockConfigEntry, question: Q
) -> None:
    """The answer tells how to start one."""
    answer = await say(hass, Kind.ASK, question=question)
    assert answer == "Nothing is running. Say start my back training."
