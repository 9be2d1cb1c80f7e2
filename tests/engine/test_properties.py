"""What holds for every routine, every command and every moment.

The examples are the same in each run, so a failure is there again in the next one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, pairwise
import json
from typing import Any, override

from hypothesis import given, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
import pytest

from custom_components.backcare.engine.errors import EngineError, InvalidSnapshot
from custom_components.backcare.engine.models import (
    EventType,
    PhaseKind,
    Preferences,
    Routine,
    RoutineOrder,
    Scope,
    SessionEvent,
    SessionStatus,
    Side,
    SideChoice,
    StopReason,
    Timeline,
)
from custom_components.backcare.engine.position import REENTRY_SECONDS
from custom_components.backcare.engine.routines import parse_routine
from custom_components.backcare.engine.session import SessionEngine
from custom_components.backcare.engine.timeline import compile_timeline

from .common import EXERCISES, LEVELS, PLANK, FakeClock, Play, play

SAME_EACH_TIME = settings(
    derandomize=True, deadline=None, database=None, max_examples=100
)

LEAVING = {
    EventType.PHASE_FINISHED,
    EventType.SKIPPED,
    EventType.WENT_BACK,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
}
"""The moments at which a phase is left."""

ENDS = {
    EventType.SESSION_FINISHED,
    EventType.SESSION_CANCELLED,
    EventType.SESSION_INTERRUPTED,
}


# What a routine, a moment and a command can be


def eighths(low: int, high: int) -> st.SearchStrategy[float]:
    """Return seconds that floats can add up without any rounding."""
    return st.integers(low * 8, high * 8).map(lambda eighth: eighth / 8)


def prescriptions() -> st.SearchStrategy[dict[str, Any]]:
    """Return one exercise with a short dose of its own."""
    return st.fixed_dictionaries(
        {
            "exercise": st.sampled_from(sorted(EXERCISES)),
            "set_count": st.integers(1, 3),
            "hold_seconds": eighths(1, 90),
            "duration_seconds": eighths(5, 200),
            "rest_seconds": eighths(0, 30),
            "prepare_seconds": eighths(0, 20),
        },
        optional={
            "repetition_count": st.integers(1, 12),
            "repetition_count_max": st.integers(1, 12),
            "side": st.sampled_from(SideChoice),
        },
    )


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    """Return a routine of up to four exercises, straight or in rounds."""
    data: dict[str, Any] = {
        "prescriptions": draw(st.lists(prescriptions(), min_size=1, max_size=2)),
        "uses_level": draw(st.booleans()),
        "is_full": draw(st.booleans()),
    }
    if draw(st.booleans()):
        data |= {
            "order": RoutineOrder.ROUNDS,
            "round_prescriptions": draw(
                st.lists(prescriptions(), min_size=1, max_size=2)
            ),
            "change_seconds": draw(eighths(0, 20)),
        }
    routine = parse_routine("routine", data, EXERCISES)
    if draw(st.booleans()):
        routine = replace(routine, warm_up=routine.prescriptions[:1])
    return routine


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Return the timeline of a routine for someone with a taste."""
    preferences = Preferences(
        first_side=draw(st.sampled_from([Side.LEFT, Side.RIGHT])),
        rest_seconds=draw(st.none() | eighths(0, 90)),
        variants={"plank": draw(st.sampled_from(["none", *PLANK.variants]))},
        fill_to_goal=draw(st.booleans()),
        guidance_seconds=draw(
            st.dictionaries(st.sampled_from(sorted(EXERCISES)), eighths(0, 30))
        ),
        greeting_seconds=draw(eighths(0, 10)),
    )
    level = draw(st.sampled_from(sorted(LEVELS)))
    return compile_timeline(draw(routines()), LEVELS, level, preferences)


type Command = Callable[[Play], object]


