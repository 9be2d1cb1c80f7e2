"""The forms of a routine of the person's own."""

from typing import Any, Final

import voluptuous as vol

from custom_components.backcare.const import DOMAIN, Conf
from custom_components.backcare.controller import BackCareConfigEntry
from custom_components.backcare.library import folded
from custom_components.backcare.profile import Profile
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import TextSelector
from homeassistant.helpers.translation import async_get_translations

from .fields import form_schema, name_error
from .routine_form import RoutineFault, RoutineForm

_NO_SUMMARY: Final = {"length": "–", "level": "–", "set_count": "–", "exercises": "–"}


class RoutineSubentryFlow(ConfigSubentryFlow):
    """Adds or changes a routine of the person's own; a running session goes on."""

    def __init__(self) -> None:
        """Start with an empty form."""
        self._shown: dict[str, Any] = {}
        self._exercises: list[Any] = []
        self._summary = _NO_SUMMARY

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a new routine."""
        return await self._async_step_form(user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for changes to a routine."""
        return await self._async_step_form(user_input)

    async def async_step_preview(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what becomes of the routine at the person's level."""
        return self.async_show_menu(
            step_id="preview",
            menu_options=["save", "edit"],
            description_placeholders=self._summary,
        )

    async def async_step_edit(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Go back to the form, with everything in it."""
        return await self._async_step_form(None)

    async def async_step_save(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Keep the routine."""
        title = self._shown[CONF_NAME]
        data = {Conf.EXERCISES.value: self._exercises}
        if self.source == SOURCE_RECONFIGURE:
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                title=title,
                data=data,
            )
        return self.async_create_entry(title=title, data=data)

    async def _async_step_form(
        self, user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        """Ask for the name and the exercises."""
        entry: BackCareConfigEntry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="entry_not_loaded")
        profile = entry.runtime_data.profile
        words = await async_get_translations(
            self.hass, profile.settings.language, "selector", [DOMAIN]
        )
        form = RoutineForm(profile, words)
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            name = user_input[CONF_NAME].strip()
            self._shown = {**user_input, CONF_NAME: name}
            self._exercises = form.stored(user_input[Conf.EXERCISES])
            if error := self._name_error(name, profile):
                errors[CONF_NAME] = error
        elif not self._shown and self.source == SOURCE_RECONFIGURE:
            subentry = self._get_reconfigure_subentry()
            stored = subentry.data.get(Conf.EXERCISES)
            self._shown = {
                CONF_NAME: subentry.title,
                Conf.EXERCISES: form.shown(stored),
            }
            self._exercises = form.stored(stored)
        if self._shown:
            try:
                self._summary = form.summary(form.timeline(self._exercises))
            except RoutineFault as err:
                errors[Conf.EXERCISES] = err.key
                placeholders = err.placeholders
                self._summary = _NO_SUMMARY
            if user_input is not None and not errors:
                return await self.async_step_preview()
        schema = form_schema(
            {
                vol.Required(CONF_NAME): TextSelector(),
                vol.Required(Conf.EXERCISES, default=list): form.selector(),
            }
        )
        return self.async_show_form(
            step_id=self.init_step,
            data_schema=self.add_suggested_values_to_schema(schema, self._shown),
            errors=errors,
            description_placeholders={**self._summary, **placeholders},
            last_step=False,
        )

    def _name_error(self, name: str, profile: Profile) -> str | None:
        """Return why the routine can't have the name."""
        if error := name_error(name):
            return error
        if not (asked := folded(name)):
            return "name_without_letters"
        own_id = None
        if self.source == SOURCE_RECONFIGURE:
            own_id = self._get_reconfigure_subentry().subentry_id
        taken = [
            subentry.title
            for subentry_id, subentry in self._get_entry().subentries.items()
            if subentry_id != own_id
        ]
        taken += profile.catalogue.routines
        for texts in profile.catalogue.texts.values():
            for text in texts.routines.values():
                taken += (text.name, *text.aliases)
        return "name_taken" if asked in map(folded, taken) else None
