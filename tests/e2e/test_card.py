"""The card in a real browser, in front of a real Home Assistant."""

from asyncio import Queue, sleep, timeout
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, expect
import pytest

from scripts.browser import (
    CARD_PATH,
    TABLET,
    Screen,
    YamlHome,
    add_dashboard,
    open_screen,
    violations,
)
from scripts.demo_home import add_back_care
from scripts.home import Home, Json

from .common import problems
from .line import Line

HOUR = 3600

COUNTDOWN_SECONDS = 0.1
LOOK_SECONDS = 2
COLD_LOADS = 10

MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>"

SOUND_SECONDS = 0.05
"""How far off a sound may begin."""

STARTS = """
globalThis.starts = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
  const wait = Math.max(0, when - this.context.currentTime);
  starts.push([trueNow() + 1000 * wait, this.buffer.duration]);
  return start.call(this, when, ...rest);
};
"""
"""Notes when each sound begins, in Unix milliseconds, and how long it is."""

THEMES = ("light", "dark")

EVERY_DAY: Json = {
    "when": {
        "days": [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ],
        "at": "00:00:00",
        "on_due": "remind",
    },
    "reminder": {},
    "week": {"week_goal": 3, "week_starts_on": "monday"},
}
"""A plan by which a training is due now, whenever that is."""

YESTERDAY = timedelta(hours=30)
"""Never today, and not so long ago that the next morning is over."""


class Truth:
    """What Home Assistant knows of the person."""

    def __init__(self, views: Queue[Json]) -> None:
        """Take a subscription."""
        self._views = views
        self.view: Json = {}

    @classmethod
    async def of(cls, home: Home) -> Self:
        """Look at the only person of a home."""
        return cls(await home.connection.subscribe("backcare/subscribe"))

    async def when(self, check: Callable[[Json], Any]) -> Json:
        """Return the last view if it passes a check, or else the next one that does."""
        async with timeout(10):
            while not (self.view and check(self.view)):
                self.view = await self._views.get()
        return self.view

    async def in_phase(self, number: int) -> Json:
        """Return the session when it is in a phase."""
        view = await self.when(
            lambda view: view["session"] and view["session"]["phase_number"] == number
        )
        return dict(view["session"])


async def entry_of(home: Home) -> str:
    """Return the entry of the only person."""
    (entry,) = await home.get("api/config/config_entries/entry?domain=backcare")
    return str(entry["entry_id"])


async def plan_training(home: Home, entry_id: str) -> None:
    """Let a training be due."""
    path = "api/config/config_entries/options/flow"
    menu = await home.post(path, handler=entry_id)
    path = f"{path}/{menu['flow_id']}"
    await home.post(path, next_step_id="plan")
    step = await home.post(path, **EVERY_DAY)
    assert step["type"] == "create_entry", step


async def assert_status(screen: Screen, truth: Truth, status: str) -> None:
    """Check that the session, and then the card, gets to a status."""
    await truth.when(lambda view: view["session"]["status"] == status)
    await expect(screen.card.locator(f"[data-status={status}]")).to_be_visible()


async def assert_usable(screen: Screen) -> None:
    """Check that everybody can use what is shown, in light and dark."""
    for theme in THEMES:
        await screen.page.emulate_media(color_scheme=theme)
        await sleep(0.5)
        assert await violations(screen) == [], theme


