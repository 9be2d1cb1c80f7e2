"""The score of a session: what will be said, and when."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from custom_components.backcare.engine.models import Clock, EventType, SessionEvent
from custom_components.backcare.engine.session import SessionEngine

COMMANDS = frozenset(
    {
        EventType.SESSION_STARTED,
        EventType.PAUSED,
        EventType.RESUMED,
        EventType.CHANGED,
        EventType.SKIPPED,
        EventType.WENT_BACK,
        EventType.SESSION_CANCELLED,
        EventType.SESSION_INTERRUPTED,
    }
)
"""Begin a moment that nobody could foresee: from it on the score is another one."""


class _Clock:
    """A clock that goes as fast as the rehearsal."""

    def __init__(self, clock: Clock) -> None:
        self._started_at = self._moment = clock.monotonic()
        self._utc = clock.utcnow()

    def monotonic(self) -> float:
        return self._moment

    def utcnow(self) -> datetime:
        return self._utc + timedelta(seconds=self._moment - self._started_at)

    def go_to(self, moment: float) -> None:
        self._moment = max(self._moment, moment)


class Rehearsal:
    """A copy of a session that is played through ahead of it."""

    def __init__(self, engine: SessionEngine, clock: Clock) -> None:
        """Copy the session as it is now."""
        self._clock = _Clock(clock)
        self._engine = engine.copy(self._clock)
        self._heard: list[tuple[SessionEvent, ...]] = []
        self._engine.add_listener(self._heard.append)

    def moments(self) -> Iterator[tuple[float, tuple[SessionEvent, ...]]]:
        """Yield what will happen unless the person does something, and when.

        Moments are seconds on the monotonic clock.
        """
        while (due := self._engine.next_due_at()) is not None:
            self._clock.go_to(due)
            self._engine.advance()
            for events in self._heard:
                if events[0].type in COMMANDS:
                    return
                yield due, events
            self._heard.clear()

    def after(
        self, command: Callable[[SessionEngine], None]
    ) -> list[tuple[SessionEvent, ...]]:
        """Return what would happen at once if the person gave a command."""
        command(self._engine)
        return self._heard
