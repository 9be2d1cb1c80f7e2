"""Tests of what Home Assistant keeps: statistics and lines of the logbook."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
    statistics_during_period,
)
from pytest_homeassistant_custom_component.typing import (
    RecorderInstanceContextManager,
    WebSocketGenerator,
)

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import list_statistic_ids
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, build_entry
from .conftest import SetUp

TOTAL = "sensor.back_care_total_minutes"


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Prepare the database before Home Assistant is there."""


async def test_minutes_become_statistics(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
) -> None:
    """For years; nothing that is about health does."""
    await set_up(build_entry())
    began_at = dt_util.utcnow()
    for minutes in (30, 12):
        frozen.tick(timedelta(minutes=1))
        await act(
            hass,
            "log_session",
            routine="full_core_30",
            minutes=minutes,
            finished_at=(began_at - timedelta(hours=minutes)).isoformat(),
        )
        await act(hass, "rate_session", pain_during=3, effort=6)
    await async_wait_recording_done(hass)
    do_adhoc_statistics(hass, start=began_at)
    await async_wait_recording_done(hass)

    def read() -> tuple[Any, set[str]]:
        rows = statistics_during_period(
            hass, began_at, period="5minute", statistic_ids={TOTAL}
        )
        return rows, {known["statistic_id"] for known in list_statistic_ids(hass)}

    rows, known = await get_instance(hass).async_add_executor_job(read)
    assert [row["sum"] for row in rows[TOTAL]] == [42]
    assert TOTAL in known
    assert known <= {
        f"sensor.back_care_{name}"
        for name in (
            "level",
            "minutes_this_week",
            "practices_today",
            "progress",
            "sessions_this_week",
            "set",
            "total_minutes",
            "week_streak",
        )
    }


async def test_lines_of_the_logbook(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """They say what became of a session, and not why."""
    assert await async_setup_component(hass, "logbook", {})
    began_at = dt_util.utcnow() - timedelta(seconds=1)
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse_to_end()
    await act(hass, "start_routine")
    await clock.elapse(100)
    await act(hass, "stop_session", reason="pain")
    await clock.elapse(1)
    await async_wait_recording_done(hass)

    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": began_at.isoformat(),
            "entity_ids": ["sensor.back_care_session"],
        }
    )
    answer = await client.receive_json()
    lines = [line for line in answer["result"] if line.get("domain") == "backcare"]
    assert [line["message"] for line in lines] == [
        "finished Seated belly practice, 1 of 1 sets",
        "stopped Full core routine after 1 of 17 sets",
    ]
    assert {line["name"] for line in lines} == {"Back care"}
    assert "pain" not in str(lines)
