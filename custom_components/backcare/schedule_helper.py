"""Follows the blocks of a schedule helper, whatever becomes of it."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
    async_track_state_report_event,
)
from homeassistant.util import dt as dt_util

from .const import DOMAIN, SCHEDULE_EMPTY, SCHEDULE_GONE, WEEKDAYS, Conf
from .cues.trouble import issue_id
from .engine.plan import first_starts

_SCHEDULE = "schedule"


class ScheduleHelper:
    """Knows when the first block of each day starts."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        on_change: Callable[[], None],
    ) -> None:
        """Follow nothing yet; call back after each change."""
        self.times: Mapping[int, time] = {}
        """By weekday; 0 is Monday."""
        self.is_known = True
        """Not while a helper is not read yet, or gone."""
        self._hass = hass
        self._entry = entry
        self._on_change = on_change
        self._entity_id: str | None = None
        self._undos: list[CALLBACK_TYPE] = []

    @callback
    def async_follow(self, entity_id: str | None) -> None:
        """Follow a helper, or none."""
        if entity_id == self._entity_id:
            return
        self.async_leave()
        self._entity_id = entity_id
        if entity_id:
            self.is_known = False
            args = (self._hass, [entity_id], self._on_event)
            self._undos = [
                async_track_state_change_event(*args),
                # A block may change without a change of the state.
                async_track_state_report_event(*args),
                async_track_entity_registry_updated_event(
                    self._hass, [entity_id], self._on_registry
                ),
            ]
            self._read_soon()

    @callback
    def async_leave(self) -> None:
        """Follow the helper no more, and forget what is wrong with it."""
        for undo in self._undos:
            undo()
        self._undos = []
        self._entity_id = None
        self.times = {}
        self.is_known = True
        self._report(None)

    @callback
    def _on_event(self, _event: Event[Any]) -> None:
        """Read a helper that was written, came or went."""
        self._read_soon()

    @callback
    def _on_registry(self, event: Event[Any]) -> None:
        """Keep the new name of a helper."""
        if event.data.get("old_entity_id") != self._entity_id:
            return
        options = self._entry.options
        plan = {**options[Conf.PLAN], Conf.SCHEDULE.value: event.data["entity_id"]}
        self._hass.config_entries.async_update_entry(
            self._entry, options={**options, Conf.PLAN.value: plan}
        )

    @callback
    def _read_soon(self) -> None:
        """Read the helper, in a task."""
        self._entry.async_create_background_task(
            self._hass, self._async_read(), "backcare schedule"
        )

    async def _async_read(self) -> None:
        """Read the blocks; without any the plan waits."""
        entity_id = self._entity_id
        days = await self._async_days(entity_id) if entity_id else None
        if entity_id is None or entity_id != self._entity_id:
            return
        self.times = {} if days is None else _times(days)
        self.is_known = days is not None
        self._report(
            SCHEDULE_GONE if days is None else None if self.times else SCHEDULE_EMPTY
        )
        self._on_change()

    async def _async_days(self, entity_id: str) -> Mapping[str, Any] | None:
        """Return the blocks by day; None if there is no such helper."""
        state = self._hass.states.get(entity_id)
        if state is None or state.state == STATE_UNAVAILABLE:
            return None
        try:
            found: Any = await self._hass.services.async_call(
                _SCHEDULE,
                "get_schedule",
                {ATTR_ENTITY_ID: entity_id},
                blocking=True,
                return_response=True,
            )
        except HomeAssistantError:
            return None
        days: Mapping[str, Any] | None = found.get(entity_id)
        return days

    def _report(self, kind: str | None) -> None:
        """Tell what is wrong with the helper, and nothing else."""
        for known in (SCHEDULE_GONE, SCHEDULE_EMPTY):
            report = (self._hass, DOMAIN, issue_id(known, self._entry.entry_id, ""))
            if known != kind:
                ir.async_delete_issue(*report)
                continue
            ir.async_create_issue(
                *report,
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=known,
                translation_placeholders={
                    "entity": self._entity_id or "",
                    "name": self._entry.title,
                },
            )


def _times(days: Mapping[str, Any]) -> dict[int, time]:
    """Return when the first block of each day starts."""
    return first_starts(
        [
            [(_time(block["from"]), _time(block["to"])) for block in days.get(day, ())]
            for day in WEEKDAYS
        ]
    )


def _time(value: Any) -> time:
    """Return the time of a block; the end of the day is the last moment of it."""
    return dt_util.parse_time(str(value)) or time.max
