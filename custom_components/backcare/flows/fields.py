"""Fields that several forms share: names, speakers and lights, with their checks."""

from collections.abc import Mapping
from typing import Any, Final
import unicodedata

import voluptuous as vol

from custom_components.backcare.const import DOMAIN, LANGUAGES, Conf
from custom_components.backcare.settings import supported_language
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    LanguageSelector,
    LanguageSelectorConfig,
)

MAX_NAME_LENGTH: Final = 50

_BREAKING_CATEGORIES: Final = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's controls, lone surrogates and line ends; emoji and scripts need the rest."""

_OUTPUT_DOMAINS: Final = {
    Conf.SPEAKERS.value: (Platform.ASSIST_SATELLITE, Platform.MEDIA_PLAYER),
    Conf.SPEECH_ENGINE.value: (Platform.TTS,),
    Conf.LIGHTS.value: (Platform.LIGHT,),
}
"""What may be chosen, by field."""


def form_schema(fields: dict[Any, Any]) -> Any:
    """Return the schema of a form, or of a section of it.

    Home Assistant puts its own validator in the place of voluptuous, so a type checker
    would take no schema of voluptuous for one of Home Assistant's.
    """
    return vol.Schema(fields)


def speech_fields(hass: HomeAssistant) -> dict[Any, Any]:
    """Return the fields of speech; the coach of BackCare is no speaker."""
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
    return {
        vol.Optional(Conf.SPEAKERS): EntitySelector(
            EntitySelectorConfig(
                multiple=True, exclude_entities=coaches, filter=[player, satellite]
            )
        ),
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
    """Return the fields of the lights."""
    return {
        vol.Optional(Conf.LIGHTS): EntitySelector(
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
    before = {**options.get(Conf.SPEECH, {}), **options.get(Conf.LIGHTS, {})}
    for field, domains in _OUTPUT_DOMAINS.items():
        for entity_id in cv.ensure_list(chosen.get(field)):
            if entity_id in cv.ensure_list(before.get(field)):
                continue
            entity = registry.entities.get(entity_id)
            is_there = entity or hass.states.get(entity_id)
            is_ours = entity and entity.platform == DOMAIN
            if not is_there or is_ours or split_entity_id(entity_id)[0] not in domains:
                return field, entity_id
    return None
