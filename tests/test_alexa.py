"""Tests of a session that is steered by Alexa, through Home Assistant's own Alexa."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.engine.errors import SafetyNotConfirmed
from homeassistant.components.alexa import SMART_HOME_SCHEMA
from homeassistant.components.alexa.smart_home import AlexaConfig, async_handle_message
from homeassistant.core import HomeAssistant

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp

type Link = Callable[[str], Awaitable[Alexa]]

SESSION = "switch.back_care"
COACH = "media_player.back_care_coach"
TIMERS = (
    "timer.back_care_exercise_timer",
    "timer.back_care_rest_timer",
    "timer.back_care_session_timer",
)

ACTIVATE = ("Alexa.SceneController", "Activate")
HOLD = ("Alexa.TimeHoldController", "Hold")
RESUME = ("Alexa.TimeHoldController", "Resume")
TURN_ON = ("Alexa.PowerController", "TurnOn")
TURN_OFF = ("Alexa.PowerController", "TurnOff")

ENGLISH_NAMES = {
    SESSION: "Back care",
    COACH: "Back care Coach",
    "button.back_care_start": "Back care Start",
    "button.back_care_pause": "Back care Pause",
    "button.back_care_resume": "Back care Resume",
    "button.back_care_skip": "Back care Skip",
    "button.back_care_previous": "Back care Previous",
    "button.back_care_stop": "Back care Stop",
    "timer.back_care_exercise_timer": "Back care Exercise timer",
    "timer.back_care_rest_timer": "Back care Rest timer",
    "timer.back_care_session_timer": "Back care Session timer",
}
DUTCH_NAMES = {
    SESSION: "Back care",
    COACH: "Back care Coach",
    "button.back_care_starten": "Back care Starten",
    "button.back_care_pauzeren": "Back care Pauzeren",
    "button.back_care_hervatten": "Back care Hervatten",
    "button.back_care_overslaan": "Back care Overslaan",
    "button.back_care_vorige": "Back care Vorige",
    "button.back_care_stoppen": "Back care Stoppen",
    "timer.back_care_oefeningtimer": "Back care Oefeningtimer",
    "timer.back_care_rusttimer": "Back care Rusttimer",
    "timer.back_care_trainingstimer": "Back care Trainingstimer",
}

ENGLISH_CONTROLS = {
    "switch": {"PowerController"},
    "button": {"SceneController"},
    "media_player": {"ChannelController", "PlaybackController", "PowerController"},
    "timer": {"PowerController", "TimeHoldController"},
}
DUTCH_CONTROLS = {
    **ENGLISH_CONTROLS,
    "media_player": {"PlaybackController", "PowerController"},
    "timer": {"PowerController"},
}
"""In Dutch, Alexa neither holds and resumes nor knows channels."""


class Alexa:
    """Alexa, as far as Home Assistant can tell."""

    def __init__(self, hass: HomeAssistant, config: AlexaConfig) -> None:
        """Take the home and what it shows to Alexa."""
        self._hass = hass
        self._config = config

    async def devices(self) -> dict[str, dict[str, Any]]:
        """Return what Alexa learns of the home."""
        answer = await self._send("Alexa.Discovery", "Discover")
        endpoints = answer["event"]["payload"]["endpoints"]
        return {found["endpointId"].replace("#", "."): found for found in endpoints}

    async def seen(self, entity_id: str) -> dict[str, Any]:
        """Return what Alexa learns of the state of a device."""
        answer = await self._send("Alexa", "ReportState", entity_id)
        assert answer["event"]["header"]["name"] == "StateReport"
        properties = answer["context"]["properties"]
        return {found["name"]: found["value"] for found in properties}

    async def is_on(self, entity_id: str) -> bool:
        """Return if Alexa sees a device as on."""
        power: str = (await self.seen(entity_id))["powerState"]
        return power == "ON"

    async def command(self, entity_id: str, directive: tuple[str, str]) -> str:
        """Hear a command for a device, and return the name of the answer."""
        answer = await self._send(*directive, entity_id)
        await self._hass.async_block_till_done()
        name: str = answer["event"]["header"]["name"]
        return name

    async def _send(
        self, namespace: str, name: str, entity_id: str | None = None
    ) -> dict[str, Any]:
        """Send a directive and return the answer."""
        directive: dict[str, Any] = {
            "header": {
                "namespace": namespace,
                "name": name,
                "messageId": "1",
                "payloadVersion": "3",
            },
            "payload": {},
        }
        if entity_id:
            directive["endpoint"] = {"endpointId": entity_id.replace(".", "#")}
        return await async_handle_message(
            self._hass, self._config, {"directive": directive}
        )


@pytest.fixture
def link(hass: HomeAssistant, clock: SessionClock) -> Link:
    """Return what shows the home to Alexa."""

    async def link(locale: str) -> Alexa:
        config = AlexaConfig(hass, SMART_HOME_SCHEMA({"locale": locale}))
        await config.async_initialize()
        return Alexa(hass, config)

    return link


@pytest.fixture
async def alexa(link: Link) -> Alexa:
    """Show the home to an American Alexa."""
    return await link("en-US")


def controls(device: dict[str, Any]) -> set[str]:
    """Return what Alexa can do with a device."""
    interfaces = {item["interface"] for item in device["capabilities"]}
    return {
        interface.removeprefix("Alexa.")
        for interface in interfaces
        if interface.endswith("Controller")
    }


@pytest.mark.parametrize(
    ("language", "locale", "names", "expected"),
    [
        ("en", "en-US", ENGLISH_NAMES, ENGLISH_CONTROLS),
        ("nl", "nl-NL", DUTCH_NAMES, DUTCH_CONTROLS),
    ],
)
async def test_what_alexa_sees(
    hass: HomeAssistant,
    link: Link,
    config_entry: MockConfigEntry,
    set_up: SetUp,
    language: str,
    locale: str,
    names: dict[str, str],
    expected: dict[str, set[str]],
) -> None:
    """The session is a switch and a player, a button a scene; a timer can be held."""
    hass.config.language = language
    await set_up(config_entry)
    devices = await (await link(locale)).devices()

    assert {
        found: device["friendlyName"]
        for found, device in devices.items()
        if found.split(".")[0] in expected
    } == names
    for found in names:
        assert controls(devices[found]) == expected[found.split(".")[0]], found
    assert devices[SESSION]["displayCategories"] == ["SWITCH"]


@pytest.mark.usefixtures("setup_backcare")
async def test_on_and_off(
    hass: HomeAssistant, alexa: Alexa, clock: SessionClock
) -> None:
    """The session goes on and off, and Alexa sees it."""
    assert not await alexa.is_on(SESSION)

    assert await alexa.command(SESSION, TURN_ON) == "Response"
    await clock.elapse(20)
    assert state(hass, "sensor.session") == "active"
    assert await alexa.is_on(SESSION)

    assert await alexa.command(SESSION, TURN_OFF) == "Response"
    assert state(hass, "sensor.session") == "idle"
    assert not await alexa.is_on(SESSION)


@pytest.mark.usefixtures("setup_backcare")
async def test_every_scene(hass: HomeAssistant, alexa: Alexa) -> None:
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
        assert await alexa.command(button, ACTIVATE) == "ActivationStarted"
        assert state(hass, entity) == expected, key


@pytest.mark.usefixtures("setup_backcare")
async def test_the_coach(hass: HomeAssistant, alexa: Alexa) -> None:
    """The commands for a player lead through a session."""
    for name, entity, expected in (
        ("Play", "sensor.phase", "prepare"),
        ("Next", "sensor.phase", "hold"),
        ("Pause", "sensor.session", "paused"),
        ("Previous", "sensor.phase", "prepare"),
        ("Play", "sensor.session", "active"),
        ("Stop", "sensor.session", "idle"),
    ):
        directive = ("Alexa.PlaybackController", name)
        assert await alexa.command(COACH, directive) == "Response"
        assert state(hass, entity) == expected, name


@pytest.mark.usefixtures("setup_backcare")
async def test_a_scene_at_the_wrong_moment(
    hass: HomeAssistant, alexa: Alexa, caplog: pytest.LogCaptureFixture
) -> None:
    """A scene that can't be activated is out of reach and does nothing."""
    button = "button.back_care_skip"
    seen = await alexa.seen(button)
    assert seen["connectivity"] == {"value": "UNREACHABLE"}
    await alexa.command(button, ACTIVATE)
    assert state(hass, "sensor.session") == "idle"
    assert "ERROR" not in caplog.text


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize("timer", TIMERS)
async def test_every_timer_steers_the_session(
    hass: HomeAssistant, alexa: Alexa, clock: SessionClock, timer: str
) -> None:
    """Each timer starts, pauses, resumes and stops the session, whatever it counts."""
    for directive, expected in (
        (HOLD, "idle"),
        (TURN_OFF, "idle"),
        (TURN_ON, "active"),
        (HOLD, "paused"),
        (HOLD, "paused"),
        (RESUME, "active"),
        (RESUME, "active"),
        (TURN_OFF, "idle"),
    ):
        assert await alexa.command(timer, directive) == "Response"
        await clock.elapse(1)
        assert state(hass, "sensor.session") == expected, directive


