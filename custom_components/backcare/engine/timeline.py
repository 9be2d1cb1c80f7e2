"""Compiles a routine into the phases of a session.

All loops over sets, sides and repetitions live here and nowhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Self

from .errors import InvalidRoutine, UnknownLevel
from .models import (
    Dose,
    Exercise,
    ExerciseKind,
    Level,
    Phase,
    PhaseKind,
    Preferences,
    Prescription,
    Routine,
    Side,
    SideChoice,
    SideMode,
    Timeline,
    Variant,
)
from .script import with_cues

SIDE_CHANGE_SECONDS = 10
"""Time to turn over: the switch cue and its window (``domain.md`` 6.3), a breath more."""

GOAL_SECONDS = 30 * 60
"""The article's length of a session (``domain.md`` S11)."""

MAX_CONTINUOUS_SECONDS = 600
"""Longest continuous exercise (``domain.md`` S08)."""

FILL_MAX_LEVEL = 4
"""Levels above it are long enough as they are (``domain.md`` 4.1)."""

GUIDED_EXTRA_SECONDS = 7
"""What a preparation has on top of its full instructions (R-SPEECH)."""

_NO_PREFERENCES = Preferences()


def compile_timeline(
    routine: Routine,
    levels: Mapping[int, Level],
    level_number: int,
    preferences: Preferences = _NO_PREFERENCES,
) -> Timeline:
    """Return the timeline of a routine for a person at a level.

    Raises UnknownLevel for a level that the table does not have, and InvalidRoutine for
    a routine without any work in it.
    """
    if level_number not in levels:
        raise UnknownLevel(level=level_number, levels=f"1-{max(levels)}")
    context = _Context(
        routine=routine,
        levels=levels,
        level_number=level_number,
        preferences=preferences,
    )
    phases = [phase for phase in _phases(context) if phase.duration_seconds > 0]
    if not any(phase.is_set for phase in phases):
        raise InvalidRoutine(path="prescriptions", reason="takes no time")
    phases = list(_with_time_to_listen(phases, preferences))
    if preferences.fill_to_goal and routine.is_full and level_number <= FILL_MAX_LEVEL:
        phases = _filled_to_goal(phases)
    return Timeline(routine_id=routine.id, level=level_number, phases=with_cues(phases))


