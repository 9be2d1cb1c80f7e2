"""Tests of one session: what happens when, and what a person can do to it."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest

from custom_components.backcare.engine.errors import (
    NoActiveSession,
    SessionAlreadyActive,
    SessionAlreadyPaused,
    SessionNotPaused,
)
from custom_components.backcare.engine.models import (
    EventType,
    RoutineOrder,
    Scope,
    SessionEvent,
    SessionSnapshot,
    SessionStatus,
    SideChoice,
)

from .common import (
    BELLY,
    MONOTONIC_START,
    PLANK,
    SECOND_SET,
    SHORT_SESSION,
    SIDE_PLANK,
    WALL_START,
    Play,
    compiled,
    play,
    prescribe,
    refused,
)

COMMANDS: dict[str, Callable[[Play], Play]] = {
    "pause": Play.pause,
    "resume": Play.resume,
    "skip": Play.skip,
    "skip exercise": lambda session: session.skip(Scope.EXERCISE),
    "previous": Play.previous,
    "previous exercise": lambda session: session.previous(Scope.EXERCISE),
    "change": lambda session: session.change(10),
    "cancel": Play.cancel,
    "interrupt": Play.interrupt,
}

SECONDS_OF_ONE = compiled(
    *(
        prescribe(PLANK, set_count=1, hold_seconds=1, prepare_seconds=0)
        for _ in range(4)
    )
)
"""Four holds of a second each, nothing between them."""


# From start to end


def test_a_session_waits_for_its_start() -> None:
    """A new session shows nothing and asks for no wake."""
    session = Play(SHORT_SESSION)
    assert (session.snapshot, session.engine.next_due_at()) == (SessionSnapshot(), None)


def test_nothing_passes_before_the_start() -> None:
    """A session counts from its start, however long it waited."""
    session = Play(SHORT_SESSION).elapse(60).start().elapse(15)
    assert session.log[-1] == "1:15 phase_started 2"


def test_a_session_to_its_end() -> None:
    """Every phase starts when the one before was due to end."""
    assert play(SHORT_SESSION).elapse(200).log == [
        "0:00 session_started 1",
        "0:00 exercise_started 1",
        "0:00 phase_started 1",
        "0:15 phase_finished 1",
        "0:15 phase_started 2",
        "1:15 phase_finished 2",
        "1:15 phase_started 3",
        "1:35 phase_finished 3",
        "1:35 phase_started 4",
        "2:35 phase_finished 4",
        "2:35 exercise_finished 4",
        "2:35 exercise_started 5",
        "2:35 phase_started 5",
        "2:50 phase_finished 5",
        "2:50 phase_started 6",
        "3:20 phase_finished 6",
        "3:20 exercise_finished 6",
        "3:20 session_finished 6",
    ]


def test_the_halfway_moment_is_one_of_its_own() -> None:
    """Halfway a hold is told apart from the other cues."""
    (halfway,) = play(SHORT_SESSION).elapse(60).of(EventType.HALFWAY)
    assert halfway.due_at == WALL_START + timedelta(seconds=45)


def test_a_finished_session_is_idle() -> None:
    """After the end there is nothing to see and nothing to wake for."""
    session = play(SHORT_SESSION).elapse(200)
    assert (session.snapshot, session.engine.next_due_at()) == (SessionSnapshot(), None)


def test_a_finished_session_asks_for_no_wake_later() -> None:
    """A wake after the end does nothing."""
    session = play(SHORT_SESSION).elapse(200)
    count = len(session.events)
    assert len(session.elapse(500).wake().events) == count


def test_the_end_still_sees_the_session() -> None:
    """The last event tells what was done."""
    last = play(SHORT_SESSION).elapse(200).last
    assert (last.snapshot.session_id, last.snapshot.completed) == ("session-1", 1)


def test_the_events_of_a_start_come_together() -> None:
    """Session, exercise and phase start at one moment, then the cue."""
    assert play(SHORT_SESSION).moments == [
        [
            EventType.SESSION_STARTED,
            EventType.EXERCISE_STARTED,
            EventType.PHASE_STARTED,
        ],
        [EventType.CUE],
    ]


def test_the_events_of_a_new_exercise_come_together() -> None:
    """What ends comes before what starts, within one moment, and the cues after it."""
    session = play(SHORT_SESSION).elapse(154)
    count = len(session.moments)
    assert session.elapse(1).moments[count:] == [
        [
            EventType.PHASE_FINISHED,
            EventType.EXERCISE_FINISHED,
            EventType.EXERCISE_STARTED,
            EventType.PHASE_STARTED,
        ],
        [EventType.CUE],
    ]


def test_the_events_of_the_end_come_together() -> None:
    """The last phase, its exercise and the session end at one moment."""
    assert play(SHORT_SESSION).elapse(200).moments[-1] == [
        EventType.PHASE_FINISHED,
        EventType.EXERCISE_FINISHED,
        EventType.SESSION_FINISHED,
    ]


def test_the_state_is_final_when_a_listener_hears_of_it() -> None:
    """Who hears of a finished phase finds the session in the next one."""
    session = play(SHORT_SESSION)
    seen: list[int] = []

    def look(events: tuple[SessionEvent, ...]) -> None:
        if events[0].type is EventType.PHASE_FINISHED:
            seen.append(session.snapshot.phase_number)

    session.engine.add_listener(look)
    session.elapse(15)
    assert seen == [2]


def test_a_finished_phase_names_the_next_one() -> None:
    """The end of a phase knows what follows."""
    (finished,) = play(SHORT_SESSION).elapse(15).of(EventType.PHASE_FINISHED)
    assert finished.next_phase == SHORT_SESSION.phases[1]


def test_nothing_follows_the_last_phase() -> None:
    """The end of the session has no next phase."""
    assert play(SHORT_SESSION).elapse(200).last.next_phase is None


def test_in_rounds_each_turn_is_an_exercise() -> None:
    """In rounds an exercise ends after the rest that follows it."""
    rounds = compiled(
        order=RoutineOrder.ROUNDS,
        round_prescriptions=(
            prescribe(PLANK, set_count=1),
            prescribe(SIDE_PLANK, side=SideChoice.LEFT, set_count=1),
        ),
        change_seconds=10,
    )
    assert play(rounds).elapse(85).log[-4:] == [
        "1:25 phase_finished 3",
        "1:25 exercise_finished 3",
        "1:25 exercise_started 4",
        "1:25 phase_started 4",
    ]


# Refusals


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_can_be_done_before_the_start(command: Callable[[Play], Play]) -> None:
    """Every command needs a session that was started."""
    assert refused(Play(SHORT_SESSION), command) is NoActiveSession


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_can_be_done_after_the_end(command: Callable[[Play], Play]) -> None:
    """Every command needs a session that still runs."""
    assert refused(play(SHORT_SESSION).elapse(200), command) is NoActiveSession


def test_a_session_starts_once() -> None:
    """A running session can't be started."""
    assert refused(play(SHORT_SESSION).elapse(20), Play.start) is SessionAlreadyActive


