"""Shows looks on one light, and puts it back as it was."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from math import inf
from typing import Any

from homeassistant.components.light.const import (
    ATTR_EFFECT,
    ATTR_TRANSITION,
    DOMAIN as LIGHT_DOMAIN,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_OFF,
    STATE_ON,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from .light_memory import Memory
from .light_states import restoring_data
from .looks import MIN_STEP_SECONDS, Look, Step
from .trouble import Trouble

PATIENCE_SECONDS = 10.0
"""How long a light may take for one command."""

RETURN_LIMIT_SECONDS = 3600
"""How long a light may be away and is still put back as it was."""

_WAKE_SECONDS = 1.0
"""How long a light may take to tell how it comes on."""

_EXPECTED_SECONDS = 5.0
"""How long after a scene a light may still be changing."""

_RESTORE_FADE_SECONDS = 1

_STATES = (STATE_ON, STATE_OFF)

_PASSING = (ATTR_EFFECT, ATTR_TRANSITION)
"""What is no part of how a light is to be."""


class _Pace:
    """Lets a light change twice in half a second at most: it must not flash."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the clock."""
        self._loop = loop
        self._counted_at = deque([-inf, -inf], 2)

    def count(self) -> None:
        """Count a change."""
        self._counted_at.append(self._loop.time())

    async def async_wait(self) -> None:
        """Wait until the next change is calm."""
        calm_at = self._counted_at[0] + MIN_STEP_SECONDS
        if (seconds := calm_at - self._loop.time()) > 0:
            await asyncio.sleep(seconds)


