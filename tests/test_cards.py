"""Tests of the info card of the week."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.cards import dismiss_card, info_card
from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.engine.models import Outcome
from homeassistant.core import HomeAssistant

from .common import SessionClock, build_entry, session_record
from .conftest import SetUp

FIRST_DAY = date(2026, 11, 2)
"""The day of the first session."""

CARDS = [
    "card_common",
    "card_exercise",
    "card_local_global",
    "card_panjabi",
    "card_recurrence",
    "card_types",
    "card_three_months",
]


def shown(entry: MockConfigEntry, days: int) -> str | None:
    """Return the id of the card so many days after the first session."""
    card = info_card(entry.runtime_data.profile, FIRST_DAY + timedelta(days=days))
    return card.id if card else None


def put_away(entry: MockConfigEntry, days: int) -> None:
    """Put the card away, so many days after the first session."""
    dismiss_card(entry.runtime_data.profile, FIRST_DAY + timedelta(days=days))


@pytest.fixture
def person(setup_backcare: MockConfigEntry) -> MockConfigEntry:
    """Return somebody who finished a session."""
    setup_backcare.runtime_data.profile.add(session_record())
    return setup_backcare


@pytest.mark.parametrize("sessions", [[], [Outcome.CANCELLED, Outcome.INTERRUPTED]])
async def test_nothing_before_the_first_finished_session(
    setup_backcare: MockConfigEntry, sessions: list[Outcome]
) -> None:
    """Who has only looked around is told nothing."""
    for outcome in sessions:
        setup_backcare.runtime_data.profile.add(session_record(outcome=outcome))
    assert [shown(setup_backcare, days) for days in (0, 7, 70)] == [None] * 3


async def test_one_card_a_week_in_their_order(person: MockConfigEntry) -> None:
    """The same all week; after the last one nothing, until a quarter has passed."""
    weeks = [
        {shown(person, 7 * week + day) for day in range(7)} for week in range(13 * 3)
    ]
    assert weeks == [*({card} for card in CARDS), *[{None}] * 6] * 3


async def test_a_wrong_clock(person: MockConfigEntry) -> None:
    """Before the first session there was no card."""
    assert [shown(person, -days) for days in (1, 7, 13 * 7)] == [None] * 3


async def test_the_day_at_home_counts(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """A session late on Monday in New York was on Tuesday in UTC."""
    await hass.config.async_set_time_zone("America/New_York")
    late = datetime(2026, 11, 3, 3, tzinfo=UTC)
    setup_backcare.runtime_data.profile.add(session_record(ended_at=late))
    assert [shown(setup_backcare, days) for days in (0, 6, 7)] == [
        CARDS[0],
        CARDS[0],
        CARDS[1],
    ]


async def test_put_away(person: MockConfigEntry) -> None:
    """Until the end of the week, and again when it is its turn a quarter later."""
    put_away(person, 9)
    assert [shown(person, days) for days in (9, 13, 14)] == [None, None, CARDS[2]]
    assert shown(person, 7 * 14) == CARDS[1]
    put_away(person, 10)
    assert shown(person, 14) == CARDS[2]


async def test_put_away_is_kept(
    hass: HomeAssistant, person: MockConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """Over a restart."""
    put_away(person, 0)
    assert await hass.config_entries.async_reload(person.entry_id)
    await hass.async_block_till_done()
    assert [shown(person, days) for days in (0, 7)] == [None, CARDS[1]]


async def test_a_reminder_for_who_has_not_asked_yet(
    set_up: SetUp, clock: SessionClock
) -> None:
    """Once a week, from a week after the answer, before the card of the week."""
    monday = {"consulted": False, "confirmed_at": "2026-11-02T09:00:00+00:00"}
    entry = await set_up(build_entry(safety=monday))
    assert [shown(entry, days) for days in (0, 6, 7, 15)] == [
        None,
        None,
        "consult",
        "consult",
    ]
    put_away(entry, 8)
    assert [shown(entry, days) for days in (8, 13, 14)] == [None, None, "consult"]
    entry.runtime_data.profile.add(session_record())
    assert [shown(entry, days) for days in (0, 8, 14)] == [
        CARDS[0],
        CARDS[1],
        "consult",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_the_language_of_the_person(
    set_up: SetUp, clock: SessionClock, language: str
) -> None:
    """The words are those of the catalogue."""
    entry = await set_up(build_entry(options={"speech": {"language": language}}))
    profile = entry.runtime_data.profile
    profile.add(session_record())
    card = info_card(profile, FIRST_DAY)
    assert card
    assert card.text == profile.catalogue.texts[language].cards[card.id]
