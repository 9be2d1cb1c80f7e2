"""The lights show the phases, and are as they were when the session is over."""

import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.cues.lights import Lights
from custom_components.backcare.cues.looks import LOOKS
from homeassistant.components.light import ColorMode, LightEntityFeature
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from .common import Lamp, Time, async_add_lamps

PREPARE, HOLD, *_, PAUSED = LOOKS

RED = {"brightness": 90, "hs_color": (0.0, 100.0)}


def mode_of(attributes: dict[str, Any]) -> ColorMode:
    """Return the colour mode of a lamp with some attributes."""
    if not attributes:
        return ColorMode.ONOFF
    kind = list(attributes)[-1]
    return ColorMode(kind.removesuffix("_color").removesuffix("_kelvin"))


def state_of(hass: HomeAssistant, lamp: Lamp) -> State:
    """Return the state of a lamp."""
    state = hass.states.get(lamp.entity_id)
    assert state
    return state


def lights(
    hass: HomeAssistant, entry: MockConfigEntry, *lamps: Lamp, before: Any = ()
) -> Lights:
    """Return the lights of a session."""
    return Lights(hass, entry, [lamp.entity_id for lamp in lamps], before)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings of the outputs."""
    return [
        record.message
        for record in caplog.records
        if record.levelno == logging.WARNING and record.name.endswith("backcare.cues")
    ]


async def person_sets(hass: HomeAssistant, lamp: Lamp, **data: Any) -> None:
    """Let a person change a lamp."""
    service = "turn_on" if data else "turn_off"
    await hass.services.async_call(
        "light", service, {"entity_id": lamp.entity_id, **data}, blocking=True
    )
    lamp.asked.clear()


async def test_a_light_takes_on_each_look(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """The next phase is another colour and another brightness."""
    lamp = Lamp("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for look in (PREPARE, HOLD):
        shown.async_show(look)
        await time.settle()
    assert lamp.asked == [
        {"brightness": look.brightness, "hs_color": look.hs} for look in (PREPARE, HOLD)
    ]


async def test_showing_takes_nothing_from_the_caller(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """How the lights were is known at once; the rest is done later."""
    lamp = Lamp("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    assert shown.before == []
    shown.async_show(PREPARE)
    assert [state["entity_id"] for state in shown.before] == [lamp.entity_id]
    assert not lamp.asked
    await shown.async_restore()
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == 90


@pytest.mark.parametrize(
    "was",
    [
        RED,
        {"brightness": 90, "rgb_color": (1, 2, 3)},
        {"brightness": 90, "rgbw_color": (1, 2, 3, 4)},
        {"brightness": 90, "xy_color": (0.3, 0.4)},
        {"brightness": 90, "color_temp_kelvin": 3000},
        {"brightness": 90},
        {},
    ],
    ids=mode_of,
)
@pytest.mark.parametrize("is_on", [True, False])
async def test_a_light_is_put_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    was: dict[str, Any],
    is_on: bool,
) -> None:
    """Every kind of light is as it was; one that was off is off."""
    lamp = Lamp("lamp", mode_of(was), is_on=is_on, **was)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    await time.settle()
    assert state_of(hass, lamp).state == "on"
    await shown.async_restore()
    after = state_of(hass, lamp)
    assert after.state == ("on" if is_on else "off")
    if is_on:
        assert {key: after.attributes[key] for key in was} == was
    assert shown.before == []


async def test_an_effect_is_stopped_and_started_again(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A rainbow would hide the phases."""
    lamp = Lamp(
        "lamp",
        ColorMode.HS,
        features=LightEntityFeature.EFFECT,
        effect_list=["off", "rainbow"],
        effect="rainbow",
        **RED,
    )
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    await time.settle()
    assert state_of(hass, lamp).attributes["effect"] == "off"
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["effect"] == "rainbow"


