"""Tests of BackCare in Home Assistant's conversation."""

import asyncio

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare import sentences
from custom_components.backcare.const import Conf
from custom_components.backcare.controller import SessionController
from custom_components.backcare.engine.models import SessionStatus
from custom_components.backcare.request import StartRequest
from homeassistant.components import conversation
from homeassistant.components.conversation import (
    ChatLog,
    ConversationInput,
    async_handle_sentence_triggers,
)
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.intent import async_register_timer_handler
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from tests.common import build_entry
from tests.conftest import SetUp

from .household import GYM_SATELLITE, GYM_SPEAKER, HALL_SATELLITE, put
from .vocabulary import BARE, ENGLISH, LOOK_ALIKES, NO_NAMES, SENTENCES


@pytest.fixture
async def assist(hass: HomeAssistant) -> None:
    """Set up what understands sentences."""
    for component in ("homeassistant", "intent", "conversation"):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()


@pytest.fixture
async def entry(
    hass: HomeAssistant, assist: None, setup_backcare: MockConfigEntry
) -> MockConfigEntry:
    """Set up BackCare in a home that understands sentences."""
    return setup_backcare


def controller(entry: MockConfigEntry) -> SessionController:
    """Return the controller of a person."""
    found: SessionController = entry.runtime_data
    return found


