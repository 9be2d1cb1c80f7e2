"""Notifications: on phones with buttons, elsewhere the words alone."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import LOGGER

_NOTIFY = "notify"
_PHONES = f"{_NOTIFY}.mobile_app_"
"""How the actions begin that know buttons, and that take a notification back."""

_ACTIONS = {"notify", "persistent_notification", "send_message"}
"""Those that are nobody's in particular."""

_PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a person is told."""

    tag: str
    """A newer notice with the same tag takes its place."""
    title: str
    message: str
    buttons: Mapping[str, str] = field(default_factory=dict)
    """What is on them, by the action that they send."""
    text_buttons: Mapping[str, str] = field(default_factory=dict)
    """Those with which an answer is typed."""


@callback
def async_send(
    hass: HomeAssistant, entry: ConfigEntry[Any], targets: Iterable[str], notice: Notice
) -> None:
    """Send a notice, beside the clock; a target that fails is left out."""
    actions = [
        *(
            {
                "action": action,
                "title": title,
                "behavior": "textInput",
                "textInputButtonTitle": title,
            }
            for action, title in notice.text_buttons.items()
        ),
        *(
            {"action": action, "title": title}
            for action, title in notice.buttons.items()
        ),
    ]
    for target in targets:
        fields: dict[str, Any] = {"message": notice.message, "title": notice.title}
        if is_phone(target):
            fields["data"] = {"tag": notice.tag, "actions": actions}
        _start(hass, entry, target, fields)


@callback
def async_clear(
    hass: HomeAssistant, entry: ConfigEntry[Any], targets: Iterable[str], tag: str
) -> None:
    """Take a notice back from where that can be done."""
    for target in targets:
        if is_phone(target):
            fields = {"message": "clear_notification", "data": {"tag": tag}}
            _start(hass, entry, target, fields)


def is_phone(target: str) -> bool:
    """Return if a target shows buttons, so that it can be answered there."""
    return target.startswith(_PHONES)


@callback
def async_targets(hass: HomeAssistant) -> list[str]:
    """Return where notices can be sent to."""
    actions = hass.services.async_services_for_domain(_NOTIFY).keys() - _ACTIONS
    registry = er.async_get(hass)
    return sorted(
        {
            *(f"{_NOTIFY}.{action}" for action in actions),
            # A phone is there already, with its buttons.
            *(
                entity_id
                for entity_id in hass.states.async_entity_ids(_NOTIFY)
                if not (entity := registry.async_get(entity_id))
                or entity.platform != "mobile_app"
            ),
        }
    )


def _start(
    hass: HomeAssistant, entry: ConfigEntry[Any], target: str, fields: dict[str, Any]
) -> None:
    """Send something to a target, in a task of its own."""
    entry.async_create_background_task(
        hass, _async_send(hass, target, fields), "backcare notice"
    )


async def _async_send(hass: HomeAssistant, target: str, fields: dict[str, Any]) -> None:
    """Send something to an action of the domain notify, or to an entity of it."""
    domain, _, name = target.partition(".")
    if not hass.services.has_service(domain, name):
        name, fields = "send_message", {**fields, "entity_id": target}
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await hass.services.async_call(domain, name, fields, blocking=True)
    except Exception as err:  # noqa: BLE001  # of another integration
        LOGGER.warning("%s can't be notified: %r", target, err)
