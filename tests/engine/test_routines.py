"""Tests of reading a routine from plain data."""

from types import MappingProxyType
from typing import Any

import pytest

from custom_components.backcare.engine.errors import (
    InvalidRoutine,
    UnknownExercise,
    UnknownVariant,
)
from custom_components.backcare.engine.models import (
    Dose,
    Prescription,
    Routine,
    RoutineOrder,
    SideChoice,
)
from custom_components.backcare.engine.routines import (
    DOSE_LIMITS,
    MAX_PRESCRIPTIONS,
    parse_dose,
    parse_routine,
)

from .common import EXERCISES, PLANK, SIDE_PLANK

NAN = float("nan")
INFINITY = float("inf")
PLANKS = [{"exercise": "plank"}]


def parse(**data: Any) -> Routine:
    """Return the routine that the data describe."""
    return parse_routine("mine", data, EXERCISES)


def planks(**fields: Any) -> dict[str, Any]:
    """Return the data of a routine of one plank with these fields."""
    return {"prescriptions": [{"exercise": "plank", **fields}]}


# Good data


def test_one_exercise_is_a_routine() -> None:
    """The least that a routine needs is an exercise; the rest has an answer."""
    assert parse(prescriptions=PLANKS) == Routine(
        id="mine", prescriptions=(Prescription(exercise=PLANK),)
    )


def test_a_prescription_can_ask_for_everything() -> None:
    """A form, a side and a dose may stand next to the exercise."""
    routine = parse(
        prescriptions=[
            {
                "exercise": "plank",
                "variant": "knees",
                "side": "chosen",
                "set_count": 2,
                "hold_seconds": 22.5,
                "tempo_seconds": [2, 0, 2],
                "repetition_counts": [5, 3, 2],
            }
        ]
    )
    assert routine.prescriptions == (
        Prescription(
            exercise=PLANK,
            variant=PLANK.variants["knees"],
            side=SideChoice.CHOSEN,
            dose=Dose(
                set_count=2,
                hold_seconds=22.5,
                tempo_seconds=(2, 0, 2),
                repetition_counts=(5, 3, 2),
            ),
        ),
    )


def test_rounds_come_before_the_rest() -> None:
    """Rounds have prescriptions of their own and a change between them."""
    assert parse(
        order="rounds",
        change_seconds=15,
        round_prescriptions=[{"exercise": "side_plank", "side": "both"}],
        prescriptions=PLANKS,
    ) == Routine(
        id="mine",
        order=RoutineOrder.ROUNDS,
        change_seconds=15,
        round_prescriptions=(Prescription(exercise=SIDE_PLANK, side=SideChoice.BOTH),),
        prescriptions=(Prescription(exercise=PLANK),),
    )


def test_rounds_may_be_all_there_is() -> None:
    """A routine of rounds needs nothing behind them."""
    assert parse(order="rounds", round_prescriptions=PLANKS).prescriptions == ()


def test_a_routine_says_what_it_counts_for() -> None:
    """What surrounds the exercises is read too."""
    assert parse(
        prescriptions=PLANKS,
        uses_level=True,
        level_max=5,
        weekly_share=0.5,
        is_full=True,
        per_day=4,
        locked=True,
    ) == Routine(
        id="mine",
        prescriptions=(Prescription(exercise=PLANK),),
        uses_level=True,
        level_max=5,
        weekly_share=0.5,
        is_full=True,
        per_day=4,
        locked=True,
    )


def test_any_mapping_and_sequence_will_do() -> None:
    """Frozen data is as good as dicts and lists."""
    frozen = MappingProxyType({"exercise": "plank", "tempo_seconds": (2, 1, 2)})
    assert parse(prescriptions=(frozen,)).prescriptions[0].dose == Dose(
        tempo_seconds=(2, 1, 2)
    )


