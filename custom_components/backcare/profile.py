"""One person: their settings, routines, choices and history."""

from typing import Any

from homeassistant.config_entries import ConfigEntry

from .catalogue import Catalogue
from .const import LEVEL_AUTO, Key, SpeechLevel
from .engine.errors import RoutineLocked, UnknownRoutine
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

    @property
    def last_session(self) -> SessionRecord | None:
        """Return the session that ended last."""
        return self.sessions[-1] if self.sessions else None

    @property
    def total_minutes(self) -> float:
        """Return the minutes trained, pauses left out."""
        return sum(session.active_seconds for session in self.sessions) / 60
