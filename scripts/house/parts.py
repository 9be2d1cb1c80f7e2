"""What every part needs: a program that is never left running, and a network of the house's own."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import signal
import socket
import subprocess
from typing import Any

ADDRESS = "10.77.0.1"
"""Where the parts find each other; some of them refuse the loopback interface."""

START_SECONDS = 15
STOP_SECONDS = 3


class PartError(Exception):
    """A part of the house did not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Part:
    """How a part is added to Home Assistant."""

    integration: str
    answers: Mapping[str, dict[str, Any]]
    """What its dialogs ask, by step."""


@contextmanager
def private_network() -> Iterator[None]:
    """Give this thread, and what it starts from now on, a network without a way out.

    Raises PartError without root.
    """
    if os.geteuid():
        raise PartError("The house needs root: its network is one of its own")
    outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    os.unshare(os.CLONE_NEWNET)
    try:
        for words in (
            "link set lo up",
            "link add house type veth peer name wall",
            f"address add {ADDRESS}/24 dev house",
            "link set house up",
            "link set wall up",
            "route add 224.0.0.0/4 dev house",
            "route add 255.255.255.255 dev house",
        ):
            subprocess.run(("ip", *words.split()), check=True)
        yield
    finally:
        os.setns(outside, os.CLONE_NEWNET)
        os.close(outside)


@asynccontextmanager
async def program(
    log: Path,
    *command: str | Path,
    environment: dict[str, str] | None = None,
    output: Path | None = None,
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run a program until the end of the block, or of this process; raises PartError."""
    if not shutil.which(command[0]):
        raise PartError(f"{command[0]} is missing: see scripts/setup")
    with log.open("ab") as words, (output or log).open("ab") as sound:
        process = await asyncio.create_subprocess_exec(
            # So it ends too if we are killed.
            *("setpriv", "--pdeathsig", "KILL", "--"),
            *command,
            env=os.environ | {"HOME": str(log.parent)} | (environment or {}),
            cwd=log.parent,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=sound,
            stderr=words,
            start_new_session=True,
        )
    try:
        yield process
    except PartError as err:
        # The program that failed was started last.
        if not hasattr(err, "__notes__"):
            err.add_note(_last_words(log))
        raise
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS)


def _last_words(log: Path) -> str:
    """Return the end of a log."""
    return log.read_text(errors="replace")[-2000:]


async def ready(
    process: asyncio.subprocess.Process, is_ready: Callable[[], bool]
) -> None:
    """Wait until a program is ready; raises PartError."""
    with suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            while process.returncode is None:
                if is_ready():
                    return
                await asyncio.sleep(0.02)
    raise PartError("A part of the house did not start")


def listens(port: int) -> bool:
    """Return if somebody listens at a port of the house."""
    with socket.socket() as probe:
        # Past connections do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return True
        return False
