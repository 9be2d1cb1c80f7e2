"""Diagnostics: what helps to find a fault, without names and health data."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.core import HomeAssistant

from .const import Conf, Key
from .controller import BackCareConfigEntry
from .frontend import async_card_diagnostics

_REDACTED = {
    "name",
    "title",
    "unique_id",
    # Health: what the person answered about their back.
    Conf.ADD_ON_CONFIRMED,
    Conf.ADD_ON_SIDE,
    Conf.CONSULTED,
    Conf.PLACEMENT,
    Conf.SAFETY,
    Conf.SIDE_PLANK_FINE,
    "safety_confirmed",
    "safety_confirmed_at",
    # People: who trains, whom a reminder goes to.
    "notify",
    "person",
}

_CHOICES = (
    Key.ROUTINE,
    Key.LEVEL_CHOICE,
    Key.SPEECH_LEVEL,
    Key.SPEECH_CUES,
    Key.TONE_CUES,
    Key.LIGHT_CUES,
)


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: BackCareConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of one person; of the history only how many there are."""
    controller = entry.runtime_data
    profile = controller.profile
    redacted: dict[str, Any] = async_redact_data(
        {
            "entry": entry.as_dict(),
            "settings": asdict(profile.settings),
            "choices": {key.value: profile.choice(key) for key in _CHOICES},
            "routines": [item.id for item in profile.library],
            "snapshot": asdict(controller.snapshot),
            "session_counts": Counter(record.outcome for record in profile.sessions),
            "card": async_card_diagnostics(hass),
        },
        _REDACTED,
    )
    return redacted
