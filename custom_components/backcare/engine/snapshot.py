"""Works out what can be seen of a session from its position."""

from collections.abc import Callable
from datetime import datetime

from .models import SessionSnapshot, SessionStatus
from .position import Position


def snapshot_of(
    position: Position,
    moment: float,
    session_id: str,
    started_at: datetime | None,
    utc_at: Callable[[float], datetime],
) -> SessionSnapshot:
    """Return the session as it is at a monotonic moment, in seconds."""
    if position.status is SessionStatus.IDLE:
        return SessionSnapshot()
    timeline, index, phase = position.timeline, position.index, position.phase
    phases = timeline.phases
    total = timeline.total_seconds
    before_seconds = sum(p.duration_seconds for p in phases[:index])
    after_seconds = sum(p.duration_seconds for p in phases[index + 1 :])
    elapsed = position.elapsed_at(moment)
    remaining = max(0.0, position.phase_seconds - elapsed)
    active = position.status is SessionStatus.ACTIVE
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
        session_seconds=(
            total + position.added_before_seconds + position.added_seconds
        ),
        session_remaining_seconds=remaining + after_seconds,
        phase_ends_at=utc_at(moment + remaining) if active else None,
        session_ends_at=(
            utc_at(moment + remaining + after_seconds) if active else None
        ),
        next_exercise_id=next(
            (p.exercise_id for p in phases[index:] if p.step_index > phase.step_index),
            None,
        ),
        progress=before_seconds / total,
        active_seconds=position.spent_before_seconds + elapsed,
        set_done_count=len(position.done),
        set_total_count=timeline.set_count,
    )