def test_nothing_leaves_a_field_open() -> None:
    """A field that is there without a value is as good as absent."""
    assert parse(**planks(variant=None, side=None, set_count=None)) == parse(
        prescriptions=PLANKS
    )


def test_a_whole_number_may_be_written_as_a_fraction() -> None:
    """A form that knows only fractions can name a number of sets."""
    dose = parse_dose({"set_count": 3.0}, "dose")
    assert (dose.set_count, type(dose.set_count)) == (3, int)


@pytest.mark.parametrize("name", DOSE_LIMITS)
@pytest.mark.parametrize("end", [0, 1], ids=["low", "high"])
def test_the_limits_themselves_are_allowed(name: str, end: int) -> None:
    """Every field of a dose may be as small or as large as its limits."""
    value = DOSE_LIMITS[name][end]
    lists = {"repetition_counts": [value], "tempo_seconds": [value, 1, 1]}
    assert parse_dose({name: lists.get(name, value)}, "dose") != Dose()


def test_fifty_exercises_are_allowed() -> None:
    """A routine may be long."""
    routine = parse(prescriptions=PLANKS * MAX_PRESCRIPTIONS)
    assert len(routine.prescriptions) == MAX_PRESCRIPTIONS


# Bad data

BAD_ROUTINES = {
    "nothing": ({}, "prescriptions", "no exercises"),
    "no exercises": ({"prescriptions": []}, "prescriptions", "no exercises"),
    "51 exercises": (
        {"prescriptions": PLANKS * 51},
        "prescriptions",
        "more than 50 items",
    ),
    "51 in rounds": (
        {"order": "rounds", "round_prescriptions": PLANKS * 51},
        "round_prescriptions",
        "more than 50 items",
    ),
    "a word for a list": ({"prescriptions": "plank"}, "prescriptions", "not a list"),
    "a number for a list": ({"prescriptions": 3}, "prescriptions", "not a list"),
    "a mapping for a list": (
        {"prescriptions": {"exercise": "plank"}},
        "prescriptions",
        "not a list",
    ),
    "nothing for a list": ({"prescriptions": None}, "prescriptions", "not a list"),
    "a word for an item": (
        {"prescriptions": ["plank"]},
        "prescriptions[0]",
        "not a mapping",
    ),
    "rounds without order": (
        {"round_prescriptions": PLANKS},
        "round_prescriptions",
        "only and always with order: rounds",
    ),
    "order without rounds": (
        {"order": "rounds", "prescriptions": PLANKS},
        "round_prescriptions",
        "only and always with order: rounds",
    ),
    "unknown order": ({"order": "random", "prescriptions": PLANKS}, "order", "random"),
    "a list for an order": ({"order": [], "prescriptions": PLANKS}, "order", "[]"),
    "unknown key": (planks(sets=3), "prescriptions[0].sets", "unknown key"),
    "a number for a key": (
        {"prescriptions": [{"exercise": "plank", 3: 1}]},
        "prescriptions[0].3",
        "unknown key",
    ),
    "unknown side": (planks(side="middle"), "prescriptions[0].side", "middle"),
    "a number for a side": (planks(side=1), "prescriptions[0].side", "1"),
}


@pytest.mark.parametrize(
    ("data", "path", "reason"), BAD_ROUTINES.values(), ids=BAD_ROUTINES
)
def test_a_bad_routine_is_refused(data: dict[str, Any], path: str, reason: str) -> None:
    """A routine that can't be trained is refused, with the place and the reason."""
    with pytest.raises(InvalidRoutine) as caught:
        parse(**data)
    assert (type(caught.value), caught.value.placeholders) == (
        InvalidRoutine,
        {"path": path, "reason": reason},
    )


def test_the_second_item_is_named() -> None:
    """The path tells which of the exercises is wrong."""
    with pytest.raises(InvalidRoutine) as caught:
        parse(prescriptions=[*PLANKS, {"exercise": "plank", "hold_seconds": 0}])
    assert caught.value.placeholders["path"] == "prescriptions[1].hold_seconds"


