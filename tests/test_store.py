"""Test the files of one person, on a real disk."""

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import flush_store

from custom_components.backcare.const import DOMAIN, Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.store import BackCareStore
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_MANAGER, Store

from .common import ENTRY_ID, session_record

RECORD = session_record(
    outcome=Outcome.CANCELLED,
    reason=StopReason.NO_TIME,
    exercise_ids=("plank", "bird_dog"),
    ratings={Rating.PAIN_BEFORE: 2, Rating.PAIN_DURING: 0, Rating.EFFORT: 10},
    pause_count=2,
    is_red_flag=True,
)
LATER = replace(
    session_record(session_id="later"), ended_at=RECORD.ended_at + timedelta(days=2)
)

# Before the test kit puts a dictionary in the place of the disk.
_ON_DISK = {
    name: getattr(Store, name)
    for name in ("_async_load", "_async_write_data", "async_remove")
}


@pytest.fixture
def file(hass: HomeAssistant, tmp_path: Path) -> Generator[Path]:
    """Return where the small file of the person is."""
    folder = tmp_path / ".storage"
    folder.mkdir()
    hass.config.config_dir = str(tmp_path)
    # It knows the files of the folder of before.
    del hass.data[STORAGE_MANAGER]
    with pytest.MonkeyPatch.context() as disk:
        for name, method in _ON_DISK.items():
            disk.setattr(Store, name, method)
        yield folder / f"backcare.{ENTRY_ID}"


@pytest.fixture
def history(file: Path) -> Path:
    """Return where the sessions of the person are."""
    return beside(file, "history")


def beside(file: Path, ending: str) -> Path:
    """Return a file with a longer name."""
    return file.with_name(f"{file.name}.{ending}")


def write(file: Path, data: Any, **envelope: Any) -> str:
    """Write a file as Home Assistant keeps it."""
    text = json.dumps(
        {"version": 1, "minor_version": 1, "key": file.name, "data": data} | envelope
    )
    file.write_text(text)
    return text


def read(file: Path) -> Any:
    """Return what is in a file."""
    return json.loads(file.read_text())["data"]


async def opened(hass: HomeAssistant) -> BackCareStore:
    """Return what is on the disk."""
    store = BackCareStore(hass, ENTRY_ID, "Sam")
    await store.async_open()
    return store


async def filled(hass: HomeAssistant, *records: Any) -> BackCareStore:
    """Return what is on the disk when a person trained, with its copies."""
    store = await opened(hass)
    store.content.level = 4
    for record in records:
        store.add(record)
    await store.async_save_now()
    return store


