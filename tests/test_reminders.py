"""Test the weekly plan as it comes about, with real days and real notifications."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare.const import DOMAIN, SIGNAL_DUE, Conf, Rating
from custom_components.backcare.engine.errors import NoTrainingDue
from custom_components.backcare.engine.models import Outcome, StopReason
from homeassistant.core import CoreState, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from .common import ENTRY_ID, SessionClock, act, build_entry, session_record, state
from .conftest import SetUp

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUE = "binary_sensor.session_due"
LISA_ID = "01KAQ0000000000000PROFILE2"
PHONE = "notify.mobile_app_anna"
PERSON = "person.anna"
STEP_SECONDS = 1800

EVENINGS = {"days": ["monday", "wednesday", "friday"], "at": "18:00:00"}

MESSAGES = {
    "en": "Time for your back training? Full core routine, 32 minutes.",
    "nl": "Tijd voor je rugtraining? Volledige training, 32 minuten.",
}

BUTTONS = {"en": ["Start", "Later", "Skip"], "nl": ["Start", "Later", "Overslaan"]}

type GoTo = Callable[[str], Awaitable[None]]


def plan(language: str = "en", **changes: Any) -> dict[str, Any]:
    """Return the options of somebody who trains on three evenings."""
    return {
        Conf.SPEECH: {Conf.LANGUAGE: language},
        Conf.PLAN: {**EVENINGS, "on_due": "ask", "notify": [PHONE], **changes},
    }


def at(text: str) -> datetime:
    """Return a moment by the clock at home."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
