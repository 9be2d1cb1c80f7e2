"""A whole routine in real time, with a pause and a power cut in the middle of a set."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from statistics import median

import pytest

from custom_components.backcare.engine.position import REENTRY_SECONDS
from scripts.demo_home import add_back_care
from scripts.home import Home, Json

from .common import Moment, Moments, problems, until

EXERCISES = [
    {"exercise": "plank", "set_count": 2, "hold_seconds": 12, "rest_seconds": 10},
    {"exercise": "glute_bridge", "set_count": 1, "hold_seconds": 10},
]
PLAN = [
    ("prepare", "plank", 15),
    ("hold", "plank", 12),
    ("rest", "plank", 10),
    ("hold", "plank", 12),
    ("prepare", "glute_bridge", 15),
    ("hold", "glute_bridge", 10),
]
STARTS = [0, *accumulate(seconds for _, _, seconds in PLAN)]
"""When each phase begins, and when the last one ends, in seconds."""

PAUSED_PHASE = 2
PAUSE_SECONDS = 2
CUT_PHASE = 3
CUT_AFTER_SECONDS = 4

TOLERANCE_SECONDS = 0.05
LATE_SECONDS = 0.1
"""For all the way to here, on a machine that has more to do."""


@pytest.mark.timeout(240)
async def test_power_cut_loses_no_finished_work(home: Home) -> None:
    """Every phase begins at its planned moment, before and after a power cut."""
    entry_id = await _add_routine(home)

    # Up to the middle of a set, with a pause before.
    connection = home.connection
    before = await Moments.of(connection)
    plan = await connection.action(
        "backcare.start_routine",
        returns=True,
        routine="short planks",
        # Without the explanations of the first meetings, which take their time.
        speech_level="minimal",
    )
    await before.wait_for("phase_started", phase_number=PAUSED_PHASE + 1)
    await asyncio.sleep(3)
    await connection.action("backcare.pause_session")
    paused = await before.wait_for("paused")
    await asyncio.sleep(PAUSE_SECONDS)
    await connection.action("backcare.resume_session")
    resumed = await before.wait_for("resumed")
    await before.wait_for("phase_started", phase_number=CUT_PHASE + 1)
    await asyncio.sleep(CUT_AFTER_SECONDS)
    assert problems(home) == []
    await home.kill()

    # It waits where it was.
    connection = await home.start()
    states = await connection.states()
    session = states["sensor.back_care_session"]
    assert session["state"] == "paused"
    assert session["attributes"]["session_id"] == plan["session_id"]
    phase = states["sensor.back_care_phase"]
    assert (phase["state"], phase["attributes"]["phase_number"]) == ("hold", 4)
    remaining_seconds = _remaining_seconds(states["timer.back_care_exercise_timer"])
    assert PLAN[CUT_PHASE][2] - CUT_AFTER_SECONDS <= remaining_seconds <= 12

    # The rest of it.
    after = await Moments.of(connection)
    await connection.action("backcare.resume_session")
    resumed_again = await after.wait_for("resumed")
    finished = await after.wait_for("session_finished")
    assert finished.data["completed"] == 1

    # Every phase change against the plan.
    pause_seconds = (resumed.due_at - paused.due_at).total_seconds()
    assert pause_seconds == pytest.approx(PAUSE_SECONDS, abs=0.5)
    first, last = before.phases(), [*after.phases(), finished]
    assert _seconds_after(first[0].due_at, first) == pytest.approx(
        [
            start + (pause_seconds if index > PAUSED_PHASE else 0)
            for index, start in enumerate(STARTS[: CUT_PHASE + 1])
        ],
        abs=TOLERANCE_SECONDS,
    )
    cut_phase_end = STARTS[CUT_PHASE + 1]
    assert _seconds_after(resumed_again.due_at, last) == pytest.approx(
        [
            REENTRY_SECONDS + remaining_seconds + start - cut_phase_end
            for start in STARTS[CUT_PHASE + 1 :]
        ],
        abs=TOLERANCE_SECONDS,
    )
    assert [
        (moment.data["phase"], moment.data["exercise"], moment.data["duration"])
        for moment in [*first, *last[:-1]]
    ] == PLAN
    assert median(moment.late_seconds for moment in [*first, *last]) < LATE_SECONDS

    # It counts, and stays.
    states = await connection.states()
    assert states["sensor.back_care_session"]["state"] == "idle"
    outcome = states["sensor.back_care_last_session"]["attributes"]
    assert (outcome["routine_name"], outcome["outcome"]) == ("Short planks", "finished")
    trained = float(states["sensor.back_care_total_minutes"]["state"])
    assert trained == pytest.approx(STARTS[-1] / 60, abs=0.02)
    await _unload_and_load(home, entry_id)
    assert problems(home) == []
    await home.stop()
    assert problems(home) == []
    states = await (await home.start()).states()
    assert float(states["sensor.back_care_total_minutes"]["state"]) == trained
    assert problems(home) == []


async def _add_routine(home: Home) -> str:
    """Add the person's own routine in its dialog; return the entry's id."""
    entry_id = await add_back_care(home)
    await home.add(
        [entry_id, "routine"],
        {
            "user": {"name": "Short planks", "exercises": EXERCISES},
            "preview": {"next_step_id": "save"},
        },
    )
    answer = await home.connection.action(
        "backcare.get_routines", returns=True, include_phases=True
    )
    (own,) = (each for each in answer["routines"] if each["name"] == "Short planks")
    assert [
        (phase["kind"], phase["exercise"], phase["duration"]) for phase in own["phases"]
    ] == PLAN
    return entry_id


async def _unload_and_load(home: Home, entry_id: str) -> None:
    """Disable the person, enable them and load them anew."""

    async def session() -> str | None:
        """Return the state of the session."""
        states = await home.connection.states()
        return states.get("sensor.back_care_session", {}).get("state")

    for disabled_by, is_loaded in (("user", False), (None, True)):
        await home.connection.ask(
            "config_entries/disable", entry_id=entry_id, disabled_by=disabled_by
        )
        await until(session, lambda seen, wanted=is_loaded: (seen == "idle") == wanted)
    await home.post(f"api/config/config_entries/entry/{entry_id}/reload")
    await until(session, lambda seen: seen == "idle")


def _seconds_after(begin: datetime, moments: Sequence[Moment]) -> list[float]:
    """Return when the moments were due, in seconds after the beginning."""
    return [(moment.due_at - begin).total_seconds() for moment in moments]


def _remaining_seconds(timer: Json) -> int:
    """Return what a paused timer has left."""
    assert timer["state"] == "paused"
    hours, minutes, seconds = map(int, timer["attributes"]["remaining"].split(":"))
    return hours * 3600 + minutes * 60 + seconds