def commands(
    seconds: st.SearchStrategy[float],
) -> st.SearchStrategy[Command]:
    """Return something that a person or the time does, with its name to read."""

    def named(name: str, *values: object) -> Command:
        def command(session: Play) -> object:
            return getattr(session, name)(*values)

        command.__qualname__ = f"{name}{values}"
        return command

    return st.one_of(
        st.builds(named, st.just("elapse"), seconds),
        st.builds(named, st.just("pause")),
        st.builds(named, st.just("resume")),
        st.builds(named, st.just("skip"), st.sampled_from(Scope)),
        st.builds(named, st.just("previous"), st.sampled_from(Scope)),
        st.builds(
            named,
            st.just("change"),
            seconds.flatmap(lambda value: st.sampled_from([value, -value])),
        ),
        st.builds(named, st.just("step_wall_clock"), st.integers(-7200, 7200)),
    )


def obey(session: Play, orders: list[Command]) -> list[type[EngineError] | None]:
    """Give the commands one after the other; return what was refused."""
    refusals: list[type[EngineError] | None] = []
    for order in orders:
        try:
            order(session)
        except EngineError as err:
            refusals.append(type(err))
        else:
            refusals.append(None)
    return refusals


def finish(session: Play) -> Play:
    """Let a session go on to its end."""
    with suppress(EngineError):
        session.resume()
    while (due := session.engine.next_due_at()) is not None:
        session.elapse(due - session.clock.monotonic())
    return session


# Timelines


@given(timelines())
@SAME_EACH_TIME
def test_every_phase_takes_time(timeline: Timeline) -> None:
    """No phase is empty."""
    assert all(phase.duration_seconds > 0 for phase in timeline.phases)


@given(timelines())
@SAME_EACH_TIME
def test_every_session_ends_with_work(timeline: Timeline) -> None:
    """Nobody waits for a rest or a change behind the last set."""
    assert timeline.phases[-1].kind.is_work


@given(timelines())
@SAME_EACH_TIME
def test_no_two_breaks_follow_each_other(timeline: Timeline) -> None:
    """Between two breaks there is work."""
    assert all(
        one.kind.is_work or other.kind.is_work
        for one, other in pairwise(timeline.phases)
    )


@given(timelines())
@SAME_EACH_TIME
def test_the_steps_are_in_order(timeline: Timeline) -> None:
    """The visits of the exercises count up, without a gap."""
    steps = [phase.step_index for phase in timeline.phases]
    assert sorted(set(steps)) == list(range(steps[-1] + 1)) and steps == sorted(steps)


@given(timelines())
@SAME_EACH_TIME
def test_the_sets_count_up(timeline: Timeline) -> None:
    """Each set has a number within its exercise."""
    assert all(1 <= phase.set_number <= phase.set_count for phase in timeline.phases)


@given(timelines())
@SAME_EACH_TIME
def test_every_cue_is_within_its_phase(timeline: Timeline) -> None:
    """No cue comes before the start of its phase, or at the end of it."""
    for phase in timeline.phases:
        seconds = phase.duration_seconds
        assert all(0 <= cue.seconds_in(seconds) < seconds for cue in phase.cues)


@given(timelines())
@SAME_EACH_TIME
def test_every_work_has_a_first_word(timeline: Timeline) -> None:
    """At the start of each set the person hears that it begins."""
    assert all(
        any(cue.at_seconds == 0 for cue in phase.cues) for phase in timeline.phases
    )


@given(timelines())
@SAME_EACH_TIME
def test_a_side_changes_only_with_a_break(timeline: Timeline) -> None:
    """From left to right there is time to turn over, unless nobody wanted any."""
    for one, other in pairwise(timeline.phases):
        if one.step_index == other.step_index and one.kind.is_work:
            assert (
                one.side == other.side
                or other.kind is not PhaseKind.HOLD
                or (one.set_number != other.set_number)
            )


# Time


@given(timelines(), st.lists(eighths(0, 5), min_size=1, max_size=20))
@SAME_EACH_TIME
def test_nothing_drifts(timeline: Timeline, delays: list[float]) -> None:
    """However late each wake is, the session ends when it was due, to the bit."""
    session = play(timeline)
    for delay in cycle(delays):
        if (due := session.engine.next_due_at()) is None:
            break
        session.oversleep(due + delay - session.clock.monotonic()).wake()
    assert session.dues[-1] == timeline.total_seconds


