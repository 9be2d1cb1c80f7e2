"""What the lights look like at each moment of a session."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from custom_components.backcare.const import SceneMoment
from custom_components.backcare.engine.models import (
    EventType,
    Phase,
    PhaseKind,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    StopReason,
)
from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
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
    ColorMode,
    LightEntityFeature,
)
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_ON
from homeassistant.core import State
from homeassistant.util.color import color_hs_to_RGB

from .light_states import effect_end, has_brightness, has_color, has_color_of

MIN_STEP_SECONDS = 0.5
"""Shortest time between two steps: nothing flashes faster than 2 Hz."""

_LAST_SECONDS = 10
_LAST_FROM_SECONDS = 30
"""Shortest hold whose last ten seconds are shown (``domain.md`` 6.2)."""

_MOMENT_TOLERANCE = 0.05
"""How much earlier than its moment a step or a cue may come, in seconds."""


_ENDS = {
    EventType.SESSION_FINISHED,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A brightness, and how long a light takes to get there."""

    brightness: int
    """1 to 255."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A colour and a brightness; the brightness alone tells the phases apart."""

    steps: tuple[Step, ...]
    """One that stays, or more that follow each other."""
    hs: tuple[float, float] | None
    """Hue in degrees, saturation in percent; None: every colour stays as it is."""
    kelvin: int = DEFAULT_MIN_KELVIN
    """For lights that are only warm or cold."""
    repeat_seconds: float = 0
    """How long the steps begin anew; then, or without it, the last one stays."""
    stay_seconds: float = 0
    """How long it is shown after the end of a session."""

    def step_at(self, elapsed_seconds: float) -> tuple[Step, float | None]:
        """Return the step at a moment of the look, and when another follows, in seconds.

        None if no other step follows.
        """
        ends = tuple(accumulate(step.seconds for step in self.steps))
        moment = elapsed_seconds + _MOMENT_TOLERANCE
        in_turn = moment % ends[-1] if self.repeat_seconds else moment
        for step, end in zip(self.steps, ends, strict=True):
            if in_turn < end:
                next_at = moment - in_turn + end
                is_last = next_at + _MOMENT_TOLERANCE > (
                    self.repeat_seconds or ends[-1]
                )
                return step, None if is_last else next_at
        return self.steps[-1], None

    def without_color(self) -> Look:
        """Return the look for who wants to keep the colour of the light."""
        return replace(self, hs=None)

    def turn_on_data(self, state: State, step: Step) -> dict[str, Any]:
        """Return what to ask of a light for a step: only what it can do."""
        attributes = state.attributes
        modes = set(attributes.get(ATTR_SUPPORTED_COLOR_MODES) or ())
        data: dict[str, Any] = {}
        if modes & COLOR_MODES_BRIGHTNESS:
            data[ATTR_BRIGHTNESS] = step.brightness
        if self.hs and ColorMode.HS in modes:
            data[ATTR_HS_COLOR] = self.hs
        elif self.hs and modes & COLOR_MODES_COLOR:
            data[ATTR_RGB_COLOR] = color_hs_to_RGB(*self.hs)
        elif self.hs and ColorMode.COLOR_TEMP in modes:
            data[ATTR_COLOR_TEMP_KELVIN] = self._kelvin_of(state)
        features = attributes.get(ATTR_SUPPORTED_FEATURES, 0)
        if features & LightEntityFeature.TRANSITION:
            data[ATTR_TRANSITION] = step.seconds
        return data | effect_end(state)

    def is_seen_in(self, state: State, before: State | None) -> bool:
        """Return if a light looks like this, as far as it tells.

        A look without a colour has the one of before.
        """
        if state.state != STATE_ON or not any(
            has_brightness(state, step.brightness) for step in self.steps
        ):
            return False
        if self.hs:
            return has_color(state, self.hs, self._kelvin_of(state))
        return before is None or has_color_of(state, before)

    def _kelvin_of(self, state: State) -> int:
        """Return the nearest colour temperature that a light can make."""
        attributes = state.attributes
        return min(
            max(
                self.kelvin,
                attributes.get(ATTR_MIN_COLOR_TEMP_KELVIN) or DEFAULT_MIN_KELVIN,
            ),
            attributes.get(ATTR_MAX_COLOR_TEMP_KELVIN) or DEFAULT_MAX_KELVIN,
        )


def _steady(
    brightness: int, hs: tuple[float, float], kelvin: int, *, fade_seconds: float = 1
) -> Look:
    """Return a look that stays as it is."""
    return Look(steps=(Step(brightness, fade_seconds),), hs=hs, kelvin=kelvin)


