"""Tests of what the card asks: who may look at whom, and what they get to see."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.backcare.clock import LoopClock
from custom_components.backcare.const import Key, Rating
from custom_components.backcare.engine.models import Outcome, StopReason
from custom_components.backcare.record import SessionRecord
from homeassistant.config_entries import ConfigEntryDisabler, ConfigSubentry
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from .common import (
    ENTRY_ID,
    SESSION_ID,
    SessionClock,
    act,
    build_entry,
    own_routine,
    session_record,
)
from .conftest import SetUp

SWITCH = "switch.back_care"
GONE = {"protocol": 1, "gone": True}
NOW_MS = 1_793_642_400_000
"""The Monday evening of the tests, as Unix milliseconds."""

HOSTILE = ("", "nope", "<script>alert(1)</script>", "x" * 10_000, "{names}", "🧘")


class Card:
    """A card in a browser."""

    def __init__(self, hass: HomeAssistant, client: MockHAClientWebSocket) -> None:
        """Take the connection to Home Assistant."""
        self._hass = hass
        self._client = client
        self._views: list[dict[str, Any]] = []

    async def ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Return the answer to a command; views that come before it are kept."""
        await self._client.send_json_auto_id({"type": command, **fields})
        while (message := await self._client.receive_json())["type"] == "event":
            self._views.append(message["event"])
        answer: dict[str, Any] = message
        return answer

    async def look(self, **target: Any) -> dict[str, Any]:
        """Subscribe, and return the view that comes at once."""
        assert (await self.ask("backcare/subscribe", **target))["success"]
        (view,) = await self.views()
        return view

    async def views(self) -> list[dict[str, Any]]:
        """Return all views since the last time."""
        await self._hass.async_block_till_done()
        assert (await self.ask("ping"))["type"] == "pong"
        views, self._views = self._views, []
        return views

    async def refusal(self, command: str, **fields: Any) -> str:
        """Return the code with which a command is refused."""
        answer = await self.ask(f"backcare/{command}", **fields)
        assert not answer["success"]
        assert len(answer["error"]["message"]) < 200
        code: str = answer["error"]["code"]
        return code


type OpenCard = Callable[..., Coroutine[Any, Any, Card]]


