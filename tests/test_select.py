"""Tests of the selects."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.select import (
    ATTR_OPTION,
    ATTR_OPTIONS,
    DOMAIN as SELECT_DOMAIN,
    SERVICE_SELECT_OPTION,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .common import (
    SessionClock,
    act,
    build_entry,
    described,
    own_routine,
    session_routine,
    state,
)
from .conftest import SetUp

ROUTINE = "select.back_care_routine"


async def select(hass: HomeAssistant, key: str, option: str) -> None:
    """Select an option."""
    await hass.services.async_call(
        SELECT_DOMAIN,
        SERVICE_SELECT_OPTION,
        {ATTR_ENTITY_ID: f"select.back_care_{key}", ATTR_OPTION: option},
        blocking=True,
    )


def routine_options(hass: HomeAssistant) -> list[str]:
    """Return the options of the routine."""
    found = hass.states.get(ROUTINE)
    assert found
    options: list[str] = found.attributes[ATTR_OPTIONS]
    return options


async def test_idle(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """The selects show the defaults."""
    assert described(hass, setup_backcare, SELECT_DOMAIN) == snapshot


async def test_in_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """A session of another routine does not change the choice."""
    await act(hass, "start_routine", routine="short_10", level=2)
    assert described(hass, setup_backcare, SELECT_DOMAIN) == snapshot


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("routine", "split_a_holds"),
        ("level_choice", "7"),
        ("speech_level", "minimal"),
    ],
)
async def test_select(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, key: str, option: str
) -> None:
    """A choice counts at once, and stays so after a reload."""
    await select(hass, key, option)
    assert state(hass, f"select.{key}") == option

    assert await hass.config_entries.async_reload(setup_backcare.entry_id)
    await hass.async_block_till_done()
    assert state(hass, f"select.{key}") == option


@pytest.mark.usefixtures("setup_backcare")
async def test_level(hass: HomeAssistant) -> None:
    """A chosen level is the level, and automatic goes back to the person's own."""
    await select(hass, "level_choice", "2")
    assert state(hass, "sensor.level") == "2"
    await select(hass, "level_choice", "auto")
    assert state(hass, "sensor.level") == "5"


@pytest.mark.usefixtures("setup_backcare")
async def test_unknown_option(hass: HomeAssistant) -> None:
    """An option that is not there is refused."""
    with pytest.raises(ServiceValidationError):
        await select(hass, "routine", "asymmetric_addon")
    assert state(hass, "select.routine") == "full_core_30"


async def test_add_on_when_it_is_confirmed(hass: HomeAssistant, set_up: SetUp) -> None:
    """The add-on is there for those who confirmed it."""
    await set_up(build_entry(options={"behaviour": {"add_on_confirmed": True}}))
    assert "asymmetric_addon" in routine_options(hass)


@pytest.mark.parametrize(
    ("titles", "options"),
    [
        (["Morning"], ["Morning"]),
        (["Morning", "Morning"], ["Morning", "Morning (2)"]),
        (["full_core_30"], ["full_core_30 (2)"]),
        (
            ["Short session", "Korte training"],
            ["Short session (2)", "Korte training (2)"],
        ),
        (["صباح", "🧘", "<b>x</b>"], ["صباح", "🧘", "<b>x</b>"]),
        (["x" * 400], ["x" * 247]),
    ],
)
async def test_own_routines(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    titles: list[str],
    options: list[str],
) -> None:
    """A person's own routines are there by their title, and each can be chosen."""
    subentries = [own_routine(title, f"own{i}") for i, title in enumerate(titles)]
    await set_up(build_entry(subentries=subentries))
    assert routine_options(hass)[-len(options) :] == options

    for index, option in enumerate(options):
        await select(hass, "routine", option)
        assert state(hass, "select.routine") == option
        await act(hass, "start_routine")
        assert session_routine(hass) == f"own{index}"
        await act(hass, "stop_session")


async def test_routine_comes_and_goes(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """A routine that is added can be chosen at once; one that goes is not missed."""
    data = own_routine("Evening")
    subentry = ConfigSubentry(
        data=data["data"], subentry_type="routine", title="Evening", unique_id=None
    )
    hass.config_entries.async_add_subentry(setup_backcare, subentry)
    await hass.async_block_till_done()
    await select(hass, "routine", "Evening")
    assert state(hass, "select.routine") == "Evening"

    hass.config_entries.async_remove_subentry(setup_backcare, subentry.subentry_id)
    await hass.async_block_till_done()
    assert state(hass, "select.routine") == "full_core_30"
    assert "Evening" not in routine_options(hass)
