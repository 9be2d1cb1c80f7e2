"""Tests that the one-sided add-on is locked everywhere (``domain.md`` 5.4)."""

from collections.abc import Callable, Coroutine
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from .common import ENTRY_ID, act, build_entry, session_routine, state
from .conftest import SetUp

type Way = Callable[[HomeAssistant], Coroutine[Any, Any, str]]
"""Asks for the add-on and returns what is answered."""

ADD_ON = "asymmetric_addon"
NAME = "One-sided back add-on"
CONFIRMED = {"behaviour": {"add_on_confirmed": True}}
COACH = "media_player.back_care_coach"


@pytest.fixture(autouse=True)
async def assistants(hass: HomeAssistant) -> None:
    """Provide what people and language models talk to."""
    for component in ("homeassistant", "conversation", "llm"):
        assert await async_setup_component(hass, component, {})


async def call(hass: HomeAssistant, action: str, **fields: Any) -> str:
    """Return what an action answers, or why it refuses."""
    domain, name = action.split(".")
    try:
        await hass.services.async_call(domain, name, fields, blocking=True)
    except ServiceValidationError as err:
        return str(err.translation_key)
    return ""


async def by_action(hass: HomeAssistant) -> str:
    """Start it."""
    return await call(hass, "backcare.start_routine", routine=ADD_ON)


async def by_source(hass: HomeAssistant) -> str:
    """Choose it on the coach and start."""
    if said := await call(
        hass, "media_player.select_source", entity_id=COACH, source=NAME
    ):
        return said
    return await call(hass, "button.press", entity_id="button.back_care_start")


async def by_media(hass: HomeAssistant) -> str:
    """Play it on the coach."""
    return await call(
        hass,
        "media_player.play_media",
        entity_id=COACH,
        media_content_type="routine",
        media_content_id=ADD_ON,
    )


async def by_voice(hass: HomeAssistant) -> str:
    """Ask for it."""
    answer = await hass.services.async_call(
        "conversation",
        "process",
        {"text": "Start the one sided add-on", "language": "en"},
        blocking=True,
        return_response=True,
    )
    assert answer
    return json.dumps(answer["response"])


async def by_model(hass: HomeAssistant) -> str:
    """Let a language model start it."""
    context = llm.LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant="conversation",
        device_id=None,
    )
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, context)
    result = await api.async_call_tool(
        llm.ToolInput(
            tool_name="backcare__start_routine", tool_args={"routine": ADD_ON}
        )
    )
    return json.dumps(result.data, default=str)


async def listed(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> dict[str, bool]:
    """Return where the add-on is among the routines."""
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "backcare/routines", "config_entry_id": ENTRY_ID}
    )
    card = (await client.receive_json())["result"]
    select = hass.states.get("select.back_care_routine")
    coach = hass.states.get(COACH)
    assert select
    assert coach
    return {
        "select": ADD_ON in select.attributes["options"],
        "coach": NAME in coach.attributes["source_list"],
        "card": ADD_ON in [routine["id"] for routine in card["routines"]],
        "action": NAME in json.dumps(await act(hass, "get_routines", response=True)),
    }


WAYS = [by_action, by_source, by_media, by_voice, by_model]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("options", "consulted"), [({}, True), (CONFIRMED, False), ({}, False)]
)
async def test_locked(
    hass: HomeAssistant,
    set_up: SetUp,
    way: Way,
    options: dict[str, Any],
    consulted: bool,
) -> None:
    """Without a physiotherapist's word, or a talk at all, nobody starts it."""
    await set_up(build_entry(options=options, safety={"consulted": consulted}))
    said = await way(hass)
    await hass.async_block_till_done()
    assert "locked" in said or "physiotherapist" in said or "unknown_routine" in said
    assert state(hass, "sensor.session") == "idle"


@pytest.mark.parametrize("way", WAYS)
async def test_unlocked(hass: HomeAssistant, set_up: SetUp, way: Way) -> None:
    """Who was told to do it can start it in every way."""
    await set_up(build_entry(options=CONFIRMED))
    await way(hass)
    await hass.async_block_till_done()
    assert session_routine(hass) == ADD_ON


@pytest.mark.parametrize("is_confirmed", [False, True])
async def test_listed(
    hass: HomeAssistant,
    set_up: SetUp,
    hass_ws_client: WebSocketGenerator,
    is_confirmed: bool,
) -> None:
    """It is hidden until it is unlocked, and hidden again afterwards."""
    entry = await set_up(build_entry(options=CONFIRMED if is_confirmed else {}))
    assert set((await listed(hass, hass_ws_client)).values()) == {is_confirmed}
    hass.config_entries.async_update_entry(
        entry, options={} if is_confirmed else CONFIRMED
    )
    await hass.async_block_till_done()
    assert set((await listed(hass, hass_ws_client)).values()) == {not is_confirmed}


async def test_a_gentler_choice_is_told(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Who may not do it hears of the bird dog with the leg only, and can do that."""
    with pytest.raises(ServiceValidationError, match="bird dog with the leg only"):
        await act(hass, "start_routine", routine=ADD_ON)
    profile = setup_backcare.runtime_data.profile
    assert "bird_dog_leg" in profile.catalogue.exercises["bird_dog"].variants
