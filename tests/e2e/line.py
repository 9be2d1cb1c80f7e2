"""A line between a browser and a Home Assistant, which can break."""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from scripts.home import HOST, free_port


@dataclass
class Line:
    """Passes on what both sides send, in order to be cut."""

    target: int
    """The port of Home Assistant."""
    port: int = field(default_factory=free_port)
    _calls: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """Return where the browser finds Home Assistant."""
        return f"http://{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        """Open it."""
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave nothing open."""
        await self.cut()

    async def mend(self) -> None:
        """Take calls."""
        self._server = await asyncio.start_server(self._take, HOST, self.port)

    async def cut(self) -> None:
        """End all calls, and take no new ones."""
        self._server.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Take a call of the browser."""
        task = asyncio.current_task()
        assert task
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        with suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection(HOST, self.target)
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(_pass_on(reader, far_writer))
                    both.create_task(_pass_on(far_reader, writer))
            except* OSError:
                pass
            finally:
                far_writer.transport.abort()
        writer.transport.abort()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    """Pass on what one side sends until it has no more to send."""
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()
    writer.close()
