"""The tones are short, begin and end softly, and keep the second."""

from pathlib import Path

from mutagen.mp3 import MP3, BitrateMode
import pytest

from custom_components.backcare import const
from custom_components.backcare.cues.recording import read_recording
from custom_components.backcare.cues.tones import (
    LEAD_IN_SECONDS,
    ONSET_SECONDS,
    TONE_BEATS,
    TONE_SECONDS,
    TONES,
    Tone,
)
from scripts.synthesis import PEAK, SAMPLE_RATE, SCORES, SHORTEST_SECONDS, samples

FOLDER = Path(const.__file__).parent / "tones"
SILENCE_SECONDS = 0.1
"""More than between two waves, less than between two notes."""


@pytest.fixture(params=Tone)
def tone(request: pytest.FixtureRequest) -> Tone:
    """Return each tone."""
    found: Tone = request.param
    return found


def lead_in_seconds(tone: Tone) -> float:
    """Return the silence before the first sound of a tone."""
    return LEAD_IN_SECONDS if tone in TONE_BEATS else 0


def beats(wave: list[float]) -> list[float]:
    """Return when the sounds begin that come after a silence, in seconds."""
    found, last = [], -SAMPLE_RATE
    for index, value in enumerate(wave):
        if abs(value) > PEAK / 100:
            if index - last > SILENCE_SECONDS * SAMPLE_RATE:
                found.append(index / SAMPLE_RATE)
            last = index
    return found


def test_files_are_small() -> None:
    """There is a file for each tone and no other, and all are quick to load."""
    files = list(FOLDER.iterdir())
    assert {file.name for file in files} == {f"{tone}.mp3" for tone in Tone}
    assert sum(file.stat().st_size for file in files) < 100_000


def test_file_is_for_every_player(tone: Tone) -> None:
    """A file has one channel, one bit rate and no header that only some players obey."""
    file = FOLDER / f"{tone}.mp3"
    found = MP3(file).info
    assert (found.channels, found.sample_rate, found.layer) == (1, SAMPLE_RATE, 3)
    assert not found.sketchy
    assert found.length == pytest.approx(file.stat().st_size * 8 / found.bitrate)
    # A header would tell it.
    assert found.bitrate_mode is BitrateMode.UNKNOWN


def test_length(tone: Tone) -> None:
    """A tone is as long as it is said to be, and nothing of its sound is cut off."""
    length = MP3(FOLDER / f"{tone}.mp3").info.length
    assert 0 <= TONE_SECONDS[tone] - length < 0.01
    assert ONSET_SECONDS + len(samples(tone)) / SAMPLE_RATE <= length
    assert len(samples(tone)) / SAMPLE_RATE >= SHORTEST_SECONDS


def test_onset(tone: Tone) -> None:
    """A tone begins where its file says."""
    found = read_recording((FOLDER / f"{tone}.mp3").read_bytes())
    assert found
    assert found.onset_seconds == ONSET_SECONDS
    assert TONES[tone].onset_seconds == ONSET_SECONDS + lead_in_seconds(tone)
    assert found.seconds == pytest.approx(TONES[tone].seconds, abs=0.01)


def test_beats(tone: Tone) -> None:
    """The sounds of a tone come to the millisecond."""
    wave = [value / 0x7FFF for value in samples(tone)]
    expected = [lead_in_seconds(tone) + beat for beat in TONE_BEATS.get(tone, (0,))]
    assert beats(wave) == pytest.approx(expected, abs=0.001)


def test_no_click(tone: Tone) -> None:
    """A tone rises from silence, falls back to it and is never too loud."""
    wave = [value / 0x7FFF for value in samples(tone)]
    wave = wave[round(lead_in_seconds(tone) * SAMPLE_RATE) :]
    millisecond = SAMPLE_RATE // 1000
    assert max(map(abs, wave[:millisecond])) < PEAK / 4
    assert max(map(abs, wave[-millisecond:])) < PEAK / 100
    assert max(map(abs, wave)) == pytest.approx(PEAK, abs=0.001)


def test_start_and_end_sound_unlike() -> None:
    """Start is higher than the count, end is lower."""
    count, start = (note for _, note in SCORES[Tone.COUNTDOWN][2:])
    _, end = SCORES[Tone.COUNTDOWN_END][3]
    assert end.frequency < count.frequency < start.frequency
    assert start.length_seconds > count.length_seconds < end.length_seconds
