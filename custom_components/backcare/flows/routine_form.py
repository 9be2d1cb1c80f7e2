"""A person's own routine as they edit it: names instead of ids, and faults in words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import groupby
import re
from typing import Any, Final

from custom_components.backcare.const import DOMAIN, SUBENTRY_ROUTINE
from custom_components.backcare.engine.errors import (
    InvalidRoutine,
    UnknownExercise,
    UnknownVariant,
)
from custom_components.backcare.engine.models import (
    Dose,
    Exercise,
    ExerciseKind,
    Phase,
    PhaseKind,
    Prescription,
    Side,
    SideChoice,
    SideMode,
    Timeline,
)
from custom_components.backcare.engine.routines import DOSE_LIMITS, MAX_PRESCRIPTIONS
from custom_components.backcare.library import locked_exercises, parse_own_routine
from custom_components.backcare.profile import Profile
from homeassistant.helpers.selector import (
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .fields import UncheckedObjectSelector, number_box

_NUMBERS: Final = (
    "set_count",
    "repetition_count",
    "hold_seconds",
    "duration_seconds",
    "rest_seconds",
)
"""The numbers that a person may choose; the others follow the exercise."""

_SIDES: Final = (
    SideChoice.BOTH,
    SideChoice.LEFT,
    SideChoice.RIGHT,
    SideChoice.FIRST,
    SideChoice.SECOND,
)

_ANY_EXERCISE: Final = {"set_count", "rest_seconds", "prepare_seconds"}
"""Fields that change something whatever the exercise."""

_IDLE_FIELDS: Final = {
    ExerciseKind.HOLD: {"duration_seconds"},
    ExerciseKind.REPETITIONS: {"hold_seconds", "duration_seconds"},
    ExerciseKind.CONTINUOUS: {"hold_seconds", "repetition_count"},
}
"""Fields that change nothing."""

_ONE_SIDED: Final = {SideMode.LEFT_RIGHT, SideMode.EMPHASIS}

_PLACE = re.compile(r"prescriptions\[(\d+)\](?:\.(\w+))?")


class RoutineFault(Exception):
    """A routine can't be trained: the key of the message and what it names."""

    def __init__(self, key: str, **placeholders: object) -> None:
        """Keep the placeholders as text."""
        super().__init__(key)
        self.key = key
        self.placeholders = {name: str(value) for name, value in placeholders.items()}


