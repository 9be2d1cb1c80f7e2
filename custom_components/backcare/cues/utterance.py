"""Something to say, ready for the speakers."""

from dataclasses import dataclass

from custom_components.backcare.engine.models import CuePriority

_WORDS_PER_SECOND = 2.5
"""A usual speech rate (``domain.md`` section 6)."""

BREATH_SECONDS = 0.5
"""Between two utterances (rule R-SPEECH of ``domain.md`` section 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A text to say now or never."""

    key: str
    """The sentence in the catalogue."""
    text: str
    priority: CuePriority
    fresh_seconds: float
    """Too old to be said when it has waited longer."""

    @property
    def speech_seconds(self) -> float:
        """Return about how long it takes to say it."""
        return len(self.text.split()) / _WORDS_PER_SECOND
