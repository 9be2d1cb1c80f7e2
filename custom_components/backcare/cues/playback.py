"""Plays a sound on a speaker: the one place that knows kinds of speakers."""

import asyncio
from contextlib import suppress
from typing import Any

from custom_components.backcare.const import DOMAIN
from homeassistant.components.media_player.const import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    SERVICE_PLAY_MEDIA,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    MediaType,
)
from homeassistant.components.media_source.const import URI_SCHEME
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    SERVICE_MEDIA_STOP,
    STATE_UNAVAILABLE,
    Platform,
)
from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
    split_entity_id,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

WHOLE_SECONDS = 1.5
"""How long a file must be at least for a player that loses the end of short ones.

VLC drops what is in its buffer at the end of a file: below about 1.2 seconds, a part or all of
it. A longer one would keep what follows waiting.
"""

_LOSES_THE_END = {"vlc_telnet"}

SILENCE_SECONDS = 0.5
"""How long a player that was stopped may take to say so."""

_NEEDS_SILENCE = {"dlna_dmr"}
"""What stays silent if it is to play while it seems to play still.

Home Assistant stops a DLNA renderer first, which tells that it has stopped in a message of its own;
if the next sound is faster than that, it is loaded and never played.
"""

WITH_SILENCE = "with_silence/"
"""Begins the identifier of a sound that gets silence after it; its own one follows."""

ASSIST_SATELLITE_DOMAIN = Platform.ASSIST_SATELLITE.value
"""Spelled out: its own module needs the libraries of the voice assistant."""

_LEAD_SECONDS = {
    "dlna_dmr": 0.035,
    "esphome": 0.2,
    "mpd": 0.02,
    "slimproto": 0.2,
    "squeezebox": 0.2,
    "vlc_telnet": 0.02,
    "wyoming": 0.1,
}
"""From the command to the start of the file, as ``scripts/benchmark --speakers`` heard it.

Those of ESPHome and Squeezebox are from a trial without the benchmark.
"""

_OTHER_LEAD_SECONDS = 0.1


def is_satellite(entity_id: str) -> bool:
    """Return if the speaker is a voice satellite; the others are media players."""
    return split_entity_id(entity_id)[0] == ASSIST_SATELLITE_DOMAIN


@callback
def async_available(hass: HomeAssistant, entity_id: str) -> State | None:
    """Return the state of a speaker; None while it is missing or unavailable."""
    state = hass.states.get(entity_id)
    return None if state is None or state.state == STATE_UNAVAILABLE else state


def features(state: State) -> int:
    """Return what a media player can do; nothing if it reports nonsense."""
    reported = state.attributes.get(ATTR_SUPPORTED_FEATURES)
    return reported if isinstance(reported, int) else 0


def async_announces(state: State) -> bool:
    """Return if a media player itself lowers its music for an announcement."""
    return bool(features(state) & MediaPlayerEntityFeature.MEDIA_ANNOUNCE)


@callback
def async_is_coach(hass: HomeAssistant, entity_id: str) -> bool:
    """Return if this is a coach of BackCare: a media player without a sound."""
    return _async_integration(hass, entity_id) == DOMAIN


@callback
def async_default_lead_seconds(hass: HomeAssistant, entity_id: str) -> float:
    """Return how long after the command a speaker of this integration sounds."""
    return _LEAD_SECONDS.get(_async_integration(hass, entity_id), _OTHER_LEAD_SECONDS)


@callback
def _async_integration(hass: HomeAssistant, entity_id: str) -> str:
    """Return the integration of an entity, or nothing."""
    entity = er.async_get(hass).async_get(entity_id)
    return entity.platform if entity else ""


def with_silence_id(media_id: str) -> str:
    """Return the media source id of the same sound with silence after it."""
    return f"{URI_SCHEME}{DOMAIN}/{WITH_SILENCE}{media_id.removeprefix(URI_SCHEME)}"


async def async_play(
    hass: HomeAssistant,
    state: State,
    media_id: str,
    *,
    message: str | None = None,
    context: Context | None = None,
) -> None:
    """Play a media source on the speaker with this state.

    A satellite returns after the last sound, a media player before the first one. One
    that says a message itself, in its own voice, needs no media source.
    Raises whatever the integration of the speaker raises.
    """
    if is_satellite(state.entity_id):
        domain, service = ASSIST_SATELLITE_DOMAIN, "announce"
        sound = {"message": message} if message else {"media_id": media_id}
        data: dict[str, Any] = {**sound, "preannounce": False}
    else:
        domain, service = MEDIA_PLAYER_DOMAIN, SERVICE_PLAY_MEDIA
        integration = _async_integration(hass, state.entity_id)
        if integration in _NEEDS_SILENCE:
            await _async_silence(hass, state.entity_id, context)
        if integration in _LOSES_THE_END:
            media_id = with_silence_id(media_id)
        data = {
            ATTR_MEDIA_CONTENT_ID: media_id,
            ATTR_MEDIA_CONTENT_TYPE: MediaType.MUSIC,
        }
        if async_announces(state):
            data[ATTR_MEDIA_ANNOUNCE] = True
    await hass.services.async_call(
        domain,
        service,
        {ATTR_ENTITY_ID: state.entity_id} | data,
        blocking=True,
        context=context,
    )


async def _async_silence(
    hass: HomeAssistant, entity_id: str, context: Context | None
) -> None:
    """Stop what a media player plays, and wait until it says so, or for a moment.

    Raises whatever the integration of the speaker raises.
    """
    state = hass.states.get(entity_id)
    if (
        state is None
        or state.state != MediaPlayerState.PLAYING
        or not features(state) & MediaPlayerEntityFeature.STOP
    ):
        return
    is_silent = asyncio.Event()

    @callback
    def on_change(change: Event[EventStateChangedData]) -> None:
        """Look if it plays still."""
        now = change.data["new_state"]
        if now is None or now.state != MediaPlayerState.PLAYING:
            is_silent.set()

    unsub = async_track_state_change_event(hass, [entity_id], on_change)
    try:
        await hass.services.async_call(
            MEDIA_PLAYER_DOMAIN,
            SERVICE_MEDIA_STOP,
            {ATTR_ENTITY_ID: entity_id},
            blocking=True,
            context=context,
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(SILENCE_SECONDS):
                await is_silent.wait()
    finally:
        unsub()
