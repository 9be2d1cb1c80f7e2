"""Tools with which a language model starts and steers a session, and asks about it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, override

import voluptuous as vol

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.components.llm import LLMTools
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.intent import is_blank_slot_value
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .const import DOMAIN, Action, Argument, Key
from .controller import BackCareConfigEntry, SessionController
from .engine.models import Scope, Side, StopReason
from .settings import supported_language
from .voice.obey import is_own_start
from .voice.people import async_meant, async_people
from .voice.rooms import async_speaker_near
from .voice.wish import Asker, Wish, WishKind

_HISTORY_DAYS = 28

_PROMPT = (
    "BackCare guides people through back exercises, in sessions that speak for "
    "themselves. Use the backcare tools, not timers or media players, to start or steer "
    "a session and to answer questions about it. When something hurts, or a person says "
    "stop, first stop the session, with the reason pain if it hurts. Don't diagnose, "
    "don't give medical advice and don't promise an effect of the exercises. After a "
    "command, answer in a few words or not at all."
)

_READS = ToolAnnotations(
    read_only=True, destructive=False, idempotent=True, open_world=False
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A call of a tool for one person."""

    hass: HomeAssistant
    controller: SessionController
    arguments: Mapping[str, Any]
    llm_context: LLMContext

    @property
    def language(self) -> str:
        """Return the language of the names in the result."""
        return supported_language(
            self.llm_context.language or self.controller.profile.settings.language
        )

    async def async_act(
        self, action: Action, names: Iterable[str], **more: Any
    ) -> JsonObjectType:
        """Perform an action with the arguments of these names; return the status after it.

        Raises ServiceValidationError or vol.Invalid, and then nothing has changed.
        """
        fields = {
            name: self.arguments[name] for name in names if name in self.arguments
        }
        await self.hass.services.async_call(
            DOMAIN,
            action,
            {
                Argument.CONFIG_ENTRY_ID: self.controller.entry.entry_id,
                **fields,
                **more,
            },
            blocking=True,
            context=self.llm_context.context,
        )
        return await _async_status(self)


_START_FIELDS = (Argument.ROUTINE, Argument.MINUTES, Argument.LEVEL, Argument.SIDE)


async def _async_start(call: _Call) -> JsonObjectType:
    """Start a session; as with a sentence, its cues go to where the person is."""
    speaker = None
    if not call.controller.profile.settings.speakers:
        speaker = async_speaker_near(call.hass, _asker(call.llm_context))
    outputs = {Argument.SPEAKERS: [speaker]} if speaker else {}
    return await call.async_act(Action.START_ROUTINE, _START_FIELDS, **outputs)


_COMMANDS: dict[str, tuple[Action, tuple[Argument, ...]]] = {
    "pause": (Action.PAUSE_SESSION, ()),
    "resume": (Action.RESUME_SESSION, ()),
    "skip": (Action.SKIP, (Argument.SCOPE,)),
    "previous": (Action.PREVIOUS, (Argument.SCOPE,)),
    "repeat": (Action.PREVIOUS, ()),
    "stop": (Action.STOP_SESSION, (Argument.REASON,)),
    "add_time": (Action.ADD_TIME, (Argument.SECONDS,)),
}
"""The actions, and which fields they take."""


async def _async_control(call: _Call) -> JsonObjectType:
    """Steer the session; the previous exercise is the one that a sentence means."""
    action, fields = _COMMANDS[call.arguments["action"]]
    before = call.controller.snapshot
    status = await call.async_act(action, fields)
    if call.arguments["action"] == "previous":
        scope = Scope(call.arguments.get(Argument.SCOPE, Scope.PHASE))
        if is_own_start(scope, before, call.controller.snapshot):
            return await call.async_act(action, fields)
    return status


