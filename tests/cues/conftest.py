"""What the tests of the outputs share."""

import asyncio
from functools import partial
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.catalogue import Catalogue, load_catalogue
from custom_components.backcare.const import DOMAIN
from homeassistant.components.tts import TextToSpeechEntity, TtsAudioType, Voice
from homeassistant.components.tts.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .common import Home, Scene, Scenes, Time

SILENCE = (bytes.fromhex("fff314c0") + bytes(20)) * 20
"""Frames of an MP3 file with nothing in them."""


class Engine(TextToSpeechEntity):
    """An engine that speaks English and Dutch, and has voices for Dutch."""

    _attr_name = "Engine"
    _attr_default_language = "en_US"
    _attr_supported_languages = ["de_DE", "en_US", "nl_BE", "nl_NL"]  # noqa: RUF012
    _attr_supported_options = ["voice"]  # noqa: RUF012

    def __init__(self) -> None:
        """Remember what was asked for."""
        self.asked: list[str] = []
        self.error: Exception | None = None
        self.is_ready = asyncio.Event()
        self.is_ready.set()

    def async_get_supported_voices(self, language: str) -> list[Voice] | None:
        """Return the voices of a language."""
        voices = {
            "nl_NL": [Voice("nl_NL-mls", "mls"), Voice("nl_NL-ronnie", "ronnie")],
            "en_US": [Voice("en_US-amy", "amy")],
        }
        return voices.get(language)

    async def async_get_tts_audio(
        self, message: str, language: str, options: dict[str, str]
    ) -> TtsAudioType:
        """Return silence."""
        self.asked.append(message)
        await self.is_ready.wait()
        if self.error:
            raise self.error
        return "mp3", SILENCE


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
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def engine(hass: HomeAssistant, tmp_path: Path) -> str:
    """Set up a speech engine, and return its entity id."""
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, "tts", {})
    await hass.data[DATA_COMPONENT].async_add_entities([engine := Engine()])
    return engine.entity_id


@pytest.fixture
async def home(
    hass: HomeAssistant, entry: MockConfigEntry, time: Time, engine: str
) -> Home:
    """Return a home with speakers and a speech engine."""
    return Home(hass, entry, time)


@pytest.fixture
def scenes(
    hass: HomeAssistant, entry: MockConfigEntry, catalogue: Catalogue, time: Time
) -> Scenes:
    """Return what makes a session with outputs."""
    return partial(Scene, hass, entry, catalogue=catalogue, time=time)
