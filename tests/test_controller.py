"""Test what the controller keeps in order: clocks, choices and routines."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed_exact,
)

from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import Conf
from custom_components.backcare.engine.errors import RoutineLocked, UnknownRoutine
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .common import ENTRY_ID, SessionClock, act, build_entry, own_routine, state
from .conftest import SetUp


async def test_a_wall_clock_that_is_set_moves_no_phase(
    hass: HomeAssistant,
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The phase ends when it would have; its end is told in the new time."""
    await act(hass, "start_routine", routine="full_core_30")
    assert state(hass, "sensor.session_ends_at") == "2026-11-02T18:31:35+00:00"
    right = LoopClock.utcnow
    monkeypatch.setattr(
        LoopClock, "utcnow", lambda self: right(self) - timedelta(hours=1)
    )
    # The countdown, three seconds before the hold, is the first to notice.
    await clock.elapse(12)
    assert state(hass, "sensor.session_ends_at") == "2026-11-02T17:31:35+00:00"
    await clock.elapse(3)
    assert state(hass, "sensor.phase") == "hold"


async def test_a_machine_that_slept_finds_the_session_paused(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    setup_backcare: MockConfigEntry,
) -> None:
    """It pauses at the moment that was missed, so that nothing is lost."""
    await act(hass, "start_routine", routine="full_core_30")
    frozen.tick(600)
    async_fire_time_changed_exact(hass)
    await hass.async_block_till_done()
    assert state(hass, "sensor.session") == "paused"
    timer = hass.states.get("timer.back_care_rest_timer")
    assert timer.attributes["remaining"] == "0:00:03"


async def test_a_choice_during_a_session_leaves_the_others_alone(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """The speech level that was asked for this session stays."""
    await act(hass, "start_routine", speech_level="minimal")
    outputs = setup_backcare.runtime_data._running.outputs
    await hass.services.async_call(
        "switch",
        "turn_off",
        {"entity_id": "switch.back_care_light_cues"},
        blocking=True,
    )
    assert outputs.settings.speech_level == "minimal"
    assert not outputs.settings.light_cues


async def test_a_new_name_reaches_the_device(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Without a reload."""
    hass.config_entries.async_update_entry(setup_backcare, title="Lisa")
    await hass.async_block_till_done()
    (device,) = dr.async_entries_for_config_entry(device_registry, ENTRY_ID)
    assert device.name == "Lisa"


async def test_a_deleted_routine_is_no_longer_the_selected_one(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """The full routine stands in, and a running session goes on to its end."""
    routine = own_routine("Evening")
    entry = await set_up(build_entry(subentries=[routine]))
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": "select.back_care_routine", "option": "Evening"},
        blocking=True,
    )
    await act(hass, "start_routine")
    hass.config_entries.async_remove_subentry(entry, routine["subentry_id"])
    await hass.async_block_till_done()
    assert state(hass, "select.routine") == "full_core_30"
    assert (
        hass.states.get("sensor.back_care_session").attributes["routine_name"]
        == "Evening"
    )
    await clock.elapse_to_end()
    assert (
        hass.states.get("sensor.back_care_last_session").attributes["outcome"]
        == "finished"
    )
    assert entry.runtime_data.profile.library.name("gone", "en") == "gone"


@pytest.mark.parametrize("name", ["🙂", "!?", "", "  "])
async def test_a_name_without_letters_is_nobodys(
    set_up: SetUp, clock: SessionClock, name: str
) -> None:
    """Not even of a routine whose own name has none."""
    entry = await set_up(build_entry(subentries=[own_routine("😀")]))
    with pytest.raises(UnknownRoutine):
        entry.runtime_data.profile.library.find(name)


async def test_an_own_routine_does_not_open_the_add_on(
    set_up: SetUp, clock: SessionClock
) -> None:
    """It is locked as long as the add-on is."""
    routine = own_routine("Mine")
    routine["data"] = {Conf.EXERCISES: [{"exercise": "back_extension_asymmetric"}]}
    entry = await set_up(build_entry(subentries=[routine]))
    with pytest.raises(RoutineLocked):
        entry.runtime_data.profile.library.find("mine")


@pytest.mark.parametrize(
    "data",
    [{}, {Conf.EXERCISES: None}, {Conf.EXERCISES: [{"exercise": "headstand"}]}],
)
async def test_a_damaged_own_routine_is_left_out(
    set_up: SetUp,
    clock: SessionClock,
    caplog: pytest.LogCaptureFixture,
    data: dict[str, Any],
) -> None:
    """The log says which one; the others are there."""
    damaged, fine = own_routine("Damaged"), own_routine("Fine", "01KAQ0000000000000R2")
    damaged["data"] = data
    entry = await set_up(build_entry(subentries=[damaged, fine]))
    assert "The routine Damaged is left out" in caplog.text
    assert entry.runtime_data.profile.library.find("fine").id == fine["subentry_id"]


@pytest.mark.parametrize(
    ("routine", "first"), [("full_core_30", 63), ("full_core_circuit", 63)]
)
async def test_a_warm_up_comes_first(
    set_up: SetUp, clock: SessionClock, routine: str, first: float
) -> None:
    """Eight cycles of cat-camel before a full routine, and only there."""
    entry = await set_up(build_entry(options={Conf.BEHAVIOUR: {Conf.WARM_UP: True}}))
    library = entry.runtime_data.profile.library
    timeline = library.timeline(library.find(routine).routine, 5)
    assert sum(p.duration_seconds for p in timeline.phases[:2]) == first
    assert timeline.phases[1].exercise_id == "cat_camel"
    assert timeline.phases[2].exercise_id == "plank"
    short = library.timeline(library.find("short_10").routine, 5)
    assert short.phases[1].exercise_id == "plank"


@pytest.mark.parametrize(
    ("minutes", "routine"),
    [
        (1, "seated_transversus"),
        (5, "gentle_reset"),
        (10, "short_10"),
        (14.4, "split_a_holds"),
        (15, "split_b_control"),
        (20, "short_holds"),
        (28, "short_holds"),
        (30, "full_core_30"),
        (180, "full_core_30"),
    ],
)
async def test_a_length_chooses_the_routine(
    setup_backcare: MockConfigEntry, minutes: float, routine: str
) -> None:
    """The longest that fits, with a tenth more than was asked (``domain.md`` 3.2)."""
    library = setup_backcare.runtime_data.profile.library
    assert library.by_length(minutes, 5).id == routine
