"""Test what a history says about the weeks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.engine.assessment import PastSession
from custom_components.backcare.engine.history import Break, Weeks
from custom_components.backcare.engine.models import MuscleClass

SUNDAY = 6

MONDAY = date(2026, 3, 2)

GOAL = 3

ZONES = ("Europe/Amsterdam", "America/New_York", "Pacific/Apia", "Asia/Kathmandu")


def done(
    day: date,
    *,
    share: float = 1,
    minutes: float = 30,
    muscles: Iterable[MuscleClass] = (),
    is_practice: bool = False,
) -> PastSession:
    """Return a session of a day."""
    return PastSession(
        at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        day=day,
        level=3,
        share=share,
        minutes=minutes,
        muscles=frozenset(muscles),
        is_practice=is_practice,
    )


def in_week(number: int, count: int = GOAL) -> list[PastSession]:
    """Return so many sessions of a week, counted from the first Monday."""
    first = MONDAY + timedelta(weeks=number)
    return [done(first + timedelta(days=index)) for index in range(count)]


def monday(number: int) -> date:
    """Return the Monday of a week."""
    return MONDAY + timedelta(weeks=number)


# This week


def test_a_week_is_what_was_done_in_it() -> None:
    """Parts make a session together, and all minutes count."""
    weeks = Weeks([*in_week(0, 1), done(MONDAY, share=0.5), done(MONDAY, share=0)])
    week = weeks.week(MONDAY, GOAL, 90)
    assert (week.session_count, week.minutes) == (1, 90)
    assert (week.goal, week.minutes_goal, week.is_met) == (GOAL, 90, False)
    assert weeks.share(MONDAY) == 1.5
    assert weeks.week(monday(1), GOAL).session_count == 0
    assert Weeks(in_week(0)).week(MONDAY, GOAL).is_met


@pytest.mark.parametrize(
    ("first_weekday", "starts_on"), [(0, MONDAY), (SUNDAY, date(2026, 3, 1))]
)
@pytest.mark.parametrize("offset", range(6))
def test_a_week_begins_on_monday_or_sunday(
    first_weekday: int, starts_on: date, offset: int
) -> None:
    """As the person likes; Monday to Saturday are in the same week either way."""
    week = Weeks([], first_weekday=first_weekday).week(
        MONDAY + timedelta(days=offset), GOAL
    )
    assert week.starts_on == starts_on


def test_every_week_wants_both_kinds_of_muscles() -> None:
    """The bird dog trains the local ones (R-BALANCE)."""
    local, glob, mixed = MuscleClass.LOCAL, MuscleClass.GLOBAL, MuscleClass.MIXED

    def missing(*muscles: MuscleClass) -> tuple[MuscleClass, ...]:
        return Weeks([done(MONDAY, muscles=muscles)]).week(MONDAY, 3).missing_muscles

    assert missing() == (local, glob)
    assert missing(glob) == (local,)
    assert missing(local) == missing(mixed) == (glob,)
    assert missing(mixed, glob) == ()


def test_practices_of_today() -> None:
    """They have a number of their own."""
    weeks = Weeks(
        [
            done(MONDAY, share=0, is_practice=True),
            done(MONDAY, share=0, is_practice=True),
            done(MONDAY),
            done(MONDAY - timedelta(days=1), share=0, is_practice=True),
        ]
    )
    assert weeks.practice_count(MONDAY) == 2
    assert weeks.practice_count(MONDAY + timedelta(days=1)) == 0


# The weeks in a row


@pytest.mark.parametrize(
    ("counts", "streak"),
    [
        ([], 0),
        ([3], 1),
        ([2], 0),
        ([3, 3], 2),
        ([3, 0], 1),
        ([3, 5, 2], 2),
        ([3, 2, 3], 1),
        ([3, 2, 0], 0),
    ],
)
def test_streak(counts: list[int], streak: int) -> None:
    """The last week is this one: it only adds."""
    sessions = [
        item for week, count in enumerate(counts) for item in in_week(week, count)
    ]
    today = monday(max(len(counts) - 1, 0))
    assert Weeks(sessions).streak(today, GOAL) == streak


def test_a_planned_break_ends_no_streak() -> None:
    """Whatever was done in its weeks; and it adds nothing."""
    holiday = Break(first_day=monday(1) + timedelta(days=6), last_day=monday(3))
    sessions = [*in_week(0), *in_week(4), *in_week(5, 1)]
    assert Weeks(sessions).streak(monday(5), GOAL) == 1
    assert Weeks(sessions, breaks=[holiday]).streak(monday(5), GOAL) == 2
    busy = [*sessions, *in_week(2)]
    assert Weeks(busy, breaks=[holiday]).streak(monday(5), GOAL) == 3


# The programme


def test_position_in_the_programme() -> None:
    """Weeks from the first session on; those lost to a break are none."""
    assert Weeks([]).programme_week(MONDAY) == 1
    sessions = [*in_week(0), *in_week(3)]
    weeks = Weeks([done(monday(-2), share=0), *sessions])
    assert [weeks.programme_week(monday(n)) for n in (0, 1, 11)] == [1, 2, 12]
    assert weeks.session_count(monday(3)) == 4
    assert weeks.session_count(monday(9)) == 6
    ill = Break(first_day=monday(1), last_day=monday(3))
    assert Weeks(sessions, breaks=[ill]).programme_week(monday(4)) == 3


# Whatever the calendar and the clock do

moments = st.datetimes(
    datetime(2019, 12, 1), datetime(2028, 4, 1), timezones=st.just(UTC)
)


def at_home(moment: datetime, zone: str) -> PastSession:
    """Return a session by its moment, on the day that it is at home."""
    return done(moment.astimezone(ZoneInfo(zone)).date())


@given(
    st.lists(moments, max_size=40),
    moments,
    st.sampled_from(ZONES),
    st.sampled_from([0, SUNDAY]),
    st.randoms(use_true_random=False),
)
def test_every_session_is_in_the_week_of_its_day(
    found: list[datetime], now: datetime, zone: str, first_weekday: int, random: Random
) -> None:
    """In any order, over changes of the clocks and leap days, and from the future."""
    sessions = [at_home(moment, zone) for moment in found]
    random.shuffle(sessions)
    weeks = Weeks(sessions, first_weekday=first_weekday)
    today = now.astimezone(ZoneInfo(zone)).date()
    week = weeks.week(today, GOAL)
    days = {week.starts_on + timedelta(days=index) for index in range(7)}
    assert week.starts_on.weekday() == first_weekday
    assert today in days
    assert week.session_count == sum(session.day in days for session in sessions)
    assert weeks.session_count(today) == sum(s.day <= today for s in sessions)


@given(st.lists(moments, min_size=1, max_size=40), st.sampled_from([0, SUNDAY]))
def test_a_move_to_another_zone_loses_nothing(
    found: list[datetime], first_weekday: int
) -> None:
    """A session moves by a day at most, and by a week at most with it."""
    for zone in ZONES:
        sessions = [at_home(moment, zone) for moment in found]
        weeks = Weeks(sessions, first_weekday=first_weekday)
        starts = {weeks.week(session.day, GOAL).starts_on for session in sessions}
        assert sum(weeks.week(day, GOAL).session_count for day in starts) == len(found)


@given(
    st.lists(st.integers(0, 5), max_size=30),
    st.sets(st.integers(0, 29)),
    st.integers(-40, 40),
    st.sampled_from([0, SUNDAY]),
)
def test_a_streak_is_the_last_weeks_that_met_the_goal(
    counts: list[int], breaks: set[int], wrong_days: int, first_weekday: int
) -> None:
    """Told week by week; a session of a wrong clock in the future changes nothing."""
    offset = timedelta(days=first_weekday and -1)
    starts = [monday(week) + offset for week in range(len(counts) + 1)]
    sessions = [
        done(start + timedelta(days=index))
        for start, count in zip(starts, counts, strict=False)
        for index in range(count)
    ]
    planned = [
        Break(
            first_day=starts[0] + timedelta(weeks=w),
            last_day=starts[0] + timedelta(weeks=w, days=2),
        )
        for w in breaks
    ]
    expected = 0
    for week, count in enumerate(counts):
        if count >= GOAL:
            expected += 1
        elif week not in breaks:
            expected = 0
    today = starts[-1]
    future = done(today + timedelta(days=7 + abs(wrong_days)))
    for extra in ([], [future]):
        weeks = Weeks([*extra, *sessions], first_weekday=first_weekday, breaks=planned)
        assert weeks.streak(today, GOAL) == expected
        this_week = [done(today)] * GOAL
        more = Weeks(
            [*extra, *sessions, *this_week], first_weekday=first_weekday, breaks=planned
        )
        assert more.streak(today, GOAL) == expected + 1
