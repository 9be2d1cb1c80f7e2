"""Each speaker says its cues in time, and never waits for another one."""

import logging

import pytest

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.cues.speakers import async_distinct, async_shared
from custom_components.backcare.cues.tones import Tone
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from tests.engine.common import SHORT_SESSION

from .common import OTHER_SPEAKER, SATELLITE, SPEAKER, Scenes, Time, utterance
from .home import ANNOUNCES, Coach, Engine, Home

ALL = (SPEAKER, OTHER_SPEAKER, SATELLITE)

GROUP = "media_player.everywhere"

SHORT = utterance("Let go.")

COUNTDOWN = utterance(
    "Three, two, one.", key="countdown", fresh_seconds=0.4, tone=Tone.COUNTDOWN
)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings of the outputs."""
    return [
        record.message
        for record in caplog.records
        if record.levelno == logging.WARNING and record.name.endswith("backcare.cues")
    ]


def told_of(home: Home, entity_id: str) -> str | None:
    """Return which repair there is for a speaker or an engine."""
    issue_id = f"output_failing_{home.entry.entry_id}_{entity_id}"
    issue = ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)
    return issue and issue.translation_key


def is_told_of(home: Home, entity_id: str) -> bool:
    """Return if there is a repair for a speaker or an engine."""
    return told_of(home, entity_id) is not None


async def test_all_speakers_speak_at_the_same_time(home: Home, time: Time) -> None:
    """Each of them in its own queue."""
    coach = Coach(home, *ALL)
    coach.say(SHORT, after=1)
    coach.say(COUNTDOWN, after=4)
    await time.elapse(8)
    for speaker in ALL:
        assert home.script_of(speaker) == [(1, "Let go."), (4, "[countdown]")]


async def test_a_slow_speaker_delays_no_other(home: Home, time: Time) -> None:
    """What it can't say in time is left out on this one alone."""
    home.seconds[SATELLITE] = 5
    coach = Coach(home, SATELLITE, SPEAKER)
    coach.say(SHORT, after=1)
    coach.say(COUNTDOWN, after=4)
    await time.elapse(8)
    assert home.heard_on(SPEAKER) == ["Let go.", "[countdown]"]
    assert home.heard_on(SATELLITE) == ["Let go."]


async def test_each_speaker_has_its_own_lead(home: Home, time: Time) -> None:
    """All sound together because each is told at another moment."""
    coach = Coach(home, SPEAKER, SATELLITE, lead_seconds={SPEAKER: 1.1})
    coach.say(SHORT, after=3)
    await time.elapse(8)
    assert home.times_on(SPEAKER) == [2]
    assert home.times_on(SATELLITE) == [3]


async def test_a_speaker_named_twice_speaks_once(home: Home, time: Time) -> None:
    """Nobody wants to hear everything twice."""
    Coach(home, SPEAKER, SATELLITE, SPEAKER).say(SHORT)
    await time.settle()
    assert home.heard_on(SPEAKER) == ["Let go."]


@pytest.mark.parametrize("attribute", ["entity_id", "group_members"])
async def test_a_group_speaks_for_its_members(
    home: Home, time: Time, attribute: str
) -> None:
    """A member that is chosen as well would be heard twice."""
    home.put(GROUP, ANNOUNCES, **{attribute: [GROUP, SPEAKER, None, 3]})
    for chosen in ((SPEAKER, GROUP, SATELLITE), (GROUP, SPEAKER, SATELLITE)):
        assert set(async_distinct(home.hass, chosen)) == {GROUP, SATELLITE}
    Coach(home, SPEAKER, GROUP).say(SHORT)
    await time.settle()
    assert [heard.speaker for heard in home.heard] == [GROUP]


async def test_speakers_that_play_together_keep_one(home: Home) -> None:
    """Players that are joined name each other; one of them is enough."""
    for speaker in (SPEAKER, OTHER_SPEAKER):
        home.put(speaker, ANNOUNCES, group_members=[SPEAKER, OTHER_SPEAKER])
    assert async_distinct(home.hass, (SPEAKER, OTHER_SPEAKER)) == (SPEAKER,)


