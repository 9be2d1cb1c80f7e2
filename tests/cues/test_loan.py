"""A media player is as it was before, when the session is over."""

from datetime import timedelta
import json
from typing import Any

import pytest

from custom_components.backcare.cues.speakers import Speakers
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .common import OTHER_SPEAKER, SATELLITE, SPEAKER, Scenes, Time, settings, utterance
from .home import ANNOUNCES, PLAYS, Coach, Home

SONG = "spotify:track:1"

SHORT = utterance("Let go.")


def put_music_on(home: Home, speaker: str, features: Any, **attributes: Any) -> None:
    """Let a player play music."""
    home.put(
        speaker,
        features,
        "playing",
        **{
            "media_content_id": SONG,
            "media_content_type": "music",
            "media_position": 30,
            "media_position_updated_at": dt_util.utcnow() - timedelta(seconds=12),
            "volume_level": 0.3,
        }
        | attributes,
    )


def services(home: Home) -> list[str]:
    """Return the actions that were called, in order."""
    return [call.service for call in home.calls]


async def test_music_is_paused_and_goes_on(home: Home, time: Time) -> None:
    """On a player that does not announce: once, at its place, after the last word."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    coach.say(utterance("Three.", fresh_seconds=9))
    await time.settle()
    assert services(home) == ["media_pause", "play_media"]
    await time.until_done(coach.speakers.async_finish())
    assert services(home)[2:] == ["play_media", "play_media", "media_seek"]
    assert home.heard_on(OTHER_SPEAKER) == ["Let go.", "Three.", SONG]
    assert home.calls_of("media_seek") == [
        {"entity_id": OTHER_SPEAKER, "seek_position": pytest.approx(42, abs=0.01)}
    ]
    last_word, music = home.heard[1:]
    assert music.starts_at >= last_word.over_at


async def test_music_under_an_announcement_is_left_alone(
    home: Home, time: Time
) -> None:
    """Such a player does it all itself."""
    put_music_on(home, SPEAKER, ANNOUNCES)
    coach = Coach(home, SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["play_media"]


async def test_music_is_put_on_again_where_it_can_be(home: Home, time: Time) -> None:
    """A player that can neither pause nor seek begins the song anew."""
    put_music_on(home, OTHER_SPEAKER, MediaPlayerEntityFeature.PLAY_MEDIA)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["play_media", "play_media"]
    assert home.heard_on(OTHER_SPEAKER) == ["Let go.", SONG]


@pytest.mark.parametrize("song", [SONG, None])
async def test_music_that_is_only_paused_goes_on(
    home: Home, time: Time, song: str | None
) -> None:
    """No cue could be played: its queue is as it was, also if nobody knows what it was."""
    put_music_on(
        home,
        OTHER_SPEAKER,
        PLAYS | MediaPlayerEntityFeature.PLAY,
        media_content_id=song,
    )
    home.next_errors[OTHER_SPEAKER] = [None, *[HomeAssistantError("no")] * 2]
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["media_pause", "play_media", "play_media", "media_play"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "select_source"),
        ({"source": "Net radio"}, "play_media"),
        ({"media_content_id": "spotify:track:2"}, None),
    ],
)
async def test_a_playlist_begins_anew(
    home: Home, time: Time, changes: dict[str, Any], expected: str | None
) -> None:
    """A player that lost it to a cue tells its name as the source that it had."""
    put_music_on(
        home,
        OTHER_SPEAKER,
        PLAYS | MediaPlayerEntityFeature.SELECT_SOURCE,
        source="Jazz",
    )
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.elapse(2)
    home.change(OTHER_SPEAKER, None, **{"source": None} | changes)
    home.calls.clear()
    await time.until_done(coach.speakers.async_finish())
    assert next(iter(services(home)), None) == expected
    if expected == "select_source":
        assert services(home) == [expected]
        assert home.calls[0].data["source"] == "Jazz"


@pytest.mark.parametrize(
    ("state", "attributes"),
    [
        ("paused", {}),
        ("idle", {}),
        ("off", {}),
        ("playing", {"media_content_id": None}),
    ],
)
async def test_silence_stays_silence(
    home: Home, time: Time, state: str, attributes: dict[str, Any]
) -> None:
    """Nothing was playing, or nobody knows what."""
    put_music_on(home, OTHER_SPEAKER, PLAYS, **attributes)
    home.change(OTHER_SPEAKER, state)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert home.heard_on(OTHER_SPEAKER) == ["Let go."]


async def test_music_that_somebody_else_put_on_stays(home: Home, time: Time) -> None:
    """They want to hear it now."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.elapse(3)
    home.change(OTHER_SPEAKER, "playing", media_content_id="spotify:track:2")
    await time.until_done(coach.speakers.async_finish())
    assert home.heard_on(OTHER_SPEAKER) == ["Let go."]


