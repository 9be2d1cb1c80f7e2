"""Where somebody speaks from, and which speakers are there."""

from dataclasses import dataclass

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.cues.playback import (
    ASSIST_SATELLITE_DOMAIN,
    async_announces,
    async_available,
    features,
)
from homeassistant.components.media_player.const import (
    DOMAIN as MEDIA_PLAYER_DOMAIN,
    MediaPlayerEntityFeature,
)
from homeassistant.const import ATTR_DEVICE_CLASS, STATE_OFF, STATE_STANDBY
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .wish import Asker

_ANNOUNCE = 1
"""AssistSatelliteEntityFeature.ANNOUNCE; its own module needs more libraries."""

_TELEVISION = "tv"
_ASLEEP = {STATE_OFF, STATE_STANDBY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entity is, as far as Home Assistant knows."""

    entity_id: str | None = None
    device_id: str | None = None
    area_id: str | None = None

    def is_near(self, other: Place) -> bool:
        """Return if both are known to be at the same place."""
        return any(
            mine is not None and mine == theirs
            for mine, theirs in (
                (self.entity_id, other.entity_id),
                (self.device_id, other.device_id),
                (self.area_id, other.area_id),
            )
        )

    def is_elsewhere(self, other: Place) -> bool:
        """Return if both are known to be at different places."""
        return None not in (self.area_id, other.area_id) and not self.is_near(other)


@callback
def async_place_of(hass: HomeAssistant, entity_id: str) -> Place:
    """Return where an entity is."""
    if (entry := er.async_get(hass).async_get(entity_id)) is None:
        return Place(entity_id=entity_id)
    return Place(
        entity_id=entity_id,
        device_id=entry.device_id,
        area_id=er.async_get_effective_area_id(hass, entry),
    )


@callback
def async_place_of_asker(hass: HomeAssistant, asker: Asker) -> Place:
    """Return where somebody speaks from."""
    if satellite_id := async_satellite(hass, asker):
        return async_place_of(hass, satellite_id)
    device = dr.async_get(hass).async_get(asker.device_id) if asker.device_id else None
    return Place(
        device_id=asker.device_id,
        area_id=dr.async_get_effective_area_id(hass, device) if device else None,
    )


@callback
def async_satellite(hass: HomeAssistant, asker: Asker) -> str | None:
    """Return the satellite that heard somebody."""
    if asker.satellite_id or not asker.device_id:
        return asker.satellite_id
    return next(
        (
            entry.entity_id
            for entry in er.async_entries_for_device(
                er.async_get(hass), asker.device_id
            )
            if entry.domain == ASSIST_SATELLITE_DOMAIN
        ),
        None,
    )


@callback
def async_speaker_near(hass: HomeAssistant, asker: Asker) -> str | None:
    """Return the best speaker for somebody: their satellite, else one of their room."""
    here = async_place_of_asker(hass, asker)
    ranked = sorted(
        (rank, state.entity_id)
        for state in hass.states.async_all(
            (ASSIST_SATELLITE_DOMAIN, MEDIA_PLAYER_DOMAIN)
        )
        if async_available(hass, state.entity_id)
        and (place := async_place_of(hass, state.entity_id)).is_near(here)
        and (rank := _rank(hass, state, place, here)) is not None
    )
    return ranked[0][1] if ranked else None


def _rank(
    hass: HomeAssistant, state: State, place: Place, here: Place
) -> tuple[bool, ...] | None:
    """Return how well a speaker fits, lowest first; None: it can't say cues."""
    can = features(state)
    if state.domain == ASSIST_SATELLITE_DOMAIN:
        if not can & _ANNOUNCE:
            return None
        is_other = place.entity_id != here.entity_id
        return (False, is_other, place.device_id != here.device_id)
    is_asleep = state.state in _ASLEEP
    is_television = state.attributes.get(ATTR_DEVICE_CLASS) == _TELEVISION
    entry = er.async_get(hass).async_get(state.entity_id)
    if (
        not can & MediaPlayerEntityFeature.PLAY_MEDIA
        or (is_asleep and is_television)
        or (entry and (entry.hidden_by or entry.platform == DOMAIN))
    ):
        return None
    return (True, is_television, not async_announces(state), is_asleep)
