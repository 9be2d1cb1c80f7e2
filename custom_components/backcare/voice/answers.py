"""Answers questions about the running session."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from custom_components.backcare.cues.wording import AnswerKey, Wording
from custom_components.backcare.engine.models import (
    EventType,
    Phase,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    Side,
    Timeline,
)
from homeassistant.util import dt as dt_util

from .replies import Replies
from .wish import Question

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """The running session, as it is now."""

    seen: SessionSnapshot
    phase: Phase
    timeline: Timeline
    wording: Wording
    replies: Replies

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Return the phases from the running one on."""
        return self.timeline.phases[self.seen.phase_number - 1 :]

    @property
    def work(self) -> Phase:
        """Return the set that runs, or the one that comes after the break."""
        return next((phase for phase in self.phases if phase.kind.is_work), self.phase)

    @property
    def later_work(self) -> Iterator[Phase]:
        """Return the sets after the running phase."""
        return (phase for phase in self.phases[1:] if phase.kind.is_work)

    def worded(self, key: AnswerKey, next_phase: Phase | None = None) -> str:
        """Return a sentence about the session that cues have too."""
        return self.wording.text(
            key,
            SessionEvent(
                type=EventType.CUE,
                due_at=dt_util.utcnow(),
                snapshot=self.seen,
                next_phase=next_phase,
            ),
        )


def how_to(view: SessionView) -> str:
    """Tell how the exercise is done, or the one after the break."""
    return view.wording.steps(view.work)


def _current(view: SessionView) -> str:
    """Tell which set of which exercise is done, or comes after the break."""
    work, name = view.work, view.wording.name
    parts = [name(work.exercise_id, work.side)]
    if parts[0] == name(work.exercise_id, Side.NONE) and work.side in _one_side(view):
        parts.append(view.replies.part("on_side", side=_one_side(view)[work.side]))
    if work.set_count > 1:
        parts.append(
            view.replies.part("set_of", set=work.set_number, sets=work.set_count)
        )
    key = "now" if view.phase.kind.is_work else "in_a_moment"
    return view.replies.say(key, exercise=", ".join(parts))


def _one_side(view: SessionView) -> dict[Side, str]:
    """Return the words of the sides."""
    return {side: words.side for side, words in view.replies.texts.words.sides.items()}


def _next_exercise(view: SessionView) -> str:
    """Tell which exercise comes next, and how much of it."""
    upcoming = next(
        (work for work in view.later_work if work.step_index > view.phase.step_index),
        None,
    )
    if upcoming is None:
        return view.replies.say("last_exercise")
    return view.worded(AnswerKey.WHATS_NEXT, upcoming)


def _next_side(view: SessionView) -> str:
    """Tell the side of the next set."""
    if (work := next(view.later_work, None)) is None:
        return view.replies.say("last_set")
    if side := _one_side(view).get(work.side):
        return view.replies.say("next_side", side=side)
    is_alternating = work.side is Side.ALTERNATING
    return view.replies.say("sides_in_turn" if is_alternating else "no_side")


def _exercises_left(view: SessionView) -> str:
    """Tell which exercises come after this one."""
    names = dict.fromkeys(
        view.wording.name(work.exercise_id, Side.NONE)
        for work in view.later_work
        if work.step_index > view.phase.step_index
    )
    if not names:
        return view.replies.say("last_exercise")
    return view.replies.say(
        "exercises_left", names=view.replies.listed("all_of", names)
    )


def _session_time_left(view: SessionView) -> str:
    """Tell how long the session still takes."""
    return view.worded(AnswerKey.TIME_LEFT)


def _phase_time_left(view: SessionView) -> str:
    """Tell how long the set still takes, or the break before it."""
    is_paused = view.seen.status is SessionStatus.PAUSED
    is_in_set = view.phase.kind.is_work
    # In a pause nothing starts by itself.
    key = "phase_time_left" if is_in_set or is_paused else "starts_in"
    seconds = max(1, view.seen.remaining_seconds)
    return view.replies.say(key, duration=view.replies.duration(seconds))


def _repetitions_left(view: SessionView) -> str:
    """Tell how many repetitions are left of the set; of one hold, how long it takes."""
    work = view.work
    is_alternating = work.side is Side.ALTERNATING
    one = sum(work.tempo_seconds) * (2 if is_alternating else 1)
    if work.repetition_count > 1:
        one = one or work.hold_seconds + work.release_seconds
    if not one:
        return _phase_time_left(view)
    is_begun = view.phase.kind.is_work
    seconds = view.seen.remaining_seconds if is_begun else work.duration_seconds
    count = max(1, ceil(seconds / one - _ROUNDING))
    if is_alternating:
        return view.replies.say("repetitions_per_side", n=count)
    return view.replies.say(
        "last_repetition" if count == 1 else "repetitions_left", n=count
    )


def _sets_left(view: SessionView) -> str:
    """Tell how many sets are left, the running one too."""
    left = [phase.exercise_id for phase in view.phases if phase.is_set]
    here = left.count(view.phase.exercise_id)
    if len(left) <= 1:
        return view.replies.say("last_set")
    key = "sets_left_here" if 0 < here < len(left) else "sets_left"
    return view.replies.say(key, total=len(left), n=here)


def _halfway(view: SessionView) -> str:
    """Tell if half of the session is done, and how long the rest takes."""
    seen = view.seen
    is_halfway = seen.session_remaining_seconds <= seen.session_seconds / 2
    return f"{view.replies.verdict(is_halfway)} {_session_time_left(view)}"


OF_SESSION: Mapping[Question, Callable[[SessionView], str]] = {
    Question.NEXT_EXERCISE: _next_exercise,
    Question.CURRENT_EXERCISE: _current,
    Question.CURRENT_SET: _current,
    Question.NEXT_SIDE: _next_side,
    Question.EXERCISES_LEFT: _exercises_left,
    Question.HOW_TO: how_to,
    Question.SESSION_TIME_LEFT: _session_time_left,
    Question.PHASE_TIME_LEFT: _phase_time_left,
    Question.REPETITIONS_LEFT: _repetitions_left,
    Question.SETS_LEFT: _sets_left,
    Question.HALFWAY: _halfway,
}
"""The questions that only a running session has an answer to."""