def test_a_finished_session_does_not_start_again() -> None:
    """Another session is another engine."""
    assert refused(play(SHORT_SESSION).elapse(200), Play.start) is SessionAlreadyActive


def test_a_paused_session_can_not_be_paused() -> None:
    """Pause needs a clock that runs."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(5)
    assert refused(session, Play.pause) is SessionAlreadyPaused


def test_an_active_session_can_not_be_resumed() -> None:
    """Resume needs a pause."""
    assert refused(play(SHORT_SESSION).elapse(20), Play.resume) is SessionNotPaused


def test_a_command_first_handles_what_was_due() -> None:
    """A command at the last second finds the session over."""
    session = play(SHORT_SESSION).elapse(199).oversleep(1)
    with pytest.raises(NoActiveSession):
        session.skip()
    assert session.last.type is EventType.SESSION_FINISHED


# A late wake


def test_the_next_moment_is_exact() -> None:
    """Each wake is asked for at the moment of the next cue or end."""
    session = play(SHORT_SESSION)
    due = []
    for _ in range(4):
        moment = session.engine.next_due_at()
        assert moment is not None
        due.append(moment - MONOTONIC_START)
        session.clock.set_monotonic(moment)
        session.wake()
    assert due == [12, 15, 30, 45]


def test_an_early_wake_does_nothing() -> None:
    """Who wakes too soon finds nothing due."""
    session = play(SHORT_SESSION).elapse(11.9)
    count = len(session.events)
    assert len(session.wake().events) == count


def test_a_wake_of_five_seconds_late_loses_nothing() -> None:
    """What was due comes with the moments at which it was due."""
    session = play(SHORT_SESSION).elapse(14).oversleep(6).wake()
    assert session.log[-2:] == ["0:15 phase_finished 1", "0:15 phase_started 2"]
    assert session.cues[-1] == "0:15 hold_start"


def test_a_late_wake_does_not_make_the_session_longer() -> None:
    """The phase after a late wake still ends on time."""
    session = play(SHORT_SESSION).elapse(14).oversleep(6).wake().elapse(180)
    assert session.log[-1] == "3:20 session_finished 6"


def test_a_later_wake_pauses_where_it_was_due() -> None:
    """A machine that slept did not train."""
    session = play(SHORT_SESSION).elapse(14).oversleep(6.1).wake()
    assert (
        session.log[-1],
        session.snapshot.status,
        session.snapshot.remaining_seconds,
    ) == ("0:15 paused 1", SessionStatus.PAUSED, 0)


def test_a_session_goes_on_after_a_long_sleep() -> None:
    """After the sleep the person resumes at the moment that was missed."""
    session = play(SHORT_SESSION).elapse(14).oversleep(600).wake().resume()
    assert session.since(EventType.RESUMED) == [
        "10:14 resumed 1",
        "10:14 phase_finished 1",
        "10:14 phase_started 2",
    ]


def test_a_cue_that_was_slept_through_comes_after_the_pause() -> None:
    """The session pauses at the cue, not at the end of the phase."""
    session = play(SHORT_SESSION).elapse(20).oversleep(100).wake().resume().elapse(8)
    assert session.cues[-2:] == ["2:05 countdown", "2:08 form_cue"]


def test_a_command_after_a_long_sleep_finds_the_session_paused() -> None:
    """The time of the sleep is not spent by the command."""
    session = play(SHORT_SESSION).elapse(20).oversleep(100).skip()
    assert (session.snapshot.status, session.snapshot.phase_number) == (
        SessionStatus.PAUSED,
        3,
    )


def test_a_pause_after_a_long_sleep_is_there_already() -> None:
    """Nobody is told off who pauses what the sleep has paused."""
    session = play(SHORT_SESSION).elapse(20).oversleep(100).pause()
    assert (session.log[-2:], session.snapshot.remaining_seconds) == (
        ["0:15 phase_started 2", "0:30 paused 2"],
        45,
    )


def test_many_phases_can_be_due_at_once() -> None:
    """One late wake goes through all that was due, in order."""
    session = play(SECONDS_OF_ONE).oversleep(4).wake()
    assert session.log[3:] == [
        "0:01 phase_finished 1",
        "0:01 exercise_finished 1",
        "0:01 exercise_started 2",
        "0:01 phase_started 2",
        "0:02 phase_finished 2",
        "0:02 exercise_finished 2",
        "0:02 exercise_started 3",
        "0:02 phase_started 3",
        "0:03 phase_finished 3",
        "0:03 exercise_finished 3",
        "0:03 exercise_started 4",
        "0:03 phase_started 4",
        "0:04 phase_finished 4",
        "0:04 exercise_finished 4",
        "0:04 session_finished 4",
    ]


def test_a_late_event_sees_the_session_of_its_moment() -> None:
    """What is left is told as it was when the event was due."""
    session = play(SHORT_SESSION).elapse(14).oversleep(5).wake()
    (_, started) = session.of(EventType.PHASE_STARTED)
    assert (
        started.snapshot.remaining_seconds,
        started.snapshot.phase_ends_at,
    ) == (60, WALL_START + timedelta(seconds=75))


# What counts as done


@pytest.mark.parametrize(("seconds", "done"), [(47.9, 0), (48, 1), (59, 1)])
@pytest.mark.parametrize("command", ["skip", "skip exercise", "previous", "cancel"])
def test_a_set_counts_from_four_fifths_on(
    command: str, seconds: float, done: int
) -> None:
    """Who leaves a set after 80 % of it has done it."""
    session = play(SHORT_SESSION).elapse(15 + seconds)
    COMMANDS[command](session)
    assert session.last.snapshot.set_done_count == done


def test_a_set_to_its_end_counts() -> None:
    """A finished set is a done one."""
    assert play(SHORT_SESSION).elapse(75).snapshot.set_done_count == 1


def test_a_shortened_set_counts_by_its_plan() -> None:
    """Cutting a set short does not make it a done one."""
    session = play(SHORT_SESSION).elapse(20).change(-300)
    assert session.snapshot.set_done_count == 0


def test_a_lengthened_set_counts_by_its_plan() -> None:
    """Who did what was planned has done the set, however long it was made."""
    session = play(SHORT_SESSION).elapse(20).change(60).elapse(45).skip()
    assert session.snapshot.set_done_count == 1


def test_only_work_counts() -> None:
    """Neither a prepare nor a rest is a set."""
    session = play(SHORT_SESSION).elapse(14).skip().skip().elapse(19).skip()
    assert session.snapshot.set_done_count == 0


def test_a_warm_up_does_not_count() -> None:
    """The sets are those of the routine itself."""
    warm = compiled(prescribe(BELLY), warm_up=(prescribe(PLANK, set_count=1),))
    assert play(warm).elapse(75).snapshot.set_done_count == 0


def test_a_set_counts_once() -> None:
    """Doing a set again does not make it two."""
    session = play(SHORT_SESSION).elapse(76).previous().elapse(61)
    assert session.snapshot.set_done_count == 1


def test_a_done_set_stays_done() -> None:
    """Going back takes nothing away."""
    session = play(SHORT_SESSION).elapse(76).previous().elapse(1).skip()
    assert session.snapshot.set_done_count == 1


def test_the_share_that_is_done() -> None:
    """One of three sets is a third of the session."""
    assert play(SHORT_SESSION).elapse(76).snapshot.completed == pytest.approx(1 / 3)


def test_nothing_is_done_without_a_session() -> None:
    """No session has no share."""
    assert SessionSnapshot().completed == 0


# What can be seen


def test_everything_that_can_be_seen() -> None:
    """A snapshot has all of one moment."""
    assert play(SHORT_SESSION).elapse(SECOND_SET).snapshot == SessionSnapshot(
        status=SessionStatus.ACTIVE,
        session_id="session-1",
        routine_id="routine",
        level=2,
        started_at=WALL_START,
        phase=SHORT_SESSION.phases[3],
        phase_number=4,
        phase_count=6,
        phase_seconds=60,
        remaining_seconds=55,
        session_seconds=200,
        session_remaining_seconds=100,
        phase_ends_at=WALL_START + timedelta(seconds=155),
        session_ends_at=WALL_START + timedelta(seconds=200),
        next_exercise_id="side_plank",
        progress=95 / 200,
        active_seconds=100,
        set_done_count=1,
        set_total_count=3,
    )


def test_progress_is_that_of_the_start_of_the_phase() -> None:
    """Progress stands still within a phase."""
    session = play(SHORT_SESSION).elapse(75)
    assert session.snapshot.progress == session.elapse(19).snapshot.progress == 75 / 200


def test_the_time_of_training_leaves_out_the_pauses() -> None:
    """Active time goes on over phases, and stands still during a pause."""
    session = play(SHORT_SESSION).elapse(80).pause().elapse(60).resume().elapse(10)
    assert session.snapshot.active_seconds == 90


def test_the_time_of_training_counts_what_was_left_and_repeated() -> None:
    """Skipping and going back take no time away."""
    session = play(SHORT_SESSION).elapse(40).skip().elapse(5).previous().elapse(5)
    assert session.snapshot.active_seconds == 50


def test_no_exercise_follows_the_last_one() -> None:
    """In the last exercise nothing comes next."""
    assert play(SHORT_SESSION).elapse(160).snapshot.next_exercise_id is None


def test_the_same_exercise_can_follow() -> None:
    """Two visits of an exercise are two exercises."""
    assert play(SECONDS_OF_ONE).snapshot.next_exercise_id == "plank"


def test_an_overdue_phase_has_nothing_left() -> None:
    """Before the wake that is late, what is left is nothing, not less."""
    session = play(SHORT_SESSION).elapse(14).oversleep(3)
    assert session.snapshot.remaining_seconds == 0


def test_the_status_is_there_without_a_snapshot() -> None:
    """The status can be asked alone."""
    assert [
        Play(SHORT_SESSION).engine.status,
        play(SHORT_SESSION).engine.status,
        play(SHORT_SESSION).pause().engine.status,
        play(SHORT_SESSION).cancel().engine.status,
    ] == [
        SessionStatus.IDLE,
        SessionStatus.ACTIVE,
        SessionStatus.PAUSED,
        SessionStatus.IDLE,
    ]


# The wall clock


@pytest.mark.parametrize("step", [-3600, 3600])
def test_a_step_of_the_wall_clock_moves_no_phase(step: float) -> None:
    """The session lasts as long as it lasts, whatever the clock on the wall says."""
    session = play(SHORT_SESSION).elapse(20)
    due = session.engine.next_due_at()
    assert session.step_wall_clock(step).wake().engine.next_due_at() == due


def test_a_step_of_the_wall_clock_moves_the_ends() -> None:
    """The ends are told by the clock on the wall as it is now."""
    session = play(SHORT_SESSION).elapse(20)
    before = session.snapshot.session_ends_at
    after = session.step_wall_clock(-600).snapshot.session_ends_at
    assert before is not None
    assert after == before - timedelta(minutes=10)


def test_a_step_of_the_wall_clock_keeps_the_start() -> None:
    """When the session started is no matter of what the clock says now."""
    session = play(SHORT_SESSION).elapse(20).step_wall_clock(3600)
    assert session.snapshot.started_at == WALL_START


# Listeners


def test_a_listener_undoes_itself() -> None:
    """After its undo a listener hears nothing."""
    session = play(SHORT_SESSION)
    heard: list[tuple[SessionEvent, ...]] = []
    undo = session.engine.add_listener(heard.append)
    undo()
    session.elapse(60)
    assert heard == []


def test_a_listener_may_undo_itself_while_it_listens() -> None:
    """A listener that leaves does not keep the others from hearing."""
    session = Play(SHORT_SESSION)
    first: list[tuple[SessionEvent, ...]] = []
    second: list[tuple[SessionEvent, ...]] = []

    def once(events: tuple[SessionEvent, ...]) -> None:
        first.append(events)
        undo()

    undo = session.engine.add_listener(once)
    session.engine.add_listener(second.append)
    session.start()
    assert (len(first), len(second)) == (1, 2)


def test_a_listener_may_give_a_command() -> None:
    """A pause in answer to an event is a pause at that moment."""
    session = play(SHORT_SESSION)

    def pause(events: tuple[SessionEvent, ...]) -> None:
        if events[0].type is EventType.HALFWAY:
            session.pause()

    session.engine.add_listener(pause)
    assert session.elapse(100).log[-1] == "0:45 paused 2"


# A copy


def copied(session: Play) -> Play:
    """Return a copy of a session on a clock of its own."""
    clock = copy(session.clock)
    engine = session.engine.copy(clock)
    return Play(engine.timeline, clock=clock, engine=engine)


@pytest.mark.parametrize(
    "begin",
    [
        Play.start,
        lambda session: session.start().elapse(SECOND_SET).change(7),
        lambda session: session.start().elapse(20).pause().elapse(100),
        lambda session: session.start().elapse(20).pause().resume().elapse(1),
    ],
    ids=["new", "changed", "paused", "reentry"],
)
def test_a_copy_goes_on_alike(begin: Callable[[Play], Play]) -> None:
    """A copy has the same events to come, and the same is to be seen."""
    session = begin(Play(SHORT_SESSION))
    other = copied(session)
    count = len(session.events)
    assert other.snapshot == session.snapshot
    assert other.elapse(1000).events == session.elapse(1000).events[count:]


def test_a_copy_leaves_the_session_alone() -> None:
    """Nobody hears of a copy, and what it does changes nothing."""
    session = play(SHORT_SESSION).elapse(20)
    before = (session.engine.to_dict(), len(session.events))
    copied(session).elapse(1000)
    assert (session.engine.to_dict(), len(session.events)) == before
