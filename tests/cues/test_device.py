"""A browser that listens is told of each cue ahead, and at which moment it sounds."""

import logging
from typing import Any

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import DOMAIN, SpeechLevel
from custom_components.backcare.cues.device import LEAST_SECONDS, Device
from custom_components.backcare.cues.tones import TONE_SECONDS, TONES, Tone
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.session import SessionEngine
from homeassistant.components import tts
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util
from tests.engine.common import SHORT_SESSION

from .common import SPEAKER, Scenes, Time, Told, timeline, utterance
from .home import SPEECH_ONSET_SECONDS, Coach, Engine, Home, silence

COUNTDOWN_ONSET_SECONDS = TONES[Tone.COUNTDOWN].onset_seconds

FETCH_SECONDS = 0.5

SHORT = utterance("Let go.")
"""Takes 0.8 s to say."""

LONG = utterance("one two three four five six seven eight nine ten")
"""Takes 4 s to say."""

COUNTDOWN = utterance(
    "Three, two, one.",
    key="countdown",
    priority=CuePriority.COUNTDOWN,
    fresh_seconds=0.4,
    tone=Tone.COUNTDOWN,
)

START = utterance("Hold. One minute.", key="hold_start", stand_in=Tone.START)


class Browser:
    """A browser that obeys what it is told, and remembers it."""

    def __init__(self, home: Home, time: Time, lead_seconds: float = 1.0) -> None:
        """Listen to nobody yet."""
        self.messages: list[dict[str, Any]] = []
        self.device = Device(home.hass, self._receive, lead_seconds)
        self.sent_at: dict[int, float] = {}
        """When it was told of what it plays, in seconds."""
        self._playing: dict[int, dict[str, Any]] = {}
        self._time = time
        self._started_ms = dt_util.utcnow().timestamp() * 1000

    @property
    def heard(self) -> list[tuple[float, str]]:
        """Return when which files begin, as seconds and names."""
        return [
            (round(self._seconds(play["at"]), 2), self._name(play))
            for play in self._playing.values()
        ]

    @property
    def spans(self) -> list[tuple[float, float]]:
        """Return when the files begin and end, in seconds."""
        starts = [self._seconds(play["at"]) for play in self._playing.values()]
        lengths = [play["seconds"] for play in self._playing.values()]
        return [(at, at + seconds) for at, seconds in zip(starts, lengths, strict=True)]

    @property
    def kinds(self) -> list[str]:
        """Return what kinds of messages came, but for those to fetch something."""
        kinds = [message["type"] for message in self.messages]
        return [kind for kind in kinds if kind != "fetch"]

    @property
    def fetched(self) -> list[str]:
        """Return all addresses to be fetched, in order."""
        return [
            url
            for message in self.messages
            if message["type"] == "fetch"
            for url in message["urls"]
        ]

    def _receive(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        assert message["now"] == round(dt_util.utcnow().timestamp() * 1000)
        match message["type"]:
            case "play":
                assert message["url"] in [*self.fetched, *self.device.tones.values()]
                self._playing[message["id"]] = message
                self.sent_at[message["id"]] = self._time.seconds
            case "forget":
                for number in message["ids"]:
                    forgotten = self._playing.pop(number)
                    assert forgotten["at"] > message["now"], "it began"
            case "hush":
                for number, play in list(self._playing.items()):
                    if play["at"] > message["now"]:
                        del self._playing[number]
                    elif play["at"] + play["seconds"] * 1000 > message["now"]:
                        play["seconds"] = (message["now"] - play["at"]) / 1000

    def _seconds(self, milliseconds: float) -> float:
        return (milliseconds - self._started_ms) / 1000

    def _name(self, play: dict[str, Any]) -> str:
        tones = {url: f"[{tone}]" for tone, url in self.device.tones.items()}
        name: str = tones.get(play["url"], play["key"])
        return name


@pytest.fixture(autouse=True)
async def integration(home: Home) -> None:
    """Let Home Assistant know of BackCare, whose version is in the addresses."""
    await async_get_integration(home.hass, DOMAIN)


@pytest.fixture
def browser(home: Home, time: Time) -> Browser:
    """Return a browser that wants to hear of a cue a second before it."""
    return Browser(home, time)


def listening(home: Home, *browsers: Browser, **changes: Any) -> Coach:
    """Return a coach to which browsers listen, without any speaker."""
    coach = Coach(home, **changes)
    for browser in browsers:
        coach.speakers.async_add_device(browser.device)
    return coach


# When it sounds


@pytest.mark.parametrize("lead_seconds", [0.2, 1.0, 3.0])
async def test_a_cue_is_sent_ahead_with_its_moment(
    home: Home, time: Time, lead_seconds: float
) -> None:
    """Its first word falls on the moment, however early it is sent."""
    browser = Browser(home, time, lead_seconds)
    coach = listening(home, browser)
    coach.say(SHORT, after=5)
    coach.say(COUNTDOWN, after=9)
    await time.elapse(12)
    assert browser.heard == [
        (pytest.approx(5 - SPEECH_ONSET_SECONDS, abs=0.01), "Let go."),
        (pytest.approx(9 - COUNTDOWN_ONSET_SECONDS, abs=0.01), "[countdown]"),
    ]
    assert list(browser.sent_at.values()) == pytest.approx(
        [
            5 - SPEECH_ONSET_SECONDS - lead_seconds,
            9 - COUNTDOWN_ONSET_SECONDS - lead_seconds,
        ],
        abs=0.005,
    )


async def test_what_a_cue_tells(home: Home, time: Time, browser: Browser) -> None:
    """A number, its key, when, where and how long it is."""
    listening(home, browser).say(COUNTDOWN, after=4)
    started_ms = dt_util.utcnow().timestamp() * 1000
    await time.elapse(6)
    fetch, play = browser.messages
    assert fetch == {"type": "fetch", "urls": browser.fetched, "now": started_ms}
    assert play.pop("now") == pytest.approx(
        started_ms + (3 - COUNTDOWN_ONSET_SECONDS) * 1000, abs=2
    )
    assert play == {
        "type": "play",
        "id": 1,
        "key": "countdown",
        "at": pytest.approx(started_ms + (4 - COUNTDOWN_ONSET_SECONDS) * 1000, abs=2),
        "url": browser.device.tones[Tone.COUNTDOWN],
        "seconds": TONE_SECONDS[Tone.COUNTDOWN],
    }
    assert play["url"].startswith("/backcare/tones/countdown.mp3?version=")


async def test_an_answer_sounds_at_once(
    home: Home, time: Time, browser: Browser
) -> None:
    """What the browser has already sounds as soon as the message can be there."""
    coach = listening(home, browser)
    coach.speakers.async_want(["Let go."])
    await time.elapse(1)
    coach.say(SHORT)
    await time.settle()
    assert browser.heard == [(1 + LEAST_SECONDS, "Let go.")]


async def test_an_answer_that_is_new_is_fetched_first(
    home: Home, time: Time, browser: Browser
) -> None:
    """There is time for the file to come over."""
    listening(home, browser).say(SHORT)
    await time.settle()
    assert browser.heard == [(FETCH_SECONDS, "Let go.")]
    assert [message["type"] for message in browser.messages] == ["fetch", "play"]


async def test_speech_may_come_after_the_time_to_send_it(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """A slow engine has until the last moment; then a tone stands in."""
    engine.seconds = 4.5
    coach = listening(home, browser)
    coach.say(START, after=5)
    await time.elapse(9)
    assert browser.heard == [
        (pytest.approx(4.5 + FETCH_SECONDS, abs=0.01), "hold_start")
    ]

    engine.seconds = 6
    coach.say(utterance("Lift. Ten times.", key="x", stand_in=Tone.START), after=5)
    await time.elapse(9)
    at, name = browser.heard[-1]
    assert name == "[start]"
    assert at == pytest.approx(14, abs=LEAST_SECONDS)


async def test_one_after_the_other(home: Home, time: Time, browser: Browser) -> None:
    """What is due at one moment waits in line, and nothing is cut off."""
    coach = listening(home, browser)
    for said in (SHORT, LONG, utterance("Three.", fresh_seconds=9)):
        coach.say(said, after=2)
    await time.elapse(12)
    assert [name for _, name in browser.heard] == ["Let go.", LONG.key, "Three."]
    first, second, third = browser.spans
    assert second[0] - first[1] == pytest.approx(0.25, abs=0.01)
    assert third[0] - second[1] == pytest.approx(0.25, abs=0.01)


async def test_a_shorter_sentence_leaves_room_for_the_countdown(
    home: Home, time: Time, browser: Browser
) -> None:
    """Although it is chosen a second before it sounds (rule R-SPEECH)."""
    coach = listening(home, browser)
    long = utterance(LONG.texts[0], "Next: plank.", key="next")
    coach.say(long, after=5)
    coach.say(COUNTDOWN, after=8)
    coach.say(long, after=15)
    coach.say(COUNTDOWN, after=19.6)
    await time.elapse(24)
    names = [name for _, name in browser.heard]
    assert names == ["next", "[countdown]", "next", "[countdown]"]
    lengths = [end - start for start, end in browser.spans]
    assert lengths[0] == pytest.approx(engine_seconds("Next: plank."), abs=0.03)
    assert lengths[2] == pytest.approx(engine_seconds(LONG.texts[0]), abs=0.03)


def engine_seconds(text: str) -> float:
    """Return how long the engine takes to say a text."""
    return Engine().seconds_of(text)


async def test_a_speaker_and_browsers_sound_together(home: Home, time: Time) -> None:
    """Each is told at its own moment."""
    browsers = [Browser(home, time, lead_seconds) for lead_seconds in (0.2, 3)]
    coach = Coach(home, SPEAKER)
    for browser in browsers:
        coach.speakers.async_add_device(browser.device)
    coach.say(COUNTDOWN, after=4)
    await time.elapse(8)
    assert home.script_of(SPEAKER) == [(4, "[countdown]")]
    for browser in browsers:
        assert browser.heard == [
            (pytest.approx(4 - COUNTDOWN_ONSET_SECONDS, abs=0.01), "[countdown]")
        ]


# What it fetches


async def test_speech_is_fetched_as_soon_as_it_is_made(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """Soonest first, and each text once."""
    engine.seconds = 1
    coach = listening(home, browser)
    coach.speakers.async_want(["Let go.", "And relax."])
    await time.elapse(1.5)
    assert len(browser.fetched) == 1
    await time.elapse(1)
    coach.speakers.async_want(["Let go.", "And relax."])
    assert len(browser.fetched) == 2
    texts = []
    for url in browser.fetched:
        stream = tts.async_get_stream(home.hass, url.removeprefix("/api/tts_proxy/"))
        assert stream
        texts.append(b"".join([part async for part in stream.async_stream_result()]))
    assert texts == [
        silence(engine_seconds(text)) for text in ("Let go.", "And relax.")
    ]
    assert engine.asked == ["Let go.", "And relax."]


async def test_who_comes_later_fetches_what_is_wanted_still(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """Speech that was made before is told of when it is wanted again."""
    coach = Coach(home, SPEAKER)
    coach.speakers.async_want(["Let go.", "And relax."])
    await time.elapse(1)
    coach.speakers.async_add_device(browser.device)
    assert browser.fetched == []
    coach.speakers.async_want(["And relax."])
    assert len(browser.fetched) == 1
    assert engine.asked == ["Let go.", "And relax."]


# What is taken back


async def test_a_command_silences_it(home: Home, time: Time, browser: Browser) -> None:
    """What sounds and what waits is forgotten, and the answer comes at once."""
    coach = listening(home, browser)
    coach.speakers.async_want(["Paused."])
    coach.say(LONG)
    coach.say(COUNTDOWN, after=6)
    await time.elapse(5.5)
    assert browser.kinds == ["play", "play"]
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(5)
    assert browser.kinds == ["play", "play", "hush", "play"]
    assert browser.heard[1:] == [(5.5 + LEAST_SECONDS, "Paused.")]


async def test_a_new_plan_takes_back_what_was_sent_ahead(
    home: Home, time: Time, browser: Browser
) -> None:
    """Its moment is another one now, or it is sent again."""
    coach = listening(home, browser)
    coach.say(SHORT, after=2)
    coach.say(COUNTDOWN, after=3.4)
    await time.elapse(2.5)
    assert browser.kinds == ["play", "play"]
    coach.speakers.async_clear()
    coach.say(COUNTDOWN, after=5)
    await time.elapse(10)
    assert browser.kinds == ["play", "play", "forget", "play"]
    assert [name for _, name in browser.heard] == ["Let go.", "[countdown]"]
    assert browser.heard[-1][0] == pytest.approx(
        7.5 - COUNTDOWN_ONSET_SECONDS, abs=0.01
    )


async def test_a_new_plan_for_the_same_moment(
    home: Home, time: Time, browser: Browser
) -> None:
    """It is heard at it, and once."""
    coach = listening(home, browser)
    coach.say(COUNTDOWN, after=2)
    await time.elapse(1.5)
    coach.speakers.async_clear()
    coach.say(COUNTDOWN, after=0.5)
    await time.elapse(5)
    assert browser.heard == [
        (pytest.approx(2 - COUNTDOWN_ONSET_SECONDS, abs=0.01), "[countdown]")
    ]


async def test_a_new_plan_leaves_what_began(
    home: Home, time: Time, browser: Browser
) -> None:
    """Nobody hears the beginning twice."""
    coach = listening(home, browser)
    coach.say(COUNTDOWN, after=2)
    await time.elapse(2 - COUNTDOWN_ONSET_SECONDS / 2)
    coach.speakers.async_clear()
    coach.say(COUNTDOWN, after=COUNTDOWN_ONSET_SECONDS / 2)
    await time.elapse(5)
    assert browser.kinds == ["play"]


async def test_a_new_plan_leaves_in_line_what_is_due(
    home: Home, time: Time, browser: Browser
) -> None:
    """It waits for its turn still, and what comes after it waits for it."""
    coach = listening(home, browser)
    coach.say(LONG, after=1)
    coach.say(utterance("Next: plank.", fresh_seconds=12), after=1)
    coach.say(utterance("Breathe.", fresh_seconds=12), after=5)
    await time.elapse(4.9)
    assert browser.kinds == ["play", "play"]
    coach.speakers.async_clear()
    coach.say(SHORT, after=0.5)
    await time.elapse(8)
    assert "forget" not in browser.kinds
    assert [name for _, name in browser.heard] == [
        LONG.key,
        "Next: plank.",
        "Let go.",
    ]
    assert all(
        after[0] > before[1]
        for before, after in zip(browser.spans, browser.spans[1:], strict=False)
    )


async def test_who_leaves_is_told_no_more(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """Neither of cues nor of speech, and the others go on."""
    engine.seconds = 1
    staying = Browser(home, time)
    coach = listening(home, staying)
    leave = coach.speakers.async_add_device(browser.device)
    coach.say(SHORT, after=5)
    coach.say(COUNTDOWN, after=8)
    await time.elapse(0.5)
    leave()
    await time.elapse(3.7)
    coach.speakers.async_hush()
    coach.say(SHORT, after=1)
    await time.elapse(9)
    assert browser.messages == []
    assert [name for _, name in staying.heard] == ["Let go."]


# Without speech


async def test_without_an_engine_there_are_tones(
    home: Home, time: Time, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is told of trouble because a browser listens."""
    coach = listening(home, browser, speech_engine="tts.gone")
    coach.say(SHORT, after=2)
    coach.say(START, after=5)
    coach.say(COUNTDOWN, after=9)
    await time.elapse(14)
    assert [name for _, name in browser.heard] == ["[start]", "[countdown]"]
    assert ir.async_get(home.hass).issues == {}
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_an_engine_that_fails(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """Tones stand in, and the person hears of the engine as with a speaker."""
    engine.error = HomeAssistantError("offline")
    coach = listening(home, browser)
    coach.say(START, after=5)
    coach.say(COUNTDOWN, after=9)
    await time.elapse(14)
    assert [name for _, name in browser.heard] == ["[start]", "[countdown]"]
    ((_, issue_id),) = ir.async_get(home.hass).issues
    assert issue_id == f"output_failing_{home.entry.entry_id}_{engine.entity_id}"


async def test_an_engine_that_breaks_when_it_is_asked_where_the_speech_is(
    home: Home, time: Time, browser: Browser, engine: Engine
) -> None:
    """The tones go on."""
    engine.seconds = 1
    coach = listening(home, browser)
    coach.say(SHORT, after=3)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(0.5)
    engine._attr_supported_languages = ["de_DE"]
    await time.elapse(10)
    assert [name for _, name in browser.heard] == ["[countdown]"]


# Whole sessions


async def test_a_session_without_speakers_is_heard(
    scenes: Scenes, catalogue: Catalogue, home: Home, browser: Browser
) -> None:
    """All of it in order, nothing cut and nothing twice."""
    planned = timeline(catalogue)
    told = Told(catalogue, planned)
    told.play.elapse(planned.total_seconds)
    scene = scenes(planned=planned)
    scene.outputs.async_add_device(browser.device)
    await scene.start()
    await scene.elapse(planned.total_seconds)
    await scene.close()

    played = [m["key"] for m in browser.messages if m["type"] == "play"]
    missing = 0
    for key in told.keys:
        if played and played[0] == key:
            played.pop(0)
        else:
            missing += 1
    assert not played
    assert missing <= 4
    for before, after in zip(browser.spans, browser.spans[1:], strict=False):
        assert before[1] <= after[0]
    assert browser.kinds.count("hush") == 1
    assert "forget" not in browser.kinds


async def test_who_comes_in_the_middle_hears_the_rest(
    scenes: Scenes, home: Home, time: Time, browser: Browser
) -> None:
    """From the next cue on, at the same moments as a speaker, which repeats nothing."""
    scene = await scenes(speakers=(SPEAKER,)).start()
    await scene.elapse(40)
    count = len(home.heard)
    scene.outputs.async_add_device(browser.device)
    await time.settle()
    assert len(browser.fetched) > 20
    await scene.elapse(200)
    speaker = [(round(heard.starts_at, 2), heard.what) for heard in home.heard[count:]]
    assert len(browser.heard) == len(speaker) > 5
    for (at, _), (speaker_at, what) in zip(browser.heard, speaker, strict=True):
        assert at == pytest.approx(speaker_at, abs=0.02), what


async def test_pause_and_resume(
    scenes: Scenes, home: Home, time: Time, browser: Browser
) -> None:
    """Both are answered at once, and between them there is silence."""
    scene = scenes()
    scene.outputs.async_add_device(browser.device)
    await scene.start()
    await scene.elapse(30)
    await scene.do(SessionEngine.pause)
    assert browser.heard[-1] == (30 + LEAST_SECONDS, "paused")
    count = len(browser.heard)
    await scene.elapse(100)
    assert len(browser.heard) == count
    await scene.do(SessionEngine.resume)
    await scene.elapse(1)
    assert len(browser.heard) > count
    assert browser.heard[count][0] <= 130 + FETCH_SECONDS


async def test_added_time_moves_the_countdown(
    scenes: Scenes, home: Home, browser: Browser
) -> None:
    """Also one that was on its way."""
    scene = scenes(planned=SHORT_SESSION)
    scene.outputs.async_add_device(browser.device)
    await scene.start()
    while "[countdown_end]" not in [name for _, name in browser.heard]:
        await scene.elapse(0.1)
    at, _ = browser.heard[-1]
    await scene.do(lambda engine: engine.change(10))
    assert browser.kinds[-1] == "forget"
    await scene.elapse(15)
    ends = [moment for moment, name in browser.heard if name == "[countdown_end]"]
    assert ends[0] == pytest.approx(at + 10, abs=0.01)


async def test_settings_count_at_once(
    scenes: Scenes, home: Home, browser: Browser
) -> None:
    """Speech that is turned off stops; the tones go on."""
    scene = scenes()
    scene.outputs.async_add_device(browser.device)
    await scene.start()
    await scene.elapse(20)
    scene.outputs.async_update(speech_level=SpeechLevel.OFF)
    count = len(browser.heard)
    await scene.elapse(100)
    names = [name for _, name in browser.heard[count:]]
    assert names
    assert all(name.startswith("[") for name in names)


async def test_a_session_that_is_given_up_is_silent(
    scenes: Scenes, home: Home, time: Time, browser: Browser
) -> None:
    """And so it stays for who listens afterwards."""
    scene = scenes()
    scene.outputs.async_add_device(browser.device)
    await scene.start()
    await scene.elapse(20)
    scene.outputs.async_mute()
    assert browser.kinds[-1] == "hush"
    count = len(browser.messages)
    late = Browser(home, time)
    scene.outputs.async_add_device(late.device)
    await scene.elapse(60)
    assert len(browser.messages) == count
    assert late.messages == []
