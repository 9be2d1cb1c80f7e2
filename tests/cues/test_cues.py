"""A session is heard and seen, and its outputs never disturb it."""

from dataclasses import asdict, replace
import json
import logging
from typing import Any

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues import OutputsBefore, Speakers, async_audition
from custom_components.backcare.cues.utterance import estimated_seconds
from custom_components.backcare.engine.session import SessionEngine
from homeassistant.components.light import ColorMode
from homeassistant.core import HomeAssistant
from tests.engine.common import PLANK, SHORT_SESSION, compiled, prescribe

from .common import (
    OTHER_SPEAKER,
    SATELLITE,
    SPEAKER,
    Lamp,
    Scene,
    Scenes,
    Time,
    async_add_lamps,
    settings,
    stop_in_pain,
)
from .home import ANSWER_SECONDS, PLAYS, Engine, Home
from .light_common import BRIGHTNESS, HOLD, PAUSED_BRIGHTNESS, PREPARE

GREETING = "Starting Full core routine, about three minutes, level two."
PREPARATION = (
    "Next: forearm plank. Two times one minute. "
    "On your forearms and toes, body in one line."
)
PAUSED = "Paused. Say continue training when you are ready."

THREE_PLANKS = compiled(prescribe(PLANK))

TABLE = {
    "en": [
        (-3, "Three, two, one."),
        (0, "Hold. One minute."),
        (15, "Hips level, belly firm, keep breathing."),
        (30, "Halfway. Keep breathing."),
        (50, "Last ten seconds."),
        (57, "Three, two, one."),
        (60, "And relax."),
        (61, "Rest twenty seconds. Next: set two of three."),
        (77, "Three, two, one."),
        (80, "Hold. One minute."),
    ],
    "nl": [
        (-3, "Drie, twee, één."),
        (0, "Houd vast. Eén minuut."),
        (15, "Heupen recht, buik aan, blijf ademen."),
        (30, "Halverwege. Blijf ademen."),
        (50, "Laatste tien seconden."),
        (57, "Drie, twee, één."),
        (60, "En ontspan."),
        (61, "Rust twintig seconden. Straks serie twee van drie."),
        (77, "Drie, twee, één."),
        (80, "Houd vast. Eén minuut."),
    ],
}
"""The table of ``domain.md`` 6.9."""

SPOKEN = {"tone_cues": False, "speech_level": SpeechLevel.NORMAL}


@pytest.fixture
async def lamp(hass: HomeAssistant) -> Lamp:
    """Return a lamp in the home."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    return lamp


@pytest.fixture
def scene(scenes: Scenes, home: Home) -> Scene:
    """Return a session on a media player."""
    return scenes(planned=SHORT_SESSION, speakers=(SPEAKER,))


@pytest.fixture
def lit_scene(scenes: Scenes, lamp: Lamp) -> Scene:
    """Return a session on a lamp."""
    return scenes(lights=(lamp.entity_id,))


def levels(lamp: Lamp) -> list[int]:
    """Return the brightnesses that were asked of a lamp."""
    return [asked["brightness"] for asked in lamp.asked]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("speaker", [SPEAKER, SATELLITE])
async def test_a_hold_is_told_by_the_table(
    scenes: Scenes, home: Home, speaker: str, language: str
) -> None:
    """Each sentence of a minute's hold is heard at its second."""
    scene = await scenes(
        planned=THREE_PLANKS, speakers=(speaker,), language=language, **SPOKEN
    ).start()
    await scene.elapse(15 + 80 + 1)
    assert home.script_of(speaker)[2:] == [
        # The sentence before it pushes one back.
        (pytest.approx(15 + second, abs=0.01 if second != 61 else 0.1), text)
        for second, text in TABLE[language]
    ]


async def test_tones_count_down_to_a_hold(scenes: Scenes, home: Home) -> None:
    """Each sentence at a start or an end comes right after its tone."""
    scene = await scenes(planned=THREE_PLANKS, speakers=(SPEAKER,)).start()
    await scene.elapse(15 + 80 + 1)
    heard = dict(home.script_of(SPEAKER)[2:])
    assert [at for at, what in heard.items() if what.startswith("[")] == [12, 72, 92]
    assert heard[12] == "[countdown]"
    assert heard[72] == "[countdown_end]"
    starts = [at for at, what in heard.items() if what == "Hold. One minute."]
    assert starts == pytest.approx([15.48, 95.48], abs=0.05)


