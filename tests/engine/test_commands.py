"""Tests of what a person can do to a session."""

from datetime import timedelta

import pytest

from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.errors import NoActiveSession
from custom_components.backcare.engine.models import (
    EventType,
    Scope,
    SessionSnapshot,
    SessionStatus,
    StopReason,
)
from custom_components.backcare.engine.position import REENTRY_SECONDS

from .common import (
    MONOTONIC_START,
    SECOND_SET,
    SHORT_SESSION,
    WALL_START,
    FakeClock,
    Play,
    clock_text,
    play,
)

SCOPES = [Scope.PHASE, Scope.EXERCISE]


# Pause and resume


def test_a_pause_adds_exactly_its_length() -> None:
    """A pause of 100 s in a rest moves everything after it by 100 s."""
    session = play(SHORT_SESSION).elapse(80).pause().elapse(100).resume().elapse(120)
    assert session.since(EventType.PAUSED)[:3] == [
        "1:20 paused 3",
        "3:00 resumed 3",
        "3:15 phase_finished 3",
    ]
    assert session.log[-1] == "5:00 session_finished 6"


def test_a_pause_of_a_set_adds_the_reentry_too() -> None:
    """A pause of 100 s in a hold moves everything after it by 108 s."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(100).resume().elapse(188)
    assert session.since(EventType.PAUSED)[:3] == [
        "0:20 paused 2",
        "2:00 resumed 2",
        "3:03 phase_finished 2",
    ]
    assert session.log[-1] == "5:08 session_finished 6"


def test_nothing_happens_during_a_short_pause() -> None:
    """A paused session tells nothing for three minutes."""
    session = play(SHORT_SESSION).elapse(20).pause()
    assert session.elapse(179).wake().last.type is EventType.PAUSED


def test_a_pause_keeps_what_is_left() -> None:
    """What is left stays, and there is no moment at which it ends."""
    snapshot = play(SHORT_SESSION).elapse(20).pause().elapse(100).snapshot
    assert (
        snapshot.status,
        snapshot.remaining_seconds,
        snapshot.session_remaining_seconds,
        snapshot.phase_ends_at,
        snapshot.session_ends_at,
    ) == (SessionStatus.PAUSED, 55, 180, None, None)


def test_a_resumed_phase_ends_later() -> None:
    """After the pause there is an end again."""
    snapshot = play(SHORT_SESSION).elapse(20).pause().elapse(100).resume().snapshot
    assert (snapshot.status, snapshot.phase_ends_at) == (
        SessionStatus.ACTIVE,
        WALL_START + timedelta(seconds=120 + REENTRY_SECONDS + 55),
    )


def test_a_cue_is_not_repeated_after_a_pause() -> None:
    """A pause at the moment of a cue comes after the cue."""
    session = play(SHORT_SESSION).elapse(30).pause().elapse(10).resume().elapse(10)
    assert session.cues.count("0:30 form_cue") == 1
    assert len([cue for cue in session.cues if "form_cue" in cue]) == 1


def test_a_pause_moves_the_cues() -> None:
    """Cues wait for the person too."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(10).resume().elapse(20)
    assert session.cues[-1] == "0:48 form_cue"


def test_a_pause_at_the_end_of_a_phase_is_in_the_next_one() -> None:
    """Who pauses at the very end of a phase has finished it."""
    session = play(SHORT_SESSION).elapse(75).pause()
    assert (session.snapshot.phase_number, session.snapshot.remaining_seconds) == (
        3,
        20,
    )


def test_many_pauses() -> None:
    """However often a session is paused, only pauses and re-entries make it longer."""
    session = play(SHORT_SESSION)
    for _ in range(7):
        session.elapse(11).pause().elapse(3).resume()
    reentries = sum(
        event.snapshot.reentry_seconds for event in session.of(EventType.RESUMED)
    )
    end = clock_text(200 + 7 * 3 + reentries)
    assert session.elapse(200).log[-1] == f"{end} session_finished 6"


# A long pause


def test_a_long_pause_is_recalled() -> None:
    """After three minutes the person is asked whether to go on, once."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(180)
    assert session.cues[-1] == "3:20 paused_reminder"
    assert session.last.snapshot.status is SessionStatus.PAUSED
    count = len(session.events)
    assert len(session.elapse(719).events) == count


def test_a_very_long_pause_ends_the_session() -> None:
    """After a quarter of an hour nobody comes back, for a reason nobody told."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(900)
    assert session.log[-1] == "15:20 session_cancelled 2"
    assert (session.last.reason, session.engine.status) == (None, SessionStatus.IDLE)


