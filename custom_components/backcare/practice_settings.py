"""How often and where a person wants to be told of the seated practice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from .const import Conf

COUNTS: Final = (1, 8)
GAPS_MINUTES: Final = (30, 240)
"""The fewest and the most that can be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSettings:
    """The options of the seated practice, typed; the numbers are of ``domain.md`` A5."""

    is_on: bool = False
    count: int = 4
    """Practices a day."""
    from_hour: int = 9
    to_hour: int = 18
    gap_minutes: int = 90
    """At least so long after a reminder, a practice or a session."""
    speakers: tuple[str, ...] = ()
    """Say it, and guide the practice."""
    notify: tuple[str, ...] = ()
    person: str | None = None
    """Is only told at home."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings in the options of an entry."""
        stored: dict[str, Any] = options.get(Conf.PRACTICE, {})
        default = cls()
        return cls(
            is_on=bool(stored.get(Conf.IS_ON)),
            count=stored.get(Conf.COUNT, default.count),
            from_hour=stored.get(Conf.FROM_HOUR, default.from_hour),
            to_hour=stored.get(Conf.TO_HOUR, default.to_hour),
            gap_minutes=stored.get(Conf.GAP_MINUTES, default.gap_minutes),
            speakers=tuple(stored.get(Conf.SPEAKERS, ())),
            notify=tuple(stored.get(Conf.NOTIFY, ())),
            person=stored.get(Conf.PERSON),
        )
