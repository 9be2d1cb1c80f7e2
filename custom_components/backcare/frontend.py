"""Brings the card to the dashboards, without a step by the user.

Where Home Assistant keeps the list of resources itself, the card is one of them: dashboards
load their resources when everything that a card needs is there. Where the user keeps that
list in YAML, the page loads the card as an extra module. That is not done everywhere,
because it is loaded at the same time as Home Assistant's own code.
"""

from asyncio import Lock
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from homeassistant.components.frontend import (
    DOMAIN as FRONTEND_DOMAIN,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.lovelace.const import CONF_RESOURCE_TYPE_WS, LOVELACE_DATA
from homeassistant.components.lovelace.resources import (
    ResourceStorageCollection,
    ResourceYAMLCollection,
)
from homeassistant.const import CONF_ID, CONF_TYPE, CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.loader import async_get_loaded_integration
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from .const import CARD_OUTDATED, DOMAIN, LOGGER
from .rights import async_profiles

FOLDER = Path(__file__).parent / "www"
FILE_NAME = "backcare-card.js"
_URL = f"/{DOMAIN}_static"
_MODULE = "module"


@dataclass(slots=True)
class _Card:
    """The built card, and the way in which dashboards get it."""

    url: str
    lock: Lock = field(default_factory=Lock)
    """For who changes the resources: they are loaded when they are first needed."""
    is_extra: bool = False
    """Loaded by the page, and not by its dashboard."""


_CARD: HassKey[_Card] = HassKey(f"{DOMAIN}_card")


async def async_serve_card(hass: HomeAssistant) -> None:
    """Serve the built card under an address that changes with its content."""
    try:
        content = await hass.async_add_executor_job((FOLDER / FILE_NAME).read_bytes)
    except OSError as err:
        LOGGER.error("The dashboard card is missing, install BackCare again: %s", err)
        return
    version = async_get_loaded_integration(hass, DOMAIN).version
    hass.data[_CARD] = _Card(card_url(str(version), content))
    await hass.http.async_register_static_paths(
        [StaticPathConfig(_URL, str(FOLDER), cache_headers=True)]
    )


def card_url(version: str, content: bytes) -> str:
    """Return the address of a built card."""
    digest = blake2b(content, digest_size=4).hexdigest()
    return f"{_URL}/{FILE_NAME}?v={version}-{digest}"


@callback
def async_offer_card(hass: HomeAssistant) -> None:
    """Let dashboards load the card, as soon as there are dashboards."""
    if _CARD in hass.data:
        async_when_setup(hass, FRONTEND_DOMAIN, _async_offer)


async def async_take_back_card(hass: HomeAssistant) -> None:
    """Let dashboards forget the card when nobody is left who could use it."""
    if (card := hass.data.get(_CARD)) is None or async_profiles(hass):
        return
    async with card.lock:
        if card.is_extra:
            card.is_extra = False
            remove_extra_js_url(hass, card.url)
            ir.async_delete_issue(hass, DOMAIN, CARD_OUTDATED)
        elif (dashboards := hass.data.get(LOVELACE_DATA)) and isinstance(
            resources := dashboards.resources, ResourceStorageCollection
        ):
            await resources.async_get_info()
            await _async_delete(resources, _ours(resources))


@callback
def async_card_diagnostics(hass: HomeAssistant) -> dict[str, Any]:
    """Return where the card is, and how dashboards get it."""
    card = hass.data.get(_CARD)
    dashboards = hass.data.get(LOVELACE_DATA)
    ours = _ours(dashboards.resources) if dashboards else []
    return {
        "url": card.url if card else None,
        "is_extra_module": bool(card and card.is_extra),
        "resource_mode": dashboards.resource_mode if dashboards else None,
        "resources": [resource[CONF_URL] for resource in ours],
    }


async def _async_offer(hass: HomeAssistant, _component: str) -> None:
    """Let dashboards load the card, if there still is somebody to use it."""
    card = hass.data[_CARD]
    resources = hass.data[LOVELACE_DATA].resources
    async with card.lock:
        if not async_profiles(hass):
            return
        if isinstance(resources, ResourceYAMLCollection):
            _offer_as_extra(hass, card, resources)
        else:
            await resources.async_get_info()  # Loads them.
            await _async_store(resources, card.url)


@callback
def _offer_as_extra(
    hass: HomeAssistant, card: _Card, resources: ResourceYAMLCollection
) -> None:
    """Let the page load the card; a line of the user that would load an old one is told."""
    if not card.is_extra:
        card.is_extra = True
        add_extra_js_url(hass, card.url)
    urls = [resource[CONF_URL] for resource in _ours(resources)]
    if set(urls) <= {card.url}:
        ir.async_delete_issue(hass, DOMAIN, CARD_OUTDATED)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        CARD_OUTDATED,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=CARD_OUTDATED,
        translation_placeholders={"url": ", ".join(urls)},
    )


async def _async_store(resources: ResourceStorageCollection, url: str) -> None:
    """Make the card one of the loaded resources: once, and in this version."""
    wanted = {CONF_RESOURCE_TYPE_WS: _MODULE, CONF_URL: url}
    if not (ours := _ours(resources)):
        await resources.async_create_item(wanted)
        return
    first, *others = ours
    if (first[CONF_TYPE], first[CONF_URL]) != (_MODULE, url):
        await resources.async_update_item(first[CONF_ID], wanted)
    await _async_delete(resources, others)


async def _async_delete(
    resources: ResourceStorageCollection, ours: Iterable[dict[str, Any]]
) -> None:
    """Delete resources."""
    for resource in ours:
        await resources.async_delete_item(resource[CONF_ID])


def _ours(
    resources: ResourceStorageCollection | ResourceYAMLCollection,
) -> list[dict[str, Any]]:
    """Return the loaded resources that are the card, wherever somebody put it."""
    return [
        resource
        for resource in resources.async_items()
        if _file_name(resource[CONF_URL]) == FILE_NAME
    ]


def _file_name(url: str) -> str:
    """Return the name of the file under an address; none for one that makes no sense."""
    try:
        return PurePosixPath(urlsplit(url).path).name
    except ValueError:
        return ""
