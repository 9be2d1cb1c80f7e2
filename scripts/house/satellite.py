"""A voice satellite: it plays what Home Assistant announces, and a person can talk to it."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import repeat
import os

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event
from wyoming.info import Info, Satellite as SatelliteInfo
from wyoming.pipeline import PipelineStage, RunPipeline
from wyoming.satellite import RunSatellite
from wyoming.snd import Played

from .listening import RATE
from .parts import Part, PartError
from .protocol import ABOUT, Connection, serving
from .pulse import Pulse

CHUNK_SECONDS = 0.05
PLAY_AHEAD_MS = 60


@dataclass
class Satellite:
    """A satellite with a loudspeaker and a microphone."""

    environment: dict[str, str]
    part: Part = field(init=False)
    heard: list[str] = field(default_factory=list)
    """The kinds of all events that Home Assistant sent."""
    _connection: Connection | None = None
    _sound: asyncio.Queue[bytes | None] | None = None
    _playing: set[asyncio.Task[None]] = field(default_factory=set)
    _talking: asyncio.Task[None] | None = None

    async def handle(self, connection: Connection, event: Event) -> None:
        """Do what Home Assistant asks."""
        self.heard.append(event.type)
        if RunSatellite.is_type(event.type):
            self._connection = connection
        elif AudioStart.is_type(event.type):
            self._sound = asyncio.Queue()
            start = AudioStart.from_event(event)
            # Beside the reading of events: it must answer while it plays.
            task = asyncio.create_task(self._play(connection, start.rate, self._sound))
            self._playing.add(task)
            task.add_done_callback(self._playing.discard)
        elif AudioChunk.is_type(event.type) and self._sound:
            self._sound.put_nowait(AudioChunk.from_event(event).audio)
        elif AudioStop.is_type(event.type) and self._sound:
            self._sound.put_nowait(None)
            self._sound = None

    async def talk(self) -> None:
        """Have a person talk to it, without a wake word, until `hush`; raises PartError."""
        self._talking = asyncio.create_task(
            self._talk(self._connected(), await _murmur(), is_endless=True)
        )

    async def say(self, speech: bytes) -> None:
        """Have a person say something to it, once; raises PartError.

        The speech is in samples of 16 bits.
        """
        connection = self._connected()
        await self._talk(connection, speech)
        await connection.send(AudioStop())

    async def hush(self) -> None:
        """Let the person stop talking."""
        if self._talking and self._connection:
            self._talking.cancel()
            with suppress(asyncio.CancelledError):
                await self._talking
            self._talking = None
            with suppress(ConnectionError):
                await self._connection.send(AudioStop())

    async def close(self) -> None:
        """Stop talking and playing."""
        await self.hush()
        for task in (*self._playing,):
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    async def _play(
        self, connection: Connection, rate: int, sound: asyncio.Queue[bytes | None]
    ) -> None:
        """Play what comes in, in real time, and say so when the last of it was heard."""
        process = await self._loudspeaker(rate)
        assert process.stdin
        try:
            while chunk := await sound.get():
                process.stdin.write(chunk)
                await process.stdin.drain()
            process.stdin.close()
            await process.wait()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            with suppress(ConnectionError):
                await connection.send(Played())

    async def _loudspeaker(self, rate: int) -> Process:
        """Return a program that plays its input."""
        return await asyncio.create_subprocess_exec(
            *("pacat", "--raw", "--format=s16le", "--channels=1", f"--rate={rate}"),
            f"--latency-msec={PLAY_AHEAD_MS}",
            env=os.environ | self.environment,
            stdin=PIPE,
        )

    def _connected(self) -> Connection:
        """Return the connection of Home Assistant; raises PartError."""
        if not self._connection:
            raise PartError("Home Assistant is not connected to the satellite")
        return self._connection

    async def _talk(
        self, connection: Connection, speech: bytes, *, is_endless: bool = False
    ) -> None:
        """Send the sound of a voice in real time; an endless one until cancelled.

        As on devices with a wake word, who talks ends what it plays.
        """
        for task in self._playing:
            task.cancel()
        await connection.send(
            RunPipeline(start_stage=PipelineStage.ASR, end_stage=PipelineStage.TTS)
        )
        size = round(CHUNK_SECONDS * RATE) * 2
        shape = {"rate": RATE, "width": 2, "channels": 1}
        for speech_again in repeat(speech) if is_endless else (speech,):
            for begin in range(0, len(speech_again), size):
                chunk = speech_again[begin : begin + size]
                await connection.send(AudioChunk(audio=chunk, **shape))
                await asyncio.sleep(CHUNK_SECONDS)


async def _murmur() -> bytes:
    """Return a voice that goes on."""
    return await spoken("Let me tell you what I did this morning. " * 3)


async def spoken(text: str, language: str = "en") -> bytes:
    """Return how a person says something, in samples of 16 bits."""
    process = await asyncio.create_subprocess_shell(
        f"espeak-ng --stdin --stdout -v {language}"
        f" | ffmpeg -v error -i - -f s16le -ac 1 -ar {RATE} -",
        stdin=PIPE,
        stdout=PIPE,
    )
    return (await process.communicate(text.encode()))[0]


@asynccontextmanager
async def satellite(pulse: Pulse, name: str) -> AsyncGenerator[Satellite]:
    """Run a satellite that plays on a loudspeaker."""
    device = Satellite(pulse.environment(name))
    info = Info(satellite=SatelliteInfo(name=name, **ABOUT))
    async with serving(info, device.handle) as device.part:
        try:
            yield device
        finally:
            await device.close()
