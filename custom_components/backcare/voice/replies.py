"""Words the answers in one language."""

from collections.abc import Iterable, Mapping

from custom_components.backcare.catalogue.texts import Texts
from custom_components.backcare.cues import phrases

type Value = float | str
"""A number, which is said as a word, or words."""


class Replies:
    """The answers of one language."""

    def __init__(self, texts: Texts) -> None:
        """Take the texts of the language; some cues are answers too."""
        self.texts = texts
        self._templates = {**texts.cues, **texts.answers}

    def knows(self, key: str) -> bool:
        """Return if there is an answer with the key."""
        return key in self._templates

    def say(self, key: str, **values: Value) -> str:
        """Return an answer with its placeholders filled in."""
        return phrases.sentence(self._templates[key], self._worded(values))

    def part(self, key: str, **values: Value) -> str:
        """Return a part of an answer with its placeholders filled in."""
        return phrases.fill(self._templates[key], self._worded(values))

    def verdict(self, is_so: bool) -> str:
        """Return yes or not yet."""
        return self.say("already" if is_so else "not_yet")

    def listed(self, key: str, names: Iterable[str]) -> str:
        """Return names with the word of a key before the last one: Anna, Lisa or Mark."""
        *others, last = map(phrases.speakable, names)
        if not others:
            return last
        return self.part(key, names=", ".join(others), name=last)

    def duration(self, seconds: float) -> str:
        """Return a length of time as it is said."""
        return phrases.duration(seconds, self.texts.words)

    def _worded(self, values: Mapping[str, Value]) -> dict[str, str]:
        """Return the values as words."""
        return {
            name: (
                value
                if isinstance(value, str)
                else phrases.number(value, self.texts.words)
            )
            for name, value in values.items()
        }
