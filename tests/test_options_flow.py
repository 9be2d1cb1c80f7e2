"""Tests of the form of the options and of the menu before it."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.config_flow import BackCareConfigFlow
from custom_components.backcare.const import LightMode, SceneMoment
from custom_components.backcare.engine.models import Side
from homeassistant.config_entries import OptionsFlowWithReload
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.setup import async_setup_component

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp
from .form_words import assert_readable

EMPTY: dict[str, Any] = {"speech": {}, "lights": {}, "scenes": {}, "behaviour": {}}
"""The form with nothing changed."""

DEFAULTS = {
    "speech": {"language": "en", "guided": True},
    "lights": {"light_mode": "colors"},
    "behaviour": {
        "resume_limit_minutes": 30,
        "first_side": "left",
        "warm_up": False,
        "fill_to_goal": False,
        "booklet": True,
        "ask_ratings": True,
        "add_on_confirmed": False,
        "add_on_side": "left",
    },
}

SCENES = {"prepare": "scene.calm", "work": "scene.bright", "paused": "script.dim"}

FULL = {
    "speech": {
        "speakers": ["media_player.kitchen", "assist_satellite.hall"],
        "speech_engine": "tts.voice",
        "language": "nl",
        "guided": False,
        "speaker_settings": [
            {"speaker": "media_player.kitchen", "lead_time": 240, "volume": 40},
            {"speaker": "assist_satellite.hall", "lead_time": 0},
        ],
    },
    "lights": {"lights": ["light.lamp"], "light_mode": "scenes"},
    "scenes": SCENES,
    "behaviour": {
        "resume_limit_minutes": 0,
        "first_side": "right",
        "rest_seconds": 45,
        "warm_up": True,
        "fill_to_goal": True,
        "booklet": False,
        "ask_ratings": False,
        "add_on_confirmed": True,
        "add_on_side": "right",
    },
}
"""The form with everything filled in."""

STORED = {
    "speech": FULL["speech"],
    "lights": {**FULL["lights"], "scenes": SCENES},
    "behaviour": FULL["behaviour"],
}
"""What is kept of it."""


@pytest.fixture(autouse=True)
def outputs(hass: HomeAssistant) -> None:
    """Provide speakers, a voice, a light and scenes."""
    for entity_id in (
        "media_player.kitchen",
        "assist_satellite.hall",
        "tts.voice",
        "light.lamp",
        *SCENES.values(),
    ):
        hass.states.async_set(entity_id, "idle")


async def open_options(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form, chosen from the menu."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == [
        "settings",
        "plan",
        "practice",
        "listening",
        "history",
    ]
    assert_readable(result)
    result = await fill_in(hass, result, {"next_step_id": "settings"})
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "settings"
    assert not result["errors"]
    return result


async def fill_in(hass: HomeAssistant, result: Any, answers: dict[str, Any]) -> Any:
    """Return what comes after the form."""
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], answers
    )
    await hass.async_block_till_done()
    assert_readable(result)
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


def with_rows(*rows: Any) -> dict[str, Any]:
    """Return the form with something special about some speakers."""
    return {**EMPTY, "speech": {"speaker_settings": list(rows)}}


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
    assert setup_backcare.options == STORED
    assert setup_backcare.runtime_data is controller

    settings = controller.profile.settings
    assert settings.speakers == ("media_player.kitchen", "assist_satellite.hall")
    assert settings.speech_engine == "tts.voice"
    assert settings.language == "nl"
    assert not settings.guided
    assert settings.lead_seconds == {
        "media_player.kitchen": 0.24,
        "assist_satellite.hall": 0,
    }
    assert settings.volumes == {"media_player.kitchen": 0.4}
    assert settings.lights == ("light.lamp",)
    assert settings.light_mode is LightMode.SCENES
    assert settings.scenes == SCENES
    assert settings.resume_limit_minutes == 0
    assert settings.first_side is Side.RIGHT
    assert settings.add_on_side is Side.RIGHT
    assert settings.rest_seconds == 45
    assert settings.warm_up
    assert settings.fill_to_goal
    assert not settings.booklet
    assert not settings.ask_ratings
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
        (
            "speech",
            {"speaker_settings": [{"speaker": "media_player.gone", "volume": 1}]},
            "media_player.gone",
        ),
        ("lights", {"lights": ["light.lamp", "light.gone"]}, "light.gone"),
        ("scenes", {"rest": "scene.gone"}, "scene.gone"),
        ("scenes", {"paused": "light.lamp"}, "light.lamp"),
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
    assert setup_backcare.options == STORED


async def test_what_was_chosen_before_may_be_away(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """An output that is away for a while stands in nobody's way."""
    await fill_in(hass, await open_options(hass, setup_backcare), FULL)
    for entity_id in hass.states.async_entity_ids(
        ("media_player", "assist_satellite", "tts", "light", "scene", "script")
    ):
        hass.states.async_remove(entity_id)
    result = await open_options(hass, setup_backcare)
    result = await fill_in(hass, result, suggested(result))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == STORED


