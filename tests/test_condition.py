"""Tests of the conditions."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.backcare.condition import CONDITIONS
from custom_components.backcare.const import DOMAIN
from custom_components.backcare.engine.position import REENTRY_SECONDS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition, device_registry as dr
from homeassistant.helpers.condition import (
    async_get_all_descriptions,
    async_validate_condition_config,
)

from .common import SessionClock, act, build_entry, session_record
from .conftest import SetUp

type Check = Callable[..., Awaitable[bool]]
type Make = Callable[..., Awaitable[Callable[[], bool]]]

MY_SWITCH = {"entity_id": "switch.back_care"}


@pytest.fixture
def make(hass: HomeAssistant, request: pytest.FixtureRequest) -> Make:
    """Return what makes a condition."""

    async def make(
        key: str, target: dict[str, Any], **options: Any
    ) -> Callable[[], bool]:
        config = await async_validate_condition_config(
            hass,
            {"condition": f"{DOMAIN}.{key}", "target": target, "options": options},
        )
        checker = await condition.async_from_config(hass, config)
        request.addfinalizer(checker.async_unload)
        return lambda: bool(checker.async_check())

    return make


@pytest.fixture
def holding(make: Make) -> Callable[[], Awaitable[set[str]]]:
    """Return what tells which conditions hold for the person."""

    async def holding() -> set[str]:
        return {key for key in CONDITIONS if (await make(key, MY_SWITCH))()}

    return holding


@pytest.mark.usefixtures("setup_backcare")
async def test_every_condition(
    hass: HomeAssistant,
    clock: SessionClock,
    holding: Callable[[], Awaitable[set[str]]],
) -> None:
    """The conditions follow the session."""
    assert await holding() == set()
    await act(hass, "start_routine")
    assert await holding() == {"session_is_active"}
    await clock.elapse(15)
    assert await holding() == {"session_is_active", "is_exercising"}
    await act(hass, "pause_session")
    assert await holding() == {"session_is_paused"}
    await act(hass, "resume_session")
    await clock.elapse(REENTRY_SECONDS + 60)
    assert await holding() == {"session_is_active", "is_resting"}
    await act(hass, "pause_session")
    assert await holding() == {"session_is_paused"}
    await act(hass, "stop_session")
    assert await holding() == set()


@pytest.mark.usefixtures("setup_backcare")
async def test_moving_is_exercising(
    hass: HomeAssistant,
    clock: SessionClock,
    holding: Callable[[], Awaitable[set[str]]],
) -> None:
    """Repetitions count as exercising, as holds do."""
    await act(hass, "start_routine")
    for _ in range(6):
        await act(hass, "skip", scope="exercise")
    await act(hass, "skip")
    assert hass.states.is_state("sensor.back_care_phase", "move")
    assert await holding() == {"session_is_active", "is_exercising"}


async def test_target(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, make: Make
) -> None:
    """The target means a person: by device or by any entity."""
    me = await set_up(build_entry())
    await set_up(build_entry(title="Other", entry_id="other"))
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), me.entry_id)
    key = "is_exercising"
    mine = [
        await make(key, target)
        for target in (
            {"device_id": device.id},
            {"entity_id": "sensor.back_care_phase"},
            {"entity_id": "sensor.back_care_session"},
            {"entity_id": "button.back_care_stop"},
            {"entity_id": "timer.back_care_exercise_timer"},
            {"entity_id": "select.back_care_speech_level"},
        )
    ]
    both = {"entity_id": ["switch.back_care", "switch.other"]}
    any_of_us = await make(key, both)
    all_of_us = await make(key, both, behavior="all")
    others = await make(key, {"entity_id": "switch.other"})
    nobody = await make(key, {"entity_id": "light.unknown"})

    await act(hass, "start_routine", config_entry_id=me.entry_id)
    await clock.elapse(15)
    assert [check() for check in mine] == [True] * len(mine)
    assert any_of_us()
    assert not all_of_us()
    assert not others()
    assert not nobody()

    await act(hass, "start_routine", config_entry_id="other")
    await clock.elapse(15)
    assert all_of_us()


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize("key", ["session_is_active", "is_exercising"])
async def test_for_a_while(
    hass: HomeAssistant, clock: SessionClock, make: Make, key: str
) -> None:
    """A condition can ask for how long; a pause starts the count anew."""
    check = await make(key, MY_SWITCH, **{"for": {"seconds": 20}})
    await act(hass, "start_routine")
    await clock.elapse(15)
    await act(hass, "pause_session")
    await act(hass, "resume_session")
    assert not check()
    await clock.elapse(19)
    assert not check()
    await clock.elapse(2)
    assert check()
    await act(hass, "pause_session")
    assert not check()


async def test_the_weekly_goal(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    holding: Callable[[], Awaitable[set[str]]],
) -> None:
    """It is met from the last session on, and the next week begins anew."""
    controller = setup_backcare.runtime_data
    for number in range(3):
        assert await holding() == set()
        controller.profile.add(session_record(session_id=str(number)))
        controller.async_tell()
    assert await holding() == {"weekly_goal_is_met"}
    hass.states.async_set("sensor.back_care_sessions_this_week", "unavailable")
    assert await holding() == set()


@pytest.mark.usefixtures("setup_backcare")
async def test_descriptions(hass: HomeAssistant) -> None:
    """The editor shows every condition, with a target."""
    descriptions = await async_get_all_descriptions(hass)
    ours = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in descriptions.items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert set(ours) == set(CONDITIONS)
    for description in ours.values():
        assert description
        assert description["target"]["entity"] == [{"integration": DOMAIN}]
        assert set(description["fields"]) == {"behavior", "for"}


@pytest.mark.usefixtures("setup_backcare")
async def test_live_test_in_the_editor(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, clock: SessionClock
) -> None:
    """The editor's live test sees a change of another entity than the targeted one."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "subscribe_condition",
            "condition": {"condition": "backcare.is_exercising", "target": MY_SWITCH},
        }
    )
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"] == {"result": False}
    await act(hass, "start_routine")
    await clock.elapse(15)
    await clock.elapse(2)
    assert (await client.receive_json())["event"] == {"result": True}
