"""Tests of the coach."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import DOMAIN
from custom_components.backcare.engine.position import REENTRY_SECONDS
from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .common import (
    SessionClock,
    act,
    assert_refused,
    build_entry,
    described,
    own_routine,
    session_routine,
    state,
)
from .conftest import SetUp

COACH = "media_player.back_care_coach"
TTS = "media-source://tts/tts.piper?message=Hello"
HOSTILE = (
    "yoga",
    "<script>alert(1)</script>",
    "{names}",
    "🧘",
    "x" * 10_000,
    "",
    "!!!",
)


@pytest.fixture
def token() -> Generator[None]:
    """Give every picture the same token."""
    with patch("secrets.token_hex", return_value="token"):
        yield


async def tell(hass: HomeAssistant, action: str, **fields: Any) -> None:
    """Tell the coach to do something."""
    await hass.services.async_call(
        MEDIA_PLAYER_DOMAIN, action, {ATTR_ENTITY_ID: COACH, **fields}, blocking=True
    )
    await hass.async_block_till_done()


async def play(hass: HomeAssistant, media_id: str, **fields: Any) -> None:
    """Tell the coach to play something."""
    media = {"media_content_id": media_id, "media_content_type": "playlist"}
    await tell(hass, "play_media", **media, **fields)


async def refused(hass: HomeAssistant, action: str, **fields: Any) -> str | None:
    """Return why the coach refuses something, and check that nothing has changed."""
    before = {found.entity_id: found for found in hass.states.async_all()}
    with pytest.raises(ServiceValidationError) as refusal:
        await tell(hass, action, **fields)
    await hass.async_block_till_done()
    assert {found.entity_id: found for found in hass.states.async_all()} == before
    assert refusal.value.translation_domain == DOMAIN
    return refusal.value.translation_key


def shown(hass: HomeAssistant, attribute: str) -> Any:
    """Return an attribute of the coach."""
    coach = hass.states.get(COACH)
    assert coach
    return coach.attributes.get(attribute)


def position(hass: HomeAssistant) -> float:
    """Return how far the phase is, as dashboards work it out."""
    found: float = shown(hass, "media_position")
    if state(hass, "media_player.coach") == "playing":
        since = dt_util.utcnow() - shown(hass, "media_position_updated_at")
        found += since.total_seconds()
    return found


# What is shown


async def test_idle(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """Without a session the coach offers the routines."""
    assert described(hass, setup_backcare, MEDIA_PLAYER_DOMAIN) == snapshot


@pytest.mark.usefixtures("token")
async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """In a session the coach shows the phase that runs."""
    await act(hass, "start_routine")
    await clock.elapse(15)
    assert described(hass, setup_backcare, MEDIA_PLAYER_DOMAIN) == snapshot


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Side plank: Set 1 of 3, left side",
                "Side plank: Set 1 of 3, left side",
                "Side plank: In a moment: Side plank, left side, set 2 of 3.",
            ],
        ),
        (
            "nl",
            [
                "Zijplank: Serie 1 van 3, linkerkant",
                "Zijplank: Serie 1 van 3, linkerkant",
                "Zijplank: Zo meteen: Zijplank, linkerkant, serie 2 van 3.",
            ],
        ),
    ],
)
async def test_exercise_set_and_side(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    language: str,
    lines: list[str],
) -> None:
    """The person reads the exercise, the set and the side, and in a rest what comes."""
    await set_up(build_entry(options={"speech": {"language": language}}))
    await act(hass, "start_routine")
    await act(hass, "skip", scope="exercise")
    found = []
    for _ in lines:
        found.append(f"{shown(hass, 'media_title')}: {shown(hass, 'media_artist')}")
        await act(hass, "skip")
    assert found == lines


@pytest.mark.usefixtures("setup_backcare")
async def test_position(hass: HomeAssistant, clock: SessionClock) -> None:
    """A dashboard that counts on from the last state is right at every moment."""
    await act(hass, "start_routine")
    await clock.elapse(15)
    assert shown(hass, "media_duration") == 60
    for elapsed in (0, 20, 37):
        assert position(hass) == pytest.approx(elapsed, abs=0.01)
        await clock.elapse(17 if elapsed else 20)
    assert position(hass) == pytest.approx(54, abs=0.01)

    await act(hass, "skip")
    await act(hass, "skip")
    await clock.elapse(20.6)
    await act(hass, "pause_session")
    assert position(hass) == pytest.approx(20.6, abs=0.5)
    await clock.elapse(100)
    await act(hass, "add_time", seconds=30)
    assert shown(hass, "media_duration") == 90
    assert position(hass) == pytest.approx(20.6, abs=0.5)

    await act(hass, "resume_session")
    await clock.elapse(REENTRY_SECONDS + 10)
    assert position(hass) == pytest.approx(30.6, abs=0.01)
    await act(hass, "add_time", seconds=-30)
    assert shown(hass, "media_duration") == 60
    assert position(hass) == pytest.approx(30.6, abs=0.01)


@pytest.mark.usefixtures("setup_backcare")
async def test_position_after_the_wall_clock_was_set(
    hass: HomeAssistant, clock: SessionClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dashboards count from the new time as soon as it is noticed."""
    await act(hass, "start_routine")
    right = LoopClock.utcnow
    monkeypatch.setattr(
        LoopClock, "utcnow", lambda self: right(self) - timedelta(hours=1)
    )
    # The countdown, three seconds before the hold, is the first to notice.
    await clock.elapse(12)
    began = timedelta(seconds=shown(hass, "media_position"))
    assert shown(hass, "media_position_updated_at") - began == datetime(
        2026, 11, 2, 17, tzinfo=UTC
    )


