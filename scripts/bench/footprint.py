"""What BackCare costs while nobody trains: time to import, time to set up, memory."""

import asyncio
from dataclasses import dataclass
import json
from pathlib import Path
from statistics import median
import subprocess
import sys

from .homes import BenchHome

ROOT = Path(__file__).parents[2]
BACKCARE = ROOT / "custom_components" / "backcare"

SETTLE_SECONDS = 20

_IMPORT = """
import importlib, json, sys, time
before, timed = json.load(sys.stdin)
for name in before:
    importlib.import_module(name)
start = time.perf_counter()
for name in timed:
    importlib.import_module(name)
print(json.dumps([time.perf_counter() - start, list(sys.modules)]))
"""


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """The medians."""

    import_seconds: float
    """Every module of BackCare, after all of Home Assistant that they import."""
    set_up_seconds: float
    """An entry, with the catalogue read from disk."""
    reload_seconds: float
    """An entry, with the catalogue in memory."""
    memory_bytes: int
    """Added to a process by the integration with one entry."""
    sample_count: int
    """Imports and set-ups of each kind."""
    pair_count: int
    """Pairs of processes, with and without an entry."""


async def measure(folder: Path, sample_count: int) -> Footprint:
    """Return the footprint; pairs of processes are half as many, as they take longer."""
    pair_count = max(1, sample_count // 2)
    with_entry, without = BenchHome(folder / "with"), BenchHome(folder / "without")
    async with with_entry, without:
        await with_entry.start()
        await with_entry.add_backcare()
        seconds = await with_entry.connection.action(
            "probe.set_up", returns=True, count=sample_count
        )
        await with_entry.stop()
        pairs = [
            await asyncio.gather(_memory(with_entry), _memory(without))
            for _ in range(pair_count)
        ]
    return Footprint(
        import_seconds=import_seconds(sample_count),
        set_up_seconds=median(seconds["anew"]),
        reload_seconds=median(seconds["again"]),
        memory_bytes=int(median(more - less for more, less in pairs)),
        sample_count=sample_count,
        pair_count=pair_count,
    )


def import_seconds(sample_count: int) -> float:
    """Return the median over fresh processes."""
    ours = sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in BACKCARE.rglob("*.py")
    )
    _, loaded = _import(["homeassistant.bootstrap"], ours)
    theirs = [name for name in loaded if name.startswith("homeassistant.")]
    return median(_import(theirs, ours)[0] for _ in range(sample_count))


def _import(before: list[str], timed: list[str]) -> tuple[float, list[str]]:
    """Import modules in a process of its own; return the seconds and what is loaded then."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT],
        cwd=ROOT,
        input=json.dumps([before, timed]),
        capture_output=True,
        check=True,
        text=True,
    )
    seconds, loaded = json.loads(done.stdout)
    return seconds, loaded


async def _memory(home: BenchHome) -> int:
    """Return the bytes that a fresh process has in memory when it has settled."""
    connection = await home.start()
    await asyncio.sleep(SETTLE_SECONDS)
    answer = await connection.action("probe.memory", returns=True)
    await home.stop()
    return int(answer["bytes"])
