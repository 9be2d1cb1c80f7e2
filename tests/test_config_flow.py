"""Tests of the form that adds a person, and of what changes them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.backcare.catalogue import FOLDER, async_get_catalogue
from custom_components.backcare.const import DOMAIN, LANGUAGES
from custom_components.backcare.engine.assessment import SessionClass
from custom_components.backcare.settings import Settings
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .common import (
    SessionClock,
    act,
    assert_refused,
    build_entry,
    session_record,
    state,
)
from .conftest import NOW, SetUp

NO_SIGNS = {"warning_signs": "none"}
SAFE = {"consulted": "not_yet", "agreed": True}
"""The answers that are needed, on two forms."""

SIMPLE_OPTIONS = {
    "speech": {"speakers": [], "language": "en"},
    "lights": {"lights": []},
}


SLOW = {"speaker": "media_player.sold", "lead_time": 900}
"""What is special about a speaker."""


async def open_flow(hass: HomeAssistant) -> Any:
    """Return the first form."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert not result["errors"]
    return result


async def fill_in(hass: HomeAssistant, result: Any, **answers: Any) -> Any:
    """Return what comes after a form."""
    result = await hass.config_entries.flow.async_configure(result["flow_id"], answers)
    await hass.async_block_till_done()
    return result


async def choose(hass: HomeAssistant, result: Any, option: str) -> Any:
    """Return what comes after a menu."""
    assert result["type"] is FlowResultType.MENU
    return await fill_in(hass, result, next_step_id=option)


async def add_person(hass: HomeAssistant, **answers: Any) -> Any:
    """Add a person who passes the safety check; return the end of the flow."""
    result = await fill_in(hass, await open_flow(hass), **answers)
    return await pass_check(hass, result)


async def pass_check(hass: HomeAssistant, result: Any, **answers: Any) -> Any:
    """Return what comes after the safety check of somebody without a warning sign."""
    assert result["step_id"] == "safety"
    result = await fill_in(hass, result, **NO_SIGNS)
    assert result["step_id"] == "advice"
    return await fill_in(hass, result, **SAFE | answers)


@pytest.fixture
def outputs(hass: HomeAssistant, entity_registry: er.EntityRegistry) -> None:
    """Provide speakers, a voice and lights; one speaker is away."""
    for entity_id in ("media_player.kitchen", "assist_satellite.hall", "light.lamp"):
        hass.states.async_set(entity_id, "idle")
    for domain, key in (("media_player", "attic"), ("tts", "voice")):
        entity_registry.async_get_or_create(
            domain, "test", key, suggested_object_id=key
        )


def suggested(result: Any) -> dict[str, Any]:
    """Return what a form shows in its fields, defaults left out."""
    return {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description and "suggested_value" in key.description
    }


async def test_everything_left_empty(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory
) -> None:
    """A name that is there already and two ticks are enough."""
    result = await add_person(hass)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Back care"
    entry = result["result"]
    assert entry.unique_id == "back_care"
    assert (entry.version, entry.minor_version) == (1, 1)
    assert entry.data == {
        "safety": {
            "no_warning_signs": True,
            "consulted": False,
            "agreed": True,
            "confirmed_at": NOW,
            "confirmed_by": None,
        },
        "placement": "from_20",
        "side_plank_fine": False,
    }
    assert entry.options == SIMPLE_OPTIONS
    settings = entry.runtime_data.profile.settings
    assert settings.safety_confirmed
    assert settings.first_level == 1


