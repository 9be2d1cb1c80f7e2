"""A server on the Wyoming protocol, as voices and satellites are."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from wyoming.event import Event, Eventable, async_read_event, async_write_event
from wyoming.info import Attribution, Describe, Info
from wyoming.ping import Ping, Pong

from .parts import ADDRESS, Part

ABOUT: dict[str, Any] = {
    "attribution": Attribution(name="BackCare", url=""),
    "installed": True,
    "description": None,
    "version": None,
}
"""What every part of a server tells of itself."""


class Connection:
    """A connection of Home Assistant."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        """Take where to write."""
        self._writer = writer

    async def send(self, event: Eventable) -> None:
        """Send an event."""
        await async_write_event(event.event(), self._writer)


type Handler = Callable[[Connection, Event], Awaitable[None]]


@asynccontextmanager
async def serving(info: Info, handle: Handler) -> AsyncGenerator[Part]:
    """Serve until the end of the block; what everybody must answer is answered here."""
    tasks = set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(writer)
        with suppress(ConnectionError):
            while event := await async_read_event(reader):
                if Describe.is_type(event.type):
                    await connection.send(info)
                elif Ping.is_type(event.type):
                    await connection.send(Pong(text=Ping.from_event(event).text))
                else:
                    await handle(connection, event)
        writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(begin, ADDRESS)
    try:
        port = server.sockets[0].getsockname()[1]
        yield Part("wyoming", {"user": {"host": ADDRESS, "port": port}})
    finally:
        server.close()
        server.abort_clients()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
