"""Tests of the reminders of the seated practice."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.backcare.const import DOMAIN, SIGNAL_DUE, Conf, Key
from custom_components.backcare.practice import ROUTINE, Practice
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from .common import ENTRY_ID, build_entry, session_record, session_routine
from .conftest import SetUp
from .cues.common import OTHER_SPEAKER, SPEAKER, Time
from .cues.home import Home

LISA_ID = "01KAQ0000000000000PROFILE2"
STORE = f"{DOMAIN}.{ENTRY_ID}"

PHONE = "notify.mobile_app_phone"
TAG = f"backcare_practice_{ENTRY_ID}"
SITTING = "person.sam"

WORDS = "Sit tall for a minute: five light belly holds."
DUTCH_WORDS = "Even rechtop zitten: vijf keer je buik licht aanspannen."

HOUR = 3600


@pytest.fixture(autouse=True)
async def morning(hass: HomeAssistant, home: Home, time: Time) -> None:
    """Begin at eight on a Tuesday in Amsterdam."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    await time.elapse(13 * HOUR)
    assert f"{dt_util.now():%a %H:%M}" == "Tue 08:00"


@pytest.fixture
def phone(hass: HomeAssistant) -> list[ServiceCall]:
    """Provide a phone, and return what it is sent."""
    return async_mock_service(hass, "notify", "mobile_app_phone")


