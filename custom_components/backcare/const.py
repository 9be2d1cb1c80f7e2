"""Constants of BackCare. Imports nothing of ours."""

from enum import StrEnum
import logging
from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "backcare"
LOGGER = logging.getLogger(__package__)

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.MEDIA_PLAYER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
]

LANGUAGES: Final = ("en", "nl")
"""Languages of the catalogue; the first one stands in for any other."""

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

SUBENTRY_ROUTINE: Final = "routine"

SIGNAL_SESSION_EVENT: Final = f"{DOMAIN}_session_event"
"""Dispatcher signal with the entry id, the event type and its attributes."""

SIGNAL_DUE: Final = f"{DOMAIN}_due"
"""Dispatcher signal for what waits to be done: the same three."""

EVENT_SESSION_ENDED: Final = f"{DOMAIN}_session_ended"
"""Event of the bus, for the logbook."""

HISTORY_URL: Final = f"/api/{DOMAIN}/history/{{config_entry_id}}.{{kind}}"
"""Where a history is downloaded; the kind is csv or json."""

OUTPUT_GONE: Final = "output_gone"
OUTPUT_FAILING: Final = "output_failing"
"""The repairs for an output that is not there, and for one that does not work."""

SAFETY_CHECK: Final = "safety_check"
"""The repair for a person who has to confirm something before the next session."""

CARD_OUTDATED: Final = "card_outdated"
"""The repair for a line in YAML that loads an old dashboard card."""

REMINDER_GONE: Final = "reminder_gone"
SCHEDULE_GONE: Final = "schedule_gone"
SCHEDULE_EMPTY: Final = "schedule_empty"
"""The repairs for what the weekly plan needs: whom to tell, and the schedule helper."""

DEFAULT_RESUME_LIMIT_MINUTES: Final = 30
DEFAULT_WEEK_GOAL: Final = 3
"""Sessions a week that help (``domain.md`` S11)."""
LEVEL_AUTO: Final = "auto"

MAX_RATING: Final = 10
"""The worst pain, and the hardest effort."""

SEVERE_PAIN: Final = 6
"""Back pain that ends a session (``domain.md`` 5.3)."""

MAX_LEAD_SECONDS: Final = 3.0
"""Longest time by which a speaker may lag behind."""


class Key(StrEnum):
    """Entity keys: translation key, icon key and end of the unique id."""

    SESSION = "session"
    PHASE = "phase"
    EXERCISE = "exercise"
    NEXT_EXERCISE = "next_exercise"
    SET_NUMBER = "set_number"
    SIDE = "side"
    PROGRESS = "progress"
    PHASE_ENDS_AT = "phase_ends_at"
    SESSION_ENDS_AT = "session_ends_at"
    LEVEL = "level"
    SESSIONS_THIS_WEEK = "sessions_this_week"
    MINUTES_THIS_WEEK = "minutes_this_week"
    WEEK_STREAK = "week_streak"
    PRACTICES_TODAY = "practices_today"
    TOTAL_MINUTES = "total_minutes"
    LAST_SESSION = "last_session"
    SPEECH_CUES = "speech_cues"
    TONE_CUES = "tone_cues"
    LIGHT_CUES = "light_cues"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    PREVIOUS = "previous"
    STOP = "stop"
    ROUTINE = "routine"
    LEVEL_CHOICE = "level_choice"
    SPEECH_LEVEL = "speech_level"
    REST = "rest"
    TEST_SPEAKERS = "test_speakers"
    COACH = "coach"
    SESSION_DUE = "session_due"
    SESSIONS = "sessions"


