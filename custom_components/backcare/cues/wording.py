"""Words the moments of a session: which text belongs to a cue at an event."""

from enum import StrEnum
import re

from custom_components.backcare.catalogue.texts import SideWords, Texts
from custom_components.backcare.engine.assessment import class_by_share
from custom_components.backcare.engine.models import (
    COUNTED_SHARE,
    Phase,
    PhaseKind,
    SessionEvent,
    SessionSnapshot,
    Side,
)
from custom_components.backcare.engine.script import CueKey

from .phrases import duration, fill, first_sentence, number, sentence, speakable
from .settings import OutputSettings


class EventKey(StrEnum):
    """The sentences that belong to an event and not to a moment of a phase."""

    WELCOME = "welcome"
    SESSION_START = "session_start"
    SAFETY_LINE = "safety_line"
    SESSION_FINISHED = "session_finished"
    SESSION_SUMMARY = "session_summary"
    NEWS = "news"
    PAUSED = "paused"
    RESUMED = "resumed"
    SKIPPED = "skipped"
    REPEATED = "repeated"
    PREVIOUS = "previous"
    STOPPED = "stopped"
    PAIN_STOP = "pain_stop"


class AnswerKey(StrEnum):
    """The sentences with which a question is answered."""

    WHATS_NEXT = "whats_next"
    TIME_LEFT = "time_left_answer"


PREPARATIONS = frozenset(
    {
        CueKey.PREPARE,
        CueKey.PREPARE_SIDE,
        CueKey.PREPARE_BOOKLET,
        CueKey.PREPARE_GUIDED,
    }
)
"""Announce the exercise of the phase."""

LANDINGS = frozenset({EventKey.SKIPPED, EventKey.REPEATED, EventKey.PREVIOUS})
"""Announce the phase to which the person went."""

_ONE_LIMB = frozenset({"bird_dog_arm", "bird_dog_leg"})
"""Variants that start with an arm or a leg, not with one of each."""

_TIMES_DOSE = re.compile(r"\{sets\} \S+ \{dose\}")

_SIDE = "{side"
"""Begins both forms of the placeholder."""

_NO_SIDE = SideWords(side="", side_adv="")


