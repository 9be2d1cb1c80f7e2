"""What the end-to-end tests share."""

from collections.abc import AsyncGenerator
from pathlib import Path

from playwright.async_api import Browser
import pytest

from scripts.browser import open_browser
from scripts.demo_home import add_back_care
from scripts.home import Home


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Allow sockets, which the kit for unit tests forbids."""


@pytest.fixture
async def home(tmp_path: Path) -> AsyncGenerator[Home]:
    """Return a demo home that runs, with BackCare in it."""
    async with Home(tmp_path / "home") as home:
        await home.start()
        await add_back_care(home)
        yield home


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    """Return a real browser."""
    async with open_browser() as browser:
        yield browser
