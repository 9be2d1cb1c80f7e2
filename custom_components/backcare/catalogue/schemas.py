"""The shape of each file of the catalogue.

The schema of a text file returns the dataclass that holds the texts.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields
import re
from string import Formatter
from typing import Any

import voluptuous as vol

from custom_components.backcare.engine.errors import InvalidRoutine
from custom_components.backcare.engine.models import (
    Dose,
    ExerciseKind,
    MuscleClass,
    Side,
    SideMode,
)
from custom_components.backcare.engine.routines import DOSE_LIMITS, parse_dose
from custom_components.backcare.figures.models import (
    HEIGHT,
    JOINTS,
    THINGS,
    WIDTH,
    Body,
)

from .texts import (
    Disclaimer,
    DurationWords,
    ExerciseText,
    GateStep,
    ProfessionalFirst,
    RoutineText,
    Safety,
    SideWords,
    VariantText,
    WarningSigns,
    WithoutBooklet,
    Words,
)

PLACEHOLDERS = frozenset(
    {
        *("routine", "minutes", "level", "exercise", "exercise_side", "side"),
        *("side_adv", "sets", "set", "dose", "duration", "setup", "steps", "cue"),
        *("seconds", "reps", "n", "next", "name", "done", "total", "count", "goal"),
        *("days", "number", "names", "low", "high"),
    }
)
"""The words between braces that the texts may use (``domain.md`` section 6)."""

_EQUIPMENT = ("mat", "towel", "cushion", "chair", "booklet")
_ID = vol.Match(re.compile(r"^[a-z][a-z0-9_]*$"), msg="not an id")


def placeholders(text: str) -> set[str]:
    """Return the placeholders of a text; raises ValueError for a lone brace."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _text(value: Any) -> str:
    """Return the value if it is text that can be shown and filled in."""
    if not isinstance(value, str):
        raise vol.Invalid(f"expected text, got {value!r} (quotes make it text)")
    if not value.strip():
        raise vol.Invalid("the text is empty")
    try:
        unknown = placeholders(value) - PLACEHOLDERS
    except ValueError as err:
        raise vol.Invalid(f"not a placeholder between braces: {err}") from None
    if unknown:
        raise vol.Invalid(f"unknown placeholder {{{min(unknown)}}}")
    return value


def _number(low: float, high: float, *, whole: bool = False) -> Callable[[Any], float]:
    """Return a check for a number in a range."""
    kind = "a whole number" if whole else "a number"

    def check(value: Any) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int if whole else int | float)
            or not low <= value <= high
        ):
            raise vol.Invalid(f"expected {kind} from {low} to {high}, got {value!r}")
        return value

    return check


def _limits(value: Any) -> tuple[float, float]:
    """Return the smallest and largest value."""
    number = _number(0, 3600)
    if not isinstance(value, list) or len(value) != 2:
        raise vol.Invalid("expected the smallest and the largest value")
    low, high = number(value[0]), number(value[1])
    if low > high:
        raise vol.Invalid("the smallest value is larger than the largest")
    return low, high


def _point(value: Any) -> tuple[float, float]:
    """Return a point of a figure."""
    if not isinstance(value, list) or len(value) != 2:
        raise vol.Invalid("expected a point: [x, y]")
    x, y = value
    return _number(0, WIDTH)(x), _number(0, HEIGHT)(y)


def _step(value: Any) -> tuple[str, float]:
    """Return a frame of a motion and the seconds from the one before."""
    if not isinstance(value, list) or len(value) != 2:
        raise vol.Invalid("expected a frame and seconds")
    frame, seconds = value
    return _ID(frame), _number(0.1, 60)(seconds)


def _dose(value: dict[str, Any]) -> Dose:
    """Return the dose that the fields describe."""
    try:
        return parse_dose(value, "dose")
    except InvalidRoutine as err:
        field = err.placeholders["path"].removeprefix("dose.")
        raise vol.Invalid(err.placeholders["reason"], path=[field]) from None


def _record(cls: type[Any], **checks: Any) -> vol.All:
    """Return a schema whose result is the dataclass; its defaults may be left out."""
    optional = {
        item.name
        for item in fields(cls)
        if item.default is not MISSING or item.default_factory is not MISSING
    }
    schema = {
        (vol.Optional if key in optional else vol.Required)(key): check
        for key, check in checks.items()
    }
    return vol.All(schema, lambda values: cls(**values))


_TEXTS = vol.All([_text], vol.Length(min=1), vol.Coerce(tuple))
_DOSE = vol.All({vol.Optional(key): object for key in DOSE_LIMITS}, _dose)