async def morning(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
    """Begin on a Monday morning in Amsterdam."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    frozen.move_to(at("2026-11-02 06:00"))


@pytest.fixture
def go_to(hass: HomeAssistant, clock: SessionClock) -> GoTo:
    """Return what lets time pass until a moment at home."""

    async def go_to(text: str) -> None:
        end = at(text)
        while (left := (end - dt_util.utcnow()).total_seconds()) > 0:
            await clock.elapse(min(left, STEP_SECONDS))
            await hass.async_block_till_done(wait_background_tasks=True)

    return go_to


@pytest.fixture
def phone(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what the phone was sent."""
    return async_mock_service(hass, "notify", "mobile_app_anna")


@pytest.fixture
def due(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return whom automations were told of."""
    told: list[tuple[str, str]] = []

    @callback
    def on_due(entry_id: str, event_type: str, attributes: dict[str, Any]) -> None:
        told.append((entry_id, attributes["planned_at"]))

    async_dispatcher_connect(hass, SIGNAL_DUE, on_due)
    return told


def shown(phone: list[ServiceCall], kind: str = "training") -> list[str]:
    """Return what was shown on the phone of a kind; ``clear`` for what was taken back."""
    return [
        "clear" if text == "clear_notification" else text
        for call in phone
        if f"_{kind}_" in call.data["data"]["tag"] and (text := call.data["message"])
    ]


def buttons(call: ServiceCall) -> dict[str, str]:
    """Return the actions of the buttons, by what is on them."""
    return {
        button["title"]: button["action"] for button in call.data["data"]["actions"]
    }


async def press(hass: HomeAssistant, action: str, **more: str) -> None:
    """Press a button on a phone."""
    hass.bus.async_fire("mobile_app_notification_action", {"action": action, **more})
    await hass.async_block_till_done(wait_background_tasks=True)


def trained(entry: MockConfigEntry, ended: str, **changes: Any) -> None:
    """Put a session into the history of a person."""
    ended_at = at(ended)
    controller = entry.runtime_data
    controller.profile.add(
        session_record(
            session_id=ended,
            started_at=ended_at - timedelta(minutes=32),
            ended_at=ended_at,
            **changes,
        )
    )
    controller.async_tell()


# A week


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_a_week(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    due: list[tuple[str, str]],
    language: str,
) -> None:
    """One is missed, one is done before its time, one is done when it is due."""
    entry = await set_up(build_entry(options=plan(language)))
    reminders = entry.runtime_data.reminders
    assert state(hass, DUE) == "off"
    assert reminders.next_at == at("2026-11-02 18:00")
    await go_to("2026-11-02 17:59")
    assert not phone
    await go_to("2026-11-02 18:00")
    assert shown(phone) == [MESSAGES[language]]
    assert list(buttons(phone[0])) == BUTTONS[language]
    assert phone[0].data["title"] == "Back care"
    assert state(hass, DUE) == "on"
    found = hass.states.get("binary_sensor.back_care_session_due")
    assert found
    assert found.attributes["planned_at"] == at("2026-11-02 18:00")
    await go_to("2026-11-03 00:00")
    assert state(hass, DUE) == "off"
    assert shown(phone) == [MESSAGES[language], "clear"]

    await go_to("2026-11-04 12:00")
    trained(entry, "2026-11-04 11:50", ratings={Rating.PAIN_NEXT_DAY: 0})
    assert reminders.next_at == at("2026-11-06 18:00")
    await go_to("2026-11-05 12:00")
    assert len(shown(phone)) == 2

    await go_to("2026-11-06 18:10")
    assert len(shown(phone)) == 3
    trained(entry, "2026-11-06 18:45", ratings={Rating.PAIN_NEXT_DAY: 0})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(phone)[3:] == ["clear"]
    assert state(hass, DUE) == "off"
    await go_to("2026-11-09 17:30")
    assert len(shown(phone)) == 4
    assert due == [
        (ENTRY_ID, at(moment).astimezone(ZoneInfo("UTC")).isoformat())
        for moment in ("2026-11-02 18:00", "2026-11-06 18:00")
    ]


async def test_a_night_without_a_time(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
) -> None:
    """When the clock leaves the time out or has it twice, there is one reminder."""
    options = plan(days=["sunday"], at="02:30:00")
    frozen.move_to(at("2027-03-27 23:00"))
    await set_up(build_entry(options=options))
    await go_to("2027-03-28 01:59")
    assert not phone
    await go_to("2027-03-28 12:00")
    assert len(shown(phone)) == 1
    phone.clear()
    await go_to("2027-03-29 12:00")
    frozen.move_to(at("2027-10-30 23:00"))
    phone.clear()
    await go_to("2027-10-31 12:00")
    assert len([text for text in shown(phone) if text != "clear"]) == 1


async def test_a_session_of_another_day_is_not_that_of_today(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """One that did not count neither."""
    entry = await set_up(build_entry(options=plan()))
    trained(entry, "2026-11-01 18:45")
    trained(
        entry,
        "2026-11-02 05:50",
        set_done_count=1,
        outcome=Outcome.CANCELLED,
        reason=StopReason.NO_TIME,
    )
    await go_to("2026-11-02 18:00")
    assert len(shown(phone)) == 1


async def test_a_clock_that_was_wrong_hides_no_session(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """One that seems to be of yesterday, after that of today."""
    entry = await set_up(build_entry(options=plan()))
    trained(entry, "2026-11-02 07:45")
    trained(entry, "2026-11-01 08:45")
    await go_to("2026-11-02 18:00")
    assert not phone
    assert state(hass, DUE) == "off"


async def test_a_running_session_is_not_disturbed(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Who stops it early knows that it was due."""
    await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 17:58")
    await act(hass, "start_routine")
    await go_to("2026-11-02 18:01")
    assert state(hass, DUE) == "off"
    await act(hass, "stop_session", reason="no_time")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(hass, DUE) == "on"
    assert not phone


# The buttons


async def test_start(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """The session starts, and the notification goes."""
    await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:00")
    await press(hass, buttons(phone[0])["Start"])
    assert state(hass, "sensor.session") == "active"
    assert state(hass, DUE) == "off"
    assert shown(phone)[1:] == ["clear"]


async def test_later(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """An hour later the person is asked again."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:10")
    await press(hass, buttons(phone[0])["Later"])
    assert state(hass, DUE) == "off"
    assert entry.runtime_data.reminders.next_at == at("2026-11-02 19:10")
    await go_to("2026-11-02 19:10")
    assert shown(phone) == [MESSAGES["en"], "clear", MESSAGES["en"]]
    assert state(hass, DUE) == "on"


async def test_skip(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """The next one is that of another day."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:00")
    await press(hass, buttons(phone[0])["Skip"])
    assert entry.runtime_data.reminders.next_at == at("2026-11-04 18:00")
    await go_to("2026-11-03 12:00")
    assert shown(phone) == [MESSAGES["en"], "clear"]


async def test_a_start_that_is_refused_says_why(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """In words, where the button was pressed."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:00")
    await act(hass, "start_routine")
    phone.clear()
    entry.runtime_data.reminders._run(entry.runtime_data.reminders._async_obey("start"))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(phone) == [
        (
            "A session is already active. Stop it before you start another one, or "
            "resume it if it is paused."
        )
    ]


async def test_an_old_button_does_nothing(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Nor does that of something else."""
    await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:00")
    monday = buttons(phone[0])
    await go_to("2026-11-04 18:00")
    for action in (
        *monday.values(),
        "OTHER",
        f"{DOMAIN}_{ENTRY_ID}_dance_2026-11-04",
        f"{DOMAIN}_{ENTRY_ID}_start_",
    ):
        await press(hass, action)
    assert state(hass, DUE) == "on"
    assert state(hass, "sensor.session") == "idle"


async def test_two_people_do_not_mix(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Each has a plan, a phone and buttons of their own."""
    other = async_mock_service(hass, "notify", "mobile_app_lisa")
    anna = await set_up(build_entry(options=plan()))
    lisa = await set_up(
        build_entry(
            title="Lisa",
            entry_id=LISA_ID,
            options=plan(notify=["notify.mobile_app_lisa"], on_due="ask"),
        )
    )
    await go_to("2026-11-02 18:00")
    assert len(phone) == len(other) == 1
    assert phone[0].data["data"]["tag"] != other[0].data["data"]["tag"]
    await press(hass, buttons(other[0])["Skip"])
    assert lisa.runtime_data.reminders.due_at is None
    assert anna.runtime_data.reminders.due_at == at("2026-11-02 18:00")


async def test_nothing_is_due(hass: HomeAssistant, set_up: SetUp) -> None:
    """There is nothing to put off or to skip."""
    entry = await set_up(build_entry(options=plan()))
    reminders = entry.runtime_data.reminders
    for command in (reminders.async_later, reminders.async_skip):
        with pytest.raises(NoTrainingDue):
            command()


async def test_occurrences(hass: HomeAssistant, set_up: SetUp, go_to: GoTo) -> None:
    """What is done or skipped is planned no more; what is put off is later."""
    entry = await set_up(build_entry(options=plan()))
    reminders = entry.runtime_data.reminders
    span = (at("2026-11-01 00:00"), at("2026-11-09 00:00"))
    days = [at(f"2026-11-0{day} 18:00") for day in (2, 4, 6)]
    assert list(reminders.occurrences(*span)) == days
    await go_to("2026-11-02 18:00")
    reminders.async_later()
    assert next(reminders.occurrences(*span)) == at("2026-11-02 19:00")
    await go_to("2026-11-02 19:00")
    reminders.async_skip()
    trained(entry, "2026-11-04 12:00")
    assert list(reminders.occurrences(*span)) == days[2:]


# Restarts


async def test_a_restart_reminds_nobody_twice(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    due: list[tuple[str, str]],
) -> None:
    """What was told is kept; the training stays due."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 18:00")
    await hass.config_entries.async_reload(entry.entry_id)
    await go_to("2026-11-02 21:00")
    assert state(hass, DUE) == "on"
    assert len(shown(phone)) == len(due) == 1


async def test_home_assistant_was_down(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
) -> None:
    """On the same day it is noticed at the start; a day later it is over."""
    entry = await set_up(build_entry(options=plan()))
    await hass.config_entries.async_unload(entry.entry_id)
    frozen.move_to(at("2026-11-02 20:00"))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(shown(phone)) == 1

    await hass.config_entries.async_unload(entry.entry_id)
    frozen.move_to(at("2026-11-05 20:00"))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(phone)[1:] == ["clear"]
    assert state(hass, DUE) == "off"


async def test_nobody_is_told_before_home_assistant_has_started(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    phone: list[ServiceCall],
) -> None:
    """The sensor knows it before."""
    frozen.move_to(at("2026-11-02 20:00"))
    hass.set_state(CoreState.starting)
    entry = await set_up(build_entry(options=plan()))
    entry.runtime_data.async_tell()
    assert state(hass, DUE) == "on"
    assert not phone
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(shown(phone)) == 1


@pytest.mark.parametrize(
    "kept", [{"marks": {"2026-11-02": 5}}, {"marks": {"2026-11-02": {}}}]
)
async def test_a_damaged_mark_counts_for_nothing(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    kept: dict[str, Any],
) -> None:
    """One reminder too many is better than none."""
    entry = await set_up(build_entry(options=plan()))
    entry.runtime_data.profile.store.content.plan.update(kept)
    await go_to("2026-11-02 18:00")
    assert len(shown(phone)) == 1


async def test_a_changed_plan_counts_at_once(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """A training that is moved to later has its reminder then, and only then."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 17:00")
    hass.config_entries.async_update_entry(entry, options=plan(at="17:10:00"))
    await go_to("2026-11-02 17:30")
    assert len(shown(phone)) == 1
    hass.config_entries.async_update_entry(entry, options=plan(at="17:05:00"))
    await go_to("2026-11-02 18:00")
    assert len(shown(phone)) == 1
    hass.config_entries.async_update_entry(entry, options=plan(at="20:00:00"))
    await go_to("2026-11-02 19:30")
    assert shown(phone) == [MESSAGES["en"], "clear"]
    await go_to("2026-11-02 21:00")
    assert shown(phone) == [MESSAGES["en"], "clear", MESSAGES["en"]]
    assert state(hass, DUE) == "on"


# What happens


async def test_only_remind(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """There is nothing to press."""
    await set_up(build_entry(options=plan(on_due="remind")))
    await go_to("2026-11-02 18:00")
    assert shown(phone) == [MESSAGES["en"]]
    assert buttons(phone[0]) == {}


async def test_start_at_once(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """It starts on time without a word."""
    await set_up(build_entry(options=plan(on_due="start")))
    await go_to("2026-11-02 18:00")
    assert state(hass, "sensor.session") == "active"
    assert not phone


async def test_start_at_once_only_right_on_time(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    set_up: SetUp,
    phone: list[ServiceCall],
) -> None:
    """After a power cut in the evening nothing begins to talk."""
    frozen.move_to(at("2026-11-02 21:00"))
    await set_up(build_entry(options=plan(on_due="start")))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(hass, "sensor.session") == "idle"
    assert list(buttons(phone[0])) == BUTTONS["en"]


async def test_start_at_once_is_refused(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Then the person is asked."""
    safety = {Conf.AGREED: False}
    await set_up(build_entry(safety=safety, options=plan(on_due="start")))
    await go_to("2026-11-02 18:00")
    assert state(hass, "sensor.session") == "idle"
    assert list(buttons(phone[0])) == BUTTONS["en"]


@pytest.mark.parametrize("on_due", ["start", "ask"])
async def test_only_at_home(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    on_due: str,
) -> None:
    """Who comes home later is asked then, and nothing starts by itself."""
    hass.states.async_set(PERSON, "not_home")
    await set_up(build_entry(options=plan(on_due=on_due, person=PERSON)))
    await go_to("2026-11-02 19:00")
    assert state(hass, DUE) == "on"
    assert not phone
    hass.states.async_set(PERSON, "home")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(buttons(phone[0])) == BUTTONS["en"]
    assert state(hass, "sensor.session") == "idle"


async def test_nobody_knows_where_the_person_is(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Then it is better to ask than to start, or to say nothing."""
    hass.states.async_set(PERSON, "unknown")
    await set_up(build_entry(options=plan(on_due="start", person=PERSON)))
    await go_to("2026-11-02 18:00")
    assert state(hass, "sensor.session") == "idle"
    assert len(shown(phone)) == 1


async def test_quiet_hours(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """The reminder waits for their end."""
    quiet = {"quiet_from": "17:30:00", "quiet_to": "19:30:00"}
    await set_up(build_entry(options=plan(**quiet)))
    await go_to("2026-11-02 19:29")
    assert state(hass, DUE) == "on"
    assert not phone
    await go_to("2026-11-02 19:30")
    assert len(shown(phone)) == 1


async def test_reminders_fade(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    due: list[tuple[str, str]],
) -> None:
    """After four good weeks there are none, until a training is missed."""
    entry = await set_up(build_entry(options=plan()))
    for week in range(4):
        for day in (5, 7, 9):
            moment = at(f"2026-10-0{day} 18:40") + timedelta(weeks=week)
            trained(entry, moment.replace(tzinfo=None).isoformat(" "))
    await go_to("2026-11-02 20:00")
    assert state(hass, DUE) == "on"
    assert len(due) == 1
    assert not shown(phone)
    await go_to("2026-11-04 18:00")
    assert len(shown(phone)) == 1


async def test_a_programme_on_hold_reminds_nobody(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """Who has to rest is left alone."""
    entry = await set_up(build_entry(options=plan()))
    for day in ("2026-10-30 18:40", "2026-11-01 18:40"):
        trained(entry, day, ratings={Rating.PAIN_DURING: 7, Rating.PAIN_NEXT_DAY: 0})
    assert entry.runtime_data.profile.is_on_hold
    await go_to("2026-11-02 20:00")
    assert state(hass, DUE) == "off"
    assert not phone


async def test_a_break(
    hass: HomeAssistant, set_up: SetUp, phone: list[ServiceCall]
) -> None:
    """On a holiday nothing is planned."""
    holiday = {"first_day": "2026-11-02", "last_day": "2026-11-08"}
    entry = await set_up(build_entry(options=plan(breaks=[holiday])))
    assert entry.runtime_data.reminders.next_at == at("2026-11-09 18:00")


# Whom to tell


async def test_a_notify_entity(hass: HomeAssistant, set_up: SetUp, go_to: GoTo) -> None:
    """It gets the words."""
    sent = async_mock_service(hass, "notify", "send_message")
    hass.states.async_set("notify.mail", "unknown")
    await set_up(build_entry(options=plan(notify=["notify.mail"])))
    await go_to("2026-11-02 18:00")
    assert [dict(call.data) for call in sent] == [
        {"entity_id": "notify.mail", "message": MESSAGES["en"], "title": "Back care"}
    ]


async def test_home_assistant_itself(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo
) -> None:
    """Without anything else there is a notification there, until it is answered."""
    entry = await set_up(build_entry(options=plan(notify=[])))
    await go_to("2026-11-02 18:00")
    (shown_there,) = hass.data["persistent_notification"].values()
    assert shown_there["message"] == MESSAGES["en"]
    entry.runtime_data.reminders.async_skip()
    assert not hass.data["persistent_notification"]


async def test_a_target_that_is_gone(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A repair tells it, and the reminder comes in another way."""
    practice = {Conf.IS_ON: True, Conf.NOTIFY: ["notify.desk"]}
    options = {**plan(person="person.gone"), Conf.PRACTICE: practice}
    entry = await set_up(build_entry(options=options))
    assert {
        issue.translation_placeholders["entity"] for issue in gone(issue_registry)
    } == {PHONE, "person.gone", "notify.desk"}
    await go_to("2026-11-02 18:00")
    assert len(hass.data["persistent_notification"]) == 1
    phone = async_mock_service(hass, "notify", "mobile_app_anna")
    hass.config_entries.async_update_entry(entry, options=plan())
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not gone(issue_registry)
    await go_to("2026-11-04 18:00")
    assert shown(phone)[-1] == MESSAGES["en"]
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert not gone(issue_registry)


def gone(issues: ir.IssueRegistry) -> list[Any]:
    """Return the repairs of what is gone."""
    return [
        issue
        for (domain, _), issue in issues.issues.items()
        if domain == DOMAIN and issue.translation_key == "reminder_gone"
    ]


# The next morning

QUESTION = "Good morning. How is your back today, zero to ten?"
NUMBER = (
    "How is your back today? Please answer with a whole number, 0 (no pain) to 10 "
    "(the worst)."
)


async def test_the_question_of_the_next_morning(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is asked once, the answer is typed, and stays out of states and logs."""
    entry = await set_up(build_entry(options=plan()))
    await go_to("2026-11-02 19:00")
    trained(entry, "2026-11-02 18:45")
    await go_to("2026-11-03 08:59")
    assert not shown(phone, "next_day")
    await go_to("2026-11-03 09:00")
    assert shown(phone, "next_day") == [QUESTION]
    await hass.config_entries.async_reload(entry.entry_id)
    await go_to("2026-11-03 11:00")
    assert shown(phone, "next_day") == [QUESTION]
    sent = phone[-1].data["data"]["actions"]
    assert [button.get("behavior") for button in sent] == ["textInput", None]
    answer = buttons(phone[-1])["Answer"]
    for text in ("eleven", "11", "-1", "3.5", ""):
        await press(hass, answer, reply_text=text)
    await press(hass, answer)
    assert shown(phone, "next_day") == [QUESTION, *[NUMBER] * 6]
    await press(hass, answer, reply_text=" 7 ")
    assert entry.runtime_data.profile.last_session.ratings == {Rating.PAIN_NEXT_DAY: 7}
    assert shown(phone, "next_day")[-1] == "clear"
    assert "pain_next_day" not in caplog.text
    for found in hass.states.async_all():
        assert "pain" not in str(found.attributes)


async def test_the_question_can_be_skipped(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """And then it is not asked again."""
    entry = await set_up(build_entry(options=plan()))
    trained(entry, "2026-11-01 20:45")
    await go_to("2026-11-02 09:00")
    await press(hass, buttons(phone[-1])["Skip"])
    await go_to("2026-11-03 09:00")
    assert shown(phone, "next_day") == [QUESTION, "clear"]
    assert not entry.runtime_data.profile.last_session.ratings


async def test_an_answer_about_another_session_is_not_kept(
    hass: HomeAssistant, set_up: SetUp, go_to: GoTo, phone: list[ServiceCall]
) -> None:
    """The buttons of an older question do nothing."""
    entry = await set_up(build_entry(options=plan()))
    trained(entry, "2026-11-01 20:45")
    await go_to("2026-11-02 09:00")
    old = buttons(phone[-1])["Answer"]
    trained(entry, "2026-11-02 18:45")
    await go_to("2026-11-03 09:00")
    await press(hass, old, reply_text="5")
    assert all(not record.ratings for record in entry.runtime_data.profile.sessions)
    assert shown(phone, "next_day") == [QUESTION, "clear", QUESTION]


@pytest.mark.parametrize(
    "changes",
    [
        {Conf.BEHAVIOUR: {Conf.ASK_RATINGS: False}},
        {Conf.PLAN: {}},
        {Conf.PLAN: {"notify": ["notify.mail"]}},
    ],
)
async def test_who_does_not_want_to_be_asked(
    hass: HomeAssistant,
    set_up: SetUp,
    go_to: GoTo,
    phone: list[ServiceCall],
    changes: dict[str, Any],
) -> None:
    """Or who has nothing on which to answer."""
    sent = async_mock_service(hass, "notify", "send_message")
    hass.states.async_set("notify.mail", "unknown")
    entry = await set_up(build_entry(options={**plan(), **changes}))
    trained(entry, "2026-11-01 20:45")
    await go_to("2026-11-02 12:00")
    assert not phone
    assert not sent
    assert not hass.data.get("persistent_notification")
