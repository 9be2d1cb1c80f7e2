"""The weeks of a person in a real Home Assistant: plan, history, programme, and lost files."""

import asyncio
from calendar import day_name
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.demo_home import add_back_care
from scripts.home import Home, HomeError, Json

from .common import problems, until

DUE = "binary_sensor.back_care_session_due"
CALENDAR = "calendar.back_care_sessions"
EVERY_DAY = [name.lower() for name in day_name]
DAY = f'"{EVERY_DAY[0]}"'

BOTH_HURT = {"pain_before": 1, "pain_during": 7}


@pytest.mark.timeout(240)
async def test_the_weeks_of_a_person(home: Home) -> None:
    """A training is due, done and rated; much pain holds the programme; nothing is lost."""
    entry_id = await add_back_care(home)
    connection = home.connection

    # It was planned for the beginning of the day, so it waits.
    await home.change_options(
        entry_id, "plan", when={"days": EVERY_DAY, "at": "00:00:00"}
    )
    await until(lambda: _state(home, DUE), lambda state: state == "on")
    (notice,) = await connection.ask("persistent_notification/get")
    assert notice["message"].startswith("Time for your back training?")

    # Done elsewhere, it is told afterwards.
    today = await _log(home)
    await until(lambda: _state(home, DUE), lambda state: state == "off")
    assert await connection.ask("persistent_notification/get") == []
    assert await _state(home, "sensor.back_care_sessions_this_week") == "1"
    with pytest.raises(HomeError, match="overlap|at that time"):
        await _log(home)

    # Twice with much pain: nothing but gentle sessions until the person says so.
    yesterday = await _log(home, datetime.now(UTC) - timedelta(days=1))
    for session_id in (yesterday, today):
        answer = await connection.action(
            "backcare.rate_session", returns=True, session_id=session_id, **BOTH_HURT
        )
        assert answer["class"] == "red"
    assert "physiotherapist" in answer["meaning"]
    with pytest.raises(HomeError, match="hold"):
        await connection.action("backcare.start_routine", routine="full_core_30")
    await connection.action("backcare.start_routine", routine="gentle_reset")
    await connection.action("backcare.stop_session", reason="no_time")
    assert "safety_check" in await _repairs(home)
    await connection.ask("backcare/release", config_entry_id=entry_id)
    assert "safety_check" not in await _repairs(home)

    # What was done is in the calendar, without a word about the back.
    now = datetime.now(UTC)
    day = f"start={_day(now - timedelta(days=2))}&end={_day(now + timedelta(days=8))}"
    events = await home.get(f"api/calendars/{CALENDAR}?{day}")
    assert [event["summary"] for event in events].count("Full core routine") >= 9
    assert "pain" not in str(events)

    # A power cut, once Home Assistant itself has kept the person and the plan.
    history = await _history(home)
    assert [session["ratings"] for session in history[:2]] == [BOTH_HURT, BOTH_HURT]
    await until(lambda: asyncio.to_thread(_entries, home), lambda text: DAY in text)
    await home.kill()
    await home.start()
    assert await _history(home) == history
    await home.connection.action(
        "backcare.rate_session", session_id=today, pain_next_day=2
    )
    assert problems(home) == []

    # A file that was half written: the copy stands in, and a repair tells.
    history = await _history(home)
    await home.stop()
    file = home.folder / ".storage" / f"backcare.{entry_id}.history"
    file.write_bytes(file.read_bytes()[:200])
    await home.start()
    assert await _history(home) == history
    assert "store_restored" in await _repairs(home)
    assert list(file.parent.glob(f"{file.name}.*"))


def _entries(home: Home) -> str:
    """Return what Home Assistant keeps of its config entries; nothing in the beginning."""
    file = home.folder / ".storage" / "core.config_entries"
    return file.read_text() if file.exists() else ""


async def _state(home: Home, entity_id: str) -> str:
    """Return the state of an entity."""
    return str((await home.connection.states())[entity_id]["state"])


async def _log(home: Home, finished_at: datetime | None = None) -> str:
    """Tell of a session that was done without BackCare; return its id."""
    finished: Json = {"finished_at": finished_at.isoformat()} if finished_at else {}
    session = await home.connection.action(
        "backcare.log_session", returns=True, routine="full_core_30", **finished
    )
    return str(session["session_id"])


async def _history(home: Home) -> list[Any]:
    """Return all sessions, oldest first."""
    answer = await home.connection.action("backcare.get_history", returns=True)
    sessions: list[Any] = answer["sessions"]
    return sessions


async def _repairs(home: Home) -> set[str]:
    """Return what the repairs of BackCare are about."""
    found = await home.connection.ask("repairs/list_issues")
    return {
        issue["translation_key"]
        for issue in found["issues"]
        if issue["domain"] == "backcare"
    }


def _day(moment: datetime) -> str:
    """Return a moment for an address."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
