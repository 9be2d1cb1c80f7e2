"""Voice satellites: whose voice speaks, and when nobody may interrupt."""

from homeassistant.components import tts
from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.const import STATE_IDLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.util import language as language_util

from .playback import ASSIST_SATELLITE_DOMAIN, is_satellite
from .voice import VoiceChoice


def is_busy(state: State) -> bool:
    """Return if a speaker is a satellite to which somebody talks, or which talks."""
    return is_satellite(state.entity_id) and state.state not in (
        STATE_IDLE,
        STATE_UNKNOWN,
    )


@callback
def async_own_voice(
    hass: HomeAssistant, entity_id: str, language: str
) -> VoiceChoice | None:
    """Return the voice of the assistant of a satellite, if it speaks the language.

    It is the one that the person chose, in the format that the satellite plays.
    """
    # Its libraries are only sure to be there in a home that has a satellite.
    from homeassistant.components.assist_pipeline import pipeline  # noqa: PLC0415

    component = hass.data[DATA_INSTANCES].get(ASSIST_SATELLITE_DOMAIN)
    satellite = component.get_entity(entity_id) if component else None
    options = getattr(satellite, "tts_options", None)
    if satellite is None or TTS_DOMAIN not in hass.config.components:
        return None
    name = hass.states.get(getattr(satellite, "pipeline_entity_id", None) or "")
    chosen_id = next(
        (
            known.id
            for known in pipeline.async_get_pipelines(hass)
            if name and name.state == known.name
        ),
        None,
    )
    chosen = pipeline.async_get_pipeline(hass, chosen_id)
    engine = tts.async_resolve_engine(hass, chosen.tts_engine)
    spoken = [chosen.tts_language] if chosen.tts_language else []
    if engine is None or not language_util.matches(language, spoken):
        return None
    voice = {tts.ATTR_VOICE: chosen.tts_voice} if chosen.tts_voice else {}
    return VoiceChoice(
        engine=engine,
        language=chosen.tts_language,
        options=voice | (options or {}),
    )
