"""Test the life of an entry: set-up, unload, reload, restart and removal."""

from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    flush_store,
)

from custom_components.backcare.const import DOMAIN, SIGNAL_SESSION_EVENT, Conf
from custom_components.backcare.engine.position import REENTRY_SECONDS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util.dt import utcnow

from .common import ENTRY_ID, SessionClock, act, build_entry, state
from .conftest import SetUp

STORE = f"{DOMAIN}.{ENTRY_ID}"


def stored(data: Any, version: int = 1) -> dict[str, Any]:
    """Return a file as Home Assistant keeps it."""
    return {"version": version, "minor_version": 1, "key": STORE, "data": data}


def events_of(hass: HomeAssistant) -> list[tuple[str, dict[str, Any]]]:
    """Return a list that will hold the types and attributes of all events."""
    heard: list[tuple[str, dict[str, Any]]] = []
    async_dispatcher_connect(
        hass,
        SIGNAL_SESSION_EVENT,
        lambda entry_id, event, attributes: heard.append((event, attributes)),
    )
    return heard


async def test_one_service_device_for_a_person(
    setup_backcare: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    """The device is a service, named after the person."""
    (device,) = dr.async_entries_for_config_entry(device_registry, ENTRY_ID)
    assert device.entry_type is dr.DeviceEntryType.SERVICE
    assert device.name == "Back care"


async def test_unload_and_set_up_again(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Everything is there again."""
    assert await hass.config_entries.async_unload(ENTRY_ID)
    assert setup_backcare.state is ConfigEntryState.NOT_LOADED
    assert state(hass, "timer.session_timer") == "unavailable"
    assert await hass.config_entries.async_setup(ENTRY_ID)
    await hass.async_block_till_done()
    assert state(hass, "timer.session_timer") == "idle"


async def test_a_reload_brings_the_session_back_paused(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """The same phase with the same time left, and it goes on to its end."""
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(40)
    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.async_block_till_done()
    assert state(hass, "sensor.session") == "paused"
    timer = hass.states.get("timer.back_care_exercise_timer")
    assert timer.state == "paused"
    assert timer.attributes["remaining"] == "0:00:35"

    await act(hass, "resume_session")
    await clock.elapse(REENTRY_SECONDS + 35)
    assert state(hass, "sensor.phase") == "rest"


async def test_a_stop_of_home_assistant_keeps_every_second(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
) -> None:
    """What is written has the position of the moment of the stop."""
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(40)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await flush_store(setup_backcare.runtime_data._store)
    engine = hass_storage[STORE]["data"]["running"]["engine"]
    assert engine["status"] == "paused"
    assert engine["phase_index"] == 1
    assert engine["elapsed_seconds"] == pytest.approx(25, abs=0.01)


async def test_a_stop_of_home_assistant_in_the_moment_of_the_end(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The session is finished, and nothing is left to pause."""
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse(79)
    frozen.tick(2)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    (session,) = setup_backcare.runtime_data.profile.sessions
    assert session.outcome == "finished"
    assert "Traceback" not in caplog.text


async def running_file(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    entry: MockConfigEntry,
) -> dict[str, Any]:
    """Return the file that a crash in the first hold leaves behind."""
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(50)
    await flush_store(entry.runtime_data._store)
    file = hass_storage[STORE]
    await act(hass, "stop_session")
    assert await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    return file


async def test_a_crash_brings_the_session_back_paused(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """As it was when it was last written: at the middle of the hold."""
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    hass_storage[STORE] = file
    await set_up(build_entry())
    assert state(hass, "sensor.session") == "paused"
    assert state(hass, "sensor.exercise") == "plank"
    timer = hass.states.get("timer.back_care_exercise_timer")
    assert timer.attributes["remaining"] == "0:00:30"


async def test_a_session_with_an_unknown_exercise_is_lost(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody can say what it is."""
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    hass_storage[STORE] = json.loads(json.dumps(file).replace("plank", "headstand"))
    await set_up(build_entry())
    assert state(hass, "sensor.session") == "idle"
    assert "no exercise headstand" in caplog.text


async def test_a_session_that_came_back_does_not_wait_for_ever(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """As after any other pause."""
    hass_storage[STORE] = await running_file(hass, hass_storage, clock, setup_backcare)
    entry = await set_up(build_entry())
    await clock.elapse(900)
    assert state(hass, "sensor.session") == "idle"
    (session,) = entry.runtime_data.profile.sessions
    assert session.outcome == "cancelled"


async def test_a_session_that_waited_too_long_is_interrupted(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    frozen: FrozenDateTimeFactory,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """What was done is in the history, with the moment at which it ended."""
    heard = events_of(hass)
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    hass_storage[STORE] = file
    frozen.tick(timedelta(minutes=31))
    heard.clear()
    entry = await set_up(build_entry())
    assert state(hass, "sensor.session") == "idle"
    assert [event for event, _ in heard] == ["session_interrupted"]
    assert heard[0][1]["completed"] == 0
    (record,) = entry.runtime_data.profile.sessions
    assert record.outcome == "interrupted"
    assert record.active_seconds == pytest.approx(45, abs=0.01)
    assert record.ended_at.isoformat() == "2026-11-02T18:00:45+00:00"


async def test_the_limit_is_an_option(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    frozen: FrozenDateTimeFactory,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """A person who wants it finds the session again after an hour."""
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    hass_storage[STORE] = file
    frozen.tick(timedelta(minutes=60))
    await set_up(
        build_entry(options={Conf.BEHAVIOUR: {Conf.RESUME_LIMIT_MINUTES: 120}})
    )
    assert state(hass, "sensor.session") == "paused"


async def test_an_interrupted_session_ends_when_automations_can_hear_it(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    frozen: FrozenDateTimeFactory,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """While Home Assistant starts, the session waits; a person may still take it up."""
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    hass_storage[STORE] = file
    frozen.tick(timedelta(minutes=31))
    hass.set_state(CoreState.starting)
    await set_up(build_entry())
    assert state(hass, "sensor.session") == "paused"
    await act(hass, "resume_session")
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()
    assert state(hass, "sensor.session") == "active"


@pytest.mark.parametrize(
    "damage",
    [
        {"engine": None},
        {"engine": {}},
        {"outputs": {}},
        {"saved_at": "yesterday"},
        {"saved_at": "2026-11-02T18:00:45"},
        {"ratings": {"effort": 11}},
    ],
)
async def test_a_damaged_session_costs_only_itself(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
    caplog: pytest.LogCaptureFixture,
    damage: dict[str, Any],
) -> None:
    """The history and the choices are kept, and the log says it."""
    file = await running_file(hass, hass_storage, clock, setup_backcare)
    file["data"]["running"] |= damage
    file["data"]["level"] = 3
    hass_storage[STORE] = file
    entry = await set_up(build_entry())
    assert state(hass, "sensor.session") == "idle"
    assert entry.runtime_data.profile.level == 3
    assert "The session of before the restart is lost" in caplog.text


async def test_a_file_of_a_newer_version_is_left_alone(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """The entry says so, and nothing is overwritten."""
    hass_storage[STORE] = file = stored({"level": 3}, version=2)
    entry = build_entry()
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(ENTRY_ID)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "store_too_new"
    assert hass_storage[STORE] == file


async def test_removal_deletes_the_file(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
) -> None:
    """Nothing of the person is left, even in the middle of a session."""
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(20)
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    async_fire_time_changed(hass, utcnow() + timedelta(minutes=2))
    await hass.async_block_till_done()
    assert not [key for key in hass_storage if key.startswith(STORE)]
    assert not hass.states.async_entity_ids("timer")


async def test_changed_options_reach_the_next_session_without_a_reload(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """The running session goes on as it was."""
    controller = setup_backcare.runtime_data
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(20)
    hass.config_entries.async_update_entry(
        setup_backcare, options={Conf.BEHAVIOUR: {Conf.REST_SECONDS: 30}}
    )
    await hass.async_block_till_done()
    assert setup_backcare.runtime_data is controller
    assert state(hass, "sensor.session") == "active"
    await act(hass, "stop_session")
    response = await act(hass, "start_routine", response=True, routine="full_core_30")
    assert response["total_seconds"] == 1995


async def test_two_people_train_at_once(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """What one does, and how it felt, is nothing of the other."""
    other_id = "01KAQ0000000000000PROFILE2"
    lisa = {"config_entry_id": other_id}
    other = await set_up(build_entry(title="Lisa", entry_id=other_id))

    def standing(person: str) -> tuple[str, str]:
        found = [
            hass.states.get(f"sensor.{person}_{key}") for key in ("session", "exercise")
        ]
        session, exercise = (state.state for state in found if state)
        return session, exercise

    await act(hass, "start_routine", **lisa, routine="seated_transversus")
    assert standing("back_care") == ("idle", "unknown")
    await clock.elapse(20)
    mine = {"config_entry_id": ENTRY_ID}
    await act(hass, "start_routine", **mine, routine="full_core_30", level=2)
    await act(hass, "pause_session", **lisa)
    await clock.elapse(30)
    assert standing("back_care") == ("active", "plank")
    assert standing("lisa") == ("paused", "transversus_activation_seated")
    await act(hass, "stop_session", **mine, reason="no_time")
    await act(hass, "resume_session", **lisa)
    await clock.elapse_to_end()
    await act(hass, "rate_session", **lisa, effort=3)

    for entry, routine_id, effort in (
        (setup_backcare, "full_core_30", None),
        (other, "seated_transversus", 3),
    ):
        await flush_store(entry.runtime_data._store._history)
        key = f"backcare.{entry.entry_id}.history"
        (row,) = hass_storage[key]["data"]["sessions"]
        assert row["routine_id"] == routine_id
        assert row["ratings"].get("effort") == effort


async def test_a_stop_writes_a_session_that_has_just_ended(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Home Assistant may drop a write that it began just before it stops."""
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse(20)
    store = setup_backcare.runtime_data._store
    await flush_store(store)
    # The write of the end is lost.
    monkeypatch.setattr(store, "save_soon", lambda: None)
    monkeypatch.setattr(store._history, "save_soon", lambda: None)
    await act(hass, "stop_session")
    monkeypatch.undo()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await flush_store(store)
    await flush_store(store._history)
    assert hass_storage[STORE]["data"]["running"] is None
    assert len(hass_storage[f"{STORE}.history"]["data"]["sessions"]) == 1