def test_a_paused_session_asks_for_its_wakes() -> None:
    """It wakes for the reminder, then for the end."""
    session = play(SHORT_SESSION).elapse(20).pause()
    reminder = session.engine.next_due_at()
    end = session.elapse(180).engine.next_due_at()
    assert (reminder, end) == (MONOTONIC_START + 200, MONOTONIC_START + 920)


@pytest.mark.parametrize(("seconds", "done"), [(47, 0), (48, 1)])
def test_a_set_that_was_paused_for_good_counts_like_any_other(
    seconds: float, done: int
) -> None:
    """The end of a pause takes nothing away."""
    session = play(SHORT_SESSION).elapse(15 + seconds).pause().elapse(900)
    assert session.last.snapshot.set_done_count == done


def test_a_skip_begins_the_pause_anew() -> None:
    """Who presses a button is there."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(170).skip().elapse(179)
    assert session.cues[-1] == "0:15 hold_start"
    assert session.elapse(1).cues[-1] == "6:10 paused_reminder"


def test_a_second_pause_is_recalled_too() -> None:
    """Each pause has its own three minutes."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(200).resume().elapse(1)
    assert session.pause().elapse(180).cues[-1] == "6:41 paused_reminder"


def test_a_sleep_during_a_pause_counts() -> None:
    """A machine that slept through a pause finds both of its moments due."""
    session = play(SHORT_SESSION).elapse(20).pause().oversleep(1000).wake()
    assert session.cues[-1] == "3:20 paused_reminder"
    assert session.log[-1] == "15:20 session_cancelled 2"


def test_a_sleep_during_the_session_counts_for_no_pause() -> None:
    """Whose machine slept through a set has the whole pause from its waking."""
    session = play(SHORT_SESSION).elapse(20).oversleep(2000).wake().elapse(179)
    assert session.log[-1] == "0:30 paused 2"
    assert session.elapse(721).log[-1] == "48:40 session_cancelled 2"


def test_a_command_after_a_very_long_pause_finds_the_session_over() -> None:
    """Whoever comes back too late has to start anew."""
    session = play(SHORT_SESSION).elapse(20).pause().oversleep(900)
    with pytest.raises(NoActiveSession):
        session.resume()


# The re-entry


def test_a_set_goes_on_after_the_reentry() -> None:
    """The person has five seconds to get back into position, and a countdown."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(10).resume().elapse(18)
    assert session.cues[-2:] == ["0:35 countdown", "0:48 form_cue"]
    countdown = session.of(EventType.CUE)[-2].cue
    assert countdown
    assert countdown.priority is CuePriority.COUNTDOWN


def test_nothing_is_spent_during_the_reentry() -> None:
    """What is left of the phase stands still, and of the re-entry runs."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(10).resume().elapse(2)
    assert (
        session.snapshot.remaining_seconds,
        session.snapshot.session_remaining_seconds,
        session.snapshot.reentry_seconds,
        session.snapshot.active_seconds,
    ) == (55, 180, 6, 20)


def test_the_ends_include_the_reentry() -> None:
    """They are the same all through it."""
    session = play(SHORT_SESSION).elapse(20).pause().elapse(10).resume()
    ends = [
        (seen.phase_ends_at, seen.session_ends_at)
        for seen in (session.elapse(2).snapshot, session.elapse(7).snapshot)
    ]
    assert ends == 2 * [
        (WALL_START + timedelta(seconds=93), WALL_START + timedelta(seconds=218))
    ]


def test_the_time_of_training_leaves_out_the_reentry() -> None:
    """Getting back into position is no training."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(13)
    assert session.snapshot.active_seconds == 25


@pytest.mark.parametrize("elapsed_seconds", [10, 80], ids=["prepare", "rest"])
def test_what_is_no_set_goes_on_at_once(elapsed_seconds: float) -> None:
    """Nobody has a position to get back into."""
    session = play(SHORT_SESSION).elapse(elapsed_seconds).pause().resume()
    remaining_seconds = session.snapshot.remaining_seconds
    assert session.snapshot.reentry_seconds == 0
    assert session.elapse(1).snapshot.remaining_seconds == remaining_seconds - 1


@pytest.mark.parametrize(("left", "reentry"), [(0.04, 0), (0.06, 8)])
def test_a_set_that_is_all_but_over_needs_no_reentry(
    left: float, reentry: float
) -> None:
    """For a moment nobody gets down again."""
    session = play(SHORT_SESSION).elapse(75 - left).pause().resume()
    assert session.snapshot.reentry_seconds == reentry


def test_a_pause_within_the_reentry() -> None:
    """The next resume begins with a whole re-entry."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(3).pause()
    assert (
        session.snapshot.remaining_seconds,
        session.snapshot.reentry_seconds,
    ) == (55, 0)
    assert session.elapse(7).resume().elapse(63).log[-1] == "1:33 phase_started 3"


