"""Tests of when the next seated practice is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.engine.history import Break
from custom_components.backcare.engine.plan import QuietHours
from custom_components.backcare.engine.practice import Happened, Happening, Rhythm

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

ZONES = st.sampled_from(
    [
        AMSTERDAM,
        ZoneInfo("UTC"),
        ZoneInfo("America/St_Johns"),
        ZoneInfo("Australia/Lord_Howe"),
        ZoneInfo("Pacific/Kiritimati"),
    ]
)

DAYS = st.sampled_from(
    [
        date(2026, 11, 3),
        # The clock goes back, and forward, in Europe and then in America.
        date(2026, 10, 25),
        date(2026, 3, 29),
        date(2026, 11, 1),
        date(2026, 3, 8),
        date(2028, 2, 28),
        date(2026, 12, 31),
    ]
)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Return any rhythm that the form allows."""
    from_hour = draw(st.integers(0, 23))
    hours = st.integers(0, 23).map(time)
    return Rhythm(
        count=draw(st.integers(1, 8)),
        from_hour=from_hour,
        to_hour=draw(st.integers(from_hour + 1, 24)),
        gap=timedelta(minutes=draw(st.integers(30, 240))),
        quiet=draw(st.none() | st.builds(QuietHours, begins=hours, ends=hours)),
    )


def at(clock: str, day: date = date(2026, 11, 3)) -> datetime:
    """Return a moment of a Tuesday in Amsterdam."""
    return datetime.combine(day, time.fromisoformat(clock), AMSTERDAM).astimezone(UTC)


def told(clock: str) -> Happened:
    """Return that the person was told."""
    return at(clock), Happening.TOLD


def practised(clock: str) -> Happened:
    """Return that the person practised."""
    return at(clock), Happening.PRACTISED


def other(clock: str) -> Happened:
    """Return that a session ended."""
    return at(clock), Happening.OTHER


def moments(rhythm: Rhythm, *happened: Happened, now: str = "00:00") -> list[str]:
    """Return when the person is told on the rest of the day, who does nothing more."""
    found: list[str] = []
    before, moment = [*happened], at(now)
    while next_at := rhythm.next_at(moment, AMSTERDAM, before):
        local = next_at.astimezone(AMSTERDAM)
        if local.date() != date(2026, 11, 3):
            break
        found.append(f"{local:%H:%M}")
        before.append((next_at, Happening.TOLD))
        moment = next_at
    return found


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(), ["11:00", "13:00", "15:00", "17:00"]),
        (Rhythm(count=1), ["15:00"]),
        (Rhythm(count=2), ["12:36", "16:12"]),
        # No more than fit.
        (Rhythm(to_hour=12), ["09:40", "11:10"]),
        (Rhythm(to_hour=10, gap=timedelta(hours=4)), ["09:13"]),
        (Rhythm(from_hour=20, to_hour=24, count=2), ["21:36", "23:12"]),
        (
            Rhythm(quiet=QuietHours(begins=time(12, 30), ends=time(14))),
            ["11:00", "15:00", "17:00"],
        ),
        (
            Rhythm(quiet=QuietHours(begins=time(16), ends=time(12))),
            ["13:00", "15:00"],
        ),
        (Rhythm(quiet=QuietHours(begins=time(8), ends=time(20))), []),
        (
            Rhythm(
                breaks=[Break(first_day=date(2026, 11, 1), last_day=date(2026, 11, 3))]
            ),
            [],
        ),
    ],
)
def test_a_day_without_practice(rhythm: Rhythm, expected: list[str]) -> None:
    """The moments are spread over the hours, as many as fit."""
    assert moments(rhythm) == expected


@pytest.mark.parametrize(
    ("happened", "now", "expected"),
    [
        # Who answers a reminder hears the next one hardly later.
        ([told("11:00"), practised("11:05")], "11:06", ["13:03", "15:02", "17:00"]),
        # A practice of one's own moves the rest of the day.
        ([practised("10:00")], "10:01", ["12:17", "14:34", "16:51"]),
        ([practised("10:50")], "10:51", ["12:52", "14:55", "16:58"]),
        # It is never sooner than the gap.
        ([told("11:00"), practised("12:55")], "12:56", ["14:25", "15:55", "17:25"]),
        (
            [told("11:00"), told("13:00"), practised("14:50")],
            "14:51",
            ["16:20", "17:50"],
        ),
        # A session is no practice, but gives rest.
        ([other("10:30")], "10:31", ["12:10", "13:50", "15:30", "17:10"]),
        ([other("08:50")], "09:00", ["11:00", "13:00", "15:00", "17:00"]),
        # One of the night is one less, one of the evening before is not.
        ([practised("00:00")], "08:00", ["11:34", "14:08", "16:42"]),
        (
            [(at("23:00") - timedelta(days=1), Happening.PRACTISED)],
            "08:00",
            ["11:00", "13:00", "15:00", "17:00"],
        ),
        # What was missed is not made up for.
        ([], "13:30", ["15:00", "17:00"]),
        ([told("11:00")], "16:59", ["17:00"]),
        ([], "17:00", []),
        # Enough is enough.
        ([practised(f"{hour:02}:00") for hour in (9, 10, 11, 12)], "12:01", []),
        ([practised(f"{hour:02}:00") for hour in range(9, 16)], "15:01", []),
        ([practised("19:00")], "19:01", []),
    ],
)
def test_the_rest_of_a_day(
    happened: list[Happened], now: str, expected: list[str]
) -> None:
    """Everything that happens shares out the rest of the day anew."""
    assert moments(Rhythm(), *happened, now=now) == expected


