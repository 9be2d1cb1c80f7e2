"""Asks by voice about a training that is due, and how the back feels the next morning."""

from collections.abc import Callable

from custom_components.backcare.const import LOGGER, SEVERE_PAIN
from custom_components.backcare.controller import BackCareConfigEntry
from custom_components.backcare.cues.wording import EventKey
from homeassistant.core import HomeAssistant

from .choices import DueAnswer, read_due
from .people import async_people
from .replies import Replies
from .satellite import Satellite
from .scale import Reply, read_answer

__all__ = ["DueAnswer", "async_ask_due", "async_ask_next_day"]


async def async_ask_due(
    hass: HomeAssistant, entry: BackCareConfigEntry, satellite_id: str
) -> DueAnswer | None:
    """Return what the person wants of a training that is due; None without an answer."""
    replies = _replies(entry)
    question = " ".join(map(replies.say, ("reminder_session", "due_choices")))
    return await _async_ask(hass, entry, satellite_id, question, read_due)


async def async_ask_next_day(
    hass: HomeAssistant, entry: BackCareConfigEntry, satellite_id: str
) -> int | None:
    """Return how the back feels the morning after, 0 to 10; None without an answer.

    Severe pain is answered with what to do; the answer is not kept here.
    """
    texts = entry.runtime_data.profile.catalogue.texts
    replies = _replies(entry)
    answer = await _async_ask(
        hass,
        entry,
        satellite_id,
        replies.say("ask_next_day"),
        lambda text: read_answer(text, (words.words for words in texts.values())),
    )
    if answer is Reply.HURTS or (isinstance(answer, int) and answer >= SEVERE_PAIN):
        warning = replies.say(EventKey.PAIN_STOP)
        await _satellite(hass, entry, satellite_id).async_tell(warning)
    return answer if isinstance(answer, int) else None


async def _async_ask[AnswerT](
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    satellite_id: str,
    question: str,
    read: Callable[[str], AnswerT | None],
) -> AnswerT | None:
    """Return the answer, None without one; nobody who trains is disturbed."""
    satellite = _satellite(hass, entry, satellite_id)
    if entry.runtime_data.running or _is_in_use(hass, satellite_id):
        return None
    try:
        if satellite.can_ask():
            return await satellite.async_ask(question, read)
    except Exception as err:  # noqa: BLE001  # an answer is welcome, not needed
        LOGGER.debug("No answer from %s: %s", satellite_id, type(err).__name__)
    return None


def _satellite(
    hass: HomeAssistant, entry: BackCareConfigEntry, satellite_id: str
) -> Satellite:
    """Return the satellite, in the language of the person."""
    language = entry.runtime_data.profile.settings.language
    return Satellite(hass=hass, entity_id=satellite_id, language=language)


def _replies(entry: BackCareConfigEntry) -> Replies:
    """Return the words in the language of the person."""
    profile = entry.runtime_data.profile
    return Replies(profile.texts[profile.settings.language])


def _is_in_use(hass: HomeAssistant, satellite_id: str) -> bool:
    """Return if a session is heard on a satellite."""
    return any(
        satellite_id in person.runtime_data.outputs.speakers_in_session
        for person in async_people(hass)
    )
