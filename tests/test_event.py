"""Tests of the event entity."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.event import ATTR_EVENT_TYPE, DOMAIN as EVENT_DOMAIN
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant

from .common import SessionClock, act, build_entry, described
from .conftest import SetUp

ENTITY_ID = "event.back_care_session_events"

ATTRIBUTES = {
    "session_id",
    "routine",
    "phase",
    "phase_number",
    "phase_count",
    "exercise",
    "exercise_name",
    "next_exercise",
    "set_number",
    "set_count",
    "side",
    "duration",
    "due_at",
}


async def test_disabled_by_default(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """The event entity is only there for those who want it."""
    assert described(hass, setup_backcare, EVENT_DOMAIN) == snapshot


@pytest.mark.usefixtures("all_entities_enabled")
async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """The entity shows the last moment."""
    await act(hass, "start_routine")
    await clock.elapse(15 + 30)
    assert described(hass, setup_backcare, EVENT_DOMAIN) == snapshot


def moments(changes: list[Event[EventStateChangedData]]) -> list[str]:
    """Return the moments that the entity has shown."""
    return [
        change.data["new_state"].attributes[ATTR_EVENT_TYPE]
        for change in changes
        if change.data["entity_id"] == ENTITY_ID and change.data["new_state"]
    ]


@pytest.mark.usefixtures("all_entities_enabled", "setup_backcare")
async def test_moments(hass: HomeAssistant, clock: SessionClock) -> None:
    """Each moment of a session is shown, in order, with its attributes."""
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await act(hass, "start_routine", routine="gentle_reset")
    await act(hass, "pause_session")
    await act(hass, "resume_session")
    await act(hass, "skip", scope="exercise")
    await clock.elapse_to_end()

    assert moments(changes) == [
        "session_started",
        "exercise_started",
        "phase_started",
        "paused",
        "resumed",
        "skipped",
        "exercise_started",
        "phase_started",
        "phase_finished",
        "phase_started",
        "phase_finished",
        "exercise_finished",
        "session_finished",
    ]
    for change in changes:
        if change.data["entity_id"] == ENTITY_ID:
            assert change.data["new_state"].attributes.keys() >= ATTRIBUTES
    assert hass.states.get(ENTITY_ID).attributes["completed"] == 0.5


@pytest.mark.usefixtures("all_entities_enabled", "setup_backcare")
async def test_sensors_and_timers_come_first(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """When a moment is shown, sensors and timers show it already."""
    await act(hass, "start_routine")
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await clock.elapse(15)

    kinds = ["others", "timer", "event"]
    domains = [change.data["entity_id"].split(".")[0] for change in changes]
    order = [kinds.index(domain if domain in kinds else "others") for domain in domains]
    assert set(order) == {0, 1, 2}
    assert order == sorted(order)


@pytest.mark.usefixtures("all_entities_enabled")
async def test_stopped(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """A session that is stopped says how much of it was done."""
    await act(hass, "start_routine")
    await clock.elapse(80)
    await act(hass, "stop_session")

    shown = hass.states.get(ENTITY_ID)
    assert shown
    assert shown.attributes[ATTR_EVENT_TYPE] == "session_cancelled"
    assert shown.attributes["completed"] == 0.059


@pytest.mark.usefixtures("all_entities_enabled")
async def test_only_the_own_person(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """The session of somebody else is no moment of this person."""
    await set_up(build_entry())
    other = await set_up(build_entry(title="Other", entry_id="other"))
    await act(hass, "start_routine", config_entry_id=other.entry_id)

    assert hass.states.get(ENTITY_ID).state == "unknown"
    assert hass.states.get("event.other_session_events").state != "unknown"
