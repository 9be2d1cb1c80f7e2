"""The dialogue that measures how long after a command a speaker sounds."""

import asyncio
from typing import Any, Final, override

import voluptuous as vol

from custom_components.backcare.const import MAX_LEAD_SECONDS, Conf
from custom_components.backcare.controller import BackCareConfigEntry
from custom_components.backcare.cues.loan import Loan
from custom_components.backcare.cues.playback import async_available, async_play
from custom_components.backcare.cues.tones import ONSET_SECONDS, Tone, media_id
from custom_components.backcare.engine.errors import SpeakerInUse
from custom_components.backcare.engine.models import SessionStatus
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.core import Context, HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import EntitySelector, EntitySelectorConfig

from .fields import form_schema, whole_number
from .rhythm import lag_seconds
from .speaker_rows import MAX_LEAD_TIME, with_lead_time

PRESS_COUNT: Final = 5

_PERIOD_SECONDS: Final = 2.0
_BEAT_SECONDS: Final = 60.0
"""How long a speaker ticks."""


class Beat:
    """The ticks of a speaker, and when the person pressed.

    Each tick is a command of its own, as each cue of a session is.
    """

    def __init__(
        self, hass: HomeAssistant, entry: BackCareConfigEntry, state: State
    ) -> None:
        """Let the speaker with this state tick."""
        self.presses: list[float] = []
        """In seconds after the first command."""
        self.error: str | None = None
        """Why the speaker does not tick."""
        self.entity_ids = (state.entity_id,)
        self._hass = hass
        self._entry = entry
        self._state = state
        self._began_at = hass.loop.time()
        self._loan = Loan(
            hass,
            state.entity_id,
            Context(),
            volume=entry.runtime_data.profile.settings.volumes.get(state.entity_id),
            before=None,
            on_change=lambda: None,
        )
        self._task = entry.runtime_data.outputs.async_talk(self, self._async_tick())

    @property
    def seconds(self) -> float:
        """Return how long ago the first command was sent."""
        return self._hass.loop.time() - self._began_at

    @property
    def before(self) -> list[dict[str, Any]]:
        """Return how the speaker was, as JSON data."""
        return [self._loan.before] if self._loan.before else []

    @callback
    def async_abandon(self) -> None:
        """Let the speaker be silent, and leave it to a session as it is."""
        self._loan.async_abandon()
        self._task.cancel()

    @callback
    def async_stop(self) -> None:
        """Let the speaker be silent."""
        self._task.cancel()

    async def _async_tick(self) -> None:
        """Tick, then give the speaker back.

        One that takes longer than a period leaves ticks out.
        """
        try:
            await self._loan.async_take(self._state)
            self._began_at = self._hass.loop.time()
            while self.seconds < _BEAT_SECONDS:
                try:
                    await async_play(self._hass, self._state, media_id(Tone.START))
                except HomeAssistantError:
                    # Some refuse now and then; it would not do to begin anew each time.
                    await async_play(self._hass, self._state, media_id(Tone.START))
                await asyncio.sleep(_PERIOD_SECONDS - self.seconds % _PERIOD_SECONDS)
        except Exception as err:  # noqa: BLE001  # a speaker may fail in any way
            self.error = str(err) or repr(err)
        finally:
            # In a task of its own, which nobody cancels.
            self._entry.async_create_background_task(
                self._hass, self._loan.async_give_back(), "backcare stop beat"
            )