class Light:
    """One light; its commands follow each other, and only the newest counts."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_id: str,
        *,
        context: Context,
        memory: Memory,
    ) -> None:
        """Take the light, and what is known of it."""
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._context = context
        self._memory = memory
        self._trouble = Trouble(hass, entry, entity_id)
        self._lock = asyncio.Lock()
        self._wanted: tuple[Look, float] | None = None
        """A look, and the moment of the event loop at which its phase began."""
        self._pace = _Pace(hass.loop)
        self._asked: dict[str, Any] | None = None
        """The last command."""
        self._has_news = asyncio.Event()
        self._has_changed = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        self._returning: asyncio.Task[None] | None = None
        self._unsub: CALLBACK_TYPE | None = None
        self._expected_until = 0.0
        self._left_at: float | None = None
        """When it was to be put back and was not there."""

    @property
    def before(self) -> State | None:
        """Return how the light was before the session."""
        return self._memory.before

    @callback
    def async_want(self, look: Look, started_at: float) -> None:
        """Take on the look of a phase that began at a moment of the event loop, soon."""
        self.async_note()
        if (
            self._wanted
            and self._wanted[0] == look
            and abs(self._wanted[1] - started_at) < MIN_STEP_SECONDS / 2
        ):
            return
        self._wanted = look, started_at
        self._follow()

    @callback
    def async_note(self) -> None:
        """Take note of how the light is, once, and listen to it."""
        self._left_at = None
        self._listen()
        if state := self._state():
            self._memory.note(state)

    @callback
    def async_expect(self) -> None:
        """Take what the light does next as the work of a scene."""
        self._expected_until = self._hass.loop.time() + _EXPECTED_SECONDS

    @callback
    def async_abandon(self) -> None:
        """Stop everything; how the light was stays known."""
        self._wanted = None
        for task in (self._following, self._returning):
            if task:
                task.cancel()
        self._stop_listening()

    async def async_restore(self) -> None:
        """Put the light back as it was, unless somebody else changed it.

        One that is away, or fails, keeps its note and is put back when it returns.
        """
        self._wanted = None
        self._has_news.set()
        async with self._lock:
            state = self._state()
            memory = self._memory
            if (
                memory.before
                and state
                and (
                    memory.is_changed_by_others(state)
                    or await self._async_put_back(memory.before, state)
                )
            ):
                memory.forget()
            memory.is_taken_over = False
            self._asked = None
            if not self._wanted and memory.before is None:
                self._stop_listening()
            elif not self._wanted:
                self._listen()
                self._left_at = self._left_at or self._hass.loop.time()

    async def _async_follow(self) -> None:
        """Ask for the wanted look, step by step, until there is nothing more to ask."""
        while self._wanted:
            self._has_news.clear()
            look, started_at = self._wanted
            await self._pace.async_wait()
            asked_at = self._hass.loop.time()
            step, ends_at_seconds = look.step_at(asked_at - started_at)
            await self._async_ask(look, step)
            next_at = None
            if ends_at_seconds is not None:
                # A light that is late skips steps; it must not hurry after them.
                next_at = max(started_at + ends_at_seconds, asked_at + MIN_STEP_SECONDS)
            elif not self._has_news.is_set():
                return
            with suppress(TimeoutError):
                async with asyncio.timeout_at(next_at):
                    await self._has_news.wait()

    async def _async_ask(self, look: Look, step: Step) -> None:
        """Ask the light for a step of a look, if it is not there already."""
        async with self._lock:
            if self._has_news.is_set():
                return
            if (state := self._state()) is None:
                self._trouble.gone()
                return
            memory = self._memory
            if memory.shown and memory.is_changed_by_others(state):
                memory.is_taken_over = True
            if memory.is_taken_over:
                self._wanted = None
                if memory.before:
                    memory.forget()
                return
            memory.note(state)
            memory.ask(state)
            if memory.lacks_wake(state):
                await self._async_wake()
                if memory.is_woken_unseen:
                    return
            data = look.turn_on_data(state, step)
            asked = {key: data[key] for key in data if key not in _PASSING}
            memory.shown = look
            if asked != self._asked:
                self._asked = asked
                self._pace.count()
                await self._async_call(SERVICE_TURN_ON, data)

    async def _async_wake(self) -> None:
        """Turn the light on as it was last, and note that.

        Home Assistant does not know it of a light that is off, and the light forgets
        it when it shows a look.
        """
        if not await self._async_call(SERVICE_TURN_ON, {}):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_WAKE_SECONDS):
                while (state := self._state()) is None or state.state == STATE_OFF:
                    self._has_changed.clear()
                    await self._has_changed.wait()
            self._memory.note_wake(state)
        self._memory.is_woken_unseen = self._state() is None

    async def _async_put_back(self, before: State, state: State) -> bool:
        """Put the light back; return if it took that."""
        if self._memory.shown is None and _is_same(state, before):
            return True
        fade = {ATTR_TRANSITION: _RESTORE_FADE_SECONDS}
        data = restoring_data(before, state)
        if before.state == STATE_ON:
            return await self._async_call(SERVICE_TURN_ON, data | fade)
        if data and state.state == STATE_ON:
            # It will come on like this the next time.
            await self._async_call(SERVICE_TURN_ON, data)
        return await self._async_call(SERVICE_TURN_OFF, fade)

    async def _async_call(self, service: str, asked: dict[str, Any]) -> bool:
        """Give the light a command and return if it took it; the session goes on."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._hass.services.async_call(
                    LIGHT_DOMAIN,
                    service,
                    {ATTR_ENTITY_ID: self._entity_id} | asked,
                    blocking=True,
                    context=self._context,
                )
        except Exception as err:  # noqa: BLE001  # a light may fail in any way
            self._trouble.failed(err)
            return False
        self._trouble.works()
        return True

    @callback
    def _on_state(self, event: Event[EventStateChangedData]) -> None:
        """Remember what came from us, and welcome a light that returns."""
        self._has_changed.set()
        old, state = event.data["old_state"], event.data["new_state"]
        if state is None or state.state not in _STATES:
            return
        is_expected = self._hass.loop.time() < self._expected_until
        self._memory.see(state, is_expected=is_expected)
        if old is None or old.state not in _STATES:
            self._welcome()

    def _welcome(self) -> None:
        """Let a light that returned join in, or put it back after the session."""
        if self._left_at is None:
            self._asked = None
            self.async_note()
            if self._wanted:
                self._follow()
        elif self._hass.loop.time() - self._left_at > RETURN_LIMIT_SECONDS:
            self._memory.forget()
            self._stop_listening()
        else:
            self._returning = self._start(self.async_restore())

    def _follow(self) -> None:
        """Let the task of the light follow what is wanted."""
        self._has_news.set()
        if self._following is None or self._following.done():
            self._following = self._start(self._async_follow())

    def _start(self, target: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start a task that takes nothing from the caller."""
        return self._entry.async_create_background_task(
            self._hass, target, f"backcare {self._entity_id}", eager_start=False
        )

    def _listen(self) -> None:
        """Hear of the changes of the light."""
        if self._unsub is None:
            self._unsub = async_track_state_change_event(
                self._hass, self._entity_id, self._on_state
            )

    def _stop_listening(self) -> None:
        """Hear of no more changes of the light."""
        if self._unsub:
            self._unsub()
            self._unsub = None

    def _state(self) -> State | None:
        """Return how the light is now; None while it is missing or unavailable."""
        state = self._hass.states.get(self._entity_id)
        return state if state and state.state in _STATES else None


def _is_same(state: State, other: State) -> bool:
    """Return if nothing happened between two states."""
    return state.state == other.state and state.attributes == other.attributes
