"""A Home Assistant among real players, voices and lights, each added in its own dialogs."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, override

from scripts.home import HOST, Home, HomeError, Json

from .broker import Light, broker
from .engines import Ears, Engine, ears, espeak, piper
from .listening import Sound, decoded, sound_of
from .parts import ADDRESS, Part, private_network
from .players import PLAYERS
from .pulse import Pulse, sound_server
from .satellite import Satellite, satellite, spoken
from .voice_device import VoiceDevice, voice_device

SATELLITE = "satellite"
VOICE_DEVICE = "voice_device"
ENGINES = {"espeak": espeak, "piper": piper}
LANGUAGES = {"en": "English", "nl": "Nederlands"}

CONFIGURATION = """\
homeassistant:
  name: House
  country: NL
  language: en
  time_zone: Europe/Amsterdam
  unit_system: metric
  internal_url: {url}
  media_dirs:
    music: {music}

frontend:
history:
media_source:
scene:
script:
conversation:

logger:
  default: warning
  logs:
    custom_components.backcare: debug
    # Home Assistant misses libturbojpeg; nothing here needs it.
    homeassistant.components.camera.img_util: critical
"""
MUSIC_SECONDS = 300
MUSIC = "media-source://media_source/music/melody.mp3"

WAIT_SECONDS = 20


@dataclass
class HouseHome(Home):
    """A Home Assistant that the parts of a house can reach."""

    @override
    def _fill_folder(self) -> None:
        """Write a configuration of our own, with music."""
        music = self.folder / "music"
        music.mkdir(parents=True)
        _make_melody(music / "melody.mp3")
        (self.folder / "configuration.yaml").write_text(
            CONFIGURATION.format(url=f"http://{ADDRESS}:{self.port}", music=music)
        )
        super()._fill_folder()

    @override
    def _store(self, key: str, version: int, data: Json) -> None:
        """Listen where the parts are too."""
        if key == "http":
            data["stable"]["server_host"] = [HOST, ADDRESS]
        super()._store(key, version, data)


@dataclass
class House:
    """A Home Assistant with real parts around it."""

    home: Home
    pulse: Pulse
    satellite: Satellite
    engines: dict[str, Engine]
    ears: Ears
    lights: dict[str, Light]
    device: VoiceDevice | None = None
    speakers: dict[str, str] = field(default_factory=dict)
    """The entity of each speaker, by its name."""

    async def add(self, name: str, part: Part, domain: str) -> str:
        """Add a part to Home Assistant; return its entity, which gets the name of the part."""
        try:
            entry = await self.home.add(part.integration, part.answers)
        except HomeError as err:
            if "already_in_progress" not in str(err):
                raise
            entry = await self._confirm(part.integration)
        return await self._name(entry["result"]["entry_id"], name, domain)

    async def add_voice_device(self, device: VoiceDevice) -> None:
        """Add a device to Home Assistant, with both of its entities."""
        entry = await self.home.add(device.part.integration, device.part.answers)
        for domain in ("assist_satellite", "media_player"):
            await self._name(entry["result"]["entry_id"], VOICE_DEVICE, domain)
        self.speakers[VOICE_DEVICE] = f"media_player.{VOICE_DEVICE}"
        self.device = device

    async def _name(self, entry_id: str, name: str, domain: str) -> str:
        """Wait for the entity of an entry in a domain, and name it; return its id."""
        entity_id = f"{domain}.{name}"
        async with asyncio.timeout(WAIT_SECONDS):
            while not (found := await self._entity(entry_id, domain)):
                await asyncio.sleep(0.05)
        if found != entity_id:
            await self.home.connection.ask(
                "config/entity_registry/update",
                entity_id=found,
                new_entity_id=entity_id,
            )
        return entity_id

    async def _confirm(self, integration: str) -> Json:
        """Add what Home Assistant has found by itself meanwhile."""
        flows = await self.home.connection.ask("config_entries/flow/progress")
        (found,) = (flow for flow in flows if flow["handler"] == integration)
        path = f"api/config/config_entries/flow/{found['flow_id']}"
        return dict(await self.home.post(path))

    async def _entity(self, entry_id: str, domain: str) -> str | None:
        """Return the entity of a config entry in a domain, once it is there."""
        registry = await self.home.connection.ask("config/entity_registry/list")
        return next(
            (
                str(entity["entity_id"])
                for entity in registry
                if entity["config_entry_id"] == entry_id
                and entity["entity_id"].startswith(f"{domain}.")
            ),
            None,
        )

    async def wait_until_ready(self) -> None:
        """Wait until Home Assistant can use every part."""
        wanted = {
            *self.speakers.values(),
            *(light.entity_id for light in self.lights.values()),
        }
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                states = await self.home.connection.states()
                if not any(
                    states.get(entity, {"state": "unavailable"})["state"]
                    == "unavailable"
                    for entity in wanted
                ):
                    return
                await asyncio.sleep(0.05)

    # What a person does

    async def play(self, name: str, media_id: str = MUSIC) -> None:
        """Play something on a player."""
        await self.home.connection.action(
            "media_player.play_media",
            entity_id=self.speakers[name],
            media_content_id=media_id,
            media_content_type="music",
        )

    async def speak(self, name: str, message: str, engine: str = "espeak") -> None:
        """Say something on a player or the satellite, as a script of a person's own does."""
        if name == SATELLITE:
            await self.home.connection.action(
                "assist_satellite.announce",
                entity_id=self.speakers[name],
                message=message,
                preannounce=False,
            )
            return
        data = {
            "entity_id": f"tts.{engine}",
            "media_player_entity_id": self.speakers[name],
            "message": message,
        }
        try:
            await self.home.connection.action("tts.speak", **data)
        except HomeError:
            # The DLNA renderer refuses a clip now and then; so a person asks again.
            await self.home.connection.action("tts.speak", **data)

    async def say(
        self,
        sentence: str,
        language: str = "en",
        device: Satellite | VoiceDevice | None = None,
    ) -> None:
        """Have a person say something to the satellite, up to the last word of it."""
        speech = await spoken(sentence, language)
        self.ears.sentences[sentence] = sound_of(speech)
        await (device or self.satellite).say(speech)

    # What is heard

    async def clip(self, message: str, engine: str = "espeak", **options: Any) -> Sound:
        """Return how Home Assistant's speech cache has a message, which is made if need be."""
        answer = await self.home.post(
            "api/tts_get_url", engine_id=f"tts.{engine}", message=message, **options
        )
        return await asyncio.to_thread(decoded, answer["url"])

    async def heard(self, name: str, begin: float, end: float | None = None) -> Sound:
        """Return what was heard from a speaker, once it is recorded."""
        end = end or monotonic()
        recording = self.pulse.recordings[name]
        while not recording.reaches(end):
            await asyncio.sleep(0.02)
        return recording.between(begin, end)