@pytest.mark.usefixtures("outputs")
async def test_everything_filled_in(hass: HomeAssistant) -> None:
    """All answers are kept where the settings look for them."""
    result = await fill_in(
        hass,
        await open_flow(hass),
        name="  Anna  ",
        speakers=[
            "media_player.kitchen",
            "media_player.attic",
            "assist_satellite.hall",
        ],
        speech_engine="tts.voice",
        language="nl",
        lights=["light.lamp"],
    )
    result = await pass_check(
        hass,
        result,
        consulted="asked",
        placement="from_90",
        side_plank_fine=True,
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.title == "Anna"
    assert entry.unique_id == "anna"
    settings = Settings.of(entry, "en")
    assert settings.speakers == (
        "media_player.kitchen",
        "media_player.attic",
        "assist_satellite.hall",
    )
    assert settings.speech_engine == "tts.voice"
    assert settings.language == "nl"
    assert settings.lights == ("light.lamp",)
    assert settings.consulted
    assert settings.side_plank_fine
    assert settings.first_level == 4


@pytest.mark.parametrize(("home", "person"), [("nl-BE", "nl"), ("de", "en")])
async def test_language_of_the_home(
    hass: HomeAssistant, home: str, person: str
) -> None:
    """The home's language is the default, English where there are no texts."""
    hass.config.language = home
    result = await add_person(hass)
    assert result["options"]["speech"]["language"] == person


async def test_entry_survives_a_restart(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """What is kept can be written to disk."""
    result = await add_person(hass)
    hass.config_entries._async_schedule_save()
    await hass.config_entries._store.async_save(hass.config_entries._data_to_save())

    (stored,) = hass_storage["core.config_entries"]["data"]["entries"]
    stored = json.loads(json.dumps(stored))
    assert stored["data"] == result["result"].data
    assert stored["options"] == SIMPLE_OPTIONS


@pytest.mark.parametrize(
    ("name", "unique_id"),
    [
        ("Jo", "jo"),
        ("a" * 50, "a" * 50),
        ("💪", "💪"),
        ("👩‍👩‍👧 Rug", "rug"),
        ("العناية بالظهر", "l_ny_blzhr"),
        ("\u200fגב\u200f", "gb"),
        ("<b>Anna</b> & **Bo** {x}", "b_anna_b_bo_x"),
        ("'; DROP TABLE people; --", "drop_table_people"),
        ("Unknown", "unknown"),
    ],
)
async def test_any_name_is_harmless(
    hass: HomeAssistant, name: str, unique_id: str
) -> None:
    """Emoji, other scripts and markup are only a name."""
    result = await add_person(hass, name=name)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == name
    assert result["result"].unique_id == unique_id


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "name_empty"),
        ("   ", "name_empty"),
        ("\u200b\u200d\u0301", "name_empty"),
        ("a" * 51, "name_too_long"),
        ("x" * 10_000, "name_too_long"),
        ("A\nB", "name_with_controls"),
        ("A\x00B", "name_with_controls"),
        ("A\u2028B", "name_with_controls"),
        ("A\ud800", "name_with_controls"),
    ],
)
async def test_refused_name(hass: HomeAssistant, name: str, error: str) -> None:
    """A name that breaks things is refused, and another one goes through."""
    result = await fill_in(hass, await open_flow(hass), name=name)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"name": error}

    result = await fill_in(hass, result, name="Anna")
    result = await pass_check(hass, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.usefixtures("outputs")
@pytest.mark.parametrize(
    ("field", "value", "entity"),
    [
        (
            "speakers",
            ["media_player.kitchen", "media_player.gone"],
            "media_player.gone",
        ),
        ("speakers", ["light.lamp"], "light.lamp"),
        ("speech_engine", "tts.gone", "tts.gone"),
        ("speech_engine", "media_player.kitchen", "media_player.kitchen"),
        ("lights", ["light.gone"], "light.gone"),
        ("lights", ["media_player.attic"], "media_player.attic"),
        (
            "lights",
            ["0123456789abcdef0123456789abcdef"],
            "0123456789abcdef0123456789abcdef",
        ),
    ],
)
async def test_unusable_entity(
    hass: HomeAssistant, field: str, value: Any, entity: str
) -> None:
    """An entity that is not there or is of another kind is named, and can be replaced."""
    result = await fill_in(hass, await open_flow(hass), name="Anna", **{field: value})
    assert result["errors"] == {field: "unusable_entity"}
    assert result["description_placeholders"] == {"entity": entity}
    assert suggested(result)["name"] == "Anna"
    assert suggested(result)[field] == value

    result = await fill_in(hass, result, name="Anna")
    result = await pass_check(hass, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_the_coach_is_no_speaker(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    """BackCare does not offer itself as its own speaker, nor take itself."""
    coach = entity_registry.async_get_or_create(
        "media_player", DOMAIN, "coach"
    ).entity_id
    result = await open_flow(hass)
    speakers = result["data_schema"].schema["speakers"]
    assert speakers.config["exclude_entities"] == [coach]

    with pytest.raises(InvalidData):
        await fill_in(hass, result, name="Anna", speakers=[coach])

    coach = entity_registry.async_get_or_create("light", DOMAIN, "coach").entity_id
    result = await fill_in(hass, result, name="Anna", lights=[coach])
    assert result["errors"] == {"lights": "unusable_entity"}


@pytest.mark.parametrize(("language", "help_now"), [("en", "999"), ("nl", "112")])
async def test_a_warning_sign(
    hass: HomeAssistant, language: str, help_now: str
) -> None:
    """Who has one is told what to do, in their language, and is not added."""
    result = await fill_in(hass, await open_flow(hass), name="Anna", language=language)
    result = await fill_in(hass, result, warning_signs="present")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "warning_signs"
    assert help_now in result["description_placeholders"]["warning_signs"]
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_no_promise_to_stop(hass: HomeAssistant) -> None:
    """Nobody starts without it; the other answers stay on the form."""
    result = await fill_in(hass, await open_flow(hass), name="Anna")
    result = await pass_check(hass, result, agreed=False, placement="from_40")
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"agreed": "not_agreed"}
    assert suggested(result)["consulted"] == "not_yet"
    assert suggested(result)["placement"] == "from_40"
    assert not hass.config_entries.async_entries(DOMAIN)

    result = await fill_in(hass, result, **SAFE)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_questions_must_be_answered(hass: HomeAssistant) -> None:
    """Nothing is chosen beforehand, and no answer is taken for a yes."""
    result = await fill_in(hass, await open_flow(hass), name="Anna")
    assert not required(result)
    assert not suggested(result)
    result = await fill_in(hass, result)
    assert result["step_id"] == "safety"
    assert result["errors"] == {"warning_signs": "not_answered"}

    result = await fill_in(hass, result, **NO_SIGNS)
    assert required(result) == {"agreed": False, "side_plank_fine": False}
    assert not suggested(result)
    result = await fill_in(hass, result)
    assert result["step_id"] == "advice"
    assert result["errors"] == {"consulted": "not_answered", "agreed": "not_agreed"}


def required(result: Any) -> dict[str, Any]:
    """Return the fields that a browser answers by itself, with their defaults."""
    return {
        str(key): key.default()
        for key in result["data_schema"].schema
        if isinstance(key, vol.Required)
    }


@pytest.mark.parametrize("step", ["safety", "advice"])
async def test_only_the_answers_that_are_offered(
    hass: HomeAssistant, step: str
) -> None:
    """Whatever a program sends."""
    result = await fill_in(hass, await open_flow(hass), name="Anna")
    if step == "advice":
        result = await fill_in(hass, result, **NO_SIGNS)
    answers = {"safety": {"warning_signs": "perhaps"}, "advice": {"consulted": "no"}}
    with pytest.raises(InvalidData):
        await fill_in(hass, result, **answers[step])


async def test_several_people(hass: HomeAssistant) -> None:
    """Everybody has a profile; the default name is offered once."""
    first = await add_person(hass)
    result = await open_flow(hass)
    with pytest.raises(InvalidData):
        await fill_in(hass, result)
    second = await add_person(hass, name="Anna")
    third = await add_person(hass, name="Bo")

    entries = [result["result"] for result in (first, second, third)]
    assert hass.config_entries.async_entries(DOMAIN) == entries
    assert len({entry.runtime_data for entry in entries}) == 3


@pytest.mark.parametrize("name", ["Back care", "back-CARE", " Bäck care "])
async def test_name_of_another(hass: HomeAssistant, name: str) -> None:
    """Two people can't share a name."""
    await add_person(hass)
    result = await fill_in(hass, await open_flow(hass), name=name)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_name_taken_in_the_meantime(hass: HomeAssistant) -> None:
    """A second flow does not replace the person whom the first one added."""
    slow = await fill_in(hass, await open_flow(hass), name="Anna")
    # A tab that is left open does not block, but it does not win either.
    quick = await fill_in(hass, await open_flow(hass), name="Anna")
    entry = build_entry(title="Anna")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, unique_id="anna")
    for result in (slow, quick):
        result = await pass_check(hass, result)
        assert result["type"] is FlowResultType.ABORT
        assert result["reason"] == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [entry]


async def test_change_the_person(
    hass: HomeAssistant, outputs: None, setup_backcare: MockConfigEntry
) -> None:
    """Name, speakers and lights change without a reload; other options stay."""
    entry = setup_backcare
    controller = entry.runtime_data
    hass.config_entries.async_update_entry(
        entry,
        options={
            "speech": {
                "speakers": ["media_player.sold"],
                "language": "nl",
                "guided": False,
                "speaker_settings": [SLOW],
            },
            "lights": {"light_mode": "brightness"},
            "behaviour": {"warm_up": True},
        },
    )
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "person")
    assert result["step_id"] == "person"
    assert suggested(result) == {
        "name": "Back care",
        "speakers": ["media_player.sold"],
        "language": "nl",
    }

    # What was chosen before may be away for a while.
    result = await fill_in(
        hass,
        result,
        name=" Anna ",
        speakers=["media_player.sold", "media_player.kitchen"],
        speech_engine="tts.voice",
        language="en",
        lights=["light.lamp"],
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.title == "Anna"
    assert entry.unique_id == "anna"
    assert entry.options == {
        "speech": {
            "speakers": ["media_player.sold", "media_player.kitchen"],
            "speech_engine": "tts.voice",
            "language": "en",
            "guided": False,
            "speaker_settings": [SLOW],
        },
        "lights": {"lights": ["light.lamp"], "light_mode": "brightness"},
        "behaviour": {"warm_up": True},
    }
    assert entry.runtime_data is controller
    assert controller.profile.settings.name == "Anna"
    assert controller.profile.settings.speakers[-1] == "media_player.kitchen"


async def test_change_the_person_wrongly(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, set_up: SetUp
) -> None:
    """A wrong answer is told, changes nothing, and can be put right."""
    await add_person(hass, name="Bo")
    entry = setup_backcare
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "person")
    for answers, errors in (
        ({"name": ""}, {"name": "name_empty"}),
        ({"name": "BO"}, {"name": "name_taken"}),
        ({"name": "Anna", "lights": ["light.no"]}, {"lights": "unusable_entity"}),
    ):
        result = await fill_in(hass, result, **answers)
        assert result["type"] is FlowResultType.FORM
        assert result["errors"] == errors
        assert suggested(result) == answers | {"language": "en"}
    assert entry.title == "Back care"
    assert entry.options == {}

    result = await fill_in(hass, result, name="Back care")
    assert result["type"] is FlowResultType.ABORT
    assert entry.title == "Back care"
    assert entry.unique_id == "back_care"
    assert entry.options == SIMPLE_OPTIONS


