"""Answers questions about the weeks of a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from custom_components.backcare.cues.phrases import speakable
from custom_components.backcare.engine.history import PROGRAMME_WEEKS
from custom_components.backcare.profile import Profile
from homeassistant.util import dt as dt_util

from .replies import Replies
from .wish import Question

_PAST_DAYS = ("today", "yesterday")
_COMING_DAYS = ("today", "tomorrow")
"""The days that have a name, nearest first."""

_WEEKDAYS = (
    "on_monday",
    "on_tuesday",
    "on_wednesday",
    "on_thursday",
    "on_friday",
    "on_saturday",
    "on_sunday",
)

_NOON = 12
_COUNTS_TO_NOON = {"en"}
"""Languages that tell the hours of the afternoon from one on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person, as far as trained, and what is planned."""

    profile: Profile
    language: str
    replies: Replies
    next_at: datetime | None
    """When the next training is planned."""
    is_due: bool
    """A planned training waits to be done."""

    def days_since(self, moment: datetime) -> int:
        """Return how many midnights ago a moment was."""
        return max(0, (_today() - dt_util.as_local(moment).date()).days)


def routine_name(profile: Profile, routine_id: str, language: str, kept: str) -> str:
    """Return the name of a routine in a language, the one that was kept if it is gone."""
    name = profile.library.name(routine_id, language)
    return kept if name == routine_id else name


def _today() -> date:
    """Return the day at home."""
    return dt_util.now().date()


def _week_count(view: PersonView) -> str:
    """Tell how many sessions of this week count."""
    week = view.profile.week
    return view.replies.say("week_count", count=week.session_count, goal=week.goal)


def _week_left(view: PersonView) -> str:
    """Tell how many sessions are still to do this week."""
    week = view.profile.week
    if (left := week.goal - week.session_count) <= 0:
        return view.replies.say("week_done")
    return view.replies.say("week_left", number=left, goal=week.goal)


def _goal_reached(view: PersonView) -> str:
    """Tell if there were enough sessions this week."""
    return f"{view.replies.verdict(view.profile.week.is_met)} {_week_count(view)}"


def _week_minutes(view: PersonView) -> str:
    """Tell how long the person trained this week, and the goal if there is one."""
    week = view.profile.week
    if not week.minutes:
        return view.replies.say("week_empty")
    said = view.replies.say(
        "week_minutes",
        duration=view.replies.duration(max(1, round(week.minutes)) * 60),
    )
    if week.minutes_goal is None:
        return said
    return " ".join((said, view.replies.say("minutes_goal", goal=week.minutes_goal)))


def _last_session(view: PersonView) -> str:
    """Tell when the person last trained, and what."""
    if (last := view.profile.last_session) is None:
        return view.replies.say("no_session")
    days = view.days_since(last.ended_at)
    return view.replies.say(
        "last_session",
        days=view.replies.part(
            _PAST_DAYS[days] if days < len(_PAST_DAYS) else "days_ago", number=days
        ),
        routine=speakable(
            routine_name(
                view.profile, last.routine_id, view.language, last.routine_name
            )
        ),
    )


def _progress(view: PersonView) -> str:
    """Tell how the person is doing."""
    profile = view.profile
    said = view.replies.say(
        "progress",
        name=speakable(profile.settings.name),
        count=profile.week.session_count,
        goal=profile.week.goal,
        level=profile.level,
    )
    return f"{said} {_last_session(view)}"


def _level(view: PersonView) -> str:
    """Tell the level of the next session."""
    return view.replies.say("level", level=view.profile.level)


def _programme_week(view: PersonView) -> str:
    """Tell which week of the programme it is."""
    if view.profile.last_session is None:
        return view.replies.say("programme_ahead")
    number = view.profile.programme_week
    key = "programme_week" if number <= PROGRAMME_WEEKS else "programme_over"
    return view.replies.say(key, number=number, total=PROGRAMME_WEEKS)


def _practices_today(view: PersonView) -> str:
    """Tell how many of the practices of the day are done."""
    return view.replies.say(
        "practices_today",
        count=view.profile.practices_today,
        goal=view.profile.settings.practice.count,
    )


def _next_session(view: PersonView) -> str:
    """Tell when the next session is planned."""
    if view.is_due:
        return view.replies.say("session_due")
    if view.next_at is None:
        return view.replies.say("nothing_planned")
    return view.replies.say("next_session", days=_said(view, view.next_at))


def _said(view: PersonView, moment: datetime) -> str:
    """Return a day and a time to come, in words."""
    replies, local = view.replies, dt_util.as_local(moment)
    days = max(0, (local.date() - _today()).days)
    if days < len(_COMING_DAYS):
        day = replies.part(_COMING_DAYS[days])
    elif days < len(_WEEKDAYS):
        day = replies.part(_WEEKDAYS[local.weekday()])
    else:
        day = replies.part("in_days", number=days)
    hour = local.hour
    if view.language in _COUNTS_TO_NOON:
        hour = (hour - 1) % _NOON + 1
    is_morning = local.hour < _NOON
    if not local.minute:
        return replies.part(
            "hour_am" if is_morning else "hour_pm", days=day, number=hour
        )
    minute = replies.part("minute" if local.minute > 9 else "oh", n=local.minute)
    return replies.part(
        "time_am" if is_morning else "time_pm", days=day, number=hour, n=minute
    )


OF_PERSON: Mapping[Question, Callable[[PersonView], str]] = {
    Question.WEEK_COUNT: _week_count,
    Question.WEEK_LEFT: _week_left,
    Question.GOAL_REACHED: _goal_reached,
    Question.LAST_SESSION: _last_session,
    Question.PROGRESS: _progress,
    Question.WEEK_MINUTES: _week_minutes,
    Question.LEVEL: _level,
    Question.PROGRAMME_WEEK: _programme_week,
    Question.SEATED_TODAY: _practices_today,
    Question.NEXT_SESSION: _next_session,
}
"""The questions about the weeks of a person."""
