"""Tests of a session that is steered by Google, through Home Assistant's own Google Assistant."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.engine.errors import SafetyNotConfirmed, SpeakerInUse
from homeassistant.auth.models import User
from homeassistant.components.google_assistant import GOOGLE_ASSISTANT_SCHEMA
from homeassistant.components.google_assistant.const import SOURCE_CLOUD
from homeassistant.components.google_assistant.http import GoogleConfig
from homeassistant.components.google_assistant.smart_home import async_handle_message
from homeassistant.core import HomeAssistant

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp

SESSION = "switch.back_care"
COACH = "media_player.back_care_coach"
SESSION_TIMER = "timer.back_care_session_timer"

ON_OFF = "action.devices.traits.OnOff"
SCENE = "action.devices.traits.Scene"
TRANSPORT = "action.devices.traits.TransportControl"

ENGLISH_BUTTONS = {
    "button.back_care_start": "Back care Start",
    "button.back_care_pause": "Back care Pause",
    "button.back_care_resume": "Back care Resume",
    "button.back_care_skip": "Back care Skip",
    "button.back_care_previous": "Back care Previous",
    "button.back_care_stop": "Back care Stop",
}
DUTCH_BUTTONS = {
    "button.back_care_starten": "Back care Starten",
    "button.back_care_pauzeren": "Back care Pauzeren",
    "button.back_care_hervatten": "Back care Hervatten",
    "button.back_care_overslaan": "Back care Overslaan",
    "button.back_care_vorige": "Back care Vorige",
    "button.back_care_stoppen": "Back care Stoppen",
}


class Google:
    """Google, as far as Home Assistant can tell."""

    def __init__(self, hass: HomeAssistant, config: GoogleConfig, user: User) -> None:
        """Take the home, what it shows to Google, and who linked it."""
        self._hass = hass
        self._config = config
        self._user_id = user.id

    async def devices(self) -> dict[str, dict[str, Any]]:
        """Return what Google learns of the home."""
        answer = await self._send("SYNC")
        return {device["id"]: device for device in answer["devices"]}

    async def seen(self, entity_id: str) -> dict[str, Any]:
        """Return what Google learns of the state of a device."""
        answer = await self._send("QUERY", devices=[{"id": entity_id}])
        found: dict[str, Any] = answer["devices"][entity_id]
        return found

    async def turn(self, entity_id: str, *, on: bool) -> dict[str, Any]:
        """Hear "turn on" or "turn off", and return the answer."""
        return await self._execute(entity_id, "OnOff", on=on)

    async def activate(self, entity_id: str) -> dict[str, Any]:
        """Hear "activate", and return the answer."""
        return await self._execute(entity_id, "ActivateScene", deactivate=False)

    async def control(self, entity_id: str, command: str) -> dict[str, Any]:
        """Hear a word for a player, such as "pause", and return the answer."""
        return await self._execute(entity_id, f"media{command}")

    async def _execute(
        self, entity_id: str, command: str, **parameters: bool
    ) -> dict[str, Any]:
        """Send a command for a device."""
        execution = {
            "command": f"action.devices.commands.{command}",
            "params": parameters,
        }
        order = {"devices": [{"id": entity_id}], "execution": [execution]}
        answer = await self._send("EXECUTE", commands=[order])
        await self._hass.async_block_till_done()
        return answer

    async def _send(self, intent: str, **payload: Any) -> dict[str, Any]:
        """Send a request and return the payload of the answer."""
        request = {
            "requestId": "1",
            "inputs": [{"intent": f"action.devices.{intent}", "payload": payload}],
        }
        answer = await async_handle_message(
            self._hass,
            self._config,
            self._user_id,
            self._user_id,
            request,
            SOURCE_CLOUD,
        )
        found: dict[str, Any] = answer["payload"]
        return found


@pytest.fixture
async def google(
    hass: HomeAssistant, clock: SessionClock, hass_admin_user: User
) -> Google:
    """Show the buttons and a timer to Google, besides what it sees by default."""
    shown = (*ENGLISH_BUTTONS, *DUTCH_BUTTONS, SESSION_TIMER)
    entities = {entity_id: {"expose": True} for entity_id in shown}
    config = GoogleConfig(
        hass, GOOGLE_ASSISTANT_SCHEMA({"project_id": "x", "entity_config": entities})
    )
    await config.async_initialize()
    return Google(hass, config, hass_admin_user)


def done(entity_id: str, **states: Any) -> dict[str, Any]:
    """Return the answer to a command that was carried out."""
    return {"commands": [{"ids": [entity_id], "status": "SUCCESS", "states": states}]}


@pytest.mark.parametrize(
    ("language", "buttons"), [("en", ENGLISH_BUTTONS), ("nl", DUTCH_BUTTONS)]
)
async def test_what_google_sees(
    hass: HomeAssistant,
    google: Google,
    config_entry: MockConfigEntry,
    set_up: SetUp,
    language: str,
    buttons: dict[str, str],
) -> None:
    """The session is a switch by the name of the profile, a button is a scene."""
    hass.config.language = language
    await set_up(config_entry)
    devices = await google.devices()

    session = devices[SESSION]
    assert session["name"] == {"name": "Back care"}
    assert session["type"] == "action.devices.types.SWITCH"
    assert session["traits"] == [ON_OFF]

    scenes = {
        found: device["name"]["name"]
        for found, device in devices.items()
        if device["type"] == "action.devices.types.SCENE"
    }
    assert scenes == buttons
    assert all(devices[button]["traits"] == [SCENE] for button in buttons)


@pytest.mark.usefixtures("setup_backcare")
async def test_the_coach(hass: HomeAssistant, google: Google) -> None:
    """The words for a player lead through a session."""
    coach = (await google.devices())[COACH]
    assert coach["name"] == {"name": "Back care Coach"}
    assert TRANSPORT in coach["traits"]
    await act(hass, "start_routine")
    for command, playback, phase in (
        ("Next", "PLAYING", "hold"),
        ("Pause", "PAUSED", "hold"),
        ("Previous", "PAUSED", "prepare"),
        ("Resume", "PLAYING", "prepare"),
        ("Stop", "STOPPED", "idle"),
    ):
        answer = await google.control(COACH, command)
        assert answer["commands"][0]["status"] == "SUCCESS", command
        assert (await google.seen(COACH))["playbackState"] == playback
        assert state(hass, "sensor.phase") == phase


@pytest.mark.usefixtures("setup_backcare")
async def test_what_google_does_not_see(google: Google) -> None:
    """Google knows no timers, and the settings of the cues are no devices."""
    devices = await google.devices()
    switches = [found for found in devices if found.startswith("switch.")]
    assert switches == [SESSION]
    assert SESSION_TIMER not in devices


@pytest.mark.usefixtures("setup_backcare")
async def test_on_and_off(
    hass: HomeAssistant, google: Google, clock: SessionClock
) -> None:
    """The session goes on and off, and Google sees it."""
    assert await google.seen(SESSION) == {"online": True, "on": False}

    assert await google.turn(SESSION, on=True) == done(SESSION, online=True, on=True)
    assert state(hass, "sensor.session") == "active"
    await clock.elapse(20)
    assert await google.seen(SESSION) == {"online": True, "on": True}

    assert await google.turn(SESSION, on=False) == done(SESSION, online=True, on=False)
    assert state(hass, "sensor.session") == "idle"


@pytest.mark.usefixtures("setup_backcare")
async def test_on_twice(
    hass: HomeAssistant, google: Google, clock: SessionClock
) -> None:
    """What is on already goes on where it is."""
    await google.turn(SESSION, on=True)
    await clock.elapse(20)
    assert await google.turn(SESSION, on=True) == done(SESSION, online=True, on=True)
    assert state(hass, "sensor.phase") == "hold"


@pytest.mark.usefixtures("setup_backcare")
async def test_every_scene(hass: HomeAssistant, google: Google) -> None:
    """The scenes lead through a session."""
    for key, entity, expected in (
        ("start", "sensor.phase", "prepare"),
        ("skip", "sensor.phase", "hold"),
        ("pause", "sensor.session", "paused"),
        ("previous", "sensor.phase", "prepare"),
        ("resume", "sensor.session", "active"),
        ("stop", "sensor.session", "idle"),
    ):
        button = f"button.back_care_{key}"
        assert await google.seen(button) == {"online": True}
        answer = await google.activate(button)
        assert answer["commands"][0]["status"] == "SUCCESS"
        assert state(hass, entity) == expected, key


@pytest.mark.usefixtures("setup_backcare")
async def test_a_scene_at_the_wrong_moment(
    hass: HomeAssistant, google: Google, caplog: pytest.LogCaptureFixture
) -> None:
    """A scene that can't be activated is offline and does nothing."""
    button = "button.back_care_skip"
    assert await google.seen(button) == {"online": False}
    assert await google.activate(button) == done(button, online=False)
    assert state(hass, "sensor.session") == "idle"
    assert "ERROR" not in caplog.text


