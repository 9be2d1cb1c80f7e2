"""Tests of what a person is asked to mend."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, Conf
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from .common import ENTRY_ID, SessionClock, act, build_entry, state
from .conftest import SetUp

OUTPUTS: dict[str, Any] = {
    Conf.SPEECH: {
        Conf.SPEAKERS: ["media_player.kitchen"],
        Conf.SPEECH_ENGINE: "tts.voice",
    },
    Conf.LIGHTS: {Conf.LIGHTS: ["light.mat"]},
}


@pytest.fixture
def outputs(hass: HomeAssistant) -> None:
    """Let the speaker, the voice and the lamp be there."""
    for entity_id in ("media_player.kitchen", "tts.voice", "light.mat"):
        hass.states.async_set(entity_id, "on")


def reported(issue_registry: ir.IssueRegistry) -> list[str]:
    """Return the outputs that are reported as gone."""
    return [
        issue.translation_placeholders["entity"]
        for (domain, _), issue in issue_registry.issues.items()
        if domain == DOMAIN and issue.translation_placeholders
    ]


@pytest.fixture
async def entry(
    hass: HomeAssistant, outputs: None, clock: SessionClock, set_up: SetUp
) -> MockConfigEntry:
    """Set up a person with outputs."""
    return await set_up(build_entry(options=OUTPUTS))


async def test_outputs_that_are_there_need_no_repair(
    entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """Nothing to mend."""
    assert reported(issue_registry) == []


@pytest.mark.parametrize("gone", ["media_player.kitchen", "tts.voice", "light.mat"])
async def test_an_output_that_is_gone_is_reported_at_the_start(
    hass: HomeAssistant,
    outputs: None,
    clock: SessionClock,
    set_up: SetUp,
    issue_registry: ir.IssueRegistry,
    gone: str,
) -> None:
    """As soon as everybody who can bring it has started."""
    hass.states.async_remove(gone)
    hass.set_state(CoreState.starting)
    await set_up(build_entry(options=OUTPUTS))
    assert reported(issue_registry) == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()
    assert reported(issue_registry) == [gone]


async def test_a_session_reports_what_is_gone_by_then_and_goes_on(
    hass: HomeAssistant, entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """And the next session takes it back when it is there again."""
    hass.states.async_remove("light.mat")
    await act(hass, "start_routine")
    assert reported(issue_registry) == ["light.mat"]
    assert state(hass, "sensor.session") == "active"

    hass.states.async_set("light.mat", "off")
    await act(hass, "stop_session")
    await act(hass, "start_routine")
    assert reported(issue_registry) == []


async def test_an_output_that_is_only_away_needs_no_repair(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    issue_registry: ir.IssueRegistry,
) -> None:
    """It comes back by itself."""
    entity_registry.async_get_or_create(
        "light", "test", "1", suggested_object_id="lamp"
    )
    hass.config_entries.async_update_entry(
        entry, options={Conf.LIGHTS: {Conf.LIGHTS: ["light.lamp"]}}
    )
    await hass.async_block_till_done()
    assert reported(issue_registry) == []


async def test_other_options_take_the_report_back(
    hass: HomeAssistant, entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """At once, without a restart."""
    hass.states.async_remove("media_player.kitchen")
    await act(hass, "start_routine")
    assert reported(issue_registry) == ["media_player.kitchen"]
    hass.config_entries.async_update_entry(entry, options={})
    await hass.async_block_till_done()
    assert reported(issue_registry) == []


async def test_a_removed_person_has_no_reports(
    hass: HomeAssistant, entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """Those of others stay."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        "another",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="output_gone",
        translation_placeholders={"entity": "light.other", "name": "Lisa"},
    )
    hass.states.async_remove("light.mat")
    await act(hass, "start_routine")
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert reported(issue_registry) == ["light.other"]
