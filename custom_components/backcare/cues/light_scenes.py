"""Turns on the scenes and scripts that a person chose for the moments of a session."""

import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_ON, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant, callback, split_entity_id

from .trouble import Trouble

_PATIENCE_SECONDS = 10.0


class Scenes:
    """The scenes of a session; they follow each other, and only the newest counts."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        scenes: Mapping[str, str],
        context: Context,
    ) -> None:
        """Take a scene or script by moment."""
        self._hass = hass
        self._entry = entry
        self._scenes = scenes
        self._context = context
        self._troubles = {
            entity_id: Trouble(hass, entry, entity_id) for entity_id in scenes.values()
        }
        self._moment: str | None = None
        self._wanted: str | None = None
        """Entity id of what is to be turned on."""
        self._task: asyncio.Task[None] | None = None

    @callback
    def async_turn_on(self, moment: str | None) -> bool:
        """Turn on the scene of a moment, soon; return if there is anything to do."""
        if moment == self._moment:
            return False
        self._moment = moment
        self._wanted = self._scenes.get(moment) if moment else None
        if self._wanted is None:
            return False
        if self._task is None or self._task.done():
            self._task = self._entry.async_create_background_task(
                self._hass, self._async_run(), "backcare scenes", eager_start=False
            )
        return True

    @callback
    def async_stop(self) -> None:
        """Turn on nothing more."""
        self._moment = self._wanted = None
        if self._task:
            self._task.cancel()

    async def _async_run(self) -> None:
        """Turn on what is wanted by now, until nothing more is."""
        while entity_id := self._wanted:
            self._wanted = None
            trouble = self._troubles[entity_id]
            state = self._hass.states.get(entity_id)
            if state is None or state.state == STATE_UNAVAILABLE:
                trouble.gone()
                continue
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._hass.services.async_call(
                        split_entity_id(entity_id)[0],
                        SERVICE_TURN_ON,
                        {ATTR_ENTITY_ID: entity_id},
                        blocking=True,
                        context=self._context,
                    )
            except Exception as err:  # noqa: BLE001  # a scene may fail in any way
                trouble.failed(err)
            else:
                trouble.works()
