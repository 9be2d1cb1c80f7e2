"""Test which training is planned, due and reminded of, whatever the clock does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.engine.history import Break
from custom_components.backcare.engine.plan import (
    Mark,
    Plan,
    QuietHours,
    Standing,
    first_starts,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

EVENING = dict.fromkeys((0, 2, 4), time(18))
"""Monday, Wednesday and Friday."""

MONDAY = date(2026, 11, 2)

PLAN = Plan(times=EVENING, zone=AMSTERDAM)

OPEN = Mark()

ALL_DAY = time.max


def at(text: str, zone: tzinfo = AMSTERDAM) -> datetime:
    """Return a moment by the clock at home."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def standing(
    now: str,
    mark: Mark = OPEN,
    done: Sequence[date] = (),
    *,
    plan: Plan = PLAN,
    is_held: bool = False,
) -> Standing:
    """Return how things are at a moment at home."""
    return plan.standing(at(now), mark, done, is_held=is_held)


# A day


def test_before_the_time_nothing_is_due() -> None:
    """The training is the next one."""
    seen = standing("2026-11-02 17:59:59")
    assert seen.due_at is None
    assert seen.next_at == seen.wake_at == at("2026-11-02 18:00")


def test_at_its_time_a_training_is_due() -> None:
    """Automations are told, the person is reminded, and midnight ends it."""
    assert standing("2026-11-02 18:00") == Standing(
        day=MONDAY,
        due_at=at("2026-11-02 18:00"),
        is_on_time=True,
        tells=True,
        reminds=True,
        next_at=at("2026-11-04 18:00"),
        wake_at=at("2026-11-03 00:00"),
    )


def test_it_can_be_done_for_the_rest_of_the_day() -> None:
    """Later it is not on time any more; the next day it is over."""
    late = standing("2026-11-02 23:59:59")
    assert late.due_at == at("2026-11-02 18:00")
    assert late.reminds
    assert not late.is_on_time
    assert standing("2026-11-03 00:00").due_at is None


def test_a_mark_says_what_was_told() -> None:
    """What is told once is not told again."""
    seen = standing("2026-11-02 18:01", Mark(is_told=True, is_reminded=True))
    assert seen.due_at
    assert not seen.tells
    assert not seen.reminds


def test_done_or_skipped_is_not_due() -> None:
    """Then the next one is that of another day."""
    done = standing("2026-11-02 19:00", done=[MONDAY])
    skipped = standing("2026-11-02 19:00", Mark(is_skipped=True))
    assert done == skipped
    assert done.due_at is None
    assert done.next_at == at("2026-11-04 18:00")


def test_done_before_its_time() -> None:
    """A training in the morning is that of the evening."""
    seen = standing("2026-11-02 10:00", done=[MONDAY])
    assert seen.next_at == at("2026-11-04 18:00")


def test_who_trains_or_rests_is_left_alone() -> None:
    """Nothing is due then."""
    seen = standing("2026-11-02 18:00", is_held=True)
    assert (seen.due_at, seen.tells, seen.reminds) == (None, False, False)
    assert seen.next_at == at("2026-11-04 18:00")


def test_later_is_an_hour_later() -> None:
    """It becomes due once more, with a reminder of its own."""
    mark = PLAN.put_off(at("2026-11-02 18:05"), Mark(is_told=True, is_reminded=True))
    waiting = standing("2026-11-02 18:30", mark)
    assert waiting.due_at is None
    assert waiting.next_at == at("2026-11-02 19:05")
    again = standing("2026-11-02 19:05", mark)
    assert again.due_at == at("2026-11-02 18:00")
    assert again.tells
    assert again.reminds
    assert again.is_on_time


def test_later_than_the_day_is_skipped() -> None:
    """A training is never put off past its day."""
    mark = PLAN.put_off(at("2026-11-02 23:30"), OPEN)
    assert mark == Mark(is_skipped=True)


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        ((time(17), time(20)), "2026-11-02 18:00", "2026-11-02 20:00"),
        ((time(23), time(7)), "2026-11-02 23:10", "2026-11-03 00:00"),
        ((time(17), time(20)), "2026-11-02 20:00", None),
        ((time(23), time(7)), "2026-11-02 22:59", None),
    ],
)
def test_quiet_hours_move_a_reminder_to_their_end(
    quiet: tuple[time, time], now: str, ends: str | None
) -> None:
    """The training is due meanwhile; its day ends first if it must."""
    plan = replace(PLAN, quiet=QuietHours(begins=quiet[0], ends=quiet[1]))
    seen = standing(now, plan=plan)
    assert seen.due_at
    assert seen.tells
    assert seen.reminds is (ends is None)
    assert seen.wake_at == at(ends or "2026-11-03 00:00")


