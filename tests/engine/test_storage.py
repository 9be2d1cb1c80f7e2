"""Tests of storing a session and of reading it back."""

import json
from typing import Any

import pytest

from custom_components.backcare.engine.errors import (
    InvalidSnapshot,
    SessionAlreadyActive,
)
from custom_components.backcare.engine.models import SessionStatus
from custom_components.backcare.engine.session import SessionEngine

from .common import SECOND_SET, SHORT_SESSION, FakeClock, Play, play, refused


def test_a_session_comes_back_as_it_was() -> None:
    """A session that was read back looks the same."""
    session = play(SHORT_SESSION).elapse(SECOND_SET)
    assert session.restart().snapshot == session.snapshot


def test_a_session_goes_on_where_it_was() -> None:
    """A session that was read back has the same events to come."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).change(7)
    other = session.restart()
    count = len(session.events)
    assert other.elapse(200).events == session.elapse(200).events[count:]


def test_a_paused_session_comes_back_paused() -> None:
    """A restart does not resume."""
    session = play(SHORT_SESSION).elapse(20).pause().restart().elapse(100)
    assert session.snapshot.status is SessionStatus.PAUSED
    assert session.resume().elapse(63).log[-1] == "3:03 phase_started 3"


def test_a_pause_begins_anew_with_a_restart() -> None:
    """The person has the whole time to come back."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(170).restart()
    assert session.elapse(179).events == []
    assert session.elapse(1).cues == ["6:10 paused_reminder"]


