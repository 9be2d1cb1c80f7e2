"""Sensors: what can be seen of the session, the level and the history."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .engine.models import PhaseKind, SessionStatus, Side
from .entity import BackCareEntity
from .running import tidy

PARALLEL_UPDATES = 0

_IDLE = SessionStatus.IDLE.value


@dataclass(frozen=True, kw_only=True)
class BackCareSensorEntityDescription(SensorEntityDescription):
    """A sensor and how it is read from the controller."""

    value_fn: Callable[[SessionController], StateType | datetime]
    attributes_fn: Callable[[SessionController], dict[str, Any]] = lambda _: {}
    options_fn: Callable[[SessionController], list[str]] | None = None


def _exercise_ids(controller: SessionController) -> list[str]:
    """Return the exercises that the catalogue knows."""
    return list(controller.profile.catalogue.exercises)


def _session_attributes(controller: SessionController) -> dict[str, Any]:
    """Return which session it is."""
    seen = controller.snapshot
    return {
        "routine": seen.routine_id,
        "routine_name": controller.routine_name,
        "session_id": seen.session_id,
        "started_at": seen.started_at.isoformat() if seen.started_at else None,
    }


def _phase_attributes(controller: SessionController) -> dict[str, Any]:
    """Return where in the session the phase is, and its length in seconds."""
    seen = controller.snapshot
    if seen.phase is None:
        return {}
    return {
        "phase_number": seen.phase_number,
        "phase_count": seen.phase_count,
        "duration": tidy(seen.phase_seconds),
        "paused": seen.status is SessionStatus.PAUSED,
    }


def _exercise_attributes(controller: SessionController) -> dict[str, Any]:
    """Return what helps to do the exercise, in the person's language."""
    if (phase := controller.snapshot.phase) is None:
        return {}
    profile = controller.profile
    texts = profile.texts[profile.settings.language]
    text = texts.exercises[phase.exercise_id]
    words = texts.words.sides.get(phase.side)
    return {
        "spoken_name": text.spoken.format(**asdict(words)) if words else text.spoken,
        "cue": text.cue,
        "muscle_class": phase.muscle_class,
    }


def _week_attributes(controller: SessionController) -> dict[str, Any]:
    """Return the goal of the week, and where in the programme it is."""
    profile = controller.profile
    return {
        "goal": profile.week.goal,
        "programme_week": profile.programme_week,
        "programme_session": profile.programme_session_number,
        "missing_muscles": list(profile.week.missing_muscles),
    }


def _last_session_attributes(controller: SessionController) -> dict[str, Any]:
    """Return which session ended last, and how."""
    if (last := controller.profile.last_session) is None:
        return {}
    return {
        "routine": last.routine_id,
        "routine_name": last.routine_name,
        "outcome": last.outcome,
    }


def _last_session_ended_at(controller: SessionController) -> datetime | None:
    """Return when the last session ended."""
    last = controller.profile.last_session
    return last.ended_at if last else None


def _whole_second(moment: datetime | None) -> datetime | None:
    """Return the nearest whole second.

    Core cuts the rest off, so that microseconds of jitter would look like a change.
    """
    if moment is None:
        return None
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


