"""Texts are spoken by the right engine, in the right language, from its cache."""

import pytest
from yarl import URL

from custom_components.backcare.cues.voice import Voice
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError


def query(media_id: str) -> dict[str, str]:
    """Return what a media source id asks of its engine."""
    return dict(URL(media_id).query)


async def test_the_default_engine_speaks(hass: HomeAssistant, engine: str) -> None:
    """Without a choice Home Assistant's default engine speaks, from its cache."""
    media_id = Voice(hass, None, "en").media_id("Let go.")
    assert media_id.startswith(f"media-source://tts/{engine}?")
    assert query(media_id) == {
        "message": "Let go.",
        "cache": "true",
        "language": "en_US",
        "tts_options": "{}",
    }


async def test_the_chosen_engine_speaks(hass: HomeAssistant, engine: str) -> None:
    """A chosen engine is the one that speaks."""
    assert f"/{engine}?" in Voice(hass, engine, "en").media_id("Let go.")


async def test_the_same_text_has_the_same_id(hass: HomeAssistant, engine: str) -> None:
    """So the cache of the engine finds it."""
    first, second = (
        Voice(hass, chosen, "nl").media_id("Eén.") for chosen in (None, engine)
    )
    assert first == second


@pytest.mark.parametrize(
    ("country", "language", "options"),
    [
        (None, "nl_NL", '{"voice":"nl_NL-mls"}'),
        ("NL", "nl_NL", '{"voice":"nl_NL-mls"}'),
        ("BE", "nl_BE", "{}"),
    ],
)
async def test_another_language_gets_a_voice_of_its_own(
    hass: HomeAssistant,
    engine: str,
    country: str | None,
    language: str,
    options: str,
) -> None:
    """An engine that goes by the voice would speak Dutch as if it were English."""
    hass.config.country = country
    asked = query(Voice(hass, None, "nl").media_id("Eén."))
    assert asked["language"] == language
    assert asked["tts_options"] == options


async def test_a_language_that_the_engine_does_not_have(
    hass: HomeAssistant, engine: str
) -> None:
    """Speech with an odd accent is better than none."""
    assert "language" not in query(Voice(hass, None, "fr").media_id("Un."))


async def test_an_engine_that_is_gone(hass: HomeAssistant, engine: str) -> None:
    """The speaker hears of it as of any other failure."""
    with pytest.raises(HomeAssistantError):
        Voice(hass, "tts.gone", "en").media_id("Let go.")


async def test_a_home_without_speech(hass: HomeAssistant) -> None:
    """Without any engine there is nothing to say it with."""
    with pytest.raises(HomeAssistantError, match="no text-to-speech engine"):
        Voice(hass, None, "en").media_id("Let go.")
