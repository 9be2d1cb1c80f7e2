"""Tests of what people read: both languages say everything."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
import string
from typing import Any

import pytest
import yaml

from custom_components.backcare import const
from custom_components.backcare.binary_sensor import BINARY_SENSORS
from custom_components.backcare.button import BUTTONS
from custom_components.backcare.catalogue import Catalogue, load_catalogue
from custom_components.backcare.condition import CONDITIONS
from custom_components.backcare.engine.errors import EngineError
from custom_components.backcare.engine.models import (
    MuscleClass,
    Outcome,
    PhaseKind,
    SessionStatus,
    Side,
)
from custom_components.backcare.event import EVENT_TYPES
from custom_components.backcare.select import SELECTS
from custom_components.backcare.sensor import SENSORS
from custom_components.backcare.switch import SWITCHES
from custom_components.backcare.timer import TIMERS
from custom_components.backcare.trigger import TRIGGERS

ROOT = Path(const.__file__).parent
LANGUAGES = const.LANGUAGES

ENTITIES = {
    "binary_sensor": [row.key for row in BINARY_SENSORS],
    "button": [row.key for row in BUTTONS],
    "calendar": [const.Key.SESSIONS],
    "event": [const.Key.SESSION],
    "image": [const.Key.EXERCISE],
    "media_player": [const.Key.COACH],
    "select": [row.key for row in SELECTS],
    "sensor": [row.key for row in SENSORS],
    "switch": [row.key for row in SWITCHES],
    "timer": [row.key for row in TIMERS],
}

NAMELESS = {("switch", const.Key.SESSION)}
"""The main feature has the name of the device."""


def read(name: str) -> Any:
    """Return the content of a file of the integration."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return each language."""
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def texts(language: str) -> dict[str, Any]:
    """Return the translations of the language."""
    found: dict[str, Any] = read(f"translations/{language}.json")
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue."""
    return load_catalogue()


def leaves(item: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its path."""
    if isinstance(item, dict):
        for key, value in item.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    else:
        yield path, item


def placeholders(text: str) -> set[str]:
    """Return what a text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# Both languages


def test_same_keys() -> None:
    """Each language has every key of the others."""
    keys = [
        {path for path, _ in leaves(read(f"translations/{language}.json"))}
        for language in LANGUAGES
    ]
    for other in keys[1:]:
        assert other ^ keys[0] == set()


def test_same_placeholders() -> None:
    """Each language asks for the same placeholders."""
    first, *others = (
        {
            path: placeholders(text)
            for path, text in leaves(read(f"translations/{language}.json"))
        }
        for language in LANGUAGES
    )
    for other in others:
        assert other == first


def test_files_of_all_languages() -> None:
    """There is one file for each language, and no other."""
    assert {path.stem for path in (ROOT / "translations").iterdir()} == set(LANGUAGES)
    assert not (ROOT / "strings.json").exists()


def test_text_is_text(texts: dict[str, Any]) -> None:
    """Every text is a text of its own: custom integrations can't refer to others."""
    for path, text in leaves(texts):
        assert isinstance(text, str), path
        assert text, path
        assert text == text.strip(), path
        assert "[%key" not in text, path
        assert not re.search(r"</?[a-z]+>", text), path


# Entities


def test_entities(texts: dict[str, Any]) -> None:
    """Every entity has a name, and there is no other."""
    named = {(domain, key) for domain, keys in ENTITIES.items() for key in keys}
    found = {(domain, key) for domain, keys in texts["entity"].items() for key in keys}
    assert found == named - NAMELESS
    for domain, key in found:
        assert texts["entity"][domain][key]["name"]


def test_keys_are_used() -> None:
    """Every key of an entity is the key of one."""
    assert {key for keys in ENTITIES.values() for key in keys} == set(const.Key)


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("sensor.session.state", SessionStatus),
        ("sensor.phase.state", ["idle", *PhaseKind]),
        ("sensor.side.state", Side),
        ("sensor.exercise.state_attributes.muscle_class.state", MuscleClass),
        ("sensor.last_session.state_attributes.outcome.state", Outcome),
        ("select.speech_level.state", const.SpeechLevel),
        ("event.session.state_attributes.event_type.state", EVENT_TYPES),
        ("event.session.state_attributes.phase.state", PhaseKind),
        ("event.session.state_attributes.side.state", Side),
    ],
)
def test_states(texts: dict[str, Any], path: str, ids: Any) -> None:
    """Every state has a name, and there is no other."""
    found = texts["entity"]
    for key in path.split("."):
        found = found[key]
    assert set(found) == {str(item) for item in ids}


def test_levels(texts: dict[str, Any], catalogue: Catalogue) -> None:
    """Every choice of a level has a name."""
    states = texts["entity"]["select"]["level_choice"]["state"]
    assert set(states) == {const.LEVEL_AUTO, *map(str, catalogue.levels)}


def test_catalogue(language: str, texts: dict[str, Any], catalogue: Catalogue) -> None:
    """Exercises and routines are called as in the catalogue, wherever they are shown."""
    names = catalogue.texts[language]
    exercises = {key: text.name for key, text in names.exercises.items()}
    routines = {key: text.name for key, text in names.routines.items()}
    entity = texts["entity"]
    moment = entity["event"]["session"]["state_attributes"]
    sensors = entity["sensor"]

    assert sensors["exercise"]["state"] == exercises
    assert sensors["next_exercise"]["state"] == exercises
    assert moment["exercise"]["state"] == exercises
    assert moment["next_exercise"]["state"] == exercises
    assert entity["select"]["routine"]["state"] == routines
    assert moment["routine"]["state"] == routines
    for key in ("session", "last_session"):
        assert sensors[key]["state_attributes"]["routine"]["state"] == routines


