"""A sound server with a loudspeaker for each player, and what is heard from each of them."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import numpy as np

from .listening import RATE, Sound, as_samples
from .parts import program, ready

STAMP_SECONDS = 0.05
NEAR_SECONDS = 10
FRAME_BYTES = 2


@dataclass
class Recording:
    """What is heard from a loudspeaker, in a file that grows.

    How far the file has come is noted again and again: the least delay near a frame tells its moment.
    """

    file: Path
    _moments: list[float] = field(default_factory=list)
    _frames: list[int] = field(default_factory=list)

    def has_begun(self) -> bool:
        """Return if there is something in it."""
        return self.file.stat().st_size > 0

    def reaches(self, moment: float) -> bool:
        """Return if it has come as far as a moment."""
        return self._moments[-1] - 2 * STAMP_SECONDS > moment

    def stamp(self) -> None:
        """Note how far the file has come."""
        self._moments.append(monotonic())
        self._frames.append(self.file.stat().st_size // FRAME_BYTES)

    def between(self, begin: float, end: float) -> Sound:
        """Return what was heard between two moments of the machine's monotonic clock."""
        first = max(0, round((begin - self._start_near(begin)) * RATE))
        count = max(0, round((end - begin) * RATE))
        samples = np.fromfile(
            self.file, dtype="<i2", count=count, offset=first * FRAME_BYTES
        )
        return Sound(as_samples(samples), self._start_near(begin) + first / RATE)

    def _start_near(self, moment: float) -> float:
        """Return when the recording began, as the stamps near a moment have it.

        The clock of the sound server is another one, and drifts.
        """
        first = bisect_left(self._moments, moment - NEAR_SECONDS)
        last = bisect_right(self._moments, moment + NEAR_SECONDS)
        return min(
            seen_at - frames / RATE
            for seen_at, frames in zip(
                self._moments[first:last], self._frames[first:last], strict=True
            )
        )


@dataclass
class Pulse:
    """A sound server."""

    socket: Path
    recordings: dict[str, Recording]

    def environment(self, sink: str) -> dict[str, str]:
        """Return what makes a program play on a loudspeaker."""
        return {"PULSE_SERVER": f"unix:{self.socket}", "PULSE_SINK": sink}


@asynccontextmanager
async def sound_server(folder: Path, sinks: Iterable[str]) -> AsyncGenerator[Pulse]:
    """Run a sound server with these loudspeakers, and record each."""
    pulse = Pulse(
        folder / "sound", {sink: Recording(folder / f"{sink}.pcm") for sink in sinks}
    )
    modules = [
        *(
            f"module-null-sink sink_name={sink} rate={RATE} channels=1"
            for sink in pulse.recordings
        ),
        f"module-native-protocol-unix socket={pulse.socket} auth-anonymous=1",
    ]
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            program(
                folder / "pulseaudio.log",
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
                *("--use-pid-file=no", "--disallow-exit", "--log-target=stderr"),
                *(word for module in modules for word in ("-L", module)),
                environment={"XDG_RUNTIME_DIR": str(folder)},
            )
        )
        await ready(server, pulse.socket.exists)
        recorders = {
            sink: await stack.enter_async_context(
                program(
                    folder / f"{sink}-recorder.log",
                    *("parec", "--raw", "--format=s16le", "--channels=1"),
                    *(f"--rate={RATE}", f"--device={sink}.monitor"),
                    "--latency-msec=5",
                    environment={"PULSE_SERVER": f"unix:{pulse.socket}"},
                    output=recording.file,
                )
            )
            for sink, recording in pulse.recordings.items()
        }
        for sink, recorder in recorders.items():
            await ready(recorder, pulse.recordings[sink].has_begun)
        stamps = asyncio.create_task(_stamp(pulse))
        stack.callback(stamps.cancel)
        yield pulse


async def _stamp(pulse: Pulse) -> None:
    """Note how far the recordings have come, until cancelled."""
    while True:
        for recording in pulse.recordings.values():
            recording.stamp()
        await asyncio.sleep(STAMP_SECONDS)
