"""The lights show the phases, and are as they were when the session is over."""

import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.cues.lights import Lights
from homeassistant.components.light import ColorMode
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .common import Time, async_add_lamps
from .light_common import (
    BRIGHTNESS,
    HOLD,
    MOVE,
    RED,
    REST,
    SIDE_CHANGE,
    Bulb,
    lights,
    moment,
    paused,
    person_sets,
    state_of,
)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings of the outputs."""
    return [
        record.message
        for record in caplog.records
        if record.levelno == logging.WARNING and record.name.endswith("backcare.cues")
    ]


async def test_a_light_takes_on_each_look(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """The next phase is another colour and another brightness."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for event in (moment(HOLD), moment(REST), moment(SIDE_CHANGE), moment(MOVE)):
        shown.async_show(event)
        await time.elapse(1)
    assert lamp.brightnesses == [
        BRIGHTNESS[kind] for kind in (HOLD, REST, SIDE_CHANGE, MOVE)
    ]
    assert len({asked["hs_color"] for asked in lamp.asked}) == 4


async def test_showing_takes_nothing_from_the_caller(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """How the lights were is known at once; the rest is done later."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    assert shown.before == []
    shown.async_show(moment(REST))
    assert [state["entity_id"] for state in shown.before] == [lamp.entity_id]
    assert not lamp.asked
    await shown.async_restore()
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == 90


@pytest.mark.parametrize("change", [{}, {"brightness": 30}, {"hs_color": (300, 50)}])
async def test_a_light_that_somebody_changed_is_theirs(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, change: dict[str, Any]
) -> None:
    """It is neither put back nor changed by the next phase."""
    lamp, other = Bulb("lamp", ColorMode.HS, **RED), Bulb("other", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp, other)
    shown = lights(hass, entry, lamp, other)
    shown.async_show(moment(REST))
    await time.settle()
    await person_sets(hass, lamp, **change)
    await shown.async_restore()
    assert not lamp.asked
    assert other.asked[-1]["brightness"] == 90

    # Only until the lights are shown anew.
    shown.async_show(moment(REST))
    await time.settle()
    await person_sets(hass, lamp, **change)
    shown.async_show(moment(HOLD))
    await time.elapse(1)
    assert [state["entity_id"] for state in shown.before] == [other.entity_id]
    shown.async_show(moment(REST))
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
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(REST))
    await time.elapse(10)
    lamp.set(brightness=BRIGHTNESS[REST] - 2)
    context = state_of(hass, lamp).context
    lamp.async_write_ha_state()
    assert state_of(hass, lamp).context != context
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 90


async def test_a_light_that_has_not_answered_yet_is_ours(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Until it answers, its state is the one of before."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    lamp.error = HomeAssistantError("busy")
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(REST))
    await time.settle()
    lamp.error = None
    shown.async_show(moment(HOLD))
    await time.settle()
    assert state_of(hass, lamp).attributes["brightness"] == BRIGHTNESS[HOLD]


async def test_only_the_newest_look_counts(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Phases that were skipped quickly are not shown one after the other."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for event in (moment(REST), moment(HOLD), paused(), moment(HOLD)):
        shown.async_show(event)
    await time.settle()
    assert lamp.brightnesses == [BRIGHTNESS[HOLD]]


async def test_the_same_look_is_asked_for_once(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """Nothing is sent when nothing changes."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    for _ in range(3):
        shown.async_show(moment(REST))
        await time.settle()
    assert len(lamp.asked) == 1


async def test_a_light_that_is_away_is_left_out(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A light that comes later joins in, and is put back as it came."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90, available=False)
    await async_add_lamps(hass, lamp)
    shown = Lights(hass, entry, [lamp.entity_id, "light.missing"], ())
    shown.async_show(moment(REST))
    shown.async_show(moment(HOLD))
    await time.settle()
    assert shown.before == []
    assert not lamp.asked
    assert len(warnings(caplog)) == 2

    lamp.set(available=True)
    lamp.async_write_ha_state()
    await time.settle()
    shown.async_show(moment(REST))
    await time.settle()
    assert lamp.asked[-1] == {"brightness": BRIGHTNESS[REST]}
    await shown.async_restore()
    assert lamp.asked[-1] == {"brightness": 90}
    assert len(warnings(caplog)) == 2


async def test_a_light_that_comes_just_then_joins_in(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """It is put back as it came."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90, available=False)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(REST))
    lamp.set(available=True)
    lamp.async_write_ha_state()
    await time.settle()
    await shown.async_restore()
    assert lamp.brightnesses == [BRIGHTNESS[REST], 90]


async def test_a_light_that_leaves_keeps_its_note(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A light that is away at the end can still be put back later."""
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(REST))
    await time.settle()
    lamp.set(available=False)
    lamp.async_write_ha_state()
    shown.async_show(moment(HOLD))
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
    broken = Bulb("broken", ColorMode.BRIGHTNESS, brightness=90)
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, broken, lamp)
    broken.error = ValueError("short circuit")
    shown = lights(hass, entry, broken, lamp)
    for kind in (REST, HOLD):
        shown.async_show(moment(kind))
        await time.settle()
    await shown.async_restore()
    assert lamp.brightnesses == [
        BRIGHTNESS[REST],
        BRIGHTNESS[HOLD],
        90,
    ]
    [told] = warnings(caplog)
    assert "light.broken" in told
    assert "short circuit" in told


async def test_a_hanging_light_disturbs_no_other(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A light that never answers is given up after a while."""
    stuck = Bulb("stuck", ColorMode.BRIGHTNESS, brightness=90)
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, stuck, lamp)
    stuck.hangs = True
    shown = lights(hass, entry, stuck, lamp)
    for kind in (REST, HOLD):
        shown.async_show(moment(kind))
        await time.settle()
    closing = hass.async_create_task(shown.async_restore())
    await time.settle()
    assert lamp.asked[-1] == {"brightness": 90}
    await time.elapse(30)
    assert closing.done()
    [told] = warnings(caplog)
    assert "light.stuck" in told


async def test_a_restart_keeps_how_the_lights_were(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """What was known before the restart is put back, not what came of it."""
    lamp = Bulb("lamp", ColorMode.HS, **RED)
    await async_add_lamps(hass, lamp)
    first = lights(hass, entry, lamp)
    first.async_show(moment(REST))
    before = json.loads(json.dumps(first.before))
    await time.settle()

    second = lights(hass, entry, lamp, before=before)
    assert json.loads(json.dumps(second.before)) == before
    second.async_show(moment(HOLD))
    await time.settle()
    await second.async_restore()
    assert state_of(hass, lamp).attributes["hs_color"] == (0, 100)


async def test_a_session_that_is_given_up_after_a_restart_puts_the_lights_back(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """A light that still has a look of ours was changed by nobody."""
    left, changed = (Bulb(name, ColorMode.HS, **RED) for name in ("left", "changed"))
    await async_add_lamps(hass, left, changed)
    first = lights(hass, entry, left, changed)
    first.async_show(moment(REST))
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
    lamp = Bulb("lamp", ColorMode.BRIGHTNESS, brightness=90)
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
