"""What the tests of the lights are written with."""

import asyncio
from typing import Any, override

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.cues.lights import Lights
from custom_components.backcare.engine.models import (
    EventType,
    MuscleClass,
    Phase,
    PhaseKind,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    StopReason,
)
from homeassistant.components.light import ColorMode
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.util import dt as dt_util

from .common import Lamp

PREPARE, HOLD, MOVE, SIDE_CHANGE, REST = (
    PhaseKind.PREPARE,
    PhaseKind.HOLD,
    PhaseKind.MOVE,
    PhaseKind.SIDE_CHANGE,
    PhaseKind.REST,
)

BRIGHTNESS = {PREPARE: 140, HOLD: 255, MOVE: 205, SIDE_CHANGE: 100, REST: 64}
PAUSED_BRIGHTNESS = 20

RED = {"brightness": 90, "hs_color": (0.0, 100.0)}

WAS: dict[ColorMode, dict[str, Any]] = {
    ColorMode.ONOFF: {},
    ColorMode.BRIGHTNESS: {"brightness": 91},
    ColorMode.COLOR_TEMP: {"brightness": 92, "color_temp_kelvin": 3003},
    ColorMode.HS: {"brightness": 93, "hs_color": (211.3, 37.7)},
    ColorMode.XY: {"brightness": 94, "xy_color": (0.3217, 0.4033)},
    ColorMode.RGB: {"brightness": 95, "rgb_color": (1, 77, 203)},
    ColorMode.RGBW: {"brightness": 96, "rgbw_color": (1, 77, 203, 4)},
    ColorMode.RGBWW: {"brightness": 97, "rgbww_color": (1, 77, 203, 4, 5)},
    ColorMode.WHITE: {"brightness": 98},
}
"""How a lamp was before a session, in every colour mode that there is."""

ALL_MODES = [
    [ColorMode.ONOFF],
    [ColorMode.BRIGHTNESS],
    *([mode] for mode in WAS if mode not in {"onoff", "brightness", "white"}),
    [ColorMode.WHITE, ColorMode.RGB],
    [ColorMode.RGB, ColorMode.WHITE],
    [ColorMode.COLOR_TEMP, ColorMode.HS],
    [ColorMode.HS, ColorMode.COLOR_TEMP],
    [ColorMode.COLOR_TEMP, ColorMode.RGBWW, ColorMode.XY],
]
"""Of lamps that are in the first one of them."""

_COLORS = {
    "color_temp_kelvin": ColorMode.COLOR_TEMP,
    "hs_color": ColorMode.HS,
    "rgb_color": ColorMode.RGB,
    "rgbw_color": ColorMode.RGBW,
    "rgbww_color": ColorMode.RGBWW,
    "white": ColorMode.WHITE,
    "xy_color": ColorMode.XY,
}


class Bulb(Lamp):
    """A lamp with every colour mode, which knows when it was asked, and may be slow."""

    def __init__(self, name: str, *modes: ColorMode, **attributes: Any) -> None:
        """Make a bulb of some colour modes; it is in the first one."""
        self.seconds = 0.0
        """How long it takes for a command."""
        self.is_mute = False
        """It does what it is told and does not tell."""
        self.asked_at: list[float] = []
        super().__init__(name, *modes, **attributes)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on as asked."""
        await self._async_answer(kwargs)
        self._attr_is_on = True
        for key, mode in _COLORS.items():
            if key in kwargs:
                self._attr_color_mode = mode
        if self._attr_color_mode == ColorMode.WHITE and "white" in kwargs:
            kwargs["brightness"] = kwargs.pop("white")
        self.set(**{key: kwargs[key] for key in kwargs if key != "transition"})
        if not self.is_mute:
            self.async_write_ha_state()

    @override
    async def _async_answer(self, asked: dict[str, Any]) -> None:
        self.asked_at.append(round(self.hass.loop.time(), 2))
        await super()._async_answer(asked)
        await asyncio.sleep(self.seconds)

    @property
    def brightnesses(self) -> list[int | None]:
        """Return the brightnesses that were asked for."""
        return [asked.get("brightness") for asked in self.asked]

    def leave(self) -> None:
        """Be unavailable."""
        self.set(available=False)
        self.async_write_ha_state()

    def come_back(self, **attributes: Any) -> None:
        """Be available again."""
        self.report(available=True, **attributes)

    def report(self, **attributes: Any) -> None:
        """Tell of a change that nobody asked for in Home Assistant."""
        self.set(**attributes)
        self.async_set_context(Context())
        self.async_write_ha_state()


def moment(
    kind: PhaseKind = HOLD,
    elapsed_seconds: float = 0,
    *,
    event: EventType = EventType.PHASE_STARTED,
    status: SessionStatus = SessionStatus.ACTIVE,
    reason: StopReason | None = None,
    duration_seconds: float = 60,
    **phase: Any,
) -> SessionEvent:
    """Return a moment of a phase."""
    return SessionEvent(
        type=event,
        due_at=dt_util.utcnow(),
        reason=reason,
        snapshot=SessionSnapshot(
            status=status,
            phase=Phase(
                kind=kind,
                exercise_id="plank",
                muscle_class=MuscleClass.GLOBAL,
                step_index=0,
                duration_seconds=duration_seconds,
                **phase,
            ),
            phase_seconds=duration_seconds,
            remaining_seconds=duration_seconds - elapsed_seconds,
        ),
    )


def paused(kind: PhaseKind = HOLD) -> SessionEvent:
    """Return the moment at which a session is paused."""
    return moment(kind, event=EventType.PAUSED, status=SessionStatus.PAUSED)


def finished() -> SessionEvent:
    """Return the end of a session."""
    return moment(event=EventType.SESSION_FINISHED)


def stopped(reason: StopReason | None = None) -> SessionEvent:
    """Return the moment at which a session is stopped."""
    return moment(event=EventType.SESSION_CANCELLED, reason=reason)


def lights(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    *lamps: Lamp,
    before: Any = (),
    **changes: Any,
) -> Lights:
    """Return the lights of a session."""
    return Lights(hass, entry, [lamp.entity_id for lamp in lamps], before, **changes)


def state_of(hass: HomeAssistant, lamp: Lamp) -> State:
    """Return the state of a lamp."""
    state = hass.states.get(lamp.entity_id)
    assert state
    return state


def look_of_state(state: State) -> tuple[str, dict[str, Any]]:
    """Return all of a state that can be seen."""
    return state.state, dict(state.attributes)


async def person_sets(hass: HomeAssistant, lamp: Lamp, **data: Any) -> None:
    """Let a person change a lamp."""
    service = "turn_on" if data else "turn_off"
    await hass.services.async_call(
        "light", service, {"entity_id": lamp.entity_id, **data}, blocking=True
    )
    lamp.asked.clear()
