"""Tests of the dialogue about the history, and of the downloads."""

from datetime import timedelta
from io import BytesIO
import json
from pathlib import Path
import re
import tempfile
from typing import Any

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.const import Rating
from custom_components.backcare.export import as_json
from custom_components.backcare.profile import Profile
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from .common import ENTRY_ID, SessionClock, act, session_record, state
from .form_words import assert_readable

RECORD = session_record(ratings={Rating.EFFORT: 7})


@pytest.fixture
async def profile(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> Profile:
    """Return a person who trained once."""
    found: Profile = setup_backcare.runtime_data.profile
    found.add(RECORD)
    await hass.async_block_till_done()
    return found


async def choose(hass: HomeAssistant, *steps: str) -> ConfigFlowResult:
    """Go through the menus of the options."""
    result = await hass.config_entries.options.async_init(ENTRY_ID)
    for step in steps:
        result = await hass.config_entries.options.async_configure(
            result["flow_id"], {"next_step_id": step}
        )
        assert_readable(result)
    return result


async def fill_in(
    hass: HomeAssistant, form: ConfigFlowResult, **answers: Any
) -> ConfigFlowResult:
    """Send a form."""
    result = await hass.config_entries.options.async_configure(form["flow_id"], answers)
    await hass.async_block_till_done()
    assert_readable(result)
    return result


# Downloads


async def links(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> list[str]:
    """Return the addresses of the downloads, as a browser gets them."""
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    url = "/api/config/config_entries/options/flow"
    menu = await (await client.post(url, json={"handler": ENTRY_ID})).json()
    answer = await client.post(
        f"{url}/{menu['flow_id']}", json={"next_step_id": "history"}
    )
    placeholders = (await answer.json())["description_placeholders"]
    found = (
        re.search('href="([^"]+)"', placeholders[kind]) for kind in ("csv", "json")
    )
    return [link[1] for link in found if link]


async def test_download(
    hass: HomeAssistant,
    profile: Profile,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Each link of the dialogue is a file, without another login."""
    table, export = await links(hass, hass_client)
    client = await hass_client_no_auth()
    answer = await client.get(table)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="backcare-back_care-2026-11-02.csv"'
    )
    assert "Full core routine" in await answer.text()
    answer = await client.get(export)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    (session,) = (await answer.json())["sessions"]
    assert session["ratings"] == {"effort": 7}


async def test_a_link_ends(
    hass: HomeAssistant,
    profile: Profile,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """After a quarter of an hour."""
    link, _ = await links(hass, hass_client)
    client = await hass_client_no_auth()
    freezer.tick(timedelta(minutes=16))
    assert (await client.get(link)).status == 401
    assert (await client.get(link.partition("?")[0])).status == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ENTRY_ID}.csv", 200),
        (f"{ENTRY_ID}.json", 200),
        (f"{ENTRY_ID}.xls", 404),
        ("nobody.csv", 404),
    ],
)
async def test_download_when_logged_in(
    hass: HomeAssistant,
    profile: Profile,
    hass_client: ClientSessionGenerator,
    path: str,
    status: int,
) -> None:
    """Also without a link."""
    client: TestClient[Any, Any] = await hass_client()
    assert (await client.get(f"/api/backcare/history/{path}")).status == status


async def test_no_download_for_who_may_only_look(
    hass: HomeAssistant,
    profile: Profile,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    """A history tells how a back feels."""
    client = await hass_client(hass_read_only_access_token)
    answer = await client.get(f"/api/backcare/history/{ENTRY_ID}.csv")
    assert answer.status == 403
    assert "Full core" not in await answer.text()


async def test_no_download_of_who_is_not_loaded(
    hass: HomeAssistant, profile: Profile, hass_client: ClientSessionGenerator
) -> None:
    """The history is not read then."""
    client = await hass_client()
    await hass.config_entries.async_unload(ENTRY_ID)
    answer = await client.get(f"/api/backcare/history/{ENTRY_ID}.csv")
    assert answer.status == 404


# Import


@pytest.fixture(autouse=True)
def upload_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep uploads apart: a Home Assistant deletes the folder when it stops."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


async def upload(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, content: bytes
) -> str:
    """Upload a file and return its id."""
    assert await async_setup_component(hass, "file_upload", {})
    client = await hass_client()
    answer = await client.post("/api/file_upload", data={"file": BytesIO(content)})
    file_id: str = (await answer.json())["file_id"]
    return file_id


NEW = session_record(session_id="new", ended_at=RECORD.ended_at - timedelta(days=7))


async def test_import(
    hass: HomeAssistant, profile: Profile, hass_client: ClientSessionGenerator
) -> None:
    """What is there stays as it is; a running session goes on."""
    await act(hass, "start_routine")
    content = as_json(ENTRY_ID, "Back care", [NEW, session_record(level=1)])
    form = await choose(hass, "history", "import_history")
    result = await fill_in(hass, form, file=await upload(hass, hass_client, content))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "history_imported"
    assert result["description_placeholders"] == {"count": "1", "known": "1"}
    assert profile.sessions == [NEW, RECORD]
    assert state(hass, "sensor.total_minutes") == "63.17"
    assert state(hass, "sensor.session") == "active"


async def test_import_of_somebody_else(
    hass: HomeAssistant, profile: Profile, hass_client: ClientSessionGenerator
) -> None:
    """Only when the person says so."""
    content = as_json("other", "Lisa", [NEW])
    form = await choose(hass, "history", "import_history")
    result = await fill_in(hass, form, file=await upload(hass, hass_client, content))
    assert result["step_id"] == "import_other"
    assert result["description_placeholders"] == {
        "name": "Back care",
        "other": "Lisa",
        "count": "1",
    }
    result = await fill_in(hass, result, sure=False)
    assert result["errors"] == {"sure": "not_sure"}
    assert profile.sessions == [RECORD]
    result = await fill_in(hass, result, sure=True)
    assert result["reason"] == "history_imported"
    assert profile.sessions == [NEW, RECORD]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"no json", "not_an_export"),
        (
            json.dumps({"kind": "backcare_history", "version": 9}).encode(),
            "export_too_new",
        ),
        (b" " * 10_000_001, "export_too_large"),
        (as_json(ENTRY_ID, "", [NEW]).replace(b"finished", b"won"), "export_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
async def test_import_refused(
    hass: HomeAssistant,
    profile: Profile,
    hass_client: ClientSessionGenerator,
    content: bytes,
    error: str,
) -> None:
    """Nothing changes, and another file can be chosen."""
    form = await choose(hass, "history", "import_history")
    result = await fill_in(hass, form, file=await upload(hass, hass_client, content))
    assert result["errors"] == {"file": error}
    assert profile.sessions == [RECORD]
    content = as_json(ENTRY_ID, "Back care", [NEW])
    result = await fill_in(hass, result, file=await upload(hass, hass_client, content))
    assert result["reason"] == "history_imported"


async def test_import_of_a_file_that_is_gone(
    hass: HomeAssistant, profile: Profile
) -> None:
    """As after a restart."""
    form = await choose(hass, "history", "import_history")
    result = await fill_in(hass, form, file="0123456789abcdef0123456789abcdef")
    assert result["errors"] == {"file": "not_an_export"}


# Deleting


async def test_delete_ratings(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    profile: Profile,
) -> None:
    """The sessions stay; what was told of a running one is deleted too."""
    await act(hass, "start_routine", routine="seated_transversus")
    setup_backcare.runtime_data.running.ratings[Rating.PAIN_BEFORE] = 4
    await clock.elapse(60)
    form = await choose(hass, "history", "delete_ratings")
    result = await fill_in(hass, form, sure=False)
    assert result["errors"] == {"sure": "not_sure"}
    assert profile.sessions[0].ratings
    result = await fill_in(hass, result, sure=True)
    assert result["reason"] == "ratings_deleted"
    assert [session.ratings for session in profile.sessions] == [{}]
    kept = hass_storage[f"backcare.{ENTRY_ID}"]["data"]["running"]
    assert kept["ratings"] == {}
    await clock.elapse_to_end()
    assert [session.ratings for session in profile.sessions] == [{}, {}]


async def test_delete_history(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    profile: Profile,
) -> None:
    """From the disk too; a running session goes on, and is kept in the end."""
    await act(hass, "start_routine", routine="seated_transversus")
    form = await choose(hass, "history", "delete_history")
    result = await fill_in(hass, form, sure=False)
    assert result["errors"] == {"sure": "not_sure"}
    result = await fill_in(hass, result, sure=True)
    assert result["reason"] == "history_deleted"
    assert profile.sessions == []
    assert state(hass, "sensor.total_minutes") == "0.0"
    for ending in ("history", "history.copy"):
        file = hass_storage[f"backcare.{ENTRY_ID}.{ending}"]
        assert file["data"]["sessions"] == []
    await clock.elapse_to_end()
    assert len(profile.sessions) == 1


@pytest.mark.parametrize(
    "step", ["import_history", "import_other", "delete_ratings", "delete_history"]
)
async def test_unloaded_meanwhile(
    hass: HomeAssistant,
    profile: Profile,
    hass_client: ClientSessionGenerator,
    step: str,
) -> None:
    """There is nothing to change then."""
    if step == "import_other":
        form = await choose(hass, "history", "import_history")
        content = as_json("other", "Lisa", [NEW])
        form = await fill_in(hass, form, file=await upload(hass, hass_client, content))
    else:
        form = await choose(hass, "history", step)
    await hass.config_entries.async_unload(ENTRY_ID)
    answers = {"file": "0" * 32} if step == "import_history" else {"sure": True}
    result = await fill_in(hass, form, **answers)
    assert result["reason"] == "entry_not_loaded"
    assert profile.sessions == [RECORD]


async def test_menu_without_a_loaded_entry(
    hass: HomeAssistant, profile: Profile
) -> None:
    """The dialogue says so."""
    await hass.config_entries.async_unload(ENTRY_ID)
    assert (await choose(hass, "history"))["reason"] == "entry_not_loaded"
