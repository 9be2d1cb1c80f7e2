"""The info card of the week (``domain.md`` 1.6): offered, never pushed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from homeassistant.util import dt as dt_util

from .engine.models import Outcome
from .profile import Profile

CONSULT: Final = "consult"
"""The reminder for who has not asked a professional yet (``domain.md`` 5.1)."""

_ROUND_WEEKS = 13
"""After a quarter the cards begin anew."""


class InfoCard(NamedTuple):
    """A text for between sessions."""

    id: str
    text: str


class _Week(NamedTuple):
    """A week that is counted from a moment, from 0."""

    number: int
    first_day: date

    @property
    def days(self) -> set[str]:
        """Return the days of the week as they are kept."""
        return {(self.first_day + timedelta(days=n)).isoformat() for n in range(7)}


def info_card(profile: Profile, today: date) -> InfoCard | None:
    """Return what this week offers: the reminder first, and nothing that was put away."""
    put_away = profile.store.content.cards
    return next(
        (
            card
            for card, week in _offers(profile, today)
            if put_away.get(card.id) not in week.days
        ),
        None,
    )


def dismiss_card(profile: Profile, today: date) -> None:
    """Put away what this week offers, until it comes again."""
    if card := info_card(profile, today):
        profile.store.content.cards[card.id] = today.isoformat()
        profile.store.save_soon()


def _offers(profile: Profile, today: date) -> Iterator[tuple[InfoCard, _Week]]:
    """Yield what a week may show, with the week: the same all seven days."""
    settings = profile.settings
    texts = profile.texts[settings.language]
    if not settings.consulted and settings.safety_confirmed_at:
        week = _week(settings.safety_confirmed_at, today)
        if week.number > 0:
            yield InfoCard(CONSULT, texts.safety.consult_reminder), week
    finished = (
        session for session in profile.sessions if session.outcome is Outcome.FINISHED
    )
    if first := next(finished, None):
        week = _week(first.ended_at, today)
        cards = [InfoCard(*card) for card in texts.cards.items()]
        if week.number >= 0 and week.number % _ROUND_WEEKS < len(cards):
            yield cards[week.number % _ROUND_WEEKS], week


def _week(start: datetime, today: date) -> _Week:
    """Return the week of today, when weeks begin on the day of a moment."""
    first_day = dt_util.as_local(start).date()
    number = (today - first_day).days // 7
    return _Week(number, first_day + timedelta(weeks=number))