@pytest.mark.usefixtures("setup_backcare")
async def test_one_row_for_each_phase(
    hass: HomeAssistant, clock: SessionClock, frozen: FrozenDateTimeFactory
) -> None:
    """The coach is written when something else is to be seen, and not in between."""
    frozen.tick(0.5)
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await act(hass, "start_routine")
    phase_count = hass.states.get("sensor.back_care_phase").attributes["phase_count"]
    await clock.elapse_to_end()

    rows = [change for change in changes if change.data["entity_id"] == COACH]
    assert len(rows) == phase_count + 1


# Commands


@pytest.mark.usefixtures("setup_backcare")
async def test_every_button(hass: HomeAssistant, clock: SessionClock) -> None:
    """The buttons of a media player lead through a session."""
    for action, coach, phase in (
        ("media_pause", "idle", "idle"),
        ("media_stop", "idle", "idle"),
        ("media_play", "playing", "prepare"),
        ("media_play", "playing", "prepare"),
        ("media_next_track", "playing", "hold"),
        ("media_pause", "paused", "hold"),
        ("media_pause", "paused", "hold"),
        ("media_previous_track", "paused", "prepare"),
        ("media_play_pause", "playing", "prepare"),
        ("media_play_pause", "paused", "prepare"),
        ("media_play", "playing", "prepare"),
        ("media_stop", "idle", "idle"),
    ):
        await tell(hass, action)
        assert state(hass, "media_player.coach") == coach, action
        assert state(hass, "sensor.phase") == phase, action


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize("action", ["media_next_track", "media_previous_track"])
async def test_no_session(hass: HomeAssistant, action: str) -> None:
    """Without a session there is no other phase, and the person is told so."""
    assert await refused(hass, action) == "no_active_session"