@pytest.mark.parametrize("speaker", [SPEAKER, OTHER_SPEAKER, SATELLITE])
async def test_the_greeting_and_the_preparation_are_said_in_full(
    scenes: Scenes, home: Home, speaker: str
) -> None:
    """The preparation waits for the greeting, and is over before the countdown."""
    scene = await scenes(planned=SHORT_SESSION, speakers=(speaker,)).start()
    await scene.elapse(13)
    assert home.heard_on(speaker) == [GREETING, PREPARATION, "[countdown]"]
    greeting, preparation, countdown = home.heard
    assert greeting.at == ANSWER_SECONDS
    assert preparation.starts_at - greeting.over_at <= 0.35
    assert countdown.at == 12


async def test_the_greeting_waits_until_it_is_ready(
    scenes: Scenes, home: Home, engine: Engine
) -> None:
    """The clock does not wait for it, and the countdown is as punctual as ever."""
    engine.seconds = 2
    scene = await scenes(planned=SHORT_SESSION, speakers=(SPEAKER,)).start()
    await scene.elapse(13)
    assert home.script_of(SPEAKER)[0] == (pytest.approx(2 + ANSWER_SECONDS), GREETING)
    assert home.script_of(SPEAKER)[-1] == (12, "[countdown]")
    assert scene.engine.snapshot().remaining_seconds == pytest.approx(2, abs=0.001)


