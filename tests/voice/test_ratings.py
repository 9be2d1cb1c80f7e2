"""Test the questions before and after a session, on a satellite of Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator
import json
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, Conf, Rating
from custom_components.backcare.diagnostics import async_get_config_entry_diagnostics
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.store import SessionRecord
from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.components.assist_satellite import (
    AssistSatelliteAnnouncement,
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
    AssistSatelliteEntityFeature,
)
from homeassistant.components.assist_satellite.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import ExtendedJSONEncoder
from homeassistant.setup import async_setup_component
from tests.common import build_entry, own_routine, state
from tests.conftest import SetUp
from tests.cues.common import SPEAKER, Time
from tests.cues.home import Home
from tests.cues.test_satellites import choose

QUESTIONS: Final = {
    "en": (
        "How is your back now, zero to ten?",
        "Worst back pain during training, zero to ten?",
        "And how hard was it, zero to ten?",
    ),
    "nl": (
        "Hoe is je rugpijn nu, van nul tot tien?",
        "Ergste rugpijn tijdens de training, van nul tot tien?",
        "En hoe zwaar was het, van nul tot tien?",
    ),
}
BEFORE, PAIN, EFFORT = QUESTIONS["en"]
STOP_AND_REST = "Stop and rest. If the pain is new or severe, call your doctor."

PAUSED = "Paused. Say continue training when you are ready."

QUESTION_SECONDS = 3
ANSWER_SECONDS = 2
READY_SECONDS = 5
ROOM_SECONDS = 16
"""By so much a preparation with a question is longer at most."""

TONE = ""
"""Has no words."""

HANGS = "hangs"
"""In the place of an answer: nothing happens, for ever."""


class Satellite(AssistSatelliteEntity):
    """A satellite next to somebody who has their answers ready."""

    _attr_name = "Mat"
    _attr_supported_features = (
        AssistSatelliteEntityFeature.ANNOUNCE
        | AssistSatelliteEntityFeature.START_CONVERSATION
    )

    def __init__(self, *answers: str | Exception | None) -> None:
        """Take the answers; None for silence, and after the last one only silence."""
        self.answers = list(answers)
        self.said: list[str] = []
        self.refusal_count = 0
        """How often it says nothing and raises."""
        self.is_asking = False

    @property
    def asked(self) -> list[str]:
        """Return the questions that were asked."""
        return [text for text in self.said if text.endswith("?")]

    @override
    async def async_announce(self, announcement: AssistSatelliteAnnouncement) -> None:
        """Announce."""
        if self.refusal_count:
            self.refusal_count -= 1
            raise HomeAssistantError("busy")
        self.said.append(announcement.message)
        await asyncio.sleep(QUESTION_SECONDS)

    @override
    async def async_start_conversation(
        self, start_announcement: AssistSatelliteAnnouncement
    ) -> None:
        """Ask, and listen to the answer."""
        assert start_announcement.preannounce_media_id is None
        self.said.append(start_announcement.message)
        self.is_asking = True
        try:
            await asyncio.sleep(QUESTION_SECONDS)
            answer = self.answers.pop(0) if self.answers else None
            if isinstance(answer, Exception):
                raise answer
            if answer == HANGS:
                await asyncio.Event().wait()
        finally:
            self.is_asking = False
        self.hass.loop.call_later(ANSWER_SECONDS, self._hear, answer)

    @override
    def on_pipeline_event(self, event: Any) -> None:
        """Hear of the assistant."""

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        """Return its wake words."""
        return AssistSatelliteConfiguration([], [], 1)

    @override
    async def async_set_configuration(
        self, config: AssistSatelliteConfiguration
    ) -> None:
        """Take other wake words."""

    def _hear(self, answer: str | None) -> None:
        """Let the assistant understand what is said."""
        if answer is not None:
            self._internal_on_pipeline_event(
                PipelineEvent(
                    PipelineEventType.STT_END, {"stt_output": {"text": answer}}
                )
            )
        self._internal_on_pipeline_event(PipelineEvent(PipelineEventType.RUN_END))


class Gym:
    """Somebody on a mat, with a routine of one plank and a satellite."""

    def __init__(
        self,
        hass: HomeAssistant,
        time: Time,
        satellite: Satellite,
        entry: MockConfigEntry,
    ) -> None:
        """Take what there is."""
        self.hass = hass
        self.time = time
        self.satellite = satellite
        self.entry = entry

    @property
    def last(self) -> SessionRecord:
        """Return the session that ended last."""
        return self.entry.runtime_data.profile.sessions[-1]

    @property
    def ratings(self) -> dict[Rating, int]:
        """Return the ratings of the running session."""
        return dict(self.entry.runtime_data.running.ratings)

    async def start(self, routine: str = "Plank", **fields: Any) -> float:
        """Start a session; return how long its words before the plank may take."""
        await self.do("start_routine", routine=routine, **fields)
        phases = self.entry.runtime_data.running.engine.timeline.phases
        return float(phases[0].duration_seconds)

    async def do(self, action: str, **fields: Any) -> None:
        """Perform an action of BackCare, at this moment."""
        fields["config_entry_id"] = self.entry.entry_id
        await self.hass.services.async_call(DOMAIN, action, fields, blocking=True)
        await self.time.settle()

    async def ask_before(self) -> None:
        """Start a session, and go on until the question is being asked."""
        await self.start()
        while not self.satellite.is_asking:
            await self.time.elapse(0.5)

    async def train(self, *answers: str | Exception | None) -> SessionRecord:
        """Train and answer; return the session when nothing more is asked."""
        self.satellite.answers = list(answers)
        await self.start()
        await self.time.elapse(240)
        return self.last

    async def seconds_until_plank(self) -> float:
        """Return how long it takes until the plank begins, to half a second."""
        seconds = 0.0
        while state(self.hass, "sensor.phase") == "prepare":
            await self.time.elapse(0.5)
            seconds += 0.5
        return seconds


@pytest.fixture
async def satellite(hass: HomeAssistant, home: Home) -> Satellite:
    """Put a satellite into the home, with an assistant that speaks English."""
    hass.config.internal_url = "http://home.local:8123"
    for component in ("homeassistant", "media_source", "assist_satellite"):
        assert await async_setup_component(hass, component, {})
    satellite = Satellite()
    await hass.data[DATA_COMPONENT].async_add_entities([satellite])
    await choose(hass)
    return satellite


def person(*speakers: str, entry_id: str = "anna", **speech: Any) -> MockConfigEntry:
    """Return the entry of somebody with one plank of their own."""
    return build_entry(
        entry_id=entry_id,
        options={Conf.SPEECH: {Conf.SPEAKERS: list(speakers), **speech}},
        subentries=[own_routine("Plank")],
    )


@pytest.fixture
async def gym(
    hass: HomeAssistant, time: Time, satellite: Satellite, set_up: SetUp
) -> AsyncGenerator[Gym]:
    """Return a gym in which English is spoken."""
    entry = await set_up(person(satellite.entity_id))
    yield Gym(hass, time, satellite, entry)
    # Home Assistant waits for what a satellite is saying, and the time stands still.
    await time.elapse(60)


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


async def test_severe_pain_before_a_session_pauses_it(gym: Gym) -> None:
    """The person hears what to do, and may go on."""
    await gym.ask_before()
    gym.satellite.answers = ["six"]
    await gym.time.elapse(20)
    assert state(gym.hass, "sensor.session") == "paused"
    assert gym.satellite.said[-2:] == [STOP_AND_REST, PAUSED]
    assert gym.ratings == {Rating.PAIN_BEFORE: 6}
    await gym.do("resume_session")
    await gym.seconds_until_plank()
    assert state(gym.hass, "sensor.phase") == "hold"
    assert gym.satellite.asked == [BEFORE]


@pytest.mark.parametrize("answer", ["six", "It hurts!"])
async def test_severe_pain_after_a_session(gym: Gym, answer: str) -> None:
    """The person hears what to do, and is asked nothing more."""
    await gym.train("five", answer)
    assert gym.satellite.said[-2:] == [PAIN, STOP_AND_REST]


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
