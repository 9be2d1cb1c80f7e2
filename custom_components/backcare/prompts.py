"""What a person is told and asked about their plan, and what the buttons mean."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN, REMINDER_GONE
from .cues.phrases import fill
from .cues.trouble import issue_id
from .engine.errors import EngineError
from .notices import Notice, async_clear, async_send, is_phone
from .profile import Profile
from .request import StartRequest


class Prompt(StrEnum):
    """What may be shown at one time, once each."""

    TRAINING = "training"
    NEXT_DAY = "next_day"


class Verb(StrEnum):
    """What the buttons do."""

    START = "start"
    LATER = "later"
    SKIP = "skip"
    RATE = "rate"
    PASS = "pass"


class Answer(NamedTuple):
    """A button that was pressed."""

    verb: Verb
    about: str
    """The day of the training, or the id of the session."""
    text: str
    """What was typed."""


class Prompts:
    """Tells one person, where they want to be told."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], profile: Profile
    ) -> None:
        """Take the person."""
        self._hass = hass
        self._entry = entry
        self._profile = profile

    @callback
    def async_show_training(self, day: date, *, asks: bool) -> None:
        """Tell that the training of a day is due, with buttons or without."""
        profile, words = self._profile, self._words
        request = StartRequest()
        values = {
            "routine": request.routine_for(profile).names[profile.settings.language],
            "minutes": str(round(request.plan(profile).timeline.total_seconds / 60)),
        }
        message = f"{words['reminder_session']} {fill(words['reminder'], values)}"
        verbs = (Verb.START, Verb.LATER, Verb.SKIP) if asks else ()
        self._show(Prompt.TRAINING, message, self._buttons(verbs, day.isoformat()))

    @property
    def can_ask(self) -> bool:
        """Return if there is a phone on which an answer can be typed."""
        return any(map(is_phone, self._profile.settings.plan.notify))

    @callback
    def async_show_question(self, session_id: str, *, is_repeated: bool) -> None:
        """Ask on the phones how the back feels the morning after a session."""
        words = self._words
        message = words["next_day_number" if is_repeated else "ask_next_day"]
        self._show(
            Prompt.NEXT_DAY,
            message,
            self._buttons((Verb.PASS,), session_id),
            self._buttons((Verb.RATE,), session_id),
        )

    async def async_show_refusal(self, err: EngineError) -> None:
        """Tell why a training can't start."""
        texts = await async_get_translations(
            self._hass, self._profile.settings.language, "exceptions", {DOMAIN}
        )
        message = texts[f"component.{DOMAIN}.exceptions.{err.key}.message"]
        self._show(Prompt.TRAINING, fill(message, err.placeholders))

    @callback
    def async_clear_training(self) -> None:
        """Take back that a training is due."""
        self._clear(Prompt.TRAINING)

    @callback
    def async_clear_question(self) -> None:
        """Take back the question of the morning."""
        self._clear(Prompt.NEXT_DAY)

    def read(self, pressed: Mapping[str, Any]) -> Answer | None:
        """Return what a button of this person means; None for any other."""
        action = str(pressed.get("action"))
        if not action.startswith(self._prefix):
            return None
        verb, _, about = action.removeprefix(self._prefix).partition("_")
        if verb not in Verb:
            return None
        return Answer(Verb(verb), about, str(pressed.get("reply_text", "")))

    @callback
    def async_check(self) -> None:
        """Report whom to tell and whom to follow, but who is not there."""
        settings = self._profile.settings
        plan, practice = settings.plan, settings.practice
        wanted = {*plan.notify, plan.satellite, plan.person}
        if practice.is_on:
            wanted |= {*practice.notify, practice.person}
        gone = {
            issue_id(REMINDER_GONE, self._entry.entry_id, target): target
            for target in filter(None, wanted)
            if not self._is_there(target)
        }
        prefix = issue_id(REMINDER_GONE, self._entry.entry_id, "")
        for domain, known in list(ir.async_get(self._hass).issues):
            if domain == DOMAIN and known.startswith(prefix) and known not in gone:
                ir.async_delete_issue(self._hass, DOMAIN, known)
        for key, target in gone.items():
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                key,
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=REMINDER_GONE,
                translation_placeholders={"entity": target, "name": self._entry.title},
            )

    def _clear(self, prompt: Prompt) -> None:
        """Take back what is shown, also from before a restart."""
        if prompt not in self._shown:
            return
        self._keep_shown([other for other in self._shown if other != prompt])
        tag = self._tag(prompt)
        async_clear(self._hass, self._entry, self._targets(prompt), tag)
        persistent_notification.async_dismiss(self._hass, tag)

    def _show(
        self,
        prompt: Prompt,
        message: str,
        buttons: Mapping[str, str] | None = None,
        text_buttons: Mapping[str, str] | None = None,
    ) -> None:
        """Tell the person; in Home Assistant itself if there is nowhere else."""
        self.async_check()
        title, tag = self._entry.title, self._tag(prompt)
        targets = self._targets(prompt)
        notice = Notice(
            tag=tag,
            title=title,
            message=message,
            buttons=buttons or {},
            text_buttons=text_buttons or {},
        )
        self._keep_shown(sorted({*self._shown, prompt.value}))
        async_send(self._hass, self._entry, targets, notice)
        if not targets and prompt is Prompt.TRAINING:
            persistent_notification.async_create(self._hass, message, title, tag)

    def _buttons(self, verbs: tuple[Verb, ...], about: str) -> dict[str, str]:
        """Return the words of buttons, by the action that they send."""
        return {
            f"{self._prefix}{verb}_{about}": self._words[f"button_{verb}"]
            for verb in verbs
        }

    def _is_there(self, target: str) -> bool:
        """Return if Home Assistant knows an action or an entity."""
        return (
            self._hass.services.has_service(*target.split(".", 1))
            or self._hass.states.get(target) is not None
            or er.async_get(self._hass).async_get(target) is not None
        )

    def _tag(self, prompt: Prompt) -> str:
        """Return the tag under which something is shown."""
        return f"{DOMAIN}_{prompt}_{self._entry.entry_id}"

    @property
    def _shown(self) -> list[str]:
        """Return what the person may still see."""
        shown: list[str] = self._profile.store.content.plan.get("shown", [])
        return shown

    def _keep_shown(self, shown: list[str]) -> None:
        """Keep what the person may still see."""
        self._profile.store.content.plan["shown"] = shown
        self._profile.store.save_soon()

    @property
    def _prefix(self) -> str:
        """Return how the actions of this person's buttons begin."""
        return f"{DOMAIN}_{self._entry.entry_id}_"

    def _targets(self, prompt: Prompt) -> list[str]:
        """Return where something is shown: a question where it can be answered."""
        return [
            target
            for target in self._profile.settings.plan.notify
            if self._is_there(target)
            and (prompt is Prompt.TRAINING or is_phone(target))
        ]

    @property
    def _words(self) -> dict[str, str]:
        """Return the words in the language of the person."""
        texts = self._profile.texts[self._profile.settings.language]
        return {**texts.cues, **texts.programme}
