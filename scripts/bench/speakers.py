"""Hears a whole session on every kind of speaker, beside what a script of one's own does."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, inf
from pathlib import Path
from statistics import median
from time import monotonic

import psutil

from custom_components.backcare.cues.tones import Tone
from scripts.home import Json
from scripts.house.concert import Concert, Cue, gather
from scripts.house.house import SATELLITE, House, open_house
from scripts.house.listening import onsets

from .report import table

PLAYERS = ("mpd", "vlc", "dlna", "snapcast")
NAMES = {
    "mpd": "MPD",
    "vlc": "VLC",
    "dlna": "DLNA renderer",
    "snapcast": "Snapcast behind MPD",
    SATELLITE: "Wyoming satellite",
}
SHORT = "seated_transversus"

SENTENCE = "Last ten seconds."
SENTENCE_COUNT = 15
SENTENCE_SECONDS = 4
SLOWEST_SECONDS = 2.5

PAGE = """\
## What is heard

The figures of

    {command}

on {conditions}

Five real speakers of one Home Assistant, each recorded from its own loudspeaker: the sound is
searched for every sentence and tone that was sent, and compared with the moment at which it was due.
A minus is too early. Each speaker has a person of its own, and the five sessions run at the same time,
with espeak-ng as the voice.

{times}

- **script**: the `tts.speak` (or `assist_satellite.announce`) of a YAML script, with speech that is
  ready, every {period} s; drift is what the last of {count} sentences had lost by then.
- **cold**: the first session, `{short}`, with nothing in the speech cache and no lead time.
- **warm**: the same session once more, with all speech made.
- **with lead time**: `{routine}` at level {level}, {length}, after the listening dialogue measured each
  speaker, with a press at every tick that was heard.

{session}

- Heard whole: from the first to the last sound of it, found by correlation with the file that was
  sent. Overlapping: begins before the one before it is over.
- Countdown: how far the seconds of three, two, one, start are from a second, at worst.
- Left out: what was not sent, because something that matters more was near.
- Processor time: of Home Assistant, for all five sessions together, {cpu:.1f} s: {cpu_each:.1f} s for
  each, {cpu_share:.2f} % of one core.
- Snapcast's server sends silence for ten minutes after a sound here (`dryout_ms=600000` at the source
  of its stream). With its own default of 2 s the client is out of step when a sound comes just then,
  and cuts it: 11 of 394 cues in an earlier run.
"""


@dataclass
class Heard:
    """What was heard of one speaker, in seconds after the moments at which it was due."""

    script: list[float] = field(default_factory=list)
    cold: list[Cue] = field(default_factory=list)
    warm: list[Cue] = field(default_factory=list)
    led: list[Cue] = field(default_factory=list)
    lead_time: int = 0
    """In milliseconds."""
    left_out_count: int = 0


async def measure(
    folder: Path, routine: str, level: int
) -> tuple[dict[str, Heard], float]:
    """Return what was heard of each speaker, and the processor time of the session."""
    async with open_house(folder / "house", PLAYERS, engines=("espeak",)) as house:
        concert = await gather(house)
        results = {name: Heard() for name in concert.people}
        await _set_lead_times(concert, dict.fromkeys(concert.people, 0))
        await concert.play(routine=SHORT)
        await concert.play(routine=SHORT)
        lead_times = await concert.measure_lead_times()
        scripts = await asyncio.gather(*(_script(house, name) for name in results))
        for (name, result), late in zip(results.items(), scripts, strict=True):
            result.lead_time = lead_times[name]
            result.script = late
        left_out = len(concert.left_out())
        assert house.home.process
        before = _cpu_seconds(house.home.process.pid)
        await concert.play(routine=routine, level=level)
        cpu_seconds = _cpu_seconds(house.home.process.pid) - before
        for name, result in results.items():
            cues = await concert.cues(name)
            first, second, *_ = starts = [
                index for index, cue in enumerate(cues) if cue.key == "session_start"
            ]
            result.cold = cues[first:second]
            result.warm = cues[second : starts[2]]
            result.led = cues[starts[2] :]
            entity_id = house.speakers[name]
            result.left_out_count = sum(
                f"Left out on {entity_id}:" in line
                for line in concert.left_out()[left_out:]
            )
    return results, cpu_seconds


async def _set_lead_times(concert: Concert, lead_times: dict[str, int]) -> None:
    """Set the lead times, without explanations, so that a session has its plain length."""
    for name, lead_time in lead_times.items():
        row: Json = {"speaker": concert.house.speakers[name], "lead_time": lead_time}
        await concert.house.home.change_options(
            concert.entries[name], speech={"guided": False, "speaker_settings": [row]}
        )


async def _script(house: House, name: str) -> list[float]:
    """Return how late each sentence of a script is on a speaker."""
    await house.speak(name, SENTENCE)
    await asyncio.sleep(SENTENCE_SECONDS)
    entity_id = house.speakers[name]
    if name == SATELLITE:
        speak: Json = {
            "action": "assist_satellite.announce",
            "target": {"entity_id": entity_id},
            "data": {"message": SENTENCE, "preannounce": False},
        }
    else:
        speak = {
            "action": "tts.speak",
            "target": {"entity_id": "tts.espeak"},
            "data": {"media_player_entity_id": entity_id, "message": SENTENCE},
        }
    sequence = [
        {
            "repeat": {
                "count": SENTENCE_COUNT,
                "sequence": [
                    speak | {"continue_on_error": True},
                    {"delay": {"seconds": SENTENCE_SECONDS}},
                ],
            }
        }
    ]
    began_at = monotonic()
    await house.home.connection.ask("execute_script", sequence=sequence)
    sound = await house.heard(name, began_at, monotonic() + SLOWEST_SECONDS)
    begun = [
        onset
        for before, onset in pairwise([-inf, *onsets(sound)])
        if onset - before > SENTENCE_SECONDS / 2
    ]
    return [
        onset - (began_at + number * SENTENCE_SECONDS)
        for number, onset in enumerate(begun)
    ]


def _cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of those that it has waited for."""
    times = psutil.Process(pid).cpu_times()
    return float(
        times.user + times.system + times.children_user + times.children_system
    )