@pytest.fixture
def due(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return what automations hear of practices that are due."""
    heard: list[dict[str, Any]] = []

    @callback
    def hear(entry_id: str, event_type: str, attributes: dict[str, Any]) -> None:
        if event_type == "practice_due":
            heard.append({"entry_id": entry_id, **attributes})

    async_dispatcher_connect(hass, SIGNAL_DUE, hear)
    return heard


def practising(**changes: Any) -> dict[str, Any]:
    """Return the options of a person who wants to be told in the kitchen and by phone."""
    practice = {
        Conf.IS_ON: True,
        Conf.SPEAKERS: [SPEAKER],
        Conf.NOTIFY: [PHONE],
        **changes,
    }
    return {Conf.PRACTICE: practice}


@pytest.fixture
async def entry(
    hass: HomeAssistant, phone: list[ServiceCall], set_up: SetUp
) -> MockConfigEntry:
    """Set up a person who wants to be told."""
    return await set_up(build_entry(options=practising()))


def practice_of(entry: MockConfigEntry) -> Practice:
    """Return the seated practice of a person."""
    practice: Practice = entry.runtime_data.practice
    return practice


def clock_of(moment: datetime | None) -> str | None:
    """Return a moment as it is on the clock at home."""
    return moment and f"{dt_util.as_local(moment):%H:%M}"


def next_at(entry: MockConfigEntry) -> str | None:
    """Return when a person is told next."""
    return clock_of(practice_of(entry).next_at)


def told_at(due: list[dict[str, Any]]) -> list[str | None]:
    """Return at which times somebody was told."""
    return [clock_of(dt_util.parse_datetime(item["planned_at"])) for item in due]


async def go_to(time: Time, clock: str) -> None:
    """Let time pass until a time of the day."""
    now = dt_util.now()
    hour, minute = map(int, clock.split(":"))
    until = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    await time.elapse((until - now).total_seconds())


async def press(
    hass: HomeAssistant, time: Time, button: str, tag: str = TAG, **more: Any
) -> None:
    """Press a button of the notification."""
    action = {"action": f"{tag}_{button}", **more}
    hass.bus.async_fire("mobile_app_notification_action", action)
    await time.settle()


async def test_off_by_default(
    hass: HomeAssistant,
    time: Time,
    set_up: SetUp,
    due: list[dict[str, Any]],
) -> None:
    """Nobody is told who did not ask for it."""
    entry = await set_up(build_entry())
    assert practice_of(entry).next_at is None
    assert practice_of(entry).goal == 4
    await time.elapse(24 * HOUR)
    assert due == []


async def test_a_day(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    phone: list[ServiceCall],
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """Each time automations, the speaker and the phone are told once."""
    assert next_at(entry) == "11:00"
    await go_to(time, "10:59")
    assert (due, home.heard_on(SPEAKER), phone) == ([], [], [])

    await go_to(time, "11:01")
    assert due == [
        {
            "entry_id": ENTRY_ID,
            "routine": ROUTINE,
            "planned_at": "2026-11-03T10:00:00+00:00",
        }
    ]
    assert home.heard_on(SPEAKER) == [WORDS]
    assert home.heard_on(OTHER_SPEAKER) == []
    (call,) = phone
    assert call.data == {
        "title": "Back care",
        "message": WORDS,
        "data": {
            "tag": TAG,
            "actions": [
                {"action": f"{TAG}_start", "title": "Start"},
                {"action": f"{TAG}_later", "title": "Later"},
            ],
        },
    }
    assert next_at(entry) == "13:00"
    assert hass.states.get("switch.back_care").state == "off"

    await go_to(time, "23:59")
    assert told_at(due) == ["11:00", "13:00", "15:00", "17:00"]
    assert home.heard_on(SPEAKER) == [WORDS] * 4
    assert len(phone) == 4
    await time.elapse(12 * HOUR)
    assert told_at(due)[4:] == ["11:00"]


async def test_in_dutch(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    phone: list[ServiceCall],
    set_up: SetUp,
) -> None:
    """It is said in the language of the person."""
    await set_up(build_entry(options=practising() | {"speech": {"language": "nl"}}))
    await go_to(time, "11:01")
    assert home.heard_on(SPEAKER) == [DUTCH_WORDS]
    assert phone[0].data["message"] == DUTCH_WORDS
    assert [button["title"] for button in phone[0].data["data"]["actions"]] == [
        "Start",
        "Later",
    ]


async def test_start(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    phone: list[ServiceCall],
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """The button starts the practice where it was said, and it counts."""
    await go_to(time, "11:02")
    await press(hass, time, "start")
    assert session_routine(hass) == ROUTINE
    assert phone[-1].data == {
        "message": "clear_notification",
        "data": {"tag": TAG},
    }
    assert practice_of(entry).today_count == 0
    await time.elapse(300)
    assert len(home.heard_on(SPEAKER)) > 5
    assert home.heard_on(OTHER_SPEAKER) == []
    assert practice_of(entry).today_count == 1
    assert next_at(entry) == "13:02"
    # It was answered: the button does nothing more.
    await press(hass, time, "start")
    assert session_routine(hass) is None
    await go_to(time, "20:00")
    assert len(due) == 4


async def test_later(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    phone: list[ServiceCall],
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """The person is told once more after half an hour; nothing else is lost by it."""
    await go_to(time, "11:10")
    await press(hass, time, "later")
    assert phone[-1].data["message"] == "clear_notification"
    assert next_at(entry) == "11:40"
    await press(hass, time, "later")
    assert next_at(entry) == "11:40"
    await go_to(time, "20:00")
    assert told_at(due) == ["11:00", "11:40", "13:28", "15:17", "17:05"]


async def test_later_after_all(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """Who practises before is left alone, and so is who says it late in the day."""
    await go_to(time, "11:10")
    await press(hass, time, "later")
    await act_and_settle(hass, time, "start_routine", routine=ROUTINE)
    await go_to(time, "17:45")
    assert told_at(due) == ["11:00", "13:08", "15:04", "17:01"]
    await press(hass, time, "later")
    assert next_at(entry) == "11:00"


async def act_and_settle(
    hass: HomeAssistant, time: Time, action: str, **fields: Any
) -> None:
    """Perform an action of BackCare."""
    await time.until_done(
        hass.services.async_call(DOMAIN, action, fields, blocking=True)
    )


async def test_not_during_a_session(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    phone: list[ServiceCall],
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """Nor just after it; and the seated practice is what counts."""
    await go_to(time, "10:45")
    await act_and_settle(hass, time, "start_routine", routine="full_core_30")
    await go_to(time, "12:30")
    assert phone == []
    assert practice_of(entry).today_count == 0
    await go_to(time, "20:00")
    assert told_at(due) == ["13:11", "15:07", "17:02"]


async def test_paused_session(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """Who has a session open is not told; what is missed is not made up for."""
    await go_to(time, "12:55")
    await act_and_settle(hass, time, "start_routine", routine="full_core_30")
    await act_and_settle(hass, time, "pause_session")
    await go_to(time, "13:05")
    await act_and_settle(hass, time, "stop_session")
    await go_to(time, "20:00")
    assert told_at(due) == ["11:00", "15:03", "17:01"]


@pytest.mark.parametrize(
    ("presence", "is_told"),
    [
        ("home", True),
        ("not_home", False),
        ("Office", False),
        ("unknown", True),
        ("unavailable", True),
        (None, True),
    ],
)
@pytest.mark.parametrize("part", [Conf.PRACTICE, Conf.PLAN])
async def test_only_at_home(
    hass: HomeAssistant,
    time: Time,
    set_up: SetUp,
    due: list[dict[str, Any]],
    part: Conf,
    presence: str | None,
    is_told: bool,
) -> None:
    """Who is away is not told, then or later; also by the person of the weekly plan."""
    options = practising()
    options.setdefault(part, {})[Conf.PERSON] = SITTING
    await set_up(build_entry(options=options))
    if presence:
        hass.states.async_set(SITTING, presence)
    await go_to(time, "12:00")
    hass.states.async_set(SITTING, "home")
    await go_to(time, "14:00")
    assert told_at(due) == (["11:00", "13:00"] if is_told else ["13:00"])


@pytest.mark.parametrize("order", [(2, 1, 0), (0, 2, 1)])
async def test_only_the_last_day_matters(
    time: Time, entry: MockConfigEntry, due: list[dict[str, Any]], order: list[int]
) -> None:
    """A practice of this morning counts, those of other days do not.

    A clock that was wrong mixes their order.
    """
    now = dt_util.utcnow()
    for days in order:
        ended_at = now - timedelta(days=days, minutes=10)
        entry.runtime_data.profile.add(
            session_record(
                session_id=f"session-{days}",
                routine_id=ROUTINE,
                started_at=ended_at - timedelta(seconds=80),
                ended_at=ended_at,
            )
        )
    entry.runtime_data.async_tell()
    await go_to(time, "20:00")
    assert told_at(due) == ["11:34", "14:08", "16:42"]


async def test_quiet_hours_and_breaks(
    time: Time, set_up: SetUp, due: list[dict[str, Any]]
) -> None:
    """Those of the weekly plan hold for the practice too."""
    plan = {
        Conf.QUIET_FROM: "12:00:00",
        Conf.QUIET_TO: "14:00:00",
        Conf.BREAKS: [{Conf.FIRST_DAY: "2026-11-04", Conf.LAST_DAY: "2026-11-05"}],
    }
    entry = await set_up(build_entry(options=practising() | {Conf.PLAN: plan}))
    await go_to(time, "23:59")
    assert told_at(due) == ["11:00", "15:00", "17:00"]
    assert next_at(entry) is None
    await time.elapse(48 * HOUR)
    assert len(due) == 3
    assert next_at(entry) == "11:00"


async def test_restart(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    phone: list[ServiceCall],
    due: list[dict[str, Any]],
) -> None:
    """Nobody is told twice of the same; the notification from before still works."""
    await go_to(time, "11:05")
    await time.until_done(hass.config_entries.async_reload(entry.entry_id))
    assert next_at(entry) == "13:00"
    await press(hass, time, "later")
    assert next_at(entry) == "11:35"
    assert len(due) == 1
    await time.until_done(hass.config_entries.async_unload(entry.entry_id))
    await go_to(time, "14:00")
    assert len(due) == 1
    # What was due meanwhile is over.
    await time.until_done(hass.config_entries.async_setup(entry.entry_id))
    assert next_at(entry) == "15:00"


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, "13:00"),
        ({"told": ["2026-11-03T10:30:00+00:00"]}, "14:06"),
        ({"told": "11:00", "again": [None, 3, "x", "2026-11-03T10:30:00"]}, "13:00"),
        ({"told": ["2026-11-04T10:30:00+00:00"] * 4}, "13:00"),
        ({"later_at": ["2026-11-03T11:15:00+00:00"]}, "12:15"),
        ({"later_at": ["2026-11-04T11:15:00+00:00"]}, "13:00"),
    ],
)
async def test_stored(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    time: Time,
    set_up: SetUp,
    stored: dict[str, Any],
    expected: str,
) -> None:
    """What was told counts; what makes no sense does not."""
    await go_to(time, "12:00")
    hass_storage[STORE] = {"version": 1, "data": {"practice": stored}}
    assert next_at(await set_up(build_entry(options=practising()))) == expected


async def test_slept_through(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    time: Time,
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """A computer that slept does not tell what was due long ago."""
    await go_to(time, "10:59")
    frozen.tick(timedelta(minutes=7))
    await time.settle()
    assert due == []
    assert next_at(entry) == "13:00"


async def test_two_people(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
    due: list[dict[str, Any]],
) -> None:
    """Each is told of their own; a button means one of them."""
    lisa = await set_up(
        build_entry(
            title="Lisa",
            entry_id=LISA_ID,
            options=practising(**{Conf.COUNT: 2, Conf.SPEAKERS: [OTHER_SPEAKER]}),
        )
    )
    await go_to(time, "12:40")
    assert [item["entry_id"] for item in due] == [ENTRY_ID, LISA_ID]
    assert home.heard_on(SPEAKER) == home.heard_on(OTHER_SPEAKER)[:1] == [WORDS]
    await press(hass, time, "start", tag=f"backcare_practice_{LISA_ID}")
    assert lisa.runtime_data.running
    assert not entry.runtime_data.running
    await press(hass, time, "stop")
    await press(hass, time, "start", tag="backcare_practice_nobody")
    assert not entry.runtime_data.running


async def test_three_people_with_one_speaker(
    home: Home, time: Time, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """In the same minute each is told, one after the other."""
    for number in (2, 3):
        entry_id = f"01KAQ0000000000000PROFILE{number}"
        await set_up(build_entry(entry_id=entry_id, options=practising()))
    await go_to(time, "11:02")
    assert home.heard_on(SPEAKER) == [WORDS] * 3
    for earlier, later in pairwise(home.heard):
        assert later.starts_at >= earlier.over_at


async def test_speaker_in_use(
    hass: HomeAssistant,
    home: Home,
    time: Time,
    entry: MockConfigEntry,
    set_up: SetUp,
    phone: list[ServiceCall],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A speaker is left to the session of somebody else; the phone is not."""
    await set_up(
        build_entry(
            title="Lisa", entry_id=LISA_ID, options={"speech": {"speakers": [SPEAKER]}}
        )
    )
    await go_to(time, "10:59")
    await act_and_settle(
        hass, time, "start_routine", config_entry_id=LISA_ID, routine="full_core_30"
    )
    await go_to(time, "11:05")
    assert len(phone) == 1
    assert WORDS not in home.heard_on(SPEAKER)
    await press(hass, time, "start")
    assert not entry.runtime_data.running
    assert "can't start" in caplog.text


@pytest.mark.parametrize(
    ("key", "choice"), [(Key.SPEECH_CUES, False), (Key.SPEECH_LEVEL, "off")]
)
async def test_silent(
    home: Home,
    time: Time,
    entry: MockConfigEntry,
    phone: list[ServiceCall],
    key: Key,
    choice: Any,
) -> None:
    """Who wants no words hears none; the phone tells it."""
    entry.runtime_data.async_choose(key, choice)
    await go_to(time, "11:05")
    assert home.heard == []
    assert len(phone) == 1


async def test_nowhere_to_tell(
    home: Home, time: Time, set_up: SetUp, due: list[dict[str, Any]]
) -> None:
    """Without a speaker and a phone only automations hear of it."""
    options = practising(**{Conf.SPEAKERS: [], Conf.NOTIFY: []})
    await set_up(build_entry(options=options))
    await go_to(time, "11:05")
    assert len(due) == 1
    assert home.heard == []


async def test_safety_first(
    time: Time, set_up: SetUp, due: list[dict[str, Any]]
) -> None:
    """Nobody is asked to do what they may not start."""
    entry = await set_up(
        build_entry(safety={"no_warning_signs": False}, options=practising())
    )
    assert practice_of(entry).next_at is None
    await go_to(time, "20:00")
    assert due == []


async def test_options_count_at_once(
    hass: HomeAssistant,
    time: Time,
    entry: MockConfigEntry,
    due: list[dict[str, Any]],
) -> None:
    """Other hours move the next moment, without a reload."""
    controller = entry.runtime_data
    hass.config_entries.async_update_entry(
        entry, options=practising(**{Conf.FROM_HOUR: 12, Conf.COUNT: 1})
    )
    await time.settle()
    assert entry.runtime_data is controller
    assert (next_at(entry), practice_of(entry).goal) == ("16:00", 1)
    hass.config_entries.async_update_entry(
        entry, options=practising(**{Conf.IS_ON: False})
    )
    await time.settle()
    assert next_at(entry) is None
    await go_to(time, "20:00")
    assert due == []
