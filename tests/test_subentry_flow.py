"""Tests of the forms of a person's own routines."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.backcare.const import DOMAIN
from custom_components.backcare.flows.routine_form import RoutineForm
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryDisabler,
    ConfigSubentryDataWithId,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component

from .common import SessionClock, act, build_entry, own_routine, state
from .conftest import SetUp

ROUTINE_ID = "01KAQ0000000000000ROUTINE1"

PLANK = {"exercise": "Forearm plank"}

MORNING = {
    "name": "Morning",
    "exercises": [
        {"exercise": "Cat-camel", "duration_seconds": 60},
        {"exercise": "Side plank on the knees", "hold_seconds": 20.0},
        {"exercise": "Side plank", "side": "left", "set_count": 2, "rest_seconds": 30},
        {"exercise": "Bird dog", "repetition_count": 6.0},
        {"exercise": "Forearm plank: Split plank", "set_count": 1},
        {"exercise": "Glute bridge: Bridge repetitions", "repetition_count": 12},
    ],
}

MORNING_STORED = [
    {"exercise": "cat_camel", "duration_seconds": 60},
    {"exercise": "side_plank", "variant": "side_plank_knees", "hold_seconds": 20},
    {"exercise": "side_plank", "side": "left", "set_count": 2, "rest_seconds": 30},
    {"exercise": "bird_dog", "repetition_count": 6},
    {"exercise": "plank", "variant": "plank_split", "set_count": 1},
    {
        "exercise": "glute_bridge",
        "variant": "glute_bridge_reps",
        "repetition_count": 12,
    },
]

MORNING_LINES = """\
1. Cat-camel: 1:00 (1:15)
2. Side plank on the knees: 3 × 20 s hold, both sides, 20 s rest (3:25)
3. Side plank: 2 × 60 s hold, left, 30 s rest (2:45)
4. Bird dog: 3 × 6 repetitions per side, 20 s rest (3:24)
5. Forearm plank: Split plank: 6 × 10 s hold (1:40)
6. Glute bridge: Bridge repetitions: 3 × 12 repetitions, 20 s rest (5:07)"""


def routine(
    exercises: Any, title: str = "My routine", subentry_id: str = ROUTINE_ID
) -> ConfigSubentryDataWithId:
    """Return a stored routine."""
    return ConfigSubentryDataWithId(
        data={"exercises": exercises},
        subentry_id=subentry_id,
        subentry_type="routine",
        title=title,
        unique_id=None,
    )


async def open_new(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form of a new routine."""
    result = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "routine"), context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert not result["errors"]
    return result


async def open_change(
    hass: HomeAssistant, entry: MockConfigEntry, subentry_id: str = ROUTINE_ID
) -> Any:
    """Return the form of a routine that is there."""
    result = await entry.start_subentry_reconfigure_flow(hass, subentry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"
    return result


async def fill_in(hass: HomeAssistant, result: Any, **answers: Any) -> Any:
    """Return what comes after a form."""
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], answers
    )
    await hass.async_block_till_done()
    return result


async def choose(hass: HomeAssistant, result: Any, option: str) -> Any:
    """Return what comes after the preview."""
    assert result["type"] is FlowResultType.MENU, result.get("errors")
    assert result["step_id"] == "preview"
    assert option in result["menu_options"]
    return await fill_in(hass, result, next_step_id=option)


def stored(entry: MockConfigEntry, title: str) -> Any:
    """Return the stored exercises of a routine."""
    (found,) = (item for item in entry.subentries.values() if item.title == title)
    assert found.subentry_type == "routine"
    assert found.unique_id is None
    assert found.data.keys() == {"exercises"}
    return found.data["exercises"]


def suggested(result: Any) -> dict[str, Any]:
    """Return what a form shows in its fields, defaults left out."""
    return {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description and "suggested_value" in key.description
    }


def item_fields(result: Any) -> dict[str, Any]:
    """Return the fields of one exercise."""
    fields: dict[str, Any] = result["data_schema"].schema["exercises"].config["fields"]
    return fields


