"""The questions of the safety check (``domain.md`` 5.1), for the flows that ask them.

All words come from the catalogue, in the language of the person: the translations of the
forms only say where they stand.
"""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from custom_components.backcare.catalogue.texts import GateStep, Safety
from custom_components.backcare.const import Conf
from custom_components.backcare.safety import professional_first, warning_signs
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.helpers.http import current_request
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util

from .fields import form_schema

PRESENT: Final = "present"
ASKED: Final = "asked"
NOT_YET: Final = "not_yet"
"""Keys of answers in the catalogue: there is a warning sign; a professional was asked."""


def signs_schema(safety: Safety) -> Any:
    """Return the form that asks for warning signs.

    A browser would answer a required question by itself, with the first choice.
    """
    return form_schema({vol.Optional(Conf.WARNING_SIGNS): _choice(safety, "signs")})


def signs_errors(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the first form that are still to be answered."""
    return _open_questions(answers, Conf.WARNING_SIGNS)


def advice_fields(safety: Safety) -> dict[Any, Any]:
    """Return the fields that ask for advice, and for the promise to stop."""
    return {
        vol.Optional(Conf.CONSULTED): _choice(safety, "advice"),
        vol.Required(Conf.AGREED, default=False): BooleanSelector(),
    }


def advice_errors(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the second form that stand in the way of a start."""
    errors = _open_questions(answers, Conf.CONSULTED)
    if not answers[Conf.AGREED]:
        errors[Conf.AGREED.value] = "not_agreed"
    return errors


def gate_texts(safety: Safety) -> dict[str, str]:
    """Return the words of the check, by their place in the translations."""
    return {
        "in_short": safety.disclaimer.short,
        "read": safety.gate["read"].text,
        "warning_signs": warning_signs(safety),
        "none_of_them": safety.gate["signs"].text,
        "professional_first": professional_first(safety),
        "asked_first": safety.gate["advice"].text,
        "promise": safety.gate["agreement"].text,
        "disclaimer": safety.disclaimer.long,
    }


def shown_answers(safety: Mapping[str, Any]) -> dict[str, str]:
    """Return what was answered before, for a form; signs and promise are asked anew."""
    return {Conf.CONSULTED.value: ASKED if safety.get(Conf.CONSULTED) else NOT_YET}


def confirmed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of who may train, as they are kept."""
    return _kept(is_fine=True, consulted=answers[Conf.CONSULTED] == ASKED)


def refused(safety: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of who has a warning sign, as they are kept."""
    return _kept(is_fine=False, consulted=safety.get(Conf.CONSULTED, False))


def _kept(*, is_fine: bool, consulted: bool) -> dict[str, Any]:
    """Return answers as they are kept, with when they were given and by whom."""
    request = current_request.get()
    user = request.get(KEY_HASS_USER) if request else None
    return {
        Conf.NO_WARNING_SIGNS.value: is_fine,
        Conf.CONSULTED.value: consulted,
        Conf.AGREED.value: is_fine,
        Conf.CONFIRMED_AT.value: dt_util.utcnow().isoformat(),
        Conf.CONFIRMED_BY.value: user.id if user else None,
    }


def _open_questions(answers: Mapping[str, Any], field: Conf) -> dict[str, str]:
    """Return the error of a question without an answer."""
    return {} if answers.get(field) else {field.value: "not_answered"}


def _choice(safety: Safety, step: str) -> SelectSelector:
    """Return the answers to a question of the check."""
    question: GateStep = safety.gate[step]
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=key, label=text)
                for key, text in question.choices.items()
            ],
            mode=SelectSelectorMode.LIST,
        )
    )