@pytest.mark.parametrize("members", [None, "all", 5, {}])
async def test_a_group_that_reports_nonsense_is_a_speaker(
    home: Home, members: object
) -> None:
    """It is asked like any other one."""
    home.put(GROUP, ANNOUNCES, entity_id=members)
    assert async_distinct(home.hass, (GROUP, SPEAKER)) == (GROUP, SPEAKER)


async def test_two_people_can_not_share_a_speaker(home: Home) -> None:
    """Neither the same one, nor a group of it, nor its member."""
    home.put(GROUP, ANNOUNCES, group_members=[SPEAKER])
    assert async_shared(home.hass, (SPEAKER, SATELLITE), (SPEAKER,)) == [SPEAKER]
    assert async_shared(home.hass, (SPEAKER,), (GROUP,)) == [SPEAKER]
    assert async_shared(home.hass, (GROUP,), (SPEAKER,)) == [GROUP]
    assert async_shared(home.hass, (SPEAKER,), (SATELLITE,)) == []
    assert async_shared(home.hass, (SPEAKER,), ()) == []


# Faults of a speaker


async def test_a_hanging_speaker_is_given_up(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    """A speaker that does not answer for a minute misses its cues, nobody else."""
    home.seconds[SPEAKER] = 60
    coach = Coach(home, SPEAKER, SATELLITE)
    for number in range(30):
        coach.say(SHORT, after=1 + 2 * number)
    await time.elapse(70)
    assert home.times_on(SATELLITE) == [1 + 2 * number for number in range(30)]
    assert len(home.calls) - 30 == pytest.approx(4, abs=1)
    assert warnings(caplog) == [
        (
            f"{SPEAKER} missed a cue: it gave no answer in time; "
            "the session goes on without it"
        )
    ]
    assert is_told_of(home, SPEAKER)

    del home.seconds[SPEAKER]
    coach.say(SHORT)
    await time.elapse(1)
    assert not is_told_of(home, SPEAKER)


@pytest.mark.parametrize(
    "error", [HomeAssistantError("offline"), ValueError("bad"), TimeoutError()]
)
async def test_a_failing_speaker_is_tried_again(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """The next cue gets its chance at once; the log tells of the trouble once."""
    caplog.set_level(logging.INFO)
    home.errors[SPEAKER] = error
    coach = Coach(home, SPEAKER, SATELLITE)
    coach.say(SHORT, after=1)
    coach.say(COUNTDOWN, after=3)
    await time.elapse(8)
    assert home.script_of(SATELLITE) == [(1, "Let go."), (3, "[countdown]")]
    assert home.heard_on(SPEAKER) == []
    assert len(warnings(caplog)) == 1
    assert is_told_of(home, SPEAKER)

    home.errors.clear()
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == ["Let go."]
    assert not is_told_of(home, SPEAKER)
    assert f"{SPEAKER} works again" in caplog.text

    # Failing again is told to the person, not to the log.
    home.errors[SPEAKER] = error
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert is_told_of(home, SPEAKER)
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize("speaker", [SPEAKER, OTHER_SPEAKER])
async def test_a_cue_that_fails_once_is_sent_again(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture, speaker: str
) -> None:
    """At once, so it is in time; nobody hears of it, however often it happens."""
    refused = HomeAssistantError("not now")
    home.next_errors[speaker] = [refused, None, refused, None, refused]
    coach = Coach(home, speaker)
    coach.say(COUNTDOWN, after=2)
    coach.say(SHORT, after=7)
    coach.say(COUNTDOWN, after=10)
    await time.elapse(15)
    assert len(home.calls) == 6
    assert home.script_of(speaker) == [
        (2, "[countdown]"),
        (7, "Let go."),
        (10, "[countdown]"),
    ]
    assert not warnings(caplog)
    assert not is_told_of(home, speaker)


async def test_a_cue_that_fails_twice_is_told_of(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    """It is not sent a third time, and the next one only once, until one is played."""
    home.errors[SPEAKER] = HomeAssistantError("offline")
    coach = Coach(home, SPEAKER)
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert len(home.calls) == 2
    assert is_told_of(home, SPEAKER)
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert len(home.calls) == 3
    home.errors.clear()
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == ["Let go."]
    assert not is_told_of(home, SPEAKER)
    home.next_errors[SPEAKER] = [HomeAssistantError("not now")]
    coach.say(SHORT, after=1)
    await time.elapse(2)
    assert home.heard_on(SPEAKER) == ["Let go.", "Let go."]
    assert not is_told_of(home, SPEAKER)
    assert len(warnings(caplog)) == 1


async def test_a_cue_that_fails_late_is_not_sent_again(home: Home, time: Time) -> None:
    """Its moment is over, and the next one is as punctual as ever."""
    home.seconds[SPEAKER] = 2
    home.next_errors[SPEAKER] = [HomeAssistantError("too busy")]
    coach = Coach(home, SPEAKER)
    coach.say(COUNTDOWN, after=2)
    await time.elapse(4.5)
    del home.seconds[SPEAKER]
    coach.say(SHORT, after=2)
    await time.elapse(5)
    assert home.script_of(SPEAKER) == [(6.5, "Let go.")]


async def test_a_cue_that_is_forgotten_is_not_sent_again(
    home: Home, time: Time
) -> None:
    """The person wanted something else while the speaker thought about it."""
    home.seconds[SPEAKER] = 1
    home.next_errors[SPEAKER] = [HomeAssistantError("too busy")]
    coach = Coach(home, SPEAKER)
    coach.say(SHORT)
    coach.speakers.async_want(["Paused."])
    await time.elapse(0.5)
    coach.speakers.async_hush()
    coach.say(utterance("Paused."))
    await time.elapse(5)
    assert home.heard_on(SPEAKER) == ["Paused."]


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_speaker_that_is_away_is_left_out(
    home: Home, time: Time, caplog: pytest.LogCaptureFixture, is_there: bool
) -> None:
    """Missing or unavailable: nothing is asked of it until it is back."""
    if is_there:
        home.leave(SPEAKER)
    else:
        home.hass.states.async_remove(SPEAKER)
    coach = Coach(home, SPEAKER, SATELLITE)
    coach.say(SHORT, after=1)
    coach.say(SHORT, after=3)
    await time.elapse(5)
    assert home.heard_on(SATELLITE) == ["Let go.", "Let go."]
    assert not home.heard_on(SPEAKER)
    assert warnings(caplog) == [
        f"{SPEAKER} missed a cue: it is not available; the session goes on without it"
    ]
    assert is_told_of(home, SPEAKER)

    home.put(SPEAKER, ANNOUNCES)
    await time.settle()
    assert not is_told_of(home, SPEAKER)
    coach.say(SHORT)
    await time.elapse(1)
    assert home.heard_on(SPEAKER) == ["Let go."]


@pytest.mark.parametrize("fault", ["hangs", "raises", "is gone"])
async def test_a_broken_speaker_moves_no_phase(
    scenes: Scenes, home: Home, fault: str
) -> None:
    """The clock and the other speakers do not notice."""
    if fault == "hangs":
        home.seconds[SPEAKER] = 60
    elif fault == "raises":
        home.errors[SPEAKER] = RuntimeError("broken")
    else:
        home.leave(SPEAKER)
    scene = scenes(planned=SHORT_SESSION, speakers=(SPEAKER, SATELLITE))
    await scene.start()
    await scene.elapse(100)
    assert (12, "[countdown]") in home.script_of(SATELLITE)
    assert (72, "[countdown_end]") in home.script_of(SATELLITE)
    assert scene.engine.snapshot().phase_number == 4
    assert scene.engine.snapshot().remaining_seconds == pytest.approx(55, abs=0.001)
    scene.outputs.async_mute()


# Faults of speech


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        ({"speech_engine": "tts.gone"}, "tts.gone"),
        ({"speech_engine": "tts.engine", "language": "fr"}, "tts.engine"),
        ({"language": "fr"}, "tts"),
    ],
)
async def test_without_a_voice_there_are_tones(
    home: Home,
    time: Time,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, str],
    blamed: str,
) -> None:
    """The log and the person hear why."""
    coach = Coach(home, SPEAKER, **changes)
    coach.say(SHORT, after=1)
    coach.say(utterance("Hold.", stand_in=Tone.START), after=2)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(10)
    assert [what for _, what in home.script_of(SPEAKER)] == ["[start]", "[countdown]"]
    assert len(warnings(caplog)) == 1
    assert told_of(home, blamed) == "no_voice"


