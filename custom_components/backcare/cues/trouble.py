"""Tells of the trouble with an output: the log once, and the person by a repair."""

import logging
from typing import Any

from custom_components.backcare.const import DOMAIN, OUTPUT_FAILING, OUTPUT_GONE
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_state_change_event

LOGGER = logging.getLogger(__package__)


class Trouble:
    """What is known of the trouble with one speaker, voice or light in a session."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], entity_id: str
    ) -> None:
        """Begin without any trouble."""
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._told: set[str] = set()
        self._is_in_trouble: bool | None = None
        self._unsub: CALLBACK_TYPE | None = None
        self._is_watched = False

    @callback
    def gone(self) -> None:
        """Tell that the output is missing or unavailable, until it is back."""
        self._report("output_unavailable", "it is not available")
        if self._unsub is None:
            self._unsub = async_track_state_change_event(
                self._hass, [self._entity_id], self._on_change
            )
            if not self._is_watched:
                self._is_watched = True
                self._entry.async_on_unload(self._forget)

    @callback
    def failed(self, err: Exception) -> None:
        """Tell that the output did not do what it was asked to."""
        if isinstance(err, TimeoutError):
            self._report("output_slow", "it gave no answer in time")
        else:
            reason = str(err) or type(err).__name__
            self._report(OUTPUT_FAILING, repr(err), reason=reason)

    @callback
    def lacks_voice(self, err: HomeAssistantError, language: str) -> None:
        """Tell that no voice speaks the language of the person."""
        self._report("no_voice", str(err), language=language)

    @callback
    def works(self) -> None:
        """Tell that the output did what it was asked to."""
        if self._is_in_trouble:
            LOGGER.info("%s works again", self._entity_id)
        if self._is_in_trouble is not False:
            for kind in (OUTPUT_FAILING, OUTPUT_GONE):
                ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(kind))
        self._is_in_trouble = False

    @callback
    def _on_change(self, change: Event[EventStateChangedData]) -> None:
        """Look if an output is back."""
        state = change.data["new_state"]
        if state and state.state != STATE_UNAVAILABLE:
            self._forget()
            self.works()

    @callback
    def _forget(self) -> None:
        """Look no more."""
        if self._unsub:
            self._unsub()
            self._unsub = None

    def _report(self, key: str, cause: str, **placeholders: str) -> None:
        """Tell of a trouble in a repair with this text; each kind reaches the log once."""
        if key not in self._told:
            self._told.add(key)
            LOGGER.warning(
                "%s missed a cue: %s; the session goes on without it",
                self._entity_id,
                cause,
            )
        if self._is_in_trouble:
            return
        self._is_in_trouble = True
        if (DOMAIN, self._issue_id(OUTPUT_GONE)) in ir.async_get(self._hass).issues:
            # It is reported already, with what to do.
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(OUTPUT_FAILING),
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=key,
            translation_placeholders={
                "entity": self._entity_id,
                "name": self._entry.title,
                **placeholders,
            },
        )

    def _issue_id(self, kind: str) -> str:
        """Return the id of a repair."""
        return issue_id(kind, self._entry.entry_id, self._entity_id)


def issue_id(kind: str, entry_id: str, entity_id: str) -> str:
    """Return the id of a repair for an output of a person."""
    return f"{kind}_{entry_id}_{entity_id}"
