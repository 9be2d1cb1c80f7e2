"""Tests of the safety check that comes again, of the rest after sore sessions, of help."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.const import DOMAIN, LANGUAGES, Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.safety import advice
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .common import (
    ENTRY_ID,
    SessionClock,
    act,
    assert_refused,
    build_entry,
    session_record,
    state,
)
from .conftest import SetUp

ISSUE_ID = f"safety_check_{ENTRY_ID}_"
NO_SIGNS = {"warning_signs": "none"}
SAFE = {"consulted": "asked", "agreed": True}
MONDAY = datetime(2026, 11, 2, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def repairs(hass: HomeAssistant) -> None:
    """Provide the page on which people mend things."""
    assert await async_setup_component(hass, "repairs", {})


def train(entry: MockConfigEntry, ended_at: datetime = MONDAY, **changes: Any) -> None:
    """Let a full session be in the history."""
    controller = entry.runtime_data
    controller.profile.add(
        session_record(
            **{
                "session_id": f"session of {ended_at}",
                "started_at": ended_at - timedelta(minutes=31),
                "ended_at": ended_at,
                **changes,
            }
        )
    )
    controller.async_tell()


def train_twice_with_pain(entry: MockConfigEntry) -> None:
    """Let two sore sessions be in the history, which put the programme on hold."""
    for days in (2, 0):
        train(entry, MONDAY - timedelta(days=days), ratings={Rating.PAIN_DURING: 7})


async def go_to(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, moment: datetime
) -> None:
    """Let the days pass until a moment."""
    frozen.move_to(moment)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


def asked(issue_registry: ir.IssueRegistry) -> ir.IssueEntry | None:
    """Return what the person is asked to confirm."""
    return issue_registry.async_get_issue(DOMAIN, ISSUE_ID)


async def mend(hass: HomeAssistant) -> Any:
    """Open what the person is asked to confirm; return the first form."""
    flows = repairs_flow_manager(hass)
    assert flows
    return await flows.async_init(DOMAIN, context={"issue_id": ISSUE_ID})


async def answer(hass: HomeAssistant, result: Any, **answers: Any) -> Any:
    """Return what comes after a form of a repair."""
    flows = repairs_flow_manager(hass)
    assert flows
    assert result["type"] is FlowResultType.FORM
    result = await flows.async_configure(result["flow_id"], answers)
    await hass.async_block_till_done()
    return result


async def test_who_trains_is_asked_nothing(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A week after a good session, too."""
    train(setup_backcare)
    await go_to(hass, frozen, MONDAY + timedelta(days=7))
    assert asked(issue_registry) is None
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


async def test_after_four_weeks_the_check_comes_again(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Nobody starts before it is confirmed; nothing is loaded anew for it."""
    entry = setup_backcare
    controller = entry.runtime_data
    train(entry)
    await go_to(hass, frozen, MONDAY + timedelta(days=27))
    assert asked(issue_registry) is None
    await go_to(hass, frozen, MONDAY + timedelta(days=28))
    issue = asked(issue_registry)
    assert issue
    assert issue.is_fixable
    assert issue.translation_placeholders == {"name": "Back care"}
    await assert_refused(hass, "safety_not_confirmed", "start_routine")

    result = await mend(hass)
    assert result["step_id"] == "safety"
    result = await answer(hass, result, **NO_SIGNS)
    assert result["step_id"] == "advice"
    result = await answer(hass, result, **SAFE)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert asked(issue_registry) is None
    assert entry.data["safety"]["confirmed_at"] == "2026-11-30T17:00:00+00:00"
    assert entry.data["placement"] == "from_120"
    assert entry.runtime_data is controller
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


async def test_the_check_can_be_repeated_in_the_settings_too(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The report goes away by itself."""
    entry = setup_backcare
    train(entry)
    await go_to(hass, frozen, MONDAY + timedelta(days=40))
    assert asked(issue_registry)
    result = await entry.start_reconfigure_flow(hass)
    for answers in ({"next_step_id": "safety"}, NO_SIGNS, SAFE):
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], answers
        )
        await hass.async_block_till_done()
    assert asked(issue_registry) is None


