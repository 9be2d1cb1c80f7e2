"""Intents: what people say to BackCare in sentences of their own."""

from collections.abc import Callable
from math import nan
from typing import Any, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent

from .engine.models import Scope, Side
from .voice.obey import async_obey
from .voice.wish import Asker, Change, Question, Wish, WishKind

INTENTS = {
    "BackCareStart": WishKind.START,
    "BackCarePause": WishKind.PAUSE,
    "BackCareResume": WishKind.RESUME,
    "BackCareSkip": WishKind.SKIP,
    "BackCarePrevious": WishKind.PREVIOUS,
    "BackCareRepeat": WishKind.REPEAT,
    "BackCareStop": WishKind.STOP,
    "BackCarePain": WishKind.PAIN,
    "BackCareAddTime": WishKind.ADD_TIME,
    "BackCareAdapt": WishKind.ADAPT,
    "BackCareAsk": WishKind.ASK,
}


def _checked(check: Callable[[Any], Any], otherwise: Any) -> Callable[[Any], Any]:
    """Return a validator that takes another value for one that makes no sense.

    An invalid slot would end the conversation with a stack trace and without an answer.
    """

    def validate(value: Any) -> Any:
        try:
            return check(value)
        except vol.Invalid:
            return otherwise

    return validate


_SLOTS: dict[str, Callable[[Any], Any]] = {
    "person": vol.Coerce(str),
    "routine": vol.Coerce(str),
    # Out of every range, so that the answer tells the range.
    "minutes": _checked(vol.Coerce(float), nan),
    "level": _checked(vol.Coerce(int), 0),
    "seconds": _checked(vol.Coerce(float), nan),
    "side": _checked(vol.All(vol.In([Side.LEFT, Side.RIGHT]), vol.Coerce(Side)), None),
    "scope": _checked(vol.Coerce(Scope), Scope.PHASE),
    "change": _checked(vol.Coerce(Change), Change.EASIER),
    "exercise": vol.Coerce(str),
    "question": _checked(vol.Coerce(Question), None),
}
"""What a sentence may fill in of a wish."""


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for name, kind in INTENTS.items():
        intent.async_register(hass, BackCareIntent(name, kind))


class BackCareIntent(intent.IntentHandler):
    """An intent that is a wish of one kind."""

    def __init__(self, name: str, kind: WishKind) -> None:
        """Take the name that the sentences give it."""
        self.intent_type = name
        self._kind = kind

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """Return the slots, each of which may be left out."""
        return {vol.Optional(name): check for name, check in _SLOTS.items()}

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Do what is wanted, and answer; a refusal is an answer too."""
        given = {
            name: slot
            for name, slot in intent_obj.slots.items()
            if name in _SLOTS and not intent.is_blank_slot_value(slot["value"])
        }
        slots = self.async_validate_slots(given)
        wish = Wish(
            kind=self._kind, **{name: slot["value"] for name, slot in slots.items()}
        )
        asker = Asker(
            language=intent_obj.language,
            satellite_id=intent_obj.satellite_id,
            device_id=intent_obj.device_id,
        )
        response = intent_obj.create_response()
        response.async_set_speech(await async_obey(intent_obj.hass, wish, asker))
        return response
