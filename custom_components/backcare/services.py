"""Actions: what automations, scripts and people ask of BackCare."""

from collections.abc import Callable
from typing import Any

import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .const import DOMAIN, MAX_RATING, Action, Argument, Rating, SpeechLevel
from .controller import BackCareConfigEntry, SessionController
from .engine.models import Phase, Scope, Side, StopReason
from .errors import translated_errors
from .journal import described, log, sessions_between
from .library import NamedRoutine
from .request import StartRequest
from .rights import async_profiles, is_allowed
from .running import tidy

MAX_TEXT_LENGTH = 255


def _refusal(key: str, **placeholders: object) -> ServiceValidationError:
    """Return the translated error."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={k: str(v) for k, v in placeholders.items()},
    )


def _within(
    field: Argument | Rating, low: float, high: float
) -> Callable[[float], float]:
    """Return a validator whose refusal is translated, as voluptuous' is not."""

    def validate(value: float) -> float:
        if low <= value <= high:
            return value
        raise _refusal("value_out_of_range", field=field, low=low, high=high)

    return validate


def _text(field: Argument) -> Callable[[Any], str]:
    """Return a validator of a text that a person may have typed."""

    def validate(value: Any) -> str:
        if len(text := cv.string(value).strip()) <= MAX_TEXT_LENGTH:
            return text
        raise _refusal("text_too_long", field=field, length=MAX_TEXT_LENGTH)

    return validate


type _Fields = dict[vol.Marker, Any]

_PROFILE: _Fields = {vol.Optional(Argument.CONFIG_ENTRY_ID): cv.string}
_SCOPE: _Fields = {vol.Optional(Argument.SCOPE, default=Scope.PHASE): vol.Coerce(Scope)}

_FIELDS: dict[Action, _Fields] = {
    Action.START_ROUTINE: {
        vol.Optional(Argument.ROUTINE): _text(Argument.ROUTINE),
        vol.Optional(Argument.MINUTES): vol.All(
            vol.Coerce(float), _within(Argument.MINUTES, 1, 180)
        ),
        vol.Optional(Argument.LEVEL): vol.All(
            vol.Coerce(int), _within(Argument.LEVEL, 1, 7)
        ),
        vol.Optional(Argument.SIDE): vol.All(
            vol.In([Side.LEFT, Side.RIGHT]), vol.Coerce(Side)
        ),
        vol.Optional(Argument.SPEAKERS): cv.entities_domain(
            [Platform.ASSIST_SATELLITE, Platform.MEDIA_PLAYER]
        ),
        vol.Optional(Argument.LIGHTS): cv.entities_domain(Platform.LIGHT),
        vol.Optional(Argument.SPEECH_LEVEL): vol.Coerce(SpeechLevel),
        vol.Optional(Argument.LANGUAGE): _text(Argument.LANGUAGE),
    },
    Action.PAUSE_SESSION: {},
    Action.RESUME_SESSION: {},
    Action.STOP_SESSION: {vol.Optional(Argument.REASON): vol.Coerce(StopReason)},
    Action.SKIP: _SCOPE,
    Action.PREVIOUS: _SCOPE,
    Action.ADD_TIME: {
        vol.Required(Argument.SECONDS): vol.All(
            vol.Coerce(float), _within(Argument.SECONDS, -300, 300)
        )
    },
    Action.RATE_SESSION: {
        vol.Optional(Argument.SESSION_ID): _text(Argument.SESSION_ID),
        **{
            vol.Optional(rating): vol.All(
                vol.Coerce(float), _within(rating, 0, MAX_RATING), round
            )
            for rating in Rating
        },
    },
    Action.GET_HISTORY: {
        vol.Optional(Argument.START): cv.datetime,
        vol.Optional(Argument.END): cv.datetime,
    },
    Action.LOG_SESSION: {
        vol.Required(Argument.ROUTINE): _text(Argument.ROUTINE),
        vol.Optional(Argument.FINISHED_AT): cv.datetime,
        vol.Optional(Argument.MINUTES): vol.All(
            vol.Coerce(float), _within(Argument.MINUTES, 1, 180)
        ),
    },
    Action.GET_ROUTINES: {
        vol.Optional(Argument.INCLUDE_PHASES, default=False): cv.boolean
    },
}


