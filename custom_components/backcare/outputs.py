"""The lights and speakers of one person, lent from session to session."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .const import DOMAIN
from .cues import (
    CueOutputs,
    Device,
    OutputsBefore,
    OutputSettings,
    Speakers,
    async_audition,
    async_remind,
)
from .cues.playback import async_available, async_is_coach
from .cues.speakers import async_shared
from .engine.errors import NoSpeakers, NotASpeaker, SpeakerInUse
from .engine.models import Clock
from .engine.session import SessionEngine
from .profile import Profile
from .request import StartRequest
from .store import BackCareStore

_LATE_SECONDS = 20.0
"""Speakers and lights are there so long after a start at the latest, as a rule."""

_LOOK_SECONDS = 0.5

_MUSIC_WAITS = timedelta(minutes=30)
"""Music of longer ago is not put on again: somebody may sleep by then."""


class Talk(Protocol):
    """What is said without a session."""

    @property
    def entity_ids(self) -> Iterable[str]:
        """Return the speakers on which it is said."""

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return how the speakers were, as JSON data."""

    @callback
    def async_abandon(self) -> None:
        """Say nothing more, and leave the speakers to a session as they are."""


class Outputs:
    """Keeps how the outputs were before a session, until they are so again."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        profile: Profile,
        store: BackCareStore,
        clock: Clock,
    ) -> None:
        """Start with nothing lent."""
        self._hass = hass
        self._entry = entry
        self._profile = profile
        self._store = store
        self._clock = clock
        self._lent: CueOutputs | None = None
        """To the session that runs or ran last: they may still be put back."""
        self._devices: dict[Device, CALLBACK_TYPE] = {}
        """Those that listen, with what lets them leave the outputs that are lent."""
        self._is_in_session = False
        self._closing: asyncio.Task[None] | None = None
        self.talks: dict[asyncio.Task[None], Talk] = {}

    @property
    def name(self) -> str:
        """Return whose outputs these are."""
        return self._entry.title

    @property
    def settings(self) -> OutputSettings | None:
        """Return where the cues go of the session that runs or ran last."""
        return self._lent.settings if self._lent else None

    @property
    def speakers_in_session(self) -> tuple[str, ...]:
        """Return the speakers of the running session."""
        if self._lent and self._is_in_session:
            return self._lent.settings.speakers
        return ()

    @property
    def speakers_in_use(self) -> set[str]:
        """Return the speakers that are not free: until they are put back."""
        speakers = {
            speaker for talk in self.talks.values() for speaker in talk.entity_ids
        }
        is_closing = self._closing is not None and not self._closing.done()
        if self._lent and (
            self._is_in_session or (is_closing and not self._lent.is_silent)
        ):
            speakers.update(self._lent.settings.speakers)
        return speakers

    @property
    def has_devices(self) -> bool:
        """Return if a browser listens."""
        return bool(self._devices)

    @callback
    def async_check(self, speakers: Iterable[str]) -> None:
        """Raise NotASpeaker, or SpeakerInUse where something is said to somebody else."""
        for speaker in speakers:
            if async_is_coach(self._hass, speaker):
                raise NotASpeaker(entity=speaker)
        for others in self._others:
            for speaker in async_shared(self._hass, speakers, others.speakers_in_use):
                raise SpeakerInUse(speaker=speaker, name=others.name)

    @callback
    def async_remind(self, key: str, speakers: Iterable[str]) -> None:
        """Let the speakers that are free say a sentence, unless the person wants none."""
        settings = StartRequest(speakers=tuple(speakers), lights=()).plan(
            self._profile
        )[1]
        if settings.speakers and settings.is_spoken:
            self._entry.async_create_background_task(
                self._hass, self._async_remind(key, settings), "backcare remind later"
            )

    @callback
    def async_talk(
        self, talk: Talk, speech: Coroutine[Any, Any, None]
    ) -> asyncio.Task[None]:
        """Say something without a session, and keep others from the speakers meanwhile.

        A session of the person ends it.
        """
        task = self._entry.async_create_background_task(
            self._hass, speech, "backcare talk"
        )
        self.talks[task] = talk
        task.add_done_callback(self.talks.pop)
        return task

    async def _async_remind(self, key: str, settings: OutputSettings) -> None:
        """Say a sentence when nothing else is said to others, unless they train."""
        while tasks := [
            task
            for others in self._others
            for task, talk in others.talks.items()
            if async_shared(self._hass, settings.speakers, talk.entity_ids)
        ]:
            await asyncio.wait(tasks)
        free = tuple(filter(self._is_free, settings.speakers))
        speakers = Speakers(self._hass, self._entry, replace(settings, speakers=free))
        texts = self._profile.texts[settings.language]
        self.async_talk(speakers, async_remind(speakers, texts, self._clock, key=key))

    @property
    def _others(self) -> list[Outputs]:
        """Return the outputs of everybody else."""
        people = self._hass.config_entries.async_loaded_entries(DOMAIN)
        outputs = [person.runtime_data.outputs for person in people]
        return [others for others in outputs if others is not self]

    def _is_free(self, speaker: str) -> bool:
        """Return if nothing is said to somebody else on a speaker."""
        try:
            self.async_check((speaker,))
        except NotASpeaker, SpeakerInUse:
            return False
        return True

    @callback
    def async_lend(self, engine: SessionEngine, settings: OutputSettings) -> CueOutputs:
        """Return the outputs for a session, also if the last one is still in them."""
        if self._lent:
            before = self._lent.async_abandon()
        else:
            before = OutputsBefore.from_dict(self._store.content.before)
        for talk in self.talks.values():
            talk.async_abandon()
            before = replace(before, speakers=[*talk.before, *before.speakers])
        self._is_in_session = True
        self._lent = CueOutputs(
            self._hass,
            self._entry,
            engine,
            clock=self._clock,
            settings=settings,
            texts=self._profile.texts[settings.language],
            before=before,
            on_change=self._keep_before,
        )
        for device in self._devices:
            self._devices[device] = self._lent.async_add_device(device)
        return self._lent

    @callback
    def async_take_up(self, _hass: HomeAssistant) -> None:
        """Tell and show, after a restart, that a session waits."""
        if self._lent:
            self._entry.async_create_background_task(
                self._hass, self._async_take_up(self._lent), "backcare take up"
            )

    async def _async_take_up(self, lent: CueOutputs) -> None:
        """Wait a little for outputs that come later than Home Assistant itself."""
        wanted = (*lent.settings.speakers, *lent.settings.lights)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LATE_SECONDS):
                while not all(async_available(self._hass, one) for one in wanted):
                    await asyncio.sleep(_LOOK_SECONDS)
        lent.async_take_up()

    @callback
    def async_add_device(self, device: Device) -> CALLBACK_TYPE:
        """Let a device hear this session and the next ones; return the undo."""
        self._devices[device] = (
            self._lent.async_add_device(device) if self._lent else lambda: None
        )

        @callback
        def remove() -> None:
            self._devices.pop(device)()

        return remove

    @callback
    def async_take_back(self) -> None:
        """Let the outputs say what waits and put them back, beside the clock."""
        self._is_in_session = False
        if self._lent:
            self._closing = self._entry.async_create_background_task(
                self._hass, self._lent.async_close(), "backcare close outputs"
            )

    async def async_wait_until_put_back(self) -> None:
        """Wait until the last words are said and the outputs are as they were before."""
        if self._closing:
            await asyncio.wait({self._closing})

    @callback
    def async_put_back(self, _hass: HomeAssistant) -> None:
        """Put back what a power cut right after a session left as it was in it."""
        if last := self._profile.last_session:
            self.async_forget_music(last.ended_at)
        before = OutputsBefore.from_dict(self._store.content.before)
        if self._lent is None and (before.lights or before.speakers):
            timeline, settings = StartRequest(
                speakers=tuple(loan["entity_id"] for loan in before.speakers), lights=()
            ).plan(self._profile)
            self.async_lend(SessionEngine(timeline, self._clock, ""), settings)
            self.async_take_back()

    @callback
    def async_forget_music(self, left_at: datetime) -> None:
        """Put no music on again that was left long ago."""
        if self._clock.utcnow() - left_at > _MUSIC_WAITS:
            before = OutputsBefore.from_dict(self._store.content.before)
            for loan in before.speakers:
                loan.pop("media", None)

    @callback
    def async_test_speakers(self) -> None:
        """Let every speaker of the person say a sentence and count down.

        Devices that listen hear it too. Raises NoSpeakers or SpeakerInUse.
        """
        settings = StartRequest().plan(self._profile).outputs
        if not (settings.speakers or self._devices):
            raise NoSpeakers(name=self._profile.settings.name)
        self.async_check(settings.speakers)
        speakers = Speakers(self._hass, self._entry, settings)
        texts = self._profile.texts[settings.language]
        devices = tuple(self._devices)
        self.async_talk(
            speakers, async_audition(speakers, texts, self._clock, devices=devices)
        )

    async def async_close(self) -> None:
        """Put the outputs back at once."""
        self._is_in_session = False
        if self._lent:
            self._lent.async_mute()
            await self._lent.async_close()
            self._lent.async_abandon()
            self._lent = None

    def _keep_before(self) -> None:
        """Keep how the outputs are to be put back."""
        if self._lent:
            self._store.content.before = asdict(self._lent.before)
            self._store.save_soon()
