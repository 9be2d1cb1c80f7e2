"""Tests of the actions."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    flush_store,
)
from syrupy.assertion import SnapshotAssertion
import voluptuous as vol

from custom_components.backcare.const import DOMAIN, Action, SpeechLevel
from custom_components.backcare.profile import Profile
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.service import async_get_all_descriptions

from .common import (
    ENTRY_ID,
    SESSION_ID,
    SessionClock,
    act,
    assert_refused,
    build_entry,
    own_routine,
    session_record,
    session_routine,
    state,
)
from .conftest import SetUp

COMMANDS = (
    ("pause_session", {}),
    ("resume_session", {}),
    ("stop_session", {}),
    ("skip", {}),
    ("previous", {}),
    ("add_time", {"seconds": 10}),
)


# Start


@pytest.mark.usefixtures("setup_backcare")
async def test_start(hass: HomeAssistant, clock: SessionClock) -> None:
    """A start tells what the session will be."""
    assert await act(hass, "start_routine", response=True) == {
        "session_id": SESSION_ID,
        "routine": "full_core_30",
        "name": "Full core routine",
        "level": 5,
        "total_seconds": 1895,
        "phase_count": 34,
        "ends_at": "2026-11-02T18:31:35+00:00",
    }
    assert state(hass, "sensor.phase") == "prepare"


@pytest.mark.parametrize(
    ("routine", "started"),
    [
        ("short_10", "short_10"),
        ("Short session", "short_10"),
        ("KORTE TRAINING", "short_10"),
        ("tien minuten", "short_10"),
        ("Deel A: houdingen", "split_a_holds"),
        ("own0", "own0"),
        ("mañana", "own0"),
        ("  MANANA ", "own0"),
    ],
)
async def test_start_by_name(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp, routine: str, started: str
) -> None:
    """A routine is found by id, subentry id or name in any language."""
    await set_up(build_entry(subentries=[own_routine("Mañana", "own0")]))
    response = await act(hass, "start_routine", response=True, routine=routine)
    assert response["routine"] == started
    assert session_routine(hass) == started


@pytest.mark.parametrize(
    ("minutes", "routine"),
    [
        (1, "seated_transversus"),
        (5, "gentle_reset"),
        (10, "short_10"),
        (15, "split_b_control"),
        (20, "short_holds"),
        (30, "full_core_30"),
        (180, "full_core_30"),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_start_by_length(
    hass: HomeAssistant, clock: SessionClock, minutes: float, routine: str
) -> None:
    """Without a routine the minutes choose one."""
    await act(hass, "start_routine", minutes=minutes)
    assert session_routine(hass) == routine


@pytest.mark.usefixtures("setup_backcare")
async def test_routine_goes_before_minutes(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """Who names a routine gets it, however long it is."""
    await act(hass, "start_routine", routine="full_core_30", minutes=5)
    assert session_routine(hass) == "full_core_30"


@pytest.mark.usefixtures("setup_backcare")
async def test_start_at_another_level(hass: HomeAssistant, clock: SessionClock) -> None:
    """A level counts for this session only."""
    response = await act(hass, "start_routine", response=True, level=1)
    assert response["level"] == 1
    assert response["total_seconds"] < 1895
    assert state(hass, "sensor.level") == "5"


@pytest.mark.usefixtures("setup_backcare")
async def test_start_in_another_language(
    hass: HomeAssistant, clock: SessionClock
) -> None:
    """A session can be led in another language."""
    response = await act(hass, "start_routine", response=True, language="nl-BE")
    assert response["name"] == "Volledige training"


@pytest.mark.usefixtures("setup_backcare")
async def test_start_with_outputs(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
) -> None:
    """A session can be led by other speakers and lights, and say less or more."""
    speaker = entity_registry.async_get_or_create(
        "media_player", "test", "1", suggested_object_id="kitchen"
    )
    hass.states.async_set("assist_satellite.hall", "idle")
    hass.states.async_set("light.desk", "off")
    await act(
        hass,
        "start_routine",
        speakers=[speaker.entity_id, "assist_satellite.hall"],
        lights="light.desk",
        speech_level="minimal",
    )
    settings = setup_backcare.runtime_data._running.outputs.settings
    assert settings.speakers == ("media_player.kitchen", "assist_satellite.hall")
    assert settings.lights == ("light.desk",)
    assert settings.speech_level is SpeechLevel.MINIMAL


@pytest.mark.usefixtures("setup_backcare")
async def test_start_without_response(hass: HomeAssistant, clock: SessionClock) -> None:
    """The response of a start may be left out."""
    assert await act(hass, "start_routine") is None
    assert state(hass, "sensor.session") == "active"


# Refusals of a start


@pytest.mark.usefixtures("setup_backcare")
async def test_start_twice(hass: HomeAssistant, clock: SessionClock) -> None:
    """There is one session at a time, active or paused."""
    await act(hass, "start_routine")
    await assert_refused(hass, "session_already_active", "start_routine")
    await act(hass, "pause_session")
    await assert_refused(hass, "session_already_active", "start_routine")


async def test_start_before_the_safety_check(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """Nothing starts before the safety check."""
    await set_up(build_entry(safety={"agreed": False}))
    message = await assert_refused(hass, "safety_not_confirmed", "start_routine")
    assert "Reconfigure" in message


@pytest.mark.parametrize(
    "routine",
    [
        "unknown",
        "plank",
        "<script>alert(1)</script>",
        "{names}",
        "🧘",
        "تمرين الظهر",
        "\u202enoitcejni",
        "x" * 255,
        "",
        "!!!",
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_start_unknown_routine(
    hass: HomeAssistant, clock: SessionClock, routine: str
) -> None:
    """An unknown routine is refused with the names that there are."""
    with pytest.raises(ServiceValidationError) as refusal:
        await act(hass, "start_routine", routine=routine)
    assert refusal.value.translation_key == "unknown_routine"
    assert refusal.value.translation_placeholders == {
        "routine": routine,
        "names": (
            "Full core routine, Full routine in rounds, Part A: holds, Part B: control, "
            "Short session, Short-hold stability set, Seated belly practice, "
            "Gentle session"
        ),
    }
    assert state(hass, "sensor.session") == "idle"


@pytest.mark.usefixtures("setup_backcare")
async def test_unknown_routine_message(hass: HomeAssistant) -> None:
    """The message of an unknown routine lists the names."""
    message = await assert_refused(
        hass, "unknown_routine", "start_routine", routine="yoga"
    )
    assert message.startswith(
        "There is no routine called yoga. Choose one of: Full core"
    )


@pytest.mark.usefixtures("setup_backcare")
async def test_start_locked_routine(hass: HomeAssistant) -> None:
    """The add-on is locked until it is confirmed."""
    for name in ("asymmetric_addon", "One-sided back add-on"):
        await assert_refused(hass, "routine_locked", "start_routine", routine=name)


@pytest.mark.parametrize(
    "fields",
    [
        {"speakers": ["media_player.nowhere"]},
        {"speakers": ["assist_satellite.nowhere"]},
        {"lights": ["light.nowhere"]},
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_start_with_unknown_output(
    hass: HomeAssistant, fields: dict[str, Any]
) -> None:
    """A speaker or light must exist."""
    message = await assert_refused(hass, "unknown_output", "start_routine", **fields)
    assert "nowhere" in message


@pytest.mark.parametrize(
    ("action", "fields", "low", "high"),
    [
        ("start_routine", {"minutes": 0}, "1", "180"),
        ("start_routine", {"minutes": 181}, "1", "180"),
        ("start_routine", {"minutes": -10}, "1", "180"),
        ("start_routine", {"minutes": "nan"}, "1", "180"),
        ("start_routine", {"minutes": "inf"}, "1", "180"),
        ("start_routine", {"level": 0}, "1", "7"),
        ("start_routine", {"level": 8}, "1", "7"),
        ("add_time", {"seconds": 301}, "-300", "300"),
        ("add_time", {"seconds": -301}, "-300", "300"),
        ("rate_session", {"pain_before": -1}, "0", "10"),
        ("rate_session", {"pain_during": 11}, "0", "10"),
        ("rate_session", {"effort": "inf"}, "0", "10"),
        ("rate_session", {"pain_next_day": "nan"}, "0", "10"),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_out_of_range(
    hass: HomeAssistant, action: str, fields: dict[str, Any], low: str, high: str
) -> None:
    """A value out of range is refused with its range."""
    message = await assert_refused(hass, "value_out_of_range", action, **fields)
    assert next(iter(fields)) in message
    assert f"from {low} to {high}" in message


@pytest.mark.parametrize("field", ["routine", "language"])
@pytest.mark.usefixtures("setup_backcare")
async def test_too_long(hass: HomeAssistant, field: str) -> None:
    """A text of 10,000 characters is refused without repeating it."""
    message = await assert_refused(
        hass, "text_too_long", "start_routine", **{field: "x" * 10_000}
    )
    assert len(message) < 100


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("start_routine", {"routine": ["full_core_30"]}),
        ("start_routine", {"routine": None}),
        ("start_routine", {"minutes": "ten"}),
        ("start_routine", {"level": "high"}),
        ("start_routine", {"side": "none"}),
        ("start_routine", {"side": "alternating"}),
        ("start_routine", {"speakers": ["light.desk"]}),
        ("start_routine", {"lights": ["media_player.kitchen"]}),
        ("start_routine", {"speakers": ["<b>"]}),
        ("start_routine", {"speech_level": "loud"}),
        ("start_routine", {"exercise": "plank"}),
        ("stop_session", {"reason": "bored"}),
        ("skip", {"scope": "session"}),
        ("previous", {"scope": "all"}),
        ("add_time", {}),
        ("add_time", {"seconds": "many"}),
        ("rate_session", {"effort": "hard"}),
        ("rate_session", {"effort": None}),
        ("rate_session", {"pain": 3}),
        ("get_routines", {"include_phases": "perhaps"}),
    ],
)
@pytest.mark.usefixtures("setup_backcare")
async def test_malformed(
    hass: HomeAssistant, action: str, fields: dict[str, Any]
) -> None:
    """What makes no sense is refused by the schema."""
    with pytest.raises(vol.Invalid):
        await act(hass, action, response=action == "get_routines", **fields)
    assert state(hass, "sensor.session") == "idle"


# Commands to the session


@pytest.mark.parametrize(("action", "fields"), COMMANDS)
@pytest.mark.usefixtures("setup_backcare")
async def test_command_without_a_session(
    hass: HomeAssistant, action: str, fields: dict[str, Any]
) -> None:
    """A command needs a session."""
    await assert_refused(hass, "no_active_session", action, **fields)


@pytest.mark.usefixtures("setup_backcare")
async def test_pause_and_resume(hass: HomeAssistant, clock: SessionClock) -> None:
    """A pause stops the clock, once."""
    await act(hass, "start_routine")
    await assert_refused(hass, "session_not_paused", "resume_session")
    await clock.elapse(5)
    await act(hass, "pause_session")
    await assert_refused(hass, "session_already_paused", "pause_session")
    await clock.elapse(600)
    await act(hass, "resume_session")
    await clock.elapse(9)
    assert state(hass, "sensor.phase") == "prepare"
    await clock.elapse(1)
    assert state(hass, "sensor.phase") == "hold"


async def test_a_pause_of_a_quarter_of_an_hour_ends_the_session(
    hass: HomeAssistant, clock: SessionClock, setup_backcare: MockConfigEntry
) -> None:
    """As if the person had stopped it (``domain.md`` 6.6)."""
    await act(hass, "start_routine")
    await act(hass, "pause_session")
    await clock.elapse(899)
    assert state(hass, "sensor.session") == "paused"
    await clock.elapse(1)
    assert state(hass, "sensor.session") == "idle"
    (session,) = setup_backcare.runtime_data.profile.sessions
    assert (session.outcome, session.reason) == ("cancelled", None)


@pytest.mark.parametrize("reason", [None, "pain", "too_hard", "no_time", "other"])
async def test_stop(
    hass: HomeAssistant,
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    reason: str | None,
) -> None:
    """A stop keeps its reason."""
    await act(hass, "start_routine")
    await clock.elapse(20)
    await act(hass, "stop_session", **({"reason": reason} if reason else {}))

    assert state(hass, "sensor.session") == "idle"
    assert setup_backcare.runtime_data.profile.last_session.reason == reason


@pytest.mark.usefixtures("setup_backcare")
async def test_skip_and_previous(hass: HomeAssistant, clock: SessionClock) -> None:
    """Skip and previous go by a phase, or by an exercise."""
    await act(hass, "start_routine")
    await act(hass, "skip")
    assert state(hass, "sensor.phase") == "hold"
    await act(hass, "skip", scope="exercise")
    assert state(hass, "sensor.exercise") == "side_plank"
    await act(hass, "previous")
    assert state(hass, "sensor.exercise") == "plank"
    assert state(hass, "sensor.phase") == "hold"
    await act(hass, "previous", scope="exercise")
    assert state(hass, "sensor.phase") == "prepare"


@pytest.mark.usefixtures("setup_backcare")
async def test_add_time(hass: HomeAssistant, clock: SessionClock) -> None:
    """Time is added to the phase, or taken from it."""
    await act(hass, "start_routine")
    await act(hass, "add_time", seconds=30)
    assert state(hass, "sensor.session_ends_at") == "2026-11-02T18:32:05+00:00"
    await clock.elapse(44)
    assert state(hass, "sensor.phase") == "prepare"
    await act(hass, "add_time", seconds=-300)
    assert state(hass, "sensor.phase") == "hold"


# Ratings


@pytest.fixture
def profile(setup_backcare: MockConfigEntry) -> Profile:
    """Return a person with two sessions."""
    found: Profile = setup_backcare.runtime_data.profile
    found.sessions.extend(session_record(session_id=name) for name in ("first", "last"))
    setup_backcare.runtime_data.async_tell()
    return found


async def test_rate_the_last_session(hass: HomeAssistant, profile: Profile) -> None:
    """Bit by bit; what was told before may be corrected."""
    await act(hass, "rate_session", pain_during=3)
    await act(hass, "rate_session", pain_during=2, effort=10, pain_before=0)
    first, last = profile.sessions
    assert last.ratings == {"pain_before": 0, "pain_during": 2, "effort": 10}
    assert first.ratings == {}


async def test_rate_another_session(
    hass: HomeAssistant, hass_storage: dict[str, Any], profile: Profile
) -> None:
    """As on the morning after; it is kept on disk."""
    await act(hass, "rate_session", session_id="first", pain_next_day="4")
    first, last = profile.sessions
    assert first.ratings == {"pain_next_day": 4}
    assert last.ratings == {}
    await flush_store(profile.store._history)
    kept = hass_storage[f"{DOMAIN}.{ENTRY_ID}.history"]["data"]["sessions"]
    assert kept[0]["ratings"] == {"pain_next_day": 4}


@pytest.mark.usefixtures("profile")
async def test_a_rating_shows_nowhere(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """How the back feels is in no state but the level, and in no line of the log."""
    before = hass.states.async_all()
    await act(hass, "rate_session", pain_during=3, effort=4)
    assert hass.states.async_all() == before
    await act(hass, "rate_session", pain_during=7)
    changed = {
        found.entity_id for found in hass.states.async_all() if found not in before
    }
    # The goal in minutes comes with level 5.
    assert changed == {"sensor.back_care_level", "sensor.back_care_minutes_this_week"}
    ours = [record for record in caplog.records if "backcare" in record.name]
    assert not [record for record in ours if "pain" in record.getMessage()]


@pytest.mark.parametrize("name", ["second", "", "<b>", "{session}", "🧘"])
@pytest.mark.usefixtures("profile")
async def test_rate_an_unknown_session(hass: HomeAssistant, name: str) -> None:
    """A session that is named must be in the history."""
    with pytest.raises(ServiceValidationError) as refusal:
        await act(hass, "rate_session", effort=5, session_id=name)
    assert refusal.value.translation_key == "unknown_session"


@pytest.mark.usefixtures("profile")
async def test_rate_nothing(hass: HomeAssistant) -> None:
    """There must be something to keep."""
    await assert_refused(hass, "no_rating", "rate_session")


@pytest.mark.usefixtures("setup_backcare")
async def test_rate_before_the_first_session(hass: HomeAssistant) -> None:
    """There must be something to rate."""
    await assert_refused(hass, "no_session_yet", "rate_session", effort=5)


# Routines


@pytest.mark.usefixtures("setup_backcare")
async def test_get_routines(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    """All routines come with their length at the person's level."""
    assert await act(hass, "get_routines", response=True) == snapshot


