"""Websocket commands of the card: the view of a person, routines and pictures."""

from asyncio import Handle
from typing import Any

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND, ERR_UNAUTHORIZED
from homeassistant.components.websocket_api.decorators import (
    async_response,
    websocket_command,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import DOMAIN
from .controller import BackCareConfigEntry
from .listeners import Order
from .profile import Profile
from .rights import async_profiles, async_readable_entry, is_allowed
from .view import GONE, View, async_version, async_view, routines_view, without_clock

ERR_AMBIGUOUS = "ambiguous"

_TARGET = "target"
_SUBSCRIBE: dict[Any, Any] = {
    vol.Required("type"): f"{DOMAIN}/subscribe",
    vol.Exclusive("entity_id", _TARGET): cv.string,
    vol.Exclusive("device_id", _TARGET): cv.string,
    vol.Exclusive("config_entry_id", _TARGET): cv.string,
}
_ROUTINES: dict[Any, Any] = {
    vol.Required("type"): f"{DOMAIN}/routines",
    vol.Required("config_entry_id"): cv.string,
}
_PICTURES: dict[Any, Any] = {
    vol.Required("type"): f"{DOMAIN}/pictures",
    vol.Required("config_entry_id"): cv.string,
    vol.Required("keys"): [cv.string],
}


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands; every one of them needs somebody who is logged in."""
    for command in (_subscribe, _send_routines, _send_pictures):
        async_register_command(hass, command)


@websocket_command(_SUBSCRIBE)
@callback
def _subscribe(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the view of a person, now and after every change."""
    meant = _meant(hass, msg)
    readable = [
        entry
        for entry in meant
        if is_allowed(hass, connection.user, entry.entry_id, POLICY_READ)
    ]
    match len(meant), len(readable):
        case 0, _:
            error = ERR_NOT_FOUND, "There is no such profile"
        case _, 0:
            error = ERR_UNAUTHORIZED, "Unauthorized"
        case _, 1:
            connection.send_result(msg["id"])
            viewer = _Viewer(hass, connection, msg["id"], readable[0])
            connection.subscriptions[msg["id"]] = viewer.async_follow()
            return
        case _:
            error = ERR_AMBIGUOUS, "There are several profiles"
    connection.send_error(msg["id"], *error)


@websocket_command(_ROUTINES)
@async_response
async def _send_routines(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the routines of a person."""
    if entry := async_readable_entry(hass, connection, msg):
        # In the loop it would take long enough to make a cue late.
        routines = await hass.async_add_executor_job(
            routines_view, entry.runtime_data.profile, async_version(hass)
        )
        connection.send_result(msg["id"], routines)


@websocket_command(_PICTURES)
@async_response
async def _send_pictures(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send pictures of exercises, with their titles in the person's language."""
    if not (entry := async_readable_entry(hass, connection, msg)):
        return
    try:
        pictures = await hass.async_add_executor_job(
            _drawn, entry.runtime_data.profile, msg["keys"]
        )
    except KeyError:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "There is no such picture")
        return
    connection.send_result(msg["id"], pictures)


def _drawn(profile: Profile, keys: list[str]) -> dict[str, str]:
    """Return the pictures by key; raises KeyError for an unknown one."""
    language = profile.settings.language
    return {key: profile.catalogue.figures.draw(key, language) for key in keys}


@callback
def _meant(hass: HomeAssistant, msg: dict[str, Any]) -> list[BackCareConfigEntry]:
    """Return the entries that a message may mean: all of them if it names none."""
    entries = async_profiles(hass)
    meant: set[str | None] = set()
    match msg:
        case {"entity_id": entity_id}:
            if entity := er.async_get(hass).async_get(entity_id):
                meant = {entity.config_entry_id}
        case {"device_id": device_id}:
            if device := dr.async_get(hass).async_get(device_id):
                # Others may have identifiers of another length.
                meant = {key[1] for key in device.identifiers if key[0] == DOMAIN}
        case {"config_entry_id": entry_id}:
            meant = {entry_id}
        case _:
            return entries
    return [entry for entry in entries if entry.entry_id in meant]


class _Viewer:
    """Somebody who looks at a person until they look away, whatever happens to the entry."""

    def __init__(
        self,
        hass: HomeAssistant,
        connection: ActiveConnection,
        subscription: int,
        entry: BackCareConfigEntry,
    ) -> None:
        """Take who looks at whom."""
        self._hass = hass
        self._connection = connection
        self._subscription = subscription
        self._entry = entry
        self._sent: View = {}
        self._sending: Handle | None = None
        self._leave: CALLBACK_TYPE | None = None
        """Set while the entry is loaded."""

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Send the view now and after every change; return the undo."""
        undos = (
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry
            ),
            self._hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._on_registry
            ),
        )
        self._look()

        @callback
        def close() -> None:
            for undo in undos:
                undo()
            if self._leave:
                self._leave()
            if self._sending:
                self._sending.cancel()

        return close

    @callback
    def _on_entry(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Notice that the entry was loaded, unloaded, renamed or removed."""
        if entry.entry_id == self._entry.entry_id:
            self._look()

    @callback
    def _on_registry(self, _event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Notice that an entity may have another id."""
        self._send_soon()

    @property
    def _is_there(self) -> bool:
        """Return if there is something to be seen."""
        return self._entry.state is ConfigEntryState.LOADED

    @callback
    def _look(self) -> None:
        """Follow the controller that is there now."""
        if self._leave and not self._is_there:
            self._leave()
            self._leave = None
        elif self._is_there and not self._leave:
            self._leave = self._entry.runtime_data.listeners.async_add(
                self._send_soon, Order.TIMERS
            )
        self._send_soon()

    @callback
    def _send_soon(self) -> None:
        """Send the view once, however much changes in this moment."""
        if self._sending is None:
            self._sending = self._hass.loop.call_soon(self._send)

    @callback
    def _send(self) -> None:
        """Send the view if it shows something new."""
        self._sending = None
        user = self._connection.user
        view = GONE
        if self._is_there and is_allowed(
            self._hass, user, self._entry.entry_id, POLICY_READ
        ):
            view = async_view(self._hass, self._entry, user)
        if (sent := without_clock(view)) != self._sent:
            self._sent = sent
            self._connection.send_event(self._subscription, view)