async def test_repeat_the_safety_check(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """Advice and level are shown as they were; signs and promise are asked anew."""
    entry = setup_backcare
    controller = entry.runtime_data
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "safety")
    assert result["step_id"] == "safety"
    assert not suggested(result)
    result = await fill_in(hass, result, **NO_SIGNS)
    assert suggested(result) == {
        "consulted": "asked",
        "placement": "from_120",
        "side_plank_fine": True,
    }
    result = await fill_in(hass, result, consulted="asked")
    assert set(result["errors"]) == {"agreed"}
    assert entry.data["safety"]["confirmed_at"] == "2026-11-01T09:00:00+00:00"

    result = await fill_in(hass, result, **SAFE, placement="under_20")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == {
        "safety": {
            "no_warning_signs": True,
            "consulted": False,
            "agreed": True,
            "confirmed_at": NOW,
            "confirmed_by": None,
        },
        "placement": "under_20",
        "side_plank_fine": False,
    }
    assert entry.title == "Back care"
    assert entry.runtime_data is controller
    assert controller.profile.level == 1


@pytest.mark.parametrize(("hours", "counts"), [(1, True), (35, True), (37, False)])
async def test_a_sign_counts_for_the_session_before_it(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    clock: SessionClock,
    hours: float,
    counts: bool,
) -> None:
    """Its class is STOP then; a session of longer ago is not to blame."""
    profile = setup_backcare.runtime_data.profile
    for number, ago in enumerate((100, hours)):
        ended_at = dt_util.utcnow() - timedelta(hours=ago)
        started_at = ended_at - timedelta(minutes=31)
        profile.add(
            session_record(
                session_id=str(number), started_at=started_at, ended_at=ended_at
            )
        )
    result = await setup_backcare.start_reconfigure_flow(hass)
    result = await choose(hass, result, "safety")
    await fill_in(hass, result, warning_signs="present")
    assert [record.is_red_flag for record in profile.sessions] == [False, counts]
    expected = SessionClass.STOP if counts else SessionClass.GREEN
    assert profile.progress.class_of(profile.last_session) is expected