# Errors


def raised() -> Iterator[tuple[str, set[str]]]:
    """Yield the key and the placeholders of every translated error in the code."""
    keys = {error.__name__: error.key for error in errors(EngineError)}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                if node.exc.id in keys:
                    yield keys[node.exc.id], set()
            elif isinstance(node, ast.Call):
                names = {word.arg for word in node.keywords if word.arg}
                function = node.func.id if isinstance(node.func, ast.Name) else ""
                if function in keys:
                    yield keys[function], names
                elif function == "_refusal":
                    assert isinstance(node.args[0], ast.Constant)
                    yield str(node.args[0].value), names
                yield from _translated(node)


def _translated(node: ast.Call) -> Iterator[tuple[str, set[str]]]:
    """Yield the key and the placeholders of an error that is translated directly."""
    words = {word.arg: word.value for word in node.keywords}
    key = words.get("translation_key")
    domain = words.get("translation_domain")
    if isinstance(key, ast.Constant) and isinstance(domain, ast.Name):
        given = words.get("translation_placeholders")
        names = given.keys if isinstance(given, ast.Dict) else []
        yield (
            str(key.value),
            {str(name.value) for name in names if isinstance(name, ast.Constant)},
        )


def errors(base: type[EngineError]) -> Iterator[type[EngineError]]:
    """Yield an error and all that are made of it."""
    yield base
    for error in base.__subclasses__():
        yield from errors(error)


def test_exceptions(texts: dict[str, Any]) -> None:
    """Every error that can be raised has a message, and there is no other."""
    keys = {error.key for error in errors(EngineError)} | {key for key, _ in raised()}
    assert set(texts["exceptions"]) == keys


def test_exception_placeholders(texts: dict[str, Any]) -> None:
    """A message asks only for what its error is always raised with."""
    for key, names in raised():
        message = texts["exceptions"][key]["message"]
        assert placeholders(message) <= names, key


# Actions, triggers and conditions


def test_services(texts: dict[str, Any]) -> None:
    """Every action and each of its fields has a name and a description."""
    described = {
        key: set(item["fields"])
        for key, item in read("services.yaml").items()
        if not key.startswith(".")
    }
    assert set(described) == set(const.Action)
    assert {key: set(item["fields"]) for key, item in texts["services"].items()} == (
        described
    )
    for action in texts["services"].values():
        assert action["name"]
        assert action["description"]
        for field in action["fields"].values():
            assert field["name"]
            assert field["description"]


def selectors(item: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the translation keys of selectors with their options."""
    if isinstance(item, dict):
        if "translation_key" in item:
            yield item["translation_key"], item["options"]
        for value in item.values():
            yield from selectors(value)


@pytest.mark.parametrize("file", ["services.yaml", "triggers.yaml", "conditions.yaml"])
def test_selectors(texts: dict[str, Any], file: str) -> None:
    """Every option of a selector has a name."""
    for key, options in selectors(read(file)):
        assert set(texts["selector"][key]["options"]) == set(options)


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("light_mode", const.LightMode),
        ("placement", const.Placement),
        ("side", [Side.LEFT, Side.RIGHT]),
    ],
)
def test_choices(texts: dict[str, Any], key: str, ids: Any) -> None:
    """Every option of a choice in a form has a name, and there is no other."""
    assert set(texts["selector"][key]["options"]) == set(ids)


def test_fields_of_a_speaker(texts: dict[str, Any]) -> None:
    """All that can be special about a speaker has a name and a description."""
    fields = texts["selector"]["speaker_settings"]["fields"]
    keys = {const.Conf.SPEAKER, const.Conf.LEAD_TIME, const.Conf.VOLUME}
    assert set(fields) == keys
    for field in fields.values():
        assert field["name"]
        assert field["description"]


@pytest.mark.parametrize(
    ("kind", "keys"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)]
)
def test_triggers_and_conditions(
    texts: dict[str, Any], kind: str, keys: dict[str, Any]
) -> None:
    """Every trigger and condition has a name, a description and named fields."""
    described = {
        key: set(item.get("fields", ()))
        for key, item in read(f"{kind}.yaml").items()
        if not key.startswith(".")
    }
    assert set(described) == set(keys)
    found = texts[kind]
    assert {
        key: set(item.get("fields", ())) for key, item in found.items()
    } == described
    for item in found.values():
        assert item["name"]
        assert item["description"]


# Icons


def test_icons() -> None:
    """Every entity, action, trigger and condition has an icon."""
    icons = read("icons.json")
    assert {
        (domain, key) for domain, keys in icons["entity"].items() for key in keys
    } == {(domain, key) for domain, keys in ENTITIES.items() for key in keys}
    assert set(icons["services"]) == set(const.Action)
    assert set(icons["triggers"]) == set(TRIGGERS)
    assert set(icons["conditions"]) == set(CONDITIONS)
    for path, icon in leaves(icons):
        assert re.fullmatch(r"mdi:[a-z0-9-]+", icon), path
