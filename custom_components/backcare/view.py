"""What the card shows of a person: the session that runs, and what could come next.

Moments are Unix milliseconds of the wall clock, durations are in seconds.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import async_get_loaded_integration
from homeassistant.util import dt as dt_util

from .cards import info_card
from .catalogue.texts import Texts
from .const import DOMAIN, LEVEL_AUTO, SEVERE_PAIN, Key, Rating
from .controller import BackCareConfigEntry, SessionController
from .cues.phrases import fill, sentence
from .engine.errors import SafetyNotConfirmed
from .engine.models import Phase, PhaseKind, Side, StopReason
from .engine.session import SessionEngine
from .library import NamedRoutine
from .practice import ROUTINE as PRACTICE
from .profile import Profile
from .rights import is_allowed
from .running import RunningSession, tidy
from .safety import advice
from .store import SessionRecord

type View = dict[str, Any]

PROTOCOL = 1
"""Grows when an older card would misunderstand the view, or a newer one miss something."""

GONE: View = {"protocol": PROTOCOL, "gone": True}
"""Stands in for the view of a person who is not there, or not now."""

_NEXT_DAY_FROM = timedelta(hours=12)
_NEXT_DAY_UNTIL = timedelta(hours=36)
"""So long after a session the card asks how the back is (rule P5)."""


@callback
def async_version(hass: HomeAssistant) -> str:
    """Return the version of BackCare."""
    return str(async_get_loaded_integration(hass, DOMAIN).version)


@callback
def async_view(hass: HomeAssistant, entry: BackCareConfigEntry, user: User) -> View:
    """Return what a user may see of a person now."""
    controller = entry.runtime_data
    profile = controller.profile
    version = async_version(hass)
    can_control = is_allowed(hass, user, entry.entry_id, POLICY_CONTROL)
    return {
        "protocol": PROTOCOL,
        "version": version,
        "now": _milliseconds(dt_util.utcnow()),
        "entry_id": entry.entry_id,
        "name": entry.title,
        "language": profile.settings.language,
        "entities": _entity_ids(hass, entry.entry_id),
        "can_control": can_control,
        "routines_revision": _revision(profile, version),
        "session": _session(profile, controller.running),
        "idle": _idle(controller, can_control=can_control),
    }


def without_clock(view: View) -> View:
    """Return a view without what changes by itself while time passes."""
    still = {**view, "now": 0}
    if (session := view.get("session")) and session["ends_at"] is not None:
        phase = {**session["phase"], "remaining": 0, "reentry": 0}
        still["session"] = {**session, "remaining": 0, "phase": phase}
    return still


def session_view(profile: Profile, engine: SessionEngine, routine_name: str) -> View:
    """Return a session as it is now."""
    seen = engine.snapshot()
    phase = seen.phase
    assert phase
    later = [p for p in engine.timeline.phases[seen.phase_number :] if p.kind.is_work]
    upcoming = next((p for p in later if p.step_index > phase.step_index), None)
    texts = _texts(profile)
    return {
        "id": seen.session_id,
        "status": seen.status,
        "routine": seen.routine_id,
        "routine_name": routine_name,
        "level": seen.level,
        "started_at": _milliseconds(seen.started_at),
        "total": tidy(seen.session_seconds),
        "remaining": tidy(seen.session_remaining_seconds),
        "ends_at": _milliseconds(seen.session_ends_at),
        "phase_number": seen.phase_number,
        "phase_count": seen.phase_count,
        "set_done_count": seen.set_done_count,
        "set_total_count": seen.set_total_count,
        "phase": {
            "kind": phase.kind,
            **_exercise(profile, phase),
            "set_number": phase.set_number,
            "set_count": phase.set_count,
            "repetition_count": phase.repetition_count,
            "duration": tidy(seen.phase_seconds),
            "remaining": tidy(seen.remaining_seconds),
            "ends_at": _milliseconds(seen.phase_ends_at),
            "reentry": tidy(seen.reentry_seconds),
            "instruction": _instruction(texts, phase, later[0] if later else None),
        },
        "next": _exercise(profile, upcoming) if upcoming else None,
    }


def routines_view(profile: Profile, version: str) -> View:
    """Return the routines at the person's level, each with its exercises."""
    return {
        "revision": _revision(profile, version),
        "routines": [_routine(profile, item) for item in profile.library],
    }


