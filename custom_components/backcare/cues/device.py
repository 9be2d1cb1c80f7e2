"""Sound on a device: a browser that plays the cues itself, each at its moment."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .sender import Outlet, Sent, Sound
from .tones import Tone, async_tone_url
from .voice import Voice

LEAST_SECONDS = 0.2
"""From a message to the sound of a file that the browser has."""

_FETCH_SECONDS = 0.5
"""From the message that names a file to its sound."""


class Device:
    """A browser that listens, in one session after the other."""

    name = "browser"

    def __init__(
        self,
        hass: HomeAssistant,
        send: Callable[[dict[str, Any]], None],
        lead_seconds: float,
    ) -> None:
        """Take the way to the browser, and how long before its sound a cue is sent."""
        self.lead_seconds = lead_seconds
        self.tones = {tone: async_tone_url(hass, tone) for tone in Tone}
        self.numbers = count(1)
        """For what it plays."""
        self._hass = hass
        self._send = send

    @callback
    def async_tell(self, kind: str, **fields: Any) -> None:
        """Send a message, with the time."""
        now = self.milliseconds(self._hass.loop.time())
        self._send({"type": kind, **fields, "now": now})

    def milliseconds(self, moment: float) -> int:
        """Return a moment of the loop on the wall clock, in Unix milliseconds."""
        wall_offset = dt_util.utcnow().timestamp() - self._hass.loop.time()
        return round((moment + wall_offset) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Play:
    """What a browser was told to play."""

    number: int
    key: str
    due: float
    starts_at: float
    silent_before: float
    """When what it was told before is over."""


class DeviceSender(Outlet):
    """The way to a browser in one session."""

    def __init__(
        self, hass: HomeAssistant, device: Device, voice: Voice | None
    ) -> None:
        """Tell the browser of all that the voice makes."""
        self.lead_seconds = LEAST_SECONDS
        self.ahead_seconds = device.lead_seconds
        self.silent_at = 0.0
        self.async_leave = (
            voice.async_add_listener(self._on_ready) if voice else lambda: None
        )
        """Tells the browser no more."""
        self._hass = hass
        self._device = device
        self._voice = voice
        self._speech: dict[str, tuple[str, float]] = {}
        """Where each text is, and when the browser has it."""
        self._plays: list[_Play] = []
        """What may still be taken back."""

    @override
    def is_there(self) -> bool:
        """Return that the browser listens."""
        return True

    @override
    def is_busy(self) -> bool:
        """Return that nobody talks to it."""
        return False

    @override
    def starts_at(self, due: float, sound: Sound) -> float:
        """Return when a sound begins: at its moment, if there is time enough."""
        now = self._hass.loop.time()
        fetched_at = 0.0
        if not isinstance(sound.what, Tone):
            _, fetched_at = self._speech.get(sound.what, ("", now + _FETCH_SECONDS))
        return max(
            due - sound.recording.onset_seconds,
            now + LEAST_SECONDS,
            fetched_at,
            self.silent_at,
        )

    @callback
    @override
    def async_hush(self) -> None:
        """Be silent at once."""
        self.silent_at = 0
        self._plays.clear()
        self._device.async_tell("hush")

    @callback
    @override
    def async_recall(self) -> Collection[Sent]:
        """Take back what is not due yet and did not begin; return it."""
        recalled, self._plays = self._recallable(), []
        if recalled:
            self.silent_at = recalled[0].silent_before
            self._device.async_tell("forget", ids=[play.number for play in recalled])
        return [(play.due, play.key) for play in recalled]

    @override
    async def async_send(self, sound: Sound, key: str, due: float) -> Exception | None:
        """Let the browser play a sound, and know when it is over."""
        url = self._url(sound.what)
        play = _Play(
            number=next(self._device.numbers),
            key=key,
            due=due,
            starts_at=self.starts_at(due, sound),
            silent_before=self.silent_at,
        )
        self._plays = [*self._recallable(), play]
        self.silent_at = play.starts_at + sound.recording.seconds + sound.gap_seconds
        self._device.async_tell(
            "play",
            id=play.number,
            key=key,
            at=self._device.milliseconds(play.starts_at),
            url=url,
            seconds=sound.recording.seconds,
        )
        return None

    @override
    async def async_give_back(self) -> None:
        """Leave the browser as it is."""

    def _recallable(self) -> list[_Play]:
        """Return what is not due yet and did not begin."""
        now = self._hass.loop.time()
        return [play for play in self._plays if min(play.due, play.starts_at) > now]

    @callback
    def _on_ready(self, text: str) -> None:
        """Tell the browser of a text that is ready."""
        # An engine may fail in any way; it is asked again when the text is to sound.
        with suppress(Exception):
            self._url(text)

    def _url(self, what: Tone | str) -> str:
        """Return the address of a tone or a text; tell the browser of a new one.

        Raises whatever the engine raises.
        """
        if isinstance(what, Tone):
            return self._device.tones[what]
        if what not in self._speech:
            assert self._voice
            url = self._voice.async_url(what)
            self._speech[what] = url, self._hass.loop.time() + _FETCH_SECONDS
            self._device.async_tell("fetch", urls=[url])
        url, _ = self._speech[what]
        return url