class RoutineForm:
    """Turns a stored routine into what a person edits, and back."""

    def __init__(self, profile: Profile, words: Mapping[str, str]) -> None:
        """Take the words: the selector translations in the person's language."""
        self._profile = profile
        self._words = words
        self._exercises = profile.catalogue.exercises
        self._labels = dict(_labels(profile))
        self._locked = (
            set()
            if profile.settings.add_on_confirmed
            else locked_exercises(profile.catalogue)
        )
        self._side_labels = {
            str(side): self._word(f"side_choice.options.{side}") for side in SideChoice
        }

    def selector(self) -> ObjectSelector:
        """Return the sortable list; a row shows all that was filled in.

        The rows and dialogs of the frontend show the values of a select as they are, so
        the values are names.
        """
        choices = [
            label
            for (exercise_id, _), label in self._labels.items()
            if exercise_id not in self._locked
        ]
        item_fields = {
            "exercise": ObjectSelectorField(selector=_select(choices), required=True),
            **{name: self._number_field(name) for name in _NUMBERS},
            "side": ObjectSelectorField(
                selector=_select([self._side_labels[side] for side in _SIDES])
            ),
        }
        return UncheckedObjectSelector(
            ObjectSelectorConfig(
                multiple=True,
                fields=item_fields,
                translation_key="routine_exercises",
            )
        )

    def shown(self, stored: Any) -> list[dict[str, Any]]:
        """Return stored exercises with names; what is unknown stays as it is."""
        return [
            self._shown_item(item) for item in _items(stored) if isinstance(item, dict)
        ]

    def stored(self, shown: Any) -> list[Any]:
        """Return the exercises as they are kept; ids are understood too."""
        return [
            self._stored_item(item) if isinstance(item, dict) else item
            for item in _items(shown)
        ]

    def timeline(self, exercises: list[Any]) -> Timeline:
        """Return the timeline of stored exercises at the person's level.

        Raises RoutineFault for the first fault.
        """
        if not exercises:
            raise RoutineFault("no_exercises")
        if len(exercises) > MAX_PRESCRIPTIONS:
            raise RoutineFault("too_many_exercises", limit=MAX_PRESCRIPTIONS)
        try:
            routine = parse_own_routine(
                self._profile.catalogue, SUBENTRY_ROUTINE, exercises
            )
        except InvalidRoutine as err:
            raise self._fault(err, exercises) from err
        for number, item in enumerate(routine.prescriptions, 1):
            self._check(number, item)
        return self._profile.library.timeline(routine, self._profile.level)

    def summary(self, timeline: Timeline) -> dict[str, str]:
        """Return how long the routine takes and what is done, in words."""
        steps = groupby(timeline.phases, key=lambda phase: phase.step_index)
        return {
            "length": _clock(timeline.total_seconds),
            "level": str(timeline.level),
            "set_count": str(timeline.set_count),
            "exercises": "\n".join(
                f"{number}. {self._line(list(phases))}"
                for number, (_, phases) in enumerate(steps, 1)
            ),
        }

    # Inside

    def _word(self, key: str) -> str:
        """Return a translation of the selectors."""
        return self._words[f"component.{DOMAIN}.selector.{key}"]

    def _unit(self, name: str) -> str:
        """Return the words after a number of the field."""
        return self._word(f"routine_units.options.{name}")

    def _number_field(self, name: str) -> ObjectSelectorField:
        """Return a number that may be left out."""
        low, high = DOSE_LIMITS[name]
        return ObjectSelectorField(selector=number_box(low, high, self._unit(name)))

    def _shown_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Return a stored exercise with names."""
        shown = dict(item)
        for place, label in self._labels.items():
            if place == (item.get("exercise"), item.get("variant")):
                shown["exercise"] = label
                shown.pop("variant", None)
        for side, label in self._side_labels.items():
            if side == item.get("side"):
                shown["side"] = label
        return shown

    def _stored_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Return an edited exercise with ids, without what was left empty."""
        stored = {
            key: _whole(value) for key, value in item.items() if value not in (None, "")
        }
        for (exercise_id, variant_id), label in self._labels.items():
            if label == item.get("exercise"):
                stored["exercise"] = exercise_id
                # The name tells the variant too; one of before is replaced by it.
                stored.pop("variant", None)
                if variant_id:
                    stored["variant"] = variant_id
        for side, label in self._side_labels.items():
            if label == item.get("side"):
                stored["side"] = side
        return stored

    def _fault(self, err: InvalidRoutine, exercises: list[Any]) -> RoutineFault:
        """Return where and why a routine is not well formed."""
        place = _PLACE.fullmatch(err.placeholders["path"])
        assert place, "The list itself was checked before."
        index, field = int(place[1]), place[2]
        number = index + 1
        if isinstance(err, UnknownExercise):
            return RoutineFault(
                "unknown_exercise", number=number, exercise=err.placeholders["reason"]
            )
        if isinstance(err, UnknownVariant):
            return RoutineFault(
                "unknown_variant",
                number=number,
                exercise=self._labels[exercises[index]["exercise"], None],
                variant=err.placeholders["reason"],
            )
        if field in DOSE_LIMITS:
            return self._out_of_range(
                number, self._exercises[exercises[index]["exercise"]], field
            )
        return RoutineFault(
            "invalid_exercise",
            number=number,
            field=self._field_name(field or "exercise"),
        )

    def _check(self, number: int, item: Prescription) -> None:
        """Raise RoutineFault for what does not suit the exercise."""
        exercise, variant = item.exercise, item.variant
        name = self._labels[exercise.id, variant.id if variant else None]
        if exercise.id in self._locked:
            raise RoutineFault("add_on_locked", number=number, exercise=name)
        given = _given(item.dose)
        kind = (variant and variant.kind) or exercise.kind
        useful = _ANY_EXERCISE.union(
            exercise.limits, _given(variant.dose) if variant else ()
        ).difference(_IDLE_FIELDS[kind])
        for field in given:
            if field not in useful:
                raise self._without_effect(number, name, field)
        mode = (variant and variant.sides) or exercise.sides
        if item.side and mode not in _ONE_SIDED:
            raise self._without_effect(number, name, "side")
        for field, value in given.items():
            low, high = exercise.limits.get(field, DOSE_LIMITS[field])
            if not low <= (sum(value) if isinstance(value, tuple) else value) <= high:
                raise self._out_of_range(number, exercise, field)

    def _out_of_range(
        self, number: int, exercise: Exercise, field: str
    ) -> RoutineFault:
        """Return the fault that a number is not one of the exercise's."""
        low, high = exercise.limits.get(field, DOSE_LIMITS[field])
        return RoutineFault(
            "out_of_range",
            number=number,
            exercise=self._labels[exercise.id, None],
            field=self._field_name(field),
            low=f"{low:g}",
            high=f"{high:g}",
        )

    def _without_effect(self, number: int, name: str, field: str) -> RoutineFault:
        """Return the fault that a field changes nothing."""
        return RoutineFault(
            "without_effect",
            number=number,
            exercise=name,
            field=self._field_name(field),
        )

    def _field_name(self, field: str) -> str:
        """Return the name of a field; one that is not in the form has none."""
        key = f"component.{DOMAIN}.selector.routine_exercises.fields.{field}.name"
        return self._words.get(key, field)

    def _line(self, phases: list[Phase]) -> str:
        """Return one exercise in words: what, how much, which side, how long."""
        work = [phase for phase in phases if phase.kind.is_work]
        rests = [phase for phase in phases if phase.kind is PhaseKind.REST]
        label = self._labels[work[0].exercise_id, work[0].variant_id]
        parts = [self._amount(work[0])]
        sides = {phase.side for phase in work}
        if len(sides) > 1:
            parts.append(self._side_labels[SideChoice.BOTH])
        elif (side := work[0].side) in (Side.LEFT, Side.RIGHT):
            parts.append(self._side_labels[side])
        if rests:
            rest_seconds = rests[0].duration_seconds
            parts.append(f"{rest_seconds:g} {self._unit('rest_seconds')}")
        length = _clock(sum(phase.duration_seconds for phase in phases))
        return f"{label}: {', '.join(parts)} ({length})"

    def _amount(self, phase: Phase) -> str:
        """Return how much is done: ``3 × 40 s hold``."""
        sets = f"{phase.set_count} × " if phase.set_count > 1 else ""
        if phase.hold_seconds:
            if phase.repetition_count > 1:
                sets += f"{phase.repetition_count} × "
            return f"{sets}{phase.hold_seconds:g} {self._unit('hold_seconds')}"
        if not phase.tempo_seconds:
            return sets + _clock(phase.duration_seconds)
        amount = f"{sets}{phase.repetition_count} {self._unit('repetition_count')}"
        if phase.side is Side.ALTERNATING:
            return f"{amount} {self._unit('per_side')}"
        return amount


