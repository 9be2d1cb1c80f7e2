"""Reads the files of the catalogue and says what is wrong with one, and where."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, override

import voluptuous as vol
import yaml

from custom_components.backcare.const import DOMAIN
from homeassistant.exceptions import ConfigEntryError

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]  # slower twin


class CatalogueError(ConfigEntryError):
    """A file of the catalogue can't be used; says where and why."""

    def __init__(self, file: str, path: str, reason: str) -> None:
        """Keep the file, the key in it and the reason."""
        self.file = file
        self.path = path
        self.reason = reason
        place = f"{file}, {path}" if path else file
        super().__init__(
            f"BackCare can't use its catalogue: {place}: {reason}",
            translation_domain=DOMAIN,
            translation_key="catalogue_damaged",
            translation_placeholders={"place": place, "reason": reason},
        )


def checked(folder: Path, file: str, schema: vol.Schema) -> dict[Any, Any]:
    """Return the content of a file after its schema."""
    checked: dict[Any, Any] = validated(file, read(folder, file), schema)
    return checked


def validated(file: str, raw: Any, schema: vol.Schema) -> Any:
    """Return what the schema makes of the content of a file."""
    try:
        return schema(raw)
    except vol.MultipleInvalid as err:
        first = err.errors[0]
        raise CatalogueError(file, dotted(first.path), first.msg) from err


def read(folder: Path, file: str) -> Any:
    """Return the content of a file."""
    try:
        content = yaml.load((folder / file).read_text(encoding="utf-8"), _Loader)
    except OSError as err:
        raise CatalogueError(file, "", err.strerror or str(err)) from err
    except UnicodeDecodeError as err:
        raise CatalogueError(file, "", "the file is not UTF-8 text") from err
    except yaml.MarkedYAMLError as err:
        line = f"line {err.problem_mark.line + 1}" if err.problem_mark else ""
        raise CatalogueError(file, line, err.problem or str(err)) from err
    except (yaml.YAMLError, ValueError) as err:
        raise CatalogueError(file, "", str(err)) from err
    if content is None:
        raise CatalogueError(file, "", "the file is empty")
    return content


def dotted(path: Sequence[Hashable]) -> str:
    """Return a path as it is written: ``plank.steps[0]``."""
    return "".join(
        f"[{key}]" if isinstance(key, int) and index else f".{key}"
        for index, key in enumerate(path)
    ).removeprefix(".")


class _Loader(YamlLoader):
    """Reads YAML and refuses what would get lost without a word."""

    @override
    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        """Return the mapping; raises ConstructorError for a key that is there twice."""
        keys = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue  # Refused by the next one.
            if key_node.value in keys:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key_node.value} is there twice", key_node.start_mark
                )
            keys.add(key_node.value)
        return super().construct_mapping(node, deep)


def _no_value(loader: _Loader, node: yaml.Node) -> None:
    """Raise ConstructorError for a key that has no value."""
    raise yaml.constructor.ConstructorError(
        None, None, "there is no value", node.start_mark
    )


_Loader.add_constructor("tag:yaml.org,2002:null", _no_value)
