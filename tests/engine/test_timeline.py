"""Tests of compiling a routine into a timeline."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.engine.errors import InvalidRoutine, UnknownLevel
from custom_components.backcare.engine.models import (
    Exercise,
    Phase,
    PhaseKind,
    Preferences,
    RoutineOrder,
    Side,
    SideChoice,
    SideMode,
    Timeline,
)
from custom_components.backcare.engine.timeline import compile_timeline

from .common import (
    BACK_EXTENSION,
    BELLY,
    BIRD_DOG,
    CAT_CAMEL,
    PLANK,
    SIDE_PLANK,
    clock_text,
    compiled,
    prescribe,
    score_sheet,
)

DEFAULT_SESSION = """
 1 |  0:00 | prepare    | plank                   |  15
 2 |  0:15 | hold       | plank set 1/3           |  60
 3 |  1:15 | rest       | after set 1             |  20
 4 |  1:35 | hold       | plank set 2/3           |  60
 5 |  2:35 | rest       | after set 2             |  20
 6 |  2:55 | hold       | plank set 3/3           |  60
 7 |  3:55 | prepare    | side_plank left         |  15
 8 |  4:10 | hold       | side_plank left set 1/3 |  60
 9 |  5:10 | rest       | after set 1             |  20
10 |  5:30 | hold       | side_plank left set 2/3 |  60
11 |  6:30 | rest       | after set 2             |  20
12 |  6:50 | hold       | side_plank left set 3/3 |  60
13 |  7:50 | prepare    | glute_bridge            |  15
14 |  8:05 | hold       | glute_bridge set 1/3    |  60
15 |  9:05 | rest       | after set 1             |  20
16 |  9:25 | hold       | glute_bridge set 2/3    |  60
17 | 10:25 | rest       | after set 2             |  20
18 | 10:45 | hold       | glute_bridge set 3/3    |  60
19 | 11:45 | prepare    | side_plank right        |  15
20 | 12:00 | hold       | side_plank right set 1/3 | 60
21 | 13:00 | rest       | after set 1             |  20
22 | 13:20 | hold       | side_plank right set 2/3 | 60
23 | 14:20 | rest       | after set 2             |  20
24 | 14:40 | hold       | side_plank right set 3/3 | 60
25 | 15:40 | prepare    | transversus_activation  |  15
26 | 15:55 | hold x6    | transversus_activation  |  85
27 | 17:20 | prepare    | cat_camel               |  15
28 | 17:35 | continuous | cat_camel               | 300
29 | 22:35 | prepare    | bird_dog                |  20
30 | 22:55 | reps       | bird_dog series 1/3 (40 reps x 4 s) | 160
31 | 25:35 | rest       | after series 1          |  20
32 | 25:55 | reps       | bird_dog series 2/3 (40 reps x 4 s) | 160
33 | 28:35 | rest       | after series 2          |  20
34 | 28:55 | reps       | bird_dog series 3/3 (40 reps x 4 s) | 160
"""
"""The default session as ``domain.md`` 1.7 has it."""

ALL_LEVELS = tuple(range(1, 8))

TOTALS = {
    "full_core_30": dict(
        zip(
            ALL_LEVELS,
            ("16:17", "19:20", "23:23", "26:59", "31:35", "29:09", "31:39"),
            strict=True,
        )
    ),
    "full_core_circuit": {5: "30:55"},
    "split_a_holds": {5: "15:40"},
    "split_b_control": {5: "15:55"},
    "short_10": dict(
        zip(
            ALL_LEVELS,
            ("6:09", "7:05", "8:01", "9:13", "9:53", "9:53", "9:53"),
            strict=True,
        )
    ),
    "short_holds": dict.fromkeys(ALL_LEVELS, "17:33"),
    "seated_transversus": dict.fromkeys(ALL_LEVELS, "1:20"),
    "asymmetric_addon": dict.fromkeys(ALL_LEVELS, "3:50"),
    "gentle_reset": dict.fromkeys(ALL_LEVELS, "4:55"),
}
"""Lengths of the routines by level (``domain.md`` 3 and 4.1)."""

SCORE_SHEETS = [
    *(("full_core_30", level) for level in ALL_LEVELS),
    *(("full_core_circuit", level) for level in ALL_LEVELS),
    *(("split_a_holds", level) for level in ALL_LEVELS),
    *(("split_b_control", level) for level in ALL_LEVELS),
    *(("short_10", level) for level in (1, 2, 3, 4, 5)),
    *((routine_id, 5) for routine_id in TOTALS if routine_id.startswith("short_h")),
    ("seated_transversus", 5),
    ("asymmetric_addon", 5),
    ("gentle_reset", 5),
]


def routine_timeline(
    catalogue: Catalogue,
    routine_id: str,
    level: int = 5,
    preferences: Preferences | None = None,
) -> Timeline:
    """Return the timeline of a real routine."""
    return compile_timeline(
        catalogue.routines[routine_id],
        catalogue.levels,
        level,
        preferences or Preferences(),
    )


def kinds(timeline: Timeline) -> list[str]:
    """Return the phases as ``hold 60``."""
    return [f"{phase.kind} {phase.duration_seconds:g}" for phase in timeline.phases]


def work(timeline: Timeline) -> list[Phase]:
    """Return the phases with work in them."""
    return [phase for phase in timeline.phases if phase.kind.is_work]


def sides(timeline: Timeline) -> list[str]:
    """Return the side of each set."""
    return [str(phase.side) for phase in work(timeline)]


# The real routines


@pytest.mark.parametrize(("routine_id", "level"), SCORE_SHEETS)
def test_score_sheet(
    catalogue: Catalogue, snapshot: SnapshotAssertion, routine_id: str, level: int
) -> None:
    """A routine has the phases that were reviewed."""
    assert score_sheet(routine_timeline(catalogue, routine_id, level)) == snapshot


def test_every_routine_has_a_score_sheet(catalogue: Catalogue) -> None:
    """No routine of the catalogue is left out here."""
    assert {routine_id for routine_id, _ in SCORE_SHEETS} == set(catalogue.routines)


def test_the_default_session_is_the_article(catalogue: Catalogue) -> None:
    """The full routine at level 5 has the 34 phases of the article, to the second."""
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in DEFAULT_SESSION.strip().splitlines()
    ]
    starts_at = 0.0
    lines = []
    for number, phase in enumerate(
        routine_timeline(catalogue, "full_core_30").phases, 1
    ):
        lines.append(
            [
                str(number),
                clock_text(starts_at),
                *_domain_words(phase),
                f"{phase.duration_seconds:g}",
            ]
        )
        starts_at += phase.duration_seconds
    assert lines == rows


def _domain_words(phase: Phase) -> tuple[str, str]:
    """Return the kind and content of a phase in the words of ``domain.md``."""
    name = phase.exercise_id
    if phase.side in (Side.LEFT, Side.RIGHT):
        name = f"{name} {phase.side}"
    one_set = "series" if phase.tempo_seconds else "set"
    numbers = f"{one_set} {phase.set_number}/{phase.set_count}"
    if phase.kind is PhaseKind.REST:
        return "rest", f"after {one_set} {phase.set_number}"
    if phase.kind is PhaseKind.PREPARE:
        return "prepare", name
    if phase.cycle_seconds:
        return "continuous", name
    if phase.tempo_seconds:
        repetitions = 2 * phase.repetition_count
        tempo = f"{sum(phase.tempo_seconds):g}"
        return "reps", f"{name} {numbers} ({repetitions} reps x {tempo} s)"
    if phase.repetition_count > 1:
        return f"hold x{phase.repetition_count}", name
    return "hold", f"{name} {numbers}"


@pytest.mark.parametrize(
    ("routine_id", "level", "total"),
    [
        (routine_id, level, total)
        for routine_id, totals in TOTALS.items()
        for level, total in totals.items()
    ],
)
def test_a_routine_is_as_long_as_it_says(
    catalogue: Catalogue, routine_id: str, level: int, total: str
) -> None:
    """The phases add up to the length in the table of routines or levels."""
    timeline = routine_timeline(catalogue, routine_id, level)
    assert clock_text(timeline.total_seconds) == total


@pytest.mark.parametrize("level", ALL_LEVELS)
def test_the_level_table_has_the_right_check_sums(
    catalogue: Catalogue, level: int
) -> None:
    """The total that a level names is the length of the full routine at it."""
    timeline = routine_timeline(catalogue, "full_core_30", level)
    assert timeline.total_seconds == catalogue.levels[level].total_seconds


@pytest.mark.parametrize("level", ALL_LEVELS)
def test_part_a_and_part_b_make_the_full_routine(
    catalogue: Catalogue, level: int
) -> None:
    """Both parts together are as long as the full routine."""
    assert (
        routine_timeline(catalogue, "split_a_holds", level).total_seconds
        + routine_timeline(catalogue, "split_b_control", level).total_seconds
        == routine_timeline(catalogue, "full_core_30", level).total_seconds
    )


@pytest.mark.parametrize(
    ("level", "set_count"),
    [(1, 17), (2, 17), (3, 17), (4, 17), (5, 17), (6, 13), (7, 13)],
)
def test_the_full_routine_has_its_sets(
    catalogue: Catalogue, level: int, set_count: int
) -> None:
    """The full routine has 17 sets, from level 6 on 13."""
    assert routine_timeline(catalogue, "full_core_30", level).set_count == set_count


def test_rounds_have_twelve_holds_and_eleven_changes(catalogue: Catalogue) -> None:
    """The circuit does the four holds three times, with 15 s between any two."""
    timeline = routine_timeline(catalogue, "full_core_circuit")
    assert kinds(timeline)[: 1 + 12 + 11] == [
        "prepare 15",
        *["hold 60", "rest 15"] * 11,
        "hold 60",
    ]


@pytest.mark.parametrize(
    ("first_side", "expected"),
    [
        (Side.LEFT, ["left"] * 3 + ["right"] * 3),
        (Side.RIGHT, ["right"] * 3 + ["left"] * 3),
    ],
)
def test_the_first_side_is_free(
    catalogue: Catalogue, first_side: Side, expected: list[str]
) -> None:
    """A person who likes to start on the right does the right side plank first."""
    timeline = routine_timeline(
        catalogue, "full_core_30", preferences=Preferences(first_side=first_side)
    )
    assert [
        str(phase.side) for phase in work(timeline) if phase.exercise_id == "side_plank"
    ] == expected


# The choices of a person


def test_the_first_side_does_not_turn_a_named_side() -> None:
    """A prescription that names the left side means it."""
    timeline = compiled(
        prescribe(SIDE_PLANK, side=SideChoice.LEFT),
        prescribe(SIDE_PLANK, side=SideChoice.RIGHT),
        preferences=Preferences(first_side=Side.RIGHT),
    )
    assert sides(timeline) == ["left"] * 3 + ["right"] * 3


@pytest.mark.parametrize("side", [None, SideChoice.CHOSEN])
@pytest.mark.parametrize("chosen_side", [Side.LEFT, Side.RIGHT])
def test_one_sided_work_is_for_the_chosen_side(
    side: SideChoice | None, chosen_side: Side
) -> None:
    """The person's own side is trained, whether the routine says so or nothing."""
    timeline = compiled(
        prescribe(BACK_EXTENSION, side=side),
        preferences=Preferences(chosen_side=chosen_side),
    )
    assert sides(timeline) == [str(chosen_side)] * 3


