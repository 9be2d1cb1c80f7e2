"""Tests of the tools for language models, through Home Assistant's own API for them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.llm import async_get_tools
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, llm
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import (
    ENTRY_ID,
    SessionClock,
    build_entry,
    own_routine,
    session_record,
    session_routine,
    state,
)
from .conftest import SetUp

ASSISTANT = "conversation"

READ_ONLY = {"get_status", "get_history"}
TOOLS = {"start_routine", "control_session", *READ_ONLY}


@pytest.fixture(autouse=True)
async def assistants(hass: HomeAssistant) -> None:
    """Set up what Home Assistant offers to language models."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "llm", {})


def asked_by(
    language: str | None = "en", device_id: str | None = None
) -> llm.LLMContext:
    """Return who asks a language model."""
    return llm.LLMContext(
        platform="test",
        context=Context(),
        language=language,
        assistant=ASSISTANT,
        device_id=device_id,
    )


async def offered(hass: HomeAssistant) -> dict[str, llm.Tool]:
    """Return our tools that a model gets, without their prefix."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, asked_by())
    return {
        tool.name.removeprefix("backcare__"): tool
        for tool in api.tools
        if tool.integration == "backcare"
    }


async def call(
    hass: HomeAssistant,
    tool: str,
    *,
    language: str | None = "en",
    device_id: str | None = None,
    **arguments: Any,
) -> Mapping[str, Any]:
    """Let a model call a tool that works, and return what it learns."""
    result = await _call(hass, tool, asked_by(language, device_id), arguments)
    assert not result.error, result.data
    return result.data


async def refused(
    hass: HomeAssistant, tool: str, *, language: str = "en", **arguments: Any
) -> str:
    """Let a model call a tool that refuses and changes nothing; return the reason."""
    before = {found.entity_id: found for found in hass.states.async_all()}
    result = await _call(hass, tool, asked_by(language), arguments)
    assert result.error
    assert {found.entity_id: found for found in hass.states.async_all()} == before
    assert set(result.data) == {"error"}
    return str(result.data["error"])


async def _call(
    hass: HomeAssistant,
    tool: str,
    llm_context: llm.LLMContext,
    arguments: dict[str, Any],
) -> llm.ToolResult:
    """Let a model call a tool."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, llm_context)
    result = await api.async_call_tool(
        llm.ToolInput(tool_name=f"backcare__{tool}", tool_args=arguments)
    )
    await hass.async_block_till_done()
    return result


# What is offered


@pytest.mark.usefixtures("setup_backcare")
async def test_tools(hass: HomeAssistant) -> None:
    """Each tool says what it does, what it changes and which fields it takes."""
    tools = await offered(hass)
    assert set(tools) == TOOLS
    for name, tool in tools.items():
        assert tool.title
        assert tool.description
        assert tool.annotations.read_only is (name in READ_ONLY)
        assert tool.annotations.destructive is (name == "control_session")
        assert not tool.annotations.open_world
        schema = probatio.to_openapi(
            tool.parameters, custom_serializer=llm.selector_serializer
        )
        assert "Back care" in schema["properties"]["person"]["description"]
        for field in schema["properties"].values():
            assert "type" in field