def coming(texts: Texts, work: Phase) -> str:
    """Return what comes after a rest."""
    parts = [texts.exercises[work.exercise_id].name]
    if words := texts.words.sides.get(work.side):
        parts.append(fill(texts.answers["on_side"], asdict(words)))
    if work.set_count > 1:
        numbers = {"set": str(work.set_number), "sets": str(work.set_count)}
        parts.append(fill(texts.answers["set_of"], numbers))
    return sentence(texts.answers["in_a_moment"], {"exercise": ", ".join(parts)})


def _routine(profile: Profile, item: NamedRoutine) -> View:
    """Return a routine; exercises are in the order in which they are first done."""
    timeline = profile.library.timeline(item.routine, profile.level)
    exercises: dict[tuple[str, str | None, Side], View] = {}
    for phase in timeline.phases:
        if phase.kind.is_work:
            key = (phase.exercise_id, phase.variant_id, phase.side)
            first = {**_exercise(profile, phase), "set_count": 0}
            exercises.setdefault(key, first)["set_count"] += 1
    return {
        "id": item.id,
        "name": item.names[profile.settings.language],
        "total_seconds": tidy(timeline.total_seconds),
        "set_count": timeline.set_count,
        "exercises": list(exercises.values()),
    }


def _session(profile: Profile, running: RunningSession | None) -> View | None:
    """Return the session that runs."""
    if running is None:
        return None
    return session_view(profile, running.engine, running.routine_name)


def _idle(controller: SessionController, *, can_control: bool) -> View:
    """Return what the next session would be, and what the last one was.

    How the person is doing is only for who may control them.
    """
    profile = controller.profile
    settings = profile.settings
    selected = profile.selected_routine
    last = profile.last_session
    return {
        "routine": selected.id,
        "routine_name": selected.names[settings.language],
        "level": profile.level,
        "level_choice": profile.choice(Key.LEVEL_CHOICE),
        "levels": [LEVEL_AUTO, *map(str, profile.catalogue.levels)],
        "week_count": profile.week_count,
        "week_goal": profile.week.goal,
        "week": _week(profile),
        "plan": {
            "next_at": _milliseconds(controller.reminders.next_at),
            "due_at": _milliseconds(controller.reminders.due_at),
        },
        "programme": _programme(profile) if can_control else None,
        "practice": _practice(controller) if settings.practice.is_on else None,
        "info": _info(profile) if can_control else None,
        "disclaimer": None if last else _texts(profile).safety.disclaimer.short,
        "refusal": SafetyNotConfirmed.key if profile.needs_safety_check else None,
        "last": _last(profile, last, has_ratings=can_control) if last else None,
    }


def _week(profile: Profile) -> View:
    """Return how this week goes, and which one it is."""
    week = profile.week
    return {
        "count": week.session_count,
        "goal": week.goal,
        "minutes": round(week.minutes),
        "minutes_goal": week.minutes_goal,
        "streak": profile.week_streak,
        "programme_week": profile.programme_week,
        "programme_session": profile.programme_session_number,
    }


def _programme(profile: Profile) -> View:
    """Return what the programme says, offers and asks."""
    offer = profile.offer
    return {
        "why": profile.why,
        "review": profile.review,
        "on_hold": profile.is_on_hold,
        "rest_until": _milliseconds(profile.rest_until),
        "offer": {"kind": offer.kind, "text": offer.text} if offer else None,
        "next_day": _next_day(profile),
    }


def _next_day(profile: Profile) -> View | None:
    """Return the session whose next morning is not told yet, and when to ask."""
    pairs = zip(
        reversed(profile.sessions), reversed(profile.progress.past), strict=True
    )
    last = next((record for record, past in pairs if past.is_classified), None)
    if (
        last is None
        or Rating.PAIN_NEXT_DAY in last.ratings
        or profile.progress.comes_too_late(last)
    ):
        return None
    return {
        "session_id": last.session_id,
        "from_at": _milliseconds(last.ended_at + _NEXT_DAY_FROM),
        "until_at": _milliseconds(last.ended_at + _NEXT_DAY_UNTIL),
    }


