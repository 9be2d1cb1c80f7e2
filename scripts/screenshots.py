"""Photographs the card in a demo home, for the documentation."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
import signal
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import Browser, expect

from .browser import PHONE, TABLET, Screen, add_dashboard, open_browser, open_screen
from .demo_home import ANSWERS
from .home import Home

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

NAMES = {"en": "Back care", "nl": "Rugtraining"}
LOCALES = {"en": "en-GB", "nl": "nl-NL"}
THEMES = ("light", "dark")

ROUTINE = "short_10"
WORK = ("hold", "move")
PHASE_NUMBER = 8
"""The one that is photographed: three exercises are done by then."""
REMAINING = "12"
"""What the countdown shows then, in seconds."""
WAIT_MS = 60_000

SETTLE_SECONDS = 0.7
GAP = 24
"""Between two pictures, in pixels."""


@asynccontextmanager
async def _look(browser: Browser, language: str) -> AsyncGenerator[tuple[Home, Screen]]:
    """Open a dashboard with the card of somebody who speaks a language."""
    with TemporaryDirectory(prefix="screenshots-", dir=ROOT / ".cache") as folder:
        async with Home(Path(folder)) as home:
            await home.start()
            user = {**ANSWERS["user"], "name": NAMES[language], "speakers": []}
            entry = await home.add("backcare", {**ANSWERS, "user": user})
            await home.change_options(
                entry["result"]["entry_id"],
                speech={"language": language, "guided": False},
            )
            view = {
                "title": NAMES[language],
                "type": "sections",
                "max_columns": 1,
                "sections": [
                    {"type": "grid", "cards": [{"type": "custom:backcare-card"}]}
                ],
            }
            await add_dashboard(home, "only-card", {"views": [view]})
            async with open_screen(
                browser, home, locale=LOCALES[language], reduced_motion="reduce"
            ) as screen:
                await screen.page.goto("only-card")
                await expect(screen.scene("idle")).to_be_visible()
                yield home, screen


async def photograph(browser: Browser, language: str) -> None:
    """Write the pictures in a language: before, in and after a session that is really done."""
    phone: dict[str, list[bytes]] = {theme: [] for theme in THEMES}
    async with _look(browser, language) as (home, screen):
        for theme in THEMES:
            phone[theme].append(await _photo(screen, theme))

        views = await home.connection.subscribe("backcare/subscribe")
        await home.connection.action("backcare.start_routine", routine=ROUTINE)
        number = 0
        while (session := (await views.get())["session"]) or not number:
            if not session or session["phase_number"] == number:
                continue
            number = session["phase_number"]
            if number == PHASE_NUMBER:
                await _photograph_session(home, screen, language, phone)
                # What was done for the pictures is over.
                while not views.empty():
                    views.get_nowait()
            if session["phase"]["kind"] not in WORK:
                await home.connection.action("backcare.skip")

        await screen.card.locator("[data-rating=pain_during][value='1']").click()
        for theme in THEMES:
            phone[theme].append(await _photo(screen, theme))
            _write(f"phone-{theme}-{language}", phone[theme])


async def _photograph_session(
    home: Home, screen: Screen, language: str, phone: dict[str, list[bytes]]
) -> None:
    """Photograph a phase, from its start each time."""
    seconds = screen.card.locator("backcare-ring [part=seconds]").first
    for has_mat, theme in product((False, True), THEMES):
        if has_mat:
            await screen.page.set_viewport_size(TABLET)
            await screen.press("mat")
        await screen.page.emulate_media(color_scheme=theme)
        for action in ("previous", "skip"):
            await home.connection.action(f"backcare.{action}")
        # That of the picture before may still be shown.
        await expect(seconds).not_to_have_text(REMAINING)
        await expect(seconds).to_have_text(REMAINING, timeout=WAIT_MS)
        picture = await screen.page.screenshot()
        if has_mat:
            _write(f"tablet-{theme}-{language}", [picture])
            await screen.press("close")
        else:
            phone[theme].append(picture)
    await screen.page.set_viewport_size(PHONE)


async def _photo(screen: Screen, theme: str) -> bytes:
    """Return what is shown in a theme."""
    await screen.page.emulate_media(color_scheme=theme)
    await asyncio.sleep(SETTLE_SECONDS)
    return await screen.page.screenshot()


def _write(name: str, pictures: Sequence[bytes]) -> None:
    """Write pictures side by side, with a palette, which makes the file small."""
    parts = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    width = sum(part.width + GAP for part in parts) - GAP
    sheet = Image.new("RGBA", (width, parts[0].height))
    for number, part in enumerate(parts):
        sheet.paste(part, (number * (part.width + GAP), 0))
    file = DOCS / f"card-{name}.png"
    sheet.quantize(method=Image.Quantize.FASTOCTREE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


async def main() -> None:
    """Write all pictures."""
    async with open_browser() as browser:
        await asyncio.gather(*(photograph(browser, language) for language in NAMES))


if __name__ == "__main__":
    # As Ctrl-C does: no Home Assistant may go on without us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asyncio.run(main())
