"""Test the questions before and after a session, on a satellite of Home Assistant."""

from datetime import timedelta
import json
from typing import Any

import pytest

from custom_components.backcare.const import Conf, Rating
from custom_components.backcare.diagnostics import async_get_config_entry_diagnostics
from custom_components.backcare.engine.models import Outcome, StopReason
from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import ExtendedJSONEncoder
from homeassistant.util import dt as dt_util
from tests.common import session_record, state
from tests.conftest import SetUp
from tests.cues.common import SPEAKER
from tests.cues.test_satellites import choose

from .gym import (
    ANSWER_SECONDS,
    BEFORE,
    EFFORT,
    HANGS,
    PAIN,
    QUESTION_SECONDS,
    QUESTIONS,
    READY_SECONDS,
    ROOM_SECONDS,
    STOP_AND_REST,
    TONE,
    Gym,
    person,
)

GENTLE = "Shall we do the gentle session instead?"
SAME_LEVEL = "We stay at level 5."
LIGHTER = "Next time a little lighter: level 4."


@pytest.mark.parametrize(
    ("language", "voice", "answers"),
    [
        ("en", "en_US", ("A three.", "no pain", "7 out of ten")),
        ("nl", "nl_NL", ("een drie", "Geen pijn.", "7 van de tien")),
    ],
)
async def test_a_person_is_asked_before_and_after_a_session(
    hass: HomeAssistant, gym: Gym, language: str, voice: str, answers: tuple[str, ...]
) -> None:
    """The answers are kept with the session."""
    options = {Conf.SPEECH: {**gym.entry.options[Conf.SPEECH], "language": language}}
    hass.config_entries.async_update_entry(gym.entry, options=options)
    await choose(hass, tts_language=voice, tts_voice=None)
    session = await gym.train(*answers)
    assert tuple(gym.satellite.asked) == QUESTIONS[language]
    assert session.outcome is Outcome.FINISHED
    assert session.ratings == {
        Rating.PAIN_BEFORE: 3,
        Rating.PAIN_DURING: 0,
        Rating.EFFORT: 7,
    }


async def test_the_question_waits_for_the_words_and_is_over_before_the_plank(
    gym: Gym,
) -> None:
    """Nothing of what is said is lost."""
    gym.satellite.answers = ["two"]
    await gym.start()
    await gym.seconds_until_plank()
    await gym.time.elapse(2)
    greeting, _comfort, plank, question, countdown, hold = gym.satellite.said
    assert greeting.startswith("Starting Plank")
    assert plank.startswith("Next: forearm plank.")
    assert question == BEFORE
    assert countdown == TONE
    assert hold.startswith("Hold.")


async def test_an_answer_gives_the_time_back(gym: Gym) -> None:
    """The plank begins as soon as the person is ready."""
    gym.satellite.answers = ["two"]
    words_seconds = await gym.start()
    taken_seconds = QUESTION_SECONDS + ANSWER_SECONDS + READY_SECONDS
    assert await gym.seconds_until_plank() == pytest.approx(
        words_seconds + taken_seconds, abs=1
    )
    assert gym.ratings == {Rating.PAIN_BEFORE: 2}


@pytest.mark.parametrize(
    ("answers", "more_seconds"),
    [
        ([HANGS], ROOM_SECONDS),
        ([HomeAssistantError("busy")], QUESTION_SECONDS + READY_SECONDS),
        ([ValueError("odd")], QUESTION_SECONDS + READY_SECONDS),
        ([None], QUESTION_SECONDS + ANSWER_SECONDS + READY_SECONDS),
        (["what", HANGS], ROOM_SECONDS),
        (["skip"], QUESTION_SECONDS + ANSWER_SECONDS + READY_SECONDS),
    ],
)
async def test_a_session_begins_without_an_answer(
    gym: Gym, answers: list[str | Exception | None], more_seconds: float
) -> None:
    """At the latest when the room for the question is over."""
    gym.satellite.answers = answers
    words_seconds = await gym.start()
    assert await gym.seconds_until_plank() == pytest.approx(
        words_seconds + more_seconds, abs=1
    )
    assert state(gym.hass, "sensor.session") == "active"
    assert gym.ratings == {}
    await gym.time.elapse(240)
    assert gym.last.outcome is Outcome.FINISHED


