"""Tells beforehand what a session will say, so that it can be spoken in time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.backcare.engine.models import SessionEvent
from custom_components.backcare.engine.session import SessionEngine

from .utterance import Utterance


class _Clock:
    """A clock that goes as fast as the rehearsal."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def monotonic(self) -> float:
        return self._seconds

    def utcnow(self) -> datetime:
        return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=self._seconds)

    def go_to(self, seconds: float) -> None:
        self._seconds = max(self._seconds, seconds)


def texts_to_come(
    session: Mapping[str, Any],
    tell: Callable[[tuple[SessionEvent, ...]], Iterable[Utterance]],
) -> list[str]:
    """Return what a stored, running session will say from here to its end, soonest first.

    Plays a copy of the session through: a few thousandths of a second of work.
    """
    clock = _Clock()
    engine = SessionEngine.from_dict(session, clock)
    texts: dict[str, None] = {}

    def listen(events: tuple[SessionEvent, ...]) -> None:
        texts.update(dict.fromkeys(utterance.text for utterance in tell(events)))

    engine.add_listener(listen)
    while (due := engine.next_due_at()) is not None:
        clock.go_to(due)
        engine.advance()
    return list(texts)
