"""Tests of the blueprints: each is imported as people do, and run."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
import shutil
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker
import voluptuous as vol

from custom_components.backcare.const import DOMAIN
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint import importer
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import Event, HomeAssistant, ServiceCall
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.setup import async_setup_component

from .common import ENTRY_ID, session_record, session_routine, state
from .conftest import WARM
from .cues.common import Lamp, Time

FOLDER = Path(__file__).parents[1] / "blueprints" / "automation" / DOMAIN
BLUEPRINTS = sorted(path.stem for path in FOLDER.iterdir())
ADDRESS = "https://github.com/OWNER/backcare/blob/main/blueprints/automation/backcare"
PUSH_URL = "https://push.example.org"

type Use = Callable[..., Awaitable[None]]


@pytest.fixture
def config_folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Give the home a folder of its own, with the blueprints in it."""
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(FOLDER, tmp_path / "blueprints" / "automation" / DOMAIN)
    return tmp_path


@pytest.fixture
def profile(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> str:
    """Return the device of the person."""
    (device,) = dr.async_entries_for_config_entry(
        dr.async_get(hass), setup_backcare.entry_id
    )
    return device.id


@pytest.fixture
async def use(hass: HomeAssistant, config_folder: Path) -> AsyncGenerator[Use]:
    """Return what makes an automation of a blueprint."""

    async def use(name: str, **inputs: Any) -> None:
        blueprint = {"path": f"{DOMAIN}/{name}.yaml", "input": inputs}
        automation = {"alias": "Mine", "use_blueprint": blueprint}
        assert await async_setup_component(
            hass, "automation", {"automation": [automation]}
        )
        await hass.async_block_till_done()
        found = hass.states.get("automation.mine")
        assert found
        assert found.state == "on"

    yield use
    if hass.states.get("automation.mine"):
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": "automation.mine"}, blocking=True
        )


@pytest.fixture
async def phone(hass: HomeAssistant, aioclient_mock: AiohttpClientMocker) -> str:
    """Set up a phone with the app of Home Assistant, and return its device."""
    aioclient_mock.post(PUSH_URL, json={}, status=201)
    entry = MockConfigEntry(
        domain="mobile_app",
        title="Phone",
        data={
            "app_data": {"push_token": "token", "push_url": PUSH_URL},
            "app_id": "app",
            "app_name": "App",
            "app_version": "1",
            "device_id": "phone",
            "device_name": "Phone",
            "manufacturer": "Maker",
            "model": "Model",
            "os_name": "System",
            "os_version": "1",
            "supports_encryption": False,
            "user_id": "sam",
            "webhook_id": "hook",
        },
    )
    entry.add_to_hass(hass)
    assert await async_setup_component(hass, "mobile_app", {})
    await hass.async_block_till_done()
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.id


def questions(aioclient_mock: AiohttpClientMocker) -> list[dict[str, Any]]:
    """Return what was sent to the phone."""
    return [call[2] for call in aioclient_mock.mock_calls if str(call[1]) == PUSH_URL]


async def press(
    hass: HomeAssistant, time: Time, question: dict[str, Any], number: int
) -> None:
    """Press a button of a question."""
    action = question["data"]["actions"][number]["action"]
    hass.bus.async_fire("mobile_app_notification_action", {"action": action})
    await time.settle()


async def perform(hass: HomeAssistant, time: Time, action: str, **fields: Any) -> None:
    """Perform an action of BackCare; an automation may go on after it."""
    await hass.services.async_call(DOMAIN, action, fields, blocking=True)
    await time.settle()


async def put(hass: HomeAssistant, time: Time, entity_id: str, to: str) -> None:
    """Change the state of an entity."""
    hass.states.async_set(entity_id, to)
    await time.settle()


