"""One session with its outputs: as it is kept, recorded and told to automations."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from .catalogue.texts import Texts
from .const import LOGGER, Rating
from .cues import CueOutputs, OutputSettings
from .engine.errors import InvalidSnapshot
from .engine.models import Clock, EventType, Outcome, SessionEvent
from .engine.session import SessionEngine
from .store import BackCareStore, SessionRecord, read_ratings

OUTCOMES = {
    EventType.SESSION_FINISHED: Outcome.FINISHED,
    EventType.SESSION_CANCELLED: Outcome.CANCELLED,
    EventType.SESSION_INTERRUPTED: Outcome.INTERRUPTED,
}
"""The events after which no session runs."""


@dataclass(slots=True, kw_only=True)
class RunningSession:
    """The engine of a session, and where its cues go."""

    engine: SessionEngine
    outputs: CueOutputs
    routine_name: str
    seen_at: datetime | None = None
    """When a session of before a restart was last seen running."""
    ratings: dict[Rating, int] = field(default_factory=dict)
    pause_count: int = 0

    def __post_init__(self) -> None:
        """Count the pauses, before anybody keeps the session."""
        self.engine.add_listener(self._count_pauses)

    def as_data(self, saved_at: datetime) -> dict[str, Any]:
        """Return what a restart needs to take the session up again, as JSON data."""
        return {
            "engine": self.engine.to_dict(),
            "outputs": asdict(self.outputs.settings),
            "saved_at": saved_at.isoformat(),
            "ratings": dict(self.ratings),
            "pause_count": self.pause_count,
        }

    def record(self, event: SessionEvent, outcome: Outcome) -> SessionRecord:
        """Return the entry of the history for the event that ended the session."""
        seen = event.snapshot
        ended_at = event.due_at
        if outcome is Outcome.INTERRUPTED:
            ended_at = self.seen_at or ended_at
        return SessionRecord(
            session_id=self.engine.session_id,
            routine_id=self.engine.timeline.routine_id,
            routine_name=self.routine_name,
            level=self.engine.timeline.level,
            started_at=seen.started_at or ended_at,
            ended_at=ended_at,
            active_seconds=round(seen.active_seconds, 3),
            set_done_count=seen.set_done_count,
            set_total_count=seen.set_total_count,
            outcome=outcome,
            reason=event.reason,
            exercise_ids=tuple(
                dict.fromkeys(
                    phase.exercise_id
                    for phase in self.engine.timeline.phases[: seen.phase_number]
                    if phase.kind.is_work
                )
            ),
            ratings=dict(self.ratings),
            pause_count=self.pause_count,
        )

    def _count_pauses(self, events: tuple[SessionEvent, ...]) -> None:
        """Count how often the session is interrupted."""
        self.pause_count += sum(event.type is EventType.PAUSED for event in events)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session of before a restart."""

    engine: SessionEngine
    outputs: OutputSettings
    saved_at: datetime
    age_seconds: float
    ratings: dict[Rating, int]
    pause_count: int

    @property
    def kept(self) -> dict[str, Any]:
        """Return what a running session keeps over a restart."""
        return {
            "seen_at": self.saved_at,
            "ratings": self.ratings,
            "pause_count": self.pause_count,
        }

    @classmethod
    def of(
        cls, store: BackCareStore, clock: Clock, exercise_ids: Container[str]
    ) -> Self | None:
        """Return the session that is in the store; a damaged one is lost."""
        if (stored := store.content.running) is None:
            return None
        try:
            return cls.read(stored, clock, exercise_ids)
        except InvalidSnapshot as err:
            LOGGER.warning("The session of before the restart is lost: %s", err)
            store.content.running = None
            store.save_soon()
            return None

    @classmethod
    def read(
        cls, data: Mapping[str, Any], clock: Clock, exercise_ids: Container[str]
    ) -> Self:
        """Return the session that ``as_data`` kept.

        Raises InvalidSnapshot for damaged data, and for an unknown exercise.
        """
        try:
            saved_at = datetime.fromisoformat(data["saved_at"])
            engine = SessionEngine.from_dict(data["engine"], clock)
            for phase in engine.timeline.phases:
                if phase.exercise_id not in exercise_ids:
                    raise InvalidSnapshot(reason=f"no exercise {phase.exercise_id}")
            return cls(
                engine=engine,
                outputs=OutputSettings.from_dict(data["outputs"]),
                saved_at=saved_at,
                age_seconds=(clock.utcnow() - saved_at).total_seconds(),
                ratings=read_ratings(data.get("ratings", {})),
                pause_count=int(data.get("pause_count", 0)),
            )
        except (KeyError, TypeError, ValueError) as err:
            raise InvalidSnapshot(reason=repr(err)) from err


def event_attributes(event: SessionEvent, texts: Texts) -> dict[str, Any]:
    """Return what an event tells automations."""
    seen = event.snapshot
    attributes: dict[str, Any] = {
        "session_id": seen.session_id,
        "routine": seen.routine_id,
        "phase_number": seen.phase_number,
        "phase_count": seen.phase_count,
        "next_exercise": seen.next_exercise_id,
        "duration": tidy(seen.phase_seconds),
        "due_at": event.due_at.isoformat(),
    }
    if phase := seen.phase:
        attributes |= {
            "phase": phase.kind,
            "exercise": phase.exercise_id,
            "exercise_name": texts.exercises[phase.exercise_id].name,
            "set_number": phase.set_number,
            "set_count": phase.set_count,
            "side": phase.side,
        }
    if event.type in OUTCOMES:
        attributes["completed"] = round(seen.completed, 3)
    return attributes


def tidy(seconds: float) -> float:
    """Return seconds as people read them: whole ones without a point."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)
