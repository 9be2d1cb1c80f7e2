"""Each phase has its own look, and a lamp is asked for no more than it can."""

from itertools import combinations
from typing import Any

import pytest

from custom_components.backcare.cues.looks import LOOKS, Look, look_of
from custom_components.backcare.engine.models import (
    MuscleClass,
    Phase,
    PhaseKind,
    SessionSnapshot,
    SessionStatus,
)
from homeassistant.components.light import LightEntityFeature
from homeassistant.core import State

LOOK = Look(brightness=200, hs=(120, 100), kelvin=3000, fade_seconds=2)


def snapshot(kind: PhaseKind, status: SessionStatus) -> SessionSnapshot:
    """Return a session in a phase."""
    phase = Phase(
        kind=kind,
        exercise_id="plank",
        muscle_class=MuscleClass.GLOBAL,
        step_index=0,
        duration_seconds=60,
    )
    return SessionSnapshot(status=status, phase=phase)


def lamp(*modes: str, state: str = "on", **attributes: Any) -> State:
    """Return the state of a lamp."""
    return State("light.lamp", state, {"supported_color_modes": modes, **attributes})


def test_every_phase_and_a_pause_have_a_look() -> None:
    """A pause looks the same in every phase."""
    looks = [look_of(snapshot(kind, SessionStatus.ACTIVE)) for kind in PhaseKind]
    paused = {look_of(snapshot(kind, SessionStatus.PAUSED)) for kind in PhaseKind}
    assert None not in looks
    assert len({*looks, *paused}) == len(PhaseKind) + 1
    assert look_of(SessionSnapshot()) is None


def test_the_colour_is_never_all() -> None:
    """Who sees no colours sees the brightness; the pause is the darkest."""
    for one, other in combinations(LOOKS, 2):
        assert abs(one.brightness - other.brightness) >= 30
    paused = look_of(snapshot(PhaseKind.HOLD, SessionStatus.PAUSED))
    assert paused == min(LOOKS, key=lambda look: look.brightness)


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
    assert LOOK.turn_on_data(state) == asked


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
        (lamp("hs", brightness=200, color_mode="hs", hs_color=None), True),
        (lamp("hs", brightness=200, color_mode="color_temp", hs_color=(30, 9)), True),
    ],
)
def test_a_look_is_recognised(state: State, is_seen: bool) -> None:
    """A lamp that rounds what it was told still has the look."""
    assert LOOK.is_seen_in(state) is is_seen


def test_a_look_is_recognised_around_red() -> None:
    """Hue is a circle."""
    red = Look(brightness=200, hs=(2, 100), kelvin=3000)
    assert red.is_seen_in(lamp("hs", color_mode="hs", hs_color=(358, 100)))
