"""Tests of the triggers."""

from collections.abc import Awaitable, Callable
import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.trigger import TRIGGERS
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import (
    area_registry as ar,
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.trigger import (
    async_get_all_descriptions,
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.setup import async_setup_component

from .common import ENTRY_ID, SESSION_ID, SessionClock, act, build_entry
from .conftest import SetUp

type Listen = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def listen(hass: HomeAssistant, request: pytest.FixtureRequest) -> Listen:
    """Return what collects the payloads of a trigger."""

    async def listen(
        key: str, target: dict[str, Any] | None = None, **more: Any
    ) -> Any:
        payloads: list[dict[str, Any]] = []

        @callback
        def fired(variables: dict[str, Any], context: Context | None = None) -> None:
            payloads.append(variables["trigger"])

        config = {"trigger": f"{DOMAIN}.{key}", **more}
        if target is not None:
            config["target"] = target
        checked = await async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA(config))
        detach = await async_initialize_triggers(
            hass, checked, fired, DOMAIN, "test", logging.getLogger(__name__).log
        )
        assert detach
        request.addfinalizer(detach)
        return payloads

    return listen


def device_of(hass: HomeAssistant, entry: MockConfigEntry) -> dr.DeviceEntry:
    """Return the device of a person."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device


async def start_and_stop(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Start a session of a person and stop it."""
    await act(hass, "start_routine", config_entry_id=entry.entry_id)
    await act(hass, "stop_session", config_entry_id=entry.entry_id)


@pytest.mark.usefixtures("setup_backcare")
async def test_every_trigger(
    hass: HomeAssistant, clock: SessionClock, listen: Listen
) -> None:
    """Each trigger fires at its moments, without the event entity."""
    assert hass.states.get("event.back_care_session_events") is None
    fired = {key: await listen(key) for key in TRIGGERS}
    await act(hass, "start_routine", routine="split_a_holds")
    await act(hass, "pause_session")
    await act(hass, "resume_session")
    await clock.elapse_to_end()
    await act(hass, "start_routine")
    await act(hass, "stop_session")

    assert {key: len(payloads) for key, payloads in fired.items()} == {
        "session_started": 2,
        "session_finished": 1,
        "session_cancelled": 1,
        "session_paused": 1,
        "session_resumed": 1,
        "exercise_started": 5,
        "rest_started": 8,
        "phase_started": 25,
        "halfway_reached": 12,
        "session_due": 0,
        "practice_due": 0,
    }
    assert {payload["phase"] for payload in fired["rest_started"]} == {"rest"}


@pytest.mark.usefixtures("setup_backcare")
async def test_payload(
    hass: HomeAssistant, clock: SessionClock, listen: Listen
) -> None:
    """Templates can read what the moment is about."""
    started = await listen("phase_started", id="mine")
    finished = await listen("session_finished")
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse_to_end()

    assert started[1] == {
        "id": "mine",
        "idx": "0",
        "alias": None,
        "platform": "backcare.phase_started",
        "description": "backcare phase_started",
        "entry_id": ENTRY_ID,
        "event_type": "phase_started",
        "session_id": SESSION_ID,
        "routine": "seated_transversus",
        "phase": "hold",
        "phase_number": 2,
        "phase_count": 2,
        "exercise": "transversus_activation_seated",
        "exercise_name": "Deep abdominal activation, seated",
        "next_exercise": None,
        "set_number": 1,
        "set_count": 1,
        "side": "none",
        "duration": 70,
        "due_at": "2026-11-02T18:00:10+00:00",
    }
    assert finished[0]["completed"] == 1


async def test_target(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, listen: Listen
) -> None:
    """The target means a person: by device, entity, area, floor or label."""
    me = await set_up(build_entry())
    other = await set_up(build_entry(title="Other", entry_id="other"))
    floor = fr.async_get(hass).async_create("Upstairs")
    area = ar.async_get(hass).async_create("Bedroom", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Health")
    dr.async_get(hass).async_update_device(
        device_of(hass, me).id, area_id=area.id, labels={label.label_id}
    )

    mine = [
        await listen("session_started", target)
        for target in (
            {"device_id": device_of(hass, me).id},
            {"entity_id": "switch.back_care"},
            {"entity_id": "timer.back_care_session_timer"},
            {"entity_id": ["switch.back_care_tone_cues", "light.unknown"]},
            {"area_id": area.id},
            {"floor_id": floor.floor_id},
            {"label_id": label.label_id},
        )
    ]
    everybodys = [
        await listen("session_started", target)
        for target in (
            None,
            {},
            {"entity_id": ["switch.back_care", "switch.other"]},
        )
    ]
    nobodys = [
        await listen("session_started", target)
        for target in (
            {"entity_id": "light.unknown"},
            {"device_id": "unknown"},
            {"area_id": "unknown"},
        )
    ]

    await start_and_stop(hass, other)
    assert [len(payloads) for payloads in mine] == [0] * len(mine)
    await start_and_stop(hass, me)
    assert [len(payloads) for payloads in mine] == [1] * len(mine)
    assert [len(payloads) for payloads in everybodys] == [2] * len(everybodys)
    assert [len(payloads) for payloads in nobodys] == [0] * len(nobodys)


async def test_target_follows_a_rename(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    listen: Listen,
) -> None:
    """A renamed entity is found by its new name."""
    fired = await listen("session_started", {"entity_id": "switch.training"})
    await start_and_stop(hass, setup_backcare)
    assert not fired
    entity_registry.async_update_entity(
        "switch.back_care", new_entity_id="switch.training"
    )
    await hass.async_block_till_done()
    await start_and_stop(hass, setup_backcare)
    assert len(fired) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"options": {"for": 5}},
        {"target": {"person": "me"}},
        {"target": "switch.back_care"},
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_malformed(
    hass: HomeAssistant, listen: Listen, more: dict[str, Any]
) -> None:
    """A config that makes no sense is refused."""
    with pytest.raises(vol.Invalid):
        await listen("session_started", **more)


async def test_detached(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """A trigger that is detached fires no more."""
    payloads: list[dict[str, Any]] = []

    @callback
    def fired(variables: dict[str, Any], context: Context | None = None) -> None:
        payloads.append(variables)

    config = cv.TRIGGER_SCHEMA({"trigger": "backcare.session_started"})
    detach = await async_initialize_triggers(
        hass,
        await async_validate_trigger_config(hass, config),
        fired,
        DOMAIN,
        "test",
        logging.getLogger(__name__).log,
    )
    await start_and_stop(hass, setup_backcare)
    assert detach
    detach()
    await start_and_stop(hass, setup_backcare)
    assert len(payloads) == 1


async def test_in_an_automation(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    service_calls: list[ServiceCall],
) -> None:
    """An automation can say which exercise comes."""
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {
                    "trigger": "backcare.exercise_started",
                    "target": {"device_id": device_of(hass, setup_backcare).id},
                },
                "actions": {
                    "action": "test.say",
                    "data": {
                        "text": "{{ trigger.exercise_name }} {{ trigger.due_at }}"
                    },
                },
            }
        },
    )
    await act(hass, "start_routine")
    await clock.elapse(235)
    said = [call.data["text"] for call in service_calls if call.service == "say"]
    assert said == [
        "Forearm plank 2026-11-02T18:00:00+00:00",
        "Side plank 2026-11-02T18:03:55+00:00",
    ]