class ListeningFlow(OptionsFlow):
    """Lets the person listen to a speaker, and keeps its delay."""

    config_entry: BackCareConfigEntry
    _beat: Beat | None = None
    _speaker: State
    _lag_seconds: float

    @callback
    @override
    def async_remove(self) -> None:
        """Stop the ticks when the dialogue is closed."""
        self._stop_beat()

    async def async_step_listening(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the speaker, and let it tick."""
        if refusal := self._refusal():
            return refusal
        if user_input is None:
            return self._ask_speaker()
        return self._start_beat(user_input[Conf.SPEAKER])

    async def async_step_beat(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Note when the person pressed."""
        assert self._beat, "The form comes after the first tick."
        beat, seconds = self._beat, self._beat.seconds
        if refusal := self._refusal():
            return refusal
        if seconds > _BEAT_SECONDS + MAX_LEAD_SECONDS:
            return self._start_beat(self._speaker.entity_id, "beat_over")
        beat.presses.append(seconds)
        if beat.error or len(beat.presses) < PRESS_COUNT:
            return self._ask_press()
        lag = lag_seconds(beat.presses, _PERIOD_SECONDS)
        if lag is None:
            beat.presses.clear()
            return self._ask_press("presses_disagree")
        # The file of the ticks begins with a moment of silence.
        self._lag_seconds = max(0.0, lag - ONSET_SECONDS)
        self._stop_beat()
        return await self.async_step_measured()

    async def async_step_measured(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the delay, and keep what the person makes of it."""
        speaker = self._speaker
        if user_input is not None:
            options = self.config_entry.options
            speech = options.get(Conf.SPEECH, {})
            rows = with_lead_time(
                speech.get(Conf.SPEAKER_SETTINGS, []),
                speaker.entity_id,
                user_input[Conf.LEAD_TIME],
            )
            speech = {**speech, Conf.SPEAKER_SETTINGS.value: rows}
            return self.async_create_entry(data={**options, Conf.SPEECH.value: speech})
        lead_time = vol.Required(
            Conf.LEAD_TIME, default=round(self._lag_seconds * 1000)
        )
        return self.async_show_form(
            step_id="measured",
            data_schema=form_schema({lead_time: whole_number(0, MAX_LEAD_TIME, "ms")}),
            description_placeholders={"speaker": speaker.name},
        )

    # Inside

    def _refusal(self) -> ConfigFlowResult | None:
        """Return why nobody can listen now."""
        entry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="entry_not_loaded")
        if entry.runtime_data.snapshot.status is not SessionStatus.IDLE:
            return self.async_abort(reason="session_active")
        if not entry.runtime_data.profile.settings.speakers:
            return self.async_abort(reason="no_speakers")
        return None

    def _start_beat(self, speaker: str, error: str | None = None) -> ConfigFlowResult:
        """Let a speaker tick, and ask for the first press."""
        self._stop_beat()
        if (state := async_available(self.hass, speaker)) is None:
            return self._ask_speaker("speaker_unavailable")
        try:
            self.config_entry.runtime_data.outputs.async_check((speaker,))
        except SpeakerInUse:
            return self._ask_speaker("speaker_in_use")
        self._speaker = state
        self._beat = Beat(self.hass, self.config_entry, state)
        return self._ask_press(error)

    def _stop_beat(self) -> None:
        """Let the speaker be silent."""
        if self._beat:
            self._beat.async_stop()
            self._beat = None

    def _ask_speaker(
        self, error: str | None = None, reason: str = ""
    ) -> ConfigFlowResult:
        """Ask for one of the person's speakers."""
        speakers = list(self.config_entry.runtime_data.profile.settings.speakers)
        selector = EntitySelector(EntitySelectorConfig(include_entities=speakers))
        return self.async_show_form(
            step_id="listening",
            data_schema=form_schema(
                {vol.Required(Conf.SPEAKER, default=speakers[0]): selector}
            ),
            errors={Conf.SPEAKER.value: error} if error else {},
            description_placeholders={"reason": reason},
            last_step=False,
        )

    def _ask_press(self, error: str | None = None) -> ConfigFlowResult:
        """Ask to press with a tick; a speaker that fails can't be listened to."""
        assert self._beat
        if self._beat.error:
            return self._ask_speaker("speaker_failed", self._beat.error)
        return self.async_show_form(
            step_id="beat",
            data_schema=form_schema({}),
            errors={"base": error} if error else {},
            description_placeholders={
                "speaker": self._speaker.name,
                "number": str(len(self._beat.presses) + 1),
                "press_count": str(PRESS_COUNT),
            },
        )