def repairs(hass: HomeAssistant) -> dict[str, dict[str, str]]:
    """Return what the repairs of BackCare say, by what they are about."""
    return {
        str(issue.translation_key): issue.translation_placeholders or {}
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


# As it should be


async def test_what_is_written_is_read_again(hass: HomeAssistant, file: Path) -> None:
    """A level, choices, sessions, a running one, and what the parts keep."""
    store = await opened(hass)
    store.content.level = 4
    store.content.choices["routine"] = "short_10"
    store.content.running = {"saved_at": "2026-11-02T18:00:00+00:00"}
    store.content.before = {"lights": [{"entity_id": "light.mat", "state": "on"}]}
    store.content.decisions.append({"kind": "released"})
    store.content.plan["later"] = 1
    store.content.practice["count"] = 2
    store.content.cards["card_types"] = "2026-11-02"
    store.add(RECORD)
    store.add(LATER)
    await store.async_save_now()

    again = await opened(hass)
    assert again.content == store.content
    assert again.content.sessions == [RECORD, LATER]
    assert not repairs(hass)


async def test_a_new_person_has_no_file(hass: HomeAssistant, file: Path) -> None:
    """Nothing is written before something is worth keeping, and nothing is wrong."""
    store = await opened(hass)
    assert store.content.sessions == []
    assert not list(file.parent.iterdir())
    assert not repairs(hass)


async def test_a_session_is_written_without_waiting(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """The sessions only when they change, each on a line of its own."""
    store = await opened(hass)
    store.save_soon()
    await flush_store(store)
    assert file.exists()
    assert not history.exists()
    store.add(RECORD)
    store.add(LATER)
    await flush_store(store._history)
    assert [json.loads(line.rstrip(","))["session_id"] for line in rows(history)] == [
        RECORD.session_id,
        LATER.session_id,
    ]
    assert store.history_revision == 2


def rows(history: Path) -> list[str]:
    """Return the lines of a file that are sessions."""
    lines = history.read_text().splitlines()
    return [line.strip() for line in lines if '"session_id"' in line]


async def test_nobody_else_reads_the_files(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """They tell how a back feels."""
    await filled(hass, RECORD)
    for path in file.parent.iterdir():
        assert path.stat().st_mode & 0o077 == 0


async def test_a_session_told_afterwards_is_put_in_its_place(
    hass: HomeAssistant, file: Path
) -> None:
    """What BackCare led comes last, even after a clock that was wrong."""
    store = await filled(hass, RECORD, LATER)
    told = session_record(
        session_id="told",
        is_logged=True,
        ended_at=RECORD.ended_at + timedelta(days=1),
    )
    led = replace(told, session_id="led", is_logged=False)
    store.add(told)
    store.add(led)
    ids = [record.session_id for record in store.content.sessions]
    assert ids == [RECORD.session_id, "told", "later", "led"]


async def test_a_record_is_replaced(hass: HomeAssistant, file: Path) -> None:
    """One that is gone meanwhile stays away."""
    store = await filled(hass, RECORD, LATER)
    revision = store.history_revision
    store.replace(replace(RECORD, ratings={}))
    assert store.history_revision == revision + 1
    store.replace(replace(RECORD, session_id="gone"))
    assert store.history_revision == revision + 1
    assert store.content.sessions == [replace(RECORD, ratings={}), LATER]


async def test_records_are_merged(hass: HomeAssistant, file: Path) -> None:
    """By their ids; what was there stays as it is."""
    store = await filled(hass, LATER)
    assert store.merge([RECORD, replace(LATER, level=1)]) == 1
    assert store.content.sessions == [RECORD, LATER]


# Deleting


async def test_ratings_are_deleted_everywhere(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """From the copy and from what was damaged too; the sessions stay."""
    store = await filled(hass, replace(RECORD, is_red_flag=True))
    damaged = beside(history, "damaged.20261102")
    damaged.write_text(history.read_text())
    await store.async_forget_ratings()
    assert not damaged.exists()
    for path in (history, beside(history, "copy")):
        (row,) = read(path)["sessions"]
        assert (row["ratings"], row["is_red_flag"]) == ({}, False)
    assert (await opened(hass)).content.sessions == [
        replace(RECORD, ratings={}, is_red_flag=False)
    ]


async def test_the_history_is_deleted_everywhere(
    hass: HomeAssistant, file: Path
) -> None:
    """With what the person decided about it."""
    store = await filled(hass, RECORD)
    store.content.decisions.append({"kind": "released"})
    await store.async_forget_sessions()
    for path in file.parent.iterdir():
        assert "plank" not in path.read_text()
    assert (await opened(hass)).content.decisions == []


async def test_a_removed_person_leaves_nothing(hass: HomeAssistant, file: Path) -> None:
    """No copy and no damaged file."""
    store = await filled(hass, RECORD)
    beside(file, "corrupt.2026").write_text("{")
    beside(file, "history.copy.damaged.2026").write_text("{")
    await store.async_remove()
    assert not list(file.parent.iterdir())


# Files of other versions


def first_version(*records: Any, **content: Any) -> dict[str, Any]:
    """Return the content of the first released version."""
    return {
        "level": 4,
        "choices": {},
        "sessions": [record.as_dict() for record in records],
        "running": None,
        **content,
    }


async def test_sessions_of_the_first_version_move(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """Into a file of their own; the small file has none any more."""
    write(file, first_version(RECORD, LATER))
    store = await opened(hass)
    assert store.content.sessions == [RECORD, LATER]
    assert store.content.level == 4
    assert len(read(history)["sessions"]) == 2
    assert "sessions" not in read(file)
    assert json.loads(file.read_text())["minor_version"] == 2
    assert (await opened(hass)).content == store.content
    assert not repairs(hass)


async def test_nothing_is_lost_by_a_downgrade_and_back(
    hass: HomeAssistant, file: Path
) -> None:
    """The first version starts a new list, which then joins the history."""
    await filled(hass, RECORD)
    write(file, {**read(file), "sessions": [LATER.as_dict()]}, minor_version=1)
    assert (await opened(hass)).content.sessions == [RECORD, LATER]


async def test_a_power_cut_while_the_sessions_move(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """They are in both files, and counted once."""
    await filled(hass, RECORD)
    write(file, first_version(RECORD, LATER))
    assert (await opened(hass)).content.sessions == [RECORD, LATER]


async def test_a_file_of_before_there_was_more_to_keep_is_read(
    hass: HomeAssistant, file: Path
) -> None:
    """Without exercises and ratings of a session, and without how the outputs were."""
    old = RECORD.as_dict()
    for key in ("exercise_ids", "ratings", "pause_count", "is_logged", "is_red_flag"):
        del old[key]
    write(file, first_version() | {"sessions": [old]})
    store = await opened(hass)
    assert store.content.sessions == [
        replace(RECORD, exercise_ids=(), ratings={}, pause_count=0, is_red_flag=False)
    ]
    assert store.content.before == {}


@pytest.mark.parametrize("ending", ["", ".history"])
async def test_a_file_of_a_newer_version_is_refused_and_kept(
    hass: HomeAssistant, file: Path, ending: str
) -> None:
    """A downgrade loses nothing."""
    newer = file.with_name(f"{file.name}{ending}")
    text = write(newer, {"level": 3}, version=2)
    with pytest.raises(ConfigEntryError) as refusal:
        await opened(hass)
    assert refusal.value.translation_placeholders == {"file": newer.name}
    assert newer.read_text() == text


async def test_a_file_of_a_newer_minor_version_is_read(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """What is new in it does no harm."""
    write(file, {"level": 3, "novelty": True}, minor_version=3)
    write(history, {"sessions": [RECORD.as_dict() | {"novelty": 1}]}, minor_version=2)
    store = await opened(hass)
    assert store.content.level == 3
    assert store.content.sessions == [RECORD]


# Damaged files

UNREADABLE = ("", "{", "[]", '{"version": 1}', "null", "\x00", "{}", '"text"', "\xff")


@pytest.mark.parametrize("text", UNREADABLE)
@pytest.mark.parametrize("ending", ["", ".history"])
async def test_the_copy_of_a_damaged_file_is_taken(
    hass: HomeAssistant, file: Path, text: str, ending: str
) -> None:
    """The damaged one is kept, and a repair says where."""
    store = await filled(hass, RECORD)
    damaged = file.with_name(f"{file.name}{ending}")
    damaged.write_bytes(text.encode("latin-1"))
    again = await opened(hass)
    assert again.content == store.content
    kept = Path(repairs(hass)["store_restored"]["kept"])
    assert kept.read_bytes() == text.encode("latin-1")
    # Home Assistant's own repair would tell to restore a backup.
    assert len(ir.async_get(hass).issues) == 1
    assert (await opened(hass)).content == store.content


async def test_a_half_written_history_is_not_lost(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """What came after the copy may be missing."""
    store = await filled(hass, RECORD)
    store.add(LATER)
    await flush_store(store._history)
    history.write_text(history.read_text()[:-200])
    assert (await opened(hass)).content.sessions == [RECORD]


async def test_a_file_that_vanished_is_taken_from_its_copy(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """And a repair tells."""
    await filled(hass, RECORD)
    history.unlink()
    assert (await opened(hass)).content.sessions == [RECORD]
    assert "store_restored" in repairs(hass)


@pytest.mark.parametrize("ending", ["", ".history"])
async def test_a_damaged_file_without_a_copy(
    hass: HomeAssistant, file: Path, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    """The person starts anew, and log and repair name what was kept."""
    damaged = file.with_name(f"{file.name}{ending}")
    write(damaged, "text")
    store = await opened(hass)
    assert store.content.sessions == []
    kept = repairs(hass)["store_lost"]["kept"]
    assert kept in caplog.text
    assert json.loads(Path(kept).read_text())["data"] == "text"


async def test_a_copy_that_is_damaged_too(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """The person starts anew."""
    await filled(hass, RECORD)
    for path in (history, beside(history, "copy")):
        write(path, {"sessions": 5})
    assert (await opened(hass)).content.sessions == []
    assert "store_lost" in repairs(hass)


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
        {"decisions": [1]},
        {"decisions": [{"session_id": []}]},
        {"plan": []},
        {"plan": {"marks": []}},
        {"plan": {"shown": None}},
        {"cards": {"card_types": []}},
        {"sessions": {}},
    ],
)
async def test_a_file_that_makes_no_sense_is_set_aside(
    hass: HomeAssistant, file: Path, data: Any
) -> None:
    """It is not overwritten."""
    write(file, data)
    await opened(hass)
    (kept,) = file.parent.glob(f"{file.name}.damaged.*")
    assert json.loads(kept.read_text())["data"] == data


DAMAGES: tuple[dict[str, Any], ...] = (
    {"session_id": ""},
    {"session_id": 5},
    {"routine_id": None},
    {"routine_name": "x" * 256},
    {"level": 0},
    {"level": 2.5},
    {"level": True},
    {"outcome": "won"},
    {"reason": "bored"},
    {"started_at": "2026-11-02T18:00:00"},
    {"ended_at": "yesterday"},
    {"ended_at": 5},
    {"active_seconds": -1},
    {"active_seconds": "long"},
    {"set_done_count": -1},
    {"exercise_ids": "plank"},
    {"exercise_ids": [1]},
    {"ratings": [1]},
    {"ratings": None},
    {"ratings": {"joy": 1}},
    {"ratings": {"effort": 11}},
    {"ratings": {"effort": -1}},
    {"ratings": {"effort": "five"}},
    {"ratings": {"effort": [5]}},
    {"pause_count": -1},
)


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
@pytest.mark.parametrize(
    "place", [lambda file: file, lambda file: beside(file, "history")]
)
async def test_a_session_that_makes_no_sense_is_left_out(
    hass: HomeAssistant,
    file: Path,
    damage: dict[str, Any],
    place: Callable[[Path], Path],
) -> None:
    """The others stay, the file is kept, and a repair counts."""
    path = place(file)
    write(path, {"sessions": [RECORD.as_dict() | damage, 5, {}, LATER.as_dict()]})
    assert (await opened(hass)).content.sessions == [LATER]
    told = repairs(hass)["sessions_left_out"]
    assert told["count"] == "3"
    assert len(read(Path(told["kept"]))["sessions"]) == 4
    assert (await opened(hass)).content.sessions == [LATER]
    assert len([*file.parent.glob("*.damaged.*")]) == 1


async def test_a_session_that_makes_no_sense_comes_back_from_the_copy(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """Where it makes sense there."""
    await filled(hass, RECORD, LATER)
    history.write_text(history.read_text().replace(RECORD.session_id, ""))
    assert (await opened(hass)).content.sessions == [RECORD, LATER]


# Ten years


async def test_what_is_the_same_in_many_sessions_is_kept_once(
    hass: HomeAssistant, file: Path, history: Path
) -> None:
    """Otherwise ten years would take twice the memory."""
    started_at = datetime.fromisoformat("2016-11-02T18:00:00+00:00")
    rows = [
        replace(
            RECORD,
            session_id=str(number),
            ended_at=started_at + timedelta(days=number),
        ).as_dict()
        for number in range(3650)
    ]
    write(history, {"sessions": rows})
    first, *others = (await opened(hass)).content.sessions
    assert len(others) == 3649
    for name in ("routine_id", "routine_name", "exercise_ids", "ratings"):
        values = {id(getattr(record, name)) for record in others}
        assert values == {id(getattr(first, name))}
