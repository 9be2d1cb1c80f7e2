"""Tests of which cue comes at which moment."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.engine.cue import Cue, CuePriority
from custom_components.backcare.engine.models import (
    Phase,
    PhaseKind,
    Preferences,
    RoutineOrder,
    Side,
    SideChoice,
    Timeline,
)
from custom_components.backcare.engine.script import CueKey
from custom_components.backcare.engine.timeline import compile_timeline

from .common import (
    BACK_EXTENSION,
    BELLY,
    BIRD_DOG,
    CAT_CAMEL,
    PLANK,
    SIDE_PLANK,
    compiled,
    cue_moments,
    cue_sheet,
    pace_moments,
    play,
    prescribe,
)


def phase_of(timeline: Timeline, kind: PhaseKind) -> Phase:
    """Return the last phase of a kind."""
    return [phase for phase in timeline.phases if phase.kind is kind][-1]


def hold_cues(seconds: float) -> list[tuple[float, str]]:
    """Return the cues of one hold."""
    timeline = compiled(prescribe(PLANK, set_count=1, hold_seconds=seconds))
    return cue_moments(phase_of(timeline, PhaseKind.HOLD))


@pytest.mark.parametrize(
    ("routine_id", "level"),
    [("full_core_30", 5), ("full_core_30", 7), ("short_holds", 5)],
)
def test_cue_sheet(
    catalogue: Catalogue, snapshot: SnapshotAssertion, routine_id: str, level: int
) -> None:
    """A session has the cues that were reviewed."""
    timeline = compile_timeline(catalogue.routines[routine_id], catalogue.levels, level)
    assert cue_sheet(timeline) == snapshot


def test_every_cue_is_a_sentence(catalogue: Catalogue) -> None:
    """Each cue of the script can be spoken in each language."""
    for texts in catalogue.texts.values():
        assert {str(key) for key in CueKey} <= set(texts.cues)


# Holds


def test_one_hold_on_the_clock(catalogue: Catalogue) -> None:
    """The first hold of the full routine sounds as in the table of ``domain.md`` 6.9."""
    timeline = compile_timeline(catalogue.routines["full_core_30"], catalogue.levels, 5)
    hold_starts_at = timeline.phases[0].duration_seconds
    session = play(timeline).elapse(hold_starts_at + 80)
    assert [
        (due - hold_starts_at, str(event.cue.key))
        for due, event in zip(session.dues, session.events, strict=True)
        if event.cue
    ] == [
        (-15, "prepare"),
        (-3, "countdown"),
        (0, "hold_start"),
        (15, "form_cue"),
        (30, "halfway"),
        (50, "last_ten"),
        (57, "countdown_end"),
        (60, "set_done"),
        (61, "rest_next_set"),
        # Said at speech level full only, so not in the table.
        (70, "rest_tip"),
        (77, "countdown"),
        (80, "hold_start"),
    ]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (9, [(0, "hold_start")]),
        (10, [(0, "hold_start"), (7, "countdown_end")]),
        (19, [(0, "hold_start"), (16, "countdown_end")]),
        (20, [(0, "hold_start"), (10, "halfway"), (17, "countdown_end")]),
        (29, [(0, "hold_start"), (14.5, "halfway"), (26, "countdown_end")]),
        (
            30,
            [
                (0, "hold_start"),
                (15, "halfway"),
                (20, "last_ten"),
                (27, "countdown_end"),
            ],
        ),
        (
            40,
            [
                (0, "hold_start"),
                (10, "form_cue"),
                (20, "halfway"),
                (30, "last_ten"),
                (37, "countdown_end"),
            ],
        ),
        (
            75,
            [
                (0, "hold_start"),
                (18.75, "form_cue"),
                (37.5, "halfway"),
                (45, "time_left 30"),
                (65, "last_ten"),
                (72, "countdown_end"),
            ],
        ),
        (
            90,
            [
                (0, "hold_start"),
                (22.5, "form_cue"),
                (45, "halfway"),
                (60, "time_left 30"),
                (80, "last_ten"),
                (87, "countdown_end"),
            ],
        ),
    ],
)
def test_a_longer_hold_has_more_to_say(
    seconds: float, expected: list[tuple[float, str]]
) -> None:
    """The cues of a hold come and go with its length."""
    assert hold_cues(seconds) == expected


def test_the_sides_of_halves_are_holds_of_half_the_length() -> None:
    """A hold of a minute over two sides has the cues of half a minute."""
    timeline = compiled(prescribe(PLANK, variant="one_leg", set_count=1))
    assert cue_moments(phase_of(timeline, PhaseKind.HOLD)) == hold_cues(30)


# Short holds with a release


def test_belly_holds() -> None:
    """Each hold says when to draw in and to let go; the first three how lightly."""
    timeline = compiled(prescribe(BELLY, repetition_count=5))
    assert cue_moments(phase_of(timeline, PhaseKind.HOLD)) == [
        (0, "contract"),
        (4, "contract_keep"),
        (10, "release"),
        (15, "contract"),
        (19, "contract_keep"),
        (25, "release"),
        (27, "contract_left 3"),
        (30, "contract"),
        (34, "contract_keep"),
        (40, "release"),
        (45, "contract"),
        (55, "release"),
        (60, "contract"),
    ]


@pytest.mark.parametrize(("seconds", "reminders"), [(7, 0), (8, 3)])
def test_a_very_short_belly_hold_has_no_reminder(
    seconds: float, reminders: int
) -> None:
    """A reminder four seconds into a hold needs as much time again."""
    timeline = compiled(prescribe(BELLY, hold_seconds=seconds))
    words = [text for _, text in cue_moments(phase_of(timeline, PhaseKind.HOLD))]
    assert words.count("contract_keep") == reminders


def test_few_belly_holds_are_not_counted_down() -> None:
    """Three holds or fewer are no surprise."""
    timeline = compiled(prescribe(BELLY, repetition_count=3))
    assert "contract_left 3" not in [
        text for _, text in cue_moments(phase_of(timeline, PhaseKind.HOLD))
    ]


def test_short_holds_of_a_large_muscle() -> None:
    """A split plank says hold and relax, not draw in and let go."""
    timeline = compiled(prescribe(PLANK, variant="split", set_count=1, hold_seconds=40))
    assert cue_moments(phase_of(timeline, PhaseKind.HOLD)) == [
        (0, "hold_start"),
        (10, "set_done"),
        (12, "contract_left 3"),
        (15, "hold_start"),
        (25, "set_done"),
        (30, "hold_start"),
        (40, "set_done"),
        (45, "hold_start"),
    ]


# Movement


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (48, [(0, "continuous_start")]),
        (60, [(0, "continuous_start")]),
        (61, [(0, "continuous_start"), (1, "minutes_left 1")]),
        (
            121,
            [(0, "continuous_start"), (1, "minutes_left 2"), (61, "minutes_left 1")],
        ),
        (
            180,
            [
                (0, "continuous_start"),
                (60, "minutes_left 2"),
                (120, "minutes_left 1"),
            ],
        ),
        (
            200,
            [
                (0, "continuous_start"),
                (20, "minutes_left 3"),
                (80, "minutes_left 2"),
                (140, "minutes_left 1"),
            ],
        ),
    ],
)
def test_the_minutes_of_a_continuous_movement(
    seconds: float, expected: list[tuple[float, str]]
) -> None:
    """Every full minute before the end is told."""
    timeline = compiled(prescribe(CAT_CAMEL, duration_seconds=seconds))
    assert cue_moments(phase_of(timeline, PhaseKind.MOVE)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (
            12,
            [
                (3, "pace_hollow 1"),
                (6, "pace_round 2"),
                (9, "pace_hollow 2"),
            ],
        ),
        # The last cycle is cut short.
        (8, [(3, "pace_hollow 1"), (6, "pace_round 2")]),
    ],
)
def test_the_pace_of_a_continuous_movement(
    seconds: float, expected: list[tuple[float, str]]
) -> None:
    """Each half of a cycle has its word, but where something else is told."""
    timeline = compiled(prescribe(CAT_CAMEL, duration_seconds=seconds))
    assert pace_moments(phase_of(timeline, PhaseKind.MOVE)) == expected


def test_the_cycles_are_counted_within_the_minute() -> None:
    """At a full minute the count begins anew; its own word is left for the minute."""
    timeline = compiled(prescribe(CAT_CAMEL, duration_seconds=120))
    paces = pace_moments(phase_of(timeline, PhaseKind.MOVE))
    assert [item for item in paces if 50 < item[0] < 70] == [
        (51, "pace_hollow 9"),
        (54, "pace_round 10"),
        (57, "pace_hollow 10"),
        (63, "pace_hollow 1"),
        (66, "pace_round 2"),
        (69, "pace_hollow 2"),
    ]


def test_a_cycle_over_the_full_minute_counts_for_the_one_before() -> None:
    """The first cycle of a minute is the first one that begins in it."""
    timeline = compiled(
        prescribe(CAT_CAMEL, duration_seconds=119, cycle_seconds=8), level=2
    )
    paces = pace_moments(phase_of(timeline, PhaseKind.MOVE))
    assert [item for item in paces if 55 < item[0] < 70] == [
        (56, "pace_round 8"),
        (60, "pace_hollow 8"),
        (64, "pace_round 1"),
        (68, "pace_hollow 1"),
    ]


def test_a_continuous_movement_without_a_cycle_has_no_pace() -> None:
    """Only its start and its minutes are told."""
    timeline = compiled(prescribe(CAT_CAMEL, cycle_seconds=0))
    assert pace_moments(phase_of(timeline, PhaseKind.MOVE)) == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [(0, "reps_start 1")]),
        (2, [(0, "reps_start 1"), (8, "rep_last 3")]),
        (5, [(0, "reps_start 1"), (32, "rep_last 9")]),
        # The last two matter more than the count of five.
        (6, [(0, "reps_start 1"), (40, "rep_last 11")]),
        (9, [(0, "reps_start 1"), (40, "rep_count 5 11"), (64, "rep_last 17")]),
        (
            10,
            [
                (0, "reps_start 1"),
                (40, "rep_count 5 11"),
                (56, "rep_form 15"),
                (72, "rep_last 19"),
            ],
        ),
        (
            20,
            [
                (0, "reps_start 1"),
                (40, "rep_count 5 11"),
                (56, "rep_form 15"),
                (80, "rep_count 10 21"),
                (120, "rep_count 15 31"),
                (152, "rep_last 39"),
            ],
        ),
    ],
)
def test_repetitions_that_take_turns(
    count: int, expected: list[tuple[float, str]]
) -> None:
    """Every five per side, the booklet and the last two are told."""
    timeline = compiled(prescribe(BIRD_DOG, set_count=1, repetition_count=count))
    assert cue_moments(phase_of(timeline, PhaseKind.MOVE)) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (2, [(0, "reps_start_plain 1")]),
        (3, [(0, "reps_start_plain 1"), (5, "rep_last 2")]),
        (10, [(0, "reps_start_plain 1"), (40, "rep_last 9")]),
    ],
)
def test_repetitions_of_one_side(count: int, expected: list[tuple[float, str]]) -> None:
    """One side has nothing to count per side."""
    timeline = compiled(prescribe(BACK_EXTENSION, set_count=1, repetition_count=count))
    assert cue_moments(phase_of(timeline, PhaseKind.MOVE)) == expected


def test_every_repetition_has_its_words() -> None:
    """Out and back, but where something else is told at the start of one."""
    timeline = compiled(prescribe(BIRD_DOG, set_count=1, repetition_count=3))
    assert pace_moments(phase_of(timeline, PhaseKind.MOVE)) == [
        (2, "rep_back 1"),
        (4, "rep_out 2"),
        (6, "rep_back 2"),
        (8, "rep_out 3"),
        (10, "rep_back 3"),
        (12, "rep_out 4"),
        (14, "rep_back 4"),
        (18, "rep_back 5"),
        (20, "rep_out 6"),
        (22, "rep_back 6"),
    ]


@pytest.mark.parametrize("exercise_id", ["back_extension_asymmetric", "glute_bridge"])
def test_a_lift_goes_up_and_down(exercise_id: str) -> None:
    """What is lifted and kept has words of its own."""
    lift = replace(BACK_EXTENSION, id=exercise_id)
    timeline = compiled(prescribe(lift, set_count=1, repetition_count=2))
    assert pace_moments(phase_of(timeline, PhaseKind.MOVE)) == [
        (2, "rep_hold 1"),
        (3, "rep_down 1"),
        (5, "rep_up 2"),
        (7, "rep_hold 2"),
        (8, "rep_down 2"),
    ]


def test_a_reach_that_is_kept() -> None:
    """From level 6 on the bird dog stays out for a while."""
    timeline = compiled(
        prescribe(BIRD_DOG, set_count=1, repetition_count=1, tempo_seconds=(2, 3, 2))
    )
    assert pace_moments(phase_of(timeline, PhaseKind.MOVE)) == [
        (2, "rep_hold 1"),
        (5, "rep_back 1"),
        (7, "rep_out 2"),
        (9, "rep_hold 2"),
        (12, "rep_back 2"),
    ]


def test_a_start_is_told_however_the_tempo_is() -> None:
    """Repetitions without a way out begin with their start all the same."""
    timeline = compiled(
        prescribe(BIRD_DOG, set_count=1, repetition_count=1, tempo_seconds=(0, 3, 2))
    )
    phase = phase_of(timeline, PhaseKind.MOVE)
    assert cue_moments(phase) == [(0, "reps_start 1")]
    assert pace_moments(phase) == [
        (0, "rep_hold 1"),
        (3, "rep_back 1"),
        (5, "rep_hold 2"),
        (8, "rep_back 2"),
    ]


def test_without_a_booklet_nobody_is_told_of_it(catalogue: Catalogue) -> None:
    """A variant of the bird dog is done without the booklet."""
    routine = replace(
        catalogue.routines["full_core_30"],
        prescriptions=(
            replace(
                catalogue.routines["full_core_30"].prescriptions[-1],
                variant=catalogue.exercises["bird_dog"].variants["bird_dog_arm"],
            ),
        ),
    )
    timeline = compile_timeline(routine, catalogue.levels, 5)
    keys = {cue.key for phase in timeline.phases for cue in phase.cues}
    assert not keys & {CueKey.PREPARE_BOOKLET, CueKey.REP_FORM}


def test_the_count_tells_what_is_done(catalogue: Catalogue) -> None:
    """The count says five, where the phase itself would say the whole set."""
    timeline = compiled(prescribe(BIRD_DOG, set_count=1))
    cues = phase_of(timeline, PhaseKind.MOVE).cues
    (five, *_) = [cue for cue in cues if cue.key == CueKey.REP_COUNT]
    assert "5" in catalogue.texts["en"].cues[five.key].format(**five.values)


# Between the work


def test_the_first_prepare_announces_only_what_comes() -> None:
    """Nothing is done yet when the first exercise is announced."""
    timeline = compiled(prescribe(PLANK, set_count=1))
    assert cue_moments(timeline.phases[0]) == [(0, "prepare"), (12, "countdown")]


def test_a_later_prepare_ends_the_exercise_before() -> None:
    """The exercise that was done is named before the next one."""
    timeline = compiled(prescribe(BELLY), prescribe(PLANK, set_count=1))
    assert cue_moments(phase_of(timeline, PhaseKind.PREPARE)) == [
        (0, "exercise_done belly"),
        (2, "prepare"),
        (12, "countdown"),
    ]


def test_an_exercise_without_a_prepare_is_ended_too() -> None:
    """The last exercise before is named, even if it was but one phase."""
    timeline = compiled(
        prescribe(PLANK, set_count=1),
        prescribe(BELLY, prepare_seconds=0),
        prescribe(CAT_CAMEL),
    )
    assert cue_moments(phase_of(timeline, PhaseKind.PREPARE))[0] == (
        0,
        "exercise_done belly",
    )


@pytest.mark.parametrize("side", [SideChoice.LEFT, SideChoice.RIGHT])
def test_a_sided_exercise_is_announced_with_its_side(side: SideChoice) -> None:
    """The person hears on which side to lie."""
    timeline = compiled(prescribe(SIDE_PLANK, side=side))
    assert cue_moments(timeline.phases[0]) == [(0, "prepare_side"), (12, "countdown")]


def test_taking_turns_is_no_side_to_announce() -> None:
    """An exercise that alternates is announced without a side."""
    turns = replace(BIRD_DOG, id="dead_bug")
    assert cue_moments(compiled(prescribe(turns)).phases[0])[0] == (0, "prepare")


def test_an_emphasis_is_announced_without_its_side() -> None:
    """The spoken name of a one-sided movement has the side in it already."""
    timeline = compiled(prescribe(BACK_EXTENSION))
    assert cue_moments(timeline.phases[0])[0] == (0, "prepare")


def test_a_guided_exercise_is_explained() -> None:
    """The full instructions take the place of the announcement."""
    timeline = compiled(
        prescribe(BELLY),
        prescribe(BIRD_DOG),
        preferences=Preferences(guidance_seconds={"bird_dog": 18.2}),
    )
    assert cue_moments(phase_of(timeline, PhaseKind.PREPARE)) == [
        (0, "exercise_done belly"),
        (2, "prepare_guided"),
        (23, "countdown"),
    ]


def test_the_bird_dog_asks_for_its_booklet() -> None:
    """The bird dog has an announcement of its own."""
    assert cue_moments(compiled(prescribe(BIRD_DOG)).phases[0]) == [
        (0, "prepare_booklet"),
        (17, "countdown"),
    ]


def test_a_change_of_sides() -> None:
    """The change between the sides of a set says which side comes now."""
    timeline = compiled(prescribe(SIDE_PLANK, set_count=1))
    change = phase_of(timeline, PhaseKind.SIDE_CHANGE)
    assert (change.side, cue_moments(change)) == (
        Side.RIGHT,
        [(0, "switch_side"), (7, "countdown")],
    )


def test_a_rest_within_an_exercise_announces_the_next_set() -> None:
    """A rest ends the set, then tells what follows."""
    timeline = compiled(prescribe(PLANK, set_count=2))
    assert cue_moments(phase_of(timeline, PhaseKind.REST)) == [
        (0, "set_done"),
        (1, "rest_next_set"),
        (10, "rest_tip"),
        (17, "countdown"),
    ]


@pytest.mark.parametrize("index", [4, 2])
def test_a_tip_is_given_once_per_exercise(index: int) -> None:
    """The second rest has none."""
    timeline = compiled(prescribe(PLANK, set_count=3))
    words = [text for _, text in cue_moments(timeline.phases[index])]
    assert ("rest_tip" in words) == (index == 2)


def test_a_short_rest_has_no_tip() -> None:
    """It would leave no quiet."""
    timeline = compiled(prescribe(PLANK, set_count=2, rest_seconds=19))
    words = [text for _, text in cue_moments(phase_of(timeline, PhaseKind.REST))]
    assert "rest_tip" not in words


def test_a_rest_between_rounds_announces_the_next_exercise() -> None:
    """In rounds another exercise follows the rest."""
    timeline = compiled(
        order=RoutineOrder.ROUNDS,
        round_prescriptions=(
            prescribe(PLANK, set_count=1),
            prescribe(BELLY),
        ),
        change_seconds=15,
    )
    assert cue_moments(phase_of(timeline, PhaseKind.REST)) == [
        (0, "set_done"),
        (1, "rest_next_exercise"),
        (12, "countdown"),
    ]


@pytest.mark.parametrize(("seconds", "countdowns"), [(2, 0), (3, 1)])
def test_a_short_rest_has_no_countdown(seconds: float, countdowns: int) -> None:
    """Three seconds don't fit into two."""
    timeline = compiled(prescribe(PLANK, set_count=2, rest_seconds=seconds))
    words = [text for _, text in cue_moments(phase_of(timeline, PhaseKind.REST))]
    assert words.count("countdown") == countdowns


