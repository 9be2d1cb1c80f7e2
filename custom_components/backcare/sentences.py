"""Lets Home Assistant's voice assistants hear what people say to BackCare."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from homeassistant.components.conversation import (
    DOMAIN as CONVERSATION_DOMAIN,
    HOME_ASSISTANT_AGENT,
    ChatLog,
    ConversationInput,
    async_get_chat_log,
    async_handle_intents,
    async_handle_sentence_triggers,
)
from homeassistant.const import CONF_COMMAND, CONF_PLATFORM
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers import intent
from homeassistant.helpers.chat_session import current_session
from homeassistant.helpers.script import ScriptRunResult
from homeassistant.helpers.trigger import async_initialize_triggers
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN, LOGGER
from .controller import BackCareConfigEntry, SessionController
from .cues.playback import ASSIST_SATELLITE_DOMAIN
from .engine.models import SessionStatus
from .listeners import Order
from .voice.obey import async_ask_again, async_obey
from .voice.rooms import async_place_of, async_place_of_asker
from .voice.vocabulary import Vocabulary
from .voice.wish import Asker, Wish, WishKind

_EAR: HassKey[_Ear] = HassKey(f"{DOMAIN}_ear")

_REPEATED_SECONDS = 1.0
"""Two satellites hear the same sentence within this time."""

_QUIET_AFTER_SECONDS = 2.0
"""After the start of a session: the greeting is on its way, and no cue is due yet."""


@callback
def async_listen(hass: HomeAssistant, entry: BackCareConfigEntry) -> None:
    """Hear what is said to BackCare while the entry is loaded."""
    if _EAR not in hass.data:
        hass.data[_EAR] = _Ear(hass)
        async_when_setup(hass, CONVERSATION_DOMAIN, hass.data[_EAR].async_open)
    entry.async_on_unload(hass.data[_EAR].async_add(entry.runtime_data))


class _Ear:
    """Hears the sentences: some at any time, the bare ones only during a session."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin deaf."""
        self._hass = hass
        self._controllers: list[SessionController] = []
        self._vocabulary: Vocabulary | None = None
        self._during_session: list[str] = []
        self._wanted: list[str] = []
        self._undo: CALLBACK_TYPE | None = None
        self._reading: asyncio.Task[None] | None = None
        self._obeyed: tuple[Wish, float] | None = None

    async def async_open(self, hass: HomeAssistant, _component: str) -> None:
        """Read the vocabulary, now that somebody may speak."""
        vocabulary = await hass.async_add_executor_job(Vocabulary)
        self._vocabulary = vocabulary
        self._during_session = [*vocabulary.sentences, *vocabulary.bare_sentences]
        self._async_update()

    @callback
    def async_add(self, controller: SessionController) -> CALLBACK_TYPE:
        """Hear what is said to a person's BackCare; return the undo."""
        self._controllers.append(controller)
        stop_following = controller.listeners.async_add(
            self._async_update, Order.TIMERS
        )
        self._async_update()

        @callback
        def remove() -> None:
            stop_following()
            self._controllers.remove(controller)
            self._async_update()

        return remove

    @property
    def _in_session(self) -> list[SessionController]:
        """Return those whose session runs or is paused."""
        return [
            controller
            for controller in self._controllers
            if controller.snapshot.status is not SessionStatus.IDLE
        ]

    @callback
    def _async_update(self) -> None:
        """Listen to what may be said now, as one trigger: of several, each would act."""
        wanted: list[str] = []
        if self._in_session:
            wanted = self._during_session
        elif self._controllers and self._vocabulary:
            wanted = self._vocabulary.sentences
        if wanted is self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self._hass.async_create_task(self._async_register(wanted))
        else:
            self._async_replace(None)

    async def _async_register(self, wanted: list[str]) -> None:
        """Listen to other sentences, unless yet others are wanted meanwhile."""
        undo = await async_initialize_triggers(
            self._hass,
            # Not validated: that takes as long as reading them once more.
            [{CONF_PLATFORM: CONVERSATION_DOMAIN, CONF_COMMAND: wanted}],
            self._async_heard,
            DOMAIN,
            "sentences",
            LOGGER.log,
        )
        if wanted is self._wanted:
            self._async_replace(undo)
            if self._in_session and self._hass.states.async_entity_ids_count(
                ASSIST_SATELLITE_DOMAIN
            ):
                self._reading = self._hass.async_create_background_task(
                    self._async_have_read(), f"{DOMAIN} sentences"
                )
        elif undo:
            undo()

    async def _async_have_read(self) -> None:
        """Let Home Assistant read the sentences now, and not when "stop" is said.

        It does so at the first sentence, takes a tenth of a second and does nothing else.
        """
        await asyncio.sleep(_QUIET_AFTER_SECONDS)
        nothing = ConversationInput(
            text="",
            context=Context(),
            conversation_id=None,
            device_id=None,
            satellite_id=None,
            language=self._hass.config.language,
            agent_id=HOME_ASSISTANT_AGENT,
        )
        await async_handle_sentence_triggers(
            self._hass, nothing, ChatLog(self._hass, DOMAIN)
        )

    @callback
    def _async_replace(self, undo: CALLBACK_TYPE | None) -> None:
        """Listen no more to what was listened to before."""
        if self._undo:
            self._undo()
        if self._reading:
            self._reading.cancel()
        self._undo, self._reading = undo, None

    async def _async_heard(
        self, variables: Mapping[str, Any], context: Context | None = None
    ) -> ScriptRunResult:
        """Obey a sentence and return the answer."""
        heard = variables["trigger"]
        sentence: str = heard["sentence"]
        asker = Asker(
            language=heard["user_input"]["language"],
            satellite_id=heard["satellite_id"],
            device_id=heard["device_id"],
        )
        wish = await self._async_recognise(sentence, bare=False)
        answer = None
        if wish is None:
            wish = await self._async_recognise(sentence)
            if wish is None or (
                not self._was_obeyed(wish) and self._is_for_elsewhere(wish, asker)
            ):
                answer = await _async_hand_on(self._hass, heard["user_input"])
        if answer is None and wish is None:
            answer = await async_ask_again(self._hass, asker)
        elif answer is None and wish and not self._was_obeyed(wish):
            self._obeyed = (wish, self._hass.loop.time())
            answer = await async_obey(self._hass, wish, asker)
        return ScriptRunResult(answer or "", None, {})

    async def _async_recognise(
        self, sentence: str, *, bare: bool = True
    ) -> Wish | None:
        """Return what a sentence means."""
        assert self._vocabulary
        return await self._hass.async_add_executor_job(
            partial(self._vocabulary.recognise, sentence, bare=bare)
        )

    def _was_obeyed(self, wish: Wish) -> bool:
        """Return if the wish was obeyed just now; a question may be asked twice."""
        return (
            self._obeyed is not None
            and wish.kind is not WishKind.ASK
            and wish == self._obeyed[0]
            and self._hass.loop.time() - self._obeyed[1] < _REPEATED_SECONDS
        )

    def _is_for_elsewhere(self, wish: Wish, asker: Asker) -> bool:
        """Return if a bare word comes from a room where no session is heard.

        It is meant for what plays there; but pain is never handed on.
        """
        if wish.kind is WishKind.PAIN:
            return False
        here = async_place_of_asker(self._hass, asker)
        return all(
            speakers
            and all(
                async_place_of(self._hass, speaker).is_elsewhere(here)
                for speaker in speakers
            )
            for speakers in (
                controller.outputs.speakers_in_session
                for controller in self._in_session
            )
        )


async def _async_hand_on(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> str | None:
    """Return the answer of Home Assistant's own sentences; None if none can be done."""
    if (session := current_session.get()) is None:
        return None
    spoken = ConversationInput(
        **{**user_input, "context": Context(**user_input["context"])}
    )
    with async_get_chat_log(hass, session) as chat_log:
        try:
            response = await async_handle_intents(hass, spoken, chat_log)
        except intent.IntentError:
            return None
    if response is None or response.response_type is intent.IntentResponseType.ERROR:
        return None
    speech: str = response.speech.get("plain", {}).get("speech", "")
    return speech