def test_both_sides_are_done_in_each_set() -> None:
    """A two-sided exercise without a side changes sides within each set."""
    timeline = compiled(
        prescribe(SIDE_PLANK, set_count=2),
        preferences=Preferences(first_side=Side.RIGHT),
    )
    assert [
        f"{phase.kind} {phase.duration_seconds:g} {phase.side} {phase.set_number}"
        for phase in timeline.phases
    ] == [
        "prepare 15 right 1",
        "hold 60 right 1",
        "side_change 10 left 1",
        "hold 60 left 1",
        "rest 20 left 1",
        "hold 60 right 2",
        "side_change 10 left 2",
        "hold 60 left 2",
    ]


def test_both_sides_count_as_sets_of_their_own() -> None:
    """Each side of a set can be done or not."""
    timeline = compiled(prescribe(SIDE_PLANK, side=SideChoice.BOTH, set_count=2))
    assert timeline.set_count == 4


def test_the_rest_is_free_where_the_level_doses() -> None:
    """A person's rest takes the place of the catalogue's."""
    timeline = compiled(
        prescribe(PLANK), uses_level=True, preferences=Preferences(rest_seconds=45)
    )
    assert kinds(timeline) == [
        "prepare 15",
        "hold 60",
        "rest 45",
        "hold 60",
        "rest 45",
        "hold 60",
    ]


