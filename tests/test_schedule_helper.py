"""Test the weekly plan by a real schedule helper, whatever becomes of it."""

from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.backcare.const import DOMAIN, Conf
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import build_entry
from .conftest import SetUp

SCHEDULE = "schedule.training"

EVENINGS = {
    "monday": [{"from": "18:00:00", "to": "19:00:00"}],
    "thursday": [
        {"from": "07:00:00", "to": "08:00:00"},
        {"from": "20:00:00", "to": "24:00:00"},
    ],
    "friday": [{"from": "00:00:00", "to": "01:00:00"}],
}


@pytest.fixture(autouse=True)
async def morning(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
    """Begin on a Monday morning, in UTC."""
    await hass.config.async_set_time_zone("UTC")
    frozen.move_to("2026-11-02 06:00:00+00:00")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let the schedule wait for its next block when Home Assistant stops."""
    return True


@pytest.fixture
async def helpers(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    hass_ws_client: WebSocketGenerator,
) -> Any:
    """Put a schedule into the home; return what changes it as its form does."""
    item = {"id": "training", "name": "Training", **EVENINGS}
    hass_storage["schedule"] = {
        "key": "schedule",
        "version": 1,
        "minor_version": 2,
        "data": {"items": [item]},
    }
    assert await async_setup_component(hass, "schedule", {})

    async def change(command: str, **fields: Any) -> None:
        client = await hass_ws_client(hass)
        await client.send_json_auto_id(
            {"type": f"schedule/{command}", "schedule_id": "training", **fields}
        )
        assert (await client.receive_json())["success"]
        await hass.async_block_till_done(wait_background_tasks=True)

    return change


@pytest.fixture
async def entry(hass: HomeAssistant, helpers: Any, set_up: SetUp) -> MockConfigEntry:
    """Set up a person who trains by the schedule."""
    entry = await set_up(build_entry(options={Conf.PLAN: {"schedule": SCHEDULE}}))
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def planned(entry: MockConfigEntry) -> list[str]:
    """Return what is planned this week."""
    start = dt_util.parse_datetime("2026-11-02 00:00:00+00:00")
    end = dt_util.parse_datetime("2026-11-09 00:00:00+00:00")
    moments = entry.runtime_data.reminders.occurrences(start, end)
    return [f"{moment.astimezone(ZoneInfo('UTC')):%a %H:%M}" for moment in moments]


def repairs(issues: ir.IssueRegistry) -> list[str | None]:
    """Return what is to be mended."""
    return [
        issue.translation_key
        for (domain, _), issue in issues.issues.items()
        if domain == DOMAIN
    ]


def test_the_first_block_of_a_day_counts(
    entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """What only goes on after midnight is no training of its own."""
    assert planned(entry) == ["Mon 18:00", "Thu 07:00"]
    assert not repairs(issue_registry)


async def test_a_changed_block_counts_at_once(
    helpers: Any, entry: MockConfigEntry
) -> None:
    """Even if the state of the helper stays as it is."""
    later = {"saturday": [{"from": "10:00:00", "to": "11:00:00"}]}
    await helpers("update", name="Training", **EVENINGS, **later)
    assert planned(entry) == ["Mon 18:00", "Thu 07:00", "Sat 10:00"]


async def test_without_blocks(
    helpers: Any, entry: MockConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """A repair says what to do, and goes away with the first block."""
    await helpers("update", name="Training")
    assert planned(entry) == []
    assert entry.runtime_data.reminders.next_at is None
    assert repairs(issue_registry) == ["schedule_empty"]
    await helpers("update", name="Training", **EVENINGS)
    assert planned(entry) == ["Mon 18:00", "Thu 07:00"]
    assert not repairs(issue_registry)


async def test_deleted(
    hass: HomeAssistant,
    helpers: Any,
    entry: MockConfigEntry,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The plan waits; another choice mends it."""
    await helpers("delete")
    assert planned(entry) == []
    assert repairs(issue_registry) == ["schedule_gone"]
    options = {Conf.PLAN: {"days": ["tuesday"], "at": "09:00:00"}}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert planned(entry) == ["Tue 09:00"]
    assert not repairs(issue_registry)


async def test_renamed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    issue_registry: ir.IssueRegistry,
) -> None:
    """The person need not choose it again."""
    entity_registry.async_update_entity(SCHEDULE, icon="mdi:yoga")
    entity_registry.async_update_entity(SCHEDULE, new_entity_id="schedule.back")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.options[Conf.PLAN] == {"schedule": "schedule.back"}
    assert planned(entry) == ["Mon 18:00", "Thu 07:00"]
    assert not repairs(issue_registry)


async def test_a_helper_that_does_not_answer(
    hass: HomeAssistant, set_up: SetUp, issue_registry: ir.IssueRegistry
) -> None:
    """It is as good as gone."""
    hass.states.async_set(SCHEDULE, "on")
    entry = await set_up(build_entry(options={Conf.PLAN: {"schedule": SCHEDULE}}))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert planned(entry) == []
    assert repairs(issue_registry) == ["schedule_gone"]


async def test_what_was_shown_stays_while_nobody_knows_the_plan(
    hass: HomeAssistant, helpers: Any, set_up: SetUp
) -> None:
    """A restart, or a helper that is away for a moment, takes no reminder back."""
    phone = async_mock_service(hass, "notify", "mobile_app_anna")
    due_now = {"monday": [{"from": "06:00:00", "to": "07:00:00"}]}
    plan = {"schedule": SCHEDULE, "notify": ["notify.mobile_app_anna"]}
    entry = await set_up(build_entry(options={Conf.PLAN: plan}))
    await helpers("update", name="Training", **due_now)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.states.async_set(SCHEDULE, STATE_UNAVAILABLE)
    await hass.async_block_till_done(wait_background_tasks=True)
    await helpers("update", name="Training", **due_now)
    assert entry.runtime_data.reminders.due_at
    assert [call.data["message"] for call in phone] == [
        "Time for your back training? Full core routine, 32 minutes."
    ]

    await helpers("update", name="Training")
    assert phone[-1].data["message"] == "clear_notification"
