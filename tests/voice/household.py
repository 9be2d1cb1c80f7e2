"""A household: people, rooms with speakers, and somebody who talks to BackCare."""

from typing import Any, Final

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Conf
from custom_components.backcare.engine.models import SessionSnapshot
from custom_components.backcare.voice.obey import async_obey
from custom_components.backcare.voice.wish import Asker, Wish, WishKind
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from tests.common import build_entry

GYM_SATELLITE: Final = "assist_satellite.gym"
HALL_SATELLITE: Final = "assist_satellite.hall"
GYM_SPEAKER: Final = "media_player.gym"

ANNOUNCE: Final = 1
PLAY_MEDIA: Final = 512
MEDIA_ANNOUNCE: Final = 1 << 20


def person(title: str, *speakers: str, **speech: Any) -> MockConfigEntry:
    """Return the entry of somebody at level 5 who knows the exercises."""
    return build_entry(
        title=title,
        entry_id=f"entry-{title}",
        options={
            Conf.SPEECH: {
                Conf.SPEAKERS: list(speakers),
                Conf.GUIDED: False,
                **speech,
            }
        },
    )


def put(
    hass: HomeAssistant,
    entity_id: str,
    area: str | None = None,
    *,
    state: str = "idle",
    features: int = ANNOUNCE,
    device: str | None = None,
    platform: str = "test",
    **attributes: Any,
) -> str | None:
    """Put a speaker into a room, alone or as a part of a device; return its device."""
    domain, name = entity_id.split(".")
    area_id = ar.async_get(hass).async_get_or_create(area).id if area else None
    device_id = _device(hass, device) if device else None
    registry = er.async_get(hass)
    registry.async_get_or_create(
        domain, platform, name, suggested_object_id=name, device_id=device_id
    )
    if device_id:
        dr.async_get(hass).async_update_device(device_id, area_id=area_id)
    else:
        registry.async_update_entity(entity_id, area_id=area_id)
    hass.states.async_set(
        entity_id, state, {"supported_features": features, **attributes}
    )
    return device_id


def _device(hass: HomeAssistant, name: str) -> str:
    """Return the id of a device of another integration."""
    entry = hass.config_entries.async_get_entry("entry-of-others")
    if entry is None:
        entry = MockConfigEntry(domain="test", entry_id="entry-of-others")
        entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("test", name)}
    )
    return device.id


async def say(
    hass: HomeAssistant,
    kind: WishKind,
    satellite: str | None = None,
    *,
    language: str | None = "en",
    device: str | None = None,
    **wish: Any,
) -> str:
    """Want something of BackCare, typed or through a satellite; return the answer."""
    asker = Asker(language=language, satellite_id=satellite, device_id=device)
    answer = await async_obey(hass, Wish(kind=kind, **wish), asker)
    await hass.async_block_till_done()
    return answer


def seen(entry: MockConfigEntry) -> SessionSnapshot:
    """Return the session of a person."""
    snapshot: SessionSnapshot = entry.runtime_data.snapshot
    return snapshot


def speakers(entry: MockConfigEntry) -> tuple[str, ...]:
    """Return the speakers of the running session of a person."""
    found: tuple[str, ...] = entry.runtime_data.outputs.speakers_in_session
    return found
