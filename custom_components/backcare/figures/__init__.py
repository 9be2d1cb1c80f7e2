"""The pictures of the exercises."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from custom_components.backcare.engine.models import Side

from .drawing import document
from .models import Figure


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Draws the exercises and their variants; a key says which, and which side."""

    figures: Mapping[str, Figure]
    """By exercise, and by variant where that looks different."""
    names: Mapping[str, Mapping[str, str]]
    """What each figure shows, by language."""
    side_words: Mapping[str, Mapping[Side, str]]
    """Left and right, by language."""
    _drawn: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all pictures; those with sides are there without one too."""
        return tuple(
            key
            for figure_id, figure in self.figures.items()
            for key in (figure_id, *_with_sides(figure_id, figure).values())
        )

    def for_booklet(self, *, has_booklet: bool) -> Self:
        """Return the pictures for who has a booklet on the back, or none (``domain.md`` A18)."""
        if has_booklet:
            return self
        figures = {
            key: figure.without("booklet") for key, figure in self.figures.items()
        }
        return replace(self, figures=figures)

    def key(self, exercise_id: str, variant_id: str | None, side: Side) -> str:
        """Return the key of a picture; raises KeyError for an unknown exercise."""
        figure_id = exercise_id
        if variant_id and variant_id in self.figures:
            figure_id = variant_id
        return _with_sides(figure_id, self.figures[figure_id]).get(side, figure_id)

    def title(self, key: str, language: str) -> str:
        """Return what a picture shows."""
        figure_id, _, side = key.partition(".")
        name = self.names[language][figure_id]
        return f"{name}, {self.side_words[language][Side(side)]}" if side else name

    def draw(self, key: str, language: str) -> str:
        """Return a picture as an SVG document; raises KeyError for an unknown key."""
        if key not in self.keys:
            raise KeyError(key)
        if (key, language) not in self._drawn:
            figure_id, _, side = key.partition(".")
            figure = self.figures[figure_id]
            self._drawn[key, language] = document(
                figure,
                self.title(key, language),
                letter=self.side_words[language][Side(side)][0].upper() if side else "",
                is_mirrored=side not in ("", figure.side),
            )
        return self._drawn[key, language]


def _with_sides(figure_id: str, figure: Figure) -> dict[Side, str]:
    """Return the keys of the sides of a figure, if it has any."""
    if figure.side is Side.NONE:
        return {}
    return {side: f"{figure_id}.{side}" for side in (Side.LEFT, Side.RIGHT)}
