"""Tests of what a person is asked to mend."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, OUTPUT_FAILING, OUTPUT_GONE, Conf
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from .common import ENTRY_ID, act, build_entry, state
from .conftest import SetUp
from .cues.common import SPEAKER, Lamp, Time
from .cues.home import Engine, Home

ENGINE = "tts.engine"
MAT = "light.mat"

OUTPUTS: dict[str, Any] = {
    Conf.SPEECH: {Conf.SPEAKERS: [SPEAKER], Conf.SPEECH_ENGINE: ENGINE},
    Conf.LIGHTS: {Conf.LIGHTS: [MAT]},
}


@pytest.fixture
def outputs(home: Home, lamp: Lamp) -> None:
    """Let the speaker, the voice and the lamp be there."""


def reported(issue_registry: ir.IssueRegistry, kind: str = OUTPUT_GONE) -> list[str]:
    """Return the outputs that are reported as gone, or as failing."""
    return [
        issue.translation_placeholders["entity"]
        for (domain, known), issue in issue_registry.issues.items()
        if domain == DOMAIN and known.startswith(kind)
    ]


def failing(issue_registry: ir.IssueRegistry) -> list[str]:
    """Return the outputs that are reported as failing, for whatever reason."""
    return reported(issue_registry, OUTPUT_FAILING)


@pytest.fixture
async def entry(hass: HomeAssistant, outputs: None, set_up: SetUp) -> MockConfigEntry:
    """Set up a person with outputs."""
    return await set_up(build_entry(options=OUTPUTS))


async def test_outputs_that_work_need_no_repair(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Nothing to mend, in a session either."""
    await act(hass, "start_routine")
    await time.elapse(60)
    assert reported(issue_registry) == failing(issue_registry) == []


@pytest.mark.parametrize("gone", [SPEAKER, ENGINE, MAT])
async def test_an_output_that_is_gone_is_reported_at_the_start(
    hass: HomeAssistant,
    outputs: None,
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
    hass.states.async_remove(MAT)
    await act(hass, "start_routine")
    assert reported(issue_registry) == [MAT]
    assert state(hass, "sensor.session") == "active"

    hass.states.async_set(MAT, "off")
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
    hass.states.async_remove(SPEAKER)
    await act(hass, "start_routine")
    assert reported(issue_registry) == [SPEAKER]
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
        "output_gone_of_lisa",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="output_gone",
        translation_placeholders={"entity": "light.other", "name": "Lisa"},
    )
    hass.states.async_remove(MAT)
    await act(hass, "start_routine")
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert reported(issue_registry) == ["light.other"]


async def test_what_is_gone_is_reported_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """That it misses cues as well is no news; the speaker comes back in the session."""
    for gone in (SPEAKER, MAT):
        hass.states.async_remove(gone)
    await act(hass, "start_routine")
    await time.elapse(60)
    assert set(reported(issue_registry)) == {SPEAKER, MAT}
    assert failing(issue_registry) == []

    hass.states.async_set(SPEAKER, "idle")
    await time.elapse(1)
    assert reported(issue_registry) == [MAT]


async def test_an_output_that_is_away_is_reported_until_it_is_back(
    hass: HomeAssistant,
    home: Home,
    lamp: Lamp,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The speaker and the lamp, each on its own."""
    home.leave(SPEAKER)
    lamp.set(available=False)
    lamp.async_write_ha_state()
    await act(hass, "start_routine")
    await time.elapse(20)
    assert set(failing(issue_registry)) == {SPEAKER, MAT}
    home.change(SPEAKER, "idle")
    await time.elapse(1)
    assert failing(issue_registry) == [MAT]
    lamp.set(available=True)
    lamp.async_write_ha_state()
    await time.elapse(1)
    assert failing(issue_registry) == []


async def fail(hass: HomeAssistant, home: Home, time: Time) -> None:
    """Let the speaker fail in a session."""
    home.errors[SPEAKER] = HomeAssistantError("unplugged")
    await act(hass, "start_routine")
    await time.elapse(20)


async def test_a_failing_output_is_reported_until_it_works(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Other options and the next session leave the report alone."""
    await fail(hass, home, time)
    assert failing(issue_registry) == [SPEAKER]
    hass.config_entries.async_update_entry(
        entry, options=OUTPUTS | {Conf.BEHAVIOUR: {Conf.WARM_UP: True}}
    )
    await act(hass, "stop_session")
    await act(hass, "start_routine")
    assert failing(issue_registry) == [SPEAKER]

    del home.errors[SPEAKER]
    await time.elapse(20)
    assert failing(issue_registry) == []


async def test_a_home_without_a_voice_is_reported_until_it_has_one(
    hass: HomeAssistant,
    outputs: None,
    set_up: SetUp,
    issue_registry: ir.IssueRegistry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody chose an engine, and none speaks the language; other options stay as bad."""
    chosen = {Conf.SPEECH: {Conf.SPEAKERS: [SPEAKER]}}
    entry = await set_up(build_entry(options=chosen))
    with monkeypatch.context() as german:
        german.setattr(Engine, "supported_languages", property(lambda _: ["de_DE"]))
        await act(hass, "start_routine")
        assert failing(issue_registry) == ["tts"]
        await act(hass, "stop_session")
        hass.config_entries.async_update_entry(
            entry, options=chosen | {Conf.BEHAVIOUR: {Conf.WARM_UP: True}}
        )
        await hass.async_block_till_done()
        assert failing(issue_registry) == ["tts"]
    await act(hass, "start_routine")
    assert failing(issue_registry) == []


async def test_an_output_that_is_no_longer_used_needs_no_repair(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The person took it out of the options."""
    await fail(hass, home, time)
    hass.config_entries.async_update_entry(entry, options={})
    await hass.async_block_till_done()
    assert failing(issue_registry) == []


async def test_a_removed_person_has_no_failing_outputs(
    hass: HomeAssistant,
    home: Home,
    entry: MockConfigEntry,
    time: Time,
    issue_registry: ir.IssueRegistry,
) -> None:
    """There is nobody to mend them for."""
    await fail(hass, home, time)
    await hass.config_entries.async_remove(ENTRY_ID)
    await hass.async_block_till_done()
    assert failing(issue_registry) == []
