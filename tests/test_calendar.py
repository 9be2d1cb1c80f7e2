"""Tests of the calendar."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.const import Conf, Key, Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import (
    SessionClock,
    act,
    build_entry,
    described,
    own_routine,
    session_record,
)
from .conftest import SetUp

CALENDAR = "calendar.back_care_sessions"

EVENINGS = {
    Conf.PLAN: {Conf.DAYS: ["monday", "wednesday", "friday"], Conf.AT: "20:00:00"}
}
"""Trains three evenings a week."""


@pytest.fixture(autouse=True)
async def amsterdam(hass: HomeAssistant, clock: SessionClock) -> None:
    """Live in Amsterdam, where it is seven on a Monday evening."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")


@pytest.fixture
async def entry(set_up: SetUp) -> MockConfigEntry:
    """Set up a person who has a plan."""
    return await set_up(build_entry(options=EVENINGS))


def local(text: str) -> datetime:
    """Return a moment in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=dt_util.get_default_time_zone())


async def events(hass: HomeAssistant, start: str, end: str) -> list[tuple[str, ...]]:
    """Return what the calendar shows between two local moments: when, and what."""
    answer = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": CALENDAR,
            "start_date_time": local(start),
            "end_date_time": local(end),
        },
        blocking=True,
        return_response=True,
    )
    assert answer
    found: Any = answer[CALENDAR]
    return [
        (
            *(
                f"{dt_util.as_local(dt_util.parse_datetime(event[key])):%d %b %H:%M}"
                for key in ("start", "end")
            ),
            event["summary"],
            *([event["description"]] if "description" in event else []),
        )
        for event in found["events"]
    ]


def shown(hass: HomeAssistant) -> tuple[Any, ...]:
    """Return the state of the calendar, and the event in it."""
    found = hass.states.get(CALENDAR)
    assert found
    return (
        found.state,
        found.attributes.get("message"),
        found.attributes.get("start_time"),
        found.attributes.get("end_time"),
    )


async def test_entity(
    hass: HomeAssistant, entry: MockConfigEntry, snapshot: SnapshotAssertion
) -> None:
    """The calendar shows the next planned session."""
    assert described(hass, entry, "calendar") == snapshot


async def test_no_plan(hass: HomeAssistant, set_up: SetUp) -> None:
    """Without a plan and a history there is nothing."""
    await set_up(build_entry())
    assert shown(hass) == ("off", None, None, None)
    assert await events(hass, "2026-01-01", "2027-01-01") == []


async def test_planned(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Planned sessions last as long as the routine, for eight weeks ahead."""
    assert await events(hass, "2026-11-02", "2026-11-07") == [
        ("02 Nov 20:00", "02 Nov 20:31", "Full core routine"),
        ("04 Nov 20:00", "04 Nov 20:31", "Full core routine"),
        ("06 Nov 20:00", "06 Nov 20:31", "Full core routine"),
    ]
    assert len(await events(hass, "2026-10-01", "2027-10-01")) == 24
    assert await events(hass, "2026-12-29", "2027-10-01") == []


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-02T20:31:00", "2026-11-02T21:00:00", 1),
        ("2026-11-02T20:31:35", "2026-11-02T21:00:00", 0),
        ("2026-11-02T19:00:00", "2026-11-02T20:00:00", 0),
        ("2026-11-02T19:00:00", "2026-11-02T20:00:01", 1),
        ("2026-11-02T20:10:00", "2026-11-02T20:11:00", 1),
    ],
)
async def test_range(
    hass: HomeAssistant, entry: MockConfigEntry, start: str, end: str, count: int
) -> None:
    """A range shows what touches it, be it planned or done."""
    assert len(await events(hass, start, end)) == count
    entry.runtime_data.profile.add(
        session_record(
            started_at=dt_util.as_utc(local("2026-11-02T20:00")),
            ended_at=dt_util.as_utc(local("2026-11-02T20:31:35")),
        )
    )
    assert len(await events(hass, start, end)) == count