def test_a_break_has_no_training() -> None:
    """After a year of illness the plan goes on."""
    rest = Break(first_day=MONDAY, last_day=date(2027, 11, 1))
    plan = replace(PLAN, breaks=(rest,))
    seen = standing("2026-11-02 19:00", plan=plan)
    assert seen.due_at is None
    assert seen.next_at == at("2027-11-03 18:00")


def test_without_a_plan_nothing_is_due() -> None:
    """And nobody wakes."""
    empty = standing("2026-11-02 19:00", plan=Plan(times={}, zone=AMSTERDAM))
    assert empty == Standing(day=MONDAY)


# Regularity


@pytest.mark.parametrize(
    ("streak", "done", "is_faded"),
    [
        (3, [MONDAY], False),
        (4, [MONDAY], True),
        (9, [], False),
        (9, [date(2026, 11, 3)], False),
    ],
)
def test_reminders_fade(streak: int, done: list[date], is_faded: bool) -> None:
    """After four weeks that met the goal, until a training is missed."""
    assert PLAN.is_faded(date(2026, 11, 4), streak, done) is is_faded


def test_after_a_long_break_nothing_was_missed() -> None:
    """There was no training to miss."""
    rest = Break(first_day=date(2026, 10, 1), last_day=date(2026, 11, 1))
    assert replace(PLAN, breaks=(rest,)).is_faded(MONDAY, 4, ())


# The clock


def test_a_time_that_the_clock_leaves_out() -> None:
    """On the night of the summer time it comes right after."""
    plan = Plan(times={6: time(2, 30)}, zone=AMSTERDAM)
    assert plan.planned_at(date(2027, 3, 28)) == at("2027-03-28 03:30")
    assert standing("2027-03-28 01:59", plan=plan).due_at is None
    assert standing("2027-03-28 03:30", plan=plan).due_at == at("2027-03-28 03:30")


def test_a_time_that_comes_twice() -> None:
    """On the night of the winter time the first one counts."""
    plan = Plan(times={6: time(2, 30)}, zone=AMSTERDAM)
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert plan.planned_at(date(2027, 10, 31)) == first
    second = plan.standing(
        first + timedelta(hours=1), Mark(is_reminded=True), (), is_held=False
    )
    assert second.due_at == first
    assert not second.reminds


def test_moments() -> None:
    """The start belongs to a span, the end does not."""
    found = PLAN.moments(at("2026-11-02 18:00"), at("2026-11-06 18:00"))
    assert list(found) == [at("2026-11-02 18:00"), at("2026-11-04 18:00")]


# Blocks of a schedule


def test_the_first_block_of_a_day_counts() -> None:
    """There is one training a day."""
    blocks: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    blocks[1] = [(time(18), time(19)), (time(7), time(8))]
    assert first_starts(blocks) == {1: time(7)}


def test_a_block_over_midnight_begins_once() -> None:
    """Its second half is no training; Sunday night goes on on Monday."""
    blocks: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    blocks[6] = [(time(23), ALL_DAY)]
    blocks[0] = [(time(), time(1)), (time(18), time(19))]
    assert first_starts(blocks) == {6: time(23), 0: time(18)}
    blocks[6] = []
    assert first_starts(blocks) == {0: time()}


# The next morning


@pytest.mark.parametrize(
    ("ended", "asked"),
    [
        ("2026-11-03 18:30", "2026-11-04 09:00"),
        ("2026-11-03 21:00", "2026-11-04 09:00"),
        ("2026-11-03 23:30", "2026-11-05 09:00"),
        ("2026-11-03 08:00", "2026-11-04 09:00"),
    ],
)
def test_the_question_of_the_next_morning(ended: str, asked: str) -> None:
    """It comes at nine, at least twelve hours after the session."""
    assert PLAN.question_at(at(ended)) == at(asked)


@pytest.mark.parametrize(("planned", "asked"), [(7, 7), (9, 9), (10, 9), (4, 9)])
def test_the_question_comes_before_an_early_training(planned: int, asked: int) -> None:
    """After the next session an answer would come too late."""
    plan = replace(PLAN, times=dict.fromkeys(range(7), time(planned)))
    found = plan.question_at(at("2026-11-03 18:30"))
    assert found == at(f"2026-11-04 {asked:02}:00")


def test_the_question_waits_for_the_end_of_quiet_hours() -> None:
    """Who sleeps late is asked late."""
    plan = replace(PLAN, quiet=QuietHours(begins=time(22), ends=time(11)))
    assert plan.question_at(at("2026-11-03 18:30")) == at("2026-11-04 11:00")


def test_a_question_that_fits_nowhere_is_not_asked() -> None:
    """On Wednesday it would be too early, and on Thursday too late."""
    plan = replace(PLAN, times={2: time(7)})
    assert plan.question_at(at("2026-11-03 19:30")) is None
    assert not plan.is_time_to_ask(at("2026-11-03 19:30"), at("2026-11-05 07:00"))


