"""Measures what ten years of daily sessions cost: to load, to keep, to add to."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import gc
from pathlib import Path
import random
from statistics import median
from time import perf_counter
import tracemalloc
from typing import Any

from custom_components.backcare.const import Rating
from custom_components.backcare.engine.models import Outcome
from custom_components.backcare.store import BackCareStore, SessionRecord
from homeassistant.core import HomeAssistant
from homeassistant.util import ulid as ulid_util

from .report import table

DAYS = 3650
ROUNDS = 21
SETTLE_SECONDS = 0.5

EXERCISES = (
    "plank",
    "side_plank",
    "glute_bridge",
    "transversus_activation",
    "cat_camel",
    "bird_dog",
)

PAGE = """\
## Ten years of sessions

The figures of

    {command}

on {conditions}

{times}

- {count:,} sessions, one a day, each with all four ratings, in a file of {size:.2f} MB.
- Load: both files of a person, from the disk to the list of sessions, {rounds} times. It happens
  once, when the person is set up.
- Memory: what Python holds more after the load than before it.
- Adding: what the event loop does itself when a session ends. The file is written in a thread; the
  longest wait is the longest time for which the event loop could do nothing else meanwhile, and the
  wait without adding is the same on this machine while nothing is written.
"""


@dataclass
class Costs:
    """What was measured; times in seconds."""

    size: int = 0
    memory: int = 0
    loads: list[float] = field(default_factory=list)
    adds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    idle_waits: list[float] = field(default_factory=list)


async def measure(folder: Path) -> Costs:
    """Return what a history of ten years costs."""
    hass = HomeAssistant(str(folder))
    try:
        return await _measure(hass)
    finally:
        await hass.async_stop(force=True)


async def _measure(hass: HomeAssistant) -> Costs:
    """Fill a history, then load it and add to it again and again."""
    result = Costs()
    store = BackCareStore(hass, "benchmark", "Sam")
    records = _records()
    store.merge(records)
    await store.async_save_now()
    result.size = await hass.async_add_executor_job(_size, hass.config.path())
    del store
    for _ in range(ROUNDS):
        gc.collect()
        began_at = perf_counter()
        store = await _opened(hass)
        result.loads.append(perf_counter() - began_at)
    assert store.content.sessions == records
    del store
    result.memory = await _memory(hass)
    store = await _opened(hass)
    for number in range(ROUNDS):
        result.idle_waits.append(await _longest_wait())
        began_at = perf_counter()
        store.add(_record(DAYS + number))
        result.adds.append(perf_counter() - began_at)
        result.waits.append(await _longest_wait())
    await store.async_save_now()
    assert len((await _opened(hass)).content.sessions) == DAYS + ROUNDS
    return result


def _size(folder: str) -> int:
    """Return the bytes of the file of the sessions."""
    (file,) = Path(folder).glob(".storage/*.history")
    return file.stat().st_size


async def _opened(hass: HomeAssistant) -> BackCareStore:
    """Return the history, from the disk."""
    store = BackCareStore(hass, "benchmark", "Sam")
    await store.async_open()
    return store


async def _memory(hass: HomeAssistant) -> int:
    """Return the bytes that a loaded history takes."""
    await _opened(hass)
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    store = await _opened(hass)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(store.content.sessions) == DAYS
    return after - before


async def _longest_wait() -> float:
    """Return the longest time for which the event loop did not come round."""
    longest = 0.0
    end = perf_counter() + SETTLE_SECONDS
    before = perf_counter()
    while before < end:
        # A loop that is never idle would take its turn from the thread that writes.
        await asyncio.sleep(0.0001)
        now = perf_counter()
        longest = max(longest, now - before)
        before = now
    return longest


def _records() -> list[SessionRecord]:
    """Return a session a day, with ratings that differ."""
    return [_record(number) for number in range(DAYS)]


def _record(number: int) -> SessionRecord:
    """Return the session of a day."""
    chance = random.Random(number)
    started_at = datetime(2016, 11, 2, 18, tzinfo=UTC) + timedelta(days=number)
    seconds = 1895 + chance.random() * 60
    ratings: dict[Rating, Any] = {rating: chance.randrange(5) for rating in Rating}
    return SessionRecord(
        session_id=ulid_util.ulid_at_time(started_at.timestamp()),
        routine_id="full_core_30",
        routine_name="Full core routine",
        level=5,
        started_at=started_at,
        ended_at=started_at + timedelta(seconds=seconds),
        active_seconds=round(seconds, 3),
        set_done_count=17,
        set_total_count=17,
        outcome=Outcome.FINISHED,
        exercise_ids=EXERCISES,
        ratings=ratings,
    )


def section(costs: Costs, *, command: str, conditions: str) -> str:
    """Return the section of the page."""
    return PAGE.format(
        command=command,
        conditions=conditions,
        count=DAYS,
        rounds=ROUNDS,
        size=costs.size / 1e6,
        times=table(
            ("", "", "target"),
            ("load, median", _ms(median(costs.loads)), "≤ 50 ms"),
            ("load, worst", _ms(max(costs.loads)), ""),
            ("memory", f"{costs.memory / 1e6:.2f} MB", "≤ 2 MB"),
            ("adding a session, worst", _ms(max(costs.adds)), "≤ 5 ms"),
            (
                "longest wait while it is written, median",
                _ms(median(costs.waits)),
                "≤ 5 ms",
            ),
            ("longest wait while it is written, worst", _ms(max(costs.waits)), ""),
            ("longest wait without adding, worst", _ms(max(costs.idle_waits)), ""),
        ),
    )


def _ms(seconds: float) -> str:
    """Return milliseconds."""
    return f"{seconds * 1000:.2f} ms"
