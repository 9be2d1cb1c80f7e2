"""Asks one person how the back feels the morning after a session (rule P5)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
import re
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .agenda import Agenda
from .const import MAX_RATING, Rating
from .profile import Profile
from .prompts import Answer, Prompts, Verb
from .record import SessionRecord

type AskNextDay = Callable[[HomeAssistant, Any, str], Awaitable[int | None]]
"""Asks on a satellite; None without an answer."""

_NUMBER = re.compile(r"\d{1,2}")


class NextMorning:
    """The question about the last session, once."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        profile: Profile,
        agenda: Agenda,
        prompts: Prompts,
    ) -> None:
        """Take the person."""
        self._hass = hass
        self._entry = entry
        self._profile = profile
        self._agenda = agenda
        self._prompts = prompts

    @property
    def asks_at(self) -> datetime | None:
        """Return when to ask about the last session."""
        record = self._unrated
        return self._agenda.plan.question_at(record.ended_at) if record else None

    @property
    def session_id(self) -> str | None:
        """Return the session about which the person may be asked now."""
        record = self._unrated
        if (
            record is None
            or not self._agenda.plan.is_time_to_ask(record.ended_at, dt_util.utcnow())
            or self._profile.progress.comes_too_late(record)
        ):
            return None
        return record.session_id

    @property
    def is_asked(self) -> bool:
        """Return if the person was asked about that session already."""
        return self.session_id == self._agenda.kept.get("asked")

    async def async_ask(self, ask: AskNextDay | None) -> None:
        """Ask in writing, and by voice if a satellite can."""
        if (session_id := self.session_id) is None:
            return
        self._prompts.async_show_question(session_id, is_repeated=False)
        satellite = self._profile.settings.plan.satellite
        if ask and satellite:
            rating = await ask(self._hass, self._entry, satellite)
            if rating is not None:
                self._rate(session_id, rating)

    @callback
    def async_take(self, answer: Answer) -> None:
        """Keep what was answered on a phone; ask again for a number."""
        if answer.about != self._agenda.kept.get("asked"):
            return
        text = answer.text.strip()
        if answer.verb is Verb.PASS:
            self._prompts.async_clear_question()
        elif _NUMBER.fullmatch(text) and int(text) <= MAX_RATING:
            self._rate(answer.about, int(text))
        else:
            self._prompts.async_show_question(answer.about, is_repeated=True)

    def _rate(self, session_id: str, rating: int) -> None:
        """Keep how the back feels."""
        self._profile.rate(session_id, {Rating.PAIN_NEXT_DAY: rating})
        self._entry.runtime_data.async_tell()

    @property
    def _unrated(self) -> SessionRecord | None:
        """Return the last session, if the morning after it is not rated yet.

        Who has no phone or satellite that can take an answer is asked on the card only.
        """
        settings = self._profile.settings
        if not settings.ask_ratings or not (
            self._prompts.can_ask or settings.plan.satellite
        ):
            return None
        record = self._agenda.last_classified
        if record is None or Rating.PAIN_NEXT_DAY in record.ratings:
            return None
        return record
