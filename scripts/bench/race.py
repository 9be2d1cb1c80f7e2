"""Runs a session in several homes side by side, each way of doing it in one of its own."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import ceil
import os
from pathlib import Path
from statistics import median
from time import monotonic, process_time, time
from typing import Any

from custom_components.backcare.engine.models import Timeline

from . import rivals
from .homes import BenchHome
from .rivals import OUTPUTS, Yaml

STAGGER_SECONDS = 0.25
"""The homes share two cores: they start one after the other, not in each other's way.

From a whole second on, so that the timer helpers always lose the same half of one.
"""

SETTLE_SECONDS = 30
AFTER_SECONDS = 20

FAULTS = ("hangs", "raises")
"""What a loudspeaker does that does not work."""

STATE_ROWS = """
    SELECT states_meta.entity_id, count(*)
    FROM states JOIN states_meta USING (metadata_id)
    WHERE last_updated_ts BETWEEN ? AND ? GROUP BY 1
"""
EVENT_ROWS = """
    SELECT event_types.event_type, count(*)
    FROM events JOIN event_types USING (event_type_id)
    WHERE time_fired_ts BETWEEN ? AND ? GROUP BY 1
"""
STATISTICS_ROWS = """
    SELECT statistic_id, count(*)
    FROM statistics_short_term JOIN statistics_meta ON metadata_id = statistics_meta.id
    WHERE created_ts BETWEEN ? AND ? GROUP BY 1
"""


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A way to be led through a routine; without an action, a home with bare timers."""

    name: str
    fault: str | None = None
    """What the loudspeaker does instead of playing."""
    action: str | None = None
    action_data: Yaml = field(default_factory=dict)
    configuration: Yaml = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a contestant did and used."""

    name: str
    deviations: list[float]
    """Seconds by which the phase changes, and then the end, came after the plan."""
    sound_count: int
    cpu_seconds: float
    state_rows: Counter[str]
    event_rows: Counter[str]
    statistics_rows: Counter[str]
    database_bytes: int
    """Growth of the database, in whole pages."""

    @property
    def median(self) -> float:
        """Return the deviation that half of the changes stay below."""
        return median(self.deviations)

    @property
    def p99(self) -> float:
        """Return the deviation, early or late, that 99 % of the changes stay below."""
        ranked = sorted(self.deviations, key=abs)
        return ranked[ceil(0.99 * len(ranked)) - 1]

    @property
    def drift(self) -> float:
        """Return how much later than planned the session was over."""
        return self.deviations[-1]

    @property
    def own_rows(self) -> Counter[str]:
        """Return the state rows without those of what it speaks and shines through."""
        rows = self.state_rows.copy()
        for entity_id in OUTPUTS:
            del rows[entity_id]
        return rows


def contestants(timeline: Timeline) -> list[Contestant]:
    """Return who takes part, those with a broken speaker last."""
    backcare = Contestant(
        name="BackCare",
        action="backcare.start_routine",
        action_data={"routine": timeline.routine_id, "level": timeline.level},
    )
    return [
        backcare,
        Contestant(
            name="YAML script",
            action="script.routine",
            configuration=rivals.script(timeline),
        ),
        Contestant(
            name="timer helpers",
            action="automation.trigger",
            action_data={"entity_id": "automation.after_0"},
            configuration=rivals.timers(timeline),
        ),
        Contestant(name="bare timers"),
        *(
            replace(backcare, name=f"a speaker that {fault}", fault=fault)
            for fault in FAULTS
        ),
    ]


async def run(timeline: Timeline, folder: Path) -> tuple[list[Result], float]:
    """Return the results, and the cores that other programs kept busy meanwhile."""
    async with AsyncExitStack() as stack:
        entrants: list[tuple[Contestant, BenchHome]] = []
        for contestant in contestants(timeline):
            home = BenchHome(
                folder / contestant.name, configuration=contestant.configuration
            )
            await stack.enter_async_context(home)
            await home.start()
            if contestant.action and contestant.action.startswith("backcare."):
                await home.add_backcare()
            if contestant.fault:
                await home.connection.action(
                    "probe.break_speakers", how=contestant.fault
                )
            entrants.append((contestant, home))
        await asyncio.sleep(SETTLE_SECONDS)

        busy, own, since = _busy_seconds(), process_time(), monotonic()
        first_at = since + 5 - time() % 1
        results = await asyncio.gather(
            *(
                _watch(contestant, home, timeline, first_at + index * STAGGER_SECONDS)
                for index, (contestant, home) in enumerate(entrants)
            )
        )
        used = process_time() - own + sum(result.cpu_seconds for result in results)
        others = (_busy_seconds() - busy - used) / (monotonic() - since)
    return results, others


async def _watch(
    contestant: Contestant, home: BenchHome, timeline: Timeline, at: float
) -> Result:
    """Start a contestant at a moment, and return what came of it."""
    plan = list(accumulate(phase.duration_seconds for phase in timeline.phases))
    before = home.database_bytes()
    report: dict[str, Any] = await home.connection.action(
        "probe.race",
        returns=True,
        at=at,
        plan=plan,
        seconds=plan[-1] + AFTER_SECONDS,
        action=contestant.action,
        action_data=contestant.action_data,
    )
    start, *changes = report["moments"]
    if len(changes) != len(plan):
        raise RuntimeError(f"{contestant.name}: {len(changes)} of {len(plan)} changes")
    span = report["started_at"], report["ended_at"]
    return Result(
        name=contestant.name,
        deviations=[
            change - start - planned
            for change, planned in zip(changes, plan, strict=True)
        ],
        sound_count=report["sound_count"],
        cpu_seconds=report["cpu_seconds"],
        state_rows=home.rows(STATE_ROWS, span),
        event_rows=home.rows(EVENT_ROWS, span),
        statistics_rows=home.rows(STATISTICS_ROWS, span),
        database_bytes=home.database_bytes() - before,
    )


def _busy_seconds() -> float:
    """Return the processor time that the whole machine has used."""
    user, nice, system, _, _, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text(encoding="ascii").split()[1:9]
    )
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
