"""Tells the bus of each session that ended, for the logbook."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, ATTR_NAME, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN, EVENT_SESSION_ENDED, Key
from .controller import BackCareConfigEntry
from .engine.models import SessionEvent
from .running import OUTCOMES


@callback
def async_tell_ends(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Fire an event at the end of each session; nothing of it is about health."""

    @callback
    def on_event(event: SessionEvent) -> None:
        if outcome := OUTCOMES.get(event.type):
            seen = event.snapshot
            hass.bus.async_fire(
                EVENT_SESSION_ENDED,
                {
                    ATTR_NAME: entry.title,
                    ATTR_ENTITY_ID: _session_entity(hass, entry),
                    "outcome": outcome.value,
                    "routine": _routine_name(entry),
                    "done": seen.set_done_count,
                    "total": seen.set_total_count,
                },
            )

    entry.async_on_unload(entry.runtime_data.listeners.async_add_for_events(on_event))


def _routine_name(entry: BackCareConfigEntry) -> str | None:
    """Return the routine of the session that has just ended."""
    last = entry.runtime_data.profile.last_session
    return last.routine_name if last else None


@callback
def _session_entity(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return the entity that the line of the logbook belongs to."""
    return er.async_get(hass).async_get_entity_id(
        Platform.SENSOR, DOMAIN, f"{entry.entry_id}_{Key.SESSION}"
    )
