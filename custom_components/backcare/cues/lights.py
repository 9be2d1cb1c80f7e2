"""Shows the phases on lights, and puts the lights back as they were."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from typing import Any

from homeassistant.components.light.const import ATTR_TRANSITION, DOMAIN as LIGHT_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_ON, STATE_OFF, STATE_ON
from homeassistant.core import Context, HomeAssistant, State, callback, split_entity_id
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.group import expand_entity_ids
from homeassistant.helpers.state import async_reproduce_state

from .looks import LOOKS, Look
from .trouble import Trouble

PATIENCE_SECONDS = 10.0
"""How long a light may take for one command."""

_RESTORE_FADE_SECONDS = 1


class Lights:
    """All lights of a session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_ids: Iterable[str],
        before: Sequence[dict[str, Any]],
    ) -> None:
        """Take the lights, and how they were if that is known from a restart."""
        self._hass = hass
        self._entry = entry
        self._entity_ids = tuple(entity_ids)
        self._context = Context()
        self._lights: dict[str, _Light] = {}
        self._look: Look | None = None
        for state in _states(before):
            self._light(state.entity_id).before = state

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return how the lights were, as JSON data."""
        return [
            dict(light.before.as_dict())
            for light in self._lights.values()
            if light.before
        ]

    @callback
    def async_show(self, look: Look) -> None:
        """Let the lights take on a look; keeps how they were."""
        if look == self._look:
            return
        self._look = look
        for entity_id in expand_entity_ids(self._hass, self._entity_ids):
            if split_entity_id(entity_id)[0] != LIGHT_DOMAIN:
                continue
            light = self._light(entity_id)
            light.async_want(look)
            self._entry.async_create_background_task(
                self._hass,
                light.async_apply(),
                f"backcare {entity_id}",
                eager_start=False,
            )

    async def async_restore(self) -> None:
        """Put the lights back as they were, unless somebody else changed them."""
        self._look = None
        await asyncio.gather(
            *(light.async_restore() for light in self._lights.values())
        )

    def _light(self, entity_id: str) -> _Light:
        """Return a light of the session."""
        if entity_id not in self._lights:
            self._lights[entity_id] = _Light(self._hass, entity_id, self._context)
        return self._lights[entity_id]


class _Light:
    """One light; its commands follow each other, and only the newest counts."""

    def __init__(self, hass: HomeAssistant, entity_id: str, context: Context) -> None:
        self.before: State | None = None
        self._hass = hass
        self._entity_id = entity_id
        self._context = context
        self._trouble = Trouble(entity_id)
        self._lock = asyncio.Lock()
        self._wanted: Look | None = None
        self._shown: Look | None = None
        """The last look that was asked of the light in this run."""
        self._context_id_before: str | None = None
        """Of the state at that moment: it stands until the light answers."""
        self._is_taken_over = False
        """Somebody changed the light meanwhile: it is theirs."""

    @callback
    def async_want(self, look: Look) -> None:
        """Take note of a look, and of how the light is before the first one."""
        self._wanted = look
        if self.before is None and not self._is_taken_over:
            self.before = self._state()

    async def async_apply(self) -> None:
        """Ask the light for the look that is wanted by now."""
        async with self._lock:
            look = self._wanted
            if look is None or look == self._shown:
                return
            if (state := self._state()) is None:
                self._trouble.gone()
                return
            self._trouble.there()
            if self._shown and self._is_changed_by_others(state):
                self._is_taken_over = True
                self.before = None
            if self._is_taken_over:
                return
            self.before = self.before or state
            self._shown = look
            self._context_id_before = state.context.id
            await self._async_try(self._async_turn_on(look, state))

    async def _async_turn_on(self, look: Look, state: State) -> None:
        """Ask the light for a look."""
        await self._hass.services.async_call(
            LIGHT_DOMAIN,
            SERVICE_TURN_ON,
            {ATTR_ENTITY_ID: self._entity_id} | look.turn_on_data(state),
            blocking=True,
            context=self._context,
        )

    async def async_restore(self) -> None:
        """Put the light back as it was; one that is away keeps its note."""
        self._wanted = None
        async with self._lock:
            if self.before and (state := self._state()):
                if not self._is_changed_by_others(state):
                    await self._async_try(
                        async_reproduce_state(
                            self._hass,
                            self.before,
                            context=self._context,
                            reproduce_options={ATTR_TRANSITION: _RESTORE_FADE_SECONDS},
                        )
                    )
                self.before = None
            self._shown = None
            self._is_taken_over = False

    def _state(self) -> State | None:
        """Return how the light is now; None while it is missing or unavailable."""
        state = self._hass.states.get(self._entity_id)
        return state if state and state.state in (STATE_ON, STATE_OFF) else None

    def _is_changed_by_others(self, state: State) -> bool:
        """Return if the last change of the light was not ours.

        A light that reports late has a context of its own, but still the look.
        """
        if state.context.id in (self._context.id, self._context_id_before):
            return False
        # After a restart any look may have been the last one.
        looks = (self._shown,) if self._shown else LOOKS
        return not any(look.is_seen_in(state) for look in looks)

    async def _async_try(self, command: Coroutine[Any, Any, None]) -> None:
        """Give the light a command; whatever goes wrong, the session goes on."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await command
        except Exception as err:  # noqa: BLE001  # a light may fail in any way
            self._trouble.failed(err)


def _states(before: Any) -> Iterator[State]:
    """Yield the lights as they were; what is damaged is lost."""
    for data in before if isinstance(before, list | tuple) else ():
        try:
            state = State.from_dict(data)
        except AttributeError, TypeError, ValueError, HomeAssistantError:
            continue
        if state and state.domain == LIGHT_DOMAIN:
            yield state
