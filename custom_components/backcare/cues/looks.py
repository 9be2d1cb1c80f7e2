"""What the lights look like in each phase."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from custom_components.backcare.engine.models import (
    PhaseKind,
    SessionSnapshot,
    SessionStatus,
)
from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_MODE,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_EFFECT_LIST,
    ATTR_HS_COLOR,
    ATTR_MAX_COLOR_TEMP_KELVIN,
    ATTR_MIN_COLOR_TEMP_KELVIN,
    ATTR_RGB_COLOR,
    ATTR_SUPPORTED_COLOR_MODES,
    ATTR_TRANSITION,
    COLOR_MODES_BRIGHTNESS,
    COLOR_MODES_COLOR,
    DEFAULT_MAX_KELVIN,
    DEFAULT_MIN_KELVIN,
    EFFECT_OFF,
    ColorMode,
    LightEntityFeature,
)
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_ON
from homeassistant.core import State
from homeassistant.util.color import color_hs_to_RGB

_BRIGHTNESS_TOLERANCE = 6
"""Lights round what they are told, and report it a while later."""

_HUE_TOLERANCE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A colour and a brightness; the brightness alone tells the phases apart."""

    brightness: int
    """1 to 255."""
    hs: tuple[float, float]
    """Hue in degrees, saturation in percent."""
    kelvin: int
    """For lights that are only warm or cold."""
    fade_seconds: float = 1

    def turn_on_data(self, state: State) -> dict[str, Any]:
        """Return what to ask of a light: only what it can do."""
        attributes = state.attributes
        modes = set(attributes.get(ATTR_SUPPORTED_COLOR_MODES) or ())
        data: dict[str, Any] = {}
        if modes & COLOR_MODES_BRIGHTNESS:
            data[ATTR_BRIGHTNESS] = self.brightness
        if ColorMode.HS in modes:
            data[ATTR_HS_COLOR] = self.hs
        elif modes & COLOR_MODES_COLOR:
            data[ATTR_RGB_COLOR] = color_hs_to_RGB(*self.hs)
        elif ColorMode.COLOR_TEMP in modes:
            data[ATTR_COLOR_TEMP_KELVIN] = min(
                max(
                    self.kelvin,
                    attributes.get(ATTR_MIN_COLOR_TEMP_KELVIN) or DEFAULT_MIN_KELVIN,
                ),
                attributes.get(ATTR_MAX_COLOR_TEMP_KELVIN) or DEFAULT_MAX_KELVIN,
            )
        features = attributes.get(ATTR_SUPPORTED_FEATURES, 0)
        if features & LightEntityFeature.TRANSITION:
            data[ATTR_TRANSITION] = self.fade_seconds
        if attributes.get(ATTR_EFFECT) not in (None, EFFECT_OFF) and EFFECT_OFF in (
            attributes.get(ATTR_EFFECT_LIST) or ()
        ):
            data[ATTR_EFFECT] = EFFECT_OFF
        return data

    def is_seen_in(self, state: State) -> bool:
        """Return if a light looks like this, as far as it tells."""
        if state.state != STATE_ON:
            return False
        attributes = state.attributes
        brightness = attributes.get(ATTR_BRIGHTNESS)
        if (
            brightness is not None
            and abs(brightness - self.brightness) > _BRIGHTNESS_TOLERANCE
        ):
            return False
        if attributes.get(ATTR_COLOR_MODE) not in COLOR_MODES_COLOR:
            return True
        hue: float = (attributes.get(ATTR_HS_COLOR) or self.hs)[0]
        distance = abs(hue - self.hs[0]) % 360
        return min(distance, 360 - distance) <= _HUE_TOLERANCE


# Colours that colour-blind people can tell apart: Okabe and Ito, jfly.uni-koeln.de/color.
_LOOKS: Mapping[PhaseKind, Look] = {
    PhaseKind.PREPARE: Look(brightness=140, hs=(41, 100), kelvin=3500, fade_seconds=5),
    PhaseKind.HOLD: Look(brightness=255, hs=(164, 100), kelvin=5500),
    PhaseKind.MOVE: Look(brightness=205, hs=(202, 63), kelvin=5000),
    PhaseKind.SIDE_CHANGE: Look(brightness=100, hs=(56, 71), kelvin=4000),
    PhaseKind.REST: Look(brightness=64, hs=(202, 100), kelvin=2700),
}

_PAUSED = Look(brightness=20, hs=(30, 50), kelvin=2200)

LOOKS = (*_LOOKS.values(), _PAUSED)


def look_of(snapshot: SessionSnapshot) -> Look | None:
    """Return what the lights look like; None without a session."""
    if snapshot.status is SessionStatus.PAUSED:
        return _PAUSED
    return _LOOKS[snapshot.phase.kind] if snapshot.phase else None
