"""What is heard of whole sessions on real speakers, and what real lamps are told."""

from collections.abc import AsyncGenerator
from itertools import pairwise
from pathlib import Path
import re
from time import monotonic, time

import pytest

from custom_components.backcare.cues.tones import Tone
from scripts.house.concert import Cue, Person, gather
from scripts.house.house import SATELLITE, House, open_house

from .common import Moments, problems, states_of, until

pytestmark = pytest.mark.xdist_group("house")
"""One house at a time: what is heard needs a machine that is not too busy."""

MPD = "mpd"
DLNA = "dlna"

EARLY_SECONDS, LATE_SECONDS = 0.4, 1.5
"""Around its moment, on a machine that has a lot more to do; benchmarks tell the rest."""

COUNT_SECONDS = 0.02

MATTERS = re.compile(
    r"Left out on (?!media_player\.dlna).*CuePriority\.(SAFETY|COUNTDOWN|START_END)"
)
"""What nobody may miss; the renderer itself refuses to play now and then."""

PREPARING, WORKING = 40, 255
"""Brightnesses that a lamp is told."""

MELODY_SECONDS = 2
LOUD = 0.05


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    """Return a house with two kinds of players, a satellite, two engines and lamps."""
    async with open_house(tmp_path / "house", players=(MPD, DLNA)) as house:
        yield house


def assert_heard(cues: list[Cue]) -> None:
    """Check that each cue was heard whole, at its moment and alone."""
    for cue in cues:
        assert cue.is_whole, cue
        assert cue.error_seconds is not None
        assert -EARLY_SECONDS < cue.error_seconds < LATE_SECONDS, cue
        if cue.what in (Tone.COUNTDOWN, Tone.COUNTDOWN_END):
            assert cue.spacings == pytest.approx([1, 1, 1], abs=COUNT_SECONDS), cue
    heard = [note for cue in cues for note in cue.notes if note]
    for before, after in pairwise(heard):
        assert before.ends_at < after.starts_at + COUNT_SECONDS, (before, after)


@pytest.mark.timeout(400)
async def test_a_whole_routine_is_heard(house: House) -> None:
    """Two players with music, a Dutch satellite, two engines and all lamps."""
    lamps = [light.entity_id for light in house.lights.values()]
    home = house.home
    await home.connection.action("light.turn_on", entity_id=lamps[:5], brightness=100)
    concert = await gather(
        house,
        {
            MPD: Person(engine="piper", lights=tuple(lamps)),
            DLNA: Person(),
            SATELLITE: Person(language="nl"),
        },
    )
    for player in (MPD, DLNA):
        await house.play(player)
    await _hear_melody(house, MPD)
    lamps_before = await states_of(home, lamps)
    moments = await Moments.of(home.connection)

    await concert.play(routine="seated_transversus")

    # Nothing was made twice: once for the players, once in the format of the satellite.
    assert {
        count for engine in house.engines.values() for count in engine.made.values()
    } == {1}
    assert not [line for line in concert.left_out() if MATTERS.search(line)]
    started = await _work_phases(moments, len(concert.people))
    for name in concert.people:
        cues = await concert.cues(name)
        assert_heard(cues)
        _assert_started_on_time(cues, started)
    # The music goes on, and the lamps are as they were.
    for player in (MPD, DLNA):
        await _hear_melody(house, player)
    assert await states_of(home, lamps) == lamps_before
    _assert_lamps_led(house)
    assert not [line for line in problems(home) if "backcare" in line]


async def _hear_melody(house: House, player: str) -> None:
    """Hear music on a player."""

    async def loudness() -> float:
        now = monotonic()
        sound = await house.heard(player, now - MELODY_SECONDS, now)
        return float(abs(sound.samples).mean())

    await until(loudness, lambda loudness: loudness > LOUD)


async def _work_phases(moments: Moments, people_count: int) -> list[float]:
    """Return when the sets began, on the machine's monotonic clock."""
    since = time() - monotonic()
    for _ in range(people_count):
        await moments.wait_for("session_finished")
    return [
        moment.due_at.timestamp() - since
        for moment in moments.phases()
        if moment.data["phase"] in ("hold", "move")
    ]


def _assert_started_on_time(cues: list[Cue], started: list[float]) -> None:
    """Check that the start tone of each countdown fell on the start of a set."""
    tones = [cue.notes[-1] for cue in cues if cue.what == Tone.COUNTDOWN]
    assert tones
    for tone in tones:
        assert tone
        nearest = min(started, key=lambda start: abs(start - tone.starts_at))
        assert -EARLY_SECONDS < tone.starts_at - nearest < LATE_SECONDS


def _assert_lamps_led(house: House) -> None:
    """Check that each lamp showed work and rest, and did not flash."""
    for name, lamp in house.lights.items():
        told = [command.told for command in lamp.commands]
        assert len(told) > 1, name
        if name != "onoff":
            assert {PREPARING, WORKING} <= {each.get("brightness") for each in told}
        times = [command.at for command in lamp.commands]
        for first, third in zip(times, times[3:], strict=False):
            assert third - first > 1, name
