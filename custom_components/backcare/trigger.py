"""Triggers: the moments of a session that automations wait for."""

from typing import Any, ClassVar, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .const import DOMAIN, SIGNAL_DUE, SIGNAL_SESSION_EVENT

_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS): {},
    }
)


class SessionEventTrigger(Trigger):
    """Fires at one type of moment, for the people that the target means.

    It does not need the event entity, which is disabled by default. Without a target it
    fires for everybody.
    """

    _event_type: ClassVar[str]
    _signal: ClassVar[str]
    _phase: ClassVar[str | None] = None
    """The only kind of phase to fire for."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Return the checked config."""
        return cast("ConfigType", _SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Run the action at each moment; return what detaches it."""

        @callback
        def on_session_event(
            entry_id: str, event_type: str, attributes: dict[str, Any]
        ) -> None:
            if (
                event_type == self._event_type
                and self._phase in (None, attributes.get("phase"))
                and self._is_target(entry_id)
            ):
                run_action(
                    {"entry_id": entry_id, "event_type": event_type, **attributes},
                    f"{DOMAIN} {event_type}",
                )

        return async_dispatcher_connect(self._hass, self._signal, on_session_event)

    def _is_target(self, entry_id: str) -> bool:
        """Return if the target means the person: their device or any entity of it."""
        if not self._target.has_any_target:
            return True
        selected = async_extract_referenced_entity_ids(
            self._hass, self._target, primary_entities_only=False
        )
        registry = er.async_get(self._hass)
        return any(
            (entity := registry.async_get(entity_id))
            and entity.config_entry_id == entry_id
            for entity_id in selected.referenced | selected.indirectly_referenced
        )


def _trigger(
    event_type: str, phase: str | None = None, signal: str = SIGNAL_SESSION_EVENT
) -> type[Trigger]:
    """Return the trigger of a type of moment."""

    class CustomTrigger(SessionEventTrigger):
        """Fires at one type of moment."""

        _event_type = event_type
        _phase = phase
        _signal = signal

    return CustomTrigger


TRIGGERS = {
    "session_started": _trigger("session_started"),
    "session_finished": _trigger("session_finished"),
    "session_cancelled": _trigger("session_cancelled"),
    "session_paused": _trigger("paused"),
    "session_resumed": _trigger("resumed"),
    "exercise_started": _trigger("exercise_started"),
    "rest_started": _trigger("phase_started", phase="rest"),
    "phase_started": _trigger("phase_started"),
    "halfway_reached": _trigger("halfway"),
    "session_due": _trigger("session_due", signal=SIGNAL_DUE),
    "practice_due": _trigger("practice_due", signal=SIGNAL_DUE),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of BackCare."""
    return TRIGGERS
