"""Speaks utterances on media players and satellites, each in its own time."""

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    SERVICE_PLAY_MEDIA,
    MediaPlayerEntityFeature,
    MediaType,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    STATE_UNAVAILABLE,
    Platform,
)
from homeassistant.core import Context, HomeAssistant, State, callback

from .trouble import LOGGER, Trouble
from .utterance import BREATH_SECONDS, Utterance
from .voice import Voice

PATIENCE_SECONDS = 15.0
"""How much longer than the speech itself a speaker may take."""


class Speakers:
    """All speakers of a session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_ids: Iterable[str],
        voice: Voice,
    ) -> None:
        """Take each speaker once."""
        context = Context()
        self._speakers = [
            _Speaker(hass, entry, entity_id, voice, context)
            for entity_id in dict.fromkeys(entity_ids)
        ]

    @property
    def has_media_players(self) -> bool:
        """Return if one of them needs a voice; a satellite has its own."""
        return any(speaker.is_media_player for speaker in self._speakers)

    @callback
    def async_say(self, utterance: Utterance) -> None:
        """Say it after what is being said."""
        for speaker in self._speakers:
            speaker.async_say(utterance)

    @callback
    def async_hush(self) -> None:
        """Forget what waits; the next utterance does not wait either."""
        for speaker in self._speakers:
            speaker.async_hush()


class _Speaker:
    """One speaker with its queue; a task runs while there is something in it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_id: str,
        voice: Voice,
        context: Context,
    ) -> None:
        self.is_media_player = entity_id.startswith(f"{MEDIA_PLAYER_DOMAIN}.")
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._voice = voice
        self._context = context
        self._trouble = Trouble(entity_id)
        self._queue: deque[tuple[float, Utterance]] = deque()
        """With the moment until which each utterance is fresh."""
        self._task: asyncio.Task[None] | None = None
        self._silent_at = 0.0
        """When the last utterance is over, as far as known."""
        self._hushed = asyncio.Event()

    @callback
    def async_say(self, utterance: Utterance) -> None:
        """Say it after what is being said."""
        fresh_until = self._hass.loop.time() + utterance.fresh_seconds
        self._queue.append((fresh_until, utterance))
        if self._task is None:
            self._task = self._entry.async_create_background_task(
                self._hass,
                self._async_run(),
                f"backcare speaker {self._entity_id}",
                eager_start=False,
            )

    @callback
    def async_hush(self) -> None:
        """Forget what waits, and let the next utterance talk over the last one."""
        self._queue.clear()
        self._silent_at = 0
        self._hushed.set()

    async def _async_run(self) -> None:
        """Say what is in the queue, one after the other."""
        try:
            while self._queue:
                await self._async_wait_for_silence()
                if not self._queue:
                    return
                fresh_until, utterance = self._queue.popleft()
                if self._hass.loop.time() > fresh_until:
                    LOGGER.debug("Too late on %s: %s", self._entity_id, utterance.text)
                else:
                    await self._async_speak(utterance)
        finally:
            self._task = None

    async def _async_wait_for_silence(self) -> None:
        """Wait for the end of the last utterance, which media players don't tell."""
        self._hushed.clear()
        if self._silent_at > self._hass.loop.time():
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._silent_at):
                    await self._hushed.wait()

    async def _async_speak(self, utterance: Utterance) -> None:
        """Say one utterance; whatever goes wrong, the next one gets its chance."""
        state = self._hass.states.get(self._entity_id)
        # Home Assistant would say nothing and raise nothing.
        if state is None or state.state == STATE_UNAVAILABLE:
            self._trouble.gone()
            return
        self._trouble.there()
        try:
            async with asyncio.timeout(utterance.speech_seconds + PATIENCE_SECONDS):
                if state.domain == Platform.ASSIST_SATELLITE:
                    await self._async_announce(utterance)
                else:
                    await self._async_play(utterance, state)
        except Exception as err:  # noqa: BLE001  # a speaker may fail in any way
            self._trouble.failed(err)

    async def _async_announce(self, utterance: Utterance) -> None:
        """Say it on a satellite, which returns after the last word."""
        await self._async_call(
            Platform.ASSIST_SATELLITE,
            "announce",
            {"message": utterance.text, "preannounce": False},
        )

    async def _async_play(self, utterance: Utterance, state: State) -> None:
        """Say it on a media player, which returns before the first word."""
        data: dict[str, Any] = {
            ATTR_MEDIA_CONTENT_ID: self._voice.media_id(utterance.text),
            ATTR_MEDIA_CONTENT_TYPE: MediaType.MUSIC,
        }
        features = state.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
        if features & MediaPlayerEntityFeature.MEDIA_ANNOUNCE:
            data[ATTR_MEDIA_ANNOUNCE] = True
        await self._async_call(MEDIA_PLAYER_DOMAIN, SERVICE_PLAY_MEDIA, data)
        if not self._hushed.is_set():
            self._silent_at = (
                self._hass.loop.time() + utterance.speech_seconds + BREATH_SECONDS
            )

    async def _async_call(
        self, domain: str, service: str, data: dict[str, Any]
    ) -> None:
        """Call an action of Home Assistant on this speaker."""
        await self._hass.services.async_call(
            domain,
            service,
            {ATTR_ENTITY_ID: self._entity_id} | data,
            blocking=True,
            context=self._context,
        )
