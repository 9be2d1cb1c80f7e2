"""Repairs: speakers, lights and voices of a person that are gone for good."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.start import async_at_started

from .const import DOMAIN
from .controller import BackCareConfigEntry, async_unknown
from .engine.models import EventType, SessionEvent

OUTPUT_GONE = "output_gone"


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
    settings = entry.runtime_data.profile.settings
    outputs = {*settings.speakers, *settings.lights}
    if settings.speech_engine:
        outputs.add(settings.speech_engine)
    gone = {
        _issue_id(entry.entry_id, entity_id): entity_id
        for entity_id in async_unknown(hass, outputs)
    }
    async_forget_outputs(hass, entry.entry_id, but=gone)
    for issue_id, entity_id in gone.items():
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=OUTPUT_GONE,
            translation_placeholders={"entity": entity_id, "name": entry.title},
        )


@callback
def async_forget_outputs(
    hass: HomeAssistant, entry_id: str, but: dict[str, str] | None = None
) -> None:
    """Take back the reports of a person, but for some."""
    for domain, issue_id in list(ir.async_get(hass).issues):
        if (
            domain == DOMAIN
            and issue_id.startswith(_issue_id(entry_id, ""))
            and issue_id not in (but or {})
        ):
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _issue_id(entry_id: str, entity_id: str) -> str:
    """Return the id of the report of an output."""
    return f"{OUTPUT_GONE}_{entry_id}_{entity_id}"
