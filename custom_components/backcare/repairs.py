"""Repairs: speakers, lights and voices of a person that are gone for good, or fail."""

from collections.abc import Container

from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.start import async_at_started

from .const import DOMAIN, OUTPUT_FAILING, OUTPUT_GONE
from .controller import BackCareConfigEntry, async_unknown
from .cues.trouble import issue_id
from .engine.models import EventType, SessionEvent


@callback
def async_watch_outputs(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Look after the outputs when Home Assistant and when a session starts."""

    @callback
    def on_started(_hass: HomeAssistant) -> None:
        async_check_outputs(hass, entry)

    @callback
    def on_event(event: SessionEvent) -> None:
        if event.type is EventType.SESSION_STARTED:
            async_check_outputs(hass, entry)

    entry.async_on_unload(async_at_started(hass, on_started))
    entry.async_on_unload(entry.runtime_data.listeners.async_add_for_events(on_event))


@callback
def async_check_outputs(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Report each output that Home Assistant does not know; forget what is mended."""
    outputs = _outputs(entry)
    gone = async_unknown(hass, outputs)
    there = outputs.difference(gone)
    async_forget_outputs(
        hass,
        entry.entry_id,
        but={
            *(issue_id(OUTPUT_GONE, entry.entry_id, entity_id) for entity_id in gone),
            # It may still fail.
            *(
                issue_id(OUTPUT_FAILING, entry.entry_id, known)
                for known in (*there, TTS_DOMAIN)
            ),
        },
    )
    for entity_id in gone:
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id(OUTPUT_GONE, entry.entry_id, entity_id),
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=OUTPUT_GONE,
            translation_placeholders={"entity": entity_id, "name": entry.title},
        )


@callback
def async_forget_outputs(
    hass: HomeAssistant, entry_id: str, but: Container[str] = ()
) -> None:
    """Take back the reports of a person, but for some."""
    prefixes = tuple(
        issue_id(kind, entry_id, "") for kind in (OUTPUT_GONE, OUTPUT_FAILING)
    )
    for domain, known in list(ir.async_get(hass).issues):
        if domain == DOMAIN and known.startswith(prefixes) and known not in but:
            ir.async_delete_issue(hass, DOMAIN, known)


@callback
def _outputs(entry: BackCareConfigEntry) -> set[str]:
    """Return the speakers, lights and voice that a person chose."""
    settings = entry.runtime_data.profile.settings
    engine = {settings.speech_engine} if settings.speech_engine else set()
    return {*settings.speakers, *settings.lights, *engine}
