"""One person: what they set up and chose, and what they know already."""

from collections import Counter
from typing import Any

from homeassistant.config_entries import ConfigEntry

from .catalogue import Catalogue
from .const import LEVEL_AUTO, Key, SpeechLevel
from .engine.errors import RoutineLocked, UnknownRoutine
from .engine.models import Routine
from .library import DEFAULT_ROUTINE, Library, NamedRoutine
from .progress import Progress
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

_GUIDED_MEETINGS = 3
"""Times that an exercise is explained in full (``domain.md`` 6.1)."""

_CAREFUL_SESSIONS = 3
"""Sessions that begin with the words about comfort (``domain.md`` 6.1)."""


class Person:
    """A person, their settings, routines and choices."""

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
        self.progress = Progress(self.catalogue, self._store, self.settings)
        self.library = Library(
            self.catalogue, self._entry, self.settings, self.progress
        )
        self.figures = self.catalogue.figures.for_booklet(
            has_booklet=self.settings.booklet
        )
        self.texts = {
            language: texts.for_booklet(has_booklet=self.settings.booklet)
            for language, texts in self.catalogue.texts.items()
        }
        """What is shown and said to this person, by language."""

    @property
    def level(self) -> int:
        """Return the level of the next session."""
        return self.chosen_level or self.progress.programme.level

    @property
    def chosen_level(self) -> int | None:
        """Return the level that the person chose themselves; None: the programme's."""
        choice = str(self.choice(Key.LEVEL_CHOICE))
        levels = self.catalogue.levels
        return next((level for level in levels if str(level) == choice), None)

    @property
    def store(self) -> BackCareStore:
        """Return what is kept of the person."""
        return self._store

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

    @property
    def last_session(self) -> SessionRecord | None:
        """Return the session that ended last."""
        return self.sessions[-1] if self.sessions else None

    @property
    def total_minutes(self) -> float:
        """Return the minutes trained, pauses left out."""
        return sum(session.active_seconds for session in self.sessions) / 60
