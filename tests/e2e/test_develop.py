"""The program that shows a session in the terminal."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
import re
import signal
import socket
from typing import Any

import psutil
import pytest

from scripts.home import HOST, free_port

DEVELOP = Path(__file__).parents[2] / "scripts" / "develop"

SCORE = re.compile(r"(\d\d:\d\d)  (\w+)\s*(.*)")
LATE = re.compile(r"\+(\d+) ms$")

STOP_SECONDS = 20

type Develop = Callable[..., Coroutine[Any, Any, Process]]


@pytest.fixture
async def develop(tmp_path: Path) -> AsyncGenerator[Develop]:
    """Return what starts the program; none is left running."""
    async with AsyncExitStack() as stack:

        async def start(*arguments: object) -> Process:
            return await stack.enter_async_context(
                _running("--folder", tmp_path / "home", *arguments)
            )

        yield start


@asynccontextmanager
async def _running(*arguments: object) -> AsyncGenerator[Process]:
    """Run the program."""
    process = await asyncio.create_subprocess_exec(
        DEVELOP, *map(str, arguments), stdout=PIPE, stderr=STDOUT
    )
    yield process
    if process.returncode is None:
        process.terminate()
        await asyncio.wait_for(process.wait(), STOP_SECONDS)


async def _read_until(process: Process, words: str) -> None:
    """Read what the program prints until there are these words."""
    assert process.stdout
    while words not in (line := (await process.stdout.readline()).decode()):
        assert line, "The program ended."


@pytest.mark.timeout(240)
async def test_develop_prints_a_session(develop: Develop) -> None:
    """`--run` prints each phase and each cue of the real session, and ends well."""
    process = await develop(
        *("--port", free_port(), "--run", "seated_transversus", "--exit-when-done")
    )
    printed = (await process.communicate())[0].decode()

    assert process.returncode == 0, printed
    assert re.search(
        r"http://127\.0\.0\.1:\d+/back-care\n +user demo, password ", printed
    )
    score = SCORE.findall(printed)
    phases = [line for line in score if line[1] in ("prepare", "hold")]
    # Long enough to hear the full instructions, as at the first meeting.
    assert [line[:2] for line in phases] == [("00:00", "prepare"), ("00:32", "hold")]
    assert all(LATE.search(text) for _, _, text in phases)
    said = [text for _, what, text in score if what == "say"]
    assert said[0].startswith("“Starting Seated belly practice")
    assert said.count("“Breathe out, draw in.”") == 5
    assert any(text.startswith("“That was everything") for text in said)
    assert "countdown" in [text for _, what, text in score if what == "tone"]
    assert [what for _, what, _ in score].count("light") >= 2
    (finished,) = (line for line in score if line[1] == "finished")
    assert finished[0] == "01:42"
    assert finished[2].startswith("100% of the sets")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signal_stops_everything(
    develop: Develop, number: signal.Signals
) -> None:
    """Ctrl-C ends the program and its Home Assistant."""
    process = await develop("--port", free_port())
    await _read_until(process, "Ctrl-C stops everything")
    children = psutil.Process(process.pid).children(recursive=True)
    assert children

    process.send_signal(number)

    assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 130
    assert not any(child.is_running() for child in children)


async def test_second_start_keeps_the_home(develop: Develop) -> None:
    """The home is there again, and a wrong routine is refused in words."""
    arguments = ("--port", free_port(), "--run", "pilates")
    for _ in range(2):
        process = await develop(*arguments)
        printed = (await process.communicate())[0].decode()
        assert process.returncode == 1
        assert "pilates" in printed.splitlines()[-1]
        assert "Traceback" not in printed


async def test_port_in_use(develop: Develop) -> None:
    """A port that is taken is named at once."""
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        process = await develop("--port", port)
        printed = (await process.communicate())[0].decode()
    assert process.returncode == 1
    assert printed == f"Port {port} is in use. Choose another one with --port.\n"
