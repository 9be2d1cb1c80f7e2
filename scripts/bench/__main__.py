"""Measures BackCare beside what people write today: `scripts/benchmark --help`."""

import argparse
import asyncio
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory

from . import footprint, race, speakers
from .report import Report, machine
from .rivals import timeline_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
HEARD = "## What is heard"
"""Begins the part of the page that has a run of its own."""


async def _measure(routine: str, level: int, sample_count: int) -> Report:
    """Return the figures of a routine in real time, and those of the footprint."""
    timeline = timeline_of(routine, level)
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        _say(f"{routine}: {len(timeline.phases)} phases, {timeline.total_seconds:g} s")
        results, other_load = await race.run(timeline, Path(folder))
        _say("import, set-up and memory")
        return Report(
            command=f"scripts/benchmark {' '.join(sys.argv[1:])}".strip(),
            timeline=timeline,
            results=results[: -len(race.FAULTS)],
            faults=results[-len(race.FAULTS) :],
            other_load=other_load,
            footprint=await footprint.measure(Path(folder), sample_count),
        )


async def _hear(routine: str, level: int) -> str:
    """Return the section about real speakers."""
    timeline = timeline_of(routine, level)
    with TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        _say(f"{routine} on real speakers, {timeline.total_seconds:g} s and some more")
        results, cpu_seconds = await speakers.measure(Path(folder), routine, level)
    return speakers.section(
        results,
        cpu_seconds,
        command=f"scripts/benchmark {' '.join(sys.argv[1:])}".strip(),
        conditions=machine(),
        routine=routine,
        level=level,
        total_seconds=timeline.total_seconds,
    )


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
    arguments = parser.parse_args()
    # As Ctrl-C does: no Home Assistant may go on without us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    page = PAGE.read_text()
    session, _, heard = page.partition(HEARD)
    if arguments.speakers:
        section = asyncio.run(_hear(arguments.routine, arguments.level))
        print(section)
        page = session + section
    else:
        report = asyncio.run(
            _measure(arguments.routine, arguments.level, arguments.samples)
        )
        print(report.text())
        page = f"{report.page().rstrip()}\n\n{HEARD}{heard}".rstrip() + "\n"
    if arguments.write:
        PAGE.write_text(page)


if __name__ == "__main__":
    main()
