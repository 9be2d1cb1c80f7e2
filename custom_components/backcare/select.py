"""Selects: what the next session is, and how much is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import LEVEL_AUTO, Key, SpeechLevel
from .controller import BackCareConfigEntry, SessionController
from .entity import BackCareEntity
from .library import numbered

PARALLEL_UPDATES = 0

_ROOM_FOR_NUMBER = 8


@dataclass(frozen=True, kw_only=True)
class BackCareSelectEntityDescription(SelectEntityDescription):
    """A select, its options with what they stand for, and the one that counts."""

    values_fn: Callable[[SessionController], Mapping[str, Any]]
    """The value to keep, by option."""
    value_fn: Callable[[SessionController], Any]


def _routines(controller: SessionController) -> dict[str, str]:
    """Return the ids of the open routines by option.

    The catalogue's are shown by their id, which the frontend translates; the person's own
    by their title, which it shows as it is. A title that is taken gets a number.
    """
    catalogue = controller.profile.catalogue.routines
    ids = [item.id for item in controller.profile.library]
    options = {routine_id: routine_id for routine_id in ids if routine_id in catalogue}
    taken = {
        *catalogue,
        *(
            text.name
            for texts in controller.profile.catalogue.texts.values()
            for text in texts.routines.values()
        ),
    }
    language = controller.profile.settings.language
    for routine_id in ids:
        if routine_id in catalogue:
            continue
        title = controller.profile.library.name(routine_id, language)
        title = title[: MAX_LENGTH_STATE_STATE - _ROOM_FOR_NUMBER]
        options[numbered(title, taken | options.keys())] = routine_id
    return options


def _levels(controller: SessionController) -> dict[str, str]:
    """Return the choices of a level."""
    options = [LEVEL_AUTO, *map(str, controller.profile.catalogue.levels)]
    return dict(zip(options, options, strict=True))


SELECTS = (
    BackCareSelectEntityDescription(
        key=Key.ROUTINE,
        values_fn=_routines,
        value_fn=lambda controller: controller.profile.selected_routine.id,
    ),
    BackCareSelectEntityDescription(
        key=Key.LEVEL_CHOICE,
        values_fn=_levels,
        value_fn=lambda controller: controller.profile.choice(Key.LEVEL_CHOICE),
    ),
    BackCareSelectEntityDescription(
        key=Key.SPEECH_LEVEL,
        entity_category=EntityCategory.CONFIG,
        values_fn=lambda _: {level.value: level for level in SpeechLevel},
        value_fn=lambda controller: controller.profile.choice(Key.SPEECH_LEVEL),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the selects of one person."""
    async_add_entities(BackCareSelect(entry.runtime_data, row) for row in SELECTS)


class BackCareSelect(BackCareEntity, SelectEntity):
    """A select of one person."""

    entity_description: BackCareSelectEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareSelectEntityDescription,
    ) -> None:
        """Take the row of the table."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description

    @property
    @override
    def options(self) -> list[str]:
        """Return the options."""
        return list(self.entity_description.values_fn(self.controller))

    @property
    @override
    def current_option(self) -> str | None:
        """Return the option that counts."""
        chosen = self.entity_description.value_fn(self.controller)
        values = self.entity_description.values_fn(self.controller)
        return next((o for o, value in values.items() if value == chosen), None)

    @override
    async def async_select_option(self, option: str) -> None:
        """Keep the choice."""
        values = self.entity_description.values_fn(self.controller)
        self.controller.async_choose(Key(self.entity_description.key), values[option])