def test_when_the_question_may_be_asked() -> None:
    """From the morning on for 36 hours after the session, but in quiet hours."""
    plan = replace(PLAN, quiet=QuietHours(begins=time(20), ends=time(7)))
    ended_at = at("2026-11-03 18:30")
    asked = {
        now: plan.is_time_to_ask(ended_at, at(now))
        for now in ("2026-11-04 08:59", "2026-11-04 09:00", "2026-11-04 21:00")
    }
    assert list(asked.values()) == [False, True, False]
    assert not PLAN.is_time_to_ask(ended_at, at("2026-11-05 06:30"))


# What is kept


@given(
    st.builds(
        Mark,
        is_told=st.booleans(),
        is_reminded=st.booleans(),
        is_skipped=st.booleans(),
        later_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    )
)
def test_a_mark_survives_a_restart(mark: Mark) -> None:
    """It comes back as it was."""
    assert Mark.from_dict(mark.as_dict()) == mark


@pytest.mark.parametrize(
    "damaged", [{}, {"later_at": 5}, {"later_at": "soon"}, {"later_at": "2026-11-02"}]
)
def test_a_damaged_mark(damaged: dict[str, object]) -> None:
    """It is told from a good one."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Mark.from_dict(damaged)


# Any clock

ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Amsterdam",
            "America/New_York",
            "America/Havana",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "Pacific/Kiritimati",
            "Pacific/Honolulu",
            "Asia/Kathmandu",
            "UTC",
        )
    ]
)

TIMES = st.times().map(lambda moment: moment.replace(microsecond=0))

PLANS = st.builds(
    Plan,
    times=st.dictionaries(st.integers(0, 6), TIMES, min_size=1),
    zone=ZONES,
    quiet=st.none() | st.builds(QuietHours, begins=TIMES, ends=TIMES),
)

STARTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)
)


class Person:
    """Somebody with a plan, whose reminders are counted by day."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        """Begin without a history."""
        self.plan = plan
        self.now = now
        self.done: set[date] = set()
        self.marks: dict[date, Mark] = {}
        self.reminded: dict[date, int] = {}
        self.allowed: dict[date, int] = {}

    def look(self) -> Standing:
        """Do what is due now, and hold what must always be so."""
        day = self.plan.day_of(self.now)
        mark = self.marks.get(day, OPEN)
        seen = self.plan.standing(self.now, mark, self.done, is_held=False)
        if seen.due_at:
            assert day not in self.done
            assert seen.due_at <= self.now
            assert self.plan.day_of(seen.due_at) == day
        assert seen.next_at is None or seen.next_at > self.now
        assert seen.wake_at is None or seen.wake_at > self.now
        if seen.reminds:
            self.reminded[day] = self.reminded.get(day, 0) + 1
        if seen.due_at:
            self.marks[day] = replace(
                mark, is_told=True, is_reminded=mark.is_reminded or seen.reminds
            )
        return seen

    def answer(self, what: str) -> None:
        """Put off, skip or do what is due."""
        seen = self.look()
        if what == "train":
            self.done.add(seen.day)
        elif seen.due_at and what == "skip":
            self.marks[seen.day] = replace(self.marks[seen.day], is_skipped=True)
        elif seen.due_at and what == "later":
            self.marks[seen.day] = self.plan.put_off(self.now, self.marks[seen.day])
            self.allowed[seen.day] = self.allowed.get(seen.day, 0) + 1


@given(
    PLANS,
    STARTS,
    st.lists(
        st.integers(1, 4000)
        | st.integers(-2000, -1)
        | st.sampled_from(["train", "skip", "later", "restart"])
        | ZONES,
        max_size=40,
    ),
)
def test_never_two_reminders_for_one_training(
    plan: Plan, start: datetime, moves: list[int | str | ZoneInfo]
) -> None:
    """Clocks step, people move, Home Assistant restarts: each training has one.

    Only who puts it off is reminded again, and what is done is never due.
    """
    person = Person(plan, start)
    for move in moves:
        if isinstance(move, int):
            person.now += timedelta(minutes=move)
        elif isinstance(move, ZoneInfo):
            person.plan = replace(person.plan, zone=move)
        elif move == "restart":
            person.marks = {
                day: Mark.from_dict(mark.as_dict())
                for day, mark in person.marks.items()
            }
        else:
            person.answer(move)
        person.look()
    for day, count in person.reminded.items():
        assert count <= 1 + person.allowed.get(day, 0)


@given(PLANS, STARTS)
def test_who_sleeps_until_the_next_moment_misses_nothing(
    plan: Plan, start: datetime
) -> None:
    """Waking only when it is said, every training of two weeks is due on its moment."""
    person = Person(plan, start)
    end = start + timedelta(days=14)
    due = set()
    while person.now < end:
        seen = person.look()
        if seen.due_at == person.now:
            assert seen.is_on_time
            due.add(seen.due_at)
        assert seen.wake_at
        person.now = seen.wake_at
    assert due == set(plan.moments(start, end))