async def test_a_session_with_a_dead_engine_goes_on_in_tones(
    scenes: Scenes, home: Home, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Each start and each end has its tone, at its moment."""
    engine.is_ready.clear()
    scene = await scenes(planned=SHORT_SESSION, speakers=(SPEAKER, SATELLITE)).start()
    await scene.elapse(100)
    for speaker in (SPEAKER, SATELLITE):
        script = home.script_of(speaker)
        assert script[0] == (12, "[countdown]")
        assert [what for _, what in script[1:6]] == [
            "[start]",
            "[attention]",
            "[attention]",
            "[countdown_end]",
            "[end]",
        ]
    assert len(warnings(caplog)) == 1
    assert is_told_of(home, engine.entity_id)
    scene.outputs.async_mute()


async def test_an_engine_that_goes_leaves_the_tones(
    home: Home, time: Time, engine: Engine
) -> None:
    """What it had made is gone with it."""
    coach = Coach(home, SPEAKER)
    start = utterance("Hold.", stand_in=Tone.START)
    coach.say(start, after=1)
    coach.say(start, after=3)
    coach.say(COUNTDOWN, after=5)
    await time.elapse(2)
    await engine.async_remove()
    await time.elapse(5)
    assert home.heard_on(SPEAKER) == ["Hold.", "[start]", "[countdown]"]
    assert is_told_of(home, engine.entity_id)


async def test_one_cue_that_breaks_breaks_no_other(
    home: Home, time: Time, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    """The queue goes on behind an error that nobody foresaw."""
    coach = Coach(home, SPEAKER)
    coach.say(SHORT, after=1)
    coach.say(COUNTDOWN, after=5)
    await time.settle()
    monkeypatch.setattr(Engine, "supported_languages", property(lambda _: 1 / 0))
    await time.elapse(8)
    assert home.heard_on(SPEAKER) == ["[countdown]"]


async def test_a_voice_that_breaks_is_nobodys_fault(
    home: Home, time: Time, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    """Even an engine that can't tell its languages leaves the tones."""
    monkeypatch.setattr(Engine, "supported_languages", property(lambda _: 1 / 0))
    coach = Coach(home, SPEAKER)
    coach.say(COUNTDOWN, after=1)
    await time.elapse(5)
    assert home.heard_on(SPEAKER) == ["[countdown]"]


async def test_a_speaker_that_leaves_while_its_speech_is_made(
    home: Home, time: Time, engine: Engine
) -> None:
    """The person is told of it, and it speaks again when it is back."""
    engine.seconds = 2
    coach = Coach(home, SPEAKER)
    coach.say(SHORT)
    await time.elapse(1)
    home.leave(SPEAKER)
    await time.elapse(5)
    assert not home.calls
    assert is_told_of(home, SPEAKER)
    home.put(SPEAKER, ANNOUNCES)
    await time.settle()
    coach.say(SHORT)
    await time.settle()
    assert home.heard_on(SPEAKER) == ["Let go."]
    assert not is_told_of(home, SPEAKER)
