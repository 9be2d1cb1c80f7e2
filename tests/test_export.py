"""Tests of the history as a file."""

from collections.abc import Generator
import csv
from dataclasses import replace
from datetime import datetime
import io
import json
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.const import Rating
from custom_components.backcare.engine.models import StopReason
from custom_components.backcare.export import (
    MAX_BYTES,
    NotAnExport,
    as_csv,
    as_json,
    read_export,
)
from homeassistant.util import dt as dt_util

from .common import session_record

RECORD = session_record(
    ratings={Rating.PAIN_BEFORE: 2, Rating.EFFORT: 10},
    reason=StopReason.PAIN,
    active_seconds=1895.4,
)
NOW = datetime.fromisoformat("2026-11-03T08:00:00+00:00")


@pytest.fixture(autouse=True)
def amsterdam() -> Generator[None]:
    """Let home be one hour ahead of UTC."""
    before = dt_util.get_default_time_zone()
    dt_util.set_default_time_zone(ZoneInfo("Europe/Amsterdam"))
    yield
    dt_util.set_default_time_zone(before)


def rows(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return a table as a spreadsheet reads it."""
    text = content.decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)]


# CSV


@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("nl", ";")])
def test_csv(language: str, delimiter: str) -> None:
    """One line for a session, in the time of home, without decimals."""
    content = as_csv(language, [RECORD, RECORD])
    assert content.startswith(b"\xef\xbb\xbf")
    first, second = rows(content, delimiter)
    assert first == second
    assert first == {
        "started_at": "2026-11-02 19:00:00",
        "ended_at": "2026-11-02 19:31:35",
        "routine": "Full core routine",
        "level": "5",
        "active_seconds": "1895",
        "sets_done": "17",
        "sets_planned": "17",
        "outcome": "finished",
        "reason": "pain",
        "pauses": "0",
        "logged": "0",
        "pain_before": "2",
        "pain_during": "",
        "effort": "10",
        "pain_next_day": "",
        "routine_id": "full_core_30",
        "session_id": RECORD.session_id,
    }


def test_csv_without_sessions() -> None:
    """The names of the columns are there."""
    assert as_csv("en", []).count(b"\n") == 1


@pytest.mark.parametrize(
    "name", ["=1+1", "+31 6", "-1", "@SUM(A1)", "\t=1", '=cmd|" /C calc"!A0']
)
def test_csv_never_calculates(name: str) -> None:
    """The name of a routine of one's own is text."""
    (row,) = rows(as_csv("en", [replace(RECORD, routine_name=name)]))
    assert row["routine"] == f"'{name}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50))
def test_csv_with_any_name(name: str) -> None:
    """Whatever it is called, the routine stays in its cell, and is no formula."""
    (row,) = rows(as_csv("nl", [replace(RECORD, routine_name=name)]), ";")
    assert row["routine"].removeprefix("'") == name.removeprefix("'")
    assert row["routine"][0] not in "=+-@\t\r"
    assert row["session_id"] == RECORD.session_id


# JSON


def exported(**changes: Any) -> bytes:
    """Return an exported file with something else in it."""
    content = json.loads(as_json("profile", "Sam", [RECORD]))
    return json.dumps({**content, **changes}).encode()


def test_json() -> None:
    """What was exported is read again."""
    export = read_export(as_json("profile", "Sam", [RECORD]), NOW)
    assert export.profile_id == "profile"
    assert export.name == "Sam"
    assert export.sessions == [RECORD]


FUTURE = {**RECORD.as_dict(), "ended_at": "2026-11-05T18:00:00+00:00"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "not_an_export"),
        (b"{", "not_an_export"),
        (b"\xff\xfe", "not_an_export"),
        (b"[]", "not_an_export"),
        (b"null", "not_an_export"),
        (b'{"kind": "backcare_history"}', "not_an_export"),
        (exported(kind="other"), "not_an_export"),
        (exported(kind=["backcare_history"]), "not_an_export"),
        (exported(version="1"), "not_an_export"),
        (exported(version=2), "export_too_new"),
        (b" " * (MAX_BYTES + 1), "export_too_large"),
        (exported(sessions={}), "export_damaged"),
        (exported(sessions=None), "export_damaged"),
        (exported(name=None), "export_damaged"),
        (exported(profile_id=5), "export_damaged"),
        (exported(sessions=[RECORD.as_dict(), {}]), "export_damaged"),
        (exported(sessions=[RECORD.as_dict() | {"level": 8}]), "export_damaged"),
        (exported(sessions=[FUTURE]), "export_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_export(content: bytes, key: str) -> None:
    """Each gets its own reason."""
    with pytest.raises(NotAnExport) as refusal:
        read_export(content, NOW)
    assert refusal.value.key == key


@given(st.binary(max_size=200))
def test_any_file(content: bytes) -> None:
    """Whatever is uploaded, it is refused in words."""
    with pytest.raises(NotAnExport):
        read_export(content, NOW)