async def test_a_warning_sign_later(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """It is kept: a running session goes on, the next one waits for another answer."""
    entry = setup_backcare
    await act(hass, "start_routine")
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "safety")
    result = await fill_in(hass, result, warning_signs="present")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "warning_signs"
    assert entry.data["safety"] == {
        "no_warning_signs": False,
        "consulted": True,
        "agreed": False,
        "confirmed_at": NOW,
        "confirmed_by": None,
    }
    assert entry.data["placement"] == "from_120"
    assert state(hass, "sensor.session") == "active"
    await act(hass, "stop_session")
    await assert_refused(hass, "safety_not_confirmed", "start_routine")

    result = await choose(hass, await entry.start_reconfigure_flow(hass), "safety")
    await pass_check(hass, result)
    await act(hass, "start_routine")
    assert state(hass, "sensor.session") == "active"


async def test_change_during_a_session(
    hass: HomeAssistant, setup_backcare: MockConfigEntry, clock: SessionClock
) -> None:
    """A session goes on while the person is changed."""
    entry = setup_backcare
    await act(hass, "start_routine")
    await clock.elapse(20)
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "person")
    result = await fill_in(hass, result, name="Anna")
    assert result["reason"] == "reconfigure_successful"
    result = await choose(hass, await entry.start_reconfigure_flow(hass), "safety")
    result = await pass_check(hass, result)
    assert result["reason"] == "reconfigure_successful"
    assert state(hass, "sensor.session") == "active"
    assert state(hass, "sensor.phase") == "hold"
    await clock.elapse(55)
    assert state(hass, "sensor.phase") == "rest"


