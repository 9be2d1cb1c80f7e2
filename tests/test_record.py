"""Test how a session is kept, with any content."""

from datetime import UTC, datetime
import json
from typing import Any

from hypothesis import given, strategies as st

from custom_components.backcare.const import Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.export import as_json, read_export
from custom_components.backcare.record import SessionRecord, merged, read_records
from homeassistant.helpers.json import json_bytes

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2999, 1, 1),
    timezones=st.just(UTC),
)
COUNTS = st.integers(0, 10_000)
RECORDS = st.builds(
    SessionRecord,
    session_id=TEXTS,
    routine_id=TEXTS,
    routine_name=TEXTS,
    level=st.integers(1, 7),
    started_at=MOMENTS,
    ended_at=MOMENTS,
    active_seconds=st.floats(0, 1e6),
    set_done_count=COUNTS,
    set_total_count=COUNTS,
    outcome=st.sampled_from(Outcome),
    reason=st.none() | st.sampled_from(StopReason),
    exercise_ids=st.lists(TEXTS, max_size=3).map(tuple),
    ratings=st.dictionaries(st.sampled_from(Rating), st.integers(0, 10)),
    pause_count=COUNTS,
    is_logged=st.booleans(),
    is_red_flag=st.booleans(),
)
HISTORIES = st.lists(RECORDS, max_size=6, unique_by=lambda record: record.session_id)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*SessionRecord.__slots__]) | st.text(), inner, max_size=4
        )
    ),
)


@given(HISTORIES)
def test_what_is_written_is_read_again(records: list[SessionRecord]) -> None:
    """Each session, exactly, as rows and as an export."""
    rows = json.loads(json_bytes(records))
    assert read_records(rows) == (records, 0)
    assert json.loads(json_bytes([record.as_dict() for record in records])) == rows
    export = read_export(
        as_json("id", "Sam", records), datetime(2999, 12, 31, tzinfo=UTC)
    )
    assert export.sessions == records


@given(st.lists(RECORDS.map(lambda record: record.as_dict()) | ANYTHING, max_size=5))
def test_no_row_is_lost_without_a_word(rows: list[Any]) -> None:
    """Whatever stands in a file, each row is read or counted."""
    records, damaged_count = read_records(rows)
    ids = {record.session_id for record in records}
    assert len(ids) == len(records)
    assert len(records) + damaged_count <= len(rows)
    assert bool(rows) == bool(records or damaged_count)


@given(HISTORIES, HISTORIES)
def test_merging(known: list[SessionRecord], others: list[SessionRecord]) -> None:
    """Nothing known changes, nothing is lost, and a second time changes nothing."""
    both = merged(known, others)
    assert {record.session_id for record in both} == {
        record.session_id for record in (*known, *others)
    }
    assert all(record in both for record in known)
    assert merged(both, others) == both
    assert both == sorted(both, key=lambda record: record.ended_at)