def test_the_rest_of_a_fixed_routine_stays() -> None:
    """A person's rest does not change a routine with a dose of its own."""
    timeline = compiled(
        prescribe(PLANK, set_count=2), preferences=Preferences(rest_seconds=45)
    )
    assert "rest 20" in kinds(timeline)


def test_no_rest_at_all_drops_the_phase() -> None:
    """A rest of nothing is no phase."""
    timeline = compiled(
        prescribe(PLANK, set_count=2, prepare_seconds=0, rest_seconds=0)
    )
    assert kinds(timeline) == ["hold 60", "hold 60"]


def test_a_routine_of_nothing_is_refused() -> None:
    """A routine without any work is no session."""
    with pytest.raises(InvalidRoutine) as caught:
        compiled(prescribe(PLANK, hold_seconds=0))
    assert caught.value.placeholders == {
        "path": "prescriptions",
        "reason": "takes no time",
    }


@pytest.mark.parametrize("level", [0, 4, -1])
def test_an_unknown_level_is_refused(level: int) -> None:
    """A level that the table does not have is named, with those that it has."""
    with pytest.raises(UnknownLevel) as caught:
        compiled(prescribe(PLANK), level=level)
    assert caught.value.placeholders == {"level": str(level), "levels": "1-3"}


# Levels and doses


