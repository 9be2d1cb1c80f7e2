"""Says which cue belongs to which moment of a phase (``domain.md`` section 6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from .cue import Cue, CuePriority
from .models import MuscleClass, Phase, PhaseKind, Side

COUNTDOWN_SECONDS = 3

TIP_REST_SECONDS = 20
"""Shortest rest in which a tip leaves quiet between the cues."""


class CueKey(StrEnum):
    """The sentences that belong to a moment of a phase."""

    PREPARE = "prepare"
    PREPARE_SIDE = "prepare_side"
    PREPARE_BOOKLET = "prepare_booklet"
    PREPARE_GUIDED = "prepare_guided"
    COUNTDOWN = "countdown"
    HOLD_START = "hold_start"
    FORM_CUE = "form_cue"
    HALFWAY = "halfway"
    TIME_LEFT = "time_left"
    LAST_TEN = "last_ten"
    COUNTDOWN_END = "countdown_end"
    SET_DONE = "set_done"
    REST_NEXT_SET = "rest_next_set"
    REST_TIP = "rest_tip"
    REST_NEXT_EXERCISE = "rest_next_exercise"
    SWITCH_SIDE = "switch_side"
    REPS_START = "reps_start"
    REPS_START_PLAIN = "reps_start_plain"
    REP_OUT = "rep_out"
    REP_BACK = "rep_back"
    REP_COUNT = "rep_count"
    REP_FORM = "rep_form"
    REP_LAST = "rep_last"
    REP_UP = "rep_up"
    REP_HOLD = "rep_hold"
    REP_DOWN = "rep_down"
    CONTRACT = "contract"
    CONTRACT_KEEP = "contract_keep"
    RELEASE = "release"
    CONTRACT_LEFT = "contract_left"
    CONTINUOUS_START = "continuous_start"
    PACE_ROUND = "pace_round"
    PACE_HOLLOW = "pace_hollow"
    MINUTES_LEFT = "minutes_left"
    EXERCISE_DONE = "exercise_done"
    PAUSED_REMINDER = "paused_reminder"


_WITH_BOOKLET = frozenset({("bird_dog", None)})
"""Exercise and variant of the repetitions with a booklet on the back."""

_LIFTS = frozenset({"back_extension_asymmetric", "glute_bridge"})
"""Exercises whose repetitions go up and down, not out and back."""

_REACH_WORDS = (CueKey.REP_OUT, CueKey.REP_HOLD, CueKey.REP_BACK)
_LIFT_WORDS = (CueKey.REP_UP, CueKey.REP_HOLD, CueKey.REP_DOWN)
"""The words of the parts of one repetition."""

_TOLD_PRIORITY = {
    CueKey.REPS_START: CuePriority.START_END,
    CueKey.REPS_START_PLAIN: CuePriority.START_END,
    CueKey.REP_LAST: CuePriority.LAST_TEN,
    CueKey.REP_COUNT: CuePriority.HALFWAY,
    CueKey.REP_FORM: CuePriority.FORM,
}
"""Of what is told in the place of a word; the words are of CuePriority.PACE."""

_COUNT_EVERY = 5
"""So many repetitions per side are counted at a time."""

_FORM_NUMBER = 8
"""The repetition per side at which the booklet is recalled."""

_FORM_MIN_COUNT = 10
"""Fewer repetitions per side are over too soon for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _HoldCue:
    """A cue of a single hold: from which length on, and where in it."""

    key: CueKey
    priority: CuePriority
    from_seconds: float
    share: float | None = None
    at_seconds: float = 0


_HOLD_CUES = (
    _HoldCue(key=CueKey.HOLD_START, priority=CuePriority.START_END, from_seconds=0),
    _HoldCue(
        key=CueKey.FORM_CUE, priority=CuePriority.FORM, from_seconds=40, share=0.25
    ),
    _HoldCue(
        key=CueKey.HALFWAY, priority=CuePriority.HALFWAY, from_seconds=20, share=0.5
    ),
    _HoldCue(
        key=CueKey.TIME_LEFT,
        priority=CuePriority.LAST_TEN,
        from_seconds=75,
        at_seconds=-30,
    ),
    _HoldCue(
        key=CueKey.LAST_TEN,
        priority=CuePriority.LAST_TEN,
        from_seconds=30,
        at_seconds=-10,
    ),
    _HoldCue(
        key=CueKey.COUNTDOWN_END,
        priority=CuePriority.COUNTDOWN,
        from_seconds=10,
        at_seconds=-COUNTDOWN_SECONDS,
    ),
)
"""The table of ``domain.md`` 6.2."""


