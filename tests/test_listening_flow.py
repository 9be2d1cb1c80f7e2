"""Tests of the dialogue that measures the delay of a speaker."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed_exact,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.cues.tones import ONSET_SECONDS
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, assert_refused, build_entry, state
from .conftest import SetUp
from .form_words import assert_readable

KITCHEN = "media_player.kitchen"
GYM = "media_player.gym"
HALL = "assist_satellite.hall"

OPTIONS: dict[str, Any] = {
    "speech": {
        "speakers": [KITCHEN, HALL, GYM],
        "language": "en",
        "speaker_settings": [
            {"speaker": GYM, "volume": 30},
            {"speaker": HALL, "lead_time": 90},
        ],
    },
    "lights": {"lights": ["light.lamp"]},
}


class Home:
    """Speakers that tick, and a person who hears them late."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Let two media players and a satellite be there."""
        self.told: list[str] = []
        """What the speakers were told."""
        self.error: Exception | None = None
        self.fails_once = False
        self.is_slow = False
        self.playing: set[str] = set()
        self._hass = hass
        self._freezer = freezer
        stop = MediaPlayerEntityFeature.PLAY_MEDIA | MediaPlayerEntityFeature.STOP
        hass.states.async_set(KITCHEN, "idle", {ATTR_SUPPORTED_FEATURES: stop})
        hass.states.async_set(
            GYM,
            "playing",
            {ATTR_SUPPORTED_FEATURES: stop | MediaPlayerEntityFeature.MEDIA_ANNOUNCE},
        )
        hass.states.async_set(HALL, "idle")
        for domain, service in (
            ("media_player", "play_media"),
            ("media_player", "media_stop"),
            ("media_player", "volume_set"),
            ("assist_satellite", "announce"),
        ):
            hass.services.async_register(domain, service, self._async_hear)

    async def _async_hear(self, call: ServiceCall) -> None:
        entity_id = call.data["entity_id"]
        self.told.append(f"{call.service} {entity_id}")
        if self.is_slow:
            self.is_slow = False
            await asyncio.sleep(0)
        if error := self.error:
            if self.fails_once:
                self.error = None
            raise error
        if call.service == "announce":
            self.playing.add(entity_id)
            try:
                await asyncio.Event().wait()
            finally:
                self.playing.remove(entity_id)

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._freezer.tick(timedelta(seconds=seconds))

    async def open(self, entry: MockConfigEntry) -> Any:
        """Return what comes when the person wants to listen."""
        menu = await self._hass.config_entries.options.async_init(entry.entry_id)
        return await self.fill_in(menu, next_step_id="listening")

    async def listen(self, entry: MockConfigEntry, speaker: str) -> Any:
        """Return what comes when the person has chosen a speaker."""
        return await self.fill_in(await self.open(entry), speaker=speaker)

    async def press(self, result: Any, *seconds: float) -> Any:
        """Press, so many seconds after the press before; return what comes then."""
        for wait in seconds:
            self.pass_time(wait)
            result = await self.fill_in(result)
        return result

    async def fill_in(self, result: Any, **answers: Any) -> Any:
        """Return what comes after a form."""
        result = await self._hass.config_entries.options.async_configure(
            result["flow_id"], answers
        )
        await self._hass.async_block_till_done()
        assert_readable(result)
        return result


@pytest.fixture
async def home(
    hass: HomeAssistant, clock: SessionClock, frozen: FrozenDateTimeFactory
) -> Home:
    """Return the home, in which time stands still."""
    assert await async_setup_component(hass, "media_player", {})
    return Home(hass, frozen)


@pytest.fixture
async def entry(home: Home, set_up: SetUp) -> MockConfigEntry:
    """Set up a person with three speakers."""
    return await set_up(build_entry(options=OPTIONS))


