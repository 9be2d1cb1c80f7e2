"""A clock set by hand, hand-made exercises, and sessions that read like a sentence."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Self

import pytest

from custom_components.backcare.engine.cue import Cue, CuePriority
from custom_components.backcare.engine.errors import EngineError
from custom_components.backcare.engine.models import (
    Dose,
    EventType,
    Exercise,
    ExerciseKind,
    Level,
    MuscleClass,
    Phase,
    PhaseKind,
    Preferences,
    Prescription,
    Routine,
    Scope,
    SessionEvent,
    SessionSnapshot,
    Side,
    SideChoice,
    SideMode,
    StopReason,
    Timeline,
    Variant,
)
from custom_components.backcare.engine.session import SessionEngine
from custom_components.backcare.engine.timeline import compile_timeline

WALL_START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
MONOTONIC_START = 1000.0


class FakeClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, monotonic: float = MONOTONIC_START) -> None:
        """Begin at a round moment."""
        self.first = monotonic
        self._monotonic = monotonic
        self._wall_offset_seconds = 0.0

    def monotonic(self) -> float:
        """Return seconds on the clock that never steps."""
        return self._monotonic

    def utcnow(self) -> datetime:
        """Return the wall clock."""
        return WALL_START + timedelta(
            seconds=self._monotonic - self.first + self._wall_offset_seconds
        )

    def set_monotonic(self, moment: float) -> None:
        """Go on to a later moment."""
        assert moment >= self._monotonic
        self._monotonic = moment

    def step_wall(self, seconds: float) -> None:
        """Set the wall clock forward or back; nothing really passes."""
        self._wall_offset_seconds += seconds


class Play:
    """One session on a clock set by hand; keeps every event."""

    def __init__(
        self,
        timeline: Timeline,
        *,
        clock: FakeClock | None = None,
        engine: SessionEngine | None = None,
    ) -> None:
        """Take a new session of the timeline, or one that there is already."""
        self.clock = clock or FakeClock()
        self.engine = engine or SessionEngine(timeline, self.clock, "session-1")
        self.events: list[SessionEvent] = []
        self.dues: list[float] = []
        """Seconds from the first moment of the clock to each event; no wall in it."""
        self.moments: list[list[EventType]] = []
        """The types of the events that came together."""
        self.engine.add_listener(self._on_events)

    def _on_events(self, events: tuple[SessionEvent, ...]) -> None:
        self.events.extend(events)
        now = self.clock.monotonic() - self.clock.first
        self.dues.extend(
            now + (event.due_at - self.clock.utcnow()).total_seconds()
            for event in events
        )
        self.moments.append([event.type for event in events])

    # What passes

    def elapse(self, seconds: float) -> Self:
        """Let time pass, with a wake at each deadline, as the controller does."""
        end = self.clock.monotonic() + seconds
        while (due := self.engine.next_due_at()) is not None and due <= end:
            self.clock.set_monotonic(max(due, self.clock.monotonic()))
            self.engine.advance()
        self.clock.set_monotonic(end)
        return self

    def oversleep(self, seconds: float) -> Self:
        """Let time pass without a wake."""
        self.clock.set_monotonic(self.clock.monotonic() + seconds)
        return self

    def wake(self) -> Self:
        """Let the session handle what is due."""
        self.engine.advance()
        return self

    def step_wall_clock(self, seconds: float) -> Self:
        """Set the wall clock forward or back."""
        self.clock.step_wall(seconds)
        return self

    # What the person does

    def start(self) -> Self:
        """Start the session."""
        self.engine.start()
        return self

    def pause(self) -> Self:
        """Pause the session."""
        self.engine.pause()
        return self

    def resume(self) -> Self:
        """Resume the session."""
        self.engine.resume()
        return self

    def skip(self, scope: Scope = Scope.PHASE) -> Self:
        """Skip a phase or an exercise."""
        self.engine.skip(scope)
        return self

    def previous(self, scope: Scope = Scope.PHASE) -> Self:
        """Go back a phase or an exercise."""
        self.engine.previous(scope)
        return self

    def change(self, seconds: float) -> Self:
        """Lengthen or shorten the running phase."""
        self.engine.change(seconds)
        return self

    def cancel(self, reason: StopReason | None = None) -> Self:
        """Stop the session."""
        self.engine.cancel(reason)
        return self

    def interrupt(self) -> Self:
        """Give up the session that was found at start-up."""
        self.engine.interrupt()
        return self

    def restart(self) -> Play:
        """Return the session as it comes back from a file, on a clock of its own."""
        clock = copy(self.clock)
        stored = json.loads(json.dumps(self.engine.to_dict()))
        engine = SessionEngine.from_dict(stored, clock)
        return Play(engine.timeline, clock=clock, engine=engine)

    # What can be seen

    @property
    def snapshot(self) -> SessionSnapshot:
        """Return the session as it is now."""
        return self.engine.snapshot()

    @property
    def last(self) -> SessionEvent:
        """Return the newest event."""
        return self.events[-1]

    @property
    def log(self) -> list[str]:
        """Return the moments that are no cue: ``1:15 phase_finished 2``."""
        return [
            f"{clock_text(due)} {event.type} {event.snapshot.phase_number}"
            for due, event in zip(self.dues, self.events, strict=True)
            if event.cue is None
        ]

    @property
    def cues(self) -> list[str]:
        """Return the cues: ``1:05 last_ten``."""
        return [
            f"{clock_text(due)} {event.cue.key}"
            for due, event in zip(self.dues, self.events, strict=True)
            if event.cue
        ]

    def since(self, event_type: EventType) -> list[str]:
        """Return the log from the last event of a type on."""
        log = self.log
        index = max(i for i, line in enumerate(log) if f" {event_type} " in line)
        return log[index:]

    def of(self, event_type: EventType) -> list[SessionEvent]:
        """Return the events of a type."""
        return [event for event in self.events if event.type is event_type]


def play(timeline: Timeline) -> Play:
    """Start a session of the timeline."""
    return Play(timeline).start()


def refused(session: Play, command: Callable[[Play], Play]) -> type[EngineError]:
    """Return the error of a command that must change nothing."""
    before = (session.engine.to_dict(), len(session.events), session.snapshot)
    with pytest.raises(EngineError) as caught:
        command(session)
    assert (session.engine.to_dict(), len(session.events), session.snapshot) == before
    return type(caught.value)


def clock_text(seconds: float) -> str:
    """Return seconds as ``1:15``, with the fraction if there is one."""
    minutes, rest = divmod(round(seconds, 3), 60)
    return f"{minutes:.0f}:{rest:02g}"


# Exercises of every kind, as the catalogue could have them

PLANK = Exercise(
    id="plank",
    kind=ExerciseKind.HOLD,
    muscle_class=MuscleClass.GLOBAL,
    sides=SideMode.NONE,
    dose_group="holds",
    dose=Dose(set_count=3, hold_seconds=60, rest_seconds=20, prepare_seconds=15),
    variants={
        item.id: item
        for item in (
            Variant(id="knees", harder=False),
            Variant(
                id="split",
                harder=False,
                dose=Dose(piece_seconds=10, release_seconds=5),
            ),
            Variant(id="long_lever", harder=True),
            Variant(id="one_leg", harder=True, sides=SideMode.HALVES),
            Variant(
                id="up_down",
                harder=False,
                kind=ExerciseKind.REPETITIONS,
                dose=Dose(set_count=2, repetition_count=10, tempo_seconds=(2, 3, 2)),
            ),
        )
    },
)
SIDE_PLANK = replace(
    PLANK, id="side_plank", sides=SideMode.LEFT_RIGHT, dose_group=None, variants={}
)
BELLY = Exercise(
    id="belly",
    kind=ExerciseKind.HOLD,
    muscle_class=MuscleClass.LOCAL,
    sides=SideMode.NONE,
    dose=Dose(
        repetition_count=6, hold_seconds=10, release_seconds=5, prepare_seconds=15
    ),
)
CAT_CAMEL = Exercise(
    id="cat_camel",
    kind=ExerciseKind.CONTINUOUS,
    muscle_class=MuscleClass.LOCAL,
    sides=SideMode.NONE,
    dose=Dose(duration_seconds=300, cycle_seconds=6, prepare_seconds=15),
)
BIRD_DOG = Exercise(
    id="bird_dog",
    kind=ExerciseKind.REPETITIONS,
    muscle_class=MuscleClass.MIXED,
    sides=SideMode.ALTERNATING,
    dose=Dose(
        set_count=3,
        repetition_count=20,
        tempo_seconds=(2, 0, 2),
        rest_seconds=20,
        prepare_seconds=20,
    ),
)
BACK_EXTENSION = Exercise(
    id="back_extension",
    kind=ExerciseKind.REPETITIONS,
    muscle_class=MuscleClass.GLOBAL,
    sides=SideMode.EMPHASIS,
    dose=Dose(
        set_count=3,
        repetition_count=10,
        tempo_seconds=(2, 1, 2),
        rest_seconds=30,
        prepare_seconds=20,
    ),
)
EXERCISES = {
    item.id: item
    for item in (PLANK, SIDE_PLANK, BELLY, CAT_CAMEL, BIRD_DOG, BACK_EXTENSION)
}
LEVELS = {
    number: Level(
        number=number,
        total_seconds=0,
        doses={"holds": Dose(set_count=set_count, hold_seconds=hold_seconds)},
    )
    for number, set_count, hold_seconds in ((1, 3, 20), (2, 3, 60), (3, 2, 90))
}


def prescribe(
    exercise: Exercise,
    *,
    variant: str | None = None,
    side: SideChoice | None = None,
    **dose: Any,
) -> Prescription:
    """Return a prescription of an exercise with a dose of its own."""
    return Prescription(
        exercise=exercise,
        variant=exercise.variants[variant] if variant else None,
        side=side,
        dose=Dose(**dose),
    )


def compiled(
    *prescriptions: Prescription,
    level: int = 2,
    preferences: Preferences | None = None,
    **routine: Any,
) -> Timeline:
    """Return the timeline of a routine with these prescriptions."""
    return compile_timeline(
        Routine(id="routine", prescriptions=prescriptions, **routine),
        LEVELS,
        level,
        preferences or Preferences(),
    )


SHORT_SESSION = compiled(
    prescribe(PLANK, set_count=2),
    prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=1, hold_seconds=30),
)
"""Three sets of two exercises in 3:20.