@pytest.fixture
def open_card(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> OpenCard:
    """Return what opens a card, for an administrator or with a token."""

    async def open_card(*token: str) -> Card:
        return Card(hass, await hass_ws_client(hass, *token))

    return open_card


@pytest.fixture
async def card(setup_backcare: MockConfigEntry, open_card: OpenCard) -> Card:
    """Return the card of an administrator."""
    return await open_card()


# What there is to see


async def test_idle(card: Card, hass: HomeAssistant) -> None:
    """Before a session there is what could come next."""
    view = await card.look()
    version = view.pop("version")
    assert version.count(".") == 2
    entities = view.pop("entities")
    assert entities["switch.session"] == SWITCH
    assert entities["timer.session"] == "timer.back_care_session_timer"
    assert "event.session" not in entities, "it is disabled"
    assert all(hass.states.get(entity_id) for entity_id in entities.values())
    assert view.pop("routines_revision")
    assert view == {
        "protocol": 1,
        "now": NOW_MS,
        "entry_id": ENTRY_ID,
        "name": "Back care",
        "language": "en",
        "can_control": True,
        "session": None,
        "idle": {
            "routine": "full_core_30",
            "routine_name": "Full core routine",
            "level": 5,
            "level_choice": "auto",
            "levels": ["auto", "1", "2", "3", "4", "5", "6", "7"],
            "week_count": 0,
            "week_goal": 3,
            "week": {
                "count": 0,
                "goal": 3,
                "minutes": 0,
                "minutes_goal": 90,
                "streak": 0,
                "programme_week": 1,
                "programme_session": 1,
            },
            "plan": {"next_at": None, "due_at": None},
            "programme": {
                "why": None,
                "review": None,
                "on_hold": False,
                "rest_until": None,
                "offer": None,
                "next_day": None,
            },
            "practice": None,
            "info": None,
            "disclaimer": (
                "BackCare guides exercises and gives no medical advice. Ask your "
                "doctor or physiotherapist before you start, and stop if pain gets "
                "clearly worse."
            ),
            "refusal": None,
            "last": None,
        },
    }


async def test_session(hass: HomeAssistant, clock: SessionClock, card: Card) -> None:
    """During a session there is what to do now, and until when."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    view = await card.look()
    assert view["now"] == NOW_MS + 20_000
    session = view["session"]
    phase = session.pop("phase")
    assert session.pop("next")["exercise"] == "side_plank"
    assert session == {
        "id": SESSION_ID,
        "status": "active",
        "routine": "full_core_30",
        "routine_name": "Full core routine",
        "level": 5,
        "started_at": NOW_MS,
        "total": 1895,
        "remaining": pytest.approx(1875, abs=0.01),
        "ends_at": NOW_MS + 1_895_000,
        "phase_number": 2,
        "phase_count": 34,
        "set_done_count": 0,
        "set_total_count": 17,
    }
    assert phase == {
        "kind": "hold",
        "exercise": "plank",
        "exercise_name": "Forearm plank",
        "side": "none",
        "side_name": None,
        "picture": "plank",
        "set_number": 1,
        "set_count": 3,
        "repetition_count": 1,
        "duration": 60,
        "remaining": pytest.approx(55, abs=0.01),
        "ends_at": NOW_MS + 75_000,
        "reentry": 0,
        "instruction": "Hips level, belly firm, keep breathing.",
    }


async def test_pause_and_resume(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """A pause has no end; then comes the time to get back into position."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    await act(hass, "pause_session")
    await clock.elapse(100)
    view = await card.look()
    phase = view["session"]["phase"]
    assert view["session"]["status"] == "paused"
    assert view["session"]["ends_at"] is phase["ends_at"] is None
    assert phase["remaining"] == pytest.approx(55, abs=0.01)

    await act(hass, "resume_session")
    (view,) = await card.views()
    phase = view["session"]["phase"]
    assert phase["reentry"] == pytest.approx(8, abs=0.01)
    assert phase["ends_at"] == pytest.approx(view["now"] + 63_000, abs=10)


async def test_after_a_session(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """There is what was done, and after a rating that too."""
    await act(hass, "start_routine", routine="seated_transversus")
    await clock.elapse_to_end()
    last = (await card.look())["idle"]["last"]
    assert last == {
        "session_id": SESSION_ID,
        "routine_name": "Seated belly practice",
        "ended_at": NOW_MS + 80_000,
        "minutes": 1,
        "outcome": "finished",
        "completed": 1,
        "set_done_count": 1,
        "set_total_count": 1,
        "reason": None,
        "ratings": {},
        "advice": None,
        "warning_signs": [],
    }
    await act(hass, "rate_session", pain_during=2, effort=7)
    (view,) = await card.views()
    assert view["idle"]["last"]["ratings"] == {"pain_during": 2, "effort": 7}


@pytest.mark.parametrize(
    ("reason", "ratings", "is_advised"),
    [
        ({"reason": "pain"}, {}, True),
        ({}, {"pain_during": 6}, True),
        ({}, {"pain_during": 5, "effort": 10}, False),
        ({"reason": "no_time"}, {}, False),
    ],
)
async def test_severe_pain(
    hass: HomeAssistant,
    card: Card,
    reason: dict[str, str],
    ratings: dict[str, int],
    is_advised: bool,
) -> None:
    """The card can say what to do about it."""
    await act(hass, "start_routine", routine="seated_transversus")
    await act(hass, "stop_session", **reason)
    if ratings:
        await act(hass, "rate_session", **ratings)
    view = await card.look()
    advice = view["idle"]["last"]["advice"] or ""
    assert advice.startswith("Stop and rest.") is is_advised
    groups = view["idle"]["last"]["warning_signs"]
    urgencies = ["now", "today", "appointment"] if is_advised else []
    assert [group["urgency"] for group in groups] == urgencies


async def test_a_routine_that_is_gone_keeps_its_name(
    setup_backcare: MockConfigEntry, card: Card
) -> None:
    """As it was called when it was trained."""
    setup_backcare.runtime_data.profile.sessions.append(
        session_record(routine_id="gone", routine_name="My morning")
    )
    assert (await card.look())["idle"]["last"]["routine_name"] == "My morning"


async def test_before_the_safety_check(open_card: OpenCard, set_up: SetUp) -> None:
    """The card can say why nothing starts."""
    await set_up(build_entry(safety={"agreed": False}))
    view = await (await open_card()).look()
    assert view["idle"]["refusal"] == "safety_not_confirmed"


# The weeks

LEVEL_UP = [
    session_record(
        session_id=f"green{day}",
        started_at=datetime(2026, 10, day, 18, tzinfo=UTC),
        ended_at=datetime(2026, 10, day, 18, 31, tzinfo=UTC),
    )
    for day in (26, 28, 30)
]
HELD = [replace(record, reason=StopReason.PAIN) for record in LEVEL_UP]
CANCELLED = session_record(
    started_at=datetime(2026, 11, 2, 4, 40, tzinfo=UTC),
    ended_at=datetime(2026, 11, 2, 5, tzinfo=UTC),
    outcome=Outcome.CANCELLED,
)
PLAN = {"plan": {"days": ["monday"], "at": "09:30:00", "on_due": "remind"}}
"""Half an hour ago, where the tests are at home."""

DUE_MS = NOW_MS - 1_800_000
WEEK_MS = 7 * 86_400_000


async def trained(
    card: Card, entry: MockConfigEntry, *records: SessionRecord
) -> dict[str, Any]:
    """Return what the card shows before the next session of who did some."""
    for record in records:
        entry.runtime_data.profile.add(record)
    idle: dict[str, Any] = (await card.look())["idle"]
    return idle


async def answered(card: Card, command: str, **fields: Any) -> dict[str, Any]:
    """Return what the card shows before a session, after an answer was taken."""
    answer = await card.ask(f"backcare/{command}", config_entry_id=ENTRY_ID, **fields)
    assert answer["success"], answer
    idle: dict[str, Any] = (await card.views())[-1]["idle"]
    return idle


async def test_week(card: Card, setup_backcare: MockConfigEntry) -> None:
    """The sessions and minutes of this week, and where the person is."""
    idle = await trained(card, setup_backcare, *LEVEL_UP, session_record())
    assert idle["week"] == {
        "count": 1,
        "goal": 3,
        "minutes": 32,
        "minutes_goal": 90,
        "streak": 1,
        "programme_week": 2,
        "programme_session": 5,
    }
    assert idle["disclaimer"] is None


@pytest.mark.parametrize(("is_accepted", "level"), [(True, 6), (False, 5)])
async def test_offer(
    card: Card, setup_backcare: MockConfigEntry, is_accepted: bool, level: int
) -> None:
    """A yes or a no is kept, and nobody is asked again."""
    idle = await trained(card, setup_backcare, *LEVEL_UP)
    assert idle["programme"]["offer"]["kind"] == "level_up"
    assert "6" in idle["programme"]["offer"]["text"]
    idle = await answered(card, "decide", accept=is_accepted)
    assert idle["programme"]["offer"] is None
    assert idle["level"] == level


async def test_hold(card: Card, setup_backcare: MockConfigEntry) -> None:
    """The programme goes on when the person says so."""
    idle = await trained(card, setup_backcare, *HELD)
    assert idle["programme"]["on_hold"] is True
    assert idle["programme"]["why"].startswith("Two sore sessions.")
    assert idle["refusal"] is None, "the gentle routines are open"
    idle = await answered(card, "release")
    assert idle["programme"]["on_hold"] is False


async def test_rest(card: Card, setup_backcare: MockConfigEntry) -> None:
    """After a sore session there are two days of rest."""
    sore = replace(CANCELLED, reason=StopReason.PAIN)
    idle = await trained(card, setup_backcare, sore)
    rest_until = sore.ended_at + timedelta(hours=48)
    assert idle["programme"]["rest_until"] == 1000 * rest_until.timestamp()


async def test_next_morning(
    hass: HomeAssistant, card: Card, setup_backcare: MockConfigEntry
) -> None:
    """It is asked about from 12 to 36 hours after a session, until it is rated."""
    idle = await trained(card, setup_backcare, CANCELLED)
    ended_ms = 1000 * CANCELLED.ended_at.timestamp()
    assert idle["programme"]["next_day"] == {
        "session_id": SESSION_ID,
        "from_at": ended_ms + 12 * 3_600_000,
        "until_at": ended_ms + 36 * 3_600_000,
    }
    await act(hass, "rate_session", pain_next_day=1)
    (view,) = await card.views()
    assert view["idle"]["programme"]["next_day"] is None


async def test_next_morning_of_long_ago(
    card: Card, setup_backcare: MockConfigEntry
) -> None:
    """Nobody remembers that well."""
    idle = await trained(card, setup_backcare, *LEVEL_UP)
    assert idle["programme"]["next_day"] is None


async def test_reason(card: Card, setup_backcare: MockConfigEntry) -> None:
    """It may come afterwards, and counts as if it had been there at once."""
    idle = await trained(card, setup_backcare, CANCELLED)
    assert idle["last"]["reason"] is None
    assert idle["programme"]["rest_until"] is None
    fields = {"session_id": SESSION_ID, "reason": "pain"}
    idle = await answered(card, "reason", **fields)
    assert idle["last"]["reason"] == "pain"
    assert idle["last"]["advice"].startswith("Stop and rest.")
    assert idle["programme"]["rest_until"]


async def test_plan(clock: SessionClock, open_card: OpenCard, set_up: SetUp) -> None:
    """A training that is due can be put off or left out."""
    await set_up(build_entry(options=PLAN))
    card = await open_card()
    idle = (await card.look())["idle"]
    assert idle["plan"] == {"next_at": DUE_MS + WEEK_MS, "due_at": DUE_MS}
    idle = await answered(card, "plan", answer="later")
    assert idle["plan"]["due_at"] is None
    assert NOW_MS < idle["plan"]["next_at"] < NOW_MS + WEEK_MS / 7


async def test_plan_left_out(
    clock: SessionClock, open_card: OpenCard, set_up: SetUp
) -> None:
    """Then it is the turn of the next one."""
    await set_up(build_entry(options=PLAN))
    card = await open_card()
    await card.look()
    idle = await answered(card, "plan", answer="skip")
    assert idle["plan"] == {"next_at": DUE_MS + WEEK_MS, "due_at": None}
    fields = {"config_entry_id": ENTRY_ID, "answer": "later"}
    error = (await card.ask("backcare/plan", **fields))["error"]
    assert error["translation_key"] == "no_training_due"


async def test_seated_practice(
    hass: HomeAssistant, clock: SessionClock, open_card: OpenCard, set_up: SetUp
) -> None:
    """Who practises sees how often."""
    await set_up(build_entry(options={"practice": {"is_on": True}}))
    card = await open_card()
    practice = (await card.look())["idle"]["practice"]
    assert practice["next_at"] > NOW_MS
    assert practice["today"] == 0
    await act(hass, "start_routine", routine=practice["routine"])
    await clock.elapse_to_end()
    practice = (await card.views())[-1]["idle"]["practice"]
    assert (practice["today"], practice["goal"]) == (1, 4)


async def test_something_to_read(card: Card, setup_backcare: MockConfigEntry) -> None:
    """It is offered after the first session, until it is put away."""
    idle = await trained(card, setup_backcare, session_record())
    assert idle["info"].keys() == {"id", "text"}
    assert (await answered(card, "dismiss"))["info"] is None


@pytest.mark.parametrize(
    ("command", "fields", "code"),
    [
        ("decide", {"accept": True}, "not_found"),
        ("release", {}, "not_found"),
        ("reason", {"session_id": SESSION_ID, "reason": "pain"}, "not_found"),
        ("plan", {"answer": "later"}, "not_allowed"),
        ("plan", {"answer": "skip"}, "not_allowed"),
        ("plan", {"answer": "never"}, "invalid_format"),
        ("plan", {}, "invalid_format"),
        ("decide", {"accept": "maybe"}, "invalid_format"),
        ("reason", {"session_id": SESSION_ID, "reason": "rain"}, "invalid_format"),
    ],
)
async def test_answers_to_what_was_not_asked(
    card: Card,
    setup_backcare: MockConfigEntry,
    command: str,
    fields: dict[str, Any],
    code: str,
) -> None:
    """They are refused, and change nothing."""
    await trained(card, setup_backcare, session_record())
    assert await card.refusal(command, config_entry_id=ENTRY_ID, **fields) == code
    assert await card.views() == []


@pytest.mark.parametrize("session_id", HOSTILE)
async def test_reason_of_an_unknown_session(
    card: Card, setup_backcare: MockConfigEntry, session_id: str
) -> None:
    """Only the last one can still be explained."""
    await trained(card, setup_backcare, CANCELLED)
    fields = {"session_id": session_id, "reason": "pain"}
    assert (
        await card.refusal("reason", config_entry_id=ENTRY_ID, **fields) == "not_found"
    )


# When it is sent


async def test_one_view_for_each_change(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """However much changes in that moment."""
    await card.look()
    statuses = []
    for action in ("start_routine", "skip", "pause_session", "stop_session"):
        await act(hass, action)
        (view,) = await card.views()
        statuses.append(view["session"] and view["session"]["status"])
    assert statuses == ["active", "active", "paused", None]


async def test_changes_in_one_moment(
    card: Card, setup_backcare: MockConfigEntry
) -> None:
    """They come as one view."""
    await card.look()
    controller = setup_backcare.runtime_data
    controller.async_choose(Key.ROUTINE, "short_10")
    controller.async_choose(Key.LEVEL_CHOICE, "2")
    (view,) = await card.views()
    assert view["idle"]["routine"] == "short_10"
    assert view["idle"]["level"] == 2


async def test_what_does_not_show_is_not_sent(
    card: Card, setup_backcare: MockConfigEntry
) -> None:
    """The card knows already."""
    await card.look()
    setup_backcare.runtime_data.async_choose(Key.TONE_CUES, False)
    setup_backcare.runtime_data.async_choose(Key.ROUTINE, "full_core_30")
    assert await card.views() == []


async def test_nothing_is_sent_by_the_clock(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """A phase is one view, however many cues it has, halfway or else."""
    await card.look()
    await act(hass, "start_routine")
    await clock.elapse(50)
    assert [view["session"]["phase_number"] for view in await card.views()] == [1, 2]


async def test_a_wall_clock_that_is_set_is_told(
    hass: HomeAssistant,
    clock: SessionClock,
    card: Card,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the next cue the ends come in the new time."""
    await act(hass, "start_routine")
    await card.look()
    right = LoopClock.utcnow
    monkeypatch.setattr(
        LoopClock, "utcnow", lambda self: right(self) - timedelta(hours=1)
    )
    await clock.elapse(12)
    (view,) = await card.views()
    assert view["session"]["ends_at"] == NOW_MS + 1_895_000 - 3_600_000


async def test_other_settings(
    hass: HomeAssistant, card: Card, setup_backcare: MockConfigEntry
) -> None:
    """Another name or language shows at once."""
    first = await card.look()
    hass.config_entries.async_update_entry(
        setup_backcare, title="Anna", options={"speech": {"language": "nl"}}
    )
    view = (await card.views())[-1]
    assert (view["name"], view["language"]) == ("Anna", "nl")
    assert view["idle"]["routine_name"] == "Volledige training"
    assert view["routines_revision"] != first["routines_revision"]


async def test_another_entity_id(
    card: Card, setup_backcare: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """A renamed entity shows at once."""
    await card.look()
    entity_registry.async_update_entity(SWITCH, new_entity_id="switch.gym")
    (view,) = await card.views()
    assert view["entities"]["switch.session"] == "switch.gym"


async def test_looking_writes_no_state(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """Nor does anything that the card asks on its own."""
    await act(hass, "start_routine")
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    before = {state.entity_id: state.last_reported for state in hass.states.async_all()}
    view = await card.look()
    assert (await card.ask("backcare/routines", config_entry_id=ENTRY_ID))["success"]
    keys = [view["session"]["phase"]["picture"]]
    assert (await card.ask("backcare/pictures", config_entry_id=ENTRY_ID, keys=keys))[
        "success"
    ]
    await hass.async_block_till_done()
    assert changes == []
    assert before == {
        state.entity_id: state.last_reported for state in hass.states.async_all()
    }


async def test_who_looks_away_is_forgotten(
    card: Card, setup_backcare: MockConfigEntry
) -> None:
    """They get no more views, and nobody keeps them in mind."""
    controller = setup_backcare.runtime_data
    before = [len(them) for them in controller.listeners._updates.values()]
    subscription = (await card.ask("backcare/subscribe"))["id"]
    assert len(await card.views()) == 1
    await card.ask("unsubscribe_events", subscription=subscription)
    assert [len(them) for them in controller.listeners._updates.values()] == before
    controller.async_choose(Key.ROUTINE, "short_10")
    assert await card.views() == []


# While the entry comes and goes


async def test_reload(hass: HomeAssistant, clock: SessionClock, card: Card) -> None:
    """The card is told, and goes on by itself with the session that was kept."""
    await act(hass, "start_routine")
    await card.look()
    await hass.config_entries.async_reload(ENTRY_ID)
    gone, view = await card.views()
    assert gone == GONE
    assert view["session"]["status"] == "paused"
    await act(hass, "resume_session")
    (view,) = await card.views()
    assert view["session"]["status"] == "active"


async def test_unload(hass: HomeAssistant, card: Card) -> None:
    """Once is enough to tell it."""
    await card.look()
    await hass.config_entries.async_unload(ENTRY_ID)
    assert await card.views() == [GONE]
    await hass.config_entries.async_setup(ENTRY_ID)
    (view,) = await card.views()
    assert view["name"] == "Back care"


async def test_look_before_the_entry_is_loaded(hass: HomeAssistant, card: Card) -> None:
    """A browser may be faster than Home Assistant."""
    await hass.config_entries.async_unload(ENTRY_ID)
    assert await card.look(entity_id=SWITCH) == GONE
    await hass.config_entries.async_setup(ENTRY_ID)
    (view,) = await card.views()
    assert view["name"] == "Back care"


async def test_removed(hass: HomeAssistant, card: Card) -> None:
    """A person who is removed is gone for good."""
    await card.look()
    await hass.config_entries.async_remove(ENTRY_ID)
    assert await card.views() == [GONE]
    assert await card.refusal("subscribe", entity_id=SWITCH) == "not_found"
    assert await card.refusal("subscribe") == "not_found"


async def test_disabled(hass: HomeAssistant, card: Card) -> None:
    """A person who is disabled is not there until enabled."""
    await card.look()
    await hass.config_entries.async_set_disabled_by(ENTRY_ID, ConfigEntryDisabler.USER)
    assert await card.views() == [GONE]
    assert await card.refusal("subscribe", config_entry_id=ENTRY_ID) == "not_found"
    await hass.config_entries.async_set_disabled_by(ENTRY_ID, None)
    (view,) = await card.views()
    assert view["name"] == "Back care"


# Who is meant


@pytest.fixture
async def anna(setup_backcare: MockConfigEntry, set_up: SetUp) -> MockConfigEntry:
    """Set up a second person."""
    return await set_up(build_entry(title="Anna", entry_id="anna"))


@pytest.mark.usefixtures("anna")
async def test_one_of_several(card: Card, device_registry: dr.DeviceRegistry) -> None:
    """Any entity, the device or the entry say who it is."""
    (device,) = dr.async_entries_for_config_entry(device_registry, "anna")
    for target in (
        {"entity_id": "switch.anna"},
        {"entity_id": "sensor.anna_level"},
        {"entity_id": "event.anna_session_events"},
        {"device_id": device.id},
        {"config_entry_id": "anna"},
    ):
        assert (await card.look(**target))["name"] == "Anna"


@pytest.mark.usefixtures("anna")
async def test_changes_of_somebody_else(
    hass: HomeAssistant, clock: SessionClock, card: Card
) -> None:
    """They are not sent."""
    await card.look(config_entry_id="anna")
    await act(hass, "start_routine", config_entry_id=ENTRY_ID)
    await hass.config_entries.async_reload(ENTRY_ID)
    assert await card.views() == []


@pytest.mark.usefixtures("anna")
async def test_ambiguous(card: Card) -> None:
    """Nobody is chosen at random."""
    assert await card.refusal("subscribe") == "ambiguous"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("target", ["entity_id", "device_id", "config_entry_id"])
async def test_unknown(card: Card, target: str, name: str) -> None:
    """Who is not there can't be looked at."""
    assert await card.refusal("subscribe", **{target: name}) == "not_found"


async def test_of_another_integration(
    hass: HomeAssistant,
    card: Card,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> None:
    """An entity, device or entry of somebody else is nobody."""
    entry = MockConfigEntry(domain="other")
    entry.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("other", ENTRY_ID)}
    )
    entity = entity_registry.async_get_or_create(
        "light", "other", "1", config_entry=entry
    )
    hass.states.async_set("light.without_an_entry", "on")
    for target in (
        {"entity_id": entity.entity_id},
        {"entity_id": "light.without_an_entry"},
        {"device_id": device.id},
        {"config_entry_id": entry.entry_id},
    ):
        assert await card.refusal("subscribe", **target) == "not_found"


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("subscribe", {"entity_id": SWITCH, "config_entry_id": ENTRY_ID}),
        ("subscribe", {"entity": SWITCH}),
        ("subscribe", {"entity_id": [SWITCH]}),
        ("subscribe", {"entity_id": None}),
        ("routines", {}),
        ("pictures", {"config_entry_id": ENTRY_ID}),
        ("pictures", {"config_entry_id": ENTRY_ID, "keys": "plank"}),
        ("pictures", {"config_entry_id": ENTRY_ID, "keys": [None]}),
    ],
)
async def test_malformed(card: Card, command: str, fields: dict[str, Any]) -> None:
    """What makes no sense is refused."""
    assert await card.refusal(command, **fields) == "invalid_format"


# Rights

COMMANDS = (
    ("subscribe", {"config_entry_id": ENTRY_ID}),
    ("routines", {"config_entry_id": ENTRY_ID}),
    ("pictures", {"config_entry_id": ENTRY_ID, "keys": ["plank"]}),
)
ANSWERS = (
    ("decide", {"config_entry_id": ENTRY_ID, "accept": True}),
    ("plan", {"config_entry_id": ENTRY_ID, "answer": "skip"}),
    ("release", {"config_entry_id": ENTRY_ID}),
    (
        "reason",
        {"config_entry_id": ENTRY_ID, "session_id": SESSION_ID, "reason": "pain"},
    ),
    ("dismiss", {"config_entry_id": ENTRY_ID}),
)
"""Only of who may control a person."""


async def test_who_may_only_look(
    open_card: OpenCard,
    setup_backcare: MockConfigEntry,
    hass_read_only_access_token: str,
) -> None:
    """They see all but health data, and that they can't control."""
    sore = replace(CANCELLED, reason=StopReason.PAIN, ratings={Rating.PAIN_DURING: 8})
    setup_backcare.runtime_data.profile.add(sore)
    card = await open_card(hass_read_only_access_token)
    view = await card.look()
    assert view["can_control"] is False
    last = view["idle"]["last"]
    assert (last["ratings"], last["warning_signs"]) == ({}, [])
    assert last["advice"] is last["reason"] is None
    assert view["idle"]["programme"] is view["idle"]["info"] is None
    assert view["idle"]["week"]["programme_week"] == 2
    for command, fields in COMMANDS:
        assert (await card.ask(f"backcare/{command}", **fields))["success"]
    for command, fields in ANSWERS:
        assert await card.refusal(command, **fields) == "unauthorized"


@pytest.mark.parametrize(("command", "fields"), COMMANDS + ANSWERS)
@pytest.mark.usefixtures("setup_backcare")
async def test_who_may_not_look(
    open_card: OpenCard,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
    command: str,
    fields: dict[str, Any],
) -> None:
    """They see nothing."""
    hass_read_only_user.mock_policy({})
    card = await open_card(hass_read_only_access_token)
    assert await card.refusal(command, **fields) == "unauthorized"
    assert await card.refusal("subscribe") == "unauthorized"


@pytest.mark.usefixtures("anna")
async def test_who_may_look_at_one(
    open_card: OpenCard,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    """They need not say who, and see nobody else."""
    hass_read_only_user.mock_policy(
        {"entities": {"entity_ids": {"switch.anna": {"read": True, "control": True}}}}
    )
    card = await open_card(hass_read_only_access_token)
    view = await card.look()
    assert (view["name"], view["can_control"]) == ("Anna", True)
    assert await card.refusal("subscribe", entity_id=SWITCH) == "unauthorized"


async def test_who_may_no_longer_look(
    hass: HomeAssistant,
    clock: SessionClock,
    open_card: OpenCard,
    setup_backcare: MockConfigEntry,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    """They get no more views."""
    card = await open_card(hass_read_only_access_token)
    await card.look()
    hass_read_only_user.mock_policy({})
    await act(hass, "start_routine")
    assert await card.views() == [GONE]


@pytest.mark.parametrize("is_allowed", [True, False])
async def test_without_a_switch(
    open_card: OpenCard,
    setup_backcare: MockConfigEntry,
    entity_registry: er.EntityRegistry,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
    is_allowed: bool,
) -> None:
    """Who may look at everything may look at a person too."""
    entity_registry.async_remove(SWITCH)
    if not is_allowed:
        hass_read_only_user.mock_policy({"entities": {"domains": {"sensor": True}}})
    card = await open_card(hass_read_only_access_token)
    answer = await card.ask("backcare/subscribe")
    assert answer["success"] is is_allowed


# The server of aiohttp forgets its heartbeat when nobody logs in.
@pytest.mark.parametrize("expected_lingering_timers", [True])
@pytest.mark.usefixtures("setup_backcare")
async def test_who_is_not_logged_in(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Nobody asks anything before they have logged in."""
    assert await async_setup_component(hass, "websocket_api", {})
    client = await hass_client_no_auth()
    async with client.ws_connect("/api/websocket") as connection:
        assert (await connection.receive_json())["type"] == "auth_required"
        await connection.send_json({"id": 1, "type": "backcare/subscribe"})
        assert (await connection.receive_json())["type"] == "auth_invalid"


# Routines and pictures


async def test_routines(
    hass: HomeAssistant, open_card: OpenCard, set_up: SetUp
) -> None:
    """They have the length that a session will have."""
    await set_up(build_entry(subentries=[own_routine("<b>Morning</b>", "own0")]))
    card = await open_card()
    view = await card.look()
    answer = await card.ask("backcare/routines", config_entry_id=ENTRY_ID)
    found = answer["result"]
    assert found["revision"] == view["routines_revision"]
    listed = await act(hass, "get_routines", response=True)
    assert [
        (routine["id"], routine["name"], routine["total_seconds"], routine["set_count"])
        for routine in found["routines"]
    ] == [
        (row["routine"], row["name"], row["total_seconds"], row["set_count"])
        for row in listed["routines"]
    ]
    assert found["routines"][-1]["exercises"] == [
        {
            "exercise": "plank",
            "exercise_name": "Forearm plank",
            "side": "none",
            "side_name": None,
            "picture": "plank",
            "set_count": 1,
        }
    ]


async def test_revision_of_the_routines(
    hass: HomeAssistant,
    clock: SessionClock,
    card: Card,
    setup_backcare: MockConfigEntry,
) -> None:
    """It changes with the level and the person's own routines, and not in a session."""
    revisions = [(await card.look())["routines_revision"]]

    async def changed() -> bool:
        revisions.append((await card.views())[-1]["routines_revision"])
        return revisions[-1] != revisions[-2]

    await act(hass, "start_routine")
    assert not await changed()
    setup_backcare.runtime_data.async_choose(Key.LEVEL_CHOICE, "2")
    assert await changed()
    subentry = ConfigSubentry(
        data=own_routine("Morning")["data"],
        subentry_type="routine",
        title="Morning",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(setup_backcare, subentry)
    assert await changed()
    hass.config_entries.async_update_subentry(setup_backcare, subentry, title="Night")
    assert await changed()
    hass.config_entries.async_update_entry(
        setup_backcare, options={"behaviour": {"rest_seconds": 30}}
    )
    assert await changed()


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_pictures(open_card: OpenCard, set_up: SetUp, language: str) -> None:
    """They are drawings with titles in the person's language."""
    entry = await set_up(build_entry(options={"speech": {"language": language}}))
    card = await open_card()
    keys = ["plank", "side_plank.left", "plank"]
    answer = await card.ask("backcare/pictures", config_entry_id=ENTRY_ID, keys=keys)
    pictures = answer["result"]
    assert set(pictures) == set(keys)
    figures = entry.runtime_data.profile.catalogue.figures
    assert pictures["plank"] == figures.draw("plank", language)
    assert pictures["plank"].startswith("<svg")


@pytest.mark.parametrize("key", HOSTILE)
async def test_unknown_picture(card: Card, key: str) -> None:
    """Only what was drawn by us is sent."""
    fields = {"config_entry_id": ENTRY_ID, "keys": ["plank", key]}
    assert await card.refusal("pictures", **fields) == "not_found"


@pytest.mark.parametrize("name", HOSTILE)
async def test_routines_and_pictures_of_nobody(card: Card, name: str) -> None:
    """Who is not there has none, and answers nothing."""
    assert await card.refusal("routines", config_entry_id=name) == "not_found"
    fields = {"config_entry_id": name, "keys": []}
    assert await card.refusal("pictures", **fields) == "not_found"
    assert await card.refusal("release", config_entry_id=name) == "not_found"


async def test_routines_of_a_person_who_is_not_loaded(
    hass: HomeAssistant, card: Card
) -> None:
    """They come when the person does."""
    await hass.config_entries.async_unload(ENTRY_ID)
    assert await card.refusal("routines", config_entry_id=ENTRY_ID) == "not_found"
