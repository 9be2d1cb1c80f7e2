"""One speaker: its queue of cues, each sounding at its moment or not at all."""

import asyncio
from collections import deque
from dataclasses import dataclass
from math import inf
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .sender import Outlet, Sent, Sound
from .tones import TONES, Tone, media_id
from .trouble import LOGGER, Trouble
from .utterance import BREATH_SECONDS, Utterance
from .voice import Voice

_GAP_SECONDS = 0.25
"""Between two sounds, so that the second one never cuts the first one off."""

_TONE_GAP_SECONDS = 0.1
"""After a tone: its length is known, and it fades out."""

_BUSY_SECONDS = 0.05
"""How often a busy satellite is looked at."""

_SAME_MOMENT_SECONDS = 0.05

_LOOK_SECONDS = 0.5
"""How long before its moment a file is looked at for the silence it begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerVoice:
    """The voice that a speaker speaks with."""

    voice: Voice
    is_own: bool = False
    """The speaker makes speech of a message itself, with this same voice."""


class Speaker:
    """A speaker in a session; a task runs while there is something in its queue."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        entity_id: str,
        *,
        voice: SpeakerVoice | None,
        sender: Outlet,
    ) -> None:
        """Take a voice, and the way to the speaker."""
        self._sender = sender
        self._voice = voice
        self._hass = hass
        self._entry = entry
        self._entity_id = entity_id
        self._trouble = Trouble(hass, entry, entity_id)
        self._queue: deque[tuple[float, Utterance]] = deque()
        """With the moment at which each utterance is due, in order."""
        self._played: deque[Sent] = deque(maxlen=10)
        """What was played for which moment."""
        self._plays_tones = True
        self._current: tuple[float, Utterance] | None = None
        """What is on its way to the speaker."""
        self._is_forgotten = asyncio.Event()
        """What was to be said when this was last looked at is not any more."""
        self._failure_count = 0
        self._task: asyncio.Task[None] | None = None

    @callback
    def async_say(self, utterance: Utterance, due: float) -> None:
        """Say or sound something at a moment of the loop, after what is due before."""
        self._queue.append((due, utterance))
        if self._task is None:
            self._task = self._entry.async_create_background_task(
                self._hass,
                self._async_run(),
                f"backcare speaker {self._entity_id}",
                eager_start=False,
            )

    @property
    def in_line(self) -> list[Utterance]:
        """Return what is due and could not be said yet."""
        now = self._hass.loop.time()
        waiting = [self._current] if self._current else []
        return [utterance for due, utterance in [*waiting, *self._queue] if due <= now]

    @callback
    def async_clear(self) -> None:
        """Forget what is not due yet; what is in line stays there."""
        self._forget(self._hass.loop.time())
        recalled = self._sender.async_recall()
        self._played = deque(
            (sent for sent in self._played if sent not in recalled), self._played.maxlen
        )

    @callback
    def async_drop(self) -> None:
        """Forget all; what was sent goes on."""
        self._forget(-inf)

    @callback
    def async_hush(self) -> None:
        """Forget what waits, and let the next utterance talk over this one."""
        self.async_drop()
        self._played.clear()
        self._sender.async_hush()

    async def async_finish(self) -> None:
        """Say what waits, let it sound to its end and give the speaker back."""
        if self._task:
            await asyncio.wait({self._task})
        await self._async_sleep_until(self._sender.silent_at)
        await self._sender.async_give_back()

    def _forget(self, moment: float) -> None:
        """Forget what is due after a moment."""
        self._queue = deque(item for item in self._queue if item[0] <= moment)
        if self._current is None or self._current[0] > moment:
            self._current = None
            self._is_forgotten.set()

    async def _async_run(self) -> None:
        """Say what is in the queue, one after the other."""
        try:
            while self._queue:
                due, utterance = self._queue[0]
                ahead_seconds = self._sender.ahead_seconds
                # Its file may not be made before.
                if not await self._async_sleep_until(
                    due - ahead_seconds - _LOOK_SECONDS
                ):
                    continue
                start = due - self._onset_seconds(utterance)
                if not await self._async_sleep_until(
                    max(start, self._sender.silent_at) - ahead_seconds
                ):
                    continue
                self._current = self._queue.popleft()
                try:
                    if not self._was_played(due, utterance):
                        await self._async_perform(due, utterance)
                except Exception as err:  # noqa: BLE001  # the next cue may do better
                    self._trouble.failed(err)
                self._current = None
        finally:
            self._task = self._current = None

    async def _async_sleep_until(self, moment: float) -> bool:
        """Wait until a moment of the loop; return if nothing was forgotten meanwhile."""
        self._is_forgotten.clear()
        if moment <= self._hass.loop.time():
            return True
        try:
            async with asyncio.timeout_at(moment):
                await self._is_forgotten.wait()
        except TimeoutError:
            # It may have been forgotten in the same moment.
            return not self._is_forgotten.is_set()
        return False

    def _onset_seconds(self, utterance: Utterance) -> float:
        """Return how much silence its file begins with, as far as known."""
        if utterance.tone and self._plays_tones:
            return TONES[utterance.tone].onset_seconds
        if not (utterance.texts and self._voice):
            return 0
        return self._voice.voice.recording(utterance.texts[0]).onset_seconds

    def _was_played(self, due: float, utterance: Utterance) -> bool:
        """Return if it was sent early, before the plan for this moment was made anew."""
        return any(
            key == utterance.key and abs(due - moment) < _SAME_MOMENT_SECONDS
            for moment, key in self._played
        )

    async def _async_perform(self, due: float, utterance: Utterance) -> None:
        """Play an utterance, if the speaker is there and it still helps."""
        self._is_forgotten.clear()
        fresh_until = due + utterance.fresh_seconds
        while self._sender.is_busy():
            if self._hass.loop.time() > fresh_until or self._is_forgotten.is_set():
                return
            await asyncio.sleep(_BUSY_SECONDS)
        if not self._sender.is_there():
            self._trouble.gone()
            return
        sound = await self._async_choose(due, utterance)
        if self._is_forgotten.is_set():
            return
        if sound is None or self._sender.starts_at(due, sound) > fresh_until:
            LOGGER.debug("Left out on %s: %s", self._entity_id, utterance)
            return
        self._played.append((due, utterance.key))
        if err := await self._sender.async_send(sound, utterance.key, due):
            self._on_failure(err, sound, due, utterance)
        elif not self._is_forgotten.is_set():
            # A call that was broken off tells nothing.
            self._failure_count = 0
            self._trouble.works()

    def _on_failure(
        self, err: Exception, sound: Sound, due: float, utterance: Utterance
    ) -> None:
        """Try once more at once, and then words in the place of a tone."""
        self._failure_count += 1
        is_tone = isinstance(sound.what, Tone)
        if self._failure_count > 1:
            self._trouble.failed(err)
            # Words that fail too tell that it was not for the tones.
            self._plays_tones = not (is_tone and utterance.texts)
            if self._plays_tones:
                return
        if self._is_forgotten.is_set():
            return
        self._queue.appendleft((due, utterance))
        self._played.pop()

    async def _async_choose(self, due: float, utterance: Utterance) -> Sound | None:
        """Return the first way of saying it that is ready and leaves room."""
        if utterance.tone and self._plays_tones:
            return _tone(utterance.tone)
        stand_in = utterance.stand_in if self._plays_tones else None
        if utterance.texts and self._voice:
            voice = self._voice.voice
            until = min(
                due if stand_in else due + utterance.fresh_seconds,
                self._next_at(due, utterance) - BREATH_SECONDS,
            )
            await voice.async_wait_for(
                utterance.texts[0], until - self._sender.lead_seconds
            )
            for text in filter(voice.is_ready, utterance.texts):
                if self._fits(sound := _speech(self._voice, text), due, utterance):
                    return sound
            if voice.is_ready(utterance.texts[0]):
                return None
        if stand_in and self._fits(sound := _tone(stand_in), due, utterance):
            return sound
        return None

    def _fits(self, sound: Sound, due: float, utterance: Utterance) -> bool:
        """Return if it is over before anything that matters more (rule R-SPEECH).

        What is due at the same moment waits in line.
        """
        over_at = self._sender.starts_at(due, sound) + sound.recording.seconds
        return over_at + BREATH_SECONDS <= self._next_at(due, utterance)

    def _next_at(self, due: float, utterance: Utterance) -> float:
        """Return when the next thing is due that matters more."""
        return next(
            (
                other_due
                for other_due, other in self._queue
                if other_due > due and other.matters_more_than(utterance)
            ),
            inf,
        )


def _tone(tone: Tone) -> Sound:
    """Return a tone."""
    return Sound(
        what=tone,
        media_id=media_id(tone),
        recording=TONES[tone],
        gap_seconds=_TONE_GAP_SECONDS,
    )


def _speech(voice: SpeakerVoice, text: str) -> Sound:
    """Return a text that is ready."""
    return Sound(
        what=text,
        media_id=voice.voice.media_id(text),
        recording=voice.voice.recording(text),
        gap_seconds=_GAP_SECONDS,
        is_message=voice.is_own,
    )
