"""Decides what is said at a moment of a session, and what is left unsaid."""

from collections.abc import Iterator
from typing import NamedTuple

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.engine.models import (
    CuePriority,
    EventType,
    PhaseKind,
    SessionEvent,
    StopReason,
)
from custom_components.backcare.engine.script import COUNTDOWN_SECONDS, CueKey

from .settings import OutputSettings
from .utterance import BREATH_SECONDS, Utterance
from .wording import PREPARATIONS, EventKey, Wording

_EVENT_KEYS = {
    EventType.SESSION_STARTED: EventKey.SESSION_START,
    EventType.SESSION_FINISHED: EventKey.SESSION_FINISHED,
    EventType.PAUSED: EventKey.PAUSED,
    EventType.RESUMED: EventKey.RESUMED,
}

_UNSAID: dict[SpeechLevel, frozenset[str]] = {
    SpeechLevel.FULL: frozenset(),
    SpeechLevel.NORMAL: frozenset({CueKey.REST_TIP}),
    SpeechLevel.MINIMAL: frozenset(
        {
            CueKey.COUNTDOWN,
            CueKey.FORM_CUE,
            CueKey.HALFWAY,
            CueKey.TIME_LEFT,
            CueKey.COUNTDOWN_END,
            CueKey.REST_NEXT_SET,
            CueKey.REST_TIP,
            CueKey.REP_COUNT,
            CueKey.CONTRACT_KEEP,
            CueKey.CONTRACT_LEFT,
            CueKey.MINUTES_LEFT,
        }
    ),
}
"""What a speech level leaves out (``domain.md`` 6.10); a level without a row, all."""

_COUNTDOWNS = {CueKey.COUNTDOWN, CueKey.COUNTDOWN_END}
"""Spoken in the place of tones."""

_FRESH_SECONDS = {
    CuePriority.SAFETY: 30.0,
    CuePriority.COUNTDOWN: 1.0,
    CuePriority.START_END: 4.0,
    CuePriority.LAST_TEN: 2.0,
    CuePriority.HALFWAY: 3.0,
    CuePriority.FORM: 4.0,
    CuePriority.TIP: 4.0,
}
"""How late a cue still helps."""

_PREPARATION_FRESH_SECONDS = 8.0
"""It waits for the greeting, and has the whole preparation."""

_EVENT_FRESH_SECONDS = 10.0
"""It answers the person, who waits for it."""

_TOLD_ON_LANDING = {CueKey.EXERCISE_DONE, *PREPARATIONS}
"""Would say again what was said when the person went to a preparation."""


class _Line(NamedTuple):
    """A sentence to be worded, and the event that it is about."""

    key: str
    event: SessionEvent
    is_new_exercise: bool = False
    """Nothing else explains the exercise that comes."""


class Narrator:
    """Tells one session; knows what it has told already."""

    def __init__(self, texts: Texts, settings: OutputSettings) -> None:
        """Take the texts of the language of the session."""
        self._wording = Wording(texts, settings)
        self._has_announced = False
        """The exercise of the running preparation was told on the way to it."""
        self._greeting_seconds = 0.0
        """How long the greeting takes, with the breath after it."""

    def utterances(
        self, events: tuple[SessionEvent, ...], level: SpeechLevel, tones: bool
    ) -> list[Utterance]:
        """Return what to say at a moment, in order."""
        lines = list(self._lines(events))
        if (unsaid := _UNSAID.get(level)) is None:
            return []
        if not tones:
            unsaid |= _COUNTDOWNS
        brief = level is SpeechLevel.MINIMAL
        return [
            self._utterance(line, brief) for line in lines if line.key not in unsaid
        ]

    def _lines(self, events: tuple[SessionEvent, ...]) -> Iterator[_Line]:
        """Yield the sentences of a moment in order."""
        started = next((e for e in events if e.type is EventType.PHASE_STARTED), None)
        if started:
            self._has_announced = False
        for event in events:
            match event.type:
                case EventType.SKIPPED | EventType.WENT_BACK if started:
                    yield from self._landing(event, started)
                case EventType.SESSION_CANCELLED:
                    in_pain = event.reason is StopReason.PAIN
                    key = EventKey.PAIN_STOP if in_pain else EventKey.STOPPED
                    yield _Line(key, event)
                case _ if cue := event.cue:
                    if not (self._has_announced and cue.key in _TOLD_ON_LANDING):
                        is_new = cue.key == CueKey.REST_NEXT_EXERCISE
                        yield _Line(cue.key, event, is_new_exercise=is_new)
                case _ if event_key := _EVENT_KEYS.get(event.type):
                    yield _Line(event_key, event)

    def _landing(self, left: SessionEvent, landed: SessionEvent) -> Iterator[_Line]:
        """Yield the announcement of the phase to which the person went.

        A rest and a change of sides say themselves what comes.
        """
        before, now = left.snapshot.phase, landed.snapshot.phase
        assert before and now
        if now.kind in (PhaseKind.REST, PhaseKind.SIDE_CHANGE):
            return
        self._has_announced = now.kind is PhaseKind.PREPARE
        is_other = before.step_index != now.step_index
        if left.type is EventType.SKIPPED:
            key = EventKey.SKIPPED
        else:
            key = EventKey.PREVIOUS if is_other else EventKey.REPEATED
        yield _Line(key, landed, is_new_exercise=is_other or self._has_announced)

    def _utterance(self, line: _Line, brief: bool) -> Utterance:
        """Return a line in words, with how important and how lasting it is."""
        key, event, is_new_exercise = line
        priority = event.cue.priority if event.cue else CuePriority.START_END
        fresh_seconds = _FRESH_SECONDS[priority]
        if key in PREPARATIONS:
            fresh_seconds = _PREPARATION_FRESH_SECONDS
        elif key == EventKey.PAIN_STOP:
            priority = CuePriority.SAFETY
            fresh_seconds = _FRESH_SECONDS[priority]
        elif event.cue is None:
            fresh_seconds = _EVENT_FRESH_SECONDS
        full, short = (
            Utterance(
                key=key,
                text=self._wording.text(
                    key, event, brief=is_brief, is_new_exercise=is_new_exercise
                ),
                priority=priority,
                fresh_seconds=fresh_seconds,
            )
            for is_brief in (brief, True)
        )
        said = full if self._fits(full, event) else short
        if key == EventKey.SESSION_START:
            self._greeting_seconds = said.speech_seconds + BREATH_SECONDS
        return said

    def _fits(self, utterance: Utterance, event: SessionEvent) -> bool:
        """Return if it can be said before the countdown at the end of the phase."""
        snapshot = event.snapshot
        greeting_seconds = max(0, self._greeting_seconds - snapshot.active_seconds)
        return (
            greeting_seconds + utterance.speech_seconds + BREATH_SECONDS
            <= snapshot.remaining_seconds - COUNTDOWN_SECONDS
        )
