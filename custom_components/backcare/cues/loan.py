"""A media player is lent to a session: its music and its volume come back."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from homeassistant.components.media_player.const import (
    ATTR_INPUT_SOURCE,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    ATTR_MEDIA_POSITION,
    ATTR_MEDIA_POSITION_UPDATED_AT,
    ATTR_MEDIA_SEEK_POSITION,
    ATTR_MEDIA_VOLUME_LEVEL,
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    SERVICE_PLAY_MEDIA,
    SERVICE_SELECT_SOURCE,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    MediaType,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_MEDIA_PAUSE,
    SERVICE_MEDIA_PLAY,
    SERVICE_MEDIA_SEEK,
    SERVICE_VOLUME_SET,
)
from homeassistant.core import Context, HomeAssistant, State, callback
from homeassistant.util import dt as dt_util

from .playback import async_announces, async_available, features, is_satellite
from .trouble import LOGGER

_OURS = ("/api/tts_proxy/", "/backcare/")
"""Parts of the addresses of cues."""

PATIENCE_SECONDS = 5.0
"""How long a player may take to be paused or made louder."""

_SAME_VOLUME = 0.02


class Loan:
    """How a media player was before the session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entity_id: str,
        context: Context,
        *,
        volume: float | None,
        before: Mapping[str, Any] | None,
        on_change: Callable[[], None],
    ) -> None:
        """Take the volume for cues, and how the player was if a restart came between.

        Calls on_change when there is something to keep, or nothing any more.
        """
        self.before = dict(before) if before else None
        self._is_abandoned = False
        self._on_change = on_change
        self._hass = hass
        self._entity_id = entity_id
        self._context = context
        self._volume = volume

    async def async_take(self, state: State) -> None:
        """Remember how the player is, quieten its music and set the volume.

        One that is off tells its volume later, and then it is set.
        """
        if is_satellite(self._entity_id):
            return
        is_new = self.before is None
        before = self.before = self.before or {"entity_id": self._entity_id}
        if is_new and (media := _music(state)):
            before["media"] = media
        volume = _number(state.attributes.get(ATTR_MEDIA_VOLUME_LEVEL))
        can_set = features(state) & MediaPlayerEntityFeature.VOLUME_SET
        wanted = self._volume if can_set and "volume" not in before else None
        sets_volume = wanted is not None and volume is not None
        if sets_volume:
            before |= {"volume": volume, "volume_set": wanted}
        # Kept before anything is changed: a power cut may come between.
        if is_new or sets_volume:
            self._on_change()
        can_pause = features(state) & MediaPlayerEntityFeature.PAUSE
        if is_new and can_pause and "media" in before:
            await self._async_call(SERVICE_MEDIA_PAUSE)
        if sets_volume:
            await self._async_set_volume(before["volume_set"])

    @callback
    def async_abandon(self) -> None:
        """Leave the player to somebody else, with how it was."""
        self._is_abandoned = True

    async def async_give_back(self) -> None:
        """Put back what nobody else has changed; the music goes on where it was.

        The note is kept until that is done: a power cut may come between. That of the
        volume of a player that is away is kept for the next time.
        """
        if self.before is None or self._is_abandoned:
            return
        if state := async_available(self._hass, self._entity_id):
            await self._async_put_back(self.before, state)
            if self._is_abandoned:
                return
        self.before.pop("media", None)
        if state or "volume" not in self.before:
            self.before = None
        self._on_change()

    async def _async_put_back(self, before: Mapping[str, Any], state: State) -> None:
        """Put the volume back, and the music on again."""
        now = _number(state.attributes.get(ATTR_MEDIA_VOLUME_LEVEL))
        ours, theirs = map(_number, (before.get("volume_set"), before.get("volume")))
        # A player that is off again does not tell its volume.
        is_ours = ours is not None and (now is None or abs(now - ours) <= _SAME_VOLUME)
        if is_ours and theirs is not None:
            await self._async_set_volume(theirs)
        media = before.get("media")
        if isinstance(media, Mapping) and not _is_others(state):
            await self._async_put_music_on(media, state)

    async def _async_put_music_on(self, media: Mapping[str, Any], state: State) -> None:
        """Put on what is only paused, else the playlist, else the song where it was."""
        content_id = media.get(ATTR_MEDIA_CONTENT_ID)
        source = media.get(ATTR_INPUT_SOURCE)
        position = media.get(ATTR_MEDIA_POSITION)
        now, can = state.attributes, features(state)
        if (
            state.state == MediaPlayerState.PAUSED
            and now.get(ATTR_MEDIA_CONTENT_ID) == content_id
            and can & MediaPlayerEntityFeature.PLAY
        ):
            await self._async_call(SERVICE_MEDIA_PLAY)
        elif (
            source
            and not now.get(ATTR_INPUT_SOURCE)
            and can & MediaPlayerEntityFeature.SELECT_SOURCE
        ):
            # The name of a playlist, of which a cue has taken the place.
            await self._async_call(SERVICE_SELECT_SOURCE, {ATTR_INPUT_SOURCE: source})
        elif content_id:
            await self._async_call(
                SERVICE_PLAY_MEDIA,
                {
                    ATTR_MEDIA_CONTENT_ID: content_id,
                    ATTR_MEDIA_CONTENT_TYPE: media[ATTR_MEDIA_CONTENT_TYPE],
                },
            )
            if position and can & MediaPlayerEntityFeature.SEEK:
                await self._async_call(
                    SERVICE_MEDIA_SEEK, {ATTR_MEDIA_SEEK_POSITION: position}
                )

    async def _async_set_volume(self, volume: float) -> None:
        """Set the volume, 0 to 1."""
        await self._async_call(SERVICE_VOLUME_SET, {ATTR_MEDIA_VOLUME_LEVEL: volume})

    async def _async_call(
        self, service: str, arguments: Mapping[str, Any] | None = None
    ) -> None:
        """Call an action of Home Assistant on this player; a cue goes on without it."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._hass.services.async_call(
                    MEDIA_PLAYER_DOMAIN,
                    service,
                    {ATTR_ENTITY_ID: self._entity_id, **(arguments or {})},
                    blocking=True,
                    context=self._context,
                )
        except Exception as err:  # noqa: BLE001  # a player may fail in any way
            LOGGER.debug("%s did not %s: %r", self._entity_id, service, err)


def _music(state: State) -> dict[str, Any] | None:
    """Return what a player plays that does not go on by itself after a cue."""
    if async_announces(state) or state.state != MediaPlayerState.PLAYING:
        return None
    content_id = state.attributes.get(ATTR_MEDIA_CONTENT_ID)
    if _is_cue(content_id):
        return None
    return {
        ATTR_MEDIA_CONTENT_ID: content_id,
        ATTR_MEDIA_CONTENT_TYPE: state.attributes.get(ATTR_MEDIA_CONTENT_TYPE)
        or MediaType.MUSIC,
        ATTR_MEDIA_POSITION: _position(state),
        ATTR_INPUT_SOURCE: state.attributes.get(ATTR_INPUT_SOURCE),
    }


def _position(state: State) -> float | None:
    """Return where the music is by now, in seconds, if the player tells."""
    position = _number(state.attributes.get(ATTR_MEDIA_POSITION))
    updated_at = state.attributes.get(ATTR_MEDIA_POSITION_UPDATED_AT)
    if position is None or not isinstance(updated_at, datetime):
        return position
    return position + max(0.0, dt_util.utcnow().timestamp() - updated_at.timestamp())


def _is_others(state: State) -> bool:
    """Return if somebody plays something else by now."""
    playing = state.attributes.get(ATTR_MEDIA_CONTENT_ID)
    return (
        state.state == MediaPlayerState.PLAYING
        and isinstance(playing, str)
        and not _is_cue(playing)
    )


def _is_cue(content_id: Any) -> bool:
    """Return if a player plays what Home Assistant said or sounded."""
    return isinstance(content_id, str) and any(part in content_id for part in _OURS)


def _number(value: Any) -> float | None:
    """Return a number; None for whatever else a player reports."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
