"""What the history of one person says: their weeks, and where the programme stands."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from homeassistant.util import dt as dt_util

from .catalogue import Catalogue
from .const import Rating
from .engine.assessment import PastSession, SessionClass, is_final
from .engine.history import Week, Weeks
from .engine.models import MuscleClass, Outcome, Routine, StopReason
from .engine.progression import Course, Decision, DecisionKind, Programme
from .settings import Settings
from .store import BackCareStore, SessionRecord

_PARTS = {"split_a_holds", "split_b_control"}
"""Together on one day a full session (rule P0)."""

_MINUTES_GOAL = 90
_MINUTES_GOAL_FROM_LEVEL = 5
"""Minutes a week that are aimed at, and from which level on (rule P9)."""

_OPEN_COUNT = 8
"""Sessions and decisions at the end of the history that may still change."""

_LATE_ANSWER = "late_answer"
"""Kept among the decisions: an answer of the next morning that changes nothing."""

_TELLS_SOMETHING = {StopReason.PAIN, StopReason.TOO_HARD}
"""Reasons to stop that count even if no set was done."""

_SUNDAY = 6

_moment = attrgetter("at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was worked out, and from what."""

    records: list[SessionRecord]
    today: date
    zone: tzinfo
    past: list[PastSession]
    weeks: Weeks
    course: Course
    programme: Programme


