"""The websocket command with which a browser plays the cues of a person itself."""

from typing import Any

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import DOMAIN
from .controller import BackCareConfigEntry
from .cues.device import LEAST_SECONDS, Device
from .rights import async_readable_entry, is_allowed

_LISTEN: dict[Any, Any] = {
    vol.Required("type"): f"{DOMAIN}/listen",
    vol.Required("config_entry_id"): cv.string,
    vol.Optional("lead_seconds", default=1.0): vol.All(
        vol.Coerce(float), vol.Clamp(min=LEAST_SECONDS, max=3.0)
    ),
}


@callback
def async_register_listen(hass: HomeAssistant) -> None:
    """Register the command; it needs somebody who is logged in."""
    async_register_command(hass, _listen)


@websocket_command(_LISTEN)
@callback
def _listen(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send what a browser is to play, and when, until it listens no more."""
    subscription = msg["id"]
    if not (entry := async_readable_entry(hass, connection, msg)):
        return

    @callback
    def send(message: dict[str, Any]) -> None:
        if subscription in connection.subscriptions and is_allowed(
            hass, connection.user, entry.entry_id, POLICY_READ
        ):
            connection.send_event(subscription, message)

    device = Device(hass, send, msg["lead_seconds"])
    connection.subscriptions[subscription] = _async_follow(hass, entry, device)
    connection.send_result(subscription)
    device.async_tell("fetch", urls=list(device.tones.values()))


@callback
def _async_follow(
    hass: HomeAssistant, entry: BackCareConfigEntry, device: Device
) -> CALLBACK_TYPE:
    """Let a device hear a person, also after a reload; return the undo."""
    outputs = entry.runtime_data.outputs
    leave = outputs.async_add_device(device)

    @callback
    def follow(_change: ConfigEntryChange, changed: ConfigEntry) -> None:
        nonlocal outputs, leave
        if changed is not entry or entry.state is not ConfigEntryState.LOADED:
            return
        if outputs is not entry.runtime_data.outputs:
            outputs = entry.runtime_data.outputs
            leave = outputs.async_add_device(device)

    stop = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, follow)

    @callback
    def close() -> None:
        stop()
        leave()

    return close
