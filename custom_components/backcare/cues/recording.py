"""Sound files: how long one is, where its sound begins, and more silence at its end."""

from array import array
from dataclasses import dataclass
from io import BytesIO
import sys
import wave

import mutagen
from mutagen.flac import FLAC
from mutagen.mp3 import HeaderNotFoundError, MPEGFrame, skip_id3

_RIFF = b"RIFF"
_ID3 = b"ID3"
_FLAC = b"fLaC"
_FLAC_SYNC = b"\xff\xf8"
_FLAC_HEADER_SIZE = 4
"""Of a frame, before its number."""
_MPEG_SYNC = 0xFF
_MPEG_HEADER_SIZE = 4
_MPEG_WITHOUT_CHECKSUM = 1
"""A bit of the second byte of a header."""

_QUIET = 0x7FFF // 200
"""Samples that nobody hears."""

_MP3_DELAY_SAMPLES = 1105
"""Silence that encoders and decoders put first; a header tells players to leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound file that can be played."""

    seconds: float
    onset_seconds: float = 0
    """Silence before the first sound, as far as known."""


def read_recording(audio: bytes) -> Recording | None:
    """Return what a file tells; None for one that nobody can read."""
    try:
        if audio.startswith(_RIFF):
            return _read_wave(audio)
        if audio.startswith(_ID3) or audio[:1] == bytes([_MPEG_SYNC]):
            return _read_mp3(audio)
        if audio.startswith(_FLAC):
            return _read_flac(audio)
        file = mutagen.File(BytesIO(audio))
        return Recording(seconds=float(file.info.length)) if file is not None else None
    except EOFError, ZeroDivisionError, mutagen.MutagenError, wave.Error:
        return None


def with_silence(audio: bytes, least_seconds: float) -> bytes:
    """Return a sound file made about so long by silence, unless it is, or of another kind."""
    known = read_recording(audio)
    if known is None or known.seconds >= least_seconds:
        return audio
    seconds = least_seconds - known.seconds
    file = BytesIO(audio)
    if audio.startswith(_RIFF):
        with wave.open(file) as read, wave.open(longer := BytesIO(), "wb") as written:
            written.setparams(read.getparams())
            samples = read.readframes(read.getnframes()) or file.read()
            frame_size = read.getsampwidth() * read.getnchannels()
            silence = bytes(round(seconds * read.getframerate()) * frame_size)
            written.writeframes(samples + silence)
        return longer.getvalue()
    skip_id3(file)  # type: ignore[no-untyped-call]  # mutagen has few types
    try:
        frame = MPEGFrame(file)  # type: ignore[no-untyped-call]
    except HeaderNotFoundError:
        return audio
    return audio + _silent_frames(audio, frame, file.tell(), seconds)


def _silent_frames(audio: bytes, like: MPEGFrame, end: int, seconds: float) -> bytes:
    """Return frames like this one, up to an offset, without anything to be heard in them."""
    header = bytearray(audio[like.frame_offset : like.frame_offset + _MPEG_HEADER_SIZE])
    header[1] |= _MPEG_WITHOUT_CHECKSUM
    frame = bytes(header) + bytes(end - like.frame_offset - _MPEG_HEADER_SIZE)
    return frame * round(seconds / _frame_seconds(like))


def _frame_seconds(frame: MPEGFrame) -> float:
    """Return how long a frame of an MP3 is."""
    return float((1152 if frame.version == 1 else 576) / frame.sample_rate)


def _read_wave(audio: bytes) -> Recording:
    """Count the samples: engines that stream don't know the number beforehand."""
    stream = BytesIO(audio)
    with wave.open(stream) as file:
        rate, channels, width = (
            file.getframerate(),
            file.getnchannels(),
            file.getsampwidth(),
        )
        # A header that was written first may know of no samples at all.
        frames = file.readframes(file.getnframes()) or stream.read()
    onset = 0
    if width == array("h").itemsize and sys.byteorder == "little":
        samples = array("h", frames[: len(frames) // width * width])
        onset = next(
            (index for index, value in enumerate(samples) if abs(value) > _QUIET), 0
        )
    return Recording(
        seconds=len(frames) / (rate * channels * width),
        onset_seconds=onset / (rate * channels),
    )


def _read_flac(audio: bytes) -> Recording | None:
    """Count the frames: engines that stream don't know the length beforehand.

    The last one may be shorter, so this is too long by a tenth of a second at most.
    """
    info = FLAC(BytesIO(audio)).info  # type: ignore[no-untyped-call]
    if info.length:
        return Recording(seconds=float(info.length))
    count = 0
    if (position := audio.find(_FLAC_SYNC)) < 0:
        return None
    header = audio[position : position + _FLAC_HEADER_SIZE]
    while (position := audio.find(header + chr(count).encode(), position)) >= 0:
        count += 1
    return Recording(seconds=(count + 1) * info.max_blocksize / info.sample_rate)


def _read_mp3(audio: bytes) -> Recording | None:
    """Add up the frames: a bit rate that varies says nothing of the length."""
    file = BytesIO(audio)
    skip_id3(file)  # type: ignore[no-untyped-call]  # mutagen has few types
    seconds = 0.0
    first: MPEGFrame | None = None
    while True:
        try:
            frame = MPEGFrame(file)  # type: ignore[no-untyped-call]
        except HeaderNotFoundError:
            break
        first = first or frame
        seconds += _frame_seconds(frame)
    if first is None:
        return None
    has_header = not first.sketchy
    return Recording(
        seconds=seconds,
        onset_seconds=0 if has_header else _MP3_DELAY_SAMPLES / first.sample_rate,
    )