async def test_add(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """A routine is shown with its length before it is saved; nothing is reloaded."""
    entry = setup_backcare
    controller = entry.runtime_data
    result = await fill_in(hass, await open_new(hass, entry), **MORNING)
    assert result["description_placeholders"] == {
        "length": "17:36",
        "level": "5",
        "set_count": "16",
        "exercises": MORNING_LINES,
    }
    assert not entry.subentries

    result = await choose(hass, result, "save")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert stored(entry, "Morning") == MORNING_STORED
    assert entry.runtime_data is controller
    assert controller.profile.library.find("morning").id in entry.subentries

    await act(hass, "start_routine", routine="Morning")
    assert state(hass, "sensor.exercise") == "cat_camel"


async def test_go_back(hass: HomeAssistant, setup_backcare: MockConfigEntry) -> None:
    """Going back shows everything that was filled in."""
    result = await open_new(hass, setup_backcare)
    assert suggested(result) == {}
    result = await fill_in(hass, result, **MORNING)
    result = await choose(hass, result, "edit")
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert not result["errors"]
    assert suggested(result) == MORNING

    result = await fill_in(hass, result, name="Evening", exercises=[PLANK])
    assert result["description_placeholders"]["length"] == "3:55"
    await choose(hass, result, "save")
    assert stored(setup_backcare, "Evening") == [{"exercise": "plank"}]


async def test_change(hass: HomeAssistant, set_up: SetUp) -> None:
    """A routine can be renamed and changed; nothing is reloaded."""
    entry = await set_up(
        build_entry(subentries=[routine(MORNING_STORED, title="Morning")])
    )
    controller = entry.runtime_data
    result = await open_change(hass, entry)
    assert not result["errors"]
    assert suggested(result) == MORNING
    assert result["description_placeholders"]["length"] == "17:36"
    assert result["description_placeholders"]["set_count"] == "16"

    result = await fill_in(hass, result, name="MORNING", exercises=[PLANK])
    result = await choose(hass, result, "edit")
    assert result["step_id"] == "reconfigure"
    assert suggested(result) == {"name": "MORNING", "exercises": [PLANK]}
    result = await fill_in(hass, result, name="Evening", exercises=[PLANK])
    result = await choose(hass, result, "save")

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert list(entry.subentries) == [ROUTINE_ID]
    assert stored(entry, "Evening") == [{"exercise": "plank"}]
    assert entry.runtime_data is controller
    assert controller.profile.library.find("evening").id == ROUTINE_ID


async def test_change_during_a_session(
    hass: HomeAssistant, set_up: SetUp, clock: SessionClock
) -> None:
    """A session of a routine goes on while that routine is changed and removed."""
    entry = await set_up(build_entry(subentries=[own_routine("Mine")]))
    await act(hass, "start_routine", routine="Mine")
    await clock.elapse(20)
    result = await open_change(hass, entry)
    result = await fill_in(
        hass, result, name="Yours", exercises=[MORNING["exercises"][0]]
    )
    await choose(hass, result, "save")
    hass.config_entries.async_remove_subentry(entry, ROUTINE_ID)
    await hass.async_block_till_done()
    assert state(hass, "sensor.phase") == "hold"
    assert state(hass, "sensor.exercise") == "plank"


async def test_ids_are_understood(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Whoever fills in the form by program may use ids."""
    exercises = [
        {"exercise": "side_plank", "variant": "side_plank_stacked", "side": "second"},
        {"exercise": "plank", "variant": None, "side": "", "set_count": None},
    ]
    result = await open_new(hass, setup_backcare)
    result = await fill_in(hass, result, name="Ids", exercises=exercises)
    await choose(hass, result, "save")
    assert stored(setup_backcare, "Ids") == [exercises[0], {"exercise": "plank"}]


async def test_names_in_dutch(hass: HomeAssistant, set_up: SetUp) -> None:
    """The rows and the preview speak the person's language."""
    entry = await set_up(build_entry(options={"speech": {"language": "nl"}}))
    result = await open_new(hass, entry)
    fields = item_fields(result)
    names = fields["exercise"]["selector"].config["options"]
    assert names[:2] == ["Buikplank", "Buikplank op de knieën"]
    assert "links" in fields["side"]["selector"].config["options"]
    unit = fields["rest_seconds"]["selector"].config["unit_of_measurement"]
    assert unit == "s rust"

    exercises: list[dict[str, Any]] = [{"exercise": "Zijplank", "side": "tweede kant"}]
    result = await fill_in(hass, result, name="Ochtend", exercises=exercises)
    assert result["description_placeholders"]["exercises"] == (
        "1. Zijplank: 3 × 60 s vasthouden, rechts, 20 s rust (3:55)"
    )
    await choose(hass, result, "save")
    assert stored(entry, "Ochtend") == [{"exercise": "side_plank", "side": "second"}]

    exercises[0]["set_count"] = 9
    result = await fill_in(
        hass, await open_new(hass, entry), name="Middag", exercises=exercises
    )
    assert result["description_placeholders"]["field"] == "Series"


async def test_length_follows_the_level(hass: HomeAssistant, set_up: SetUp) -> None:
    """What is left empty follows the level of the person."""
    entry = await set_up(
        build_entry(safety={"consulted": False}, subentries=[own_routine("Mine")])
    )
    result = await open_change(hass, entry)
    shown = result["description_placeholders"]
    assert (shown["length"], shown["level"]) == ("0:35", "1")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "name_empty"),
        ("x" * 10_000, "name_too_long"),
        ("A\tB", "name_with_controls"),
        ("💪", "name_without_letters"),
        ("  full CORE routine ", "name_taken"),
        ("Volledige training", "name_taken"),
        ("circuit", "name_taken"),
        ("full_core_30", "name_taken"),
        ("mÏne", "name_taken"),
        ("Broken", "name_taken"),
    ],
)
async def test_refused_name(
    hass: HomeAssistant, set_up: SetUp, name: str, error: str
) -> None:
    """A routine has a name that it can be asked for by, and that no other has."""
    entry = await set_up(
        build_entry(
            subentries=[
                own_routine("Mine"),
                routine([], title="Broken", subentry_id="01KAQ0000000000000ROUTINE2"),
            ]
        )
    )
    result = await open_new(hass, entry)
    result = await fill_in(hass, result, name=name, exercises=[PLANK])
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"name": error}

    result = await fill_in(hass, result, name="<b>עברית</b> 💪", exercises=[PLANK])
    result = await choose(hass, result, "save")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert stored(entry, "<b>עברית</b> 💪") == [{"exercise": "plank"}]


