"""Test the timers: views of the session that obey every timer action."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.backcare.engine.position import REENTRY_SECONDS
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.state import async_reproduce_state
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import SessionClock, act, described, state

EXERCISE = "timer.back_care_exercise_timer"
REST = "timer.back_care_rest_timer"
SESSION = "timer.back_care_session_timer"

pytestmark = pytest.mark.usefixtures("setup_backcare")


async def timer(hass: HomeAssistant, action: str, entity_id: str, **data: str) -> None:
    """Perform an action of the timer domain."""
    await hass.services.async_call(
        "timer", action, {"entity_id": entity_id, **data}, blocking=True
    )


def states(hass: HomeAssistant) -> tuple[str, ...]:
    """Return the states of the exercise, the rest and the session timer."""
    return tuple(hass.states.get(item).state for item in (EXERCISE, REST, SESSION))


def shown(hass: HomeAssistant, entity_id: str, attribute: str) -> str | None:
    """Return an attribute of a timer."""
    return hass.states.get(entity_id).attributes.get(attribute)


async def test_timers_are_idle_before_a_session(
    hass: HomeAssistant, snapshot: SnapshotAssertion, setup_backcare: MockConfigEntry
) -> None:
    """Nothing counts when nothing runs."""
    assert described(hass, setup_backcare, "timer") == snapshot


async def test_timers_in_a_session(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """Everything that a client counts down from is there."""
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(15)
    assert described(hass, setup_backcare, "timer") == snapshot


async def test_each_timer_runs_in_its_phases(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """Rest runs in the preparation, exercise in the hold, session throughout."""
    await act(hass, "start_routine", routine="full_core_30")
    assert states(hass) == ("idle", "active", "active")
    assert shown(hass, REST, "duration") == "0:00:15"
    assert shown(hass, SESSION, "duration") == "0:31:35"

    await clock.elapse(15)
    assert states(hass) == ("active", "idle", "active")
    assert shown(hass, EXERCISE, "duration") == "0:01:00"
    assert shown(hass, EXERCISE, "remaining") == "0:01:00"
    assert shown(hass, EXERCISE, "finishes_at") == "2026-11-02T18:01:15+00:00"
    assert shown(hass, EXERCISE, "last_transition") == "started"
    assert shown(hass, REST, "last_transition") == "finished"

    await clock.elapse_to_end()
    assert states(hass) == ("idle", "idle", "idle")
    assert shown(hass, SESSION, "last_transition") == "finished"


async def test_finished_comes_before_the_next_started(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """Automations on the bus events hear each phase end before the next starts."""
    events = [
        async_capture_events(hass, f"timer.{name}") for name in ("started", "finished")
    ]
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(15)
    started, finished = events
    assert [event.data["entity_id"] for event in started] == [SESSION, REST, EXERCISE]
    assert [event.data["entity_id"] for event in finished] == [REST]
    assert finished[0].data["finished_at"] == "2026-11-02T18:00:15+00:00"
    assert finished[0].time_fired_timestamp <= started[-1].time_fired_timestamp


async def test_start_starts_the_selected_routine(hass: HomeAssistant) -> None:
    """A start of any timer means the session."""
    await timer(hass, "start", EXERCISE)
    assert state(hass, "sensor.session") == "active"


async def test_pause_and_start_resume_the_session(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """The rest of the phase is kept, and begins when the person is back in position."""
    await timer(hass, "start", SESSION)
    await clock.elapse(20)
    await timer(hass, "pause", EXERCISE)
    assert states(hass) == ("paused", "idle", "paused")
    assert shown(hass, EXERCISE, "remaining") == "0:00:55"
    assert shown(hass, EXERCISE, "finishes_at") is None

    await clock.elapse(100)
    await timer(hass, "start", EXERCISE, duration="0:01:00")
    assert states(hass) == ("active", "idle", "active")
    assert shown(hass, EXERCISE, "last_transition") == "restarted"
    ends_at = dt_util.utcnow() + timedelta(seconds=REENTRY_SECONDS + 55)
    assert shown(hass, EXERCISE, "finishes_at") == ends_at.isoformat()


@pytest.mark.parametrize("action", ["start", "pause", "cancel", "finish"])
async def test_an_action_that_has_nothing_to_do_does_nothing(
    hass: HomeAssistant, clock: SessionClock, action: str
) -> None:
    """Scenes may repeat a state that is there already."""
    if action == "start":
        await timer(hass, "start", SESSION)
        await clock.elapse(20)
    before = states(hass), shown(hass, SESSION, "finishes_at")
    await timer(hass, action, SESSION)
    assert (states(hass), shown(hass, SESSION, "finishes_at")) == before


async def test_start_with_another_duration_is_refused(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """A routine has its own lengths; the session goes on."""
    await timer(hass, "start", SESSION)
    await clock.elapse(20)
    with pytest.raises(ServiceValidationError) as refused:
        await timer(hass, "start", EXERCISE, duration="0:05:00")
    assert refused.value.translation_key == "timer_duration"
    assert states(hass) == ("active", "idle", "active")


async def test_start_with_a_duration_is_refused_while_idle(hass: HomeAssistant) -> None:
    """Nothing starts."""
    with pytest.raises(ServiceValidationError):
        await timer(hass, "start", SESSION, duration="0:05:00")
    assert states(hass) == ("idle", "idle", "idle")


async def test_cancel_stops_the_session(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """The running timers are cancelled, the others stay as they were."""
    cancelled = async_capture_events(hass, "timer.cancelled")
    await timer(hass, "start", SESSION)
    await clock.elapse(20)
    await timer(hass, "cancel", REST)
    assert state(hass, "sensor.session") == "idle"
    assert {event.data["entity_id"] for event in cancelled} == {EXERCISE, SESSION}


async def test_finish_ends_the_phase(hass: HomeAssistant, clock: SessionClock) -> None:
    """A timer that does not run in the phase can't end it."""
    await timer(hass, "start", SESSION)
    await timer(hass, "finish", EXERCISE)
    assert state(hass, "sensor.phase") == "prepare"
    await timer(hass, "finish", REST)
    assert state(hass, "sensor.phase") == "hold"
    await timer(hass, "finish", SESSION)
    assert state(hass, "sensor.phase") == "rest"