@pytest.mark.usefixtures("setup_backcare")
async def test_prompt(hass: HomeAssistant) -> None:
    """A model learns when to use the tools, and that pain means stop."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, asked_by())
    assert "BackCare" in api.api_prompt
    assert "hurts" in api.api_prompt


@pytest.mark.usefixtures("setup_backcare")
async def test_other_api(hass: HomeAssistant) -> None:
    """Only Assist gets the tools."""
    found = await async_get_tools(hass, asked_by(), "other")
    assert not [tool for tool in found.tools if tool.integration == "backcare"]
    assert "BackCare" not in (found.prompt or "")


async def test_unloaded(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """Without a person there are no tools."""
    await hass.config_entries.async_unload(setup_backcare.entry_id)
    assert not await offered(hass)


@pytest.mark.usefixtures("setup_backcare")
async def test_hidden(hass: HomeAssistant) -> None:
    """Who hides the session from the assistant hides it from the models."""
    async_expose_entity(hass, ASSISTANT, "switch.back_care", False)
    assert not await offered(hass)


# Start and steer


@pytest.mark.parametrize(
    ("arguments", "routine", "level"),
    [
        ({}, "full_core_30", 5),
        ({"routine": "short session"}, "short_10", 5),
        ({"routine": "Korte training"}, "short_10", 5),
        ({"routine": "ochtend"}, "own0", 5),
        ({"minutes": 10}, "short_10", 5),
        ({"minutes": "10", "level": 3.0}, "short_10", 3),
        ({"level": "2"}, "full_core_30", 2),
        ({"routine": "", "minutes": None, "person": " "}, "full_core_30", 5),
        ({"routine": "gentle_reset", "side": "left"}, "gentle_reset", 5),
    ],
)
async def test_start(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    arguments: dict[str, Any],
    routine: str,
    level: int,
) -> None:
    """A routine is started by name, by length or as the person selected it."""
    await set_up(build_entry(subentries=[own_routine("Ochtend", "own0")]))
    result = await call(hass, "start_routine", **arguments)
    assert result["status"] == "active"
    assert session_routine(hass) == routine
    assert result["level"] == level


@pytest.mark.usefixtures("setup_backcare")
async def test_control(hass: HomeAssistant, clock: SessionClock) -> None:
    """A model can do what the buttons do."""
    await call(hass, "start_routine")
    await call(hass, "control_session", action="skip")
    assert state(hass, "sensor.phase") == "hold"
    await call(hass, "control_session", action="repeat")
    assert state(hass, "sensor.phase") == "prepare"
    await call(hass, "control_session", action="skip", scope="exercise", seconds=5)
    assert state(hass, "sensor.exercise") == "side_plank"
    await call(hass, "control_session", action="previous", scope="exercise")
    assert state(hass, "sensor.exercise") == "plank"
    result = await call(hass, "control_session", action="add_time", seconds="30")
    assert result["phase_seconds_left"] == 45
    result = await call(hass, "control_session", action="pause")
    assert result["status"] == "paused"
    result = await call(hass, "control_session", action="resume")
    assert result["status"] == "active"
    result = await call(hass, "control_session", action="stop")
    assert result["status"] == "idle"


@pytest.mark.usefixtures("setup_backcare")
async def test_the_previous_exercise_is_that_of_a_sentence(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """From within an exercise, a model goes to the one before too, not to its start."""
    await call(hass, "start_routine")
    await call(hass, "control_session", action="skip", scope="exercise")
    await call(hass, "control_session", action="skip")
    assert state(hass, "sensor.phase") == "hold"
    await call(hass, "control_session", action="previous", scope="exercise")
    assert state(hass, "sensor.exercise") == "plank"
    await call(hass, "control_session", action="skip")
    await call(hass, "control_session", action="previous", scope="exercise")
    assert state(hass, "sensor.phase") == "prepare"


async def test_pain(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """A stop for pain is kept as one."""
    await call(hass, "start_routine")
    await clock.elapse(20)
    await call(hass, "control_session", action="stop", reason="pain")
    assert setup_backcare.runtime_data.profile.last_session.reason == "pain"


# Refusals


@pytest.mark.parametrize(
    ("tool", "arguments", "english", "dutch"),
    [
        (
            "start_routine",
            {"routine": "yoga"},
            "There is no routine called yoga. Choose one of: ",
            "Er is geen routine die yoga heet. Kies een van deze: ",
        ),
        (
            "start_routine",
            {"routine": "x" * 10_000},
            "The text of routine may have at most 255 characters.",
            "De tekst van routine mag hooguit 255 tekens hebben.",
        ),
        (
            "start_routine",
            {"minutes": 181},
            "The value of minutes must be from 1 to 180.",
            "De waarde van minutes moet van 1 tot en met 180 zijn.",
        ),
        (
            "start_routine",
            {"level": 8},
            "The value of level must be from 1 to 7.",
            "De waarde van level moet van 1 tot en met 7 zijn.",
        ),
        (
            "control_session",
            {"action": "add_time", "seconds": 301},
            "The value of seconds must be from -300 to 300.",
            "De waarde van seconds moet van -300 tot en met 300 zijn.",
        ),
        (
            "control_session",
            {"action": "pause"},
            "No session is active.",
            "Er is geen training bezig.",
        ),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_refused(
    hass: HomeAssistant,
    tool: str,
    arguments: dict[str, Any],
    english: str,
    dutch: str,
) -> None:
    """A refusal comes in the language of the person who asks."""
    assert (await refused(hass, tool, **arguments)).startswith(english)
    assert (await refused(hass, tool, language="nl-BE", **arguments)).startswith(dutch)


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("start_routine", {"minutes": "ten"}, "minutes"),
        ("start_routine", {"side": "alternating"}, "side"),
        ("start_routine", {"routine": ["short_10"]}, "routine"),
        ("start_routine", {"exercise": "plank"}, "exercise"),
        ("start_routine", {"person": "{{ 1 }}"}, "Back care"),
        ("control_session", {}, "action"),
        ("control_session", {"action": "dance"}, "action"),
        ("control_session", {"action": "stop", "reason": "bored"}, "reason"),
        ("control_session", {"action": "skip", "scope": "all"}, "scope"),
        ("control_session", {"action": "add_time"}, "seconds"),
        ("get_status", {"person": "x" * 10_000}, "Back care"),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_malformed(
    hass: HomeAssistant, tool: str, arguments: dict[str, Any], named: str
) -> None:
    """A model learns which argument makes no sense, without hearing it again."""
    reason = await refused(hass, tool, **arguments)
    assert named in reason
    assert len(reason) < 200


@pytest.mark.usefixtures("setup_backcare")
async def test_start_twice(hass: HomeAssistant, clock: SessionClock) -> None:
    """There is one session at a time."""
    await call(hass, "start_routine")
    assert "already active" in await refused(hass, "start_routine")


async def test_start_before_the_safety_check(
    hass: HomeAssistant, set_up: SetUp
) -> None:
    """A model can't start anything before the safety check."""
    await set_up(build_entry(safety={"agreed": False}))
    assert "safety check" in await refused(hass, "start_routine")


