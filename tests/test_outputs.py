"""Test what becomes of speakers and lights from session to session."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, Conf
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir

from .common import ENTRY_ID, act, assert_refused, build_entry, state
from .conftest import MUSIC, WARM, SetUp
from .cues.common import OTHER_SPEAKER, SPEAKER, Lamp, Time
from .cues.home import Home
from .cues.light_common import PAUSED_BRIGHTNESS

LISA_ID = "01KAQ0000000000000PROFILE2"
STORE = f"{DOMAIN}.{ENTRY_ID}"
HISTORY = f"{STORE}.history"

GROUP = "media_player.everywhere"
NOTHING: dict[str, list[Any]] = {"lights": [], "speakers": []}


def outputs(*speakers: str) -> dict[str, Any]:
    """Return the options of a person with speakers, who wants soft cues in the gym."""
    return {
        Conf.SPEECH: {
            Conf.SPEAKERS: list(speakers),
            Conf.SPEAKER_SETTINGS: [{Conf.SPEAKER: OTHER_SPEAKER, Conf.VOLUME: 30}],
        },
        Conf.LIGHTS: {Conf.LIGHTS: ["light.mat"]},
    }


@pytest.fixture
async def entry(home: Home, lamp: Lamp, set_up: SetUp) -> MockConfigEntry:
    """Set up a person who hears cues in the gym and has a lamp."""
    return await set_up(build_entry(options=outputs(OTHER_SPEAKER)))


async def start_and_listen(hass: HomeAssistant, time: Time) -> None:
    """Start a session and go on into the first hold."""
    await act(hass, "start_routine", routine="full_core_30")
    await time.elapse(60)


def is_lent(home: Home, lamp: Lamp) -> bool:
    """Return if the speaker and the lamp are in a session; they may not be in between."""
    soft = home.attribute(OTHER_SPEAKER, "volume_level") == 0.3
    silent = (
        home.attribute(OTHER_SPEAKER, "media_content_id") != MUSIC["media_content_id"]
    )
    cued = lamp.hs_color != WARM["hs_color"]
    assert soft == silent == cued, (soft, silent, cued)
    return cued


def kept(hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return what is on disk of how the outputs were."""
    before: dict[str, Any] = hass_storage[STORE]["data"]["before"]
    return before


def kept_ids(hass_storage: dict[str, Any]) -> list[str]:
    """Return of which outputs it is on disk how they were."""
    before = kept(hass_storage)
    return [item["entity_id"] for item in (*before["lights"], *before["speakers"])]


# Two people


@pytest.fixture
async def lisa(home: Home, lamp: Lamp, set_up: SetUp) -> MockConfigEntry:
    """Set up another person, who trains in the kitchen."""
    return await set_up(
        build_entry(title="Lisa", entry_id=LISA_ID, options=outputs(SPEAKER))
    )


async def start(hass: HomeAssistant, entry_id: str = ENTRY_ID, **fields: Any) -> None:
    """Start the session of a person."""
    await act(hass, "start_routine", config_entry_id=entry_id, **fields)


@pytest.mark.parametrize(
    ("hers", "wanted"),
    [
        ([SPEAKER], [SPEAKER]),
        ([SPEAKER, OTHER_SPEAKER], [OTHER_SPEAKER]),
        ([SPEAKER], [GROUP]),
        ([GROUP], [SPEAKER]),
    ],
)
@pytest.mark.parametrize("attribute", ["entity_id", "group_members"])
async def test_a_speaker_in_use_is_refused(
    hass: HomeAssistant,
    home: Home,
    lisa: MockConfigEntry,
    entry: MockConfigEntry,
    hers: list[str],
    wanted: list[str],
    attribute: str,
) -> None:
    """Also as a member of a group, or as the group of a member."""
    hass.states.async_set(GROUP, "idle", {attribute: [GROUP, SPEAKER]})
    await start(hass, LISA_ID, speakers=hers)
    message = await assert_refused(
        hass,
        "speaker_in_use",
        "start_routine",
        config_entry_id=ENTRY_ID,
        speakers=wanted,
    )
    assert wanted[0] in message
    assert "Lisa" in message
    assert entry.runtime_data.profile.sessions == []


