"""The dialogue about the history: take it out, take it in, delete it."""

from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from custom_components.backcare.const import HISTORY_URL
from custom_components.backcare.controller import BackCareConfigEntry
from custom_components.backcare.export import (
    MAX_BYTES,
    Export,
    NotAnExport,
    read_export,
)
from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    FileSelector,
    FileSelectorConfig,
)
from homeassistant.util import dt as dt_util

from .fields import form_schema

_FILE: Final = "file"
_SURE: Final = "sure"

_DOWNLOAD_FOR: Final = timedelta(minutes=15)


class HistoryFlow(OptionsFlow):
    """Downloads, imports and deletes the history; a running session goes on."""

    config_entry: BackCareConfigEntry
    _export: Export

    async def async_step_history(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what can be done with the history."""
        if refusal := self._not_loaded():
            return refusal
        return self.async_show_menu(
            step_id="history",
            menu_options=["import_history", "delete_ratings", "delete_history"],
            description_placeholders={
                "name": self.config_entry.title,
                "count": str(len(self.config_entry.runtime_data.profile.sessions)),
                "csv": self._link("csv"),
                "json": self._link("json"),
            },
        )

    async def async_step_import_history(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for an exported file, and take it in."""
        if refusal := self._not_loaded():
            return refusal
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                self._export = await self.hass.async_add_executor_job(
                    self._read, user_input[_FILE]
                )
            except NotAnExport as err:
                errors = {_FILE: err.key}
            else:
                if self._export.profile_id != self.config_entry.entry_id:
                    return await self.async_step_import_other()
                return self._import()
        selector = FileSelector(FileSelectorConfig(accept=".json,application/json"))
        return self.async_show_form(
            step_id="import_history",
            data_schema=form_schema({vol.Required(_FILE): selector}),
            errors=errors,
        )

    async def async_step_import_other(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask if the history of another profile is really meant."""
        if refusal := self._not_loaded():
            return refusal
        if user_input and user_input[_SURE]:
            return self._import()
        return self._ask(
            "import_other",
            user_input,
            other=self._export.name,
            count=len(self._export.sessions),
        )

    async def async_step_delete_ratings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Delete how the sessions felt."""
        if refusal := self._not_loaded():
            return refusal
        if user_input and user_input[_SURE]:
            controller = self.config_entry.runtime_data
            if running := controller.running:
                running.ratings.clear()
            await controller.profile.store.async_forget_ratings()
            controller.async_tell()
            return self.async_abort(reason="ratings_deleted")
        return self._ask("delete_ratings", user_input)

    async def async_step_delete_history(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Delete all sessions."""
        if refusal := self._not_loaded():
            return refusal
        if user_input and user_input[_SURE]:
            controller = self.config_entry.runtime_data
            await controller.profile.store.async_forget_sessions()
            controller.async_tell()
            return self.async_abort(reason="history_deleted")
        count = len(self.config_entry.runtime_data.profile.sessions)
        return self._ask("delete_history", user_input, count=count)

    # Inside

    def _not_loaded(self) -> ConfigFlowResult | None:
        """Return why there is no history now."""
        if self.config_entry.state is ConfigEntryState.LOADED:
            return None
        return self.async_abort(reason="entry_not_loaded")

    def _link(self, kind: str) -> str:
        """Return a link to a download, which opens beside the dialogue."""
        path = HISTORY_URL.format(config_entry_id=self.config_entry.entry_id, kind=kind)
        signed = async_sign_path(self.hass, path, _DOWNLOAD_FOR)
        return f'<a href="{signed}" target="_blank">{kind.upper()}</a>'

    def _read(self, file_id: str) -> Export:
        """Return what is in the uploaded file; raises NotAnExport."""
        try:
            with (
                process_uploaded_file(self.hass, file_id) as path,
                path.open("rb") as file,
            ):
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as err:
            raise NotAnExport("not_an_export") from err
        return read_export(content, dt_util.utcnow())

    def _import(self) -> ConfigFlowResult:
        """Add the sessions that are not there yet, and tell how many."""
        controller = self.config_entry.runtime_data
        count = controller.profile.store.merge(self._export.sessions)
        controller.async_tell()
        return self.async_abort(
            reason="history_imported",
            description_placeholders={
                "count": str(count),
                "known": str(len(self._export.sessions) - count),
            },
        )

    def _ask(
        self, step_id: str, user_input: dict[str, Any] | None, **details: object
    ) -> ConfigFlowResult:
        """Ask if the person is sure."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=form_schema(
                {vol.Required(_SURE, default=False): BooleanSelector()}
            ),
            errors={_SURE: "not_sure"} if user_input else {},
            description_placeholders={
                "name": self.config_entry.title,
                **{key: str(detail) for key, detail in details.items()},
            },
        )