def test_a_short_prepare_has_no_time_to_announce() -> None:
    """What would come behind the end of a phase is left out."""
    timeline = compiled(prescribe(BELLY), prescribe(PLANK, prepare_seconds=2))
    assert cue_moments(phase_of(timeline, PhaseKind.PREPARE)) == [
        (0, "exercise_done belly")
    ]


# Importance


def test_the_order_of_importance() -> None:
    """The list of R-SPEECH, with the pace behind it."""
    assert list(CuePriority) == [
        "safety",
        "countdown",
        "start_end",
        "last_ten",
        "halfway",
        "form",
        "tip",
        "pace",
    ]


@pytest.mark.parametrize(
    ("key", "priority"),
    [
        (CueKey.REPS_START, CuePriority.START_END),
        (CueKey.REP_LAST, CuePriority.LAST_TEN),
        (CueKey.REP_COUNT, CuePriority.HALFWAY),
        (CueKey.REP_FORM, CuePriority.FORM),
        (CueKey.REP_OUT, CuePriority.PACE),
        (CueKey.REP_BACK, CuePriority.PACE),
    ],
)
def test_what_matters_most_in_repetitions(key: CueKey, priority: CuePriority) -> None:
    """The words of each repetition matter least."""
    cues = phase_of(compiled(prescribe(BIRD_DOG)), PhaseKind.MOVE).cues
    assert {cue.priority for cue in cues if cue.key == key} == {priority}


