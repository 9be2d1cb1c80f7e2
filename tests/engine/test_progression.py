"""Test what ratings and history mean for the next session (``domain.md`` 4.4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.engine.assessment import (
    PastSession,
    SessionClass,
    class_by_share,
    classify,
    is_final,
)
from custom_components.backcare.engine.models import StopReason
from custom_components.backcare.engine.progression import (
    Decision,
    DecisionKind,
    Form,
    Meaning,
    Programme,
    programme,
)

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)

KNEES = {
    "plank": "plank_knees",
    "side_plank": "side_plank_knees",
    "glute_bridge": "glute_bridge_low",
}


def on(day: int) -> date:
    """Return the date so many days after the Monday."""
    return MONDAY.date() + timedelta(days=day)


def session(day: int = 0, **changes: Any) -> PastSession:
    """Return a good session at level 3, so many days after a Monday."""
    return PastSession(
        **{
            "at": MONDAY + timedelta(days=day),
            "day": on(day),
            "level": 3,
            "pain_before": 1,
            "pain_during": 1,
            "effort": 5,
            "pain_next_day": 1,
            **changes,
        }
    )


def green(day: int, **changes: Any) -> PastSession:
    """Return a good session."""
    return session(day, **changes)


def amber(day: int, **changes: Any) -> PastSession:
    """Return a session that was too hard."""
    return session(day, **{"effort": 8, **changes})


def red(day: int, **changes: Any) -> PastSession:
    """Return a sore session."""
    return session(day, **{"pain_during": 6, **changes})


def greens(*days: int, **changes: Any) -> list[PastSession]:
    """Return good sessions."""
    return [green(day, **changes) for day in days]


def decision(day: float, kind: DecisionKind, **choice: Any) -> Decision:
    """Return a decision, so many days after the Monday evening."""
    return Decision(at=MONDAY + timedelta(days=day), kind=kind, **choice)


def chosen(
    day: float, exercise_id: str, variant_id: str | None, *, starts_anew: bool = True
) -> Decision:
    """Return the choice of a variant."""
    return decision(
        day,
        DecisionKind.VARIANT_CHOSEN,
        exercise_id=exercise_id,
        variant_id=variant_id,
        starts_anew=starts_anew,
    )


def after(
    *events: PastSession | Decision, day: int | None = None, first_level: int = 3
) -> Programme:
    """Return where events lead two days after the last session, or on a day."""
    days = [event.day for event in events if isinstance(event, PastSession)]
    today = max(days, default=on(0)) + timedelta(days=2) if day is None else on(day)
    return programme(events, first_level=first_level, today=today)


# The class of a session


@pytest.mark.parametrize(
    ("completed", "before", "during", "effort", "next_day", "reason", "expected"),
    [
        (1, 0, 0, 4, 0, None, "green"),
        (1, 0, 3, 5, 1, None, "green"),
        (1, 2, 3, 6, 2, None, "green"),
        (1, 4, 4, 6, 4, None, "green"),
        (1, 5, 5, 5, 5, None, "green"),
        (1, 2, 4, 5, 2, None, "amber"),
        (1, 4, 5, 5, 4, None, "amber"),
        (1, 0, 2, 5, 2, None, "amber"),
        (1, 3, 3, 7, 3, None, "amber"),
        (0.85, 1, 1, 5, 1, "too_hard", "amber"),
        (0.5, 1, 1, 8, 1, "too_hard", "red"),
        (0.5, 1, 1, 4, 1, "no_time", "neutral"),
        (0.5, 1, 1, 4, 4, "no_time", "red"),
        (0.5, 1, 3, 4, 1, "pain", "red"),
        (1, 2, 3, 4, 4, None, "red"),
        (1, 2, 3, 4, None, None, "green"),
        (1, 3, 6, 5, 3, None, "red"),
    ],
)
def test_class(
    completed: float,
    before: int,
    during: int,
    effort: int,
    next_day: int | None,
    reason: str | None,
    expected: str,
) -> None:
    """The vectors of the document."""
    done = session(
        completed=completed,
        pain_during=during,
        effort=effort,
        pain_next_day=next_day,
        reason=StopReason(reason) if reason else None,
    )
    assert classify(done, before) == expected


def test_a_warning_sign_comes_before_everything() -> None:
    """Whatever else was rated."""
    assert classify(session(is_red_flag=True), 0) is SessionClass.STOP


def test_what_was_not_rated_speaks_against_nothing() -> None:
    """A person need not tell anything."""
    silent = session(
        pain_before=None, pain_during=None, effort=None, pain_next_day=None
    )
    assert classify(silent, 0) is SessionClass.GREEN


@pytest.mark.parametrize(
    ("completed", "expected"),
    [(0, "red"), (0.59, "red"), (0.6, "amber"), (0.89, "amber"), (0.9, "green")],
)
def test_what_is_done_says_something_without_ratings(
    completed: float, expected: str
) -> None:
    """The share of the sets alone."""
    assert class_by_share(completed) == expected


@pytest.mark.parametrize(
    ("hours", "next_hours", "expected"),
    [
        (35, None, False),
        (36, None, True),
        (20, 19, True),
        (20, 21, False),
        (20, -1, False),
    ],
)
def test_a_session_becomes_final(
    hours: float, next_hours: float | None, expected: bool
) -> None:
    """When 36 hours have passed, or the next one has started (rule P5)."""
    next_at = next_hours and MONDAY + timedelta(hours=next_hours)
    assert (
        is_final(MONDAY, MONDAY + timedelta(hours=hours), next_at or None) is expected
    )


# The level


def test_before_the_first_session() -> None:
    """The level of the placement counts."""
    assert after() == Programme(level=3)


def test_three_good_sessions_lead_up() -> None:
    """Just before the next one (rule P1)."""
    two = after(*greens(0, 2))
    assert (two.level, two.green_count, two.meaning) == (3, 2, Meaning.LEVEL_SAME)
    assert not two.offers_level_up
    three = after(*greens(0, 2, 4))
    assert (three.level, three.green_count) == (4, 0)
    assert three.meaning is Meaning.LEVEL_UP
    assert three.offers_level_up


def test_a_step_up_takes_a_week() -> None:
    """Since the last one; the good sessions wait for it (rule P1)."""
    steep = [*greens(0, 1, 2), *greens(3, 4, 5, level=4)]
    # The first step was on day 3, before the fourth session.
    waiting = after(*steep, day=9)
    assert (waiting.level, waiting.meaning) == (4, Meaning.LEVEL_SAME)
    assert after(*steep, day=10).level == 5


def test_a_step_up_after_a_step_down_takes_a_week_too() -> None:
    """The step down counts from the session before which it was taken."""
    done = [red(0), *greens(3, 5, 7, level=2)]
    assert after(*done, day=9).level == 2
    assert after(*done, day=10).level == 3


def test_a_step_up_may_be_refused() -> None:
    """It is offered again after three more good sessions."""
    week = greens(0, 2, 4)
    no = decision(4.1, DecisionKind.LEVEL_UP_REFUSED)
    refused = after(*week, no)
    assert (refused.level, refused.green_count) == (3, 0)
    assert refused.meaning is Meaning.LEVEL_SAME
    assert not refused.offers_level_up
    assert after(*week, no, *greens(6, 8)).level == 3
    assert after(*week, no, *greens(6, 8, 10)).offers_level_up


def test_a_step_up_may_be_accepted() -> None:
    """Then nothing is asked any more, until the next one."""
    week = greens(0, 2, 4)
    yes = decision(4.1, DecisionKind.LEVEL_UP_ACCEPTED)
    accepted = after(*week, yes)
    assert (accepted.level, accepted.meaning) == (4, Meaning.LEVEL_UP)
    assert not accepted.offers_level_up
    assert after(*week, yes, *greens(6, 8, 10, level=4), day=13).offers_level_up


def test_the_highest_level_has_no_next_one() -> None:
    """And easy sessions there lead to a harder variant (rule P8)."""
    top = greens(0, 2, 4, level=7, effort=4)
    done = after(*top, first_level=7)
    assert (done.level, done.offers_harder, done.offers_level_up) == (7, True, False)
    assert not after(*top[:2], first_level=7).offers_harder
    assert not after(*greens(0, 2, 4, level=7, effort=5), first_level=7).offers_harder
    silent = greens(0, 2, 4, level=7, effort=None)
    assert not after(*silent, first_level=7).offers_harder
    assert not after(*greens(0, 2, effort=4)).offers_harder


def test_good_sessions_at_another_level_do_not_count() -> None:
    """They are to be in a row at this level (rule P1)."""
    assert after(green(0), green(2, level=1), green(4)).green_count == 2


def test_middling_sessions_hold_the_level() -> None:
    """Four in a row lead down (rule P2)."""
    held = after(*greens(0, 2), amber(4))
    assert (held.level, held.green_count) == (3, 0)
    assert held.meaning is Meaning.LEVEL_SAME
    four = [amber(day) for day in (0, 2, 4, 6)]
    assert after(*four[:3]).meaning is Meaning.LEVEL_SAME
    done = after(*four)
    assert (done.level, done.meaning) == (2, Meaning.LEVEL_DOWN)
    assert after(*four, amber(8, level=2)).level == 2
    assert after(*four[:2], green(4), amber(6), amber(8)).level == 3


def test_no_time_changes_nothing() -> None:
    """The good sessions before it still count (rule P2)."""
    short = session(4, completed=0.3, reason=StopReason.NO_TIME)
    done = after(*greens(0, 2), short)
    assert (done.level, done.green_count, done.meaning) == (3, 2, None)
    assert done.last_class is SessionClass.NEUTRAL
    four = [amber(0), amber(2), short, amber(5), amber(7)]
    assert after(*four).level == 2


def test_a_sore_session_leads_down() -> None:
    """With two days of rest (rule P3)."""
    sore = after(*greens(0, 2), red(4))
    assert (sore.level, sore.green_count) == (2, 0)
    assert sore.meaning is Meaning.LEVEL_DOWN
    assert sore.rest_until == MONDAY + timedelta(days=4, hours=48)
    assert sore.forms == {}


def test_at_the_lowest_level_it_gets_easier() -> None:
    """By easier variants of the holds (rule P3)."""
    sore = after(red(0, level=1), first_level=1)
    assert sore.level == 1
    assert {key: form.variant_id for key, form in sore.forms.items()} == KNEES
    assert all(form.is_easier for form in sore.forms.values())


def test_an_own_easier_variant_is_kept() -> None:
    """What the person chose themselves is easy enough."""
    split = chosen(0.5, "plank", "plank_split", starts_anew=False)
    sore = after(split, red(2, level=1), first_level=1)
    assert sore.forms["plank"].variant_id == "plank_split"
    assert sore.forms["side_plank"].variant_id == "side_plank_knees"


def test_two_sore_sessions_stop_the_programme() -> None:
    """Until the person has asked somebody (rule P4)."""
    held = after(red(0), green(2, level=2), red(4, level=2))
    assert held.is_on_hold
    assert held.meaning is Meaning.CONSULT
    assert held.level == 1
    yes = decision(5, DecisionKind.RELEASED)
    released = after(red(0), red(3, level=2), yes)
    assert (released.is_on_hold, released.level) == (False, 1)
    # Those of before do not count once more.
    assert not after(red(0), red(3), yes, red(6)).is_on_hold
    assert after(red(0), red(3), yes, red(6), red(8)).is_on_hold
    assert not after(red(0), *greens(2, 4), red(6)).is_on_hold
    # A session that was logged in between changes nothing.
    assert after(red(0), red(3), green(4)).is_on_hold


def test_a_session_without_time_is_none_of_three() -> None:
    """It changes nothing (rules P2 and P4)."""
    short = session(2, completed=0.3, reason=StopReason.NO_TIME)
    assert after(red(0), short, green(4), red(6)).is_on_hold


def test_a_rising_trend_counts_as_sore() -> None:
    """Two points more over three sessions than over the three before (rule P5b)."""
    calm = greens(0, 2, 4)
    rising = [green(day, pain_before=3, pain_next_day=3) for day in (6, 8, 10)]
    assert after(*calm, *rising[:2], green(10, pain_before=2)).last_class == "green"
    assert after(*calm, *rising).last_class is SessionClass.RED
    silent = green(12, pain_before=None)
    assert after(*calm, *rising, silent).last_class is SessionClass.GREEN


def test_a_rising_trend_does_not_hide_a_warning_sign() -> None:
    """The warning sign asks for more."""
    calm = greens(0, 2, 4)
    rising = [green(day, pain_before=3, pain_next_day=3) for day in (6, 8)]
    last = green(10, pain_before=3, is_red_flag=True)
    assert after(*calm, *rising, last).last_class is SessionClass.STOP


def test_pain_that_was_not_asked_is_as_usual() -> None:
    """The middle of the last three; so it does not look like an increase."""
    history = [green(day, pain_before=4, pain_next_day=4) for day in (0, 1)]
    quiet = session(2, pain_before=None, pain_during=4, pain_next_day=5)
    assert after(*history, quiet).last_class is SessionClass.GREEN
    assert after(quiet).last_class is SessionClass.RED


@pytest.mark.parametrize(
    ("days", "level", "green_count", "check"),
    [
        (6, 5, 2, False),
        (7, 5, 0, False),
        (13, 5, 0, False),
        (14, 4, 0, False),
        (27, 4, 0, False),
        (28, 3, 0, True),
        (400, 3, 0, True),
    ],
)
def test_days_away(days: int, level: int, green_count: int, check: bool) -> None:
    """The longer, the lower one starts again (rule P6)."""
    back = after(*greens(0, 1, level=5), day=1 + days, first_level=5)
    assert (back.level, back.green_count) == (level, green_count)
    assert back.safety_due_at == (MONDAY + timedelta(days=28) if check else None)
    assert back.days_away == (days if days >= 7 else 0)


def test_days_away_count_once() -> None:
    """A session that was too short to count ends them not, but takes no more off."""
    short = session(15, level=4, share=0, completed=0.5, reason=StopReason.NO_TIME)
    done = [green(0, level=5), short]
    assert after(*done, day=16, first_level=5).level == 4
    assert after(*done, day=30, first_level=5).level == 3
    assert after(*done, green(31, level=3), day=33, first_level=5).level == 3


def test_the_safety_check_comes_after_a_warning_sign() -> None:
    """In any routine; it must be newer than the sign."""
    for is_classified in (True, False):
        flag = session(2, is_red_flag=True, is_classified=is_classified)
        stopped = after(green(0), flag)
        assert stopped.safety_due_at == MONDAY + timedelta(days=2)
        assert (stopped.level, stopped.meaning) == (3, None)
    assert after(green(0)).safety_due_at is None


def test_high_pain_before_makes_no_good_session() -> None:
    """Even if nothing hurt more (rule P7)."""
    high = {"pain_before": 6, "pain_during": 5, "pain_next_day": 6}
    done = after(*greens(0, 2), green(4, **high))
    assert (done.level, done.green_count) == (3, 2)


def test_what_raises_the_level() -> None:
    """Full routines, and both parts on one day (rule P0)."""
    short: dict[str, Any] = {"is_full": False}
    assert after(*greens(0, 2, **short)).green_count == 0
    a, b = green(0, part="a", **short), green(0, part="b", **short)
    assert after(a, b).green_count == 1
    assert after(a, green(1, part="b", **short)).green_count == 0
    assert after(a, a).green_count == 0
    assert after(a, amber(0, part="b", **short), b).green_count == 0
    assert after(green(0), amber(2, **short)).green_count == 0
    assert after(red(0, **short)).level == 2


def test_practice_is_not_classified() -> None:
    """Nor is the add-on (rule P0)."""
    assert after(red(0, is_classified=False, share=0)) == Programme(level=3)


# Easier and harder variants (rule P8)


def test_a_harder_variant_starts_anew() -> None:
    """At the lowest dose; it climbs a level with three good sessions."""
    top = greens(0, 2, 4, level=7, effort=4)
    march = chosen(4.5, "glute_bridge", "glute_bridge_march")
    done = after(*top, march, first_level=7)
    assert done.forms == {
        "glute_bridge": Form(variant_id="glute_bridge_march", level=1)
    }
    assert not done.offers_harder
    for count, level in ((2, 1), (3, 2), (5, 2), (6, 3), (24, 7)):
        days = [6 + 2 * number for number in range(count)]
        form = after(*top, march, *greens(*days, level=7), first_level=7).forms
        assert form["glute_bridge"].level == level, count
    climbed = after(*top, march, *greens(6, 8, 10, level=7), red(12), first_level=7)
    assert climbed.forms["glute_bridge"].level == 1


def test_a_middling_session_counts_from_the_beginning() -> None:
    """Three good ones are to be in a row."""
    march = chosen(-1, "glute_bridge", "glute_bridge_march")
    done = after(march, *greens(0, 2), amber(4), *greens(6, 8))
    assert done.forms["glute_bridge"].level == 1


def test_a_harder_variant_may_be_refused() -> None:
    """It is offered again after three more easy sessions."""
    easy = {"level": 7, "effort": 4}
    no = decision(4.5, DecisionKind.VARIANT_REFUSED, exercise_id="plank")
    top = [*greens(0, 2, 4, **easy), no]
    assert not after(*top, *greens(6, 8, **easy), first_level=7).offers_harder
    assert after(*top, *greens(6, 8, 10, **easy), first_level=7).offers_harder


def test_an_easier_variant_may_be_left() -> None:
    """After three good sessions of 40 seconds and more; refused, after three more."""
    knees = chosen(-1, "plank", "plank_knees", starts_anew=False)
    assert not after(knees, *greens(0, 2)).forms["plank"].may_be_left
    week = [knees, *greens(0, 2, 4)]
    assert after(*week).forms["plank"].may_be_left
    no = decision(4.5, DecisionKind.VARIANT_REFUSED, exercise_id="plank")
    assert not after(*week, no).forms["plank"].may_be_left
    standard = after(*week, chosen(4.5, "plank", None))
    assert standard.forms["plank"] == Form(variant_id=None, level=1)
    short = greens(0, 2, 4, level=2)
    assert not after(knees, *short, first_level=2).forms["plank"].may_be_left


ratings = st.none() | st.integers(0, 10)
histories = st.lists(
    st.builds(
        lambda gap, **given: (gap, given),
        st.integers(0, 60),
        level=st.integers(1, 7),
        completed=st.floats(0, 1),
        is_full=st.booleans(),
        part=st.sampled_from([None, "a", "b"]),
        reason=st.none() | st.sampled_from(list(StopReason)),
        is_red_flag=st.booleans(),
        pain_before=ratings,
        pain_during=ratings,
        effort=ratings,
        pain_next_day=ratings,
    ),
    max_size=30,
)


@given(histories, st.integers(1, 7))
def test_any_history_leads_somewhere(
    history: list[tuple[int, dict[str, Any]]], first_level: int
) -> None:
    """Levels stay within their limits, and no session raises them by more than one."""
    day, sessions = 0, []
    before = first_level
    for gap, given_values in history:
        day += gap
        sessions.append(session(day, **given_values))
        found = after(*sessions, day=day, first_level=first_level)
        assert 1 <= found.level <= 7
        assert found.level <= before + 1
        before = found.level
