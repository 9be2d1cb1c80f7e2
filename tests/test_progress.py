"""Test what becomes of somebody who trains, week after week."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.backcare.const import Conf, Key, Placement, Rating
from custom_components.backcare.controller import SessionController
from custom_components.backcare.engine.assessment import SessionClass
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.outlook import Assessment, OfferKind
from custom_components.backcare.profile import Profile
from custom_components.backcare.progress import Progress
from custom_components.backcare.request import StartRequest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .common import act, assert_refused, build_entry, session_record, state
from .conftest import SetUp

MONDAY = datetime(2026, 11, 2, 18, tzinfo=UTC)

FINE = {
    Rating.PAIN_BEFORE: 1,
    Rating.PAIN_DURING: 1,
    Rating.EFFORT: 5,
    Rating.PAIN_NEXT_DAY: 1,
}
SORE = {**FINE, Rating.PAIN_DURING: 7}
HARD = {**FINE, Rating.EFFORT: 8}
EASY = {**FINE, Rating.EFFORT: 3}


class Story:
    """A person who trains."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        entry: MockConfigEntry,
    ) -> None:
        """Begin on a Monday, at home in Greenwich."""
        self.hass = hass
        self.freezer = freezer
        self.controller: SessionController = entry.runtime_data

    @property
    def profile(self) -> Profile:
        """Return what is known of the person."""
        return self.controller.profile

    @property
    def why(self) -> str | None:
        """Return what they are told."""
        return self.profile.why

    async def go_to(self, day: float) -> None:
        """Go to the evening of a day, counted from the Monday."""
        self.freezer.move_to(MONDAY + timedelta(days=day))
        self.controller.async_tell()
        await self.hass.async_block_till_done()

    async def train(
        self, *days: float, ratings: dict[Rating, int] | None = None, **changes: Any
    ) -> Assessment:
        """Train on these days; every session feels the same."""
        for day in days:
            await self.go_to(day)
            now = dt_util.utcnow()
            record = session_record(
                **{
                    "session_id": f"session {len(self.profile.sessions)}",
                    "level": self.profile.level,
                    "started_at": now - timedelta(minutes=30),
                    "ended_at": now,
                    "exercise_ids": ("plank", "side_plank", "cat_camel"),
                    **changes,
                }
            )
            self.profile.add(record)
            assessment = self.profile.rate(record.session_id, ratings or FINE)
            self.controller.async_tell()
        await self.hass.async_block_till_done()
        assert assessment
        return assessment

    def sensor(self, key: str) -> str:
        """Return the state of a sensor."""
        return state(self.hass, f"sensor.{key}")