@pytest.mark.parametrize(
    ("zone", "now", "at", "expected"),
    [
        (
            "Europe/Amsterdam",
            "2027-03-25T18:00:00+00:00",
            "20:00:00",
            ["26 Mar 20:00", "28 Mar 20:00", "29 Mar 20:00"],
        ),
        # The clock leaves this one out.
        (
            "Europe/Amsterdam",
            "2027-03-25T18:00:00+00:00",
            "02:30:00",
            ["26 Mar 02:30", "28 Mar 03:30", "29 Mar 02:30"],
        ),
        # It is half past one twice.
        (
            "America/New_York",
            "2026-10-29T12:00:00+00:00",
            "01:30:00",
            ["30 Oct 01:30", "01 Nov 01:30", "02 Nov 01:30"],
        ),
        (
            "Pacific/Kiritimati",
            "2028-02-24T09:00:00+00:00",
            "23:50:00",
            ["25 Feb 23:50", "27 Feb 23:50", "28 Feb 23:50"],
        ),
    ],
)
async def test_time_zones(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    zone: str,
    now: str,
    at: str,
    expected: list[str],
) -> None:
    """A planned session is at its time on the wall, whatever the clock does."""
    await hass.config.async_set_time_zone(zone)
    frozen.move_to(now)
    plan = {Conf.DAYS: ["friday", "sunday", "monday"], Conf.AT: at}
    await set_up(build_entry(options={Conf.PLAN: plan}))
    day = dt_util.now().date()
    found = await events(hass, str(day), str(day + timedelta(days=5)))
    assert [event[0] for event in found] == expected
    assert shown(hass)[2] == f"{local_of(expected[0], now):%Y-%m-%d %H:%M:00}"


def local_of(text: str, now: str) -> datetime:
    """Return a moment of the year, as it is on the wall."""
    return datetime.strptime(f"{now[:4]} {text}", "%Y %d %b %H:%M")


async def test_done(
    hass: HomeAssistant, clock: SessionClock, entry: MockConfigEntry
) -> None:
    """A planned session that was done shows the one that was done, and what it was."""
    await clock.elapse(3600 + 300)
    await act(hass, "start_routine")
    assert await events(hass, "2026-11-02", "2026-11-03") == [
        ("02 Nov 20:05", "02 Nov 20:36", "Full core routine"),
    ]
    await clock.elapse_to_end()
    assert await events(hass, "2026-11-02", "2026-11-05") == [
        (
            "02 Nov 20:05",
            "02 Nov 20:36",
            "Full core routine",
            "17 of 17 sets, level 5",
        ),
        ("04 Nov 20:00", "04 Nov 20:31", "Full core routine"),
    ]
    assert shown(hass)[1:3] == ("Full core routine", "2026-11-04 20:00:00")


async def test_running(
    hass: HomeAssistant, clock: SessionClock, entry: MockConfigEntry
) -> None:
    """The session that runs is what is on, to its end in sight."""
    await clock.elapse(60)
    await act(hass, "start_routine", routine="split_a_holds")
    on = ("on", "Part A: holds", "2026-11-02 19:01:00")
    assert shown(hass) == (*on, "2026-11-02 19:16:40")
    await clock.elapse(100)
    assert shown(hass) == (*on, "2026-11-02 19:16:40")
    await act(hass, "pause_session")
    await clock.elapse(60)
    await act(hass, "resume_session")
    assert shown(hass) == (*on, "2026-11-02 19:17:48")
    await act(hass, "add_time", seconds=20)
    assert shown(hass) == (*on, "2026-11-02 19:18:08")
    await act(hass, "stop_session", reason="no_time")
    assert shown(hass)[:3] == ("off", "Full core routine", "2026-11-02 20:00:00")


async def test_practice_is_not_what_was_planned(
    hass: HomeAssistant, clock: SessionClock, entry: MockConfigEntry
) -> None:
    """A minute on the chair stands next to the session that is planned."""
    await act(hass, "start_routine", routine="seated_transversus")
    evening = ("02 Nov 20:00", "02 Nov 20:31", "Full core routine")
    practice = ("02 Nov 19:00", "02 Nov 19:01", "Seated belly practice")
    assert await events(hass, "2026-11-02", "2026-11-03") == [practice, evening]
    await clock.elapse_to_end()
    done = (*practice, "1 of 1 sets, level 5")
    assert await events(hass, "2026-11-02", "2026-11-03") == [done, evening]


