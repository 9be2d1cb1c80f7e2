"""Decides what is said or sounded at a moment of a session, and what is left out."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple, Self

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    SessionEvent,
    StopReason,
)
from custom_components.backcare.engine.script import CueKey

from .settings import OutputSettings
from .tones import Tone
from .utterance import Utterance
from .wording import PREPARATIONS, EventKey, Wording

SPOKEN_REPETITIONS = 4
"""Repetitions that are told in words before ticks take over (``domain.md`` 6.4)."""

SPOKEN_CYCLES = 3
"""Cycles of every minute that are told in words (``domain.md`` 6.5)."""

_EVENT_KEYS: Mapping[EventType, tuple[EventKey, ...]] = {
    EventType.SESSION_STARTED: (
        EventKey.WELCOME,
        EventKey.SESSION_START,
        EventKey.SAFETY_LINE,
    ),
    EventType.SESSION_FINISHED: (
        EventKey.SESSION_FINISHED,
        EventKey.SESSION_SUMMARY,
        EventKey.NEWS,
    ),
    EventType.PAUSED: (EventKey.PAUSED,),
    EventType.RESUMED: (EventKey.RESUMED,),
}

_REPETITIONS = frozenset(
    {CueKey.REP_OUT, CueKey.REP_BACK, CueKey.REP_UP, CueKey.REP_HOLD, CueKey.REP_DOWN}
)

_CYCLES = frozenset({CueKey.PACE_ROUND, CueKey.PACE_HOLLOW})

_UNSAID: dict[SpeechLevel, frozenset[str]] = {
    SpeechLevel.FULL: frozenset(),
    SpeechLevel.NORMAL: frozenset({CueKey.REST_TIP}),
    SpeechLevel.MINIMAL: _REPETITIONS
    | _CYCLES
    | {
        CueKey.COUNTDOWN,
        CueKey.FORM_CUE,
        CueKey.HALFWAY,
        CueKey.TIME_LEFT,
        CueKey.COUNTDOWN_END,
        CueKey.REST_NEXT_SET,
        CueKey.REST_TIP,
        CueKey.REP_COUNT,
        CueKey.REP_FORM,
        CueKey.CONTRACT_KEEP,
        CueKey.CONTRACT_LEFT,
        CueKey.MINUTES_LEFT,
        EventKey.SESSION_SUMMARY,
        EventKey.WELCOME,
        EventKey.NEWS,
    },
}
"""What a speech level leaves out (``domain.md`` 6.10); a level without a row, all."""

_TONES: Mapping[str, Tone] = {
    CueKey.COUNTDOWN: Tone.COUNTDOWN,
    CueKey.COUNTDOWN_END: Tone.COUNTDOWN_END,
}
"""Sound in the place of words: they are on time to the millisecond."""

_ENDS_IN: Mapping[Tone | None, Tone] = {
    Tone.COUNTDOWN: Tone.START,
    Tone.COUNTDOWN_END: Tone.END,
}
"""The last sound of a file, which falls on the next moment and is not made twice."""

_STAND_INS: Mapping[str, Tone] = {
    CueKey.HOLD_START: Tone.START,
    CueKey.REPS_START: Tone.START,
    CueKey.REPS_START_PLAIN: Tone.START,
    CueKey.CONTINUOUS_START: Tone.START,
    CueKey.CONTRACT: Tone.START,
    CueKey.SET_DONE: Tone.END,
    CueKey.RELEASE: Tone.END,
    CueKey.EXERCISE_DONE: Tone.END,
    CueKey.SWITCH_SIDE: Tone.ATTENTION,
    CueKey.HALFWAY: Tone.ATTENTION,
    CueKey.TIME_LEFT: Tone.ATTENTION,
    CueKey.LAST_TEN: Tone.ATTENTION,
    CueKey.REP_LAST: Tone.ATTENTION,
    **dict.fromkeys(_REPETITIONS, Tone.TICK),
}
"""Sound when a sentence is not ready; any other sentence can come a little later."""

_WORDLESS: Mapping[str, Tone] = {
    key: tone for key, tone in _STAND_INS.items() if tone is not Tone.ATTENTION
} | {
    CueKey.REP_COUNT: Tone.TICK,
    CueKey.REP_FORM: Tone.TICK,
    CueKey.REP_LAST: Tone.TICK,
    **dict.fromkeys(
        (
            *PREPARATIONS,
            CueKey.REST_NEXT_EXERCISE,
            CueKey.SWITCH_SIDE,
            EventKey.SESSION_FINISHED,
        ),
        Tone.ATTENTION,
    ),
}
"""Sound where nothing is said: what to do changes, or the pace goes on."""

_FRESH_SECONDS = {
    CuePriority.SAFETY: 30.0,
    CuePriority.COUNTDOWN: 0.4,
    CuePriority.START_END: 4.0,
    CuePriority.LAST_TEN: 2.0,
    CuePriority.HALFWAY: 3.0,
    CuePriority.FORM: 4.0,
    CuePriority.TIP: 4.0,
    CuePriority.PACE: 0.4,
}
"""How late a cue still helps."""

_PREPARATION_FRESH_SECONDS = 12.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How much is said, and if tones sound."""

    level: SpeechLevel
    tones: bool


