"""Sends sounds to one speaker, and knows when it is silent again."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError

from .loan import Loan
from .playback import async_announces, async_available, async_play, is_satellite
from .recording import Recording
from .satellites import Attention, is_busy
from .tones import Tone
from .trouble import LOGGER

type Sent = tuple[float, str]
"""For which moment of the loop which cue was sent."""

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


class Outlet(Protocol):
    """What a speaker needs of the way to it."""

    lead_seconds: float
    """How long after it was sent a sound begins at the earliest."""
    ahead_seconds: float
    """How long before its moment a sound is sent."""
    silent_at: float
    """When the next sound may begin, as far as known."""

    def is_there(self) -> bool:
        """Return if it can be sent anything."""

    def is_busy(self) -> bool:
        """Return if somebody would be interrupted."""

    def starts_at(self, due: float, sound: Sound) -> float:
        """Return the moment of the loop at which a sound begins if it is sent now."""

    @callback
    def async_hush(self) -> None:
        """Let the next sound begin over this one."""

    @callback
    def async_recall(self) -> Collection[Sent]:
        """Take back what is not due yet and did not begin; return it."""

    async def async_send(self, sound: Sound, key: str, due: float) -> Exception | None:
        """Play a sound, and know when it is over; return what went wrong."""

    async def async_give_back(self) -> None:
        """Put the speaker back as it was."""


class Sender(Outlet):
    """The way to one speaker of Home Assistant."""

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
        self.lead_seconds = self.ahead_seconds = lead_seconds
        self.silent_at = 0.0
        self._loan = loan
        self._attention = Attention(hass, entity_id)
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._context = context
        self._hush_count = 0
        self._starts_at = 0.0
        """When the sound that was sent last begins."""
        self._call: asyncio.Task[None] | None = None

    @override
    def is_there(self) -> bool:
        """Return if the speaker is available."""
        return self._state is not None

    @override
    def is_busy(self) -> bool:
        """Return if somebody talks to a satellite, or it talks."""
        state = self._state
        return state is not None and (is_busy(state) or self._attention.is_given(state))

    @override
    def starts_at(self, due: float, sound: Sound) -> float:
        """Return when a sound begins that is sent now: as soon as it can."""
        return max(self._hass.loop.time() + self.lead_seconds, self.silent_at)

    @callback
    @override
    def async_hush(self) -> None:
        """Let the next sound begin over this one."""
        self._hush_count += 1
        self.silent_at = 0
        if self._call and self._waits(self._starts_at):
            # It takes no second announcement while this one lasts.
            self._call.cancel()

    @callback
    @override
    def async_recall(self) -> Collection[Sent]:
        """Take back nothing: what is sent will sound."""
        return ()

    @override
    async def async_send(self, sound: Sound, key: str, due: float) -> Exception | None:
        """Play a sound, and know when it is over; return what went wrong."""
        if (state := self._state) is None:
            return HomeAssistantError("it is not available")
        self._starts_at = starts_at = self.starts_at(due, sound)
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
        with self._attention.during_announcement():
            await asyncio.wait({call}, timeout=seconds + PATIENCE_SECONDS)
        self._call = None
        if not call.done():
            call.cancel()
            return TimeoutError()
        if call.cancelled():
            return None
        if isinstance(err := call.exception(), Exception):
            return err
        now, ends_at = self._hass.loop.time(), starts_at + seconds
        # It returned after the last sound, or claims so; or before the first one.
        over_at = (
            max(now, ends_at) if self._waits(ends_at) else max(now, starts_at) + seconds
        )
        if hush_count == self._hush_count:
            self.silent_at = over_at + sound.gap_seconds
        return None

    @override
    async def async_give_back(self) -> None:
        """Put the volume and the music of the speaker back."""
        await self._loan.async_give_back()

    def _waits(self, moment: float) -> bool:
        """Return if a call that lasts beyond a moment lasts until the end of the sound.

        Those of satellites do, and of some players that announce.
        """
        state = self._state
        return is_satellite(self._entity_id) or (
            state is not None
            and async_announces(state)
            and self._hass.loop.time() >= moment
        )

    @property
    def _state(self) -> State | None:
        """Return the state of the speaker, if it is there."""
        return async_available(self._hass, self._entity_id)

    async def _async_play(self, state: State, sound: Sound) -> None:
        """Give the command to play a sound."""
        await self._loan.async_take(state)
        await async_play(
            self._hass,
            state,
            sound.media_id,
            message=sound.what if sound.is_message else None,
            context=self._context,
        )
