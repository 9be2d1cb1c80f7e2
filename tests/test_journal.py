"""Tests of the actions about the history."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.backcare.const import DOMAIN, Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.profile import Profile
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers.json import json_dumps

from .common import SESSION_ID, SessionClock, act, assert_refused, session_record, state

FINISHED_AT = "2026-11-01T10:00:00+00:00"


@pytest.fixture
def profile(setup_backcare: MockConfigEntry) -> Profile:
    """Return a person at level 5, on Monday evening at six."""
    found: Profile = setup_backcare.runtime_data.profile
    return found


async def log(hass: HomeAssistant, routine: str = "full_core_30", **fields: Any) -> Any:
    """Log a session and return it."""
    return await act(hass, "log_session", response=True, routine=routine, **fields)


# What is told


async def test_history(hass: HomeAssistant, profile: Profile) -> None:
    """Everything about a session, for who may control the person."""
    profile.store.add(
        session_record(
            outcome=Outcome.CANCELLED,
            reason=StopReason.TOO_HARD,
            set_done_count=8,
            exercise_ids=("plank",),
            ratings={Rating.PAIN_DURING: 4},
            pause_count=1,
        )
    )
    found = await act(hass, "get_history", response=True)
    assert json.loads(json_dumps(found)) == {
        "sessions": [
            {
                "session_id": SESSION_ID,
                "routine": "full_core_30",
                "name": "Full core routine",
                "level": 5,
                "started_at": "2026-11-02T18:00:00+00:00",
                "ended_at": "2026-11-02T18:31:35+00:00",
                "minutes": 31.6,
                "outcome": "cancelled",
                "reason": "too_hard",
                "set_done_count": 8,
                "set_total_count": 17,
                "pause_count": 1,
                "logged": False,
                "exercises": ["plank"],
                "ratings": {"pain_during": 4},
            }
        ]
    }


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ({}, [1, 2, 3]),
        ({"start": "2026-11-02T00:00:00+00:00"}, [2, 3]),
        ({"end": "2026-11-02T23:00:00+00:00"}, [1, 2]),
        ({"start": "2026-11-02T18:31:35Z", "end": "2026-11-02T18:31:35Z"}, [2]),
        # Home is eight hours behind UTC.
        ({"start": "2026-11-02 10:31:36"}, [3]),
        ({"start": "2027-01-01"}, []),
        ({"start": "0001-01-01", "end": "9999-12-31 23:59:59"}, [1, 2, 3]),
    ],
)
async def test_period(
    hass: HomeAssistant, profile: Profile, period: dict[str, str], days: list[int]
) -> None:
    """Sessions that ended in it, oldest first, whatever their order in the file."""
    second = session_record(session_id="2")
    for record in (
        second,
        session_record(session_id="3", ended_at=second.ended_at + timedelta(days=1)),
        session_record(session_id="1", ended_at=second.ended_at - timedelta(days=1)),
    ):
        profile.store.add(record)
    found = await act(hass, "get_history", response=True, **period)
    assert [session["session_id"] for session in found["sessions"]] == [*map(str, days)]


async def test_a_period_that_ends_before_it_starts(
    hass: HomeAssistant, profile: Profile
) -> None:
    """Is refused."""
    await assert_refused(
        hass,
        "invalid_period",
        "get_history",
        response=True,
        start="2026-11-02",
        end="2026-11-01",
    )


async def test_interruptions_are_counted(
    hass: HomeAssistant, clock: SessionClock, profile: Profile
) -> None:
    """Over a restart too."""
    await act(hass, "start_routine", routine="seated_transversus")
    await act(hass, "pause_session")
    await act(hass, "resume_session")
    await clock.elapse(20)
    assert await hass.config_entries.async_reload(profile.store._entry_id)
    await hass.async_block_till_done()
    await act(hass, "resume_session")
    await clock.elapse_to_end()
    (session,) = (await act(hass, "get_history", response=True))["sessions"]
    # The person, and the restart.
    assert session["pause_count"] == 2
    assert session["outcome"] == "finished"


# What is logged


async def test_log(hass: HomeAssistant, profile: Profile) -> None:
    """A session without BackCare counts like any other."""
    logged = await log(hass, finished_at=FINISHED_AT, minutes=40)
    assert logged == {
        "session_id": SESSION_ID,
        "routine": "full_core_30",
        "name": "Full core routine",
        "level": 5,
        "started_at": "2026-11-01T09:20:00+00:00",
        "ended_at": FINISHED_AT,
        "minutes": 40,
        "outcome": "finished",
        "reason": None,
        "set_done_count": 17,
        "set_total_count": 17,
        "pause_count": 0,
        "logged": True,
        "exercises": [
            "plank",
            "side_plank",
            "glute_bridge",
            "transversus_activation",
            "cat_camel",
            "bird_dog",
        ],
        "ratings": {},
    }
    assert await act(hass, "get_history", response=True) == {"sessions": [logged]}
    assert state(hass, "sensor.total_minutes") == "40.0"
    assert profile.sessions[0].counts


async def test_log_by_name_without_more(hass: HomeAssistant, profile: Profile) -> None:
    """It ended now, and took as long as the routine takes."""
    logged = await log(hass, "korte training")
    assert logged["routine"] == "short_10"
    assert logged["ended_at"] == "2026-11-02T18:00:00+00:00"
    timeline = profile.library.timeline(profile.library.find("short_10").routine, 5)
    assert logged["minutes"] == round(timeline.total_seconds / 60, 1)


async def test_log_without_a_response(hass: HomeAssistant, profile: Profile) -> None:
    """An automation need not ask for one."""
    await act(hass, "log_session", routine="full_core_30")
    assert len(profile.sessions) == 1


async def test_the_level_is_the_one_of_then(
    hass: HomeAssistant, profile: Profile
) -> None:
    """The level of the next session, where there is one."""
    profile.store.add(session_record(session_id="next", level=2))
    logged = await log(hass, finished_at=FINISHED_AT)
    assert logged["level"] == 2
    assert [record.is_logged for record in profile.sessions] == [True, False]


def kept(**ends: Any) -> Callable[[Profile], None]:
    """Return what puts a session into the history."""
    return lambda profile: profile.store.add(session_record(**ends))


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("unknown_routine", {"routine": "pushups"}),
        ("routine_locked", {"routine": "asymmetric_addon"}),
        ("session_in_future", {"finished_at": "2026-11-02T18:00:01+00:00"}),
        ("session_in_future", {"finished_at": "9999-12-31 23:59:59"}),
        ("session_too_old", {"finished_at": "1999-12-31T23:59:59+00:00"}),
        ("session_too_old", {"finished_at": "0001-01-01"}),
        ("value_out_of_range", {"minutes": 0}),
        ("value_out_of_range", {"minutes": 181}),
        ("text_too_long", {"routine": "x" * 256}),
        # Trained from 09:00 to 09:31:35 already.
        ("session_overlaps", {"finished_at": "2026-11-02T09:31:35+00:00"}),
        ("session_overlaps", {"finished_at": "2026-11-02T09:00:01+00:00"}),
        ("session_overlaps", {"finished_at": "2026-11-02T11:00:00Z", "minutes": 180}),
    ],
)
async def test_refused(
    hass: HomeAssistant, profile: Profile, key: str, fields: dict[str, Any]
) -> None:
    """Nothing changes, and the message says what to do."""
    start = session_record().started_at - timedelta(hours=9)
    record = session_record(
        started_at=start, ended_at=start + timedelta(minutes=31, seconds=35)
    )
    profile.store.add(record)
    await assert_refused(
        hass, key, "log_session", **{"routine": "full_core_30", **fields}
    )
    assert profile.sessions == [record]


async def test_twice_the_same(hass: HomeAssistant, profile: Profile) -> None:
    """The message says which session is there, in the time of home."""
    await log(hass, finished_at=FINISHED_AT, minutes=30)
    message = await assert_refused(
        hass,
        "session_overlaps",
        "log_session",
        routine="short_10",
        finished_at=FINISHED_AT,
    )
    assert "Full core routine" in message
    assert "2026-11-01 01:30" in message
    # One right before it and one right after are fine.
    await log(hass, finished_at="2026-11-01T09:30:00+00:00", minutes=10)
    await log(hass, finished_at="2026-11-01T10:10:00+00:00", minutes=10)
    assert len(profile.sessions) == 3


async def test_nothing_is_logged_into_the_running_session(
    hass: HomeAssistant, clock: SessionClock, profile: Profile
) -> None:
    """Nobody trains twice at once."""
    await act(hass, "start_routine")
    await clock.elapse(60)
    message = await assert_refused(
        hass, "session_overlaps", "log_session", routine="short_10"
    )
    assert "Full core routine" in message
    await log(hass, finished_at="2026-11-02T18:00:00+00:00")
    assert state(hass, "sensor.session") == "active"


@pytest.mark.parametrize(
    ("action", "fields"),
    [("get_history", {}), ("log_session", {"routine": "full_core_30"})],
)
@pytest.mark.usefixtures("profile")
async def test_only_for_who_may_control_the_person(
    hass: HomeAssistant,
    hass_read_only_user: MockUser,
    action: str,
    fields: dict[str, Any],
) -> None:
    """A history tells how a back feels."""
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            action,
            fields,
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
            return_response=True,
        )
    assert await act(hass, "get_history", response=True) == {"sessions": []}