@pytest.mark.timeout(180)
async def test_a_session_from_the_card(home: Home, browser: Browser) -> None:
    """The weeks, and then all that a session can do, with a clock an hour off."""
    entry_id = await entry_of(home)
    await home.change_options(entry_id, speech={"guided": False})
    await plan_training(home, entry_id)
    await home.connection.action(
        "backcare.log_session",
        routine="full_core_30",
        finished_at=(datetime.now(UTC) - YESTERDAY).isoformat(),
    )
    truth = await Truth.of(home)
    await truth.when(lambda view: not view.get("gone"))
    states = await home.connection.states()
    async with open_screen(browser, home, clock_error_seconds=HOUR) as screen:
        await screen.page.goto(CARD_PATH)
        await expect(screen.scene("idle")).to_be_visible()
        await expect(screen.card).to_contain_text("Full core routine")
        await sleep(LOOK_SECONDS)
        assert await home.connection.states() == states

        await expect(screen.card).to_contain_text("of 3 this week")
        prompt = screen.card.locator("[data-prompt]")
        await expect(prompt).to_have_attribute("data-prompt", "due")
        await assert_usable(screen)
        await screen.press("later")
        await expect(prompt).to_have_attribute("data-prompt", "next_day")
        await assert_usable(screen)
        await screen.card.locator("[data-rating=pain_next_day][value='5']").click()
        await expect(prompt).to_have_attribute("data-prompt", "why")
        await assert_usable(screen)

        await screen.press("start")
        session = await truth.in_phase(1)
        await expect(screen.scene("session")).to_be_visible()
        await expect(screen.card).to_contain_text(session["phase"]["exercise_name"])
        errors = await screen.countdown_errors(session["phase"]["ends_at"], 4)
        assert max(map(abs, errors)) <= COUNTDOWN_SECONDS, errors
        await assert_usable(screen)

        await screen.press("pause")
        await assert_status(screen, truth, "paused")
        seconds = screen.card.locator("backcare-ring [part=seconds]").first
        shown = await seconds.inner_text()
        await assert_usable(screen)
        assert await seconds.inner_text() == shown

        await screen.press("resume")
        await assert_status(screen, truth, "active")
        await screen.press("skip")
        session = await truth.in_phase(2)
        await expect(screen.card).to_contain_text(session["phase"]["instruction"])

        await screen.press("mat")
        await assert_usable(screen)
        await screen.page.keyboard.press("Space")
        await assert_status(screen, truth, "paused")
        await screen.page.keyboard.press("Space")
        await assert_status(screen, truth, "active")
        await screen.page.keyboard.press("ArrowLeft")
        await truth.in_phase(1)
        await screen.press("close")

        await screen.press("skip")
        await truth.in_phase(2)
        await screen.press("previous")
        await truth.in_phase(1)
        await screen.press("stop")
        await truth.when(lambda view: view["session"] is None)
        await expect(screen.scene("done")).to_be_visible()
        await screen.press("reason-no_time")
        await truth.when(lambda view: view["idle"]["last"]["reason"] == "no_time")
        await screen.card.locator("[data-rating=pain_during][value='3']").click()
        await screen.card.locator("[data-rating=effort][value='5']").click()
        rated = {"pain_during": 3, "effort": 5}
        await truth.when(lambda view: view["idle"]["last"]["ratings"] == rated)
        await expect(screen.card.locator(".meaning")).to_be_visible()
        await assert_usable(screen)

        await screen.press("dismiss")
        await expect(screen.scene("idle")).to_be_visible()
        assert screen.complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_a_session_from_stock_cards(home: Home, browser: Browser) -> None:
    """The media player, the timer tiles and the buttons of the demo dashboard."""
    truth = await Truth.of(home)
    async with open_screen(browser, home, viewport=TABLET) as screen:
        page = screen.page
        await page.goto("back-care/session")
        coach = page.locator("hui-media-control-card")
        timers = page.locator("hui-timer-actions-card-feature")

        async def press(title: str) -> None:
            """Press the button that a tile has for an entity."""
            tile = page.locator("hui-tile-card", has_text=title)
            await tile.locator("hui-button-card-feature button").click()

        await press("Start")
        session = await truth.in_phase(1)
        await expect(coach).to_contain_text(session["phase"]["exercise_name"])
        await coach.get_by_label("Next").click()
        await truth.in_phase(2)
        await coach.get_by_label("Pause").click()
        await truth.when(lambda view: view["session"]["status"] == "paused")
        await coach.get_by_label("Play", exact=True).click()
        await truth.when(lambda view: view["session"]["status"] == "active")
        await timers.get_by_label("Finish").and_(page.locator(":enabled")).first.click()
        await truth.in_phase(3)
        await press("Skip")
        await truth.in_phase(4)
        await press("Previous")
        await truth.in_phase(3)
        await press("Stop")
        await truth.when(lambda view: view["session"] is None)
        assert screen.own_complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_the_card_speaks_dutch_and_shows_what_is_wrong(
    home: Home, browser: Browser
) -> None:
    """Of a name with markup, an entity that is wrong, and a person who is gone."""
    entry_id = await entry_of(home)
    await home.change_options(entry_id, speech={"language": "nl"})
    await home.add(
        [entry_id, "routine"],
        {
            "user": {"name": MARKUP, "exercises": [{"exercise": "plank"}]},
            "preview": {"next_step_id": "save"},
        },
    )
    cards = [
        {"type": "custom:backcare-card", "entity": entity}
        for entity in (
            "switch.back_care",
            "sensor.back_care_removed",
            "light.mat_lamp",
        )
    ]
    await add_dashboard(home, "three-cards", {"views": [{"cards": cards}]})
    await add_dashboard(home, "made-by-us", {"strategy": {"type": "custom:backcare"}})
    async with open_screen(browser, home, viewport=TABLET, locale="nl-NL") as screen:
        await screen.page.goto("made-by-us")
        await expect(screen.scene("idle")).to_be_visible()
        await expect(screen.card).to_contain_text("Volledige training")

        await screen.page.goto("three-cards")
        await expect(screen.scene("idle")).to_have_count(1)
        await expect(screen.scene("notice")).to_have_count(2)
        await expect(screen.card.first).to_contain_text(MARKUP)
        await home.connection.action("backcare.start_routine", routine=MARKUP)
        await expect(screen.scene("session")).to_contain_text(MARKUP)
        await expect(screen.scene("session")).to_contain_text("Buikplank")
        assert await screen.page.locator("img[src=x]").count() == 0

        await home.remove(entry_id)
        await expect(screen.scene("notice")).to_have_count(3)
        assert screen.own_complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_a_lost_connection_is_told(home: Home, browser: Browser) -> None:
    """The countdown goes on meanwhile, and then the card is right again by itself."""
    truth = await Truth.of(home)
    async with (
        Line(home.port) as line,
        open_screen(browser, home, origin=line.origin) as screen,
    ):
        await screen.page.goto(CARD_PATH)
        await screen.press("start")
        session = await truth.in_phase(1)
        await expect(screen.scene("session")).to_be_visible()

        await line.cut()
        await expect(screen.card).to_contain_text("connection")
        await expect(screen.card.locator("[data-action=pause]")).to_be_disabled()
        errors = await screen.countdown_errors(session["phase"]["ends_at"], 2)
        assert max(map(abs, errors)) <= COUNTDOWN_SECONDS, errors
        await home.connection.action("backcare.skip")
        session = await truth.in_phase(2)

        await line.mend()
        await expect(screen.card).to_contain_text(session["phase"]["instruction"])
        await screen.press("pause")
        await truth.when(lambda view: view["session"]["status"] == "paused")

        # A restart keeps the session, paused.
        await home.stop()
        await expect(screen.card).to_contain_text("connection")
        await home.start()
        await screen.press("resume")
        truth = await Truth.of(home)
        await truth.when(
            lambda view: view["session"] and view["session"]["status"] == "active"
        )
        assert screen.own_complaints == []


