"""What the programme tells a person about the next session (``domain.md`` 6.8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import fmean
from typing import Any

from homeassistant.util import dt as dt_util

from .catalogue import Catalogue
from .catalogue.texts import Texts
from .cues.phrases import sentence
from .engine.assessment import PastSession, SessionClass
from .engine.history import PROGRAMME_SESSIONS, PROGRAMME_WEEKS, Week
from .engine.models import MuscleClass, Routine
from .engine.progression import Meaning, Programme

MAX_WEEK_SESSIONS = 5
"""Sessions a week after which rest is better (rule P9)."""

_REVIEW_WEEKS = 4
"""The review comes after so many weeks, until the programme is over (``domain.md`` 4.5)."""

_RATED_COUNT = 3
"""Ratings that are compared with as many of the beginning."""

_LITTLE_PAIN = 3

_WELCOME_BACK = "welcome_back"
_BLOCKED = "gate_blocked"
_HARDER_OFFER = "variant_offer"


class OfferKind(StrEnum):
    """What the person may say yes or no to."""

    LEVEL_UP = "level_up"
    HARDER = "harder"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that the programme offers."""

    kind: OfferKind
    exercise_id: str = ""
    variant_id: str | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How a session went, and what that means for the next one."""

    session_class: SessionClass
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The programme in words."""

    programme: Programme
    texts: Texts
    level: int
    """Of the next session."""
    is_followed: bool
    """The person lets the programme choose the level."""
    number: Callable[[int], str] = str
    """How a number is written or said."""

    def sentence(self, session_class: SessionClass) -> str:
        """Return what a session of a class means for the next one."""
        if session_class is SessionClass.STOP:
            return self.texts.cues[_BLOCKED]
        return self._say(self._meaning)

    @property
    def why(self) -> str | None:
        """Return what is special about the next session, if anything is."""
        if self.programme.is_on_hold:
            return self._say(Meaning.CONSULT)
        if self.programme.days_away:
            return self.welcome
        is_news = (
            self._meaning is not Meaning.LEVEL_SAME
            or self.programme.last_class is SessionClass.AMBER
        )
        return self._say(self._meaning) if is_news else None

    @property
    def news(self) -> str | None:
        """Return what is said at the end of a session, if the level changes."""
        if self._meaning is Meaning.LEVEL_SAME:
            return None
        return self._say(self._meaning)

    @property
    def welcome(self) -> str | None:
        """Return what is said to somebody who was away."""
        if not self.programme.days_away:
            return None
        return self._say(_WELCOME_BACK, days=self.programme.days_away)

    def offer(self, routine: Routine) -> Offer | None:
        """Return what the person may say yes or no to, about the exercises of a routine."""
        if self.programme.is_on_hold or not self.is_followed:
            return None
        if self.programme.offers_level_up:
            return Offer(kind=OfferKind.LEVEL_UP, text=self._say(Meaning.LEVEL_UP))
        for exercise_id, form in self.programme.forms.items():
            if form.may_be_left:
                name = self.texts.exercises[exercise_id].name
                return Offer(
                    kind=OfferKind.STANDARD,
                    exercise_id=exercise_id,
                    text=sentence(
                        self.texts.programme["standard_offer"], {"exercise": name}
                    ),
                )
        return self._harder(routine) if self.programme.offers_harder else None

    def _harder(self, routine: Routine) -> Offer | None:
        """Return the offer of a harder variant of the first exercise in its standard form."""
        for prescription in routine.prescriptions:
            exercise = prescription.exercise
            form = self.programme.forms.get(exercise.id)
            harder = next((v.id for v in exercise.variants.values() if v.harder), None)
            if harder is None or (form and form.variant_id):
                continue
            words = self.texts.exercises[exercise.id]
            named = sentence(
                self.texts.programme["harder_exercise"],
                {"exercise": words.name, "name": words.variants[harder].name},
            )
            return Offer(
                kind=OfferKind.HARDER,
                exercise_id=exercise.id,
                variant_id=harder,
                text=f"{self.texts.cues[_HARDER_OFFER]} {named}",
            )
        return None

    @property
    def _meaning(self) -> Meaning:
        """Return what the last session means, where the person follows the levels."""
        meaning = self.programme.meaning or Meaning.LEVEL_SAME
        if meaning is Meaning.CONSULT and not self.programme.is_on_hold:
            meaning = Meaning.LEVEL_DOWN
        if meaning is not Meaning.CONSULT and not self.is_followed:
            return Meaning.LEVEL_SAME
        return meaning

    def _say(self, key: str, **numbers: int) -> str:
        """Return a sentence of the programme."""
        values = {"level": self.level, **numbers}
        return sentence(
            self.texts.cues[key], {k: self.number(v) for k, v in values.items()}
        )


def advice(
    routine: Routine,
    texts: Mapping[str, str],
    *,
    rest_until: datetime | None,
    week: Week,
    past: list[PastSession],
    now: datetime,
) -> str | None:
    """Return why rest would be better now than a full session (rules P3 and P9)."""
    if not routine.is_full:
        return None
    if rest_until and now < rest_until:
        return texts["rest_after_pain"]
    if week.session_count >= MAX_WEEK_SESSIONS:
        return texts["rest_of_week"]
    today = dt_util.as_local(now).date()
    yesterday = today - timedelta(days=1)
    if any(s.is_full and s.share and yesterday <= s.day <= today for s in past[-10:]):
        return texts["rest_day"]
    return None


def review(
    past: list[PastSession],
    texts: Mapping[str, str],
    catalogue: Catalogue,
    *,
    week_number: int,
    level: int,
    starts_on: date,
) -> str | None:
    """Return what the weeks were that are over, in the week after them (rule P10)."""
    weeks, is_other = divmod(week_number - 1, _REVIEW_WEEKS)
    if is_other or not 0 < week_number - 1 <= PROGRAMME_WEEKS:
        return None
    begun = min((s.day for s in past if s.share), default=starts_on)
    done = [s for s in past if begun <= s.day < starts_on]
    pains = [
        s.pain_before for s in done if s.is_classified and s.pain_before is not None
    ]
    session_count = int(sum(s.share for s in done))
    holds = [
        catalogue.levels[s.level].doses["holds"].hold_seconds or 0
        for s in done
        if s.share and MuscleClass.GLOBAL in s.muscles and s.level in catalogue.levels
    ]
    values: dict[str, Any] = {
        "number": week_number - 1,
        "count": session_count,
        "level": level,
        "seconds": round(max(holds, default=0)),
        "total": sum(s.is_practice for s in done),
    }
    keys = ["review"]
    if pains:
        values["n"] = round(fmean(pains), 1)
        keys.append("review_pain")
        first, last = pains[:_RATED_COUNT], pains[-_RATED_COUNT:]
        planned = (week_number - 1) * PROGRAMME_SESSIONS // PROGRAMME_WEEKS
        if fmean(last) <= _LITTLE_PAIN and session_count < planned:
            keys.append("review_few")
        elif len(pains) > _RATED_COUNT and fmean(last) >= max(fmean(first), 1):
            keys.append("review_no_better")
    return " ".join(
        sentence(texts[key], {k: str(v) for k, v in values.items()}) for key in keys
    )
