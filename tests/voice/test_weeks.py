"""Tests of what is answered to a question about the weeks."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf, Placement
from custom_components.backcare.voice.replies import Replies
from custom_components.backcare.voice.weeks import OF_PERSON, PersonView
from custom_components.backcare.voice.wish import Question as Q, WishKind as Kind
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.common import SessionClock, build_entry, session_record
from tests.conftest import SetUp

from .household import person, say


@pytest.fixture
async def anna(clock: SessionClock, set_up: SetUp) -> MockConfigEntry:
    """Return Anna, who has no speakers."""
    return await set_up(person("Anna"))


def train(entry: MockConfigEntry, *records: Any) -> None:
    """Put sessions into the history of a person."""
    for record in records:
        entry.runtime_data.profile.add(record)


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
        (sessions(1, 2, 2), Q.WEEK_MINUTES, "Sixty-three minutes this week. The goal is ninety minutes.", "Drieënzestig minuten deze week. Het doel is negentig minuten."),
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
    train(anna, *history)
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
    train(anna, *sessions(2))
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


async def test_before_level_five_minutes_have_no_goal(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Regularity comes first."""
    anna = await set_up(build_entry(placement=Placement.FROM_40))
    train(anna, *sessions(2, level=2))
    answer = await say(hass, Kind.ASK, question=Q.WEEK_MINUTES)
    assert answer == "Thirty-two minutes this week."


async def test_what_the_person_set_up(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Goals and planned days are their own."""
    options = {
        Conf.PLAN: {
            Conf.DAYS: ["tuesday"],
            Conf.AT: "18:00:00",
            Conf.WEEK_GOAL: 2,
        },
        Conf.PRACTICE: {Conf.COUNT: 6},
    }
    entry = await set_up(build_entry(options=options))
    train(entry, *sessions(2))
    said = [
        await say(hass, Kind.ASK, question=question)
        for question in (Q.NEXT_SESSION, Q.WEEK_LEFT, Q.SEATED_TODAY)
    ]
    assert said == [
        "The next training is tomorrow at six pm.",
        "Still one to go this week, for the goal of two.",
        "Zero of six belly practices today.",
    ]
    await clock.elapse(33 * 60 * 60)
    answer = await say(hass, Kind.ASK, question=Q.NEXT_SESSION)
    assert answer == "It is time for your training. Say start my back training."


@pytest.mark.parametrize(
    ("next_at", "en", "nl"),
    [
        ("2026-11-02T20:00", "today at eight pm", "vandaag om twintig uur"),
        ("2026-11-03T07:30", "tomorrow at seven thirty am", "morgen om zeven uur dertig"),
        ("2026-11-04T12:00", "on Wednesday at twelve pm", "woensdag om twaalf uur"),
        ("2026-11-08T18:05", "on Sunday at six oh five pm", "zondag om achttien uur vijf"),
        ("2026-11-09T00:15", "in seven days at twelve fifteen am", "over zeven dagen om nul uur vijftien"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "US/Pacific"])
async def test_the_next_training(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    next_at: str,
    en: str,
    nl: str,
    zone: str,
) -> None:
    """A day and a time as people say them, at home."""
    await hass.config.async_set_time_zone(zone)
    local = datetime.fromisoformat(next_at).replace(
        tzinfo=dt_util.get_default_time_zone()
    )
    profile = anna.runtime_data.profile
    for language, answer in (
        ("en", f"The next training is {en}."),
        ("nl", f"De volgende training is {nl}."),
    ):
        view = PersonView(
            profile=profile,
            language=language,
            replies=Replies(profile.texts[language]),
            next_at=dt_util.as_utc(local),
            is_due=False,
        )
        assert OF_PERSON[Q.NEXT_SESSION](view) == answer


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en", "It is time for your training. Say start my back training."),
        ("nl", "Het is tijd voor je training. Zeg start mijn rugtraining."),
    ],
)
async def test_a_training_that_is_due(
    anna: MockConfigEntry, language: str, answer: str
) -> None:
    """The next one is the one that waits."""
    profile = anna.runtime_data.profile
    view = PersonView(
        profile=profile,
        language=language,
        replies=Replies(profile.texts[language]),
        next_at=dt_util.utcnow(),
        is_due=True,
    )
    assert OF_PERSON[Q.NEXT_SESSION](view) == answer
