"""Websocket commands of the card: what it shows, and what is tapped that is no action."""

from asyncio import Handle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import (
    ERR_NOT_ALLOWED,
    ERR_NOT_FOUND,
    ERR_UNAUTHORIZED,
)
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

from .cards import dismiss_card
from .const import DOMAIN, Argument
from .controller import BackCareConfigEntry, SessionController
from .engine.errors import EngineError
from .engine.models import Outcome, StopReason
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


type _Answer = Callable[[SessionController, dict[str, Any]], None]
"""Does what was tapped; raises LookupError if what it is about is not there any more."""


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands; every one of them needs somebody who is logged in."""
    for command in (_subscribe, _send_routines, _send_pictures):
        async_register_command(hass, command)
    for name, (fields, answer) in _ANSWERS.items():
        _register_answer(hass, name, fields, answer)


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


def _register_answer(
    hass: HomeAssistant, name: str, fields: dict[Any, Any], answer: _Answer
) -> None:
    """Register a command of who may control a person."""

    @callback
    def handle(
        hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
    ) -> None:
        """Do it, or answer why not."""
        entry = async_readable_entry(hass, connection, msg)
        if entry is None:
            return
        if not is_allowed(hass, connection.user, entry.entry_id, POLICY_CONTROL):
            connection.send_error(msg["id"], ERR_UNAUTHORIZED, "Unauthorized")
            return
        try:
            answer(entry.runtime_data, msg)
        except EngineError as err:
            connection.send_error(
                msg["id"],
                ERR_NOT_ALLOWED,
                str(err),
                translation_domain=DOMAIN,
                translation_key=err.key,
                translation_placeholders=err.placeholders,
            )
        except LookupError:
            connection.send_error(msg["id"], ERR_NOT_FOUND, "There is no such thing")
        else:
            entry.runtime_data.async_tell()
            connection.send_result(msg["id"])

    schema = {
        vol.Required("type"): f"{DOMAIN}/{name}",
        vol.Required(Argument.CONFIG_ENTRY_ID): cv.string,
        **fields,
    }
    async_register_command(hass, websocket_command(schema)(handle))


def _decide(controller: SessionController, msg: dict[str, Any]) -> None:
    """Say yes or no to what the programme offers."""
    profile = controller.profile
    if (offer := profile.offer) is None:
        raise LookupError
    (profile.accept if msg["accept"] else profile.refuse)(offer)


def _plan(controller: SessionController, msg: dict[str, Any]) -> None:
    """Put the training that is due off, or leave it out."""
    reminders = controller.reminders
    {"later": reminders.async_later, "skip": reminders.async_skip}[msg["answer"]]()


def _release(controller: SessionController, _msg: dict[str, Any]) -> None:
    """Let the programme go on after a hold."""
    if not controller.profile.is_on_hold:
        raise LookupError
    controller.profile.release()


def _reason(controller: SessionController, msg: dict[str, Any]) -> None:
    """Keep why the last session was stopped."""
    profile = controller.profile
    last = profile.last_session
    if (
        last is None
        or last.session_id != msg["session_id"]
        or last.outcome is not Outcome.CANCELLED
    ):
        raise LookupError
    profile.store.replace(replace(last, reason=msg["reason"]))


def _dismiss(controller: SessionController, _msg: dict[str, Any]) -> None:
    """Put away what this week offers to read."""
    dismiss_card(controller.profile, controller.profile.progress.today)


_ANSWERS: dict[str, tuple[dict[Any, Any], _Answer]] = {
    "decide": ({vol.Required("accept"): cv.boolean}, _decide),
    "plan": ({vol.Required("answer"): vol.In(["later", "skip"])}, _plan),
    "release": ({}, _release),
    "reason": (
        {
            vol.Required("session_id"): cv.string,
            vol.Required("reason"): vol.Coerce(StopReason),
        },
        _reason,
    ),
    "dismiss": ({}, _dismiss),
}


def _drawn(profile: Profile, keys: list[str]) -> dict[str, str]:
    """Return the pictures by key; raises KeyError for an unknown one."""
    language = profile.settings.language
    return {key: profile.figures.draw(key, language) for key in keys}


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
