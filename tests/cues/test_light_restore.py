"""After a session every light is as it was, whatever it can and whatever happened."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.backcare.const import LightMode
from custom_components.backcare.cues.light import RETURN_LIMIT_SECONDS
from custom_components.backcare.cues.lights import Lights
from custom_components.backcare.cues.looks import farewell_of
from custom_components.backcare.engine.models import StopReason
from homeassistant.components.demo.light import async_setup_entry
from homeassistant.components.light import ColorMode, LightEntityFeature
from homeassistant.components.light.const import DATA_COMPONENT
from homeassistant.const import STATE_OFF
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component

from .common import Time, async_add_lamps
from .light_common import (
    ALL_MODES,
    BRIGHTNESS,
    HOLD,
    MOVE,
    PREPARE,
    RED,
    REST,
    WAS,
    Bulb,
    finished,
    lights,
    look_of_state,
    moment,
    paused,
    person_sets,
    state_of,
    stopped,
)

SESSION = (
    moment(PREPARE),
    moment(HOLD, 50),
    moment(REST),
    moment(MOVE, cycle_seconds=6),
    paused(MOVE),
)


class Changes:
    """Counts how often the notes of the lights changed, and keeps them as JSON."""

    def __init__(self) -> None:
        """Begin without any."""
        self.lights: Lights | None = None
        self.kept: list[Any] = []

    def __call__(self) -> None:
        """Keep the notes of now."""
        assert self.lights
        self.kept.append(json.loads(json.dumps(self.lights.before)))


async def show_all(shown: Lights, time: Time) -> None:
    """Let the lights show a bit of everything."""
    for event in SESSION:
        shown.async_show(event)
        await time.elapse(3)


@pytest.mark.parametrize("mode", [LightMode.COLORS, LightMode.BRIGHTNESS])
@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("modes", ALL_MODES, ids="-".join)
async def test_a_light_is_put_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    modes: list[ColorMode],
    is_on: bool,
    mode: LightMode,
) -> None:
    """In every colour mode all of its state is as it was; so it is when turned on."""
    lamp = Bulb("lamp", *modes, is_on=is_on, **WAS[modes[0]])
    await async_add_lamps(hass, lamp)
    was = look_of_state(state_of(hass, lamp))
    shown = lights(hass, entry, lamp, mode=mode)
    await show_all(shown, time)
    assert state_of(hass, lamp).state == "on"
    assert look_of_state(state_of(hass, lamp)) != was or modes == [ColorMode.ONOFF]
    await shown.async_restore()
    assert look_of_state(state_of(hass, lamp)) == was
    assert shown.before == []

    await hass.services.async_call(
        "light", "turn_on", {"entity_id": lamp.entity_id}, blocking=True
    )
    attributes = state_of(hass, lamp).attributes
    assert attributes["color_mode"] == modes[0]
    for key, value in WAS[modes[0]].items():
        assert attributes[key] == pytest.approx(value)


@pytest.mark.parametrize("is_on", [True, False])
async def test_the_lights_of_the_demo_are_put_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, is_on: bool
) -> None:
    """Lights of Home Assistant itself, with effects and white, are as they were."""
    assert await async_setup_component(hass, "light", {})
    demo: list[Entity] = []
    await async_setup_entry(hass, entry, demo.extend)
    await hass.data[DATA_COMPONENT].async_add_entities(demo)
    entity_ids = hass.states.async_entity_ids("light")
    assert len(entity_ids) >= 5
    service = "turn_on" if is_on else "turn_off"
    await hass.services.async_call(
        "light", service, {"entity_id": entity_ids}, blocking=True
    )
    was = [look_of_state(state) for state in hass.states.async_all("light")]
    shown = Lights(hass, entry, entity_ids, ())
    await show_all(shown, time)
    await shown.async_restore()
    assert [look_of_state(state) for state in hass.states.async_all("light")] == was


async def test_a_light_that_rounds_is_put_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A lamp with sixteen brightnesses that reports them late is as it was."""
    lamp = Bulb("lamp", ColorMode.HS, brightness=102, hs_color=(30, 50))
    await async_add_lamps(hass, lamp)
    was = look_of_state(state_of(hass, lamp))
    shown = lights(hass, entry, lamp)
    for kind in (HOLD, REST, HOLD, REST):
        shown.async_show(moment(kind))
        await time.elapse(1)
        lamp.set(brightness=round((lamp.brightness or 0) / 17) * 17)
        lamp.async_write_ha_state()
        await time.elapse(7)
        lamp.report()
    assert len(lamp.asked) == 4
    await shown.async_restore()
    assert look_of_state(state_of(hass, lamp)) == was