async def test_a_satellite_that_goes_away_is_not_waited_for(gym: Gym) -> None:
    """The session goes on without it."""
    words_seconds = await gym.start()
    gym.satellite._attr_available = False
    gym.satellite.async_write_ha_state()
    assert await gym.seconds_until_plank() == pytest.approx(
        words_seconds + READY_SECONDS, abs=1
    )
    await gym.time.elapse(240)
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.satellite.asked == []


async def test_a_satellite_to_which_somebody_talks_is_not_asked_on(gym: Gym) -> None:
    """Nobody is interrupted."""
    await gym.time.elapse(await gym.start() - 0.5)
    gym.satellite._internal_on_pipeline_event(
        PipelineEvent(PipelineEventType.STT_START, {})
    )
    await gym.seconds_until_plank()
    assert gym.satellite.asked == []
    gym.satellite._hear(None)


async def test_an_unclear_answer_is_asked_for_once_more(gym: Gym) -> None:
    """Then it is left."""
    session = await gym.train(None, "two hundred", "banana", "four")
    assert gym.satellite.asked == [BEFORE, PAIN, PAIN]
    assert session.ratings == {}
    session = await gym.train(None, "eleven", "four", "five")
    assert gym.satellite.asked[3:] == [BEFORE, PAIN, PAIN, EFFORT]
    assert session.ratings == {Rating.PAIN_DURING: 4, Rating.EFFORT: 5}


async def test_a_question_can_be_skipped(gym: Gym) -> None:
    """The next one is asked all the same."""
    session = await gym.train("skip", "skip", "six")
    assert gym.satellite.asked == [BEFORE, PAIN, EFFORT]
    assert session.ratings == {Rating.EFFORT: 6}


@pytest.mark.parametrize("answer", [None, HANGS, HomeAssistantError("busy"), "stop"])
async def test_after_a_session_nobody_is_pressed(
    gym: Gym, answer: str | Exception | None
) -> None:
    """Without an answer, nothing more is asked."""
    session = await gym.train("one", answer)
    assert gym.satellite.asked == [BEFORE, PAIN]
    assert session.ratings == {Rating.PAIN_BEFORE: 1}


async def test_severe_pain_offers_the_gentle_session(gym: Gym) -> None:
    """A yes starts it in the place of the plan, and the answer belongs to it."""
    await gym.ask_before()
    gym.satellite.answers = ["six", "Yes please."]
    await gym.time.elapse(30)
    assert gym.satellite.asked == [BEFORE, GENTLE]
    assert STOP_AND_REST in gym.satellite.said
    assert gym.entry.runtime_data.snapshot.routine_id == "gentle_reset"
    assert state(gym.hass, "sensor.session") == "active"
    assert gym.ratings == {Rating.PAIN_BEFORE: 6}
    assert gym.entry.runtime_data.profile.level == 5
    await gym.time.elapse(400)
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.last.ratings == {Rating.PAIN_BEFORE: 6}
    assert gym.satellite.asked == [BEFORE, GENTLE]


async def test_the_plan_is_done_all_the_same(gym: Gym) -> None:
    """The person decides."""
    await gym.ask_before()
    gym.satellite.answers = ["seven", "no thanks"]
    await gym.time.elapse(30)
    assert state(gym.hass, "sensor.session") == "active"
    await gym.time.elapse(240)
    assert gym.last.routine_name == "Plank"
    assert gym.last.ratings == {Rating.PAIN_BEFORE: 7}


@pytest.mark.parametrize(
    "answer", [None, "banana", "skip", HANGS, HomeAssistantError("busy")]
)
async def test_without_a_decision_a_session_stays_paused(
    gym: Gym, answer: str | Exception | None
) -> None:
    """The person heard what to do, and may go on."""
    await gym.ask_before()
    gym.satellite.answers = ["six", answer, answer]
    await gym.time.elapse(60)
    assert state(gym.hass, "sensor.session") == "paused"
    assert STOP_AND_REST in gym.satellite.said
    await gym.do("resume_session")
    await gym.seconds_until_plank()
    assert state(gym.hass, "sensor.phase") == "hold"


@pytest.mark.parametrize(
    ("answer", "reason"), [("stop", None), ("it hurts", StopReason.PAIN)]
)
async def test_safe_words_end_the_session_that_is_offered_otherwise(
    gym: Gym, answer: str, reason: StopReason | None
) -> None:
    """Nothing else is started."""
    await gym.ask_before()
    gym.satellite.answers = ["six", answer]
    await gym.time.elapse(30)
    assert state(gym.hass, "sensor.session") == "idle"
    assert gym.last.reason is reason