class Wording:
    """The sentences of one session."""

    def __init__(self, texts: Texts, settings: OutputSettings) -> None:
        """Take the texts of a language and the names of person and routine."""
        self._texts = texts
        self._planned_seconds = settings.total_seconds
        self._session_values = {
            "name": speakable(settings.person_name),
            "routine": speakable(settings.routine_name),
            "count": self._number(settings.week_number),
            "goal": self._number(settings.week_goal),
        }
        self._counts = settings.week_number > 0
        self._news = settings.news
        self._welcome = settings.welcome

    def text(
        self,
        key: str,
        event: SessionEvent,
        *,
        brief: bool = False,
        is_new_exercise: bool = False,
    ) -> str:
        """Return what a cue says at an event; brief leaves explanations out.

        A new exercise that no preparation explains gets its position told.
        """
        snapshot = event.snapshot
        phase = snapshot.phase
        if key == EventKey.WELCOME:
            return self._welcome
        if key == EventKey.NEWS:
            done = class_by_share(snapshot.completed)
            return self._news.get(done, "") if snapshot.set_done_count else ""
        if phase is None:
            return sentence(self._texts.cues[key], self._session_values)
        if key == CueKey.PREPARE_GUIDED:
            return self._guidance(phase, brief=brief)
        upcoming = phase if key in LANDINGS else event.next_phase
        template = self._template(key, phase)
        values = self._values(event, phase, upcoming)
        if (seconds := self._whole_minutes(snapshot).get(key)) is not None:
            template = self._in_minutes(template, values, seconds)
        if "{dose}" in template:
            times, dose = self._dose(upcoming or phase)
            values |= {"sets": self._number(times), "dose": dose}
            if times == 1:
                template = _TIMES_DOSE.sub("{dose}", template)
        text = sentence(template, values)
        if key in PREPARATIONS and brief:
            return first_sentence(text)
        if key == EventKey.SESSION_SUMMARY and not (
            self._counts and snapshot.completed >= COUNTED_SHARE
        ):
            return first_sentence(text)
        if is_new_exercise:
            # Once the work has begun there is no time for more than the side.
            short = brief or phase.kind.is_work
            text = f"{text} {self._position(upcoming or phase, short=short)}".strip()
        return text

    def _guidance(self, phase: Phase, *, brief: bool) -> str:
        """Return the name of an exercise and its instructions, or the name alone."""
        is_sided = phase.side in (Side.LEFT, Side.RIGHT)
        key = CueKey.PREPARE_SIDE if is_sided else CueKey.PREPARE
        values = {
            "exercise": self.name(phase.exercise_id, phase.side),
            "exercise_side": self.name(phase.exercise_id, phase.side),
            "side": self._side(phase.side).side,
        }
        name = sentence(first_sentence(self._texts.cues[key]), values)
        if brief:
            return name
        return f"{name} {self.steps(phase)}"

    def _template(self, key: str, phase: Phase) -> str:
        """Return the sentence of the catalogue that fits the exercise."""
        if key == CueKey.REPS_START and phase.variant_id in _ONE_LIMB:
            key = CueKey.REP_COUNT
        return self._texts.cues[key]

    def _whole_minutes(self, snapshot: SessionSnapshot) -> dict[str, float]:
        """Return the seconds that a sentence tells in minutes."""
        return {
            EventKey.SESSION_START: self._planned_seconds,
            EventKey.SESSION_SUMMARY: snapshot.active_seconds,
            AnswerKey.TIME_LEFT: snapshot.session_remaining_seconds,
            CueKey.MINUTES_LEFT: snapshot.remaining_seconds,
        }

    def _in_minutes(self, template: str, values: dict[str, str], seconds: float) -> str:
        """Fill in the minutes; return the sentence, which has another form for one."""
        minutes = max(1, round(seconds / 60))
        values["minutes"] = self._number(minutes)
        if minutes > 1:
            return template
        words = self._texts.words.durations
        values["minutes"] = words.one_minute
        several = words.minutes.replace("{number}", "{minutes}")
        return template.replace(several, "{minutes}")

    def _values(
        self, event: SessionEvent, phase: Phase, upcoming: Phase | None
    ) -> dict[str, str]:
        """Return the values of all placeholders but the dose."""
        snapshot = event.snapshot
        exercise = self._texts.exercises[phase.exercise_id]
        side = self._side(phase.side)
        name = self.name(phase.exercise_id, phase.side)
        next_set = upcoming if upcoming and phase.kind is PhaseKind.REST else phase
        repeated = phase.kind is PhaseKind.HOLD and phase.repetition_count > 1
        seconds = phase.hold_seconds if repeated else snapshot.phase_seconds
        values = self._session_values | {
            "level": self._number(snapshot.level or 0),
            "exercise": name,
            "exercise_side": name,
            "next": (
                self.name(upcoming.exercise_id, upcoming.side) if upcoming else ""
            ),
            "side": side.side,
            "side_adv": side.side_adv,
            "set": self._number(next_set.set_number),
            "sets": self._number(phase.set_count),
            "reps": self._number(phase.repetition_count),
            "n": self._number(phase.repetition_count),
            "seconds": self._number(seconds),
            "duration": duration(seconds, self._texts.words),
            "setup": self._setup(phase),
            "cue": self._sided(exercise.cue, phase.side),
            "done": self._number(snapshot.set_done_count),
            "total": self._number(snapshot.set_total_count),
        }
        for item, value in (event.cue.values if event.cue else {}).items():
            if item == "exercise_id":
                values["exercise"] = self.name(value, Side.NONE)
            else:
                values[item] = self._number(value)
        return values

    def _dose(self, work: Phase) -> tuple[int, str]:
        """Return how many times what: three times one minute."""
        words = self._texts.words
        if work.kind is PhaseKind.HOLD and work.repetition_count > 1:
            return work.repetition_count, duration(work.hold_seconds, words)
        if not work.tempo_seconds:
            return work.set_count, duration(work.duration_seconds, words)
        count = self._number(work.repetition_count)
        if work.side is Side.ALTERNATING:
            count = fill(self._texts.cues[CueKey.REP_COUNT], {"n": count})
        return work.set_count, count.removesuffix(".")

    def name(self, exercise_id: str, side: Side) -> str:
        """Return the name of an exercise in a sentence."""
        spoken = self._texts.exercises[exercise_id].spoken
        if side not in (Side.LEFT, Side.RIGHT) and _SIDE in spoken:
            # Without "…, left emphasis".
            head = spoken.partition(_SIDE)[0]
            spoken = head.rpartition(",")[0] or head
        return self._sided(spoken, side)

    def _setup(self, phase: Phase) -> str:
        """Return how to get ready; for a variant its name says how."""
        exercise = self._texts.exercises[phase.exercise_id]
        if variant := exercise.variants.get(phase.variant_id or ""):
            return f"{variant.name}."
        return self._sided(exercise.setup, phase.side)

    def steps(self, phase: Phase) -> str:
        """Return the full instructions of an exercise."""
        steps = self._texts.exercises[phase.exercise_id].steps
        return " ".join(self._sided(step, phase.side) for step in steps)

    def _position(self, phase: Phase, *, short: bool) -> str:
        """Return how to get ready; the side is always told, short tells no more."""
        setup = self._texts.exercises[phase.exercise_id].setup
        parts = [] if short else [self._setup(phase)]
        if _SIDE in setup and (sided := self._sided(setup, phase.side)) not in parts:
            parts.append(sided)
        return " ".join(parts)

    def _sided(self, text: str, side: Side) -> str:
        """Return a text of an exercise with its side."""
        words = self._side(side)
        return fill(text, {"side": words.side, "side_adv": words.side_adv})

    def _side(self, side: Side) -> SideWords:
        """Return the words of a side."""
        return self._texts.words.sides.get(side, _NO_SIDE)

    def _number(self, value: float) -> str:
        """Return a number as a word."""
        return number(value, self._texts.words)