def suggested_lead_time(result: Any) -> int:
    """Return the delay that the last form offers, with the silence before a tick."""
    assert result["step_id"] == "measured"
    (field,) = result["data_schema"].schema
    lead_time: int = field.default()
    return lead_time + round(1000 * ONSET_SECONDS)


async def test_measure_a_speaker(home: Home, entry: MockConfigEntry) -> None:
    """Five presses with the ticks tell the delay, which is kept beside the rest."""
    controller = entry.runtime_data
    result = await home.open(entry)
    assert result["step_id"] == "listening"
    (field,) = result["data_schema"].schema
    assert field.default() == KITCHEN
    result = await home.fill_in(result, speaker=KITCHEN)
    for number in range(1, 6):
        assert result["type"] is FlowResultType.FORM
        assert result["step_id"] == "beat"
        assert not result["errors"]
        assert result["description_placeholders"] == {
            "speaker": "kitchen",
            "number": str(number),
            "press_count": "5",
        }
        result = await home.press(result, 4.24 if number == 1 else 2)
    assert set(home.told) == {f"play_media {KITCHEN}"}
    assert suggested_lead_time(result) == 240
    assert entry.options == OPTIONS

    result = await home.fill_in(result, lead_time=250)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    speech = OPTIONS["speech"]
    rows = [*speech["speaker_settings"], {"speaker": KITCHEN, "lead_time": 250}]
    assert entry.options == {**OPTIONS, "speech": {**speech, "speaker_settings": rows}}
    assert entry.runtime_data is controller
    assert controller.profile.settings.lead_seconds[KITCHEN] == 0.25


@pytest.mark.parametrize(
    ("speaker", "row"),
    [
        (GYM, {"speaker": GYM, "volume": 30, "lead_time": 100}),
        (HALL, {"speaker": HALL, "lead_time": 100}),
    ],
)
async def test_what_was_known_of_the_speaker_stays(
    home: Home, entry: MockConfigEntry, speaker: str, row: dict[str, Any]
) -> None:
    """Only the delay is new, and the row stays where it was."""
    result = await home.press(await home.listen(entry, speaker), 2.1, 2, 2, 2, 2)
    await home.fill_in(result, lead_time=suggested_lead_time(result))
    rows = [
        row if old["speaker"] == speaker else old
        for old in OPTIONS["speech"]["speaker_settings"]
    ]
    assert entry.options["speech"]["speaker_settings"] == rows


async def test_one_wild_press_does_no_harm(home: Home, entry: MockConfigEntry) -> None:
    """The others tell the delay."""
    result = await home.listen(entry, KITCHEN)
    result = await home.press(result, 2.2, 2, 1, 3, 2)
    assert suggested_lead_time(result) == 200


async def test_presses_that_disagree_are_asked_anew(
    home: Home, entry: MockConfigEntry
) -> None:
    """Nothing is made of presses here and there, and the ticks go on."""
    result = await home.listen(entry, KITCHEN)
    result = await home.press(result, 2, 2.4, 2.4, 2.4, 2.4)
    assert result["step_id"] == "beat"
    assert result["errors"] == {"base": "presses_disagree"}
    assert result["description_placeholders"]["number"] == "1"
    result = await home.press(result, 0.6, 2, 2, 2, 2)
    assert suggested_lead_time(result) == 200


async def test_ticks_that_have_stopped_begin_again(
    home: Home, entry: MockConfigEntry
) -> None:
    """Who waits too long hears new ticks."""
    result = await home.listen(entry, KITCHEN)
    result = await home.press(result, 2.1, 60)
    assert not result["errors"]
    home.told.clear()
    result = await home.press(result, 10)
    assert result["errors"] == {"base": "beat_over"}
    assert home.told == [f"play_media {KITCHEN}"]
    result = await home.press(result, 2.3, 2, 2, 2, 2)
    assert suggested_lead_time(result) == 300


