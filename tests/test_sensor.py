"""Tests of the sensors."""

from collections import Counter
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.engine.position import REENTRY_SECONDS
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, build_entry, described, state
from .conftest import SetUp

MAX_ROWS = 200


async def test_idle(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """Without a session the sensors say so."""
    assert described(hass, setup_backcare, "sensor") == snapshot


@pytest.mark.usefixtures("all_entities_enabled")
async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """In a session the sensors show the phase that runs."""
    await act(hass, "start_routine")
    await clock.elapse(15)
    assert described(hass, setup_backcare, "sensor") == snapshot


@pytest.mark.usefixtures("setup_backcare")
async def test_paused(hass: HomeAssistant, clock: SessionClock) -> None:
    """A pause keeps the phase, but nobody knows when it ends; a set needs a re-entry."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    await act(hass, "pause_session")

    assert state(hass, "sensor.session") == "paused"
    assert state(hass, "sensor.phase") == "hold"
    assert state(hass, "sensor.exercise") == "plank"
    assert state(hass, "sensor.session_ends_at") == STATE_UNKNOWN

    await clock.elapse(60)
    await act(hass, "resume_session")
    assert state(hass, "sensor.session") == "active"
    ends_at = dt_util.utcnow() + timedelta(seconds=REENTRY_SECONDS + 1875)
    assert state(hass, "sensor.session_ends_at") == ends_at.isoformat()


@pytest.mark.usefixtures("all_entities_enabled", "setup_backcare")
async def test_after_session(hass: HomeAssistant, clock: SessionClock) -> None:
    """A finished session is kept, and the sensors are idle again."""
    await act(hass, "start_routine", routine="short_10")
    await clock.elapse_to_end()

    assert state(hass, "sensor.session") == "idle"
    assert state(hass, "sensor.phase") == "idle"
    assert state(hass, "sensor.exercise") == STATE_UNKNOWN
    assert state(hass, "sensor.progress") == STATE_UNKNOWN
    assert state(hass, "sensor.total_minutes") == "9.88"
    last = hass.states.get("sensor.back_care_last_session")
    assert last
    assert last.state == "2026-11-02T18:09:53+00:00"
    assert last.attributes["routine"] == "short_10"
    assert last.attributes["routine_name"] == "Short session"
    assert last.attributes["outcome"] == "finished"


@pytest.mark.usefixtures("setup_backcare")
async def test_stopped_session(hass: HomeAssistant, clock: SessionClock) -> None:
    """A session that was stopped early says so; its minutes count."""
    await act(hass, "start_routine")
    await clock.elapse(60)
    await act(hass, "stop_session", reason="no_time")

    assert state(hass, "sensor.total_minutes") == "1.0"
    last = hass.states.get("sensor.back_care_last_session")
    assert last
    assert last.attributes["outcome"] == "cancelled"


@pytest.mark.parametrize("side", ["left", "right"])
async def test_spoken_name_tells_the_side(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, side: str
) -> None:
    """The spoken name of one-sided work has its side."""
    await set_up(build_entry(options={"behaviour": {"add_on_confirmed": True}}))
    await act(hass, "start_routine", routine="asymmetric_addon", side=side)

    assert state(hass, "sensor.side") == side
    exercise = hass.states.get("sensor.back_care_exercise")
    assert exercise
    assert exercise.attributes["spoken_name"] == f"back extension, {side} emphasis"


async def test_attributes_in_the_persons_language(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """What is meant to be read or said is in the language of the person."""
    await set_up(build_entry(options={"speech": {"language": "nl"}}))
    await act(hass, "start_routine")

    exercise = hass.states.get("sensor.back_care_exercise")
    assert exercise
    assert exercise.attributes["spoken_name"] == "buikplank"
    session = hass.states.get("sensor.back_care_session")
    assert session
    assert session.attributes["routine_name"] == "Volledige training"


async def test_ends_at_does_not_jitter(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """Microseconds before a whole second are shown as that second."""
    await act(hass, "start_routine")
    controller = setup_backcare.runtime_data
    seen = controller.snapshot
    ends_at = state(hass, "sensor.session_ends_at")
    for microseconds in (-3, 3):
        controller.snapshot = type(seen)(
            status=seen.status,
            session_ends_at=seen.session_ends_at + timedelta(microseconds=microseconds),
        )
        controller.async_tell()
        assert state(hass, "sensor.session_ends_at") == ends_at


async def test_few_rows_for_the_recorder(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """The default session writes few states, all entities together."""
    frozen.tick(timedelta(milliseconds=500))
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await act(hass, "start_routine", routine="full_core_30")
    assert hass.states.get("sensor.back_care_phase").attributes["phase_count"] == 34
    await clock.elapse_to_end()

    rows = Counter(change.data["entity_id"] for change in changes)
    assert state(hass, "sensor.total_minutes") == "31.58"
    assert rows.total() <= MAX_ROWS, rows