@given(timelines(), st.lists(st.tuples(eighths(0, 60), eighths(0, 600)), max_size=8))
@SAME_EACH_TIME
def test_a_pause_adds_its_length(
    timeline: Timeline, pauses: list[tuple[float, float]]
) -> None:
    """The end moves by all pauses and re-entries together, and by nothing else."""
    session = play(timeline)
    paused_seconds = 0.0
    for active, paused in pauses:
        if session.elapse(active).engine.status is SessionStatus.ACTIVE:
            paused_seconds -= session.snapshot.reentry_seconds
            session.pause().elapse(paused).resume()
            paused_seconds += paused + session.snapshot.reentry_seconds
    finish(session)
    assert session.dues[-1] == timeline.total_seconds + paused_seconds


@given(timelines(), st.lists(eighths(0, 90), max_size=20))
@SAME_EACH_TIME
def test_the_wall_clock_is_only_for_show(
    timeline: Timeline, steps: list[float]
) -> None:
    """A session on a wall clock that jumps has the same moments as any other."""
    session = play(timeline)
    for step in steps:
        session.elapse(step).step_wall_clock(step * 60 - 1800)
    assert finish(session).dues == finish(play(timeline)).dues


# Storage


@given(
    timelines(),
    st.lists(commands(eighths(0, 90)), max_size=12),
    st.lists(commands(eighths(0, 90)), max_size=12),
)
@SAME_EACH_TIME
def test_a_stored_session_goes_on_identically(
    timeline: Timeline, before: list[Command], after: list[Command]
) -> None:
    """After a restart all is as it would have been without."""
    session = play(timeline)
    obey(session, before)
    if session.engine.status is SessionStatus.PAUSED:
        # With a restart a pause begins anew.
        obey(session, [Play.resume, Play.pause])
    other = session.restart()
    count = len(session.events)
    assert obey(other, after) == obey(session, after)
    assert finish(other).events == finish(session).events[count:]


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 7, 2.5, float("nan"), float("inf"), "", "junk", [], [None], {}]
)


@given(timelines(), eighths(0, 90), st.data())
@SAME_EACH_TIME
def test_a_damaged_file_is_refused_or_harmless(
    timeline: Timeline, elapsed: float, data: st.DataObject
) -> None:
    """Whatever is in the file, a session that is taken up can be run to its end."""
    stored = json.loads(json.dumps(play(timeline).elapse(elapsed).engine.to_dict()))
    place = stored
    while place and isinstance(place, dict | list):
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        parent, place = place, place[key]
        if data.draw(st.booleans()):
            break
    parent[key] = data.draw(JUNK)
    clock = FakeClock()
    try:
        engine = SessionEngine.from_dict(stored, clock)
    except InvalidSnapshot:
        return
    session = finish(Play(engine.timeline, clock=clock, engine=engine))
    assert session.engine.status is SessionStatus.IDLE


# Anything


