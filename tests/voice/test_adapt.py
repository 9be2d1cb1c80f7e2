"""Tests of exercises that are made easier, harder or shorter."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import Key
from custom_components.backcare.voice.wish import Change, WishKind as Kind
from homeassistant.core import HomeAssistant
from tests.common import SessionClock
from tests.conftest import SetUp

from .household import person, say, seen

EASIER, HARDER = Change.EASIER, Change.HARDER
SHORTER, KNEES = Change.SHORTER, Change.KNEES

EASIEST = "This is the easier version already. Make it shorter, or skip it."
LATER = "Harder versions come from level five on. Build up calmly first."


@pytest.fixture
async def anna(clock: SessionClock, set_up: SetUp) -> MockConfigEntry:
    """Return Anna, who is at level 5 and does every exercise as it is."""
    return await set_up(person("Anna"))


async def adapt(hass: HomeAssistant, change: Change, **wish: Any) -> str:
    """Want another form of an exercise; return the answer."""
    return await say(hass, Kind.ADAPT, change=change, **wish)


def forms_to_come(entry: MockConfigEntry, exercise_id: str) -> set[str | None]:
    """Return the forms of an exercise in what is to come of the session."""
    phases = entry.runtime_data.running.engine.timeline.phases
    return {
        phase.variant_id
        for phase in phases[seen(entry).phase_number :]
        if phase.exercise_id == exercise_id
    }


def next_form(entry: MockConfigEntry, exercise_id: str) -> str | None:
    """Return the form of an exercise in the next session."""
    form: str | None = entry.runtime_data.profile.variant_of(exercise_id)
    return form


@pytest.mark.parametrize(
    ("wish", "exercise", "form", "en", "nl"),
    [
        (EASIER, "plank", "plank_knees", "Knee plank", "Buikplank op de knieën"),
        (EASIER, "side plank", "side_plank_knees", "Side plank on the knees", "Zijplank op de knieën"),
        (EASIER, "glute_bridge", "glute_bridge_reps", "Bridge repetitions", "Bruggetje op en neer"),
        (EASIER, "hol bol", "pelvic_tilt_supine", "Pelvic tilt lying down", "Bekken kantelen in ruglig"),
        (KNEES, "plank", "plank_knees", "Knee plank", "Buikplank op de knieën"),
        (KNEES, "bird_dog", "bird_dog_leg", "Leg only", "Alleen het been"),
        (HARDER, "side_plank", "side_plank_stacked", "Side plank, feet stacked", "Zijplank met voeten op elkaar"),
    ],
)  # fmt: skip
async def test_without_a_session_it_counts_from_the_next_one(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    wish: Change,
    exercise: str,
    form: str,
    en: str,
    nl: str,
) -> None:
    """The person hears which form it is."""
    assert await adapt(hass, wish, exercise=exercise) == f"Next time: {en}."
    exercise_id = next(
        one.id
        for one in anna.runtime_data.profile.catalogue.exercises.values()
        if form in one.variants
    )
    assert next_form(anna, exercise_id) == form
    anna.runtime_data.profile.choose_variant(exercise_id, None)
    answer = await adapt(hass, wish, exercise=exercise, language="nl")
    assert answer == f"Volgende keer: {nl}."


@pytest.mark.parametrize("skip_count", [0, 1, 2])
async def test_the_running_exercise_is_easier_from_its_next_set_on(
    hass: HomeAssistant, anna: MockConfigEntry, skip_count: int
) -> None:
    """Neither the running set nor the clock of the session changes."""
    await say(hass, Kind.START)
    for _ in range(skip_count):
        await say(hass, Kind.SKIP)
    before = seen(anna)
    assert await adapt(hass, EASIER) == "From the next set on: Knee plank."
    assert seen(anna) == before
    assert forms_to_come(anna, "plank") == {"plank_knees"}
    assert forms_to_come(anna, "side_plank") == {None}
    assert next_form(anna, "plank") == "plank_knees"
    assert await adapt(hass, EASIER) == EASIEST
    await say(hass, Kind.STOP)
    await say(hass, Kind.START)
    assert forms_to_come(anna, "plank") == {"plank_knees"}


async def test_another_exercise_of_the_session(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Both sides of it change."""
    await say(hass, Kind.START)
    answer = await adapt(hass, KNEES, exercise="side_plank", language="nl")
    assert answer == "Vanaf de volgende serie: Zijplank op de knieën."
    assert forms_to_come(anna, "side_plank") == {"side_plank_knees"}


