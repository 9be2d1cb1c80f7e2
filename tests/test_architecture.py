"""Tests of how the code is built: who may import whom, and how big a room may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path
import sys

import pytest

from custom_components.backcare import const

ROOT = Path(const.__file__).parent
PACKAGE = "custom_components.backcare"

LAYERS = (
    {"__init__"},
    {
        "binary_sensor",
        "button",
        "calendar",
        "chronicle",
        "config_flow",
        "download",
        "diagnostics",
        "event",
        "image",
        "intent",
        "listen",
        "llm",
        "logbook",
        "media_player",
        "media_source",
        "repairs",
        "select",
        "sensor",
        "sentences",
        "services",
        "switch",
        "timer",
        "websocket",
    },
    {"voice"},
    {"entity", "errors", "flows", "frontend", "journal"},
    {"view"},
    {"rights"},
    {"controller"},
    {"practice", "reminders"},
    {"morning"},
    {"agenda", "prompts"},
    {"outputs"},
    {"notices", "schedule_helper"},
    {"cards", "listeners", "request"},
    {"running"},
    {"profile"},
    {"person"},
    {"library", "outlook"},
    {"progress"},
    {"export", "safety", "settings"},
    {"plan_settings", "practice_settings"},
    {"clock", "cues", "store"},
    {"kept_file", "record"},
    {"catalogue"},
    {"figures"},
    {"engine"},
    {"const"},
)
"""The rooms from left to right; a room may import only those to its right."""

ONLY_CONST = {"condition", "trigger"}

ENGINE_LAYERS = (
    {"session"},
    {"storage", "timeline", "snapshot"},
    {"practice"},
    {"plan"},
    {"history", "position", "progression"},
    {"assessment", "routines", "script"},
    {"models"},
    {"cue"},
    {"errors"},
)

NOT_PURE = {"asyncio", "os", "pathlib", "socket", "subprocess", "threading", "time"}
"""Modules of the standard library that wait, or reach outside."""

SCHEDULING = (
    "async_call_at",
    "async_call_later",
    "async_track_point_in",
    "async_track_time",
    "async_track_utc",
    "call_later",
    "call_at",
)

SCHEDULERS = {
    "controller.py": ["async_call_at", "async_track_point_in_utc_time"],
    "practice.py": ["async_track_point_in_utc_time"],
    "reminders.py": ["async_track_point_in_utc_time"],
}
"""The files that may schedule, and with what: sessions by the loop, days by the wall."""

IMPORTS_LATE = {"cues/satellites.py"}

MAX_FILE_LINES = 400
MAX_CLASS_LINES = 250
MAX_FUNCTION_LINES = 50

FILES = sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return the name of a file in the integration, for the names of the tests."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=FILES, ids=name_of)
def path(request: pytest.FixtureRequest) -> Path:
    """Return each file of the integration."""
    found: Path = request.param
    return found


@pytest.fixture
def tree(path: Path) -> ast.Module:
    """Return the code of the file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path, tree: ast.AST) -> Iterator[str]:
    """Yield the full names of the modules that a file imports."""
    package = [*PACKAGE.split("."), *path.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            if module == PACKAGE:
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def rooms(path: Path, tree: ast.AST) -> Iterator[list[str]]:
    """Yield the parts of the names of our own modules that a file imports."""
    for module in imported(path, tree):
        if module.startswith(f"{PACKAGE}."):
            yield module.removeprefix(f"{PACKAGE}.").split(".")


def layer_of(room: str, layers: tuple[set[str], ...]) -> int:
    """Return the number of the layer of a room."""
    found = [number for number, layer in enumerate(layers) if room in layer]
    assert found, (
        f"{room} is in no layer: put it where it belongs, here and in the docs"
    )
    return found[0]


def test_arrows_between_rooms(path: Path, tree: ast.Module) -> None:
    """A room imports only what is to its right."""
    own = path.relative_to(ROOT).with_suffix("").parts[0]
    for room, *_ in rooms(path, tree):
        if room == own:
            continue
        if own in ONLY_CONST:
            assert room == "const", f"{own} imports {room}"
            continue
        assert layer_of(room, LAYERS) > layer_of(own, LAYERS), f"{own} imports {room}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name == "engine"], ids=name_of
)
def test_arrows_in_the_engine(path: Path, tree: ast.Module) -> None:
    """The engine is pure, and inside it too the arrows go to the right."""
    for module in imported(path, tree):
        if module.startswith(f"{PACKAGE}.engine"):
            continue
        top = module.split(".")[0]
        assert top in sys.stdlib_module_names - NOT_PURE, module
    if path.stem == "__init__":
        assert not list(imported(path, tree))
        return
    for _, module, *_ in rooms(path, tree):
        assert layer_of(module, ENGINE_LAYERS) > layer_of(path.stem, ENGINE_LAYERS), (
            f"{path.stem} imports {module}"
        )


def test_only_some_schedule(path: Path, tree: ast.Module) -> None:
    """A session has one clock, and the plans of a person have one each."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    scheduling = sorted(name for name in names if name.startswith(SCHEDULING))
    assert scheduling == SCHEDULERS.get(name_of(path), [])


def test_imports_are_at_the_top(path: Path, tree: ast.Module) -> None:
    """A function imports nothing, but for what only some homes have installed."""
    if name_of(path) in IMPORTS_LATE:
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                assert not isinstance(node, ast.Import | ast.ImportFrom), (
                    f"{function.name} imports in line {node.lineno}"
                )


def test_no_room_is_too_full(path: Path, tree: ast.Module) -> None:
    """Files, classes and functions stay small enough to read."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
    limits = {
        ast.ClassDef: MAX_CLASS_LINES,
        ast.FunctionDef: MAX_FUNCTION_LINES,
        ast.AsyncFunctionDef: MAX_FUNCTION_LINES,
    }
    for node in ast.walk(tree):
        if limit := limits.get(type(node)):
            assert isinstance(
                node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            )
            assert node.end_lineno
            lines = node.end_lineno - node.lineno + 1
            assert lines <= limit, f"{node.name} has {lines} lines"
