"""A whole routine in real time, with a pause and a power cut in the middle of a set."""

import asyncio
from itertools import accumulate
from statistics import median

import pytest

from scripts.demo_home import add_back_care
from scripts.home import Home

from .common import Moments, problems, until

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
TOTAL_SECONDS = sum(seconds for _, _, seconds in PLAN)

PAUSE_SECONDS = 2
CUT_IN_PHASE = 4
CUT_AFTER_SECONDS = 4

TOLERANCE_SECONDS = 0.05


@pytest.mark.timeout(180)
async def test_power_cut_loses_no_finished_work(home: Home) -> None:
    """Every phase begins at its planned moment, and after a power cut the rest follows."""
    entry_id = await add_back_care(home, home.connection)
    await home.add(
        [entry_id, "routine"],
        {
            "user": {"name": "Short planks", "exercises": EXERCISES},
            "preview": {"next_step_id": "save"},
        },
    )
    connection = home.connection
    routines = await connection.action(
        "backcare.get_routines", returns=True, include_phases=True
    )
    (timeline,) = (r for r in routines["routines"] if r["name"] == "Short planks")
    assert [
        (phase["kind"], phase["exercise"], phase["duration"])
        for phase in timeline["phases"]
    ] == PLAN

    # The first part, with a pause in the rest.
    moments = await Moments.of(connection)
    started = await connection.action(
        "backcare.start_routine", returns=True, routine="short planks"
    )
    assert started["total_seconds"] == TOTAL_SECONDS
    await moments.wait_for("phase_started", phase="rest")
    await asyncio.sleep(3)
    await connection.action("backcare.pause_session")
    paused = await moments.wait_for("paused")
    await asyncio.sleep(PAUSE_SECONDS)
    await connection.action("backcare.resume_session")
    resumed = await moments.wait_for("resumed")
    await moments.wait_for("phase_started", phase_number=CUT_IN_PHASE)
    await asyncio.sleep(CUT_AFTER_SECONDS)
    assert problems(home) == []
    await home.kill()

    # After the power cut the session waits where it was.
    connection = await home.start()
    states = await connection.states()
    session = states["sensor.back_care_session"]
    assert session["state"] == "paused"
    assert session["attributes"]["session_id"] == started["session_id"]
    assert states["sensor.back_care_phase"]["state"] == "hold"
    assert (
        states["sensor.back_care_phase"]["attributes"]["phase_number"] == CUT_IN_PHASE
    )
    timer = states["timer.back_care_exercise_timer"]
    assert timer["state"] == "paused"
    minutes, seconds = map(int, timer["attributes"]["remaining"].split(":")[1:])
    remaining_seconds = minutes * 60 + seconds
    planned_seconds = PLAN[CUT_IN_PHASE - 1][2]
    assert planned_seconds - CUT_AFTER_SECONDS - 1 <= remaining_seconds
    assert remaining_seconds <= planned_seconds

    # The rest of it.
    moments_after = await Moments.of(connection)
    await connection.action("backcare.resume_session")
    resumed_after = await moments_after.wait_for("resumed")
    finished = await moments_after.wait_for("session_finished")
    assert finished.data["completed"] == 1

    # Every phase change against the compiled timeline.
    pause_seconds = (resumed.due_at - paused.due_at).total_seconds()
    assert pause_seconds == pytest.approx(PAUSE_SECONDS, abs=0.5)
    starts = list(accumulate(phase["duration"] for phase in timeline["phases"]))
    begin = moments.phases()[0].due_at
    planned_before = [
        seconds + (pause_seconds if seconds > sum(p[2] for p in PLAN[:2]) else 0)
        for seconds in (0, *starts[: CUT_IN_PHASE - 1])
    ]
    assert [
        (moment.due_at - begin).total_seconds() for moment in moments.phases()
    ] == pytest.approx(planned_before, abs=TOLERANCE_SECONDS)
    cut_phase_end = starts[CUT_IN_PHASE - 1]
    assert [
        (moment.due_at - resumed_after.due_at).total_seconds()
        for moment in (*moments_after.phases(), finished)
    ] == pytest.approx(
        [seconds - cut_phase_end + remaining_seconds for seconds in starts[3:]],
        abs=TOLERANCE_SECONDS,
    )
    heard = [*moments.phases(), *moments_after.phases(), finished]
    assert [moment.data["phase"] for moment in heard] == [
        *(kind for kind, _, _ in PLAN),
        PLAN[-1][0],
    ]
    assert median(moment.late_seconds for moment in heard) < TOLERANCE_SECONDS

    # It counts.
    states = await connection.states()
    assert states["sensor.back_care_session"]["state"] == "idle"
    last = states["sensor.back_care_last_session"]["attributes"]
    assert (last["routine_name"], last["outcome"]) == ("Short planks", "finished")
    minutes_trained = float(states["sensor.back_care_total_minutes"]["state"])
    assert minutes_trained == pytest.approx(TOTAL_SECONDS / 60, abs=0.02)

    # Unloading, loading and an ordinary restart are quiet and keep it.
    for disabled_by in ("user", None):
        await connection.ask(
            "config_entries/disable", entry_id=entry_id, disabled_by=disabled_by
        )
    await home.post(f"api/config/config_entries/entry/{entry_id}/reload")
    await until(
        connection.states,
        lambda states: states["sensor.back_care_session"]["state"] == "idle",
    )
    assert problems(home) == []
    await home.stop()
    assert problems(home) == []
    states = await (await home.start()).states()
    assert float(states["sensor.back_care_total_minutes"]["state"]) == minutes_trained
    assert problems(home) == []
