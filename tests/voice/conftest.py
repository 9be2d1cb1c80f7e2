"""Fixtures of the tests of what is said."""

from collections.abc import AsyncGenerator

import pytest

from homeassistant.components.assist_satellite.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.conftest import SetUp
from tests.cues.common import Time
from tests.cues.home import Home
from tests.cues.test_satellites import choose

from .gym import Gym, Satellite, person


@pytest.fixture
async def satellite(hass: HomeAssistant, home: Home) -> Satellite:
    """Put a satellite into the home, with an assistant that speaks English."""
    hass.config.internal_url = "http://home.local:8123"
    for component in ("homeassistant", "media_source", "assist_satellite"):
        assert await async_setup_component(hass, component, {})
    satellite = Satellite()
    await hass.data[DATA_COMPONENT].async_add_entities([satellite])
    await choose(hass)
    return satellite


@pytest.fixture
async def gym(
    hass: HomeAssistant, time: Time, satellite: Satellite, set_up: SetUp
) -> AsyncGenerator[Gym]:
    """Return a gym in which English is spoken."""
    entry = await set_up(person(satellite.entity_id))
    yield Gym(hass, time, satellite, entry)
    # Home Assistant waits for what a satellite is saying, and the time stands still.
    await time.elapse(60)
