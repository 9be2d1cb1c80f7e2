"""Event entity: every moment of the session, for those who want them all."""

from typing import Any, override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import SIGNAL_SESSION_EVENT, Key
from .controller import BackCareConfigEntry, SessionController
from .engine.models import EventType
from .entity import BackCareEntity

PARALLEL_UPDATES = 0

EVENT_TYPES = (
    EventType.SESSION_STARTED,
    EventType.EXERCISE_STARTED,
    EventType.PHASE_STARTED,
    EventType.HALFWAY,
    EventType.PHASE_FINISHED,
    EventType.EXERCISE_FINISHED,
    EventType.PAUSED,
    EventType.RESUMED,
    EventType.SKIPPED,
    EventType.SESSION_FINISHED,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entity of one person."""
    async_add_entities([BackCareSessionEvent(entry.runtime_data)])


class BackCareSessionEvent(BackCareEntity, EventEntity):
    """The moments of a session.

    Disabled by default: a session of half an hour has about a hundred of them, and each
    is a row in the recorder's database.
    """

    _attr_entity_registry_enabled_default = False

    def __init__(self, controller: SessionController) -> None:
        """Show the moments of the controller's sessions."""
        super().__init__(controller, Key.SESSION)
        self._attr_event_types = [event_type.value for event_type in EVENT_TYPES]

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the moments, which come after all other entities were written."""
        await super().async_added_to_hass()
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_SESSION_EVENT, self._async_on_session_event
            )
        )

    @callback
    def _async_on_session_event(
        self, entry_id: str, event_type: str, attributes: dict[str, Any]
    ) -> None:
        """Show a moment."""
        if entry_id == self.controller.entry.entry_id:
            self._trigger_event(event_type, attributes)
            self.async_write_ha_state()