async def test_the_volume_is_set_and_put_back(home: Home, time: Time) -> None:
    """Before the first cue and after the last one."""
    home.put(SPEAKER, ANNOUNCES, volume_level=0.3)
    coach = Coach(home, SPEAKER, volumes={SPEAKER: 0.6})
    coach.say(SHORT)
    coach.say(utterance("Three.", fresh_seconds=9))
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["volume_set", "play_media", "play_media", "volume_set"]
    assert [call["volume_level"] for call in home.calls_of("volume_set")] == [0.6, 0.3]


async def test_a_volume_that_somebody_changed_stays(home: Home, time: Time) -> None:
    """They know best how loud it should be."""
    home.put(SPEAKER, ANNOUNCES, volume_level=0.3)
    coach = Coach(home, SPEAKER, volumes={SPEAKER: 0.6})
    coach.say(SHORT)
    await time.elapse(2)
    home.change(SPEAKER, "idle", volume_level=0.5)
    await time.until_done(coach.speakers.async_finish())
    assert home.attribute(SPEAKER, "volume_level") == 0.5


@pytest.mark.parametrize(
    "attributes",
    [
        {"supported_features": None},
        {"supported_features": "x"},
        {"volume_level": "loud"},
        {"volume_level": True},
        {"media_position": "now"},
        {"media_position_updated_at": "now"},
        {"media_content_id": 5},
        {"media_content_type": None},
    ],
)
async def test_a_player_that_reports_nonsense_is_heard(
    home: Home, time: Time, attributes: dict[str, Any]
) -> None:
    """Whatever it says of itself, it is asked to play the cue."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    home.change(OTHER_SPEAKER, "playing", **attributes)
    coach = Coach(home, OTHER_SPEAKER, volumes={OTHER_SPEAKER: 0.6})
    coach.say(SHORT)
    await time.elapse(2)
    assert json.dumps(coach.speakers.before)
    await time.until_done(coach.speakers.async_finish())
    assert home.heard_on(OTHER_SPEAKER)[0] == "Let go."


async def test_a_player_that_can_not_be_asked_is_heard(home: Home, time: Time) -> None:
    """A pause that hangs delays the first cue, and an error not even that."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)

    async def refuse(call: object) -> None:
        raise ValueError("no")

    home.hass.services.async_register("media_player", "media_pause", refuse)
    home.hass.services.async_register("media_player", "media_seek", refuse)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert home.heard_on(OTHER_SPEAKER) == ["Let go.", SONG]


async def test_a_satellite_is_never_lent(home: Home, time: Time) -> None:
    """It has neither music nor a volume."""
    coach = Coach(home, SATELLITE, volumes={SATELLITE: 0.6})
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert coach.speakers.before == []
    assert services(home) == ["announce"]


async def test_a_player_that_is_gone_keeps_its_volume_noted(
    home: Home, time: Time
) -> None:
    """The next session puts it back; the music was too long ago by then."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    coach = Coach(home, OTHER_SPEAKER, volumes={OTHER_SPEAKER: 0.6})
    coach.say(SHORT)
    await time.elapse(2)
    before = home.hass.states.get(OTHER_SPEAKER)
    home.leave(OTHER_SPEAKER)
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["media_pause", "volume_set", "play_media"]
    (note,) = coach.speakers.before
    assert note == {"entity_id": OTHER_SPEAKER, "volume": 0.3, "volume_set": 0.6}

    home.hass.states.async_set(OTHER_SPEAKER, before.state, before.attributes)
    later = Speakers(home.hass, home.entry, settings(speakers=(SPEAKER,)), [note])
    await time.settle()
    assert later.before == []
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.3
    assert home.heard_on(OTHER_SPEAKER) == ["Let go."]


async def test_a_player_that_is_gone_has_nothing_to_keep(
    home: Home, time: Time
) -> None:
    """Its volume is as it was."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.elapse(2)
    home.leave(OTHER_SPEAKER)
    await time.until_done(coach.speakers.async_finish())
    assert coach.speakers.before == []