@pytest.mark.parametrize("effect", ["rainbow", None, "off"])
@pytest.mark.parametrize("during", ["rainbow", "fire", "off"])
async def test_an_effect_is_put_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    effect: str | None,
    during: str,
) -> None:
    """A rainbow would hide the phases; one that came with a scene does not stay."""
    lamp = Bulb(
        "lamp",
        ColorMode.HS,
        features=LightEntityFeature.EFFECT,
        effect_list=["off", "rainbow", "fire"],
        effect=effect,
        **RED,
    )
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.settle()
    assert state_of(hass, lamp).attributes["effect"] in {None, "off"}
    lamp.set(effect=during)
    lamp.async_write_ha_state()
    await shown.async_restore()
    after = state_of(hass, lamp).attributes["effect"]
    assert (after or "off") == (effect or "off")


async def test_a_light_that_was_off_comes_on_like_before(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Home Assistant does not tell how a lamp that is off comes on: it is tried."""
    lamp = Bulb("lamp", ColorMode.HS, is_on=False, **RED)
    await async_add_lamps(hass, lamp)
    changes = Changes()
    shown = changes.lights = lights(hass, entry, lamp, on_change=changes)
    shown.async_show(moment(HOLD))
    assert [note["state"] for note in shown.before] == ["off"]
    await time.settle()
    assert lamp.brightnesses == [None, BRIGHTNESS[HOLD]]
    [note] = changes.kept[-1]
    assert (note["state"], note["attributes"]["brightness"]) == ("off", 90)

    # A crash does not lose it.
    later = lights(hass, entry, lamp, before=changes.kept[-1])
    await later.async_restore()
    assert lamp.asked[-2:] == [{"brightness": 90, "hs_color": (0, 100)}, {}]
    assert state_of(hass, lamp).state == "off"


async def test_a_light_that_comes_on_late_is_waited_for(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """But not for long."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, is_on=False, brightness=90)
    mute = Bulb("mute", ColorMode.BRIGHTNESS, is_on=False, brightness=90)
    await async_add_lamps(hass, lamp, mute)
    for bulb in (lamp, mute):
        bulb.is_mute = True
    shown = lights(hass, entry, lamp, mute)
    shown.async_show(moment(HOLD))
    await time.elapse(0.5)
    lamp.is_mute = False
    lamp.async_write_ha_state()
    await time.settle()
    assert lamp.brightnesses == [None, 255]
    assert mute.brightnesses == [None]
    await time.elapse(1)
    assert mute.brightnesses == [None, 255]
    assert [note["attributes"].get("brightness") for note in shown.before] == [90, None]


async def test_the_lights_of_a_group_are_put_back_one_by_one(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """The members may have been different; a light of its own is not shown twice."""
    red = Bulb("red", ColorMode.HS, **RED)
    dark = Bulb("dark", ColorMode.ONOFF, is_on=False)
    await async_add_lamps(hass, red, dark)
    members = [red.entity_id, dark.entity_id]
    assert await async_setup_component(
        hass, "group", {"group": {"room": {"entities": [*members, "switch.fan"]}}}
    )
    assert await async_setup_component(
        hass,
        "light",
        {"light": [{"platform": "group", "name": "hall", "entities": members}]},
    )
    await hass.async_block_till_done()
    listed = ["group.room", red.entity_id, "light.hall", "light.hall"]
    shown = Lights(hass, entry, listed, ())
    shown.async_show(moment(HOLD))
    await time.settle()
    assert [state["entity_id"] for state in shown.before] == members
    assert len(red.asked) == len(dark.asked) == 1
    await shown.async_restore()
    assert state_of(hass, red).attributes["hs_color"] == (0, 100)
    assert state_of(hass, dark).state == "off"


async def test_a_group_of_an_integration_is_one_light(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A member of it that is listed too follows the group."""
    group = Bulb("group", ColorMode.BRIGHTNESS, brightness=90)
    member = Bulb("member", ColorMode.BRIGHTNESS, brightness=90)
    group.set(extra_state_attributes={"group_entities": ["light.member"]})
    await async_add_lamps(hass, group, member)
    shown = lights(hass, entry, member, group)
    shown.async_show(moment(HOLD))
    await time.settle()
    assert (len(group.asked), len(member.asked)) == (1, 0)


@pytest.mark.parametrize("is_person", [True, False])
async def test_a_command_of_somebody_else_counts_whatever_it_was(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    hass_admin_user: MockUser,
    is_person: bool,
) -> None:
    """A person or an automation may choose almost the brightness of a phase."""
    user_id = hass_admin_user.id
    context = Context(user_id=user_id) if is_person else Context(parent_id="other")
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.settle()
    await hass.services.async_call(
        "light",
        "turn_on",
        {"entity_id": lamp.entity_id, "brightness": 253},
        blocking=True,
        context=context,
    )
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 253


async def test_a_light_that_is_away_is_put_back_when_it_returns(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Until then its note is kept."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    changes = Changes()
    shown = changes.lights = lights(hass, entry, lamp, on_change=changes)
    shown.async_show(moment(HOLD))
    await time.settle()
    lamp.leave()
    await shown.async_restore()
    assert len(changes.kept[-1]) == 1
    await time.elapse(10)
    lamp.come_back()
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == 90
    assert changes.kept[-1] == []

    # And that was all.
    lamp.leave()
    lamp.come_back(brightness=BRIGHTNESS[HOLD])
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == BRIGHTNESS[HOLD]


async def test_a_light_that_left_while_it_was_woken_is_put_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Nobody saw how it came on, and it was never given the look; still it was us."""
    lamp = Bulb("lamp", ColorMode.HS, is_on=False, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    lamp.is_mute = True
    shown.async_show(moment(HOLD))
    await time.settle()
    lamp.leave()
    await time.elapse(10)
    await shown.async_restore()
    lamp.is_mute = False
    lamp.come_back()
    await time.settle()
    assert state_of(hass, lamp).state == STATE_OFF
    assert shown.before == []


@pytest.mark.parametrize("back", [{"is_on": False}, {"brightness": 180}])
async def test_a_light_that_returns_changed_is_left_alone(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, back: dict[str, Any]
) -> None:
    """Somebody used it meanwhile."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.settle()
    lamp.leave()
    await shown.async_restore()
    lamp.come_back(**back)
    await time.settle()
    assert len(lamp.asked) == 1
    assert shown.before == []


async def test_a_light_that_is_away_too_long_is_given_up(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    freezer: Any,
) -> None:
    """After an hour nobody expects it to change."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.settle()
    lamp.leave()
    await shown.async_restore()
    freezer.tick(RETURN_LIMIT_SECONDS + 1)
    lamp.come_back()
    await time.settle()
    assert len(lamp.asked) == 1
    assert shown.before == []


async def test_a_light_that_is_away_after_a_restart_is_put_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """It may come up later than BackCare; a failing one is tried again then."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    first = lights(hass, entry, lamp)
    first.async_show(moment(HOLD))
    await time.settle()
    first.async_abandon()
    before = json.loads(json.dumps(first.before))
    lamp.leave()

    second = lights(hass, entry, lamp, before=before)
    await second.async_restore()
    lamp.error = HomeAssistantError("still starting")
    lamp.come_back()
    await time.settle()
    assert len(second.before) == 1
    lamp.error = None
    lamp.leave()
    lamp.come_back()
    await time.settle()
    assert state_of(hass, lamp).attributes["hs_color"] == (0, 100)
    assert second.before == []


async def test_a_note_that_no_longer_fits_is_taken_anew(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Who changed a lamp between a crash and the rest of the session gets that back."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    first = lights(hass, entry, lamp)
    first.async_show(moment(HOLD))
    await time.settle()
    first.async_abandon()
    before = json.loads(json.dumps(first.before))
    await person_sets(hass, lamp, brightness=180)
    second = lights(hass, entry, lamp, before=before)
    second.async_show(moment(REST))
    await time.settle()
    await second.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 180


async def test_a_light_that_returns_in_the_session_joins_in_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """It takes on the look of now, and is put back as it was at first."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    late = Bulb("late", ColorMode.HS, available=False, **RED)
    await async_add_lamps(hass, lamp, late)
    shown = lights(hass, entry, lamp, late)
    shown.async_show(moment(HOLD))
    await time.settle()
    lamp.leave()
    shown.async_show(moment(REST))
    await time.settle()
    assert lamp.brightnesses == [BRIGHTNESS[HOLD]]
    for bulb in (lamp, late):
        bulb.come_back()
    await time.settle()
    assert lamp.brightnesses[1:] == late.brightnesses == [BRIGHTNESS[REST]]
    await shown.async_restore()
    for bulb in (lamp, late):
        assert state_of(hass, bulb).attributes["brightness"] == 90


async def test_abandoned_lights_do_nothing_more(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Waves stop, nobody listens, and the notes stay."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, cycle_seconds=6))
    await time.settle()
    farewell = hass.async_create_task(shown.async_restore(farewell_of(finished())))
    await time.elapse(1)
    shown.async_abandon()
    await time.settle()
    assert farewell.done()
    lamp.asked.clear()
    lamp.leave()
    lamp.come_back()
    await time.elapse(20)
    assert not lamp.asked
    assert len(shown.before) == 1


async def test_a_finished_session_fades_warm_and_slowly(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Then the lights are as they were."""
    lamp = Bulb("lamp", ColorMode.HS, features=LightEntityFeature.TRANSITION, **RED)
    theirs = Bulb("theirs", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp, theirs)
    shown = lights(hass, entry, lamp, theirs)
    shown.async_show(moment(HOLD))
    await time.settle()
    await person_sets(hass, theirs, brightness=30)
    shown.async_show(moment(REST))
    await time.settle()
    shown.async_show(finished())
    closing = hass.async_create_task(shown.async_restore(farewell_of(finished())))
    await time.elapse(5)
    assert not closing.done()
    assert lamp.asked[-1] == {"brightness": 175, "hs_color": (30, 85), "transition": 5}
    await time.elapse(1.5)
    assert closing.done()
    assert lamp.asked[-1] == {"brightness": 90, "hs_color": (0, 100), "transition": 1}
    assert not theirs.asked


async def test_a_stop_for_pain_is_steady_for_a_while(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Twenty seconds of quiet light; being asked again ends it."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for ends_early in (False, True):
        lamp.asked.clear()
        shown.async_show(moment(HOLD))
        await time.settle()
        farewell = farewell_of(stopped(StopReason.PAIN))
        closing = hass.async_create_task(shown.async_restore(farewell))
        await time.elapse(19)
        assert lamp.brightnesses == [255, 120]
        if ends_early:
            await shown.async_restore()
        else:
            await time.elapse(2)
        await time.settle()
        assert closing.done()
        assert lamp.brightnesses == [255, 120, 90]


async def test_without_lights_there_is_no_farewell(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Nobody waits for lights that show nothing."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_hear(moment(HOLD))
    await shown.async_restore(farewell_of(finished()))
    assert not lamp.asked


async def test_lights_are_shown_again_where_the_session_is(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """What was only heard meanwhile is shown when the lights are wanted again."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_refresh()
    shown.async_show(moment(HOLD))
    await time.settle()
    await shown.async_restore()
    shown.async_hear(moment(MOVE, cycle_seconds=6))
    await time.elapse(4)
    assert lamp.brightnesses == [255, 90]
    shown.async_refresh()
    await time.elapse(3)
    assert lamp.brightnesses == [255, 90, 205, 120]
    assert shown.before[0]["attributes"]["brightness"] == 90


async def test_a_light_that_is_wanted_while_it_is_put_back_is_shown_after_that(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Its commands follow each other, and it is put back again at the end."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    lamp.seconds = 2
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.elapse(3)
    closing = hass.async_create_task(shown.async_restore())
    await time.elapse(1)
    shown.async_show(moment(HOLD))
    await time.settle()
    shown.async_show(moment(REST))
    await time.elapse(4)
    assert closing.done()
    assert lamp.brightnesses == [255, 90, 64]
    lamp.seconds = 0
    await shown.async_restore()
    assert lamp.brightnesses[-1] == 90
    assert shown.before == []


async def test_a_light_that_does_not_come_on_is_off_afterwards(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """How it would come on stays unknown, and the look is asked for all the same."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, is_on=False, brightness=90)
    await async_add_lamps(hass, lamp)
    lamp.error = HomeAssistantError("busy")
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.settle()
    assert lamp.brightnesses == [None, 255]
    lamp.error = None
    shown.async_show(moment(REST))
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == BRIGHTNESS[REST]
    await shown.async_restore()
    assert state_of(hass, lamp).state == "off"
