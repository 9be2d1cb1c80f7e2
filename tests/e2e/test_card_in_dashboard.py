"""The card as people edit and update it, or steer it with keys, in a real browser."""

from playwright.async_api import Browser, WebSocketRoute, expect
import pytest

from custom_components.backcare.view import PROTOCOL
from scripts.browser import CARD_PATH, TABLET, add_dashboard, open_screen, violations
from scripts.home import Home

from .common import problems


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("protocol", "words"),
    [
        (PROTOCOL + 1, "Reload the page"),
        (PROTOCOL - 1, "after a restart of Home Assistant"),
    ],
)
async def test_another_version(
    home: Home, browser: Browser, protocol: int, words: str
) -> None:
    """The card says what to do if the integration is newer, and if it is older."""

    def relay(page: WebSocketRoute) -> None:
        """Let Home Assistant speak the protocol of another version."""
        server = page.connect_to_server()
        ours, other = f'"protocol":{PROTOCOL},', f'"protocol":{protocol},'
        server.on_message(lambda message: page.send(str(message).replace(ours, other)))

    async with open_screen(browser, home) as screen:
        await screen.page.route_web_socket("**/api/websocket", relay)
        await screen.page.goto(CARD_PATH)
        await expect(screen.scene("notice")).to_contain_text(words)
        assert screen.complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_editor_and_picker(home: Home, browser: Browser) -> None:
    """A form with a preview changes the card, and another is offered for an entity."""
    card = {"type": "custom:backcare-card", "entity": "switch.back_care"}
    await add_dashboard(home, "one-card", {"views": [{"cards": [card]}]})
    async with open_screen(browser, home, viewport=TABLET) as screen:
        page = screen.page
        await page.goto("one-card/0?edit=1")
        await page.get_by_role("button", name="Edit", exact=True).click()
        editor = page.locator("hui-dialog-edit-card")
        await expect(editor).to_contain_text("Show the week")
        preview = editor.locator("backcare-card")
        await expect(preview).to_contain_text("this week")
        await editor.locator("ha-form ha-switch").click()
        await expect(preview).to_contain_text("Full core routine")
        await expect(preview).not_to_contain_text("this week")
        await editor.get_by_role("button", name="Save").click()
        await expect(preview).to_have_count(0)
        config = await home.connection.ask("lovelace/config", url_path="one-card")
        assert config["views"][0]["cards"] == [{**card, "show_week": False}]

        await page.get_by_role("button", name="Add card").click()
        picker = page.locator("hui-dialog-create-card")
        await picker.get_by_placeholder("Search entities").fill("Coach")
        await picker.get_by_text("Coach").last.click()
        await expect(picker.locator("backcare-card")).to_be_visible()
        assert screen.own_complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_keyboard_and_large_text(home: Home, browser: Browser) -> None:
    """With letters of twice the size, everything is within reach of the keyboard."""
    async with open_screen(browser, home) as screen:
        page = screen.page

        async def press(action: str) -> None:
            """Go to a button as who has only a keyboard does, and press it."""
            button = screen.card.locator(f"[data-action={action}]")
            await expect(button).to_be_enabled()
            for _ in range(60):
                await page.keyboard.press("Tab")
                if await button.evaluate("(button) => button.matches(':focus')"):
                    break
            await expect(button).to_be_focused()
            await page.keyboard.press("Enter")

        await page.goto(CARD_PATH)
        await page.add_style_tag(content="html { font-size: 32px !important; }")
        for action, scene in (
            ("start", "session"),
            ("mat", "session"),
            ("close", "session"),
            ("stop", "done"),
            ("dismiss", "idle"),
        ):
            await press(action)
            await expect(screen.scene(scene)).to_be_visible()
            assert await violations(screen) == []
            assert await screen.scene(scene).evaluate(
                "(section) => section.scrollWidth <= section.clientWidth"
            )
        assert screen.own_complaints == []
    assert problems(home) == []


_LOCKS = """
globalThis.locks = [];
const wakeLock = navigator.wakeLock;
const request = wakeLock.request.bind(wakeLock);
wakeLock.request = async (kind) => {
  const lock = await request(kind);
  locks.push(lock);
  return lock;
};
"""
"""Notes what keeps the screen awake."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("motion", "is_moving"), [("no-preference", True), ("reduce", False)]
)
async def test_awake_and_calm(
    home: Home, browser: Browser, motion: str, is_moving: bool
) -> None:
    """A session keeps the screen awake, and moves nothing for who wants no motion."""
    async with open_screen(browser, home, reduced_motion=motion) as screen:
        page = screen.page
        await page.add_init_script(_LOCKS)
        await page.goto(CARD_PATH)
        await screen.card.locator("[data-action=start]").click()
        ring = screen.scene("session").locator("backcare-ring")
        await expect(ring).to_be_visible()
        await page.wait_for_function("locks.length === 1 && !locks[0].released")
        states = await ring.evaluate(
            "(ring) => ring.shadowRoot.getAnimations().map((one) => one.playState)"
        )
        assert ("running" in states) is is_moving
        await screen.card.locator("[data-action=stop]").click()
        await expect(screen.scene("done")).to_be_visible()
        await page.wait_for_function("locks.every((lock) => lock.released)")
        assert screen.complaints == []
    assert problems(home) == []


@pytest.mark.timeout(120)
async def test_a_dashboard_in_two_clicks(home: Home, browser: Browser) -> None:
    """It is offered where dashboards are added, before any was open."""
    async with open_screen(browser, home, viewport=TABLET) as screen:
        page = screen.page
        await page.goto("config/lovelace/dashboards")
        await page.get_by_role("button", name="Add dashboard").click()
        await page.get_by_text("BackCare", exact=True).click()
        await page.get_by_role("button", name="Create").click()
        await page.get_by_role("link", name="Back training").click()
        await expect(screen.scene("idle")).to_be_visible()
        assert screen.own_complaints == []
    assert problems(home) == []