async def _async_status(call: _Call) -> JsonObjectType:
    """Return what a person does now, or could do."""
    language, profile = call.language, call.controller.profile
    seen = call.controller.snapshot
    if (phase := seen.phase) is None:
        return {
            "status": seen.status,
            "selected_routine": profile.selected_routine.names[language],
            **_outlook(call),
            "routines": [item.names[language] for item in profile.library],
        }
    exercises = profile.texts[language].exercises
    upcoming = seen.next_exercise_id
    return {
        "status": seen.status,
        "routine": profile.library.name(seen.routine_id or "", language),
        "level": seen.level,
        "exercise": exercises[phase.exercise_id].name,
        "phase": phase.kind,
        "side": phase.side,
        "set_number": phase.set_number,
        "set_count": phase.set_count,
        "phase_seconds_left": _left(seen.phase_ends_at, seen.remaining_seconds),
        "session_seconds_left": _left(
            seen.session_ends_at, seen.session_remaining_seconds
        ),
        "next_exercise": exercises[upcoming].name if upcoming else None,
    }


def _outlook(call: _Call) -> JsonObjectType:
    """Return where the programme is, and when the next training is planned."""
    profile, reminders = call.controller.profile, call.controller.reminders
    next_at = reminders.next_at and dt_util.as_local(reminders.next_at)
    return {
        "level": profile.level,
        "programme_week": profile.programme_week,
        "next_training": next_at.isoformat() if next_at else None,
        "training_is_due": reminders.due_at is not None,
        # What a hold means is about pain: the person hears it, a model does not.
        "about_next_session": None if profile.is_on_hold else profile.why,
    }


def _left(ends_at: datetime | None, paused_seconds: float) -> int:
    """Return the seconds until an end; those of the pause if it stands still."""
    if ends_at is None:
        return round(paused_seconds)
    return max(0, round((ends_at - dt_util.utcnow()).total_seconds()))


