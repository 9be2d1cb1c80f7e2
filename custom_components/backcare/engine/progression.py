"""What ratings and history mean for the next session (``domain.md`` 4.4).

Everything is worked out anew from the history, oldest first, so that a rating that comes
the next morning, or is corrected, counts as if it had been there at once.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import fmean, median
from typing import Self

from .assessment import HIGH_PAIN, WORSE, PastSession, SessionClass, classify

MIN_LEVEL = 1
MAX_LEVEL = 7

GREENS_FOR_STEP = 3
"""Good sessions in a row before something goes up (rules P1 and P8)."""

_STEP_EVERY_DAYS = 7
"""Between a change of the level and a step up (rule P1)."""

_AMBERS_FOR_STEP = 4
"""Middling sessions in a row before the level goes down (rule P2)."""

_REST_AFTER_RED = timedelta(hours=48)
"""Before the next full session (rule P3)."""

_REDS_FOR_HOLD = 2
_REDS_AMONG = 3
"""Sore sessions among the last ones that put the programme on hold (rule P4)."""

_TREND_COUNT = 3
"""Sessions whose pain is compared with that of as many before (rule P5b)."""

_FORGET_GREENS_DAYS = 7
_GATE_DAYS = 28
_AWAY_STEPS = ((_GATE_DAYS, 2), (14, 1))
"""Levels to go down after so many days without a session (rule P6)."""

_EASY_EFFORT = 4
"""Effort up to which a harder variant is offered at the highest level (rule P8)."""

_LONG_HOLD_LEVEL = 3
"""From here holds last 40 s, and easier variants may be left behind (rule P8)."""

_EASIER_HOLDS = {
    "plank": "plank_knees",
    "side_plank": "side_plank_knees",
    "glute_bridge": "glute_bridge_low",
}
"""What the holds become when the lowest level is too hard (rule P3)."""


class Meaning(StrEnum):
    """What the last session means for the next one: also the key of its sentence."""

    LEVEL_UP = "level_up"
    LEVEL_SAME = "level_same"
    LEVEL_DOWN = "level_down"
    CONSULT = "consult"


class DecisionKind(StrEnum):
    """What a person may decide about the programme."""

    LEVEL_UP_ACCEPTED = "level_up_accepted"
    LEVEL_UP_REFUSED = "level_up_refused"
    VARIANT_CHOSEN = "variant_chosen"
    VARIANT_REFUSED = "variant_refused"
    RELEASED = "released"
    """Confirmed that the programme may go on (rule P4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that the person decided about the programme."""

    at: datetime
    kind: DecisionKind
    exercise_id: str = ""
    variant_id: str | None = None
    """The chosen one; None for the standard one."""
    starts_anew: bool = False
    """The exercise begins at the dose of the lowest level (rule P8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How an exercise is done in another way than the level says."""

    variant_id: str | None
    """None: the standard one."""
    level: int | None = None
    """Of its own, where it started anew; None for an easier variant."""
    green_count: int = 0

    @property
    def is_easier(self) -> bool:
        """Return if it is easier than the standard one."""
        return self.variant_id is not None and self.level is None

    @property
    def may_be_left(self) -> bool:
        """Return if the standard one is offered in its place (rule P8)."""
        return self.is_easier and self.green_count >= GREENS_FOR_STEP

    def after_green(self, level: int) -> Self:
        """Return the form after a good session at a level."""
        count = self.green_count + 1
        if self.level is None:
            is_long = level >= _LONG_HOLD_LEVEL
            return replace(self, green_count=count if is_long else 0)
        steps, count = divmod(count, GREENS_FOR_STEP)
        return replace(
            self, level=min(self.level + steps, MAX_LEVEL), green_count=count
        )

    def after_red(self) -> Self:
        """Return the form after a sore session."""
        level = self.level and max(self.level - 1, MIN_LEVEL)
        return replace(self, level=level, green_count=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Where the person is in the programme."""

    level: int
    green_count: int = 0
    """Good sessions in a row at this level."""
    last_class: SessionClass | None = None
    meaning: Meaning | None = None
    """Of the last session; None before the first one, and where it means nothing."""
    days_away: int = 0
    """Since the last session, where that changes anything."""
    is_on_hold: bool = False
    """Nothing but gentle routines until the person confirms."""
    safety_due_at: datetime | None = None
    """A safety check is needed that is not older than this."""
    rest_until: datetime | None = None
    """No full session before."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """By exercise, where it is not the standard one at this level."""
    offers_level_up: bool = False
    """The next session is a step up, and the person has not decided about it."""
    offers_harder: bool = False


@dataclass(slots=True, kw_only=True)
class Course:
    """The rules, one session or decision after the other.

    Every field holds something that never changes, so that a copy is cheap.
    """

    level: int
    greens: int = 0
    ambers: int = 0
    easy_count: int = 0
    waiting_steps: int = 0
    """Change of the level that waits for the next session."""
    changed_on: date | None = None
    """When the level changed last."""
    counted: PastSession | None = None
    """The last session that counts for the week."""
    away_steps: int = 0
    """Levels that were taken off since then (rule P6)."""
    days_away: int = 0
    last_class: SessionClass | None = None
    meaning: Meaning | None = None
    is_step_up: bool = False
    is_decided: bool = False
    """The person said yes to the step up."""
    is_on_hold: bool = False
    safety_due_at: datetime | None = None
    rest_until: datetime | None = None
    recent: tuple[SessionClass, ...] = ()
    pains: tuple[int, ...] = ()
    """Before the last sessions that were rated."""
    green_part: tuple[date, str] | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)

    def follow(self, events: Iterable[PastSession | Decision]) -> None:
        """Let sessions and decisions count, oldest first."""
        for event in events:
            if isinstance(event, Decision):
                self._decide(event)
            elif event.is_classified or event.is_red_flag:
                self.go_to(event.day)
                self._add(event)

    def programme(self, today: date) -> Programme:
        """Return where this leads, for a session today."""
        ahead = copy(self)
        ahead.go_to(today)
        is_up = ahead.is_step_up and ahead.meaning is Meaning.LEVEL_SAME
        return Programme(
            level=ahead.level,
            green_count=ahead.greens,
            last_class=ahead.last_class,
            meaning=Meaning.LEVEL_UP if is_up else ahead.meaning,
            days_away=ahead.days_away,
            is_on_hold=ahead.is_on_hold,
            safety_due_at=ahead.safety_due_at,
            rest_until=ahead.rest_until,
            forms=ahead.forms,
            offers_level_up=ahead.is_step_up and not ahead.is_decided,
            offers_harder=ahead.easy_count >= GREENS_FOR_STEP,
        )

    def go_to(self, day: date) -> None:
        """Apply what waits for the next session: a step, or days away."""
        self._step(self.waiting_steps, day)
        self.waiting_steps = self.days_away = 0
        self.is_step_up = False
        if self.counted is None:
            return
        days = (day - self.counted.day).days
        if days >= _FORGET_GREENS_DAYS:
            self.days_away = days
            self._start_counting()
            steps = next((steps for limit, steps in _AWAY_STEPS if days >= limit), 0)
            self._step(min(self.away_steps - steps, 0), day)
            self.away_steps = max(self.away_steps, steps)
        if days >= _GATE_DAYS:
            # A day less: somebody may come back at an earlier hour.
            due_at = self.counted.at + timedelta(days=_GATE_DAYS - 1)
            self.safety_due_at = max(self.safety_due_at or due_at, due_at)
        is_rested = (
            self.changed_on is None or (day - self.changed_on).days >= _STEP_EVERY_DAYS
        )
        if self.greens >= GREENS_FOR_STEP and self.level < MAX_LEVEL and is_rested:
            self._step(1, day)
            self.is_step_up = True

    def _add(self, session: PastSession) -> None:
        """Let a session count."""
        pain_before = self._pain_before(session)
        session_class = classify(session, pain_before)
        if session_class is not SessionClass.STOP and self._hurts_more(session):
            session_class = SessionClass.RED
        self.last_class, self.meaning = session_class, None
        self.is_decided = False
        if session.share:
            self.counted, self.away_steps = session, 0
        if session_class is SessionClass.STOP:
            self.safety_due_at = session.at
        if session_class in (SessionClass.NEUTRAL, SessionClass.STOP):
            return
        self.recent = (*self.recent, session_class)[-_REDS_AMONG:]
        self.meaning = Meaning.LEVEL_SAME
        match session_class:
            case SessionClass.GREEN:
                if pain_before < HIGH_PAIN:
                    self._add_green(session)
            case SessionClass.AMBER:
                self._add_amber()
            case _:
                self._add_red(session)

    def _pain_before(self, session: PastSession) -> float:
        """Return the pain before a session; not rated, that of the last ones."""
        usual = median(self.pains[-_TREND_COUNT:]) if self.pains else 0.0
        if session.pain_before is None:
            return usual
        self.pains = (*self.pains, session.pain_before)[-2 * _TREND_COUNT :]
        return session.pain_before

    def _hurts_more(self, session: PastSession) -> bool:
        """Return if the pain before the last sessions is worse than before (rule P5b)."""
        if session.pain_before is None or len(self.pains) < 2 * _TREND_COUNT:
            return False
        before, now = self.pains[:_TREND_COUNT], self.pains[_TREND_COUNT:]
        return fmean(now) >= fmean(before) + WORSE

    def _add_green(self, session: PastSession) -> None:
        """Count a good session, if it is a full one at this level (rule P0)."""
        self.ambers = 0
        if session.level != self.level or not self._is_whole(session):
            return
        self.greens += 1
        is_easy = session.effort is not None and session.effort <= _EASY_EFFORT
        self.easy_count = (
            self.easy_count + 1 if is_easy and self.level == MAX_LEVEL else 0
        )
        self.forms = {
            key: form.after_green(self.level) for key, form in self.forms.items()
        }

    def _is_whole(self, session: PastSession) -> bool:
        """Return if this is a full session, or makes one with the other part."""
        if session.is_full or session.part is None:
            return session.is_full
        done, self.green_part = self.green_part, (session.day, session.part)
        if done is None or done[0] != session.day or done[1] == session.part:
            return False
        self.green_part = None
        return True

    def _add_amber(self) -> None:
        """Hold the level; after some in a row take a step down (rule P2)."""
        ambers = self.ambers + 1
        self._start_counting()
        self.forms = {
            key: replace(form, green_count=0) for key, form in self.forms.items()
        }
        self.ambers = ambers % _AMBERS_FOR_STEP
        if ambers == _AMBERS_FOR_STEP:
            self.waiting_steps = -1
            self.meaning = Meaning.LEVEL_DOWN

    def _add_red(self, session: PastSession) -> None:
        """Take a step down and rest (rule P3); twice, ask somebody (rule P4)."""
        self._start_counting()
        self.waiting_steps = -1
        self.rest_until = session.at + _REST_AFTER_RED
        self.meaning = Meaning.LEVEL_DOWN
        self.forms = {key: form.after_red() for key, form in self.forms.items()}
        if self.level == MIN_LEVEL:
            self.forms |= {
                key: Form(variant_id=variant_id)
                for key, variant_id in _EASIER_HOLDS.items()
                if key not in self.forms or not self.forms[key].is_easier
            }
        if self.recent.count(SessionClass.RED) >= _REDS_FOR_HOLD:
            self.recent = ()
            self.is_on_hold = True
            self.meaning = Meaning.CONSULT

    def _decide(self, decision: Decision) -> None:
        """Let a decision count."""
        match decision.kind:
            case DecisionKind.LEVEL_UP_ACCEPTED:
                self.is_decided = True
            case DecisionKind.LEVEL_UP_REFUSED:
                self._start_counting()
            case DecisionKind.RELEASED:
                self.is_on_hold = False
            case DecisionKind.VARIANT_CHOSEN:
                self.easy_count = 0
                level = MIN_LEVEL if decision.starts_anew else None
                form = Form(variant_id=decision.variant_id, level=level)
                self.forms = {**self.forms, decision.exercise_id: form}
            case _:
                self.easy_count = 0
                self.forms = {
                    key: replace(form, green_count=0)
                    if key == decision.exercise_id
                    else form
                    for key, form in self.forms.items()
                }

    def _start_counting(self) -> None:
        """Count good and middling sessions from the beginning."""
        self.greens = self.ambers = self.easy_count = 0
        self.green_part = None

    def _step(self, steps: int, day: date) -> None:
        """Change the level within its limits; what was counted begins anew."""
        if not steps:
            return
        self._start_counting()
        level = min(max(self.level + steps, MIN_LEVEL), MAX_LEVEL)
        if level != self.level:
            self.level, self.changed_on = level, day


def programme(
    events: Iterable[PastSession | Decision], *, first_level: int, today: date
) -> Programme:
    """Return where a history leads, oldest first."""
    course = Course(level=first_level)
    course.follow(events)
    return course.programme(today)
