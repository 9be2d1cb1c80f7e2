"""Knows what a sentence means (``catalogue/voice``)."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
import re
from typing import Any
import unicodedata

from hassil.intents import Intents
from hassil.recognize import RecognizeResult, recognize_all

from custom_components.backcare.catalogue import FOLDER
from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.engine.models import Scope, Side
from homeassistant.util.yaml import load_yaml_dict

from .numbers import read_number, spoken_numbers
from .wish import Change, Question, Wish, WishKind

MAX_SENTENCE_LENGTH = 255

_AROUND = "<before> ({}) <after>"
"""One template of all sentences with one meaning: less to parse for Home Assistant."""

_REFERENCE = re.compile(r"<(?P<rule>\w+)>|\{(?P<list>\w+)(?::(?P<slot>\w+))?\}")
"""A rule, or a list with the slot that it fills."""

_NUMBERS: Mapping[str, tuple[str, int]] = {
    "minutes": ("minutes", 1),
    "level": ("level", 1),
    "seconds": ("seconds", 1),
    "more_minutes": ("seconds", 60),
    "less_seconds": ("seconds", -1),
    "less_minutes": ("seconds", -60),
    "pain": ("pain", 1),
    "pain_now": ("pain_now", 1),
    "effort": ("effort", 1),
}
"""The field of a wish that a slot fills, and what one of it counts there."""

_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "question": Question,
    "scope": Scope,
    "side": Side,
    "change": Change,
    "exercise": str,
    "routine": str.strip,
    "person": str.strip,
}


class _Language:
    """The sentences of one language."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Read the content of a file."""
        self._rules: Mapping[str, str] = content["expansion_rules"]
        self._lists: Mapping[str, Any] = content["lists"]
        self._numbers = spoken_numbers(content["language"])
        self._never_in_names = frozenset(content["never_in_names"])
        self._parts = [
            Intents.from_dict({**content, "intents": _surrounded(content[part])})
            for part in ("intents", "bare")
        ]

    def templates(self) -> tuple[list[str], list[str]]:
        """Return what Home Assistant listens for: always, and during a session."""
        always, bare = (
            [
                self._expanded(sentence)
                for intent in part.intents.values()
                for block in intent.data
                for sentence in block.sentence_texts
            ]
            for part in self._parts
        )
        return always, bare

    def wishes(self, text: str, *, bare: bool) -> Iterator[tuple[int, Wish]]:
        """Yield what the text may mean, each with the length of the names in it."""
        for part in self._parts if bare else self._parts[:1]:
            for result in recognize_all(text, part):
                names = [e.text for e in result.entities_list if e.is_wildcard]
                if self._never_in_names.isdisjoint(" ".join(names).casefold().split()):
                    yield sum(map(len, names)), self._wish(result)

    def _wish(self, result: RecognizeResult) -> Wish:
        """Return the wish that a sentence and its slots stand for."""
        fields: dict[str, Any] = {}
        for slot, entity in result.entities.items():
            if slot in _TEXTS:
                fields[slot] = _TEXTS[slot](entity.value)
            else:
                field, unit = _NUMBERS[slot]
                number = (
                    read_number(entity.value, self._numbers)
                    if isinstance(entity.value, str)
                    else entity.value
                )
                fields[field] = number * unit
        return Wish(kind=WishKind(result.intent.name), **fields)

    def _expanded(self, template: str) -> str:
        """Return a template without rules and lists, which triggers don't know."""
        return _REFERENCE.sub(self._expansion, template)

    def _expansion(self, reference: re.Match[str]) -> str:
        """Return what a rule or list stands for; a name stays a slot."""
        if rule := reference["rule"]:
            return f"({self._expanded(self._rules[rule])})"
        values = self._lists[reference["list"]].get("values")
        if values is None:
            return f"{{{reference['slot'] or reference['list']}}}"
        texts = (v if isinstance(v, str) else v["in"] for v in values)
        return f"({self._expanded('|'.join(texts))})"


class Vocabulary:
    """What people may say in any language; its methods block."""

    def __init__(self, folder: Path = FOLDER / "voice") -> None:
        """Read the sentences in a folder; their meaning waits for the first one said."""
        self._folder = folder
        self.sentences: list[str] = []
        """Templates of what counts at any time."""
        self.bare_sentences: list[str] = []
        """Templates of what is meant for BackCare only during a session."""
        for language in self._read():
            always, bare = language.templates()
            self.sentences += always
            self.bare_sentences += bare

    def recognise(self, text: str, *, bare: bool = True) -> Wish | None:
        """Return what a sentence means, by the template that leaves least to a name.

        Without ``bare`` only sentences count that are meant for BackCare at any time.
        """
        if len(text) > MAX_SENTENCE_LENGTH:
            return None
        text = unicodedata.normalize("NFC", text).replace("-", " ")
        wishes = [
            pair for item in self._languages for pair in item.wishes(text, bare=bare)
        ]
        return min(wishes, key=lambda pair: pair[0])[1] if wishes else None

    @cached_property
    def _languages(self) -> list[_Language]:
        """Return the languages; not every home speaks, and they take 3 MB when parsed."""
        return self._read()

    def _read(self) -> list[_Language]:
        """Return the languages in the order in which they are tried."""
        return [
            _Language(load_yaml_dict(str(self._folder / f"{name}.yaml")))
            for name in LANGUAGES
        ]


def _surrounded(intents: Mapping[str, Any]) -> dict[str, Any]:
    """Return the intents with what may stand around each sentence."""
    return {
        name: {
            "data": [
                {
                    **block,
                    "sentences": [_AROUND.format("|".join(block["sentences"]))],
                    "required_keywords": _keywords(block),
                }
                for block in intent["data"]
            ]
        }
        for name, intent in intents.items()
    }


def _keywords(block: Mapping[str, Any]) -> list[str]:
    """Return the words of which a sentence has one, as they may be written; none: any."""
    return [
        written
        for word in block.get("required_keywords", ())
        for written in (word, word.capitalize(), word.upper())
    ]