async def test_a_cue_is_no_music(home: Home, time: Time) -> None:
    """An automation that spoke just before is not heard again at the end."""
    put_music_on(
        home, OTHER_SPEAKER, PLAYS, media_content_id="http://home/api/tts_proxy/x.mp3"
    )
    coach = Coach(home, OTHER_SPEAKER)
    coach.say(SHORT)
    await time.until_done(coach.speakers.async_finish())
    assert services(home) == ["play_media"]


async def test_a_player_that_is_off_tells_its_volume_later(
    home: Home, time: Time
) -> None:
    """Then it is set once, and put back though the player is off again."""
    home.put(SPEAKER, ANNOUNCES, "off")
    coach = Coach(home, SPEAKER, volumes={SPEAKER: 0.6})
    coach.say(SHORT)
    await time.elapse(2)
    assert services(home) == ["play_media"]
    home.put(SPEAKER, ANNOUNCES, volume_level=0.3)
    coach.say(utterance("Three.", fresh_seconds=9))
    coach.say(utterance("Two.", fresh_seconds=9))
    await time.elapse(6)
    assert services(home)[1:] == ["volume_set", "play_media", "play_media"]
    home.put(SPEAKER, ANNOUNCES, "off")
    await time.until_done(coach.speakers.async_finish())
    assert [call["volume_level"] for call in home.calls_of("volume_set")] == [0.6, 0.3]
    assert coach.speakers.before == []


async def test_a_loan_outlives_a_restart(home: Home, time: Time) -> None:
    """It is told to whom keeps it, and given back by the next session."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    kept: list[Any] = []
    chosen = settings(speakers=(OTHER_SPEAKER,), volumes={OTHER_SPEAKER: 0.6})
    first = Speakers(
        home.hass,
        home.entry,
        chosen,
        on_change=lambda: kept.append(json.dumps(first.before)),
    )
    first.async_say(SHORT, time.loop.time())
    first.async_want(SHORT.texts)
    await time.elapse(2)
    (stored,) = kept
    home.calls.clear()

    second = Speakers(home.hass, home.entry, chosen, json.loads(stored))
    second.async_say(SHORT, time.loop.time())
    second.async_want(SHORT.texts)
    await time.until_done(second.async_finish())
    assert services(home) == [
        "play_media",
        "volume_set",
        "play_media",
        "media_seek",
    ]
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.3
    assert home.heard_on(OTHER_SPEAKER)[-1] == SONG
    assert second.before == []


async def test_a_note_is_kept_until_the_music_is_back(home: Home, time: Time) -> None:
    """A power cut in between must not lose it."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    heard: list[list[str]] = []
    speakers = Speakers(
        home.hass,
        home.entry,
        settings(speakers=(OTHER_SPEAKER,)),
        on_change=lambda: heard.append(home.heard_on(OTHER_SPEAKER)),
    )
    speakers.async_say(SHORT, time.loop.time())
    await time.until_done(speakers.async_finish())
    taken, given_back = heard
    assert SONG not in taken
    assert given_back[-1] == SONG
    assert speakers.before == []


async def test_a_session_keeps_its_loans(scenes: Scenes, home: Home) -> None:
    """Until it has given them back, and says so each time."""
    put_music_on(home, OTHER_SPEAKER, PLAYS)
    scene = await scenes(speakers=(OTHER_SPEAKER,)).start()
    assert scene.change_count == 1
    (loan,) = scene.outputs.before.speakers
    assert loan["entity_id"] == OTHER_SPEAKER
    assert loan["media"]["media_content_id"] == SONG
    await scene.do(lambda engine: engine.cancel())
    await scene.close()
    assert scene.change_count == 2
    assert scene.outputs.before.speakers == []
    assert home.heard_on(OTHER_SPEAKER)[-1] == SONG
