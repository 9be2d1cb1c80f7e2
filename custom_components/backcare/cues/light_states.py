"""Compares how a light is with how it was, and says how to put it back."""

from collections.abc import Iterator, Mapping
from typing import Any

from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_MODE,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_EFFECT_LIST,
    ATTR_HS_COLOR,
    ATTR_RGB_COLOR,
    ATTR_RGBW_COLOR,
    ATTR_RGBWW_COLOR,
    ATTR_WHITE,
    ATTR_XY_COLOR,
    COLOR_MODES_COLOR,
    DOMAIN as LIGHT_DOMAIN,
    EFFECT_OFF,
    ColorMode,
)
from homeassistant.core import State
from homeassistant.exceptions import HomeAssistantError

_BRIGHTNESS_TOLERANCE = 6
"""Lights round what they are told, and report it a while later."""

_HUE_TOLERANCE = 15.0
_SATURATION_TOLERANCE = 40.0
_KELVIN_TOLERANCE_SHARE = 0.1

_COLORS: Mapping[Any, tuple[str, str]] = {
    ColorMode.COLOR_TEMP: (ATTR_COLOR_TEMP_KELVIN, ATTR_COLOR_TEMP_KELVIN),
    ColorMode.HS: (ATTR_HS_COLOR, ATTR_HS_COLOR),
    ColorMode.RGB: (ATTR_RGB_COLOR, ATTR_RGB_COLOR),
    ColorMode.RGBW: (ATTR_RGBW_COLOR, ATTR_RGBW_COLOR),
    ColorMode.RGBWW: (ATTR_RGBWW_COLOR, ATTR_RGBWW_COLOR),
    ColorMode.WHITE: (ATTR_WHITE, ATTR_BRIGHTNESS),
    ColorMode.XY: (ATTR_XY_COLOR, ATTR_XY_COLOR),
}
"""What to ask of a light for its colour, and which attribute has it."""


def restoring_data(before: State, now: State) -> dict[str, Any]:
    """Return what to ask of a light that is to be on as it was.

    Home Assistant's own way to reproduce a state leaves out what a light reports already,
    and lights report late; it also does not end an effect.
    """
    attributes = before.attributes
    data = {ATTR_BRIGHTNESS: attributes.get(ATTR_BRIGHTNESS)}
    if color := _COLORS.get(attributes.get(ATTR_COLOR_MODE)):
        data[color[0]] = attributes.get(color[1])
    effect = {ATTR_EFFECT: attributes[ATTR_EFFECT]} if _is_in_effect(before) else {}
    data |= effect or effect_end(now)
    return {key: value for key, value in data.items() if value is not None}


def effect_end(state: State) -> dict[str, Any]:
    """Return what ends the effect of a light, if there is one and it can be ended."""
    effects = state.attributes.get(ATTR_EFFECT_LIST) or ()
    if _is_in_effect(state) and EFFECT_OFF in effects:
        return {ATTR_EFFECT: EFFECT_OFF}
    return {}


def _is_in_effect(state: State) -> bool:
    """Return if a light shows an effect."""
    return state.attributes.get(ATTR_EFFECT) not in (None, EFFECT_OFF)


def is_like(state: State, other: State) -> bool:
    """Return if two states of a light look the same, apart from rounding."""
    brightness = other.attributes.get(ATTR_BRIGHTNESS)
    return (
        state.state == other.state
        and (brightness is None or has_brightness(state, brightness))
        and has_color_of(state, other)
    )


def has_brightness(state: State, brightness: int) -> bool:
    """Return if a light has a brightness, as far as it tells."""
    found = state.attributes.get(ATTR_BRIGHTNESS)
    return found is None or abs(found - brightness) <= _BRIGHTNESS_TOLERANCE


def has_color_of(state: State, other: State) -> bool:
    """Return if a light has the colour of another state, as far as both tell."""
    attributes = other.attributes
    mode = attributes.get(ATTR_COLOR_MODE)
    return mode is None or (
        state.attributes.get(ATTR_COLOR_MODE) == mode
        and has_color(
            state,
            attributes.get(ATTR_HS_COLOR),
            attributes.get(ATTR_COLOR_TEMP_KELVIN),
        )
    )


def has_color(state: State, hs: tuple[float, float] | None, kelvin: int | None) -> bool:
    """Return if a light has a colour, or how warm it is, as far as it tells."""
    attributes = state.attributes
    mode = attributes.get(ATTR_COLOR_MODE)
    if mode in COLOR_MODES_COLOR and hs and (found := attributes.get(ATTR_HS_COLOR)):
        distance = abs(found[0] - hs[0]) % 360
        return bool(
            min(distance, 360 - distance) <= _HUE_TOLERANCE
            and abs(found[1] - hs[1]) <= _SATURATION_TOLERANCE
        )
    if mode == ColorMode.COLOR_TEMP and kelvin:
        found = attributes.get(ATTR_COLOR_TEMP_KELVIN) or kelvin
        return bool(abs(found - kelvin) <= kelvin * _KELVIN_TOLERANCE_SHARE)
    return True


def states_of(before: Any) -> Iterator[State]:
    """Yield the lights as they were, from JSON data; what is damaged is lost."""
    for found in before if isinstance(before, list | tuple) else ():
        try:
            state = State.from_dict(found)
        except AttributeError, TypeError, ValueError, HomeAssistantError:
            continue
        if state and state.domain == LIGHT_DOMAIN:
            yield state
