"""Reads a routine from plain data and refuses what can't be trained."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from .errors import InvalidRoutine, UnknownExercise, UnknownVariant
from .models import (
    Dose,
    Exercise,
    Prescription,
    Routine,
    RoutineOrder,
    SideChoice,
    Variant,
)

DOSE_LIMITS: Mapping[str, tuple[float, float]] = {
    "set_count": (1, 10),
    "repetition_count": (1, 60),
    "repetition_counts": (1, 60),
    "repetition_count_max": (1, 60),
    "hold_seconds": (1, 300),
    "piece_seconds": (1, 300),
    "release_seconds": (0, 60),
    "tempo_seconds": (0, 30),
    "duration_seconds": (5, 1800),
    "cycle_seconds": (2, 30),
    "rest_seconds": (0, 300),
    "prepare_seconds": (0, 120),
}
"""Smallest and largest value of each field of a dose, for any exercise."""

MAX_PRESCRIPTIONS = 50
"""More exercises than anyone does in one session."""

_WHOLE_NUMBERS = {
    "set_count",
    "repetition_count",
    "repetition_counts",
    "repetition_count_max",
}
_LIST_LENGTHS = {"repetition_counts": (1, 10), "tempo_seconds": (3, 3)}
_DOSE_FIELDS = tuple(field.name for field in fields(Dose))
_PRESCRIPTION_FIELDS = {"exercise", "variant", "side", *_DOSE_FIELDS}


def parse_routine(
    routine_id: str, data: Mapping[str, Any], exercises: Mapping[str, Exercise]
) -> Routine:
    """Return the routine that the data describe.

    Raises InvalidRoutine, UnknownExercise or UnknownVariant, with the path of the fault.
    """
    order = _choice(RoutineOrder, data.get("order", RoutineOrder.STRAIGHT), "order")
    in_rounds = _prescriptions(data, "round_prescriptions", exercises)
    straight = _prescriptions(data, "prescriptions", exercises)
    if not straight and not in_rounds:
        raise InvalidRoutine(path="prescriptions", reason="no exercises")
    if bool(in_rounds) != (order is RoutineOrder.ROUNDS):
        raise InvalidRoutine(
            path="round_prescriptions", reason="only and always with order: rounds"
        )
    return Routine(
        id=routine_id,
        order=order,
        round_prescriptions=in_rounds,
        prescriptions=straight,
        change_seconds=data.get("change_seconds", 0),
        uses_level=data.get("uses_level", False),
        level_max=data.get("level_max"),
        weekly_share=data.get("weekly_share", 1),
        is_full=data.get("is_full", False),
        per_day=data.get("per_day", 0),
        locked=data.get("locked", False),
    )


def parse_dose(data: Mapping[str, Any], path: str) -> Dose:
    """Return the dose that the fields of the data describe; absent fields stay open.

    Raises InvalidRoutine for a value that is no number or out of range.
    """
    values: dict[str, Any] = {
        name: _value(name, data[name], f"{path}.{name}")
        for name in _DOSE_FIELDS
        if data.get(name) is not None
    }
    return Dose(**values)


def _prescriptions(
    data: Mapping[str, Any], key: str, exercises: Mapping[str, Exercise]
) -> tuple[Prescription, ...]:
    """Return the prescriptions under a key."""
    items = data.get(key, ())
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise InvalidRoutine(path=key, reason="not a list")
    if len(items) > MAX_PRESCRIPTIONS:
        raise InvalidRoutine(path=key, reason=f"more than {MAX_PRESCRIPTIONS} items")
    return tuple(
        _prescription(item, f"{key}[{index}]", exercises)
        for index, item in enumerate(items)
    )


def _prescription(
    data: Any, path: str, exercises: Mapping[str, Exercise]
) -> Prescription:
    """Return one prescription."""
    if not isinstance(data, Mapping):
        raise InvalidRoutine(path=path, reason="not a mapping")
    if unknown := sorted(str(key) for key in data if key not in _PRESCRIPTION_FIELDS):
        raise InvalidRoutine(path=f"{path}.{unknown[0]}", reason="unknown key")
    exercise_id = data.get("exercise")
    if not isinstance(exercise_id, str) or exercise_id not in exercises:
        raise UnknownExercise(path=f"{path}.exercise", reason=f"{exercise_id}")
    exercise = exercises[exercise_id]
    side = data.get("side")
    return Prescription(
        exercise=exercise,
        variant=_variant(exercise, data.get("variant"), f"{path}.variant"),
        side=None if side is None else _choice(SideChoice, side, f"{path}.side"),
        dose=parse_dose(data, path),
    )


def _variant(exercise: Exercise, variant_id: Any, path: str) -> Variant | None:
    """Return the variant of the exercise with the id, if one is named."""
    if variant_id is None:
        return None
    if not isinstance(variant_id, str) or variant_id not in exercise.variants:
        raise UnknownVariant(path=path, reason=f"{variant_id}")
    return exercise.variants[variant_id]


def _choice[EnumT: StrEnum](enum: type[EnumT], value: Any, path: str) -> EnumT:
    """Return the member of the enum."""
    try:
        return enum(value)
    except ValueError:
        raise InvalidRoutine(path=path, reason=f"{value}") from None


def _value(name: str, value: Any, path: str) -> float | tuple[float, ...]:
    """Return one value of a dose, checked."""
    if name not in _LIST_LENGTHS:
        return _number(name, value, path)
    shortest, longest = _LIST_LENGTHS[name]
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or not shortest <= len(value) <= longest
    ):
        raise InvalidRoutine(path=path, reason="not a list of the right length")
    numbers = tuple(_number(name, item, path) for item in value)
    if not sum(numbers):
        raise InvalidRoutine(path=path, reason="takes no time")
    return numbers


def _number(name: str, value: object, path: str) -> float:
    """Return a number within the limits of its field."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRoutine(path=path, reason="not a number")
    low, high = DOSE_LIMITS[name]
    if not low <= value <= high:
        raise InvalidRoutine(path=path, reason=f"{value} is not in {low}-{high}")
    if name not in _WHOLE_NUMBERS:
        return value
    if value != int(value):
        raise InvalidRoutine(path=path, reason="not a whole number")
    return int(value)
