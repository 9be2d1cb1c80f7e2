"""Tests of the form of the seated practice."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .common import SessionClock, act, build_entry, state
from .conftest import SetUp
from .form_words import assert_readable

DEFAULTS = {
    "is_on": False,
    "count": 4,
    "from_hour": 9,
    "to_hour": 18,
    "gap_minutes": 90,
}

FULL = {
    "is_on": True,
    "count": 6,
    "from_hour": 8,
    "to_hour": 24,
    "gap_minutes": 60,
    "speakers": ["media_player.kitchen"],
    "notify": ["notify.mobile_app_phone", "notify.display"],
    "person": "person.sam",
}


@pytest.fixture(autouse=True)
def household(hass: HomeAssistant) -> None:
    """Provide speakers, a person, and something to notify."""
    for entity_id in (
        "media_player.kitchen",
        "media_player.gym",
        "person.sam",
        "notify.display",
        "light.lamp",
    ):
        hass.states.async_set(entity_id, "home")
    async_mock_service(hass, "notify", "mobile_app_phone")


async def open_form(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form, chosen from the menu."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    result = await fill_in(hass, result, {"next_step_id": "practice"})
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "practice"
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
    """Return what the form shows, defaults left out."""
    return {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description and "suggested_value" in key.description
    }


async def test_nothing_changed(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Without an answer it stays off."""
    result = await open_form(hass, setup_backcare)
    assert suggested(result) == {"speakers": []}
    result = await fill_in(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert setup_backcare.options == {"practice": DEFAULTS}
    assert setup_backcare.runtime_data.practice.next_at is None


async def test_round_trip(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """What was saved is shown again, and counts at once; a session and the rest stay."""
    speech = {"speakers": ["media_player.gym"], "language": "nl"}
    entry = await set_up(build_entry(options={"speech": speech}))
    controller = entry.runtime_data
    await act(hass, "start_routine")

    result = await open_form(hass, entry)
    assert suggested(result) == {"speakers": ["media_player.gym"]}
    await fill_in(hass, result, FULL)
    assert entry.options == {"speech": speech, "practice": FULL}
    assert entry.runtime_data is controller
    assert state(hass, "sensor.session") == "active"
    assert controller.practice.goal == 6
    assert controller.practice.next_at is not None
    assert suggested(await open_form(hass, entry)) == FULL


@pytest.mark.parametrize(
    ("answers", "errors", "named"),
    [
        ({"from_hour": 18, "to_hour": 9}, {"to_hour": "hours_reversed"}, {}),
        ({"from_hour": 9, "to_hour": 9}, {"to_hour": "hours_reversed"}, {}),
        (
            {"speakers": ["media_player.gone"]},
            {"speakers": "unusable_entity"},
            {"entity": "media_player.gone"},
        ),
        (
            {"speakers": ["light.lamp"]},
            {"speakers": "unusable_entity"},
            {"entity": "light.lamp"},
        ),
        (
            {"notify": ["notify.mobile_app_phone", "notify.gone"]},
            {"notify": "unknown_target"},
            {"entity": "notify.gone"},
        ),
        (
            {"notify": ["phone"]},
            {"notify": "unknown_target"},
            {"entity": "phone"},
        ),
        (
            {"person": "person.gone"},
            {"person": "unusable_entity"},
            {"entity": "person.gone"},
        ),
        (
            {"person": "light.lamp"},
            {"person": "unusable_entity"},
            {"entity": "light.lamp"},
        ),
    ],
)
async def test_faults(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    answers: dict[str, Any],
    errors: dict[str, str],
    named: dict[str, str],
) -> None:
    """What can't be kept is said, at its field, and the answers stay."""
    result = await open_form(hass, setup_backcare)
    result = await fill_in(hass, result, answers)
    assert result["errors"] == errors
    assert result["description_placeholders"] == named
    assert suggested(result).items() >= answers.items()
    assert setup_backcare.options == {}
    result = await fill_in(hass, result, FULL)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "answers",
    [
        {"count": 0},
        {"count": 9},
        {"from_hour": -1},
        {"to_hour": 25},
        {"gap_minutes": 29},
        {"gap_minutes": 241},
        {"speakers": ["media_player.back_care_coach"]},
        {"notify": "phone"},
    ],
)
async def test_refused(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, answers: dict[str, Any]
) -> None:
    """The form takes nothing else."""
    result = await open_form(hass, setup_backcare)
    with pytest.raises(InvalidData):
        await fill_in(hass, result, answers)
    assert setup_backcare.options == {}


async def test_away_for_a_while(hass: HomeAssistant, set_up: SetUp) -> None:
    """What was chosen before stays, though it is not there now."""
    entry = await set_up(build_entry(options={"practice": FULL}))
    hass.services.async_remove("notify", "mobile_app_phone")
    for entity_id in ("media_player.kitchen", "notify.display", "person.sam"):
        hass.states.async_remove(entity_id)
    result = await fill_in(hass, await open_form(hass, entry), FULL | {"count": 3})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options["practice"]["count"] == 3


async def test_menu_words(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """The form has its name in the menu, in each language."""
    result = await hass.config_entries.options.async_init(setup_backcare.entry_id)
    assert "practice" in result["menu_options"]
    assert_readable(result)
