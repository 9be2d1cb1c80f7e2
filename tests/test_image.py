"""Tests of the picture of the exercise."""

from collections.abc import Generator
from datetime import timedelta
from http import HTTPStatus
from unittest.mock import patch

from defusedxml.ElementTree import fromstring
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.const import Key
from homeassistant.components.image import DOMAIN as IMAGE_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, build_entry, described
from .conftest import SetUp

IMAGE = "image.back_care_exercise"


@pytest.fixture
def token() -> Generator[None]:
    """Give every picture the same token."""
    with patch("random.SystemRandom.getrandbits", return_value=0xACE):
        yield


async def title(hass: HomeAssistant, get_client: ClientSessionGenerator) -> str:
    """Return what the picture says that it shows."""
    client = await get_client()
    found = hass.states.get(IMAGE)
    assert found
    response = await client.get(found.attributes["entity_picture"])
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/svg+xml"
    text: str = fromstring(await response.text()).findtext(
        "{http://www.w3.org/2000/svg}title"
    )
    return text


async def select(hass: HomeAssistant, routine: str) -> None:
    """Select a routine."""
    await hass.services.async_call(
        "select",
        "select_option",
        {ATTR_ENTITY_ID: "select.back_care_routine", "option": routine},
        blocking=True,
    )


@pytest.mark.usefixtures("token")
async def test_idle(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    clock: SessionClock,
    config_entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """The image has a picture from the beginning."""
    await set_up(config_entry)
    assert described(hass, config_entry, IMAGE_DOMAIN) == snapshot


@pytest.mark.usefixtures("setup_backcare")
async def test_pictures_of_a_session(
    hass: HomeAssistant,
    clock: SessionClock,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The picture is that of the exercise and side, and before that of the first one."""
    shown = [await title(hass, hass_client_no_auth)]
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    await act(hass, "start_routine")
    while hass.states.is_state("switch.back_care", "on"):
        shown.append(await title(hass, hass_client_no_auth))
        await clock.elapse_to_next()
    shown.append(await title(hass, hass_client_no_auth))

    seen = [shown[0]]
    for each in shown:
        if each != seen[-1]:
            seen.append(each)
    assert seen == [
        "Forearm plank",
        "Side plank, left",
        "Glute bridge",
        "Side plank, right",
        "Deep abdominal activation (transversus abdominis)",
        "Cat-camel",
        "Bird dog",
        "Forearm plank",
    ]
    rows = [change for change in changes if change.data["entity_id"] == IMAGE]
    assert len(rows) == len(seen) - 1


@pytest.mark.usefixtures("setup_backcare")
async def test_picture_of_the_selected_routine(
    hass: HomeAssistant, clock: SessionClock, hass_client: ClientSessionGenerator
) -> None:
    """Without a session the picture tells how the selected routine begins."""
    before = hass.states.get(IMAGE)
    await clock.elapse(1)
    await select(hass, "split_a_holds")
    assert hass.states.get(IMAGE) == before
    await select(hass, "gentle_reset")
    assert hass.states.get(IMAGE).state > before.state
    assert (await title(hass, hass_client)).startswith("Deep abdominal activation")


async def test_title_in_the_persons_language(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    hass_client: ClientSessionGenerator,
) -> None:
    """A screen reader says the title in the language of the person, at once."""
    entry = await set_up(build_entry())
    before = hass.states.get(IMAGE).state
    await clock.elapse(1)
    hass.config_entries.async_update_entry(
        entry, options={"speech": {"language": "nl"}}
    )
    await hass.async_block_till_done()
    assert hass.states.get(IMAGE).state > before
    assert await title(hass, hass_client) == "Buikplank"


async def test_level_that_is_gone(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """The level of the programme stands in for it."""
    setup_backcare.runtime_data.async_choose(Key.LEVEL_CHOICE, "9")
    assert await hass.config_entries.async_reload(setup_backcare.entry_id)
    await hass.async_block_till_done()
    assert await title(hass, hass_client) == "Forearm plank"


async def test_without_the_booklet(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """Who imagines a cup of tea sees another picture, at once."""
    await act(hass, "start_routine", routine="split_b_control")
    for _ in range(2):
        await act(hass, "skip", scope="exercise")
    assert hass.states.is_state("sensor.back_care_exercise", "bird_dog")
    client = await hass_client()
    address = f"/api/image_proxy/{IMAGE}"
    before = await (await client.get(address)).text()
    hass.config_entries.async_update_entry(
        setup_backcare, options={"behaviour": {"booklet": False}}
    )
    await hass.async_block_till_done()
    after = await (await client.get(address)).text()
    assert after.startswith("<svg")
    assert after != before


@pytest.mark.usefixtures("setup_backcare")
async def test_nothing_is_written_in_between(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """An image at rest writes no rows, though Home Assistant renews tokens."""
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    for minutes in (6, 12, 18):
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=minutes))
        await hass.async_block_till_done()
    assert not changes


@pytest.mark.usefixtures("setup_backcare")
async def test_without_a_token(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Who has no token does not get the picture."""
    client = await hass_client_no_auth()
    response = await client.get(f"/api/image_proxy/{IMAGE}")
    assert response.status == HTTPStatus.FORBIDDEN
