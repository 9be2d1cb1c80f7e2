"""A session on every speaker of a house at the same time, and what was heard of it."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
import re
from time import monotonic
from typing import Any

from custom_components.backcare.cues.tones import TONE_BEATS, Tone
from scripts.home import SAFE, Json

from .house import SATELLITE, House
from .listening import Heard, Sound, find, loud_parts, onsets, trace

CUE = re.compile(
    r"Cue (?P<key>\w+) on (?P<speaker>\S+): (?P<seconds>[\d.]+) s long, "
    r"to be heard at (?P<at>[\d.]+), due at (?P<due>[\d.]+): (?P<what>.*)"
)

LAST_WORDS_SECONDS = 15

PRESS_COUNT = 5
BEAT_SECONDS = 2.0
SHORTEST_NOTE_SECONDS = 0.02
NEAR_SECONDS = 0.45
AROUND_SECONDS = 1.5
"""How far from its moment a cue is looked for."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as BackCare sent it, and as it was heard."""

    key: str
    what: str
    seconds: float
    due: float
    """When it belonged, in seconds on the machine's monotonic clock."""
    at: float
    """When its sound was to begin: later than due if another one came before it."""
    notes: tuple[Heard | None, ...]
    """Where each note of a tone was heard, or the sentence."""

    @property
    def is_tone(self) -> bool:
        """Return if it is a sound file of ours."""
        return self.what in Tone

    @property
    def error_seconds(self) -> float | None:
        """Return how much later than its moment it was heard."""
        first = self.notes[0]
        return first.starts_at - self.at if first else None

    @property
    def is_whole(self) -> bool:
        """Return if it was heard from its first to its last sound."""
        return all(note is not None and note.is_whole for note in self.notes)

    @property
    def spacings(self) -> list[float]:
        """Return the seconds between the notes of a countdown."""
        starts = [note.starts_at for note in self.notes if note]
        return [later - before for before, later in pairwise(starts)]


@dataclass(frozen=True, slots=True)
class Person:
    """Who listens to a speaker."""

    language: str = "en"
    engine: str = "espeak"
    lights: tuple[str, ...] = ()

    @property
    def voice(self) -> Json:
        """Return what the engine is told besides the text."""
        if self.engine == "piper":
            return {"language": "en_US"}
        if self.language == "en":
            return {"language": "en"}
        return {"language": self.language, "options": {"voice": self.language}}


@dataclass
class Concert:
    """One person for each speaker, all in one house."""

    house: House
    people: dict[str, Person]
    entries: dict[str, str]
    """Their config entries, by the name of the speaker."""

    async def measure_lead_times(self) -> dict[str, int]:
        """Measure each speaker with the dialogue, as a person who presses with the ticks.

        Returns the lead times in milliseconds.
        """
        measured = await asyncio.gather(*map(self._measure, self.people))
        return dict(zip(self.people, measured, strict=True))

    async def _measure(self, name: str) -> int:
        """Measure one speaker."""
        path = "api/config/config_entries/options/flow"
        home = self.house.home
        begin = monotonic()
        step = await home.post(path, handler=self.entries[name])
        path = f"{path}/{step['flow_id']}"
        await home.post(path, next_step_id="listening")
        step = await home.post(path, speaker=self.house.speakers[name])
        for _ in range(PRESS_COUNT):
            await self._wait_for_tick(name, begin)
            begin = monotonic()
            step = await home.post(path)
        lead_time = int(step["data_schema"][0]["default"])
        await home.post(path, lead_time=lead_time)
        return lead_time

    async def _wait_for_tick(self, name: str, begin: float) -> None:
        """Wait until a tick will be heard, one period after the last one that was."""
        heard: list[float] = []
        async with asyncio.timeout(20):
            while not heard:
                await asyncio.sleep(0.1)
                sound = await self.house.heard(name, begin - BEAT_SECONDS)
                heard = [tick for tick in onsets(sound) if tick > begin - 0.5]
        await asyncio.sleep(max(0, heard[-1] + BEAT_SECONDS - monotonic()))

    async def play(self, **routine: Any) -> None:
        """Run a session of everybody to its end, with the words after it."""
        home = self.house.home
        ends = await home.connection.subscribe(
            "subscribe_trigger", trigger=[{"trigger": "backcare.session_finished"}]
        )
        await self.start(**routine)
        for _ in self.people:
            await ends.get()
        await asyncio.sleep(LAST_WORDS_SECONDS)

    async def start(self, **routine: Any) -> None:
        """Start a session of everybody."""
        for entry_id in self.entries.values():
            await self.house.home.connection.action(
                "backcare.start_routine", config_entry_id=entry_id, **routine
            )

    def left_out(self) -> list[str]:
        """Return what was not said, as the log has it."""
        lines = self.house.home.log.read_text().splitlines()
        return [line for line in lines if "Left out on" in line]

    async def cues(self, name: str) -> list[Cue]:
        """Return every cue that was sent to a speaker, in order, with what was heard."""
        log = await asyncio.to_thread(self.house.home.log.read_text)
        found = (CUE.search(line) for line in log.splitlines())
        entity_id = self.house.speakers[name]
        # By key and moment: what a speaker refused is sent once more.
        sent = {
            (cue["key"], cue["due"]): cue.groupdict()
            for cue in found
            if cue and cue["speaker"] == entity_id
        }
        return [await self._cue(name, cue) for cue in sent.values()]

    async def _cue(self, name: str, sent: Json) -> Cue:
        """Return a cue with what was heard of it."""
        seconds, at, due = (float(sent[key]) for key in ("seconds", "at", "due"))
        what = sent["what"]
        window = await self.house.heard(
            name, at - AROUND_SECONDS, at + seconds + AROUND_SECONDS
        )
        if what in Tone:
            notes = _notes(window, at, TONE_BEATS.get(Tone(what), (0,)))
        else:
            person = self.people[name]
            clip = await self.house.clip(what, person.engine, **person.voice)
            heard = await asyncio.to_thread(find, clip, window)
            if heard is None or not heard.is_whole:
                heard = trace(clip, window) or heard
            notes = [heard]
        return Cue(sent["key"], what, seconds, due, at, tuple(notes))


def _notes(window: Sound, at: float, beats: Iterable[float]) -> list[Heard | None]:
    """Return where each note of a tone was heard.

    By its loudness: a note is like itself anywhere in it.
    """
    return [
        _note(
            window.between(at + beat - NEAR_SECONDS, at + beat + NEAR_SECONDS),
            at + beat,
        )
        for beat in beats
    ]


def _note(sound: Sound, at: float) -> Heard | None:
    """Return the note that begins nearest to a moment."""
    notes = [
        Heard(begin, end, (1.0,))
        for begin, end in loud_parts(sound)
        if end - begin > SHORTEST_NOTE_SECONDS
    ]
    return min(notes, key=lambda note: abs(note.starts_at - at), default=None)


async def gather(house: House, people: Mapping[str, Person] | None = None) -> Concert:
    """Add a person for each speaker of a house."""
    people = dict(people) if people else {name: Person() for name in house.speakers}
    entries = {}
    for name, person in people.items():
        user: Json = {
            "name": name,
            "speakers": [house.speakers[name]],
            "language": person.language,
            "lights": list(person.lights),
        }
        if name != SATELLITE:
            user["speech_engine"] = f"tts.{person.engine}"
        added = await house.home.add("backcare", {"user": user, **SAFE})
        entries[name] = str(added["result"]["entry_id"])
    return Concert(house, people, entries)