@pytest.mark.parametrize("action", ["resume_session", "stop_session"])
async def test_who_acts_has_decided(gym: Gym, action: str) -> None:
    """The offer is over."""
    await gym.ask_before()
    gym.satellite.answers = ["six", HANGS]
    while gym.satellite.asked != [BEFORE, GENTLE]:
        await gym.time.elapse(0.5)
    await gym.do(action)
    await gym.time.settle()
    assert not gym.satellite.is_asking
    await gym.time.elapse(60)
    assert gym.satellite.asked[:2] == [BEFORE, GENTLE]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("six",), [PAIN, STOP_AND_REST, LIGHTER]),
        (("It hurts!",), [PAIN, STOP_AND_REST]),
        (("two", "nine"), [PAIN, EFFORT, SAME_LEVEL]),
        (("two", "skip"), [PAIN, EFFORT, SAME_LEVEL]),
        (("two", "stop"), [PAIN, EFFORT, SAME_LEVEL]),
        (("skip", "skip"), [PAIN, EFFORT]),
    ],
)
async def test_answers_after_a_session_are_answered(
    gym: Gym, answers: tuple[str, ...], said: list[str]
) -> None:
    """The person hears what they mean, and first what to do about severe pain."""
    await gym.train("five", *answers)
    assert gym.satellite.said[-len(said) :] == said


OFFER = "Forearm plank goes well in the easier version. Shall we try the standard one?"


@pytest.mark.parametrize(
    ("answer", "form", "said"),
    [
        ("Yes please", None, [OFFER, "Thank you. Noted."]),
        ("no", "plank_knees", [OFFER, "Thank you. Noted."]),
        (None, "plank_knees", [OFFER]),
    ],
)
async def test_an_offer_of_the_programme(
    gym: Gym, answer: str | None, form: str | None, said: list[str]
) -> None:
    """After three good sessions in the easier form, the person is asked about it."""
    profile = gym.entry.runtime_data.profile
    profile.choose_variant("plank", "plank_knees")
    decision = profile.store.content.decisions[-1]
    decision["at"] = (dt_util.utcnow() - timedelta(days=6)).isoformat()
    for days in (5, 3, 1):
        ended_at = dt_util.utcnow() - timedelta(days=days)
        profile.add(
            session_record(
                session_id=f"before-{days}",
                started_at=ended_at - timedelta(minutes=32),
                ended_at=ended_at,
            )
        )
    await gym.train("one", "two", "four", answer)
    assert gym.satellite.said[-len(said) :] == said
    assert profile.variant_of("plank") == form
    is_offered_again = profile.offer is not None
    assert is_offered_again is (answer is None)


HIGHER = "Three good sessions in a row. Next time: level 6. Is that all right?"
NOTED = "Thank you. Noted."


@pytest.mark.parametrize(
    ("answer", "said", "level", "is_open"),
    [
        ("Yes please", [HIGHER, NOTED], 6, False),
        ("no", [HIGHER, NOTED], 5, False),
        ("skip", [HIGHER], 6, True),
        (None, [HIGHER], 6, True),
        ("banana", [HIGHER, HIGHER], 6, True),
        ("It hurts", [HIGHER, STOP_AND_REST], 6, True),
        (HANGS, [HIGHER], 6, True),
        (HomeAssistantError("busy"), [HIGHER], 6, True),
    ],
)
async def test_a_higher_level_is_offered(
    hass: HomeAssistant,
    gym: Gym,
    answer: str | Exception | None,
    said: list[str],
    level: int,
    is_open: bool,
) -> None:
    """After three good sessions the person is asked once; without an answer it comes."""
    profile = gym.entry.runtime_data.profile
    _add_good_sessions(gym)
    await gym.train(
        "one", "two", "four", answer, answer, routine="full_core_30", seconds=2700
    )
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.satellite.said[-len(said) - 1 :] == [EFFORT, *said]
    assert profile.level == level
    assert (profile.offer is not None) is is_open


async def test_an_offer_that_was_answered_elsewhere(gym: Gym) -> None:
    """What the person decided on the card meanwhile stays."""
    profile = gym.entry.runtime_data.profile
    _add_good_sessions(gym)
    gym.satellite.answers = ["one", "two", "four", "yes"]
    await gym.start("full_core_30")
    while HIGHER not in gym.satellite.asked:
        await gym.time.elapse(1)
    profile.refuse(profile.offer)
    await gym.time.elapse(60)
    assert profile.level == 5
    assert gym.satellite.said[-1] == HIGHER


