"""The history of a person as a download."""

from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util, slugify

from .const import DOMAIN, HISTORY_URL
from .controller import BackCareConfigEntry
from .export import as_csv, as_json
from .rights import async_profiles, is_allowed


@callback
def async_offer_history(hass: HomeAssistant) -> None:
    """Serve the histories to who is logged in."""
    hass.http.register_view(HistoryView)


class HistoryView(HomeAssistantView):
    """The history of a person, with how it felt: for who may control the person."""

    url = HISTORY_URL
    name = f"api:{DOMAIN}:history"

    async def get(
        self, request: web.Request, config_entry_id: str, kind: str
    ) -> web.Response:
        """Return the sessions as CSV or JSON."""
        hass = request.app[KEY_HASS]
        entry = _entry(hass, config_entry_id)
        if entry is None or kind not in ("csv", "json"):
            return self.json_message("There is no such history", HTTPStatus.NOT_FOUND)
        if not is_allowed(
            hass, request[KEY_HASS_USER], config_entry_id, POLICY_CONTROL
        ):
            return self.json_message("Unauthorized", HTTPStatus.FORBIDDEN)
        profile = entry.runtime_data.profile
        sessions = [*profile.sessions]
        write: tuple[Any, ...] = (as_json, config_entry_id, entry.title, sessions)
        if kind == "csv":
            write = (as_csv, profile.settings.language, sessions)
        body = await hass.async_add_executor_job(*write)
        name = f"backcare-{slugify(entry.title)}-{dt_util.now():%Y-%m-%d}.{kind}"
        return web.Response(
            body=body,
            content_type="text/csv" if kind == "csv" else "application/json",
            charset="utf-8",
            headers={
                hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"',
                hdrs.CACHE_CONTROL: "no-store",
            },
        )


@callback
def _entry(hass: HomeAssistant, entry_id: str) -> BackCareConfigEntry | None:
    """Return the loaded entry with the id."""
    for entry in async_profiles(hass):
        if entry.entry_id == entry_id and entry.state is ConfigEntryState.LOADED:
            return entry
    return None
