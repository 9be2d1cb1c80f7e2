"""All routines of one person, the catalogue's and their own, found by name or length."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any
import unicodedata

from homeassistant.config_entries import ConfigEntry

from .catalogue import Catalogue
from .const import LANGUAGES, LOGGER, SUBENTRY_ROUTINE, Conf
from .engine.errors import InvalidRoutine, RoutineLocked, UnknownRoutine
from .engine.models import Dose, Prescription, Routine, Timeline
from .engine.routines import parse_routine
from .engine.timeline import compile_timeline
from .progress import Progress
from .settings import Settings

DEFAULT_ROUTINE = "full_core_30"

_BY_LENGTH = (
    "short_holds",
    "split_b_control",
    "split_a_holds",
    "short_10",
    "gentle_reset",
)
"""Stands in for the full routine when there is less time (``domain.md`` 3.2)."""

_SHORTEST = "seated_transversus"

_WARM_UP_SECONDS = 48
"""Eight cycles of cat-camel (``domain.md`` A14)."""

_OVERRUN = 1.1
"""A routine may be this much longer than the wish (``domain.md`` 3.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRoutine:
    """A routine with everything it may be called."""

    routine: Routine
    names: Mapping[str, str]
    """The name by language; one of the person's own has the same in each."""
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id of the catalogue, or of the subentry."""
        return self.routine.id

    def is_called(self, name: str) -> bool:
        """Return if this is a folded id, name or alias of the routine."""
        return bool(name) and name in map(
            folded, (self.id, *self.names.values(), *self.aliases)
        )


class Library:
    """The routines that a person may choose from."""

    def __init__(
        self,
        catalogue: Catalogue,
        entry: ConfigEntry[Any],
        settings: Settings,
        progress: Progress,
    ) -> None:
        """Read the person's own routines next to those of the catalogue."""
        self._catalogue = catalogue
        self._progress = progress
        self._settings = settings
        self._warm_up = Prescription(
            exercise=catalogue.exercises["cat_camel"],
            dose=Dose(duration_seconds=_WARM_UP_SECONDS),
        )
        self._routines = {
            item.id: item
            for item in (
                *_catalogue_routines(catalogue),
                *_own_routines(catalogue, entry),
            )
        }

    def __iter__(self) -> Iterator[NamedRoutine]:
        """Iterate over the routines that are not locked."""
        return (item for item in self._routines.values() if self._is_open(item))

    def name(self, routine_id: str, language: str) -> str:
        """Return the name of a routine, its id when it is gone."""
        if (item := self._routines.get(routine_id)) is None:
            return routine_id
        return item.names[language]

    def find(self, query: str) -> NamedRoutine:
        """Return the routine with the id or name; case and accents don't matter.

        Raises UnknownRoutine or RoutineLocked.
        """
        name = folded(query)
        for item in self._routines.values():
            if item.is_called(name):
                if self._is_open(item):
                    return item
                raise RoutineLocked(routine=query)
        raise UnknownRoutine(
            routine=query,
            names=", ".join(item.names[self._settings.language] for item in self),
        )

    def by_length(self, minutes: float, level: int) -> NamedRoutine:
        """Return the routine that fits the time best (``domain.md`` 3.2)."""
        limit_seconds = minutes * 60 * _OVERRUN
        full = self._routines[DEFAULT_ROUTINE]
        if self.timeline(full.routine, level).total_seconds <= limit_seconds:
            return full
        fitting = [
            (total_seconds, item)
            for item in map(self._routines.__getitem__, _BY_LENGTH)
            if (total_seconds := self.timeline(item.routine, level).total_seconds)
            <= limit_seconds
        ]
        if not fitting:
            return self._routines[_SHORTEST]
        return max(fitting, key=lambda pair: pair[0])[1]

    def timeline(self, routine: Routine, level: int, **choices: Any) -> Timeline:
        """Return the timeline of a routine with the person's preferences."""
        settings = self._settings
        if settings.warm_up and routine.is_full:
            routine = replace(routine, warm_up=(self._warm_up,))
        return compile_timeline(
            routine,
            self._catalogue.levels,
            level,
            settings.preferences(
                level, forms=self._progress.programme.forms, **choices
            ),
        )

    def _is_open(self, item: NamedRoutine) -> bool:
        """Return if the person may do the routine."""
        return not item.routine.locked or self._settings.add_on_confirmed


def folded(text: str) -> str:
    """Return the text without case, accents, punctuation and double spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(
            c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)
        ).split()
    )


def numbered(title: str, taken: Container[str]) -> str:
    """Return a title, with a number if it is taken."""
    others = (f"{title} ({number})" for number in count(2))
    return next(one for one in chain([title], others) if one not in taken)


def parse_own_routine(
    catalogue: Catalogue, routine_id: str, exercises: Iterable[Mapping[str, Any]]
) -> Routine:
    """Return a routine of the person's own; its open doses follow their level.

    Raises InvalidRoutine or a subclass of it.
    """
    return parse_routine(
        routine_id,
        {"uses_level": True, "prescriptions": list(exercises)},
        catalogue.exercises,
    )


def locked_exercises(catalogue: Catalogue) -> set[str]:
    """Return the ids of the exercises that only locked routines have."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for routine in catalogue.routines.values():
        found[routine.locked].update(
            item.exercise.id
            for item in (*routine.round_prescriptions, *routine.prescriptions)
        )
    return found[True] - found[False]


def _catalogue_routines(catalogue: Catalogue) -> Iterator[NamedRoutine]:
    """Yield the routines of the catalogue."""
    for routine in catalogue.routines.values():
        texts = [
            catalogue.texts[language].routines[routine.id] for language in LANGUAGES
        ]
        yield NamedRoutine(
            routine=routine,
            names=dict(zip(LANGUAGES, (text.name for text in texts), strict=True)),
            aliases=tuple(alias for text in texts for alias in text.aliases),
        )


def _own_routines(
    catalogue: Catalogue, entry: ConfigEntry[Any]
) -> Iterator[NamedRoutine]:
    """Yield the person's own routines; one that makes no sense is left out."""
    locked = locked_exercises(catalogue)
    for subentry in entry.subentries.values():
        if subentry.subentry_type != SUBENTRY_ROUTINE:
            continue
        try:
            routine = parse_own_routine(
                catalogue, subentry.subentry_id, subentry.data[Conf.EXERCISES]
            )
        except (InvalidRoutine, KeyError, TypeError) as err:
            LOGGER.warning("The routine %s is left out: %s", subentry.title, err)
            continue
        used = {item.exercise.id for item in routine.prescriptions}
        yield NamedRoutine(
            routine=replace(routine, locked=not used.isdisjoint(locked)),
            names=dict.fromkeys(LANGUAGES, subentry.title),
        )
