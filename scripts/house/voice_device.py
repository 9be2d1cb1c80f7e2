"""A voice device on ESPHome's protocol: a satellite that asks, and a player that announces."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import os
from typing import Any

from aioesphomeapi import api_pb2 as pb
from aioesphomeapi._frame_helper.packets import make_plain_text_packets
from aioesphomeapi.core import MESSAGE_TYPE_TO_PROTO
from aioesphomeapi.model import (
    MediaPlayerEntityFeature as PlayerFeature,
    MediaPlayerFormatPurpose as Purpose,
    MediaPlayerState as PlayerState,
    VoiceAssistantEventType as Happening,
    VoiceAssistantFeature as Feature,
)

from .listening import RATE
from .parts import ADDRESS, Part
from .pulse import Pulse

PLAYER_KEY = 1
CHUNK_SECONDS = 0.05
PLAY_AHEAD_MS = 60
SILENCE = bytes(round(CHUNK_SECONDS * RATE) * 2)

_HEARD = {
    Happening.VOICE_ASSISTANT_STT_END,
    Happening.VOICE_ASSISTANT_RUN_END,
    Happening.VOICE_ASSISTANT_ERROR,
}
"""What ends the listening."""

_NUMBERS = {message: number for number, message in MESSAGE_TYPE_TO_PROTO.items()}


@dataclass
class VoiceDevice:
    """A device with a loudspeaker and a microphone, in plain text as without a key."""

    name: str
    environment: dict[str, str]
    part: Part = field(init=False)
    told: list[str] = field(default_factory=list)
    """What it was given to announce or to ask, in words."""
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while it waits for the answer to a question."""
    _writer: asyncio.StreamWriter | None = None
    _sounds: dict[bool, asyncio.Task[None]] = field(default_factory=dict)
    """What plays: an announcement or not."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _is_heard: bool = False
    """Home Assistant has heard enough."""

    async def say(self, speech: bytes) -> None:
        """Have a person say something to it; the speech is in samples of 16 bits.

        The answer to a question that it waits for, or else after its wake word.
        """
        if not self.listening.is_set():
            self._send(pb.VoiceAssistantRequest(start=True))
        self.listening.clear()
        self._is_heard = False
        size = len(SILENCE)
        for begin in range(0, len(speech), size):
            self._send(pb.VoiceAssistantAudio(data=speech[begin : begin + size]))
            await asyncio.sleep(CHUNK_SECONDS)
        # Home Assistant hears by the silence that the sentence is over.
        while not self._is_heard:
            self._send(pb.VoiceAssistantAudio(data=SILENCE))
            await asyncio.sleep(CHUNK_SECONDS)

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer Home Assistant until it goes."""
        self._writer = writer
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readexactly(1)
                size = await _read_number(reader)
                number = await _read_number(reader)
                self._answer(
                    MESSAGE_TYPE_TO_PROTO[number].FromString(
                        await reader.readexactly(size)
                    )
                )

    async def close(self) -> None:
        """Fall silent."""
        for task in (*self._tasks,):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _answer(self, asked: Any) -> None:
        """Do what Home Assistant asks."""
        match asked:
            case pb.HelloRequest():
                self._send(pb.HelloResponse(api_version_major=1, api_version_minor=12))
            case pb.DeviceInfoRequest():
                self._send(self._about())
            case pb.ListEntitiesRequest():
                self._send(_player())
                self._send(pb.ListEntitiesDoneResponse())
            case pb.SubscribeStatesRequest():
                self._tell_state()
            case pb.PingRequest():
                self._send(pb.PingResponse())
            case pb.DisconnectRequest():
                self._send(pb.DisconnectResponse())
            case pb.VoiceAssistantConfigurationRequest():
                self._send(
                    pb.VoiceAssistantConfigurationResponse(max_active_wake_words=1)
                )
            case pb.VoiceAssistantAnnounceRequest():
                self.told.append(asked.text)
                self._do(self._announce(asked.media_id, asked.start_conversation))
            case pb.VoiceAssistantEventResponse():
                self._follow(asked)
            case pb.MediaPlayerCommandRequest() if asked.has_media_url:
                self._play(asked.media_url, is_announcement=asked.announcement)

    def _follow(self, asked: Any) -> None:
        """Follow how far Home Assistant is with what a person said."""
        if asked.event_type in _HEARD:
            self._is_heard = True
        elif asked.event_type == Happening.VOICE_ASSISTANT_TTS_END:
            (url,) = (item.value for item in asked.data if item.name == "url")
            self._do(self._announce(url, False))

    def _about(self) -> Any:
        """Return what the device tells of itself."""
        return pb.DeviceInfoResponse(
            name=self.name,
            friendly_name=self.name,
            mac_address="02:00:00:00:00:01",
            esphome_version="2026.10.0",
            voice_assistant_feature_flags=(
                Feature.VOICE_ASSISTANT
                | Feature.API_AUDIO
                | Feature.ANNOUNCE
                | Feature.START_CONVERSATION
            ),
        )

    async def _announce(self, url: str, is_question: bool) -> None:
        """Play an announcement, say that it is over, and then listen if it was a question."""
        sound = self._play(url, is_announcement=True)
        await asyncio.wait([sound])
        self._send(pb.VoiceAssistantAnnounceFinished(success=True))
        if is_question:
            self._send(pb.VoiceAssistantRequest(start=True))
            self.listening.set()

    def _play(self, url: str, *, is_announcement: bool) -> asyncio.Task[None]:
        """Play an address; of its kind the newest one counts."""
        if before := self._sounds.get(is_announcement):
            before.cancel()
        sound = self._do(self._sound(url))
        self._sounds[is_announcement] = sound
        sound.add_done_callback(lambda _: self._tell_state())
        self._tell_state()
        return sound

    async def _sound(self, url: str) -> None:
        """Play an address to its end."""
        process = await asyncio.create_subprocess_shell(
            f"ffmpeg -v error -i '{url}' -f s16le -ac 1 -ar {RATE} -"
            f" | pacat --raw --format=s16le --channels=1 --rate={RATE}"
            f" --latency-msec={PLAY_AHEAD_MS}",
            env=os.environ | self.environment,
            stdin=PIPE,
            start_new_session=True,
        )
        try:
            await process.wait()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)

    def _tell_state(self) -> None:
        """Tell what the player does."""
        plays = any(not sound.done() for sound in self._sounds.values())
        state = PlayerState.PLAYING if plays else PlayerState.IDLE
        self._send(pb.MediaPlayerStateResponse(key=PLAYER_KEY, state=state, volume=1))

    def _do(self, work: Any) -> asyncio.Task[None]:
        """Do something beside the reading."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _send(self, message: Any) -> None:
        """Send a message."""
        assert self._writer
        packet = (_NUMBERS[type(message)], message.SerializeToString())
        self._writer.writelines(make_plain_text_packets([packet]))


def _player() -> Any:
    """Return what the device tells of its player."""
    return pb.ListEntitiesMediaPlayerResponse(
        key=PLAYER_KEY,
        name="Player",
        object_id="player",
        feature_flags=(
            PlayerFeature.PLAY_MEDIA
            | PlayerFeature.MEDIA_ANNOUNCE
            | PlayerFeature.VOLUME_SET
            | PlayerFeature.STOP
        ),
        supported_formats=[
            pb.MediaPlayerSupportedFormat(
                format="flac",
                sample_rate=48000,
                num_channels=channel_count,
                purpose=purpose,
                sample_bytes=2,
            )
            for channel_count, purpose in (
                (2, Purpose.DEFAULT),
                (1, Purpose.ANNOUNCEMENT),
            )
        ],
    )


async def _read_number(reader: asyncio.StreamReader) -> int:
    """Read a number in seven bits a byte, the lowest first."""
    number = shift = 0
    while True:
        (byte,) = await reader.readexactly(1)
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number
        shift += 7


@asynccontextmanager
async def voice_device(pulse: Pulse, name: str) -> AsyncGenerator[VoiceDevice]:
    """Run a voice device that plays on a loudspeaker."""
    device = VoiceDevice(name, pulse.environment(name))
    server = await asyncio.start_server(device.serve, ADDRESS)
    port = server.sockets[0].getsockname()[1]
    device.part = Part("esphome", {"user": {"host": ADDRESS, "port": port}})
    try:
        yield device
    finally:
        server.close()
        server.abort_clients()
        await device.close()
