"""Texts are spoken by the right engine, in the right language, and made once."""

import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.cues.recording import Recording
from custom_components.backcare.cues.voice import Voice, VoiceChoice, async_choose_voice
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir

from .common import Time
from .home import SPEECH_ONSET_SECONDS, Engine

TEXTS = ("Let go.", "And relax.", "Last ten seconds.")


@pytest.fixture
def voice(hass: HomeAssistant, entry: MockConfigEntry, engine: Engine) -> Voice:
    """Return an English voice."""
    return Voice(hass, entry, async_choose_voice(hass, None, "en"))


def query(voice: Voice, text: str) -> dict[str, str]:
    """Return what the media source id of a text asks of its engine."""
    return dict(URL(voice.media_id(text)).query)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings of the outputs."""
    return [
        record.message
        for record in caplog.records
        if record.levelno == logging.WARNING and record.name.endswith("backcare.cues")
    ]


async def test_the_default_engine_speaks(voice: Voice, engine: Engine) -> None:
    """Without a choice Home Assistant's default engine speaks, from its cache."""
    assert voice.media_id("Let go.").startswith(
        f"media-source://tts/{engine.entity_id}?"
    )
    assert query(voice, "Let go.") == {
        "message": "Let go.",
        "cache": "true",
        "language": "en_US",
        "tts_options": "{}",
    }


async def test_the_same_text_has_the_same_id(
    hass: HomeAssistant, entry: MockConfigEntry, engine: Engine
) -> None:
    """So the cache of the engine finds it, whether the engine was chosen or not."""
    first, second = (
        Voice(hass, entry, async_choose_voice(hass, chosen, "nl")).media_id("Eén.")
        for chosen in (None, engine.entity_id)
    )
    assert first == second


@pytest.mark.parametrize(
    ("country", "language", "options"),
    [
        (None, "nl_NL", {"voice": "nl_NL-mls"}),
        ("NL", "nl_NL", {"voice": "nl_NL-mls"}),
        ("BE", "nl_BE", {}),
    ],
)
async def test_another_language_gets_a_voice_of_its_own(
    hass: HomeAssistant,
    engine: Engine,
    country: str | None,
    language: str,
    options: dict[str, str],
) -> None:
    """An engine that goes by the voice would speak Dutch as if it were English."""
    hass.config.country = country
    assert async_choose_voice(hass, None, "nl") == VoiceChoice(
        engine=engine.entity_id, language=language, options=options
    )


@pytest.mark.parametrize("chosen", [None, "tts.engine"])
async def test_a_language_that_no_engine_has(
    hass: HomeAssistant, engine: Engine, chosen: str | None
) -> None:
    """Nobody understands Dutch that is read as English: tones are better."""
    with pytest.raises(HomeAssistantError, match="no text-to-speech engine speaks fr"):
        async_choose_voice(hass, chosen, "fr")


async def test_an_engine_that_is_gone(hass: HomeAssistant, engine: Engine) -> None:
    """Another voice than the chosen one would surprise."""
    with pytest.raises(HomeAssistantError):
        async_choose_voice(hass, "tts.gone", "en")


async def test_a_home_without_speech(hass: HomeAssistant) -> None:
    """Without any engine there is nothing to say it with."""
    with pytest.raises(HomeAssistantError, match="no text-to-speech engine"):
        async_choose_voice(hass, None, "en")


async def test_speech_is_made_once_and_in_order(
    voice: Voice, engine: Engine, time: Time
) -> None:
    """Whatever is wanted again is there already."""
    voice.async_want(TEXTS)
    voice.async_want(TEXTS[1:])
    assert not voice.is_ready(TEXTS[0])
    await time.settle()
    voice.async_want(TEXTS)
    await time.settle()
    assert engine.asked == [*TEXTS]
    assert all(voice.is_ready(text) for text in TEXTS)


async def test_what_is_needed_now_is_made_next(
    voice: Voice, engine: Engine, time: Time
) -> None:
    """It goes before what is wanted for later."""
    engine.seconds = 1
    voice.async_want(TEXTS)
    await time.elapse(0.5)
    assert await time.until_done(voice.async_wait_for("Paused.", time.loop.time() + 5))
    assert time.seconds == 2
    assert engine.asked[:2] == [TEXTS[0], "Paused."]


async def test_waiting_has_an_end(voice: Voice, engine: Engine, time: Time) -> None:
    """At its moment a text is there or not."""
    engine.is_ready.clear()
    found = await time.until_done(voice.async_wait_for("Up.", time.loop.time() + 2))
    assert (found, time.seconds) == (False, 2)


async def test_what_is_forgotten_is_not_made(
    voice: Voice, engine: Engine, time: Time
) -> None:
    """The one that is being made is finished."""
    engine.seconds = 1
    voice.async_want(TEXTS)
    await time.elapse(0.5)
    voice.async_forget()
    await time.elapse(10)
    assert engine.asked == [TEXTS[0]]
    assert voice.is_ready(TEXTS[0])


async def test_speech_is_measured_when_it_is_made(
    voice: Voice, engine: Engine, time: Time
) -> None:
    """Until then its length is guessed from the number of its words."""
    text = "One two three four five six."
    assert voice.recording(text) == Recording(seconds=2.4)
    engine.pace = 1.5
    voice.async_want([text])
    await time.settle()
    assert voice.recording(text) == Recording(
        seconds=pytest.approx(3.6), onset_seconds=pytest.approx(SPEECH_ONSET_SECONDS)
    )


async def test_a_file_that_nobody_can_read_is_estimated(
    voice: Voice, engine: Engine, time: Time
) -> None:
    """The player may know better what to do with it."""
    engine.file = b"nothing that sounds"
    voice.async_want(TEXTS)
    await time.settle()
    assert voice.is_ready("Let go.")
    assert voice.recording("Let go.") == Recording(seconds=0.8)


@pytest.mark.parametrize(
    ("fault", "key", "reason"),
    [
        (
            {"error": RuntimeError("no voice today")},
            "output_failing",
            "no voice today",
        ),
        ({"file": b""}, "output_failing", ""),
        ({"seconds": 60}, "output_slow", "it gave no answer in time"),
    ],
)
async def test_an_engine_that_fails_is_told_of_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    voice: Voice,
    engine: Engine,
    time: Time,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, object],
    key: str,
    reason: str,
) -> None:
    """The log and the person hear of it, and hear when it works again."""
    for name, value in fault.items():
        setattr(engine, name, value)
    voice.async_want(TEXTS)
    await time.elapse(50)
    assert engine.asked == [*TEXTS]
    assert not any(voice.is_ready(text) for text in TEXTS)
    assert len(warnings(caplog)) == 1
    assert reason in warnings(caplog)[0]
    registry = ir.async_get(hass)
    issue_id = f"output_failing_{entry.entry_id}_{engine.entity_id}"
    issue = registry.async_get_issue(DOMAIN, issue_id)
    assert issue and issue.translation_placeholders
    assert issue.translation_key == key
    assert issue.translation_placeholders["entity"] == engine.entity_id
    if key == "output_failing":
        assert reason in issue.translation_placeholders["reason"]

    engine.error, engine.file, engine.seconds = None, None, 0
    voice.async_want(["Halfway."])
    await time.settle()
    assert voice.is_ready("Halfway.")
    assert not registry.async_get_issue(DOMAIN, issue_id)
    assert len(warnings(caplog)) == 1
