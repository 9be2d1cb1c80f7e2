"""Measures what it costs to be listened to: from a sentence to the session and the answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter
from typing import Any

from custom_components.backcare.voice.vocabulary import Vocabulary
from scripts.home import SAFE, Json
from scripts.house.house import SATELLITE, House, open_house
from scripts.house.listening import onsets
from tests.voice.vocabulary import BARE, LOOK_ALIKES, NO_NAMES, SENTENCES

from .homes import BenchHome
from .report import table

START = "Start the seated belly practice."
STOP = "Stop my back training."
NAME = "Sam"
ANSWER_SECONDS = 4
ROUNDS = 10

NOT_OURS = (
    "Turn on the light in the kitchen",
    "What is the temperature in the living room",
    "Pause the timer",
    "Stop the music",
    "Set a timer for ten minutes",
    "Zet de lamp in de keuken aan",
    "Hoe warm is het in de woonkamer",
    "Volgende nummer",
    "Stop de muziek",
    "Zet een timer van tien minuten",
)
OURS = (START, STOP, "Hoe lang duurt de training nog?", "Ga verder met de training.")
SETTLE_SECONDS = 3
"""After a start our sentences are registered, and in a session read beforehand."""

REPEATS = 20

_TAUGHT = SENTENCES | BARE
_OTHERS = (*LOOK_ALIKES, *NO_NAMES)

PAGE = """\
## By voice

The figures of

    {command}

on {conditions}

{times}

- Sentence to session, sentence to sound: from the last sample of a spoken sentence, played into a
  Wyoming satellite, to the first event of the session and to the first sound of the answer. In
  between are Home Assistant's pipeline, which waits for the end of the sentence, a speech-to-text
  engine that knows it by its sound, and espeak-ng. {rounds} times each.
- Matching: what Home Assistant does with a sentence before it looks at its own intents, here in
  English and Dutch, {count} times each. Without BackCare it has nothing to do.
- First sentence: once after a start, and after the start and end of a session, Home Assistant reads
  all sentences that were registered.
- Reading our sentences: once at each start of Home Assistant, in a thread beside its loop, {count}
  times. What they mean is read at the first sentence that is ours, in a thread too: {meaning}.
- Understood: with the right meaning, of the English and Dutch sentences in the tests. Look-alikes
  are sentences for something else, such as "Pause the timer".
"""


@dataclass
class Spoken:
    """What happened after each sentence, in seconds."""

    started: list[float] = field(default_factory=list)
    start_heard: list[float] = field(default_factory=list)
    stopped: list[float] = field(default_factory=list)
    stop_heard: list[float] = field(default_factory=list)


@dataclass
class Reading:
    """How long our sentences, and then what they mean, take to read, in seconds."""

    sentences: list[float] = field(default_factory=list)
    meaning: list[float] = field(default_factory=list)
    understood_count: int = 0
    taken_count: int = 0


@dataclass
class Matching:
    """How long a sentence is looked at, in seconds."""

    first: float
    ours: list[float]
    not_ours: list[float]


async def measure(folder: Path) -> tuple[Spoken, Reading, dict[str, Matching]]:
    """Return what was heard, and what reading costs, and matching by home."""
    async with open_house(folder / "house", players=(), engines=("espeak",)) as house:
        await house.home.add("backcare", {"user": {"name": NAME}, **SAFE})
        spoken = await _speak(house)
    matching = {}
    for name in ("without BackCare", "no session", "during a session"):
        async with BenchHome(folder / name) as home:
            await home.start()
            if name != "without BackCare":
                await home.add_backcare()
            if name == "during a session":
                await home.connection.action("backcare.start_routine")
            matching[name] = await _match(home)
    return spoken, _read(), matching


async def _speak(house: House) -> Spoken:
    """Start and stop sessions by voice."""
    result = Spoken()
    events = await house.home.connection.subscribe(
        "subscribe_trigger",
        trigger=[
            {"trigger": f"backcare.session_{end}"} for end in ("started", "cancelled")
        ],
    )
    for _ in range(ROUNDS):
        for sentence, done, heard in (
            (START, result.started, result.start_heard),
            (STOP, result.stopped, result.stop_heard),
        ):
            await house.say(sentence)
            said_at = monotonic()
            async with asyncio.timeout(ANSWER_SECONDS):
                await events.get()
            done.append(monotonic() - said_at)
            sound = await house.heard(SATELLITE, said_at, said_at + ANSWER_SECONDS)
            heard.append(onsets(sound)[0] - said_at)
    return result


def _read() -> Reading:
    """Read our sentences again and again."""
    result = Reading()
    for _ in range(REPEATS):
        began_at = perf_counter()
        vocabulary = Vocabulary()
        read_at = perf_counter()
        vocabulary.recognise("")
        result.sentences.append(read_at - began_at)
        result.meaning.append(perf_counter() - read_at)
    result.understood_count = sum(
        vocabulary.recognise(sentence) == wish for sentence, wish in _TAUGHT.items()
    )
    result.taken_count = sum(
        vocabulary.recognise(sentence) is not None for sentence in _OTHERS
    )
    return result


async def _match(home: BenchHome) -> Matching:
    """Let a home look at sentences."""

    async def look(sentences: Sequence[str], count: int) -> list[float]:
        answer: Json = await home.connection.action(
            "probe.match", returns=True, sentences=list(sentences), count=count
        )
        seconds: list[float] = answer["seconds"]
        return seconds

    await asyncio.sleep(SETTLE_SECONDS)
    (first,) = await look(NOT_OURS[:1], 1)
    return Matching(first, await look(OURS, REPEATS), await look(NOT_OURS, REPEATS))


def section(
    results: tuple[Spoken, Reading, dict[str, Matching]],
    *,
    command: str,
    conditions: str,
) -> str:
    """Return the section of the page."""
    spoken, reading, matching = results
    understood = f"{reading.understood_count} of {len(_TAUGHT)}"
    taken = f"{reading.taken_count} of {len(_OTHERS)}"
    rows: list[tuple[Any, ...]] = [
        ("sentences understood", understood, "all"),
        ("look-alikes taken for ours", taken, "0"),
        ("sentence to session: start", _spread(spoken.started), ""),
        ("sentence to sound: start", _spread(spoken.start_heard), ""),
        ("sentence to session: stop", _spread(spoken.stopped), ""),
        ("sentence to sound: stop", _spread(spoken.stop_heard), ""),
        ("reading our sentences", _spread(reading.sentences), ""),
    ]
    for name, found in matching.items():
        target = "" if name == "without BackCare" else "≤ 5 ms"
        rows += [
            (f"matching, {name}: not ours", _spread(found.not_ours), target),
            (f"matching, {name}: ours", _spread(found.ours), ""),
            (f"first sentence, {name}", _ms(found.first), ""),
        ]
    return PAGE.format(
        command=command,
        conditions=conditions,
        times=table(("median / p95 / worst", "", "target"), *rows),
        rounds=ROUNDS,
        count=REPEATS,
        meaning=_spread(reading.meaning),
    )


def _spread(seconds: list[float]) -> str:
    """Return the median, the p95 and the worst."""
    ranked = sorted(seconds)
    p95 = ranked[ceil(0.95 * len(ranked)) - 1]
    return " / ".join(map(_ms, (median(ranked), p95, ranked[-1])))


def _ms(seconds: float) -> str:
    """Return milliseconds, with decimals where they matter."""
    milliseconds = seconds * 1000
    return f"{milliseconds:.{2 if milliseconds < 10 else 0}f} ms"