def _start_routine(controller: SessionController, call: ServiceCall) -> ServiceResponse:
    """Start a session and tell what it will be."""
    request: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in call.data.items()
        if key != Argument.CONFIG_ENTRY_ID
    }
    wish = StartRequest(**request)
    profile = controller.profile
    advice = profile.advice_for(wish.routine_for(profile), dt_util.utcnow())
    timeline = controller.async_start(wish)
    if not call.return_response:
        return None
    seen = controller.snapshot
    return {
        "session_id": seen.session_id,
        "routine": timeline.routine_id,
        "name": controller.routine_name,
        "level": timeline.level,
        "total_seconds": tidy(timeline.total_seconds),
        "phase_count": len(timeline.phases),
        "ends_at": seen.session_ends_at.isoformat() if seen.session_ends_at else None,
        **({"advice": advice} if advice else {}),
    }


def _rate_session(controller: SessionController, call: ServiceCall) -> ServiceResponse:
    """Keep how a session felt, by default the last one, and tell what that means."""
    ratings = {rating: call.data[rating] for rating in Rating if rating in call.data}
    if not ratings:
        raise _refusal("no_rating")
    ids = [session.session_id for session in controller.profile.sessions]
    if not ids:
        raise _refusal("no_session_yet")
    session_id = call.data.get(Argument.SESSION_ID, ids[-1])
    if session_id not in ids:
        raise _refusal("unknown_session", session=session_id)
    assessment = controller.profile.rate(session_id, ratings)
    controller.async_tell()
    if not (assessment and call.return_response):
        return None
    return {"class": assessment.session_class, "meaning": assessment.sentence}


def _get_routines(controller: SessionController, call: ServiceCall) -> ServiceResponse:
    """Return all routines with their length at the person's level."""
    include_phases = call.data[Argument.INCLUDE_PHASES]
    return {
        "routines": [
            _described(controller, item, include_phases)
            for item in controller.profile.library
        ]
    }


def _get_history(controller: SessionController, call: ServiceCall) -> ServiceResponse:
    """Return the sessions of a period."""
    sessions = sessions_between(
        controller.profile.sessions,
        call.data.get(Argument.START),
        call.data.get(Argument.END),
    )
    return {"sessions": [described(session) for session in sessions]}


def _log_session(controller: SessionController, call: ServiceCall) -> ServiceResponse:
    """Keep a session that was trained without BackCare."""
    record = log(
        controller,
        controller.profile.library.find(call.data[Argument.ROUTINE]),
        call.data.get(Argument.FINISHED_AT),
        call.data.get(Argument.MINUTES),
    )
    return described(record) if call.return_response else None


def _described(
    controller: SessionController, item: NamedRoutine, include_phases: bool
) -> dict[str, Any]:
    """Return what is told of a routine."""
    profile = controller.profile
    timeline = profile.library.timeline(item.routine, profile.level)
    described: dict[str, Any] = {
        "routine": item.id,
        "name": item.names[profile.settings.language],
        "total_seconds": tidy(timeline.total_seconds),
        "set_count": timeline.set_count,
        "phase_count": len(timeline.phases),
    }
    if include_phases:
        described["phases"] = [_described_phase(phase) for phase in timeline.phases]
    return described


def _described_phase(phase: Phase) -> dict[str, Any]:
    """Return what is told of a phase."""
    return {
        "kind": phase.kind,
        "exercise": phase.exercise_id,
        "duration": tidy(phase.duration_seconds),
        "side": phase.side,
        "set_number": phase.set_number,
        "set_count": phase.set_count,
    }


