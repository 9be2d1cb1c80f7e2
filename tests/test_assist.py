"""Tests of the session as a switch that Assist turns on and off with its own sentences."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.intent import IntentResponse, IntentResponseType
from homeassistant.setup import async_setup_component

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp


@pytest.fixture(autouse=True)
async def assist(hass: HomeAssistant, clock: SessionClock) -> None:
    """Set up Assist, before the entities that it is to be shown."""
    for domain in ("homeassistant", "conversation"):
        assert await async_setup_component(hass, domain, {})


async def say(hass: HomeAssistant, sentence: str, language: str) -> IntentResponse:
    """Say a sentence to the agent of the home, and return its answer."""
    result = await conversation.async_converse(
        hass, sentence, None, Context(), language, conversation.HOME_ASSISTANT_AGENT
    )
    await hass.async_block_till_done()
    return result.response


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize(
    ("language", "on", "off"),
    [
        ("en", "turn on Back care", "turn off Back care"),
        ("en", "turn back care on", "switch off the back care"),
        ("nl", "zet Back care aan", "zet Back care uit"),
        ("nl", "schakel back care in", "schakel back care uit"),
    ],
)
async def test_on_and_off(
    hass: HomeAssistant, language: str, on: str, off: str
) -> None:
    """The session goes on and off by the name of the profile."""
    for sentence, expected in ((on, "active"), (off, "idle")):
        response = await say(hass, sentence, language)
        assert response.response_type is IntentResponseType.ACTION_DONE
        assert state(hass, "sensor.session") == expected


async def test_what_is_exposed(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Only the session and the coach are exposed without being asked for."""
    entities = er.async_entries_for_config_entry(
        er.async_get(hass), setup_backcare.entry_id
    )
    exposed = [
        entity.entity_id
        for entity in entities
        if async_should_expose(hass, conversation.DOMAIN, entity.entity_id)
    ]
    assert sorted(exposed) == ["media_player.back_care_coach", "switch.back_care"]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("pause the gym", "resume the gym", "next in the gym")),
        (
            "en",
            (
                "pause Back care Coach",
                "resume Back care Coach",
                "next track on Back care Coach",
            ),
        ),
        ("nl", ("pauzeer de gym", "hervat de gym", "volgende nummer in de gym")),
    ],
)
async def test_the_coach_obeys_as_a_media_player(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    area_registry: ar.AreaRegistry,
    language: str,
    sentences: tuple[str, str, str],
) -> None:
    """What is said to the media players of a room counts for the session in it."""
    (device,) = dr.async_entries_for_config_entry(
        device_registry, setup_backcare.entry_id
    )
    gym = area_registry.async_create("Gym")
    device_registry.async_update_device(device.id, area_id=gym.id)
    await act(hass, "start_routine")
    for sentence, session, phase in zip(
        sentences,
        ("paused", "active", "active"),
        ("prepare", "prepare", "hold"),
        strict=True,
    ):
        response = await say(hass, sentence, language)
        assert response.response_type is IntentResponseType.ACTION_DONE, sentence
        assert state(hass, "sensor.session") == session
        assert state(hass, "sensor.phase") == phase


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "turn on Lisa"), ("nl", "zet Lisa aan")]
)
async def test_two_people(
    hass: HomeAssistant, set_up: SetUp, language: str, sentence: str
) -> None:
    """Each goes on by their own name."""
    await set_up(build_entry(title="Anna", entry_id="anna"))
    await set_up(build_entry(title="Lisa", entry_id="lisa"))
    await say(hass, sentence, language)
    assert hass.states.is_state("switch.lisa", "on")
    assert hass.states.is_state("switch.anna", "off")