@pytest.mark.usefixtures("setup_backcare")
async def test_get_routines_with_phases(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    """The phases add up to the length."""
    response = await act(hass, "get_routines", response=True, include_phases=True)
    for routine in response["routines"]:
        phases = routine["phases"]
        assert len(phases) == routine["phase_count"]
        assert sum(phase["duration"] for phase in phases) == routine["total_seconds"]
    assert response["routines"][-1] == snapshot


async def test_get_routines_of_ones_own(hass: HomeAssistant, set_up: SetUp) -> None:
    """A person's own routines are there too, in the person's language."""
    await set_up(
        build_entry(
            options={"speech": {"language": "nl"}},
            subentries=[own_routine("Ochtend", "own0")],
        )
    )
    response = await act(hass, "get_routines", response=True)
    assert response["routines"][0]["name"] == "Volledige training"
    assert response["routines"][-1] == {
        "routine": "own0",
        "name": "Ochtend",
        "total_seconds": 75,
        "set_count": 1,
        "phase_count": 2,
    }


# Profiles


async def test_several_profiles(
    hass: HomeAssistant, clock: SessionClock, set_up: SetUp
) -> None:
    """With several profiles one must be named."""
    await set_up(build_entry())
    other = await set_up(build_entry(title="Other", entry_id="other"))
    for action, fields in (("start_routine", {}), *COMMANDS):
        message = await assert_refused(hass, "several_profiles", action, **fields)
        assert f"Back care ({ENTRY_ID}), Other (other)" in message

    await act(hass, "start_routine", config_entry_id=other.entry_id)
    assert hass.states.is_state("sensor.other_session", "active")
    assert state(hass, "sensor.session") == "idle"


@pytest.mark.usefixtures("setup_backcare")
async def test_unknown_profile(hass: HomeAssistant) -> None:
    """A profile that is named must exist."""
    message = await assert_refused(
        hass, "unknown_profile", "start_routine", config_entry_id="x" * 10_000
    )
    assert message == f"There is no such profile. Choose one of: Back care ({ENTRY_ID})"


async def test_profile_of_another_integration(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """The entry of another integration is no profile."""
    entry = MockConfigEntry(domain="other")
    entry.add_to_hass(hass)
    await assert_refused(
        hass, "unknown_profile", "start_routine", config_entry_id=entry.entry_id
    )


@pytest.mark.parametrize("named", [True, False])
async def test_profile_that_is_not_loaded(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, named: bool
) -> None:
    """A profile that is not loaded can't do anything."""
    await hass.config_entries.async_unload(setup_backcare.entry_id)
    fields = {"config_entry_id": setup_backcare.entry_id} if named else {}
    message = await assert_refused(
        hass, "profile_not_loaded", "start_routine", **fields
    )
    assert "Back care" in message


async def test_no_profile(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """A disabled profile counts as none."""
    await hass.config_entries.async_set_disabled_by(
        setup_backcare.entry_id, ConfigEntryDisabler.USER
    )
    await assert_refused(hass, "no_profile", "start_routine")


# Rights

ALL_COMMANDS = (
    ("start_routine", {}),
    ("rate_session", {"effort": 5}),
    *COMMANDS,
)


async def act_as(hass: HomeAssistant, user_id: str, action: str, **fields: Any) -> Any:
    """Perform an action in the name of a user."""
    return await hass.services.async_call(
        DOMAIN,
        action,
        fields,
        blocking=True,
        context=Context(user_id=user_id),
        return_response=action == "get_routines",
    )


@pytest.mark.parametrize(("action", "fields"), ALL_COMMANDS)
async def test_who_may_only_look_commands_nothing(
    hass: HomeAssistant,
    clock: SessionClock,
    profile: Profile,
    hass_read_only_user: MockUser,
    action: str,
    fields: dict[str, Any],
) -> None:
    """And nothing changes."""
    if action != "start_routine":
        await act(hass, "start_routine")
    before = {found.entity_id: found for found in hass.states.async_all()}
    sessions = list(profile.sessions)
    with pytest.raises(Unauthorized):
        await act_as(hass, hass_read_only_user.id, action, **fields)
    assert {found.entity_id: found for found in hass.states.async_all()} == before
    assert profile.sessions == sessions


@pytest.mark.usefixtures("setup_backcare")
async def test_who_may_look_gets_the_routines(
    hass: HomeAssistant, hass_read_only_user: MockUser
) -> None:
    """Who may not even look gets nothing."""
    found = await act_as(hass, hass_read_only_user.id, "get_routines")
    assert found["routines"]
    hass_read_only_user.mock_policy({})
    with pytest.raises(Unauthorized):
        await act_as(hass, hass_read_only_user.id, "get_routines")


@pytest.mark.usefixtures("setup_backcare")
async def test_who_is_not_known_commands_nothing(hass: HomeAssistant) -> None:
    """As when somebody was removed in the meantime."""
    with pytest.raises(UnknownUser):
        await act_as(hass, "nobody", "start_routine")
    assert state(hass, "sensor.session") == "idle"


async def test_who_may_command_one_need_not_name_them(
    hass: HomeAssistant,
    clock: SessionClock,
    setup_backcare: MockConfigEntry,
    set_up: SetUp,
    hass_read_only_user: MockUser,
) -> None:
    """They can't command anybody else, nor hear their names."""
    await set_up(build_entry(title="Other", entry_id="other"))
    hass_read_only_user.mock_policy(
        {"entities": {"entity_ids": {"switch.other": {"control": True}}}}
    )
    user_id = hass_read_only_user.id
    await act_as(hass, user_id, "start_routine")
    assert hass.states.is_state("sensor.other_session", "active")
    assert state(hass, "sensor.session") == "idle"
    with pytest.raises(Unauthorized):
        await act_as(hass, user_id, "start_routine", config_entry_id=ENTRY_ID)
    with pytest.raises(ServiceValidationError) as refusal:
        await act_as(hass, user_id, "start_routine", config_entry_id="nobody")
    assert refusal.value.translation_placeholders == {"names": "Other (other)"}


@pytest.mark.usefixtures("setup_backcare")
async def test_descriptions(hass: HomeAssistant) -> None:
    """Every action is described, with a selector for each of its fields."""
    descriptions = (await async_get_all_descriptions(hass))[DOMAIN]
    assert set(descriptions) == set(Action)
    for action, description in descriptions.items():
        schema = hass.services.async_services()[DOMAIN][action].schema
        assert schema
        assert set(description["fields"]) == {str(key) for key in schema.schema}
        for field in description["fields"].values():
            assert field["selector"]
