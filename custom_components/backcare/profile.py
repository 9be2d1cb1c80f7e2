"""One person with their history: what it means for the next session."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from homeassistant.util import dt as dt_util

from .const import Rating
from .cues.phrases import number
from .engine.assessment import SessionClass
from .engine.errors import ProgrammeOnHold, SafetyNotConfirmed
from .engine.history import Week
from .engine.models import Routine
from .engine.progression import DecisionKind, Programme
from .library import DEFAULT_ROUTINE, NamedRoutine
from .outlook import Assessment, Offer, OfferKind, Outlook, advice, review
from .person import Person
from .store import SessionRecord

_GENTLE = {"gentle_reset", "seated_transversus"}
"""Routines of a programme on hold (rule P4)."""

_SHARES = {SessionClass.GREEN: 1.0, SessionClass.AMBER: 0.8, SessionClass.RED: 0.0}
"""What is done of a session that nobody rated, by its class."""


class Profile(Person):
    """What is known of a person when no session runs."""

    # History

    def add(self, record: SessionRecord) -> None:
        """Keep a session; from now on a new placement moves the level no more."""
        self.store.content.level = self.progress.first_level
        self.store.add(record)
        self.store.save_soon()

    def rate(self, session_id: str, ratings: Mapping[Rating, int]) -> Assessment | None:
        """Keep how a session of the history felt, if it is still there."""
        records = {record.session_id: record for record in self.sessions}
        if (before := records.get(session_id)) is None:
            return None
        is_new = Rating.PAIN_NEXT_DAY in ratings.keys() - before.ratings.keys()
        if is_new and self.progress.comes_too_late(before):
            self.progress.ignore_next_day(session_id)
        after = replace(before, ratings={**before.ratings, **ratings})
        self.store.replace(after)
        session_class = self.progress.class_of(after)
        return Assessment(
            session_class=session_class, sentence=self.outlook.sentence(session_class)
        )

    def note_sign(self) -> None:
        """Let a warning sign count for the session that it came in or after (4.4)."""
        last = self.last_session
        if last and not self.progress.comes_too_late(last):
            self.store.replace(replace(last, is_red_flag=True))

    @property
    def week(self) -> Week:
        """Return this week."""
        return self.progress.week

    @property
    def week_count(self) -> int:
        """Return how many sessions of this week count."""
        return self.week.session_count

    @property
    def week_sessions(self) -> list[SessionRecord]:
        """Return the sessions of this week."""
        first_day = self.week.starts_on
        next_day = first_day + timedelta(weeks=1)
        return [
            record
            for record, past in zip(self.sessions, self.progress.past, strict=True)
            if first_day <= past.day < next_day
        ]

    @property
    def week_streak(self) -> int:
        """Return how many weeks in a row met the goal."""
        return self.progress.week_streak

    def week_number_with(self, routine: Routine) -> int:
        """Return which session of the week one of a routine will be; 0: it won't count."""
        if not routine.weekly_share:
            return 0
        share = self.progress.weeks.share(self.progress.today)
        return int(share + routine.weekly_share)

    @property
    def programme_week(self) -> int:
        """Return which week of the programme it is, from 1."""
        return self.progress.weeks.programme_week(self.progress.today)

    @property
    def programme_session_number(self) -> int:
        """Return which session of the programme comes next, from 1."""
        return self.progress.weeks.session_count(self.progress.today) + 1

    @property
    def practices_today(self) -> int:
        """Return how many practices were done today."""
        return self.progress.weeks.practice_count(self.progress.today)

    @property
    def practice_goal(self) -> int:
        """Return how many practices a day the person wants to do."""
        return self.settings.practice.count

    @property
    def last_practice_at(self) -> datetime | None:
        """Return when the last practice ended."""
        past = reversed(self.progress.past)
        return next((session.at for session in past if session.is_practice), None)

    # The programme

    @property
    def programme(self) -> Programme:
        """Return where the person is in the programme."""
        return self.progress.programme

    @property
    def outlook(self) -> Outlook:
        """Return the programme in words."""
        return self._outlook(self.programme)

    @property
    def why(self) -> str | None:
        """Return what is special about the next session, if anything is."""
        return self.outlook.why

    def news_after(self, routine: Routine, level: int, language: str) -> dict[str, str]:
        """Return what to say at the end of a session that changes the level, by class."""
        return {
            session_class.value: news
            for session_class, share in _SHARES.items()
            if routine.weekly_share
            and level == self.level
            and (
                news := self._outlook(
                    self.progress.after(routine, level, share), language
                ).news
            )
        }

    def welcome(self, routine: Routine, level: int, language: str) -> str:
        """Return what to say at the start to somebody who was away, if anything."""
        if not routine.weekly_share or level != self.level:
            return ""
        return self._outlook(self.programme, language).welcome or ""

    @property
    def review(self) -> str | None:
        """Return what the weeks of the programme were, in the week after some of them."""
        return review(
            self.progress.past,
            self._words,
            self.catalogue,
            week_number=self.programme_week,
            level=self.level,
            starts_on=self.week.starts_on,
        )

    @property
    def offer(self) -> Offer | None:
        """Return what the person may say yes or no to."""
        return self.outlook.offer(self.library.find(DEFAULT_ROUTINE).routine)

    def accept(self, offer: Offer) -> None:
        """Say yes to an offer."""
        if offer.kind is OfferKind.LEVEL_UP:
            self.progress.decide(DecisionKind.LEVEL_UP_ACCEPTED)
        else:
            self.choose_variant(offer.exercise_id, offer.variant_id)

    def refuse(self, offer: Offer) -> None:
        """Say no to an offer: everything stays as it is."""
        if offer.kind is OfferKind.LEVEL_UP:
            self.progress.decide(DecisionKind.LEVEL_UP_REFUSED)
        else:
            self.progress.decide(
                DecisionKind.VARIANT_REFUSED, exercise_id=offer.exercise_id
            )

    def variant_of(self, exercise_id: str) -> str | None:
        """Return the variant of an exercise that the next session will have."""
        preferences = self.settings.preferences(self.level, forms=self.programme.forms)
        return preferences.variants.get(exercise_id)

    def choose_variant(self, exercise_id: str, variant_id: str | None) -> None:
        """Do an exercise in a variant from now on, or in its standard form.

        What gets harder by it begins at the dose of the lowest level (rule P8).
        """
        if variant_id == (now := self.variant_of(exercise_id)):
            return
        variants = self.catalogue.exercises[exercise_id].variants
        left = variants.get(now or "")
        starts_anew = (
            variants[variant_id].harder
            if variant_id
            else bool(left and not left.harder)
        )
        self.progress.decide(
            DecisionKind.VARIANT_CHOSEN,
            exercise_id=exercise_id,
            variant_id=variant_id,
            starts_anew=starts_anew,
        )

    # What may be done now

    @property
    def is_on_hold(self) -> bool:
        """Return if the programme waits until the person confirms (rule P4)."""
        return self.programme.is_on_hold

    def release(self) -> None:
        """Let the programme go on after a hold."""
        self.progress.decide(DecisionKind.RELEASED)

    @property
    def rest_until(self) -> datetime | None:
        """Return before when no full session should be done."""
        until = self.programme.rest_until
        return until if until and until > dt_util.utcnow() else None

    @property
    def needs_safety_check(self) -> bool:
        """Return if the safety check comes before the next session."""
        due_at = self.programme.safety_due_at
        confirmed_at = self.settings.safety_confirmed_at
        is_old = due_at and (confirmed_at is None or confirmed_at < due_at)
        return not self.settings.safety_confirmed or bool(is_old)

    def check(self, item: NamedRoutine) -> None:
        """Raise SafetyNotConfirmed or ProgrammeOnHold if the routine may not start."""
        if self.needs_safety_check:
            raise SafetyNotConfirmed
        if self.is_on_hold and item.id not in _GENTLE:
            raise ProgrammeOnHold

    def advice_for(self, item: NamedRoutine, now: datetime) -> str | None:
        """Return why rest would be better than the routine now; it only warns."""
        return advice(
            item.routine,
            self._words,
            rest_until=self.programme.rest_until,
            week=self.week,
            past=self.progress.past,
            now=now,
        )

    @property
    def _words(self) -> Mapping[str, str]:
        """Return the texts of the programme in the person's language."""
        return self.texts[self.settings.language].programme

    def _outlook(self, programme: Programme, language: str | None = None) -> Outlook:
        """Return a programme in words; for a language, in spoken ones."""
        texts = self.texts[language or self.settings.language]
        return Outlook(
            programme=programme,
            texts=texts,
            level=self.chosen_level or programme.level,
            is_followed=self.chosen_level is None,
            number=partial(number, words=texts.words) if language else str,
        )
