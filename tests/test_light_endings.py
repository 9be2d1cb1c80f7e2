"""Test that lights of every kind are as they were, however a session ends."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf
from homeassistant.core import HomeAssistant

from .common import ENTRY_ID, act, build_entry, state
from .conftest import SetUp
from .cues.common import Time, async_add_lamps
from .cues.light_common import ALL_MODES, WAS, Bulb, look_of_state, state_of
from .test_outputs import NOTHING, STORE, kept


class Room(NamedTuple):
    """A home with a session and lights of every kind."""

    hass: HomeAssistant
    hass_storage: dict[str, Any]
    time: Time
    bulbs: list[Bulb]
    set_up: SetUp

    @property
    def looks(self) -> list[Any]:
        """Return all that can be seen of each light."""
        return [look_of_state(state_of(self.hass, bulb)) for bulb in self.bulbs]


def entry_of(bulbs: list[Bulb]) -> MockConfigEntry:
    """Return a person with these lights."""
    ids = [bulb.entity_id for bulb in bulbs]
    return build_entry(options={Conf.LIGHTS: {Conf.LIGHTS: ids}})


@pytest.fixture
async def room(
    hass: HomeAssistant, hass_storage: dict[str, Any], time: Time, set_up: SetUp
) -> Room:
    """Set up a person with a light in every colour mode, each once on and once off."""
    bulbs = [
        Bulb(
            "_".join((*modes, str(is_on).lower())), *modes, is_on=is_on, **WAS[modes[0]]
        )
        for modes in ALL_MODES
        for is_on in (True, False)
    ]
    await async_add_lamps(hass, *bulbs)
    await set_up(entry_of(bulbs))
    return Room(hass, hass_storage, time, bulbs, set_up)


async def finish(room: Room) -> None:
    """Go on to the end."""
    while state(room.hass, "sensor.session") == "active":
        await act(room.hass, "skip")


async def stop(room: Room) -> None:
    """Stop."""
    await act(room.hass, "stop_session")


async def stop_in_pain(room: Room) -> None:
    """Stop, as it hurts."""
    await act(room.hass, "stop_session", reason="pain")


async def unload(room: Room) -> None:
    """Unload the person."""
    assert await room.hass.config_entries.async_unload(ENTRY_ID)


async def crash(room: Room) -> None:
    """Cut the power in the session; when it is back, the person stops."""
    file = deepcopy(room.hass_storage[STORE])
    cued = [dict(vars(bulb)) for bulb in room.bulbs]
    await stop(room)
    assert await room.hass.config_entries.async_remove(ENTRY_ID)
    room.hass_storage[STORE] = file
    for bulb, was in zip(room.bulbs, cued, strict=True):
        vars(bulb).update(was)
        bulb.async_write_ha_state()
    await room.set_up(entry_of(room.bulbs))
    await room.time.elapse(10)
    assert state(room.hass, "sensor.session") == "paused"
    await stop(room)


@pytest.mark.parametrize("end", [finish, stop, stop_in_pain, unload, crash])
async def test_every_light_is_put_back_at_every_end(
    room: Room, end: Callable[[Room], Awaitable[None]]
) -> None:
    """Whatever it can, and whether it was on or off."""
    was = room.looks
    await act(room.hass, "start_routine", routine="full_core_30")
    await room.time.elapse(60)
    changed = [look != old for look, old in zip(room.looks, was, strict=True)]
    # Only what can be nothing but on shows nothing.
    assert changed.count(False) == 1
    await end(room)
    await room.time.elapse(60)
    assert room.looks == was
    assert kept(room.hass_storage) == NOTHING
