"""Says which cue belongs to which moment of a phase (``domain.md`` section 6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .models import Cue, CuePriority, MuscleClass, Phase, PhaseKind, Side

COUNTDOWN_SECONDS = 3

TIP_REST_SECONDS = 20
"""Shortest rest in which a tip leaves quiet between the cues."""


class CueKey(StrEnum):
    """The sentences that belong to a moment of a phase."""

    PREPARE = "prepare"
    PREPARE_SIDE = "prepare_side"
    PREPARE_BOOKLET = "prepare_booklet"
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
    REP_COUNT = "rep_count"
    REP_LAST = "rep_last"
    CONTRACT = "contract"
    CONTRACT_KEEP = "contract_keep"
    RELEASE = "release"
    CONTRACT_LEFT = "contract_left"
    CONTINUOUS_START = "continuous_start"
    MINUTES_LEFT = "minutes_left"
    EXERCISE_DONE = "exercise_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class _HoldCue:
    """A cue of a single hold: from which length on, and where in it."""

    key: CueKey
    priority: CuePriority
    from_seconds: float
    share: float = 0
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
                if -phase.duration_seconds <= cue.at_seconds < phase.duration_seconds
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
        case PhaseKind.MOVE if phase.cycle_seconds:
            yield from _continuous_cues(phase)
        case _:
            yield from _repetition_cues(phase)
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
    if phase.exercise_id == "bird_dog":
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
    seconds = phase.duration_seconds
    for row in _HOLD_CUES:
        if seconds >= row.from_seconds:
            yield Cue(
                key=row.key,
                at_seconds=row.at_seconds or row.share * seconds,
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
    """Yield the start and the minutes of a continuous movement."""
    yield Cue(key=CueKey.CONTINUOUS_START, at_seconds=0)
    minutes = int(phase.duration_seconds // 60)
    for left in range(minutes, 0, -1):
        if left * 60 < phase.duration_seconds:
            yield Cue(
                key=CueKey.MINUTES_LEFT if left > 1 else CueKey.TIME_LEFT,
                at_seconds=-left * 60,
                priority=CuePriority.LAST_TEN,
                values={"minutes": left} if left > 1 else {"seconds": 60},
            )


def _repetition_cues(phase: Phase) -> Iterator[Cue]:
    """Yield the start, the count of every five and the last two repetitions."""
    alternating = phase.side is Side.ALTERNATING
    yield Cue(
        key=CueKey.REPS_START if alternating else CueKey.REPS_START_PLAIN,
        at_seconds=0,
    )
    one = sum(phase.tempo_seconds)
    turns = 2 if alternating else 1
    for count in range(5, phase.repetition_count, 5) if alternating else ():
        yield Cue(
            key=CueKey.REP_COUNT,
            at_seconds=count * turns * one,
            priority=CuePriority.HALFWAY,
            values={"n": count},
        )
    if phase.repetition_count * turns > 2:
        yield Cue(
            key=CueKey.REP_LAST, at_seconds=-2 * one, priority=CuePriority.LAST_TEN
        )
