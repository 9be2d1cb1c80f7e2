"""What tests of the outputs are written with."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import math
from typing import Any, Self

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed_exact,
)
from yarl import URL

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues import CueOutputs, OutputSettings
from custom_components.backcare.cues.narrator import Narrator
from custom_components.backcare.cues.utterance import Utterance
from custom_components.backcare.engine.models import (
    CuePriority,
    Preferences,
    Scope,
    StopReason,
    Timeline,
)
from custom_components.backcare.engine.timeline import compile_timeline
from homeassistant.components.light import ColorMode, LightEntity, LightEntityFeature
from homeassistant.components.light.const import DATA_COMPONENT
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.const import ATTR_ENTITY_ID, ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from tests.engine.common import Play

SPEAKER = "media_player.kitchen"
OTHER_SPEAKER = "media_player.gym"
SATELLITE = "assist_satellite.hall"

_STEP_SECONDS = 0.1


def timeline(
    catalogue: Catalogue,
    routine: str = "full_core_30",
    level: int = 5,
    **preferences: Any,
) -> Timeline:
    """Return the timeline of a routine of the catalogue."""
    return compile_timeline(
        catalogue.routines[routine],
        catalogue.levels,
        level,
        Preferences(**preferences),
    )


def settings(**changes: Any) -> OutputSettings:
    """Return settings for a session without speakers and lights."""
    return OutputSettings(
        **(
            {
                "person_name": "Sam",
                "routine_name": "Full core routine",
                "total_seconds": 1895,
                "language": "en",
                "speech_engine": None,
                "speakers": (),
                "lights": (),
                "speech_level": SpeechLevel.FULL,
                "speech_cues": True,
                "tone_cues": True,
                "light_cues": True,
            }
            | changes
        )
    )


def utterance(
    text: str = "And relax.",
    *,
    key: str = "set_done",
    priority: CuePriority = CuePriority.START_END,
    fresh_seconds: float = 4,
) -> Utterance:
    """Return something to say."""
    return Utterance(key=key, text=text, priority=priority, fresh_seconds=fresh_seconds)


class Told:
    """A session that is told from its start, without Home Assistant."""

    def __init__(
        self,
        catalogue: Catalogue,
        timeline: Timeline,
        *,
        level: SpeechLevel = SpeechLevel.FULL,
        **changes: Any,
    ) -> None:
        """Start the session."""
        told = settings(total_seconds=timeline.total_seconds, **changes)
        narrator = Narrator(catalogue.texts[told.language], told)
        self.utterances: list[Utterance] = []
        self.play = Play(timeline)
        self.play.engine.add_listener(
            lambda events: self.utterances.extend(
                narrator.utterances(events, level, True)
            )
        )
        self.play.start()

    @property
    def texts(self) -> list[str]:
        """Return what was said."""
        return [said.text for said in self.utterances]

    def text_of(self, key: str) -> str:
        """Return what the first cue with this key said."""
        return next(said.text for said in self.utterances if said.key == key)

    def after(self, *commands: Callable[[Play], object]) -> list[str]:
        """Return what is said in the second after the last one of some commands."""
        for command in commands:
            self.utterances.clear()
            command(self.play)
        self.play.elapse(1)
        return self.texts


class Time:
    """Lets time pass in small steps, so that everything happens when it is due."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Take the frozen clock."""
        self._hass = hass
        self._freezer = freezer
        self._started_at = hass.loop.time()
        # Time that was made to pass is not a slow callback.
        hass.loop.slow_callback_duration = math.inf

    @property
    def seconds(self) -> float:
        """Return how much time has passed, in seconds."""
        return round(self._hass.loop.time() - self._started_at, 1)

    async def settle(self) -> None:
        """Let everybody do what can be done now."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def elapse(self, seconds: float) -> None:
        """Let so many seconds pass."""
        await self.settle()
        for _ in range(round(seconds / _STEP_SECONDS)):
            self._freezer.tick(timedelta(seconds=_STEP_SECONDS))
            async_fire_time_changed_exact(self._hass)
            await self.settle()


class Home:
    """Speakers that hear what they are told, in the place of Home Assistant's own."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, time: Time) -> None:
        """Let a media player, another one and a satellite be there."""
        self.hass = hass
        self.entry = entry
        self.calls: list[ServiceCall] = []
        self.heard: list[tuple[float, str, str]] = []
        """When, where and what."""
        self.seconds: dict[str, float] = {}
        """How long a speaker takes for each call."""
        self.errors: dict[str, Exception] = {}
        self._time = time
        features = (
            MediaPlayerEntityFeature.PLAY_MEDIA
            | MediaPlayerEntityFeature.MEDIA_ANNOUNCE
        )
        hass.states.async_set(SPEAKER, "idle", {ATTR_SUPPORTED_FEATURES: features})
        hass.states.async_set(
            OTHER_SPEAKER,
            "off",
            {ATTR_SUPPORTED_FEATURES: MediaPlayerEntityFeature.PLAY_MEDIA},
        )
        hass.states.async_set(SATELLITE, "idle")
        hass.services.async_register("media_player", "play_media", self._async_hear)
        hass.services.async_register("assist_satellite", "announce", self._async_hear)

    async def _async_hear(self, call: ServiceCall) -> None:
        entity_id: str = call.data[ATTR_ENTITY_ID]
        self.calls.append(call)
        text = call.data.get("message") or spoken_text(call.data["media_content_id"])
        self.heard.append((self._time.seconds, entity_id, text))
        if error := self.errors.get(entity_id):
            raise error
        await asyncio.sleep(self.seconds.get(entity_id, 0))

    def heard_on(self, entity_id: str) -> list[str]:
        """Return what was heard on a speaker."""
        return [text for _, where, text in self.heard if where == entity_id]

    def times_on(self, entity_id: str) -> list[float]:
        """Return when something was heard on a speaker."""
        return [when for when, where, _ in self.heard if where == entity_id]


