"""A person chooses colours, brightness alone, scenes of their own, or nothing."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import LightMode, SceneMoment
from custom_components.backcare.cues.lights import Lights
from custom_components.backcare.cues.looks import farewell_of
from custom_components.backcare.engine.models import EventType
from homeassistant.components.light import ColorMode
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component

from .common import Time, async_add_lamps
from .light_common import (
    BRIGHTNESS,
    HOLD,
    MOVE,
    PREPARE,
    RED,
    REST,
    SIDE_CHANGE,
    Bulb,
    finished,
    lights,
    look_of_state,
    moment,
    paused,
    person_sets,
    state_of,
)

SCENES = {
    SceneMoment.PREPARE: "scene.warm",
    SceneMoment.WORK: "script.work",
    SceneMoment.PAUSED: "scene.dark",
}

type MakeLights = Callable[..., Lights]


@pytest.fixture
async def lamp(hass: HomeAssistant) -> Bulb:
    """Return a red lamp."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    return lamp


@pytest.fixture
async def scenes(hass: HomeAssistant, entry: MockConfigEntry, lamp: Bulb) -> MakeLights:
    """Set up two scenes and a script for the lamp; return what makes the lights."""
    levels = (("warm", 150), ("dark", 10))
    config = [
        {
            "name": name,
            "entities": {lamp.entity_id: {"state": "on", "brightness": level}},
        }
        for name, level in levels
    ]
    assert await async_setup_component(hass, "scene", {"scene": config})
    work = {"action": "light.turn_on", "target": {"entity_id": lamp.entity_id}}
    sequence = [work | {"data": {"brightness": 240}}, {"delay": 60}]
    assert await async_setup_component(
        hass, "script", {"script": {"work": {"sequence": sequence, "mode": "restart"}}}
    )
    await hass.async_block_till_done()
    # A scene loads it in a thread, which takes no part in the time of the tests.
    light = await async_get_integration(hass, "light")
    await light.async_get_platform("reproduce_state")

    def make(**changes: Any) -> Lights:
        return lights(
            hass, entry, lamp, mode=LightMode.SCENES, **({"scenes": SCENES} | changes)
        )

    return make


