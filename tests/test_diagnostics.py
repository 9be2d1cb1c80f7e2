"""Tests of the diagnostics."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.const import Conf
from custom_components.backcare.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import ExtendedJSONEncoder

from .common import SessionClock, act, build_entry, own_routine
from .conftest import SetUp
from .cues.common import OTHER_SPEAKER, Time
from .cues.home import Home


async def download(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    """Return the diagnostics as they are downloaded."""
    diagnostics = await async_get_config_entry_diagnostics(hass, entry)
    downloaded: dict[str, Any] = json.loads(
        json.dumps(diagnostics, cls=ExtendedJSONEncoder)
    )
    return downloaded


async def test_diagnostics(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """Diagnostics tell what BackCare does, and only how many sessions there were."""
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse_to_end()
    await act(hass, "start_routine")
    await act(hass, "stop_session", reason="pain")
    await act(hass, "start_routine")
    await clock.elapse(15)

    diagnostics = await download(hass, setup_backcare)
    # The rest differs between versions of Home Assistant.
    entry = diagnostics["entry"]
    diagnostics["entry"] = {key: entry[key] for key in ("data", "options", "title")}
    diagnostics["snapshot"]["phase"].pop("cues")
    assert diagnostics.pop("card")["url"]
    assert diagnostics == snapshot


@pytest.mark.usefixtures("session_id")
async def test_no_names_and_no_health(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
) -> None:
    """Diagnostics don't tell who it is, nor what is wrong with them."""
    entry = await set_up(
        build_entry(title="Jan Jansen", subentries=[own_routine("Jan's morning")])
    )
    await act(hass, "start_routine", routine="Jan's morning")
    await clock.elapse(20)
    await act(hass, "stop_session", reason="pain")

    text = json.dumps(await download(hass, entry))
    for private in ("Jan", "pain", "from_120", "2026-11-01T09:00"):
        assert private not in text


async def test_nothing_of_what_somebody_listens_to(
    hass: HomeAssistant, home: Home, time: Time, set_up: SetUp
) -> None:
    """Diagnostics don't tell what played before the session."""
    entry = await set_up(
        build_entry(options={Conf.SPEECH: {Conf.SPEAKERS: [OTHER_SPEAKER]}})
    )
    await act(hass, "start_routine")
    await time.elapse(30)
    assert "http://radio/jazz" in str(entry.runtime_data._store.content.before)
    assert "radio" not in json.dumps(await download(hass, entry))
