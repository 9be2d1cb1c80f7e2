"""Who may see, and who may command, the session of a person."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND, ERR_UNAUTHORIZED
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN, Argument, Key
from .controller import BackCareConfigEntry


@callback
def async_profiles(hass: HomeAssistant) -> list[BackCareConfigEntry]:
    """Return the entries of all persons, loaded or not."""
    return hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )


@callback
def is_allowed(hass: HomeAssistant, user: User, entry_id: str, policy: str) -> bool:
    """Return if a user may do to a person what they may do to the person's switch."""
    switch = er.async_get(hass).async_get_entity_id(
        Platform.SWITCH, DOMAIN, f"{entry_id}_{Key.SESSION}"
    )
    if switch is None:
        return user.permissions.access_all_entities(policy)
    return user.permissions.check_entity(switch, policy)


@callback
def async_readable_entry(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> BackCareConfigEntry | None:
    """Return the loaded entry that a message names; without one, answer why not."""
    for entry in async_profiles(hass):
        if entry.entry_id != msg[Argument.CONFIG_ENTRY_ID]:
            continue
        if not is_allowed(hass, connection.user, entry.entry_id, POLICY_READ):
            connection.send_error(msg["id"], ERR_UNAUTHORIZED, "Unauthorized")
            return None
        if entry.state is ConfigEntryState.LOADED:
            return entry
    connection.send_error(msg["id"], ERR_NOT_FOUND, "There is no such profile")
    return None