@pytest.mark.usefixtures("setup_backcare")
async def test_the_timers_show_what_runs(
    hass: HomeAssistant, alexa: Alexa, clock: SessionClock
) -> None:
    """A timer is on while it counts, and stays on while it is paused."""

    async def running() -> list[bool]:
        return [await alexa.is_on(timer) for timer in TIMERS]

    assert await running() == [False, False, False]
    await act(hass, "start_routine")
    assert await running() == [False, True, True]
    await clock.elapse(20)
    assert await running() == [True, False, True]
    await alexa.command(TIMERS[0], HOLD)
    await clock.elapse(20)
    assert await running() == [True, False, True]
    assert state(hass, "timer.session_timer") == "paused"


async def test_before_the_safety_check(
    alexa: Alexa, set_up: SetUp, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing starts, and the log tells why; Alexa does not wait to hear it."""
    await set_up(build_entry(safety={"agreed": False}))
    assert await alexa.command(SESSION, TURN_ON) == "Response"
    assert not await alexa.is_on(SESSION)
    assert SafetyNotConfirmed.key in caplog.text


async def test_two_people(hass: HomeAssistant, alexa: Alexa, set_up: SetUp) -> None:
    """Each is a device by their own name."""
    await set_up(build_entry(title="Anna", entry_id="anna"))
    await set_up(build_entry(title="Lisa", entry_id="lisa"))
    devices = await alexa.devices()
    assert devices["switch.anna"]["friendlyName"] == "Anna"
    assert devices["switch.lisa"]["friendlyName"] == "Lisa"

    await alexa.command("switch.lisa", TURN_ON)
    assert await alexa.is_on("switch.lisa")
    assert not await alexa.is_on("switch.anna")
