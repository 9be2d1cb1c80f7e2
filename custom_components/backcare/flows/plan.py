"""The form of the weekly plan: when to train, who is told, and how weeks count."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import voluptuous as vol

from custom_components.backcare.const import (
    DEFAULT_WEEK_GOAL,
    WEEKDAYS,
    Conf,
    DueAction,
)
from custom_components.backcare.notices import async_targets
from custom_components.backcare.plan_settings import PlanSettings
from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    DateSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)
from homeassistant.util import dt as dt_util

from .fields import UncheckedObjectSelector, form_schema

type Fault = tuple[str, str, dict[str, str]]
"""A section that can't be kept, why, and what the message names."""

MAX_WEEK_GOAL: Final = 5
"""More sessions a week leave no day to rest (``domain.md`` 4.4, rule P9)."""

_WHEN: Final = "when"
_REMINDER: Final = "reminder"
_WEEK: Final = "week"

_FIELDS: Final = {
    _WHEN: (Conf.DAYS, Conf.AT, Conf.SCHEDULE, Conf.ON_DUE),
    _REMINDER: (
        Conf.NOTIFY,
        Conf.SATELLITE,
        Conf.PERSON,
        Conf.QUIET_FROM,
        Conf.QUIET_TO,
    ),
    _WEEK: (Conf.WEEK_GOAL, Conf.WEEK_STARTS_ON, Conf.BREAKS),
}
"""What stands in which section of the form."""

_ENTITIES: Final = (
    (_WHEN, Conf.SCHEDULE, "schedule"),
    (_REMINDER, Conf.SATELLITE, "assist_satellite"),
    (_REMINDER, Conf.PERSON, "person"),
)
"""The fields that name an entity, and of which domain."""


class PlanFlow(OptionsFlow):
    """Changes the weekly plan; a running session goes on."""

    async def async_step_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the plan on one form."""
        options = self.config_entry.options
        before = options.get(Conf.PLAN, {})
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        shown = user_input
        if shown is None:
            shown = {
                part: {field: before[field] for field in fields if field in before}
                for part, fields in _FIELDS.items()
            }
        else:
            chosen = _stored(shown)
            fault = next(_faults(self.hass, chosen, before), None)
            if fault is None:
                return self.async_create_entry(
                    data={**options, Conf.PLAN.value: chosen}
                )
            part, error, placeholders = fault
            errors = {part: error}
        return self.async_show_form(
            step_id="plan",
            data_schema=self.add_suggested_values_to_schema(_schema(self.hass), shown),
            errors=errors,
            description_placeholders=placeholders,
        )


def _stored(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as they are kept: in one part, without what was left empty."""
    return {
        field.value: value
        for part, fields in _FIELDS.items()
        for field in fields
        if (value := shown[part].get(field)) not in (None, "", [])
    }