async def test_rename_to_another(hass: HomeAssistant, set_up: SetUp) -> None:
    """A routine may keep its name, but not take another one's."""
    entry = await set_up(
        build_entry(
            subentries=[
                own_routine("Mine"),
                own_routine("Yours", "01KAQ0000000000000ROUTINE2"),
            ]
        )
    )
    result = await open_change(hass, entry)
    result = await fill_in(hass, result, name="yours", exercises=[PLANK])
    assert result["errors"] == {"name": "name_taken"}
    result = await fill_in(hass, result, name="mine", exercises=[PLANK])
    await choose(hass, result, "save")
    assert stored(entry, "mine") == [{"exercise": "plank"}]


@pytest.mark.parametrize(
    ("exercises", "error", "placeholders"),
    [
        ([], "no_exercises", {}),
        ({"exercise": "plank"}, "no_exercises", {}),
        ([PLANK] * 51, "too_many_exercises", {"limit": "50"}),
        (
            [PLANK, {"exercise": "headstand"}],
            "unknown_exercise",
            {"number": "2", "exercise": "headstand"},
        ),
        ([{"set_count": 2}], "unknown_exercise", {"number": "1"}),
        (
            [{"exercise": "plank", "variant": "bird_dog_leg"}],
            "unknown_variant",
            {"number": "1", "exercise": "Forearm plank", "variant": "bird_dog_leg"},
        ),
        (
            [{"exercise": "plank", "variant": ["plank_knees"]}],
            "unknown_variant",
            {"number": "1", "variant": "['plank_knees']"},
        ),
        (["plank"], "invalid_exercise", {"number": "1", "field": "Exercise"}),
        (
            [{**PLANK, "reps": 3}],
            "invalid_exercise",
            {"number": "1", "field": "reps"},
        ),
        (
            [{"exercise": "Side plank", "side": "up"}],
            "invalid_exercise",
            {"number": "1", "field": "Side"},
        ),
        (
            [PLANK, PLANK, {**PLANK, "hold_seconds": 301}],
            "out_of_range",
            {
                "number": "3",
                "exercise": "Forearm plank",
                "field": "Hold",
                "low": "10",
                "high": "120",
            },
        ),
        (
            [{**PLANK, "hold_seconds": 121}],
            "out_of_range",
            {"number": "1", "field": "Hold", "low": "10", "high": "120"},
        ),
        (
            [{**PLANK, "set_count": 2.5}],
            "out_of_range",
            {"number": "1", "field": "Sets", "low": "1", "high": "4"},
        ),
        (
            [{**PLANK, "rest_seconds": "long"}],
            "out_of_range",
            {"number": "1", "field": "Rest", "low": "10", "high": "90"},
        ),
        (
            [{"exercise": "Cat-camel", "duration_seconds": 601}],
            "out_of_range",
            {"number": "1", "field": "Duration", "low": "30", "high": "600"},
        ),
        (
            [{"exercise": "Cat-camel", "set_count": 11}],
            "out_of_range",
            {"number": "1", "field": "Sets", "low": "1", "high": "10"},
        ),
        (
            [{"exercise": "Bird dog", "tempo_seconds": [1, 0, 1]}],
            "out_of_range",
            {"number": "1", "field": "tempo_seconds", "low": "3", "high": "16"},
        ),
        (
            [{"exercise": "Bird dog", "hold_seconds": 10}],
            "without_effect",
            {"number": "1", "exercise": "Bird dog", "field": "Hold"},
        ),
        (
            [{**PLANK, "repetition_count": 5}],
            "without_effect",
            {"number": "1", "exercise": "Forearm plank", "field": "Repetitions"},
        ),
        (
            [{"exercise": "Glute bridge: Bridge repetitions", "hold_seconds": 20}],
            "without_effect",
            {"exercise": "Glute bridge: Bridge repetitions", "field": "Hold"},
        ),
        (
            [{"exercise": "Cat-camel", "repetition_count": 5}],
            "without_effect",
            {"number": "1", "exercise": "Cat-camel", "field": "Repetitions"},
        ),
        (
            [{**PLANK, "side": "left"}],
            "without_effect",
            {"number": "1", "exercise": "Forearm plank", "field": "Side"},
        ),
        (
            [{"exercise": "back_extension_asymmetric"}],
            "add_on_locked",
            {"number": "1", "exercise": "Back extension with one-sided emphasis"},
        ),
    ],
)
async def test_refused_exercises(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    exercises: Any,
    error: str,
    placeholders: dict[str, str],
) -> None:
    """A fault is told with the number of the exercise, the field and the reason."""
    result = await open_new(hass, setup_backcare)
    result = await fill_in(hass, result, name="Mine", exercises=exercises)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"exercises": error}
    assert placeholders.items() <= result["description_placeholders"].items()
    assert suggested(result) == {"name": "Mine", "exercises": exercises}

    result = await fill_in(hass, result, name="Mine", exercises=[PLANK])
    assert result["description_placeholders"]["exercises"] == (
        "1. Forearm plank: 3 × 60 s hold, 20 s rest (3:55)"
    )
    await choose(hass, result, "save")
    assert stored(setup_backcare, "Mine") == [{"exercise": "plank"}]