class Conf(StrEnum):
    """Keys of the config entry's data and options."""

    # data
    SAFETY = "safety"
    WARNING_SIGNS = "warning_signs"
    """Asked, not kept: kept is that there are none."""
    NO_WARNING_SIGNS = "no_warning_signs"
    CONSULTED = "consulted"
    AGREED = "agreed"
    CONFIRMED_AT = "confirmed_at"
    CONFIRMED_BY = "confirmed_by"
    """The user who gave the answers; None where that is not known."""
    PLACEMENT = "placement"
    SIDE_PLANK_FINE = "side_plank_fine"
    # options, by section
    SPEECH = "speech"
    SPEAKERS = "speakers"
    SPEECH_ENGINE = "speech_engine"
    LANGUAGE = "language"
    GUIDED = "guided"
    """Explain an exercise in full the first times that the person meets it."""
    SPEAKER_SETTINGS = "speaker_settings"
    """A list of what is special about a speaker: the three keys below."""
    SPEAKER = "speaker"
    LEAD_TIME = "lead_time"
    """In milliseconds."""
    VOLUME = "volume"
    """In percent."""
    LIGHTS = "lights"
    """Both the section and the lights in it."""
    LIGHT_MODE = "light_mode"
    SCENES = "scenes"
    """A scene or script by moment: the members of SceneMoment."""
    BEHAVIOUR = "behaviour"
    RESUME_LIMIT_MINUTES = "resume_limit_minutes"
    FIRST_SIDE = "first_side"
    REST_SECONDS = "rest_seconds"
    WARM_UP = "warm_up"
    FILL_TO_GOAL = "fill_to_goal"
    BOOKLET = "booklet"
    """Put a booklet on the back in the bird dog."""
    ASK_RATINGS = "ask_ratings"
    """Ask by voice how the back feels, before and after a session."""
    ADD_ON_CONFIRMED = "add_on_confirmed"
    ADD_ON_SIDE = "add_on_side"
    PRACTICE = "practice"
    IS_ON = "is_on"
    COUNT = "count"
    FROM_HOUR = "from_hour"
    TO_HOUR = "to_hour"
    GAP_MINUTES = "gap_minutes"
    NOTIFY = "notify"
    """Actions or entities that notify."""
    PLAN = "plan"
    DAYS = "days"
    AT = "at"
    SCHEDULE = "schedule"
    ON_DUE = "on_due"
    SATELLITE = "satellite"
    PERSON = "person"
    QUIET_FROM = "quiet_from"
    QUIET_TO = "quiet_to"
    WEEK_GOAL = "week_goal"
    WEEK_STARTS_ON = "week_starts_on"
    BREAKS = "breaks"
    """A list of the two keys below."""
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    # routine subentry
    EXERCISES = "exercises"


class Placement(StrEnum):
    """How long the person holds a plank (``domain.md`` 4.2)."""

    UNDER_20 = "under_20"
    FROM_20 = "from_20"
    FROM_40 = "from_40"
    FROM_60 = "from_60"
    FROM_90 = "from_90"
    FROM_120 = "from_120"


class Rating(StrEnum):
    """What a person tells of a session, 0 to 10 (``domain.md`` 4.3)."""

    PAIN_BEFORE = "pain_before"
    PAIN_DURING = "pain_during"
    """The worst back pain of the session."""
    EFFORT = "effort"
    PAIN_NEXT_DAY = "pain_next_day"


class SpeechLevel(StrEnum):
    """How much is said (``domain.md`` 6.10)."""

    FULL = "full"
    NORMAL = "normal"
    MINIMAL = "minimal"
    OFF = "off"


class LightMode(StrEnum):
    """What a person wants of the lights."""

    COLORS = "colors"
    BRIGHTNESS = "brightness"
    SCENES = "scenes"
    NONE = "none"


class DueAction(StrEnum):
    """What happens when a planned training is due."""

    START = "start"
    ASK = "ask"
    REMIND = "remind"


class SceneMoment(StrEnum):
    """The moments for which a person may choose a scene or script."""

    PREPARE = "prepare"
    WORK = "work"
    REST = "rest"
    PAUSED = "paused"


class Action(StrEnum):
    """The actions of BackCare."""

    START_ROUTINE = "start_routine"
    PAUSE_SESSION = "pause_session"
    RESUME_SESSION = "resume_session"
    STOP_SESSION = "stop_session"
    SKIP = "skip"
    PREVIOUS = "previous"
    ADD_TIME = "add_time"
    RATE_SESSION = "rate_session"
    GET_ROUTINES = "get_routines"
    GET_HISTORY = "get_history"
    LOG_SESSION = "log_session"


class Argument(StrEnum):
    """The fields of the actions."""

    CONFIG_ENTRY_ID = "config_entry_id"
    ROUTINE = "routine"
    MINUTES = "minutes"
    LEVEL = "level"
    SIDE = "side"
    SPEAKERS = "speakers"
    LIGHTS = "lights"
    SPEECH_LEVEL = "speech_level"
    LANGUAGE = "language"
    REASON = "reason"
    SCOPE = "scope"
    SECONDS = "seconds"
    SESSION_ID = "session_id"
    INCLUDE_PHASES = "include_phases"
    START = "start"
    END = "end"
    FINISHED_AT = "finished_at"
