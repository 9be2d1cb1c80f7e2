"""Test what the history of a person says about their next session."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf
from custom_components.backcare.engine.models import Outcome
from custom_components.backcare.profile import Profile
from homeassistant.core import HomeAssistant

from .common import SessionClock, act, build_entry, own_routine, session_record
from .conftest import SetUp

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

ALL = {
    "plank",
    "side_plank",
    "glute_bridge",
    "transversus_activation",
    "cat_camel",
    "bird_dog",
}


@pytest.fixture
def profile(setup_backcare: MockConfigEntry) -> Profile:
    """Return a person at level 5 without a history."""
    return setup_backcare.runtime_data.profile


def remember(profile: Profile, *sessions: dict[str, Any]) -> None:
    """Put sessions into the history."""
    profile.sessions.extend(session_record(**session) for session in sessions)


# Guidance


def guided(profile: Profile, routine: str = "full_core_30") -> set[str]:
    """Return the exercises of a routine that will be explained in full."""
    return profile.guided_exercises(profile.library.find(routine).routine)


def test_a_new_person_is_guided_through_everything(profile: Profile) -> None:
    """Each exercise of the routine, in rounds as well."""
    assert guided(profile) == guided(profile, "full_core_circuit") == ALL
    assert guided(profile, "gentle_reset") == {"transversus_activation", "cat_camel"}


def test_an_exercise_is_explained_three_times(profile: Profile) -> None:
    """In whichever routine the person met it, and however the session ended."""
    remember(
        profile,
        {"exercise_ids": ("plank", "cat_camel")},
        {"exercise_ids": ("plank",), "outcome": Outcome.CANCELLED},
    )
    assert guided(profile) == ALL
    remember(profile, {"exercise_ids": ("plank",), "routine_id": "short_10"})
    assert guided(profile) == ALL - {"plank"}


async def test_an_exercise_counts_as_met_when_it_was_begun(
    hass: HomeAssistant, clock: SessionClock, profile: Profile
) -> None:
    """Not when the person stopped before it."""
    for _ in range(3):
        await act(hass, "start_routine", routine="full_core_30")
        await clock.elapse(16)
        await act(hass, "skip", scope="exercise")
        await clock.elapse(1)
        await act(hass, "stop_session")
    assert [session.exercise_ids for session in profile.sessions] == [("plank",)] * 3
    assert guided(profile) == ALL - {"plank"}


async def test_who_wants_no_guidance_gets_none(
    set_up: SetUp, clock: SessionClock
) -> None:
    """It is an option."""
    entry = await set_up(build_entry(options={Conf.SPEECH: {Conf.GUIDED: False}}))
    assert guided(entry.runtime_data.profile) == set()


# The words about comfort


@pytest.mark.parametrize(("booklet", "thing"), [(True, "booklet"), (False, "cup")])
async def test_who_has_no_booklet_imagines_a_cup(
    hass: HomeAssistant, set_up: SetUp, booklet: bool, thing: str
) -> None:
    """As the person chose in the options."""
    entry = build_entry(options={Conf.BEHAVIOUR: {Conf.BOOKLET: booklet}})
    await set_up(entry)
    texts = entry.runtime_data.profile.texts["en"]
    assert thing in texts.exercises["bird_dog"].cue
    assert thing in texts.cues["prepare_booklet"]


@pytest.mark.parametrize(("count", "is_careful"), [(0, True), (2, True), (3, False)])
def test_the_first_three_sessions_are_careful(
    profile: Profile, count: int, is_careful: bool
) -> None:
    """They begin with the words about comfort (``domain.md`` 6.1)."""
    remember(profile, *[{}] * count)
    assert profile.is_careful_at(5) is is_careful


@pytest.mark.parametrize(("level", "is_careful"), [(4, True), (5, False), (6, False)])
def test_a_step_down_is_careful(profile: Profile, level: int, is_careful: bool) -> None:
    """A step up is not."""
    remember(profile, *[{}] * 3)
    assert profile.is_careful_at(level) is is_careful


# The number of the week


def number(profile: Profile, routine: str = "full_core_30") -> int:
    """Return which session of the week one of a routine will be."""
    return profile.week_number_with(profile.library.find(routine).routine)


def test_the_first_session_of_the_week(profile: Profile) -> None:
    """A session counts itself; practice on the chair has its own counter."""
    assert number(profile) == 1
    assert number(profile, "split_a_holds") == 0
    assert number(profile, "seated_transversus") == 0


@pytest.mark.parametrize(
    ("session", "next_number"),
    [
        ({}, 2),
        ({"outcome": Outcome.CANCELLED, "set_done_count": 11}, 2),
        ({"outcome": Outcome.CANCELLED, "set_done_count": 10}, 1),
        ({"routine_id": "split_a_holds"}, 1),
        ({"routine_id": "seated_transversus"}, 1),
        ({"routine_id": "01KAQ0000000000000ROUTINE1"}, 2),
    ],
)
def test_what_counts(
    profile: Profile, session: dict[str, Any], next_number: int
) -> None:
    """At least 60 % of the sets, a part half, a routine of their own as one."""
    remember(profile, session)
    assert number(profile) == next_number


def test_two_parts_are_one_session(profile: Profile) -> None:
    """The second one makes it whole."""
    remember(profile, {"routine_id": "split_a_holds"})
    assert number(profile, "split_b_control") == 1
    remember(profile, {"routine_id": "split_b_control"})
    assert number(profile) == 2


async def test_a_routine_of_their_own_counts_as_one(
    set_up: SetUp, clock: SessionClock
) -> None:
    """Nobody knows what it is worth."""
    entry = await set_up(build_entry(subentries=[own_routine("Evening")]))
    assert number(entry.runtime_data.profile, "Evening") == 1


@pytest.mark.parametrize(
    ("today", "ended_at", "next_number"),
    [
        ("2026-11-02T08:00", "2026-11-01T23:59", 1),
        ("2026-11-02T08:00", "2026-11-02T00:00", 2),
        ("2026-11-08T23:00", "2026-11-02T00:00", 2),
        ("2026-11-09T00:00", "2026-11-08T23:59", 1),
        # The clocks went back on Sunday 25 October.
        ("2026-10-25T20:00", "2026-10-19T00:00", 2),
        ("2026-10-25T20:00", "2026-10-18T23:59", 1),
    ],
)
async def test_a_week_begins_on_monday_at_home(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    profile: Profile,
    today: str,
    ended_at: str,
    next_number: int,
) -> None:
    """At midnight where the person lives."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    frozen.move_to(datetime.fromisoformat(today).replace(tzinfo=AMSTERDAM))
    ended = datetime.fromisoformat(ended_at).replace(tzinfo=AMSTERDAM)
    remember(profile, {"started_at": ended - timedelta(hours=1), "ended_at": ended})
    assert number(profile) == next_number
