"""Measures the card in a real browser: how big it is, when it is there, and what it costs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import gzip
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from playwright.async_api import Browser, CDPSession, Error, expect

from scripts.browser import (
    CARD_PATH,
    WAIT_MS,
    Screen,
    YamlHome,
    open_browser,
    open_screen,
)
from scripts.demo_home import add_back_care
from scripts.home import Home, HomeError

from .report import table

BUNDLE = (
    Path(__file__).parents[2] / "custom_components/backcare/www" / "backcare-card.js"
)

HOMES: dict[str, type[Home]] = {"kept by Home Assistant": Home, "in YAML": YamlHome}
"""By where the resources of the dashboards are."""

COLD_LOADS = 50
SAMPLES = 20
HOUR = 3600
CHANGES = 25
LOOK_SECONDS = 20
SETTLE_SECONDS = 10
"""After a load, in which Home Assistant's frontend fetches what it may need."""
ADDED_SECONDS = 240
SLOWER = 4

_FRAMES = """
(milliseconds) =>
  new Promise((resolve) => {
    const frames = [];
    const count = (now) => {
      frames.push(now);
      if (now - frames[0] < milliseconds) requestAnimationFrame(count);
      else resolve(frames);
    };
    requestAnimationFrame(count);
  })
"""

PAGE = """\
## The card

The figures of

    {command}

on {conditions}

{figures}

- First paint: from the navigation to the card with its routine, in a browser that was never here
  (cold) and at a reload (warm), on a phone's screen; {samples} times each. Home Assistant's own
  frontend loads before it, and is most of it.
- Cold loads: with a new profile each, {loads} times where Home Assistant keeps the resources of the
  dashboards and {loads} times where they are in YAML. One has failed if the card is not there after
  {wait:g} s, if an error card is, or if the console tells of an error.
- Countdown: the clock of the browser is an hour off. Each of {changes} numbers is compared with what
  was left of the phase when it appeared, by the clock of Home Assistant.
- Processor time: of the main thread of the page in {look} s, before and in a session.
- Frames: that the page draws in {look} s of a session, with the processor slowed down {slower} times.
"""