async def test_before_the_safety_check(
    google: Google, set_up: SetUp, caplog: pytest.LogCaptureFixture
) -> None:
    """Google says that it failed, nothing starts, and the log tells why."""
    await set_up(build_entry(safety={"agreed": False}))
    assert await google.turn(SESSION, on=True) == {"errorCode": "unknownError"}
    assert await google.seen(SESSION) == {"online": True, "on": False}
    assert SafetyNotConfirmed.key in caplog.text


async def test_on_a_speaker_in_use(
    hass: HomeAssistant,
    google: Google,
    set_up: SetUp,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Google says that it failed, and the session of the other person goes on."""
    options = {"speech": {"speakers": ["media_player.kitchen"]}}
    anna = await set_up(build_entry(title="Anna", entry_id="anna", options=options))
    await set_up(build_entry(title="Lisa", entry_id="lisa", options=options))
    await act(hass, "start_routine", config_entry_id=anna.entry_id)

    assert await google.turn("switch.lisa", on=True) == {"errorCode": "unknownError"}
    assert hass.states.is_state("sensor.lisa_session", "idle")
    assert hass.states.is_state("sensor.anna_session", "active")
    assert SpeakerInUse.key in caplog.text


async def test_two_people(hass: HomeAssistant, google: Google, set_up: SetUp) -> None:
    """Each is a device by their own name."""
    await set_up(build_entry(title="Anna", entry_id="anna"))
    await set_up(build_entry(title="Lisa", entry_id="lisa"))
    devices = await google.devices()
    assert devices["switch.anna"]["name"] == {"name": "Anna"}
    assert devices["switch.lisa"]["name"] == {"name": "Lisa"}

    await google.turn("switch.lisa", on=True)
    assert await google.seen("switch.lisa") == {"online": True, "on": True}
    assert await google.seen("switch.anna") == {"online": True, "on": False}