@pytest.mark.parametrize(
    ("key", "priority"),
    [
        (CueKey.COUNTDOWN_END, CuePriority.COUNTDOWN),
        (CueKey.HOLD_START, CuePriority.START_END),
        (CueKey.TIME_LEFT, CuePriority.LAST_TEN),
        (CueKey.LAST_TEN, CuePriority.LAST_TEN),
        (CueKey.HALFWAY, CuePriority.HALFWAY),
        (CueKey.FORM_CUE, CuePriority.FORM),
    ],
)
def test_what_matters_most_in_a_hold(key: CueKey, priority: CuePriority) -> None:
    """Each cue of a hold says how much it matters when there is no time for all."""
    timeline = compiled(prescribe(PLANK, set_count=1, hold_seconds=90))
    assert [
        cue.priority
        for cue in phase_of(timeline, PhaseKind.HOLD).cues
        if cue.key == key
    ] == [priority]


def test_the_countdown_of_a_rest_matters_most() -> None:
    """A countdown is worth more than what a rest tells."""
    timeline = compiled(prescribe(PLANK))
    assert (
        Cue(key=CueKey.COUNTDOWN, at_seconds=-3, priority=CuePriority.COUNTDOWN)
        in phase_of(timeline, PhaseKind.REST).cues
    )
