"""Tests of what the card is told of a session, of every phase that there can be."""

from itertools import pairwise
from typing import Any

import pytest

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import Conf, Placement
from custom_components.backcare.engine.models import Timeline
from custom_components.backcare.engine.session import SessionEngine
from custom_components.backcare.library import parse_own_routine
from custom_components.backcare.profile import Profile
from custom_components.backcare.view import View, routines_view, session_view
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import json_loads

from .common import SESSION_ID, SessionClock, build_entry, own_routine
from .conftest import SetUp

CATALOGUE = load_catalogue()

SESSION = {
    "id",
    "status",
    "routine",
    "routine_name",
    "level",
    "started_at",
    "total",
    "remaining",
    "ends_at",
    "phase_number",
    "phase_count",
    "set_done_count",
    "set_total_count",
    "phase",
    "next",
}
EXERCISE = {"exercise", "exercise_name", "side", "side_name", "picture"}
PHASE = EXERCISE | {
    "kind",
    "set_number",
    "set_count",
    "repetition_count",
    "duration",
    "remaining",
    "ends_at",
    "reentry",
    "instruction",
}


@pytest.fixture(params=["en", "nl"])
async def profile(
    request: pytest.FixtureRequest, clock: SessionClock, set_up: SetUp
) -> Profile:
    """Return a person, in each language; the add-on is open to them."""
    entry = await set_up(
        build_entry(
            options={
                Conf.SPEECH: {Conf.LANGUAGE: request.param},
                Conf.BEHAVIOUR: {Conf.ADD_ON_CONFIRMED: True, Conf.WARM_UP: True},
            }
        )
    )
    found: Profile = entry.runtime_data.profile
    return found


def texts_in(item: Any) -> list[str]:
    """Return every text of a view."""
    if isinstance(item, dict):
        return [text for value in item.values() for text in texts_in(value)]
    return [item] if isinstance(item, str) else []


def views_of(hass: HomeAssistant, profile: Profile, timeline: Timeline) -> list[View]:
    """Return the views of a session, one for each phase."""
    engine = SessionEngine(timeline, LoopClock(hass), SESSION_ID)
    engine.start()
    views = []
    for _ in timeline.phases:
        views.append(session_view(profile, engine, "Name of the routine"))
        engine.skip()
    return views


def assert_complete(view: View, profile: Profile) -> None:
    """Check that a view can be sent, and that a card can show it."""
    assert json_loads(json_dumps(view)) == view
    assert view.keys() == SESSION
    assert view["phase"].keys() == PHASE
    assert view["phase"]["duration"] > 0
    assert view["phase"]["ends_at"] is not None
    exercises = [view["phase"]]
    if view["next"]:
        assert view["next"].keys() == EXERCISE
        exercises.append(view["next"])
    for exercise in exercises:
        assert (exercise["side"] == "none") is (exercise["side_name"] is None)
        assert exercise["picture"] in profile.catalogue.figures.keys
    for text in texts_in(view):
        assert text.strip()
        assert "{" not in text


@pytest.mark.parametrize("routine_id", CATALOGUE.routines)
def test_every_phase_of_every_routine(
    hass: HomeAssistant, profile: Profile, routine_id: str
) -> None:
    """At every level each can be sent, and has all that a card shows."""
    routine = profile.catalogue.routines[routine_id]
    for level in profile.catalogue.levels:
        timeline = profile.library.timeline(routine, level)
        views = views_of(hass, profile, timeline)
        for view in views:
            assert_complete(view, profile)
        for view, after in pairwise(views):
            if view["phase"]["kind"] == "rest":
                assert after["phase"]["exercise_name"] in view["phase"]["instruction"]
        work = [p.exercise_id for p in timeline.phases if p.kind.is_work]
        assert {view["next"]["exercise"] for view in views if view["next"]} == (
            {exercise for before, exercise in pairwise(work) if exercise != before}
        )
        assert views[-1]["next"] is None


@pytest.mark.parametrize("exercise_id", CATALOGUE.exercises)
def test_every_variant_of_every_exercise(
    hass: HomeAssistant, profile: Profile, exercise_id: str
) -> None:
    """Whoever makes a routine of their own may choose it."""
    variants = (None, *profile.catalogue.exercises[exercise_id].variants)
    rows = [{"exercise": exercise_id, "variant": variant} for variant in variants]
    routine = parse_own_routine(profile.catalogue, "own", rows)
    for view in views_of(hass, profile, profile.library.timeline(routine, 5)):
        assert_complete(view, profile)


