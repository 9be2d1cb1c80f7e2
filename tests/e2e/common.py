"""What the end-to-end tests look at."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
import re
from typing import Any, Self

from scripts.demo_home import MOMENTS
from scripts.home import Connection, Home

EXPECTED_WARNINGS = re.compile(
    r"We found a custom integration (backcare|demo_home)"
    # After a power cut, of Home Assistant's own files.
    # A music player looks for the cover of what it plays.
    r"|invalid authentication from .*/cover\."
    r"|sqlite3 database at .* was shutdown cleanly|Ended unfinished session"
)


def problems(home: Home) -> list[str]:
    """Return the warnings and errors since the start, but for the expected ones."""
    return [
        line
        for line in home.log.read_text().splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) |^Traceback", line)
        and not EXPECTED_WARNINGS.search(line)
    ]


async def until(
    read: Callable[[], Awaitable[Any]], check: Callable[[Any], bool]
) -> Any:
    """Read a value again and again until it passes the check; return it."""
    async with asyncio.timeout(10):
        while not check(value := await read()):
            await asyncio.sleep(0.05)
    return value


async def states_of(home: Home, entity_ids: Iterable[str]) -> dict[str, Any]:
    """Return the states and attributes of those entities that are there."""
    states = await home.connection.states()
    return {
        entity_id: (states[entity_id]["state"], states[entity_id]["attributes"])
        for entity_id in entity_ids
        if entity_id in states
    }


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a session, as an automation hears of it."""

    type: str
    due_at: datetime
    heard_at: datetime
    data: dict[str, Any]

    @property
    def late_seconds(self) -> float:
        """Return how long after its time it was heard."""
        return (self.heard_at - self.due_at).total_seconds()


class Moments:
    """Hears the moments of a session."""

    def __init__(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        """Take the queue of a subscription."""
        self._queue = queue
        self.heard: list[Moment] = []

    @classmethod
    async def of(cls, connection: Connection) -> Self:
        """Listen to the triggers of BackCare."""
        triggers = [{"trigger": f"backcare.{moment}"} for moment in MOMENTS]
        return cls(await connection.subscribe("subscribe_trigger", trigger=triggers))

    async def wait_for(self, moment_type: str, **data: Any) -> Moment:
        """Wait for a moment of a type with these data."""
        while True:
            seen = (await self._queue.get())["variables"]["trigger"]
            moment = Moment(
                seen["event_type"],
                datetime.fromisoformat(seen["due_at"]),
                datetime.now(UTC),
                seen,
            )
            self.heard.append(moment)
            if moment.type == moment_type and data.items() <= seen.items():
                return moment

    def phases(self) -> list[Moment]:
        """Return the phase changes."""
        return [moment for moment in self.heard if moment.type == "phase_started"]
