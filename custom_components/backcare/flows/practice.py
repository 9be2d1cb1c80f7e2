"""The form of the seated practice: how often on a day, and who is told where."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import voluptuous as vol

from custom_components.backcare.const import Conf
from custom_components.backcare.notices import async_targets
from custom_components.backcare.practice_settings import (
    COUNTS,
    GAPS_MINUTES,
    PracticeSettings,
)
from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .fields import form_schema, speakers_selector, unusable_output, whole_number

_PERSON: Final = "person"


class PracticeFlow(OptionsFlow):
    """Changes when a person is told of the seated practice; nothing is reloaded."""

    async def async_step_practice(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for everything on one form."""
        options = self.config_entry.options
        before = options.get(Conf.PRACTICE)
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is None:
            # Who never saw the form most likely wants to hear it where sessions are.
            speakers = options.get(Conf.SPEECH, {}).get(Conf.SPEAKERS, [])
            shown = {Conf.SPEAKERS.value: speakers} if before is None else before
        else:
            shown = user_input
            fault = next(_faults(self.hass, shown, options), None)
            if fault is None:
                return self.async_create_entry(
                    data={**options, Conf.PRACTICE.value: shown}
                )
            field, error, placeholders = fault
            errors = {field: error}
        return self.async_show_form(
            step_id="practice",
            data_schema=self.add_suggested_values_to_schema(_schema(self.hass), shown),
            errors=errors,
            description_placeholders=placeholders,
        )


def _faults(
    hass: HomeAssistant, chosen: Mapping[str, Any], options: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each field that can't be kept, why, and what the message names.

    What was chosen before may be away for a while.
    """
    before = options.get(Conf.PRACTICE, {})
    if chosen[Conf.FROM_HOUR] >= chosen[Conf.TO_HOUR]:
        yield Conf.TO_HOUR.value, "hours_reversed", {}
    speakers = {
        Conf.SPEAKERS: [
            *options.get(Conf.SPEECH, {}).get(Conf.SPEAKERS, ()),
            *before.get(Conf.SPEAKERS, ()),
        ]
    }
    if unusable := unusable_output(hass, chosen, {Conf.SPEECH: speakers}):
        yield unusable[0], "unusable_entity", {"entity": unusable[1]}
    known = {*async_targets(hass), *before.get(Conf.NOTIFY, ())}
    for target in chosen.get(Conf.NOTIFY, ()):
        if target not in known:
            yield Conf.NOTIFY.value, "unknown_target", {"entity": target}
    person = chosen.get(Conf.PERSON)
    people = {*hass.states.async_entity_ids(_PERSON), before.get(Conf.PERSON)}
    if person and person not in people:
        yield Conf.PERSON.value, "unusable_entity", {"entity": person}


def _schema(hass: HomeAssistant) -> Any:
    """Return the form."""
    default = PracticeSettings()
    return form_schema(
        {
            vol.Required(Conf.IS_ON, default=default.is_on): BooleanSelector(),
            vol.Required(Conf.COUNT, default=default.count): whole_number(*COUNTS, "×"),
            vol.Required(Conf.FROM_HOUR, default=default.from_hour): _hour(),
            vol.Required(Conf.TO_HOUR, default=default.to_hour): _hour(),
            vol.Required(Conf.GAP_MINUTES, default=default.gap_minutes): whole_number(
                *GAPS_MINUTES, "min"
            ),
            vol.Optional(Conf.SPEAKERS): speakers_selector(hass),
            vol.Optional(Conf.NOTIFY): SelectSelector(
                SelectSelectorConfig(
                    options=async_targets(hass),
                    multiple=True,
                    custom_value=True,
                    mode=SelectSelectorMode.DROPDOWN,
                )
            ),
            vol.Optional(Conf.PERSON): EntitySelector(
                EntitySelectorConfig(
                    filter=EntityWithDeviceFilterSelectorConfig(domain=_PERSON)
                )
            ),
        }
    )


def _hour() -> Any:
    """Return a box for an hour of the day; 24 is midnight."""
    return whole_number(0, 24, "h")