async def test_both_fields_wrong(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Name and exercises are told at once; no exercises at all count as none."""
    result = await open_new(hass, setup_backcare)
    result = await fill_in(hass, result, name="")
    assert result["errors"] == {"name": "name_empty", "exercises": "no_exercises"}


async def test_many_exercises(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Fifty exercises are allowed."""
    result = await open_new(hass, setup_backcare)
    result = await fill_in(hass, result, name="Long", exercises=[PLANK] * 50)
    assert result["description_placeholders"]["length"] == "195:50"
    await choose(hass, result, "save")
    assert len(stored(setup_backcare, "Long")) == 50


@pytest.mark.parametrize(
    ("exercises", "shown", "error"),
    [
        (
            [{"exercise": "plank", "variant": "plank_upside_down"}],
            [{"exercise": "plank", "variant": "plank_upside_down"}],
            "unknown_variant",
        ),
        (
            [{"exercise": "headstand", "side": "up"}, {"exercise": "plank"}],
            [{"exercise": "headstand", "side": "up"}, PLANK],
            "unknown_exercise",
        ),
        ([None, ["plank"], {"exercise": ["plank"]}], [{"exercise": ["plank"]}], None),
        (None, [], "no_exercises"),
        ("plank", [], "no_exercises"),
    ],
)
async def test_unknown_stored_values(
    hass: HomeAssistant, set_up: SetUp, exercises: Any, shown: Any, error: str | None
) -> None:
    """A routine that can't be trained any more says why, and can be put right."""
    entry = await set_up(build_entry(subentries=[routine(exercises)]))
    result = await open_change(hass, entry)
    assert result["errors"] == {"exercises": error or "invalid_exercise"}
    assert suggested(result) == {"name": "My routine", "exercises": shown}
    assert result["description_placeholders"]["length"] == "–"

    # An exercise that is chosen anew brings its own variant.
    exercises = [{**item, **PLANK} for item in shown] or [PLANK]
    exercises[0].pop("side", None)
    result = await fill_in(hass, result, name="My routine", exercises=exercises)
    await choose(hass, result, "save")
    assert stored(entry, "My routine") == [{"exercise": "plank"}] * len(exercises)


async def test_routine_without_data(hass: HomeAssistant, set_up: SetUp) -> None:
    """A routine with nothing in it opens as an empty one."""
    entry = await set_up(
        build_entry(subentries=[{**routine([]), "data": {}}])  # type: ignore[list-item]
    )
    result = await open_change(hass, entry)
    assert suggested(result) == {"name": "My routine", "exercises": []}


async def test_add_on(hass: HomeAssistant, set_up: SetUp) -> None:
    """Who was told to train one side more may use the add-on in a routine."""
    entry = await set_up(build_entry(options={"behaviour": {"add_on_confirmed": True}}))
    result = await open_new(hass, entry)
    name = "Back extension with one-sided emphasis"
    assert name in item_fields(result)["exercise"]["selector"].config["options"]
    exercises = [{"exercise": name}, {"exercise": f"{name}: Standard back extension"}]
    result = await fill_in(hass, result, name="Add-on", exercises=exercises)
    assert result["description_placeholders"]["exercises"] == (
        "1. Back extension with one-sided emphasis: "
        "3 × 10 repetitions, left, 30 s rest (3:50)\n"
        "2. Back extension with one-sided emphasis: Standard back extension: "
        "3 × 10 repetitions, 30 s rest (3:50)"
    )


async def test_add_on_is_not_offered(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """The add-on stays hidden until it is confirmed."""
    result = await open_new(hass, setup_backcare)
    names = item_fields(result)["exercise"]["selector"].config["options"]
    assert not [name for name in names if name.startswith("Back extension")]
    assert len(names) == len(set(names))


async def test_profile_that_is_not_running(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Without the profile there is no level, so nothing can be asked."""
    entry = setup_backcare
    result = await open_new(hass, entry)
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    result = await fill_in(hass, result, name="Mine", exercises=[PLANK])
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "entry_not_loaded"


async def test_several_people(hass: HomeAssistant, set_up: SetUp) -> None:
    """Two people may have a routine of the same name."""
    anna = await set_up(build_entry(title="Anna", subentries=[own_routine("Mine")]))
    bo = await set_up(build_entry(title="Bo", entry_id="01KAQ0000000000000PROFILE2"))
    result = await open_new(hass, bo)
    result = await fill_in(hass, result, name="Mine", exercises=[PLANK] * 2)
    await choose(hass, result, "save")
    assert len(stored(bo, "Mine")) == 2
    assert len(stored(anna, "Mine")) == 1


async def test_over_http(
    hass: HomeAssistant,
    setup_backcare: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """A browser can draw the list, and a sorted one is saved in that order."""
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    flows = "/api/config/config_entries/subentries/flow"
    handler = [setup_backcare.entry_id, "routine"]
    form = await (await client.post(flows, json={"handler": handler})).json()
    name, exercises = form["data_schema"]
    assert name["name"] == "name"
    selector = exercises["selector"]["object"]
    assert selector["multiple"]
    assert list(selector["fields"]) == [
        "exercise",
        "set_count",
        "repetition_count",
        "hold_seconds",
        "duration_seconds",
        "rest_seconds",
        "side",
    ]
    assert selector["fields"]["set_count"]["selector"]["number"]["max"] == 10

    backwards = {"name": "Backwards", "exercises": MORNING["exercises"][::-1]}
    url = f"{flows}/{form['flow_id']}"
    menu = await (await client.post(url, json=backwards)).json()
    assert menu["menu_options"] == ["save", "edit"]
    done = await (await client.post(url, json={"next_step_id": "save"})).json()
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    assert stored(setup_backcare, "Backwards") == MORNING_STORED[::-1]


async def test_every_name_leads_back(
    hass: HomeAssistant, setup_backcare: MockConfigEntry
) -> None:
    """Each exercise and variant is stored under its ids, and shown by its name again."""
    result = await open_new(hass, setup_backcare)
    names = item_fields(result)["exercise"]["selector"].config["options"]
    words = await async_get_translations(hass, "en", "selector", [DOMAIN])
    form = RoutineForm(setup_backcare.runtime_data.profile, words)
    shown = [{"exercise": name} for name in names]
    assert form.shown(form.stored(shown)) == shown
