"""Speech engines: the voices of espeak-ng and Piper, which can be told to misbehave."""

import asyncio
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum, auto
import sys

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import AsrModel, AsrProgram, Info, TtsProgram, TtsVoice
from wyoming.tts import Synthesize

from .listening import Sound, find, sound_of
from .parts import Part
from .protocol import ABOUT, Connection, serving

ESPEAK_RATE = 22_050
WAV_HEADER_BYTES = 44
CHUNK_BYTES = 2048
UNDERSTOOD = "What a fine morning it was"
"""What is understood of everything else; Home Assistant can't do it, and says so."""

type Speak = Callable[[str, str], Awaitable[bytes]]
"""Makes the sound of a text with a voice."""


class Mood(StrEnum):
    """What an engine does when it is asked to speak."""

    WELL = auto()
    FAILING = auto()
    HANGING = auto()
    EMPTY = auto()


@dataclass
class Engine:
    """A speech engine."""

    name: str
    voices: dict[str, str]
    """The language of each voice; the first one speaks if none is asked for."""
    speak: Speak
    rate: int
    part: Part = field(init=False)
    mood: Mood = Mood.WELL
    delay_seconds: float = 0
    """How long it thinks before it sends anything."""
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each text was asked for, by voice and text."""

    def describe(self) -> Info:
        """Return what it tells about itself."""
        voices = [
            TtsVoice(name=name, languages=[language], **ABOUT)
            for name, language in self.voices.items()
        ]
        return Info(tts=[TtsProgram(name=self.name, voices=voices, **ABOUT)])

    async def handle(self, connection: Connection, event: Event) -> None:
        """Speak, if that is asked and the mood allows it."""
        if not Synthesize.is_type(event.type):
            return
        asked = Synthesize.from_event(event)
        voice = (asked.voice and asked.voice.name) or next(iter(self.voices))
        self.made[voice, asked.text] += 1
        await asyncio.sleep(self.delay_seconds)
        match self.mood:
            case Mood.FAILING:
                await connection.send(Error(text="The voice has a cold"))
                return
            case Mood.HANGING:
                await asyncio.Event().wait()
        sound = b"" if self.mood == Mood.EMPTY else await self.speak(asked.text, voice)
        shape = {"rate": self.rate, "width": 2, "channels": 1}
        await connection.send(AudioStart(**shape))
        for begin in range(0, len(sound), CHUNK_BYTES):
            chunk = sound[begin : begin + CHUNK_BYTES]
            await connection.send(AudioChunk(audio=chunk, **shape))
        await connection.send(AudioStop())


@dataclass
class Ears:
    """A speech-to-text engine: it knows by their sound the sentences that it was taught."""

    part: Part = field(init=False)
    sentences: dict[str, Sound] = field(default_factory=dict)
    """How each sentence sounds."""
    _heard: bytearray = field(default_factory=bytearray)

    def describe(self) -> Info:
        """Return what it tells about itself."""
        model = AsrModel(name="ears", languages=["en", "nl"], **ABOUT)
        return Info(asr=[AsrProgram(name="ears", models=[model], **ABOUT)])

    async def handle(self, connection: Connection, event: Event) -> None:
        """Listen to the end, then tell what was said."""
        if AudioStart.is_type(event.type):
            self._heard.clear()
        elif AudioChunk.is_type(event.type):
            self._heard += AudioChunk.from_event(event).audio
        elif AudioStop.is_type(event.type):
            text = await asyncio.to_thread(self._understand, bytes(self._heard))
            await connection.send(Transcript(text=text))

    def _understand(self, audio: bytes) -> str:
        """Return the sentence that was heard best."""
        sound = sound_of(audio)
        shares = {
            text: heard.share
            for text, clip in self.sentences.items()
            if (heard := find(clip, sound))
        }
        return max(shares, key=shares.__getitem__, default=UNDERSTOOD)


@asynccontextmanager
async def ears() -> AsyncGenerator[Ears]:
    """Run a speech-to-text engine."""
    engine = Ears()
    async with serving(engine.describe(), engine.handle) as engine.part:
        yield engine


@asynccontextmanager
async def espeak() -> AsyncGenerator[Engine]:
    """Run the voices of espeak-ng, English and Dutch."""
    engine = Engine("espeak", {"en": "en", "nl": "nl"}, _espeak, ESPEAK_RATE)
    async with serving(engine.describe(), engine.handle) as engine.part:
        yield engine


async def _espeak(text: str, voice: str) -> bytes:
    """Return how espeak-ng says a text."""
    process = await asyncio.create_subprocess_exec(
        *("espeak-ng", "--stdin", "--stdout", "-v", voice), stdin=PIPE, stdout=PIPE
    )
    return (await process.communicate(text.encode()))[0][WAV_HEADER_BYTES:]


@asynccontextmanager
async def piper() -> AsyncGenerator[Engine]:
    """Run the neural voice of Piper, in a process of its own."""
    async with AsyncExitStack() as stack:
        process = await asyncio.create_subprocess_exec(
            *("setpriv", "--pdeathsig", "KILL", "--"),
            *(sys.executable, "-m", "scripts.house.piper_voice"),
            stdin=PIPE,
            stdout=PIPE,
            limit=2**24,
        )
        stack.push_async_callback(process.wait)
        stack.callback(process.kill)
        one_at_a_time = asyncio.Lock()
        assert process.stdin
        assert process.stdout
        into, out_of = process.stdin, process.stdout

        async def speak(text: str, voice: str) -> bytes:
            async with one_at_a_time:
                into.write(" ".join(text.split()).encode() + b"\n")
                return await out_of.readexactly(int(await out_of.readline()))

        rate = int(await out_of.readline())
        engine = Engine("piper", {"en_US-joe-medium": "en_US"}, speak, rate)
        engine.part = await stack.enter_async_context(
            serving(engine.describe(), engine.handle)
        )
        yield engine
