"""Binary sensors: what waits for the person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .entity import BackCareEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BackCareBinarySensorEntityDescription(BinarySensorEntityDescription):
    """A binary sensor that is on since something was planned."""

    planned_fn: Callable[[SessionController], datetime | None]


BINARY_SENSORS = (
    BackCareBinarySensorEntityDescription(
        key=Key.SESSION_DUE,
        planned_fn=lambda controller: controller.reminders.due_at,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of one person."""
    async_add_entities(
        BackCareBinarySensor(entry.runtime_data, row) for row in BINARY_SENSORS
    )


class BackCareBinarySensor(BackCareEntity, BinarySensorEntity):
    """A binary sensor of one person."""

    entity_description: BackCareBinarySensorEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareBinarySensorEntityDescription,
    ) -> None:
        """Take the row of the table."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool:
        """Return the state."""
        return self.entity_description.planned_fn(self.controller) is not None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return since when it waits."""
        return {"planned_at": self.entity_description.planned_fn(self.controller)}