@asynccontextmanager
async def open_house(
    folder: Path,
    players: Iterable[str] = PLAYERS,
    engines: Iterable[str] = ENGINES,
    *,
    has_voice_device: bool = False,
) -> AsyncGenerator[House]:
    """Start a house with these players and speech engines, a satellite and lights.

    A voice device is added if wanted.

    Raises PartError if a program is missing or there is no root.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(private_network())
        place = stack.enter_context(_short_folder())
        home = await stack.enter_async_context(HouseHome(folder))
        players = [*players]
        sinks = [*players, SATELLITE, *([VOICE_DEVICE] if has_voice_device else ())]
        parts: dict[str, Part] = {}
        async with asyncio.TaskGroup() as group:
            group.create_task(home.start())
            pulse = await stack.enter_async_context(sound_server(place, sinks))
            for name in players:
                parts[name] = await stack.enter_async_context(
                    PLAYERS[name](place, pulse, name)
                )
            device = await stack.enter_async_context(satellite(pulse, SATELLITE))
            voices = {
                name: await stack.enter_async_context(ENGINES[name]())
                for name in engines
            }
            listener = await stack.enter_async_context(ears())
            lamps = await stack.enter_async_context(broker(place))
        house = House(home, pulse, device, voices, listener, lamps.lights)
        await home.add(lamps.part.integration, lamps.part.answers)
        for name, engine in voices.items():
            await house.add(name, engine.part, "tts")
        await house.add("ears", listener.part, "stt")
        await _add_assistants(home)
        for name, part in parts.items():
            house.speakers[name] = await house.add(name, part, "media_player")
        house.speakers[SATELLITE] = await house.add(
            SATELLITE, device.part, "assist_satellite"
        )
        if has_voice_device:
            await house.add_voice_device(
                await stack.enter_async_context(voice_device(pulse, VOICE_DEVICE))
            )
        await house.wait_until_ready()
        if player := house.speakers.get("squeezelite"):
            # It is silent until it is told how loud to be.
            await home.connection.action(
                "media_player.volume_set", entity_id=player, volume_level=1
            )
        yield house


@contextmanager
def _short_folder() -> Iterator[Path]:
    """Make a folder with a path that is short enough for sockets, open to others than root."""
    with TemporaryDirectory(prefix="house-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place


async def _add_assistants(home: Home) -> None:
    """Add an assistant for each language; the first one is used if none is chosen."""
    for language, name in reversed(LANGUAGES.items()):
        assistant = await home.connection.ask(
            "assist_pipeline/pipeline/create",
            name=name,
            language=language,
            conversation_engine="conversation.home_assistant",
            conversation_language=language,
            tts_engine="tts.espeak",
            tts_language=language,
            tts_voice=language,
            stt_engine="stt.ears",
            stt_language=language,
            wake_word_entity=None,
            wake_word_id=None,
        )
    await home.connection.ask(
        "assist_pipeline/pipeline/set_preferred", pipeline_id=assistant["id"]
    )


def _make_melody(file: Path) -> None:
    """Make music: two notes a second, up and down."""
    note = "220*pow(2,mod(floor(t*2)*7,12)/12)"
    subprocess.run(
        (
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i"),
            f"aevalsrc='0.3*sin(2*PI*t*{note})':d={MUSIC_SECONDS}:s=22050",
            *("-b:a", "48k", file),
        ),
        check=True,
    )