async def start(
    hass: HomeAssistant, set_up: SetUp, language: str, **person: Any
) -> list[View]:
    """Return the views of the full routine, for a person who reads a language."""
    options = {Conf.SPEECH: {Conf.LANGUAGE: language}}
    entry = await set_up(build_entry(options=options, **person))
    profile = entry.runtime_data.profile
    routine = profile.catalogue.routines["full_core_30"]
    timeline = profile.library.timeline(routine, profile.level)
    return views_of(hass, profile, timeline)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "On your forearms and toes, body in one line.",
                "Hips level, belly firm, keep breathing.",
                "In a moment: Forearm plank, set 2 of 3.",
            ],
        ),
        (
            "nl",
            [
                "Op je onderarmen en tenen, lichaam in één lijn.",
                "Heupen recht, buik aan, blijf ademen.",
                "Zo meteen: Buikplank, serie 2 van 3.",
            ],
        ),
    ],
)
async def test_instructions(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    language: str,
    lines: list[str],
) -> None:
    """How to get ready, what to mind, and what comes, in the person's language."""
    views = await start(hass, set_up, language)
    assert [view["phase"]["instruction"] for view in views[:3]] == lines


@pytest.mark.parametrize(
    ("language", "side", "setup", "coming"),
    [
        (
            "en",
            "Left side",
            "Lie on your left side, elbow under your shoulder.",
            "In a moment: Side plank, left side, set 2 of 3.",
        ),
        (
            "nl",
            "Linkerkant",
            "Ga op je linkerzij liggen, elleboog onder je schouder.",
            "Zo meteen: Zijplank, linkerkant, serie 2 van 3.",
        ),
    ],
)
async def test_sides(
    hass: HomeAssistant,
    clock: SessionClock,
    set_up: SetUp,
    language: str,
    side: str,
    setup: str,
    coming: str,
) -> None:
    """The side is named wherever it matters."""
    views = await start(hass, set_up, language)
    prepare, _, rest, *_ = (
        view["phase"] for view in views if view["phase"]["side"] == "left"
    )
    assert prepare["side_name"] == side
    assert prepare["instruction"] == setup
    assert rest["instruction"] == coming


async def test_both_sides(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Sides that take turns have a name too."""
    views = await start(hass, set_up, "en")
    assert views[-1]["phase"]["side_name"] == "Both sides, in turn"


async def test_an_easier_form_is_told(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Whoever can't hold a plank yet is told how to begin."""
    first, *_ = await start(hass, set_up, "en", placement=Placement.UNDER_20)
    assert first["phase"]["instruction"] == (
        "Knee plank. Knees on the mat, straight line from head to knees."
    )


# Routines


def test_exercises_of_a_routine(profile: Profile) -> None:
    """Each once for a side, in the order in which they are done, with its sets."""
    routine = next(
        routine
        for routine in routines_view(profile, "1")["routines"]
        if routine["id"] == "full_core_circuit"
    )
    assert [
        (item["exercise"], item["side"], item["set_count"])
        for item in routine["exercises"]
    ] == [
        ("cat_camel", "none", 2),
        ("plank", "none", 3),
        ("side_plank", "left", 3),
        ("glute_bridge", "none", 3),
        ("side_plank", "right", 3),
        ("transversus_activation", "none", 1),
        ("bird_dog", "alternating", 3),
    ]


def test_every_routine_is_listed(profile: Profile) -> None:
    """With a name, a length and pictures."""
    routines = routines_view(profile, "1")["routines"]
    assert [routine["id"] for routine in routines] == list(profile.catalogue.routines)
    for routine in routines:
        assert json_loads(json_dumps(routine)) == routine
        assert routine["name"]
        assert routine["total_seconds"] > 60
        for item in routine["exercises"]:
            assert item.keys() == EXERCISE | {"set_count"}
            assert item["picture"] in profile.catalogue.figures.keys


async def test_a_locked_routine_is_not_listed(
    clock: SessionClock, set_up: SetUp
) -> None:
    """But one of the person's own is."""
    entry = await set_up(build_entry(subentries=[own_routine("Morning", "own0")]))
    routines = routines_view(entry.runtime_data.profile, "1")["routines"]
    ids = [routine["id"] for routine in routines]
    assert "asymmetric_addon" not in ids
    assert ids[-1] == "own0"
