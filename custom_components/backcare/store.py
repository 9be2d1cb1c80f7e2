"""What is kept on disk for one person: the running session, history and choices."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from itertools import batched
from time import sleep
from typing import Any, override

import voluptuous as vol

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError, UnsupportedStorageVersionError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.json import json_bytes, json_fragment
from homeassistant.util import dt as dt_util

from .const import DOMAIN, LOGGER
from .kept_file import Found, KeptFile
from .record import SessionRecord, merged, read_ratings, read_records

__all__ = ["BackCareStore", "SessionRecord", "Stored", "read_ratings"]

_MINOR_VERSION = 2
"""From 2 on the sessions have a file of their own."""

_AT_ONCE = 100
"""Sessions that are written without a break: less than a millisecond."""


@dataclass(slots=True, kw_only=True)
class Stored:
    """The content of the files."""

    level: int | None = None
    """None until the first session: the level of the placement."""
    choices: dict[str, Any] = field(default_factory=dict)
    """The states of the selects and switches, by key."""
    sessions: list[SessionRecord] = field(default_factory=list)
    running: dict[str, Any] | None = None
    """The session that runs: ``engine`` position, ``saved_at`` and its outputs."""
    before: dict[str, Any] = field(default_factory=dict)
    """How lights and speakers were before a session, until they are so again."""
    decisions: list[dict[str, Any]] = field(default_factory=list)
    """What the person decided about the programme, oldest first."""
    plan: dict[str, Any] = field(default_factory=dict)
    """What became of the planned sessions."""
    practice: dict[str, Any] = field(default_factory=dict)
    """What became of the seated practices of today."""
    cards: dict[str, Any] = field(default_factory=dict)
    """The info cards that were shown."""


@dataclass(frozen=True, slots=True)
class _Sessions:
    """The sessions of a file."""

    records: list[SessionRecord] = field(default_factory=list)
    damaged_count: int = 0


_LIVING = vol.Schema(
    {
        vol.Optional("level", default=None): vol.Any(
            None, vol.All(int, vol.Range(min=1, max=7))
        ),
        vol.Optional("choices", default=dict): dict,
        vol.Optional("running", default=None): vol.Any(None, dict),
        vol.Optional("before", default=dict): dict,
        vol.Optional("decisions", default=list): [
            vol.Schema({vol.Optional("session_id"): str}, extra=vol.ALLOW_EXTRA)
        ],
        vol.Optional("plan", default=dict): vol.Schema(
            {vol.Optional("marks"): dict, vol.Optional("shown"): [str]},
            extra=vol.ALLOW_EXTRA,
        ),
        vol.Optional("practice", default=dict): dict,
        vol.Optional("cards", default=dict): {str: str},
    },
    extra=vol.REMOVE_EXTRA,
)
"""What changes often; it is written at every phase, so it stays small."""


def _read_living(data: dict[str, Any]) -> tuple[Stored, _Sessions]:
    """Return the small file, and the sessions of before they had a file of their own."""
    return Stored(**_LIVING(data)), _read_sessions({"sessions": [], **data})


def _read_sessions(data: dict[str, Any]) -> _Sessions:
    """Return the sessions in a file."""
    return _Sessions(*read_records(data["sessions"]))


class BackCareStore(KeptFile):
    """The files of one config entry; after a change of the sessions both are written."""

    def __init__(self, hass: HomeAssistant, entry_id: str, name: str) -> None:
        """Name the files after the entry; the person's name is for reports."""
        self._entry_id, self._name = entry_id, name
        key = f"{DOMAIN}.{entry_id}"
        super().__init__(hass, key, self._living, minor_version=_MINOR_VERSION)
        self._history = KeptFile(
            hass, f"{key}.history", self._rows, serialize_in_event_loop=False
        )
        self.content = Stored()
        self.history_revision = 0
        """Another number after each change of the sessions."""

    async def async_open(self) -> None:
        """Load the files; damaged ones are set aside, and their copies are taken.

        Raises ConfigEntryError for a file of a newer version.
        """
        try:
            living = await self.async_read(_read_living)
            history = await self._history.async_read(_read_sessions)
        except UnsupportedStorageVersionError as err:
            raise ConfigEntryError(
                translation_domain=DOMAIN,
                translation_key="store_too_new",
                translation_placeholders={"file": err.storage_key},
            ) from err
        self.content, moved = living.content or (Stored(), _Sessions())
        sessions = history.content or _Sessions()
        others, is_whole = moved.records, not moved.records
        for file, found, read in (
            (self, living, moved),
            (self._history, history, sessions),
        ):
            if found.damage:
                is_whole = False
                self._report_damage(file, found)
            elif read.damaged_count:
                is_whole = False
                others = [*others, *await self._async_mend(file, read)]
        self.content.sessions = sessions.records
        if others:
            self.content.sessions = merged(sessions.records, others)
            self.history_revision = 1
        if not is_whole:
            # First the sessions: until then the small file still has them.
            await self._history.async_save_now()
            await super().async_save_now()

    # The sessions

    @callback
    def add(self, record: SessionRecord) -> None:
        """Keep a session: the latest, or one of before that was told afterwards."""
        sessions = self.content.sessions
        index = len(sessions)
        while (
            record.is_logged
            and index
            and sessions[index - 1].ended_at > record.ended_at
        ):
            index -= 1
        sessions.insert(index, record)
        self._sessions_changed()

    @callback
    def replace(self, record: SessionRecord) -> None:
        """Put a record in the place of the one with its id, if it is still there."""
        for index, other in enumerate(self.content.sessions):
            if other.session_id == record.session_id:
                self.content.sessions[index] = record
                self._sessions_changed()

    @callback
    def merge(self, records: Iterable[SessionRecord]) -> int:
        """Add the sessions that are not there yet, and return how many these were."""
        before = len(self.content.sessions)
        self.content.sessions[:] = merged(self.content.sessions, records)
        self._sessions_changed()
        return len(self.content.sessions) - before

    async def async_forget_ratings(self) -> None:
        """Delete how the sessions felt, everywhere."""
        if self.content.running:
            self.content.running["ratings"] = {}
        await self._async_forget(
            [
                replace(record, ratings={}, is_red_flag=False)
                for record in self.content.sessions
            ]
        )

    async def async_forget_sessions(self) -> None:
        """Delete the history, everywhere."""
        self.content.decisions.clear()
        await self._async_forget([])

    # Writing

    @callback
    def save_all_soon(self) -> None:
        """Write what may not be on the disk yet."""
        self.save_soon()
        if self.history_revision:
            self._history.save_soon()

    @override
    async def async_save_now(self) -> None:
        """Write everything, so that nothing is left to be written later."""
        if self.history_revision:
            await self._history.async_save_now()
        await super().async_save_now()

    @override
    async def async_remove(self) -> None:
        """Delete all files."""
        await super().async_remove()
        await self._history.async_remove()

    # Inside

    def _living(self) -> dict[str, Any]:
        """Return the content of the small file."""
        return {
            part.name: getattr(self.content, part.name)
            for part in fields(Stored)
            if part.name != "sessions"
        }

    def _rows(self) -> dict[str, Any]:
        """Return the sessions, each on a line; called outside the event loop."""
        rows = []
        for records in batched([*self.content.sessions], _AT_ONCE, strict=False):
            rows += [json_fragment(json_bytes(record)) for record in records]
            # A thread that works on keeps the event loop waiting.
            sleep(0)
        return {"sessions": rows}

    @callback
    def _sessions_changed(self) -> None:
        """Write the sessions without waiting for it."""
        self.history_revision += 1
        self._history.save_soon()

    async def _async_forget(self, records: list[SessionRecord]) -> None:
        """Keep these sessions only, in the copies too."""
        self.content.sessions[:] = records
        self.history_revision += 1
        await self.async_save_now()
        await self.async_remove_damaged()
        await self._history.async_remove_damaged()

    async def _async_mend(self, file: KeptFile, read: _Sessions) -> list[SessionRecord]:
        """Report damaged rows; return the sessions of the copy."""
        kept = await file.async_duplicate()
        self._report("sessions_left_out", file, kept=kept, count=read.damaged_count)
        copy = await self._history.async_read_copy(_read_sessions)
        return copy.records if copy else []

    @callback
    def _report_damage(self, file: KeptFile, found: Found[Any]) -> None:
        """Tell that a file was damaged, and what was done about it."""
        key = "store_lost" if found.content is None else "store_restored"
        self._report(key, file, kept=found.kept or "–", damage=found.damage)

    @callback
    def _report(self, key: str, file: KeptFile, **details: Any) -> None:
        """Tell it in the log and as a repair, until somebody has seen it."""
        LOGGER.error("%s: %s %s", key, file.path, details)
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            f"{key}_{self._entry_id}_{dt_util.utcnow():%Y%m%d%H%M%S}",
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=key,
            translation_placeholders={
                "name": self._name,
                "file": str(file.path),
                **{name: str(detail) for name, detail in details.items()},
            },
        )
