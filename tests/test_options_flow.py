"""Tests of the form of the options."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.config_flow import BackCareConfigFlow
from custom_components.backcare.engine.models import Side
from homeassistant.config_entries import OptionsFlowWithReload
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.setup import async_setup_component

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp

EMPTY: dict[str, Any] = {"speech": {}, "lights": {}, "behaviour": {}}
"""The form with nothing changed."""

DEFAULTS = {
    "speech": {"language": "en"},
    "lights": {},
    "behaviour": {
        "resume_limit_minutes": 30,
        "first_side": "left",
        "warm_up": False,
        "fill_to_goal": False,
        "add_on_confirmed": False,
        "add_on_side": "left",
    },
}

FULL = {
    "speech": {
        "speakers": ["media_player.kitchen"],
        "speech_engine": "tts.voice",
        "language": "nl",
    },
    "lights": {"lights": ["light.lamp"]},
    "behaviour": {
        "resume_limit_minutes": 0,
        "first_side": "right",
        "rest_seconds": 45,
        "warm_up": True,
        "fill_to_goal": True,
        "add_on_confirmed": True,
        "add_on_side": "right",
    },
}


@pytest.fixture(autouse=True)
def outputs(hass: HomeAssistant) -> None:
    """Provide a speaker, a voice and a light."""
    for entity_id in ("media_player.kitchen", "tts.voice", "light.lamp"):
        hass.states.async_set(entity_id, "idle")


async def open_options(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "init"
    assert not result["errors"]
    return result


async def fill_in(hass: HomeAssistant, result: Any, answers: dict[str, Any]) -> Any:
    """Return what comes after the form."""
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], answers
    )
    await hass.async_block_till_done()
    return result


def suggested(result: Any) -> dict[str, Any]:
    """Return what the form shows in its sections, defaults left out."""
    return {
        str(part): {
            str(key): key.description["suggested_value"]
            for key in section.schema.schema
            if key.description and "suggested_value" in key.description
        }
        for part, section in result["data_schema"].schema.items()
    }


def with_behaviour(**behaviour: Any) -> dict[str, Any]:
    """Return the form with some behaviour filled in."""
    return {**EMPTY, "behaviour": behaviour}


async def test_nothing_changed(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Without an answer the defaults are kept."""
    result = await open_options(hass, setup_backcare)
    result = await fill_in(hass, result, EMPTY)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == DEFAULTS


async def test_round_trip(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """What was saved is shown again, counts at once, and reloads nothing."""
    controller = setup_backcare.runtime_data
    await fill_in(hass, await open_options(hass, setup_backcare), FULL)
    assert setup_backcare.options == FULL
    assert setup_backcare.runtime_data is controller

    settings = controller.profile.settings
    assert settings.speakers == ("media_player.kitchen",)
    assert settings.speech_engine == "tts.voice"
    assert settings.language == "nl"
    assert settings.lights == ("light.lamp",)
    assert settings.resume_limit_minutes == 0
    assert settings.first_side is Side.RIGHT
    assert settings.add_on_side is Side.RIGHT
    assert settings.rest_seconds == 45
    assert settings.warm_up
    assert settings.fill_to_goal
    assert settings.add_on_confirmed

    result = await open_options(hass, setup_backcare)
    assert suggested(result) == FULL
    await fill_in(hass, result, EMPTY)
    assert setup_backcare.options == DEFAULTS
    assert setup_backcare.runtime_data is controller
    assert controller.profile.settings.rest_seconds is None


async def test_other_options_stay(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """What the form does not know is kept."""
    hass.config_entries.async_update_entry(setup_backcare, options={"later": {"a": 1}})
    await fill_in(hass, await open_options(hass, setup_backcare), EMPTY)
    assert setup_backcare.options == {**DEFAULTS, "later": {"a": 1}}


@pytest.mark.parametrize(
    ("part", "answers", "entity"),
    [
        ("speech", {"speakers": ["media_player.gone"]}, "media_player.gone"),
        ("speech", {"speech_engine": "light.lamp"}, "light.lamp"),
        ("lights", {"lights": ["light.lamp", "light.gone"]}, "light.gone"),
    ],
)
async def test_unusable_entity(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    part: str,
    answers: dict[str, Any],
    entity: str,
) -> None:
    """An entity that can't be used is named, and can be replaced."""
    result = await open_options(hass, setup_backcare)
    result = await fill_in(hass, result, {**EMPTY, part: answers})
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {part: "unusable_entity"}
    assert result["description_placeholders"] == {"entity": entity}
    assert answers.items() <= suggested(result)[part].items()
    assert setup_backcare.options == {}

    result = await fill_in(hass, result, FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == FULL


async def test_add_on_needs_advice(hass: HomeAssistant, set_up: SetUp) -> None:
    """Without a talk with a professional the add-on can't be unlocked."""
    entry = await set_up(build_entry(safety={"consulted": False}))
    result = await open_options(hass, entry)
    result = await fill_in(hass, result, with_behaviour(add_on_confirmed=True))
    assert result["errors"] == {"behaviour": "not_consulted"}
    assert entry.options == {}

    result = await fill_in(hass, result, with_behaviour(add_on_side="right"))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not entry.options["behaviour"]["add_on_confirmed"]


async def test_add_on_after_the_advice_was_withdrawn(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """The form shows the add-on as what it is: locked."""
    entry = await set_up(build_entry(safety={"consulted": False}, options=FULL))
    result = await open_options(hass, entry)
    shown = suggested(result)
    assert shown["behaviour"] == {**FULL["behaviour"], "add_on_confirmed": False}
    result = await fill_in(hass, result, shown)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "behaviour",
    [
        {"resume_limit_minutes": -1},
        {"resume_limit_minutes": 1441},
        {"resume_limit_minutes": "soon"},
        {"rest_seconds": 9},
        {"rest_seconds": 91},
        {"first_side": "both"},
        {"add_on_side": "up"},
        {"unheard_of": True},
    ],
)
async def test_out_of_range(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, behaviour: dict[str, Any]
) -> None:
    """What the form does not offer is refused, and the form stays usable."""
    result = await open_options(hass, setup_backcare)
    with pytest.raises(InvalidData):
        await fill_in(hass, result, with_behaviour(**behaviour))
    assert setup_backcare.options == {}

    result = await fill_in(
        hass, result, with_behaviour(resume_limit_minutes=1440, rest_seconds=10)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_change_during_a_session(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """A session goes on, as it was planned."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    await fill_in(hass, await open_options(hass, setup_backcare), FULL)
    assert state(hass, "sensor.phase") == "hold"
    await clock.elapse(60)
    assert state(hass, "sensor.phase") == "rest"
    await clock.elapse(20)
    assert state(hass, "sensor.phase") == "hold"


def test_reloads_nothing(config_entry: MockConfigEntry) -> None:
    """Home Assistant would reload the entry for another kind of flow."""
    flow = BackCareConfigFlow.async_get_options_flow(config_entry)
    assert not isinstance(flow, OptionsFlowWithReload)


async def test_over_http(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """A browser can draw the form."""
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    flows = "/api/config/config_entries/options/flow"
    response = await client.post(flows, json={"handler": setup_backcare.entry_id})
    form = await response.json()
    assert {
        part["name"]: [field["name"] for field in part["schema"]]
        for part in form["data_schema"]
    } == {part: list(fields) for part, fields in FULL.items()}

    response = await client.post(f"{flows}/{form['flow_id']}", json=FULL)
    assert (await response.json())["type"] == "create_entry"
    await hass.async_block_till_done()
