"""Switches: the session itself, and the kinds of cue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
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


@dataclass(frozen=True, kw_only=True)
class BackCareSwitchEntityDescription(SwitchEntityDescription):
    """A switch and what it switches."""

    value_fn: Callable[[SessionController], bool]
    set_fn: Callable[[SessionController, bool], None]


def _set_session(controller: SessionController, on: bool) -> None:
    """Start, resume or stop the session; do nothing if it is so already."""
    match (on, controller.snapshot.status):
        case (True, SessionStatus.IDLE):
            controller.async_start(StartRequest())
        case (True, SessionStatus.PAUSED):
            controller.async_resume()
        case (False, SessionStatus.ACTIVE | SessionStatus.PAUSED):
            controller.async_stop()


def _cue_switch(key: Key) -> BackCareSwitchEntityDescription:
    """Return the row of a kind of cue."""
    return BackCareSwitchEntityDescription(
        key=key,
        entity_category=EntityCategory.CONFIG,
        value_fn=lambda controller: bool(controller.profile.choice(key)),
        set_fn=lambda controller, on: controller.async_choose(key, on),
    )


SWITCHES = (
    BackCareSwitchEntityDescription(
        key=Key.SESSION,
        # The main feature of the device, so that "turn on Back care" works.
        name=None,
        value_fn=lambda controller: (
            controller.snapshot.status is not SessionStatus.IDLE
        ),
        set_fn=_set_session,
    ),
    _cue_switch(Key.SPEECH_CUES),
    _cue_switch(Key.TONE_CUES),
    _cue_switch(Key.LIGHT_CUES),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of one person."""
    async_add_entities(BackCareSwitch(entry.runtime_data, row) for row in SWITCHES)


class BackCareSwitch(BackCareEntity, SwitchEntity):
    """A switch of one person."""

    entity_description: BackCareSwitchEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareSwitchEntityDescription,
    ) -> None:
        """Take the row of the table."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool:
        """Return the state."""
        return self.entity_description.value_fn(self.controller)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Switch on."""
        self._set(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Switch off."""
        self._set(False)

    def _set(self, on: bool) -> None:
        """Switch; raises ServiceValidationError for what can't be done now."""
        with translated_errors():
            self.entity_description.set_fn(self.controller, on)