async def test_the_log_shows_what_is_said(
    scenes: Scenes, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """One line for each cue, with its moments, at debug."""
    caplog.set_level(logging.DEBUG, "custom_components.backcare.cues")
    await scenes(planned=SHORT_SESSION, speakers=(SPEAKER,)).start()
    (line,) = [
        record.message
        for record in caplog.records
        if record.name == "custom_components.backcare.cues"
    ]
    assert line.startswith(
        f"Cue session_start on {SPEAKER}: 3.600 s long, to be heard at"
    )
    assert line.endswith(GREETING)


async def test_everything_is_made_once_and_soonest_first(
    scenes: Scenes, home: Home, engine: Engine
) -> None:
    """Two speakers share a voice; what the person may ask for is made early on."""
    scene = await scenes(
        planned=SHORT_SESSION, speakers=(SPEAKER, OTHER_SPEAKER)
    ).start()
    assert engine.asked[:3] == [GREETING, PREPARATION, "Next: forearm plank."]
    assert PAUSED in engine.asked[:9]
    asked = len(engine.asked)
    assert asked > 20
    await scene.elapse(SHORT_SESSION.total_seconds)
    await scene.close()
    assert len(engine.asked) == len(set(engine.asked))
    assert home.heard_on(SPEAKER) == home.heard_on(OTHER_SPEAKER)


@pytest.mark.parametrize(
    ("elapse_seconds", "command", "text"),
    [
        (20, SessionEngine.pause, PAUSED),
        (20, stop_in_pain, "Stop and rest."),
        (20, SessionEngine.cancel, "Stopped. Zero of three sets saved."),
        (80, SessionEngine.cancel, "Stopped. One of three sets saved."),
        (20, SessionEngine.skip, "And relax."),
        (80, SessionEngine.skip, "Skipped. Next: forearm plank."),
        (80, SessionEngine.previous, "Once more: forearm plank."),
    ],
)
async def test_a_reaction_is_ready_when_it_is_needed(
    scene: Scene,
    home: Home,
    engine: Engine,
    elapse_seconds: float,
    command: Any,
    text: str,
) -> None:
    """The person is answered at once, even if the engine is dead by now."""
    await scene.start()
    await scene.elapse(elapse_seconds)
    engine.is_ready.clear()
    home.heard.clear()
    await scene.do(command)
    await scene.elapse(0.5)
    (at, what), *_ = home.script_of(SPEAKER)
    assert what.startswith(text)
    assert at == pytest.approx(elapse_seconds + ANSWER_SECONDS)


@pytest.mark.parametrize("speaker", [SPEAKER, SATELLITE])
async def test_a_pause_is_told_at_once(
    scenes: Scenes, home: Home, speaker: str
) -> None:
    """The rest of the greeting does not matter any more."""
    scene = await scenes(planned=SHORT_SESSION, speakers=(speaker,)).start()
    await scene.elapse(1)
    await scene.do(SessionEngine.pause)
    await scene.elapse(60)
    assert home.script_of(speaker) == [
        (ANSWER_SECONDS, GREETING),
        (1 + ANSWER_SECONDS, PAUSED),
    ]


async def test_a_pause_is_recalled(scene: Scene, home: Home) -> None:
    """And ended after a quarter of an hour."""
    await scene.start()
    await scene.elapse(20)
    await scene.do(SessionEngine.pause)
    home.heard.clear()
    await scene.elapse(900)
    await scene.close()
    assert [what for _, what in home.script_of(SPEAKER)] == [
        "Still paused. Continue or stop?",
        "Stopped. Zero of three sets saved.",
    ]
    assert home.times_on(SPEAKER) == pytest.approx([200, 920 + ANSWER_SECONDS])


async def test_a_set_goes_on_after_a_pause(scene: Scene, home: Home) -> None:
    """The person is counted back in, and hears what is left of the set."""
    await scene.start()
    await scene.elapse(40)
    await scene.do(SessionEngine.pause)
    await scene.elapse(10)
    home.heard.clear()
    await scene.do(SessionEngine.resume)
    reentry_seconds = scene.engine.snapshot().reentry_seconds
    await scene.elapse(reentry_seconds + 6)
    assert home.script_of(SPEAKER) == [
        (pytest.approx(50 + ANSWER_SECONDS), "Continuing. Back into position."),
        (50 + reentry_seconds - 3, "[countdown]"),
        (50 + reentry_seconds + 5, "Halfway. Keep breathing."),
    ]


async def test_a_countdown_is_left_room_for_whatever_is_answered(
    scene: Scene, home: Home
) -> None:
    """An answer that was made before is left out if the countdown would wait for it."""
    await scene.start()
    await scene.elapse(8)
    for command in (SessionEngine.pause, SessionEngine.resume):
        await scene.do(command)
    await scene.elapse(3)
    home.heard.clear()
    for command in (SessionEngine.pause, SessionEngine.resume):
        await scene.do(command)
    await scene.elapse(5)
    assert home.script_of(SPEAKER) == [
        (11 + ANSWER_SECONDS, PAUSED),
        (12, "[countdown]"),
        (pytest.approx(15.48, abs=0.05), "Hold. One minute."),
    ]


async def test_going_to_a_rest_forgets_what_waits(scene: Scene, home: Home) -> None:
    """A move that is not announced itself interrupts all the same."""
    await scene.start()
    await scene.do(SessionEngine.skip)
    await scene.elapse(0.2)
    await scene.do(SessionEngine.skip)
    assert home.heard_on(SPEAKER) == [
        GREETING,
        "Skipped. Next: forearm plank.",
        "And relax.",
    ]


async def test_two_moves_at_once_are_told_as_the_last_one(
    scene: Scene, home: Home
) -> None:
    """The first one was on its way to the speaker already."""
    await scene.start()
    await scene.elapse(80)
    home.heard.clear()
    await scene.do(SessionEngine.skip)
    await scene.do(SessionEngine.skip)
    await scene.elapse(1)
    assert home.heard_on(SPEAKER) == [
        "Skipped. Next: forearm plank.",
        "Skipped. Next: side plank. Lie on your left side, elbow under your shoulder.",
    ]


async def test_more_time_moves_the_countdown(scene: Scene, home: Home) -> None:
    """Nothing is said twice, nothing is lost."""
    await scene.start()
    await scene.elapse(2)
    await scene.do(lambda engine: engine.change(10))
    await scene.elapse(8)
    await scene.do(lambda engine: engine.change(-2))
    await scene.elapse(14)
    assert home.script_of(SPEAKER) == [
        (ANSWER_SECONDS, GREETING),
        (pytest.approx(4, abs=0.01), PREPARATION),
        (20, "[countdown]"),
        (pytest.approx(23.48, abs=0.05), "Hold. One minute."),
    ]


@pytest.mark.parametrize(
    ("lead_seconds", "preparation"),
    [(0.1, PREPARATION), (2.0, "Next: forearm plank.")],
)
async def test_a_change_in_the_last_moment_repeats_nothing(
    scenes: Scenes, home: Home, lead_seconds: float, preparation: str
) -> None:
    """What was sent early counts as said."""
    scene = await scenes(
        planned=SHORT_SESSION,
        speakers=(SPEAKER,),
        lead_seconds={SPEAKER: lead_seconds},
    ).start()
    for _ in range(50):
        await scene.elapse(0.5)
        scene.outputs.async_update(tone_cues=True)
    heard = home.heard_on(SPEAKER)
    assert heard == [GREETING, preparation, "[countdown]", "Hold. One minute."]


async def test_the_last_words_are_said_after_the_end(scene: Scene, home: Home) -> None:
    """Closing the outputs does not cut off the person's coach."""
    await scene.start()
    await scene.do(stop_in_pain)
    await scene.close()
    assert home.heard_on(SPEAKER)[-1].startswith("Stop and rest.")


async def test_a_finished_session_is_summed_up(scene: Scene, home: Home) -> None:
    """Praise and summary are planned before the session closes its outputs."""
    await scene.start()
    await scene.elapse(SHORT_SESSION.total_seconds)
    await scene.close()
    assert home.heard_on(SPEAKER)[-2:] == [
        "That was everything. Well done, Sam.",
        "Three minutes, three of three sets.",
    ]


async def test_after_the_end_nothing_is_said(scene: Scene, home: Home) -> None:
    """Closed outputs stay silent."""
    await scene.start()
    await scene.do(SessionEngine.cancel)
    await scene.close()
    await scene.close()
    count = len(home.calls)
    await scene.elapse(30)
    assert len(home.calls) == count


async def test_mute_outputs_say_and_show_nothing(
    scenes: Scenes, home: Home, lamp: Lamp
) -> None:
    """When Home Assistant stops, only the lights are put back."""
    scene = await scenes(
        planned=SHORT_SESSION, speakers=(SPEAKER,), lights=(lamp.entity_id,)
    ).start()
    scene.outputs.async_mute()
    await scene.do(SessionEngine.pause)
    await scene.elapse(1)
    assert home.heard_on(SPEAKER) == [GREETING]
    assert PAUSED_BRIGHTNESS not in levels(lamp)
    await scene.close()
    assert levels(lamp)[-1] == 90


async def test_a_new_session_takes_the_speakers_over(
    scenes: Scenes, home: Home
) -> None:
    """What was lent to the last one goes back after this one."""
    home.put(OTHER_SPEAKER, PLAYS, volume_level=0.3)
    chosen = {"speakers": (OTHER_SPEAKER,), "volumes": {OTHER_SPEAKER: 0.6}}
    first = await scenes(**chosen).start()
    await first.elapse(1)
    before = first.outputs.async_abandon()
    await first.close()
    assert len(home.heard) == 1
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.6
    assert before.speakers[0]["volume"] == 0.3
    second = await scenes(planned=SHORT_SESSION, before=before, **chosen).start()
    await second.close()
    assert home.attribute(OTHER_SPEAKER, "volume_level") == 0.3


@pytest.mark.parametrize(
    ("off", "on"),
    [
        ({"speech_cues": False}, {"speech_cues": True}),
        ({"speech_level": SpeechLevel.OFF}, {"speech_level": SpeechLevel.FULL}),
    ],
)
async def test_speech_is_turned_off_and_on(
    scene: Scene, home: Home, off: dict[str, Any], on: dict[str, Any]
) -> None:
    """It counts from the next cue on; tones stay."""
    await scene.start()
    await scene.elapse(11)
    scene.outputs.async_update(**off)
    await scene.elapse(20)
    assert home.heard_on(SPEAKER)[2:] == ["[countdown]"]
    scene.outputs.async_update(**on)
    await scene.elapse(15)
    assert home.heard_on(SPEAKER)[3:] == ["Halfway. Keep breathing."]
    assert scene.outputs.settings.speech_cues
    assert scene.outputs.settings.speech_level is SpeechLevel.FULL


async def test_the_speech_level_changes(scene: Scene, home: Home) -> None:
    """From the next cue on; what is in line stays there."""
    await scene.start()
    scene.outputs.async_update(speech_level=SpeechLevel.MINIMAL)
    await scene.elapse(70)
    assert home.heard_on(SPEAKER) == [
        GREETING,
        PREPARATION,
        "[countdown]",
        "Hold. One minute.",
        "Last ten seconds.",
    ]


async def test_the_tone_switch_turns_tones_into_words(scene: Scene, home: Home) -> None:
    """And back again."""
    await scene.start()
    scene.outputs.async_update(tone_cues=False)
    await scene.elapse(20)
    scene.outputs.async_update(tone_cues=True)
    await scene.elapse(54)
    assert home.heard_on(SPEAKER) == [
        GREETING,
        PREPARATION,
        "Three, two, one.",
        "Hold. One minute.",
        "Hips level, belly firm, keep breathing.",
        "Halfway. Keep breathing.",
        "Last ten seconds.",
        "[countdown_end]",
    ]


async def test_a_switch_in_a_later_preparation_loses_nothing(
    scene: Scene, home: Home
) -> None:
    """That an earlier exercise was announced at a skip is forgotten by then."""
    await scene.start()
    await scene.elapse(20)
    await scene.do(lambda engine: engine.previous())
    await scene.elapse(15 + 60 + 20 + 60 + 1)
    home.heard.clear()
    scene.outputs.async_update(speech_level=SpeechLevel.NORMAL)
    await scene.elapse(10)
    assert home.heard_on(SPEAKER)[-1].startswith("Next: side plank, left side.")


async def test_the_light_follows_the_session(lit_scene: Scene, lamp: Lamp) -> None:
    """Each phase and the pause have their light; the end puts it back."""
    await lit_scene.start()
    await lit_scene.elapse(16)
    await lit_scene.do(SessionEngine.pause)
    await lit_scene.elapse(1)
    *_, prepare, hold, paused = levels(lamp)
    assert (prepare, hold) == (BRIGHTNESS[PREPARE], BRIGHTNESS[HOLD])
    assert paused == PAUSED_BRIGHTNESS
    await lit_scene.do(SessionEngine.cancel)
    await lit_scene.close()
    assert levels(lamp)[-1] == 90
    assert lit_scene.outputs.before == OutputsBefore(lights=[], speakers=[])


async def test_lights_are_turned_off_and_on(
    lit_scene: Scene, lamp: Lamp, time: Time
) -> None:
    """Without light cues the lamp is as it was, with them it shows the phase."""
    await lit_scene.start()
    lit_scene.outputs.async_update(light_cues=False)
    await time.settle()
    await lit_scene.elapse(16)
    assert levels(lamp)[-1] == 90
    lit_scene.outputs.async_update(light_cues=True)
    await lit_scene.elapse(1)
    assert levels(lamp)[-1] == BRIGHTNESS[HOLD]
    await lit_scene.close()


async def test_the_notes_of_before_a_restart_are_used(
    scenes: Scenes, lit_scene: Scene, lamp: Lamp
) -> None:
    """A session that goes on after a crash puts back what was before it."""
    await lit_scene.start()
    stored = json.loads(json.dumps(asdict(lit_scene.outputs.before)))
    assert stored["lights"][0]["attributes"]["brightness"] == 90
    lit_scene.outputs.async_abandon()
    before = OutputsBefore.from_dict(stored)
    scene = await scenes(before=before, lights=(lamp.entity_id,)).start()
    await scene.elapse(15)
    await scene.close()
    assert levels(lamp)[-1] == 90


def test_damaged_notes_are_lost() -> None:
    """There is nothing that could be put back."""
    assert OutputsBefore.from_dict({}) == OutputsBefore(lights=[], speakers=[])
    assert OutputsBefore.from_dict({"lights": [None, {}]}).lights == []


async def test_broken_texts_stop_nobody(
    scenes: Scenes,
    catalogue: Catalogue,
    lamp: Lamp,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A cue that can't be worded is lost; the session and the lights go on."""
    broken = replace(catalogue.texts["en"], cues={})
    scene = scenes(
        catalogue=replace(catalogue, texts={"en": broken}), lights=(lamp.entity_id,)
    )
    await scene.start()
    await scene.elapse(16)
    assert levels(lamp)[-2:] == [BRIGHTNESS[PREPARE], BRIGHTNESS[HOLD]]
    assert "missed a moment" in caplog.text
    await scene.close()


async def test_speakers_can_be_listened_to(
    home: Home, catalogue: Catalogue, time: Time
) -> None:
    """Without a session all speakers say a sentence, count down and are given back."""
    chosen = settings(speakers=(SPEAKER, SATELLITE))
    speakers = Speakers(home.hass, home.entry, chosen)
    await time.until_done(
        async_audition(speakers, catalogue.texts["en"], LoopClock(home.hass))
    )
    for speaker in chosen.speakers:
        assert home.heard_on(speaker) == [
            "This is how you will hear me.",
            "[countdown]",
        ]
    assert estimated_seconds("This is how you will hear me.") < time.seconds < 8


@pytest.mark.parametrize(
    "off", [{"speech_cues": False}, {"speech_level": SpeechLevel.OFF}]
)
async def test_speech_that_is_turned_off_is_off_at_once(
    scene: Scene, home: Home, off: dict[str, Any]
) -> None:
    """What is in line is not wanted either."""
    await scene.start()
    scene.outputs.async_update(**off)
    await scene.elapse(13)
    assert home.heard_on(SPEAKER) == [GREETING, "[countdown]"]


async def test_mute_outputs_stay_mute(scene: Scene, home: Home) -> None:
    """A switch says nothing while Home Assistant stops."""
    await scene.start()
    scene.outputs.async_mute()
    scene.outputs.async_update(tone_cues=False)
    await scene.elapse(20)
    assert home.heard_on(SPEAKER) == [GREETING]