async def test_the_speakers_of_the_options_are_looked_at_too(
    hass: HomeAssistant, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """Not only those that are asked for."""
    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])
    await assert_refused(
        hass, "speaker_in_use", "start_routine", config_entry_id=ENTRY_ID
    )


async def test_another_speaker_is_free(
    hass: HomeAssistant, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """Two people train at the same time."""
    await start(hass, LISA_ID)
    await start(hass)
    assert state(hass, "sensor.session") == "active"


async def test_a_paused_session_keeps_its_speaker(
    hass: HomeAssistant, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """It will speak again."""
    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])
    await act(hass, "pause_session", config_entry_id=LISA_ID)
    await assert_refused(
        hass, "speaker_in_use", "start_routine", config_entry_id=ENTRY_ID
    )


async def test_a_speaker_is_free_after_the_session(
    hass: HomeAssistant, time: Time, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """When the last words are said; and so is that of a person who is gone."""
    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])
    await time.elapse(5)
    await act(hass, "stop_session", config_entry_id=LISA_ID)
    await time.elapse(1)
    await assert_refused(
        hass, "speaker_in_use", "start_routine", config_entry_id=ENTRY_ID
    )
    await time.elapse(10)
    await start(hass)
    await act(hass, "stop_session", config_entry_id=ENTRY_ID)
    await time.elapse(10)

    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])
    assert await hass.config_entries.async_unload(LISA_ID)
    await start(hass)
    assert state(hass, "sensor.session") == "active"


# The test of the speakers


async def press_test(hass: HomeAssistant) -> None:
    """Press the button that tests the speakers."""
    await hass.services.async_call(
        "button",
        "press",
        {"entity_id": "button.back_care_test_speakers"},
        blocking=True,
    )


async def test_the_speakers_are_heard(
    hass: HomeAssistant, home: Home, lamp: Lamp, time: Time, entry: MockConfigEntry
) -> None:
    """A sentence and a countdown, as loud as in a session; then the music goes on."""
    await press_test(hass)
    await time.elapse(20)
    sentence, countdown, music = home.heard_on(OTHER_SPEAKER)
    texts = entry.runtime_data.profile.catalogue.texts["en"]
    assert sentence == texts.cues["speaker_test"]
    assert countdown == "[countdown]"
    assert music == MUSIC["media_content_id"]
    assert [call["volume_level"] for call in home.calls_of("volume_set")] == [0.3, 0.8]
    assert not is_lent(home, lamp)


async def test_a_test_disturbs_nobody(
    hass: HomeAssistant, home: Home, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """The speaker of another person's session is not tested."""
    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])
    with pytest.raises(ServiceValidationError) as refusal:
        await press_test(hass)
    assert refusal.value.translation_key == "speaker_in_use"
    assert refusal.value.translation_placeholders == {
        "speaker": OTHER_SPEAKER,
        "name": "Lisa",
    }


async def test_a_test_is_disturbed_by_nobody(
    hass: HomeAssistant, time: Time, lisa: MockConfigEntry, entry: MockConfigEntry
) -> None:
    """A session of another person can't start on a speaker while it is tested."""
    await press_test(hass)
    await time.elapse(1)
    await assert_refused(
        hass,
        "speaker_in_use",
        "start_routine",
        config_entry_id=LISA_ID,
        speakers=[OTHER_SPEAKER],
    )
    await time.elapse(20)
    await start(hass, LISA_ID, speakers=[OTHER_SPEAKER])


