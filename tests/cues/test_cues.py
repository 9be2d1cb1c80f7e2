"""A session is heard and seen, and its outputs never disturb it."""

from dataclasses import replace
import json
import logging

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues.looks import LOOKS
from homeassistant.components.light import ColorMode
from homeassistant.core import HomeAssistant
from tests.engine.common import Play

from .common import (
    OTHER_SPEAKER,
    SATELLITE,
    SPEAKER,
    Home,
    Lamp,
    Scene,
    Scenes,
    Time,
    Told,
    async_add_lamps,
    stop_in_pain,
    timeline,
)

PREPARE, HOLD, _, _, REST, PAUSED = (look.brightness for look in LOOKS)

GREETING = "Starting Full core routine, about thirty-two minutes, level five."
PREPARATION = (
    "Next: forearm plank. Three times one minute. "
    "On your forearms and toes, body in one line."
)


@pytest.fixture
async def lamp(hass: HomeAssistant) -> Lamp:
    """Return a lamp in the home."""
    lamp = Lamp("lamp", ColorMode.BRIGHTNESS, brightness=90)
    await async_add_lamps(hass, lamp)
    return lamp


@pytest.fixture
def scene(scenes: Scenes, home: Home) -> Scene:
    """Return a session on a media player."""
    return scenes(speakers=(SPEAKER,))


@pytest.fixture
def lit_scene(scenes: Scenes, lamp: Lamp) -> Scene:
    """Return a session on a lamp."""
    return scenes(lights=(lamp.entity_id,))


def levels(lamp: Lamp) -> list[int]:
    """Return the brightnesses that were asked of a lamp."""
    return [asked["brightness"] for asked in lamp.asked]


async def test_a_whole_session_is_heard_everywhere(
    scenes: Scenes, catalogue: Catalogue, home: Home
) -> None:
    """Every speaker says every cue, in order."""
    planned = timeline(catalogue, "seated_transversus")
    told = Told(catalogue, planned, language="nl")
    told.play.elapse(planned.total_seconds)
    speakers = (SPEAKER, OTHER_SPEAKER, SATELLITE)
    home.seconds = dict.fromkeys(speakers, 0.2)
    scene = scenes(
        routine="seated_transversus",
        speakers=speakers,
        language="nl",
    )
    await scene.start()
    await scene.elapse(planned.total_seconds + 1)
    await scene.outputs.async_close()
    for speaker in speakers:
        assert home.heard_on(speaker) == told.texts


@pytest.mark.parametrize("speaker", [SPEAKER, SATELLITE])
async def test_the_greeting_and_the_preparation_are_said_in_full(
    scenes: Scenes, home: Home, speaker: str
) -> None:
    """The preparation waits for the greeting, and is over before the countdown."""
    home.seconds[SATELLITE] = 5
    scene = scenes(
        speakers=(speaker,),
    )
    await scene.start()
    await scene.elapse(13)
    assert home.heard_on(speaker) == [GREETING, PREPARATION, "Three, two, one."]
    greeted_at, prepared_at, counted_at = home.times_on(speaker)
    assert greeted_at == 0
    assert prepared_at >= 3.6
    assert counted_at == pytest.approx(12, abs=0.2)


@pytest.mark.usefixtures("home")
async def test_the_log_shows_what_is_said(
    scenes: Scenes, caplog: pytest.LogCaptureFixture
) -> None:
    """One line for each text, at debug."""
    caplog.set_level(logging.DEBUG, "custom_components.backcare.cues")
    scene = scenes(speakers=(SPEAKER, SATELLITE))
    await scene.start()
    assert [
        (record.levelno, record.message)
        for record in caplog.records
        if record.name == "custom_components.backcare.cues"
    ] == [
        (logging.DEBUG, f"Cue for {SPEAKER}, {SATELLITE}: {text}")
        for text in (GREETING, PREPARATION)
    ]


async def test_a_pause_is_told_at_once(scene: Scene, home: Home) -> None:
    """The rest of the greeting does not matter any more."""
    await scene.start()
    await scene.elapse(1)
    await scene.do(Play.pause)
    await scene.elapse(10)
    assert home.heard_on(SPEAKER) == [
        GREETING,
        "Paused. Say continue training when you are ready.",
    ]
    assert home.times_on(SPEAKER) == pytest.approx([0, 1], abs=0.11)


async def test_going_to_a_rest_forgets_what_waits(scene: Scene, home: Home) -> None:
    """A move that is not announced itself interrupts all the same."""
    await scene.start()
    await scene.do(Play.skip)
    await scene.do(Play.skip)
    assert home.heard_on(SPEAKER)[-1] == "And relax."


async def test_the_last_words_are_said_after_the_end(
    scene: Scene, home: Home, time: Time
) -> None:
    """Closing the outputs does not cut off the person's coach."""
    await scene.start()
    await scene.do(stop_in_pain)
    await scene.outputs.async_close()
    await time.elapse(5)
    assert home.heard_on(SPEAKER)[-1].startswith("Stop and rest.")


