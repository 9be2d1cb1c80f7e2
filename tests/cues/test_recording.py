"""A sound file tells how long it is, and where its sound begins."""

import io
import struct
import wave

import pytest

from custom_components.backcare.cues.recording import (
    Recording,
    read_recording,
    with_silence,
)

MPEG1_FRAMES = {
    bit_rate: bytes.fromhex(header) + bytes(size - 4)
    for bit_rate, header, size in (
        (32, "fffb14c4", 96),
        (64, "fffb54c4", 192),
        (128, "fffb94c4", 384),
    )
}
"""Silence at 48 kHz, by kbit/s; each frame is 24 ms long."""

MPEG2_FRAME = bytes.fromhex("fff314c4") + bytes(20)
"""Silence at 24 kHz, 8 kbit/s; 24 ms as well."""

ID3 = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)
"""A tag of 128 bytes: seven bits of each byte of its length count."""

MP3_DELAY_SAMPLES = 1105


def waveform(
    samples: bytes,
    *,
    rate: int = 8000,
    channel_count: int = 1,
    width: int = 2,
    encoding: int = 1,
    claimed: tuple[int, int] | None = None,
) -> bytes:
    """Return a WAV file; its header may claim other lengths of the file and samples."""
    file_size, samples_size = claimed or (36 + len(samples), len(samples))
    frame_size = channel_count * width
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        file_size,
        b"WAVE",
        b"fmt ",
        16,
        encoding,
        channel_count,
        rate,
        rate * frame_size,
        frame_size,
        width * 8,
        b"data",
        samples_size,
    )
    return header + samples


def sound(silence_count: int, count: int) -> bytes:
    """Return samples of 16 bits that are silent and then loud."""
    return struct.pack("<h", 100) * silence_count + struct.pack("<h", -9000) * count


def gapless_frame() -> bytes:
    """Return the frame that tells players what to leave out, as encoders put it first."""
    frame = bytearray(MPEG1_FRAMES[64])
    frame[21:29] = b"Info" + bytes(4)
    return bytes(frame)


# WAV


@pytest.mark.parametrize("channel_count", [1, 2])
def test_wave_begins_with_its_first_loud_sample(channel_count: int) -> None:
    """Whatever nobody hears comes before the onset."""
    samples = sound(400 * channel_count, 1200 * channel_count)
    assert read_recording(waveform(samples, channel_count=channel_count)) == Recording(
        seconds=0.2, onset_seconds=0.05
    )


@pytest.mark.parametrize(
    ("samples", "width"),
    [(sound(4000, 0), 2), (bytes(4000), 1), (bytes(12000), 3)],
    ids=["silence", "8 bits", "24 bits"],
)
def test_wave_without_a_known_onset_begins_at_once(samples: bytes, width: int) -> None:
    """There is no sound, or samples of a size that nobody looks into."""
    assert read_recording(waveform(samples, width=width)) == Recording(seconds=0.5)


@pytest.mark.parametrize(
    "claimed",
    [(0x7FFFFFFF, 0x7FFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0), (36, 0)],
    ids=["2 GB", "4 GB", "4 GB of nothing", "nothing"],
)
def test_wave_that_was_streamed_is_counted(claimed: tuple[int, int]) -> None:
    """Its header was written before anybody knew how long it would be."""
    audio = waveform(sound(800, 7200), claimed=claimed)
    assert read_recording(audio) == Recording(seconds=1, onset_seconds=0.1)


