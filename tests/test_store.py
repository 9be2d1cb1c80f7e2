"""Test the file of one person, on a real disk."""

from collections.abc import Generator
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.backcare.const import Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.store import BackCareStore
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.storage import STORAGE_MANAGER, Store

from .common import ENTRY_ID, session_record

RECORD = session_record(
    outcome=Outcome.CANCELLED,
    reason=StopReason.NO_TIME,
    exercise_ids=("plank", "bird_dog"),
    ratings={Rating.PAIN_BEFORE: 2, Rating.PAIN_DURING: 0, Rating.EFFORT: 10},
)


# Before the test kit puts a dictionary in the place of the disk.
_ON_DISK = {
    name: getattr(Store, name)
    for name in ("_async_load", "_async_write_data", "async_remove")
}


@pytest.fixture
def file(hass: HomeAssistant, tmp_path: Path) -> Generator[Path]:
    """Return where the file of the person is."""
    folder = tmp_path / ".storage"
    folder.mkdir()
    hass.config.config_dir = str(tmp_path)
    # It knows the files of the folder of before.
    del hass.data[STORAGE_MANAGER]
    with pytest.MonkeyPatch.context() as disk:
        for name, method in _ON_DISK.items():
            disk.setattr(Store, name, method)
        yield folder / f"backcare.{ENTRY_ID}"


def write(file: Path, data: Any, **envelope: Any) -> str:
    """Write a file as Home Assistant keeps it."""
    text = json.dumps(
        {"version": 1, "minor_version": 1, "key": file.name, "data": data} | envelope
    )
    file.write_text(text)
    return text


async def test_what_is_written_is_read_again(hass: HomeAssistant, file: Path) -> None:
    """A level, choices, a session and a running one."""
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    store.content.level = 4
    store.content.choices["routine"] = "short_10"
    store.content.sessions.append(RECORD)
    store.content.running = {"saved_at": "2026-11-02T18:00:00+00:00"}
    store.content.before = {"lights": [{"entity_id": "light.mat", "state": "on"}]}
    await store.async_save_now()

    again = BackCareStore(hass, ENTRY_ID)
    await again.async_open()
    assert again.content == store.content


async def test_a_new_person_has_no_file(hass: HomeAssistant, file: Path) -> None:
    """Nothing is written before something is worth keeping."""
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    assert store.content.sessions == []
    assert not file.exists()


async def test_a_file_of_before_there_was_more_to_keep_is_read(
    hass: HomeAssistant, file: Path
) -> None:
    """Without exercises and ratings of a session, and without how the outputs were."""
    old = RECORD.as_dict()
    del old["exercise_ids"], old["ratings"]
    write(file, {"level": 4, "choices": {}, "sessions": [old], "running": None})
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    assert store.content.sessions == [replace(RECORD, exercise_ids=(), ratings={})]
    assert store.content.before == {}


def damaged_record(**damage: Any) -> dict[str, Any]:
    """Return the content with one damaged session."""
    return {"sessions": [RECORD.as_dict() | damage]}


@pytest.mark.parametrize(
    "data",
    [
        [],
        "text",
        {"level": 9},
        {"level": "three"},
        {"choices": []},
        {"running": 1},
        {"before": []},
        {"sessions": {}},
        {"sessions": [{}]},
        damaged_record(outcome="won"),
        damaged_record(reason="bored"),
        damaged_record(started_at="2026-11-02T18:00:00"),
        damaged_record(ended_at="yesterday"),
        damaged_record(ended_at=5),
        damaged_record(active_seconds=-1),
        damaged_record(exercise_ids="plank"),
        damaged_record(surprise=1),
        damaged_record(ratings=[1]),
        damaged_record(ratings=None),
        damaged_record(ratings={"joy": 1}),
        damaged_record(ratings={"effort": 11}),
        damaged_record(ratings={"effort": -1}),
        damaged_record(ratings={"effort": "five"}),
    ],
)
async def test_a_file_that_makes_no_sense_is_set_aside(
    hass: HomeAssistant, file: Path, caplog: pytest.LogCaptureFixture, data: Any
) -> None:
    """The person starts anew, the old file is kept, and the log names both."""
    text = write(file, data)
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    assert store.content.sessions == []
    (kept,) = file.parent.glob(f"{file.name}.damaged.*")
    assert kept.read_text() == text
    assert str(kept) in caplog.text


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', "null", "\x00"])
async def test_a_damaged_file_does_not_stop_the_set_up(
    hass: HomeAssistant, file: Path, text: str
) -> None:
    """The person starts anew, and the old file is kept."""
    file.write_text(text)
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    assert store.content.sessions == []
    kept = [item for item in file.parent.iterdir() if item.read_text() == text]
    assert kept


async def test_a_file_of_a_newer_version_is_refused_and_kept(
    hass: HomeAssistant, file: Path
) -> None:
    """A downgrade loses nothing."""
    text = write(file, {"level": 3}, version=2)
    with pytest.raises(ConfigEntryError):
        await BackCareStore(hass, ENTRY_ID).async_open()
    assert file.read_text() == text


async def test_a_file_of_a_newer_minor_version_is_read(
    hass: HomeAssistant, file: Path
) -> None:
    """What is new in it does no harm."""
    write(file, {"level": 3, "novelty": True}, minor_version=2)
    store = BackCareStore(hass, ENTRY_ID)
    await store.async_open()
    assert store.content.level == 3