async def test_over_http(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, hass_admin_user: MockUser
) -> None:
    """A browser can draw the forms; who answered the safety check is kept."""
    for component in ("config", DOMAIN):
        assert await async_setup_component(hass, component, {})
    client = await hass_client()
    flows = "/api/config/config_entries/flow"
    form = await (await client.post(flows, json={"handler": DOMAIN})).json()
    assert [field["name"] for field in form["data_schema"]] == [
        "name",
        "speakers",
        "speech_engine",
        "language",
        "lights",
    ]
    assert form["data_schema"][0]["default"] == "Back care"

    async def submit(answers: dict[str, Any]) -> Any:
        return await (
            await client.post(f"{flows}/{form['flow_id']}", json=answers)
        ).json()

    form = await submit({})
    assert [field["name"] for field in form["data_schema"]] == ["warning_signs"]
    form = await submit(NO_SIGNS)
    assert [field["name"] for field in form["data_schema"]] == [
        "consulted",
        "agreed",
        "placement",
        "side_plank_fine",
    ]
    done = await submit(SAFE)
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.data["safety"]["confirmed_by"] == hass_admin_user.id


# Texts


def texts(language: str) -> dict[str, Any]:
    """Return the translations."""
    file = FOLDER.parent / "translations" / f"{language}.json"
    content: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    return content