async def test_the_lights_of_a_group_are_put_back_one_by_one(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """The members may have been different; a light of its own is not shown twice."""
    red = Lamp("red", ColorMode.HS, **RED)
    dark = Lamp("dark", ColorMode.BRIGHTNESS, is_on=False)
    await async_add_lamps(hass, red, dark)
    members = [red.entity_id, dark.entity_id]
    assert await async_setup_component(
        hass,
        "group",
        {"group": {"room": {"entities": [*members, "switch.fan"]}}},
    )
    await hass.async_block_till_done()
    shown = Lights(hass, entry, ["group.room", red.entity_id], ())
    shown.async_show(PREPARE)
    await time.settle()
    assert [state["entity_id"] for state in shown.before] == members
    assert len(red.asked) == len(dark.asked) == 1
    await shown.async_restore()
    assert state_of(hass, red).attributes["hs_color"] == (0, 100)
    assert state_of(hass, dark).state == "off"


@pytest.mark.parametrize("change", [{}, {"brightness": 30}, {"hs_color": (300, 50)}])
async def test_a_light_that_somebody_changed_is_theirs(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, change: dict[str, Any]
) -> None:
    """It is neither put back nor changed by the next phase."""
    lamp, other = Lamp("lamp", ColorMode.HS, **RED), Lamp("other", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp, other)
    shown = lights(hass, entry, lamp, other)
    shown.async_show(PREPARE)
    await time.settle()
    await person_sets(hass, lamp, **change)
    await shown.async_restore()
    assert not lamp.asked
    assert other.asked[-1]["brightness"] == 90

    # Only until the lights are shown anew.
    shown.async_show(PREPARE)
    await time.settle()
    await person_sets(hass, lamp, **change)
    shown.async_show(HOLD)
    await time.settle()
    assert [state["entity_id"] for state in shown.before] == [other.entity_id]
    shown.async_show(PREPARE)
    await shown.async_restore()
    await time.settle()
    assert not lamp.asked


async def test_a_light_that_reports_late_is_still_ours(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A lamp that tells what it has rounded was changed by nobody."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    await time.elapse(10)
    lamp.set(brightness=PREPARE.brightness - 2)
    context = state_of(hass, lamp).context
    lamp.async_write_ha_state()
    assert state_of(hass, lamp).context != context
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 90


async def test_a_light_that_has_not_answered_yet_is_ours(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Until it answers, its state is the one of before."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    lamp.error = HomeAssistantError("busy")
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    await time.settle()
    lamp.error = None
    shown.async_show(HOLD)
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == HOLD.brightness


async def test_only_the_newest_look_counts(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Phases that were skipped quickly are not shown one after the other."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for look in (PREPARE, HOLD, PAUSED, HOLD):
        shown.async_show(look)
    await time.settle()
    assert [asked["brightness"] for asked in lamp.asked] == [HOLD.brightness]


async def test_the_same_look_is_asked_for_once(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Nothing is sent when nothing changes."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for _ in range(3):
        shown.async_show(PREPARE)
        await time.settle()
    assert len(lamp.asked) == 1


async def test_a_light_that_is_away_is_left_out(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A light that comes later joins in, and is put back as it came."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90, available=False)
    await async_add_lamps(hass, lamp)
    shown = Lights(hass, entry, [lamp.entity_id, "light.missing"], ())
    shown.async_show(PREPARE)
    shown.async_show(HOLD)
    await time.settle()
    assert shown.before == []
    assert not lamp.asked
    assert len(warnings(caplog)) == 2

    lamp.set(available=True)
    lamp.async_write_ha_state()
    await time.settle()
    shown.async_show(PREPARE)
    await time.settle()
    assert lamp.asked[-1] == {"brightness": PREPARE.brightness}
    await shown.async_restore()
    assert lamp.asked[-1] == {"brightness": 90}
    assert len(warnings(caplog)) == 2


async def test_a_light_that_comes_just_then_joins_in(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """It is put back as it came."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90, available=False)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    lamp.set(available=True)
    lamp.async_write_ha_state()
    await time.settle()
    await shown.async_restore()
    assert [asked["brightness"] for asked in lamp.asked] == [PREPARE.brightness, 90]


async def test_a_light_that_leaves_keeps_its_note(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A light that is away at the end can still be put back later."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(PREPARE)
    await time.settle()
    lamp.set(available=False)
    lamp.async_write_ha_state()
    shown.async_show(HOLD)
    await time.settle()
    await shown.async_restore()
    assert len(lamp.asked) == 1
    assert shown.before[0]["attributes"]["brightness"] == 90


async def test_a_failing_light_disturbs_no_other(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log tells of the trouble once."""
    broken = Lamp("broken", ColorMode.BRIGHTNESS, brightness=90)
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, broken, lamp)
    broken.error = ValueError("short circuit")
    shown = lights(hass, entry, broken, lamp)
    for look in (PREPARE, HOLD):
        shown.async_show(look)
        await time.settle()
    await shown.async_restore()
    assert [asked["brightness"] for asked in lamp.asked] == [
        PREPARE.brightness,
        HOLD.brightness,
        90,
    ]
    assert warnings(caplog) == [
        "light.broken missed a cue: ValueError('short circuit')"
    ]


async def test_a_hanging_light_disturbs_no_other(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A light that never answers is given up after a while."""
    stuck = Lamp("stuck", ColorMode.BRIGHTNESS, brightness=90)
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, stuck, lamp)
    stuck.hangs = True
    shown = lights(hass, entry, stuck, lamp)
    for look in (PREPARE, HOLD):
        shown.async_show(look)
        await time.settle()
    closing = hass.async_create_task(shown.async_restore())
    await time.settle()
    assert lamp.asked[-1] == {"brightness": 90}
    await time.elapse(30)
    assert closing.done()
    assert warnings(caplog) == ["light.stuck missed a cue: no answer in time"]


async def test_a_restart_keeps_how_the_lights_were(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """What was known before the restart is put back, not what came of it."""
    lamp = Lamp("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    first = lights(hass, entry, lamp)
    first.async_show(PREPARE)
    before = json.loads(json.dumps(first.before))
    await time.settle()

    second = lights(hass, entry, lamp, before=before)
    assert json.loads(json.dumps(second.before)) == before
    second.async_show(HOLD)
    await time.settle()
    await second.async_restore()
    assert state_of(hass, lamp).attributes["hs_color"] == (0, 100)


async def test_a_session_that_is_given_up_after_a_restart_puts_the_lights_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A light that still has a look of ours was changed by nobody."""
    left, changed = (Lamp(name, ColorMode.HS, **RED) for name in ("left", "changed"))
    await async_add_lamps(hass, left, changed)
    first = lights(hass, entry, left, changed)
    first.async_show(PREPARE)
    before = json.loads(json.dumps(first.before))
    await time.settle()
    await person_sets(hass, changed, brightness=180)

    await lights(hass, entry, left, changed, before=before).async_restore()
    assert state_of(hass, left).attributes["brightness"] == 90
    assert not changed.asked


async def test_damaged_notes_are_no_trouble(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """What can be read is used."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    good = dict(state_of(hass, lamp).as_dict())
    damaged = [
        None,
        3,
        "state",
        [],
        {},
        {"entity_id": "light.lamp"},
        {"entity_id": "nonsense", "state": "on"},
        {"entity_id": "lock.door", "state": "unlocked"},
        {"entity_id": "light.lamp", "state": "on", "attributes": 5},
        {"entity_id": "light.lamp", "state": "on", "context": "mine"},
    ]
    assert lights(hass, entry, before=[*damaged, good]).before == [good]
    for before in (damaged, None, 5, "state", {"state": "on"}):
        assert lights(hass, entry, before=before).before == []