def test_the_next_day() -> None:
    """When nothing is left today, tomorrow comes, but for a break."""
    evening = at("20:00")
    assert Rhythm().next_at(evening, AMSTERDAM, []) == at("11:00", date(2026, 11, 4))
    holiday = Break(first_day=date(2026, 11, 4), last_day=date(2026, 11, 4))
    assert Rhythm(breaks=[holiday]).next_at(evening, AMSTERDAM, []) is None


def test_end_of_the_day() -> None:
    """The hours end where the person lives."""
    assert Rhythm().ends_at(at("10:00"), AMSTERDAM) == at("18:00")
    assert Rhythm(to_hour=24).ends_at(at("10:00"), AMSTERDAM) == at("23:00") + (
        timedelta(hours=1)
    )


def test_the_future_does_not_matter() -> None:
    """What was kept while the clock was a day ahead changes nothing today."""
    tomorrow = at("09:30", date(2026, 11, 4))
    kept = [(tomorrow, what) for what in Happening]
    assert moments(Rhythm(), *kept) == moments(Rhythm())


def live(
    rhythm: Rhythm,
    zone: ZoneInfo,
    day: date,
    answers: Callable[[], str],
) -> list[Happened]:
    """Return what happens on a day and a half to somebody who follows the reminders."""
    now = datetime.combine(day, time(), zone).astimezone(UTC)
    until = now + timedelta(hours=36)
    happened: list[Happened] = []
    while (next_at := rhythm.next_at(now, zone, happened)) and next_at < until:
        assert next_at > now
        now = next_at
        match answers():
            case "missed":
                continue
            case "practises":
                now += timedelta(minutes=3)
                happened += [
                    (next_at, Happening.TOLD),
                    (now, Happening.PRACTISED),
                ]
            case "trains":
                now += timedelta(minutes=31)
                happened += [(next_at, Happening.TOLD), (now, Happening.OTHER)]
            case _:
                happened.append((next_at, Happening.TOLD))
    return happened


@given(
    rhythm=rhythms(),
    zone=ZONES,
    day=DAYS,
    answers=st.lists(
        st.sampled_from(["ignores", "practises", "trains", "missed"]), max_size=20
    ),
)
def test_never_too_often(
    rhythm: Rhythm, zone: ZoneInfo, day: date, answers: list[str]
) -> None:
    """Nobody is told too often, too soon, or at a time that is not theirs."""
    waiting = iter(answers)
    happened = live(rhythm, zone, day, lambda: next(waiting, "ignores"))
    told_at = [moment for moment, what in happened if what is Happening.TOLD]
    for moment in told_at:
        local = moment.astimezone(zone)
        assert rhythm.from_hour <= local.hour < rhythm.to_hour
        assert not (rhythm.quiet and rhythm.quiet.covers(local.time()))
        before = [earlier for earlier, _ in happened if earlier < moment]
        assert all(moment - earlier >= rhythm.gap for earlier in before)
    days = [moment.astimezone(zone).date() for moment in told_at]
    assert all(days.count(day) <= rhythm.count for day in days)


@given(
    rhythm=rhythms(),
    zone=ZONES,
    day=DAYS,
    hours=st.floats(0, 30),
    happened=st.lists(
        st.tuples(st.floats(-30, 30), st.sampled_from(list(Happening))), max_size=12
    ),
)
def test_any_past_and_any_clock(
    rhythm: Rhythm,
    zone: ZoneInfo,
    day: date,
    hours: float,
    happened: list[tuple[float, Happening]],
) -> None:
    """Whatever happened, the next moment is to come, and alone for its gap."""
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    now = midnight + timedelta(hours=hours)
    kept = [(midnight + timedelta(hours=after), what) for after, what in happened]
    next_at = rhythm.next_at(now, zone, kept)
    if next_at is None:
        return
    assert now < next_at < now + timedelta(hours=50)
    assert rhythm.from_hour <= next_at.astimezone(zone).hour < rhythm.to_hour
    assert all(next_at - past >= rhythm.gap for past, _ in kept if past <= now)
    # Nothing changes by waiting for it.
    past = [item for item in kept if item[0] <= now]
    assert rhythm.next_at(now + (next_at - now) / 2, zone, past) == next_at
