"""A speaker sounds each cue at its moment, whole, or not at all."""

import logging

import pytest

from custom_components.backcare.cues.tones import TONES, Tone
from custom_components.backcare.engine.cue import CuePriority
from homeassistant.exceptions import HomeAssistantError

from .common import LAG_SECONDS, OTHER_SPEAKER, SATELLITE, SPEAKER, Time, utterance
from .home import ANSWER_SECONDS, SPEECH_ONSET_SECONDS, Coach, Engine, Home

SHORT = utterance("Let go.")
"""Takes 0.8 s to say."""

LONG = utterance("one two three four five six seven eight nine ten")
"""Takes 4 s to say."""

COUNTDOWN = utterance(
    "Three, two, one.",
    key="countdown",
    priority=CuePriority.COUNTDOWN,
    fresh_seconds=0.4,
    tone=Tone.COUNTDOWN,
)

START = utterance("Hold. One minute.", key="hold_start", stand_in=Tone.START)

FORM = utterance(
    "Hips level, belly firm, keep breathing.",
    key="form_cue",
    priority=CuePriority.FORM,
)
"""Takes 2.4 s to say."""


async def test_a_media_player_plays_the_speech(home: Home, time: Time) -> None:
    """A player that can announce does so; another one just plays."""
    Coach(home, SPEAKER, OTHER_SPEAKER).say(SHORT)
    await time.settle()
    announcing, playing = (dict(call.data) for call in home.calls)
    assert announcing == {
        "entity_id": SPEAKER,
        "media_content_id": (
            "media-source://tts/tts.engine"
            "?message=Let+go.&cache=true&language=en_US&tts_options=%7B%7D"
        ),
        "media_content_type": "music",
        "announce": True,
    }
    assert playing["entity_id"] == OTHER_SPEAKER
    assert "announce" not in playing


async def test_a_satellite_announces_without_a_chime(home: Home, time: Time) -> None:
    """The chime would come before each cue."""
    Coach(home, SATELLITE).say(SHORT)
    await time.settle()
    (announced,) = home.calls_of("announce")
    assert announced["preannounce"] is False
    assert announced["media_id"].startswith("media-source://tts/tts.engine?")


async def test_speaking_takes_nothing_from_the_caller(home: Home, time: Time) -> None:
    """Nothing is called before the caller has gone on."""
    Coach(home, SPEAKER).say(SHORT)
    assert not home.calls
    await time.settle()
    assert home.calls


@pytest.mark.parametrize("lead_seconds", [0, 0.04, 1.2])
async def test_a_cue_is_sent_early(home: Home, time: Time, lead_seconds: float) -> None:
    """So much that its first word falls on the moment."""
    coach = Coach(home, SPEAKER, lead_seconds={SPEAKER: lead_seconds})
    coach.say(SHORT, after=5)
    await time.elapse(6)
    (heard,) = home.heard
    assert heard.at - LAG_SECONDS == pytest.approx(5 - lead_seconds)


async def test_a_cue_is_never_sent_before_its_command(home: Home, time: Time) -> None:
    """Nobody knew of it: it is as late as the speaker is."""
    coach = Coach(home, SPEAKER, lead_seconds={SPEAKER: 1.2})
    await time.elapse(1)
    coach.say(SHORT)
    await time.elapse(3)
    assert home.times_on(SPEAKER) == [1 + ANSWER_SECONDS]


@pytest.mark.parametrize("speaker", [SPEAKER, OTHER_SPEAKER, SATELLITE])
async def test_one_after_the_other(home: Home, time: Time, speaker: str) -> None:
    """What is due at one moment waits in line, and nothing is cut off."""
    coach = Coach(home, speaker)
    for said in (SHORT, LONG, utterance("Three.", fresh_seconds=9)):
        coach.say(said)
    await time.elapse(8)
    assert home.heard_on(speaker) == ["Let go.", LONG.texts[0], "Three."]
    first, second, third = home.heard
    assert 0.1 <= second.starts_at - first.over_at <= 0.35
    assert 0.1 <= third.starts_at - second.over_at <= 0.35


