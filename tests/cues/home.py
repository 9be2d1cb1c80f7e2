"""A speech engine, and speakers in the place of Home Assistant's own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, override

from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.backcare.cues.speakers import Speakers
from custom_components.backcare.cues.tones import TONES, Tone
from custom_components.backcare.cues.utterance import Utterance
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.components.tts import TextToSpeechEntity, TtsAudioType, Voice
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError

from .common import LAG_SECONDS, OTHER_SPEAKER, SATELLITE, SPEAKER, Time, settings

_FRAME = bytes.fromhex("fff314c0") + bytes(20)
_FRAME_SECONDS = 0.024

SPEECH_ONSET_SECONDS = 1105 / 24000
"""Silence before the speech: samples that an MP3 decoder needs."""

ANSWER_SECONDS = round(LAG_SECONDS + SPEECH_ONSET_SECONDS, 2)
"""From a command of the person to the speech."""

ANNOUNCES = (
    MediaPlayerEntityFeature.PLAY_MEDIA
    | MediaPlayerEntityFeature.MEDIA_ANNOUNCE
    | MediaPlayerEntityFeature.VOLUME_SET
)
PLAYS = (
    MediaPlayerEntityFeature.PLAY_MEDIA
    | MediaPlayerEntityFeature.PAUSE
    | MediaPlayerEntityFeature.SEEK
    | MediaPlayerEntityFeature.VOLUME_SET
)


class Engine(TextToSpeechEntity):
    """An engine that speaks English and Dutch, and has voices for Dutch."""

    _attr_name = "Engine"
    _attr_default_language = "en_US"
    _attr_supported_languages = ["de_DE", "en_US", "nl_BE", "nl_NL"]  # noqa: RUF012
    _attr_supported_options = ["voice"]  # noqa: RUF012

    def __init__(self) -> None:
        """Remember what was asked for."""
        self.asked: list[str] = []
        self.error: Exception | None = None
        self.is_ready = asyncio.Event()
        self.is_ready.set()
        self.seconds = 0.0
        """How long it takes to make one text."""
        self.pace = 1.0
        """1.3: takes 30 % longer to say something than people."""
        self.file: bytes | None = None
        """Given for every text, in the place of speech."""

    @override
    def async_get_supported_voices(self, language: str) -> list[Voice] | None:
        """Return the voices of a language."""
        voices = {
            "nl_NL": [Voice("nl_NL-mls", "mls"), Voice("nl_NL-ronnie", "ronnie")],
            "en_US": [Voice("en_US-amy", "amy")],
        }
        return voices.get(language)

    @override
    async def async_get_tts_audio(
        self, message: str, language: str, options: dict[str, str]
    ) -> TtsAudioType:
        """Return silence that is as long as the text."""
        self.asked.append(message)
        await self.is_ready.wait()
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        if self.file is not None:
            return "mp3", self.file
        return "mp3", silence(self.seconds_of(message))

    def seconds_of(self, text: str) -> float:
        """Return how long it takes to say a text."""
        return len(text.split()) / 2.5 * self.pace


def silence(seconds: float) -> bytes:
    """Return an MP3 file of this length with nothing in it."""
    return _FRAME * round(seconds / _FRAME_SECONDS)


class Heard(NamedTuple):
    """A sound on a speaker."""

    at: float
    """When it is heard, in seconds; each file begins with a short silence."""
    speaker: str
    what: str
    """What is said, or the name of a tone: ``[countdown]``."""
    starts_at: float
    over_at: float
    """When the file begins and ends."""


class Home:
    """Speakers that hear what they are told, in the place of Home Assistant's own."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, time: Time, engine: Engine
    ) -> None:
        """Let a media player, another one and a satellite be there."""
        self.hass = hass
        self.entry = entry
        self.engine = engine
        self.calls: list[ServiceCall] = []
        self.heard: list[Heard] = []
        self.seconds: dict[str, float] = {}
        """How long a speaker takes for each call."""
        self.errors: dict[str, Exception] = {}
        self.next_errors: dict[str, list[Exception | None]] = {}
        """Whether the next calls of a speaker fail, one by one."""
        self.is_deaf_to_tones = False
        self.returns_late = False
        """The players too, as some of those do that announce: after the last sound."""
        self._time = time
        self.put(SPEAKER, ANNOUNCES)
        self.put(OTHER_SPEAKER, PLAYS)
        hass.states.async_set(SATELLITE, "idle")
        for domain, service, does in (
            ("media_player", "play_media", self._async_play),
            ("media_player", "media_pause", self._async_obey),
            ("media_player", "media_play", self._async_obey),
            ("media_player", "media_seek", self._async_obey),
            ("media_player", "select_source", self._async_obey),
            ("media_player", "volume_set", self._async_obey),
            ("assist_satellite", "announce", self._async_announce),
        ):
            hass.services.async_register(domain, service, does)

    def put(
        self, speaker: str, features: Any, state: str = "idle", /, **attributes: Any
    ) -> None:
        """Put a player into the home."""
        self.hass.states.async_set(
            speaker, state, {ATTR_SUPPORTED_FEATURES: features, **attributes}
        )

    def leave(self, entity_id: str) -> None:
        """Let a speaker be unavailable."""
        self.hass.states.async_set(entity_id, STATE_UNAVAILABLE)

    def change(self, entity_id: str, state: str | None, **attributes: Any) -> None:
        """Change the state of a speaker, if there is one given, and attributes."""
        before = self.hass.states.get(entity_id)
        assert before
        self.hass.states.async_set(
            entity_id, state or before.state, {**before.attributes, **attributes}
        )

    def attribute(self, entity_id: str, key: str) -> Any:
        """Return an attribute of a speaker."""
        state = self.hass.states.get(entity_id)
        assert state
        return state.attributes.get(key)

    def heard_on(self, entity_id: str) -> list[str]:
        """Return what was heard on a speaker."""
        return [heard.what for heard in self.heard if heard.speaker == entity_id]

    def times_on(self, entity_id: str) -> list[float]:
        """Return when something was heard on a speaker."""
        return [heard.at for heard in self.heard if heard.speaker == entity_id]

    def script_of(self, entity_id: str) -> list[tuple[float, str]]:
        """Return when what was heard on a speaker."""
        return list(
            zip(self.times_on(entity_id), self.heard_on(entity_id), strict=True)
        )

    def calls_of(self, service: str) -> list[dict[str, Any]]:
        """Return with what an action was called."""
        return [dict(call.data) for call in self.calls if call.service == service]

    async def _async_play(self, call: ServiceCall) -> None:
        """Play as a media player does, which returns before the first sound."""
        speaker, what = call.data[ATTR_ENTITY_ID], what_of(call)
        if self.returns_late:
            over_at = self._hear(speaker, what)
            await self._async_answer(call, over_at - self._time.seconds)
            return
        await self._async_answer(call, 0)
        self._hear(speaker, what)
        if "announce" not in call.data:
            self.change(speaker, "playing", media_content_id=_address(call))

    async def _async_announce(self, call: ServiceCall) -> None:
        """Announce as a satellite does, which returns after the last sound."""
        speaker = call.data[ATTR_ENTITY_ID]
        self.change(speaker, "responding")
        try:
            over_at = self._hear(speaker, what_of(call))
            await self._async_answer(call, over_at - self._time.seconds)
        finally:
            self.change(speaker, "idle")

    async def _async_obey(self, call: ServiceCall) -> None:
        """Do something else as a media player does."""
        await self._async_answer(call, 0)
        speaker = call.data[ATTR_ENTITY_ID]
        if call.service == "media_pause":
            self.change(speaker, "paused")
        elif call.service == "volume_set":
            self.change(speaker, None, volume_level=call.data["volume_level"])

    async def _async_answer(self, call: ServiceCall, seconds: float) -> None:
        """Take as long as such a speaker does, and fail as it is told to."""
        speaker = call.data[ATTR_ENTITY_ID]
        self.calls.append(call)
        next_errors = self.next_errors.get(speaker)
        error = next_errors.pop(0) if next_errors else self.errors.get(speaker)
        if error:
            await asyncio.sleep(self.seconds.get(speaker, 0))
            raise error
        if self.is_deaf_to_tones and what_of(call).startswith("["):
            raise HomeAssistantError("not such a file")
        await asyncio.sleep(self.seconds.get(speaker, seconds))

    def _hear(self, speaker: str, what: str) -> float:
        """Note what is heard; return when it is over."""
        sent_at = self._time.seconds
        starts_at = round(sent_at + LAG_SECONDS, 3)
        if what.startswith("["):
            tone = Tone(what[1:-1])
            onset_seconds, seconds = TONES[tone].onset_seconds, TONES[tone].seconds
        else:
            onset_seconds, seconds = SPEECH_ONSET_SECONDS, self.engine.seconds_of(what)
        at = round(starts_at + onset_seconds, 2)
        over_at = starts_at + seconds
        self.heard.append(Heard(at, speaker, what, starts_at, over_at))
        return over_at


