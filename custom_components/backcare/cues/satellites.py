"""Voice satellites: whose voice speaks, and when nobody may interrupt."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.components import tts
from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.const import STATE_IDLE, STATE_UNKNOWN
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import language as language_util

from .playback import ASSIST_SATELLITE_DOMAIN, is_satellite
from .voice import VoiceChoice

_STATE_LISTENING = "listening"

_SENTENCE_SECONDS = 10.0
"""Nobody says more to a satellite at once."""


def is_busy(state: State) -> bool:
    """Return if a speaker is a satellite to which somebody talks, or which talks."""
    return is_satellite(state.entity_id) and state.state not in (
        STATE_IDLE,
        STATE_UNKNOWN,
    )


class Attention:
    """Notices who begins to talk to a satellite while it announces something.

    When the announcement is over, Home Assistant calls the satellite idle, although it
    listens; another announcement would cut the person off.
    """

    def __init__(self, hass: HomeAssistant, entity_id: str) -> None:
        """Begin with nobody talking."""
        self._hass = hass
        self._entity_id = entity_id
        self._was_listening = False
        self._idle: tuple[State, float] | None = None
        """The state in which it listens, and when that can't be any more."""

    @contextmanager
    def during_announcement(self) -> Iterator[None]:
        """Notice who talks before the announcement is over."""
        self._was_listening = False
        stop = async_track_state_change_event(
            self._hass, self._entity_id, self._on_change
        )
        try:
            yield
        finally:
            stop()
            state = self._hass.states.get(self._entity_id)
            if self._was_listening and state and state.state == STATE_IDLE:
                self._idle = state, self._hass.loop.time() + _SENTENCE_SECONDS

    @callback
    def _on_change(self, event: Event[EventStateChangedData]) -> None:
        """Follow the satellite."""
        if (state := event.data["new_state"]) and state.state != STATE_IDLE:
            self._was_listening = state.state == _STATE_LISTENING

    def is_given(self, state: State) -> bool:
        """Return if the satellite listens to somebody, though it is called idle."""
        if self._idle is None:
            return False
        idle, until = self._idle
        return state.last_changed == idle.last_changed and (
            self._hass.loop.time() < until
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