@pytest.mark.parametrize("name", BLUEPRINTS)
async def test_import(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
) -> None:
    """Home Assistant takes each from its address, which is the one that it names."""
    address = f"{ADDRESS}/{name}.yaml"
    content = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    raw = address.replace("github.com", "raw.githubusercontent.com")
    aioclient_mock.get(raw.replace("/blob/", "/"), text=content)
    found = await importer.fetch_blueprint_from_url(hass, address)
    assert found.raw_data == content
    blueprint = found.blueprint
    assert blueprint.metadata["source_url"] == address
    assert blueprint.validate() is None
    checked = Blueprint(
        blueprint.data,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert checked.domain == "automation"
    for field in checked.inputs.values():
        assert field
        assert field["name"]
        assert field["selector"]


def test_there_is_a_link_to_each() -> None:
    """The README has a button that imports each of them."""
    readme = (FOLDER.parents[2] / "README.md").read_text(encoding="utf-8")
    for name in BLUEPRINTS:
        quoted = f"{ADDRESS}/{name}.yaml".replace(":", "%3A").replace("/", "%2F")
        assert f"blueprint_import/?blueprint_url={quoted}" in readme


# Training on my days, asked first


@pytest.fixture
async def block_begins(
    hass: HomeAssistant, time: Time
) -> Callable[[], Awaitable[None]]:
    """Return what lets a block of a schedule begin."""
    schedule = {
        "evenings": {
            "name": "Evenings",
            "monday": [{"from": "19:00:00", "to": "20:00:00"}],
        }
    }
    await hass.config.async_set_time_zone("UTC")
    assert await async_setup_component(hass, "schedule", {"schedule": schedule})
    await hass.async_block_till_done()

    async def begin() -> None:
        while not hass.states.is_state("schedule.evenings", "on"):
            await time.elapse(60)

    return begin


@pytest.mark.parametrize("expected_lingering_timers", [True])
@pytest.mark.parametrize(
    ("answers", "asked", "routine"),
    [
        ([0], 1, "short_10"),
        ([2], 1, None),
        ([1, 0], 2, "short_10"),
        ([1, 2], 2, None),
        ([1, 1, 1], 3, None),
    ],
)
async def test_weekly_training(
    hass: HomeAssistant,
    time: Time,
    aioclient_mock: AiohttpClientMocker,
    phone: str,
    profile: str,
    use: Use,
    block_begins: Callable[[], Awaitable[None]],
    answers: list[int],
    asked: int,
    routine: str | None,
) -> None:
    """The phone asks; the answer starts, asks again later, or leaves it."""
    await use(
        "weekly_training",
        profile=profile,
        schedule="schedule.evenings",
        phone=phone,
        routine="short_10",
        question="Shall we?",
    )
    assert questions(aioclient_mock) == []
    await block_begins()
    for answer in answers:
        await press(hass, time, questions(aioclient_mock)[-1], answer)
        assert session_routine(hass) == (routine if answer == 0 else None)
        await time.elapse(3601)
    found = questions(aioclient_mock)
    assert len(found) == asked
    assert found[0]["message"] == "Shall we?"
    assert [button["title"] for button in found[0]["data"]["actions"]] == [
        "Start",
        "Later",
        "Not today",
    ]


@pytest.mark.parametrize("expected_lingering_timers", [True])
@pytest.mark.parametrize("answer", ["nobody", "away", "training"])
async def test_weekly_training_does_not_insist(
    hass: HomeAssistant,
    time: Time,
    aioclient_mock: AiohttpClientMocker,
    phone: str,
    profile: str,
    use: Use,
    block_begins: Callable[[], Awaitable[None]],
    answer: str,
) -> None:
    """Nothing starts without an answer; who is away or trains is not asked."""
    hass.states.async_set("person.sam", "home" if answer != "away" else "not_home")
    await use(
        "weekly_training",
        profile=profile,
        schedule="schedule.evenings",
        phone=phone,
        presence="person.sam",
    )
    if answer == "training":
        await time.elapse(3500)
        await perform(hass, time, "start_routine")
    await block_begins()
    assert len(questions(aioclient_mock)) == (answer == "nobody")
    assert session_routine(hass) == ("full_core_30" if answer == "training" else None)
    await time.elapse(5 * 3600)
    if answer == "nobody":
        await press(hass, time, questions(aioclient_mock)[0], 0)
    assert len(questions(aioclient_mock)) == (answer == "nobody")
    assert session_routine(hass) is None


# Lights only


async def test_lights_only(
    hass: HomeAssistant,
    time: Time,
    lamp: Lamp,
    profile: str,
    use: Use,
) -> None:
    """Any trigger starts a session that is seen and not heard."""
    played = async_mock_service(hass, "media_player", "play_media")
    await use(
        "lights_only",
        profile=profile,
        lights=["light.mat"],
        start_when=[{"trigger": "event", "event_type": "button_at_the_bed"}],
    )
    assert session_routine(hass) is None
    hass.bus.async_fire("button_at_the_bed")
    await time.settle()
    assert session_routine(hass) == "full_core_30"
    outputs = hass.config_entries.async_get_entry(ENTRY_ID).runtime_data.outputs
    assert outputs.settings.speakers == ()
    assert outputs.settings.lights == ("light.mat",)
    assert outputs.settings.speech_level == "off"
    assert lamp.hs_color != WARM["hs_color"]
    assert played == []
    # A second press disturbs nothing.
    hass.bus.async_fire("button_at_the_bed")
    await time.settle()
    await perform(hass, time, "stop_session")


# I sat too long


async def test_sat_too_long(
    hass: HomeAssistant, time: Time, profile: str, use: Use
) -> None:
    """The practice starts after an hour on the chair, and after each hour more."""
    await hass.config.async_set_time_zone("UTC")
    hass.states.async_set("media_player.desk", "idle")
    await use(
        "sat_too_long",
        profile=profile,
        chair="binary_sensor.chair",
        to_time="20:15:00",
        speakers=["media_player.desk"],
    )
    await put(hass, time, "binary_sensor.chair", "off")
    await put(hass, time, "binary_sensor.chair", "on")
    await time.elapse(3590)
    assert session_routine(hass) is None
    await time.elapse(11)
    assert session_routine(hass) == "seated_transversus"
    entry = hass.config_entries.async_get_entry(ENTRY_ID)
    assert entry
    assert entry.runtime_data.outputs.settings.speakers == ("media_player.desk",)
    await time.elapse(200)
    assert session_routine(hass) is None
    await time.elapse(3400)
    assert session_routine(hass) == "seated_transversus"
    await time.elapse(200)
    # Now it is a quarter past eight.
    await time.elapse(3600)
    assert len(entry.runtime_data.profile.sessions) == 2
    assert session_routine(hass) is None


async def test_standing_up(
    hass: HomeAssistant, time: Time, profile: str, use: Use
) -> None:
    """Who stands up begins anew, and who trains is left alone."""
    await hass.config.async_set_time_zone("UTC")
    await use(
        "sat_too_long",
        profile=profile,
        chair="binary_sensor.chair",
        sitting_minutes=30,
        to_time="23:00:00",
    )
    for on in ("off", "on", "off", "on"):
        await put(hass, time, "binary_sensor.chair", on)
        await time.elapse(1000)
    assert session_routine(hass) is None
    await perform(hass, time, "start_routine")
    await time.elapse(801)
    assert session_routine(hass) == "full_core_30"
    await perform(hass, time, "stop_session")
    await put(hass, time, "binary_sensor.chair", "off")
    await time.elapse(5000)
    assert session_routine(hass) is None
    await put(hass, time, "binary_sensor.chair", "on")
    await time.elapse(1801)
    assert session_routine(hass) == "seated_transversus"


# The end of the week


@pytest.mark.parametrize(
    ("done", "message"),
    [
        (0, "No session this week."),
        (1, "1 of 3 sessions this week."),
        (3, "You did it: 3 sessions this week, and 3 was the goal."),
        (4, "You did it: 4 sessions this week, and 3 was the goal."),
    ],
)
async def test_end_of_week(
    hass: HomeAssistant,
    time: Time,
    profile: str,
    use: Use,
    done: int,
    message: str,
) -> None:
    """What was done is told kindly, on the last evening of the week."""
    await hass.config.async_set_time_zone("UTC")
    told = async_mock_service(hass, "persistent_notification", "create")
    for number in range(done):
        await perform(
            hass,
            time,
            "log_session",
            routine="full_core_30",
            finished_at=f"2026-11-02T{12 + number}:00:00+00:00",
        )
    await use("end_of_week", sessions="sensor.back_care_sessions_this_week")
    await time.elapse(7 * 86400)
    (call,) = told
    assert call.data["message"].startswith(message)


@pytest.mark.parametrize(
    ("exercises", "words"),
    [
        (("plank",), " The deep muscles are still missing: "),
        (("bird_dog",), " The large muscles are still missing: "),
        (("plank", "bird_dog"), ""),
    ],
)
async def test_end_of_week_without_balance(
    hass: HomeAssistant,
    time: Time,
    profile: str,
    setup_backcare: MockConfigEntry,
    use: Use,
    exercises: tuple[str, ...],
    words: str,
) -> None:
    """The kind of muscles that is missing is named (R-BALANCE)."""
    await hass.config.async_set_time_zone("UTC")
    told = async_mock_service(hass, "persistent_notification", "create")
    controller = setup_backcare.runtime_data
    controller.profile.add(session_record(exercise_ids=exercises))
    controller.async_tell()
    await use("end_of_week", sessions="sensor.back_care_sessions_this_week")
    await time.elapse(7 * 86400)
    message = told[0].data["message"]
    assert message.startswith(
        f"1 of 3 sessions this week. Every one of them counts.{words}"
    )
    assert ("missing" in message) is bool(words)


async def test_end_of_week_in_own_words(
    hass: HomeAssistant, time: Time, profile: str, use: Use
) -> None:
    """The words, the day and what is done with them can be others."""
    await hass.config.async_set_time_zone("UTC")
    told = async_mock_service(hass, "notify", "phone")
    await use(
        "end_of_week",
        sessions="sensor.back_care_sessions_this_week",
        day="sat",
        at="09:00:00",
        nothing="Niets van de {goal}.",
        tell=[{"action": "notify.phone", "data": {"message": "{{ message }}"}}],
    )
    await time.elapse(4 * 86400 + 15 * 3600 - 1)
    assert told == []
    await time.elapse(2)
    assert [call.data["message"] for call in told] == ["Niets van de 3."]


# On a TV or display


@pytest.fixture
def cast(hass: HomeAssistant) -> list[ServiceCall]:
    """Provide the action that shows a dashboard, and return its calls."""
    schema = vol.Schema(
        {
            vol.Required("entity_id"): cv.entity_id,
            vol.Required("dashboard_path"): str,
            vol.Required("view_path"): str,
        }
    )
    return async_mock_service(hass, "cast", "show_lovelace_view", schema)


@pytest.mark.parametrize("is_finished", [True, False])
async def test_show_session(
    hass: HomeAssistant,
    time: Time,
    cast: list[ServiceCall],
    profile: str,
    use: Use,
    is_finished: bool,
) -> None:
    """The dashboard comes at the start, and goes a minute after the end."""
    off = async_mock_service(hass, "media_player", "turn_off")
    await use("show_session", profile=profile, display="media_player.tv")
    await perform(hass, time, "start_routine", routine="seated_transversus")
    assert [call.data for call in cast] == [
        {
            "entity_id": "media_player.tv",
            "dashboard_path": "back-care",
            "view_path": "0",
        }
    ]
    if is_finished:
        await time.elapse(80)
    else:
        await perform(hass, time, "stop_session")
    await time.elapse(59)
    assert off == []
    await time.elapse(2)
    assert [call.data["entity_id"] for call in off] == [["media_player.tv"]]
    assert len(cast) == 1


async def test_show_session_elsewhere(
    hass: HomeAssistant,
    time: Time,
    cast: list[ServiceCall],
    profile: str,
    use: Use,
) -> None:
    """Another kind of screen is turned on and off by actions of one's own."""
    heard: list[Event[Any]] = []
    hass.bus.async_listen("screen", heard.append)
    await use(
        "show_session",
        profile=profile,
        leave_on=0,
        at_start=[{"event": "screen", "event_data": {"is": "on"}}],
        at_end=[{"event": "screen", "event_data": {"is": "off"}}],
    )
    await perform(hass, time, "start_routine")
    assert [event.data["is"] for event in heard] == ["on"]
    await perform(hass, time, "stop_session")
    await time.elapse(1)
    await hass.async_block_till_done()
    assert [event.data["is"] for event in heard] == ["on", "off"]
    assert cast == []
    assert state(hass, "switch.tone_cues") == "on"