@pytest.mark.parametrize("exercise", ["handstand", "", None, 3, ["plank"]])
def test_an_unknown_exercise_is_refused(exercise: Any) -> None:
    """An exercise that the catalogue does not have is named."""
    with pytest.raises(UnknownExercise) as caught:
        parse(prescriptions=[{"exercise": exercise}])
    assert caught.value.placeholders == {
        "path": "prescriptions[0].exercise",
        "reason": str(exercise),
    }


def test_a_missing_exercise_is_refused() -> None:
    """A prescription has to name its exercise."""
    with pytest.raises(UnknownExercise):
        parse(prescriptions=[{"hold_seconds": 30}])


@pytest.mark.parametrize("variant", ["upside_down", "", 3, ["knees"]])
def test_an_unknown_variant_is_refused(variant: Any) -> None:
    """A form that the exercise does not have is named."""
    with pytest.raises(UnknownVariant) as caught:
        parse(**planks(variant=variant))
    assert caught.value.placeholders == {
        "path": "prescriptions[0].variant",
        "reason": str(variant),
    }


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("set_count", 1000, "1000 is not in 1-10"),
        ("set_count", 0, "0 is not in 1-10"),
        ("set_count", 2.5, "not a whole number"),
        ("set_count", True, "not a number"),
        ("set_count", "3", "not a number"),
        ("set_count", [3], "not a number"),
        ("repetition_count", 61, "61 is not in 1-60"),
        ("repetition_count", NAN, "nan is not in 1-60"),
        ("repetition_count_max", 0, "0 is not in 1-60"),
        ("repetition_counts", [], "not a list of the right length"),
        ("repetition_counts", [5] * 11, "not a list of the right length"),
        ("repetition_counts", "532", "not a list of the right length"),
        ("repetition_counts", 5, "not a list of the right length"),
        ("repetition_counts", [5, 0], "0 is not in 1-60"),
        ("repetition_counts", [5, 2.5], "not a whole number"),
        ("repetition_counts", [5, None], "not a number"),
        ("hold_seconds", 0, "0 is not in 1-300"),
        ("hold_seconds", -30, "-30 is not in 1-300"),
        ("hold_seconds", NAN, "nan is not in 1-300"),
        ("hold_seconds", INFINITY, "inf is not in 1-300"),
        ("hold_seconds", {}, "not a number"),
        ("piece_seconds", 0, "0 is not in 1-300"),
        ("release_seconds", -1, "-1 is not in 0-60"),
        ("tempo_seconds", [0, 0, 0], "takes no time"),
        ("tempo_seconds", [2, 2], "not a list of the right length"),
        ("tempo_seconds", [2, 0, 2, 0], "not a list of the right length"),
        ("tempo_seconds", [2, 0, 31], "31 is not in 0-30"),
        ("tempo_seconds", [2, False, 2], "not a number"),
        ("tempo_seconds", 4, "not a list of the right length"),
        ("duration_seconds", 1801, "1801 is not in 5-1800"),
        ("cycle_seconds", 1, "1 is not in 2-30"),
        ("rest_seconds", 301, "301 is not in 0-300"),
        ("prepare_seconds", -1, "-1 is not in 0-120"),
    ],
)
def test_a_bad_dose_is_refused(name: str, value: Any, reason: str) -> None:
    """A value that is no number or out of range is refused where it stands."""
    with pytest.raises(InvalidRoutine) as caught:
        parse_dose({name: value}, "plank.dose")
    assert caught.value.placeholders == {
        "path": f"plank.dose.{name}",
        "reason": reason,
    }


def test_a_fault_reads_as_a_sentence() -> None:
    """The error itself says what and where, for a log."""
    with pytest.raises(
        InvalidRoutine,
        match=r"^unknown_exercise: path=prescriptions\[0\].exercise, reason=handstand$",
    ):
        parse(prescriptions=[{"exercise": "handstand"}])
