"""A cue: something to say at a moment of a phase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CuePriority(StrEnum):
    """What a cue is for; the order is the order of importance (R-SPEECH)."""

    SAFETY = "safety"
    COUNTDOWN = "countdown"
    START_END = "start_end"
    LAST_TEN = "last_ten"
    HALFWAY = "halfway"
    FORM = "form"
    TIP = "tip"
    PACE = "pace"
    """A word of every repetition or cycle; a tick or silence does as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something to say at a moment of a phase."""

    key: str
    """The sentence in the catalogue."""
    at_seconds: float = 0
    """From the start of the phase; negative: before its end."""
    share: float | None = None
    """The share of the phase after which it comes, in the place of ``at_seconds``."""
    priority: CuePriority = CuePriority.START_END
    values: Mapping[str, Any] = field(default_factory=dict)
    """Values of the placeholders that the phase itself does not tell."""

    def seconds_in(self, phase_seconds: float) -> float:
        """Return the seconds from the start of a phase of this length."""
        if self.share is not None:
            return self.share * phase_seconds
        return self.at_seconds + (phase_seconds if self.at_seconds < 0 else 0)
