"""Somebody on a mat, next to a satellite of Home Assistant that can ask questions."""

import asyncio
from typing import Any, Final, override

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.backcare.const import DOMAIN, Conf, Rating
from custom_components.backcare.store import SessionRecord
from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.components.assist_satellite import (
    AssistSatelliteAnnouncement,
    AssistSatelliteConfiguration,
    AssistSatelliteEntity,
    AssistSatelliteEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.common import build_entry, own_routine, state
from tests.cues.common import Time

QUESTIONS: Final = {
    "en": (
        "How is your back now, zero to ten?",
        "Worst back pain during training, zero to ten?",
        "And how hard was it, zero to ten?",
    ),
    "nl": (
        "Hoe is je rugpijn nu, van nul tot tien?",
        "Ergste rugpijn tijdens de training, van nul tot tien?",
        "En hoe zwaar was het, van nul tot tien?",
    ),
}
BEFORE, PAIN, EFFORT = QUESTIONS["en"]
STOP_AND_REST = "Stop and rest. If the pain is new or severe, call your doctor."

PAUSED = "Paused. Say continue training when you are ready."

QUESTION_SECONDS = 3
ANSWER_SECONDS = 2
READY_SECONDS = 5
ROOM_SECONDS = 16
"""By so much a preparation with a question is longer at most."""

TONE = ""
"""Has no words."""

HANGS = "hangs"
"""In the place of an answer: nothing happens, for ever."""


class Satellite(AssistSatelliteEntity):
    """A satellite next to somebody who has their answers ready."""

    _attr_name = "Mat"
    _attr_supported_features = (
        AssistSatelliteEntityFeature.ANNOUNCE
        | AssistSatelliteEntityFeature.START_CONVERSATION
    )

    def __init__(self, *answers: str | Exception | None) -> None:
        """Take the answers; None for silence, and after the last one only silence."""
        self.answers = list(answers)
        self.said: list[str] = []
        self.refusal_count = 0
        """How often it says nothing and raises."""
        self.is_asking = False

    @property
    def asked(self) -> list[str]:
        """Return the questions that were asked."""
        return [text for text in self.said if text.endswith("?")]

    @override
    async def async_announce(self, announcement: AssistSatelliteAnnouncement) -> None:
        """Announce."""
        if self.refusal_count:
            self.refusal_count -= 1
            raise HomeAssistantError("busy")
        self.said.append(announcement.message)
        await asyncio.sleep(QUESTION_SECONDS)

    @override
    async def async_start_conversation(
        self, start_announcement: AssistSatelliteAnnouncement
    ) -> None:
        """Ask, and listen to the answer."""
        assert start_announcement.preannounce_media_id is None
        self.said.append(start_announcement.message)
        self.is_asking = True
        try:
            await asyncio.sleep(QUESTION_SECONDS)
            answer = self.answers.pop(0) if self.answers else None
            if isinstance(answer, Exception):
                raise answer
            if answer == HANGS:
                await asyncio.Event().wait()
        finally:
            self.is_asking = False
        self.hass.loop.call_later(ANSWER_SECONDS, self._hear, answer)

    @override
    def on_pipeline_event(self, event: Any) -> None:
        """Hear of the assistant."""

    @override
    def async_get_configuration(self) -> AssistSatelliteConfiguration:
        """Return its wake words."""
        return AssistSatelliteConfiguration([], [], 1)

    @override
    async def async_set_configuration(
        self, config: AssistSatelliteConfiguration
    ) -> None:
        """Take other wake words."""

    def _hear(self, answer: str | None) -> None:
        """Let the assistant understand what is said."""
        if answer is not None:
            self._internal_on_pipeline_event(
                PipelineEvent(
                    PipelineEventType.STT_END, {"stt_output": {"text": answer}}
                )
            )
        self._internal_on_pipeline_event(PipelineEvent(PipelineEventType.RUN_END))


class Gym:
    """Somebody on a mat, with a routine of one plank and a satellite."""

    def __init__(
        self,
        hass: HomeAssistant,
        time: Time,
        satellite: Satellite,
        entry: MockConfigEntry,
    ) -> None:
        """Take what there is."""
        self.hass = hass
        self.time = time
        self.satellite = satellite
        self.entry = entry

    @property
    def last(self) -> SessionRecord:
        """Return the session that ended last."""
        return self.entry.runtime_data.profile.sessions[-1]

    @property
    def ratings(self) -> dict[Rating, int]:
        """Return the ratings of the running session."""
        return dict(self.entry.runtime_data.running.ratings)

    async def start(self, routine: str = "Plank", **fields: Any) -> float:
        """Start a session; return how long its words before the plank may take."""
        await self.do("start_routine", routine=routine, **fields)
        phases = self.entry.runtime_data.running.engine.timeline.phases
        return float(phases[0].duration_seconds)

    async def do(self, action: str, **fields: Any) -> None:
        """Perform an action of BackCare, at this moment."""
        fields["config_entry_id"] = self.entry.entry_id
        await self.hass.services.async_call(DOMAIN, action, fields, blocking=True)
        await self.time.settle()

    async def ask_before(self) -> None:
        """Start a session, and go on until the question is being asked."""
        await self.start()
        while not self.satellite.is_asking:
            await self.time.elapse(0.5)

    async def train(
        self,
        *answers: str | Exception | None,
        routine: str = "Plank",
        seconds: float = 240,
    ) -> SessionRecord:
        """Train and answer; return the session when nothing more is asked."""
        self.satellite.answers = list(answers)
        await self.start(routine)
        await self.time.elapse(seconds)
        return self.last

    async def seconds_until_plank(self) -> float:
        """Return how long it takes until the plank begins, to half a second."""
        seconds = 0.0
        while state(self.hass, "sensor.phase") == "prepare":
            await self.time.elapse(0.5)
            seconds += 0.5
        return seconds


def person(*speakers: str, entry_id: str = "anna", **speech: Any) -> MockConfigEntry:
    """Return the entry of somebody with one plank of their own."""
    return build_entry(
        entry_id=entry_id,
        options={Conf.SPEECH: {Conf.SPEAKERS: list(speakers), **speech}},
        subentries=[own_routine("Plank")],
    )
