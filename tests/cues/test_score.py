"""What will be said is known ahead, until the person does something."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.cues.score import COMMANDS, Rehearsal
from custom_components.backcare.engine.models import EventType
from custom_components.backcare.engine.session import SessionEngine
from tests.engine.common import SHORT_SESSION, Play, play

from .common import stop_in_pain, timeline


def rehearsed(session: Play) -> list[tuple[float, list[EventType]]]:
    """Return what a session will be: when, and which events come together."""
    rehearsal = Rehearsal(session.engine, session.clock)
    return [
        (round(due - session.clock.first, 3), [event.type for event in events])
        for due, events in rehearsal.moments()
    ]


def played(session: Play) -> list[tuple[float, list[EventType]]]:
    """Return what a session was until now."""
    moments = []
    count = 0
    for types in session.moments:
        moments.append((round(session.dues[count], 3), types))
        count += len(types)
    return moments


@pytest.mark.parametrize(
    "routine", ["full_core_30", "full_core_circuit", "short_holds", "asymmetric_addon"]
)
def test_a_rehearsal_is_what_the_session_will_be(
    catalogue: Catalogue, routine: str
) -> None:
    """Each moment comes when it was foreseen."""
    planned = timeline(catalogue, routine)
    session = play(planned)
    foreseen = rehearsed(session)
    begun = len(session.moments)
    session.elapse(planned.total_seconds)
    assert foreseen == played(session)[begun:]
    assert foreseen[-1][1][-1] is EventType.SESSION_FINISHED


def test_a_rehearsal_begins_where_the_session_is() -> None:
    """In the middle of a phase that was lengthened."""
    session = play(SHORT_SESSION).elapse(40).change(30)
    foreseen = rehearsed(session)
    begun = len(session.moments)
    session.elapse(SHORT_SESSION.total_seconds)
    assert foreseen == played(session)[begun:]


def test_a_rehearsal_changes_nothing() -> None:
    """The session stays where it is, and nobody is told of anything."""
    session = play(SHORT_SESSION).elapse(40)
    before = (session.engine.to_dict(), len(session.events))
    assert rehearsed(session)
    assert (session.engine.to_dict(), len(session.events)) == before


def test_the_events_of_a_rehearsal_tell_the_right_time() -> None:
    """Its clock goes as fast as the one on the wall."""
    session = play(SHORT_SESSION)
    rehearsal = Rehearsal(session.engine, session.clock)
    foreseen = [event for _, events in rehearsal.moments() for event in events]
    begun = len(session.events)
    session.elapse(SHORT_SESSION.total_seconds)
    assert [replace(e, cue=None) for e in foreseen] == [
        replace(e, cue=None) for e in session.events[begun:]
    ]


def test_a_pause_is_foreseen_until_it_ends_the_session() -> None:
    """The reminder is part of the plan; the end is a moment of its own."""
    session = play(SHORT_SESSION).elapse(20).pause()
    assert rehearsed(session) == [(200, [EventType.CUE])]
    session.elapse(1000)
    assert session.events[-1].type is EventType.SESSION_CANCELLED
    assert EventType.SESSION_CANCELLED in COMMANDS


def test_a_session_that_is_over_has_no_future() -> None:
    """Nothing will be said."""
    assert rehearsed(play(SHORT_SESSION).cancel()) == []


@pytest.mark.parametrize(
    ("command", "event_type"),
    [
        (SessionEngine.pause, EventType.PAUSED),
        (SessionEngine.skip, EventType.SKIPPED),
        (SessionEngine.previous, EventType.WENT_BACK),
        (SessionEngine.cancel, EventType.SESSION_CANCELLED),
        (stop_in_pain, EventType.SESSION_CANCELLED),
    ],
)
def test_the_answer_to_a_command_is_known_before_it(
    command: Callable[[SessionEngine], None], event_type: EventType
) -> None:
    """What would happen is told without doing it."""
    session = play(SHORT_SESSION).elapse(20)
    count = len(session.events)
    events, *_ = Rehearsal(session.engine, session.clock).after(command)
    assert events[0].type is event_type
    assert events[0].type in COMMANDS
    assert len(session.events) == count
