"""A person talks to a real satellite: a session starts, obeys and answers on it."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from time import monotonic

import pytest

from scripts.home import SAFE
from scripts.house.house import LANGUAGES, SATELLITE, House, open_house
from scripts.house.listening import find

from .common import Moments, problems

pytestmark = pytest.mark.xdist_group("house")
"""One house at a time: what is heard needs a machine that is not too busy."""

NAME = "Sam"
ROUTINE = "seated_transversus"

SENTENCES = {
    "en": {
        "session_started": "Start the seated belly practice.",
        "paused": "Pause the training.",
        "resumed": "Continue with the exercises.",
        "session_cancelled": "My back hurts, stop the training.",
    },
    "nl": {
        "session_started": "Start de buikspieroefening op mijn stoel.",
        "paused": "Zet de training op pauze.",
        "resumed": "Verder met de oefeningen.",
        "session_cancelled": "Mijn rug doet pijn, stop de training.",
    },
}
"""What is said for each moment to come."""

ANSWERS = {
    "en": {
        "paused": "Paused. Say continue training when you are ready.",
        "resumed": "Continuing. Back into position.",
        "session_cancelled": "Stop and rest. If the pain is new or severe, call your doctor.",
    },
    "nl": {
        "paused": "Gepauzeerd. Zeg ga verder met trainen als je klaar bent.",
        "resumed": "We gaan verder. Neem je houding weer aan.",
        "session_cancelled": "Stop en rust uit. Is de pijn nieuw of hevig, bel dan je huisarts.",
    },
}
"""What is heard then (``domain.md`` 6.6)."""

QUESTIONS = {
    "en": ("How many sets are left?", "This is the last set."),
    "nl": ("Hoeveel series moet ik nog?", "Dit is de laatste serie."),
}

PAUSE_SECONDS = 2
ANSWER_SECONDS = 12


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    """Return a house with a satellite."""
    async with open_house(tmp_path / "house", players=(), engines=("espeak",)) as house:
        yield house


async def _is_heard(house: House, text: str, language: str, begin: float) -> None:
    """Hear all of a sentence on the satellite, once."""
    clip = await house.clip(text, language=language, options={"voice": language})
    await asyncio.sleep(max(0.0, begin + ANSWER_SECONDS - monotonic()))
    sound = await house.heard(SATELLITE, begin, begin + ANSWER_SECONDS)
    heard = find(clip, sound)
    assert heard, text
    assert heard.is_whole, (text, heard)
    after = find(clip, sound.between(heard.ends_at, begin + ANSWER_SECONDS))
    assert after is None, text


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_session_by_voice(house: House, language: str) -> None:
    """Start, pause, go on, ask and stop for pain: each is done, and answered once.

    The person names no speaker: the cues go to the satellite that heard them.
    """
    home = house.home
    user = {"name": NAME, "language": language}
    await home.add("backcare", {"user": user, **SAFE})
    await home.connection.action(
        "select.select_option",
        entity_id=f"select.{SATELLITE}_assistant",
        option=LANGUAGES[language],
    )
    moments = await Moments.of(home.connection)
    for moment, sentence in SENTENCES[language].items():
        await house.say(sentence, language)
        said_at = monotonic()
        await moments.wait_for(moment)
        if answer := ANSWERS[language].get(moment):
            await _is_heard(house, answer, language, said_at)
        else:
            await asyncio.sleep(ANSWER_SECONDS)
        if moment == "paused":
            question, answer = QUESTIONS[language]
            await house.say(question, language)
            await _is_heard(house, answer, language, monotonic())
    assert problems(home) == []
