"""Tests of how the card comes to the dashboards, and goes."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.backcare import frontend
from custom_components.backcare.const import CARD_OUTDATED, DOMAIN
from custom_components.backcare.frontend import async_card_diagnostics
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .common import ENTRY_ID, build_entry
from .conftest import SetUp

PATH = "/backcare_static/backcare-card.js"
OTHER = {"id": "other", "type": "module", "url": "/local/other-card.js"}
STORE = "lovelace_resources"


async def set_up_dashboards(hass: HomeAssistant, **options: Any) -> None:
    """Set up the dashboards, and the pages that show them."""
    assert await async_setup_component(hass, "frontend", {"lovelace": options})
    await hass.async_block_till_done()


async def set_up_yaml(hass: HomeAssistant, *urls: str) -> None:
    """Set up dashboards whose resources the user keeps in YAML."""
    await set_up_dashboards(
        hass,
        resource_mode="yaml",
        resources=[{"type": "module", "url": url} for url in urls],
    )


def keep(hass_storage: dict[str, Any], *resources: dict[str, str]) -> None:
    """Let dashboards have resources from before."""
    hass_storage[STORE] = {
        "version": 1,
        "minor_version": 1,
        "key": STORE,
        "data": {"items": list(resources)},
    }


async def listed(hass_ws_client: WebSocketGenerator) -> list[dict[str, str]]:
    """Return the resources that a browser is told of."""
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "lovelace/resources"})
    found: list[dict[str, str]] = (await client.receive_json())["result"]
    return found


def url_of(hass: HomeAssistant) -> str:
    """Return the address of the card."""
    url: str = async_card_diagnostics(hass)["url"]
    return url


def extra_modules(hass: HomeAssistant) -> frozenset[str]:
    """Return what the page loads."""
    return hass.data[DATA_EXTRA_MODULE_URL].urls


# The file


async def test_the_card_is_served(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Under an address of its version, so that browsers may keep it."""
    url = url_of(hass)
    assert url.startswith(f"{PATH}?v=")
    client = await hass_client_no_auth()
    answer = await client.get(url)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "text/javascript"
    assert "max-age" in answer.headers["Cache-Control"]
    assert await answer.read() == (frontend.FOLDER / frontend.FILE_NAME).read_bytes()


@pytest.mark.parametrize(
    "path", ["", "manifest.json", "../manifest.json", "%2e%2e/manifest.json"]
)
@pytest.mark.usefixtures("setup_backcare")
async def test_nothing_else_is_served(
    hass_client_no_auth: ClientSessionGenerator, path: str
) -> None:
    """Only what was built."""
    client = await hass_client_no_auth()
    answer = await client.get(f"/backcare_static/{path}")
    assert answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


def test_only_built_files_are_in_the_folder() -> None:
    """All of it is served."""
    assert [path.name for path in frontend.FOLDER.iterdir()] == [frontend.FILE_NAME]


def test_another_card_is_another_address() -> None:
    """Another version is, and another content of the same version."""
    cards = (("1.0.0", b"old"), ("1.0.0", b"new"), ("1.0.1", b"new"))
    assert len({frontend.card_url(*card) for card in cards}) == 3
    assert frontend.card_url(*cards[0]) == frontend.card_url(*cards[0])