async def test_a_skip_while_paused_stays_paused(hass: HomeAssistant) -> None:
    """The next phase waits with its whole length."""
    await timer(hass, "start", SESSION)
    await timer(hass, "pause", SESSION)
    await timer(hass, "finish", REST)
    assert states(hass) == ("paused", "idle", "paused")
    assert shown(hass, EXERCISE, "remaining") == "0:01:00"
    assert shown(hass, EXERCISE, "last_transition") == "paused"


async def test_change_lengthens_and_shortens_the_phase(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """The end moves; the transition stays, as with any timer."""
    changed = async_capture_events(hass, "timer.changed")
    await timer(hass, "start", SESSION)
    await clock.elapse(20)
    await timer(hass, "change", EXERCISE, duration="0:00:30")
    assert shown(hass, EXERCISE, "duration") == "0:01:30"
    assert shown(hass, EXERCISE, "last_transition") == "started"
    assert {event.data["entity_id"] for event in changed} == {EXERCISE, SESSION}

    await timer(hass, "change", EXERCISE, duration="-00:04:00")
    assert states(hass) == ("idle", "active", "active")


async def test_change_of_a_timer_that_does_not_run_is_refused(
    hass: HomeAssistant,
) -> None:
    """There is nothing to lengthen."""
    with pytest.raises(ServiceValidationError) as refused:
        await timer(hass, "change", EXERCISE, duration="0:00:30")
    assert refused.value.translation_key == "no_active_session"


async def test_a_refused_start_says_why(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Errors of the session come translated."""
    hass.config_entries.async_update_entry(setup_backcare, data={})
    await hass.async_block_till_done()
    with pytest.raises(ServiceValidationError) as refused:
        await timer(hass, "start", SESSION)
    assert refused.value.translation_key == "safety_not_confirmed"


@pytest.mark.parametrize(
    ("options", "moments"),
    [
        ({"trigger": "timer.started"}, 1),
        ({"trigger": "timer.finished"}, 1),
        (
            {
                "trigger": "timer.remaining_time_reached",
                "options": {"remaining": {"seconds": 10}},
            },
            1,
        ),
    ],
)
async def test_the_stock_triggers_fire(
    hass: HomeAssistant,
    clock: SessionClock,
    service_calls: list[object],
    options: dict[str, object],
    moments: int,
) -> None:
    """Automations of the timer domain work on our timers."""
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {**options, "target": {"entity_id": REST}},
                "conditions": {
                    "condition": "timer.is_active",
                    "target": {"entity_id": SESSION},
                },
                "actions": {"action": "test.heard"},
            }
        },
    )
    await hass.async_block_till_done()
    await act(hass, "start_routine", routine="full_core_30")
    await clock.elapse(15)
    heard = [call for call in service_calls if call.domain == "test"]
    assert len(heard) == moments


async def test_a_scene_puts_a_timer_into_its_state(hass: HomeAssistant) -> None:
    """Scenes with our timers start, pause and cancel the session."""
    await async_reproduce_state(hass, [State(SESSION, "active", {"duration": "0"})])
    assert state(hass, "sensor.session") == "active"
    await async_reproduce_state(hass, [State(SESSION, "paused")])
    assert state(hass, "sensor.session") == "paused"
    await async_reproduce_state(hass, [State(SESSION, "idle")])
    assert state(hass, "sensor.session") == "idle"


async def test_a_disabled_timer_does_not_stop_the_session(
    hass: HomeAssistant,
    clock: SessionClock,
    entity_registry: er.EntityRegistry,
    setup_backcare: MockConfigEntry,
) -> None:
    """The engine needs no entity."""
    entity_registry.async_update_entity(
        EXERCISE, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.config_entries.async_reload(setup_backcare.entry_id)
    await hass.async_block_till_done()
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse(timedelta(minutes=2).total_seconds())
    assert state(hass, "sensor.session") == "idle"
    assert hass.states.get(EXERCISE) is None
