"""Works out what can be seen of a session from its position."""

from datetime import datetime, timedelta

from .models import Clock, SessionSnapshot, SessionStatus
from .position import Position


def utc_at(moment: float, clock: Clock) -> datetime:
    """Return the wall time of a monotonic moment."""
    return clock.utcnow() + timedelta(seconds=moment - clock.monotonic())


def snapshot_of(
    position: Position,
    moment: float,
    clock: Clock,
    session_id: str,
    started_at: datetime | None,
) -> SessionSnapshot:
    """Return the session as it is at a monotonic moment, in seconds."""
    if position.status is SessionStatus.IDLE:
        return SessionSnapshot()
    timeline, index, phase = position.timeline, position.index, position.phase
    phases, starts = timeline.phases, timeline.starts
    total = timeline.total_seconds
    after_seconds = total - starts[index + 1]
    elapsed = position.elapsed_at(moment)
    remaining = max(0.0, position.phase_seconds - elapsed)
    reentry = position.reentry_at(moment)
    active = position.status is SessionStatus.ACTIVE
    phase_ends = moment + reentry + remaining
    return SessionSnapshot(
        status=position.status,
        session_id=session_id,
        routine_id=timeline.routine_id,
        level=timeline.level,
        started_at=started_at,
        phase=phase,
        phase_number=index + 1,
        phase_count=len(phases),
        phase_seconds=position.phase_seconds,
        remaining_seconds=remaining,
        reentry_seconds=reentry,
        session_seconds=(
            total + position.added_before_seconds + position.added_seconds
        ),
        session_remaining_seconds=remaining + after_seconds,
        phase_ends_at=utc_at(phase_ends, clock) if active else None,
        session_ends_at=(utc_at(phase_ends + after_seconds, clock) if active else None),
        next_exercise_id=next(
            (p.exercise_id for p in phases[index:] if p.step_index > phase.step_index),
            None,
        ),
        progress=starts[index] / total,
        active_seconds=position.spent_before_seconds + elapsed,
        set_done_count=len(position.done),
        set_total_count=timeline.set_count,
    )
