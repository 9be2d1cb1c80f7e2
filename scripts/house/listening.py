"""Finds in a recording when something sounds, which clip it is and whether it was heard whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby
from pathlib import Path
import subprocess

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""In samples per second; all sounds are brought to it."""

type Samples = NDArray[np.float32]

QUIET = 0.002
"""An amplitude that nobody hears, as a share of the loudest."""
LOUD = 0.02
"""An amplitude that belongs to a note."""
NOTE_GAP_SECONDS = 0.05
BLOCK_SECONDS = 0.002
SILENCE_SECONDS = 0.25

LONG_PIECE_SECONDS = 0.25
"""What a clip is found by."""
PIECE_SECONDS = 0.06
"""What a clip is followed by."""
STRETCH = 0.015
"""How much longer or shorter a player makes a sound; some stretch it to stay in step."""
WANDER_SECONDS = 0.005
FAINT = 0.05
"""The share of a clip's own loudness below which a piece of it says nothing."""

ENVELOPE_SECONDS = 0.005
ALIKE = 0.8
"""The correlation from which a rise and fall counts as that of a clip."""
LEFT_SHARE = 0.4
"""The share of its loudness from which a piece counts as heard."""

LIKE = 0.6
"""The correlation from which a piece counts as heard."""
FOUND = 0.45
"""The mean correlation from which a clip counts as found, cut or not."""
GAP_PIECES = 2
"""How many pieces in a row may be drowned in a clip that was heard whole."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples between -1 and 1, and the moment of the first one on the monotonic clock."""

    samples: Samples
    starts_at: float = 0.0

    @property
    def seconds(self) -> float:
        """Return the length."""
        return len(self.samples) / RATE

    def between(self, begin: float, end: float) -> Sound:
        """Return the part between two moments."""
        first, last = (
            max(0, round((at - self.starts_at) * RATE)) for at in (begin, end)
        )
        return Sound(self.samples[first:last], self.starts_at + first / RATE)


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a clip was heard: the moments of its first and its last sound."""

    starts_at: float
    ends_at: float
    pieces: tuple[float, ...]
    """How alike each piece of it was, in order, up to 1; faint ones are left out."""

    @property
    def share(self) -> float:
        """Return how much of it was heard, up to 1."""
        return sum(piece >= LIKE for piece in self.pieces) / len(self.pieces)

    @property
    def is_whole(self) -> bool:
        """Return if it was heard from its first to its last sound."""
        gaps = [
            len([*run])
            for is_heard, run in groupby(self.pieces, lambda piece: piece >= LIKE)
            if not is_heard
        ]
        return max(gaps, default=0) <= GAP_PIECES and max(self.pieces[-2:]) >= LIKE


def decoded(file: Path) -> Sound:
    """Return the sound in a file of any kind."""
    command = ("ffmpeg", "-v", "error", "-i", file, "-f", "s16le", "-ac", "1")
    raw = subprocess.run(
        (*command, "-ar", str(RATE), "-"), check=True, capture_output=True
    ).stdout
    return sound_of(raw)


def sound_of(raw: bytes) -> Sound:
    """Return samples of 16 bits at our rate as a sound."""
    return Sound(as_samples(np.frombuffer(raw, "<i2")))


def as_samples(raw: NDArray[np.int16]) -> Samples:
    """Return samples between -1 and 1."""
    return (raw / np.float32(2**15)).astype(np.float32)


def onsets(sound: Sound, quiet: float = QUIET) -> list[float]:
    """Return the moments at which there is sound after a silence."""
    size = round(BLOCK_SECONDS * RATE)
    blocks = np.abs(sound.samples[: len(sound.samples) // size * size])
    loud = np.flatnonzero(blocks.reshape(-1, size).max(axis=1) > quiet)
    after_silence = np.diff(loud, prepend=-np.inf) > SILENCE_SECONDS / BLOCK_SECONDS
    return [
        sound.starts_at + float(block) * BLOCK_SECONDS for block in loud[after_silence]
    ]


def loud_parts(sound: Sound) -> list[tuple[float, float]]:
    """Return the moments between which there is sound, as of notes of a bell."""
    size = round(BLOCK_SECONDS * RATE)
    blocks = np.abs(sound.samples[: len(sound.samples) // size * size])
    loud = np.flatnonzero(blocks.reshape(-1, size).max(axis=1, initial=0) > LOUD)
    if not len(loud):
        return []
    gaps = np.flatnonzero(np.diff(loud) > NOTE_GAP_SECONDS / BLOCK_SECONDS)
    begins, ends = loud[[0, *gaps + 1]], loud[[*gaps, -1]]
    return [
        (
            sound.starts_at + float(begin) * BLOCK_SECONDS,
            sound.starts_at + float(end + 1) * BLOCK_SECONDS,
        )
        for begin, end in zip(begins, ends, strict=True)
    ]


def find(clip: Sound, sound: Sound) -> Heard | None:
    """Return where a clip was heard best, at any loudness, or None.

    It is looked for by long pieces, so that one that was cut off is found too, and then followed by
    short ones, as a player may not keep its pace.
    """
    loud = np.flatnonzero(np.abs(clip.samples) > QUIET)
    if not len(loud):
        return None
    wanted = clip.samples[loud[0] : loud[-1] + 1]
    # Room for a clip that begins or ends outside.
    room = np.zeros(len(wanted) + round(len(wanted) * STRETCH) + RATE, np.float32)
    heard = np.concatenate((room, sound.samples, room))
    begin = _best_begin(wanted, heard)
    if begin is None:
        return None
    pieces, late = _follow(wanted, heard, begin)
    starts_at = sound.starts_at + (begin - len(room)) / RATE
    return Heard(starts_at, starts_at + (len(wanted) + late) / RATE, tuple(pieces))


def _best_begin(wanted: Samples, heard: Samples) -> int | None:
    """Return at which sample the wanted sound begins, if it was found."""
    size = min(len(wanted), round(LONG_PIECE_SECONDS * RATE))
    # The last piece ends where the clip does.
    begins = sorted({*range(0, len(wanted) - size, size), len(wanted) - size})
    count = len(heard) - round(len(wanted) * (1 + STRETCH)) - size
    likeness = np.mean(
        [
            _widened(_correlation(wanted[begin : begin + size], heard), begin)[
                begin : begin + count
            ]
            for begin in begins
        ],
        axis=0,
    )
    best = int(likeness.argmax())
    if likeness[best] < FOUND:
        return None
    near = max(0, best - _wander(0))
    first = _correlation(wanted[:size], heard[near : best + _wander(0) + size])
    return near + int(first.argmax())


def _follow(wanted: Samples, heard: Samples, begin: int) -> tuple[list[float], int]:
    """Return how alike each piece is to what was heard, and how late the last one is, in samples."""
    size = min(len(wanted), round(PIECE_SECONDS * RATE))
    faint = FAINT * _loudness(wanted)
    late, pieces = 0, []
    for offset in range(0, len(wanted) - size + 1, size):
        piece = wanted[offset : offset + size]
        if _loudness(piece) < faint:
            continue
        near = begin + offset + late - _wander(0)
        likeness = _correlation(piece, heard[near : near + size + 2 * _wander(0)])
        best = int(likeness.argmax())
        pieces.append(round(float(likeness[best]), 3))
        if likeness[best] >= LIKE:
            late += best - _wander(0)
    return pieces, late


def _loudness(samples: Samples) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.square(samples).mean()))


def _wander(offset: int) -> int:
    """Return how many samples a piece may be from its place, so far into a clip."""
    return round(WANDER_SECONDS * RATE + STRETCH * offset)


def trace(clip: Sound, sound: Sound) -> Heard | None:
    """Return where a clip was heard, by how its loudness rises and falls, or None.

    For players that stretch a sound or mend it in small steps: each wave is another one then.
    """
    wanted, heard = (_envelope(each.samples) for each in (clip, sound))
    loud = np.flatnonzero(wanted > QUIET)
    if not len(loud) or len(heard) < len(wanted):
        return None
    wanted = wanted[loud[0] : loud[-1] + 1]
    likeness = _correlation(wanted, heard)
    begin = int(likeness.argmax())
    if likeness[begin] < ALIKE:
        return None
    found = heard[begin : begin + len(wanted)]
    gain = float(np.dot(found, wanted) / np.dot(wanted, wanted))
    size = round(PIECE_SECONDS / ENVELOPE_SECONDS)
    pieces = []
    for first in range(0, len(wanted) - size + 1, size):
        expected = float(wanted[first : first + size].max()) * gain
        if expected < FAINT * gain * float(wanted.max()):
            continue
        near = heard[max(0, begin + first - size) : begin + first + 2 * size]
        pieces.append(min(1.0, float(near.max()) / expected / LEFT_SHARE * LIKE))
    starts_at = sound.starts_at + begin * ENVELOPE_SECONDS
    return Heard(starts_at, starts_at + len(wanted) * ENVELOPE_SECONDS, tuple(pieces))


def _envelope(samples: Samples) -> Samples:
    """Return the loudness of each block."""
    size = round(ENVELOPE_SECONDS * RATE)
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    loudness: Samples = np.sqrt(np.square(blocks).mean(axis=1))
    return loudness


def overlapping(heard: Iterable[Heard]) -> list[tuple[Heard, Heard]]:
    """Return the pairs that sound at the same time."""
    return [
        (one, other)
        for one, other in combinations(heard, 2)
        if max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
    ]


def _correlation(piece: Samples, sound: Samples) -> Samples:
    """Return how alike a piece and the sound are, from each sample on, whatever the loudness."""
    size = 1 << (len(piece) + len(sound) - 1).bit_length()
    product = np.fft.irfft(
        np.fft.rfft(sound, size) * np.conj(np.fft.rfft(piece, size)), size
    )[: len(sound) - len(piece) + 1]
    squares = np.concatenate(([0.0], np.cumsum(np.square(sound, dtype=np.float64))))
    energy = squares[len(piece) :] - squares[: -len(piece)]
    # In silence, noise would be like anything.
    floor = len(piece) * QUIET**2 / 10
    own = max(floor, float(np.square(piece, dtype=np.float64).sum()))
    likeness: Samples = (product / np.sqrt(own * np.maximum(energy, floor))).astype(
        np.float32
    )
    return likeness


def _widened(likeness: Samples, offset: int) -> Samples:
    """Return the best likeness near each sample, for a piece so far into a clip."""
    reach = _wander(offset)
    best = np.pad(likeness, reach, constant_values=-1)
    # The windows grow by doubling, the last one by what is left.
    width, wanted = 1, 2 * reach + 1
    while width < wanted:
        step = min(width, wanted - width)
        best = np.maximum(best[:-step], best[step:])
        width += step
    return best