1  0:00  prepare  15 s  plank
2  0:15  hold     60 s  plank set 1/2
3  1:15  rest     20 s
4  1:35  hold     60 s  plank set 2/2
5  2:35  prepare  15 s  side plank
6  2:50  hold     30 s  side plank
"""

SECOND_SET = 100
"""Seconds into the short session: five into the second set of planks, phase 4."""


# Timelines to read


def score_sheet(timeline: Timeline) -> str:
    """Return the timeline with one line for each phase, for people to review."""
    lines = [
        f"{clock_text(starts_at):>5} {_phase_line(phase)}"
        for starts_at, phase in _with_starts(timeline.phases)
    ]
    total = clock_text(timeline.total_seconds)
    return "\n".join([*lines, f"{total:>5} end, {timeline.set_count} sets"])


def cue_sheet(timeline: Timeline) -> str:
    """Return the cues of a timeline below their phases, one line for all the pace."""
    lines: list[str] = []
    for starts_at, phase in _with_starts(timeline.phases):
        lines.append(f"{clock_text(starts_at):>5} {_phase_line(phase)}")
        lines.extend(
            f"  {clock_text(starts_at + seconds):>5} {text}"
            for seconds, text in cue_moments(phase)
        )
        words = Counter(text.split()[0] for _, text in pace_moments(phase))
        if words:
            pace = ", ".join(f"{count} x {word}" for word, count in words.items())
            lines.append(f"        pace: {pace}")
    return "\n".join(lines)


def cue_moments(phase: Phase) -> list[tuple[float, str]]:
    """Return the cues but the pace in order: seconds from the start, and the words."""
    return _moments(phase, lambda cue: cue.priority is not CuePriority.PACE)


def pace_moments(phase: Phase) -> list[tuple[float, str]]:
    """Return the words of each repetition or cycle in order."""
    return _moments(phase, lambda cue: cue.priority is CuePriority.PACE)


def _moments(phase: Phase, is_meant: Callable[[Cue], bool]) -> list[tuple[float, str]]:
    return sorted(
        (cue.seconds_in(phase.duration_seconds), _cue_line(cue))
        for cue in phase.cues
        if is_meant(cue)
    )


def _cue_line(cue: Cue) -> str:
    return " ".join([str(cue.key), *map(str, cue.values.values())])


def _with_starts(phases: Iterable[Phase]) -> Iterator[tuple[float, Phase]]:
    starts_at = 0.0
    for phase in phases:
        yield starts_at, phase
        starts_at += phase.duration_seconds


def _phase_line(phase: Phase) -> str:
    words = [str(phase.kind), f"{phase.duration_seconds:g}s"]
    words.append(phase.exercise_id)
    if phase.variant_id:
        words.append(f"({phase.variant_id})")
    if phase.side is not Side.NONE:
        words.append(str(phase.side))
    if phase.kind is PhaseKind.REST:
        words.append(f"after set {phase.set_number}/{phase.set_count}")
    if phase.kind.is_work:
        words.append(f"set {phase.set_number}/{phase.set_count}{_work(phase)}")
    return " ".join(words)


def _work(phase: Phase) -> str:
    per_side = " per side" if phase.side is Side.ALTERNATING else ""
    if phase.kind is PhaseKind.HOLD and phase.repetition_count > 1:
        return (
            f": {phase.repetition_count} x {phase.hold_seconds:g}s,"
            f" {phase.release_seconds:g}s between"
        )
    if phase.cycle_seconds:
        return f": {phase.cycle_seconds:g}s a cycle"
    if phase.tempo_seconds:
        tempo = "-".join(f"{part:g}" for part in phase.tempo_seconds)
        return f": {phase.repetition_count} x {tempo}s{per_side}"
    return ""