async def test_a_slow_voice_gets_its_time(
    home: Home, time: Time, engine: Engine
) -> None:
    """The length of the file counts, not the number of the words."""
    engine.pace = 1.8
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    coach.say(utterance("Three.", fresh_seconds=9))
    await time.elapse(10)
    assert home.times_on(SPEAKER) == pytest.approx(
        [ANSWER_SECONDS, ANSWER_SECONDS + 7.2 + 0.25], abs=0.03
    )


async def test_silence_needs_no_waiting(home: Home, time: Time) -> None:
    """A text that comes when all has been said is said at once."""
    coach = Coach(home, SPEAKER)
    coach.say(SHORT)
    await time.elapse(10)
    coach.say(SHORT)
    await time.settle()
    assert home.times_on(SPEAKER) == [ANSWER_SECONDS, 10 + ANSWER_SECONDS]


async def test_what_comes_too_late_is_not_said(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    """A stale cue is dropped, the next fresh one is said."""
    caplog.set_level(logging.DEBUG)
    coach = Coach(home, SATELLITE)
    coach.say(LONG)
    coach.say(utterance("Stale.", fresh_seconds=4))
    coach.say(utterance("Fresh.", fresh_seconds=8))
    await time.elapse(6)
    assert home.heard_on(SATELLITE) == [LONG.texts[0], "Fresh."]
    assert f"Left out on {SATELLITE}" in caplog.text


# What leaves room for what


async def test_a_form_cue_leaves_room_for_the_countdown(home: Home, time: Time) -> None:
    """It would still sound when the countdown begins, so it is left out."""
    coach = Coach(home, SPEAKER)
    coach.say(FORM, after=5)
    coach.say(COUNTDOWN, after=5 + 2.4 + 0.4)
    await time.elapse(12)
    assert home.script_of(SPEAKER) == [(7.8, "[countdown]")]


async def test_a_form_cue_that_fits_is_said(home: Home, time: Time) -> None:
    """It is over half a second before the countdown."""
    coach = Coach(home, SPEAKER)
    coach.say(FORM, after=5)
    coach.say(COUNTDOWN, after=5 + 2.4 + 0.6)
    await time.elapse(12)
    assert home.script_of(SPEAKER) == [(5, FORM.texts[0]), (8, "[countdown]")]


async def test_a_shorter_sentence_takes_the_place_of_a_long_one(
    home: Home, time: Time
) -> None:
    """The name of the exercise at least is heard before the countdown."""
    coach = Coach(home, SPEAKER)
    coach.say(utterance(LONG.texts[0], "Next: plank."), after=5)
    coach.say(COUNTDOWN, after=8)
    await time.elapse(12)
    assert home.script_of(SPEAKER) == [(5, "Next: plank."), (8, "[countdown]")]


async def test_a_slow_voice_is_shortened_sooner(
    home: Home, time: Time, engine: Engine
) -> None:
    """The measured length of the sentence decides."""
    engine.pace = 1.3
    coach = Coach(home, SPEAKER)
    coach.say(utterance(LONG.texts[0], "Next: plank."), after=5)
    coach.say(COUNTDOWN, after=5 + 4 + 0.6)
    await time.elapse(12)
    assert home.heard_on(SPEAKER) == ["Next: plank.", "[countdown]"]


async def test_what_matters_less_leaves_no_room_free(home: Home, time: Time) -> None:
    """A form cue that comes while the start is said waits, and is dropped if late."""
    coach = Coach(home, SPEAKER)
    coach.say(LONG, after=1)
    coach.say(FORM, after=2)
    await time.elapse(12)
    assert home.script_of(SPEAKER) == [
        (1, LONG.texts[0]),
        (pytest.approx(5.26, abs=0.02), FORM.texts[0]),
    ]


async def test_safety_is_always_said(home: Home, time: Time) -> None:
    """Nothing matters more, so it leaves room for nothing."""
    warning = utterance(
        "Stop and rest. If the pain is new or severe, call your doctor.",
        key="pain_stop",
        priority=CuePriority.SAFETY,
        fresh_seconds=30,
    )
    coach = Coach(home, SPEAKER)
    coach.say(warning, after=1)
    coach.say(COUNTDOWN, after=2)
    coach.say(START, after=5)
    await time.elapse(12)
    assert home.heard_on(SPEAKER) == [warning.texts[0], START.texts[0]]


# Tones


async def test_a_tone_begins_at_its_moment(home: Home, time: Time) -> None:
    """The silence at the beginning of its file comes before it."""
    coach = Coach(home, SPEAKER)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(6)
    (heard,) = home.heard
    assert heard.at == 5
    assert heard.starts_at == pytest.approx(
        5 - TONES[Tone.COUNTDOWN].onset_seconds, abs=0.001
    )


async def test_the_sentence_comes_right_after_the_start_tone(
    home: Home, time: Time
) -> None:
    """The tone tells the moment, the sentence what to do."""
    coach = Coach(home, SPEAKER)
    coach.say(COUNTDOWN, after=5)
    coach.say(START, after=8)
    await time.elapse(10)
    countdown, start = home.heard
    assert start.what == "Hold. One minute."
    assert 8.4 < start.at < 8.6
    assert start.starts_at > countdown.over_at


async def test_words_stand_in_on_a_speaker_without_tones(
    home: Home, time: Time
) -> None:
    """It is asked twice; from then on it counts in words."""
    home.is_deaf_to_tones = True
    coach = Coach(home, SATELLITE)
    coach.say(COUNTDOWN, after=5)
    coach.say(COUNTDOWN, after=15)
    await time.elapse(20)
    assert home.script_of(SATELLITE) == [
        (5, "[countdown]"),
        (5, "[countdown]"),
        (5, "Three, two, one."),
        (15, "Three, two, one."),
    ]


async def test_a_speaker_that_was_away_plays_tones_again(
    home: Home, time: Time
) -> None:
    """Its words failed too, so the tones were not to blame."""
    home.errors[SATELLITE] = HomeAssistantError("no network")
    coach = Coach(home, SATELLITE)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(10)
    home.errors.clear()
    coach.say(COUNTDOWN, after=5)
    await time.elapse(10)
    assert home.heard_on(SATELLITE)[-1] == "[countdown]"


async def test_a_tone_without_words_is_tried_again(home: Home, time: Time) -> None:
    """There is nothing that could stand in."""
    tick = utterance(key="rep_back", tone=Tone.TICK, fresh_seconds=0.4)
    home.is_deaf_to_tones = True
    coach = Coach(home, SPEAKER)
    coach.say(tick, after=1)
    await time.elapse(2)
    home.is_deaf_to_tones = False
    coach.say(tick, after=1)
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == ["[tick]"]


async def test_a_tone_stands_in_for_speech_that_is_not_ready(
    home: Home, time: Time, engine: Engine
) -> None:
    """The moment counts; the next time the sentence is there."""
    engine.seconds = 3
    coach = Coach(home, SPEAKER)
    coach.say(START, after=2)
    coach.say(START, after=8)
    await time.elapse(10)
    assert [what for _, what in home.script_of(SPEAKER)] == [
        "[start]",
        "Hold. One minute.",
    ]
    tone, sentence = home.times_on(SPEAKER)
    assert tone == pytest.approx(2, abs=0.06)
    assert sentence == 8
    assert engine.asked == ["Hold. One minute."]


async def test_a_greeting_waits_for_its_speech(
    home: Home, time: Time, engine: Engine
) -> None:
    """Nobody misses its moment, so it comes when it is ready."""
    engine.seconds = 3
    coach = Coach(home, SPEAKER)
    coach.say(utterance("Good evening.", fresh_seconds=10))
    coach.say(utterance("Next: plank.", fresh_seconds=12))
    await time.elapse(10)
    greeted_at, announced_at = home.times_on(SPEAKER)
    assert greeted_at == pytest.approx(3 + ANSWER_SECONDS)
    assert announced_at == pytest.approx(6 + ANSWER_SECONDS)


async def test_speech_that_never_comes_is_left_out(
    home: Home, time: Time, engine: Engine
) -> None:
    """What comes next is as punctual as ever."""
    engine.is_ready.clear()
    coach = Coach(home, SPEAKER)
    coach.say(SHORT)
    coach.say(COUNTDOWN, after=6)
    await time.elapse(10)
    assert home.script_of(SPEAKER) == [(6, "[countdown]")]


# What the person does


async def test_an_urgent_text_talks_over_a_media_player(home: Home, time: Time) -> None:
    """What waits is forgotten, and what sounds is cut off."""
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    coach.say(SHORT)
    coach.speakers.async_want(["Paused."])
    await time.elapse(1)
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(10)
    assert home.script_of(SPEAKER) == [
        (ANSWER_SECONDS, LONG.texts[0]),
        (1 + ANSWER_SECONDS, "Paused."),
    ]


async def test_an_urgent_text_breaks_an_announcement_off(
    home: Home, time: Time
) -> None:
    """A satellite takes no second announcement, so the first one is cancelled."""
    coach = Coach(home, SATELLITE)
    coach.say(LONG)
    coach.say(SHORT)
    await time.elapse(1)
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(10)
    assert home.script_of(SATELLITE) == [
        (ANSWER_SECONDS, LONG.texts[0]),
        (1 + ANSWER_SECONDS, "Paused."),
    ]


async def test_an_urgent_text_does_not_wait_for_the_speech_of_another(
    home: Home, time: Time, engine: Engine
) -> None:
    """What is ready is said at once, whatever the engine is busy with."""
    coach = Coach(home, SPEAKER)
    coach.speakers.async_want(["Paused."])
    await time.settle()
    engine.is_ready.clear()
    coach.say(utterance("Good evening.", fresh_seconds=10))
    await time.elapse(1)
    coach.speakers.async_hush()
    coach.say(utterance("Paused.", fresh_seconds=10))
    await time.elapse(15)
    assert home.script_of(SPEAKER) == [(1 + ANSWER_SECONDS, "Paused.")]


async def test_an_urgent_text_waits_for_the_call_in_flight(
    home: Home, time: Time
) -> None:
    """A player that is just being told of a long text is told of the urgent one next."""
    home.seconds[SPEAKER] = 1
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    await time.settle()
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(3)
    assert [call.data["entity_id"] for call in home.calls] == [SPEAKER] * 2
    assert home.times_on(SPEAKER) == pytest.approx(
        [1 + ANSWER_SECONDS, 2 + ANSWER_SECONDS]
    )


async def test_a_player_that_returns_after_the_sound_is_silent_then(
    home: Home, time: Time
) -> None:
    """What comes right after the countdown is not late."""
    home.returns_late = True
    coach = Coach(home, SPEAKER)
    coach.say(COUNTDOWN, after=5)
    coach.say(utterance("Hold. One minute."), after=8)
    await time.elapse(15)
    assert home.script_of(SPEAKER) == [
        (5, "[countdown]"),
        (pytest.approx(8.6, abs=0.1), "Hold. One minute."),
    ]


async def test_an_urgent_text_does_not_wait_for_a_player_that_returns_late(
    home: Home, time: Time
) -> None:
    """The call for what was said before is given up."""
    home.returns_late = True
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    await time.elapse(1)
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(10)
    assert home.script_of(SPEAKER) == [
        (ANSWER_SECONDS, LONG.texts[0]),
        (1 + ANSWER_SECONDS, "Paused."),
    ]


async def test_hushed_speakers_say_nothing(home: Home, time: Time) -> None:
    """What waited is gone for good."""
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    coach.say(SHORT)
    coach.say(COUNTDOWN, after=6)
    await time.elapse(1)
    coach.speakers.async_hush()
    await time.elapse(10)
    assert home.heard_on(SPEAKER) == [LONG.texts[0]]


async def test_what_is_hushed_in_its_moment_is_not_said(home: Home, time: Time) -> None:
    """Not a millisecond lies between the two."""
    coach = Coach(home, SPEAKER)
    coach.say(SHORT, after=1)
    coach.say(COUNTDOWN, after=3)
    moment = time.loop.time() + 1 - LAG_SECONDS - SPEECH_ONSET_SECONDS
    time.loop.call_at(moment + 5e-7, coach.speakers.async_hush)
    time.loop.call_at(moment + 5e-7, coach.say, utterance("Paused."))
    await time.elapse(5)
    assert home.heard_on(SPEAKER) == ["Paused."]


async def test_a_new_plan_repeats_nothing(home: Home, time: Time) -> None:
    """What was sent early for a moment is not sent for it again."""
    coach = Coach(home, SPEAKER, lead_seconds={SPEAKER: 1})
    coach.say(COUNTDOWN, after=2)
    await time.elapse(1.5)
    coach.speakers.async_clear()
    coach.say(COUNTDOWN, after=0.5)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(10)
    assert home.heard_on(SPEAKER) == ["[countdown]"] * 2


async def test_a_new_plan_leaves_in_line_what_is_due(
    home: Home, time: Time, engine: Engine
) -> None:
    """Only what lies ahead is planned anew."""
    engine.seconds = 1
    coach = Coach(home, SPEAKER)
    coach.say(LONG)
    coach.say(utterance("Next: plank.", fresh_seconds=12))
    coach.say(SHORT, after=20)
    await time.elapse(0.5)
    coach.speakers.async_clear()
    await time.elapse(2)
    coach.speakers.async_clear()
    await time.elapse(30)
    assert home.heard_on(SPEAKER) == [LONG.texts[0], "Next: plank."]


# A satellite that somebody talks to


@pytest.mark.parametrize("state", ["listening", "processing", "responding"])
async def test_nobody_is_interrupted(home: Home, time: Time, state: str) -> None:
    """The cue waits as long as it helps."""
    home.change(SATELLITE, state)
    coach = Coach(home, SATELLITE)
    coach.say(SHORT)
    await time.elapse(2)
    assert not home.calls
    home.change(SATELLITE, "idle")
    await time.elapse(1)
    assert home.heard_on(SATELLITE) == ["Let go."]
    assert home.times_on(SATELLITE) == pytest.approx([2.1], abs=0.06)


async def test_a_talk_outlasts_a_cue(home: Home, time: Time) -> None:
    """What would come too late is left out."""
    home.change(SATELLITE, "listening")
    coach = Coach(home, SATELLITE)
    coach.say(SHORT)
    await time.elapse(5)
    home.change(SATELLITE, "idle")
    await time.elapse(5)
    assert not home.calls


async def test_a_talk_ends_the_wait_for_a_forgotten_cue(home: Home, time: Time) -> None:
    """After a pause nobody wants to hear the rest."""
    home.change(SATELLITE, "listening")
    coach = Coach(home, SATELLITE)
    coach.say(SHORT)
    await time.elapse(1)
    coach.speakers.async_hush()
    home.change(SATELLITE, "idle")
    await time.elapse(5)
    assert not home.calls


@pytest.mark.parametrize(
    ("next_state", "heard_at"),
    [("processing", 3.1), (None, 11.0)],
    ids=["it answers", "nothing comes"],
)
async def test_nobody_is_cut_off_who_talks_over_a_cue(
    home: Home, time: Time, next_state: str | None, heard_at: float
) -> None:
    """Home Assistant calls the satellite idle after the cue, though it listens."""
    coach = Coach(home, SATELLITE)
    coach.say(SHORT)
    coach.say(utterance("Next: plank.", fresh_seconds=12), after=1.5)
    await time.elapse(0.3)
    home.change(SATELLITE, "listening")
    home.change(SATELLITE, "idle")
    await time.elapse(2.2)
    assert home.heard_on(SATELLITE) == ["Let go."]
    if next_state:
        home.change(SATELLITE, next_state)
        await time.elapse(0.5)
        home.change(SATELLITE, "idle")
    await time.elapse(10)
    assert home.heard_on(SATELLITE) == ["Let go.", "Next: plank."]
    assert home.times_on(SATELLITE)[-1] == pytest.approx(heard_at, abs=0.3)


async def test_a_satellite_that_was_never_used_is_free(home: Home, time: Time) -> None:
    """Its state is unknown until somebody talks to it."""
    home.change(SATELLITE, "unknown")
    Coach(home, SATELLITE).say(SHORT)
    await time.settle()
    assert home.heard_on(SATELLITE) == ["Let go."]