def _practice(controller: SessionController) -> View:
    """Return how many seated practices were done today, and when the next one is."""
    practice = controller.practice
    return {
        "routine": PRACTICE,
        "today": practice.today_count,
        "goal": practice.goal,
        "next_at": _milliseconds(practice.next_at),
    }


def _info(profile: Profile) -> View | None:
    """Return the text that this week offers."""
    card = info_card(profile, profile.progress.today)
    return card._asdict() if card else None


def _last(profile: Profile, record: SessionRecord, *, has_ratings: bool) -> View:
    """Return the last session; how it felt is only for who may rate it."""
    pain = record.ratings.get(Rating.PAIN_DURING, 0)
    hurt = record.reason is StopReason.PAIN or pain >= SEVERE_PAIN
    name = profile.library.name(record.routine_id, profile.settings.language)
    done, total = record.set_done_count, record.set_total_count
    aid = advice(_texts(profile)) if has_ratings and hurt else None
    return {
        "session_id": record.session_id,
        "routine_name": record.routine_name if name == record.routine_id else name,
        "ended_at": _milliseconds(record.ended_at),
        "minutes": round(record.active_seconds / 60),
        "outcome": record.outcome,
        "completed": round(done / total, 3) if total else 0,
        "set_done_count": done,
        "set_total_count": total,
        "reason": record.reason if has_ratings else None,
        "ratings": dict(record.ratings) if has_ratings else {},
        "advice": aid.text if aid else None,
        "warning_signs": aid.groups if aid else [],
    }


def _exercise(profile: Profile, phase: Phase) -> View:
    """Return the exercise of a phase, its side and its picture."""
    figures = profile.figures
    texts = _texts(profile)
    return {
        "exercise": phase.exercise_id,
        "exercise_name": texts.exercises[phase.exercise_id].name,
        "side": phase.side,
        "side_name": _side_name(texts, phase.side),
        "picture": figures.key(phase.exercise_id, phase.variant_id, phase.side),
    }


def _side_name(texts: Texts, side: Side) -> str | None:
    """Return a side as a phrase of its own."""
    if side is Side.ALTERNATING:
        return texts.answers["sides_in_turn"].removesuffix(".")
    words = texts.words.sides.get(side)
    return sentence(texts.answers["on_side"], asdict(words)) if words else None


def _instruction(texts: Texts, phase: Phase, work: Phase | None) -> str:
    """Return one line: how to get ready, what to mind, or which set comes next."""
    if phase.kind is PhaseKind.REST:
        return coming(texts, work) if work else ""
    exercise = texts.exercises[phase.exercise_id]
    if not phase.kind.is_work and (
        variant := exercise.variants.get(phase.variant_id or "")
    ):
        return f"{variant.name}. {variant.note}"
    text = exercise.cue if phase.kind.is_work else exercise.setup
    words = texts.words.sides.get(phase.side)
    return fill(text, asdict(words) if words else {})


def _texts(profile: Profile) -> Texts:
    """Return the texts in the person's language."""
    return profile.texts[profile.settings.language]


def _entity_ids(hass: HomeAssistant, entry_id: str) -> dict[str, str]:
    """Return the enabled entities of a person by platform and key."""
    return {
        f"{entity.domain}.{entity.unique_id.removeprefix(f'{entry_id}_')}": (
            entity.entity_id
        )
        for entity in er.async_entries_for_config_entry(er.async_get(hass), entry_id)
        if not entity.disabled
    }


def _revision(profile: Profile, version: str) -> str:
    """Return another value whenever the routines of a person look different."""
    own = [
        item for item in profile.library if item.id not in profile.catalogue.routines
    ]
    looks = (version, profile.level, profile.settings, own)
    return blake2b(repr(looks).encode(), digest_size=8).hexdigest()


def _milliseconds(moment: datetime | None) -> int | None:
    """Return a moment as Unix milliseconds."""
    return None if moment is None else round(moment.timestamp() * 1000)
