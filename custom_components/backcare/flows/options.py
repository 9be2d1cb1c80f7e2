"""The form of the options: cues and behaviour."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from custom_components.backcare.const import DEFAULT_RESUME_LIMIT_MINUTES, Conf
from custom_components.backcare.engine.models import Side
from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .fields import form_schema, light_fields, speech_fields, unusable_output


class BackCareOptionsFlow(OptionsFlow):
    """Changes cues and behaviour; a running session goes on."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for all options on one form."""
        options = self.config_entry.options
        safety = self.config_entry.data.get(Conf.SAFETY, {})
        consulted = safety.get(Conf.CONSULTED, False)
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        shown: Mapping[str, Any] = options
        if user_input is not None:
            shown = user_input
            for part in (Conf.SPEECH, Conf.LIGHTS):
                if unusable := unusable_output(self.hass, user_input[part], options):
                    errors = {part: "unusable_entity"}
                    placeholders = {"entity": unusable[1]}
                    break
            if user_input[Conf.BEHAVIOUR][Conf.ADD_ON_CONFIRMED] and not consulted:
                errors[Conf.BEHAVIOUR] = "not_consulted"
            if not errors:
                return self.async_create_entry(data={**options, **user_input})
        elif not consulted:
            behaviour = {
                **options.get(Conf.BEHAVIOUR, {}),
                Conf.ADD_ON_CONFIRMED: False,
            }
            shown = {**options, Conf.BEHAVIOUR: behaviour}
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _options_schema(self.hass), shown
            ),
            errors=errors,
            description_placeholders=placeholders,
        )


def _options_schema(hass: HomeAssistant) -> Any:
    """Return the form of the options."""
    side = SelectSelector(
        SelectSelectorConfig(
            options=[Side.LEFT, Side.RIGHT],
            mode=SelectSelectorMode.DROPDOWN,
            translation_key="side",
        )
    )
    behaviour = {
        vol.Required(
            Conf.RESUME_LIMIT_MINUTES, default=DEFAULT_RESUME_LIMIT_MINUTES
        ): _whole_number(0, 1440, "min"),
        vol.Required(Conf.FIRST_SIDE, default=Side.LEFT.value): side,
        vol.Optional(Conf.REST_SECONDS): _whole_number(10, 90, "s"),
        vol.Required(Conf.WARM_UP, default=False): BooleanSelector(),
        vol.Required(Conf.FILL_TO_GOAL, default=False): BooleanSelector(),
        vol.Required(Conf.ADD_ON_CONFIRMED, default=False): BooleanSelector(),
        vol.Required(Conf.ADD_ON_SIDE, default=Side.LEFT.value): side,
    }
    return form_schema(
        {
            vol.Required(Conf.SPEECH): section(form_schema(speech_fields(hass))),
            vol.Required(Conf.LIGHTS): section(form_schema(light_fields())),
            vol.Required(Conf.BEHAVIOUR): section(form_schema(behaviour)),
        }
    )


def _whole_number(low: int, high: int, unit: str) -> Any:
    """Return a box for a whole number."""
    box = NumberSelector(
        NumberSelectorConfig(
            min=low, max=high, mode=NumberSelectorMode.BOX, unit_of_measurement=unit
        )
    )
    return vol.All(box, vol.Coerce(int))
