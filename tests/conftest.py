"""What the tests of the integration share."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from pathlib import Path
from typing import Any
from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

# Before the test kit's own folder with the name custom_components.
import custom_components.backcare  # noqa: F401
from homeassistant.components.light import ColorMode
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .common import SESSION_ID, SessionClock, build_entry
from .cues.common import OTHER_SPEAKER, Lamp, Time, async_add_lamps
from .cues.home import Engine, Home, InlineExecutor

type SetUp = Callable[[MockConfigEntry], Coroutine[Any, Any, MockConfigEntry]]

NOW = "2026-11-02T18:00:00+00:00"
"""A Monday evening."""

MUSIC = {
    "media_content_id": "http://radio/jazz",
    "media_content_type": "music",
    "volume_level": 0.8,
}
"""What plays in the gym before a session."""

WARM = {"brightness": 93, "hs_color": (211.3, 37.7)}
"""How the lamp at the mat is before a session."""


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant load BackCare, in the tests that have one."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def frozen(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Stop the clock on a Monday evening."""
    freezer.move_to(NOW)
    return freezer


@pytest.fixture
def clock(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> SessionClock:
    """Return a clock that walks through a session."""
    return SessionClock(hass, frozen)


@pytest.fixture
def session_id() -> Generator[str]:
    """Give every session the same id."""
    with patch("homeassistant.util.ulid.ulid_now", return_value=SESSION_ID):
        yield SESSION_ID


@pytest.fixture
def all_entities_enabled() -> Generator[None]:
    """Enable the entities that are disabled by default, too; ask for it first."""
    with patch(
        "homeassistant.helpers.entity.Entity.entity_registry_enabled_default",
        PropertyMock(return_value=True),
    ):
        yield


@pytest.fixture
def config_entry() -> MockConfigEntry:
    """Return the entry of a person at level 5 who passed the safety check."""
    return build_entry()


@pytest.fixture
def set_up(hass: HomeAssistant) -> SetUp:
    """Return what sets up an entry."""

    async def set_up(entry: MockConfigEntry) -> MockConfigEntry:
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        return entry

    return set_up


@pytest.fixture
async def setup_backcare(
    hass: HomeAssistant,
    clock: SessionClock,
    session_id: str,
    config_entry: MockConfigEntry,
    set_up: SetUp,
) -> MockConfigEntry:
    """Set up BackCare for one person."""
    return await set_up(config_entry)


@pytest.fixture
def time(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> Time:
    """Return the time, which stands still until it is told to pass."""
    return Time(hass, frozen)


@pytest.fixture
async def home(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    time: Time,
    tmp_path: Path,
) -> AsyncGenerator[Home]:
    """Return a home with a speech engine, and music in the gym."""
    hass.config.config_dir = str(tmp_path)
    with pytest.MonkeyPatch.context() as threads:
        threads.setattr(hass.loop, "_default_executor", InlineExecutor())
        # Media players first: the speakers of the home take the place of their actions.
        for component in ("media_player", "tts"):
            assert await async_setup_component(hass, component, {})
        await hass.data[DATA_COMPONENT].async_add_entities([engine := Engine()])
        home = Home(hass, config_entry, time, engine)
        home.change(OTHER_SPEAKER, "playing", **MUSIC)
        yield home


@pytest.fixture
async def lamp(hass: HomeAssistant) -> Lamp:
    """Put a warm lamp into the home."""
    lamp = Lamp("mat", ColorMode.HS, **WARM)
    await async_add_lamps(hass, lamp)
    return lamp