def with_cues(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """Return the phases with the cues that belong to each and fit into it."""
    return tuple(
        replace(
            phase,
            cues=tuple(
                cue
                for cue in _cues(
                    phase,
                    before=phases[index - 1] if index else None,
                    after=phases[index + 1] if index + 1 < len(phases) else None,
                )
                if 0 <= cue.seconds_in(phase.duration_seconds) < phase.duration_seconds
            ),
        )
        for index, phase in enumerate(phases)
    )


def _cues(phase: Phase, before: Phase | None, after: Phase | None) -> Iterator[Cue]:
    """Yield the cues of a phase in the order of the table."""
    match phase.kind:
        case PhaseKind.PREPARE:
            yield from _prepare_cues(phase, before)
        case PhaseKind.REST:
            yield from _rest_cues(phase, after)
        case PhaseKind.SIDE_CHANGE:
            yield Cue(key=CueKey.SWITCH_SIDE, at_seconds=0)
        case PhaseKind.HOLD if phase.repetition_count == 1:
            yield from _hold_cues(phase)
        case PhaseKind.HOLD:
            yield from _repeated_hold_cues(phase)
        case _ if phase.tempo_seconds:
            yield from _repetition_cues(phase)
        case _:
            yield from _continuous_cues(phase)
    if not phase.kind.is_work:
        yield Cue(
            key=CueKey.COUNTDOWN,
            at_seconds=-COUNTDOWN_SECONDS,
            priority=CuePriority.COUNTDOWN,
        )


def _prepare_cues(phase: Phase, before: Phase | None) -> Iterator[Cue]:
    """Yield the end of the exercise before and the announcement of this one."""
    at_seconds = 0
    if before:
        yield Cue(
            key=CueKey.EXERCISE_DONE,
            at_seconds=0,
            values={"exercise_id": before.exercise_id},
        )
        at_seconds = 2
    if phase.is_guided:
        key = CueKey.PREPARE_GUIDED
    elif _has_booklet(phase):
        key = CueKey.PREPARE_BOOKLET
    elif phase.side in (Side.LEFT, Side.RIGHT) and not phase.tempo_seconds:
        # Repetitions with an emphasis have the side in the spoken name.
        key = CueKey.PREPARE_SIDE
    else:
        key = CueKey.PREPARE
    yield Cue(key=key, at_seconds=at_seconds)


def _rest_cues(phase: Phase, after: Phase | None) -> Iterator[Cue]:
    """Yield the end of the set and what comes after the rest."""
    yield Cue(key=CueKey.SET_DONE, at_seconds=0)
    if after is not None and after.step_index != phase.step_index:
        yield Cue(key=CueKey.REST_NEXT_EXERCISE, at_seconds=1)
        return
    yield Cue(key=CueKey.REST_NEXT_SET, at_seconds=1)
    if phase.set_number == 1 and phase.duration_seconds >= TIP_REST_SECONDS:
        yield Cue(
            key=CueKey.REST_TIP,
            at_seconds=phase.duration_seconds / 2,
            priority=CuePriority.TIP,
        )


def _hold_cues(phase: Phase) -> Iterator[Cue]:
    """Yield the cues of one long hold."""
    for row in _HOLD_CUES:
        if phase.duration_seconds >= row.from_seconds:
            yield Cue(
                key=row.key,
                at_seconds=row.at_seconds,
                share=row.share,
                priority=row.priority,
                values={"seconds": 30} if row.key is CueKey.TIME_LEFT else {},
            )


def _repeated_hold_cues(phase: Phase) -> Iterator[Cue]:
    """Yield the cues of short holds with a release between them."""
    local = phase.muscle_class is MuscleClass.LOCAL
    for index in range(phase.repetition_count):
        start = index * (phase.hold_seconds + phase.release_seconds)
        left = phase.repetition_count - index - 1
        yield Cue(key=CueKey.CONTRACT if local else CueKey.HOLD_START, at_seconds=start)
        if local and index < 3 and phase.hold_seconds >= 8:
            yield Cue(
                key=CueKey.CONTRACT_KEEP,
                at_seconds=start + 4,
                priority=CuePriority.FORM,
            )
        if left:
            yield Cue(
                key=CueKey.RELEASE if local else CueKey.SET_DONE,
                at_seconds=start + phase.hold_seconds,
            )
        if left == 3:
            yield Cue(
                key=CueKey.CONTRACT_LEFT,
                at_seconds=start + phase.hold_seconds + 2,
                priority=CuePriority.LAST_TEN,
                values={"n": left},
            )


def _continuous_cues(phase: Phase) -> Iterator[Cue]:
    """Yield the start, the minutes and the pace of a continuous movement."""
    told = [Cue(key=CueKey.CONTINUOUS_START), *_minute_cues(phase)]
    moments = {cue.seconds_in(phase.duration_seconds) for cue in told}
    yield from told
    if phase.cycle_seconds:
        yield from (cue for cue in _pace_cues(phase) if cue.at_seconds not in moments)


def _minute_cues(phase: Phase) -> Iterator[Cue]:
    """Yield what is told at every full minute before the end."""
    minutes = int(phase.duration_seconds // 60)
    for left in range(minutes, 0, -1):
        if left * 60 < phase.duration_seconds:
            yield Cue(
                key=CueKey.MINUTES_LEFT,
                at_seconds=-left * 60,
                priority=CuePriority.LAST_TEN,
                values={"minutes": left},
            )


def _pace_cues(phase: Phase) -> Iterator[Cue]:
    """Yield both halves of each cycle; cycles are counted within the minute."""
    one = phase.cycle_seconds
    for index in range(ceil(phase.duration_seconds / one)):
        first_index = ceil(index * one // 60 * 60 / one)
        for key, part in ((CueKey.PACE_ROUND, 0), (CueKey.PACE_HOLLOW, 0.5)):
            yield Cue(
                key=key,
                at_seconds=(index + part) * one,
                priority=CuePriority.PACE,
                values={"cycle": index - first_index + 1},
            )


def _repetition_cues(phase: Phase) -> Iterator[Cue]:
    """Yield a word for each part of each repetition, or what is told in its place."""
    turns = 2 if phase.side is Side.ALTERNATING else 1
    one = sum(phase.tempo_seconds)
    words = _LIFT_WORDS if phase.exercise_id in _LIFTS else _REACH_WORDS
    told = _told_repetitions(phase, turns)
    for index in range(phase.repetition_count * turns):
        at_seconds = index * one
        keys = (told.get(index, words[0]), *words[1:])
        for key, seconds in zip(keys, phase.tempo_seconds, strict=True):
            if seconds or key in _TOLD_PRIORITY:
                count = {"n": index // turns} if key is CueKey.REP_COUNT else {}
                yield Cue(
                    key=key,
                    at_seconds=-2 * one if key is CueKey.REP_LAST else at_seconds,
                    priority=_TOLD_PRIORITY.get(key, CuePriority.PACE),
                    values={**count, "repetition": index + 1},
                )
            at_seconds += seconds


def _told_repetitions(phase: Phase, turns: int) -> dict[int, CueKey]:
    """Return what is told at the start of a repetition, by its index.

    Where two meet, the one that is added later here is told.
    """
    total = phase.repetition_count * turns
    told: dict[int, CueKey] = {}
    if _has_booklet(phase) and phase.repetition_count >= _FORM_MIN_COUNT:
        told[(_FORM_NUMBER - 1) * turns] = CueKey.REP_FORM
    if turns > 1:
        every = _COUNT_EVERY * turns
        told |= dict.fromkeys(range(every, total, every), CueKey.REP_COUNT)
    if total > 2:
        told[total - 2] = CueKey.REP_LAST
    told[0] = CueKey.REPS_START if turns > 1 else CueKey.REPS_START_PLAIN
    return told


def _has_booklet(phase: Phase) -> bool:
    """Return if there is a booklet on the back of the person."""
    return (phase.exercise_id, phase.variant_id) in _WITH_BOOKLET
