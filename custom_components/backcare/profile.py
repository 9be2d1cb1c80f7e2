"""One person: their settings, routines, choices and history."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.util import dt as dt_util

from .catalogue import Catalogue
from .const import LEVEL_AUTO, Key, Rating, SpeechLevel
from .engine.errors import RoutineLocked, UnknownRoutine
from .engine.models import Routine
from .library import DEFAULT_ROUTINE, Library, NamedRoutine
from .settings import Settings
from .store import BackCareStore, SessionRecord

_DEFAULT_CHOICES: dict[str, Any] = {
    Key.ROUTINE: DEFAULT_ROUTINE,
    Key.LEVEL_CHOICE: LEVEL_AUTO,
    Key.SPEECH_LEVEL: SpeechLevel.NORMAL,
    Key.SPEECH_CUES: True,
    Key.TONE_CUES: True,
    Key.LIGHT_CUES: True,
}


WEEK_GOAL = 3
"""Sessions a week that help (``domain.md`` S11)."""

_GUIDED_MEETINGS = 3
"""Times that an exercise is explained in full (``domain.md`` 6.1)."""

_CAREFUL_SESSIONS = 3
"""Sessions that begin with the words about comfort (``domain.md`` 6.1)."""


class Profile:
    """What is known of a person when no session runs."""

    def __init__(
        self,
        entry: ConfigEntry[Any],
        catalogue: Catalogue,
        store: BackCareStore,
        home_language: str,
    ) -> None:
        """Read the settings; the store is opened by its owner."""
        self.catalogue = catalogue
        self._entry = entry
        self._store = store
        self._home_language = home_language
        self.read_settings()

    def read_settings(self) -> None:
        """Read what the person set up, after a change too."""
        self.settings = Settings.of(self._entry, self._home_language)
        self.library = Library(self.catalogue, self._entry, self.settings)
        self.texts = {
            language: texts.for_booklet(has_booklet=self.settings.booklet)
            for language, texts in self.catalogue.texts.items()
        }
        """What is shown and said to this person, by language."""

    @property
    def level(self) -> int:
        """Return the level of the next session."""
        choice = self.choice(Key.LEVEL_CHOICE)
        if choice != LEVEL_AUTO:
            return int(choice)
        return self._store.content.level or self.settings.first_level

    @property
    def selected_routine(self) -> NamedRoutine:
        """Return the routine that a start without a name means."""
        try:
            return self.library.find(self.choice(Key.ROUTINE))
        except UnknownRoutine, RoutineLocked:
            return self.library.find(DEFAULT_ROUTINE)

    def choice(self, key: Key) -> Any:
        """Return the state of a select or switch."""
        return self._store.content.choices.get(key, _DEFAULT_CHOICES[key])

    def choose(self, key: Key, value: Any) -> None:
        """Keep the state of a select or switch."""
        self._store.content.choices[key] = value
        self._store.save_soon()

    @property
    def sessions(self) -> list[SessionRecord]:
        """Return the history, oldest first."""
        return self._store.content.sessions

    def rate(self, session_id: str, ratings: Mapping[Rating, int]) -> None:
        """Keep how a session of the history felt, if it is still there."""
        self.sessions[:] = [
            replace(session, ratings={**session.ratings, **ratings})
            if session.session_id == session_id
            else session
            for session in self.sessions
        ]
        self._store.save_soon()

    def guided_exercises(self, routine: Routine) -> set[str]:
        """Return the exercises of a routine that are still to be explained in full."""
        if not self.settings.guided:
            return set()
        meetings = Counter(
            exercise_id
            for session in self.sessions
            for exercise_id in session.exercise_ids
        )
        return {
            prescription.exercise.id
            for prescription in (*routine.round_prescriptions, *routine.prescriptions)
            if meetings[prescription.exercise.id] < _GUIDED_MEETINGS
        }

    def is_careful_at(self, level: int) -> bool:
        """Return if a session begins with the words about comfort."""
        sessions = self.sessions
        return len(sessions) < _CAREFUL_SESSIONS or level < sessions[-1].level

    def week_number_with(self, routine: Routine) -> int:
        """Return which session of the week one of a routine will be; 0: it won't count."""
        if not routine.weekly_share:
            return 0
        return int(self._week_share + routine.weekly_share)

    @property
    def week_count(self) -> int:
        """Return how many sessions of this week count."""
        return int(self._week_share)

    @property
    def week_sessions(self) -> list[SessionRecord]:
        """Return the sessions of this week, which begins on Monday."""
        today = dt_util.start_of_local_day()
        monday = today - timedelta(days=today.weekday())
        return [session for session in self.sessions if session.ended_at >= monday]

    @property
    def _week_share(self) -> float:
        """Return what the sessions of this week count for."""
        routines = self.catalogue.routines
        return sum(
            routines[session.routine_id].weekly_share
            if session.routine_id in routines
            else 1
            for session in self.week_sessions
            if session.counts
        )

    @property
    def last_session(self) -> SessionRecord | None:
        """Return the session that ended last."""
        return self.sessions[-1] if self.sessions else None

    @property
    def total_minutes(self) -> float:
        """Return the minutes trained, pauses left out."""
        return sum(session.active_seconds for session in self.sessions) / 60
