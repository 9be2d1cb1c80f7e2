"""Tests of sound on a device: who may listen, from when on, and until when."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.backcare.cues.recording import read_recording
from custom_components.backcare.cues.tones import Tone
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import ENTRY_ID, act, build_entry, state
from .conftest import SetUp
from .cues.common import SPEAKER, Time
from .cues.home import Home

LISA_ID = "01KAQ0000000000000PROFILE2"
LEAD_MS = 1000


class Browser:
    """A browser that listens to a person."""

    def __init__(self, client: MockHAClientWebSocket) -> None:
        """Take the connection to Home Assistant."""
        self._client = client
        self._messages: list[dict[str, Any]] = []

    async def ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Return the answer to a command; messages that come before it are kept."""
        await self._client.send_json_auto_id({"type": command, **fields})
        while (message := await self._client.receive_json())["type"] == "event":
            self._messages.append(message["event"])
        answer: dict[str, Any] = message
        return answer

    async def listen(self, entry_id: str = ENTRY_ID, **fields: Any) -> int:
        """Listen to a person; return the number of the subscription."""
        answer = await self.ask("backcare/listen", config_entry_id=entry_id, **fields)
        assert answer["success"], answer
        number: int = answer["id"]
        return number

    async def heard(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the messages of some kinds since the last time."""
        assert (await self.ask("ping"))["type"] == "pong"
        messages, self._messages = self._messages, []
        return [message for message in messages if message["type"] in kinds]

    async def played(self) -> list[str]:
        """Return the keys of what it was to play since the last time."""
        return [message["key"] for message in await self.heard("play")]


type OpenBrowser = Callable[..., Coroutine[Any, Any, Browser]]


@pytest.fixture
def open_browser(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> OpenBrowser:
    """Return what opens a browser, for an administrator or with a token."""

    async def open_browser(*token: str) -> Browser:
        return Browser(await hass_ws_client(hass, *token))

    return open_browser


@pytest.fixture
async def entry(home: Home, set_up: SetUp) -> MockConfigEntry:
    """Set up a person without a speaker, who knows the exercises, in a home that speaks."""
    assert await async_setup_component(home.hass, "media_source", {})
    return await set_up(build_entry(options={"speech": {"guided": False}}))


@pytest.fixture
async def browser(entry: MockConfigEntry, open_browser: OpenBrowser) -> Browser:
    """Return the browser of an administrator."""
    return await open_browser()


async def start(hass: HomeAssistant, time: Time, entry_id: str = ENTRY_ID) -> None:
    """Start a session, and go on for half a minute."""
    await act(hass, "start_routine", config_entry_id=entry_id, routine="full_core_30")
    await time.elapse(30)


# What is heard


async def test_a_session_is_heard(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    time: Time,
    browser: Browser,
) -> None:
    """The person has no speaker at all, and the files are there to be fetched."""
    await browser.listen()
    await start(hass, time)
    messages = await browser.heard("fetch", "play")
    plays = [message for message in messages if message["type"] == "play"]
    keys = [play["key"] for play in plays]
    assert keys[0] == "session_start"
    assert {"countdown", "hold_start"} <= set(keys)
    for play in plays:
        assert play["at"] - play["now"] <= LEAD_MS
    assert plays[0]["at"] - plays[0]["now"] <= 500

    client = await hass_client_no_auth()
    for play in plays:
        answer = await client.get(play["url"])
        assert answer.status == HTTPStatus.OK
        recording = read_recording(await answer.read())
        assert recording
        assert recording.seconds == pytest.approx(play["seconds"], abs=0.03)


@pytest.mark.parametrize("listens", [True, False])
async def test_the_first_session_explains_to_who_listens(
    hass: HomeAssistant, browser: Browser, entry: MockConfigEntry, listens: bool
) -> None:
    """A preparation is as long as its instructions, if somebody hears them."""
    hass.config_entries.async_update_entry(entry, options={})
    if listens:
        await browser.listen()
    await act(hass, "start_routine", routine="full_core_30")
    running = entry.runtime_data.running
    assert running.engine.timeline.phases[0].is_guided is listens
    await act(hass, "stop_session")


async def test_the_tones_come_first(
    hass_client_no_auth: ClientSessionGenerator, browser: Browser
) -> None:
    """They are the same in every session, so they are fetched at once."""
    answer = await browser.ask("backcare/listen", config_entry_id=ENTRY_ID)
    assert answer["success"]
    (tones,) = await browser.heard("fetch")
    assert len(tones["urls"]) == len(Tone)
    assert tones["now"] == round(dt_util.utcnow().timestamp() * 1000)
    client = await hass_client_no_auth()
    for url in tones["urls"]:
        assert (await client.get(url)).status == HTTPStatus.OK


@pytest.mark.parametrize(
    ("asked", "lead_ms"),
    [(0, 200), (-5, 200), (0.5, 500), (3, 3000), (60, 3000), ("2", 2000)],
)
async def test_how_early(
    hass: HomeAssistant, time: Time, browser: Browser, asked: Any, lead_ms: int
) -> None:
    """As early as the browser wants, within reason."""
    await browser.listen(lead_seconds=asked)
    await start(hass, time)
    (countdown,) = [
        play for play in await browser.heard("play") if play["key"] == "countdown"
    ]
    assert countdown["at"] - countdown["now"] == pytest.approx(lead_ms, abs=5)


async def test_in_the_middle_of_a_session(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """The rest is heard, and can be fetched at once."""
    await start(hass, time)
    await browser.listen()
    await time.settle()
    assert len(await browser.heard("fetch")) > 20
    await time.elapse(60)
    assert "countdown_end" in await browser.played()


async def test_while_a_session_is_paused(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """Nothing is heard until it goes on."""
    await start(hass, time)
    await act(hass, "pause_session")
    await browser.listen()
    await time.elapse(10)
    assert await browser.heard("play", "hush", "forget") == []
    await act(hass, "resume_session")
    await time.elapse(2)
    assert await browser.played()


async def test_after_a_session_comes_the_next(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """One subscription is enough."""
    await browser.listen()
    await start(hass, time)
    await browser.heard()
    await act(hass, "stop_session")
    await time.elapse(20)
    stop, *words = await browser.heard("hush", "play")
    assert stop["type"] == "hush"
    assert [play["key"] for play in words] == ["stopped"]
    await start(hass, time)
    assert "countdown" in await browser.played()


async def test_several_browsers(
    hass: HomeAssistant, time: Time, browser: Browser, open_browser: OpenBrowser
) -> None:
    """They sound at the same moments, next to a speaker, which is as punctual as ever."""
    other = await open_browser()
    await browser.listen(lead_seconds=0.5)
    await other.listen(lead_seconds=2)
    await start(hass, time)
    first, second = [
        {play["key"]: play["at"] for play in await found.heard("play")}
        for found in (browser, other)
    ]
    assert first["countdown"] == pytest.approx(second["countdown"], abs=2)


async def test_two_people_on_one_tablet(
    hass: HomeAssistant, time: Time, browser: Browser, set_up: SetUp
) -> None:
    """Each subscription is for one of them."""
    await set_up(build_entry(title="Lisa", entry_id=LISA_ID))
    await browser.listen(LISA_ID)
    await start(hass, time)
    assert await browser.played() == []
    await browser.listen()
    await start(hass, time, LISA_ID)
    keys = await browser.played()
    assert "session_start" in keys


async def test_a_speaker_is_not_disturbed(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    set_up: SetUp,
    open_browser: OpenBrowser,
) -> None:
    """It repeats nothing and misses nothing when browsers come and go."""
    await set_up(build_entry(options={"speech": {"speakers": [SPEAKER]}}))
    await act(hass, "start_routine", routine="full_core_30")
    for _ in range(20):
        browser = await open_browser()
        number = await browser.listen()
        await time.elapse(2)
        await browser.ask("unsubscribe_events", subscription=number)
        await time.elapse(1)
    heard = home.script_of(SPEAKER)
    await act(hass, "stop_session")
    await time.elapse(20)

    home.heard.clear()
    started_at = time.seconds
    await act(hass, "start_routine", routine="full_core_30")
    await time.elapse(60)
    alone = [(at - started_at, what) for at, what in home.script_of(SPEAKER)]
    assert [what for _, what in heard] == [what for _, what in alone]
    assert [at for at, _ in heard] == pytest.approx([at for at, _ in alone], abs=0.02)


async def test_the_test_of_the_speakers(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """A browser is tested too, also where there is no speaker."""
    await browser.listen()
    button = {"entity_id": "button.back_care_test_speakers"}
    await hass.services.async_call("button", "press", button, blocking=True)
    await time.elapse(15)
    assert await browser.played() == ["speaker_test", "countdown"]


# Until when


async def test_who_stops_listening(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """Nothing more is sent, in this session and the next one."""
    number = await browser.listen()
    await start(hass, time)
    assert await browser.played()
    assert (await browser.ask("unsubscribe_events", subscription=number))["success"]
    await time.elapse(20)
    await act(hass, "stop_session")
    await start(hass, time)
    assert await browser.heard("fetch", "play", "hush", "forget") == []


async def test_a_browser_that_is_gone(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The session goes on without it, and forgets it."""
    client = await hass_ws_client(hass)
    await Browser(client).listen()
    await start(hass, time)
    outputs = entry.runtime_data.outputs
    assert outputs._devices
    await client.close()
    await hass.async_block_till_done()
    assert not outputs._devices
    await time.elapse(60)
    assert state(hass, "sensor.session") == "active"


async def test_a_reload(
    hass: HomeAssistant, time: Time, entry: MockConfigEntry, browser: Browser
) -> None:
    """What sounds stops, and the session is heard again when it is resumed."""
    await browser.listen()
    await start(hass, time)
    await browser.heard()
    assert await hass.config_entries.async_reload(ENTRY_ID)
    assert {found["type"] for found in await browser.heard("hush", "play")} == {"hush"}
    await act(hass, "resume_session")
    await time.elapse(60)
    keys = await browser.played()
    assert "countdown_end" in keys
    assert keys.count("countdown_end") == 1


async def test_a_person_who_is_renamed(
    hass: HomeAssistant, time: Time, entry: MockConfigEntry, browser: Browser
) -> None:
    """Everything is still heard once."""
    await browser.listen()
    hass.config_entries.async_update_entry(entry, title="Sam")
    await start(hass, time)
    assert (await browser.played()).count("countdown") == 1


async def test_a_person_who_is_removed(
    hass: HomeAssistant, time: Time, browser: Browser
) -> None:
    """Nothing sounds any more, and nothing breaks when the browser leaves."""
    number = await browser.listen()
    await start(hass, time)
    await hass.config_entries.async_remove(ENTRY_ID)
    await browser.heard()
    await time.elapse(30)
    assert await browser.played() == []
    assert (await browser.ask("unsubscribe_events", subscription=number))["success"]


# Who


@pytest.mark.parametrize("name", ["", "nope", "<script>", "x" * 10_000])
async def test_nobody(browser: Browser, name: str) -> None:
    """Who is not there can't be heard."""
    answer = await browser.ask("backcare/listen", config_entry_id=name)
    assert answer["error"]["code"] == "not_found"


@pytest.mark.parametrize("lead_seconds", ["soon", None, [], {}])
async def test_nonsense(browser: Browser, lead_seconds: Any) -> None:
    """A time is a number."""
    answer = await browser.ask(
        "backcare/listen", config_entry_id=ENTRY_ID, lead_seconds=lead_seconds
    )
    assert answer["error"]["code"] == "invalid_format"


async def test_who_may_not_listen(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    open_browser: OpenBrowser,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    """Who may not see the person may not hear their session either."""
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {"light.mat": True}}})
    browser = await open_browser(hass_read_only_access_token)
    answer = await browser.ask("backcare/listen", config_entry_id=ENTRY_ID)
    assert answer["error"]["code"] == "unauthorized"


async def test_who_may_no_longer_listen(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    open_browser: OpenBrowser,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    """Who may only look may listen, until they may not look."""
    browser = await open_browser(hass_read_only_access_token)
    await browser.listen()
    await start(hass, time)
    assert await browser.played()
    hass_read_only_user.mock_policy({})
    await time.elapse(60)
    assert await browser.played() == []