@pytest.mark.parametrize(
    ("level", "holds"),
    [(1, ["hold 20"] * 3), (2, ["hold 60"] * 3), (3, ["hold 90"] * 2)],
)
def test_the_level_doses(level: int, holds: list[str]) -> None:
    """A routine that uses the level takes sets and holds from its table."""
    timeline = compiled(prescribe(PLANK), level=level, uses_level=True)
    assert [line for line in kinds(timeline) if line.startswith("hold")] == holds


def test_an_exercise_without_a_column_keeps_its_dose() -> None:
    """The level does not change what its table does not name."""
    timeline = compiled(
        prescribe(SIDE_PLANK, side=SideChoice.LEFT), level=1, uses_level=True
    )
    assert kinds(timeline).count("hold 60") == 3


def test_a_routine_can_cap_the_level() -> None:
    """A short routine does not grow with the highest levels."""
    timeline = compiled(prescribe(PLANK), level=3, uses_level=True, level_max=2)
    assert kinds(timeline).count("hold 60") == 3


def test_a_capped_timeline_keeps_the_level_of_the_person() -> None:
    """The session still belongs to the person's own level."""
    assert compiled(prescribe(PLANK), level=3, uses_level=True, level_max=2).level == 3


def test_the_routine_wins_over_the_level() -> None:
    """What a prescription names itself always holds."""
    timeline = compiled(
        prescribe(PLANK, set_count=1, hold_seconds=30), level=3, uses_level=True
    )
    assert kinds(timeline) == ["prepare 15", "hold 30"]


@pytest.mark.parametrize(("asked", "done"), [(10, 10), (16, 16), (20, 16)])
def test_a_cap_on_repetitions(asked: int, done: int) -> None:
    """A cap cuts what is more and leaves what is less."""
    timeline = compiled(
        prescribe(
            BIRD_DOG, set_count=1, repetition_count=asked, repetition_count_max=16
        )
    )
    assert [phase.repetition_count for phase in work(timeline)] == [done]


def test_sets_can_differ() -> None:
    """Groups of short holds get smaller, with a release inside and a rest between."""
    timeline = compiled(
        prescribe(
            PLANK,
            repetition_counts=(5, 3, 2),
            hold_seconds=10,
            release_seconds=5,
            rest_seconds=30,
        )
    )
    assert kinds(timeline) == [
        "prepare 15",
        "hold 70",
        "rest 30",
        "hold 40",
        "rest 30",
        "hold 25",
    ]


@pytest.mark.parametrize(
    "dose", [{"set_count": 1}, {"repetition_count": 4}], ids=["sets", "repetitions"]
)
def test_equal_sets_replace_groups(dose: dict[str, Any]) -> None:
    """Who names sets or repetitions does not want the exercise's groups."""
    grouped = replace(BELLY, dose=replace(BELLY.dose, repetition_counts=(5, 3, 2)))
    assert len(work(compiled(prescribe(grouped, **dose)))) == 1


