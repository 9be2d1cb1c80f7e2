"""What the tests of the outputs share."""

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.catalogue import Catalogue, load_catalogue
from custom_components.backcare.const import DOMAIN
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .common import Scene, Scenes, Time
from .home import Engine, Home, InlineExecutor


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue."""
    return load_catalogue()


@pytest.fixture
def time(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> Time:
    """Return the time, which stands still until it is told to pass."""
    return Time(hass, frozen)


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return an entry that owns the tasks of the outputs."""
    entry = MockConfigEntry(domain=DOMAIN, title="Sam")
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def engine(hass: HomeAssistant, tmp_path: Path) -> AsyncGenerator[Engine]:
    """Set up a speech engine, and return it."""
    executor = hass.loop._default_executor
    hass.loop._default_executor = InlineExecutor()
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, "tts", {})
    await hass.data[DATA_COMPONENT].async_add_entities([engine := Engine()])
    yield engine
    hass.loop._default_executor = executor


@pytest.fixture
async def home(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, engine: Engine
) -> Home:
    """Return a home with speakers and a speech engine."""
    return Home(hass, entry, time, engine)


@pytest.fixture
def scenes(
    hass: HomeAssistant, entry: MockConfigEntry, catalogue: Catalogue, time: Time
) -> Scenes:
    """Return what makes a session with outputs."""
    return partial(Scene, hass, entry, catalogue=catalogue, time=time)