def what_of(call: ServiceCall) -> str:
    """Return what is said, the name of a tone in brackets, or else the address."""
    if message := call.data.get("message"):
        return str(message)
    media_id = call.data.get("media_id") or call.data.get("media_content_id", "")
    if media_id.startswith("media-source://tts/"):
        return URL(media_id).query["message"]
    if media_id.startswith("media-source://backcare/tones/"):
        return f"[{media_id.rpartition('/')[2]}]"
    return str(media_id)


def _address(call: ServiceCall) -> str:
    """Return what a player reports to play."""
    media_id = str(call.data["media_content_id"])
    if media_id.startswith("media-source://tts/"):
        return "http://home/api/tts_proxy/x.mp3"
    return media_id.replace("media-source://", "http://home/")


class InlineExecutor(ThreadPoolExecutor):
    """Does what is slow at once: no thread outlives the moment in a test."""

    @override
    def submit[**ArgumentsT, ResultT](
        self,
        fn: Callable[ArgumentsT, ResultT],
        /,
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> Future[ResultT]:
        """Return the result."""
        future = Future[ResultT]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as err:  # noqa: BLE001  # belongs to the one who asked
            future.set_exception(err)
        return future


class Coach:
    """Speakers that are told what to say."""

    def __init__(self, home: Home, *entity_ids: str, **changes: Any) -> None:
        """Take speakers of the home."""
        self.speakers = Speakers(
            home.hass, home.entry, settings(speakers=entity_ids, **changes)
        )
        self._loop = home.hass.loop

    def say(self, utterance: Utterance, after: float = 0) -> None:
        """Say something in so many seconds, and let it be made beforehand."""
        self.speakers.async_say(utterance, self._loop.time() + after)
        self.speakers.async_want(utterance.texts)
