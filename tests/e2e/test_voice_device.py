"""A voice device that announces and asks: its player leads a session, and a person rates it."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from scripts.home import SAFE
from scripts.house.concert import Person, gather
from scripts.house.house import VOICE_DEVICE, House, open_house

from .common import Moments, problems
from .test_heard import assert_heard

pytestmark = pytest.mark.xdist_group("house")
"""One house at a time: what is heard needs a machine that is not too busy."""

ROUTINE = "seated_transversus"
RATINGS = {
    "pain_before": ("How is your back now", "It feels like a three today."),
    "pain_during": ("pain", "I would say two."),
    "effort": ("hard", "Seven out of ten."),
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    """Return a house with a voice device."""
    async with open_house(
        tmp_path / "house", players=(), engines=("espeak",), has_voice_device=True
    ) as house:
        yield house


@pytest.mark.timeout(240)
async def test_a_player_that_announces_is_on_time(house: House) -> None:
    """Its cues are heard whole, at their moments and alone."""
    concert = await gather(house, {VOICE_DEVICE: Person()})
    await concert.play(routine=ROUTINE)
    cues = await concert.cues(VOICE_DEVICE)
    assert len(cues) > 10
    assert_heard(cues)


@pytest.mark.timeout(240)
async def test_a_person_answers_how_it_was(house: House) -> None:
    """A session that was started on the device is rated there, in words."""
    home, device = house.home, house.device
    assert device
    added = await home.add(
        "backcare", {"user": {"name": "Sam", "language": "en"}, **SAFE}
    )
    entry_id = added["result"]["entry_id"]
    moments = await Moments.of(home.connection)

    await home.connection.action(
        "backcare.start_routine",
        config_entry_id=entry_id,
        routine="short_10",
        speakers=[f"assist_satellite.{VOICE_DEVICE}"],
    )
    for rating, (question, answer) in RATINGS.items():
        async with asyncio.timeout(60):
            await device.listening.wait()
        assert question in device.told[-1]
        await house.say(answer, device=device)
        if rating == "pain_before":
            await moments.wait_for("phase_started", phase_number=2)
            while (await home.get("api/states/sensor.sam_session"))[
                "state"
            ] == "active":
                await home.connection.action("backcare.skip", scope="exercise")
    await asyncio.sleep(3)
    (session,) = (
        await home.connection.action(
            "backcare.get_history", returns=True, config_entry_id=entry_id
        )
    )["sessions"]
    assert {key: session["ratings"][key] for key in RATINGS} == {
        "pain_before": 3,
        "pain_during": 2,
        "effort": 7,
    }
    assert problems(home) == []