def _labels(profile: Profile) -> Iterator[tuple[tuple[str, str | None], str]]:
    """Yield the name of every exercise and variant, by their ids."""
    texts = profile.catalogue.texts[profile.settings.language].exercises
    for exercise_id, exercise in profile.catalogue.exercises.items():
        # A second name in brackets would push the numbers out of the row.
        exercise_name = texts[exercise_id].name.partition(" (")[0]
        yield (exercise_id, None), exercise_name
        for variant_id in exercise.variants:
            name = texts[exercise_id].variants[variant_id].name
            if not name.startswith(exercise_name):
                name = f"{exercise_name}: {name}"
            yield (exercise_id, variant_id), name


def _select(options: list[str]) -> SelectSelector:
    """Return a choice among names."""
    return SelectSelector(
        SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN)
    )


def _items(value: Any) -> list[Any]:
    """Return the value if it is a list, otherwise an empty one."""
    return value if isinstance(value, list) else []


def _whole(value: Any) -> Any:
    """Return a number without decimals as an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _given(dose: Dose) -> dict[str, Any]:
    """Return the fields of a dose that have a value."""
    return {
        field.name: value
        for field in fields(dose)
        if (value := getattr(dose, field.name)) is not None
    }


def _clock(seconds: float) -> str:
    """Return a length as m:ss."""
    return "{}:{:02}".format(*divmod(round(seconds), 60))
