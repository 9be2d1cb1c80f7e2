"""Conditions: what the session is like now."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, override

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    Condition,
    ConditionConfig,
    EntityStateConditionBase,
)

from .const import DOMAIN, Key


class SessionCondition(EntityStateConditionBase):
    """Holds while a sensor of the person shows one of the states.

    The target means a person: their device, or any entity of it.
    """

    _domain_specs: Mapping[str, DomainSpec] = {Platform.SENSOR: DomainSpec()}
    _primary_entities_only = False
    _key: ClassVar[Key]
    _shown: ClassVar[tuple[str, ...]]

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the states."""
        super().__init__(hass, config)
        self._states = set(self._shown)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the sensors of the people whose entities these are."""
        registry = er.async_get(self._hass)
        entry_ids = {
            entity.config_entry_id
            for entity_id in entities
            if (entity := registry.async_get(entity_id)) and entity.platform == DOMAIN
        }
        return {
            entity_id
            for entry_id in entry_ids
            if (
                entity_id := registry.async_get_entity_id(
                    Platform.SENSOR, DOMAIN, f"{entry_id}_{self._key}"
                )
            )
        }

    @property
    @override
    def needs_polling(self) -> bool:
        """Return True: another entity than the targeted one is looked at."""
        return True


class PhaseCondition(SessionCondition):
    """Holds while a session is active, not paused, and in one of the phases."""

    _key = Key.PHASE

    @property
    @override
    def _needs_duration_tracking(self) -> bool:
        """Return True: a pause changes an attribute only."""
        return True

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return if the person is in the phase; it stays the same while paused."""
        return super().is_valid_state(entity_state) and not entity_state.attributes.get(
            "paused"
        )

    @override
    def _state_valid_since(self, _state: State) -> datetime:
        """Return since when, with the attribute."""
        return _state.last_updated


class SessionIsActive(SessionCondition):
    """The clock of a session runs."""

    _key = Key.SESSION
    _shown = ("active",)


class SessionIsPaused(SessionCondition):
    """A session is paused."""

    _key = Key.SESSION
    _shown = ("paused",)


class IsExercising(PhaseCondition):
    """The person does a set."""

    _shown = ("hold", "move")


class IsResting(PhaseCondition):
    """The person rests between sets."""

    _shown = ("rest",)


class WeeklyGoalIsMet(SessionCondition):
    """Enough sessions were done this week."""

    _key = Key.SESSIONS_THIS_WEEK
    _shown = ()

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return if there were as many sessions as there should be."""
        count, goal = entity_state.state, entity_state.attributes.get("goal")
        return goal is not None and count.isdecimal() and int(count) >= goal


CONDITIONS: dict[str, type[Condition]] = {
    "session_is_active": SessionIsActive,
    "session_is_paused": SessionIsPaused,
    "is_exercising": IsExercising,
    "is_resting": IsResting,
    "weekly_goal_is_met": WeeklyGoalIsMet,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of BackCare."""
    return CONDITIONS