_HANDLERS: dict[Action, Callable[[SessionController, ServiceCall], ServiceResponse]] = {
    Action.START_ROUTINE: _start_routine,
    Action.PAUSE_SESSION: lambda controller, _: controller.async_pause(),
    Action.RESUME_SESSION: lambda controller, _: controller.async_resume(),
    Action.STOP_SESSION: lambda controller, call: controller.async_stop(
        call.data.get(Argument.REASON)
    ),
    Action.SKIP: lambda controller, call: controller.async_skip(
        call.data[Argument.SCOPE]
    ),
    Action.PREVIOUS: lambda controller, call: controller.async_previous(
        call.data[Argument.SCOPE]
    ),
    Action.ADD_TIME: lambda controller, call: controller.async_add_time(
        call.data[Argument.SECONDS]
    ),
    Action.RATE_SESSION: _rate_session,
    Action.GET_ROUTINES: _get_routines,
    Action.GET_HISTORY: _get_history,
    Action.LOG_SESSION: _log_session,
}

_POLICIES = {Action.GET_ROUTINES: POLICY_READ}
"""What a user must be allowed to do to a person; for the others it is to control."""

_RESPONSES = {
    Action.START_ROUTINE: SupportsResponse.OPTIONAL,
    Action.RATE_SESSION: SupportsResponse.OPTIONAL,
    Action.GET_ROUTINES: SupportsResponse.ONLY,
    Action.GET_HISTORY: SupportsResponse.ONLY,
    Action.LOG_SESSION: SupportsResponse.OPTIONAL,
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for action, fields in _FIELDS.items():
        schema: Any = vol.Schema({**_PROFILE, **fields})
        hass.services.async_register(
            DOMAIN,
            action,
            _async_handle,
            schema=schema,
            supports_response=_RESPONSES.get(action, SupportsResponse.NONE),
        )


async def _async_handle(call: ServiceCall) -> ServiceResponse:
    """Do what was asked.

    Raises ServiceValidationError or Unauthorized, and then nothing has changed.
    """
    action = Action(call.service)
    user = await _async_user(call)
    entry = _profile(call, user, _POLICIES.get(action, POLICY_CONTROL))
    with translated_errors():
        return _HANDLERS[action](entry.runtime_data, call)


async def _async_user(call: ServiceCall) -> User | None:
    """Return who asks; None for an automation or Home Assistant itself.

    Raises UnknownUser.
    """
    if (user_id := call.context.user_id) is None:
        return None
    if (user := await call.hass.auth.async_get_user(user_id)) is None:
        raise UnknownUser(context=call.context)
    return user


def _profile(call: ServiceCall, user: User | None, policy: str) -> BackCareConfigEntry:
    """Return the entry of the person who is meant, among those the user has a right to.

    Raises ServiceValidationError or Unauthorized.
    """
    entries = async_profiles(call.hass)
    if not entries:
        raise _refusal("no_profile")
    allowed = [
        entry
        for entry in entries
        if user is None or is_allowed(call.hass, user, entry.entry_id, policy)
    ]
    names = ", ".join(f"{entry.title} ({entry.entry_id})" for entry in allowed)
    entry_id = call.data.get(Argument.CONFIG_ENTRY_ID)
    if entry_id is not None:
        entries = [entry for entry in entries if entry.entry_id == entry_id]
    if not entries:
        raise _refusal("unknown_profile", names=names)
    entries = [entry for entry in entries if entry in allowed]
    if not entries:
        raise Unauthorized(
            context=call.context, config_entry_id=entry_id, permission=policy
        )
    if len(entries) > 1:
        raise _refusal("several_profiles", names=names)
    if entries[0].state is not ConfigEntryState.LOADED:
        raise _refusal("profile_not_loaded", name=entries[0].title)
    return entries[0]
