"""What is kept on disk for one person: the running session, history and choices."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self, cast

import voluptuous as vol

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError, UnsupportedStorageVersionError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN, LOGGER, MAX_RATING, Rating
from .engine.models import COUNTED_SHARE, Outcome, StopReason

STORAGE_VERSION = 1
STORAGE_MINOR_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One session in the history."""

    session_id: str
    routine_id: str
    routine_name: str
    level: int
    started_at: datetime
    ended_at: datetime
    active_seconds: float
    """Time trained, without pauses."""
    set_done_count: int
    set_total_count: int
    outcome: Outcome
    reason: StopReason | None = None
    exercise_ids: tuple[str, ...] = ()
    """The exercises that were begun."""
    ratings: Mapping[Rating, int] = field(default_factory=dict)
    """Health data: never a state, an attribute, a diagnostic or a line of a log."""

    @property
    def counts(self) -> bool:
        """Return if enough was done for the weekly number (``domain.md`` 3.2)."""
        return self.set_done_count >= COUNTED_SHARE * self.set_total_count

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the record; the schema has checked the data."""
        return cls(
            **{
                **data,
                "started_at": datetime.fromisoformat(data["started_at"]),
                "ended_at": datetime.fromisoformat(data["ended_at"]),
                "outcome": Outcome(data["outcome"]),
                "reason": StopReason(data["reason"]) if data["reason"] else None,
                "exercise_ids": tuple(data["exercise_ids"]),
            }
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON data."""
        return {
            **asdict(self),
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }


@dataclass(slots=True, kw_only=True)
class Stored:
    """The content of the file."""

    level: int | None = None
    """None until the first session: the level of the placement."""
    choices: dict[str, Any] = field(default_factory=dict)
    """The states of the selects and switches, by key."""
    sessions: list[SessionRecord] = field(default_factory=list)
    running: dict[str, Any] | None = None
    """The session that runs: ``engine`` position, ``saved_at`` and its outputs."""
    before: dict[str, Any] = field(default_factory=dict)
    """How lights and speakers were before a session, until they are so again."""


def read_ratings(stored: Any) -> dict[Rating, int]:
    """Return stored ratings; raises TypeError or ValueError for damaged ones."""
    ratings = {Rating(key): rating for key, rating in dict(stored).items()}
    if not all(
        isinstance(rating, int) and 0 <= rating <= MAX_RATING
        for rating in ratings.values()
    ):
        raise ValueError("a rating is not a whole number from 0 to 10")
    return ratings


def _moment(value: Any) -> str:
    """Check an ISO moment with its offset."""
    if datetime.fromisoformat(value).tzinfo is None:
        raise vol.Invalid("no UTC offset")
    return cast("str", value)


_NUMBER = vol.All(vol.Any(int, float), vol.Range(min=0))

_SCHEMA = vol.Schema(
    {
        vol.Optional("level", default=None): vol.Any(
            None, vol.All(int, vol.Range(min=1, max=7))
        ),
        vol.Optional("choices", default=dict): dict,
        vol.Optional("sessions", default=list): [
            {
                vol.Required("session_id"): str,
                vol.Required("routine_id"): str,
                vol.Required("routine_name"): str,
                vol.Required("level"): int,
                vol.Required("started_at"): _moment,
                vol.Required("ended_at"): _moment,
                vol.Required("active_seconds"): _NUMBER,
                vol.Required("set_done_count"): _NUMBER,
                vol.Required("set_total_count"): _NUMBER,
                vol.Required("outcome"): vol.In(list(Outcome)),
                vol.Required("reason"): vol.Any(None, vol.In(list(StopReason))),
                vol.Optional("exercise_ids", default=list): [str],
                vol.Optional("ratings", default=dict): read_ratings,
            }
        ],
        vol.Optional("running", default=None): vol.Any(None, dict),
        vol.Optional("before", default=dict): dict,
    },
    extra=vol.ALLOW_EXTRA,
)


class BackCareStore(Store[dict[str, Any]]):
    """The file of one config entry."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the file after the entry."""
        super().__init__(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{entry_id}",
            minor_version=STORAGE_MINOR_VERSION,
            atomic_writes=True,
        )
        self.content = Stored()

    async def async_open(self) -> None:
        """Load the file; one that makes no sense is set aside, not overwritten.

        Raises ConfigEntryError for a file of a newer version.
        """
        try:
            if (data := await self.async_load()) is None:
                return
            checked = _SCHEMA(data)
            self.content = Stored(
                level=checked["level"],
                choices=checked["choices"],
                sessions=[SessionRecord.from_dict(s) for s in checked["sessions"]],
                running=checked["running"],
                before=checked["before"],
            )
        except UnsupportedStorageVersionError as err:
            raise ConfigEntryError(
                translation_domain=DOMAIN,
                translation_key="store_too_new",
                translation_placeholders={"file": self.path},
            ) from err
        except (vol.Invalid, KeyError, TypeError, ValueError) as err:
            kept = await self.hass.async_add_executor_job(self._set_aside)
            LOGGER.error(
                "The stored history %s can't be read (%s); it was kept as %s and a "
                "new one is started",
                self.path,
                err,
                kept,
            )

    @callback
    def save_soon(self) -> None:
        """Write the content without waiting for it."""
        self.async_delay_save(self._data_to_save, 0)

    async def async_save_now(self) -> None:
        """Write the content."""
        await self.async_save(self._data_to_save())

    def _data_to_save(self) -> dict[str, Any]:
        """Return the content as JSON data."""
        return {
            "level": self.content.level,
            "choices": self.content.choices,
            "sessions": [session.as_dict() for session in self.content.sessions],
            "running": self.content.running,
            "before": self.content.before,
        }

    def _set_aside(self) -> Path:
        """Rename the file so that nothing is lost."""
        kept = Path(f"{self.path}.damaged.{dt_util.utcnow():%Y%m%d%H%M%S}")
        return Path(self.path).replace(kept)