class Narrator:
    """Tells one session; knows what it has told already."""

    def __init__(self, texts: Texts, settings: OutputSettings) -> None:
        """Take the texts of the language of the session."""
        self._wording = Wording(texts, settings)
        self._is_careful = settings.is_careful
        self._announced_number = 0
        """Of the phase, a preparation, whose exercise was told on the way to it."""
        self._last_sound: Tone | None = None
        """Of the last file, if it falls on the moment that comes."""

    def copy(self) -> Self:
        """Return a narrator that has told as much, and goes its own way."""
        return copy(self)

    def utterances(
        self, events: tuple[SessionEvent, ...], manner: Manner
    ) -> list[Utterance]:
        """Return what to say and sound at a moment, in order."""
        said = (self._utterance(line, manner) for line in list(self._lines(events)))
        return [utterance for utterance in said if utterance.texts or utterance.tone]

    def _lines(self, events: tuple[SessionEvent, ...]) -> Iterator[_Line]:
        """Yield the sentences of a moment in order."""
        started = next((e for e in events if e.type is EventType.PHASE_STARTED), None)
        if started:
            self._announced_number = 0
        for event in events:
            match event.type:
                case EventType.SKIPPED | EventType.WENT_BACK if started:
                    yield from self._landing(event, started)
                case EventType.SESSION_CANCELLED:
                    in_pain = event.reason is StopReason.PAIN
                    key = EventKey.PAIN_STOP if in_pain else EventKey.STOPPED
                    yield _Line(key, event)
                case _ if cue := event.cue:
                    if not (
                        cue.key in _TOLD_ON_LANDING
                        and event.snapshot.phase_number == self._announced_number
                    ):
                        is_new = cue.key == CueKey.REST_NEXT_EXERCISE
                        yield _Line(cue.key, event, is_new_exercise=is_new)
                case _:
                    for event_key in _EVENT_KEYS.get(event.type, ()):
                        if event_key is not EventKey.SAFETY_LINE or self._is_careful:
                            yield _Line(event_key, event)

    def _landing(self, left: SessionEvent, landed: SessionEvent) -> Iterator[_Line]:
        """Yield the announcement of the phase to which the person went.

        A rest and a change of sides say themselves what comes, and so does a preparation
        that explains the exercise in full.
        """
        self._last_sound = None
        before, now = left.snapshot.phase, landed.snapshot.phase
        assert before and now
        if now.kind in (PhaseKind.REST, PhaseKind.SIDE_CHANGE):
            return
        is_preparation = now.kind is PhaseKind.PREPARE
        if is_preparation and not now.is_guided:
            self._announced_number = landed.snapshot.phase_number
        is_other = before.step_index != now.step_index
        if left.type is EventType.SKIPPED:
            key = EventKey.SKIPPED
        else:
            key = EventKey.PREVIOUS if is_other else EventKey.REPEATED
        yield _Line(
            key,
            landed,
            is_new_exercise=not now.is_guided and (is_other or is_preparation),
        )

    def _utterance(self, line: _Line, manner: Manner) -> Utterance:
        """Return a line in words and tones, how important and how lasting it is."""
        key, event, _ = line
        cue = event.cue
        priority = cue.priority if cue else CuePriority.START_END
        fresh_seconds = _FRESH_SECONDS[priority]
        if key in PREPARATIONS:
            fresh_seconds = _PREPARATION_FRESH_SECONDS
        elif key in (EventKey.PAIN_STOP, EventKey.SAFETY_LINE):
            priority = CuePriority.SAFETY
            fresh_seconds = _FRESH_SECONDS[priority]
        elif cue is None:
            fresh_seconds = _EVENT_FRESH_SECONDS
        texts = self._texts(line, manner.level)
        tone = self._tone(key, is_said=bool(texts)) if manner.tones else None
        return Utterance(
            key=key,
            priority=priority,
            fresh_seconds=fresh_seconds,
            texts=texts,
            tone=tone,
            stand_in=_STAND_INS.get(key) if manner.tones else None,
        )

    def _tone(self, key: str, *, is_said: bool) -> Tone | None:
        """Return what sounds in the place of words or for want of them."""
        tone = _TONES.get(key)
        if tone is None and not is_said:
            tone = _WORDLESS.get(key)
            if tone is self._last_sound:
                tone = None
        self._last_sound = _ENDS_IN.get(tone)
        return tone

    def _texts(self, line: _Line, level: SpeechLevel) -> tuple[str, ...]:
        """Return the sentence and shorter ones; none where the level leaves it out."""
        unsaid = _UNSAID.get(level)
        if unsaid is None or line.key in unsaid or _is_known(line, level):
            return ()
        is_brief = level is SpeechLevel.MINIMAL
        texts = (
            self._wording.text(
                line.key,
                line.event,
                brief=brief,
                is_new_exercise=line.is_new_exercise,
            )
            for brief in (is_brief, True)
        )
        return tuple(dict.fromkeys(filter(None, texts)))


def _is_known(line: _Line, level: SpeechLevel) -> bool:
    """Return if the person has heard it often enough in this set."""
    values = line.event.cue.values if line.event.cue else {}
    if line.key in _CYCLES:
        return bool(values["cycle"] > SPOKEN_CYCLES)
    return (
        line.key in _REPETITIONS
        and level is not SpeechLevel.FULL
        and values["repetition"] > SPOKEN_REPETITIONS
    )
