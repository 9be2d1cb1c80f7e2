"""Tests of what is answered to a question."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import backcare
from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.engine.models import Scope
from custom_components.backcare.voice.answers import OF_PERSON, OF_SESSION
from custom_components.backcare.voice.wish import Question as Q, WishKind as Kind
from homeassistant.core import HomeAssistant
from tests.common import SessionClock, session_record
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
        for folder in ("voice", "engine")
        for file in (Path(backcare.__file__).parent / folder).glob("*.py")
    )
    for texts in load_catalogue().texts.values():
        assert texts.answers.keys().isdisjoint(texts.cues)
        for key in texts.answers:
            assert f'"{key}"' in code, key


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


@pytest.mark.parametrize(
    ("question", "en", "nl"),
    [
        (Q.WEEK_COUNT, "Zero of three sessions this week.", "Nul van drie trainingen deze week."),
        (Q.WEEK_LEFT, "Still three to go this week, for the goal of three.", "Nog drie te gaan deze week, voor het doel van drie."),
        (Q.GOAL_REACHED, "Not yet. Zero of three sessions this week.", "Nog niet. Nul van drie trainingen deze week."),
        (Q.LAST_SESSION, "There has been no back training yet.", "Er is nog geen rugtraining gedaan."),
        (Q.PROGRESS, "Anna: zero of three sessions this week, level five. There has been no back training yet.", "Anna: nul van drie trainingen deze week, niveau vijf. Er is nog geen rugtraining gedaan."),
        (Q.WEEK_MINUTES, "No training yet this week.", "Deze week is er nog niet getraind."),
        (Q.LEVEL, "Level five.", "Niveau vijf."),
        (Q.PROGRAMME_WEEK, "The programme begins with the first training.", "Het programma begint met de eerste training."),
        (Q.SEATED_TODAY, "Zero of four belly practices today.", "Nul van vier buikspieroefeningen vandaag."),
        (Q.NEXT_SESSION, "No training is planned. Say start my back training whenever you like.", "Er is geen training gepland. Zeg start mijn rugtraining wanneer je wilt."),
    ],
)  # fmt: skip
async def test_questions_before_the_first_session(
    hass: HomeAssistant, anna: MockConfigEntry, question: Q, en: str, nl: str
) -> None:
    """There is an answer as well when there is no history."""
    assert await say(hass, Kind.ASK, question=question) == en
    assert await say(hass, Kind.ASK, question=question, language="nl") == nl


def sessions(*days: int, **changes: Any) -> list[Any]:
    """Return sessions on days of November; Monday the second is today."""
    return [
        session_record(
            started_at=datetime(2026, 11, 1, 9, tzinfo=UTC).replace(day=day),
            ended_at=datetime(2026, 11, 1, 9, 32, tzinfo=UTC).replace(day=day),
            **changes,
        )
        for day in days
    ]


@pytest.mark.parametrize(
    ("history", "question", "en", "nl"),
    [
        (sessions(2), Q.WEEK_COUNT, "One of three sessions this week.", "Eén van drie trainingen deze week."),
        (sessions(2, 2), Q.WEEK_LEFT, "Still one to go this week, for the goal of three.", "Nog één te gaan deze week, voor het doel van drie."),
        (sessions(2, 2, 2), Q.WEEK_LEFT, "The goal of this week is reached.", "Het doel van deze week is gehaald."),
        (sessions(2, 2, 2), Q.GOAL_REACHED, "Yes. Three of three sessions this week.", "Ja. Drie van drie trainingen deze week."),
        (sessions(1, 2, 2), Q.WEEK_MINUTES, "Sixty-three minutes this week.", "Drieënzestig minuten deze week."),
        (sessions(2, active_seconds=20.0), Q.WEEK_MINUTES, "One minute this week.", "Eén minuut deze week."),
        (sessions(2), Q.LAST_SESSION, "The last training was today: Full core routine.", "De laatste training was vandaag: Volledige training."),
        (sessions(1), Q.LAST_SESSION, "The last training was yesterday: Full core routine.", "De laatste training was gisteren: Volledige training."),
        (sessions(1, routine_id="gone", routine_name="My <b>own"), Q.LAST_SESSION, "The last training was yesterday: My b own.", "De laatste training was gisteren: My b own."),
        (sessions(2), Q.PROGRESS, "Anna: one of three sessions this week, level five. The last training was today: ", "Anna: één van drie trainingen deze week, niveau vijf. De laatste training was vandaag: "),
        (sessions(2), Q.PROGRAMME_WEEK, "Week one of twelve.", "Week één van twaalf."),
        (sessions(1, 2, 2, 2, routine_id="seated_transversus"), Q.SEATED_TODAY, "Three of four belly practices today.", "Drie van vier buikspieroefeningen vandaag."),
        (sessions(2, 2, routine_id="seated_transversus"), Q.WEEK_COUNT, "Zero of three sessions this week.", "Nul van drie trainingen deze week."),
        (sessions(2, routine_id="seated_transversus", set_done_count=1), Q.SEATED_TODAY, "Zero of four belly practices today.", "Nul van vier buikspieroefeningen vandaag."),
    ],
)  # fmt: skip
async def test_questions_about_the_weeks(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    history: list[Any],
    question: Q,
    en: str,
    nl: str,
) -> None:
    """The history tells, in whole days and weeks."""
    anna.runtime_data.profile.sessions.extend(history)
    assert (await say(hass, Kind.ASK, question=question)).startswith(en)
    answer = await say(hass, Kind.ASK, question=question, language="nl")
    assert answer.startswith(nl)


@pytest.mark.parametrize(
    ("today", "last", "week"),
    [
        ("2026-11-08", "six days ago", "Week one of twelve."),
        ("2026-11-09", "seven days ago", "Week two of twelve."),
        (
            "2027-02-01",
            "ninety-one days ago",
            "Week fourteen. The programme of twelve weeks is complete.",
        ),
        # The clock was wrong on the day of the session.
        ("2026-10-02", "today", "Week one of twelve."),
    ],
)
async def test_days_and_weeks_go_by(
    hass: HomeAssistant,
    frozen: Any,
    anna: MockConfigEntry,
    today: str,
    last: str,
    week: str,
) -> None:
    """Weeks of the programme count from the first session."""
    anna.runtime_data.profile.sessions.extend(sessions(2))
    frozen.move_to(f"{today}T18:00:00+00:00")
    answer = await say(hass, Kind.ASK, question=Q.LAST_SESSION)
    assert answer == f"The last training was {last}: Full core routine."
    assert await say(hass, Kind.ASK, question=Q.PROGRAMME_WEEK) == week


async def test_how_somebody_else_is_doing(
    hass: HomeAssistant, anna: MockConfigEntry, set_up: SetUp
) -> None:
    """The answer is about the person who is named."""
    await set_up(person("Lisa"))
    answer = await say(hass, Kind.ASK, question=Q.PROGRESS, person="Lisa's")
    assert answer.startswith("Lisa: zero of three sessions this week")