async def test_after_a_warning_sign_in_a_session(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The check of before it does not count any more, a later one does."""
    train(setup_backcare, is_red_flag=True)
    assert asked(issue_registry)
    await assert_refused(hass, "safety_not_confirmed", "start_routine")
    result = await answer(hass, await mend(hass), **NO_SIGNS)
    await answer(hass, result, **SAFE)
    assert asked(issue_registry) is None
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


async def test_a_warning_sign_in_the_check(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """It is kept, what to do is told, and the way back stays open."""
    entry = setup_backcare
    train(entry, is_red_flag=True)
    result = await answer(hass, await mend(hass), warning_signs="present")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "warning_signs"
    assert "999" in result["description_placeholders"]["warning_signs"]
    assert entry.data["safety"]["no_warning_signs"] is False
    assert entry.data["safety"]["consulted"] is True
    assert asked(issue_registry)
    await assert_refused(hass, "safety_not_confirmed", "start_routine")

    result = await answer(hass, await mend(hass))
    assert result["errors"] == {"warning_signs": "not_answered"}
    result = await answer(hass, result, **NO_SIGNS)
    result = await answer(hass, result)
    assert result["errors"] == {"consulted": "not_answered", "agreed": "not_agreed"}
    await answer(hass, result, **SAFE)
    assert asked(issue_registry) is None


async def test_two_sore_sessions(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Only gentle routines until the person has rested and asked."""
    train_twice_with_pain(setup_backcare)
    assert asked(issue_registry)
    await assert_refused(hass, "programme_on_hold", "start_routine")
    await act(hass, "start_routine", routine="gentle_reset")
    await act(hass, "stop_session")

    result = await mend(hass)
    assert result["step_id"] == "hold"
    assert result["last_step"]
    assert "Rest" in result["description_placeholders"]["consult"]
    result = await answer(hass, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert asked(issue_registry) is None
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


async def test_sore_sessions_and_a_long_time_away(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Both are asked, one after the other."""
    train_twice_with_pain(setup_backcare)
    await go_to(hass, frozen, MONDAY + timedelta(days=60))
    result = await mend(hass)
    assert not result["last_step"]
    result = await answer(hass, result)
    assert result["step_id"] == "safety"
    assert asked(issue_registry)
    result = await answer(hass, result, **NO_SIGNS)
    await answer(hass, result, **SAFE)
    assert asked(issue_registry) is None


async def test_the_report_tells_nothing_of_the_back(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Everybody who may log in can read it: sore or away, it reads the same."""
    train(setup_backcare)
    await go_to(hass, frozen, MONDAY + timedelta(days=28))
    away = asked(issue_registry)
    result = await answer(hass, await mend(hass), **NO_SIGNS)
    await answer(hass, result, **SAFE)
    for hours in (2, 1):
        train(
            setup_backcare,
            MONDAY + timedelta(days=28) - timedelta(hours=hours),
            outcome=Outcome.CANCELLED,
            reason=StopReason.PAIN,
        )
    sore = asked(issue_registry)
    assert away
    assert sore
    assert sore.translation_key == away.translation_key
    assert sore.translation_placeholders == away.translation_placeholders
    assert sore.data == away.data == {"entry_id": ENTRY_ID}


async def test_a_session_goes_on(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The check is for the next start, and can be confirmed in the meantime."""
    await act(hass, "start_routine")
    train(setup_backcare, is_red_flag=True)
    await clock.elapse(20)
    assert asked(issue_registry)
    assert state(hass, "sensor.phase") == "hold"
    result = await answer(hass, await mend(hass), **NO_SIGNS)
    await answer(hass, result, **SAFE)
    await clock.elapse(55)
    assert state(hass, "sensor.phase") == "rest"
    assert asked(issue_registry) is None


async def test_another_name(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The report goes along with it."""
    train(setup_backcare, is_red_flag=True)
    hass.config_entries.async_update_entry(setup_backcare, title="Anna")
    await hass.async_block_till_done()
    issue = asked(issue_registry)
    assert issue
    assert issue.translation_placeholders == {"name": "Anna"}


@pytest.mark.parametrize("step", ["hold", "safety", "advice"])
async def test_the_person_is_unloaded_meanwhile(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
    step: str,
) -> None:
    """Nothing is asked of who is not there, and an open form ends."""
    entry = setup_backcare
    if step == "hold":
        train_twice_with_pain(entry)
    else:
        train(entry, is_red_flag=True)
    result = await mend(hass)
    if step == "advice":
        result = await answer(hass, result, **NO_SIGNS)
    assert result["step_id"] == step
    assert await hass.config_entries.async_unload(ENTRY_ID)
    assert asked(issue_registry) is None
    answers: dict[str, dict[str, Any]] = {"safety": NO_SIGNS, "advice": SAFE}
    result = await answer(hass, result, **answers.get(step, {}))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "profile_gone"
    assert entry.data["safety"]["confirmed_at"] == "2026-11-01T09:00:00+00:00"

    assert await hass.config_entries.async_setup(ENTRY_ID)
    assert asked(issue_registry)


async def test_two_people(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
    clock: SessionClock,
    issue_registry: ir.IssueRegistry,
) -> None:
    """One rests, the other trains; a removed person is asked nothing."""
    other = await set_up(build_entry(title="Anna", entry_id="other"))
    train(setup_backcare, is_red_flag=True)
    assert asked(issue_registry)
    assert not issue_registry.async_get_issue(DOMAIN, "safety_check_other_")
    await act(hass, "start_routine", config_entry_id=other.entry_id)
    await hass.config_entries.async_remove(ENTRY_ID)
    assert asked(issue_registry) is None


async def test_in_a_browser(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """The forms can be drawn; who answered is kept."""
    train(setup_backcare, is_red_flag=True)
    client = await hass_client()
    fixes = "/api/repairs/issues/fix"
    wish = {"handler": DOMAIN, "issue_id": ISSUE_ID}
    form = await (await client.post(fixes, json=wish)).json()
    assert [field["name"] for field in form["data_schema"]] == ["warning_signs"]
    path = f"{fixes}/{form['flow_id']}"
    form = await (await client.post(path, json=NO_SIGNS)).json()
    assert [field["name"] for field in form["data_schema"]] == ["consulted", "agreed"]
    done = await (await client.post(path, json=SAFE)).json()
    assert done["type"] == "create_entry"
    assert setup_backcare.data["safety"]["confirmed_by"] == hass_admin_user.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice(language: str) -> None:
    """Severe pain brings what to do, and all signs, the most urgent ones first."""
    texts = load_catalogue().texts[language]
    text, groups = advice(texts)
    assert text == texts.cues["pain_stop"]
    assert [(group["urgency"], len(group["signs"])) for group in groups] == [
        ("now", 6),
        ("today", 9),
        ("appointment", 4),
    ]
    assert groups[0]["title"] == texts.safety.warning_signs["now"].title
    assert groups[0]["action"] == texts.safety.warning_signs["now"].action