async def test_twice_is_once(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """A speaker or light that was chosen twice is kept once, in its place."""
    speakers = ["assist_satellite.hall", "media_player.kitchen"]
    await fill_in(
        hass,
        await open_options(hass, setup_backcare),
        {
            **EMPTY,
            "speech": {"speakers": [*speakers, "assist_satellite.hall"]},
            "lights": {"lights": ["light.lamp", "light.lamp"]},
        },
    )
    assert setup_backcare.options["speech"]["speakers"] == speakers
    assert setup_backcare.options["lights"]["lights"] == ["light.lamp"]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{"lead_time": 100}], "speaker_missing"),
        (
            [
                {"speaker": "media_player.kitchen", "lead_time": 100},
                {"speaker": "media_player.kitchen", "volume": 30},
            ],
            "speaker_twice",
        ),
        *(
            ([{"speaker": "media_player.kitchen", "lead_time": value}], error)
            for value, error in (
                (-5000, "lead_time_out_of_range"),
                (3001, "lead_time_out_of_range"),
                (3_600_000, "lead_time_out_of_range"),
                ("soon", "lead_time_out_of_range"),
                ("nan", "lead_time_out_of_range"),
                ([], "lead_time_out_of_range"),
            )
        ),
        ([{"speaker": "media_player.kitchen", "volume": 101}], "volume_out_of_range"),
        ([{"speaker": {"a": 1}, "volume": 10}], "unusable_entity"),
    ],
)
async def test_rows_that_can_not_be_kept(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, rows: Any, error: str
) -> None:
    """What is wrong about a speaker is told, and can be put right."""
    result = await open_options(hass, setup_backcare)
    result = await fill_in(hass, result, with_rows(*rows))
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"speech": error}
    assert suggested(result)["speech"]["speaker_settings"] == rows
    assert setup_backcare.options == {}

    result = await fill_in(hass, result, EMPTY)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "rows",
    [
        [{"speaker": "media_player.kitchen"}],
        [{"speaker": "media_player.kitchen", "lead_time": None, "volume": ""}],
        [{}, {"speaker": "media_player.gone"}, "nonsense"],
        {},
    ],
)
async def test_rows_with_nothing_in_them(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, rows: Any
) -> None:
    """What says nothing is not kept."""
    answers = {**EMPTY, "speech": {"speaker_settings": rows}}
    result = await fill_in(hass, await open_options(hass, setup_backcare), answers)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == DEFAULTS


async def test_rows_are_kept_tidily(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """What is not filled in or not asked for is left out."""
    row = {"speaker": "media_player.kitchen", "lead_time": 80, "volume": None, "x": 1}
    await fill_in(hass, await open_options(hass, setup_backcare), with_rows(row))
    assert setup_backcare.options["speech"]["speaker_settings"] == [
        {"speaker": "media_player.kitchen", "lead_time": 80}
    ]


async def test_scenes_need_a_scene(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Lights that use scenes have at least one, and the form shows where."""
    result = await open_options(hass, setup_backcare)
    assert result["data_schema"].schema["scenes"].options == {"collapsed": True}
    answers = {**EMPTY, "lights": {"light_mode": "scenes"}}
    result = await fill_in(hass, result, answers)
    assert result["errors"] == {"scenes": "no_scene"}
    assert result["data_schema"].schema["scenes"].options == {"collapsed": False}

    result = await fill_in(hass, result, {**answers, "scenes": {"rest": "scene.calm"}})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options["lights"] == {
        "light_mode": "scenes",
        "scenes": {"rest": "scene.calm"},
    }


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
    entry = await set_up(build_entry(safety={"consulted": False}, options=STORED))
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
    menu = await response.json()
    flow = f"{flows}/{menu['flow_id']}"
    form = await (await client.post(flow, json={"next_step_id": "settings"})).json()
    assert {
        part["name"]: [field["name"] for field in part["schema"]]
        for part in form["data_schema"]
    } == {
        **{part: list(fields) for part, fields in FULL.items()},
        "scenes": list(SceneMoment),
    }

    response = await client.post(flow, json=FULL)
    assert (await response.json())["type"] == "create_entry"
    await hass.async_block_till_done()
