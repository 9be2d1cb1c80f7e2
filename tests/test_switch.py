"""Tests of the switches."""

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.switch import (
    DOMAIN as SWITCH_DOMAIN,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
)
from homeassistant.const import ATTR_ENTITY_ID, EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .common import SessionClock, act, build_entry, described, state
from .conftest import SetUp

SESSION = "switch.back_care"


async def switch(hass: HomeAssistant, entity_id: str, action: str) -> None:
    """Switch an entity."""
    await hass.services.async_call(
        SWITCH_DOMAIN, action, {ATTR_ENTITY_ID: entity_id}, blocking=True
    )


async def test_idle(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """Without a session the session is off; the cues are on."""
    assert described(hass, setup_backcare, SWITCH_DOMAIN) == snapshot


async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """In a session the session is on."""
    await act(hass, "start_routine")
    await clock.elapse(15)
    assert described(hass, setup_backcare, SWITCH_DOMAIN) == snapshot


@pytest.mark.usefixtures("setup_backcare")
async def test_turn_on_starts_the_selected_routine(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """Turning on starts the routine of the select."""
    await hass.services.async_call(
        "select",
        "select_option",
        {ATTR_ENTITY_ID: "select.back_care_routine", "option": "gentle_reset"},
        blocking=True,
    )
    await switch(hass, SESSION, SERVICE_TURN_ON)

    session = hass.states.get("sensor.back_care_session")
    assert session
    assert session.state == "active"
    assert session.attributes["routine"] == "gentle_reset"


@pytest.mark.usefixtures("setup_backcare")
async def test_turn_on_resumes(hass: HomeAssistant, clock: SessionClock) -> None:
    """Turning on a paused session resumes it; it was on already."""
    await switch(hass, SESSION, SERVICE_TURN_ON)
    await clock.elapse(20)
    await act(hass, "pause_session")
    assert hass.states.is_state(SESSION, "on")

    await switch(hass, SESSION, SERVICE_TURN_ON)
    assert state(hass, "sensor.session") == "active"
    assert state(hass, "sensor.phase") == "hold"


@pytest.mark.usefixtures("setup_backcare")
async def test_turn_off_stops(hass: HomeAssistant, clock: SessionClock) -> None:
    """Turning off stops the session, paused or not."""
    for pause in (False, True):
        await switch(hass, SESSION, SERVICE_TURN_ON)
        await clock.elapse(20)
        if pause:
            await act(hass, "pause_session")
        await switch(hass, SESSION, SERVICE_TURN_OFF)
        assert hass.states.is_state(SESSION, "off")
        assert state(hass, "sensor.session") == "idle"


@pytest.mark.usefixtures("setup_backcare")
async def test_twice_is_once(hass: HomeAssistant, clock: SessionClock) -> None:
    """Turning on what is on, or off what is off, changes nothing."""
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await switch(hass, SESSION, SERVICE_TURN_OFF)
    assert not changes

    await switch(hass, SESSION, SERVICE_TURN_ON)
    await clock.elapse(20)
    changes.clear()
    await switch(hass, SESSION, SERVICE_TURN_ON)
    await hass.async_block_till_done()
    assert not changes


async def test_turn_on_before_the_safety_check(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Nothing starts before the safety check, and the person is told why."""
    await set_up(build_entry(safety={"agreed": False}))
    with pytest.raises(ServiceValidationError) as refusal:
        await switch(hass, SESSION, SERVICE_TURN_ON)
    assert refusal.value.translation_key == "safety_not_confirmed"
    assert hass.states.is_state(SESSION, "off")


@pytest.mark.parametrize("key", ["speech_cues", "tone_cues", "light_cues"])
async def test_cues(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, key: str
) -> None:
    """A kind of cue can be switched off and on, and stays so after a reload."""
    entity = f"switch.back_care_{key}"
    await switch(hass, entity, SERVICE_TURN_OFF)
    assert hass.states.is_state(entity, "off")

    assert await hass.config_entries.async_reload(setup_backcare.entry_id)
    await hass.async_block_till_done()
    assert hass.states.is_state(entity, "off")

    await switch(hass, entity, SERVICE_TURN_ON)
    assert hass.states.is_state(entity, "on")
