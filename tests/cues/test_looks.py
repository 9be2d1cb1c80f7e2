"""Each moment has its own look, and a lamp is asked for no more than it can."""

from itertools import combinations
from typing import Any

import pytest

from custom_components.backcare.const import SceneMoment
from custom_components.backcare.cues.looks import (
    LOOKS,
    MIN_STEP_SECONDS,
    Look,
    Step,
    farewell_of,
    look_of,
    scene_moment_of,
)
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    SessionSnapshot,
    StopReason,
)
from homeassistant.components.light import LightEntityFeature
from homeassistant.core import State
from homeassistant.util import dt as dt_util

from .light_common import HOLD, MOVE, REST, finished, moment, paused, stopped

STEP = Step(200, 2)
LOOK = Look(steps=(STEP,), hs=(120, 100), kelvin=3000)

NOTHING = SessionEvent(
    type=EventType.CUE, due_at=dt_util.utcnow(), snapshot=SessionSnapshot()
)


def seen(event: SessionEvent) -> Look:
    """Return the look of a moment that has one."""
    found = look_of(event)
    assert found
    return found[0]


def steps(event: SessionEvent) -> list[tuple[int, float]]:
    """Return the steps of the look of a moment."""
    return [(step.brightness, step.seconds) for step in seen(event).steps]


def lamp(*modes: str, state: str = "on", **attributes: Any) -> State:
    """Return the state of a lamp."""
    return State("light.lamp", state, {"supported_color_modes": modes, **attributes})


def test_every_phase_and_a_pause_have_a_look() -> None:
    """A pause looks the same in every phase."""
    looks = [seen(moment(kind)) for kind in PhaseKind]
    pauses = {seen(paused(kind)) for kind in PhaseKind}
    assert len({*looks, *pauses}) == len(PhaseKind) + 1


@pytest.mark.parametrize("event", [NOTHING, finished(), stopped()])
def test_there_is_no_look_without_a_session(event: SessionEvent) -> None:
    """When a session has ended, the lights are put back."""
    assert look_of(event) is None
    assert scene_moment_of(event) is None


def test_the_colour_is_never_all() -> None:
    """Who sees no colours sees the brightness; the pause is the darkest."""
    events = [*(moment(kind) for kind in PhaseKind), paused()]
    levels = [seen(event).steps[-1].brightness for event in events]
    assert all(abs(one - other) >= 30 for one, other in combinations(levels, 2))
    assert levels[-1] == min(levels)


def test_the_preparation_rises_slowly() -> None:
    """Whatever there was before, it begins low."""
    assert steps(moment(PhaseKind.PREPARE)) == [(40, 1), (140, 5)]


def test_the_last_ten_seconds_of_a_hold_pulse_once_in_two_seconds() -> None:
    """The pulse begins at that moment, dim first."""
    for elapsed_seconds in (49.96, 50, 55, 60):
        found = look_of(moment(HOLD, elapsed_seconds, event=EventType.CUE))
        assert found
        look, since_seconds = found
        assert sum(step.seconds for step in look.steps) == 2
        assert since_seconds == pytest.approx(elapsed_seconds - 50)
        assert look.hs == seen(moment(HOLD)).hs


@pytest.mark.parametrize(
    "event",
    [
        moment(HOLD, 49, event=EventType.CUE),
        moment(HOLD, 20, duration_seconds=29),
        moment(HOLD, 55, repetition_count=4, hold_seconds=10),
        moment(MOVE, 55),
        moment(REST, 55),
    ],
    ids=("too early", "short hold", "hold in pieces", "movement", "rest"),
)
def test_nothing_else_pulses(event: SessionEvent) -> None:
    """Only a long hold has a last ten seconds."""
    assert len(steps(event)) == 1


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ({"cycle_seconds": 6}, [(120, 3), (205, 3)]),
        ({"tempo_seconds": (2, 0, 2)}, [(205, 2), (120, 2)]),
        ({"tempo_seconds": (2, 10, 2)}, [(205, 2), (205, 10), (120, 2)]),
        ({"tempo_seconds": (0.5, 0, 0.5)}, [(205, 0.5), (120, 0.5)]),
        ({"tempo_seconds": (0.4, 0, 3)}, [(205, 1)]),
        ({"tempo_seconds": (0, 0, 0)}, [(205, 1)]),
        ({"cycle_seconds": 0.9}, [(205, 1)]),
        ({}, [(205, 1)]),
    ],
)
def test_a_movement_has_a_calm_wave(
    phase: dict[str, Any], expected: list[tuple[int, float]]
) -> None:
    """It follows the tempo, unless that would flash."""
    assert steps(moment(MOVE, **phase)) == expected


def test_no_look_flashes() -> None:
    """Nothing changes more than twice in a second."""
    for look in LOOKS:
        assert all(step.seconds >= MIN_STEP_SECONDS for step in look.steps)


def test_a_repeating_look_goes_round() -> None:
    """Each step has its moment, until the phase ends."""
    look = seen(moment(MOVE, duration_seconds=300, cycle_seconds=6))
    low, high = look.steps
    assert look.step_at(0) == (low, 3)
    assert look.step_at(2.9) == (low, 3)
    # The event loop may be a hair too early.
    assert look.step_at(3 - 1e-9) == (high, pytest.approx(6))
    assert look.step_at(291.5) == (high, pytest.approx(294))
    assert look.step_at(295) == (low, pytest.approx(297))
    assert look.step_at(297) == (high, None)


def test_the_last_step_of_a_look_stays() -> None:
    """A preparation rises once."""
    look = seen(moment(PhaseKind.PREPARE))
    low, high = look.steps
    assert look.step_at(0) == (low, 1)
    assert look.step_at(1) == look.step_at(6) == look.step_at(1000) == (high, None)


