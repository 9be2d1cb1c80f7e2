"""What all entities of BackCare share."""

from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity

from .const import DOMAIN, Key
from .controller import SessionController
from .listeners import Order


class BackCareEntity(Entity):
    """An entity that shows the session of one person."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _order = Order.SENSORS

    def __init__(self, controller: SessionController, key: Key) -> None:
        """Take the identity from the entry and the key."""
        entry = controller.entry
        self.controller = controller
        self._attr_translation_key = key
        self._attr_unique_id = f"{entry.entry_id}_{key}"
        self._attr_device_info = DeviceInfo(
            entry_type=DeviceEntryType.SERVICE,
            identifiers={(DOMAIN, entry.entry_id)},
            manufacturer="BackCare",
            name=entry.title,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the session."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.controller.listeners.async_add(self._async_on_update, self._order)
        )

    @callback
    def _async_on_update(self) -> None:
        """Show what changed; what did not is not written."""
        self.async_write_ha_state()
