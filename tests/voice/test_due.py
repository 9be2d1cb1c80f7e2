"""Test what a satellite asks about the weekly plan, and what the answers do."""

import pytest

from custom_components.backcare.const import Conf, Rating
from homeassistant.util import dt as dt_util
from tests.common import session_record, state

from .gym import Gym
from .test_asking import DUE, NEXT_DAY

PLAN = {"days": ["monday"], "at": "18:10:00", "on_due": "ask"}


async def plan(gym: Gym, *answers: str | None) -> None:
    """Plan a training in ten minutes, with answers ready."""
    await gym.hass.config.async_set_time_zone("UTC")
    gym.satellite.answers = list(answers)
    options = {
        **gym.entry.options,
        Conf.PLAN: {**PLAN, "satellite": gym.satellite.entity_id},
    }
    gym.hass.config_entries.async_update_entry(gym.entry, options=options)
    await gym.time.elapse(0)


@pytest.mark.parametrize(
    ("answer", "session", "due"),
    [
        ("start", "active", "off"),
        ("later", "idle", "off"),
        ("skip", "idle", "off"),
        (None, "idle", "on"),
    ],
)
async def test_a_training_that_is_due(
    gym: Gym, answer: str | None, session: str, due: str
) -> None:
    """The answer is obeyed; without one the training waits."""
    await plan(gym, answer)
    await gym.time.elapse(599)
    assert gym.satellite.asked == []
    await gym.time.elapse(30)
    assert gym.satellite.said[0] == DUE
    assert state(gym.hass, "sensor.session") == session
    assert state(gym.hass, "binary_sensor.session_due") == due
    if answer == "start":
        await gym.do("stop_session")


async def test_an_answer_that_was_given_elsewhere(gym: Gym) -> None:
    """What is said after it changes nothing."""
    await plan(gym, "later")
    await gym.time.elapse(600)
    while not gym.satellite.is_asking:
        await gym.time.elapse(0.5)
    reminders = gym.entry.runtime_data.reminders
    reminders.async_skip()
    await gym.time.elapse(30)
    assert reminders.next_at.isoformat() == "2026-11-09T18:10:00+00:00"


@pytest.mark.parametrize(
    ("answer", "ratings"), [("four", {Rating.PAIN_NEXT_DAY: 4}), (None, {})]
)
async def test_the_next_morning(
    gym: Gym, answer: str | None, ratings: dict[Rating, int]
) -> None:
    """What is answered is kept with the session."""
    await plan(gym, answer)
    record = session_record(ended_at=dt_util.utcnow())
    gym.entry.runtime_data.profile.add(record)
    gym.entry.runtime_data.async_tell()
    await gym.time.elapse(15 * 3600 + 60)
    assert gym.satellite.said[0] == NEXT_DAY
    assert gym.last.ratings == ratings
