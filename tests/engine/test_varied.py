"""Tests of an exercise that goes on in another form."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.engine.errors import NoActiveSession
from custom_components.backcare.engine.models import EventType, Preferences
from custom_components.backcare.engine.session import SessionEngine
from custom_components.backcare.engine.timeline import compile_timeline, varied

from .common import SHORT_SESSION, play

CATALOGUE = load_catalogue()


def full(**variants: str) -> object:
    """Return the full routine at level 5, with exercises in other forms."""
    return compile_timeline(
        CATALOGUE.routines["full_core_30"],
        CATALOGUE.levels,
        5,
        Preferences(variants=variants),
    )


@pytest.mark.parametrize(
    ("exercise_id", "variant_id"),
    [
        ("plank", "plank_knees"),
        ("side_plank", "side_plank_knees"),
        ("glute_bridge", "glute_bridge_low"),
        ("transversus_activation", "belly_breathing"),
        ("cat_camel", "pelvic_tilt_supine"),
        ("bird_dog", "bird_dog_leg"),
    ],
)
def test_from_the_start_it_is_as_if_it_had_been_planned(
    exercise_id: str, variant_id: str
) -> None:
    """The cues are those of the form too."""
    planned = full(**{exercise_id: variant_id})
    assert varied(full(), 0, exercise_id, variant_id) == planned


@given(later=st.integers(0, 44))
def test_what_was_done_stays_as_it_was(later: int) -> None:
    """Only forms change, and only of what is to come."""
    before = full()
    after = varied(before, later, "plank", "plank_knees")
    assert after.phases[:later] == before.phases[:later]
    assert after.starts == before.starts
    for old, new in zip(before.phases[later:], after.phases[later:], strict=True):
        is_plank = old.exercise_id == "plank"
        assert new.variant_id == ("plank_knees" if is_plank else old.variant_id)
        assert replace(new, variant_id=None, cues=()) == replace(old, cues=())


def test_a_session_goes_on_in_another_form() -> None:
    """Its running set, its clock and its end stay; what is stored is the new form."""
    session = play(SHORT_SESSION).elapse(20)
    session.engine.vary("plank", "plank_knees")
    assert session.last.type is EventType.CHANGED
    assert session.engine.snapshot().phase == SHORT_SESSION.phases[1]
    stored = SessionEngine.from_dict(session.engine.to_dict(), session.clock)
    forms = [phase.variant_id for phase in stored.timeline.phases]
    assert forms == [None, None, "plank_knees", "plank_knees", None, None]
    session.elapse(180)
    assert session.log[-1] == "3:20 session_finished 6"
    assert session.last.snapshot.set_done_count == 3


def test_a_session_that_is_over_has_no_other_form() -> None:
    """There is nothing to come."""
    session = play(SHORT_SESSION).elapse(200)
    with pytest.raises(NoActiveSession):
        session.engine.vary("plank", "plank_knees")