def section(
    results: dict[str, Heard],
    cpu_seconds: float,
    *,
    command: str,
    conditions: str,
    routine: str,
    level: int,
    total_seconds: float,
) -> str:
    """Return the section of the page."""
    minutes, seconds = divmod(round(total_seconds), 60)
    times = table(
        (
            "median / p95 / worst",
            "script (drift)",
            "cold",
            "warm",
            "with lead time",
            "lead time",
        ),
        *(
            (
                NAMES[name],
                f"{_spread(heard.script)} ({_ms(_drift(heard.script))})",
                _spread(_errors(heard.cold)),
                _spread(_errors(heard.warm)),
                _spread(_errors(heard.led)),
                f"{heard.lead_time} ms",
            )
            for name, heard in results.items()
        ),
    )
    session = table(
        ("", "sent", "heard whole", "overlapping", "countdown", "left out"),
        *(
            (
                NAMES[name],
                str(len(heard.led)),
                f"{sum(cue.is_whole for cue in heard.led)}",
                str(_overlapping(heard.led)),
                f"± {_ms(_worst_spacing(heard.led))}",
                str(heard.left_out_count),
            )
            for name, heard in results.items()
        ),
    )
    return PAGE.format(
        command=command,
        conditions=conditions,
        times=times,
        session=session,
        routine=routine,
        level=level,
        length=f"{minutes}:{seconds:02}",
        short=SHORT,
        period=SENTENCE_SECONDS,
        count=SENTENCE_COUNT,
        cpu=cpu_seconds,
        cpu_each=cpu_seconds / len(results),
        cpu_share=cpu_seconds / len(results) / total_seconds * 100,
    )


def _errors(cues: list[Cue]) -> list[float]:
    """Return how late the cues were heard, those that were."""
    return [cue.error_seconds for cue in cues if cue.error_seconds is not None]


def _spread(errors: list[float]) -> str:
    """Return the median with its sign, and the p95 and worst without."""
    if not errors:
        return "–"
    ranked = sorted(map(abs, errors))
    p95 = ranked[ceil(0.95 * len(ranked)) - 1]
    return f"{_ms(median(errors))} / {_ms(p95)} / {_ms(ranked[-1])}"


def _drift(late: list[float]) -> float:
    """Return how much later the last sentence was than the first one."""
    return late[-1] - late[0] if late else 0


def _overlapping(cues: list[Cue]) -> int:
    """Return how many sounds began before the one before was over."""
    notes = [note for cue in cues for note in cue.notes if note]
    return sum(
        after.starts_at < before.ends_at - 0.02 for before, after in pairwise(notes)
    )


def _worst_spacing(cues: list[Cue]) -> float:
    """Return how far the notes of the countdowns are from a second apart, at worst."""
    counts = (Tone.COUNTDOWN, Tone.COUNTDOWN_END)
    spacings = [s for cue in cues if cue.what in counts for s in cue.spacings]
    return max((abs(spacing - 1) for spacing in spacings), default=0)


def _ms(seconds: float) -> str:
    """Return whole milliseconds."""
    return f"{seconds * 1000:.0f} ms"
