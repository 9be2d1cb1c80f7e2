"""Something to say or to sound, ready for the speakers."""

from dataclasses import dataclass

from custom_components.backcare.engine.cue import CuePriority

from .tones import Tone

WORDS_PER_SECOND = 2.5
"""A usual speech rate (``domain.md`` section 6)."""

BREATH_SECONDS = 0.5
"""Kept free before what matters more (rule R-SPEECH of ``domain.md`` section 6)."""

_IMPORTANCE = {priority: number for number, priority in enumerate(CuePriority)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence or a tone for one moment."""

    key: str
    """The sentence in the catalogue."""
    priority: CuePriority
    fresh_seconds: float
    """Left out when it would be heard later than this."""
    texts: tuple[str, ...] = ()
    """The sentence, then shorter ones for when time is short."""
    tone: Tone | None = None
    """Sounds in the place of the sentence."""
    stand_in: Tone | None = None
    """Sounds when the sentence is not ready in time."""

    def matters_more_than(self, other: Utterance) -> bool:
        """Return if the other one has to leave room for this one."""
        return _IMPORTANCE[self.priority] < _IMPORTANCE[other.priority]


def estimated_seconds(text: str) -> float:
    """Return about how long it takes to say a text."""
    return len(text.split()) / WORDS_PER_SECOND
