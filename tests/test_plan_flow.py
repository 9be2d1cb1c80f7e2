"""Test the form of the weekly plan."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare.const import Conf
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .common import act, build_entry, state
from .conftest import SetUp
from .form_words import assert_readable

PHONE = "notify.mobile_app_anna"

EMPTY: dict[str, Any] = {"when": {}, "reminder": {}, "week": {}}
"""The form with nothing changed."""

DEFAULTS = {"on_due": "ask", "week_goal": 3, "week_starts_on": "monday"}

HOLIDAY = {"first_day": "2026-12-24", "last_day": "2027-01-03"}

FULL: dict[str, Any] = {
    "when": {"days": ["monday", "friday"], "at": "18:00:00", "on_due": "start"},
    "reminder": {
        "notify": [PHONE, "notify.mail"],
        "satellite": "assist_satellite.hall",
        "person": "person.anna",
        "quiet_from": "22:00:00",
        "quiet_to": "07:00:00",
    },
    "week": {"week_goal": 2, "week_starts_on": "sunday", "breaks": [HOLIDAY]},
}
"""The form with everything filled in."""

STORED = {key: value for part in FULL.values() for key, value in part.items()}


@pytest.fixture(autouse=True)
def targets(hass: HomeAssistant) -> None:
    """Provide whom to tell and whom to follow."""
    async_mock_service(hass, "notify", "mobile_app_anna")
    for entity_id in (
        "notify.mail",
        "assist_satellite.hall",
        "person.anna",
        "schedule.training",
    ):
        hass.states.async_set(entity_id, "unknown")


async def open_plan(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form, chosen from the menu."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    result = await fill_in(hass, result, {"next_step_id": "plan"})
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "plan"
    assert not result["errors"]
    return result


async def fill_in(hass: HomeAssistant, result: Any, answers: dict[str, Any]) -> Any:
    """Return what comes after the form."""
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], answers
    )
    await hass.async_block_till_done()
    assert_readable(result)
    return result


def suggested(result: Any) -> dict[str, Any]:
    """Return what the form shows in its sections, defaults left out."""
    return {
        str(part): {
            str(key): key.description["suggested_value"]
            for key in section.schema.schema
            if key.description and "suggested_value" in key.description
        }
        for part, section in result["data_schema"].schema.items()
    }


async def test_nothing_planned(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """An empty form is fine: nothing is planned."""
    result = await open_plan(hass, setup_backcare)
    assert suggested(result) == EMPTY
    result = await fill_in(hass, result, EMPTY)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == {Conf.PLAN: DEFAULTS}
    assert setup_backcare.runtime_data.reminders.next_at is None


async def test_round_trip(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """What is filled in is kept, shown again, and can be emptied."""
    result = await fill_in(hass, await open_plan(hass, setup_backcare), FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options[Conf.PLAN] == STORED
    result = await open_plan(hass, setup_backcare)
    assert suggested(result) == FULL
    await fill_in(hass, result, EMPTY)
    assert setup_backcare.options[Conf.PLAN] == DEFAULTS


async def test_other_options_stay(hass: HomeAssistant, set_up: SetUp) -> None:
    """A plan changes nothing else."""
    entry = await set_up(build_entry(options={Conf.SPEECH: {Conf.LANGUAGE: "nl"}}))
    await fill_in(hass, await open_plan(hass, entry), FULL)
    assert entry.options[Conf.SPEECH] == {Conf.LANGUAGE: "nl"}


async def test_change_during_a_session(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """A session goes on."""
    await act(hass, "start_routine")
    await fill_in(hass, await open_plan(hass, setup_backcare), FULL)
    assert state(hass, "sensor.session") == "active"


@pytest.mark.parametrize(
    ("part", "error", "answers"),
    [
        ("when", "days_without_time", {"days": ["monday"]}),
        ("when", "time_without_days", {"at": "18:00:00"}),
        (
            "when",
            "plan_twice",
            {"days": ["monday"], "at": "18:00:00", "schedule": "schedule.training"},
        ),
        ("when", "plan_twice", {"at": "18:00:00", "schedule": "schedule.training"}),
        ("when", "unusable_entity", {"schedule": "schedule.gone"}),
        ("when", "unusable_entity", {"schedule": "person.anna"}),
        ("reminder", "unusable_entity", {"satellite": "assist_satellite.gone"}),
        ("reminder", "unusable_entity", {"person": "person.gone"}),
        ("reminder", "unknown_target", {"notify": ["notify.gone"]}),
        ("reminder", "unknown_target", {"notify": [PHONE, "light.lamp"]}),
        ("reminder", "quiet_half", {"quiet_from": "22:00:00"}),
        ("reminder", "quiet_half", {"quiet_to": "22:00:00"}),
        (
            "reminder",
            "quiet_all_day",
            {"quiet_from": "22:00:00", "quiet_to": "22:00:00"},
        ),
        ("week", "break_incomplete", {"breaks": [{"first_day": "2026-12-24"}]}),
        ("week", "break_incomplete", {"breaks": [{**HOLIDAY, "last_day": "soon"}]}),
        ("week", "break_incomplete", {"breaks": ["holiday"]}),
        ("week", "break_incomplete", {"breaks": "holiday"}),
        ("week", "break_reversed", {"breaks": [{**HOLIDAY, "last_day": "2026-12-23"}]}),
    ],
)
async def test_what_can_not_be_kept(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    part: str,
    error: str,
    answers: dict[str, Any],
) -> None:
    """The form says what is wrong, keeps the answers, and can be mended."""
    result = await open_plan(hass, setup_backcare)
    result = await fill_in(hass, result, {**EMPTY, part: answers})
    assert result["errors"] == {part: error}
    assert suggested(result)[part].items() >= answers.items()
    assert not setup_backcare.options
    result = await fill_in(hass, result, FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_training_in_the_quiet_hours(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Nobody would be reminded of it on time."""
    answers = {**FULL, "when": {"days": ["monday"], "at": "23:00:00"}}
    result = await fill_in(hass, await open_plan(hass, setup_backcare), answers)
    assert result["errors"] == {"reminder": "quiet_when_planned"}