def test_skip_within_the_reentry() -> None:
    """The next phase begins at once."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(1).skip()
    assert (session.snapshot.reentry_seconds, session.cues[-1]) == (0, "0:21 set_done")
    assert session.elapse(20).log[-1] == "0:41 phase_started 4"


def test_a_change_within_the_reentry() -> None:
    """The phase is longer, and the re-entry goes on."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(1).change(10)
    assert (
        session.snapshot.remaining_seconds,
        session.snapshot.reentry_seconds,
    ) == (65, 7)
    assert session.elapse(72).log[-1] == "1:33 phase_started 3"


def test_a_phase_of_which_nothing_is_left_ends_within_the_reentry() -> None:
    """There is nothing to get back into position for."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().elapse(1).change(-300)
    assert session.log[-1] == "0:21 phase_started 3"


def test_a_sleep_within_the_reentry_pauses() -> None:
    """After it the person gets back into position once more."""
    session = play(SHORT_SESSION).elapse(20).pause().resume().oversleep(60).wake()
    assert (session.log[-1], session.snapshot.remaining_seconds) == (
        "0:25 paused 2",
        55,
    )
    assert session.resume().snapshot.reentry_seconds == REENTRY_SECONDS


# Skip


def test_skip_goes_to_the_next_phase() -> None:
    """A skipped phase is not a finished one."""
    assert play(SHORT_SESSION).elapse(40).skip().since(EventType.SKIPPED) == [
        "0:40 skipped 2",
        "0:40 phase_started 3",
    ]


def test_skip_goes_on_from_there() -> None:
    """The next phase has its full length."""
    session = play(SHORT_SESSION).elapse(40).skip().elapse(20)
    assert session.log[-2:] == ["1:00 phase_finished 3", "1:00 phase_started 4"]


def test_skip_goes_to_the_next_exercise() -> None:
    """The rest of the sets is left out."""
    session = play(SHORT_SESSION).elapse(40).skip(Scope.EXERCISE)
    assert session.since(EventType.SKIPPED) == [
        "0:40 skipped 2",
        "0:40 exercise_started 5",
        "0:40 phase_started 5",
    ]


def test_skip_over_the_border_of_an_exercise() -> None:
    """Behind the last set comes the next exercise."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).skip()
    assert session.since(EventType.SKIPPED) == [
        "1:40 skipped 4",
        "1:40 exercise_started 5",
        "1:40 phase_started 5",
    ]


@pytest.mark.parametrize("scope", SCOPES)
def test_skip_the_last_phase_finishes(scope: Scope) -> None:
    """Behind the last phase there is nothing."""
    session = play(SHORT_SESSION).elapse(180).skip(scope)
    assert session.since(EventType.SKIPPED) == [
        "3:00 skipped 6",
        "3:00 session_finished 6",
    ]


def test_skip_tells_its_cue_at_once() -> None:
    """The first cue of the next phase comes at the same moment."""
    assert play(SHORT_SESSION).elapse(40).skip().cues[-1] == "0:40 set_done"


def test_skip_during_a_pause_stays_paused() -> None:
    """The next phase waits for the person, with nothing of it spent."""
    session = play(SHORT_SESSION).elapse(40).pause().elapse(10).skip().elapse(10)
    assert (
        session.snapshot.status,
        session.snapshot.phase_number,
        session.snapshot.remaining_seconds,
    ) == (SessionStatus.PAUSED, 3, 20)


def test_skip_during_a_pause_speaks_when_it_is_over() -> None:
    """The next phase is announced when it really begins."""
    session = play(SHORT_SESSION).elapse(40).pause().skip().elapse(10).resume()
    assert session.cues[-1] == "0:50 set_done"


def test_skip_the_last_phase_during_a_pause_finishes() -> None:
    """A paused session can be skipped to its end."""
    session = play(SHORT_SESSION).elapse(180).pause().elapse(10).skip()
    assert session.log[-1] == "3:10 session_finished 6"


# Previous


