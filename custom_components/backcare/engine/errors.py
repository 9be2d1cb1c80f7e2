"""Errors of the engine.

Each error carries a stable ``key`` and the ``placeholders`` of its message, so that
the outer layers can translate it without knowing what went wrong.
"""


class EngineError(Exception):
    """Base of everything that the engine refuses."""

    key = "engine_error"

    def __init__(self, **placeholders: object) -> None:
        """Keep the placeholders of the translated message."""
        self.placeholders = {name: str(value) for name, value in placeholders.items()}
        details = ", ".join(f"{n}={v}" for n, v in self.placeholders.items())
        super().__init__(f"{self.key}: {details}" if details else self.key)


class SessionAlreadyActive(EngineError):
    """A session is active or paused already."""

    key = "session_already_active"


class NoActiveSession(EngineError):
    """The command needs a session, and there is none."""

    key = "no_active_session"


class SessionNotPaused(EngineError):
    """Resume was asked of a session that is not paused."""

    key = "session_not_paused"


class SessionAlreadyPaused(EngineError):
    """Pause was asked of a session that is paused."""

    key = "session_already_paused"


class InvalidRoutine(EngineError):
    """A routine is not well formed; ``path`` names the place, ``reason`` the fault."""

    key = "invalid_routine"


class UnknownExercise(InvalidRoutine):
    """A routine names an exercise that the catalogue does not have."""

    key = "unknown_exercise"


class UnknownVariant(InvalidRoutine):
    """A routine names a variant that its exercise does not have."""

    key = "unknown_variant"


class UnknownLevel(EngineError):
    """The level is not one of the catalogue's."""

    key = "unknown_level"


class InvalidSnapshot(EngineError):
    """A stored session can't be read back."""

    key = "invalid_snapshot"


class UnknownRoutine(EngineError):
    """No routine has the id or name; ``names`` lists those there are."""

    key = "unknown_routine"


class RoutineLocked(EngineError):
    """The add-on is offered only after a physiotherapist advised it."""

    key = "routine_locked"


class SafetyNotConfirmed(EngineError):
    """The safety check was not confirmed."""

    key = "safety_not_confirmed"


class ProgrammeOnHold(EngineError):
    """Only gentle routines until the person confirms (``domain.md`` P4)."""

    key = "programme_on_hold"


class NoTrainingDue(EngineError):
    """Nothing is planned that waits now."""

    key = "no_training_due"


class UnknownOutput(EngineError):
    """A speaker or light does not exist."""

    key = "unknown_output"


class NotASpeaker(EngineError):
    """The coach of BackCare plays no sound."""

    key = "not_a_speaker"


class SpeakerInUse(EngineError):
    """The session of somebody else speaks on the speaker."""

    key = "speaker_in_use"


class NoSpeakers(EngineError):
    """The person has no speakers."""

    key = "no_speakers"


class SessionInFuture(EngineError):
    """A session that was trained can't end later than now."""

    key = "session_in_future"


class SessionTooOld(EngineError):
    """A session of long before BackCare; ``year`` is the first one."""

    key = "session_too_old"


class SessionOverlaps(EngineError):
    """Nobody trains twice at once; ``routine`` and ``started_at`` tell the other one."""

    key = "session_overlaps"


class InvalidPeriod(EngineError):
    """A period ends before it starts."""

    key = "invalid_period"
