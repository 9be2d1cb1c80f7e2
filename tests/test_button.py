"""Tests of the buttons."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.button import DOMAIN as BUTTON_DOMAIN, SERVICE_PRESS
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .common import SessionClock, act, build_entry, described, state
from .conftest import SetUp

KEYS = ("start", "pause", "resume", "skip", "previous", "stop")
"""The buttons that come and go with a session."""


async def press(hass: HomeAssistant, key: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        BUTTON_DOMAIN,
        SERVICE_PRESS,
        {ATTR_ENTITY_ID: f"button.back_care_{key}"},
        blocking=True,
    )
    await hass.async_block_till_done()


def pressable(hass: HomeAssistant) -> set[str]:
    """Return the buttons that can be pressed."""
    return {key for key in KEYS if state(hass, f"button.{key}") != STATE_UNAVAILABLE}


async def test_idle(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """Without a session one can only start."""
    assert described(hass, setup_backcare, BUTTON_DOMAIN) == snapshot
    assert pressable(hass) == {"start"}


async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """In a session one can do the rest."""
    await act(hass, "start_routine")
    await clock.elapse(15)
    assert described(hass, setup_backcare, BUTTON_DOMAIN) == snapshot
    assert pressable(hass) == {"pause", "skip", "previous", "stop"}


@pytest.mark.usefixtures("setup_backcare")
async def test_every_button(hass: HomeAssistant, clock: SessionClock) -> None:
    """The buttons lead through a session."""
    await press(hass, "start")
    assert state(hass, "sensor.phase") == "prepare"
    await press(hass, "skip")
    assert state(hass, "sensor.phase") == "hold"
    await press(hass, "pause")
    assert state(hass, "sensor.session") == "paused"
    assert pressable(hass) == {"resume", "skip", "previous", "stop"}
    await press(hass, "previous")
    assert state(hass, "sensor.phase") == "prepare"
    await press(hass, "resume")
    assert state(hass, "sensor.session") == "active"
    await press(hass, "stop")
    assert state(hass, "sensor.session") == "idle"
    assert pressable(hass) == {"start"}


@pytest.mark.usefixtures("setup_backcare")
async def test_unavailable_button_does_nothing(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """A button that can't be pressed is ignored."""
    await press(hass, "pause")
    assert state(hass, "sensor.session") == "idle"


async def test_start_before_the_safety_check(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Nothing starts before the safety check, and the person is told why."""
    await set_up(build_entry(safety={"agreed": False}))
    with pytest.raises(ServiceValidationError) as refusal:
        await press(hass, "start")
    assert refusal.value.translation_key == "safety_not_confirmed"


@pytest.mark.usefixtures("setup_backcare")
async def test_test_without_speakers(hass: HomeAssistant) -> None:
    """There is nothing to test, and the person is told what to do."""
    with pytest.raises(ServiceValidationError) as refusal:
        await press(hass, "test_speakers")
    assert refusal.value.translation_key == "no_speakers"
    assert refusal.value.translation_placeholders == {"name": "Back care"}


async def test_test_in_a_session(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """A test never disturbs a session."""
    options = {"speech": {"speakers": ["media_player.kitchen"]}}
    await set_up(build_entry(options=options))
    await act(hass, "start_routine")
    with pytest.raises(ServiceValidationError) as refusal:
        await press(hass, "test_speakers")
    assert refusal.value.translation_key == "session_already_active"
    assert state(hass, "sensor.session") == "active"


@pytest.mark.usefixtures("setup_backcare")
async def test_test_button_never_comes_and_goes(hass: HomeAssistant) -> None:
    """A session writes nothing into its history."""
    before = hass.states.get("button.back_care_test_speakers")
    assert before
    await act(hass, "start_routine")
    await act(hass, "stop_session")
    assert hass.states.get("button.back_care_test_speakers") is before