def test_the_end_has_a_farewell() -> None:
    """A finished session ends in a long warm fade, a painful one in quiet light."""
    warm, calm = farewell_of(finished()), farewell_of(stopped(StopReason.PAIN))
    assert warm
    assert warm.steps[0].seconds == 5
    assert warm.stay_seconds > 5
    assert calm
    assert len(calm.steps) == 1
    assert calm.stay_seconds == 20
    for event in (stopped(), stopped(StopReason.TOO_HARD), moment(), paused()):
        assert farewell_of(event) is None


@pytest.mark.parametrize(
    ("event", "scene"),
    [
        (moment(PhaseKind.PREPARE), SceneMoment.PREPARE),
        (moment(PhaseKind.SIDE_CHANGE), SceneMoment.PREPARE),
        (moment(PhaseKind.HOLD), SceneMoment.WORK),
        (moment(PhaseKind.MOVE), SceneMoment.WORK),
        (moment(PhaseKind.REST), SceneMoment.REST),
        (paused(), SceneMoment.PAUSED),
    ],
)
def test_each_phase_has_a_moment_for_a_scene(
    event: SessionEvent, scene: SceneMoment
) -> None:
    """A change of sides is a preparation, a hold and a movement are work."""
    assert scene_moment_of(event) is scene


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (lamp("onoff"), {}),
        (lamp(), {}),
        (State("light.lamp", "on"), {}),
        (lamp("brightness"), {"brightness": 200}),
        (lamp("color_temp"), {"brightness": 200, "color_temp_kelvin": 3000}),
        (
            lamp("color_temp", min_color_temp_kelvin=4000),
            {"brightness": 200, "color_temp_kelvin": 4000},
        ),
        (
            lamp("color_temp", max_color_temp_kelvin=2700),
            {"brightness": 200, "color_temp_kelvin": 2700},
        ),
        (lamp("hs"), {"brightness": 200, "hs_color": (120, 100)}),
        (lamp("hs", "color_temp"), {"brightness": 200, "hs_color": (120, 100)}),
        (lamp("rgb"), {"brightness": 200, "rgb_color": (0, 255, 0)}),
        (lamp("rgbw"), {"brightness": 200, "rgb_color": (0, 255, 0)}),
        (lamp("rgbww"), {"brightness": 200, "rgb_color": (0, 255, 0)}),
        (lamp("xy"), {"brightness": 200, "rgb_color": (0, 255, 0)}),
        (
            lamp("onoff", supported_features=LightEntityFeature.TRANSITION),
            {"transition": 2},
        ),
        (
            lamp("onoff", effect="rainbow", effect_list=["off", "rainbow"]),
            {"effect": "off"},
        ),
        (lamp("onoff", effect="off", effect_list=["off", "rainbow"]), {}),
        (lamp("onoff", effect="rainbow", effect_list=["rainbow"]), {}),
        (lamp("onoff", effect="rainbow", effect_list=None), {}),
    ],
)
def test_a_lamp_is_asked_for_what_it_can(state: State, asked: dict[str, Any]) -> None:
    """Colour, warmth, brightness or just on."""
    assert LOOK.turn_on_data(state, STEP) == asked
    colors = {"hs_color", "rgb_color", "color_temp_kelvin"}
    assert LOOK.without_color().turn_on_data(state, STEP) == {
        key: value for key, value in asked.items() if key not in colors
    }


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [
        (lamp("onoff", state="on"), True),
        (lamp("onoff", state="off"), False),
        (lamp("brightness", brightness=196), True),
        (lamp("brightness", brightness=100), False),
        (lamp("brightness", brightness=None), True),
        (lamp("hs", brightness=200, color_mode="hs", hs_color=(118, 99)), True),
        (lamp("hs", brightness=200, color_mode="hs", hs_color=(240, 99)), False),
        (lamp("hs", brightness=200, color_mode="hs", hs_color=(120, 10)), False),
        (lamp("hs", brightness=200, color_mode="hs", hs_color=None), True),
        (lamp("hs", brightness=200, color_mode="color_temp", hs_color=(30, 9)), True),
        (lamp("hs", color_mode="color_temp", color_temp_kelvin=3090), True),
        (lamp("hs", color_mode="color_temp", color_temp_kelvin=4000), False),
    ],
)
def test_a_look_is_recognised(state: State, is_seen: bool) -> None:
    """A lamp that rounds what it was told still has the look."""
    assert LOOK.is_seen_in(state, None) is is_seen


def test_a_look_is_recognised_around_red() -> None:
    """Hue is a circle."""
    red = Look(steps=(STEP,), hs=(2, 100))
    assert red.is_seen_in(lamp("hs", color_mode="hs", hs_color=(358, 100)), None)


def test_a_moving_look_is_recognised_at_the_end_of_each_step() -> None:
    """Somewhere between, it is somebody else's brightness."""
    wave = seen(moment(MOVE, cycle_seconds=6))
    found = [
        level
        for level in range(1, 256)
        if wave.is_seen_in(lamp("brightness", brightness=level), None)
    ]
    assert found == [*range(114, 127), *range(199, 212)]


def test_a_look_without_a_colour_has_the_one_of_before() -> None:
    """Who changes only the colour has changed the lamp."""
    plain = LOOK.without_color()
    red, blue = (
        lamp("hs", brightness=200, color_mode="hs", hs_color=(hue, 100))
        for hue in (0, 240)
    )
    white = lamp("hs", brightness=200, color_mode="color_temp", color_temp_kelvin=3000)
    for before, others in ((red, (blue, white)), (white, (red, blue))):
        assert plain.is_seen_in(before, before)
        assert not any(plain.is_seen_in(other, before) for other in others)
    assert plain.is_seen_in(blue, lamp("hs", state="off", color_mode=None))