@pytest.mark.parametrize(("seconds", "countdowns"), [(0, 1), (4, 1), (5, 0), (7, 0)])
def test_a_reentry_goes_on_after_a_restart(seconds: float, countdowns: int) -> None:
    """What was left of it comes, with its countdown if that was not heard."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(seconds).restart()
    assert session.snapshot.reentry_seconds == 8 - seconds
    assert session.elapse(63 - seconds).log[-1] == "1:23 phase_started 3"
    assert sum(cue.split()[1] == "countdown" for cue in session.cues) == countdowns


def test_a_session_that_did_not_start_can_start_later() -> None:
    """Even a session that waits can be stored."""
    assert Play(SHORT_SESSION).restart().start().log[0] == "0:00 session_started 1"


def test_a_session_that_is_over_stays_over() -> None:
    """A session that has ended does not come back to life."""
    session = play(SHORT_SESSION).elapse(200).restart()
    assert refused(session, Play.start) is SessionAlreadyActive


def test_the_time_of_a_restart_is_not_spent() -> None:
    """Between the file and the restart the session stands still."""
    session = play(SHORT_SESSION).elapse(20)
    stored = session.engine.to_dict()
    session.clock.set_monotonic(session.clock.monotonic() + 500)
    engine = SessionEngine.from_dict(stored, session.clock)
    assert engine.snapshot().remaining_seconds == 55


def test_added_time_comes_back() -> None:
    """Time that was added, now and before, is kept."""
    session = play(SHORT_SESSION).elapse(40).change(30).elapse(70).change(5)
    assert session.restart().snapshot.session_seconds == 235


def test_done_sets_come_back() -> None:
    """A restart loses no finished work."""
    assert play(SHORT_SESSION).elapse(76).restart().snapshot.set_done_count == 1


def test_a_cue_is_not_repeated_after_a_restart() -> None:
    """A cue that was said before the restart is not said after it."""
    session = play(SHORT_SESSION).elapse(30).pause().restart().resume().elapse(23)
    assert session.cues == ["0:35 countdown", "0:53 halfway"]


def test_the_timeline_comes_back() -> None:
    """The phases and their cues are stored with the session."""
    assert play(SHORT_SESSION).restart().engine.timeline == SHORT_SESSION


def test_a_file_has_only_json() -> None:
    """What is stored can be written in strict JSON."""
    stored = play(SHORT_SESSION).elapse(SECOND_SET).change(30).engine.to_dict()
    assert json.loads(json.dumps(stored, allow_nan=False))["phase_index"] == 3


STORED_KEYS = [
    "timeline",
    "session_id",
    "started_at",
    "status",
    "phase_index",
    "elapsed_seconds",
    "reentry_seconds",
    "added_seconds",
    "added_before_seconds",
    "spent_before_seconds",
    "handled",
    "done",
]


def stored_session() -> dict[str, Any]:
    """Return a session as it is in a file."""
    session = play(SHORT_SESSION).elapse(SECOND_SET)
    stored: dict[str, Any] = json.loads(json.dumps(session.engine.to_dict()))
    return stored


def test_these_are_the_stored_keys() -> None:
    """The file has what the tests below damage."""
    assert list(stored_session()) == STORED_KEYS


def test_a_file_of_an_older_version() -> None:
    """A session from before re-entries and shares goes on as it was."""
    stored = stored_session()
    del stored["reentry_seconds"]
    for phase in stored["timeline"]["phases"]:
        del phase["is_guided"], phase["is_warm_up"]
        for cue in phase["cues"]:
            if cue.pop("share") is not None:
                cue["at_seconds"] = 15
    session = play(SHORT_SESSION).elapse(SECOND_SET)
    old = Play(
        SHORT_SESSION,
        clock=session.clock,
        engine=SessionEngine.from_dict(stored, session.clock),
    )
    assert old.snapshot.remaining_seconds == session.snapshot.remaining_seconds
    assert old.elapse(20).cues == ["1:50 form_cue", "1:50 halfway"]


@pytest.mark.parametrize(
    "key", [key for key in STORED_KEYS if key != "reentry_seconds"]
)
def test_a_file_with_a_gap_is_refused(key: str) -> None:
    """Every part of a stored session is needed."""
    stored = stored_session()
    del stored[key]
    with pytest.raises(InvalidSnapshot):
        SessionEngine.from_dict(stored, FakeClock())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("timeline", None),
        ("timeline", []),
        ("timeline", {}),
        ("started_at", "yesterday"),
        ("started_at", 5),
        ("started_at", None),
        ("status", "sleeping"),
        ("status", None),
        ("phase_index", 6),
        ("phase_index", -1),
        ("phase_index", None),
        ("phase_index", float("inf")),
        ("elapsed_seconds", -1),
        ("elapsed_seconds", 60.5),
        ("elapsed_seconds", float("nan")),
        ("elapsed_seconds", "long"),
        ("reentry_seconds", -1),
        ("reentry_seconds", 8.5),
        ("reentry_seconds", float("nan")),
        ("reentry_seconds", None),
        ("added_seconds", -60),
        ("added_seconds", float("nan")),
        ("added_seconds", float("inf")),
        ("added_seconds", []),
        ("added_before_seconds", float("nan")),
        ("added_before_seconds", float("-inf")),
        ("spent_before_seconds", float("inf")),
        ("spent_before_seconds", "long"),
        ("handled", []),
        ("handled", [1, 2, 3]),
        ("handled", "no"),
        ("handled", None),
        ("done", None),
        ("done", ["first"]),
        ("done", [6]),
        ("done", [0]),
    ],
)
def test_a_damaged_file_is_refused(key: str, value: Any) -> None:
    """A stored session that none can have written is not taken up."""
    with pytest.raises(InvalidSnapshot):
        SessionEngine.from_dict({**stored_session(), key: value}, FakeClock())


@pytest.mark.parametrize("stored", [None, [], "session", 3])
def test_a_file_of_something_else_is_refused(stored: Any) -> None:
    """Data that are no session at all are refused like any other."""
    with pytest.raises(InvalidSnapshot):
        SessionEngine.from_dict(stored, FakeClock())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "dance"),
        ("side", "up"),
        ("side", None),
        ("muscle_class", "biceps"),
        ("duration_seconds", "long"),
        ("duration_seconds", None),
        ("duration_seconds", 0),
        ("duration_seconds", -60),
        ("duration_seconds", float("inf")),
        ("duration_seconds", float("nan")),
        ("step_index", "first"),
        ("step_index", None),
        ("tempo_seconds", 4),
        ("cues", None),
        ("cues", [None]),
        ("cues", [{}]),
        ("cues", [{"key": "countdown", "at_seconds": -3, "priority": "loud"}]),
        ("cues", [{"key": "countdown", "at_seconds": "late", "priority": "form"}]),
        ("cues", [{"key": "countdown", "priority": "form"}]),
        (
            "cues",
            [{"key": "halfway", "at_seconds": 0, "share": "all", "priority": "form"}],
        ),
        ("colour", "red"),
    ],
)
@pytest.mark.parametrize("index", [3, 5], ids=["running", "later"])
def test_a_file_with_a_damaged_phase_is_refused(
    index: int, key: str, value: Any
) -> None:
    """A phase that can't be run is found before the session goes on."""
    stored = stored_session()
    stored["timeline"]["phases"][index][key] = value
    with pytest.raises(InvalidSnapshot):
        SessionEngine.from_dict(stored, FakeClock())


def test_a_file_without_phases_is_refused() -> None:
    """A timeline needs a phase to be in."""
    stored = stored_session()
    stored["timeline"]["phases"] = []
    with pytest.raises(InvalidSnapshot):
        SessionEngine.from_dict(stored, FakeClock())


def test_a_damaged_file_says_why() -> None:
    """The reason is there for the log."""
    with pytest.raises(InvalidSnapshot, match="phase_index"):
        SessionEngine.from_dict(
            {
                key: value
                for key, value in stored_session().items()
                if key != "phase_index"
            },
            FakeClock(),
        )
