"""Lines of the logbook: what became of a session."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.components.logbook.const import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.components.logbook.models import LazyEventPartialState
from homeassistant.const import ATTR_ENTITY_ID, ATTR_NAME
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN, EVENT_SESSION_ENDED
from .engine.models import Outcome

_MESSAGES: Final[Mapping[str, str]] = {
    Outcome.FINISHED: "finished {routine}, {done} of {total} sets",
    Outcome.CANCELLED: "stopped {routine} after {done} of {total} sets",
    Outcome.INTERRUPTED: "did not go on with {routine} after {done} of {total} sets",
}


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[LazyEventPartialState], dict[str, Any]]], None
    ],
) -> None:
    """Say in words how a session ended."""

    @callback
    def describe(event: LazyEventPartialState) -> dict[str, Any]:
        told = event.data
        return {
            LOGBOOK_ENTRY_NAME: told[ATTR_NAME],
            LOGBOOK_ENTRY_MESSAGE: _MESSAGES[told["outcome"]].format_map(told),
            LOGBOOK_ENTRY_ENTITY_ID: told[ATTR_ENTITY_ID],
        }

    async_describe_event(DOMAIN, EVENT_SESSION_ENDED, describe)