@dataclass
class Found:
    """What was measured; times are in seconds."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)
    """Why cold loads failed, by where the resources are."""
    countdown: list[float] = field(default_factory=list)
    """How far off each number was."""
    idle_share: float = 0
    counting_share: float = 0
    """Of one processor."""
    frames: list[float] = field(default_factory=list)
    """When each of them was drawn."""

    @property
    def frame_rate(self) -> float:
        """Return the frames per second."""
        return (len(self.frames) - 1) / (self.frames[-1] - self.frames[0])


async def measure(folder: Path, say: Callable[[str], None]) -> Found:
    """Return what was measured in two homes, which tells what it does meanwhile."""
    found = Found()
    for place, kind in HOMES.items():
        async with kind(folder / kind.__name__) as home, open_browser() as browser:
            await home.start()
            await add_back_care(home)
            say(f"{COLD_LOADS} cold loads, with resources {place}")
            found.failures[place] = await _load_cold(browser, home, found.cold)
            if kind is Home:
                say("warm loads, countdown, processor and frames")
                await _follow(browser, home, found)
    found.cold = found.cold[:SAMPLES]
    return found


async def _load_cold(browser: Browser, home: Home, seconds: list[float]) -> list[str]:
    """Load the card again and again for the first time; return why it failed."""
    failures = []
    for _ in range(COLD_LOADS):
        async with open_screen(browser, home) as screen:
            try:
                seconds.append(await _paint(screen))
            except (Error, AssertionError) as err:
                failures.append(str(err))
            else:
                if await screen.page.locator("hui-error-card").count():
                    failures.append("There is an error card")
                failures += screen.complaints[:1]
    return failures


async def _paint(screen: Screen) -> float:
    """Go to the card; return after which time it was there."""
    await screen.page.goto(CARD_PATH, wait_until="commit")
    await expect(screen.scene("idle")).to_be_visible(timeout=WAIT_MS)
    milliseconds: float = await screen.page.evaluate("performance.now()")
    return milliseconds / 1000


async def _follow(browser: Browser, home: Home, found: Found) -> None:
    """Look at the card before and in a session."""
    async with open_screen(browser, home, clock_error_seconds=HOUR) as screen:
        await _paint(screen)
        found.warm = [await _paint(screen) for _ in range(SAMPLES)]
        await asyncio.sleep(SETTLE_SECONDS)
        tools = await screen.page.context.new_cdp_session(screen.page)
        await tools.send("Performance.enable")
        found.idle_share = await _busy_share(tools)
        views = await home.connection.subscribe("backcare/subscribe")
        await home.connection.action("backcare.start_routine", routine="full_core_30")
        # The first hold is long enough for each of these.
        await home.connection.action("backcare.skip")
        await home.connection.action("backcare.add_time", seconds=ADDED_SECONDS)
        ends_at = await _end_of_long_phase(views)
        found.countdown = await screen.countdown_errors(ends_at, CHANGES)
        found.counting_share = await _busy_share(tools)
        await tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        frames = await screen.page.evaluate(_FRAMES, LOOK_SECONDS * 1000)
        found.frames = [milliseconds / 1000 for milliseconds in frames]
        if screen.complaints:
            raise HomeError(f"The console tells of {screen.complaints}")


async def _end_of_long_phase(views: asyncio.Queue[Any]) -> int:
    """Return when the phase that was lengthened ends, in Unix milliseconds."""
    while True:
        session = (await views.get())["session"]
        if session and session["phase"]["duration"] > ADDED_SECONDS:
            return int(session["phase"]["ends_at"])


async def _busy_share(tools: CDPSession) -> float:
    """Return for which share of the time the main thread of the page works."""

    async def read() -> dict[str, float]:
        answer = await tools.send("Performance.getMetrics")
        return {metric["name"]: metric["value"] for metric in answer["metrics"]}

    before = await read()
    await asyncio.sleep(LOOK_SECONDS)
    after = await read()
    return (after["TaskDuration"] - before["TaskDuration"]) / (
        after["Timestamp"] - before["Timestamp"]
    )


def section(found: Found, *, command: str, conditions: str) -> str:
    """Return the section of the page."""
    content = BUNDLE.read_bytes()
    packed = gzip.compress(content, mtime=0)
    gaps = [
        after - before
        for before, after in zip(found.frames, found.frames[1:], strict=False)
    ]
    rows = [
        ("bundle", f"{len(content) / 1000:.1f} kB", ""),
        ("bundle, gzip", f"{len(packed) / 1000:.1f} kB", "≤ 60 kB"),
        ("first paint, cold: median / p95", _spread(found.cold), ""),
        ("first paint, warm: median / p95", _spread(found.warm), ""),
        *(
            (
                f"cold loads that failed, resources {place}",
                f"{len(failures)} of {COLD_LOADS}",
                f"0 of {COLD_LOADS}",
            )
            for place, failures in found.failures.items()
        ),
        (
            "countdown, an hour off: worst error",
            _ms(max(map(abs, found.countdown))),
            "≤ 100 ms",
        ),
        ("processor, before a session", f"{found.idle_share:.2%}", ""),
        ("processor, counting down", f"{found.counting_share:.2%}", ""),
        (
            f"frames per second, {SLOWER} × slower",
            f"{found.frame_rate:.1f}",
            "≥ 55",
        ),
        (f"longest frame, {SLOWER} × slower", _ms(max(gaps)), ""),
    ]
    return PAGE.format(
        command=command,
        conditions=conditions,
        figures=table(("", "BackCare", "target"), *rows),
        samples=SAMPLES,
        loads=COLD_LOADS,
        wait=WAIT_MS / 1000,
        changes=len(found.countdown),
        look=LOOK_SECONDS,
        slower=SLOWER,
    )


def _spread(seconds: list[float]) -> str:
    """Return the median and the p95."""
    ranked = sorted(seconds)
    return f"{_ms(median(ranked))} / {_ms(ranked[ceil(0.95 * len(ranked)) - 1])}"


def _ms(seconds: float) -> str:
    """Return milliseconds."""
    return f"{seconds * 1000:.0f} ms"
