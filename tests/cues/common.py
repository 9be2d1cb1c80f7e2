"""What tests of the outputs are written with."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
import math
from typing import Any, Self

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import SpeechLevel
from custom_components.backcare.cues import CueOutputs, OutputsBefore, OutputSettings
from custom_components.backcare.cues.narrator import Manner, Narrator
from custom_components.backcare.cues.utterance import Utterance
from custom_components.backcare.engine.cue import CuePriority
from custom_components.backcare.engine.models import (
    Preferences,
    Scope,
    StopReason,
    Timeline,
)
from custom_components.backcare.engine.session import SessionEngine
from custom_components.backcare.engine.timeline import compile_timeline
from homeassistant.components.light import ColorMode, LightEntity, LightEntityFeature
from homeassistant.components.light.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.engine.common import Play

SPEAKER = "media_player.kitchen"
"""Lowers its music for an announcement."""

OTHER_SPEAKER = "media_player.gym"
"""Plays one thing after the other."""

SATELLITE = "assist_satellite.hall"

LAG_SECONDS = 0.1
"""From the command to the start of a file, and what BackCare thinks that it is."""


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
    *texts: str,
    key: str | None = None,
    priority: CuePriority = CuePriority.START_END,
    fresh_seconds: float = 4,
    **tones: Any,
) -> Utterance:
    """Return something to say or to sound."""
    return Utterance(
        key=key or texts[0],
        texts=texts,
        priority=priority,
        fresh_seconds=fresh_seconds,
        **tones,
    )


class Told:
    """A session that is told from its start, without Home Assistant."""

    def __init__(
        self,
        catalogue: Catalogue,
        timeline: Timeline,
        *,
        level: SpeechLevel = SpeechLevel.FULL,
        tones: bool = True,
        **changes: Any,
    ) -> None:
        """Start the session."""
        told = settings(total_seconds=timeline.total_seconds, **changes)
        narrator = Narrator(catalogue.texts[told.language], told)
        manner = Manner(level=level, tones=tones)
        self.utterances: list[Utterance] = []
        self.play = Play(timeline)
        self.play.engine.add_listener(
            lambda events: self.utterances.extend(narrator.utterances(events, manner))
        )
        self.play.start()

    @property
    def texts(self) -> list[str]:
        """Return what was said."""
        return [said.texts[0] for said in self.utterances if said.texts]

    @property
    def keys(self) -> list[str]:
        """Return the keys of what was said or sounded."""
        return [str(said.key) for said in self.utterances]

    def first(self, key: str) -> Utterance:
        """Return the first cue with this key."""
        return next(said for said in self.utterances if said.key == key)

    def text_of(self, key: str) -> str:
        """Return what the first cue with this key said."""
        return self.first(key).texts[0]

    def after(self, *commands: Callable[[Play], object]) -> list[str]:
        """Return what is said in the second after the last one of some commands."""
        for command in commands:
            self.utterances.clear()
            command(self.play)
        self.play.elapse(1)
        return self.texts


class Time:
    """Lets time pass, and stops at each moment at which something is due."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Take the frozen clock."""
        self.loop = hass.loop
        self._freezer = freezer
        self._started_at = hass.loop.time()
        # Time that was made to pass is not a slow callback.
        hass.loop.slow_callback_duration = math.inf

    @property
    def seconds(self) -> float:
        """Return how much time has passed, in seconds."""
        return round(self.loop.time() - self._started_at, 3)

    async def settle(self) -> None:
        """Let everybody do what can be done now."""
        await asyncio.sleep(0)
        while self.loop._ready:
            await asyncio.sleep(0)

    async def elapse(self, seconds: float) -> None:
        """Let so many seconds pass."""
        await self.go_to(self.loop.time() + seconds)

    async def go_to(self, moment: float) -> None:
        """Let time pass until a moment of the loop."""
        await self.settle()
        while (due := self._next_due_at()) <= moment:
            await self._jump_to(due)
        await self._jump_to(moment)

    async def until_done[ResultT](
        self, coroutine: Coroutine[Any, Any, ResultT]
    ) -> ResultT:
        """Let time pass until something is done, and return its result."""
        task = asyncio.ensure_future(coroutine)
        await self.settle()
        while not task.done():
            await self._jump_to(self._next_due_at())
        return task.result()

    def _next_due_at(self) -> float:
        """Return the next moment at which something happens."""
        return min(
            (timer.when() for timer in self.loop._scheduled if not timer.cancelled()),
            default=math.inf,
        )

    async def _jump_to(self, moment: float) -> None:
        # The loop runs only what lies behind it.
        microseconds = math.floor((moment - self.loop.time()) * 1_000_000) + 1
        self._freezer.tick(timedelta(microseconds=max(microseconds, 1)))
        await self.settle()


class Scene:
    """A session with its outputs in a home, on one clock."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        *,
        catalogue: Catalogue,
        time: Time,
        planned: Timeline | None = None,
        before: OutputsBefore = OutputsBefore(),
        **changes: Any,
    ) -> None:
        """Take a session that has not started."""
        planned = planned or timeline(catalogue)
        clock = LoopClock(hass)
        self.engine = SessionEngine(planned, clock, "session-1")
        chosen = settings(**({"total_seconds": planned.total_seconds} | changes))
        self.change_count = 0
        """How often something was to be kept."""
        self.outputs = CueOutputs(
            hass,
            entry,
            self.engine,
            clock=clock,
            settings=chosen,
            texts=catalogue.texts[chosen.language],
            before=before,
            on_change=self._on_change,
        )
        self.engine.add_listener(self.outputs.async_handle)
        self._time = time

    def _on_change(self) -> None:
        self.change_count += 1

    async def start(self) -> Self:
        """Start the session."""
        return await self.do(SessionEngine.start)

    async def elapse(self, seconds: float) -> Self:
        """Let the session and the home go on for so many seconds."""
        end = self._time.loop.time() + seconds
        while (due := self.engine.next_due_at()) is not None and due <= end:
            await self._time.go_to(due)
            self.engine.advance()
        await self._time.go_to(end)
        return self

    async def do(self, command: Callable[[SessionEngine], object]) -> Self:
        """Give the session a command."""
        command(self.engine)
        await self._time.settle()
        return self

    async def close(self) -> None:
        """Let the outputs say what waits, and put everything back."""
        await self._time.until_done(self.outputs.async_close())


def skip_exercise(session: Play | SessionEngine) -> None:
    """Skip the exercise."""
    session.skip(Scope.EXERCISE)


def stop_in_pain(session: Play | SessionEngine) -> None:
    """Stop because it hurts."""
    session.cancel(StopReason.PAIN)


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
