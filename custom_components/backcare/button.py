"""Buttons: the commands to the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .engine.models import SessionStatus
from .entity import BackCareEntity
from .errors import translated_errors
from .request import StartRequest

PARALLEL_UPDATES = 0

_IDLE = frozenset({SessionStatus.IDLE})
_ACTIVE = frozenset({SessionStatus.ACTIVE})
_PAUSED = frozenset({SessionStatus.PAUSED})
_ALWAYS = frozenset(SessionStatus)
"""To come and go at each session would only fill the history."""


@dataclass(frozen=True, kw_only=True)
class BackCareButtonEntityDescription(ButtonEntityDescription):
    """A button, what it does, and when it can be pressed."""

    press_fn: Callable[[SessionController], object]
    pressable_when: frozenset[SessionStatus]


BUTTONS = (
    BackCareButtonEntityDescription(
        key=Key.START,
        press_fn=lambda controller: controller.async_start(StartRequest()),
        pressable_when=_IDLE,
    ),
    BackCareButtonEntityDescription(
        key=Key.PAUSE,
        press_fn=lambda controller: controller.async_pause(),
        pressable_when=_ACTIVE,
    ),
    BackCareButtonEntityDescription(
        key=Key.RESUME,
        press_fn=lambda controller: controller.async_resume(),
        pressable_when=_PAUSED,
    ),
    BackCareButtonEntityDescription(
        key=Key.SKIP,
        press_fn=lambda controller: controller.async_skip(),
        pressable_when=_ACTIVE | _PAUSED,
    ),
    BackCareButtonEntityDescription(
        key=Key.PREVIOUS,
        press_fn=lambda controller: controller.async_previous(),
        pressable_when=_ACTIVE | _PAUSED,
    ),
    BackCareButtonEntityDescription(
        key=Key.STOP,
        press_fn=lambda controller: controller.async_stop(),
        pressable_when=_ACTIVE | _PAUSED,
    ),
    BackCareButtonEntityDescription(
        key=Key.TEST_SPEAKERS,
        entity_category=EntityCategory.DIAGNOSTIC,
        press_fn=lambda controller: controller.async_test_speakers(),
        pressable_when=_ALWAYS,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of one person."""
    async_add_entities(BackCareButton(entry.runtime_data, row) for row in BUTTONS)


class BackCareButton(BackCareEntity, ButtonEntity):
    """A button of one person."""

    entity_description: BackCareButtonEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareButtonEntityDescription,
    ) -> None:
        """Take the row of the table."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description

    @property
    @override
    def available(self) -> bool:
        """Return if the button can be pressed now."""
        return self.controller.snapshot.status in self.entity_description.pressable_when

    @override
    async def async_press(self) -> None:
        """Give the command; raises ServiceValidationError if it can't be done."""
        with translated_errors():
            self.entity_description.press_fn(self.controller)