def test_previous_goes_to_the_phase_before() -> None:
    """The phase before starts anew."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).previous()
    assert session.since(EventType.WENT_BACK) == [
        "1:40 went_back 4",
        "1:40 phase_started 3",
    ]


def test_previous_goes_to_the_start_of_the_exercise() -> None:
    """In the middle of an exercise, it starts anew."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).previous(Scope.EXERCISE)
    assert session.since(EventType.WENT_BACK) == [
        "1:40 went_back 4",
        "1:40 phase_started 1",
    ]


def test_previous_over_the_border_of_an_exercise() -> None:
    """Before the first phase of an exercise comes the last set of the other."""
    session = play(SHORT_SESSION).elapse(160).previous()
    assert session.since(EventType.WENT_BACK) == [
        "2:40 went_back 5",
        "2:40 exercise_started 4",
        "2:40 phase_started 4",
    ]


def test_previous_at_the_start_of_an_exercise_goes_to_the_one_before() -> None:
    """While an exercise is only prepared, the one before is meant."""
    session = play(SHORT_SESSION).elapse(160).previous(Scope.EXERCISE)
    assert session.since(EventType.WENT_BACK) == [
        "2:40 went_back 5",
        "2:40 exercise_started 1",
        "2:40 phase_started 1",
    ]


@pytest.mark.parametrize("scope", SCOPES)
def test_previous_in_the_first_phase_starts_it_anew(scope: Scope) -> None:
    """There is nothing before the first phase."""
    session = play(SHORT_SESSION).elapse(10).previous(scope)
    assert session.since(EventType.WENT_BACK) == [
        "0:10 went_back 1",
        "0:10 phase_started 1",
    ]
    assert session.snapshot.remaining_seconds == 15


def test_previous_during_a_pause_stays_paused() -> None:
    """The phase before waits for the person."""
    session = play(SHORT_SESSION).elapse(80).pause().previous().elapse(10)
    assert (
        session.snapshot.status,
        session.snapshot.phase_number,
        session.snapshot.remaining_seconds,
    ) == (SessionStatus.PAUSED, 2, 60)


def test_previous_says_the_cues_again() -> None:
    """A phase that is done again has its cues again."""
    session = play(SHORT_SESSION).elapse(80).previous().elapse(15)
    assert session.cues[-2:] == ["1:20 hold_start", "1:35 form_cue"]


# Change


def test_a_longer_phase_ends_later() -> None:
    """Added time moves the end, and everything after it."""
    session = play(SHORT_SESSION).elapse(40).change(30).elapse(190)
    assert session.since(EventType.CHANGED)[:2] == [
        "0:40 changed 2",
        "1:45 phase_finished 2",
    ]
    assert session.log[-1] == "3:50 session_finished 6"


def test_a_shorter_phase_ends_sooner() -> None:
    """Less time moves the end, and everything after it."""
    session = play(SHORT_SESSION).elapse(40).change(-20).elapse(140)
    assert session.since(EventType.CHANGED)[:2] == [
        "0:40 changed 2",
        "0:55 phase_finished 2",
    ]
    assert session.log[-1] == "3:00 session_finished 6"


@pytest.mark.parametrize("seconds", [-35, -36, -300])
def test_a_phase_of_which_nothing_is_left_ends_at_once(seconds: float) -> None:
    """Taking away more than is left ends the phase now, not in the past."""
    session = play(SHORT_SESSION).elapse(40).change(seconds)
    assert session.since(EventType.CHANGED) == [
        "0:40 changed 2",
        "0:40 phase_finished 2",
        "0:40 phase_started 3",
    ]


@pytest.mark.parametrize("elapsed_seconds", [0.1, 1.2, 2.2, 14.9])
def test_a_phase_ends_at_once_at_any_moment(elapsed_seconds: float) -> None:
    """Rounding does not keep a phase from its end, on a clock with fine steps."""
    session = Play(SHORT_SESSION, clock=FakeClock(monotonic=0)).start()
    assert session.elapse(elapsed_seconds).change(-300).snapshot.phase_number == 2


def test_the_next_phase_has_its_own_length() -> None:
    """Added time belongs to one phase."""
    session = play(SHORT_SESSION).elapse(40).change(30).elapse(65)
    assert (session.snapshot.phase_number, session.snapshot.phase_seconds) == (3, 20)


def test_changes_add_up() -> None:
    """A phase can be changed again."""
    session = play(SHORT_SESSION).elapse(40).change(30).change(-10).change(5)
    assert session.snapshot.phase_seconds == 85


def test_a_changed_session_is_longer() -> None:
    """Added time counts for the session, in its phase and after it."""
    session = play(SHORT_SESSION).elapse(40).change(30)
    during = session.snapshot.session_seconds
    after = session.elapse(80).snapshot.session_seconds
    assert (during, after) == (230, 230)