async def test_before_the_safety_check(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Nothing starts before the safety check, however it is asked for."""
    await set_up(build_entry(safety={"agreed": False}))
    media = {"media_content_id": "short_10", "media_content_type": "playlist"}
    for action, fields in (
        ("media_play", {}),
        ("play_media", media),
        ("select_source", {"source": "Short session"}),
    ):
        assert await refused(hass, action, **fields) == "safety_not_confirmed"


@pytest.mark.parametrize(
    ("media_id", "routine"),
    [
        ("short_10", "short_10"),
        ("Short session", "short_10"),
        ("korte TRAINING", "short_10"),
        ("evening", "evening"),
        ("Avond", "evening"),
    ],
)
async def test_play_a_routine(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, media_id: str, routine: str
) -> None:
    """A routine is played by its id or name; the selected one stays selected."""
    await set_up(build_entry(subentries=[own_routine("Avond", "evening")]))
    await play(hass, media_id)
    assert session_routine(hass) == routine
    assert shown(hass, "media_content_id") == routine
    assert state(hass, "select.routine") == "full_core_30"


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize("enqueue", ["play", "replace", "add", "next"])
async def test_there_is_no_queue(
    hass: HomeAssistant, clock: SessionClock, enqueue: str
) -> None:
    """A routine starts now or not at all."""
    await play(hass, "short_10", enqueue=enqueue)
    assert session_routine(hass) == "short_10"
    media = {"media_content_id": "gentle_reset", "media_content_type": "playlist"}
    assert await refused(hass, "play_media", enqueue=enqueue, **media) == (
        "session_already_active"
    )


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize("media_id", HOSTILE)
async def test_play_what_is_no_routine(hass: HomeAssistant, media_id: str) -> None:
    """Something unknown is refused with the names that there are."""
    media = {"media_content_id": media_id, "media_content_type": "music"}
    assert await refused(hass, "play_media", **media) == "unknown_routine"
    assert await refused(hass, "select_source", source=media_id) == "unknown_routine"


async def test_play_what_is_locked_or_gone(
    hass: HomeAssistant, set_up: SetUp, config_entry: MockConfigEntry
) -> None:
    """A routine that the person can't do, or does not have any more, is refused."""
    entry = await set_up(build_entry(subentries=[own_routine("Evening", "evening")]))
    assert "Evening" in shown(hass, "source_list")
    hass.config_entries.async_remove_subentry(entry, "evening")
    await hass.async_block_till_done()
    assert "Evening" not in shown(hass, "source_list")

    for media_id, reason in (
        ("evening", "unknown_routine"),
        ("Evening", "unknown_routine"),
        ("asymmetric_addon", "routine_locked"),
    ):
        media = {"media_content_id": media_id, "media_content_type": "playlist"}
        assert await refused(hass, "play_media", **media) == reason


@pytest.mark.usefixtures("setup_backcare")
async def test_select_a_source(hass: HomeAssistant, clock: SessionClock) -> None:
    """A source starts its routine, which stays the selected one."""
    assert shown(hass, "source") is None
    await tell(hass, "select_source", source="Short session")
    assert session_routine(hass) == "short_10"
    assert shown(hass, "source") == "Short session"
    assert state(hass, "select.routine") == "short_10"

    assert await refused(hass, "select_source", source="Gentle session") == (
        "session_already_active"
    )
    await tell(hass, "media_stop")
    assert shown(hass, "source") is None


async def test_sources_with_one_name(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Of routines with one name each can be chosen, whatever the name looks like."""
    titles = ["Short session", "<b>x</b>", "<b>x</b>", "Short session (2)"]
    await set_up(
        build_entry(
            subentries=[own_routine(t, f"own{i}") for i, t in enumerate(titles)]
        )
    )
    sources = shown(hass, "source_list")[-4:]
    assert sources == [
        "Short session (2)",
        "<b>x</b>",
        "<b>x</b> (2)",
        "Short session (2) (2)",
    ]
    for index, source in enumerate(sources):
        await tell(hass, "select_source", source=source)
        assert session_routine(hass) == f"own{index}"
        assert shown(hass, "source") == source
        assert shown(hass, "media_album_name") == titles[index]
        await tell(hass, "media_stop")


async def test_routine_that_goes_while_it_runs(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """A routine that is deleted in its session is finished, by its name."""
    entry = await set_up(build_entry(subentries=[own_routine("Evening", "evening")]))
    await play(hass, "evening")
    hass.config_entries.async_remove_subentry(entry, "evening")
    await hass.async_block_till_done()
    assert shown(hass, "source") is None
    assert shown(hass, "media_album_name") == "Evening"


# Not a speaker


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize(
    ("media_id", "fields"),
    [
        (TTS, {}),
        (TTS, {"announce": True}),
        ("media-source://backcare/tones/tick", {}),
        ("http://radio/jazz.mp3", {}),
        ("/api/tts_proxy/x.mp3", {}),
        ("short_10", {"announce": True}),
    ],
)
async def test_plays_no_sound(
    hass: HomeAssistant, media_id: str, fields: dict[str, bool]
) -> None:
    """Speech and music are refused, in and out of a session."""
    media = {"media_content_id": media_id, "media_content_type": "music", **fields}
    assert await refused(hass, "play_media", **media) == "not_a_speaker"
    await act(hass, "start_routine")
    assert await refused(hass, "play_media", **media) == "not_a_speaker"


@pytest.mark.usefixtures("setup_backcare")
async def test_no_session_speaks_on_it(hass: HomeAssistant) -> None:
    """A session that would speak on the coach is refused, and the person told why."""
    message = await assert_refused(
        hass, "not_a_speaker", "start_routine", speakers=[COACH]
    )
    assert COACH in message


# Pictures and browsing


@pytest.mark.usefixtures("setup_backcare")
async def test_picture(
    hass: HomeAssistant,
    clock: SessionClock,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The picture is that of the exercise; who has no token does not get it."""
    client = await hass_client_no_auth()
    assert shown(hass, "entity_picture") is None
    await act(hass, "start_routine")
    url = shown(hass, "entity_picture")

    response = await client.get(url)
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/svg+xml"
    assert "<title>Forearm plank</title>" in await response.text()
    assert (await client.get(url.partition("?")[0])).status == HTTPStatus.FORBIDDEN

    await act(hass, "stop_session")
    assert (await client.get(url)).status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("language", "first", "title"),
    [
        ("en", "32 min · Full core routine", "<title>Forearm plank</title>"),
        ("nl", "32 min · Volledige training", "<title>Buikplank</title>"),
    ],
)
async def test_browse(
    hass: HomeAssistant,
    set_up: SetUp,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    language: str,
    first: str,
    title: str,
) -> None:
    """The media browser shows each open routine with its length and a picture."""
    await set_up(
        build_entry(
            options={"speech": {"language": language}},
            subentries=[own_routine("<b>x</b>", "own")],
        )
    )
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {"type": "media_player/browse_media", "entity_id": COACH}
    )
    root = (await client.receive_json())["result"]
    routines = {item["media_content_id"]: item for item in root["children"]}
    assert root["title"] == "Back care"
    assert "asymmetric_addon" not in routines
    assert routines["full_core_30"]["title"] == first
    assert routines["seated_transversus"]["title"].startswith("80 s · ")
    assert routines["own"]["title"] == "75 s · <b>x</b>"
    assert all(item["can_play"] and not item["can_expand"] for item in root["children"])

    web = await hass_client()
    for item in routines.values():
        response = await web.get(item["thumbnail"])
        assert response.status == HTTPStatus.OK, item
        assert response.content_type == "image/svg+xml"
    response = await web.get(routines["full_core_30"]["thumbnail"])
    assert title in await response.text()