async def test_brightness_alone_tells_the_phases_apart(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Neither the colour nor how warm it is changes."""
    warm = Bulb("warm", ColorMode.COLOR_TEMP, brightness=90, color_temp_kelvin=3000)
    await async_add_lamps(hass, warm)
    shown = lights(hass, entry, lamp, warm, mode=LightMode.BRIGHTNESS)
    kinds = (HOLD, REST, SIDE_CHANGE, MOVE)
    for event in (*map(moment, kinds), paused()):
        shown.async_show(event)
        await time.elapse(1)
    levels = [*(BRIGHTNESS[kind] for kind in kinds), 20]
    closing = hass.async_create_task(shown.async_restore(farewell_of(finished())))
    await time.settle()
    for bulb in (lamp, warm):
        assert bulb.asked == [{"brightness": level} for level in (*levels, 175)]
    assert state_of(hass, lamp).attributes["hs_color"] == (0, 100)
    await time.elapse(7)
    assert closing.done()
    assert state_of(hass, lamp).attributes["brightness"] == 90


async def test_who_changes_only_the_colour_has_the_light(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """The brightness is the one of the phase, but the colour is not of before."""
    shown = lights(hass, entry, lamp, mode=LightMode.BRIGHTNESS)
    shown.async_show(moment(HOLD))
    await time.elapse(6)
    lamp.report(hs_color=(240, 100))
    await shown.async_restore()
    assert lamp.brightnesses == [255]


async def test_nothing_is_touched(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Who wants no lights gets none, at the end neither."""
    shown = lights(hass, entry, lamp, mode=LightMode.NONE, scenes=SCENES)
    for event in (moment(PREPARE), moment(HOLD, 50), paused()):
        shown.async_show(event)
        await time.elapse(3)
    assert shown.before == []
    await shown.async_restore(farewell_of(finished()))
    assert not lamp.asked


async def test_notes_of_another_mode_are_put_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Also when the person chose to have no lights meanwhile; without a farewell."""
    first = lights(hass, entry, lamp)
    first.async_show(moment(HOLD))
    await time.settle()
    first.async_abandon()
    second = lights(hass, entry, lamp, before=first.before, mode=LightMode.NONE)
    await second.async_restore(farewell_of(finished()))
    assert lamp.brightnesses == [255, 90]


async def test_scenes_show_the_session(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights
) -> None:
    """Each moment has its own; one without a scene leaves the light alone."""
    was = look_of_state(state_of(hass, lamp))
    shown = scenes()
    seen = []
    for event in (
        moment(PREPARE),
        moment(HOLD),
        moment(HOLD, 50, event=EventType.CUE),
        paused(),
        moment(HOLD, 50, event=EventType.RESUMED),
        moment(REST),
        moment(SIDE_CHANGE),
        moment(MOVE, cycle_seconds=6),
    ):
        shown.async_show(event)
        await time.elapse(7)
        seen.append(state_of(hass, lamp).attributes["brightness"])
    assert seen == [150, 240, 240, 10, 240, 240, 150, 240]
    assert len(lamp.asked) == 6
    assert [note["attributes"]["brightness"] for note in shown.before] == [90]
    await shown.async_restore(farewell_of(finished()))
    assert look_of_state(state_of(hass, lamp)) == was
    assert shown.before == []


async def test_a_scene_is_turned_on_again_when_lights_are_wanted_again(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights
) -> None:
    """Between that the light is as it was."""
    shown = scenes()
    shown.async_show(moment(PREPARE))
    await time.settle()
    await shown.async_restore()
    shown.async_refresh()
    await time.settle()
    assert lamp.brightnesses == [150, 90, 150]


@pytest.mark.parametrize("is_person", [True, False])
async def test_a_light_changed_in_a_scene_is_left_alone(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights, is_person: bool
) -> None:
    """It is no longer as the scene left it."""
    shown = scenes()
    shown.async_show(moment(PREPARE))
    await time.elapse(10)
    if is_person:
        await person_sets(hass, lamp, brightness=77)
    else:
        lamp.report(brightness=77)
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 77


async def test_a_scene_of_a_bridge_is_ours(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights
) -> None:
    """Its lights report by themselves, soon after, and are put back."""
    shown = scenes(scenes={SceneMoment.PREPARE: "scene.bridge"})
    hass.states.async_set("scene.bridge", "unknown")
    shown.async_show(moment(PREPARE))
    await time.elapse(1)
    lamp.report(brightness=55, hs_color=(200, 50))
    await time.elapse(20)
    lamp.report(brightness=56)
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 90


async def test_a_light_without_a_trace_is_put_back_after_a_crash(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights
) -> None:
    """Nobody knows what the scene looked like."""
    first = scenes()
    first.async_show(moment(PREPARE))
    await time.settle()
    first.async_abandon()
    lamp.report()
    second = scenes(before=first.before)
    second.async_show(paused())
    await time.elapse(10)
    await second.async_restore()
    assert lamp.brightnesses == [150, 10, 90]


async def test_a_light_that_no_scene_touched_is_left_alone(
    hass: HomeAssistant, time: Time, lamp: Bulb, scenes: MakeLights
) -> None:
    """It is noted, and nothing more."""
    shown = scenes()
    shown.async_show(moment(REST))
    await time.settle()
    assert len(shown.before) == 1
    await shown.async_restore()
    assert not lamp.asked
    assert shown.before == []


async def test_scenes_that_fail_are_told_once(
    hass: HomeAssistant,
    time: Time,
    lamp: Bulb,
    scenes: MakeLights,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A missing, a broken and a hanging scene: the newest is still turned on."""
    hass.states.async_set("scene.broken", "unknown")
    hass.states.async_set("scene.stuck", "unknown")
    calls: list[str] = []

    async def turn_on(call: ServiceCall) -> None:
        calls.append(call.data["entity_id"])
        if calls[-1] == "scene.broken":
            raise ValueError("no current")
        await asyncio.sleep(60)

    hass.services.async_register("scene", "turn_on", turn_on)
    chosen = {
        SceneMoment.PREPARE: "scene.broken",
        SceneMoment.REST: "scene.stuck",
        SceneMoment.PAUSED: "scene.missing",
        SceneMoment.WORK: "script.work",
    }
    shown = scenes(scenes=chosen)
    for event in (moment(PREPARE), paused(), moment(REST), moment(PREPARE)):
        shown.async_show(event)
        await time.elapse(1)
    shown.async_show(moment(HOLD))
    await time.elapse(10)
    assert calls == ["scene.broken", "scene.stuck"]
    assert lamp.brightnesses == [240]
    missed = [line for line in caplog.messages if "missed a cue" in line]
    assert len(missed) == 3

    shown.async_show(moment(REST))
    await time.settle()
    await shown.async_restore()
    await time.elapse(20)
    assert lamp.brightnesses == [240, 90]