async def test_a_missing_file_stops_nothing(
    hass: HomeAssistant,
    set_up: SetUp,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person can train without a card; it is told once."""
    monkeypatch.setattr(frontend, "FOLDER", tmp_path)
    await set_up_dashboards(hass)
    await set_up(config_entry)
    assert config_entry.state is ConfigEntryState.LOADED
    assert await listed(hass_ws_client) == []
    assert await hass.config_entries.async_remove(ENTRY_ID)
    assert caplog.text.count("The dashboard card is missing") == 1


# Resources that Home Assistant keeps


async def test_it_comes_and_goes_by_itself(
    hass: HomeAssistant,
    set_up: SetUp,
    hass_storage: dict[str, Any],
    hass_ws_client: WebSocketGenerator,
) -> None:
    """With the first person, until the last one."""
    keep(hass_storage, OTHER)
    await set_up_dashboards(hass)
    await set_up(build_entry())
    await set_up(build_entry(title="Anna", entry_id="anna"))
    other, card = await listed(hass_ws_client)
    assert other == OTHER
    assert (card["type"], card["url"]) == ("module", url_of(hass))

    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.config_entries.async_remove(ENTRY_ID)
    assert await listed(hass_ws_client) == [OTHER, card]
    await hass.config_entries.async_remove("anna")
    assert await listed(hass_ws_client) == [OTHER]


async def test_two_people_at_once(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """As when Home Assistant starts: they make one resource."""
    for entry_id in ("anna", "mark"):
        build_entry(title=entry_id, entry_id=entry_id).add_to_hass(hass)
    assert await async_setup_component(hass, DOMAIN, {})
    await set_up_dashboards(hass)
    assert len(await listed(hass_ws_client)) == 1


@pytest.mark.parametrize(
    "old",
    [
        {"type": "module", "url": f"{PATH}?v=0.0.1-00000000"},
        {"type": "module", "url": PATH},
        {"type": "js", "url": PATH},
        {"type": "module", "url": f"http://homeassistant.local:8123{PATH}#x"},
        {"type": "module", "url": "/local/backcare-card.js?hacstag=1"},
    ],
)
async def test_an_update_changes_the_resource(
    hass: HomeAssistant,
    set_up: SetUp,
    hass_storage: dict[str, Any],
    hass_ws_client: WebSocketGenerator,
    old: dict[str, str],
) -> None:
    """There is still one, however often the old one was there and whoever put it."""
    keep(
        hass_storage,
        {"id": "first", **old},
        OTHER,
        {"id": "second", **old},
        {"id": "broken", "type": "module", "url": "http://[backcare-card.js"},
    )
    await set_up_dashboards(hass)
    await set_up(build_entry())
    card, *others = await listed(hass_ws_client)
    assert card == {"id": "first", "type": "module", "url": url_of(hass)}
    assert [resource["id"] for resource in others] == ["other", "broken"]


async def test_a_resource_that_somebody_deleted_comes_back(
    hass: HomeAssistant, set_up: SetUp, hass_ws_client: WebSocketGenerator
) -> None:
    """With the next start."""
    await set_up_dashboards(hass)
    await set_up(build_entry())
    (card,) = await listed(hass_ws_client)
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {"type": "lovelace/resources/delete", "resource_id": card["id"]}
    )
    assert (await client.receive_json())["success"]
    assert await listed(hass_ws_client) == []
    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.async_block_till_done()
    assert len(await listed(hass_ws_client)) == 1


async def test_the_last_person_is_disabled(
    hass: HomeAssistant, set_up: SetUp, hass_ws_client: WebSocketGenerator
) -> None:
    """After the next start nobody would serve the card."""
    await set_up_dashboards(hass)
    await set_up(build_entry())
    await hass.config_entries.async_set_disabled_by(ENTRY_ID, ConfigEntryDisabler.USER)
    assert await listed(hass_ws_client) == []
    await hass.config_entries.async_set_disabled_by(ENTRY_ID, None)
    await hass.async_block_till_done()
    assert len(await listed(hass_ws_client)) == 1


# Resources that the user keeps


async def test_yaml(
    hass: HomeAssistant,
    set_up: SetUp,
    hass_ws_client: WebSocketGenerator,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The page loads the card, and the user has nothing to do."""
    await set_up_yaml(hass, "/local/other-card.js")
    await set_up(build_entry())
    await set_up(build_entry(title="Anna", entry_id="anna"))
    assert extra_modules(hass) == {url_of(hass)}
    assert [item["url"] for item in await listed(hass_ws_client)] == [OTHER["url"]]
    assert (DOMAIN, CARD_OUTDATED) not in issue_registry.issues

    await hass.config_entries.async_remove(ENTRY_ID)
    assert extra_modules(hass) == {url_of(hass)}
    await hass.config_entries.async_remove("anna")
    assert extra_modules(hass) == frozenset()


@pytest.mark.parametrize("url", [PATH, f"{PATH}?v=0.0.1", "/local/backcare-card.js"])
async def test_a_line_in_yaml_that_gets_old_is_told(
    hass: HomeAssistant, set_up: SetUp, issue_registry: ir.IssueRegistry, url: str
) -> None:
    """Browsers would keep the card of today for a month."""
    await set_up_yaml(hass, url)
    await set_up(build_entry())
    issue = issue_registry.async_get_issue(DOMAIN, CARD_OUTDATED)
    assert issue
    assert issue.translation_placeholders == {"url": url}
    assert extra_modules(hass) == {url_of(hass)}
    await hass.config_entries.async_remove(ENTRY_ID)
    assert not issue_registry.async_get_issue(DOMAIN, CARD_OUTDATED)


async def test_a_line_in_yaml_that_is_right_needs_no_repair(
    hass: HomeAssistant,
    set_up: SetUp,
    config_entry: MockConfigEntry,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A browser loads the same address once."""
    await set_up(config_entry)
    await set_up_yaml(hass, url_of(hass))
    assert not issue_registry.async_get_issue(DOMAIN, CARD_OUTDATED)


# Homes without dashboards, and dashboards that come late


async def test_dashboards_come_late(
    hass: HomeAssistant, set_up: SetUp, hass_ws_client: WebSocketGenerator
) -> None:
    """The card waits for them."""
    await set_up(build_entry())
    await set_up_dashboards(hass)
    assert len(await listed(hass_ws_client)) == 1


async def test_dashboards_come_too_late(
    hass: HomeAssistant, set_up: SetUp, hass_ws_client: WebSocketGenerator
) -> None:
    """Nobody is left who could use the card."""
    await set_up(build_entry())
    await hass.config_entries.async_remove(ENTRY_ID)
    await set_up_dashboards(hass)
    assert await listed(hass_ws_client) == []


async def test_dashboards_in_yaml_come_late(hass: HomeAssistant, set_up: SetUp) -> None:
    """The pages that show them come even later."""
    await set_up(build_entry())
    await set_up_yaml(hass)
    assert extra_modules(hass) == {url_of(hass)}


# Diagnostics


async def test_diagnostics_of_the_card(hass: HomeAssistant, set_up: SetUp) -> None:
    """They tell how dashboards get it."""
    await set_up(build_entry())
    url = url_of(hass)
    told = {"url": url, "is_extra_module": False}
    assert async_card_diagnostics(hass) == {
        **told,
        "resource_mode": None,
        "resources": [],
    }
    await set_up_dashboards(hass)
    assert async_card_diagnostics(hass) == {
        **told,
        "resource_mode": "storage",
        "resources": [url],
    }


async def test_diagnostics_of_the_card_in_yaml(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """Lines of the user are told too."""
    await set_up_yaml(hass, PATH, "/local/other-card.js")
    await set_up(build_entry())
    assert async_card_diagnostics(hass) == {
        "url": url_of(hass),
        "is_extra_module": True,
        "resource_mode": "yaml",
        "resources": [PATH],
    }