def test_repetitions_alternate() -> None:
    """Repetitions count per side, so both sides take twice the time."""
    timeline = compiled(prescribe(BIRD_DOG, set_count=1))
    assert kinds(timeline) == ["prepare 20", "move 160"]


def test_repetitions_of_one_side() -> None:
    """One-sided repetitions take their time once."""
    timeline = compiled(prescribe(BACK_EXTENSION, set_count=1))
    assert kinds(timeline) == ["prepare 20", "move 50"]


# Variants


def test_a_variant_keeps_the_dose() -> None:
    """An easier form is done as long as the exercise itself."""
    timeline = compiled(prescribe(PLANK, variant="knees"), level=3, uses_level=True)
    assert [(phase.variant_id, phase.duration_seconds) for phase in work(timeline)] == [
        ("knees", 90),
        ("knees", 90),
    ]


def test_a_harder_variant_starts_at_the_first_level() -> None:
    """A harder form restarts at the lowest dose, with the sets of it too."""
    timeline = compiled(
        prescribe(PLANK, variant="long_lever"), level=3, uses_level=True
    )
    assert [phase.duration_seconds for phase in work(timeline)] == [20, 20, 20]


def test_a_split_hold_is_done_in_pieces() -> None:
    """The same minute, cut into pieces with a release between them."""
    timeline = compiled(prescribe(PLANK, variant="split", set_count=1))
    (pieces,) = work(timeline)
    assert (
        pieces.repetition_count,
        pieces.hold_seconds,
        pieces.release_seconds,
        pieces.duration_seconds,
    ) == (6, 10, 5, 85)


def test_a_split_hold_is_announced_in_pieces() -> None:
    """Prepare and rest tell of the pieces too."""
    timeline = compiled(prescribe(PLANK, variant="split"))
    assert {phase.repetition_count for phase in timeline.phases} == {6}


def test_a_hold_of_one_piece_needs_no_release() -> None:
    """A hold that is no longer than a piece is a hold as any other."""
    timeline = compiled(prescribe(PLANK, variant="split", set_count=1, hold_seconds=10))
    assert [
        (phase.repetition_count, phase.release_seconds) for phase in work(timeline)
    ] == [(1, 0)]


@pytest.mark.parametrize(
    ("hold_seconds", "pieces"), [(11, 1), (14, 1), (15, 2), (24, 2), (25, 3), (75, 8)]
)
def test_pieces_come_as_near_as_whole_ones_can(
    hold_seconds: float, pieces: int
) -> None:
    """A hold that does not divide is at most half a piece longer or shorter."""
    timeline = compiled(
        prescribe(PLANK, variant="split", set_count=1, hold_seconds=hold_seconds)
    )
    assert [
        (phase.repetition_count, phase.hold_seconds) for phase in work(timeline)
    ] == [(pieces, 10)]


def test_a_hold_of_less_than_half_a_piece_is_one() -> None:
    """A hold is never rounded away."""
    timeline = compiled(prescribe(PLANK, variant="split", set_count=1, hold_seconds=4))
    assert kinds(timeline) == ["prepare 15", "hold 4"]


def test_halves_share_a_hold_over_both_sides() -> None:
    """A one-legged form does half on each side, with a change between."""
    timeline = compiled(prescribe(PLANK, variant="one_leg", set_count=1))
    assert [
        f"{phase.kind} {phase.duration_seconds:g} {phase.side}"
        for phase in timeline.phases
    ] == [
        "prepare 15 left",
        "hold 30 left",
        "side_change 10 right",
        "hold 30 right",
    ]


def test_halves_without_a_hold_do_each_side() -> None:
    """Repetitions are not cut in half: both sides do them all."""
    halved = replace(BIRD_DOG, sides=SideMode.HALVES)
    timeline = compiled(prescribe(halved, set_count=1))
    assert kinds(timeline) == ["prepare 20", "move 80", "side_change 10", "move 80"]


def test_a_variant_can_be_of_another_kind() -> None:
    """Repetitions can stand in for a hold."""
    timeline = compiled(prescribe(PLANK, variant="up_down"))
    assert [
        (str(phase.kind), phase.duration_seconds, phase.hold_seconds)
        for phase in work(timeline)
    ] == [("move", 70, 0), ("move", 70, 0)]