async def test_speaker_that_went_away_between(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """A speaker that is gone when its ticks should begin again is told."""
    result = await home.listen(entry, KITCHEN)
    hass.states.async_remove(KITCHEN)
    result = await home.press(result, 70)
    assert result["errors"] == {"speaker": "speaker_unavailable"}


@pytest.mark.parametrize("speaker", [KITCHEN, GYM, HALL])
async def test_closing_the_dialogue_stops_the_ticks(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry, speaker: str
) -> None:
    """Nothing is heard after the tick that sounds."""
    result = await home.listen(entry, speaker)
    assert home.playing == ({HALL} if speaker == HALL else set())
    hass.config_entries.options.async_abort(result["flow_id"])
    await hass.async_block_till_done()
    # A cancelled task needs a moment more.
    await asyncio.sleep(0)
    assert home.playing == set()
    home.told.clear()
    home.pass_time(10)
    await hass.async_block_till_done()
    assert home.told == []


async def test_closing_before_a_speaker_is_chosen(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """Nothing ticks, so nothing stops."""
    result = await home.open(entry)
    hass.config_entries.options.async_abort(result["flow_id"])
    await hass.async_block_till_done()
    assert home.told == []


@pytest.mark.parametrize("speaker_state", [None, "unavailable"])
async def test_unavailable_speaker(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    speaker_state: str | None,
) -> None:
    """A speaker that can't be reached is told, and another one can be chosen."""
    hass.states.async_remove(KITCHEN)
    if speaker_state:
        hass.states.async_set(KITCHEN, speaker_state)
    result = await home.listen(entry, KITCHEN)
    assert result["step_id"] == "listening"
    assert result["errors"] == {"speaker": "speaker_unavailable"}
    result = await home.fill_in(result, speaker=GYM)
    assert result["step_id"] == "beat"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HomeAssistantError("No route to the speaker"), "No route to the speaker"),
        (RuntimeError(), "RuntimeError()"),
    ],
)
async def test_failing_speaker(
    home: Home, entry: MockConfigEntry, error: Exception, reason: str
) -> None:
    """A speaker that fails is told with the reason, and nothing is kept."""
    home.error = error
    result = await home.listen(entry, KITCHEN)
    assert result["step_id"] == "listening"
    assert result["errors"] == {"speaker": "speaker_failed"}
    assert result["description_placeholders"] == {"reason": reason}
    assert entry.options == OPTIONS

    home.error = None
    result = await home.fill_in(result, speaker=KITCHEN)
    assert result["step_id"] == "beat"
    assert home.told[-1] == f"play_media {KITCHEN}"


async def test_speaker_that_refuses_one_tick(
    home: Home, entry: MockConfigEntry
) -> None:
    """It is told once more at once, and the person hears it."""
    home.error = HomeAssistantError("Busy")
    home.fails_once = True
    result = await home.listen(entry, KITCHEN)
    assert result["step_id"] == "beat"
    assert home.told == [f"play_media {KITCHEN}"] * 2


async def test_speaker_that_fails_after_a_while(
    home: Home, entry: MockConfigEntry
) -> None:
    """The next press tells it, and does not count."""
    home.error = HomeAssistantError("No answer")
    home.is_slow = True
    result = await home.listen(entry, HALL)
    assert result["step_id"] == "beat"
    result = await home.press(result, 2.1)
    assert result["step_id"] == "listening"
    assert result["errors"] == {"speaker": "speaker_failed"}
    assert entry.options == OPTIONS


async def test_speaker_of_nobody(home: Home, entry: MockConfigEntry) -> None:
    """Only the person's own speakers can be chosen."""
    result = await home.open(entry)
    with pytest.raises(InvalidData):
        await home.fill_in(result, speaker="media_player.attic")


@pytest.mark.parametrize("lead_time", [-1, 3001, 3_600_000, "soon"])
async def test_delay_out_of_range(
    home: Home, entry: MockConfigEntry, lead_time: Any
) -> None:
    """A delay that makes no sense is not kept."""
    result = await home.press(await home.listen(entry, KITCHEN), 2.1, 2, 2, 2, 2)
    with pytest.raises(InvalidData):
        await home.fill_in(result, lead_time=lead_time)
    assert entry.options == OPTIONS