def _add_good_sessions(gym: Gym) -> None:
    """Let the next good session be the third one."""
    for days in (5, 3):
        ended_at = dt_util.utcnow() - timedelta(days=days)
        gym.entry.runtime_data.profile.add(
            session_record(
                session_id=f"before-{days}",
                started_at=ended_at - timedelta(minutes=32),
                ended_at=ended_at,
            )
        )


@pytest.mark.parametrize(("refusal_count", "is_heard"), [(1, True), (2, False)])
async def test_a_warning_is_given_once_more(
    gym: Gym, refusal_count: int, is_heard: bool
) -> None:
    """A satellite may be busy for a moment."""
    gym.satellite.answers = ["one", "six"]
    await gym.start()
    while gym.satellite.asked != [BEFORE, PAIN]:
        await gym.time.elapse(0.5)
    gym.satellite.refusal_count = refusal_count
    await gym.time.elapse(30)
    assert (STOP_AND_REST in gym.satellite.said) is is_heard
    assert gym.satellite.refusal_count == 0


async def test_pain_of_five_is_no_reason_to_stop(gym: Gym) -> None:
    """Nor is a session that was hard."""
    await gym.train("five", "five", "ten")
    assert gym.satellite.asked == [BEFORE, PAIN, EFFORT]
    assert STOP_AND_REST not in gym.satellite.said


@pytest.mark.parametrize(
    ("answer", "reason"), [("stop training", None), ("It hurts!", StopReason.PAIN)]
)
async def test_safe_words_end_the_session(
    gym: Gym, answer: str, reason: StopReason | None
) -> None:
    """Also in the place of a number."""
    await gym.ask_before()
    gym.satellite.answers = [answer]
    await gym.time.elapse(20)
    assert gym.last.outcome is Outcome.CANCELLED
    assert gym.last.reason is reason
    assert gym.satellite.asked == [BEFORE]


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("pause_session", {}),
        ("skip", {}),
        ("stop_session", {}),
        ("stop_session", {"reason": "pain"}),
    ],
)
async def test_what_the_person_does_ends_the_question(
    gym: Gym, action: str, fields: dict[str, Any]
) -> None:
    """At once."""
    gym.satellite.answers = [HANGS]
    await gym.ask_before()
    await gym.do(action, **fields)
    assert not gym.satellite.is_asking
    await gym.time.elapse(30)
    assert gym.satellite.asked == [BEFORE]


async def test_a_pause_gives_the_time_back(gym: Gym) -> None:
    """The preparation is as long as without a question."""
    words_seconds = await gym.start()
    await gym.do("pause_session")
    assert gym.entry.runtime_data.snapshot.phase_seconds == words_seconds


async def test_an_early_end_asks_nothing(gym: Gym) -> None:
    """Who stops wants to stop."""
    gym.satellite.answers = ["one"]
    await gym.start()
    await gym.seconds_until_plank()
    await gym.do("stop_session")
    await gym.time.elapse(60)
    assert gym.satellite.asked == [BEFORE]
    assert gym.last.ratings == {Rating.PAIN_BEFORE: 1}


async def test_the_next_session_ends_the_questions_about_the_last_one(gym: Gym) -> None:
    """Each answer belongs to its own session."""
    gym.satellite.answers = ["one", HANGS, "two"]
    await gym.start()
    while gym.satellite.answers != ["two"]:
        await gym.time.elapse(0.5)
    await gym.start()
    assert not gym.satellite.is_asking
    await gym.seconds_until_plank()
    assert gym.last.ratings == {Rating.PAIN_BEFORE: 1}
    assert gym.ratings == {Rating.PAIN_BEFORE: 2}


@pytest.mark.parametrize(("is_shared", "is_asking"), [(True, False), (False, True)])
async def test_a_session_of_somebody_else_gets_the_satellite(
    hass: HomeAssistant, gym: Gym, set_up: SetUp, is_shared: bool, is_asking: bool
) -> None:
    """One on another speaker does not need it."""
    speaker = gym.satellite.entity_id if is_shared else SPEAKER
    bob = await set_up(person(speaker, entry_id="bob"))
    gym.satellite.answers = ["one", HANGS]
    await gym.start()
    while gym.satellite.asked != [BEFORE, PAIN]:
        await gym.time.elapse(0.5)
    await Gym(hass, gym.time, gym.satellite, bob).start()
    assert gym.satellite.is_asking is is_asking