async def begin(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Begin a session if none runs."""
    if controller(entry).snapshot.status is SessionStatus.IDLE:
        controller(entry).async_start(StartRequest())
        await hass.async_block_till_done()


async def say(
    hass: HomeAssistant,
    sentence: str,
    satellite_id: str | None = None,
    *,
    language: str = "en",
    device: str | None = None,
) -> intent.IntentResponse:
    """Say something to Home Assistant."""
    result = await conversation.async_converse(
        hass,
        sentence,
        conversation_id=None,
        context=Context(),
        language=language,
        device_id=device,
        satellite_id=satellite_id,
    )
    await hass.async_block_till_done()
    return result.response


def is_understood(response: intent.IntentResponse) -> bool:
    """Return if Home Assistant could do something with a sentence."""
    return response.response_type is not intent.IntentResponseType.ERROR


async def is_ours(hass: HomeAssistant, sentence: str) -> bool:
    """Return if a sentence is taken away from Home Assistant."""
    spoken = ConversationInput(
        text=sentence,
        context=Context(),
        conversation_id=None,
        device_id=None,
        satellite_id=None,
        language="en",
        agent_id=conversation.HOME_ASSISTANT_AGENT,
    )
    chat_log = ChatLog(hass, "conversation")
    heard = await async_handle_sentence_triggers(hass, spoken, chat_log)
    return heard is not None


async def test_every_sentence(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Everything that is meant for BackCare at any time is understood at any time."""
    unheard = []
    for sentence in SENTENCES:
        if controller(entry).snapshot.status is not SessionStatus.IDLE:
            controller(entry).async_stop()
            await hass.async_block_till_done()
        if not is_understood(await say(hass, sentence)):
            unheard.append(sentence)
    assert not unheard


async def test_every_sentence_of_a_session(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """During a session the bare sentences are understood, too."""
    unheard = []
    for sentence in (*BARE, *SENTENCES):
        if controller(entry).profile.is_on_hold:  # It hurts in many words.
            controller(entry).profile.release()
        await begin(hass, entry)
        if not await is_ours(hass, sentence):
            unheard.append(sentence)
        await hass.async_block_till_done()
    assert not unheard


@pytest.mark.parametrize("in_session", [False, True])
async def test_look_alikes(
    hass: HomeAssistant, entry: MockConfigEntry, in_session: bool
) -> None:
    """What is meant for something else is left to Home Assistant."""
    if in_session:
        await begin(hass, entry)
    sentences = LOOK_ALIKES if in_session else (*LOOK_ALIKES, *BARE)
    assert [sentence for sentence in sentences if await is_ours(hass, sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("Start the short back session", "en"), ("Start de korte rugtraining", "nl")],
)
async def test_a_session_by_voice(
    hass: HomeAssistant, entry: MockConfigEntry, sentence: str, language: str
) -> None:
    """A session is started, paused, resumed and stopped."""
    assert is_understood(await say(hass, sentence, language=language))
    assert controller(entry).snapshot.routine_id == "short_10"
    assert is_understood(await say(hass, "pause"))
    assert controller(entry).snapshot.status is SessionStatus.PAUSED
    assert is_understood(await say(hass, "verder", language=language))
    assert controller(entry).snapshot.status is SessionStatus.ACTIVE
    assert is_understood(await say(hass, "stop", language=language))
    assert controller(entry).snapshot.status is SessionStatus.IDLE
    assert not await is_ours(hass, "stop")


async def test_the_answer(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """The answer is spoken in the language of the question."""
    english = await say(hass, "How many sessions do I have left this week?")
    dutch = await say(hass, "Hoeveel trainingen moet ik deze week nog?", language="nl")
    speech = [said.speech["plain"]["speech"] for said in (english, dutch)]
    assert all(speech)
    assert speech[0] != speech[1]


async def test_stop_at_once(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """A person may think better of it right after the start."""
    controller(entry).async_start(StartRequest())
    await say(hass, "stop")
    assert controller(entry).snapshot.status is SessionStatus.IDLE


async def test_gone_after_unload(
    hass: HomeAssistant, assist: None, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """The sentences are there as long as BackCare is set up for anybody."""
    other = await set_up(build_entry(title="Lisa", entry_id="other"))
    await begin(hass, other)
    assert await is_ours(hass, "what's next")
    await hass.config_entries.async_unload(other.entry_id)
    assert not await is_ours(hass, "what's next")
    assert await is_ours(hass, "what's the next exercise")
    await hass.config_entries.async_unload(entry.entry_id)
    assert not any([await is_ours(hass, sentence) for sentence in ENGLISH])
    await hass.config_entries.async_setup(other.entry_id)
    await hass.async_block_till_done()
    assert await is_ours(hass, "what's next")  # Its session waits in a pause.


async def test_there_and_gone(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """A session that ends in the moment in which it began leaves nothing behind."""
    controller(entry).async_start(StartRequest())
    controller(entry).async_stop()
    controller(entry).async_start(StartRequest())
    controller(entry).async_stop()
    await hass.async_block_till_done()
    assert not await is_ours(hass, "what's next")
    assert await is_ours(hass, "what's the next exercise")


async def test_conversation_comes_later(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """BackCare works without voice, and hears as soon as there is one."""
    await begin(hass, setup_backcare)
    for component in ("homeassistant", "intent", "conversation"):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()
    assert await is_ours(hass, "what's next")


async def test_conversation_comes_after_unload(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Nothing is heard for somebody who has gone."""
    await hass.config_entries.async_unload(setup_backcare.entry_id)
    for component in ("homeassistant", "intent", "conversation"):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()
    assert not await is_ours(hass, "what's the next exercise")


async def test_heard_twice(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """What two satellites hear is done once; after a second it may be said again."""
    await begin(hass, entry)
    loop_time = hass.loop.time
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(hass.loop, "time", lambda: loop_time() + 10)
        start = controller(entry).snapshot.phase_number
        await say(hass, "skip", GYM_SATELLITE)
        await say(hass, "skip", HALL_SATELLITE)
        assert controller(entry).snapshot.phase_number == start + 1
        clock.setattr(hass.loop, "time", lambda: loop_time() + 12)
        await say(hass, "skip", HALL_SATELLITE)
        assert controller(entry).snapshot.phase_number == start + 2


async def test_a_question_may_be_repeated(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """A question that is asked twice is answered twice."""
    for _ in range(2):
        answer = await say(hass, "When is my next back training?")
        assert answer.speech["plain"]["speech"]


@pytest.fixture
async def gym_session(
    hass: HomeAssistant, assist: None, set_up: SetUp
) -> MockConfigEntry:
    """Return somebody whose session is heard in the gym; the hall has a satellite."""
    put(hass, GYM_SPEAKER, "Gym")
    put(hass, GYM_SATELLITE, "Gym")
    put(hass, HALL_SATELLITE, "Hall")
    entry = await set_up(
        build_entry(options={Conf.SPEECH: {Conf.SPEAKERS: [GYM_SPEAKER]}})
    )
    await begin(hass, entry)
    return entry


@pytest.mark.parametrize("satellite_id", [GYM_SATELLITE, None])
async def test_bare_words_near_a_session(
    hass: HomeAssistant, gym_session: MockConfigEntry, satellite_id: str | None
) -> None:
    """Bare words count in the room of a session, and from nowhere in particular."""
    await say(hass, "pause", satellite_id)
    assert controller(gym_session).snapshot.status is SessionStatus.PAUSED


async def test_bare_words_elsewhere(
    hass: HomeAssistant, gym_session: MockConfigEntry
) -> None:
    """Bare words in another room are for what plays there."""
    put(hass, "media_player.hall", "Hall", state="playing", features=1)
    paused = async_mock_service(hass, "media_player", "media_pause")
    assert is_understood(await say(hass, "pause", HALL_SATELLITE))
    assert [call.data["entity_id"] for call in paused] == ["media_player.hall"]
    assert controller(gym_session).snapshot.status is SessionStatus.ACTIVE


@pytest.mark.parametrize("sentence", ["stop", "it hurts", "pause"])
async def test_bare_words_for_nothing_else(
    hass: HomeAssistant, gym_session: MockConfigEntry, sentence: str
) -> None:
    """Bare words that nothing in their room can do count for the session."""
    await say(hass, sentence, HALL_SATELLITE)
    assert controller(gym_session).snapshot.status is not SessionStatus.ACTIVE


@pytest.mark.parametrize("has_satellite", [False, True])
async def test_stop_need_not_be_read_first(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    has_satellite: bool,
) -> None:
    """Soon after the start Home Assistant has read all sentences, if somebody can speak."""
    if has_satellite:
        put(hass, GYM_SATELLITE)
    agent = get_agent_manager(hass).default_agent
    assert agent
    monkeypatch.setattr(sentences, "_QUIET_AFTER_SECONDS", 0)
    await begin(hass, entry)
    for _ in range(10):
        await asyncio.sleep(0)
    assert (agent._trigger_intents is not None) is has_satellite
    assert controller(entry).snapshot.status is SessionStatus.ACTIVE


async def test_too_long_a_name(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """A sentence without an end starts nothing, and the person is asked again."""
    answer = await say(hass, "start the back training for " + "x" * 10_000)
    assert answer.speech["plain"]["speech"].startswith("I did not get that.")
    assert controller(entry).snapshot.status is SessionStatus.IDLE


@pytest.mark.parametrize("sentence", NO_NAMES)
async def test_no_name(
    hass: HomeAssistant, entry: MockConfigEntry, sentence: str
) -> None:
    """What has something else in the place of a name starts nothing now."""
    await say(hass, sentence)
    assert controller(entry).snapshot.status is SessionStatus.IDLE


async def test_for_later(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """What is meant for later is left to the delayed commands of Home Assistant."""
    async_register_timer_handler(hass, "device", lambda _type, _timer: None)
    sentence = "Start the back training for Lisa in ten minutes"
    answer = await say(hass, sentence, device="device")
    assert "ten minutes" in answer.speech["plain"]["speech"]
    assert controller(entry).snapshot.status is SessionStatus.IDLE
