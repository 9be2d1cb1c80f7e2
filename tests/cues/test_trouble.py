"""Trouble is told once to the log, and to the person for as long as it lasts."""

from collections.abc import Callable
import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, OUTPUT_FAILING, OUTPUT_GONE
from custom_components.backcare.cues.trouble import Trouble, issue_id
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir

from .common import SPEAKER


@pytest.fixture
def trouble(hass: HomeAssistant, entry: MockConfigEntry) -> Trouble:
    """Return what is known of the trouble with a speaker."""
    hass.states.async_set(SPEAKER, STATE_UNAVAILABLE)
    return Trouble(hass, entry, SPEAKER)


def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the repair for the speaker."""
    known = issue_id(OUTPUT_FAILING, entry.entry_id, SPEAKER)
    return ir.async_get(hass).async_get_issue(DOMAIN, known)


def levels(caplog: pytest.LogCaptureFixture) -> list[int]:
    """Return the levels of what the outputs logged."""
    return [
        record.levelno
        for record in caplog.records
        if record.name == "custom_components.backcare.cues"
    ]


@pytest.mark.parametrize(
    ("tell", "key", "more"),
    [
        (lambda trouble: trouble.gone(), "output_unavailable", {}),
        (lambda trouble: trouble.failed(TimeoutError()), "output_slow", {}),
        (
            lambda trouble: trouble.failed(ValueError("broken")),
            OUTPUT_FAILING,
            {"reason": "broken"},
        ),
        (
            lambda trouble: trouble.failed(ValueError()),
            OUTPUT_FAILING,
            {"reason": "ValueError"},
        ),
        (
            lambda trouble: trouble.lacks_voice(HomeAssistantError("none"), "nl"),
            "no_voice",
            {"language": "nl"},
        ),
    ],
)
async def test_a_repair_says_who_and_what_to_do(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    trouble: Trouble,
    tell: Callable[[Trouble], None],
    key: str,
    more: dict[str, str],
) -> None:
    """The person knows what to look at; each kind of trouble has words of its own."""
    tell(trouble)
    found = issue(hass, entry)
    assert found and found.translation_key == key
    assert not found.is_fixable
    assert found.translation_placeholders == {"entity": SPEAKER, "name": "Sam", **more}


async def test_each_kind_of_trouble_is_logged_once(
    trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A speaker that is away, and one that fails, are two kinds."""
    for _ in range(3):
        trouble.failed(ValueError("broken"))
        trouble.gone()
    assert levels(caplog) == [logging.WARNING] * 2


async def test_a_repair_goes_when_it_works(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    trouble: Trouble,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And comes again with the next trouble."""
    caplog.set_level(logging.INFO)
    trouble.failed(TimeoutError())
    trouble.works()
    trouble.works()
    assert not issue(hass, entry)
    assert levels(caplog) == [logging.WARNING, logging.INFO]
    trouble.failed(TimeoutError())
    assert issue(hass, entry)


async def test_the_repair_of_an_earlier_session_goes(
    hass: HomeAssistant, entry: MockConfigEntry, trouble: Trouble
) -> None:
    """Who finds out that it works takes it back, whoever told of it."""
    Trouble(hass, entry, SPEAKER).failed(ValueError("broken"))
    trouble.works()
    assert not issue(hass, entry)


async def test_one_repair_for_one_trouble_is_enough(
    hass: HomeAssistant, entry: MockConfigEntry, trouble: Trouble
) -> None:
    """That Home Assistant does not know the speaker was told before the session."""
    gone = issue_id(OUTPUT_GONE, entry.entry_id, SPEAKER)
    ir.async_create_issue(
        hass,
        DOMAIN,
        gone,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=OUTPUT_GONE,
    )
    trouble.gone()
    assert not issue(hass, entry)
    hass.states.async_set(SPEAKER, "idle")
    await hass.async_block_till_done()
    assert not ir.async_get(hass).async_get_issue(DOMAIN, gone)


async def test_a_speaker_that_comes_back_works(
    hass: HomeAssistant, entry: MockConfigEntry, trouble: Trouble
) -> None:
    """Nobody has to try it first."""
    trouble.gone()
    trouble.gone()
    hass.states.async_set(SPEAKER, STATE_UNAVAILABLE, {"restored": True})
    await hass.async_block_till_done()
    assert issue(hass, entry)
    hass.states.async_remove(SPEAKER)
    await hass.async_block_till_done()
    assert issue(hass, entry)
    hass.states.async_set(SPEAKER, "idle")
    await hass.async_block_till_done()
    assert not issue(hass, entry)

    # From then on only a cue can tell.
    trouble.failed(ValueError("broken"))
    hass.states.async_set(SPEAKER, "playing")
    await hass.async_block_till_done()
    assert issue(hass, entry)


async def test_nobody_waits_for_a_speaker_after_the_unload(
    hass: HomeAssistant, entry: MockConfigEntry, trouble: Trouble
) -> None:
    """What was watched is let go with the entry."""
    trouble.gone()
    await entry._async_process_on_unload(hass)
    hass.states.async_set(SPEAKER, "idle")
    await hass.async_block_till_done()
    assert issue(hass, entry)