def steps(language: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the steps of all forms, and their sections."""
    content = texts(language)
    flows = {
        "config": content["config"],
        "options": content["options"],
        "routine": content["config_subentries"]["routine"],
    }
    for flow, flow_texts in flows.items():
        for step, step_texts in flow_texts["step"].items():
            yield f"{flow}.{step}", step_texts
            for name, part in step_texts.get("sections", {}).items():
                yield f"{flow}.{step}.{name}", part


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_explained(language: str) -> None:
    """Every form has a heading and a description, every field a name and a help text."""
    for place, step in steps(language):
        assert step.get("title") or step.get("name"), place
        assert step["description"], place
        assert step.get("data", {}).keys() == step.get("data_description", {}).keys()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_safety_texts_are_those_of_the_catalogue(
    hass: HomeAssistant, language: str
) -> None:
    """The check shows every sign, whom to call and whom to ask first, once."""
    safety = (await async_get_catalogue(hass)).texts[language].safety
    result = await fill_in(hass, await open_flow(hass), name="Anna", language=language)
    form = drawn(result, language)
    signs = safety.warning_signs.values()
    assert safety.disclaimer.short in form["description"]
    assert safety.gate["read"].text in form["description"]
    for group in signs:
        assert f"**{group.title}**" in form["description"]
        assert group.action in form["description"]
        for sign in group.signs:
            assert form["description"].count(f"- {sign}") == 1
    assert form["data"] == {"warning_signs": safety.gate["signs"].text}
    assert labels(result, "warning_signs") == [*safety.gate["signs"].choices.values()]

    result = await fill_in(hass, result, **NO_SIGNS)
    form = drawn(result, language)
    first = safety.professional_first
    assert f"**{first.title}**" in form["description"]
    for reason in first.reasons:
        assert form["description"].count(f"- {reason}") == 1
    assert safety.disclaimer.long in form["description"]
    assert form["data"]["consulted"] == safety.gate["advice"].text
    assert form["data"]["agreed"] == safety.gate["agreement"].text
    assert labels(result, "consulted") == [*safety.gate["advice"].choices.values()]


def drawn(result: Any, language: str) -> dict[str, Any]:
    """Return the texts of a form as a browser fills them in."""

    def fill(text: Any) -> Any:
        if isinstance(text, dict):
            return {key: fill(part) for key, part in text.items()}
        return text.format(**result["description_placeholders"])

    form = fill(texts(language)["config"]["step"][result["step_id"]])
    assert isinstance(form, dict)
    return form


def labels(result: Any, field: str) -> list[str]:
    """Return the answers among which a field chooses."""
    options = result["data_schema"].schema[field].config["options"]
    return [option["label"] for option in options]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_lock_of_the_add_on_is_that_of_the_catalogue(
    hass: HomeAssistant, language: str
) -> None:
    """The person confirms the same words everywhere."""
    safety = (await async_get_catalogue(hass)).texts[language].safety
    behaviour = texts(language)["options"]["step"]["settings"]["sections"]["behaviour"]
    assert behaviour["data"]["add_on_confirmed"] == safety.add_on_lock