class Progress:
    """The history of a person, read anew when it or the day has changed."""

    def __init__(
        self, catalogue: Catalogue, store: BackCareStore, settings: Settings
    ) -> None:
        """Take what is known of the person."""
        self._catalogue = catalogue
        self._store = store
        self._settings = settings
        self._seen: _Seen | None = None
        self._checkpoint = Course(level=self.first_level)
        self._followed: list[PastSession | Decision] = []
        """What led to the checkpoint."""
        self._muscles: dict[tuple[str, ...], frozenset[MuscleClass]] = {}

    @property
    def first_level(self) -> int:
        """Return the level of the first session."""
        return self._store.content.level or self._settings.first_level

    @property
    def today(self) -> date:
        """Return the day at home."""
        return dt_util.now().date()

    @property
    def programme(self) -> Programme:
        """Return where the person is in the programme."""
        return self._look().programme

    @property
    def weeks(self) -> Weeks:
        """Return the sessions by calendar week."""
        return self._look().weeks

    @property
    def past(self) -> list[PastSession]:
        """Return the sessions in the order of the history."""
        return self._look().past

    @property
    def week(self) -> Week:
        """Return this week."""
        is_long = self.programme.level >= _MINUTES_GOAL_FROM_LEVEL
        return self.weeks.week(
            self.today,
            self._settings.plan.week_goal,
            _MINUTES_GOAL if is_long else None,
        )

    @property
    def week_streak(self) -> int:
        """Return how many weeks in a row met the goal."""
        return self.weeks.streak(self.today, self._settings.plan.week_goal)

    def after(self, routine: Routine, level: int, completed: float) -> Programme:
        """Return where one more session today would lead."""
        session = PastSession(
            at=dt_util.utcnow(),
            day=self.today,
            level=level,
            completed=completed,
            **_kind_of(routine.id, routine),
        )
        course = copy(self._look().course)
        course.follow([session])
        return course.programme(self.today)

    def class_of(self, record: SessionRecord) -> SessionClass:
        """Return how a session of the history went."""
        past = self._past_session(record, self._late_ids())
        if not (past.is_classified or past.is_red_flag):
            return SessionClass.NEUTRAL
        course = Course(level=self.first_level)
        course.follow(event for event in self._events() if event.at <= past.at)
        return course.last_class or SessionClass.NEUTRAL

    def comes_too_late(self, record: SessionRecord) -> bool:
        """Return if an answer of the next morning changes nothing any more."""
        starts = (
            other.started_at
            for other, past in zip(self._store.content.sessions, self.past, strict=True)
            if past.is_classified and other.started_at >= record.ended_at
        )
        return is_final(record.ended_at, dt_util.utcnow(), min(starts, default=None))

    def decide(self, kind: DecisionKind, **choice: Any) -> None:
        """Keep a decision of the person."""
        decision = Decision(at=dt_util.utcnow(), kind=kind, **choice)
        self._keep({**asdict(decision), "at": decision.at.isoformat()})

    def ignore_next_day(self, session_id: str) -> None:
        """Keep that the answer of the next morning came too late."""
        self._keep({"kind": _LATE_ANSWER, "session_id": session_id})

    def _keep(self, decision: dict[str, Any]) -> None:
        """Keep a decision, and look at everything anew."""
        self._store.content.decisions.append(decision)
        self._store.save_soon()
        self._seen = None

    def _look(self) -> _Seen:
        """Return what the history says today."""
        records = self._store.content.sessions
        today, zone = self.today, dt_util.get_default_time_zone()
        seen = self._seen
        # The same records are the same objects: this compares thousands at once.
        if seen and (seen.records, seen.today, seen.zone) == (records, today, zone):
            return seen
        past = self._past_sessions(
            records, seen if seen and seen.zone == zone else None
        )
        plan = self._settings.plan
        # A session of a clock that was wrong waits for its day.
        midnight = dt_util.start_of_local_day(today + timedelta(days=1))
        events = self._events(past)
        course = self._course(events[: bisect_left(events, midnight, key=_moment)])
        self._seen = _Seen(
            records=[*records],
            today=today,
            zone=zone,
            past=past,
            weeks=Weeks(
                past,
                first_weekday=_SUNDAY if plan.week_starts_on == "sunday" else 0,
                breaks=plan.breaks,
            ),
            course=course,
            programme=course.programme(today),
        )
        return self._seen

    def _past_sessions(
        self, records: list[SessionRecord], seen: _Seen | None
    ) -> list[PastSession]:
        """Return the sessions as the rules want them; those that were seen stay."""
        late_ids = self._late_ids()
        known = zip(seen.records, seen.past, strict=True) if seen else ()
        return [
            same[1]
            if same and same[0] is record
            else self._past_session(record, late_ids)
            for record, same in zip_longest(records, known)
            if record
        ]

    def _past_session(
        self, record: SessionRecord, late_ids: set[str | None]
    ) -> PastSession:
        """Return a session as the rules want it."""
        ratings = record.ratings
        reason = record.reason
        is_nothing = (
            not record.set_done_count
            and bool(record.set_total_count)
            and reason not in _TELLS_SOMETHING
        )
        if is_nothing or (record.outcome is Outcome.INTERRUPTED and not reason):
            # Begun by mistake, or ended by a power cut: no word about the person.
            reason = StopReason.NO_TIME
        kind = _kind_of(
            record.routine_id, self._catalogue.routines.get(record.routine_id)
        )
        exercises = self._catalogue.exercises
        return PastSession(
            at=record.ended_at,
            day=dt_util.as_local(record.ended_at).date(),
            level=record.level,
            minutes=record.active_seconds / 60,
            muscles=self._muscles.setdefault(
                record.exercise_ids,
                frozenset(
                    exercises[exercise_id].muscle_class
                    for exercise_id in record.exercise_ids
                    if exercise_id in exercises
                ),
            ),
            completed=(
                record.set_done_count / record.set_total_count
                if record.set_total_count
                else 1
            ),
            reason=reason,
            is_red_flag=record.is_red_flag,
            pain_before=ratings.get(Rating.PAIN_BEFORE),
            pain_during=ratings.get(Rating.PAIN_DURING),
            effort=ratings.get(Rating.EFFORT),
            pain_next_day=(
                None
                if record.session_id in late_ids
                else ratings.get(Rating.PAIN_NEXT_DAY)
            ),
            **(kind if record.counts else {**kind, "share": 0.0, "is_practice": False}),
        )

    def _course(self, events: list[PastSession | Decision]) -> Course:
        """Return what the events lead to, from where nothing has changed."""
        count = len(self._followed)
        if events[:count] != self._followed:
            count, self._followed = 0, []
            self._checkpoint = Course(level=self.first_level)
        settled = max(count, len(events) - _OPEN_COUNT)
        self._checkpoint.follow(events[count:settled])
        self._followed = events[:settled]
        course = copy(self._checkpoint)
        course.follow(events[settled:])
        return course

    def _events(
        self, past: list[PastSession] | None = None
    ) -> list[PastSession | Decision]:
        """Return sessions and decisions, oldest first."""
        sessions = self.past if past is None else past
        return sorted([*sessions, *self._decisions()], key=attrgetter("at"))

    def _decisions(self) -> Iterator[Decision]:
        """Yield what the person decided; what makes no sense is left out."""
        for kept in self._store.content.decisions:
            with suppress(KeyError, TypeError, ValueError):
                yield Decision(
                    **{
                        **kept,
                        "at": datetime.fromisoformat(kept["at"]),
                        "kind": DecisionKind(kept["kind"]),
                    }
                )

    def _late_ids(self) -> set[str | None]:
        """Return the sessions whose next morning was answered too late."""
        return {
            kept.get("session_id")
            for kept in self._store.content.decisions
            if kept.get("kind") == _LATE_ANSWER
        }


def _kind_of(routine_id: str, routine: Routine | None) -> dict[str, Any]:
    """Return what a session of a routine counts for; one of their own as one."""
    share = routine.weekly_share if routine else 1
    return {
        "share": share,
        "is_practice": bool(routine and routine.per_day),
        "is_classified": share > 0,
        "is_full": bool(routine and routine.is_full),
        "part": routine_id if routine_id in _PARTS else None,
    }