@pytest.mark.parametrize(
    "answers",
    [
        {"when": {"days": ["someday"]}},
        {"when": {"at": "25:00:00"}},
        {"when": {"on_due": "shout"}},
        {"week": {"week_goal": 0}},
        {"week": {"week_goal": 6}},
        {"week": {"week_starts_on": "friday"}},
    ],
)
async def test_out_of_range(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, answers: dict[str, Any]
) -> None:
    """What the form does not offer is refused, and the form stays usable."""
    result = await open_plan(hass, setup_backcare)
    with pytest.raises(InvalidData):
        await fill_in(hass, result, {**EMPTY, **answers})
    result = await fill_in(hass, result, FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_what_was_chosen_before_may_be_away(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Something else can be changed meanwhile."""
    await fill_in(hass, await open_plan(hass, setup_backcare), FULL)
    for entity_id in ("notify.mail", "assist_satellite.hall", "person.anna"):
        hass.states.async_remove(entity_id)
    hass.services.async_remove("notify", "mobile_app_anna")
    result = await fill_in(hass, await open_plan(hass, setup_backcare), FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "stored",
    [
        {"days": ["someday"], "at": "soon", "on_due": 5},
        {"breaks": [{"first_day": "2026-12-24"}, {"last_day": None}]},
        {"breaks": [{"first_day": "2026-12-24", "last_day": "2026-12-23"}]},
    ],
)
async def test_options_that_make_no_sense(
    hass: HomeAssistant, set_up: SetUp, stored: dict[str, Any]
) -> None:
    """They count for nothing."""
    entry = await set_up(build_entry(options={Conf.PLAN: stored}))
    plan = entry.runtime_data.profile.settings.plan
    assert (plan.days, plan.at, plan.on_due, plan.breaks) == ((), None, "ask", ())