@pytest.mark.parametrize("exercise", [PLANK, BIRD_DOG, CAT_CAMEL], ids=lambda e: e.kind)
def test_only_what_the_kind_asks_for_is_told(exercise: Exercise) -> None:
    """A hold has no tempo and a repetition no cycle, whatever the dose names."""
    timeline = compiled(
        prescribe(
            exercise,
            set_count=1,
            hold_seconds=30,
            tempo_seconds=(2, 0, 2),
            cycle_seconds=6,
        )
    )
    (phase,) = work(timeline)
    told = (phase.hold_seconds, phase.tempo_seconds, phase.cycle_seconds)
    assert sum(bool(value) for value in told) == 1


def test_a_preferred_variant() -> None:
    """A person's own form is used where the routine names none."""
    timeline = compiled(
        prescribe(PLANK), preferences=Preferences(variants={"plank": "knees"})
    )
    assert {phase.variant_id for phase in timeline.phases} == {"knees"}


def test_the_routine_wins_over_the_preferred_variant() -> None:
    """A routine that names a form means it."""
    timeline = compiled(
        prescribe(PLANK, variant="long_lever"),
        preferences=Preferences(variants={"plank": "knees"}),
    )
    assert {phase.variant_id for phase in timeline.phases} == {"long_lever"}


def test_a_preferred_variant_that_is_gone() -> None:
    """A form that the catalogue no longer has is forgotten."""
    timeline = compiled(
        prescribe(PLANK), preferences=Preferences(variants={"plank": "gone"})
    )
    assert {phase.variant_id for phase in timeline.phases} == {None}


# Fill to goal


@pytest.mark.parametrize(
    ("level", "cat_camel_seconds", "total"),
    [(1, 600, "23:17"), (2, 600, "26:20"), (3, 600, "29:23"), (4, 421, "30:00")],
)
def test_a_full_session_can_be_filled_to_the_goal(
    catalogue: Catalogue, level: int, cat_camel_seconds: int, total: str
) -> None:
    """The cat-camel is stretched to half an hour, at most to ten minutes."""
    timeline = routine_timeline(
        catalogue, "full_core_30", level, Preferences(fill_to_goal=True)
    )
    stretched = [phase for phase in timeline.phases if phase.cycle_seconds][-1]
    assert (stretched.duration_seconds, clock_text(timeline.total_seconds)) == (
        cat_camel_seconds,
        total,
    )


@pytest.mark.parametrize("level", [5, 6, 7])
def test_a_high_level_is_not_filled(catalogue: Catalogue, level: int) -> None:
    """From the dose of the article on a session stays as it is, even one of 29:09."""
    filled = routine_timeline(
        catalogue, "full_core_30", level, Preferences(fill_to_goal=True)
    )
    assert filled == routine_timeline(catalogue, "full_core_30", level)


def test_a_long_session_is_not_filled() -> None:
    """A session of over half an hour stays as it is."""
    long = (prescribe(CAT_CAMEL), prescribe(PLANK, hold_seconds=600))
    filled = compiled(*long, is_full=True, preferences=Preferences(fill_to_goal=True))
    assert filled == compiled(*long, is_full=True)


def test_a_short_routine_is_not_filled(catalogue: Catalogue) -> None:
    """Only a full session has a goal."""
    filled = routine_timeline(
        catalogue, "gentle_reset", 1, Preferences(fill_to_goal=True)
    )
    assert filled == routine_timeline(catalogue, "gentle_reset", 1)


def test_filling_never_shortens() -> None:
    """An exercise that is longer than the limit keeps its length."""
    timeline = compiled(
        prescribe(CAT_CAMEL, duration_seconds=700),
        is_full=True,
        preferences=Preferences(fill_to_goal=True),
    )
    assert kinds(timeline) == ["prepare 15", "move 700"]


def test_filled_cues_fit_the_new_length() -> None:
    """The minutes that are left are told from the stretched end."""
    timeline = compiled(
        prescribe(CAT_CAMEL, duration_seconds=60),
        is_full=True,
        preferences=Preferences(fill_to_goal=True),
    )
    (stretched,) = work(timeline)
    assert max(cue.values.get("minutes", 0) for cue in stretched.cues) == 9