async def _async_history(call: _Call) -> JsonObjectType:
    """Tell what the person did; ratings are theirs alone (``domain.md`` 5.5)."""
    profile = call.controller.profile
    since = dt_util.start_of_local_day() - timedelta(days=_HISTORY_DAYS)
    return {
        "sessions_this_week": profile.week.session_count,
        "week_goal": profile.week.goal,
        "weeks_in_a_row": profile.week_streak,
        **_outlook(call),
        "sessions": [
            {
                "routine": session.routine_name,
                "date": dt_util.as_local(session.started_at).date().isoformat(),
                "minutes": round(session.active_seconds / 60),
                "outcome": session.outcome,
            }
            for session in profile.sessions
            if session.ended_at >= since
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class BackCareToolDescription:
    """A tool, and what it does."""

    name: str
    title: str
    description: str
    annotations: ToolAnnotations
    async_run: Callable[[_Call], Awaitable[JsonObjectType]]
    kind: WishKind = WishKind.ASK
    """Tells who is meant where nobody is named: a start means other people."""
    fields: Mapping[vol.Marker, Any] = field(default_factory=dict)


def _field(name: str, description: str) -> vol.Optional:
    """Return a field that a model may leave out."""
    return vol.Optional(name, description=description)


_SCOPE = _field(
    Argument.SCOPE, "With skip and previous: a phase (the default) or the exercise"
)

TOOLS = (
    BackCareToolDescription(
        name="start_routine",
        title="Start back exercises",
        description=(
            "Start a session of guided back exercises. Without a routine or a length it "
            "is the routine that the person selected."
        ),
        annotations=ToolAnnotations(destructive=False, open_world=False),
        async_run=_async_start,
        kind=WishKind.START,
        fields={
            _field(Argument.ROUTINE, "Name of a routine"): cv.string,
            _field(
                Argument.MINUTES, "Wanted length, 1 to 180, instead of a routine"
            ): vol.Coerce(float),
            _field(
                Argument.LEVEL, "1 to 7, only if asked for; else it is the person's own"
            ): vol.Coerce(int),
            _field(Argument.SIDE, "Of one-sided exercises, only if asked for"): vol.In(
                [Side.LEFT.value, Side.RIGHT.value]
            ),
        },
    ),
    BackCareToolDescription(
        name="control_session",
        title="Steer back exercises",
        description=(
            "Steer the running session of back exercises. What was done before a stop "
            "is kept. Repeat does the last set again."
        ),
        annotations=ToolAnnotations(open_world=False),
        async_run=_async_control,
        fields={
            vol.Required("action"): vol.In(list(_COMMANDS)),
            _SCOPE: vol.In([scope.value for scope in Scope]),
            _field(
                Argument.SECONDS,
                "With add_time: -300 to 300, for the running phase; below 0 shortens it",
            ): vol.Coerce(float),
            _field(Argument.REASON, "With stop, if the person says why"): vol.In(
                [reason.value for reason in StopReason]
            ),
        },
    ),
    BackCareToolDescription(
        name="get_status",
        title="Get back exercise status",
        description=(
            "Tell the exercise, phase, side, set, time left and next exercise of the "
            "running session of back exercises; without one the level, the next planned "
            "training and what can be started. Answers 'What is next?', 'How long is "
            "left?', 'When do I train next?' and 'Which routines are there?'."
        ),
        annotations=_READS,
        async_run=_async_status,
    ),
    BackCareToolDescription(
        name="get_history",
        title="Get back exercise history",
        description=(
            f"List the back exercise sessions of the last {_HISTORY_DAYS} days, oldest "
            "first, and how many count this week. Answers 'How often did I train this "
            "week?' and 'When did I last do my exercises?'."
        ),
        annotations=_READS,
        async_run=_async_history,
    ),
)


class BackCareTool(Tool):
    """A tool for the people whom an assistant may see."""

    integration = DOMAIN

    def __init__(
        self, row: BackCareToolDescription, people: Sequence[BackCareConfigEntry]
    ) -> None:
        """Take the row of the table."""
        self.name = f"{DOMAIN}__{row.name}"
        self.title = row.title
        self.description = row.description
        self.annotations = row.annotations
        self._row = row
        self._people = people
        self._names = ", ".join(person.title for person in people)
        person = _field("person", f"Whose exercises: {self._names}")
        # The action checks how big a number may be: its refusals are translated.
        schema: Any = vol.Schema({person: cv.string, **row.fields})
        self.parameters = schema

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Do what the model asks; what can't be done changes nothing."""
        given = {
            key: value
            for key, value in tool_input.tool_args.items()
            if not is_blank_slot_value(value)
        }
        try:
            arguments = self.parameters(given)
            wish = Wish(kind=self._row.kind, person=arguments.get("person"))
            call = _Call(
                hass=hass,
                controller=self._meant(async_meant(hass, wish, _asker(llm_context))),
                arguments=arguments,
                llm_context=llm_context,
            )
            return ToolResult(data=await self._row.async_run(call))
        except ServiceValidationError as err:
            reason = await _async_reason(hass, err, llm_context.language)
        except vol.Invalid as err:
            reason = str(err)
        return ToolResult(data={"error": reason}, error=True)

    def _meant(self, people: Iterable[BackCareConfigEntry]) -> SessionController:
        """Return the one person who may be meant and seen.

        Raises vol.Invalid if there is none, or more than one.
        """
        meant = [person for person in people if person in self._people]
        if len(meant) != 1:
            raise vol.Invalid(f"Name one of: {self._names}", ["person"])
        return meant[0].runtime_data


def _asker(llm_context: LLMContext) -> Asker:
    """Return who talks to the model."""
    return Asker(language=llm_context.language, device_id=llm_context.device_id)


async def _async_reason(
    hass: HomeAssistant, error: ServiceValidationError, language: str | None
) -> str:
    """Return why an action refused, in the language of the person who asked."""
    messages = await async_get_translations(
        hass,
        supported_language(language or hass.config.language),
        "exceptions",
        {DOMAIN},
    )
    message = messages[f"component.{DOMAIN}.exceptions.{error.translation_key}.message"]
    return message.format(**error.translation_placeholders or {})


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools for the people whose session is exposed to the assistant."""
    if api_id != LLM_API_ASSIST:
        return None
    people = [
        person
        for person in async_people(hass)
        if _is_exposed(hass, person, llm_context.assistant)
    ]
    if not people:
        return None
    return LLMTools(tools=[BackCareTool(row, people) for row in TOOLS], prompt=_PROMPT)


def _is_exposed(
    hass: HomeAssistant, person: BackCareConfigEntry, assistant: str
) -> bool:
    """Return if an assistant may see the session of a person."""
    entity_id = er.async_get(hass).async_get_entity_id(
        Platform.SWITCH, DOMAIN, f"{person.entry_id}_{Key.SESSION}"
    )
    return entity_id is not None and async_should_expose(hass, assistant, entity_id)
