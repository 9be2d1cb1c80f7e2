"""The words of BackCare as frozen data.

Durations are in seconds. Numbers count from 1, indexes from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from .cue import Cue

COUNTED_SHARE = 0.6
"""Share of the planned sets from which a session counts (``domain.md`` 3.2)."""


class ExerciseKind(StrEnum):
    """How the work of an exercise is measured."""

    HOLD = "hold"
    REPETITIONS = "repetitions"
    CONTINUOUS = "continuous"


class MuscleClass(StrEnum):
    """The muscles that an exercise trains."""

    LOCAL = "local"
    GLOBAL = "global"
    MIXED = "mixed"


class SideMode(StrEnum):
    """How an exercise, or a variant of it, treats the two sides of the body."""

    NONE = "none"
    LEFT_RIGHT = "left_right"
    """A set is done on one side; a prescription names the side or asks for both."""
    HALVES = "halves"
    """Each set is shared half and half over both sides."""
    ALTERNATING = "alternating"
    """The sides take turns within a set; repetitions count per side."""
    EMPHASIS = "emphasis"
    """Both sides work; the chosen one works harder."""


class Side(StrEnum):
    """The side that a phase is about."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"
    ALTERNATING = "alternating"

    @property
    def opposite(self) -> Side:
        """Return the other side; without a side, the same."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)


class SideChoice(StrEnum):
    """The side that a prescription asks for."""

    FIRST = "first"
    """The side that the person likes to start with."""
    SECOND = "second"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    CHOSEN = "chosen"
    """The side that the person chose for one-sided work."""


class RoutineOrder(StrEnum):
    """The order of the sets of a routine."""

    STRAIGHT = "straight"
    ROUNDS = "rounds"


class PhaseKind(StrEnum):
    """What the person does during a phase."""

    PREPARE = "prepare"
    HOLD = "hold"
    MOVE = "move"
    SIDE_CHANGE = "side_change"
    REST = "rest"

    @property
    def is_work(self) -> bool:
        """Return if the phase is a set, or one side of it."""
        return self in (PhaseKind.HOLD, PhaseKind.MOVE)


class SessionStatus(StrEnum):
    """Whether the clock of a session runs."""

    IDLE = "idle"
    ACTIVE = "active"
    PAUSED = "paused"


class Outcome(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class StopReason(StrEnum):
    """Why the person stopped a session early."""

    PAIN = "pain"
    TOO_HARD = "too_hard"
    NO_TIME = "no_time"
    OTHER = "other"


class Scope(StrEnum):
    """How far skip and previous go."""

    PHASE = "phase"
    EXERCISE = "exercise"


class EventType(StrEnum):
    """The moments of a session."""

    SESSION_STARTED = "session_started"
    EXERCISE_STARTED = "exercise_started"
    PHASE_STARTED = "phase_started"
    HALFWAY = "halfway"
    PHASE_FINISHED = "phase_finished"
    EXERCISE_FINISHED = "exercise_finished"
    PAUSED = "paused"
    RESUMED = "resumed"
    CHANGED = "changed"
    """The running phase was lengthened or shortened."""
    SKIPPED = "skipped"
    WENT_BACK = "went_back"
    SESSION_FINISHED = "session_finished"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_INTERRUPTED = "session_interrupted"
    CUE = "cue"
    """A cue is due that is no moment of its own."""


class Clock(Protocol):
    """The time, as the engine is told it."""

    def monotonic(self) -> float:
        """Return seconds on a clock that never steps."""

    def utcnow(self) -> datetime:
        """Return the wall clock as an aware UTC datetime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of an exercise; what is None is left to a more general dose."""

    set_count: int | None = None
    repetition_count: int | None = None
    """Repetitions of each set, per side."""
    repetition_counts: tuple[int, ...] | None = None
    """Repetitions of each set where the sets differ; gives the number of sets too."""
    repetition_count_max: int | None = None
    """Cap on the repetitions, for a routine that must stay short."""
    hold_seconds: float | None = None
    piece_seconds: float | None = None
    """Cuts a hold into pieces of this length, with a release between them."""
    release_seconds: float | None = None
    tempo_seconds: tuple[float, ...] | None = None
    """The parts of one repetition: out, still, back."""
    duration_seconds: float | None = None
    cycle_seconds: float | None = None
    rest_seconds: float | None = None
    prepare_seconds: float | None = None

    def over(self, general: Dose) -> Dose:
        """Return this dose with its gaps filled from a more general one.

        Naming sets in one form replaces the general dose's other form.
        """
        given = {
            f.name: value
            for f in fields(self)
            if (value := getattr(self, f.name)) is not None
        }
        if "set_count" in given or "repetition_count" in given:
            given.setdefault("repetition_counts", None)
        return replace(general, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An easier or harder form of an exercise."""

    id: str
    harder: bool
    kind: ExerciseKind | None = None
    sides: SideMode | None = None
    dose: Dose = field(default_factory=Dose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One movement with its article dose and its forms."""

    id: str
    kind: ExerciseKind
    muscle_class: MuscleClass
    sides: SideMode
    dose: Dose
    dose_group: str | None = None
    """The column of the level table that doses this exercise; None: always ``dose``."""
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Smallest and largest value that a person may choose, by dose field."""
    variants: Mapping[str, Variant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """An exercise in a routine, with what the routine asks of it."""

    exercise: Exercise
    variant: Variant | None = None
    side: SideChoice | None = None
    dose: Dose = field(default_factory=Dose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """Ordered prescriptions."""

    id: str
    prescriptions: tuple[Prescription, ...]
    order: RoutineOrder = RoutineOrder.STRAIGHT
    round_prescriptions: tuple[Prescription, ...] = ()
    """Done in rounds, one set each, before the others."""
    warm_up: tuple[Prescription, ...] = ()
    """Done before everything else."""
    change_seconds: float = 0
    """Rest between two exercises of the rounds."""
    uses_level: bool = False
    level_max: int | None = None
    weekly_share: float = 1
    """What it counts for in the weekly number of sessions (``domain.md`` section 3)."""
    is_full: bool = False
    """A full session: raises the level and wants a rest day after it (rules P0, P9)."""
    per_day: int = 0
    """Times a day for a practice with its own counter."""
    locked: bool = False
    """Offered only after the person confirmed the add-on (``domain.md`` 5.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The doses of one level, by dose group."""

    number: int
    total_seconds: int
    """Length of the full routine at this level: the check sum of the table."""
    doses: Mapping[str, Dose]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the person chose, as far as it changes the timeline."""

    first_side: Side = Side.LEFT
    chosen_side: Side = Side.LEFT
    """The side of one-sided work."""
    rest_seconds: float | None = None
    """Rest between sets of level-dosed routines; None: as in the catalogue."""
    variants: Mapping[str, str] = field(default_factory=dict)
    """Exercise id to variant id, for routines that name none."""
    exercise_levels: Mapping[str, int] = field(default_factory=dict)
    """Exercise id to the level it has reached since it started anew (rule P8)."""
    fill_to_goal: bool = False
    """Stretch the continuous exercise of a full routine towards 30 minutes."""
    guidance_seconds: Mapping[str, float] = field(default_factory=dict)
    """Exercise id to the length of its full instructions, where they are wanted."""
    greeting_seconds: float = 0
    """What is said before the first exercise is announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One slice of a session with one instruction."""

    kind: PhaseKind
    exercise_id: str
    muscle_class: MuscleClass
    step_index: int
    """Which visit of an exercise this belongs to."""
    duration_seconds: float
    variant_id: str | None = None
    side: Side = Side.NONE
    set_number: int = 1
    set_count: int = 1
    repetition_count: int = 1
    """Repetitions per side."""
    hold_seconds: float = 0
    """Length of one hold."""
    release_seconds: float = 0
    tempo_seconds: tuple[float, ...] = ()
    cycle_seconds: float = 0
    is_guided: bool = False
    """Long enough to hear the full instructions of the exercise."""
    is_warm_up: bool = False
    cues: tuple[Cue, ...] = ()

    @property
    def is_set(self) -> bool:
        """Return if the phase is a planned set, or one side of it."""
        return self.kind.is_work and not self.is_warm_up


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A compiled routine."""

    routine_id: str
    level: int
    phases: tuple[Phase, ...]

    @cached_property
    def starts(self) -> tuple[float, ...]:
        """Return the seconds at which each phase starts, and the last one ends."""
        return tuple(accumulate((p.duration_seconds for p in self.phases), initial=0))

    @property
    def total_seconds(self) -> float:
        """Return the length of all phases together."""
        return self.starts[-1]

    @cached_property
    def set_count(self) -> int:
        """Return how many sets are planned, each side of a set counted."""
        return sum(phase.is_set for phase in self.phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSnapshot:
    """Everything that can be seen of a session at one moment."""

    status: SessionStatus = SessionStatus.IDLE
    session_id: str | None = None
    routine_id: str | None = None
    level: int | None = None
    started_at: datetime | None = None
    phase: Phase | None = None
    phase_number: int = 0
    phase_count: int = 0
    phase_seconds: float = 0
    """Length of the phase with added time."""
    remaining_seconds: float = 0
    """Left of the phase."""
    reentry_seconds: float = 0
    """Left of getting back into position, before the phase goes on."""
    session_seconds: float = 0
    """Length of the whole session with added time."""
    session_remaining_seconds: float = 0
    phase_ends_at: datetime | None = None
    """None while paused."""
    session_ends_at: datetime | None = None
    next_exercise_id: str | None = None
    progress: float = 0
    """Share of the session done when the phase started, 0 to 1."""
    active_seconds: float = 0
    """Time that the clock of the session ran."""
    set_done_count: int = 0
    set_total_count: int = 0

    @property
    def completed(self) -> float:
        """Return the share of the planned sets that is done, 0 to 1."""
        if not self.set_total_count:
            return 0.0
        return self.set_done_count / self.set_total_count


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """A moment of a session: what happened, when it was due, and to which phase."""

    type: EventType
    due_at: datetime
    snapshot: SessionSnapshot
    """The session as this event sees it: ``phase_finished`` sees the finished phase."""
    cue: Cue | None = None
    reason: StopReason | None = None
    next_phase: Phase | None = None
    """The phase after this one, for cues that announce it."""
