"""Asks somebody a question on a satellite, when nobody talks to it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from custom_components.backcare.cues.playback import (
    ASSIST_SATELLITE_DOMAIN,
    async_available,
    features,
)
from custom_components.backcare.cues.satellites import async_own_voice, is_busy
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

_PATIENCE_SECONDS = 20.0
"""For a question with its answer, or for an announcement."""

_BUSY_SECONDS = 0.1
"""How often a busy satellite is looked at."""

_TRY_COUNT = 2

_CAN_BE_ASKED = 1 | 2
"""AssistSatelliteEntityFeature.ANNOUNCE and START_CONVERSATION."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satellite:
    """A satellite to talk with, in one language."""

    hass: HomeAssistant
    entity_id: str
    language: str

    def can_ask(self) -> bool:
        """Return if it can ask and understands the language."""
        state = async_available(self.hass, self.entity_id)
        return (
            state is not None
            and features(state) & _CAN_BE_ASKED == _CAN_BE_ASKED
            and async_own_voice(self.hass, self.entity_id, self.language) is not None
        )

    async def async_ask[AnswerT](
        self, question: str, read: Callable[[str], AnswerT | None]
    ) -> AnswerT | None:
        """Return the answer to a question that is asked once more if it was unclear.

        Raises TimeoutError, or whatever the integration of the satellite raises.
        """
        for _ in range(_TRY_COUNT):
            heard = await self._async_call(
                "ask_question", return_response=True, question=question
            )
            answer = read(str(heard.get("sentence", "")))
            if answer is not None:
                return answer
        return None

    async def async_tell(self, message: str) -> None:
        """Say something; a satellite that can't, even the second time, is left."""
        for _ in range(_TRY_COUNT):
            try:
                await self._async_call("announce", message=message)
            except HomeAssistantError:
                continue  # A cue of the session may have been faster.
            return

    async def _async_call(
        self, service: str, *, return_response: bool = False, **fields: Any
    ) -> dict[str, Any]:
        """Call an action of the satellite when nobody talks to it.

        Raises TimeoutError, or whatever the integration of the satellite raises.
        """
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (state := async_available(self.hass, self.entity_id)) and (
                is_busy(state)
            ):
                await asyncio.sleep(_BUSY_SECONDS)
            if state is None:
                raise HomeAssistantError("gone")
            response = await self.hass.services.async_call(
                ASSIST_SATELLITE_DOMAIN,
                service,
                {ATTR_ENTITY_ID: self.entity_id, "preannounce": False, **fields},
                blocking=True,
                return_response=return_response,
            )
        return response or {}