def spoken_text(media_id: str) -> str:
    """Return the text in the media source id of a speech engine."""
    return URL(media_id).query["message"]


class Scene:
    """A session with its outputs in a home, on one clock."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        *,
        catalogue: Catalogue,
        time: Time,
        routine: str = "full_core_30",
        lights_before: Any = (),
        **changes: Any,
    ) -> None:
        """Take a session that has not started."""
        planned = timeline(catalogue, routine)
        chosen = settings(total_seconds=planned.total_seconds, **changes)
        self.outputs = CueOutputs(
            hass, entry, chosen, catalogue.texts[chosen.language], lights_before
        )
        self.play = Play(planned)
        self.play.engine.add_listener(self.outputs.async_handle)
        self._time = time

    async def start(self) -> Self:
        """Start the session."""
        self.play.start()
        await self._time.settle()
        return self

    async def elapse(self, seconds: float) -> Self:
        """Let the session and the home go on for so many seconds."""
        for _ in range(round(seconds / _STEP_SECONDS)):
            self.play.elapse(_STEP_SECONDS)
            await self._time.elapse(_STEP_SECONDS)
        return self

    async def do(self, command: Callable[[Play], object]) -> Self:
        """Give the session a command."""
        command(self.play)
        await self._time.settle()
        return self


def skip_exercise(play: Play) -> None:
    """Skip the exercise."""
    play.skip(Scope.EXERCISE)


def stop_in_pain(play: Play) -> None:
    """Stop because it hurts."""
    play.cancel(StopReason.PAIN)


class Lamp(LightEntity):
    """A lamp that does what it is told, and remembers it."""

    _attr_should_poll = False

    def __init__(
        self,
        name: str,
        *modes: ColorMode,
        is_on: bool = True,
        features: LightEntityFeature = LightEntityFeature(0),
        **attributes: Any,
    ) -> None:
        """Make a lamp of some colour modes."""
        self.entity_id = f"light.{name}"
        self.asked: list[dict[str, Any]] = []
        """What was asked of it; nothing for being turned off."""
        self.error: Exception | None = None
        self.hangs = False
        self._attr_name = name
        self._attr_supported_color_modes = set(modes)
        self._attr_color_mode = modes[0]
        self._attr_supported_features = features
        self._attr_is_on = is_on
        self.set(**attributes)

    def set(self, **attributes: Any) -> None:
        """Change how the lamp is, without anybody asking."""
        for key, value in attributes.items():
            setattr(self, f"_attr_{key}", value)

    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on as asked."""
        await self._async_answer(kwargs)
        self._attr_is_on = True
        for mode, attribute in (
            (ColorMode.HS, "hs_color"),
            (ColorMode.RGB, "rgb_color"),
            (ColorMode.RGBW, "rgbw_color"),
            (ColorMode.XY, "xy_color"),
            (ColorMode.COLOR_TEMP, "color_temp_kelvin"),
        ):
            if attribute in kwargs:
                self._attr_color_mode = mode
        self.set(**{k: v for k, v in kwargs.items() if k != "transition"})
        self.async_write_ha_state()

    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        await self._async_answer({})
        self._attr_is_on = False
        self.async_write_ha_state()

    async def _async_answer(self, asked: dict[str, Any]) -> None:
        self.asked.append(asked)
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()


async def async_add_lamps(hass: HomeAssistant, *lamps: Lamp) -> None:
    """Put lamps into the home."""
    assert await async_setup_component(hass, "light", {})
    await hass.data[DATA_COMPONENT].async_add_entities(lamps)
    await hass.async_block_till_done()


type Scenes = Callable[..., Scene]