async def test_person_without_speakers(home: Home, set_up: SetUp) -> None:
    """There is nothing to listen to."""
    result = await home.open(await set_up(build_entry()))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_speakers"


async def test_entry_that_is_not_running(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """A profile that is unloaded has nothing to play with."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    result = await home.open(entry)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "entry_not_loaded"


async def test_session_that_runs(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """Ticks never disturb a session."""
    await act(hass, "start_routine")
    told = list(home.told)
    result = await home.open(entry)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "session_active"
    assert state(hass, "sensor.session") == "active"
    assert home.told == told


async def test_session_that_starts_meanwhile(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """The session wins: the ticks stop."""
    result = await home.listen(entry, HALL)
    assert home.playing == {HALL}
    await act(hass, "start_routine")
    await asyncio.sleep(0)
    assert home.playing == set()
    result = await home.press(result, 2)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "session_active"
    assert entry.options == OPTIONS


LISA_ID = "01KAQ0000000000000PROFILE2"


async def test_session_of_somebody_else(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """It keeps its speaker, and a speaker that ticks can't be taken by one."""
    options = {"speech": {"speakers": [KITCHEN]}}
    await set_up(build_entry(title="Lisa", entry_id=LISA_ID, options=options))
    await act(hass, "start_routine", config_entry_id=LISA_ID)
    home.told.clear()
    result = await home.listen(entry, KITCHEN)
    assert result["step_id"] == "listening"
    assert result["errors"] == {"speaker": "speaker_in_use"}
    assert f"play_media {KITCHEN}" not in home.told
    result = await home.fill_in(result, speaker=GYM)
    assert result["step_id"] == "beat"
    await act(hass, "stop_session", config_entry_id=LISA_ID)
    await assert_refused(
        hass,
        "speaker_in_use",
        "start_routine",
        config_entry_id=LISA_ID,
        speakers=[GYM],
    )


async def test_ticks_that_have_stopped_give_the_speaker_back(
    hass: HomeAssistant, home: Home, entry: MockConfigEntry
) -> None:
    """Also if nobody closes the dialogue."""
    music = {
        ATTR_SUPPORTED_FEATURES: MediaPlayerEntityFeature.VOLUME_SET,
        "media_content_id": "http://radio/jazz",
    }
    hass.states.async_set(GYM, "playing", {**music, "volume_level": 0.8})
    await home.listen(entry, GYM)
    assert home.told == [f"volume_set {GYM}", f"play_media {GYM}"]
    hass.states.async_set(GYM, "idle", {**music, "volume_level": 0.3})
    home.told.clear()
    home.pass_time(61)
    async_fire_time_changed_exact(hass, dt_util.utcnow())
    await hass.async_block_till_done(wait_background_tasks=True)
    assert home.told == [f"volume_set {GYM}", f"play_media {GYM}"]


async def test_over_http(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """A browser can draw the forms, and presses without an answer."""
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    flows = "/api/config/config_entries/options/flow"

    async def post(path: str, **answers: Any) -> Any:
        return await (await client.post(f"{flows}{path}", json=answers)).json()

    flow = f"/{(await post('', handler=entry.entry_id))['flow_id']}"
    form = await post(flow, next_step_id="listening")
    assert form["last_step"] is False
    form = await post(flow, speaker=KITCHEN)
    assert form["data_schema"] == []
    for wait in (2.1 + ONSET_SECONDS, 2, 2, 2, 2):
        home.pass_time(wait)
        form = await post(flow)
    assert form["data_schema"][0]["default"] == 100
    assert (await post(flow, lead_time=100))["type"] == "create_entry"
    await hass.async_block_till_done()
