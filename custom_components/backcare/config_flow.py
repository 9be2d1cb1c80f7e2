"""Adds a person: who they are, where the cues go, and the safety questions."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.util import slugify

from .catalogue import async_get_catalogue
from .catalogue.texts import Safety
from .const import DOMAIN, SUBENTRY_ROUTINE, Conf, Placement
from .flows.fields import (
    form_schema,
    light_fields,
    name_error,
    speech_fields,
    unusable_output,
)
from .flows.options import BackCareOptionsFlow
from .flows.routine import RoutineSubentryFlow
from .flows.safety import (
    PRESENT,
    advice_errors,
    advice_fields,
    confirmed,
    gate_texts,
    refused,
    shown_answers,
    signs_errors,
    signs_schema,
)
from .settings import Settings

DEFAULT_NAME: Final = "Back care"

_NO_SLUG: Final = "unknown"
"""What Home Assistant makes of a name without letters and digits."""

_LEVEL_FIELDS: Final = {
    vol.Optional(Conf.PLACEMENT): SelectSelector(
        SelectSelectorConfig(
            options=list(Placement),
            mode=SelectSelectorMode.DROPDOWN,
            translation_key="placement",
        )
    ),
    vol.Required(Conf.SIDE_PLANK_FINE, default=False): BooleanSelector(),
}


class BackCareConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds a person, and changes who they are; a running session goes on."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start without a person."""
        self._person: dict[str, Any] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return the flow for cues and behaviour."""
        return BackCareOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the flow for the person's own routines."""
        return {SUBENTRY_ROUTINE: RoutineSubentryFlow}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who trains, and where the cues go."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            self._person = {**user_input, CONF_NAME: user_input[CONF_NAME].strip()}
            errors, placeholders = _person_errors(self.hass, self._person, {})
            if not errors:
                # Another tab that was left open must not stand in the way.
                await self.async_set_unique_id(
                    _unique_id(self._person[CONF_NAME]), raise_on_progress=False
                )
                self._abort_if_unique_id_configured()
                return await self.async_step_safety()
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                _person_schema(self.hass), self._person
            ),
            errors=errors,
            description_placeholders=placeholders,
            last_step=False,
        )

    async def async_step_safety(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the warning signs, and ask for them."""
        safety = await self._safety_texts()
        errors = signs_errors(user_input) if user_input is not None else {}
        if user_input is None or errors:
            return self.async_show_form(
                step_id="safety",
                data_schema=signs_schema(safety),
                errors=errors,
                description_placeholders=gate_texts(safety),
                last_step=False,
            )
        if user_input[Conf.WARNING_SIGNS] != PRESENT:
            return await self.async_step_advice()
        if self.source == SOURCE_RECONFIGURE:
            entry = self._get_reconfigure_entry()
            if entry.state is ConfigEntryState.LOADED:
                entry.runtime_data.profile.note_sign()
            self.hass.config_entries.async_update_entry(
                entry,
                data={
                    **entry.data,
                    Conf.SAFETY.value: refused(entry.data.get(Conf.SAFETY, {})),
                },
            )
        return self.async_abort(
            reason="warning_signs", description_placeholders=gate_texts(safety)
        )

    async def async_step_advice(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for advice, the promise to stop and the level to start at."""
        errors: dict[str, str] = {}
        shown: Mapping[str, Any] | None = user_input
        if user_input is not None:
            errors = advice_errors(user_input)
            if not errors:
                return self._save_safety(user_input)
        elif self.source == SOURCE_RECONFIGURE:
            data = self._get_reconfigure_entry().data
            shown = {**data, **shown_answers(data.get(Conf.SAFETY, {}))}
        safety = await self._safety_texts()
        return self.async_show_form(
            step_id="advice",
            data_schema=self.add_suggested_values_to_schema(
                form_schema({**advice_fields(safety), **_LEVEL_FIELDS}), shown
            ),
            errors=errors,
            description_placeholders=gate_texts(safety),
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what can be changed."""
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["person", "safety"]
        )

    async def async_step_person(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the name and where the cues go."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        person = {
            CONF_NAME: entry.title,
            **entry.options.get(Conf.SPEECH, {}),
            **entry.options.get(Conf.LIGHTS, {}),
        }
        if user_input is not None:
            person = {**user_input, CONF_NAME: user_input[CONF_NAME].strip()}
            errors, placeholders = _person_errors(self.hass, person, entry.options)
            unique_id = _unique_id(person[CONF_NAME])
            if not errors and self._is_free(unique_id):
                return self.async_update_and_abort(
                    entry,
                    title=person[CONF_NAME],
                    unique_id=unique_id,
                    options={
                        **entry.options,
                        **_person_options(person, entry.options),
                    },
                )
            errors = errors or {CONF_NAME: "name_taken"}
        return self.async_show_form(
            step_id="person",
            data_schema=self.add_suggested_values_to_schema(
                _person_schema(self.hass), person
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _is_free(self, unique_id: str) -> bool:
        """Return if nobody else has the unique id."""
        owner = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, unique_id
        )
        return owner is None or owner is self._get_reconfigure_entry()

    async def _safety_texts(self) -> Safety:
        """Return the words of the check, in the language of the person."""
        if self.source == SOURCE_RECONFIGURE:
            entry = self._get_reconfigure_entry()
            language = Settings.of(entry, self.hass.config.language).language
        else:
            language = self._person[Conf.LANGUAGE]
        catalogue = await async_get_catalogue(self.hass)
        return catalogue.texts[language].safety

    def _save_safety(self, answers: Mapping[str, Any]) -> ConfigFlowResult:
        """Add the person, or keep the new answers of one who is there."""
        data = {
            Conf.SAFETY.value: confirmed(answers),
            Conf.PLACEMENT.value: answers.get(Conf.PLACEMENT, Placement.FROM_20.value),
            Conf.SIDE_PLANK_FINE.value: answers[Conf.SIDE_PLANK_FINE],
        }
        if self.source == SOURCE_RECONFIGURE:
            return self.async_update_and_abort(
                self._get_reconfigure_entry(), data_updates=data
            )
        # Home Assistant would replace a person who was added in the meantime.
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=self._person[CONF_NAME],
            data=data,
            options=_person_options(self._person, {}),
        )


def _person_schema(hass: HomeAssistant) -> Any:
    """Return the form of who trains and where the cues go."""
    is_free = not hass.config_entries.async_entry_for_domain_unique_id(
        DOMAIN, _unique_id(DEFAULT_NAME)
    )
    name = (
        vol.Required(CONF_NAME, default=DEFAULT_NAME)
        if is_free
        else vol.Required(CONF_NAME)
    )
    return form_schema({name: TextSelector(), **speech_fields(hass), **light_fields()})


def _unique_id(name: str) -> str:
    """Return what two people can't share; a name of emoji has no slug."""
    slug = slugify(name)
    return name.casefold() if slug == _NO_SLUG else slug


def _person_errors(
    hass: HomeAssistant, person: Mapping[str, Any], options: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the error of the first form by field, and what it names."""
    if error := name_error(person[CONF_NAME]):
        return {CONF_NAME: error}, {}
    if unusable := unusable_output(hass, person, options):
        field, entity_id = unusable
        return {field: "unusable_entity"}, {"entity": entity_id}
    return {}, {}


def _person_options(
    person: Mapping[str, Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options that the first form sets, with those of before around them."""
    speech = {
        **options.get(Conf.SPEECH, {}),
        Conf.SPEAKERS.value: person.get(Conf.SPEAKERS, []),
        Conf.LANGUAGE.value: person[Conf.LANGUAGE],
    }
    speech.pop(Conf.SPEECH_ENGINE, None)
    if engine := person.get(Conf.SPEECH_ENGINE):
        speech[Conf.SPEECH_ENGINE.value] = engine
    lights = {
        **options.get(Conf.LIGHTS, {}),
        Conf.LIGHTS.value: person.get(Conf.LIGHTS, []),
    }
    return {Conf.SPEECH.value: speech, Conf.LIGHTS.value: lights}