async def test_a_session_ends_the_test_of_its_speakers(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """It takes the speakers over, and puts them back as they were before both."""
    await press_test(hass)
    await time.elapse(2)
    await act(hass, "start_routine", routine="full_core_30")
    await time.elapse(13)
    assert is_lent(home, lamp)
    heard = home.heard_on(OTHER_SPEAKER)
    assert MUSIC["media_content_id"] not in heard
    assert "[countdown]" not in heard
    await act(hass, "stop_session")
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert home.heard_on(OTHER_SPEAKER)[-1] == MUSIC["media_content_id"]
    assert kept(hass_storage) == NOTHING


# How it was


async def test_how_outputs_were_is_kept_as_soon_as_they_are_touched(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """A power cut may come at any moment."""
    await act(hass, "start_routine", routine="full_core_30")
    await time.elapse(20)
    assert is_lent(home, lamp)
    (light,) = kept(hass_storage)["lights"]
    assert light["entity_id"] == "light.mat"
    assert light["attributes"]["brightness"] == 93
    assert kept(hass_storage)["speakers"] == [
        {
            "entity_id": OTHER_SPEAKER,
            "media": {
                "media_content_id": MUSIC["media_content_id"],
                "media_content_type": "music",
                "media_position": None,
                "source": None,
            },
            "volume": 0.8,
            "volume_set": 0.3,
        }
    ]


@pytest.mark.parametrize("reason", [{}, {"reason": "pain"}])
async def test_a_stop_puts_everything_back(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
    reason: dict[str, str],
) -> None:
    """After the last words, and then there is nothing more to keep."""
    await start_and_listen(hass, time)
    assert is_lent(home, lamp)
    await act(hass, "stop_session", **reason)
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


async def skip_to_the_end(hass: HomeAssistant, time: Time) -> None:
    """Skip all phases, and listen to the first second of the well done."""
    while state(hass, "sensor.session") == "active":
        await act(hass, "skip")
    await time.elapse(1)


async def test_the_end_puts_everything_back(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """After the well done."""
    await start_and_listen(hass, time)
    await skip_to_the_end(hass, time)
    await time.elapse(30)
    assert (
        hass.states.get("sensor.back_care_last_session").attributes["outcome"]
        == "finished"
    )
    said = home.heard_on(OTHER_SPEAKER)
    assert said[-1] == MUSIC["media_content_id"]
    assert said[-3].startswith("That was everything.")
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


async def test_an_unload_puts_everything_back(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """At once; the session itself is kept."""
    await start_and_listen(hass, time)
    assert await hass.config_entries.async_unload(ENTRY_ID)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING
    assert hass_storage[STORE]["data"]["running"]


async def crash(
    hass: HomeAssistant, hass_storage: dict[str, Any], home: Home, lamp: Lamp
) -> None:
    """Leave everything as a power cut does, in the middle of what BackCare does."""
    files = deepcopy({key: hass_storage.get(key) for key in (STORE, HISTORY)})
    cued = {key: getattr(lamp, key) for key in ("brightness", "hs_color")}
    player = hass.states.get(OTHER_SPEAKER)
    if files[STORE]["data"]["running"]:
        await act(hass, "stop_session")
    assert await hass.config_entries.async_remove(ENTRY_ID)
    hass_storage.update({key: file for key, file in files.items() if file})
    lamp.set(**cued)
    lamp.async_write_ha_state()
    hass.states.async_set(OTHER_SPEAKER, player.state, player.attributes)
    assert is_lent(home, lamp)


async def test_a_crash_in_a_session_loses_nothing(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The session comes back, and its end puts everything back as it was before."""
    await start_and_listen(hass, time)
    await crash(hass, hass_storage, home, lamp)

    home.heard.clear()
    await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(10)
    assert state(hass, "sensor.session") == "paused"
    assert is_lent(home, lamp)
    assert home.heard_on(OTHER_SPEAKER) == [
        "Paused. Say continue training when you are ready."
    ]
    assert lamp.brightness == PAUSED_BRIGHTNESS
    await time.elapse(200)
    assert home.heard_on(OTHER_SPEAKER)[1:] == ["Still paused. Continue or stop?"]
    assert kept_ids(hass_storage) == ["light.mat", OTHER_SPEAKER]

    await act(hass, "stop_session")
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


async def test_a_speaker_that_comes_late_tells_that_the_session_waits(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Some are there only some seconds after Home Assistant; that is no trouble."""
    await start_and_listen(hass, time)
    await crash(hass, hass_storage, home, lamp)
    player = hass.states.get(OTHER_SPEAKER)
    hass.states.async_set(OTHER_SPEAKER, "unavailable")
    home.heard.clear()

    await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(5)
    hass.states.async_set(OTHER_SPEAKER, player.state, player.attributes)
    await time.elapse(2)
    assert home.heard_on(OTHER_SPEAKER) == [
        "Paused. Say continue training when you are ready."
    ]
    assert not issue_registry.issues


async def test_a_crash_right_after_a_session_loses_nothing(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """No session comes back, but everything is put back when it may be there again."""
    await start_and_listen(hass, time)
    await skip_to_the_end(hass, time)
    assert hass_storage[STORE]["data"]["running"] is None
    await crash(hass, hass_storage, home, lamp)

    hass.set_state(CoreState.starting)
    await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(10)
    assert is_lent(home, lamp)
    assert kept_ids(hass_storage) == ["light.mat", OTHER_SPEAKER]

    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await time.elapse(10)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING
    assert state(hass, "sensor.session") == "idle"


@pytest.mark.parametrize("is_over", [False, True])
async def test_no_music_in_the_middle_of_the_night(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    frozen: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    set_up: SetUp,
    is_over: bool,
) -> None:
    """Hours after a power cut, in a session or right after it, all else is put back."""
    await start_and_listen(hass, time)
    if is_over:
        await skip_to_the_end(hass, time)
    await crash(hass, hass_storage, home, lamp)
    home.heard.clear()

    frozen.tick(timedelta(hours=5))
    await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(30)
    assert state(hass, "sensor.session") == "idle"
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.8
    assert lamp.hs_color == WARM["hs_color"]
    assert MUSIC["media_content_id"] not in home.heard_on(OTHER_SPEAKER)
    assert kept(hass_storage) == NOTHING


async def test_a_damaged_session_still_gives_the_outputs_back(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Only the session is lost."""
    await start_and_listen(hass, time)
    await crash(hass, hass_storage, home, lamp)
    hass_storage[STORE]["data"]["running"]["engine"] = {}

    await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(10)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


@pytest.mark.parametrize(
    "damage",
    [
        {"lights": None},
        {"lights": 5, "speakers": "media_player.gym"},
        {"speakers": [None, 5, "x", [], {}, {"entity_id": []}]},
        {"speakers": [{"entity_id": OTHER_SPEAKER, "media": 5, "volume": "loud"}]},
        {"lights": [{"entity_id": "light.mat"}, {"entity_id": "lamp", "state": "on"}]},
        {"surprise": 1},
    ],
)
async def test_damaged_notes_of_how_it_was_are_harmless(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    set_up: SetUp,
    damage: dict[str, Any],
) -> None:
    """A session starts and ends as always."""
    hass_storage[STORE] = {
        "version": 1,
        "minor_version": 1,
        "key": STORE,
        "data": {"level": 3, "before": damage},
    }
    entry = await set_up(build_entry(options=outputs(OTHER_SPEAKER)))
    await time.elapse(10)
    assert entry.runtime_data.profile.level == 3
    await start_and_listen(hass, time)
    assert is_lent(home, lamp)
    await act(hass, "stop_session")
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


async def test_a_session_right_after_another_takes_over(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """Nothing is put back between them, and after the second one all is as at first."""
    await start_and_listen(hass, time)
    await skip_to_the_end(hass, time)
    assert home.heard_on(OTHER_SPEAKER)[-1].startswith("That was everything.")

    await act(hass, "start_routine", routine="full_core_30")
    for _ in range(40):
        await time.elapse(1)
        assert is_lent(home, lamp)
        assert kept_ids(hass_storage) == ["light.mat", OTHER_SPEAKER]
    assert MUSIC["media_content_id"] not in home.heard_on(OTHER_SPEAKER)

    await act(hass, "stop_session")
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING


async def test_a_session_elsewhere_gives_the_speaker_back(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """At once: the music goes on while the person trains in another room."""
    await start_and_listen(hass, time)
    await act(hass, "stop_session")
    await start(hass, speakers=[SPEAKER], lights=[])
    await time.elapse(20)
    assert state(hass, "sensor.session") == "active"
    assert home.heard_on(OTHER_SPEAKER)[-1] == MUSIC["media_content_id"]
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.8
    assert OTHER_SPEAKER not in kept_ids(hass_storage)


async def test_a_session_of_a_group_keeps_its_member(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    home: Home,
    lamp: Lamp,
    time: Time,
    entry: MockConfigEntry,
) -> None:
    """Its music would sound in the session; it goes on afterwards."""
    hass.states.async_set(
        GROUP, "idle", {"group_members": [OTHER_SPEAKER], "supported_features": 512}
    )
    await start_and_listen(hass, time)
    await act(hass, "stop_session")
    await start(hass, speakers=[GROUP])
    await time.elapse(20)
    assert is_lent(home, lamp)
    await act(hass, "stop_session")
    await time.elapse(30)
    assert not is_lent(home, lamp)
    assert kept(hass_storage) == NOTHING
