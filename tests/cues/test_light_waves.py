"""A light pulses and waves in time with the phase, calmly, and never lags behind."""

from itertools import pairwise
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.engine.models import EventType
from homeassistant.components.light import ColorMode, LightEntityFeature
from homeassistant.core import HomeAssistant

from .common import Time, async_add_lamps
from .light_common import (
    BRIGHTNESS,
    HOLD,
    MOVE,
    PREPARE,
    REST,
    Bulb,
    lights,
    moment,
    paused,
    person_sets,
    state_of,
)


@pytest.fixture
async def lamp(hass: HomeAssistant) -> Bulb:
    """Return a lamp that fades."""
    lamp = Bulb(
        "lamp",
        ColorMode.BRIGHTNESS,
        brightness=90,
        features=LightEntityFeature.TRANSITION,
    )
    await async_add_lamps(hass, lamp)
    return lamp


def told(lamp: Bulb) -> list[tuple[float, int | None, float]]:
    """Return when a lamp was told what: how bright, and in how many seconds."""
    return [
        (round(at - lamp.asked_at[0], 1), asked.get("brightness"), asked["transition"])
        for at, asked in zip(lamp.asked_at, lamp.asked, strict=True)
    ]


async def test_the_preparation_rises(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """It goes low first, then slowly up, once."""
    lights(hass, entry, lamp).async_show(moment(PREPARE))
    await time.elapse(15)
    assert told(lamp) == [(0, 40, 1), (1, 140, 5)]


async def test_the_last_ten_seconds_pulse(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Once in two seconds, until the hold is over."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD))
    await time.elapse(1)
    shown.async_show(moment(HOLD, 50, event=EventType.CUE))
    await time.elapse(7)
    shown.async_show(moment(HOLD, 57, event=EventType.CUE))
    await time.elapse(3)
    shown.async_show(moment(REST))
    await time.elapse(5)
    pulses = [(1 + second, (120, 255)[second % 2], 1) for second in range(10)]
    assert told(lamp) == [(0, 255, 1), *pulses, (11, BRIGHTNESS[REST], 1)]


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ({"cycle_seconds": 6}, [(0, 120, 3), (3, 205, 3), (6, 120, 3), (9, 205, 3)]),
        ({"tempo_seconds": (2, 5, 2)}, [(0, 205, 2), (7, 120, 2), (9, 205, 2)]),
    ],
)
async def test_a_movement_makes_a_wave(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    lamp: Bulb,
    phase: dict[str, Any],
    expected: list[tuple[float, int, float]],
) -> None:
    """One command for each half of a repetition."""
    lights(hass, entry, lamp).async_show(moment(MOVE, **phase))
    await time.elapse(11)
    assert told(lamp) == expected


async def test_a_wave_does_not_drift(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """However long each command takes, the next one has its moment."""
    lamp.seconds = 0.7
    lights(hass, entry, lamp).async_show(moment(MOVE, cycle_seconds=4))
    await time.elapse(60)
    assert [at for at, _, _ in told(lamp)] == list(range(0, 60, 2))


async def test_a_wave_goes_on_where_the_phase_is(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """After a pause in the middle of a repetition too."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, cycle_seconds=6))
    await time.elapse(4)
    shown.async_show(paused(MOVE))
    await time.elapse(10)
    shown.async_show(moment(MOVE, 4, cycle_seconds=6, event=EventType.RESUMED))
    await time.elapse(5.5)
    assert told(lamp)[2:] == [(4, 20, 1), (14, 205, 3), (16, 120, 3), (19, 205, 3)]


async def test_a_repeated_movement_begins_its_wave_anew(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """The look is the same, but the clock of the phase is not."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, cycle_seconds=6))
    await time.elapse(4)
    shown.async_show(moment(MOVE, cycle_seconds=6, event=EventType.WENT_BACK))
    await time.elapse(4)
    assert [at for at, _, _ in told(lamp)] == [0, 3, 4, 7]


async def test_other_moments_of_the_phase_leave_a_wave_alone(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """A spoken cue sends nothing."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, cycle_seconds=6))
    for tenth in range(1, 60):
        await time.elapse(0.1)
        event = moment(MOVE, tenth / 10, cycle_seconds=6, event=EventType.CUE)
        shown.async_show(event)
    assert [at for at, _, _ in told(lamp)] == [0, 3]


async def test_a_slow_light_skips_pulses(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Its commands do not pile up, and the next look comes as soon as it can."""
    lamp.seconds = 2.6
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(HOLD, 50))
    await time.elapse(10)
    shown.async_show(moment(REST))
    await time.elapse(10)
    moments = [at for at, _, _ in told(lamp)]
    assert all(later - earlier >= 2.5 for earlier, later in pairwise(moments))
    assert moments[-1] <= 12.6
    assert lamp.brightnesses[-1] == BRIGHTNESS[REST]


@pytest.mark.parametrize("seconds", [0, 0.3, 0.9, 1.3])
@pytest.mark.parametrize("elapsed_seconds", [50, 50.6, 50.9, 51.3])
async def test_a_light_never_flashes(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    lamp: Bulb,
    seconds: float,
    elapsed_seconds: float,
) -> None:
    """Two commands of a pulse are at least half a second apart."""
    lamp.seconds = seconds
    lights(hass, entry, lamp).async_show(moment(HOLD, elapsed_seconds))
    await time.elapse(8)
    assert len(lamp.asked) >= 4
    assert all(later - earlier >= 0.5 for earlier, later in pairwise(lamp.asked_at))


async def test_quick_skips_do_not_flash(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """However fast the person goes on, it gets bright twice a second at most."""
    shown = lights(hass, entry, lamp)
    for _ in range(10):
        for kind in (REST, HOLD):
            shown.async_show(moment(kind))
            await time.elapse(0.1)
    await time.elapse(1)
    assert lamp.brightnesses[-1] == BRIGHTNESS[HOLD]
    cycles = [
        later - at for at, later in zip(lamp.asked_at, lamp.asked_at[2:], strict=False)
    ]
    assert len(cycles) > 4
    assert min(cycles) >= 0.49


async def test_a_person_ends_a_wave(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """Whoever takes the lamp in hand has it, with what the wave did before."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, cycle_seconds=6))
    await time.elapse(4)
    await person_sets(hass, lamp, brightness=33)
    await time.elapse(20)
    await shown.async_restore()
    assert not lamp.asked
    assert state_of(hass, lamp).attributes["brightness"] == 33


async def test_a_wave_is_ours_however_often_it_was_told(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, lamp: Bulb
) -> None:
    """The lamp reports a rounded end of the wave, and is put back all the same."""
    shown = lights(hass, entry, lamp)
    shown.async_show(moment(MOVE, tempo_seconds=(2, 10, 2)))
    await time.elapse(8)
    lamp.report(brightness=BRIGHTNESS[MOVE] - 3)
    await time.elapse(19)
    assert len(lamp.asked) == 4
    await shown.async_restore()
    assert state_of(hass, lamp).attributes["brightness"] == 90


async def test_a_lamp_without_brightness_stays_on(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time
) -> None:
    """It is turned on once, and never flashes."""
    plain = Bulb("plain", ColorMode.ONOFF, is_on=False)
    await async_add_lamps(hass, plain)
    shown = lights(hass, entry, plain)
    for event in (moment(PREPARE), moment(HOLD, 50), moment(REST), paused()):
        shown.async_show(event)
        await time.elapse(6)
        assert state_of(hass, plain).state == "on"
    assert plain.asked == [{}]
    await shown.async_restore()
    assert state_of(hass, plain).state == "off"
