"""The tones: sound files in the folder ``tones``, made by ``scripts/tones``."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from custom_components.backcare.const import DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.loader import async_get_loaded_integration

from .recording import Recording

TONES_URL: Final = f"/{DOMAIN}/tones"
"""Where Home Assistant serves the files."""


class Tone(StrEnum):
    """The names of the files."""

    COUNTDOWN = "countdown"
    """Three, two, one and the start tone, a second apart."""
    COUNTDOWN_END = "countdown_end"
    """Three, two, one and the end tone, a second apart."""
    START = "start"
    END = "end"
    TICK = "tick"
    ATTENTION = "attention"
    """In place of a sentence that is not ready."""


ONSET_SECONDS: Final = 1105 / 44100
"""Silence that every file begins with: samples that an MP3 decoder needs."""

LEAD_IN_SECONDS: Final = 0.2
"""More of it before a countdown: some players stretch what a file begins with, and its
sounds are to be a second apart."""

TONE_SECONDS: Mapping[Tone, float] = {
    Tone.COUNTDOWN: 3.58,
    Tone.COUNTDOWN_END: 3.58,
    Tone.START: 0.4,
    Tone.END: 0.4,
    Tone.TICK: 0.29,
    Tone.ATTENTION: 0.48,
}
"""The length of each file."""

TONE_BEATS: Mapping[Tone, tuple[float, ...]] = {
    Tone.COUNTDOWN: (0, 1, 2, 3),
    Tone.COUNTDOWN_END: (0, 1, 2, 3),
}
"""When each sound of a file begins, in seconds after the first one."""

TONES: Mapping[Tone, Recording] = {
    tone: Recording(
        seconds=seconds,
        onset_seconds=ONSET_SECONDS + (LEAD_IN_SECONDS if tone in TONE_BEATS else 0),
    )
    for tone, seconds in TONE_SECONDS.items()
}


def media_id(tone: Tone) -> str:
    """Return the media source id of a tone."""
    return f"media-source://{DOMAIN}/tones/{tone}"


@callback
def async_tone_url(hass: HomeAssistant, tone: Tone) -> str:
    """Return the address of the file of a tone."""
    # Players keep files: a new version is another address. With a query Home Assistant
    # also leaves it as it is, instead of signing it anew, and too long for some players.
    version = async_get_loaded_integration(hass, DOMAIN).version
    return f"{TONES_URL}/{tone}.mp3?version={version}"
