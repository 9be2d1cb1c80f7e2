"""Where a session is in its timeline, and since when.

The position is a phase, the seconds spent in it and the moment at which those were
true. So pausing, adding time and waking late all fit, and nothing drifts: a phase
starts at the moment when the one before it was due to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Self

from .models import Cue, Phase, Scope, SessionStatus, Timeline

DONE_SHARE = 0.8
"""Share of a set that makes it a done one (``domain.md`` 3.2)."""

_NOTHING_HANDLED = (-1.0, -1.0)


@dataclass(slots=True, kw_only=True)
class Position:
    """The place in a timeline. Moments are seconds on the engine's monotonic clock."""

    timeline: Timeline
    status: SessionStatus = SessionStatus.IDLE
    index: int = 0
    """Of the phase."""
    anchor: float = 0
    """The moment at which ``elapsed_seconds`` was true."""
    elapsed_seconds: float = 0
    """Spent in the phase."""
    added_seconds: float = 0
    """Added to the phase."""
    added_before_seconds: float = 0
    """Added to the phases before."""
    spent_before_seconds: float = 0
    """Spent in the phases before."""
    handled: tuple[float, float] = _NOTHING_HANDLED
    """The last cue of the phase that was handled: its seconds and its index."""
    done: set[int] = field(default_factory=set)
    """Indexes of the work phases that count as done."""

    @property
    def phase(self) -> Phase:
        """Return the phase."""
        return self.timeline.phases[self.index]

    @property
    def next_phase(self) -> Phase | None:
        """Return the phase after it."""
        following = self.timeline.phases[self.index + 1 : self.index + 2]
        return following[0] if following else None

    @property
    def phase_seconds(self) -> float:
        """Return the length of the phase with added time."""
        return self.phase.duration_seconds + self.added_seconds

    def elapsed_at(self, moment: float) -> float:
        """Return the seconds spent in the phase at a moment."""
        if self.status is not SessionStatus.ACTIVE:
            return self.elapsed_seconds
        return self.elapsed_seconds + moment - self.anchor

    def next_due(self) -> tuple[float, tuple[float, float], Cue | None]:
        """Return the moment of the next cue, its mark and itself; None at the end.

        A cue is dropped that a change of the phase's length moved into the past, or left
        at or behind the end.
        """
        end = self.phase_seconds
        first: tuple[float, float] = (end, 0)
        due: Cue | None = None
        for index, cue in enumerate(self.phase.cues):
            mark = (self._cue_seconds(cue), index)
            if self.handled < mark < first and mark[0] < end:
                first, due = mark, cue
        return self.anchor + first[0] - self.elapsed_seconds, first, due

    def same_step(self, index: int, other: int) -> bool:
        """Return if both indexes are phases of one visit of an exercise."""
        phases = self.timeline.phases
        return (
            0 <= index < len(phases)
            and phases[index].step_index == phases[other].step_index
        )

    def index_after(self, scope: Scope) -> int:
        """Return the index of the next phase, or of the next exercise."""
        index = self.index + 1
        if scope is Scope.EXERCISE:
            while self.same_step(index, self.index):
                index += 1
        return index

    def index_before(self, scope: Scope) -> int:
        """Return the index of the phase before, or of the start of the exercise.

        At the start of an exercise it is the exercise before.
        """
        index = max(self.index - 1, 0)
        if scope is Scope.EXERCISE:
            while self.same_step(index - 1, index):
                index -= 1
        return index

    def run_from(self, moment: float) -> None:
        """Let the clock of the session run."""
        self.anchor = moment
        self.status = SessionStatus.ACTIVE

    def stop_at(self, moment: float, status: SessionStatus) -> None:
        """Stop the clock of the session."""
        self.elapsed_seconds = self.elapsed_at(moment)
        self.anchor = moment
        self.status = status

    def enter(self, index: int, moment: float) -> None:
        """Go to the start of a phase."""
        self.spent_before_seconds += self.elapsed_at(moment)
        self.added_before_seconds += self.added_seconds
        self.added_seconds = 0
        self.index = index
        self.elapsed_seconds = 0
        self.anchor = moment
        self.handled = _NOTHING_HANDLED

    def change(self, seconds: float, moment: float) -> None:
        """Lengthen or shorten the phase, at most to what is spent of it."""
        elapsed = self.elapsed_at(moment)
        self.added_seconds = max(
            self.added_seconds + seconds, elapsed - self.phase.duration_seconds
        )
        self.handled = max(self.handled, (elapsed, -1.0))

    def mark_done(self, moment: float) -> None:
        """Count the set as done if enough of what was planned is."""
        if (
            self.phase.kind.is_work
            and self.elapsed_at(moment) >= DONE_SHARE * self.phase.duration_seconds
        ):
            self.done.add(self.index)

    def to_dict(self, moment: float) -> dict[str, Any]:
        """Return the position at a moment as JSON data, without the timeline."""
        return {
            "status": self.status.value,
            "phase_index": self.index,
            "elapsed_seconds": min(self.elapsed_at(moment), self.phase_seconds),
            "added_seconds": self.added_seconds,
            "added_before_seconds": self.added_before_seconds,
            "spent_before_seconds": self.spent_before_seconds,
            "handled": list(self.handled),
            "done": sorted(self.done),
        }

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], timeline: Timeline, moment: float
    ) -> Self:
        """Return the position that the data tell, as from a moment on.

        Raises KeyError, OverflowError, TypeError or ValueError for other data.
        """
        seconds, cue_index = data["handled"]
        position = cls(
            timeline=timeline,
            status=SessionStatus(data["status"]),
            index=int(data["phase_index"]),
            anchor=moment,
            elapsed_seconds=float(data["elapsed_seconds"]),
            added_seconds=float(data["added_seconds"]),
            added_before_seconds=float(data["added_before_seconds"]),
            spent_before_seconds=float(data["spent_before_seconds"]),
            handled=(float(seconds), float(cue_index)),
            done={int(index) for index in data["done"]},
        )
        if not position._is_inside:
            raise ValueError("position outside the timeline")
        return position

    @property
    def _is_inside(self) -> bool:
        """Return if a session can be at this position."""
        phases = self.timeline.phases
        return (
            0 <= self.index < len(phases)
            and 0 <= self.elapsed_seconds <= self.phase_seconds
            and isfinite(
                self.phase_seconds
                + self.added_before_seconds
                + self.spent_before_seconds
            )
            and self.done <= {i for i, p in enumerate(phases) if p.kind.is_work}
        )

    def _cue_seconds(self, cue: Cue) -> float:
        """Return the seconds from the start of the phase at which a cue is due."""
        if cue.at_seconds < 0:
            return self.phase_seconds + cue.at_seconds
        return cue.at_seconds
