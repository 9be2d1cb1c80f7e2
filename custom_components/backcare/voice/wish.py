"""What a person may want of BackCare in a sentence, an intent or a tool."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.backcare.engine.models import Scope, Side


class WishKind(StrEnum):
    """What is wanted (``domain.md`` section 7)."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    PREVIOUS = "previous"
    """Go back to what came before."""
    REPEAT = "repeat"
    """Do what runs once more."""
    EXPLAIN = "explain"
    """Say the instructions again."""
    STOP = "stop"
    PAIN = "pain"
    """It hurts: stop and rest."""
    BOOKLET = "booklet"
    """The booklet fell."""
    ADD_TIME = "add_time"
    ADAPT = "adapt"
    """Make an exercise easier, harder or shorter."""
    RATE = "rate"
    """Tell how the session felt."""
    ASK = "ask"


SAFE_WISHES = {WishKind.STOP, WishKind.PAIN}
"""Are obeyed at once, without a question back."""


class Question(StrEnum):
    """What a person may ask."""

    NEXT_EXERCISE = "next_exercise"
    CURRENT_EXERCISE = "current_exercise"
    CURRENT_SET = "current_set"
    NEXT_SIDE = "next_side"
    EXERCISES_LEFT = "exercises_left"
    HOW_TO = "how_to"
    SESSION_TIME_LEFT = "session_time_left"
    PHASE_TIME_LEFT = "phase_time_left"
    """Of the hold, set or exercise that runs."""
    REPETITIONS_LEFT = "repetitions_left"
    SETS_LEFT = "sets_left"
    HALFWAY = "halfway"
    WEEK_COUNT = "week_count"
    WEEK_LEFT = "week_left"
    GOAL_REACHED = "goal_reached"
    LAST_SESSION = "last_session"
    PROGRESS = "progress"
    WEEK_MINUTES = "week_minutes"
    LEVEL = "level"
    PROGRAMME_WEEK = "programme_week"
    SEATED_TODAY = "seated_today"
    NEXT_SESSION = "next_session"


class Change(StrEnum):
    """What may become of an exercise."""

    EASIER = "easier"
    HARDER = "harder"
    SHORTER = "shorter"
    KNEES = "knees"
    """The easier form on the knees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants; None where they left it open."""

    kind: WishKind
    question: Question | None = None
    routine: str | None = None
    """An id or a name, as it was said."""
    person: str | None = None
    """A name, as it was said."""
    minutes: float | None = None
    level: int | None = None
    side: Side | None = None
    seconds: float | None = None
    """To add to the running phase; below 0 to shorten it."""
    pain: float | None = None
    """The worst of the session."""
    pain_now: float | None = None
    effort: float | None = None
    scope: Scope = Scope.PHASE
    change: Change = Change.EASIER
    exercise: str | None = None
    """An id or a name; None for the one that runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who wants it, as far as Home Assistant knows."""

    language: str | None = None
    """As the assistant has it, ``nl`` or ``en-GB``."""
    satellite_id: str | None = None
    """The entity of the voice satellite that heard it."""
    device_id: str | None = None