@pytest.mark.usefixtures("setup_backcare")
async def test_descriptions(hass: HomeAssistant) -> None:
    """The editor shows every trigger, with a target."""
    descriptions = await async_get_all_descriptions(hass)
    ours = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in descriptions.items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert set(ours) == set(TRIGGERS)
    for description in ours.values():
        assert description
        assert description["target"]["entity"] == [{"integration": DOMAIN}]


async def test_offered_for_the_device(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The editor offers the triggers for the device of a person."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "get_triggers_for_target",
            "target": {"device_id": [device_of(hass, setup_backcare).id]},
        }
    )
    answer = await client.receive_json()
    assert answer["success"]
    assert {f"{DOMAIN}.{key}" for key in TRIGGERS} <= set(answer["result"])


async def test_a_training_that_is_due(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, listen: Listen
) -> None:
    """It fires at the planned moment, for the person that is meant."""
    await hass.config.async_set_time_zone("UTC")
    options = {"plan": {"days": ["monday"], "at": "18:20:00"}}
    anna = await set_up(build_entry(options=options))
    lisa = await set_up(build_entry(title="Lisa", entry_id="lisa", options=options))
    annas = await listen("session_due", {"device_id": device_of(hass, anna).id})
    everybodys = await listen("session_due")
    await clock.elapse(1199)
    assert not everybodys
    await clock.elapse(1)
    (payload,) = annas
    assert payload["entry_id"] == ENTRY_ID
    assert payload["event_type"] == "session_due"
    assert payload["planned_at"] == "2026-11-02T18:20:00+00:00"
    assert {found["entry_id"] for found in everybodys} == {ENTRY_ID, lisa.entry_id}