@pytest.mark.timeout(120)
async def test_sound_on_this_device(home: Home, browser: Browser) -> None:
    """The browser plays the cues of a session itself, each at its moment."""
    entry_id = await entry_of(home)
    async with open_screen(browser, home, clock_error_seconds=HOUR) as screen:
        await screen.page.add_init_script(STARTS)
        await screen.page.goto(CARD_PATH)
        await screen.press("sound")
        sound = screen.card.locator("[data-action=sound]")
        await expect(sound).to_have_attribute("aria-pressed", "true")
        told = await home.connection.subscribe(
            "backcare/listen", config_entry_id=entry_id
        )
        await screen.press("start")
        wanted: list[Json] = []
        async with timeout(60):
            while not (wanted and "countdown" in wanted[-1]["key"]):
                message = await told.get()
                if message["type"] == "play":
                    wanted.append(message)
        await sleep(1.5)
        starts = await screen.page.evaluate("starts")
        assert len(starts) == len(wanted) > 1
        for (at, seconds), play in zip(starts, wanted, strict=True):
            assert abs(at - play["at"]) <= 1000 * SOUND_SECONDS, play
            assert abs(seconds - play["seconds"]) <= 0.1, play
        assert screen.complaints == []
    assert problems(home) == []


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", [Home, YamlHome])
async def test_cold_loads(kind: type[Home], tmp_path: Path, browser: Browser) -> None:
    """A browser that was never here shows the card, wherever its resources are kept."""
    async with kind(tmp_path / "home") as home:
        await home.start()
        await add_back_care(home)
        for _ in range(COLD_LOADS):
            async with open_screen(browser, home) as screen:
                await screen.page.goto(CARD_PATH)
                await expect(screen.scene("idle")).to_be_visible()
                assert await screen.page.locator("hui-error-card").count() == 0
                assert screen.complaints == []