async def test_at_once_is_what_lasts_as_long(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """In a session a half bridge comes before repetitions."""
    await say(hass, Kind.START)
    answer = await adapt(hass, EASIER, exercise="glute_bridge")
    assert answer == "From the next set on: Low bridge."
    assert next_form(anna, "glute_bridge") == "glute_bridge_low"


async def test_the_last_set_is_done_as_it_is(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """Nothing of the exercise is to come."""
    await say(hass, Kind.START)
    for _ in range(5):
        await say(hass, Kind.SKIP)
    assert seen(anna).phase.set_number == 3
    assert await adapt(hass, EASIER) == "Next time: Knee plank."
    assert next_form(anna, "plank") == "plank_knees"


async def test_harder_counts_from_the_next_session_on(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """It begins at a smaller dose."""
    await say(hass, Kind.START)
    before = anna.runtime_data.running.engine.timeline
    assert await adapt(hass, HARDER) == "Next time: Plank with leg lift."
    assert anna.runtime_data.running.engine.timeline == before
    assert next_form(anna, "plank") == "plank_leg_lift"


async def test_step_by_step(hass: HomeAssistant, anna: MockConfigEntry) -> None:
    """From easier to standard to harder, and back."""
    said = [
        await adapt(hass, change, exercise="side_plank")
        for change in (KNEES, KNEES, HARDER, HARDER, HARDER, HARDER, EASIER, EASIER)
    ]
    assert said == [
        "Next time: Side plank on the knees.",
        EASIEST,
        "Next time: side plank.",
        "Next time: Side plank, feet stacked.",
        "Next time: Side plank with leg raise.",
        "There is no harder version.",
        "Next time: side plank.",
        "Next time: Side plank on the knees.",
    ]


async def test_one_harder_exercise_at_a_time(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """The second one waits."""
    await adapt(hass, HARDER, exercise="plank")
    answer = await adapt(hass, HARDER, exercise="side_plank")
    assert answer == ("One harder exercise at a time. First get used to the other one.")
    assert next_form(anna, "side_plank") is None


@pytest.mark.parametrize(("level", "is_early"), [("4", True), ("5", False)])
async def test_harder_is_for_later(
    hass: HomeAssistant, anna: MockConfigEntry, level: str, is_early: bool
) -> None:
    """From level five on the person may ask for it; back to standard at any level."""
    anna.runtime_data.async_choose(Key.LEVEL_CHOICE, level)
    answer = await adapt(hass, HARDER, exercise="plank")
    assert (answer == LATER) is is_early
    await adapt(hass, EASIER, exercise="bird_dog")
    assert await adapt(hass, HARDER, exercise="bird_dog") == "Next time: bird dog."


@pytest.mark.parametrize(
    ("before", "wish", "en", "nl"),
    [
        (
            [],
            {"change": EASIER},
            "Which exercise? Say for instance give me an easier plank.",
            "Welke oefening? Zeg bijvoorbeeld geef me een makkelijkere plank.",
        ),
        (
            [],
            {"change": HARDER, "exercise": "yoga"},
            "Which exercise? Say for instance give me an easier plank.",
            "Welke oefening? Zeg bijvoorbeeld geef me een makkelijkere plank.",
        ),
        (
            [],
            {"change": SHORTER},
            "Nothing is running. Say start my back training.",
            "Er loopt geen training. Zeg start mijn rugtraining.",
        ),
        (
            [Kind.START],
            {"change": SHORTER},
            "Say that while the set runs.",
            "Zeg dat tijdens de serie.",
        ),
        (
            [],
            {"change": EASIER, "exercise": "transversus_activation_seated"},
            EASIEST,
            "Dit is al de makkelijkere versie. Maak hem korter, of sla hem over.",
        ),
    ],
)
async def test_what_can_not_be_done_changes_nothing(
    hass: HomeAssistant,
    anna: MockConfigEntry,
    before: list[Kind],
    wish: dict[str, Any],
    en: str,
    nl: str,
) -> None:
    """The answer is kind, and says what to say."""
    for kind in before:
        await say(hass, kind)
    shown = seen(anna)
    assert await say(hass, Kind.ADAPT, **wish) == en
    assert await say(hass, Kind.ADAPT, language="nl", **wish) == nl
    assert seen(anna) == shown
    assert anna.runtime_data.profile.store.content.decisions == []


async def test_a_shorter_set(
    hass: HomeAssistant, clock: SessionClock, anna: MockConfigEntry
) -> None:
    """Ten seconds less; of a set that is nearly over, what is left."""
    await say(hass, Kind.START)
    await say(hass, Kind.SKIP)
    assert await adapt(hass, SHORTER) == "Ten seconds less."
    assert seen(anna).phase_seconds == 50
    await clock.elapse(45)
    assert await adapt(hass, SHORTER, language="nl") == "Tien seconden eraf."
    await clock.elapse(0.1)
    assert seen(anna).phase_number == 3


async def test_an_adapted_session_survives_a_restart(
    hass: HomeAssistant, anna: MockConfigEntry
) -> None:
    """It is taken up in the new form."""
    await say(hass, Kind.START)
    await adapt(hass, EASIER)
    await hass.config_entries.async_reload(anna.entry_id)
    await hass.async_block_till_done()
    assert forms_to_come(anna, "plank") == {"plank_knees"}
