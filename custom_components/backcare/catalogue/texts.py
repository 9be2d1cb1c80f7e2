"""The words of the catalogue in one language, as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from custom_components.backcare.engine.models import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantText:
    """The words of an easier or harder form."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseText:
    """The words of an exercise."""

    name: str
    """Shown."""
    spoken: str
    """The name in a sentence."""
    aliases: tuple[str, ...]
    start_position: str
    setup: str
    """One line for the preparation."""
    steps: tuple[str, ...]
    """The full explanation."""
    cue: str
    """The reminder during a set."""
    mistake: str
    fix: str
    stop: str
    equipment: str
    muscles: str | None = None
    variants: Mapping[str, VariantText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineText:
    """The words of a routine."""

    name: str
    aliases: tuple[str, ...]
    """Other words with which a person may ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationWords:
    """The patterns from which a length of time is spoken."""

    one_second: str
    seconds: str
    one_minute: str
    minute_and_a_half: str
    minutes: str
    minutes_and_seconds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """The words of a side, named as their placeholders."""

    side: str
    side_adv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words for numbers, lengths of time and sides."""

    numbers: tuple[str, ...]
    """0 to 100; the index is the number."""
    durations: DurationWords
    sides: Mapping[Side, SideWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStep:
    """A step of the safety check; the choices by key, none where it is only read."""

    text: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalFirst:
    """Reasons to ask a professional first, even without warning signs."""

    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningSigns:
    """Warning signs of one urgency."""

    title: str
    action: str
    """Whom to call."""
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """What the exercises are not."""

    short: str
    long: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """The safety texts (``domain.md`` section 5)."""

    gate: Mapping[str, GateStep]
    consult_reminder: str
    """What is shown once a week until the person has asked a professional."""
    professional_first: ProfessionalFirst
    warning_signs: Mapping[str, WarningSigns]
    """By urgency: ``now``, ``today``, ``appointment``."""
    stop_rule: str
    add_on_lock: str
    """What the person confirms before the one-sided add-on is offered."""
    disclaimer: Disclaimer


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutBooklet:
    """What stands in for texts with the booklet."""

    exercises: Mapping[str, Mapping[str, Any]]
    """Fields of ExerciseText by exercise."""
    cues: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything that is shown or said, in one language."""

    exercises: Mapping[str, ExerciseText]
    routines: Mapping[str, RoutineText]
    cues: Mapping[str, str]
    """Spoken sentences by cue key."""
    answers: Mapping[str, str]
    """What is said to somebody who asks."""
    cards: Mapping[str, str]
    programme: Mapping[str, str]
    """What the programme tells a person."""
    safety: Safety
    without_booklet: WithoutBooklet
    words: Words

    def for_booklet(self, *, has_booklet: bool) -> Self:
        """Return the texts for who has a booklet, or imagines a cup (``domain.md`` A18)."""
        if has_booklet:
            return self
        other = self.without_booklet
        return replace(
            self,
            exercises={
                key: replace(text, **other.exercises.get(key, {}))
                for key, text in self.exercises.items()
            },
            cues={**self.cues, **other.cues},
        )