def test_a_session_without_continuous_work_is_not_filled() -> None:
    """There has to be something that can be stretched."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        is_full=True,
        preferences=Preferences(fill_to_goal=True),
    )
    assert kinds(timeline) == ["prepare 15", "hold 60"]


def test_a_warm_up_is_not_filled() -> None:
    """Only the exercise itself is stretched, as far as it takes."""
    timeline = compiled(
        prescribe(CAT_CAMEL),
        prescribe(PLANK, set_count=4, hold_seconds=300),
        warm_up=(prescribe(CAT_CAMEL, duration_seconds=48),),
        is_full=True,
        preferences=Preferences(fill_to_goal=True),
    )
    assert kinds(timeline)[:4] == ["prepare 15", "move 48", "prepare 15", "move 447"]


def test_a_warm_up_alone_is_not_filled() -> None:
    """Without the exercise itself nothing is stretched."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        warm_up=(prescribe(CAT_CAMEL, duration_seconds=48),),
        is_full=True,
        preferences=Preferences(fill_to_goal=True),
    )
    assert "move 48" in kinds(timeline)


def test_instructions_count_towards_the_goal(catalogue: Catalogue) -> None:
    """A session with long preparations is filled to half an hour as well."""
    timeline = routine_timeline(
        catalogue,
        "full_core_30",
        4,
        Preferences(fill_to_goal=True, guidance_seconds={"plank": 18}),
    )
    assert clock_text(timeline.total_seconds) == "30:00"


# Time to listen


@pytest.mark.parametrize(
    ("speech_seconds", "prepare_seconds"), [(5, 15), (8, 15), (8.1, 16), (18.4, 26)]
)
def test_a_guided_exercise_is_prepared_longer(
    speech_seconds: float, prepare_seconds: int
) -> None:
    """A preparation holds the full instructions and seven seconds more."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        preferences=Preferences(guidance_seconds={"plank": speech_seconds}),
    )
    assert kinds(timeline) == [f"prepare {prepare_seconds}", "hold 60"]
    assert timeline.phases[0].is_guided


def test_an_exercise_is_explained_for_each_side() -> None:
    """The way into it is another one."""
    timeline = compiled(
        prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=1),
        prescribe(PLANK, set_count=1),
        prescribe(SIDE_PLANK, side=SideChoice.RIGHT, set_count=1),
        preferences=Preferences(guidance_seconds={"side_plank": 20}),
    )
    assert [phase.duration_seconds for phase in timeline.phases[::2]] == [27, 15, 27]
    assert [phase.is_guided for phase in timeline.phases[::2]] == [True, False, True]


@pytest.mark.parametrize(("language", "total"), [("en", "32:32"), ("nl", "32:42")])
def test_the_default_session_explains_everything(
    catalogue: Catalogue, language: str, total: str
) -> None:
    """With the steps of all its exercises it is as long as ``domain.md`` 1.7 says."""
    guidance_seconds = {
        exercise_id: len(" ".join(text.steps).split()) / 2.5
        for exercise_id, text in catalogue.texts[language].exercises.items()
    }
    timeline = routine_timeline(
        catalogue,
        "full_core_30",
        preferences=Preferences(guidance_seconds=guidance_seconds),
    )
    assert clock_text(timeline.total_seconds) == total


def test_in_rounds_there_is_no_time_to_explain_the_others() -> None:
    """An exercise that begins after a change is explained when it is prepared."""
    timeline = compiled(
        prescribe(BELLY),
        order=RoutineOrder.ROUNDS,
        round_prescriptions=(prescribe(PLANK, set_count=1), prescribe(BELLY)),
        change_seconds=12,
        preferences=Preferences(guidance_seconds={"plank": 18, "belly": 18}),
    )
    assert kinds(timeline) == [
        "prepare 25",
        "hold 60",
        "rest 12",
        "hold 85",
        "prepare 25",
        "hold 85",
    ]


@pytest.mark.parametrize(
    ("guidance_seconds", "prepare_seconds"), [(0, 20), (3, 15), (18, 30)]
)
def test_the_greeting_has_its_own_time(
    guidance_seconds: float, prepare_seconds: int
) -> None:
    """Before the first exercise there is time for the greeting, and only there."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        prescribe(BELLY),
        preferences=Preferences(
            greeting_seconds=4.4, guidance_seconds={"plank": guidance_seconds}
        ),
    )
    assert kinds(timeline) == [
        f"prepare {prepare_seconds}",
        "hold 60",
        "prepare 15",
        "hold 85",
    ]