async def test_browse_a_routine(
    setup_backcare: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """One routine can be looked at; what can't is refused in words."""
    client = await hass_ws_client()

    async def browse(media_id: str) -> dict[str, Any]:
        """Return the answer of the media browser."""
        await client.send_json_auto_id(
            {
                "type": "media_player/browse_media",
                "entity_id": COACH,
                "media_content_type": "playlist",
                "media_content_id": media_id,
            }
        )
        answer: dict[str, Any] = await client.receive_json()
        return answer

    assert (await browse("short_10"))["result"]["title"] == "10 min · Short session"
    for media_id, reason in (
        ("yoga", "unknown_routine"),
        ("<script>", "unknown_routine"),
        ("asymmetric_addon", "routine_locked"),
    ):
        answer = await browse(media_id)
        assert not answer["success"]
        assert answer["error"]["translation_key"] == reason


@pytest.mark.usefixtures("setup_backcare")
@pytest.mark.parametrize(
    "query", ["", "media_image_id=yoga", "media_image_id=plank.up"]
)
async def test_browse_an_unknown_picture(
    hass_client: ClientSessionGenerator, query: str
) -> None:
    """A picture that is not there is not found."""
    client = await hass_client()
    response = await client.get(
        f"/api/media_player_proxy/{COACH}/browse_media/playlist/short_10?{query}"
    )
    assert response.status == HTTPStatus.NOT_FOUND
