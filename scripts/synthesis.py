"""The tones as samples: soft bells that small speakers can play and old ears can hear."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
import math

SAMPLE_RATE = 44_100
"""In Hz."""

SHORTEST_SECONDS = 0.25
"""Some players do not begin to play what is shorter."""

PEAK = 0.25
"""Of every note: 12 dB below full scale, about as loud as speech."""

_PARTIALS = ((1, 1.0, 1.0), (2, 0.4, 0.5), (3, 0.15, 0.3))
"""Multiple of the frequency, loudness and decay: what makes it a bell."""

_ATTACK_SECONDS = 0.004
_RELEASE_SECONDS = 0.03
"""Ramps, because a sudden start or end is heard as a click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One stroke on a bell."""

    frequency: float
    """In Hz; with its partials between 500 and about 3000."""
    length_seconds: float
    decay_seconds: float
    """In which it falls to 37 %."""

    def samples(self) -> list[float]:
        """Return the note as shares of full scale."""
        count = round(self.length_seconds * SAMPLE_RATE)
        wave = [self._value(index / SAMPLE_RATE) for index in range(count)]
        scale = PEAK / max(map(abs, wave))
        return [scale * value for value in wave]

    def _value(self, seconds: float) -> float:
        """Return the wave at a moment."""
        wave = sum(
            loudness
            * math.exp(-seconds / (self.decay_seconds * decay))
            * math.sin(math.tau * self.frequency * multiple * seconds)
            for multiple, loudness, decay in _PARTIALS
        )
        rise = _ramp(seconds / _ATTACK_SECONDS)
        return wave * rise * _ramp((self.length_seconds - seconds) / _RELEASE_SECONDS)


def _ramp(share: float) -> float:
    """Return a smooth way from 0 to 1."""
    return 0.5 - 0.5 * math.cos(math.pi * min(share, 1))


type Score = tuple[tuple[float, Note], ...]
"""The second at which each note begins."""

_BEEP = Note(frequency=784, length_seconds=0.16, decay_seconds=0.07)
_START = Note(frequency=1046.5, length_seconds=0.35, decay_seconds=0.16)
_END = Note(frequency=523.25, length_seconds=0.35, decay_seconds=0.16)
_TICK = Note(frequency=1174.7, length_seconds=0.05, decay_seconds=0.015)
_FIRST_SIGN = Note(frequency=659.3, length_seconds=0.16, decay_seconds=0.1)
_SECOND_SIGN = Note(frequency=880, length_seconds=0.28, decay_seconds=0.12)

LEAD_IN_SECONDS = 0.2
"""Silence before a countdown: some players stretch what a file begins with."""

_COUNT: Score = tuple((LEAD_IN_SECONDS + second, _BEEP) for second in range(3))
_GO_AT = LEAD_IN_SECONDS + 3

SCORES: Mapping[str, Score] = {
    "countdown": (*_COUNT, (_GO_AT, _START)),
    "countdown_end": (*_COUNT, (_GO_AT, _END)),
    "start": ((0, _START),),
    "end": ((0, _END),),
    "tick": ((0, _TICK),),
    "attention": ((0, _FIRST_SIGN), (0.16, _SECOND_SIGN)),
}
"""By the name of the file."""


def samples(name: str) -> array[int]:
    """Return a tone as 16-bit samples."""
    score = SCORES[name]
    length_seconds = max(
        SHORTEST_SECONDS, *(at + note.length_seconds for at, note in score)
    )
    found = array("h", bytes(2 * round(length_seconds * SAMPLE_RATE)))
    for at, note in score:
        for index, value in enumerate(note.samples(), round(at * SAMPLE_RATE)):
            found[index] = round(value * 0x7FFF)
    return found