# Colours that colour-blind people can tell apart: Okabe and Ito, jfly.uni-koeln.de/color.
_LOOKS: Mapping[PhaseKind, Look] = {
    # Begins low, so that it rises from whatever was there.
    PhaseKind.PREPARE: Look(
        steps=(Step(40, 1), Step(140, 5)), hs=(41, 100), kelvin=3500
    ),
    PhaseKind.HOLD: _steady(255, (164, 100), 5500),
    PhaseKind.MOVE: _steady(205, (202, 63), 5000),
    PhaseKind.SIDE_CHANGE: _steady(100, (56, 71), 4000),
    PhaseKind.REST: _steady(64, (202, 100), 2700),
}

_LAST_TEN = replace(
    _LOOKS[PhaseKind.HOLD],
    steps=(Step(120, 1), Step(255, 1)),
    repeat_seconds=_LAST_SECONDS,
)

_AWAY_BRIGHTNESS = 205
_BACK_BRIGHTNESS = 120
_TEMPO_BRIGHTNESSES = (_AWAY_BRIGHTNESS, _AWAY_BRIGHTNESS, _BACK_BRIGHTNESS)
_CYCLE_BRIGHTNESSES = (_BACK_BRIGHTNESS, _AWAY_BRIGHTNESS)
"""A movement is bright away from its start and dim on the way back."""

_WAVE = replace(
    _LOOKS[PhaseKind.MOVE],
    steps=(Step(_AWAY_BRIGHTNESS, 2), Step(_BACK_BRIGHTNESS, 2)),
)

_PAUSED = _steady(20, (30, 50), 2200)

_FINISHED = replace(_steady(175, (30, 85), 2200, fade_seconds=5), stay_seconds=6)
_PAIN_STOP = replace(_steady(120, (40, 15), 4000, fade_seconds=3), stay_seconds=20)

LOOKS = (*_LOOKS.values(), _LAST_TEN, _WAVE, _PAUSED, _FINISHED, _PAIN_STOP)
"""What a light may look like when a session is lost."""

_SCENE_MOMENTS: Mapping[PhaseKind, SceneMoment] = {
    PhaseKind.PREPARE: SceneMoment.PREPARE,
    PhaseKind.HOLD: SceneMoment.WORK,
    PhaseKind.MOVE: SceneMoment.WORK,
    PhaseKind.SIDE_CHANGE: SceneMoment.PREPARE,
    PhaseKind.REST: SceneMoment.REST,
}


def look_of(event: SessionEvent) -> tuple[Look, float] | None:
    """Return what the lights look like, and since when, in seconds.

    None when there is no session any more.
    """
    seen, phase = event.snapshot, event.snapshot.phase
    elapsed_seconds = seen.phase_seconds - seen.remaining_seconds
    if phase is None or event.type in _ENDS:
        return None
    if seen.status is SessionStatus.PAUSED:
        return _PAUSED, elapsed_seconds
    if _is_in_last_seconds(seen, phase):
        return _LAST_TEN, _LAST_SECONDS - seen.remaining_seconds
    look = _LOOKS[phase.kind]
    if phase.kind is PhaseKind.MOVE and (steps := _wave_of(phase)):
        look = replace(look, steps=steps, repeat_seconds=seen.phase_seconds)
    return look, elapsed_seconds


def farewell_of(event: SessionEvent) -> Look | None:
    """Return what the lights look like for a while when a session has ended."""
    if event.type is EventType.SESSION_FINISHED:
        return _FINISHED
    return _PAIN_STOP if event.reason is StopReason.PAIN else None


def scene_moment_of(event: SessionEvent) -> SceneMoment | None:
    """Return the moment for which a person may have chosen a scene."""
    phase = event.snapshot.phase
    if phase is None or event.type in _ENDS:
        return None
    if event.snapshot.status is SessionStatus.PAUSED:
        return SceneMoment.PAUSED
    return _SCENE_MOMENTS[phase.kind]


def _is_in_last_seconds(snapshot: SessionSnapshot, phase: Phase) -> bool:
    """Return if a long hold is about to end."""
    return (
        phase.kind is PhaseKind.HOLD
        and phase.repetition_count == 1
        and phase.duration_seconds >= _LAST_FROM_SECONDS
        and snapshot.remaining_seconds <= _LAST_SECONDS + _MOMENT_TOLERANCE
    )


def _wave_of(phase: Phase) -> tuple[Step, ...]:
    """Return the steps that go with a movement; none if they would flash."""
    half_seconds = phase.cycle_seconds / 2
    parts = (
        zip(_CYCLE_BRIGHTNESSES, (half_seconds, half_seconds), strict=True)
        if half_seconds
        else zip(_TEMPO_BRIGHTNESSES, phase.tempo_seconds, strict=False)
    )
    steps = tuple(Step(brightness, seconds) for brightness, seconds in parts if seconds)
    return steps if all(step.seconds >= MIN_STEP_SECONDS for step in steps) else ()