async def tell(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    set_up: SetUp,
    placement: Placement = Placement.FROM_60,
    **fields: Any,
) -> Story:
    """Return a person at level 3 on a Monday."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(MONDAY)
    return Story(
        hass, freezer, await set_up(build_entry(placement=placement, **fields))
    )


@pytest.fixture
async def story(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> Story:
    """Return a person at level 3 on a Monday."""
    return await tell(hass, frozen, set_up)


# A year


async def test_a_year_of_somebody_who_trains_regularly(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> None:
    """From the lowest level to the highest, with a setback and a long holiday."""
    story = await tell(hass, frozen, set_up, Placement.FROM_20)
    levels = {}
    for week in range(1, 12):
        first = 7 * (week - 1)
        ratings = SORE if week == 5 else FINE
        await story.train(first, ratings=ratings)
        await story.train(first + 2, first + 4)
        levels[week] = story.profile.sessions[-1].level
    assert list(levels.values()) == [1, 2, 3, 4, 4, 5, 6, 7, 7, 7, 7]
    assert story.sensor("week_streak") == "11"
    assert story.sensor("sessions_this_week") == "3"
    assert story.profile.programme_week == 11
    assert story.profile.programme_session_number == 34

    await story.go_to(7 * 14)
    assert story.sensor("level") == "6"
    assert story.sensor("week_streak") == "0"
    assert story.why == "Welcome back. After 24 days we start at level 6."
    await story.go_to(7 * 15)
    assert story.sensor("level") == "5"
    assert story.profile.needs_safety_check
    await assert_refused(hass, "safety_not_confirmed", "start_routine")

    entry = story.controller.entry
    safety = {
        **entry.data[Conf.SAFETY],
        Conf.CONFIRMED_AT: dt_util.utcnow().isoformat(),
    }
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, Conf.SAFETY: safety}
    )
    await hass.async_block_till_done()
    assert not story.profile.needs_safety_check
    await story.train(*(7 * 15 + day for day in (0, 2, 4)))
    # Seven days after the step down.
    assert story.sensor("level") == "5"
    await story.train(7 * 16)
    assert story.profile.sessions[-1].level == 6
    for week in range(17, 52):
        await story.train(*(7 * week + day for day in (0, 2, 4)))
    assert story.sensor("level") == "7"
    assert story.sensor("week_streak") == "35"
    assert story.why is None


# What the person is told


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            [
                None,
                "Three good sessions in a row. Next time: level 4.",
                "We stay at level 4.",
                "Next time a little lighter: level 3.",
                "Two sore sessions. Rest, and ask your physiotherapist or doctor.",
            ],
        ),
        (
            "nl",
            [
                None,
                "Drie goede trainingen achter elkaar. Volgende keer niveau 4.",
                "We blijven op niveau 4.",
                "Volgende keer iets lichter: niveau 3.",
                "Twee keer veel last. Rust, en overleg met je fysiotherapeut of huisarts.",
            ],
        ),
    ],
)
async def test_why(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    language: str,
    texts: list[str | None],
) -> None:
    """One kind sentence, in the language of the person."""
    options = {Conf.SPEECH: {Conf.LANGUAGE: language}}
    story = await tell(hass, frozen, set_up, options=options)
    told = [story.why]
    await story.train(0, 2, 4)
    told.append(story.why)
    await story.train(7, ratings=HARD)
    told.append(story.why)
    await story.train(9, ratings=SORE)
    told.append(story.why)
    await story.train(12, ratings=SORE)
    told.append(story.why)
    assert told == texts


async def test_a_rating_is_answered(hass: HomeAssistant, story: Story) -> None:
    """With the class of the session, and what it means for the next one."""
    await story.train(0)
    answer = await act(hass, "rate_session", response=True, pain_during=7)
    assert answer == {
        "class": "red",
        "meaning": "Next time a little lighter: level 2.",
    }
    answer = await act(hass, "rate_session", response=True, pain_during=2)
    assert answer == {"class": "green", "meaning": "We stay at level 3."}
    assert story.sensor("level") == "3"


async def test_a_rating_of_an_older_session(hass: HomeAssistant, story: Story) -> None:
    """Its own class, and the next session as it is now."""
    await story.train(0, 2, 4)
    answer = await act(
        hass, "rate_session", response=True, session_id="session 1", effort=9
    )
    assert answer == {"class": "amber", "meaning": "We stay at level 3."}


async def test_nobody_rates_a_session_that_is_not_there(story: Story) -> None:
    """It may have been deleted."""
    assert story.profile.rate("nobody", FINE) is None


async def test_the_next_morning_counts(hass: HomeAssistant, story: Story) -> None:
    """Within 36 hours; later the answer is kept, but changes nothing (rule P5)."""
    known = {key: FINE[key] for key in (Rating.PAIN_BEFORE, Rating.PAIN_DURING)}
    await story.train(0, ratings=known)
    await story.go_to(0.6)
    story.profile.rate("session 0", {Rating.PAIN_NEXT_DAY: 4})
    assert story.profile.programme.last_class is SessionClass.RED
    await story.train(4, ratings=known)
    await story.go_to(5.6)
    late = story.profile.rate("session 1", {Rating.PAIN_NEXT_DAY: 9})
    assert late
    assert late.session_class is SessionClass.GREEN
    assert story.profile.sessions[-1].ratings[Rating.PAIN_NEXT_DAY] == 9
    assert not story.profile.is_on_hold


async def test_the_next_session_comes_before_the_next_morning(story: Story) -> None:
    """Then the answer comes too late as well (rule P5)."""
    known = {Rating.PAIN_BEFORE: 1}
    await story.train(0, 0.5, ratings=known)
    late = story.profile.rate("session 0", {Rating.PAIN_NEXT_DAY: 9})
    assert late
    assert late.session_class is SessionClass.GREEN


async def test_practice_says_nothing_about_the_level(story: Story) -> None:
    """Its rating is kept, no more (rule P0)."""
    done = await story.train(0, routine_id="seated_transversus", ratings=SORE)
    assert done.session_class is SessionClass.NEUTRAL
    assert story.sensor("level") == "3"
    assert story.sensor("practices_today") == "1"
    assert story.sensor("sessions_this_week") == "0"
    assert story.profile.last_practice_at == dt_util.utcnow()


async def test_a_warning_sign_asks_for_the_safety_check(
    hass: HomeAssistant, story: Story
) -> None:
    """Before any other session."""
    done = await story.train(0, is_red_flag=True)
    assert done.session_class is SessionClass.STOP
    assert done.sentence == "Please read and confirm the safety check first."
    await assert_refused(
        hass, "safety_not_confirmed", "start_routine", routine="gentle_reset"
    )


# What the person decides


async def test_the_person_refuses_a_step_up(story: Story) -> None:
    """And is asked again after three more good sessions."""
    await story.train(0, 2, 4)
    offer = story.profile.offer
    assert offer
    assert (offer.kind, offer.text) == (OfferKind.LEVEL_UP, story.why)
    story.profile.refuse(offer)
    assert (story.profile.level, story.profile.offer, story.why) == (3, None, None)
    await story.train(7, 9, 11)
    assert story.profile.offer == offer
    story.profile.accept(offer)
    assert (story.profile.level, story.profile.offer) == (4, None)


async def test_the_chosen_level_overrides(story: Story) -> None:
    """Then nothing is said about levels, and nothing offered."""
    story.controller.async_choose(Key.LEVEL_CHOICE, "6")
    done = await story.train(0, 2, 4, level=3)
    assert story.sensor("level") == "6"
    assert story.profile.programme.level == 4
    assert (story.why, story.profile.offer) == (None, None)
    assert done.sentence == "We stay at level 6."
    story.controller.async_choose(Key.LEVEL_CHOICE, "auto")
    assert story.profile.level == 4


async def test_a_harder_variant(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> None:
    """Is offered at the top, one exercise at a time (rule P8)."""
    story = await tell(hass, frozen, set_up, Placement.FROM_120)
    await story.train(0, 2, 4, 7, 9, 11, 14, 16, 18, ratings=EASY)
    assert story.profile.level == 7
    offer = story.profile.offer
    assert offer
    assert offer.kind is OfferKind.HARDER
    assert offer.text == (
        "This has become easy. Shall we try a harder version? "
        "Forearm plank: Plank with leg lift."
    )
    story.profile.accept(offer)
    assert story.profile.variant_of("plank") == "plank_leg_lift"
    planks = [
        phase
        for phase in StartRequest().plan(story.profile).timeline.phases
        if phase.exercise_id == "plank" and phase.is_set
    ]
    assert {phase.variant_id for phase in planks} == {"plank_leg_lift"}
    assert {phase.duration_seconds for phase in planks} == {20}
    await story.train(21, 23, 25, ratings=EASY)
    offer = story.profile.offer
    assert offer
    assert offer.exercise_id == "side_plank"
    story.profile.refuse(offer)
    assert story.profile.offer is None
    for exercise in ("side_plank", "glute_bridge", "transversus_activation"):
        variants = story.profile.catalogue.exercises[exercise].variants.values()
        hardest = [variant.id for variant in variants if variant.harder][-1]
        story.profile.choose_variant(exercise, hardest)
    story.profile.choose_variant("cat_camel", "cat_camel_long")
    story.profile.choose_variant("bird_dog", "bird_dog_hold")
    await story.train(28, 30, 32, ratings=EASY)
    assert story.profile.programme.offers_harder
    assert story.profile.offer is None
    bigger = StartRequest().plan(story.profile).timeline
    assert bigger.phases[1].duration_seconds == 40


async def test_back_to_the_standard_version(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> None:
    """The easier one comes with a sore session at the lowest level (rules P3, P8)."""
    story = await tell(hass, frozen, set_up, Placement.FROM_20)
    await story.train(0, ratings=SORE)
    assert story.profile.variant_of("plank") == "plank_knees"
    assert story.profile.variant_of("glute_bridge") == "glute_bridge_low"
    await story.train(*(3 + 2 * number for number in range(12)))
    offer = story.profile.offer
    if offer and offer.kind is OfferKind.LEVEL_UP:
        story.profile.accept(offer)
        offer = story.profile.offer
    assert offer
    assert (offer.kind, offer.exercise_id) == (OfferKind.STANDARD, "plank")
    assert offer.text == (
        "Forearm plank goes well in the easier version. Shall we try the standard one?"
    )
    story.profile.accept(offer)
    assert story.profile.variant_of("plank") is None
    plank = StartRequest().plan(story.profile).timeline.phases[1]
    assert (plank.exercise_id, plank.duration_seconds) == ("plank", 20)


async def test_a_variant_is_chosen(story: Story) -> None:
    """At any time; what gets harder by it begins anew."""
    profile = story.profile
    profile.choose_variant("plank", "plank_knees")
    assert profile.programme.forms["plank"].level is None
    profile.choose_variant("plank", "plank_knees")
    assert len(profile.store.content.decisions) == 1
    profile.choose_variant("plank", "plank_long_lever")
    assert profile.programme.forms["plank"].level == 1
    profile.choose_variant("plank", None)
    assert profile.programme.forms["plank"].level is None
    assert profile.variant_of("plank") is None


async def test_the_knees_of_the_placement_are_left(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> None:
    """Who asks for the standard version gets it at the lowest dose."""
    story = await tell(hass, frozen, set_up, Placement.UNDER_20)
    assert story.profile.variant_of("plank") == "plank_knees"
    story.profile.choose_variant("plank", None)
    assert story.profile.variant_of("plank") is None
    assert story.profile.programme.forms["plank"].level == 1


# What may be done


async def test_a_programme_on_hold(hass: HomeAssistant, story: Story) -> None:
    """Only the gentle routines, until the person confirms (rule P4)."""
    await story.train(0, 3, ratings=SORE)
    assert story.profile.is_on_hold
    assert story.profile.offer is None
    message = await assert_refused(hass, "programme_on_hold", "start_routine")
    assert "gentle session" in message
    for routine in ("gentle_reset", "seated_transversus"):
        await act(hass, "start_routine", routine=routine)
        await act(hass, "stop_session")
    story.profile.release()
    assert story.why == "Next time a little lighter: level 1."
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


@pytest.mark.parametrize(
    ("days", "ratings", "day", "advice"),
    [
        ((), FINE, 0, None),
        ((0,), SORE, 1.9, "Your back was sore last time."),
        ((0,), SORE, 2.1, None),
        ((0,), FINE, 1, "Your last full session was not long ago."),
        ((0,), FINE, 2, None),
        ((0, 1, 2, 3, 4), FINE, 6, "You have done five sessions this week."),
        ((0, 1, 2, 3, 4), FINE, 7, None),
    ],
)
async def test_rest_is_advised(
    hass: HomeAssistant,
    story: Story,
    days: tuple[float, ...],
    ratings: dict[Rating, int],
    day: float,
    advice: str | None,
) -> None:
    """With the start of a full session; it may be done all the same (rules P3, P9)."""
    if days:
        await story.train(*days, ratings=ratings)
    await story.go_to(day)
    gentle = story.profile.library.find("gentle_reset")
    assert story.profile.advice_for(gentle, dt_util.utcnow()) is None
    started = await act(hass, "start_routine", response=True)
    if advice is None:
        assert "advice" not in started
    else:
        assert started["advice"].startswith(advice)
    until = story.profile.rest_until
    assert (until is not None) == (day == 1.9)


@pytest.mark.parametrize(
    ("changes", "level", "last_class"),
    [
        # Begun by mistake.
        ({"set_done_count": 0, "outcome": Outcome.CANCELLED}, 3, "neutral"),
        # A power cut.
        ({"set_done_count": 4, "outcome": Outcome.INTERRUPTED}, 3, "neutral"),
        # Nothing could be done of it.
        (
            {
                "set_done_count": 0,
                "outcome": Outcome.CANCELLED,
                "reason": StopReason.TOO_HARD,
            },
            2,
            "red",
        ),
        ({"set_done_count": 9, "outcome": Outcome.CANCELLED}, 2, "red"),
        # Nothing is known about the sets of a session that was told afterwards.
        ({"set_done_count": 0, "set_total_count": 0, "is_logged": True}, 3, "green"),
        ({"routine_id": "01KAQ0000000000000ROUTINE1"}, 3, "green"),
    ],
)
async def test_what_a_session_says(
    story: Story, changes: dict[str, Any], level: int, last_class: str
) -> None:
    """Nothing, where it was nothing to do with the person."""
    await story.train(0, **changes)
    assert story.profile.programme.last_class == last_class
    assert story.profile.level == level


async def test_a_new_placement_moves_nobody_who_trains(
    hass: HomeAssistant, story: Story
) -> None:
    """It is about where to start."""
    entry = story.controller.entry

    async def place(placement: Placement) -> None:
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, Conf.PLACEMENT: placement}
        )
        await hass.async_block_till_done()

    await place(Placement.FROM_40)
    assert story.sensor("level") == "2"
    await story.train(0)
    await place(Placement.FROM_120)
    assert story.sensor("level") == "2"


# The clock and the calendar


async def test_a_new_day_and_week_need_no_session(
    hass: HomeAssistant, story: Story
) -> None:
    """The sensors change at midnight at home."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    await story.train(2, 4)
    await story.train(6, routine_id="seated_transversus")
    keys = ("practices_today", "sessions_this_week", "minutes_this_week")
    assert [story.sensor(key) for key in keys] == ["1", "2", "94.75"]
    midnight = datetime(2026, 11, 8, 23, tzinfo=UTC)
    story.freezer.move_to(midnight - timedelta(seconds=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert story.sensor("sessions_this_week") == "2"
    story.freezer.move_to(midnight + timedelta(seconds=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert [story.sensor(key) for key in keys] == ["0", "0", "0"]


async def test_the_goal_is_the_persons(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, set_up: SetUp
) -> None:
    """And so is the day on which their week begins."""
    plan = {Conf.WEEK_GOAL: 2, Conf.WEEK_STARTS_ON: "sunday"}
    story = await tell(
        hass, frozen, set_up, Placement.FROM_120, options={Conf.PLAN: plan}
    )
    await story.train(-1, 0)
    found = hass.states.get("sensor.back_care_sessions_this_week")
    assert found
    assert (found.state, found.attributes["goal"]) == ("2", 2)
    assert found.attributes["programme_week"] == 1
    assert found.attributes["programme_session"] == 3
    assert found.attributes["missing_muscles"] == []
    assert story.sensor("week_streak") == "1"
    minutes = hass.states.get("sensor.back_care_minutes_this_week")
    assert minutes
    assert minutes.attributes["goal"] == 90
    assert (
        story.profile.week_number_with(
            story.profile.library.find("full_core_30").routine
        )
        == 3
    )


async def test_a_move_to_another_zone(hass: HomeAssistant, story: Story) -> None:
    """What was on Monday evening at home was on Tuesday morning there."""
    await story.train(-0.9)
    await story.go_to(0)
    assert story.profile.week_count == 0
    await hass.config.async_set_time_zone("Pacific/Apia")
    assert story.profile.week_count == 1


async def test_a_clock_that_was_wrong_for_a_day(story: Story) -> None:
    """Sessions of the future wait for their day, and nothing breaks."""
    await story.train(0)
    await story.train(400)
    await story.go_to(1)
    assert story.sensor("sessions_this_week") == "1"
    assert story.sensor("level") == "3"
    await story.train(2, 4)
    assert story.sensor("sessions_this_week") == "3"
    assert len(story.profile.week_sessions) == 3


async def test_decisions_that_make_no_sense_are_left_out(story: Story) -> None:
    """As in a file of another version."""
    story.profile.store.content.decisions.extend(
        [
            {"kind": "dance"},
            {},
            {"kind": "released"},
            {"kind": "released", "at": "soon"},
        ]
    )
    await story.train(0)
    assert story.profile.level == 3


async def test_decisions_can_be_kept(story: Story) -> None:
    """They are JSON data."""
    await story.train(0, 2, 4)
    offer = story.profile.offer
    assert offer
    story.profile.refuse(offer)
    decisions = story.profile.store.content.decisions
    assert json.loads(json.dumps(decisions)) == decisions


async def test_a_late_correction_counts_from_its_session_on(story: Story) -> None:
    """However long ago that was."""
    await story.train(*range(0, 40, 2))
    assert story.profile.level == 7
    story.profile.rate("session 12", {Rating.PAIN_DURING: 8})
    profile = story.profile
    anew = Progress(profile.catalogue, profile.store, profile.settings)
    assert profile.programme == anew.programme
    # What was done at another level than one down from there counts no more.
    assert profile.level == 5


async def test_a_level_that_is_gone_is_the_programmes(story: Story) -> None:
    """As in a file of another version."""
    story.profile.choose(Key.LEVEL_CHOICE, "9")
    assert story.profile.level == 3


actions = st.lists(
    st.tuples(
        st.sampled_from(["train", "log", "rate", "refuse", "release"]),
        st.integers(0, 10),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(actions)
def test_what_is_remembered_is_what_is_worked_out_anew(
    setup_backcare: MockConfigEntry, actions: list[tuple[str, int, int]]
) -> None:
    """However the history changed in between."""
    profile: Profile = setup_backcare.runtime_data.profile
    profile.store.content.decisions.clear()
    profile.sessions.clear()
    ended_at = MONDAY - timedelta(days=400)
    for number, (action, pain, back) in enumerate(actions):
        if action in ("train", "log"):
            ended_at += timedelta(days=pain)
            is_logged = action == "log"
            profile.add(
                session_record(
                    session_id=str(number),
                    ended_at=ended_at - timedelta(days=20 if is_logged else 0),
                    is_logged=is_logged,
                    level=profile.level,
                    ratings={Rating.PAIN_DURING: back},
                )
            )
        elif action == "rate" and profile.sessions:
            record = profile.sessions[-1 - back % len(profile.sessions)]
            profile.rate(record.session_id, {Rating.PAIN_DURING: pain})
        elif action == "refuse" and (offer := profile.offer):
            profile.refuse(offer)
        elif action == "release":
            profile.release()
        anew = Progress(profile.catalogue, profile.store, profile.settings)
        assert profile.programme == anew.programme
        assert profile.week == anew.week
        assert profile.progress.past == anew.past


# The review


@pytest.mark.parametrize(
    ("pains", "days", "numbers", "advice"),
    [
        ((4, 2), (0, 2, 4), ("12", "7", "75", "3.0"), ""),
        (
            (2, 2),
            (0, 3),
            ("8", "5", "60", "2.0"),
            " Short and regular beats long and rare.",
        ),
        (
            (4, 4),
            (0, 2, 4),
            ("12", "7", "75", "4.0"),
            (
                " Ask your physiotherapist or doctor for advice when your back does "
                "not get better."
            ),
        ),
    ],
)
async def test_a_review_after_four_weeks(
    story: Story,
    pains: tuple[int, int],
    days: tuple[int, ...],
    numbers: tuple[str, ...],
    advice: str,
) -> None:
    """Numbers without a judgement about health (``domain.md`` 4.5)."""
    for week in range(4):
        assert story.profile.review is None
        pain = pains[week // 2]
        ratings = {**FINE, Rating.PAIN_BEFORE: pain}
        await story.train(*(7 * week + day for day in days), ratings=ratings)
    await story.train(25, 26, routine_id="seated_transversus", exercise_ids=())
    assert story.profile.review is None
    await story.go_to(28)
    sessions, level, hold, pain_before = numbers
    assert story.profile.review == (
        f"After 4 weeks: sessions {sessions}, level {level}, longest hold {hold} "
        f"seconds, seated practices 2. Back pain before a session: {pain_before} of "
        f"ten on average.{advice}"
    )
    await story.go_to(35)
    assert story.profile.review is None


async def test_a_review_of_who_rates_nothing(story: Story) -> None:
    """It knows the sessions only."""
    await story.train(0, ratings={Rating.EFFORT: 5})
    await story.go_to(28)
    assert story.profile.review == (
        "After 4 weeks: sessions 1, level 1, longest hold 40 seconds, "
        "seated practices 0."
    )


# What is said


async def test_the_end_of_a_session_tells_the_next_level(story: Story) -> None:
    """As long as nobody is asked how it felt."""
    await story.train(0, 2)
    await story.go_to(4)
    said = StartRequest().plan(story.profile).outputs.news
    assert said == {
        "green": "Three good sessions in a row. Next time: level four.",
        "red": "Next time a little lighter: level two.",
    }
    for request in (
        StartRequest(routine="gentle_reset"),
        StartRequest(level=2),
        StartRequest(speakers=("assist_satellite.mat",)),
    ):
        assert request.plan(story.profile).outputs.news == {}
    dutch = StartRequest(language="nl").plan(story.profile).outputs.news
    assert dutch["red"] == "Volgende keer iets lichter: niveau twee."


async def test_somebody_who_was_away_is_welcomed(story: Story) -> None:
    """With the level at which they start."""
    assert StartRequest().plan(story.profile).outputs.welcome == ""
    await story.train(0)
    await story.go_to(15)
    outputs = StartRequest().plan(story.profile).outputs
    assert outputs.welcome == (
        "Welcome back. After fifteen days we start at level two."
    )
    assert StartRequest(level=5).plan(story.profile).outputs.welcome == ""
    gentle = StartRequest(routine="gentle_reset").plan(story.profile)
    assert gentle.outputs.welcome == ""
