"""The state machine of one session over one timeline."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from .cue import Cue
from .errors import (
    NoActiveSession,
    SessionAlreadyActive,
    SessionAlreadyPaused,
    SessionNotPaused,
)
from .models import (
    Clock,
    EventType,
    Scope,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    StopReason,
    Timeline,
)
from .position import Due, Position
from .script import CueKey
from .snapshot import snapshot_of, utc_at
from .storage import read_session
from .timeline import varied

type SessionListener = Callable[[tuple[SessionEvent, ...]], None]

MAX_LATE_SECONDS = 5.0
"""Later than this the machine slept: the session pauses where it was due."""


class SessionEngine:
    """Runs one timeline. Told the time by its clock; wakes nobody."""

    def __init__(self, timeline: Timeline, clock: Clock, session_id: str) -> None:
        """Prepare the session; nothing runs before start."""
        self.timeline = timeline
        self.session_id = session_id
        self.started_at: datetime | None = None
        self._clock = clock
        self._listeners: list[SessionListener] = []
        self._position = Position(timeline=timeline)

    @cached_property
    def _timeline_data(self) -> dict[str, Any]:
        """Return the timeline as JSON data; it is large and never changes."""
        return asdict(self.timeline)

    @property
    def status(self) -> SessionStatus:
        """Return whether the clock of the session runs."""
        return self._position.status

    def add_listener(self, listener: SessionListener) -> Callable[[], None]:
        """Call the listener with the events of each moment; return its undo."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Time

    def next_due_at(self) -> float | None:
        """Return the monotonic moment of the next thing to do, None without one."""
        if self.status is SessionStatus.IDLE:
            return None
        return self._position.next_due().moment

    def advance(self) -> None:
        """Handle everything that is due, in order.

        A clock that is more than MAX_LATE_SECONDS late pauses an active session at the
        moment that was missed.
        """
        while self.status is not SessionStatus.IDLE:
            due = self._position.next_due()
            late_seconds = self._clock.monotonic() - due.moment
            if late_seconds < 0:
                return
            if late_seconds > MAX_LATE_SECONDS and self.status is SessionStatus.ACTIVE:
                self._pause(at=due.moment)
                return
            self._handle(due)

    # Commands

    def start(self) -> None:
        """Start with the first phase; raises SessionAlreadyActive."""
        if self.started_at is not None:
            raise SessionAlreadyActive
        now = self._clock.monotonic()
        self.started_at = self._clock.utcnow()
        self._position.run_from(now)
        self._emit(
            self._event(EventType.SESSION_STARTED, now),
            self._event(EventType.EXERCISE_STARTED, now),
            self._event(EventType.PHASE_STARTED, now),
        )
        self.advance()

    def pause(self) -> None:
        """Stop the clock; a session that overslept is paused already.

        Raises NoActiveSession or SessionAlreadyPaused.
        """
        was_paused = self.status is SessionStatus.PAUSED
        self._catch_up()
        if was_paused:
            raise SessionAlreadyPaused
        if self.status is SessionStatus.ACTIVE:
            self._pause(at=self._clock.monotonic())

    def resume(self) -> None:
        """Let the clock run again; a set goes on after the re-entry.

        Raises NoActiveSession or SessionNotPaused.
        """
        self._catch_up()
        if self.status is not SessionStatus.PAUSED:
            raise SessionNotPaused
        now = self._clock.monotonic()
        self._position.resume_at(now)
        self._emit(self._event(EventType.RESUMED, now))
        self.advance()

    def skip(self, scope: Scope = Scope.PHASE) -> None:
        """End the phase, or the exercise, and go on; raises NoActiveSession."""
        self._catch_up()
        self._move_to(self._position.index_after(scope), EventType.SKIPPED)

    def previous(self, scope: Scope = Scope.PHASE) -> None:
        """Go back a phase, or to the start of an exercise; raises NoActiveSession."""
        self._catch_up()
        self._move_to(self._position.index_before(scope), EventType.WENT_BACK)

    def change(self, seconds: float) -> None:
        """Lengthen or shorten the phase, down to now; raises NoActiveSession."""
        self._catch_up()
        now = self._clock.monotonic()
        self._position.change(seconds, now)
        self._emit(self._event(EventType.CHANGED, now))
        self.advance()

    def vary(self, exercise_id: str, variant_id: str | None) -> None:
        """Do the later sets of an exercise in another form; raises NoActiveSession."""
        self._catch_up()
        later = self._position.index + 1
        self.timeline = varied(self.timeline, later, exercise_id, variant_id)
        self._position.timeline = self.timeline
        vars(self).pop("_timeline_data", None)
        self._emit(self._event(EventType.CHANGED, self._clock.monotonic()))

    def cancel(self, reason: StopReason | None = None) -> None:
        """End the session early; what was done counts. Raises NoActiveSession."""
        self._end(EventType.SESSION_CANCELLED, reason)

    def interrupt(self) -> None:
        """End a session that a restart broke off; raises NoActiveSession."""
        self._end(EventType.SESSION_INTERRUPTED)

    # What can be seen

    def snapshot(self, moment: float | None = None) -> SessionSnapshot:
        """Return the session as it is at a monotonic moment, by default now."""
        if moment is None:
            moment = self._clock.monotonic()
        return snapshot_of(
            self._position, moment, self._clock, self.session_id, self.started_at
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the position and the timeline as JSON data."""
        return {
            "timeline": self._timeline_data,
            "session_id": self.session_id,
            "started_at": self.started_at.isoformat() if self.started_at else None,
            **self._position.to_dict(self._clock.monotonic()),
        }

    def copy(self, clock: Clock) -> SessionEngine:
        """Return another session at this place, without listeners; the clocks agree."""
        other = SessionEngine(self.timeline, clock, self.session_id)
        other.started_at = self.started_at
        other._position = self._position.copy()
        return other

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], clock: Clock) -> Self:
        """Return the session that wrote the data, where it was; raises InvalidSnapshot."""
        stored = read_session(data, clock.monotonic())
        engine = cls(stored.position.timeline, clock, stored.session_id)
        engine.started_at = stored.started_at
        engine._position = stored.position
        return engine

    # Inside

    def _handle(self, due: Due) -> None:
        """Handle a cue, or the end of the phase or of the pause."""
        if cue := due.cue:
            self._position.mark_handled(due)
            kind = EventType.HALFWAY if cue.key == CueKey.HALFWAY else EventType.CUE
            self._emit(self._event(kind, due.moment, cue))
        elif self.status is SessionStatus.PAUSED:
            self._close(EventType.SESSION_CANCELLED, due.moment)
        else:
            self._finish_phase(due.moment)

    def _finish_phase(self, due: float) -> None:
        """Go on to the next phase at the moment when this one was due to end."""
        position = self._position
        position.mark_done(due)
        finished = [self._event(EventType.PHASE_FINISHED, due)]
        if not position.same_step(position.index + 1, position.index):
            finished.append(self._event(EventType.EXERCISE_FINISHED, due))
        self._go(position.index + 1, due, finished)

    def _move_to(self, index: int, event_type: EventType) -> None:
        """Leave the phase before its end for another one."""
        now = self._clock.monotonic()
        self._position.mark_done(now)
        self._go(index, now, [self._event(event_type, now)])
        self.advance()

    def _go(self, index: int, moment: float, events: list[SessionEvent]) -> None:
        """Enter a phase, or finish the session behind the last one."""
        if index == len(self.timeline.phases):
            self._close(EventType.SESSION_FINISHED, moment, events)
            return
        new_step = not self._position.same_step(index, self._position.index)
        self._position.enter(index, moment)
        if new_step:
            events.append(self._event(EventType.EXERCISE_STARTED, moment))
        events.append(self._event(EventType.PHASE_STARTED, moment))
        self._emit(*events)

    def _end(self, event_type: EventType, reason: StopReason | None = None) -> None:
        """End the session now."""
        self._catch_up()
        self._close(event_type, self._clock.monotonic(), reason=reason)

    def _close(
        self,
        event_type: EventType,
        moment: float,
        events: Iterable[SessionEvent] = (),
        reason: StopReason | None = None,
    ) -> None:
        """Leave the session; the last event still sees where it was."""
        self._position.mark_done(moment)
        last = replace(self._event(event_type, moment), reason=reason)
        self._position.stop_at(moment, SessionStatus.IDLE, moment)
        self._emit(*events, last)

    def _pause(self, at: float) -> None:
        """Stop the clock at a monotonic moment; the pause itself counts from now."""
        self._position.stop_at(at, SessionStatus.PAUSED, self._clock.monotonic())
        self._emit(self._event(EventType.PAUSED, at))

    def _catch_up(self) -> None:
        """Handle what is due before a command; raise NoActiveSession without one."""
        self.advance()
        if self.status is SessionStatus.IDLE:
            raise NoActiveSession

    def _emit(self, *events: SessionEvent) -> None:
        """Tell the listeners what happened at one moment; the state is final."""
        for listener in tuple(self._listeners):
            listener(events)

    def _event(
        self, event_type: EventType, moment: float, cue: Cue | None = None
    ) -> SessionEvent:
        """Return an event with the session as it is at a monotonic moment."""
        return SessionEvent(
            type=event_type,
            due_at=utc_at(moment, self._clock),
            snapshot=self.snapshot(moment),
            cue=cue,
            next_phase=self._position.next_phase,
        )
