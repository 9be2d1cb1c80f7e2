"""Each speaker says its cues in order, in time, and never waits for another one."""

import logging

import pytest

from custom_components.backcare.cues.speakers import Speakers
from custom_components.backcare.cues.voice import Voice
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError

from .common import OTHER_SPEAKER, SATELLITE, SPEAKER, Home, Time, utterance

ALL = (SPEAKER, OTHER_SPEAKER, SATELLITE)

SHORT = utterance("Let go.")
"""Takes 0.8 s to say."""

LONG = utterance("one two three four five six seven eight nine ten")
"""Takes 4 s to say."""


def speakers(home: Home, *entity_ids: str) -> Speakers:
    """Return the speakers of a session."""
    return Speakers(home.hass, home.entry, entity_ids, Voice(home.hass, None, "en"))


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    """Return what the outputs logged at a level."""
    return [
        record.message
        for record in caplog.records
        if record.levelno == level and record.name.endswith("backcare.cues")
    ]


async def test_a_media_player_plays_the_speech(home: Home, time: Time) -> None:
    """A player that can announce does so; another one just plays."""
    speakers(home, SPEAKER, OTHER_SPEAKER).async_say(SHORT)
    await time.settle()
    announcing, playing = (dict(call.data) for call in home.calls)
    assert announcing == {
        "entity_id": SPEAKER,
        "media_content_id": (
            "media-source://tts/tts.engine"
            "?message=Let+go.&cache=true&language=en_US&tts_options=%7B%7D"
        ),
        "media_content_type": "music",
        "announce": True,
    }
    assert playing["entity_id"] == OTHER_SPEAKER
    assert "announce" not in playing


async def test_a_satellite_announces_without_a_chime(home: Home, time: Time) -> None:
    """A satellite says the text with its own voice."""
    speakers(home, SATELLITE).async_say(SHORT)
    await time.settle()
    assert [dict(call.data) for call in home.calls] == [
        {"entity_id": SATELLITE, "message": "Let go.", "preannounce": False}
    ]


async def test_speaking_takes_nothing_from_the_caller(home: Home, time: Time) -> None:
    """Nothing is called before the caller has gone on."""
    speakers(home, *ALL).async_say(SHORT)
    assert not home.calls
    await time.settle()
    assert len(home.calls) == len(ALL)


async def test_a_speaker_named_twice_speaks_once(home: Home, time: Time) -> None:
    """Nobody wants to hear everything twice."""
    speakers(home, SPEAKER, SATELLITE, SPEAKER).async_say(SHORT)
    await time.settle()
    assert home.heard_on(SPEAKER) == ["Let go."]


async def test_one_after_the_other(home: Home, time: Time) -> None:
    """A media player gets the next text when it has said the last one."""
    coach = speakers(home, SPEAKER)
    for said in (SHORT, SHORT, utterance("Three.")):
        coach.async_say(said)
    await time.elapse(4)
    assert home.heard_on(SPEAKER) == ["Let go.", "Let go.", "Three."]
    first, second, third = home.times_on(SPEAKER)
    assert first == 0
    assert second == pytest.approx(1.3, abs=0.11)
    assert third == pytest.approx(2.6, abs=0.21)


async def test_a_satellite_tells_itself_when_it_is_done(home: Home, time: Time) -> None:
    """There is no guessing where the call returns after the last word."""
    home.seconds[SATELLITE] = 2
    coach = speakers(home, SATELLITE)
    coach.async_say(SHORT)
    coach.async_say(SHORT)
    await time.elapse(3)
    assert home.times_on(SATELLITE) == pytest.approx([0, 2], abs=0.11)


async def test_silence_needs_no_waiting(home: Home, time: Time) -> None:
    """A text that comes when all has been said is said at once."""
    coach = speakers(home, SPEAKER)
    coach.async_say(SHORT)
    await time.elapse(10)
    coach.async_say(SHORT)
    await time.settle()
    assert home.times_on(SPEAKER) == [0, 10]


async def test_a_slow_speaker_delays_no_other(home: Home, time: Time) -> None:
    """Each speaker has its own queue."""
    home.seconds[SATELLITE] = 3
    coach = speakers(home, SATELLITE, SPEAKER)
    coach.async_say(SHORT)
    coach.async_say(SHORT)
    await time.elapse(2)
    assert len(home.heard_on(SPEAKER)) == 2
    assert len(home.heard_on(SATELLITE)) == 1


