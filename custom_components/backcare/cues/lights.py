"""Shows a session on its lights, in the way that the person likes."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from custom_components.backcare.const import LightMode
from custom_components.backcare.engine.models import SessionEvent
from homeassistant.components.light.const import DOMAIN as LIGHT_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_GROUP_ENTITIES
from homeassistant.core import Context, HomeAssistant, State, callback, split_entity_id
from homeassistant.helpers.group import expand_entity_ids

from .light import Light
from .light_memory import Memory
from .light_scenes import Scenes
from .light_states import states_of
from .looks import LOOKS, Look, look_of, scene_moment_of

_LOOKS: Mapping[LightMode, tuple[Look, ...]] = {
    LightMode.COLORS: LOOKS,
    LightMode.BRIGHTNESS: tuple(look.without_color() for look in LOOKS),
    LightMode.SCENES: (),
    LightMode.NONE: LOOKS,
}
"""The looks in which a session that was lost may have left a light."""

_LOOK_MODES = (LightMode.COLORS, LightMode.BRIGHTNESS)


class Lights:
    """All lights of a session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_ids: Iterable[str],
        before: Sequence[dict[str, Any]],
        *,
        mode: LightMode = LightMode.COLORS,
        scenes: Mapping[str, str] = {},
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the lights, and how they were if that is known from a restart."""
        self._hass = hass
        self._entry = entry
        self._entity_ids = tuple(entity_ids)
        self._mode = mode
        self._on_change = on_change
        self._context = Context()
        self._scenes = Scenes(hass, entry, scenes, self._context)
        self._event: SessionEvent | None = None
        self._heard_at = 0.0
        """When the event came, on the clock of the event loop."""
        self._hurry = asyncio.Event()
        self._is_abandoned = False
        self._lights: dict[str, Light] = {}
        for state in states_of(before):
            self._light(state.entity_id, state)

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return how the lights were, as JSON data."""
        return [
            dict(light.before.as_dict())
            for light in self._lights.values()
            if light.before
        ]

    @callback
    def async_show(self, event: SessionEvent) -> None:
        """Show a moment of the session, soon; keeps how the lights were."""
        self.async_hear(event)
        self.async_refresh()

    @callback
    def async_hear(self, event: SessionEvent) -> None:
        """Take note of a moment of the session without showing it."""
        if event is not self._event:
            self._event = event
            self._heard_at = self._hass.loop.time()

    @callback
    def async_refresh(self) -> None:
        """Show the present moment, also after the lights were put back."""
        if self._event is None:
            return
        if self._mode in _LOOK_MODES:
            self._show_look(self._event)
        elif self._mode is LightMode.SCENES:
            self._show_scene(self._event)

    async def async_restore(self, farewell: Look | None = None) -> None:
        """Put the lights back as they were, unless somebody else changed them.

        A farewell is shown first; being asked again without one ends it.
        """
        self._scenes.async_stop()
        self._hurry.set()
        noted = [light for light in self._lights.values() if light.before]
        if farewell and noted and self._mode in _LOOK_MODES:
            await self._async_say_goodbye(noted, farewell)
        if not self._is_abandoned:
            await asyncio.gather(
                *(light.async_restore() for light in self._lights.values())
            )

    @callback
    def async_abandon(self) -> None:
        """Leave the lights to somebody else, with how they were."""
        self._is_abandoned = True
        self._hurry.set()
        self._scenes.async_stop()
        for light in self._lights.values():
            light.async_abandon()

    async def _async_say_goodbye(self, noted: Iterable[Light], farewell: Look) -> None:
        """Show the end of the session for a while."""
        self._hurry.clear()
        for light in noted:
            light.async_want(self._fitting(farewell), self._hass.loop.time())
        with suppress(TimeoutError):
            async with asyncio.timeout(farewell.stay_seconds):
                await self._hurry.wait()

    def _show_look(self, event: SessionEvent) -> None:
        """Let the lights take on the look of a moment."""
        if seen := look_of(event):
            look, elapsed_seconds = seen
            for light in self._listed():
                light.async_want(self._fitting(look), self._heard_at - elapsed_seconds)

    def _show_scene(self, event: SessionEvent) -> None:
        """Let a scene show the moment; the lights keep how they were."""
        if moment := scene_moment_of(event):
            lights = list(self._listed())
            for light in lights:
                light.async_note()
            if self._scenes.async_turn_on(moment):
                for light in lights:
                    light.async_expect()

    def _fitting(self, look: Look) -> Look:
        """Return a look with as much colour as the person likes."""
        return look if self._mode is LightMode.COLORS else look.without_color()

    def _listed(self) -> Iterator[Light]:
        """Yield the lights of the session, those of a group one by one.

        What an integration groups itself is one light, and its members are left out.
        """
        found = [
            entity_id
            for entity_id in expand_entity_ids(self._hass, self._entity_ids)
            if split_entity_id(entity_id)[0] == LIGHT_DOMAIN
        ]
        members = {
            member
            for entity_id in found
            if (state := self._hass.states.get(entity_id))
            for member in state.attributes.get(ATTR_GROUP_ENTITIES) or ()
            if member != entity_id
        }
        for entity_id in found:
            if entity_id not in members:
                yield self._light(entity_id)

    def _light(self, entity_id: str, before: State | None = None) -> Light:
        """Return a light of the session."""
        if entity_id not in self._lights:
            memory = Memory(self._context, _LOOKS[self._mode], self._on_change, before)
            self._lights[entity_id] = Light(
                self._hass,
                self._entry,
                entity_id,
                context=self._context,
                memory=memory,
            )
        return self._lights[entity_id]