# Status and history

OUTLOOK = {
    "level": 5,
    "programme_week": 1,
    "next_training": None,
    "training_is_due": False,
    "about_next_session": None,
}
"""What is told of the next session before the first one."""


@pytest.mark.usefixtures("setup_backcare")
async def test_status_in_a_session(hass: HomeAssistant, clock: SessionClock) -> None:
    """The status is that of the moment, with names in the language of who asks."""
    await call(hass, "start_routine")
    await clock.elapse(15)
    await call(hass, "control_session", action="skip", scope="exercise")
    await clock.elapse(15 + 20)
    assert await call(hass, "get_status") == {
        "status": "active",
        "routine": "Full core routine",
        "level": 5,
        "exercise": "Side plank",
        "phase": "hold",
        "side": "left",
        "set_number": 1,
        "set_count": 3,
        "phase_seconds_left": 40,
        "session_seconds_left": 1625,
        "next_exercise": "Glute bridge",
    }
    await call(hass, "control_session", action="pause")
    await clock.elapse(60)
    paused = await call(hass, "get_status", language="nl")
    assert paused["status"] == "paused"
    assert paused["exercise"] == "Zijplank"
    assert paused["phase_seconds_left"] == 40


@pytest.mark.usefixtures("setup_backcare")
async def test_status_in_the_last_exercise(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """After the last exercise comes none."""
    await call(hass, "start_routine", routine="seated_transversus")
    assert (await call(hass, "get_status"))["next_exercise"] is None


async def test_status_without_a_session(hass: HomeAssistant, set_up: SetUp) -> None:
    """Without a session the status says what can be started."""
    await set_up(build_entry(subentries=[own_routine("Ochtend")]))
    status = await call(hass, "get_status", language=None)
    assert status["status"] == "idle"
    assert status["selected_routine"] == "Full core routine"
    assert {key: status[key] for key in OUTLOOK} == OUTLOOK
    assert status["routines"][0] == "Full core routine"
    assert status["routines"][-1] == "Ochtend"
    assert "One-sided back add-on" not in status["routines"]


async def test_history(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """The history has four weeks, and says nothing of pain."""
    monday = dt_util.utcnow()
    profile = setup_backcare.runtime_data.profile
    for days, outcome, reason in (
        (29, "finished", None),
        (27, "finished", None),
        (1, "cancelled", "pain"),
        (0, "finished", None),
    ):
        moment = monday - timedelta(days=days)
        profile.add(
            session_record(
                started_at=moment - timedelta(minutes=40),
                ended_at=moment,
                outcome=outcome,
                reason=reason,
            )
        )

    assert await call(hass, "get_history") == {
        "sessions_this_week": 1,
        "week_goal": 3,
        "weeks_in_a_row": 0,
        **OUTLOOK,
        "level": 4,
        "programme_week": 6,
        "sessions": [
            {
                "routine": "Full core routine",
                "date": date,
                "minutes": 32,
                "outcome": outcome,
            }
            for date, outcome in (
                ("2026-10-06", "finished"),
                ("2026-11-01", "cancelled"),
                ("2026-11-02", "finished"),
            )
        ],
    }


@pytest.mark.usefixtures("setup_backcare")
async def test_no_history(hass: HomeAssistant, clock: SessionClock) -> None:
    """Who has not trained yet has an empty history."""
    assert await call(hass, "get_history", language="nl") == {
        "sessions_this_week": 0,
        "week_goal": 3,
        "weeks_in_a_row": 0,
        **OUTLOOK,
        "sessions": [],
    }


# Who, and where


async def test_two_people(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """With two people one is named, or is the one who trains."""
    await set_up(build_entry(title="Anna"))
    await set_up(build_entry(title="Zoë", entry_id="zoe"))
    for tool in ("start_routine", "get_status", "get_history"):
        assert "Anna, Zoë" in await refused(hass, tool)
        assert "Anna, Zoë" in await refused(hass, tool, person="Mark")

    await call(hass, "start_routine", person="zoe", routine="short_10")
    assert hass.states.is_state("sensor.zoe_session", "active")
    assert hass.states.is_state("sensor.anna_session", "idle")
    assert (await call(hass, "get_status", person="Zoë"))["status"] == "active"
    assert (await call(hass, "get_status", person="Anna"))["status"] == "idle"
    assert (await call(hass, "control_session", action="pause"))["status"] == "paused"
    assert hass.states.is_state("sensor.zoe_session", "paused")


async def test_one_of_two_people_hidden(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Of two people, one who is hidden is as good as not there."""
    await set_up(build_entry(title="Anna", entry_id=ENTRY_ID))
    await set_up(build_entry(title="Zoë", entry_id="zoe"))
    async_expose_entity(hass, ASSISTANT, "switch.zoe", False)
    await call(hass, "start_routine")
    assert hass.states.is_state("sensor.anna_session", "active")
    assert "Zoë" not in await refused(hass, "get_history", person="Zoë")


async def test_two_people_with_one_name(hass: HomeAssistant, set_up: SetUp) -> None:
    """Nothing is guessed of two people with the same name."""
    await set_up(build_entry())
    await set_up(build_entry(entry_id="other"))
    await refused(hass, "start_routine", person="Back care")


@pytest.mark.parametrize("own", [(), ("media_player.mat",)])
async def test_speaker(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
    own: tuple[str, ...],
) -> None:
    """A session is heard from the satellite, unless the person chose speakers."""
    person = await set_up(build_entry(options={"speech": {"speakers": list(own)}}))
    other = MockConfigEntry(domain="test")
    other.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("test", "gym")}
    )
    satellite = entity_registry.async_get_or_create(
        "assist_satellite", "test", "gym", device_id=device.id
    ).entity_id
    hass.states.async_set(satellite, "idle", {"supported_features": 1})

    await call(hass, "start_routine", device_id=device.id)
    running = person.runtime_data.running
    assert running.outputs.settings.speakers == (own or (satellite,))
