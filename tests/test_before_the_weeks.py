"""Test that what was written before there were weeks still loads.

Sam was added, filled in all options and a routine of their own, trained twice, rated the
first session, and was training when Home Assistant stopped.
"""

import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from custom_components.backcare.const import Conf, Key
from homeassistant.core import HomeAssistant

from .common import SessionClock, act
from .conftest import SetUp

FILE = Path(__file__).parent / "fixtures" / "before_the_weeks.json"
ENVELOPE = ("created_at", "discovery_keys", "modified_at", "subentries")
OUTPUTS = (
    "media_player.kitchen",
    "assist_satellite.hall",
    "tts.voice",
    "light.lamp",
    "scene.calm",
    "scene.bright",
    "script.dim",
)


def entry_of(kept: dict[str, Any]) -> MockConfigEntry:
    """Return an entry as it was kept."""
    own = {key: value for key, value in kept.items() if key not in ENVELOPE}
    return MockConfigEntry(**own, subentries_data=kept["subentries"])


async def test_all_of_it_is_taken_up(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    frozen: FrozenDateTimeFactory,
    clock: SessionClock,
    set_up: SetUp,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person, their options and routine, the history and the running session."""
    kept = json.loads(FILE.read_text())
    ((name, file),) = kept["files"].items()
    before = file["data"]["sessions"]
    for entity_id in OUTPUTS:
        hass.states.async_set(entity_id, "idle")
    frozen.move_to("2026-11-02T20:09:00+00:00")
    hass_storage[name] = file
    entry = await set_up(entry_of(kept["entry"]))

    profile = entry.runtime_data.profile
    assert entry.options == kept["entry"]["options"]
    assert profile.settings.speakers == tuple(entry.options["speech"][Conf.SPEAKERS])
    assert profile.settings.safety_confirmed
    assert profile.settings.add_on_confirmed
    assert profile.library.find("Morning").id in entry.subentries
    assert profile.choice(Key.LEVEL_CHOICE) == "3"
    for record, row in zip(profile.sessions, before, strict=True):
        assert json.loads(json.dumps(record.as_dict())).items() >= row.items()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]

    session = hass.states.get("sensor.sam_session")
    assert session
    assert session.state == "paused"
    await act(hass, "resume_session")
    await clock.elapse_to_end()
    assert [record.routine_id for record in profile.sessions] == [
        "gentle_reset",
        "full_core_30",
        "seated_transversus",
    ]
    await flush_store(entry.runtime_data._store)
    await flush_store(entry.runtime_data._store._history)
    assert len(hass_storage[f"{name}.history"]["data"]["sessions"]) == 3
