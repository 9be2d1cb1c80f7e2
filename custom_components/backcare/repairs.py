"""Repairs: outputs of a person that are gone or fail, and what they have to confirm."""

from collections.abc import Container
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.start import async_at_started

from .catalogue.texts import Texts
from .const import DOMAIN, OUTPUT_FAILING, OUTPUT_GONE, SAFETY_CHECK, Conf
from .controller import BackCareConfigEntry, async_unknown
from .cues.trouble import issue_id
from .engine.models import EventType, SessionEvent
from .flows.fields import form_schema
from .flows.safety import (
    PRESENT,
    advice_errors,
    advice_fields,
    confirmed,
    gate_texts,
    refused,
    shown_answers,
    signs_errors,
    signs_schema,
)
from .listeners import Order


@callback
def async_watch(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Look after what a person has to mend or to confirm."""
    _watch_outputs(hass, entry)
    _watch_safety(hass, entry)


@callback
def async_forget_repairs(hass: HomeAssistant, entry_id: str) -> None:
    """Take back all reports of a person who is removed."""
    for domain, known in list(ir.async_get(hass).issues):
        if domain == DOMAIN and entry_id in known:
            ir.async_delete_issue(hass, DOMAIN, known)


@callback
def _watch_outputs(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
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
    _forget_outputs(
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
def _forget_outputs(hass: HomeAssistant, entry_id: str, but: Container[str]) -> None:
    """Take back the reports of the outputs of a person, but for some."""
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


@callback
def _watch_safety(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Ask the person to confirm what stands before the next session, until they do."""
    controller = entry.runtime_data
    report = (hass, DOMAIN, issue_id(SAFETY_CHECK, entry.entry_id, ""))
    asked: str | None = None

    @callback
    def check() -> None:
        nonlocal asked
        profile = controller.profile
        is_needed = profile.needs_safety_check or profile.is_on_hold
        name = entry.title if is_needed else None
        if name == asked:
            return
        asked = name
        if name is None:
            ir.async_delete_issue(*report)
            return
        # Everybody who may log in can list repairs, and diagnostics have their ids: the
        # words and the id don't tell how the back feels.
        ir.async_create_issue(
            *report,
            data={"entry_id": entry.entry_id},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=SAFETY_CHECK,
            translation_placeholders={"name": name},
        )

    check()
    entry.async_on_unload(controller.listeners.async_add(check, Order.TIMERS))
    entry.async_on_unload(lambda: ir.async_delete_issue(*report))


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow in which a person confirms what is asked."""
    assert data
    entry = hass.config_entries.async_get_entry(data["entry_id"])
    assert entry
    return SafetyRepairFlow(entry)


class SafetyRepairFlow(RepairsFlow):
    """Ends a rest, and asks the safety check again; a running session goes on."""

    def __init__(self, entry: BackCareConfigEntry) -> None:
        """Take the person."""
        self._entry = entry

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Begin with what is needed."""
        if self._entry.runtime_data.profile.is_on_hold:
            return await self.async_step_hold()
        return await self.async_step_safety()

    async def async_step_hold(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for rest and advice after sore sessions (rule P4)."""
        if self._is_gone:
            return self.async_abort(reason="profile_gone")
        controller = self._entry.runtime_data
        if user_input is None:
            return self.async_show_form(
                step_id="hold",
                data_schema=form_schema({}),
                description_placeholders={"consult": self._texts.cues["consult"]},
                last_step=not controller.profile.needs_safety_check,
            )
        controller.profile.release()
        controller.async_tell()
        if controller.profile.needs_safety_check:
            return await self.async_step_safety()
        return self.async_create_entry(data={})

    async def async_step_safety(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the warning signs, and ask for them."""
        if self._is_gone:
            return self.async_abort(reason="profile_gone")
        safety = self._texts.safety
        errors = signs_errors(user_input) if user_input is not None else {}
        if user_input is None or errors:
            return self.async_show_form(
                step_id="safety",
                data_schema=signs_schema(safety),
                errors=errors,
                description_placeholders=gate_texts(safety),
                last_step=False,
            )
        if user_input[Conf.WARNING_SIGNS] != PRESENT:
            return await self.async_step_advice()
        self._entry.runtime_data.profile.note_sign()
        self._keep(refused(self._entry.data.get(Conf.SAFETY, {})))
        return self.async_abort(
            reason="warning_signs", description_placeholders=gate_texts(safety)
        )

    async def async_step_advice(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for advice, and for the promise to stop."""
        if self._is_gone:
            return self.async_abort(reason="profile_gone")
        errors = advice_errors(user_input) if user_input is not None else {}
        if user_input is not None and not errors:
            self._keep(confirmed(user_input))
            return self.async_create_entry(data={})
        safety = self._texts.safety
        shown = user_input or shown_answers(self._entry.data.get(Conf.SAFETY, {}))
        return self.async_show_form(
            step_id="advice",
            data_schema=self.add_suggested_values_to_schema(
                form_schema(advice_fields(safety)), shown
            ),
            errors=errors,
            description_placeholders=gate_texts(safety),
        )

    @property
    def _is_gone(self) -> bool:
        """Return if the person was removed or unloaded meanwhile."""
        return self._entry.state is not ConfigEntryState.LOADED

    @property
    def _texts(self) -> Texts:
        """Return the words in the language of the person."""
        profile = self._entry.runtime_data.profile
        return profile.texts[profile.settings.language]

    def _keep(self, answers: dict[str, Any]) -> None:
        """Keep the answers with the person."""
        self.hass.config_entries.async_update_entry(
            self._entry, data={**self._entry.data, Conf.SAFETY.value: answers}
        )
