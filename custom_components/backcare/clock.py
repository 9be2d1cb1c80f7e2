"""The time of Home Assistant, as the engine is told it."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util


class LoopClock:
    """The clock of the event loop, and the one on the wall."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Take the loop's clock, which never steps."""
        self.monotonic = hass.loop.time

    def utcnow(self) -> datetime:
        """Return the wall clock."""
        return dt_util.utcnow()

    def wall_offset(self) -> timedelta:
        """Return how far the wall clock is from the loop's."""
        return timedelta(seconds=self.utcnow().timestamp() - self.monotonic())
