"""Fields that several forms share: names, speakers and lights, with their checks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, override
import unicodedata

import voluptuous as vol

from custom_components.backcare.const import DOMAIN, LANGUAGES, Conf, SceneMoment
from custom_components.backcare.settings import supported_language
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    LanguageSelector,
    LanguageSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
)

MAX_NAME_LENGTH: Final = 50

_BREAKING_CATEGORIES: Final = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's controls, lone surrogates and line ends; emoji and scripts need the rest."""

SCENE_DOMAINS: Final = (Platform.SCENE.value, "script")

_SPEAKER_DOMAINS: Final = (Platform.ASSIST_SATELLITE, Platform.MEDIA_PLAYER)

_OUTPUT_DOMAINS: Final = {
    Conf.SPEAKERS.value: _SPEAKER_DOMAINS,
    Conf.SPEAKER.value: _SPEAKER_DOMAINS,
    Conf.SPEECH_ENGINE.value: (Platform.TTS,),
    Conf.LIGHTS.value: (Platform.LIGHT,),
    **{moment.value: SCENE_DOMAINS for moment in SceneMoment},
}
"""What may be chosen, by field."""


class UncheckedObjectSelector(ObjectSelector):
    """Leaves the checks to the flow, which says in words what is wrong where."""

    @override
    def __call__(self, data: Any) -> Any:
        """Return the data as they are."""
        return data


class _DistinctEntitySelector(EntitySelector):
    """Takes an entity that was chosen twice for one."""

    @override
    def __call__(self, data: Any) -> Any:
        """Return the checked entities, each of them once."""
        return list(dict.fromkeys(super().__call__(data)))


def form_schema(fields: dict[Any, Any]) -> Any:
    """Return the schema of a form, or of a section of it.

    Home Assistant puts its own validator in the place of voluptuous, so a type checker
    would take no schema of voluptuous for one of Home Assistant's.
    """
    return vol.Schema(fields)


def number_box(low: float, high: float, unit: str) -> NumberSelector:
    """Return a box for a number."""
    return NumberSelector(
        NumberSelectorConfig(
            min=low, max=high, mode=NumberSelectorMode.BOX, unit_of_measurement=unit
        )
    )


def whole_number(low: int, high: int, unit: str) -> Any:
    """Return a box for a whole number."""
    return vol.All(number_box(low, high, unit), vol.Coerce(int))


def speaker_config(hass: HomeAssistant) -> EntitySelectorConfig:
    """Return what can speak; the coach of BackCare can't."""
    coaches = [
        entity.entity_id
        for entity in er.async_get(hass).entities.values()
        if entity.platform == DOMAIN and entity.domain == Platform.MEDIA_PLAYER
    ]
    player = EntityWithDeviceFilterSelectorConfig(
        domain=Platform.MEDIA_PLAYER,
        supported_features=["media_player.MediaPlayerEntityFeature.PLAY_MEDIA"],
    )
    satellite = EntityWithDeviceFilterSelectorConfig(
        domain=Platform.ASSIST_SATELLITE,
        supported_features=["assist_satellite.AssistSatelliteEntityFeature.ANNOUNCE"],
    )
    return EntitySelectorConfig(exclude_entities=coaches, filter=[player, satellite])


def speakers_selector(hass: HomeAssistant) -> EntitySelector:
    """Return a choice of several speakers."""
    return _DistinctEntitySelector(
        EntitySelectorConfig(multiple=True, **speaker_config(hass))
    )


def speech_fields(hass: HomeAssistant) -> dict[Any, Any]:
    """Return the fields of speech that everybody needs."""
    return {
        vol.Optional(Conf.SPEAKERS): speakers_selector(hass),
        vol.Optional(Conf.SPEECH_ENGINE): EntitySelector(
            EntitySelectorConfig(
                filter=EntityWithDeviceFilterSelectorConfig(domain=Platform.TTS)
            )
        ),
        vol.Required(
            Conf.LANGUAGE, default=supported_language(hass.config.language)
        ): LanguageSelector(
            LanguageSelectorConfig(languages=list(LANGUAGES), native_name=True)
        ),
    }


def light_fields() -> dict[Any, Any]:
    """Return the field of the lights."""
    return {
        vol.Optional(Conf.LIGHTS): _DistinctEntitySelector(
            EntitySelectorConfig(
                multiple=True,
                filter=EntityWithDeviceFilterSelectorConfig(domain=Platform.LIGHT),
            )
        )
    }


def name_error(name: str) -> str | None:
    """Return why a name can't be used."""
    if len(name) > MAX_NAME_LENGTH:
        return "name_too_long"
    categories = {unicodedata.category(character) for character in name}
    if categories & _BREAKING_CATEGORIES:
        return "name_with_controls"
    # Formats, marks and separators alone can't be seen.
    if all(category[0] in "CMZ" for category in categories):
        return "name_empty"
    return None


def unusable_output(
    hass: HomeAssistant, chosen: Mapping[str, Any], options: Mapping[str, Any]
) -> tuple[str, str] | None:
    """Return the field and id of an entity that is not there or is of another kind.

    One that was chosen before may be away for a while.
    """
    registry = er.async_get(hass)
    speech, lights = options.get(Conf.SPEECH, {}), options.get(Conf.LIGHTS, {})
    rows = speech.get(Conf.SPEAKER_SETTINGS, ())
    parts = (speech, lights, lights.get(Conf.SCENES, {}), *rows)
    before = {entity_id for part in parts for _, entity_id in _outputs(part)}
    for field, entity_id in _outputs(chosen):
        entity = registry.entities.get(entity_id)
        is_there = entity or hass.states.get(entity_id) or entity_id in before
        is_ours = entity and entity.platform == DOMAIN
        domain = entity_id.partition(".")[0]
        if not is_there or is_ours or domain not in _OUTPUT_DOMAINS[field]:
            return field, entity_id
    return None


def _outputs(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the entities in a part of a form or of the options, with their fields."""
    for field in _OUTPUT_DOMAINS:
        for entity_id in cv.ensure_list(part.get(field)):
            yield field, entity_id