def _faults(
    hass: HomeAssistant, chosen: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield what can't be kept; what was chosen before may be away for a while."""
    has_days, has_time = Conf.DAYS in chosen, Conf.AT in chosen
    if Conf.SCHEDULE in chosen and (has_days or has_time):
        yield _WHEN, "plan_twice", {}
    elif has_days and not has_time:
        yield _WHEN, "days_without_time", {}
    elif has_time and not has_days:
        yield _WHEN, "time_without_days", {}
    registry = er.async_get(hass)
    for part, field, domain in _ENTITIES:
        entity_id = chosen.get(field)
        if entity_id and entity_id != before.get(field):
            is_there = hass.states.get(entity_id) or registry.async_get(entity_id)
            if not is_there or not entity_id.startswith(f"{domain}."):
                yield part, "unusable_entity", {"entity": entity_id}
    known = {*async_targets(hass), *before.get(Conf.NOTIFY, ())}
    for target in chosen.get(Conf.NOTIFY, ()):
        if target not in known:
            yield _REMINDER, "unknown_target", {"entity": target}
    yield from _quiet_faults(chosen)
    yield from _break_faults(chosen.get(Conf.BREAKS, []))


def _quiet_faults(chosen: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield why quiet hours can't be kept."""
    plan = PlanSettings.of({Conf.PLAN: chosen})
    if (plan.quiet_from is None) != (plan.quiet_to is None):
        yield _REMINDER, "quiet_half", {}
    elif plan.quiet and plan.quiet_from == plan.quiet_to:
        yield _REMINDER, "quiet_all_day", {}
    elif plan.quiet and plan.at and plan.quiet.covers(plan.at):
        yield _REMINDER, "quiet_when_planned", {}


def _break_faults(rows: Any) -> Iterator[Fault]:
    """Yield why breaks can't be kept."""
    for row in rows if isinstance(rows, list) else [None]:
        days = [
            row.get(field) if isinstance(row, dict) else None
            for field in (Conf.FIRST_DAY, Conf.LAST_DAY)
        ]
        first_day, last_day = (dt_util.parse_date(str(day)) for day in days)
        if first_day is None or last_day is None:
            yield _WEEK, "break_incomplete", {}
        elif first_day > last_day:
            named = {"first_day": str(first_day), "last_day": str(last_day)}
            yield _WEEK, "break_reversed", named


def _schema(hass: HomeAssistant) -> Any:
    """Return the form."""
    return form_schema(
        {
            vol.Required(_WHEN): section(form_schema(_when_fields())),
            vol.Required(_REMINDER): section(form_schema(_reminder_fields(hass))),
            vol.Required(_WEEK): section(
                form_schema(_week_fields()), {"collapsed": True}
            ),
        }
    )


def _when_fields() -> dict[Any, Any]:
    """Return the fields of when training is planned, and what happens then."""
    return {
        vol.Optional(Conf.DAYS): _choice(WEEKDAYS, "weekday", multiple=True),
        vol.Optional(Conf.AT): TimeSelector(),
        vol.Optional(Conf.SCHEDULE): _entity("schedule"),
        vol.Required(Conf.ON_DUE, default=DueAction.ASK.value): _choice(
            tuple(DueAction), "on_due"
        ),
    }


def _reminder_fields(hass: HomeAssistant) -> dict[Any, Any]:
    """Return the fields of who is told, and when not."""
    return {
        vol.Optional(Conf.NOTIFY): SelectSelector(
            SelectSelectorConfig(
                options=async_targets(hass),
                multiple=True,
                custom_value=True,
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(Conf.SATELLITE): _entity(
            "assist_satellite",
            "assist_satellite.AssistSatelliteEntityFeature.START_CONVERSATION",
        ),
        vol.Optional(Conf.PERSON): _entity("person"),
        vol.Optional(Conf.QUIET_FROM): TimeSelector(),
        vol.Optional(Conf.QUIET_TO): TimeSelector(),
    }


def _week_fields() -> dict[Any, Any]:
    """Return the fields of how weeks count."""
    day = ObjectSelectorField(selector=DateSelector(), required=True)
    return {
        vol.Required(Conf.WEEK_GOAL, default=DEFAULT_WEEK_GOAL): vol.All(
            NumberSelector(
                NumberSelectorConfig(
                    min=1, max=MAX_WEEK_GOAL, mode=NumberSelectorMode.SLIDER
                )
            ),
            vol.Coerce(int),
        ),
        vol.Required(Conf.WEEK_STARTS_ON, default=WEEKDAYS[0]): _choice(
            (WEEKDAYS[0], WEEKDAYS[-1]), "weekday"
        ),
        vol.Optional(Conf.BREAKS): UncheckedObjectSelector(
            ObjectSelectorConfig(
                multiple=True,
                fields={Conf.FIRST_DAY.value: day, Conf.LAST_DAY.value: day},
                translation_key=Conf.BREAKS.value,
            )
        ),
    }


def _choice(
    options: tuple[str, ...], translation_key: str, *, multiple: bool = False
) -> SelectSelector:
    """Return a choice among options that have a translated name."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[str(option) for option in options],
            multiple=multiple,
            mode=SelectSelectorMode.DROPDOWN,
            translation_key=translation_key,
        )
    )


def _entity(domain: str, *features: str) -> EntitySelector:
    """Return a choice among the entities of a domain that have some features."""
    return EntitySelector(
        EntitySelectorConfig(
            filter=EntityWithDeviceFilterSelectorConfig(
                domain=domain, supported_features=list(features)
            )
        )
    )
