"""Looks at a Home Assistant in a real browser, as somebody who is logged in."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from pathlib import Path
from shutil import which
from typing import Any, override

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
)

from .home import TEMPLATES, Home, HomeError, Json

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Root has no sandbox, and nobody else is called."""

PHONE = ViewportSize(width=390, height=844)
TABLET = ViewportSize(width=1280, height=800)

CARD_PATH = "back-care/card"
"""Where the demo dashboard has nothing but the card."""

WAIT_MS = 20_000
"""For what is waited for on a page."""

_CLOCK = """
((error) => {
  const Clock = Date;
  globalThis.trueNow = () => Clock.now();
  if (error) {
    globalThis.Date = class extends Clock {
      constructor(...parts) {
        if (parts.length) super(...parts);
        else super(Clock.now() + error);
      }
      static now() {
        return Clock.now() + error;
      }
    };
  }
})(%d);
"""
"""Sets the clock of a page wrong by milliseconds; `trueNow` stays right."""

_CHANGES = """
(seconds, count) =>
  new Promise((resolve) => {
    const changes = [];
    const watch = new MutationObserver(() => {
      const parts = seconds.textContent.split(":").map(Number);
      changes.push([parts.reduce((shown, part) => 60 * shown + part, 0), trueNow()]);
      if (changes.length === count) {
        watch.disconnect();
        resolve(changes);
      }
    });
    watch.observe(seconds, { characterData: true, childList: true, subtree: true });
  })
"""


@dataclass
class Screen:
    """A page with a card, and what went wrong on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to complaints."""
        self.page.on("console", self._on_message)
        self.page.on("pageerror", self._on_error)

    @property
    def card(self) -> Locator:
        """Return the card."""
        return self.page.locator("backcare-card")

    @property
    def own_complaints(self) -> list[str]:
        """Return what is of BackCare: Home Assistant's pages have errors too."""
        return [text for text in self.complaints if "backcare" in text]

    def scene(self, name: str) -> Locator:
        """Return what the card shows before, during or after a session."""
        return self.card.locator(f"[data-scene={name}]")

    async def press(self, action: str) -> None:
        """Press a button of the card."""
        await self.card.locator(f"[data-action={action}]").first.click()

    async def countdown_errors(self, ends_at: int, count: int) -> list[float]:
        """Return how far off the countdown is at its next changes, in seconds.

        The moment at which the phase ends is in Unix milliseconds. What is shown should be
        true from the moment on at which it appears.
        """
        changes = await self.card.locator(
            "backcare-ring [part=seconds]"
        ).first.evaluate(f"(element) => ({_CHANGES})(element, {count})")
        return [(ends_at - at) / 1000 - shown for shown, at in changes]

    def _on_message(self, message: ConsoleMessage) -> None:
        """Keep errors of the console."""
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _on_error(self, error: Error) -> None:
        """Keep errors that nobody caught."""
        self.complaints.append(f"{error.message} {error.stack}")


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    """Run a browser without a window and with a new profile; raises HomeError."""
    if (program := next(filter(None, map(which, PROGRAMS)), None)) is None:
        raise HomeError(f"found no browser here: please install {PROGRAMS[0]}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_screen(
    browser: Browser,
    home: Home,
    *,
    origin: str = "",
    clock_error_seconds: int = 0,
    **options: Any,
) -> AsyncGenerator[Screen]:
    """Open an empty page that knows no page yet, but who looks at it.

    Of another origin than that of the home, if there is something between the two.
    """
    origin = origin or home.url.rstrip("/")
    tokens = json.dumps(await home.tokens(origin))
    context = await browser.new_context(
        base_url=origin,
        storage_state={
            "cookies": [],
            "origins": [
                {
                    "origin": origin,
                    "localStorage": [{"name": "hassTokens", "value": tokens}],
                }
            ],
        },
        **{"viewport": PHONE, **options},
    )
    context.set_default_timeout(WAIT_MS)
    await context.add_init_script(_CLOCK % (clock_error_seconds * 1000))
    try:
        yield Screen(await context.new_page())
    finally:
        await context.close()


@dataclass
class YamlHome(Home):
    """A demo home whose user keeps the resources of the dashboards in YAML."""

    @override
    def _fill_folder(self) -> None:
        """Write a configuration of our own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "configuration.yaml"
        configuration = (TEMPLATES / name).read_text()
        place = "\nlovelace:\n"
        assert configuration.count(place) == 1
        (self.folder / name).write_text(
            configuration.replace(place, f"{place}  resource_mode: yaml\n")
        )
        super()._fill_folder()


async def add_dashboard(home: Home, path: str, config: Json) -> None:
    """Add a dashboard that Home Assistant keeps."""
    await home.connection.ask(
        "lovelace/dashboards/create", url_path=path, title=path, mode="storage"
    )
    await home.connection.ask("lovelace/config/save", url_path=path, config=config)


AXE = Path(__file__).parents[1] / "frontend/node_modules/axe-core/axe.min.js"
"""Finds what somebody who does not see, hear or move well cannot use."""


async def violations(screen: Screen) -> list[str]:
    """Return what makes the card hard to use for some."""
    if not await screen.page.evaluate("'axe' in globalThis"):
        await screen.page.add_script_tag(path=AXE)
    found: list[str] = await screen.card.evaluate(
        """async (card) =>
          (await axe.run(card)).violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
          )"""
    )
    return found