def test_a_greeting_before_work_has_no_time() -> None:
    """Where there is no preparation none is made."""
    timeline = compiled(
        prescribe(PLANK, set_count=1, prepare_seconds=0),
        prescribe(BELLY),
        preferences=Preferences(greeting_seconds=4.4),
    )
    assert kinds(timeline) == ["hold 60", "prepare 15", "hold 85"]


# Warm-up


def test_a_warm_up_is_no_set(catalogue: Catalogue) -> None:
    """The full routine has its 17 sets, warm or not."""
    routine = replace(
        catalogue.routines["full_core_30"],
        warm_up=(prescribe(catalogue.exercises["cat_camel"], duration_seconds=48),),
    )
    assert compile_timeline(routine, catalogue.levels, 5).set_count == 17


def test_a_warm_up_comes_first() -> None:
    """The warm-up has a prepare and a step of its own."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        warm_up=(prescribe(CAT_CAMEL, duration_seconds=48),),
    )
    assert kinds(timeline) == ["prepare 15", "move 48", "prepare 15", "hold 60"]
    assert [phase.step_index for phase in timeline.phases] == [0, 0, 1, 1]


def test_a_warm_up_comes_before_rounds() -> None:
    """The rounds begin with a prepare behind the warm-up too."""
    timeline = compiled(
        prescribe(BELLY),
        order=RoutineOrder.ROUNDS,
        warm_up=(prescribe(CAT_CAMEL, duration_seconds=48),),
        round_prescriptions=(
            prescribe(PLANK, set_count=1),
            prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=1),
        ),
        change_seconds=12,
    )
    assert [
        f"{phase.kind} {phase.exercise_id} {phase.step_index}"
        for phase in timeline.phases
    ] == [
        "prepare cat_camel 0",
        "move cat_camel 0",
        "prepare plank 1",
        "hold plank 1",
        "rest plank 1",
        "hold side_plank 2",
        "prepare belly 3",
        "hold belly 3",
    ]


# Rounds


def test_rounds_do_one_set_of_each() -> None:
    """Rounds go through the exercises again and again, one set at a time."""
    timeline = compiled(
        prescribe(BELLY),
        order=RoutineOrder.ROUNDS,
        round_prescriptions=(
            prescribe(PLANK, set_count=2),
            prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=1),
        ),
        change_seconds=12,
    )
    assert score_sheet(timeline).splitlines() == [
        " 0:00 prepare 15s plank",
        " 0:15 hold 60s plank set 1/2",
        " 1:15 rest 12s plank after set 1/2",
        " 1:27 hold 60s side_plank left set 1/1",
        " 2:27 rest 12s side_plank left after set 1/1",
        " 2:39 hold 60s plank set 2/2",
        " 3:39 prepare 15s belly",
        " 3:54 hold 85s belly set 1/1: 6 x 10s, 5s between",
        " 5:19 end, 4 sets",
    ]


def test_rounds_may_be_all_there_is() -> None:
    """A routine may have rounds only."""
    timeline = compiled(
        order=RoutineOrder.ROUNDS, round_prescriptions=(prescribe(PLANK, set_count=1),)
    )
    assert kinds(timeline) == ["prepare 15", "hold 60"]


def test_each_visit_of_an_exercise_is_a_step() -> None:
    """The same exercise twice is two visits."""
    timeline = compiled(prescribe(PLANK, set_count=1), prescribe(PLANK, set_count=1))
    assert [phase.step_index for phase in timeline.phases] == [0, 0, 1, 1]


def test_each_turn_of_a_round_is_a_step() -> None:
    """In rounds each turn is a visit of its own, with the rest behind it."""
    timeline = compiled(
        order=RoutineOrder.ROUNDS,
        round_prescriptions=(
            prescribe(PLANK, set_count=2),
            prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=2),
        ),
        change_seconds=12,
    )
    assert [phase.step_index for phase in timeline.phases] == [0, 0, 0, 1, 1, 2, 2, 3]
