"""Checks that a person can read what a form of the options shows."""

import json
from pathlib import Path
import string
from typing import Any

from custom_components.backcare import const

TEXTS = {
    language: json.loads(
        (Path(const.__file__).parent / "translations" / f"{language}.json").read_text(
            encoding="utf-8"
        )
    )["options"]
    for language in const.LANGUAGES
}


def assert_readable(result: Any) -> None:
    """Check that all words are there, in each language, with what they name."""
    for texts in TEXTS.values():
        match result["type"]:
            case "abort":
                shown = [texts["abort"][result["reason"]]]
            case "menu":
                step = texts["step"][result["step_id"]]
                assert set(step["menu_options"]) == set(result["menu_options"])
                shown = [step["title"], step["description"]]
            case "form":
                step = texts["step"][result["step_id"]]
                errors = result["errors"] or {}
                shown = [step["title"], step["description"]]
                shown += [texts["error"][error] for error in errors.values()]
                assert fields(result) == {
                    *step.get("data", ()),
                    *step.get("sections", ()),
                    *(
                        f"{name}.{field}"
                        for name, part in step.get("sections", {}).items()
                        for field in part["data"]
                    ),
                }
            case _:
                return
        given = result["description_placeholders"] or {}
        for text in shown:
            named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert named <= given.keys(), text


def fields(result: Any) -> set[str]:
    """Return the fields of a form; those of a section with its name."""
    found = set()
    for key, field in result["data_schema"].schema.items():
        found.add(str(key))
        if (
            inner := getattr(getattr(field, "schema", None), "schema", None)
        ) is not None:
            found |= {f"{key}.{name}" for name in inner}
    return found
