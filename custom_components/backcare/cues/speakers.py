"""All speakers of a session, each in its own time."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from homeassistant.components.tts.const import DOMAIN as TTS_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from .device import Device, DeviceSender
from .loan import Loan
from .playback import async_default_lead_seconds, is_satellite
from .satellites import async_own_voice
from .sender import Sender
from .settings import OutputSettings
from .speaker import Speaker, SpeakerVoice
from .trouble import LOGGER, Trouble
from .utterance import Utterance
from .voice import Voice, VoiceChoice, async_choose_voice

_MEMBERS = ("group_members", "entity_id")
"""Attributes in which groups of players name their members."""


class Speakers:
    """The speakers of a session."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        settings: OutputSettings,
        before: Sequence[Mapping[str, Any]] = (),
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the speakers, and how they and those of a session before were.

        The others are given back at once, or in the end if they sound together with one.
        """
        self._hass = hass
        self._entry = entry
        self._settings = settings
        self._voices: dict[str, Voice] = {}
        self._trouble = Trouble(hass, entry, settings.speech_engine or TTS_DOMAIN)
        context = Context()
        known = {loan["entity_id"]: loan for loan in before}
        chosen = async_distinct(hass, settings.speakers)
        self._loans = {
            entity_id: Loan(
                hass,
                entity_id,
                context,
                volume=settings.volumes.get(entity_id),
                before=known.get(entity_id),
                on_change=on_change,
            )
            for entity_id in dict.fromkeys((*chosen, *known))
        }
        self._speakers = [self._speaker(entity_id, context) for entity_id in chosen]
        for entity_id in known.keys() - async_shared(hass, known, chosen):
            entry.async_create_background_task(
                hass,
                self._loans[entity_id].async_give_back(),
                f"backcare give back {entity_id}",
                eager_start=False,
            )

    @property
    def entity_ids(self) -> Iterable[str]:
        """Return the speakers of Home Assistant."""
        return self._settings.speakers

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return how the speakers were, as JSON data."""
        return [loan.before for loan in self._loans.values() if loan.before]

    @callback
    def async_add_device(self, device: Device) -> CALLBACK_TYPE:
        """Let a device hear what will be said; return the undo."""
        voice = self._voice(None)
        sender = DeviceSender(self._hass, device, voice.voice if voice else None)
        speaker = Speaker(
            self._hass, self._entry, device.name, voice=voice, sender=sender
        )
        self._speakers.append(speaker)

        @callback
        def remove() -> None:
            self._speakers.remove(speaker)
            speaker.async_drop()
            sender.async_leave()

        return remove

    @callback
    def async_say(self, utterance: Utterance, due: float) -> None:
        """Say or sound something at a moment of the loop."""
        for speaker in self._speakers:
            speaker.async_say(utterance, due)

    @callback
    def async_want(self, texts: Iterable[str]) -> None:
        """Make speech of texts that will be said, soonest first."""
        wanted = tuple(texts)
        for voice in self._voices.values():
            voice.async_want(wanted)

    @callback
    def async_clear(self) -> None:
        """Forget what is not due yet; what is in line stays there."""
        for speaker in self._speakers:
            speaker.async_clear()
        self._forget_speech()

    @callback
    def async_hush(self) -> None:
        """Forget what waits; the next utterance does not wait for the last one."""
        for speaker in self._speakers:
            speaker.async_hush()
        self._forget_speech()

    @callback
    def async_abandon(self) -> None:
        """Say nothing more, and leave the speakers to somebody else as they are."""
        self.async_hush()
        for loan in self._loans.values():
            loan.async_abandon()

    async def async_finish(self) -> None:
        """Say what waits, then give the speakers back as they were."""
        await asyncio.gather(*(speaker.async_finish() for speaker in self._speakers))
        await asyncio.gather(*(loan.async_give_back() for loan in self._loans.values()))

    def _forget_speech(self) -> None:
        """Make no speech but for what is still in line."""
        for voice in self._voices.values():
            voice.async_forget()
        for speaker in self._speakers:
            for utterance in speaker.in_line:
                self.async_want(utterance.texts)

    def _speaker(self, entity_id: str, context: Context) -> Speaker:
        """Return a speaker of Home Assistant."""
        return Speaker(
            self._hass,
            self._entry,
            entity_id,
            voice=self._voice(entity_id),
            sender=Sender(
                self._hass,
                self._entry,
                entity_id,
                lead_seconds=self._settings.lead_seconds.get(
                    entity_id, async_default_lead_seconds(self._hass, entity_id)
                ),
                loan=self._loans[entity_id],
                context=context,
            ),
        )

    def _voice(self, entity_id: str | None) -> SpeakerVoice | None:
        """Return the voice of a speaker, or of a device.

        The log and the person hear why a speaker has none; a device is content with tones.
        """
        settings = self._settings
        own: VoiceChoice | None = None
        try:
            if entity_id and is_satellite(entity_id) and settings.speech_engine is None:
                own = async_own_voice(self._hass, entity_id, settings.language)
            choice = own or async_choose_voice(
                self._hass, settings.speech_engine, settings.language
            )
        except HomeAssistantError as err:
            if entity_id:
                self._trouble.lacks_voice(err, settings.language)
            return None
        except Exception:  # noqa: BLE001  # of another integration
            LOGGER.exception("The voice of %s can't be known", entity_id)
            return None
        self._trouble.works()
        voice = self._voices.setdefault(
            repr(choice), Voice(self._hass, self._entry, choice)
        )
        return SpeakerVoice(voice=voice, is_own=own is not None)


@callback
def async_distinct(hass: HomeAssistant, entity_ids: Iterable[str]) -> tuple[str, ...]:
    """Return each speaker once, without the members of groups that are there as well."""
    distinct = list(dict.fromkeys(entity_ids))
    for entity_id in tuple(distinct):
        if entity_id in distinct:
            members = async_members(hass, entity_id) - {entity_id}
            distinct = [other for other in distinct if other not in members]
    return tuple(distinct)


@callback
def async_members(hass: HomeAssistant, entity_id: str) -> set[str]:
    """Return the speakers that sound when this one is spoken on: itself, or its group."""
    state = hass.states.get(entity_id)
    found = {entity_id}
    for attribute in _MEMBERS:
        members = state.attributes.get(attribute) if state else None
        if isinstance(members, list | tuple):
            found.update(member for member in members if isinstance(member, str))
    return found


@callback
def async_shared(
    hass: HomeAssistant, entity_ids: Iterable[str], others: Iterable[str]
) -> list[str]:
    """Return the speakers that sound together with one of the others."""
    taken = set[str]().union(*(async_members(hass, other) for other in others))
    return [item for item in entity_ids if async_members(hass, item) & taken]