class AnySession(RuleBasedStateMachine):
    """A session in the hands of someone who presses every button."""

    def __init__(self) -> None:
        """Begin without a session."""
        super().__init__()
        self.past: list[tuple[float, SessionEvent]] = []
        """What happened before the last restart."""

    @initialize(timeline=timelines())
    def begin(self, timeline: Timeline) -> None:
        """Start a session."""
        self.session = play(timeline)

    @property
    def history(self) -> list[tuple[float, SessionEvent]]:
        """Return all events with the seconds at which they were due."""
        session = self.session
        return self.past + list(zip(session.dues, session.events, strict=True))

    @precondition(lambda self: self.session.engine.status is not SessionStatus.IDLE)
    @rule(command=commands(st.floats(0, 300)))
    def do(self, command: Command) -> None:
        """Do something; a refusal changes nothing."""
        before = (self.session.engine.to_dict(), len(self.session.events))
        try:
            command(self.session)
        except EngineError:
            after = (self.session.engine.to_dict(), len(self.session.events))
            assert after == before

    @rule(seconds=st.floats(0, 60))
    def sleep(self, seconds: float) -> None:
        """Wake some time later, without a wake between."""
        self.session.oversleep(seconds).wake()

    @rule()
    def restart(self) -> None:
        """Go on with what was stored."""
        self.past = self.history
        self.session = self.session.restart()

    @precondition(lambda self: self.session.engine.status is not SessionStatus.IDLE)
    @rule(is_end=st.integers(0, 9).map(lambda n: n == 0))
    def stop(self, *, is_end: bool) -> None:
        """End the session, once in a while."""
        if is_end:
            self.session.cancel(StopReason.OTHER)

    @invariant()
    def nothing_is_overdue(self) -> None:
        """After each command the next wake is ahead, or there is none."""
        due = self.session.engine.next_due_at()
        if self.session.engine.status is SessionStatus.IDLE:
            assert due is None
        else:
            assert due is not None
            assert due > self.session.clock.monotonic()

    @invariant()
    def the_snapshot_makes_sense(self) -> None:
        """Look whether what is shown fits together."""
        seen = self.session.snapshot
        timeline = self.session.engine.timeline
        assert (seen.phase is None) == (seen.status is SessionStatus.IDLE)
        if seen.phase is None:
            return
        assert seen.phase == timeline.phases[seen.phase_number - 1]
        assert seen.phase_count == len(timeline.phases)
        assert 0 <= seen.remaining_seconds <= seen.phase_seconds
        assert 0 <= seen.reentry_seconds <= REENTRY_SECONDS
        assert not seen.reentry_seconds or seen.phase.kind.is_work
        assert seen.remaining_seconds <= seen.session_remaining_seconds
        assert 0 <= seen.progress < 1
        assert 0 <= seen.completed <= 1
        is_active = seen.status is SessionStatus.ACTIVE
        assert (seen.phase_ends_at is not None) == is_active
        assert (seen.session_ends_at is not None) == is_active

    @override
    def teardown(self) -> None:
        """Check what happened as a whole."""
        if not hasattr(self, "session"):
            return
        finish(self.session)
        self.check_order()
        self.check_time()

    def check_order(self) -> None:
        """Phases follow each other, and moments too."""
        number = 0
        is_free = False
        for _, event in self.history:
            seen = event.snapshot.phase_number
            if event.type is EventType.PHASE_STARTED:
                assert is_free or seen == number + 1
                number, is_free = seen, False
            elif event.type in (EventType.SKIPPED, EventType.WENT_BACK):
                is_free = True
            elif event.type not in ENDS | {
                EventType.SESSION_STARTED,
                EventType.EXERCISE_STARTED,
            }:
                assert seen == number
        dues = [due for due, _ in self.history]
        assert all(other - one > -0.0001 for one, other in pairwise(dues))

    def check_time(self) -> None:
        """All the time that was not paused was spent in a phase."""
        spent = active = since = 0.0
        is_active = False
        for due, event in self.history:
            seen = event.snapshot
            if event.type in LEAVING:
                spent += seen.phase_seconds - seen.remaining_seconds
            if event.type is EventType.PHASE_FINISHED:
                assert seen.remaining_seconds == pytest.approx(0, abs=1e-6)
            if event.type in {EventType.SESSION_STARTED, EventType.RESUMED}:
                since, is_active = due + seen.reentry_seconds, True
            elif not seen.reentry_seconds:
                # Who goes to another phase does not wait for the re-entry.
                since = min(since, due)
            if is_active and event.type in ENDS | {EventType.PAUSED}:
                active += max(0.0, due - since)
                is_active = False
        last = self.history[-1][1].snapshot
        assert spent == pytest.approx(active, abs=0.001)
        assert last.active_seconds == pytest.approx(active, abs=0.001)


TestAnySession = AnySession.TestCase
TestAnySession.settings = settings(SAME_EACH_TIME, stateful_step_count=40)
