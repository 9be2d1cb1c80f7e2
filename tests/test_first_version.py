"""Test that what the first version wrote still loads: its real files, of a power cut."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, state
from .conftest import SetUp

FILES = Path(__file__).parent / "fixtures" / "first_version"
KEPT = ("title", "data", "options", "entry_id", "unique_id", "version", "minor_version")


def read(name: str) -> dict[str, Any]:
    """Return what is in a file of the first version."""
    content: dict[str, Any] = json.loads((FILES / f"{name}.json").read_text())
    return content


def entry_of(**changes: Any) -> MockConfigEntry:
    """Return the person as the first version kept them."""
    stored = read("entry")
    kept = {key: stored[key] for key in KEPT}
    return MockConfigEntry(
        domain=DOMAIN, subentries_data=stored["subentries"], **(kept | changes)
    )


@pytest.fixture
async def person(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    clock: SessionClock,
    freezer: FrozenDateTimeFactory,
    set_up: SetUp,
) -> MockConfigEntry:
    """Set up the person ten minutes after the power cut."""
    store = read("store")
    saved_at = dt_util.parse_datetime(store["data"]["running"]["saved_at"])
    assert saved_at
    freezer.move_to(saved_at + timedelta(minutes=10))
    hass_storage[store["key"]] = store
    return await set_up(entry_of())


async def test_all_of_it_is_there(hass: HomeAssistant, person: MockConfigEntry) -> None:
    """The answers, the options, the history and the routine of their own."""
    profile = person.runtime_data.profile
    settings = profile.settings
    assert settings.safety_confirmed
    assert settings.language == "nl"
    assert settings.speakers == ("media_player.demo_speaker",)
    assert settings.resume_limit_minutes == 45
    assert (settings.warm_up, settings.rest_seconds) == (True, 30)
    assert settings.add_on_confirmed
    assert profile.level == 1
    (session,) = profile.sessions
    assert (session.routine_id, session.active_seconds) == ("seated_transversus", 5.018)
    answer = await act(hass, "get_routines", response=True)
    assert "Short planks" in [routine["name"] for routine in answer["routines"]]


async def test_its_session_goes_on(
    hass: HomeAssistant, person: MockConfigEntry, clock: SessionClock
) -> None:
    """It waits where the power was cut, and is finished."""
    assert state(hass, "sensor.session") == "paused"
    assert state(hass, "sensor.phase") == "hold"
    assert state(hass, "sensor.exercise") == "plank"
    await act(hass, "resume_session")
    await clock.elapse(120)
    assert state(hass, "sensor.session") == "idle"
    assert [
        session.routine_name for session in person.runtime_data.profile.sessions
    ] == [
        "Buikspier op de stoel",
        "Short planks",
    ]


async def test_an_entry_of_a_newer_version_is_left_alone(hass: HomeAssistant) -> None:
    """After a downgrade Home Assistant says so, and nothing of it is lost."""
    entry = entry_of(version=2)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.MIGRATION_ERROR
    assert entry.data == read("entry")["data"]
    assert entry.options == read("entry")["options"]


async def test_an_entry_of_a_newer_minor_version_is_taken_up(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """What is new in it does no harm, and is kept."""
    entry = await set_up(entry_of(minor_version=2, options={"novelty": True}))
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.minor_version, entry.options) == (2, {"novelty": True})
