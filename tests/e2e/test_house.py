"""The house of real parts: each of them does what the tests of BackCare need it for."""

from collections.abc import AsyncGenerator
import logging
from pathlib import Path
import subprocess
from time import monotonic
from typing import Any

import numpy as np
import pytest

from scripts.house.engines import Mood
from scripts.house.house import SATELLITE, House, open_house
from scripts.house.listening import RATE, Sound, decoded, find, onsets, overlapping
from scripts.house.players import PLAYERS

from .common import problems, until

pytestmark = pytest.mark.xdist_group("house")
"""One house at a time: what is heard needs a machine that is not too busy."""

LOGGER = logging.getLogger(__name__)

SENTENCE = "Hold the plank for thirty seconds, and breathe."
OTHER_SENTENCE = "Well done, that was everything."

SLOWEST_SECONDS = 2.5
"""More than the slowest player needs to begin."""

COLORS: dict[str, dict[str, Any]] = {
    "onoff": {},
    "brightness": {"brightness": 102},
    "color_temp": {"color_temp_kelvin": 2500},
    "hs": {"hs_color": [30, 80]},
    "xy": {"xy_color": [0.5, 0.4]},
    "rgb": {"rgb_color": [255, 100, 0]},
    "rgbw": {"rgbw_color": [255, 100, 0, 50]},
    "rgbww": {"rgbww_color": [255, 100, 0, 50, 60]},
    "white": {"brightness": 102},
    "effect": {"effect": "rainbow"},
}
"""What each light is told, and tells then."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    """Return a house with everything in it."""
    async with open_house(tmp_path / "house") as house:
        yield house


@pytest.mark.timeout(240)
async def test_house_works(house: House) -> None:
    """Every speaker is heard, every light does what it is told, both voices speak."""
    assert {*house.speakers} == {*PLAYERS, SATELLITE}
    await _hears_every_speaker(house)
    await _talks_to_the_satellite(house)
    await _switches_every_light(house)
    assert problems(house.home) == []
    await _knows_every_voice(house)


async def _hears_every_speaker(house: House) -> None:
    """Say a sentence on each speaker and hear all of it; log how late it was."""
    clip = await house.clip(SENTENCE)
    for name in house.speakers:
        said_at = monotonic()
        await house.speak(name, SENTENCE)
        heard = find(
            clip,
            await house.heard(name, said_at, said_at + clip.seconds + SLOWEST_SECONDS),
        )
        assert heard, name
        assert heard.is_whole, (name, heard)
        LOGGER.info("%s: %.0f ms", name, (heard.starts_at - said_at) * 1000)
    # Once for the players and once for the satellite, who wants another kind of file.
    assert house.engines["espeak"].made["en", SENTENCE] == 2


async def _talks_to_the_satellite(house: House) -> None:
    """Talk to the satellite until it listens, and get an answer."""
    for act, state in (
        (house.satellite.talk, "listening"),
        (house.satellite.hush, "responding"),
    ):
        await act()
        await until(
            lambda: house.home.get(f"api/states/{house.speakers[SATELLITE]}"),
            lambda seen, wanted=state: seen["state"] == wanted,
        )


async def _switches_every_light(house: House) -> None:
    """Switch each light, read what it tells of it, and take one away."""
    home = house.home
    for name, light in house.lights.items():
        told = {"white": 102} if name == "white" else COLORS[name]
        await home.connection.action("light.turn_on", entity_id=light.entity_id, **told)
        state = await until(
            lambda light=light: home.get(f"api/states/{light.entity_id}"),
            lambda state: state["state"] == "on",
        )
        assert COLORS[name].items() <= state["attributes"].items(), name
        assert [command.told["state"] for command in light.commands] == ["ON"]
    lamp = house.lights["hs"]
    lamp.go("offline")
    await until(
        lambda: home.get(f"api/states/{lamp.entity_id}"),
        lambda state: state["state"] == "unavailable",
    )


async def _knows_every_voice(house: House) -> None:
    """Let each voice say something of its own, and one of them lose its voice."""
    english = await house.clip(SENTENCE)
    neural = await house.clip(SENTENCE, "piper", language="en_US")
    dutch = await house.clip(
        "Adem rustig door.", language="nl", options={"voice": "nl"}
    )
    assert min(neural.seconds, dutch.seconds) > 1
    assert find(english, neural) is None
    engine = house.engines["espeak"]
    assert engine.made["nl", "Adem rustig door."] == 1
    engine.mood = Mood.FAILING
    with pytest.raises(subprocess.CalledProcessError):
        await house.clip(OTHER_SENTENCE)
    assert engine.made["en", OTHER_SENTENCE] >= 1


def test_listening_tells_cut_and_overlapping_from_whole(tmp_path: Path) -> None:
    """A clip is found at any loudness, and known to be whole, cut, drowned or not there."""
    clip, other = (_spoken(tmp_path, text) for text in (SENTENCE, OTHER_SENTENCE))
    silence = np.zeros(2 * RATE, np.float32)
    heard = np.concatenate((silence, clip.samples * 0.2, silence))

    whole = find(clip, Sound(heard, 100))
    assert whole
    assert whole.is_whole
    assert onsets(Sound(heard, 100)) == pytest.approx([whole.starts_at], abs=0.005)
    assert find(other, Sound(heard)) is None

    cut = heard.copy()
    cut[round((whole.ends_at - 100.3) * RATE) :] = 0
    found = find(clip, Sound(cut))
    assert found
    assert not found.is_whole
    assert 0.5 < found.share < 0.95

    both = heard.copy()
    both[3 * RATE : 3 * RATE + len(other.samples)] += other.samples * 0.2
    pair = [find(clip, Sound(both)), find(other, Sound(both))]
    assert len(overlapping(each for each in pair if each)) == 1


def _spoken(folder: Path, text: str) -> Sound:
    """Return how espeak-ng says a text."""
    file = folder / "spoken.wav"
    subprocess.run(("espeak-ng", "-w", file, text), check=True)
    return decoded(file)
