"""What tests of the integration are written with."""

from datetime import UTC, datetime, timedelta
import math
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed_exact,
)

from custom_components.backcare.const import DOMAIN, Conf, Placement
from custom_components.backcare.engine.models import Outcome
from custom_components.backcare.store import SessionRecord
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_dumps
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.json import json_loads

ENTRY_ID = "01KAQ0000000000000PROFILE1"
SESSION_ID = "01KAQ0000000000000SESSION1"


def build_entry(
    *,
    title: str = "Back care",
    entry_id: str = ENTRY_ID,
    safety: dict[str, Any] | None = None,
    placement: Placement = Placement.FROM_120,
    options: dict[str, Any] | None = None,
    subentries: list[ConfigSubentryDataWithId] | None = None,
) -> MockConfigEntry:
    """Return the entry of a person at level 5 who passed the safety check."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=title,
        entry_id=entry_id,
        unique_id=None,
        data={
            Conf.SAFETY: {
                Conf.NO_WARNING_SIGNS: True,
                Conf.CONSULTED: True,
                Conf.AGREED: True,
                Conf.CONFIRMED_AT: "2026-11-01T09:00:00+00:00",
                **(safety or {}),
            },
            Conf.PLACEMENT: placement,
            Conf.SIDE_PLANK_FINE: True,
        },
        options=options or {},
        subentries_data=subentries or (),
    )


def own_routine(
    title: str, subentry_id: str = "01KAQ0000000000000ROUTINE1"
) -> ConfigSubentryDataWithId:
    """Return a routine of the person's own: one set of planks."""
    return ConfigSubentryDataWithId(
        data={Conf.EXERCISES: [{"exercise": "plank", "set_count": 1}]},
        subentry_id=subentry_id,
        subentry_type="routine",
        title=title,
        unique_id=None,
    )


def session_record(**changes: Any) -> SessionRecord:
    """Return a session that was finished on Monday 2 November, at level 5."""
    return SessionRecord(
        **{
            "session_id": SESSION_ID,
            "routine_id": "full_core_30",
            "routine_name": "Full core routine",
            "level": 5,
            "started_at": datetime(2026, 11, 2, 18, tzinfo=UTC),
            "ended_at": datetime(2026, 11, 2, 18, 31, 35, tzinfo=UTC),
            "active_seconds": 1895.0,
            "set_done_count": 17,
            "set_total_count": 17,
            "outcome": Outcome.FINISHED,
            **changes,
        }
    )


class SessionClock:
    """Lets time pass, and wakes everybody at each moment that is due.

    A session that wakes more than 5 s late pauses, so it is not enough to jump.
    """

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Take the frozen clock."""
        self._hass = hass
        self._freezer = freezer
        # Time that was made to pass is not a slow callback.
        hass.loop.slow_callback_duration = math.inf

    async def elapse(self, seconds: float) -> None:
        """Let so many seconds pass."""
        end = self._hass.loop.time() + seconds
        while (due := self._next_due_at()) is not None and due <= end:
            await self._go_to(due)
        await self._go_to(end)

    async def elapse_to_next(self) -> None:
        """Go to the next moment of the session."""
        due = self._next_due_at()
        assert due is not None
        await self._go_to(due)

    async def elapse_to_end(self) -> None:
        """Go on until no session runs."""
        while self._next_due_at() is not None:
            await self.elapse_to_next()

    def _next_due_at(self) -> float | None:
        """Return the next moment of any session."""
        running = (
            entry.runtime_data._running
            for entry in self._hass.config_entries.async_loaded_entries(DOMAIN)
        )
        dues = (session.engine.next_due_at() for session in running if session)
        return min((due for due in dues if due is not None), default=None)

    async def _go_to(self, moment: float) -> None:
        """Move the clock to a moment of the loop, and run what is due."""
        missing = math.ceil((moment - self._hass.loop.time()) * 1_000_000)
        self._freezer.tick(timedelta(microseconds=max(missing, 0)))
        async_fire_time_changed_exact(self._hass)
        await self._hass.async_block_till_done()


def described(
    hass: HomeAssistant, entry: MockConfigEntry, domain: str
) -> dict[str, dict[str, Any]]:
    """Return what people see of the entities of a domain, for a snapshot.

    Only what is ours: the rest of a registry entry differs between versions of Home
    Assistant.
    """
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, entry.entry_id)
    return {
        entity.entity_id: _described(entity, hass.states.get(entity.entity_id))
        for entity in sorted(entities, key=lambda entity: entity.entity_id)
        if entity.domain == domain
    }


def _described(entity: er.RegistryEntry, state: State | None) -> dict[str, Any]:
    """Return what people see of an entity."""
    found: dict[str, Any] = {
        "unique_id": entity.unique_id,
        "translation_key": str(entity.translation_key),
        "name": entity.original_name,
    }
    if entity.entity_category:
        found["category"] = entity.entity_category.value
    if entity.disabled_by:
        found["disabled_by"] = entity.disabled_by.value
    if state:
        found["state"] = state.state
        found["attributes"] = json_loads(json_dumps(state.attributes))
    return found


async def act(
    hass: HomeAssistant, action: str, *, response: bool = False, **fields: Any
) -> Any:
    """Perform an action of BackCare, and return its response if asked for."""
    result = await hass.services.async_call(
        DOMAIN, action, fields, blocking=True, return_response=response
    )
    await hass.async_block_till_done()
    return result


async def assert_refused(
    hass: HomeAssistant, key: str, action: str, **fields: Any
) -> str:
    """Check that an action is refused and changes nothing; return what it says."""
    before = {found.entity_id: found for found in hass.states.async_all()}
    await async_get_translations(hass, "en", "exceptions", {DOMAIN})
    with pytest.raises(ServiceValidationError) as refusal:
        await act(hass, action, **fields)
    await hass.async_block_till_done()

    assert refusal.value.translation_domain == DOMAIN
    assert refusal.value.translation_key == key
    assert {found.entity_id: found for found in hass.states.async_all()} == before
    message = str(refusal.value)
    assert "{" not in message
    assert " " in message, "the message is not translated"
    return message


def state(hass: HomeAssistant, entity: str) -> str:
    """Return the state of an entity of the person: ``sensor.phase``."""
    domain, key = entity.split(".")
    found = hass.states.get(f"{domain}.back_care_{key}")
    assert found, entity
    return found.state


def session_routine(hass: HomeAssistant) -> str | None:
    """Return the routine of the session that runs."""
    session = hass.states.get("sensor.back_care_session")
    assert session
    routine: str | None = session.attributes["routine"]
    return routine
