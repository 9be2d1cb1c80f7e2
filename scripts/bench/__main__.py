"""Measures BackCare beside what people write today: `scripts/benchmark --help`."""

import argparse
import asyncio
from pathlib import Path
import re
import signal
import sys
from tempfile import TemporaryDirectory

from . import card, footprint, history, race, speakers, voice
from .report import Report, machine
from .rivals import timeline_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
SECTIONS = (
    "## What is heard",
    "## By voice",
    "## The card",
    "## Ten years of sessions",
)
"""Begin the parts of the page that have runs of their own."""


async def _measure(routine: str, level: int, sample_count: int) -> Report:
    """Return the figures of a routine in real time, and those of the footprint."""
    timeline = timeline_of(routine, level)
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        _say(f"{routine}: {len(timeline.phases)} phases, {timeline.total_seconds:g} s")
        results, other_load = await race.run(timeline, Path(folder))
        _say("import, set-up and memory")
        return Report(
            command=_command(),
            timeline=timeline,
            results=results[: -len(race.FAULTS)],
            faults=results[-len(race.FAULTS) :],
            other_load=other_load,
            footprint=await footprint.measure(Path(folder), sample_count),
        )


async def _talk() -> str:
    """Return the section about what people say."""
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        _say("sentences")
        results = await voice.measure(Path(folder))
    return voice.section(results, command=_command(), conditions=machine())


async def _look() -> str:
    """Return the section about the card."""
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        found = await card.measure(Path(folder), _say)
    for place, failures in found.failures.items():
        for failure in failures:
            _say(f"resources {place}: {failure}")
    return card.section(found, command=_command(), conditions=machine())


async def _remember() -> str:
    """Return the section about a long history."""
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        costs = await history.measure(Path(folder))
    return history.section(costs, command=_command(), conditions=machine())


async def _hear(routine: str, level: int) -> str:
    """Return the section about real speakers."""
    timeline = timeline_of(routine, level)
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        _say(f"{routine} on real speakers, {timeline.total_seconds:g} s and some more")
        results, cpu_seconds = await speakers.measure(Path(folder), routine, level)
    return speakers.section(
        results,
        cpu_seconds,
        command=_command(),
        conditions=machine(),
        routine=routine,
        level=level,
        total_seconds=timeline.total_seconds,
    )


def _command() -> str:
    """Return how this was called."""
    return f"scripts/benchmark {' '.join(sys.argv[1:])}".strip()


def _say(text: str) -> None:
    """Tell what is going on."""
    print(f"benchmark: {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print and, if asked, write the page of the documentation."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument(
        "--routine",
        default="full_core_30",
        help="what to measure in real time; seated_transversus is the shortest",
    )
    parser.add_argument("--level", type=int, default=5, choices=range(1, 8))
    parser.add_argument(
        "--samples", type=int, default=11, help="imports and set-ups to measure"
    )
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    parser.add_argument(
        "--speakers",
        action="store_true",
        help="hear real speakers instead, which needs root; 40 minutes",
    )
    parser.add_argument(
        "--voice",
        action="store_true",
        help="talk to a real satellite instead, which needs root; 5 minutes",
    )
    parser.add_argument(
        "--card",
        action="store_true",
        help="look at the card in a browser instead; 5 minutes",
    )
    parser.add_argument(
        "--history",
        action="store_true",
        help="load ten years of sessions instead, and add to them; 1 minute",
    )
    arguments = parser.parse_args()
    # As Ctrl-C does: no Home Assistant may go on without us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if arguments.speakers:
        text = section = asyncio.run(_hear(arguments.routine, arguments.level))
    elif arguments.voice:
        text = section = asyncio.run(_talk())
    elif arguments.card:
        text = section = asyncio.run(_look())
    elif arguments.history:
        text = section = asyncio.run(_remember())
    else:
        report = asyncio.run(
            _measure(arguments.routine, arguments.level, arguments.samples)
        )
        text, section = report.text(), report.page()
    print(text)
    if arguments.write:
        PAGE.write_text(_with_section(PAGE.read_text(), section))


def _with_section(page: str, section: str) -> str:
    """Return the page with one of its parts in the place of the old one."""
    parts = {
        part.partition("\n")[0]: part
        for part in (*re.split(rf"(?m)^(?={'|'.join(SECTIONS)})", page), section)
    }
    heads = sorted(parts, key=("# Benchmarks", *SECTIONS).index)
    return "\n\n".join(parts[head].strip() for head in heads) + "\n"


if __name__ == "__main__":
    main()