EXERCISES = vol.Schema(
    {
        _ID: {
            vol.Required("article_step"): _text,
            vol.Required("kind"): vol.Coerce(ExerciseKind),
            vol.Required("sides"): vol.Coerce(SideMode),
            vol.Required("muscle_class"): vol.Coerce(MuscleClass),
            vol.Optional("dose_group"): _ID,
            vol.Required("dose"): _DOSE,
            vol.Required("limits"): {vol.In(DOSE_LIMITS): _limits},
            vol.Required("equipment"): vol.All([vol.In(_EQUIPMENT)], vol.Coerce(tuple)),
            vol.Optional("variants", default={}): {
                _ID: {
                    vol.Required("harder"): bool,
                    vol.Optional("kind"): vol.Coerce(ExerciseKind),
                    vol.Optional("sides"): vol.Coerce(SideMode),
                    vol.Optional("dose"): _DOSE,
                }
            },
            vol.Required("sources"): _text,
        }
    }
)

ROUTINES = vol.Schema(
    {
        _ID: {
            vol.Optional("order"): str,
            vol.Optional("change_seconds"): _number(0, 300),
            vol.Optional("uses_level"): bool,
            vol.Optional("level_max"): _number(1, 20, whole=True),
            vol.Required("weekly_share"): _number(0, 1),
            vol.Optional("is_full"): bool,
            vol.Optional("per_day"): _number(0, 24, whole=True),
            vol.Optional("locked"): bool,
            # The engine reads these, for routines of a person too.
            vol.Optional("round_prescriptions"): [dict],
            vol.Required("prescriptions"): [dict],
        }
    }
)

LEVELS = vol.Schema(
    {
        _number(1, 20, whole=True): {
            vol.Required("total_seconds"): _number(60, 7200, whole=True),
            vol.Required("doses"): {_ID: _DOSE},
        }
    }
)

FIGURES = vol.Schema(
    {
        vol.Required("frames"): {
            _ID: {vol.Optional("like"): _ID, vol.In(JOINTS | THINGS): _point}
        },
        vol.Required("figures"): {
            _ID: {
                vol.Required("body"): vol.Coerce(Body),
                vol.Required("frame"): _ID,
                vol.Optional("wrong"): _ID,
                vol.Optional("side", default=Side.NONE): vol.All(
                    vol.Coerce(Side), vol.In((Side.NONE, Side.LEFT, Side.RIGHT))
                ),
                vol.Optional("motion", default=[]): [_step],
                vol.Optional("arrow", default=False): bool,
            }
        },
    }
)

_SENTENCES = vol.Schema({_ID: _text})
_SIDE_WORDS = _record(SideWords, side=_text, side_adv=_text)
_WARNING_SIGNS = _record(WarningSigns, title=_text, action=_text, signs=_TEXTS)

_EXERCISE_TEXTS: dict[str, Any] = {
    "name": _text,
    "spoken": _text,
    "aliases": _TEXTS,
    "muscles": _text,
    "start_position": _text,
    "setup": _text,
    "steps": _TEXTS,
    "cue": _text,
    "mistake": _text,
    "fix": _text,
    "stop": _text,
    "equipment": _text,
    "variants": {_ID: _record(VariantText, name=_text, note=_text)},
}

TEXTS = {
    "exercises": vol.Schema({_ID: _record(ExerciseText, **_EXERCISE_TEXTS)}),
    "routines": vol.Schema({_ID: _record(RoutineText, name=_text, aliases=_TEXTS)}),
    "cues": _SENTENCES,
    "answers": _SENTENCES,
    "cards": _SENTENCES,
    "programme": _SENTENCES,
    "safety": vol.Schema(
        _record(
            Safety,
            gate={_ID: _record(GateStep, text=_text, choices={_ID: _text})},
            consult_reminder=_text,
            professional_first=_record(ProfessionalFirst, title=_text, reasons=_TEXTS),
            warning_signs={
                vol.Required("now"): _WARNING_SIGNS,
                vol.Required("today"): _WARNING_SIGNS,
                vol.Required("appointment"): _WARNING_SIGNS,
            },
            stop_rule=_text,
            add_on_lock=_text,
            disclaimer=_record(Disclaimer, short=_text, long=_text),
        )
    ),
    "without_booklet": vol.Schema(
        _record(
            WithoutBooklet,
            exercises={
                _ID: {
                    vol.Optional(key): check
                    for key, check in _EXERCISE_TEXTS.items()
                    if key not in ("name", "spoken", "aliases", "variants")
                }
            },
            cues=_SENTENCES,
        )
    ),
    "words": vol.Schema(
        _record(
            Words,
            numbers=vol.All(
                _TEXTS, vol.Length(min=101, max=101, msg="expected 0 to 100")
            ),
            durations=_record(
                DurationWords,
                **dict.fromkeys((f.name for f in fields(DurationWords)), _text),
            ),
            sides={
                vol.Required(Side.LEFT.value): _SIDE_WORDS,
                vol.Required(Side.RIGHT.value): _SIDE_WORDS,
            },
        )
    ),
}
"""The text files of a language, each with its schema."""
