"""Where a session is in its timeline, and since when.

The position is a phase, the seconds spent in it and the moment at which those were
true. So pausing, adding time and waking late all fit, and nothing drifts: a phase
starts at the moment when the one before it was due to end.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, NamedTuple, Self

from .cue import Cue, CuePriority
from .models import Phase, Scope, SessionStatus, Timeline
from .script import COUNTDOWN_SECONDS, CueKey

DONE_SHARE = 0.8
"""Share of a set that makes it a done one (``domain.md`` 3.2)."""

PAUSE_REMINDER_SECONDS = 180
"""So long after it began, a pause is recalled (``domain.md`` 6.6)."""

PAUSE_LIMIT_SECONDS = 900
"""So long after it began, a pause ends the session (``domain.md`` 6.6)."""

REENTRY_SECONDS = 5 + COUNTDOWN_SECONDS
"""Time to get back into position before a set goes on (``domain.md`` 6.6)."""

_NOTHING_LEFT_SECONDS = 0.05
"""With less than this left of a set, nobody gets back into position for it."""

_NOTHING_HANDLED = (-1.0, -1.0)

_REMINDER = Cue(key=CueKey.PAUSED_REMINDER)
_REENTRY_COUNTDOWN = Cue(key=CueKey.COUNTDOWN, priority=CuePriority.COUNTDOWN)


class Due(NamedTuple):
    """What comes next."""

    moment: float
    cue: Cue | None = None
    """None at the end: of the phase, during a pause of the session."""
    mark: tuple[float, float] | None = None
    """Of a cue of the phase: its seconds and its index."""


@dataclass(slots=True, kw_only=True)
class Position:
    """The place in a timeline. Moments are seconds on the engine's monotonic clock."""

    timeline: Timeline
    status: SessionStatus = SessionStatus.IDLE
    index: int = 0
    """Of the phase."""
    anchor: float = 0
    """The moment from which on the clock runs, or at which the pause began."""
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
    """Indexes of the sets that count as done."""
    notice: Due | None = None
    """The next cue that belongs to no phase: to the pause, or to its end."""
    _agenda: list[tuple[float, int]] | None = field(default=None, compare=False)
    """The marks of the cues of the phase in order; None when its length changed."""

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
        return self.elapsed_seconds + max(0.0, moment - self.anchor)

    def reentry_at(self, moment: float) -> float:
        """Return the seconds until the phase goes on at a moment."""
        if self.status is not SessionStatus.ACTIVE:
            return 0.0
        return max(0.0, self.anchor - moment)

    def next_due(self) -> Due:
        """Return what comes next.

        A cue is dropped that a change of the phase's length moved into the past, or left
        at or behind the end.
        """
        if self.notice:
            return self.notice
        if self.status is SessionStatus.PAUSED:
            return Due(self.anchor + PAUSE_LIMIT_SECONDS)
        if self._agenda is None:
            self._agenda = sorted(
                (seconds, index)
                for index, cue in enumerate(self.phase.cues)
                if (seconds := cue.seconds_in(self.phase_seconds)) < self.phase_seconds
            )
        place = bisect_right(self._agenda, self.handled)
        if place == len(self._agenda):
            return Due(self.anchor + self.phase_seconds - self.elapsed_seconds)
        mark = self._agenda[place]
        cue = self.phase.cues[mark[1]]
        return Due(self.anchor + mark[0] - self.elapsed_seconds, cue, mark)

    def mark_handled(self, due: Due) -> None:
        """Go on to what comes after a cue."""
        if due.mark:
            self.handled = due.mark
        else:
            self.notice = None

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
        self._wait_for(moment, SessionStatus.ACTIVE)

    def resume_at(self, moment: float) -> None:
        """Let the clock of the session run again, in a set after the re-entry."""
        is_wanted = self.phase.kind.is_work and not self._is_over(self.elapsed_seconds)
        reentry_seconds = REENTRY_SECONDS if is_wanted else 0
        self._wait_for(moment, SessionStatus.ACTIVE, reentry_seconds)

    def stop_at(self, moment: float, status: SessionStatus, now: float) -> None:
        """Stop the clock of the session at a moment; a pause counts from now."""
        self.elapsed_seconds = self.elapsed_at(moment)
        self._wait_for(now, status)

    def enter(self, index: int, moment: float) -> None:
        """Go to the start of a phase; a pause begins anew."""
        self.spent_before_seconds += self.elapsed_at(moment)
        self.added_before_seconds += self.added_seconds
        self.added_seconds = 0
        self.index = index
        self.elapsed_seconds = 0
        self.handled = _NOTHING_HANDLED
        self._agenda = None
        self._wait_for(moment, self.status)

    def change(self, seconds: float, moment: float) -> None:
        """Lengthen or shorten the phase, at most to what is spent of it."""
        elapsed = self.elapsed_at(moment)
        self.added_seconds = max(
            self.added_seconds + seconds, elapsed - self.phase.duration_seconds
        )
        self.handled = max(self.handled, (elapsed, -1.0))
        self._agenda = None
        if self.reentry_at(moment) and self._is_over(elapsed):
            self.run_from(moment)

    def mark_done(self, moment: float) -> None:
        """Count the set as done if enough of what was planned is."""
        if (
            self.phase.is_set
            and self.elapsed_at(moment) >= DONE_SHARE * self.phase.duration_seconds
        ):
            self.done.add(self.index)

    def to_dict(self, moment: float) -> dict[str, Any]:
        """Return the position at a moment as JSON data, without the timeline."""
        return {
            "status": self.status.value,
            "phase_index": self.index,
            "elapsed_seconds": min(self.elapsed_at(moment), self.phase_seconds),
            "reentry_seconds": self.reentry_at(moment),
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
            index=int(data["phase_index"]),
            elapsed_seconds=float(data["elapsed_seconds"]),
            added_seconds=float(data["added_seconds"]),
            added_before_seconds=float(data["added_before_seconds"]),
            spent_before_seconds=float(data["spent_before_seconds"]),
            handled=(float(seconds), float(cue_index)),
            done={int(index) for index in data["done"]},
        )
        reentry_seconds = float(data.get("reentry_seconds", 0))
        if not (position._is_inside and 0 <= reentry_seconds <= REENTRY_SECONDS):
            raise ValueError("position outside the timeline")
        position._wait_for(moment, SessionStatus(data["status"]), reentry_seconds)
        return position

    def copy(self) -> Self:
        """Return a position of its own at the same place."""
        return replace(self, done=set(self.done))

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
            and self.done <= {i for i, p in enumerate(phases) if p.is_set}
        )

    def _is_over(self, elapsed_seconds: float) -> bool:
        """Return if nothing to speak of is left of the phase."""
        return self.phase_seconds - elapsed_seconds < _NOTHING_LEFT_SECONDS

    def _wait_for(
        self, moment: float, status: SessionStatus, reentry_seconds: float = 0
    ) -> None:
        """Take up a status, with what is due because of it."""
        self.status = status
        self.anchor = moment
        self.notice = None
        if status is SessionStatus.PAUSED:
            self.notice = Due(moment + PAUSE_REMINDER_SECONDS, _REMINDER)
        elif status is SessionStatus.ACTIVE:
            self.anchor += reentry_seconds
            if reentry_seconds > COUNTDOWN_SECONDS:
                self.notice = Due(self.anchor - COUNTDOWN_SECONDS, _REENTRY_COUNTDOWN)
