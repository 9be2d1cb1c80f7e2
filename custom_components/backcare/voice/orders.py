"""A wish on its way: whose session it is about, and what the cues say to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.controller import BackCareConfigEntry, SessionController
from custom_components.backcare.cues import OutputSettings
from custom_components.backcare.cues.narrator import Manner, Narrator
from custom_components.backcare.cues.playback import async_available
from custom_components.backcare.cues.score import COMMANDS
from custom_components.backcare.cues.wording import Wording
from custom_components.backcare.engine.errors import NoActiveSession
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    SessionStatus,
)
from custom_components.backcare.running import RunningSession
from homeassistant.core import HomeAssistant, callback

from .answers import SessionView
from .replies import Replies
from .rooms import async_place_of, async_place_of_asker, async_satellite
from .weeks import PersonView, routine_name
from .wish import Asker, Wish

_AT_ONCE_SECONDS = 1
"""A break says what comes within so long after its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A wish, whose session it is about, and in which language it is answered."""

    hass: HomeAssistant
    wish: Wish
    asker: Asker
    person: BackCareConfigEntry
    language: str
    replies: Replies

    @property
    def controller(self) -> SessionController:
        """Return the controller of the person."""
        return self.person.runtime_data

    @property
    def running(self) -> RunningSession:
        """Return the running session; raises NoActiveSession."""
        if (running := self.controller.running) is None:
            raise NoActiveSession
        return running

    @property
    def session(self) -> SessionView:
        """Return the running session as it is now; raises NoActiveSession."""
        running = self.running
        seen = running.engine.snapshot()
        assert seen.phase
        return SessionView(
            seen=seen,
            phase=seen.phase,
            timeline=running.engine.timeline,
            wording=Wording(self.replies.texts, self._translated(running)),
            replies=self.replies,
        )

    @property
    def progress(self) -> PersonView:
        """Return what the person did so far, and what is planned."""
        reminders = self.controller.reminders
        return PersonView(
            profile=self.controller.profile,
            language=self.language,
            replies=self.replies,
            next_at=reminders.next_at,
            is_due=reminders.due_at is not None,
        )

    def own(self, sentence: str | None) -> str:
        """Return a sentence in the language of the person, if the answer is in it."""
        is_own = self.language == self.controller.profile.settings.language
        return sentence if sentence and is_own else ""

    @callback
    def async_command(self, command: Callable[[SessionController], object]) -> str:
        """Give a command; return what its cues say, nothing if the asker hears them.

        Raises EngineError, and then nothing has changed.
        """
        before = self.controller.running
        events: list[SessionEvent] = []
        stop = self.controller.listeners.async_add_for_events(events.append)
        try:
            command(self.controller)
        finally:
            stop()
        running = before or self.running
        moment = (*_of_command(events), *_of_break(events[-1]))
        settings = running.outputs.settings
        level = settings.speech_level if settings.speech_cues else SpeechLevel.OFF
        due = [event for event in moment if not (event.cue and _is_paused(event))]
        if self._said(running, due, level) and self._async_is_heard(settings):
            return ""
        return self._said(running, moment, SpeechLevel.NORMAL)

    def _said(
        self,
        running: RunningSession,
        events: Sequence[SessionEvent],
        level: SpeechLevel,
    ) -> str:
        """Return what the cues say at a moment, in the language of the answer."""
        narrator = Narrator(self.replies.texts, self._translated(running))
        said = narrator.utterances(tuple(events), Manner(level=level, tones=False))
        return " ".join(utterance.texts[0] for utterance in said)

    @callback
    def _async_is_heard(self, settings: OutputSettings) -> bool:
        """Return if a speaker of the session is where the asker is, as far as known."""
        if async_satellite(self.hass, self.asker) is None:
            return False
        here = async_place_of_asker(self.hass, self.asker)
        return any(
            async_available(self.hass, speaker)
            and not async_place_of(self.hass, speaker).is_elsewhere(here)
            for speaker in settings.speakers
        )

    def _translated(self, running: RunningSession) -> OutputSettings:
        """Return the settings of a session with the name of its routine translated."""
        settings = running.outputs.settings
        return replace(
            settings,
            language=self.language,
            routine_name=routine_name(
                self.controller.profile,
                running.engine.timeline.routine_id,
                self.language,
                settings.routine_name,
            ),
        )


def _of_command(events: Sequence[SessionEvent]) -> Sequence[SessionEvent]:
    """Return the events of the last command, without what was due before it."""
    return events[max(i for i, e in enumerate(events) if e.type in COMMANDS) :]


def _of_break(last: SessionEvent) -> Iterator[SessionEvent]:
    """Yield what a break to which a command leads says of itself."""
    phase = last.snapshot.phase
    if (
        phase is None
        or last.type is not EventType.PHASE_STARTED
        or phase.kind not in (PhaseKind.REST, PhaseKind.SIDE_CHANGE)
    ):
        return
    for cue in phase.cues:
        if cue.seconds_in(phase.duration_seconds) <= _AT_ONCE_SECONDS:
            yield replace(last, type=EventType.CUE, cue=cue)


def _is_paused(event: SessionEvent) -> bool:
    """Return if the clock of the session stood still."""
    return event.snapshot.status is SessionStatus.PAUSED