async def test_own_routine(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """A routine of one's own may be what was planned; it is shown where it belongs."""
    await set_up(build_entry(options=EVENINGS, subentries=[own_routine("Planks")]))
    await act(hass, "start_routine", routine="Planks")
    running = ("02 Nov 19:00", "02 Nov 19:01", "Planks")
    assert await events(hass, "2026-11-02", "2026-11-03") == [running]
    assert await events(hass, "2026-11-02T19:05:00", "2026-11-03") == []
    await clock.elapse_to_end()
    assert await events(hass, "2026-11-02", "2026-11-03") == [
        (*running, "1 of 1 sets, level 5")
    ]


async def test_due_later_and_skipped(
    hass: HomeAssistant, clock: SessionClock, entry: MockConfigEntry
) -> None:
    """A session that waits is shown; one that is put off moves; one that is skipped goes."""
    reminders = entry.runtime_data.reminders
    await clock.elapse(3600 + 300)
    entry.runtime_data.async_tell()
    assert shown(hass)[:3] == ("on", "Full core routine", "2026-11-02 20:00:00")
    reminders.async_later()
    assert shown(hass)[:3] == ("off", "Full core routine", "2026-11-02 21:05:00")
    assert (await events(hass, "2026-11-02", "2026-11-03"))[0][0] == "02 Nov 21:05"
    await clock.elapse(3660)
    entry.runtime_data.async_tell()
    reminders.async_skip()
    assert shown(hass)[:3] == ("off", "Full core routine", "2026-11-04 20:00:00")
    assert await events(hass, "2026-11-02", "2026-11-03") == []


async def test_a_level_that_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """A planned session is then as long as one at the level of the programme."""
    entry.runtime_data.profile.choose(Key.LEVEL_CHOICE, "9")
    assert (await events(hass, "2026-11-02", "2026-11-03"))[0][1] == "02 Nov 20:31"


async def test_what_was_missed_is_gone(
    hass: HomeAssistant, clock: SessionClock, entry: MockConfigEntry
) -> None:
    """Nobody is reproached with a session of yesterday."""
    await clock.elapse(24 * 3600)
    assert await events(hass, "2026-11-02", "2026-11-04") == []


async def test_history(
    hass: HomeAssistant, set_up: SetUp, hass_client: ClientSessionGenerator
) -> None:
    """Everything that was done is there, in the person's words, without a word of pain."""
    entry = await set_up(build_entry(options={"speech": {"language": "nl"}}))
    start = dt_util.as_utc(local("2026-10-24T23:50"))
    for number, changes in enumerate(
        (
            {"ratings": {Rating.PAIN_DURING: 7, Rating.EFFORT: 9}},
            {
                "outcome": Outcome.CANCELLED,
                "reason": StopReason.PAIN,
                "set_done_count": 3,
            },
            {"ended_at": start + timedelta(days=2), "level": 1},
        )
    ):
        began = start + timedelta(days=number)
        entry.runtime_data.profile.add(
            session_record(
                session_id=f"session-{number}",
                started_at=began,
                **{"ended_at": began + timedelta(minutes=30), **changes},
            )
        )
    name = "Full core routine"
    assert await events(hass, "2026-10-20", "2026-11-01") == [
        ("24 Oct 23:50", "25 Oct 00:20", name, "17 van 17 series, niveau 5"),
        # The clock went back that night.
        ("25 Oct 22:50", "25 Oct 23:20", name, "3 van 17 series, niveau 5"),
        ("26 Oct 22:50", "26 Oct 22:50", name, "17 van 17 series, niveau 1"),
    ]
    assert len(await events(hass, "2026-10-25T00:10:00", "2026-10-25T00:15:00")) == 1
    client = await hass_client()
    answer = await client.get(
        f"/api/calendars/{CALENDAR}?start=2026-10-20T00:00:00Z&end=2026-11-01T00:00:00Z"
    )
    assert answer.status == HTTPStatus.OK
    told = (await answer.text()).lower()
    assert "van 17 series" in told
    for word in ("pain", "pijn", "effort", "cancelled", "7"):
        assert word not in told.replace("17", "").replace("2026-10-2", "")