def varied(
    timeline: Timeline, later: int, exercise_id: str, variant_id: str | None
) -> Timeline:
    """Return a timeline with an exercise in another form from the index of a phase on.

    The form has to take as long as the one before it.
    """
    phases = tuple(
        replace(phase, variant_id=variant_id)
        if index >= later and phase.exercise_id == exercise_id
        else phase
        for index, phase in enumerate(timeline.phases)
    )
    return replace(timeline, phases=(*phases[:later], *with_cues(phases)[later:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What a compilation is about."""

    routine: Routine
    levels: Mapping[int, Level]
    level_number: int
    preferences: Preferences

    def level_for(self, exercise: Exercise, variant: Variant | None) -> Level:
        """Return the level that doses an exercise; a harder one starts anew (rule P8)."""
        number = min(self.level_number, self.routine.level_max or self.level_number)
        own = self.preferences.exercise_levels.get(
            exercise.id, min(self.levels) if variant and variant.harder else number
        )
        return self.levels[min(own, number)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A prescription with every choice made: what each of its sets is."""

    prescription: Prescription
    kind: ExerciseKind
    sides: tuple[Side, ...]
    dose: Dose
    repetition_counts: tuple[int, ...]

    @classmethod
    def of(cls, prescription: Prescription, context: _Context) -> Self:
        """Return the work of a prescription.

        The more special dose wins: prescription, variant, level, exercise.
        """
        exercise = prescription.exercise
        preferences = context.preferences
        variant = prescription.variant or exercise.variants.get(
            preferences.variants.get(exercise.id, "")
        )
        dose = exercise.dose
        if context.routine.uses_level:
            level = context.level_for(exercise, variant)
            if level_dose := level.doses.get(exercise.dose_group or ""):
                dose = level_dose.over(dose)
            if preferences.rest_seconds is not None:
                dose = Dose(rest_seconds=preferences.rest_seconds).over(dose)
        if variant:
            dose = variant.dose.over(dose)
        dose = prescription.dose.over(dose)
        kind = (variant and variant.kind) or exercise.kind
        mode = (variant and variant.sides) or exercise.sides
        if mode is SideMode.HALVES and dose.hold_seconds:
            dose = replace(dose, hold_seconds=dose.hold_seconds / 2)
        return cls(
            prescription=replace(prescription, variant=variant),
            kind=kind,
            sides=_sides(mode, prescription.side, preferences),
            dose=dose,
            repetition_counts=_repetition_counts(kind, dose),
        )

    def phase(self, kind: PhaseKind, step_index: int, seconds: float) -> Phase:
        """Return a phase of this work, before anything is known of its set."""
        variant = self.prescription.variant
        return Phase(
            kind=kind,
            exercise_id=self.prescription.exercise.id,
            variant_id=variant.id if variant else None,
            muscle_class=self.prescription.exercise.muscle_class,
            step_index=step_index,
            duration_seconds=seconds,
            side=self.sides[0],
            set_count=self.set_count,
            repetition_count=self.repetition_counts[0],
            hold_seconds=self._hold_seconds,
            tempo_seconds=self._tempo_seconds,
            cycle_seconds=self._cycle_seconds,
        )

    def prepare(self, step_index: int) -> Phase:
        """Return the phase in which the person gets into position."""
        return self.phase(PhaseKind.PREPARE, step_index, self.dose.prepare_seconds or 0)

    def rest(self, step_index: int, set_number: int, seconds: float) -> Phase:
        """Return the rest after a set."""
        rest = self.phase(PhaseKind.REST, step_index, seconds)
        return replace(rest, set_number=set_number, side=self.sides[-1])

    def one_set(self, step_index: int, set_number: int) -> Iterator[Phase]:
        """Yield one set, side by side with the change between them."""
        for side_index, side in enumerate(self.sides):
            if side_index:
                change = self.phase(
                    PhaseKind.SIDE_CHANGE, step_index, SIDE_CHANGE_SECONDS
                )
                yield replace(change, side=side, set_number=set_number)
            yield self._work_phase(step_index, set_number, side)

    def _work_phase(self, step_index: int, set_number: int, side: Side) -> Phase:
        """Return the work of one set on one side."""
        repetitions = self.repetition_counts[set_number - 1]
        release = 0.0
        match self.kind:
            case ExerciseKind.HOLD:
                kind = PhaseKind.HOLD
                if repetitions > 1:
                    release = self.dose.release_seconds or 0
                seconds = repetitions * (self._hold_seconds + release) - release
            case ExerciseKind.REPETITIONS:
                kind = PhaseKind.MOVE
                turns = 2 if side is Side.ALTERNATING else 1
                seconds = repetitions * turns * sum(self._tempo_seconds)
            case _:
                kind = PhaseKind.MOVE
                seconds = self.dose.duration_seconds or 0
        return replace(
            self.phase(kind, step_index, seconds),
            side=side,
            set_number=set_number,
            repetition_count=repetitions,
            release_seconds=release,
        )

    @property
    def set_count(self) -> int:
        """Return how many sets there are."""
        return len(self.repetition_counts)

    @property
    def _hold_seconds(self) -> float:
        """Return the length of one hold."""
        if self.kind is not ExerciseKind.HOLD:
            return 0
        hold = self.dose.hold_seconds or 0
        return min(hold, self.dose.piece_seconds or hold)

    @property
    def _tempo_seconds(self) -> tuple[float, ...]:
        """Return the parts of one repetition."""
        if self.kind is not ExerciseKind.REPETITIONS:
            return ()
        return self.dose.tempo_seconds or ()

    @property
    def _cycle_seconds(self) -> float:
        """Return the length of one cycle."""
        if self.kind is not ExerciseKind.CONTINUOUS:
            return 0
        return self.dose.cycle_seconds or 0


def _phases(context: _Context) -> Iterator[Phase]:
    """Yield the phases in order, empty ones too."""
    routine = context.routine
    for phase in _straight(routine.warm_up, 0, context):
        yield replace(phase, is_warm_up=True)
    first_step = len(routine.warm_up)
    rounds = [_Work.of(item, context) for item in routine.round_prescriptions]
    turns = [
        (work, set_number)
        for set_number in range(
            1, 1 + max((work.set_count for work in rounds), default=0)
        )
        for work in rounds
        if set_number <= work.set_count
    ]
    for step_index, (work, set_number) in enumerate(turns, first_step):
        if step_index == first_step:
            yield work.prepare(step_index)
        else:
            before, number_before = turns[step_index - first_step - 1]
            yield before.rest(step_index - 1, number_before, routine.change_seconds)
        yield from work.one_set(step_index, set_number)
    yield from _straight(routine.prescriptions, first_step + len(turns), context)


def _straight(
    prescriptions: tuple[Prescription, ...], first_step: int, context: _Context
) -> Iterator[Phase]:
    """Yield prescriptions with all their sets, one after the other."""
    for step_index, prescription in enumerate(prescriptions, first_step):
        work = _Work.of(prescription, context)
        yield work.prepare(step_index)
        for set_number in range(1, 1 + work.set_count):
            if set_number > 1:
                yield work.rest(step_index, set_number - 1, work.dose.rest_seconds or 0)
            yield from work.one_set(step_index, set_number)


def _repetition_counts(kind: ExerciseKind, dose: Dose) -> tuple[int, ...]:
    """Return the repetitions of each set; the pieces of a hold count as such.

    The pieces come as near to the hold as whole ones can; half a piece is one more.
    """
    counts = dose.repetition_counts or (dose.repetition_count or 1,) * (
        dose.set_count or 1
    )
    if cap := dose.repetition_count_max:
        counts = tuple(min(count, cap) for count in counts)
    if kind is ExerciseKind.HOLD and (piece := dose.piece_seconds):
        pieces = max(1, floor((dose.hold_seconds or 0) / piece + 0.5))
        counts = tuple(count * pieces for count in counts)
    return counts


def _sides(
    mode: SideMode, choice: SideChoice | None, preferences: Preferences
) -> tuple[Side, ...]:
    """Return the sides of each set, in the order in which they are done."""
    first = preferences.first_side
    both = (first, first.opposite)
    match mode, choice:
        case SideMode.NONE, _:
            return (Side.NONE,)
        case SideMode.ALTERNATING, _:
            return (Side.ALTERNATING,)
        case SideMode.HALVES, _:
            return both
        case _, SideChoice.LEFT:
            return (Side.LEFT,)
        case _, SideChoice.RIGHT:
            return (Side.RIGHT,)
        case _, SideChoice.FIRST:
            return (first,)
        case _, SideChoice.SECOND:
            return (first.opposite,)
        case (_, SideChoice.CHOSEN) | (SideMode.EMPHASIS, None):
            return (preferences.chosen_side,)
        case _:
            return both


def _with_time_to_listen(
    phases: list[Phase], preferences: Preferences
) -> Iterator[Phase]:
    """Yield the phases with time for the greeting and for full instructions."""
    greeting_seconds = preferences.greeting_seconds
    for phase in phases:
        seconds = phase.duration_seconds
        if phase.kind is PhaseKind.PREPARE:
            speech_seconds = preferences.guidance_seconds.get(phase.exercise_id, 0)
            if speech_seconds:
                speech_seconds = ceil(greeting_seconds + speech_seconds)
                seconds = max(seconds, speech_seconds + GUIDED_EXTRA_SECONDS)
            else:
                seconds += ceil(greeting_seconds)
            phase = replace(
                phase, duration_seconds=seconds, is_guided=speech_seconds > 0
            )
        yield phase
        greeting_seconds = 0


def _filled_to_goal(phases: list[Phase]) -> list[Phase]:
    """Return the phases with the last continuous one stretched towards the goal."""
    missing = GOAL_SECONDS - sum(phase.duration_seconds for phase in phases)
    continuous = [
        index
        for index, phase in enumerate(phases)
        if phase.is_set and phase.cycle_seconds
    ]
    if missing <= 0 or not continuous:
        return phases
    last = continuous[-1]
    seconds = phases[last].duration_seconds
    stretched = min(seconds + missing, max(seconds, MAX_CONTINUOUS_SECONDS))
    return [
        *phases[:last],
        replace(phases[last], duration_seconds=stretched),
        *phases[last + 1 :],
    ]
