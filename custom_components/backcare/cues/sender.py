"""Sends sounds to one speaker, and knows when it is silent again."""

import asyncio
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, State, callback

from .loan import Loan
from .playback import async_play, is_satellite
from .recording import Recording
from .satellites import Attention
from .tones import Tone
from .trouble import LOGGER

PATIENCE_SECONDS = 15.0
"""How much longer than the sound itself a speaker may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a speaker plays for an utterance."""

    what: Tone | str
    """A tone or a text."""
    media_id: str
    recording: Recording
    gap_seconds: float
    is_message: bool = False
    """The speaker makes speech of the text itself."""


class Sender:
    """The way to one speaker."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_id: str,
        *,
        lead_seconds: float,
        loan: Loan,
        context: Context,
    ) -> None:
        """Take how long after the command the speaker sounds, and its loan."""
        self.lead_seconds = lead_seconds
        self.loan = loan
        self.attention = Attention(hass, entity_id)
        self.silent_at = 0.0
        """When the next sound may begin, as far as known."""
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._context = context
        self._hush_count = 0
        self._call: asyncio.Task[None] | None = None

    def starts_at(self) -> float:
        """Return the moment of the loop at which a sound sent now begins."""
        return max(self._hass.loop.time() + self.lead_seconds, self.silent_at)

    @callback
    def async_hush(self) -> None:
        """Let the next sound begin over this one."""
        self._hush_count += 1
        self.silent_at = 0
        if self._call and is_satellite(self._entity_id):
            # It takes no second announcement while this one lasts.
            self._call.cancel()

    async def async_send(
        self, state: State, sound: Sound, key: str, due: float
    ) -> Exception | None:
        """Play a sound, and know when it is over; return what went wrong."""
        starts_at = self.starts_at()
        hush_count = self._hush_count
        seconds = sound.recording.seconds
        LOGGER.debug(
            "Cue %s on %s: %.3f s long, to be heard at %.3f, due at %.3f: %s",
            key,
            self._entity_id,
            seconds,
            starts_at + sound.recording.onset_seconds,
            due,
            sound.what,
        )
        self._call = call = self._entry.async_create_background_task(
            self._hass,
            self._async_play(state, sound),
            f"backcare cue {self._entity_id}",
        )
        with self.attention.during_announcement():
            await asyncio.wait({call}, timeout=seconds + PATIENCE_SECONDS)
        self._call = None
        if not call.done():
            call.cancel()
            return TimeoutError()
        if call.cancelled():
            return None
        if isinstance(err := call.exception(), Exception):
            return err
        over_at = max(starts_at, self._hass.loop.time()) + seconds
        if is_satellite(self._entity_id):
            # It returned after the last sound, or claims so.
            over_at = max(starts_at + seconds, self._hass.loop.time())
        if hush_count == self._hush_count:
            self.silent_at = over_at + sound.gap_seconds
        return None

    async def _async_play(self, state: State, sound: Sound) -> None:
        """Give the command to play a sound."""
        await self.loan.async_take(state)
        await async_play(
            self._hass,
            state,
            sound.media_id,
            message=sound.what if sound.is_message else None,
            context=self._context,
        )