@pytest.mark.parametrize(
    "options",
    [
        {Conf.BEHAVIOUR: {Conf.ASK_RATINGS: False}},
        {Conf.SPEECH: {Conf.SPEAKERS: [SPEAKER]}},
        {Conf.SPEECH: {}},
        {Conf.SPEECH: {Conf.SPEAKERS: ["assist_satellite.mat"], Conf.LANGUAGE: "nl"}},
        {Conf.SPEECH: {Conf.SPEAKERS: ["assist_satellite.hall"]}},
    ],
)
async def test_who_can_not_or_does_not_want_to_be_asked(
    hass: HomeAssistant, gym: Gym, options: dict[str, Any]
) -> None:
    """No wish, no satellite, another language, a satellite that can't listen."""
    hass.config_entries.async_update_entry(
        gym.entry, options={**gym.entry.options, **options}
    )
    words_seconds = await gym.start()
    assert await gym.seconds_until_plank() == pytest.approx(words_seconds, abs=1)
    await gym.time.elapse(240)
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.satellite.asked == []


async def test_a_quiet_session_asks_nothing(gym: Gym) -> None:
    """Who wants no speech gets none."""
    await gym.start(speech_level="off")
    await gym.time.elapse(240)
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.satellite.asked == []


async def test_a_practice_that_does_not_count_asks_nothing(gym: Gym) -> None:
    """It comes several times a day."""
    await gym.start("seated_transversus")
    await gym.time.elapse(900)
    assert gym.last.outcome is Outcome.FINISHED
    assert gym.satellite.asked == []


async def test_a_session_without_a_preparation_is_not_kept_waiting(
    hass: HomeAssistant, gym: Gym
) -> None:
    """It has no place for a question."""
    plank = {"exercise": "plank", "set_count": 1, "prepare_seconds": 0}
    options = gym.entry.options[Conf.SPEECH]
    routine = next(iter(gym.entry.subentries.values()))
    hass.config_entries.async_update_subentry(
        gym.entry, routine, data={Conf.EXERCISES: [plank]}
    )
    hass.config_entries.async_update_entry(
        gym.entry, options={Conf.SPEECH: {**options, Conf.GUIDED: False}}
    )
    await gym.time.settle()
    gym.satellite.answers = ["four", "five"]
    await gym.start()
    assert state(hass, "sensor.phase") == "hold"
    await gym.time.elapse(240)
    assert gym.satellite.asked == [PAIN, EFFORT]


async def test_a_restart_keeps_the_answer(hass: HomeAssistant, gym: Gym) -> None:
    """The session that is taken up has it still."""
    gym.satellite.answers = ["four"]
    await gym.start()
    await gym.seconds_until_plank()
    await hass.config_entries.async_reload(gym.entry.entry_id)
    assert gym.ratings == {Rating.PAIN_BEFORE: 4}
    await gym.do("stop_session")
    assert gym.last.ratings == {Rating.PAIN_BEFORE: 4}


async def test_nothing_is_asked_after_an_unload(hass: HomeAssistant, gym: Gym) -> None:
    """The question is left where it is."""
    gym.satellite.answers = [HANGS]
    await gym.ask_before()
    assert await hass.config_entries.async_unload(gym.entry.entry_id)
    await gym.time.elapse(1)
    assert not gym.satellite.is_asking
    assert gym.satellite.asked == [BEFORE]


async def test_ratings_are_seen_nowhere(
    hass: HomeAssistant, gym: Gym, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in states, attributes, events, logs and diagnostics."""
    caplog.set_level("DEBUG", "custom_components.backcare")
    seen: list[Any] = []
    hass.bus.async_listen("*", lambda event: seen.append(event.as_dict()))
    answers = ("quietly two", "quietly three", "quietly eight")
    session = await gym.train(*answers)
    assert len(session.ratings) == 3
    seen += [found.as_dict() for found in hass.states.async_all()]
    seen.append(await async_get_config_entry_diagnostics(hass, gym.entry))
    text = json.dumps(seen, cls=ExtendedJSONEncoder, default=str)
    logged = "".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.backcare")
    )
    for private in ("quietly", *Rating):
        assert private not in text
        assert private not in logged
