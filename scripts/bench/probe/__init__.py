"""Watches a home from inside its process, where no message takes time to arrive."""

import asyncio
from collections.abc import Callable
import gc
from pathlib import Path
import resource
from time import perf_counter, process_time
from typing import Any

from homeassistant.components.conversation import ConversationInput
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import (
    Context,
    Event,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

DOMAIN = "probe"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)

# By name: an import would load BackCare in the home that does without.
BACKCARE = "backcare"
SIGNAL_SESSION_EVENT = "backcare_session_event"
CATALOGUE = "backcare_catalogue"


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions of the benchmark."""

    async def race(call: ServiceCall) -> ServiceResponse:
        """Perform an action at a moment and watch for some seconds what it starts."""
        return await _race(hass, **call.data)

    async def break_speakers(call: ServiceCall) -> None:
        """Let every loudspeaker hang for a minute, or raise, instead of playing."""

        async def hang(_: ServiceCall) -> None:
            """Do nothing for as long as a speaker may that has lost its network."""
            await asyncio.sleep(60)

        async def fail(_: ServiceCall) -> None:
            """Refuse at once."""
            raise HomeAssistantError("no such speaker")

        handler = {"hangs": hang, "raises": fail}[call.data["how"]]
        hass.services.async_register("media_player", "play_media", handler)

    async def set_up(call: ServiceCall) -> ServiceResponse:
        """Set up BackCare again and again."""
        return {
            "anew": [await _set_up(hass, anew=True) for _ in range(call.data["count"])],
            "again": [
                await _set_up(hass, anew=False) for _ in range(call.data["count"])
            ],
        }

    async def memory(call: ServiceCall) -> ServiceResponse:
        """Tell the bytes that the process has in memory."""
        gc.collect()
        return {"bytes": _resident_bytes()}

    async def match(call: ServiceCall) -> ServiceResponse:
        """Tell how long sentences are looked at, in seconds, before they are Home Assistant's."""
        return {"seconds": await _match(hass, **call.data)}

    hass.services.async_register(DOMAIN, "break_speakers", break_speakers)
    for action in (race, set_up, memory, match):
        hass.services.async_register(
            DOMAIN, action.__name__, action, supports_response=SupportsResponse.ONLY
        )
    return True


async def _race(
    hass: HomeAssistant,
    *,
    at: float,
    plan: list[float],
    seconds: float,
    action: str | None,
    action_data: dict[str, Any],
) -> ServiceResponse:
    """Return when phases changed, on the loop's clock, and the processor time used."""
    now = hass.loop.time
    moments: list[JsonValueType] = []
    sound_count = 0

    def note() -> None:
        """Note a change."""
        moments.append(now())

    @callback
    def on_call(event: Event) -> None:
        """Note that a rival speaks, which it does at each change, and what is played."""
        nonlocal sound_count
        called = (event.data["domain"], event.data["service"])
        if called == ("tts", "speak") and action and not action.startswith(BACKCARE):
            note()
        if called == ("media_player", "play_media"):
            sound_count += 1

    @callback
    def on_session_event(_: str, event_type: str, attributes: dict[str, Any]) -> None:
        """Note a change that BackCare has shown everywhere; of the first, when it was due."""
        if event_type == "session_started":
            due_at = dt_util.parse_datetime(attributes["due_at"], raise_on_error=True)
            moments.append(now() - (dt_util.utcnow() - due_at).total_seconds())
        if event_type == "session_finished" or (
            event_type == "phase_started" and attributes["phase_number"] > 1
        ):
            note()

    undo: list[Callable[[], None]] = [
        hass.bus.async_listen(EVENT_CALL_SERVICE, on_call),
        async_dispatcher_connect(hass, SIGNAL_SESSION_EVENT, on_session_event),
    ]
    await asyncio.sleep(at - now())
    started_at, cpu_seconds = dt_util.utcnow().timestamp(), process_time()
    if action:
        domain, _, service = action.partition(".")
        await hass.services.async_call(domain, service, action_data)
    else:
        moments.append(at)
        for planned in plan:
            hass.loop.call_at(at + planned, note)
    await asyncio.sleep(at + seconds - now())
    cpu_seconds = process_time() - cpu_seconds
    for remove in undo:
        remove()
    await get_instance(hass).async_block_till_done()
    return {
        "moments": moments,
        "sound_count": sound_count,
        "cpu_seconds": cpu_seconds,
        "started_at": started_at,
        "ended_at": started_at + seconds,
    }


async def _set_up(hass: HomeAssistant, *, anew: bool) -> float:
    """Return the seconds that a set-up takes; anew, the catalogue is read from disk too."""
    (entry,) = hass.config_entries.async_entries(BACKCARE)
    await hass.config_entries.async_unload(entry.entry_id)
    if anew:
        hass.data.pop(CATALOGUE)
    await asyncio.sleep(1)
    start = perf_counter()
    await hass.config_entries.async_setup(entry.entry_id)
    return perf_counter() - start


async def _match(
    hass: HomeAssistant, *, sentences: list[str], count: int
) -> list[JsonValueType]:
    """Return the seconds for each sentence, again and again."""
    agent = get_agent_manager(hass).default_agent
    assert agent
    seconds: list[JsonValueType] = []
    for sentence in sentences * count:
        # Others want the loop too.
        await asyncio.sleep(0.01)
        start = perf_counter()
        await agent.async_recognize_sentence_trigger(
            ConversationInput(
                text=sentence,
                context=Context(),
                conversation_id=None,
                device_id=None,
                satellite_id=None,
                language="en",
                agent_id="conversation.home_assistant",
            )
        )
        seconds.append(perf_counter() - start)
    return seconds


def _resident_bytes() -> int:
    """Return how much of the process is in memory."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()