SENSORS = (
    BackCareSensorEntityDescription(
        key=Key.SESSION,
        device_class=SensorDeviceClass.ENUM,
        options=[status.value for status in SessionStatus],
        value_fn=lambda controller: controller.snapshot.status,
        attributes_fn=_session_attributes,
    ),
    BackCareSensorEntityDescription(
        key=Key.PHASE,
        device_class=SensorDeviceClass.ENUM,
        options=[_IDLE, *(kind.value for kind in PhaseKind)],
        value_fn=lambda controller: (
            phase.kind if (phase := controller.snapshot.phase) else _IDLE
        ),
        attributes_fn=_phase_attributes,
    ),
    BackCareSensorEntityDescription(
        key=Key.EXERCISE,
        device_class=SensorDeviceClass.ENUM,
        options_fn=_exercise_ids,
        value_fn=lambda controller: (
            phase.exercise_id if (phase := controller.snapshot.phase) else None
        ),
        attributes_fn=_exercise_attributes,
    ),
    BackCareSensorEntityDescription(
        key=Key.NEXT_EXERCISE,
        device_class=SensorDeviceClass.ENUM,
        options_fn=_exercise_ids,
        value_fn=lambda controller: controller.snapshot.next_exercise_id,
    ),
    BackCareSensorEntityDescription(
        key=Key.SET_NUMBER,
        entity_registry_enabled_default=False,
        value_fn=lambda controller: (
            phase.set_number if (phase := controller.snapshot.phase) else None
        ),
        attributes_fn=lambda controller: (
            {"set_count": phase.set_count}
            if (phase := controller.snapshot.phase)
            else {}
        ),
    ),
    BackCareSensorEntityDescription(
        key=Key.SIDE,
        device_class=SensorDeviceClass.ENUM,
        options=[side.value for side in Side],
        value_fn=lambda controller: (
            phase.side if (phase := controller.snapshot.phase) else Side.NONE
        ),
    ),
    BackCareSensorEntityDescription(
        key=Key.PROGRESS,
        native_unit_of_measurement=PERCENTAGE,
        entity_registry_enabled_default=False,
        value_fn=lambda controller: (
            round(seen.progress * 100) if (seen := controller.snapshot).phase else None
        ),
    ),
    BackCareSensorEntityDescription(
        key=Key.PHASE_ENDS_AT,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value_fn=lambda controller: _whole_second(controller.snapshot.phase_ends_at),
    ),
    BackCareSensorEntityDescription(
        key=Key.SESSION_ENDS_AT,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda controller: _whole_second(controller.snapshot.session_ends_at),
    ),
    BackCareSensorEntityDescription(
        key=Key.LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda controller: controller.profile.level,
    ),
    BackCareSensorEntityDescription(
        key=Key.SESSIONS_THIS_WEEK,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda controller: controller.profile.week.session_count,
        attributes_fn=_week_attributes,
    ),
    BackCareSensorEntityDescription(
        key=Key.MINUTES_THIS_WEEK,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value_fn=lambda controller: round(controller.profile.week.minutes, 2),
        attributes_fn=lambda controller: {"goal": controller.profile.week.minutes_goal},
    ),
    BackCareSensorEntityDescription(
        key=Key.WEEK_STREAK,
        native_unit_of_measurement=UnitOfTime.WEEKS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda controller: controller.profile.week_streak,
    ),
    BackCareSensorEntityDescription(
        key=Key.PRACTICES_TODAY,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda controller: controller.profile.practices_today,
        attributes_fn=lambda controller: {"goal": controller.profile.practice_goal},
    ),
    BackCareSensorEntityDescription(
        key=Key.TOTAL_MINUTES,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        state_class=SensorStateClass.TOTAL_INCREASING,
        suggested_display_precision=0,
        value_fn=lambda controller: round(controller.profile.total_minutes, 2),
    ),
    BackCareSensorEntityDescription(
        key=Key.LAST_SESSION,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=_last_session_ended_at,
        attributes_fn=_last_session_attributes,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of one person."""
    async_add_entities(BackCareSensor(entry.runtime_data, row) for row in SENSORS)


class BackCareSensor(BackCareEntity, SensorEntity):
    """A sensor of one person."""

    entity_description: BackCareSensorEntityDescription

    def __init__(
        self,
        controller: SessionController,
        description: BackCareSensorEntityDescription,
    ) -> None:
        """Take the row of the table."""
        super().__init__(controller, Key(description.key))
        self.entity_description = description
        if description.options_fn:
            self._attr_options = description.options_fn(controller)

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the state."""
        return self.entity_description.value_fn(self.controller)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return the attributes."""
        return self.entity_description.attributes_fn(self.controller)