def test_a_change_during_a_pause() -> None:
    """A paused phase can be lengthened, and stays paused."""
    snapshot = play(SHORT_SESSION).elapse(40).pause().elapse(10).change(30).snapshot
    assert (snapshot.status, snapshot.remaining_seconds) == (SessionStatus.PAUSED, 65)


def test_a_paused_phase_of_which_nothing_is_left_ends_with_the_pause() -> None:
    """The person decides when to go on."""
    session = play(SHORT_SESSION).elapse(40).pause().change(-300).elapse(10)
    assert session.snapshot.remaining_seconds == 0
    assert session.resume().since(EventType.RESUMED) == [
        "0:50 resumed 2",
        "0:50 phase_finished 2",
        "0:50 phase_started 3",
    ]


def test_a_phase_of_which_nothing_is_left_can_be_lengthened() -> None:
    """During a pause it is not too late to change one's mind."""
    session = play(SHORT_SESSION).elapse(40).pause().change(-300).change(10).resume()
    assert session.elapse(18).log[-2:] == [
        "0:58 phase_finished 2",
        "0:58 phase_started 3",
    ]


def test_the_cues_of_the_end_move_with_it() -> None:
    """The last ten seconds are the last ten of the longer hold."""
    session = play(SHORT_SESSION).elapse(40).change(30).elapse(65)
    assert session.cues[-4:-1] == [
        "1:00 halfway",
        "1:35 last_ten",
        "1:42 countdown_end",
    ]


def test_a_cue_is_not_repeated_after_a_change() -> None:
    """What would now have been before is not said again."""
    session = play(SHORT_SESSION).elapse(44).change(20).elapse(30)
    assert [cue for cue in session.cues if "form_cue" in cue] == ["0:30 form_cue"]


def test_halfway_can_come_again() -> None:
    """It is told where it is true: halfway of the longer hold."""
    session = play(SHORT_SESSION).elapse(46).change(30).elapse(30)
    assert [cue for cue in session.cues if "halfway" in cue] == [
        "0:45 halfway",
        "1:00 halfway",
    ]


def test_a_cue_whose_moment_has_passed_is_dropped() -> None:
    """In a hold that has two seconds left nobody counts from three."""
    session = play(SHORT_SESSION).elapse(28).change(-45).elapse(2)
    assert session.cues[-2:] == ["0:15 hold_start", "0:30 set_done"]


def test_a_cue_at_the_new_end_is_dropped() -> None:
    """Nobody is told how to hold at the moment when the hold is over."""
    session = play(SHORT_SESSION).elapse(20).change(-45).elapse(10)
    assert "0:30 form_cue" not in session.cues


def test_a_cue_that_is_due_just_now_is_said() -> None:
    """Three seconds before the new end, the countdown starts at once."""
    session = play(SHORT_SESSION).elapse(27).change(-45)
    assert session.cues[-1] == "0:27 countdown_end"


def test_the_last_ten_seconds_can_come_again() -> None:
    """When the end moves away it needs its cues once more."""
    session = play(SHORT_SESSION).elapse(66).change(20).elapse(29)
    assert session.cues[-4:-1] == [
        "1:05 last_ten",
        "1:25 last_ten",
        "1:32 countdown_end",
    ]


# Stop


@pytest.mark.parametrize("reason", [None, *StopReason])
def test_a_session_can_be_stopped(reason: StopReason | None) -> None:
    """The person may say why."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).cancel(reason)
    assert (session.log[-1], session.last.reason) == (
        "1:40 session_cancelled 4",
        reason,
    )


def test_a_paused_session_can_be_stopped() -> None:
    """The end is now, not when the pause began."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).pause().elapse(60).cancel()
    assert session.log[-1] == "2:40 session_cancelled 4"


def test_a_stopped_session_is_idle() -> None:
    """After a stop there is nothing to see and nothing to wake for."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).cancel()
    assert (session.snapshot, session.engine.next_due_at()) == (SessionSnapshot(), None)


def test_a_stopped_session_tells_what_was_done() -> None:
    """What was done before the stop counts."""
    last = play(SHORT_SESSION).elapse(SECOND_SET).cancel().last
    assert last.snapshot.completed == pytest.approx(1 / 3)


def test_a_session_can_be_given_up() -> None:
    """A session that is not continued is interrupted, without a reason."""
    session = play(SHORT_SESSION).elapse(SECOND_SET).pause().restart().interrupt()
    assert (session.log, session.last.reason) == (["1:40 session_interrupted 4"], None)