def test_wave_as_home_assistant_streams_it() -> None:
    """Its own writer makes a header without samples, and the samples follow."""
    with io.BytesIO() as file:
        with wave.open(file, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(16000)
            writer.writeframes(b"")
        header = file.getvalue()
    found = read_recording(header + sound(1600, 6400))
    assert found == Recording(seconds=0.5, onset_seconds=0.1)


def test_what_follows_the_samples_is_no_sound() -> None:
    """Some engines add a note of who they are."""
    samples = sound(0, 4000)
    note = struct.pack("<4sI", b"LIST", 400) + bytes(400)
    claimed = (36 + len(samples) + len(note), len(samples))
    assert read_recording(waveform(samples + note, claimed=claimed)) == Recording(
        seconds=0.5
    )


# MP3


@pytest.mark.parametrize("tag", [b"", ID3, ID3 * 2], ids=["no tag", "tag", "two tags"])
@pytest.mark.parametrize(
    ("frame", "rate"),
    [(MPEG1_FRAMES[64], 48000), (MPEG2_FRAME, 24000)],
    ids=["MPEG 1", "MPEG 2"],
)
def test_mp3_begins_with_the_delay_of_its_decoder(
    tag: bytes, frame: bytes, rate: int
) -> None:
    """Nothing tells players to leave it out."""
    assert read_recording(tag + frame * 50) == Recording(
        seconds=pytest.approx(1.2),
        onset_seconds=pytest.approx(MP3_DELAY_SAMPLES / rate),
    )


def test_mp3_with_a_gapless_header_begins_at_once() -> None:
    """Players leave the delay out, and the header has no sound."""
    found = read_recording(gapless_frame() + MPEG1_FRAMES[64] * 50)
    assert found == Recording(seconds=pytest.approx(1.2, abs=0.03))


def test_mp3_of_many_bit_rates_is_counted() -> None:
    """The first one says nothing of the others, whatever it is."""
    frames = [MPEG1_FRAMES[rate] * 10 for rate in (32, 128, 64, 128)]
    for ordered in (frames, frames[::-1]):
        found = read_recording(b"".join(ordered))
        assert found
        assert found.seconds == pytest.approx(40 * 0.024)


@pytest.mark.parametrize("tail", [b"TAG" + bytes(125), b"\xff", b"\xff\xfb"])
def test_mp3_ends_with_its_last_frame(tail: bytes) -> None:
    """A tag or half a frame at the end is no sound."""
    found = read_recording(MPEG1_FRAMES[128] * 10 + tail)
    assert found
    assert found.seconds == pytest.approx(0.24)


# Other files


def flac(sample_count: int, frames: bytes = b"") -> bytes:
    """Return a FLAC file at 16 kHz that tells how many samples it has."""
    # Sample rate, channels less one, bits less one and number of samples.
    description = (16000 << 44 | 0 << 41 | 15 << 36 | sample_count).to_bytes(8)
    block = struct.pack(">HH", 4000, 4000) + bytes(6) + description + bytes(16)
    return b"fLaC\x80" + len(block).to_bytes(3) + block + frames


def test_flac_tells_its_length() -> None:
    """Other kinds of files are known by their headers."""
    assert read_recording(flac(24000)) == Recording(seconds=1.5)


def test_flac_that_was_streamed_is_counted() -> None:
    """As voice devices get it: nobody knew its length when its header was written."""
    frames = b"".join(
        b"\xff\xf8\xc5\x08" + chr(number).encode() + bytes(1000)
        for number in range(200)
    )
    last = b"\xff\xf8\x75\x08" + chr(200).encode() + bytes(100)
    found = read_recording(flac(0, frames + last))
    assert found == Recording(seconds=201 * 4000 / 16000)


@pytest.mark.parametrize(
    "audio",
    [
        b"",
        b"nothing that sounds",
        bytes(5000),
        b"\xff",
        b"\xff" * 100,
        b"ID3",
        ID3,
        ID3 + b"junk",
        b"RIFF",
        waveform(sound(0, 100))[:30],
        waveform(sound(0, 100), rate=0),
        waveform(sound(0, 100), encoding=3),
        b"fLaC" + bytes(100),
        flac(0),
        b"OggS" + bytes(100),
    ],
    ids=[
        "empty",
        "text",
        "zeros",
        "one byte",
        "no frame",
        "no tag",
        "only a tag",
        "junk after a tag",
        "only a name",
        "half a header",
        "no sample rate",
        "unknown encoding",
        "broken flac",
        "empty flac",
        "broken ogg",
    ],
)
def test_what_nobody_can_read_tells_nothing(audio: bytes) -> None:
    """No file is worth an error."""
    assert read_recording(audio) is None


# More silence


@pytest.mark.parametrize(
    "audio",
    [
        MPEG1_FRAMES[64] * 10,
        MPEG1_FRAMES[32] + MPEG1_FRAMES[128] * 9,
        MPEG2_FRAME * 10,
        ID3 + MPEG2_FRAME * 10,
        gapless_frame() + MPEG1_FRAMES[64] * 9,
        waveform(sound(800, 1120)),
        waveform(sound(1600, 2240), channel_count=2),
        waveform(sound(800, 1120), claimed=(0xFFFFFFFF, 0)),
    ],
    ids=["mp3", "vbr", "mpeg2", "tagged", "gapless", "wav", "stereo", "streamed"],
)
def test_silence_follows(audio: bytes) -> None:
    """A second more is heard as nothing, and what was there before stays as it is."""
    before, after = read_recording(audio), read_recording(with_silence(audio, 1.24))
    assert before
    assert after
    assert before.seconds == pytest.approx(0.24)
    assert after.seconds == pytest.approx(1.24, abs=0.013)
    assert after.onset_seconds == before.onset_seconds


@pytest.mark.parametrize(
    "audio", [b"", b"OggS" + bytes(100), b"RIFF", bytes(500), MPEG2_FRAME * 42]
)
def test_other_files_stay_as_they_are(audio: bytes) -> None:
    """A kind that is not known is played without, and one that is long enough."""
    assert with_silence(audio, 1) == audio