async def test_what_comes_too_late_is_not_said(
    home: Home,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A stale cue is dropped, the next fresh one is said."""
    home.seconds[SATELLITE] = 5
    coach = speakers(home, SATELLITE)
    coach.async_say(LONG)
    coach.async_say(utterance("Stale.", fresh_seconds=4))
    coach.async_say(utterance("Fresh.", fresh_seconds=8))
    with caplog.at_level(logging.DEBUG):
        await time.elapse(6)
    assert home.heard_on(SATELLITE) == [LONG.text, "Fresh."]
    assert lines(caplog, logging.DEBUG) == [f"Too late on {SATELLITE}: Stale."]


async def test_an_urgent_text_goes_first(home: Home, time: Time) -> None:
    """What waits is forgotten, and a media player is talked over."""
    coach = speakers(home, SPEAKER, SATELLITE)
    home.seconds[SATELLITE] = 2
    coach.async_say(LONG)
    coach.async_say(SHORT)
    await time.elapse(1)
    coach.async_hush()
    coach.async_say(utterance("Paused."))
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == [LONG.text, "Paused."]
    assert home.times_on(SPEAKER) == [0, 1]
    assert home.heard_on(SATELLITE) == [LONG.text, "Paused."]
    assert home.times_on(SATELLITE) == pytest.approx([0, 2], abs=0.11)


async def test_an_urgent_text_waits_for_no_text_in_flight(
    home: Home, time: Time
) -> None:
    """A player that is just being told of a long text is told of the urgent one next."""
    home.seconds[SPEAKER] = 1
    coach = speakers(home, SPEAKER)
    coach.async_say(LONG)
    await time.settle()
    coach.async_hush()
    coach.async_say(utterance("Paused."))
    await time.elapse(1.2)
    assert home.times_on(SPEAKER) == pytest.approx([0, 1], abs=0.11)


async def test_hushed_speakers_say_nothing(home: Home, time: Time) -> None:
    """What waited is gone for good."""
    coach = speakers(home, SPEAKER)
    coach.async_say(LONG)
    coach.async_say(SHORT)
    await time.elapse(1)
    coach.async_hush()
    await time.elapse(10)
    assert home.heard_on(SPEAKER) == [LONG.text]


async def test_a_hanging_speaker_is_given_up(
    home: Home,
    time: Time,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A speaker that does not answer for a minute misses its cues, nobody else."""
    home.seconds[SPEAKER] = 60
    coach = speakers(home, SPEAKER, SATELLITE)
    for _ in range(30):
        coach.async_say(SHORT)
        await time.elapse(2)
    assert len(home.heard_on(SATELLITE)) == 30
    assert len(home.heard_on(SPEAKER)) == pytest.approx(4, abs=1)
    assert lines(caplog, logging.WARNING) == [
        f"{SPEAKER} missed a cue: no answer in time"
    ]


@pytest.mark.parametrize(
    "error", [HomeAssistantError("offline"), ValueError("bad"), TimeoutError()]
)
async def test_a_failing_speaker_is_tried_again(
    home: Home,
    time: Time,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    """The next cue gets its chance at once; the log tells of the trouble once."""
    home.errors[SPEAKER] = error
    coach = speakers(home, SPEAKER, SATELLITE)
    coach.async_say(SHORT)
    coach.async_say(utterance("Three."))
    await time.settle()
    assert home.heard_on(SPEAKER) == ["Let go.", "Three."]
    assert home.heard_on(SATELLITE) == ["Let go.", "Three."]
    assert len(lines(caplog, logging.WARNING)) == 1


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_speaker_that_is_away_is_left_out(
    home: Home,
    time: Time,
    caplog: pytest.LogCaptureFixture,
    is_there: bool,
) -> None:
    """Missing or unavailable: nothing is asked of it until it is back."""
    if is_there:
        home.hass.states.async_set(SPEAKER, STATE_UNAVAILABLE)
    else:
        home.hass.states.async_remove(SPEAKER)
    coach = speakers(home, SPEAKER, SATELLITE)
    coach.async_say(SHORT)
    coach.async_say(SHORT)
    await time.settle()
    assert home.heard_on(SATELLITE) == ["Let go.", "Let go."]
    assert not home.heard_on(SPEAKER)
    assert lines(caplog, logging.WARNING) == [
        f"{SPEAKER} is missing or not available; the session goes on without it"
    ]

    caplog.set_level(logging.INFO)
    home.hass.states.async_set(SPEAKER, "idle")
    coach.async_say(utterance("Three."))
    await time.settle()
    assert home.heard_on(SPEAKER) == ["Three."]
    assert lines(caplog, logging.INFO) == [f"{SPEAKER} is available again"]

    # Going and coming again is no news.
    home.hass.states.async_set(SPEAKER, STATE_UNAVAILABLE)
    coach.async_say(SHORT)
    await time.elapse(2)
    home.hass.states.async_set(SPEAKER, "idle", {ATTR_SUPPORTED_FEATURES: 0})
    coach.async_say(SHORT)
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == ["Three.", "Let go."]
    assert len(lines(caplog, logging.WARNING)) == 1
    assert len(lines(caplog, logging.INFO)) == 1
