"""A file with a copy that is written later, to be read when the file is damaged."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
import shutil
from typing import Any, override

import voluptuous as vol

from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

STORAGE_VERSION = 1

_COPY_DELAY_SECONDS = 60
"""After the last change, so that one power cut does not damage both."""

_DAMAGED = (vol.Invalid, AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found[ContentT]:
    """What was read."""

    content: ContentT | None = None
    """None without a file and a copy that can be read."""
    damage: str | None = None
    """What is wrong with the file; None if nothing is."""
    kept: Path | None = None
    """Where the damaged file is now."""


class KeptFile(Store[dict[str, Any]]):
    """A file that nobody else may read, and that is never overwritten unread."""

    def __init__(
        self,
        hass: HomeAssistant,
        key: str,
        content: Callable[[], dict[str, Any]],
        **options: Any,
    ) -> None:
        """Name the file, and say where its content comes from."""
        options |= {"private": True, "atomic_writes": True}
        super().__init__(hass, STORAGE_VERSION, key, **options)
        self._content = content
        self._copy: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, f"{key}.copy", **options
        )

    async def async_read[ContentT](
        self, check: Callable[[dict[str, Any]], ContentT]
    ) -> Found[ContentT]:
        """Return what the check makes of the file, or else of its copy.

        Raises UnsupportedStorageVersionError for a file of a newer version.
        """
        run = self.hass.async_add_executor_job
        was_there = await run(Path(self.path).exists)
        damage = "it is not there" if not was_there else "it is empty or no JSON"
        try:
            if (stored := await self.async_load()) is not None:
                return Found(content=await run(check, stored))
        except _DAMAGED as err:
            damage = repr(err)
            was_there = True
        kept = await run(self._set_aside) if was_there else None
        self._forget_report(kept)
        content = await self.async_read_copy(check)
        if content is None and not was_there:
            return Found()
        return Found(content=content, damage=damage, kept=kept)

    async def async_read_copy[ContentT](
        self, check: Callable[[dict[str, Any]], ContentT]
    ) -> ContentT | None:
        """Return what the check makes of the copy, None if there is no readable one."""
        try:
            if (stored := await self._copy.async_load()) is None:
                return None
            return await self.hass.async_add_executor_job(check, stored)
        except _DAMAGED:
            return None

    async def async_duplicate(self) -> Path:
        """Keep the file as it is now under another name."""
        return await self.hass.async_add_executor_job(
            shutil.copyfile, self.path, self._damaged_path()
        )

    @callback
    def save_soon(self) -> None:
        """Write the content without waiting for it, and the copy later."""
        self.async_delay_save(self._content, 0)
        self._copy.async_delay_save(self._content, _COPY_DELAY_SECONDS)

    async def async_save_now(self) -> None:
        """Write the content and the copy."""
        content = await self.hass.async_add_executor_job(self._content)
        for file in (self, self._copy):
            await file.async_save(content)

    @override
    async def async_remove(self) -> None:
        """Delete the file and all that is left of it."""
        await super().async_remove()
        await self._copy.async_remove()
        await self.async_remove_damaged()

    async def async_remove_damaged(self) -> None:
        """Delete the damaged files that were kept."""
        await self.hass.async_add_executor_job(self._remove_damaged)

    def _set_aside(self) -> Path | None:
        """Rename the damaged file, unless Home Assistant has done so."""
        with suppress(FileNotFoundError):
            return Path(self.path).replace(self._damaged_path())
        return max(self._kept("corrupt"), default=None)

    def _damaged_path(self) -> Path:
        """Return a name for a damaged file."""
        return Path(f"{self.path}.damaged.{dt_util.utcnow():%Y%m%d%H%M%S%f}")

    def _kept(self, kind: str) -> list[Path]:
        """Return the damaged files that were kept, of this file and of its copy."""
        path = Path(self.path)
        return [
            *path.parent.glob(f"{path.name}.{kind}.*"),
            *path.parent.glob(f"{path.name}.copy.{kind}.*"),
        ]

    def _remove_damaged(self) -> None:
        """Delete the damaged files."""
        for kind in ("corrupt", "damaged"):
            for path in self._kept(kind):
                path.unlink(missing_ok=True)

    @callback
    def _forget_report(self, kept: Path | None) -> None:
        """Take back what Home Assistant says of the file: a backup is not needed."""
        _, found, moment = str(kept).partition(".corrupt.")
        if found:
            issue_id = f"storage_corruption_{self.key}_{moment}"
            ir.async_delete_issue(self.hass, HOMEASSISTANT_DOMAIN, issue_id)