async def test_after_the_end_nothing_is_said(scene: Scene, home: Home) -> None:
    """Closed outputs stay silent."""
    await scene.start()
    await scene.outputs.async_close()
    await scene.outputs.async_close()
    await scene.do(Play.pause)
    await scene.elapse(10)
    assert home.heard_on(SPEAKER) == [GREETING, PREPARATION]


async def test_mute_outputs_say_and_show_nothing(
    scenes: Scenes, home: Home, lamp: Lamp
) -> None:
    """When Home Assistant stops, only the lights are put back."""
    scene = scenes(
        speakers=(SPEAKER,),
        lights=(lamp.entity_id,),
    )
    await scene.start()
    scene.outputs.async_mute()
    await scene.do(Play.pause)
    scene.outputs.async_update(light_cues=True)
    await scene.elapse(10)
    assert home.heard_on(SPEAKER) == [GREETING]
    assert levels(lamp) == [PREPARE]
    await scene.outputs.async_close()
    assert levels(lamp) == [PREPARE, 90]


@pytest.mark.parametrize(
    ("off", "on"),
    [
        ({"speech_cues": False}, {"speech_cues": True}),
        (
            {"speech_level": SpeechLevel.OFF},
            {"speech_level": SpeechLevel.FULL},
        ),
    ],
)
async def test_speech_is_turned_off_and_on(
    scene: Scene, home: Home, off: dict[str, object], on: dict[str, object]
) -> None:
    """It counts at once, for what waits too."""
    await scene.start()
    scene.outputs.async_update(**off)
    await scene.elapse(13)
    assert home.heard_on(SPEAKER) == [GREETING]
    scene.outputs.async_update(**on)
    await scene.elapse(3)
    assert home.heard_on(SPEAKER) == [GREETING, "Hold. One minute."]
    assert scene.outputs.settings.speech_cues
    assert scene.outputs.settings.speech_level is SpeechLevel.FULL


async def test_the_speech_level_changes(scene: Scene, home: Home) -> None:
    """From the next cue on."""
    await scene.start()
    scene.outputs.async_update(speech_level=SpeechLevel.MINIMAL)
    await scene.elapse(16)
    assert home.heard_on(SPEAKER) == [GREETING, PREPARATION, "Hold. One minute."]


async def test_the_tone_switch_turns_the_countdown_off(
    scene: Scene, home: Home
) -> None:
    """Words stand in for the tones of the countdown."""
    await scene.start()
    scene.outputs.async_update(tone_cues=False)
    await scene.elapse(16)
    assert home.heard_on(SPEAKER) == [GREETING, PREPARATION, "Hold. One minute."]


async def test_the_light_follows_the_session(lit_scene: Scene, lamp: Lamp) -> None:
    """Each phase and the pause have their light; the end puts it back."""
    await lit_scene.start()
    await lit_scene.elapse(15)
    await lit_scene.do(Play.pause)
    await lit_scene.do(Play.resume)
    await lit_scene.do(Play.skip)
    await lit_scene.do(Play.cancel)
    assert levels(lamp) == [PREPARE, HOLD, PAUSED, HOLD, REST]
    await lit_scene.outputs.async_close()
    assert levels(lamp)[-1] == 90
    assert lit_scene.outputs.lights_before == []


async def test_lights_are_turned_off_and_on(
    lit_scene: Scene, lamp: Lamp, time: Time
) -> None:
    """Without light cues the lamp is as it was, with them it shows the phase."""
    await lit_scene.start()
    lit_scene.outputs.async_update(light_cues=False)
    await time.settle()
    await lit_scene.elapse(15)
    assert levels(lamp) == [PREPARE, 90]
    lit_scene.outputs.async_update(light_cues=True)
    await time.settle()
    assert levels(lamp) == [PREPARE, 90, HOLD]
    assert lit_scene.outputs.lights_before[0]["attributes"]["brightness"] == 90


async def test_another_choice_changes_no_light(
    lit_scene: Scene, lamp: Lamp, time: Time
) -> None:
    """Before the session and in it."""
    lit_scene.outputs.async_update(tone_cues=False)
    await lit_scene.start()
    lit_scene.outputs.async_update(tone_cues=True)
    await time.settle()
    assert levels(lamp) == [PREPARE]


async def test_the_notes_of_before_a_restart_are_used(
    scenes: Scenes, lit_scene: Scene, lamp: Lamp
) -> None:
    """A session that goes on after a crash puts back what was before it."""
    await lit_scene.start()
    stored = json.loads(json.dumps(lit_scene.outputs.lights_before))
    assert stored[0]["attributes"]["brightness"] == 90

    scene = scenes(
        lights_before=stored,
        lights=(lamp.entity_id,),
    )
    assert json.loads(json.dumps(scene.outputs.lights_before)) == stored
    await scene.start()
    await scene.elapse(15)
    await scene.outputs.async_close()
    assert levels(lamp)[-2:] == [HOLD, 90]


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
    assert levels(lamp) == [PREPARE]
    assert "missed a moment" in caplog.text
