"""The forms of the options: cues, behaviour and the delay of a speaker."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import voluptuous as vol

from custom_components.backcare.const import (
    DEFAULT_RESUME_LIMIT_MINUTES,
    Conf,
    LightMode,
    SceneMoment,
)
from custom_components.backcare.engine.models import Side
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .fields import (
    SCENE_DOMAINS,
    form_schema,
    light_fields,
    speech_fields,
    unusable_output,
    whole_number,
)
from .history import HistoryFlow
from .listening import ListeningFlow
from .plan import PlanFlow
from .practice import PracticeFlow
from .speaker_rows import rows_fault, rows_selector, stored_rows


class BackCareOptionsFlow(PlanFlow, PracticeFlow, ListeningFlow, HistoryFlow):
    """Changes cues and behaviour; a running session goes on."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what can be done."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["settings", "plan", "practice", "listening", "history"],
        )

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for all options on one form."""
        options = self.config_entry.options
        safety = self.config_entry.data.get(Conf.SAFETY, {})
        consulted = safety.get(Conf.CONSULTED, False)
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        if user_input is None:
            shown = _shown(options)
            if not consulted:
                shown[Conf.BEHAVIOUR] = {
                    **shown.get(Conf.BEHAVIOUR, {}),
                    Conf.ADD_ON_CONFIRMED: False,
                }
        else:
            shown = user_input
            chosen = _stored(user_input)
            fault = next(_faults(self.hass, chosen, options, consulted), None)
            if fault is None:
                return self.async_create_entry(data={**options, **chosen})
            part, error, placeholders = fault
            errors = {part: error}
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                _options_schema(self.hass, shown), shown
            ),
            errors=errors,
            description_placeholders=placeholders,
        )


def _shown(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options as the form has them: with a section for the scenes."""
    scenes = options.get(Conf.LIGHTS, {}).get(Conf.SCENES, {})
    return {**options, Conf.SCENES.value: scenes}


def _stored(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as they are kept: with the scenes among the lights."""
    speech, lights = dict(user_input[Conf.SPEECH]), dict(user_input[Conf.LIGHTS])
    if rows := stored_rows(speech.pop(Conf.SPEAKER_SETTINGS, [])):
        speech[Conf.SPEAKER_SETTINGS.value] = rows
    if scenes := user_input[Conf.SCENES]:
        lights[Conf.SCENES.value] = scenes
    return {
        Conf.SPEECH.value: speech,
        Conf.LIGHTS.value: lights,
        Conf.BEHAVIOUR.value: user_input[Conf.BEHAVIOUR],
    }


def _faults(
    hass: HomeAssistant,
    chosen: Mapping[str, Any],
    options: Mapping[str, Any],
    consulted: bool,
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each section that can't be kept, why, and what the message names."""
    speech, lights = chosen[Conf.SPEECH], chosen[Conf.LIGHTS]
    scenes = lights.get(Conf.SCENES, {})
    for part, outputs in (
        (Conf.SPEECH, speech),
        (Conf.LIGHTS, lights),
        (Conf.SCENES, scenes),
    ):
        if unusable := unusable_output(hass, outputs, options):
            yield part.value, "unusable_entity", {"entity": unusable[1]}
    if fault := rows_fault(hass, speech.get(Conf.SPEAKER_SETTINGS, []), options):
        yield Conf.SPEECH.value, *fault
    if lights[Conf.LIGHT_MODE] == LightMode.SCENES and not scenes:
        yield Conf.SCENES.value, "no_scene", {}
    if chosen[Conf.BEHAVIOUR][Conf.ADD_ON_CONFIRMED] and not consulted:
        yield Conf.BEHAVIOUR.value, "not_consulted", {}


def _options_schema(hass: HomeAssistant, shown: Mapping[str, Any]) -> Any:
    """Return the form of the options; the scenes are open where they count."""
    speech = {
        **speech_fields(hass),
        vol.Required(Conf.GUIDED, default=True): BooleanSelector(),
        vol.Optional(Conf.SPEAKER_SETTINGS): rows_selector(hass),
    }
    lights = {
        **light_fields(),
        vol.Required(Conf.LIGHT_MODE, default=LightMode.COLORS.value): _choice(
            LightMode, "light_mode"
        ),
    }
    scene = EntitySelector(
        EntitySelectorConfig(
            filter=EntityWithDeviceFilterSelectorConfig(domain=list(SCENE_DOMAINS))
        )
    )
    scenes = {vol.Optional(moment): scene for moment in SceneMoment}
    has_scenes = shown.get(Conf.LIGHTS, {}).get(Conf.LIGHT_MODE) == LightMode.SCENES
    return form_schema(
        {
            vol.Required(Conf.SPEECH): section(form_schema(speech)),
            vol.Required(Conf.LIGHTS): section(form_schema(lights)),
            vol.Required(Conf.SCENES): section(
                form_schema(scenes), {"collapsed": not has_scenes}
            ),
            vol.Required(Conf.BEHAVIOUR): section(form_schema(_behaviour_fields())),
        }
    )


def _behaviour_fields() -> dict[Any, Any]:
    """Return the fields of how a session goes."""
    side = _choice((Side.LEFT, Side.RIGHT), "side")
    return {
        vol.Required(
            Conf.RESUME_LIMIT_MINUTES, default=DEFAULT_RESUME_LIMIT_MINUTES
        ): whole_number(0, 1440, "min"),
        vol.Required(Conf.FIRST_SIDE, default=Side.LEFT.value): side,
        vol.Optional(Conf.REST_SECONDS): whole_number(10, 90, "s"),
        vol.Required(Conf.WARM_UP, default=False): BooleanSelector(),
        vol.Required(Conf.FILL_TO_GOAL, default=False): BooleanSelector(),
        vol.Required(Conf.BOOKLET, default=True): BooleanSelector(),
        vol.Required(Conf.ASK_RATINGS, default=True): BooleanSelector(),
        vol.Required(Conf.ADD_ON_CONFIRMED, default=False): BooleanSelector(),
        vol.Required(Conf.ADD_ON_SIDE, default=Side.LEFT.value): side,
    }


def _choice(options: Iterable[str], translation_key: str) -> SelectSelector:
    """Return a choice among options that have a translated name."""
    return SelectSelector(
        SelectSelectorConfig(
            options=list(options),
            mode=SelectSelectorMode.DROPDOWN,
            translation_key=translation_key,
        )
    )
