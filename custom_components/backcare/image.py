"""Image: the picture of the exercise."""

from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .engine.models import Phase
from .entity import BackCareEntity

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the picture of one person."""
    async_add_entities([BackCareImage(entry.runtime_data)])


class BackCareImage(BackCareEntity, ImageEntity):
    """The exercise that runs, or else the first one of the selected routine."""

    _attr_content_type = "image/svg+xml"

    def __init__(self, controller: SessionController) -> None:
        """Show what the controller shows."""
        BackCareEntity.__init__(self, controller, Key.EXERCISE)
        ImageEntity.__init__(self, controller.hass)
        self._picture = ""
        self._show()

    @callback
    @override
    def _async_on_update(self) -> None:
        """Show another picture."""
        self._show()
        super()._async_on_update()

    def _show(self) -> None:
        """Show the phase; a picture that stays is not new."""
        profile = self.controller.profile
        phase = self.controller.snapshot.phase or self._first_phase()
        key = profile.figures.key(phase.exercise_id, phase.variant_id, phase.side)
        picture = profile.figures.draw(key, profile.settings.language)
        if picture != self._picture:
            self._picture = picture
            self._attr_image_last_updated = dt_util.utcnow()

    def _first_phase(self) -> Phase:
        """Return how the next session would begin."""
        profile = self.controller.profile
        routine = profile.selected_routine.routine
        return profile.library.timeline(routine, profile.level).phases[0]

    @callback
    @override
    def async_update_token(self) -> None:
        """Keep the token: another one every five minutes would be a row each time."""
        if not self.access_tokens:
            super().async_update_token()

    @override
    def image(self) -> bytes:
        """Return the picture."""
        return self._picture.encode()
